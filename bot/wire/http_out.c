/* Requests of ours, see http_out.h. curl's sockets stand in one epoll, its timer in one deadline.
 */
#include "docket/wire/http_out.h"

#include "docket/base/clock.h"
#include "docket/base/step.h"
#include "docket/base/utf8.h"
#include "http_addr.h"
#include "peer.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	CONNECT_MS = 10 * 1000,
	EVENTS = 32,
	KEPT_CONNECTIONS = 16,
	HEAD_MAX = 64 << 10, /* of an answer */
	WHY_MAX = 200,
};

static const char SYSTEM_CA[] = "/etc/ssl/certs/ca-certificates.crt";

struct http_running {
	struct http_running *next, *prev;
	struct http_calls *calls;
	struct http_call *call;
	CURL *h;
	struct curl_slist *headers;
	struct str body, head;
	size_t body_out;
	unsigned line_ends; /* of our head: CR LF CR LF seen so far */
	bool head_out, too_large;
	int64_t taken; /* of c->out.take */
	bool enough; /* the head said it all */
	bool refused; /* an address of the host */
	char why[CURL_ERROR_SIZE];
};
struct http_calls {
	CURLM *multi;
	int epoll_fd;
	struct http_running *first;
	size_t count;
	int64_t timer; /* monotonic ms; -1: none */
	const char *ca;
};

struct http_call *
http_call_new(void)
{
	struct http_call *c = calloc(1, sizeof(*c));
	if (c == NULL)
		abort(); /* as a pool does */
	c->pool = pool_new();
	return c;
}

static void
running_free(struct http_running *r)
{
	struct http_calls *h = r->calls;
	if (r->h != NULL) {
		curl_multi_remove_handle(h->multi, r->h);
		curl_easy_cleanup(r->h);
	}
	curl_slist_free_all(r->headers);
	str_clear(&r->body);
	str_clear(&r->head);
	if (r->prev != NULL)
		r->prev->next = r->next;
	else
		h->first = r->next;
	if (r->next != NULL)
		r->next->prev = r->prev;
	h->count--;
	if (r->call != NULL)
		r->call->running = NULL;
	free(r);
}

void
http_call_free(struct http_call *c)
{
	if (c == NULL)
		return;
	if (c->running != NULL)
		running_free(c->running);
	pool_free(c->pool);
	free(c);
}

static int
on_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *known)
{
	struct http_calls *h = arg;
	struct epoll_event ev = {.data.fd = fd};
	(void)easy;
	(void)known;
	if (what == CURL_POLL_REMOVE) {
		epoll_ctl(h->epoll_fd, EPOLL_CTL_DEL, fd, &ev);
		return 0;
	}
	ev.events = (what & CURL_POLL_IN ? EPOLLIN : 0U) | (what & CURL_POLL_OUT ? EPOLLOUT : 0U);
	if (epoll_ctl(h->epoll_fd, EPOLL_CTL_ADD, fd, &ev) < 0 && errno == EEXIST)
		epoll_ctl(h->epoll_fd, EPOLL_CTL_MOD, fd, &ev);
	return 0;
}

static int
on_timer(CURLM *multi, long ms, void *arg)
{
	struct http_calls *h = arg;
	(void)multi;
	h->timer = ms < 0 ? -1 : clock_mono() + ms;
	return 0;
}

int
http_calls_new(struct http_calls **out, struct err *e)
{
	struct http_calls *h = calloc(1, sizeof(*h));
	if (h == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	peer_global();
	h->timer = -1;
	/* For tests against a server of their own. */
	h->ca = getenv("DOCKET_HTTP_CA");
	h->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	h->multi = curl_multi_init();
	if (h->epoll_fd < 0 || h->multi == NULL) {
		http_calls_free(h);
		return err_set(e, ERR_RETRY, "no memory for requests");
	}
	curl_multi_setopt(h->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(h->multi, CURLMOPT_SOCKETDATA, h);
	curl_multi_setopt(h->multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl_multi_setopt(h->multi, CURLMOPT_TIMERDATA, h);
	curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS, (long)KEPT_CONNECTIONS);
	*out = h;
	return 0;
}

void
http_calls_free(struct http_calls *h)
{
	if (h == NULL)
		return;
	while (h->first != NULL)
		running_free(h->first);
	if (h->multi != NULL)
		curl_multi_cleanup(h->multi);
	if (h->epoll_fd >= 0)
		close(h->epoll_fd);
	free(h);
}

size_t
http_calls_free_slots(const struct http_calls *h)
{
	return h->count < HTTP_CALLS_MAX ? HTTP_CALLS_MAX - h->count : 0;
}

int
http_calls_fd(const struct http_calls *h)
{
	return h->epoll_fd;
}

int64_t
http_calls_wait(const struct http_calls *h, int64_t limit)
{
	if (h->timer < 0)
		return limit;
	int64_t left = h->timer - clock_mono();
	return left < 0 ? 0 : left < limit ? left : limit;
}

/* curl's reading of the address decides, not ours: it is the one that connects. */
static bool
may(const char *url, bool strange, bool *plain_out)
{
	CURLU *u = curl_url();
	char *scheme = NULL, *host = NULL, *user = NULL;
	bool ok = u != NULL && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK &&
		  curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
		  curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK;
	if (ok && curl_url_get(u, CURLUPART_USER, &user, 0) == CURLUE_OK)
		ok = false;
	if (ok) {
		*plain_out = strcmp(scheme, "http") == 0;
		if (*plain_out)
			ok = strange || peer_loopback(host) || strcmp(host, "[::1]") == 0;
		else
			ok = strcmp(scheme, "https") == 0;
	}
	curl_free(scheme);
	curl_free(host);
	curl_free(user);
	curl_url_cleanup(u);
	return ok;
}

bool
http_out_may(struct slice url)
{
	bool plain;
	struct pool *p = pool_new();
	bool ok = memchr(url.data != NULL ? url.data : "", '\0', url.len) == NULL &&
		  may(pool_cstr(p, url), false, &plain);
	pool_free(p);
	return ok;
}

/* Some bytes for whoever takes them; 0 ends the transfer. */
static size_t
hand_on(struct http_running *r, struct slice some)
{
	const struct http_take *t = r->call->out.take;
	long status = 0;
	curl_easy_getinfo(r->h, CURLINFO_RESPONSE_CODE, &status);
	r->enough = status != 200;
	r->taken += (int64_t)some.len;
	r->too_large = !r->enough && r->taken > t->most;
	return r->enough || r->too_large || !t->bytes(t->arg, some) ? 0 : some.len;
}

static size_t
on_body(char *data, size_t size, size_t n, void *arg)
{
	struct http_running *r = arg;
	if (r->call->out.take != NULL)
		return hand_on(r, slice_make(data, size * n));
	if (r->body.len + size * n > HTTP_RESPONSE_MAX) {
		r->too_large = true;
		return 0;
	}
	str_add(&r->body, slice_make(data, size * n));
	return str_failed(&r->body) ? 0 : size * n;
}

static size_t
on_head(char *data, size_t size, size_t n, void *arg)
{
	struct http_running *r = arg;
	struct slice line = slice_make(data, size * n);
	if (slice_starts(line, "HTTP/")) /* a 100 came before */
		str_reset(&r->head);
	if (r->head.len + line.len <= HEAD_MAX)
		str_add(&r->head, line);
	return size * n;
}

/* Only how much has left is noted; what it was is looked at for the end of the head alone. */
static int
on_debug(CURL *easy, curl_infotype type, char *data, size_t size, void *arg)
{
	struct http_running *r = arg;
	(void)easy;
	if (type == CURLINFO_DATA_OUT)
		r->body_out += size;
	for (size_t i = 0; type == CURLINFO_HEADER_OUT && i < size; i++) {
		bool cr = r->line_ends % 2 == 0;
		r->line_ends = data[i] == (cr ? '\r' : '\n') ? r->line_ends + 1
			       : data[i] == '\r'	     ? 1
							     : 0;
		if (r->line_ends == 4)
			r->head_out = true;
	}
	return 0;
}

static bool
clean(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] == '\r' || s.data[i] == '\n' || s.data[i] == '\0')
			return false;
	return true;
}

static int
add_header(struct http_running *r, const char *line)
{
	struct curl_slist *more = curl_slist_append(r->headers, line);
	if (more == NULL)
		return -1;
	r->headers = more;
	return 0;
}

static int
set_headers(struct http_running *r, struct err *e)
{
	struct http_call *c = r->call;
	bool typed = false;
	int bad = add_header(r, "Expect:"); /* a round trip for nothing */
	for (size_t i = 0; i < c->out.headers.len && bad == 0; i++) {
		const struct http_header *h = &c->out.headers.at[i];
		if (h->name.len == 0 || !clean(h->name) || !clean(h->value))
			return err_set(e, ERR_MESSAGE, "a header with a line end in it");
		typed |= slice_iis(h->name, "Content-Type");
		/* curl drops "Name:", and sends "Name;" as an empty one. */
		struct slice l = h->value.len > 0
					 ? pool_slicef(c->pool, "%.*s: %.*s", SLICE_ARG(h->name),
						       SLICE_ARG(h->value))
					 : pool_slicef(c->pool, "%.*s;", SLICE_ARG(h->name));
		bad = add_header(r, pool_cstr(c->pool, l));
	}
	if (bad == 0 && !typed)
		bad = add_header(r, "Content-Type:");
	return bad < 0 ? err_set(e, ERR_RETRY, "no memory for a request") : 0;
}

static void
set_method(struct http_running *r)
{
	const struct http_out *o = &r->call->out;
	bool get = strcmp(o->method, "GET") == 0;
	if (get) {
		curl_easy_setopt(r->h, CURLOPT_HTTPGET, 1L);
	} else {
		curl_easy_setopt(r->h, CURLOPT_POST, 1L);
		curl_easy_setopt(r->h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)o->body.len);
		curl_easy_setopt(r->h, CURLOPT_POSTFIELDS, o->body.len > 0 ? o->body.data : "");
		curl_easy_setopt(r->h, CURLOPT_CUSTOMREQUEST, o->method);
		/* On a kept connection that died curl sends again by itself, whatever happened. */
		curl_easy_setopt(r->h, CURLOPT_FRESH_CONNECT, 1L);
		curl_easy_setopt(r->h, CURLOPT_FORBID_REUSE, 1L);
	}
}

/* After the name was resolved and before a packet leaves; each address of a host by itself. */
static curl_socket_t
on_open(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct http_running *r = arg;
	struct http_addr at;
	(void)purpose;
	if (!r->call->out.take->inside &&
	    (!http_addr_of(&to->addr, &at) || !http_addr_public(&at))) {
		r->refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static void
set_take(struct http_running *r)
{
	/* A connection that is kept was opened under another rule. */
	curl_easy_setopt(r->h, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(r->h, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(r->h, CURLOPT_OPENSOCKETFUNCTION, on_open);
	curl_easy_setopt(r->h, CURLOPT_OPENSOCKETDATA, r);
	curl_easy_setopt(r->h, CURLOPT_HTTP_CONTENT_DECODING, 0L); /* the bytes as they are */
	curl_easy_setopt(r->h, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)r->call->out.take->most);
}

static void
set_options(struct http_running *r, const char *url, bool plain)
{
	long ms = r->call->out.timeout_ms > 0 ? r->call->out.timeout_ms : HTTP_OUT_MS;
	CURL *h = r->h;
	curl_easy_setopt(h, CURLOPT_URL, url);
	curl_easy_setopt(h, CURLOPT_PRIVATE, r);
	curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, plain ? "http" : "https");
	curl_easy_setopt(h, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h, CURLOPT_PROXY, "");
	curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, ms < HTTP_OUT_MOST_MS ? ms : HTTP_OUT_MOST_MS);
	curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, (long)(ms < CONNECT_MS ? ms : CONNECT_MS));
	curl_easy_setopt(h, CURLOPT_USERAGENT, "docket/" DOCKET_VERSION);
	curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(h, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	/* A folder of certificates would be parsed anew at each connection. */
	curl_easy_setopt(h, CURLOPT_CAINFO, r->calls->ca != NULL ? r->calls->ca : SYSTEM_CA);
	curl_easy_setopt(h, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(h, CURLOPT_ERRORBUFFER, r->why);
	curl_easy_setopt(h, CURLOPT_HTTPHEADER, r->headers);
	curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(h, CURLOPT_WRITEDATA, r);
	curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, on_head);
	curl_easy_setopt(h, CURLOPT_HEADERDATA, r);
	curl_easy_setopt(h, CURLOPT_DEBUGFUNCTION, on_debug);
	curl_easy_setopt(h, CURLOPT_DEBUGDATA, r);
	curl_easy_setopt(h, CURLOPT_VERBOSE, 1L); /* to on_debug alone */
}

int
http_call_start(struct http_calls *h, struct http_call *c, struct err *e)
{
	bool plain = false;
	int fault = step_fault("http.start");
	if (fault != 0)
		return err_errno(e, ERR_RETRY, fault, "no request can be made");
	if (http_calls_free_slots(h) == 0)
		return err_set(e, ERR_RETRY, "too many requests are under way");
	if (!clean(c->out.url) || c->out.url.len == 0 ||
	    !may(pool_cstr(c->pool, c->out.url), c->out.take != NULL, &plain))
		return err_set(e, ERR_CONFIG,
			       "an address that is neither https nor on this machine");
	struct http_running *r = calloc(1, sizeof(*r));
	if (r == NULL)
		return err_set(e, ERR_RETRY, "no memory for a request");
	r->calls = h;
	r->call = c;
	r->next = h->first;
	if (h->first != NULL)
		h->first->prev = r;
	h->first = r;
	h->count++;
	c->running = r;
	c->result = (struct http_result){.status = 0};
	str_init(&r->body, HTTP_RESPONSE_MAX);
	str_init(&r->head, HEAD_MAX);
	r->h = curl_easy_init();
	if (r->h == NULL || set_headers(r, e) < 0) {
		err_set(e, ERR_RETRY, "no memory for a request");
		running_free(r);
		return -1;
	}
	set_options(r, pool_cstr(c->pool, c->out.url), plain);
	set_method(r);
	if (c->out.take != NULL)
		set_take(r);
	if (curl_multi_add_handle(h->multi, r->h) != CURLM_OK) {
		curl_easy_cleanup(r->h);
		r->h = NULL;
		running_free(r);
		return err_set(e, ERR_RETRY, "no memory for a request");
	}
	return 0;
}

static void
take_headers(struct http_running *r)
{
	struct http_call *c = r->call;
	struct slice rest = pool_copy(c->pool, str_slice(&r->head)), line, name;
	while (slice_line(&rest, &line) && c->result.headers.len < HTTP_HEADERS_MAX) {
		if (slice_index(line, ':') <= 0 || !slice_cut(&line, ':', &name))
			continue;
		struct http_header *h = VEC_NEW(&c->result.headers, c->pool);
		h->name = slice_trim(name);
		h->value = slice_trim(line);
	}
}

/* curl's words may name the address: only those of which it is known are passed on. */
static struct slice
why_of(const struct http_running *r, CURLcode rc)
{
	switch (rc) {
	case CURLE_COULDNT_RESOLVE_HOST: return SLICE_LIT("no address is known for that host");
	case CURLE_COULDNT_CONNECT: return SLICE_LIT("it cannot be reached");
	case CURLE_OPERATION_TIMEDOUT: return SLICE_LIT("it did not answer in time");
	case CURLE_PEER_FAILED_VERIFICATION: return SLICE_LIT("its certificate cannot be verified");
	case CURLE_SSL_CONNECT_ERROR: return SLICE_LIT("no TLS can be agreed on");
	case CURLE_SSL_CACERT_BADFILE: return SLICE_LIT("the system's certificates cannot be read");
	case CURLE_GOT_NOTHING: return SLICE_LIT("it closed without an answer");
	default: break;
	}
	if (r->too_large)
		return r->call->out.take != NULL ? SLICE_LIT("its answer is too long")
						 : SLICE_LIT("its answer is longer than 4 MB");
	return slice_of(curl_easy_strerror(rc));
}

static enum http_fault
fault_of(const struct http_running *r, CURLcode rc)
{
	if (r->too_large || rc == CURLE_FILESIZE_EXCEEDED)
		return HTTP_FAULT_LARGE;
	if (rc == CURLE_OPERATION_TIMEDOUT)
		return HTTP_FAULT_SLOW;
	if (rc == CURLE_PEER_FAILED_VERIFICATION)
		return HTTP_FAULT_CERTIFICATE;
	return r->refused && rc == CURLE_COULDNT_CONNECT ? HTTP_FAULT_ADDRESS : HTTP_FAULT_AWAY;
}

static void
finish(struct http_running *r, CURLcode rc)
{
	struct http_call *c = r->call;
	long status = 0;
	curl_easy_getinfo(r->h, CURLINFO_RESPONSE_CODE, &status);
	c->result.sent = r->head_out && r->body_out >= c->out.body.len;
	if ((rc == CURLE_OK || r->enough) && status >= 200) {
		c->result.status = (int)status;
		c->result.sent = true;
		take_headers(r);
		c->result.body = pool_copy(c->pool, str_slice(&r->body));
	} else {
		c->result.why = rc == CURLE_OK ? SLICE_LIT("it answered nothing that is HTTP")
					       : why_of(r, rc);
		c->result.fault = fault_of(r, rc);
	}
	running_free(r);
	if (c->done != NULL)
		c->done(c);
}

static size_t
collect(struct http_calls *h)
{
	CURLMsg *msg;
	int left;
	size_t n = 0;
	while ((msg = curl_multi_info_read(h->multi, &left)) != NULL) {
		char *private = NULL;
		if (msg->msg != CURLMSG_DONE)
			continue;
		CURLcode rc = msg->data.result;
		curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, &private);
		finish((struct http_running *)(void *)private, rc);
		n++;
	}
	return n;
}

size_t
http_calls_step(struct http_calls *h)
{
	struct epoll_event ev[EVENTS];
	int running;
	if (h->count == 0)
		return 0;
	int n = epoll_wait(h->epoll_fd, ev, EVENTS, 0);
	for (int i = 0; i < n; i++) {
		int what = (ev[i].events & EPOLLIN ? CURL_CSELECT_IN : 0) |
			   (ev[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
			   (ev[i].events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
		curl_multi_socket_action(h->multi, ev[i].data.fd, what, &running);
	}
	if (h->timer >= 0 && clock_mono() >= h->timer) {
		h->timer = -1;
		curl_multi_socket_action(h->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	}
	return collect(h);
}

int
http_call_wait(struct http_calls *h, struct http_call *c, struct err *e)
{
	if (http_call_start(h, c, e) < 0)
		return -1;
	while (c->running != NULL) {
		struct pollfd p = {.fd = h->epoll_fd, .events = POLLIN};
		poll(&p, 1, (int)http_calls_wait(h, 100));
		http_calls_step(h);
	}
	return 0;
}
