/* Commands of the shell go to the running daemon; the socket is the owner's alone (mode 0600). */
#include "control.h"

#include "docket/base/clock.h"
#include "docket/base/log.h"
#include "docket/store/people.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { WORDS_MAX = 1000, ANSWER_MAX = CONTROL_FRAME_MAX / 2 };

static int
socket_path(const char *data, struct sockaddr_un *a, struct err *e)
{
	*a = (struct sockaddr_un){.sun_family = AF_UNIX};
	int n = snprintf(a->sun_path, sizeof(a->sun_path), "%s/docket.sock", data);
	if (n < 0 || (size_t)n >= sizeof(a->sun_path))
		return err_set(e, ERR_CONFIG, "'%s' is too long for a control socket (%zu bytes at most)",
		               data, sizeof(a->sun_path) - sizeof("/docket.sock"));
	return 0;
}

int
control_open(struct control *c, const char *data, struct err *e)
{
	struct sockaddr_un a;
	for (size_t i = 0; i < CONTROL_CLIENTS; i++)
		c->clients[i].fd = -1;
	c->listen_fd = -1;
	if (socket_path(data, &a, e) < 0)
		return -1;
	snprintf(c->path, sizeof(c->path), "%s", a.sun_path);
	unlink(a.sun_path); /* the writer's lock is ours: a socket left there is a dead daemon's */
	c->listen_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	mode_t old = umask(0177);
	int r = c->listen_fd < 0 ? -1 : bind(c->listen_fd, (struct sockaddr *)&a, sizeof(a));
	umask(old);
	if (r < 0 || listen(c->listen_fd, CONTROL_CLIENTS) < 0)
		return err_errno(e, ERR_CONFIG, errno, "the control socket '%s' could not be made",
		                 a.sun_path);
	return 0;
}

static void
drop(struct frame_chan *chan)
{
	if (chan->fd < 0)
		return;
	close(chan->fd);
	frame_clear(chan);
	chan->fd = -1;
}

void
control_close(struct control *c)
{
	for (size_t i = 0; i < CONTROL_CLIENTS; i++)
		drop(&c->clients[i]);
	if (c->listen_fd >= 0) {
		close(c->listen_fd);
		unlink(c->path);
	}
	c->listen_fd = -1;
}

size_t
control_wait(const struct control *c, struct smtp_wait *w)
{
	size_t n = 0;
	bool room = false;
	for (size_t i = 0; i < CONTROL_CLIENTS; i++) {
		if (c->clients[i].fd < 0) {
			room = true;
			continue;
		}
		w[n++] = (struct smtp_wait){.fd = c->clients[i].fd,
		                            .events = frame_pending(&c->clients[i]) ? 5 : 1};
	}
	if (room && c->listen_fd >= 0)
		w[n++] = (struct smtp_wait){.fd = c->listen_fd, .events = 1};
	return n;
}

static int
member_as(struct desk *d, struct pool *pool, struct slice as, int64_t *id_out, struct err *e)
{
	struct member m;
	*id_out = 0;
	if (as.len == 0)
		return 0;
	int got = member_by_handle(d->store, pool, as, &m, e);
	if (got < 0)
		return -1;
	if (got == 0)
		return err_set(e, ERR_REFUSED,
		               "there is no member '%.*s' to act as; docket member list shows them",
		               SLICE_ARG(as));
	*id_out = m.id;
	return 0;
}

int
command_on_desk(struct desk *d, const struct slice *words, size_t count, struct slice as, bool json,
                struct control_answer *answer)
{
	struct err e = ERR_INIT;
	struct pool *pool = pool_new();
	struct command_from from = {.json = json, .shell = true};
	bool writes = count > 0 && command_writes(words[0]);
	int r = member_as(d, pool, as, &from.member, &e);
	if (r == 0 && writes)
		r = store_begin(d->store, &e);
	if (r == 0) {
		r = command_run(d->intake, &from, words, count, &answer->out, &e);
		if (writes && r == 0)
			r = store_commit(d->store, &e);
		if (writes && r < 0)
			store_rollback(d->store);
	}
	if (r < 0) {
		str_reset(&answer->out);
		str_addf(&answer->err, "docket: %s\n", e.text);
	}
	answer->status = r < 0 ? err_exit_status(&e) : 0;
	pool_free(pool);
	return r;
}

static void
answer_init(struct control_answer *a)
{
	a->status = 0;
	str_init(&a->out, ANSWER_MAX);
	str_init(&a->err, 64 << 10);
}

static bool
run_call(struct desk *d, struct slice p, struct frame_chan *chan)
{
	uint32_t json, n;
	struct slice as, words[WORDS_MAX];
	struct err e = ERR_INIT;
	if (!frame_get_u32(&p, &json) || !frame_get_bytes(&p, &as) || !frame_get_u32(&p, &n) ||
	    n > WORDS_MAX)
		return false;
	for (uint32_t i = 0; i < n; i++)
		if (!frame_get_bytes(&p, &words[i]))
			return false;
	struct control_answer a;
	struct str out;
	answer_init(&a);
	command_on_desk(d, words, n, as, json != 0, &a);
	str_init(&out, CONTROL_FRAME_MAX);
	frame_put_u32(&out, (uint32_t)a.status);
	frame_put_bytes(&out, str_slice(&a.out));
	frame_put_bytes(&out, str_slice(&a.err));
	struct slice part = str_slice(&out);
	bool ok = frame_queue(chan, CONTROL_ANSWER, &part, 1, &e) == 0;
	str_clear(&out);
	str_clear(&a.out);
	str_clear(&a.err);
	return ok;
}

/* --- The terminal chat ----------------------------------------------------------------------- */

static bool
queue_show(struct frame_chan *chan, struct slice ref, const struct chat_message *m)
{
	struct str json, out;
	struct json w;
	struct err e = ERR_INIT;
	str_init(&json, CONTROL_FRAME_MAX / 2);
	str_init(&out, CONTROL_FRAME_MAX);
	json_begin(&w, &json);
	chat_message_write(&w, m);
	frame_put_bytes(&out, ref);
	frame_put_bytes(&out, str_slice(&json));
	struct slice part = str_slice(&out);
	bool ok = frame_queue(chan, CONTROL_SHOW, &part, 1, &e) == 0;
	str_clear(&out);
	str_clear(&json);
	return ok;
}

/* What concerns one person is shown on that person's terminals only. */
static void
show_all(void *arg, struct slice ref, const struct chat_message *m)
{
	struct control *c = arg;
	for (size_t i = 0; i < CONTROL_CLIENTS; i++)
		if (c->clients[i].fd >= 0 && c->chats[i][0] != '\0' &&
		    (m->only.len == 0 || slice_is(m->only, c->chats[i])))
			queue_show(&c->clients[i], ref, m);
}

bool
control_chatting(const struct control *c)
{
	for (size_t i = 0; i < CONTROL_CLIENTS; i++)
		if (c->clients[i].fd >= 0 && c->chats[i][0] != '\0')
			return true;
	return false;
}

void
control_look(struct control *c, struct desk *d)
{
	struct err e = ERR_INIT;
	if (!control_chatting(c) || clock_mono() < c->look_at)
		return;
	c->look_at = clock_mono() + CONTROL_LOOK_MS;
	if (terminal_pump(d, show_all, c, &e) < 0)
		log_event(LOG_WARN, "terminal.cards", "why=%s", e.text);
	for (size_t i = 0; i < CONTROL_CLIENTS; i++)
		if (c->clients[i].fd >= 0 && c->chats[i][0] != '\0' &&
		    frame_flush(&c->clients[i], &e) < 0)
			drop(&c->clients[i]);
}

static bool
run_chat(struct control *c, struct desk *d, struct slice p, size_t which)
{
	struct frame_chan *chan = &c->clients[which];
	struct slice as, json;
	struct member m;
	struct chat_event ev;
	struct err e = ERR_INIT;
	if (!frame_get_bytes(&p, &as) || !frame_get_bytes(&p, &json))
		return false;
	struct pool *pool = pool_new();
	if (as.len == 0)
		as = slice_of(c->chats[which]);
	int r = terminal_member(d, pool, as, &m, &e);
	if (r == 0) {
		slice_cstr(m.handle, c->chats[which], sizeof(c->chats[which]));
		if (json.len > 0)
			r = chat_event_read(pool, json, &ev, &e) < 0 ? -1 : terminal_say(d, &m, &ev, &e);
	}
	if (r == 0 && json.len > 0 && terminal_pump(d, show_all, c, &e) < 0)
		r = -1;
	struct str out;
	str_init(&out, CONTROL_FRAME_MAX);
	frame_put_u32(&out, r < 0 ? (uint32_t)err_exit_status(&e) : 0);
	frame_put_bytes(&out, slice_of(c->chats[which]));
	frame_put_bytes(&out, slice_of(r < 0 ? e.text : ""));
	struct slice part = str_slice(&out);
	bool ok = frame_queue(chan, CONTROL_ANSWER, &part, 1, &e) == 0;
	/* Hello is answered by a name; then comes what waits, and from there on every change is shown. */
	if (ok && r == 0 && json.len == 0 && terminal_pump(d, show_all, c, &e) < 0)
		log_event(LOG_WARN, "terminal.cards", "why=%s", e.text);
	str_clear(&out);
	pool_free(pool);
	return ok;
}

void
control_serve(struct control *c, struct desk *d, bool *ran_out)
{
	int fd = c->listen_fd < 0 ? -1 : accept4(c->listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	for (size_t i = 0; fd >= 0 && i < CONTROL_CLIENTS; i++) {
		if (c->clients[i].fd >= 0)
			continue;
		frame_init(&c->clients[i], fd, CONTROL_FRAME_MAX);
		c->chats[i][0] = '\0';
		fd = -1;
	}
	if (fd >= 0)
		close(fd);
	for (size_t i = 0; i < CONTROL_CLIENTS; i++) {
		struct frame_chan *chan = &c->clients[i];
		struct err e = ERR_INIT;
		unsigned char type;
		struct slice p;
		if (chan->fd < 0)
			continue;
		int fill = frame_fill(chan, &e), next;
		while ((next = frame_next(chan, &type, &p, &e)) == 1) {
			*ran_out = true;
			bool ok = type == CONTROL_CALL	 ? run_call(d, p, chan)
			          : type == CONTROL_CHAT ? run_chat(c, d, p, i)
			                                 : false;
			if (!ok) {
				next = -1;
				break;
			}
		}
		if (next < 0 || frame_flush(chan, &e) < 0 || (fill < 0 && !frame_pending(chan)))
			drop(chan);
	}
}

/* A connection to the daemon's socket, or -1. */
static int
reach(const char *data, struct err *e)
{
	struct sockaddr_un a;
	if (socket_path(data, &a, e) < 0)
		return -1;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof(a)) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

int
control_call(const char *data, const struct slice *words, size_t count, struct slice as, bool json,
             struct control_answer *answer, struct err *e)
{
	answer_init(answer);
	int fd = reach(data, e);
	if (fd < 0)
		return e->kind == ERR_NONE ? 0 : -1;
	struct frame_chan chan;
	struct str out;
	unsigned char type;
	struct slice p, text, err;
	uint32_t status;
	frame_init(&chan, fd, CONTROL_FRAME_MAX);
	str_init(&out, CONTROL_FRAME_MAX);
	frame_put_u32(&out, json);
	frame_put_bytes(&out, as);
	frame_put_u32(&out, (uint32_t)count);
	for (size_t i = 0; i < count; i++)
		frame_put_bytes(&out, words[i]);
	struct slice part = str_slice(&out);
	int r = frame_send(&chan, CONTROL_CALL, &part, 1, e);
	if (r == 0 && frame_recv(&chan, &type, &p, e) == 1 && frame_get_u32(&p, &status) &&
	    frame_get_bytes(&p, &text) && frame_get_bytes(&p, &err)) {
		answer->status = (int)status;
		str_add(&answer->out, text);
		str_add(&answer->err, err);
		r = 1;
	} else {
		/* Not the socket's words: whether the work was done is what the person must find out. */
		err_clear(e);
		r = err_set(e, ERR_RETRY,
			    "the running docket went away before it answered; see whether '%.*s' was "
			    "done before you give it again",
			    SLICE_ARG(words[0]));
	}
	str_clear(&out);
	frame_clear(&chan);
	close(fd);
	return r;
}

/* --- The terminal's side --------------------------------------------------------------------- */

static int
send_chat(struct terminal_line *t, struct slice as, struct slice event, struct err *e)
{
	struct str out;
	str_init(&out, CONTROL_FRAME_MAX);
	frame_put_bytes(&out, as);
	frame_put_bytes(&out, event);
	struct slice part = str_slice(&out);
	int r = frame_send(t->chan, CONTROL_CHAT, &part, 1, e);
	str_clear(&out);
	return r;
}

int
terminal_open(struct terminal_line *t, const char *data, struct slice as, char *who_out, struct err *e)
{
	enum { WHO_MAX = 64 };
	unsigned char type;
	struct slice p, who, why;
	uint32_t status;
	*t = (struct terminal_line){.fd = reach(data, e)};
	if (t->fd < 0)
		return e->kind == ERR_NONE ? 0 : -1;
	struct frame_chan *chan = calloc(1, sizeof(*chan));
	if (chan == NULL) {
		close(t->fd);
		return err_set(e, ERR_RETRY, "no memory for the terminal chat");
	}
	frame_init(chan, t->fd, CONTROL_FRAME_MAX);
	t->chan = chan;
	int r = send_chat(t, as, SLICE_NONE, e);
	if (r == 0)
		r = frame_recv(chan, &type, &p, e);
	if (r == 1 && type == CONTROL_ANSWER && frame_get_u32(&p, &status) && frame_get_bytes(&p, &who) && frame_get_bytes(&p, &why)) {
		slice_cstr(who, who_out, WHO_MAX);
		if (status == 0)
			return 1;
		err_set(e, ERR_REFUSED, "%.*s", SLICE_ARG(why));
	} else {
		err_set(e, ERR_RETRY, "the running docket did not answer; see its log");
	}
	terminal_close(t);
	return -1;
}

int
terminal_send(struct terminal_line *t, const struct chat_event *ev, struct err *e)
{
	struct str json;
	struct json w;
	str_init(&json, CONTROL_FRAME_MAX / 2);
	json_begin(&w, &json);
	chat_event_write(&w, ev);
	int r = send_chat(t, SLICE_NONE, str_slice(&json), e);
	str_clear(&json);
	return r;
}

/* One frame: 1 it ends an answer, 0 it was shown, -1. */
static int
take_frame(unsigned char type, struct slice p, terminal_show *show, void *arg, struct err *e)
{
	struct slice a, b;
	uint32_t status;
	if (type == CONTROL_SHOW && frame_get_bytes(&p, &a) && frame_get_bytes(&p, &b)) {
		struct pool *pool = pool_new();
		struct chat_message m;
		int r = chat_message_read(pool, b, &m, e);
		if (r == 0)
			show(arg, a, &m);
		pool_free(pool);
		return r;
	}
	if (type == CONTROL_ANSWER && frame_get_u32(&p, &status) && frame_get_bytes(&p, &a) &&
	    frame_get_bytes(&p, &b))
		return status == 0 ? 1 : err_set(e, ERR_REFUSED, "%.*s", SLICE_ARG(b));
	return err_set(e, ERR_STOP, "the running docket is another version than this one");
}

int
terminal_read(struct terminal_line *t, bool wait, terminal_show *show, void *arg, struct err *e)
{
	struct frame_chan *chan = t->chan;
	unsigned char type;
	struct slice p;
	bool filled = false;
	for (;;) {
		int got = frame_next(chan, &type, &p, e);
		if (got == 0 && (wait || !filled)) {
			struct err gone = ERR_INIT;
			filled = true;
			if (frame_fill(chan, &gone) < 0)
				return err_set(e, ERR_RETRY, "docket has stopped; begin again when it runs");
			continue;
		}
		if (got <= 0)
			return got;
		got = take_frame(type, p, show, arg, e);
		if (got != 0)
			return got;
	}
}

void
terminal_close(struct terminal_line *t)
{
	if (t->chan != NULL) {
		frame_clear(t->chan);
		free(t->chan);
	}
	if (t->fd >= 0)
		close(t->fd);
	*t = (struct terminal_line){.fd = -1};
}
