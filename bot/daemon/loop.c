/*
 * The main loop. A turn: take frames, record what came, apply what was read, settle and claim what
 * goes out, one commit, then act on it outside. It sleeps in one place and never waits for a server.
 */
#include "chats.h"
#include "control.h"
#include "fetches.h"
#include "reader.h"
#include "source.h"

#include "docket/base/log.h"
#include "docket/base/step.h"
#include "docket/daemon/daemon.h"
#include "docket/deliver/deliver.h"

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	TURN_MS = 20,            /* of applying, before the loop looks at its sockets again */
	SLEEP_MS = 1000,         /* at most: clocks, restarts and idle work are looked at then */
	PAUSE_MS = 1000,         /* after a commit that failed: the disk is full, or locked */
	STOP_MS = 1800,          /* a stop is over within two seconds */
	IDLE_MS = 30 * 1000,     /* between two looks at the write-ahead log */
	INDEX_CHUNK = 50,        /* messages indexed between two looks */
	ONCE_FAILURES_MAX = 5,   /* a pass of `docket sync` gives up then */
	SOURCES_MAX = 64,
	MMAP_THRESHOLD = 128 << 10,
	TRIM_THRESHOLD = 1 << 20,
};

struct loop {
	struct desk *d;
	struct source sources[SOURCES_MAX];
	size_t source_count;
	struct reader reader;
	struct deliver *deliver;
	struct chats chats;
	struct fetches fetches;
	struct control control;
	struct source_env env;
	int signal_fd;
	bool once, stopping, rescan;
	int64_t stop_at, pause_until, idle_at;
	int64_t looked;  /* when we last looked for what falls due by the clock alone */
	int failures;    /* of the store, in a row */
	struct err last; /* the newest of them */
	bool index_behind;
};

/* Applies answers of the reader for a while. They stay in its list until the commit. */
static int
apply_some(struct loop *l, size_t *count_out, struct err *e)
{
	int64_t end = clock_mono() + TURN_MS;
	*count_out = 0;
	for (struct reader_item *i = l->reader.results; i != NULL; i = i->next) {
		if (intake_apply(l->d->intake, i->id, str_slice(&i->json), str_slice(&i->fault), e) < 0)
			return err_wrap(e, "message m%lld", (long long)i->id);
		++*count_out;
		if (clock_mono() >= end)
			break;
	}
	return 0;
}

static void
applied(struct loop *l, size_t count)
{
	for (; count > 0; count--) {
		struct reader_item *item = reader_pop(&l->reader);
		struct batch *b = item->batch;
		if (b != NULL && --b->left == 0)
			source_batch_done(b);
		reader_item_free(item);
	}
	l->index_behind = true;
}

static int
tell_refused(struct loop *l, struct err *e)
{
	struct deliver_refused r;
	while (deliver_next_refused(l->deliver, &r))
		if (intake_refused(l->d->intake, r.row, slice_of(r.address), slice_of(r.why), e) < 0)
			return -1;
	return 0;
}

/* One commit for all of a turn. 1 did something, 0 nothing to do, -1 rolled back. */
static int
turn(struct loop *l, struct err *e)
{
	size_t count = 0, moved = 0;
	if (reader_result(&l->reader) == NULL && !deliver_has_work(l->deliver))
		return 0;
	if (store_begin(l->d->store, e) < 0)
		return -1;
	if (apply_some(l, &count, e) < 0 || deliver_turn(l->deliver, &moved, e) < 0 ||
	    tell_refused(l, e) < 0 || store_commit(l->d->store, e) < 0) {
		store_rollback(l->d->store);
		deliver_undo(l->deliver);
		return -1;
	}
	step("turn.committed");
	l->failures = 0;
	applied(l, count);
	if (count > 0) {
		chats_poke(&l->chats);
		fetches_poke(&l->fetches);
	}
	l->rescan |= intake_replayed(l->d->intake);
	if (deliver_start(l->deliver, e) < 0)
		return -1;
	return count + moved > 0;
}

static void
reap(struct loop *l)
{
	int status;
	pid_t pid;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
		for (size_t i = 0; i < l->source_count; i++)
			if (l->sources[i].child.pid == pid)
				source_exited(&l->sources[i], code);
	}
}

static void
take_signals(struct loop *l)
{
	struct signalfd_siginfo info;
	while (read(l->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		if (info.ssi_signo == SIGCHLD) {
			reap(l);
			continue;
		}
		if (info.ssi_signo == SIGHUP) {
			chats_say(&l->chats);
			continue;
		}
		if (!l->stopping) {
			l->stopping = true;
			l->stop_at = clock_mono() + STOP_MS;
			chats_stop(&l->chats);
			for (size_t i = 0; i < l->source_count; i++)
				source_stop(&l->sources[i]);
		}
	}
}

/* The one place that sleeps. */
static int
sleep_until_something(struct loop *l, int64_t timeout, struct err *e)
{
	struct smtp_wait w[SOURCES_MAX + CONTROL_CLIENTS + CHATS_WAITS + 5];
	size_t n = 0, source_at, reader_at, control_at;
	w[n++] = (struct smtp_wait){.fd = l->signal_fd, .events = POLLIN};
	reader_at = n;
	short reader_events = POLLIN | (frame_pending(&l->reader.child.chan) ? POLLOUT : 0);
	w[n++] = (struct smtp_wait){.fd = l->reader.child.chan.fd, .events = reader_events};
	bool full = l->reader.queued_bytes > READER_AHEAD_BYTES;
	source_at = n;
	for (size_t i = 0; i < l->source_count; i++) {
		struct source *s = &l->sources[i];
		short events = full ? 0 : POLLIN;
		if (s->conf->maildir == NULL && s->child.pid != 0 && frame_pending(&s->child.chan))
			events |= POLLOUT;
		w[n++] = (struct smtp_wait){.fd = source_fd(s), .events = events};
	}
	n += chats_wait(&l->chats, &w[n]);
	w[n++] = (struct smtp_wait){.fd = fetches_fd(&l->fetches), .events = POLLIN};
	control_at = n;
	if (!l->once)
		n += control_wait(&l->control, &w[n]);
	/* poll(2) takes negative descriptors as absent; curl's does not. */
	size_t index[COUNT(w)], used = 0;
	struct smtp_wait live[COUNT(w)];
	for (size_t i = 0; i < n; i++) {
		if (w[i].fd < 0)
			continue;
		index[used] = i;
		live[used++] = w[i];
	}
	if (smtp_wait(deliver_smtp(l->deliver), live, used, (int)timeout, e) < 0)
		return -1;
	for (size_t i = 0; i < used; i++)
		w[index[i]].revents = live[i].revents;
	if (w[0].revents != 0)
		take_signals(l);
	if (w[reader_at].revents & (POLLIN | POLLHUP | POLLERR))
		reader_read(&l->reader);
	for (size_t i = 0; i < l->source_count; i++)
		if (w[source_at + i].revents & (POLLIN | POLLHUP | POLLERR))
			source_read(&l->sources[i], &l->env);
	chats_read(&l->chats);
	fetches_read(&l->fetches);
	bool ran = false;
	for (size_t i = control_at; i < n; i++) {
		if (w[i].revents == 0)
			continue;
		control_serve(&l->control, l->d, &ran);
		break;
	}
	if (ran) {
		l->rescan = true;
		l->index_behind = true;
		deliver_poke(l->deliver);
		chats_poke(&l->chats);
		fetches_poke(&l->fetches);
	}
	return 0;
}

static bool
all_done(struct loop *l)
{
	for (size_t i = 0; i < l->source_count; i++)
		if (!l->sources[i].done || l->sources[i].scan || l->sources[i].batches_open > 0)
			return false;
	return l->reader.queued == 0 && l->reader.results == NULL && !l->rescan &&
	       deliver_busy(l->deliver) == 0 && !deliver_has_work(l->deliver) &&
	       !chats_busy(&l->chats) && !fetches_busy(&l->fetches);
}

static bool
nothing_leaves(struct loop *l)
{
	return deliver_busy(l->deliver) == 0 && !chats_busy(&l->chats);
}

static void
idle(struct loop *l)
{
	struct err e = ERR_INIT;
	control_look(&l->control, l->d);
	int64_t mono = clock_mono();
	size_t done = 0;
	if (l->index_behind) {
		if (store_index_some(l->d->store, INDEX_CHUNK, &done, &e) < 0 || done == 0)
			l->index_behind = false;
	}
	if (mono >= l->idle_at) {
		l->idle_at = mono + IDLE_MS;
		if (store_idle(l->d->store, &e) < 0)
			log_event(LOG_WARN, "store.idle", "why=%s", e.text);
		err_clear(&e);
	}
	/* By the clock that people see: it may jump, the other one does not. */
	int64_t now = clock_now(&l->d->clock);
	if (llabs(now - l->looked) >= IDLE_MS) {
		l->looked = now;
		l->index_behind = true; /* what the clock did has words, too */
		int64_t unread = 0;
		for (size_t i = 0; i < l->source_count; i++)
			unread = source_unread(&l->sources[i]) > unread ? source_unread(&l->sources[i]) : unread;
		intake_mailboxes_unread(l->d->intake, unread);
		int told = intake_idle(l->d->intake, &e);
		if (told > 0) {
			deliver_poke(l->deliver);
			chats_poke(&l->chats);
		}
		if (told < 0)
			log_event(LOG_WARN, "intake.idle", "why=%s", e.text);
	}
	chats_idle(&l->chats);
}

static int64_t
nap(struct loop *l, bool busy)
{
	if (busy)
		return 0;
	int64_t mono = clock_mono(), limit = SLEEP_MS;
	if (l->pause_until > mono)
		return l->pause_until - mono < limit ? l->pause_until - mono : limit;
	if (l->reader.child.pid == 0 && l->reader.queue != NULL && l->reader.child.restart_at < mono + limit)
		limit = l->reader.child.restart_at > mono ? l->reader.child.restart_at - mono : 0;
	for (size_t i = 0; i < l->source_count; i++) {
		const struct source *s = &l->sources[i];
		if (s->conf->maildir == NULL && s->child.pid == 0 && !s->done &&
		    s->child.restart_at < mono + limit)
			limit = s->child.restart_at > mono ? s->child.restart_at - mono : 0;
	}
	if (l->index_behind)
		limit = limit < 5 ? limit : 5;
	if (control_chatting(&l->control) && limit > CONTROL_LOOK_MS)
		limit = CONTROL_LOOK_MS;
	return deliver_wait(l->deliver, fetches_nap(&l->fetches, chats_nap(&l->chats, limit)));
}

static void
rest(struct loop *l, const struct err *e)
{
	log_event(LOG_ALARM, "store.failed", "why=%s", e->text);
	l->pause_until = clock_mono() + PAUSE_MS;
	l->failures++;
	l->last = *e;
}

/* Everything of one round but sleeping. 1 busy, 0 quiet, -1 must stop. */
static int
round_once(struct loop *l, struct err *e)
{
	bool busy = false;
	if (clock_mono() < l->pause_until)
		return 0;
	for (size_t i = 0; i < l->source_count && !l->stopping; i++) {
		struct err one = ERR_INIT;
		source_pump(&l->sources[i], &l->env);
		int got = source_record(&l->sources[i], &l->env, &one);
		if (got < 0 && one.kind == ERR_STOP)
			return err_set(e, ERR_STOP, "%s", one.text);
		if (got < 0)
			rest(l, &one);
		busy |= got > 0;
		if (l->sources[i].said)
			deliver_poke(l->deliver);
		l->sources[i].said = false;
	}
	if (l->rescan && l->reader.queued == 0 && l->reader.results == NULL) {
		int more = reader_load(&l->reader, l->d->store, e);
		if (more < 0)
			return e->kind == ERR_STOP ? -1 : (rest(l, e), err_clear(e), 0);
		l->rescan = more > 0;
	}
	reader_pump(&l->reader);
	if (!l->stopping)
		chats_pump(&l->chats);
	int did = turn(l, e), chat = did < 0 ? 0 : chats_turn(&l->chats, e);
	int links = did < 0 || chat < 0 || l->stopping ? 0 : fetches_turn(&l->fetches, e);
	if ((did < 0 || chat < 0 || links < 0) && e->kind == ERR_STOP)
		return -1;
	if (did < 0 || chat < 0 || links < 0) {
		rest(l, e);
		err_clear(e);
		return 0;
	}
	if (chat > 0 && store_wrote(l->d->store, STORE_OUTBOX))
		deliver_poke(l->deliver);
	if (chat > 0 && store_wrote(l->d->store, STORE_FETCHES))
		fetches_poke(&l->fetches);
	if (links > 0) {
		deliver_poke(l->deliver);
		chats_poke(&l->chats);
		l->index_behind = true;
	}
	l->rescan |= chat > 0 && intake_replayed(l->d->intake);
	if (did == 0 && chat == 0 && links == 0 && !busy)
		idle(l);
	return busy || did > 0 || chat > 0 || links > 0;
}

static int
signals_open(struct err *e)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGCHLD);
	signal(SIGPIPE, SIG_IGN);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return err_errno(e, ERR_STOP, errno, "signals could not be blocked");
	int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	return fd >= 0 ? fd : err_errno(e, ERR_STOP, errno, "no signal descriptor");
}

static int
run(struct loop *l, struct err *e)
{
	for (;;) {
		int busy = round_once(l, e);
		if (busy < 0)
			return -1;
		if (l->once && busy == 0 && all_done(l))
			return 0;
		if (l->once && l->failures >= ONCE_FAILURES_MAX) /* cron comes back; we need not wait */
			return err_set(e, ERR_RETRY, "%s", l->last.text);
		if (l->stopping && (clock_mono() >= l->stop_at || nothing_leaves(l))) {
			/* What finished is settled; what is under way keeps its claim. */
			return 0;
		}
		int64_t timeout = nap(l, busy > 0);
		if (l->stopping && timeout > 50)
			timeout = 50;
		if (sleep_until_something(l, timeout, e) < 0)
			return -1;
	}
}

/* A stop leaves mails unread and unapplied: their batches end here, without flags on a server. */
static void
drop_batches(struct reader_item *items)
{
	for (struct reader_item *i = items; i != NULL; i = i->next)
		if (i->batch != NULL && --i->batch->left == 0) {
			str_clear(&i->batch->uids);
			free(i->batch);
		}
}

static void
wait_children(void)
{
	int64_t end = clock_mono() + STOP_MS;
	while (clock_mono() < end) {
		pid_t pid = waitpid(-1, NULL, WNOHANG);
		if (pid < 0)
			return;
		if (pid == 0)
			poll(NULL, 0, 5);
	}
}

int
daemon_run(struct desk *d, bool once, struct err *e)
{
	struct loop *l = calloc(1, sizeof(*l));
	if (l == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	*l = (struct loop){.d = d, .once = once, .rescan = true, .index_behind = true};
	l->signal_fd = signals_open(e);
	int r = l->signal_fd < 0 ? -1 : 0;
	reader_init(&l->reader, d->conf);
	l->control.listen_fd = -1;
	for (size_t i = 0; i < CONTROL_CLIENTS; i++)
		l->control.clients[i].fd = -1;
	l->env = (struct source_env){d->intake, d->store, d->conf, &d->clock, &l->reader};
	if (r == 0 && d->conf->mailboxes.len > SOURCES_MAX)
		r = err_set(e, ERR_CONFIG, "more than %d mailboxes", SOURCES_MAX);
	for (size_t i = 0; r == 0 && i < d->conf->mailboxes.len; i++)
		source_init(&l->sources[l->source_count++], &d->conf->mailboxes.at[i], once);
	if (r == 0)
		r = deliver_new(d->store, d->conf, &d->clock, &l->deliver, e);
	if (r == 0)
		r = chats_open(&l->chats, d, once, e);
	if (r == 0)
		r = fetches_open(&l->fetches, d, e);
	if (r == 0 && !once)
		r = control_open(&l->control, d->conf->data, e);
	if (r == 0) {
		/* Buffers of mail go back to the system when freed, whatever sizes came before. */
		mallopt(M_MMAP_THRESHOLD, MMAP_THRESHOLD);
		mallopt(M_TRIM_THRESHOLD, TRIM_THRESHOLD);
		step_arm();
		if (!once) {
			printf("docket %s is ready, %zu mailbox%s\n", DOCKET_VERSION, l->source_count,
			       l->source_count == 1 ? "" : "es");
			fflush(stdout);
		}
		r = run(l, e);
	}
	for (size_t i = 0; i < l->source_count; i++) {
		if (r == 0 && l->sources[i].failed)
			r = err_set(e, ERR_SOURCE, "mailbox %s: %s", l->sources[i].conf->name,
			            l->sources[i].text[0] != '\0' ? l->sources[i].text
			                                          : "it could not be read");
		source_stop(&l->sources[i]);
		child_stop(&l->sources[i].child, false);
	}
	if (r == 0 && once)
		r = chats_outcome(&l->chats, e);
	chats_close(&l->chats);
	fetches_close(&l->fetches);
	drop_batches(l->reader.queue);
	drop_batches(l->reader.results);
	reader_clear(&l->reader);
	wait_children();
	for (size_t i = 0; i < l->source_count; i++)
		source_clear(&l->sources[i]);
	control_close(&l->control);
	deliver_free(l->deliver);
	if (l->signal_fd >= 0)
		close(l->signal_fd);
	free(l);
	return r;
}
