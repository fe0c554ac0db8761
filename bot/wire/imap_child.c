/*
 * The imap-child: one mailbox in a process of its own, because IMAP blocks and a server can crash
 * a parser. Takes its orders and hands over mails by frames (source.h). Keeps no state on disk:
 * main owns the cursor.
 */
#include "imap_child.h"

#include "docket/base/clock.h"
#include "docket/base/rand.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum {
	EXIT_DONE = 0,
	EXIT_AWAY = 69,
	EXIT_FAULT = 78,
	SEND_AHEAD = 256 * 1024, /* bytes that may wait for main to read */
	STOP_MS = 1500,		 /* what is under way may take when we are to stop */
	LASTED_MS = 30 * 1000,	 /* a connection that stood so long was a good one */
	AWAY_AFTER = 3,		 /* failures in a row: "away" */
};

/* ---- between main and us ---- */

/*
 * Called when main's socket or a signal woke a wait, and by curl once a second while connecting.
 * -1: give up what is under way.
 */
static int
woken(void *ctx)
{
	struct child *ch = ctx;
	struct signalfd_siginfo info;

	while (read(ch->like.wake_fds[1], &info, sizeof(info)) > 0)
		ch->stop = true;
	if (!ch->gone && child_orders(ch, NULL) < 0)
		ch->gone = true;
	if (ch->gone)
		return -1;
	if (!ch->stop)
		return 0;
	if (ch->can_abort)
		return -1;
	if (ch->conn.stream.last == INT64_MAX)
		ch->conn.stream.last = clock_mono() + STOP_MS;
	return 0;
}

int
child_wait(struct child *ch, int timeout_ms, struct err *e)
{
	struct pollfd p[2] = {{.fd = ch->chan.fd, .events = POLLIN},
			      {.fd = ch->like.wake_fds[1], .events = POLLIN}};
	int64_t start = clock_mono();
	int r = 0;

	if (frame_pending(&ch->chan))
		p[0].events |= POLLOUT;
	if (poll(p, COUNT(p), timeout_ms) < 0 && errno != EINTR)
		return err_errno(e, ERR_STOP, errno, "cannot wait for orders");
	if ((p[0].revents & POLLOUT) != 0 && frame_flush(&ch->chan, e) < 0)
		ch->gone = true;
	if ((p[0].revents & ~POLLOUT) != 0 || p[1].revents != 0)
		r = woken(ch);
	/* The server is not to blame for the time that main took. */
	if (ch->open && ch->conn.stream.deadline != INT64_MAX)
		ch->conn.stream.deadline += clock_mono() - start;
	return r < 0 || ch->gone || ch->stop ? err_set(e, ERR_STOP, "stopped") : 0;
}

int
child_send(struct child *ch, unsigned char type, struct slice payload, struct err *e)
{
	if (frame_queue(&ch->chan, type, &payload, 1, e) < 0)
		return -1;
	while (ch->chan.out.len - ch->chan.out_off >= SEND_AHEAD) {
		int r = frame_flush(&ch->chan, e);

		if (r < 0) {
			ch->gone = true;
			return -1;
		}
		if (r == 0 && child_wait(ch, 60 * 1000, e) < 0)
			return -1;
	}
	return 0;
}

/* Sends what is queued, for at most so long. */
static void
flush_all(struct child *ch, int most_ms)
{
	int64_t end = clock_mono() + most_ms;

	while (!ch->gone && frame_flush(&ch->chan, NULL) == 0) {
		struct pollfd p = {.fd = ch->chan.fd, .events = POLLOUT};
		int64_t left = end - clock_mono();

		if (left <= 0 || poll(&p, 1, (int)left) < 0)
			return;
	}
}

int
child_state(struct child *ch, const char *word, const char *text)
{
	struct str p;
	int r;

	str_init(&p, 4096);
	frame_put_bytes(&p, slice_of(word));
	frame_put_bytes(&p, slice_of(text));
	frame_put_u64(&p, ch->conn.facts.exists);
	r = child_send(ch, IMAP_STATE, str_slice(&p), NULL);
	str_clear(&p);
	if (r == 0 && frame_flush(&ch->chan, NULL) < 0)
		ch->gone = true;
	return r;
}

void
child_forget_sent(struct child *ch)
{
	for (size_t i = 0; i < ch->sent_len; i++)
		free(ch->sent[i].uids);
	ch->sent_len = 0;
	ch->batch_len = 0;
}

/* ---- a session ---- */

static bool
left(void *ctx)
{
	const struct child *ch = ctx;

	return ch->stop || ch->gone || ch->pending.len > 0;
}

static int
open_session(struct child *ch, struct err *e)
{
	ch->can_abort = true;
	ch->open = true;
	if (imap_open(&ch->conn, &ch->login, &ch->like, e) < 0)
		return -1;
	if (ch->conn.facts.uidvalidity != ch->uidvalidity) {
		bool known = ch->uidvalidity != 0;

		/* The server numbered its mails anew: all are read again, main knows their content.
		 */
		ch->uidvalidity = ch->conn.facts.uidvalidity;
		ch->cursor = 0;
		child_forget_sent(ch);
		uidset_clear(&ch->pending);
		return child_state(ch, "connected",
				   known ? "the server numbered its mails anew; all are compared"
					 : "");
	}
	return child_state(ch, "connected", "");
}

static int
finish_once(struct child *ch, struct err *e)
{
	while (ch->sent_len > 0 || ch->pending.len > 0) {
		if (ch->pending.len > 0) {
			if (child_after(ch, e) < 0)
				return -1;
		} else if (child_wait(ch, 60 * 1000, e) < 0) {
			return -1;
		}
	}
	return 0;
}

/* Waits for news. 1 there may be some, 0 there is something else to do, -1. */
static int
wait_news(struct child *ch, int most_ms, struct err *e)
{
	struct imap_conn *c = &ch->conn;
	int r;

	/* It may have come with the answer to any command. */
	if (c->facts.news != ch->listed)
		return 1;
	ch->can_abort = false; /* IDLE ends politely */
	if (c->facts.caps & CAP_IDLE && !c->idle_refused) {
		child_state(ch, "idle", "");
		r = imap_idle(c, ch->idle_ms < most_ms ? ch->idle_ms : most_ms, left, ch, e);
		if (r != 0 || !c->idle_refused)
			return r;
	}
	child_state(ch, "poll", "");
	r = imap_listen(c, ch->poll_ms < most_ms ? ch->poll_ms : most_ms, left, ch, e);
	if (r != 0 || left(ch))
		return r;
	if (imap_noop(c, e) < 0)
		return -1;
	return c->facts.news != ch->listed;
}

static int
session(struct child *ch, struct err *e)
{
	int64_t reconcile;
	bool sync = true;

	if (open_session(ch, e) < 0)
		return -1;
	reconcile = clock_mono() + ch->reconcile_ms;
	while (!ch->stop && !ch->gone) {
		int64_t now = clock_mono();
		int r;

		if (sync && child_sync(ch, e) < 0)
			return -1;
		if (child_after(ch, e) < 0)
			return -1;
		if (sync)
			child_state(ch, "synced", "");
		if (ch->once)
			return finish_once(ch, e);
		if (now >= reconcile) {
			if (imap_count(&ch->conn, &ch->conn.facts.exists, e) < 0)
				return -1;
			child_state(ch, "synced", "");
			reconcile = now + ch->reconcile_ms;
		}
		r = wait_news(ch, (int)(reconcile - now), e);
		if (r < 0)
			return -1;
		/* What a count finds and we do not have is fetched by the same way. */
		sync = r == 1 || clock_mono() >= reconcile;
	}
	return 0;
}

/* Jittered, doubling from backoff_min to backoff_max. */
static int
backoff(const struct child *ch, int failures)
{
	int64_t ms = ch->backoff_min_ms;

	while (--failures > 0 && ms < ch->backoff_max_ms)
		ms *= 2;
	if (ms > ch->backoff_max_ms)
		ms = ch->backoff_max_ms;
	return (int)(ms / 2 + (int64_t)rand_below((uint64_t)(ms / 2 + 1)));
}

static int
end_with(struct child *ch, const struct err *e)
{
	struct str p;

	str_init(&p, 4096);
	frame_put_bytes(&p, slice_of(e->text));
	(void)child_send(ch, IMAP_GONE, str_slice(&p), NULL);
	str_clear(&p);
	return EXIT_FAULT;
}

static void
rest(struct child *ch, int ms)
{
	int64_t end = clock_mono() + ms;

	for (int64_t now; !ch->stop && !ch->gone && (now = clock_mono()) < end;)
		(void)child_wait(ch, (int)(end - now), NULL);
}

static int
live(struct child *ch)
{
	for (int failures = 0;;) {
		int64_t start = clock_mono();
		struct err e = ERR_INIT, later = ERR_INIT;
		int r;

		ch->progress = false;
		r = session(ch, &e);
		if (r < 0 && !ch->stop && !ch->gone)
			(void)child_broke(ch, &later);
		imap_close(&ch->conn, ch->gone || ch->conn.stream.broken ? 0 : STOP_MS);
		ch->open = false;
		if (r == 0 || ch->stop || ch->gone)
			return ch->once && r < 0 && !ch->stop ? EXIT_AWAY : EXIT_DONE;
		if (e.kind == ERR_CONFIG)
			return end_with(ch, &e);
		if (ch->once) {
			child_state(ch, "away", e.text);
			return EXIT_AWAY;
		}
		failures = ch->progress || clock_mono() - start > LASTED_MS ? 1 : failures + 1;
		child_state(ch, failures < AWAY_AFTER ? "retry" : "away", e.text);
		rest(ch, backoff(ch, failures));
	}
}

static int
signals(struct err *e)
{
	sigset_t set;
	int fd;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	return fd < 0 ? err_errno(e, ERR_RETRY, errno, "cannot take signals") : fd;
}

static void
clear(struct child *ch)
{
	child_forget_sent(ch);
	free(ch->batch);
	free(ch->list.at);
	skeleton_clear(&ch->walked);
	uidset_clear(&ch->pending);
	frame_clear(&ch->chan);
	if (ch->texts[1] != NULL)
		explicit_bzero(ch->texts[1], strlen(ch->texts[1]));
	for (size_t i = 0; i < COUNT(ch->texts); i++)
		free(ch->texts[i]);
	close(ch->like.wake_fds[1]);
	free(ch);
}

int
imap_child(int fd)
{
	struct child *ch = calloc(1, sizeof(*ch));
	struct err e = ERR_INIT;
	int status = EXIT_DONE, flags = fcntl(fd, F_GETFL);

	if (ch == NULL)
		return EXIT_AWAY;
	ch->like.wake_fds[0] = fd;
	ch->like.wake_fds[1] = signals(&e);
	ch->like.woken = woken;
	ch->like.wake_ctx = ch;
	frame_init(&ch->chan, fd, IMAP_FRAME_MAX);
	fcntl(fd, F_SETFL, flags | O_NONBLOCK);
	ch->can_abort = true;
	while (ch->login.host == NULL && !ch->stop && !ch->gone) {
		struct pollfd p[2] = {{.fd = fd, .events = POLLIN},
				      {.fd = ch->like.wake_fds[1], .events = POLLIN}};

		poll(p, COUNT(p), -1);
		if (p[1].revents != 0)
			ch->stop = true;
		else if (child_orders(ch, &e) < 0)
			break;
	}
	if (e.kind == ERR_CONFIG)
		status = end_with(ch, &e);
	else if (e.kind == ERR_NONE && !ch->stop)
		status = live(ch);
	flush_all(ch, STOP_MS);
	clear(ch);
	return status;
}
