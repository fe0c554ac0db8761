/* Commands of the shell go to the running daemon; the socket is the owner's alone (mode 0600). */
#include "control.h"

#include "docket/store/people.h"

#include <errno.h>
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

void
control_serve(struct control *c, struct desk *d, bool *ran_out)
{
	int fd = c->listen_fd < 0 ? -1 : accept4(c->listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	for (size_t i = 0; fd >= 0 && i < CONTROL_CLIENTS; i++) {
		if (c->clients[i].fd >= 0)
			continue;
		frame_init(&c->clients[i], fd, CONTROL_FRAME_MAX);
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
			if (type != CONTROL_CALL || !run_call(d, p, chan)) {
				next = -1;
				break;
			}
		}
		if (next < 0 || frame_flush(chan, &e) < 0 || (fill < 0 && !frame_pending(chan)))
			drop(chan);
	}
}

int
control_call(const char *data, const struct slice *words, size_t count, struct slice as, bool json,
             struct control_answer *answer, struct err *e)
{
	struct sockaddr_un a;
	answer_init(answer);
	if (socket_path(data, &a, e) < 0)
		return -1;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof(a)) < 0) {
		if (fd >= 0)
			close(fd);
		return 0;
	}
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
