/*
 * libmicrohttpd on one thread with an epoll of its own: a request that main has is a suspended
 * connection. Deadlines and limits (http_guard.h) and doubtful framing (http_head.h) are ours: the
 * library accepts two lengths, lets one byte a second live, and turns newcomers away when it is full.
 */
#include "docket/wire/http_serve.h"

#include "docket/base/clock.h"
#include "docket/base/log.h"
#include "http_guard.h"
#include "http_head.h"

#include <errno.h>
#include <microhttpd.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>

enum {
	SPARE = 128, /* connections told to go that are not gone yet */
	SLOTS = GUARD_CONNECTIONS + SPARE,
	HEAD_MAX = 32 << 10,   /* request line and header; above: 431 */
	BODIES_MAX = 16 << 20, /* of all requests together; above: 503 */
	UNREAD_MAX = 8 << 20,  /* frames that main has not taken; above: 503 */
	SWEEP_MS = 100,
	TOGETHER = 4, /* answers sent before a look at what came: callers are back before the last is sent */
};

struct ask {
	struct serve *serve;
	struct guard_conn *conn;
	struct MHD_Connection *mhd;
	uint64_t id; /* generation and slot; 0: main does not have it */
	char *uri;
	const char *method; /* the library's */
	uint32_t may_ms;
	struct str body;
	bool begun, suspended;
	int refuse;
	struct MHD_Response *answer;
	int status;
};
struct serve {
	struct frame_chan *chan;
	struct MHD_Daemon *daemon;
	struct guard guard;
	struct http_net proxies[HTTP_PROXIES_MAX];
	struct http_names names;
	struct ask *slots[SLOTS];
	uint64_t generation;
	size_t bodies;
	struct log_limit quiet;
	struct str frame;
	int64_t swept;
	bool resumed;
};

static struct guard_conn *
conn_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *i =
		MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return i != NULL ? i->socket_context : NULL;
}

static void
hang_up(struct guard_conn *c)
{
	shutdown(c->fd, SHUT_RDWR); /* the library sees the end and closes */
}

static void
on_connection(void *cls, struct MHD_Connection *mhd, void **context,
	      enum MHD_ConnectionNotificationCode what)
{
	struct serve *s = cls;
	if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		if (*context != NULL)
			guard_remove(&s->guard, *context);
		free(*context);
		*context = NULL;
		return;
	}
	const union MHD_ConnectionInfo *i;
	struct guard_conn *c = calloc(1, sizeof(*c));
	*context = NULL;
	i = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
	int fd = i != NULL ? i->connect_fd : -1;
	i = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	if (c == NULL || fd < 0 || i == NULL || !http_addr_of(i->client_addr, &c->peer)) {
		free(c);
		if (fd >= 0)
			shutdown(fd, SHUT_RDWR);
		return;
	}
	c->fd = fd;
	if (!guard_add(&s->guard, c, clock_mono())) {
		shutdown(fd, SHUT_RDWR);
		free(c);
		return;
	}
	*context = c;
}

/* The request line is there. What is returned becomes the request's context. */
static void *
on_line(void *cls, const char *uri, struct MHD_Connection *mhd)
{
	struct serve *s = cls;
	struct ask *a = calloc(1, sizeof(*a));
	if (a == NULL)
		return NULL;
	*a = (struct ask){.serve = s, .mhd = mhd, .conn = conn_of(mhd), .uri = strdup(uri)};
	str_init(&a->body, HTTP_BODY_MAX);
	if (a->conn != NULL) {
		a->conn->of = a;
		if (a->conn->state == GUARD_IDLE)
			guard_state(&s->guard, a->conn, GUARD_HEAD, clock_mono());
	}
	return a;
}

static void
forget(struct ask *a)
{
	if (a->id != 0)
		a->serve->slots[a->id % SLOTS] = NULL;
	a->id = 0;
}

static void
give_body_back(struct ask *a)
{
	a->serve->bodies -= a->body.len;
	str_clear(&a->body);
}

static void
on_completed(void *cls, struct MHD_Connection *mhd, void **context,
	     enum MHD_RequestTerminationCode how)
{
	struct serve *s = cls;
	struct ask *a = *context;
	(void)mhd;
	(void)how;
	if (a == NULL)
		return;
	forget(a);
	give_body_back(a);
	if (a->answer != NULL)
		MHD_destroy_response(a->answer);
	if (a->conn != NULL) {
		a->conn->of = NULL;
		guard_state(&s->guard, a->conn, GUARD_IDLE, clock_mono());
	}
	free(a->uri);
	free(a);
	*context = NULL;
}

static enum MHD_Result
look_at(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_len, const char *value,
	size_t value_len)
{
	(void)kind;
	http_head_take(cls, slice_make(name, name_len), slice_make(value, value_len));
	return MHD_YES;
}

/* 0 if the request may go on, else the status that refuses it. */
static int
judge(struct ask *a, const char *version)
{
	struct http_head head;
	if (a->conn == NULL || a->uri == NULL)
		return 503;
	http_head_init(&head, HEAD_MAX);
	MHD_get_connection_values_n(a->mhd, MHD_HEADER_KIND, look_at, &head);
	guard_party(&a->serve->guard, a->conn, str_slice(&head.forwarded));
	int status = http_head_framing(&head, slice_of(version));
	http_head_clear(&head);
	return status != 0 ? status
			   : http_head_target(&a->serve->names, slice_of(a->uri),
					      slice_of(a->method), &a->may_ms);
}

static enum MHD_Result
reply(struct ask *a, struct MHD_Response *r, int status)
{
	if (a->conn != NULL)
		guard_state(&a->serve->guard, a->conn, GUARD_ANSWER, clock_mono());
	return MHD_queue_response(a->mhd, (unsigned)status, r);
}

static struct MHD_Response *
response_of(struct slice body, struct slice type)
{
	char buf[128];
	/* It copies at once. */
	struct MHD_Response *r = MHD_create_response_from_buffer(
		body.len, (void *)(uintptr_t)body.data, MHD_RESPMEM_MUST_COPY);
	if (r != NULL && type.len > 0 && type.len < sizeof(buf))
		MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE,
					slice_cstr(type, buf, sizeof(buf)));
	return r;
}

/* Refusals of our own: the connection closes, nothing of the caller's is repeated. */
static enum MHD_Result
refuse(struct ask *a, int status)
{
	struct MHD_Response *r = response_of(SLICE_NONE, SLICE_NONE);
	uint64_t held = 0;
	if (r == NULL)
		return MHD_NO;
	if (status == 503 || status == 429)
		MHD_add_response_header(r, MHD_HTTP_HEADER_RETRY_AFTER, "1");
	if (status == 405)
		MHD_add_response_header(r, MHD_HTTP_HEADER_ALLOW, "POST");
	MHD_add_response_header(r, MHD_HTTP_HEADER_CONNECTION, "close");
	if (log_let(&a->serve->quiet, clock_mono(), &held))
		log_event(LOG_WARN, "http.refused", "status=%d since=%llu", status,
			  (unsigned long long)held);
	enum MHD_Result done = reply(a, r, status);
	MHD_destroy_response(r);
	return done;
}

static enum MHD_Result
add_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_len, const char *value,
	   size_t value_len)
{
	struct str *frame = cls;
	(void)kind;
	frame_put_bytes(frame, slice_make(name, name_len));
	frame_put_bytes(frame, slice_make(value, value_len));
	return MHD_YES;
}

static bool
take_slot(struct ask *a)
{
	struct serve *s = a->serve;
	for (size_t n = 0; n < SLOTS; n++) {
		uint64_t id = ++s->generation;
		if (id != 0 && s->slots[id % SLOTS] == NULL) {
			a->id = id;
			s->slots[id % SLOTS] = a;
			return true;
		}
	}
	return false;
}

/* The request is whole: main gets it, the connection waits. */
static enum MHD_Result
hand_over(struct ask *a)
{
	struct serve *s = a->serve;
	struct slice query = slice_of(a->uri), path = SLICE_NONE;
	struct err e = ERR_INIT;
	if (s->chan->out.len - s->chan->out_off > UNREAD_MAX || !take_slot(a))
		return refuse(a, 503);
	slice_cut(&query, '?', &path);
	str_reset(&s->frame);
	frame_put_u64(&s->frame, a->id);
	frame_put_u32(&s->frame, a->may_ms);
	frame_put_bytes(&s->frame, slice_of(a->method));
	frame_put_bytes(&s->frame, path);
	frame_put_bytes(&s->frame, query);
	int headers = MHD_get_connection_values_n(a->mhd, MHD_HEADER_KIND, NULL, NULL);
	frame_put_u32(&s->frame, (uint32_t)headers);
	MHD_get_connection_values_n(a->mhd, MHD_HEADER_KIND, add_header, &s->frame);
	frame_put_u32(&s->frame, (uint32_t)a->body.len);
	struct slice parts[] = {str_slice(&s->frame), str_slice(&a->body)};
	if (str_failed(&s->frame) ||
	    frame_queue(s->chan, HTTP_REQUEST, parts, COUNT(parts), &e) < 0) {
		forget(a);
		return refuse(a, 503);
	}
	give_body_back(a);
	guard_state(&s->guard, a->conn, GUARD_ASKED, clock_mono());
	a->conn->deadline = clock_mono() + a->may_ms;
	a->suspended = true;
	MHD_suspend_connection(a->mhd);
	return MHD_YES;
}

static void
take_body(struct ask *a, struct slice part)
{
	struct serve *s = a->serve;
	if (a->refuse != 0)
		return; /* read to its end or its deadline, kept nowhere */
	if (part.len > HTTP_BODY_MAX - a->body.len)
		a->refuse = 413;
	else if (s->bodies + part.len > BODIES_MAX)
		a->refuse = 503;
	else {
		str_add(&a->body, part);
		s->bodies += part.len;
	}
	if (a->refuse != 0)
		give_body_back(a);
}

static enum MHD_Result
on_request(void *cls, struct MHD_Connection *mhd, const char *url, const char *method,
	   const char *version, const char *upload, size_t *upload_size, void **context)
{
	struct ask *a = *context;
	(void)cls;
	(void)mhd;
	(void)url;
	if (a == NULL)
		return MHD_NO;
	if (!a->begun) {
		a->begun = true;
		a->method = method;
		int status = judge(a, version);
		if (status != 0)
			return refuse(a, status);
		guard_state(&a->serve->guard, a->conn, GUARD_BODY, clock_mono());
		return MHD_YES;
	}
	if (*upload_size > 0) {
		take_body(a, slice_make(upload, *upload_size));
		*upload_size = 0;
		return MHD_YES;
	}
	if (a->refuse != 0)
		return refuse(a, a->refuse);
	return a->answer != NULL ? reply(a, a->answer, a->status) : hand_over(a);
}

static void
resume(struct ask *a)
{
	a->suspended = false;
	a->serve->resumed = true;
	MHD_resume_connection(a->mhd);
}

/* Main's answer to a request, if it still waits. */
static int
take_reply(struct serve *s, struct slice p, struct err *e)
{
	uint64_t id;
	uint32_t status;
	struct slice type, body;
	if (!frame_get_u64(&p, &id) || !frame_get_u32(&p, &status) || !frame_get_bytes(&p, &type) ||
	    !frame_get_bytes(&p, &body) || status < 200 || status > 599)
		return err_set(e, ERR_STOP, "a malformed answer");
	struct ask *a = s->slots[id % SLOTS];
	if (a == NULL || a->id != id)
		return 0; /* too late: it was answered 503 */
	a->answer = response_of(body, type);
	a->status = (int)status;
	if (a->answer == NULL)
		a->refuse = 503;
	else if (status == 503 || status == 429)
		MHD_add_response_header(a->answer, MHD_HTTP_HEADER_RETRY_AFTER, "1");
	forget(a);
	resume(a);
	return 0;
}

static void
sweep(struct serve *s, int64_t now)
{
	struct guard_conn *c;
	if (now - s->swept < SWEEP_MS)
		return;
	s->swept = now;
	while ((c = guard_overdue(&s->guard, now)) != NULL) {
		struct ask *a = c->of;
		a->refuse =
			503; /* the platform sends it again; by then its first effect is known */
		forget(a);
		guard_state(&s->guard, c, GUARD_ANSWER, now);
		resume(a);
	}
}

static int
take_setup(struct serve *s, struct err *e)
{
	unsigned char type;
	struct slice p, text;
	uint32_t n;
	int got = frame_recv(s->chan, &type, &p, e);
	if (got <= 0)
		return got < 0 ? -1 : err_set(e, ERR_STOP, "no order came");
	if (type != HTTP_SETUP || !frame_get_u32(&p, &n) || n > HTTP_PROXIES_MAX)
		return err_set(e, ERR_STOP, "a malformed order");
	for (uint32_t i = 0; i < n; i++)
		if (!frame_get_bytes(&p, &text) ||
		    !http_net_parse(text, &s->proxies[s->guard.proxy_count++]))
			return err_set(e, ERR_STOP, "a malformed network");
	return http_names_get(&s->names, &p) ? 0 : err_set(e, ERR_STOP, "a malformed order");
}

/* The library decodes %-escapes in place; signatures and names are over what was sent. */
static size_t
leave_as_is(void *cls, struct MHD_Connection *mhd, char *text)
{
	(void)cls;
	(void)mhd;
	return strlen(text);
}

static int
start(struct serve *s, int listen_fd, struct err *e)
{
	s->guard.proxies = s->proxies;
	s->guard.drop = hang_up;
	s->daemon = MHD_start_daemon(
		MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, s,
		MHD_OPTION_LISTEN_SOCKET, listen_fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)SLOTS,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEAD_MAX, MHD_OPTION_CONNECTION_TIMEOUT,
		0U, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, on_line, s,
		MHD_OPTION_UNESCAPE_CALLBACK, leave_as_is, NULL, MHD_OPTION_NOTIFY_CONNECTION,
		on_connection, s, MHD_OPTION_NOTIFY_COMPLETED, on_completed, s, MHD_OPTION_END);
	return s->daemon != NULL ? 0 : err_set(e, ERR_STOP, "the HTTP server did not start");
}

static int
serve_turn(struct serve *s, int epoll_fd, struct err *e)
{
	MHD_UNSIGNED_LONG_LONG wait = SWEEP_MS;
	struct slice p;
	unsigned char type;
	int next;
	if (frame_flush(s->chan, e) < 0)
		return 0;
	if (MHD_get_timeout(s->daemon, &wait) != MHD_YES || wait > SWEEP_MS)
		wait = SWEEP_MS;
	short events = POLLIN | (frame_pending(s->chan) ? POLLOUT : 0);
	struct pollfd fds[] = {{.fd = s->chan->fd, .events = events},
			       {.fd = epoll_fd, .events = POLLIN}};
	if (poll(fds, COUNT(fds), s->resumed ? 0 : (int)wait) < 0 && errno != EINTR)
		return err_errno(e, ERR_STOP, errno, "cannot wait");
	s->resumed = false;
	int fill = fds[0].revents != 0 ? frame_fill(s->chan, e) : 0;
	for (int n = 1; (next = frame_next(s->chan, &type, &p, e)) == 1; n++) {
		if (type != HTTP_REPLY || take_reply(s, p, e) < 0)
			return -1;
		if (n % TOGETHER != 0)
			continue;
		MHD_run(s->daemon);
		if (frame_flush(s->chan, e) < 0) /* main works on what came meanwhile */
			return 0;
	}
	if (next < 0 || fill < 0)
		return 0; /* main is gone */
	MHD_run(s->daemon); /* what comes with it is flushed as the next turn begins */
	sweep(s, clock_mono());
	return 1;
}

static void
stop(struct serve *s)
{
	if (s->daemon == NULL)
		return;
	MHD_quiesce_daemon(s->daemon);
	/* Stopping with suspended connections aborts the program. */
	for (size_t i = 0; i < SLOTS; i++)
		if (s->slots[i] != NULL && s->slots[i]->suspended) {
			s->slots[i]->refuse = 503;
			resume(s->slots[i]);
		}
	MHD_run(s->daemon);
	MHD_stop_daemon(s->daemon);
}

int
http_serve(struct frame_chan *chan, int listen_fd, int (*confine)(struct err *e), struct err *e)
{
	struct serve *s = calloc(1, sizeof(*s));
	if (s == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	s->chan = chan;
	str_init(&s->frame, HTTP_FRAME_MAX);
	int r = take_setup(s, e);
	if (r == 0)
		r = start(s, listen_fd, e);
	if (r == 0)
		r = confine(e);
	if (r == 0) {
		int fd = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
		while ((r = serve_turn(s, fd, e)) > 0)
			continue;
	}
	stop(s);
	str_clear(&s->frame);
	free(s);
	return r;
}
