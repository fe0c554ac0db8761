/*
 * Takes mail out of mailboxes into record commits. Raw bytes are held only until they are recorded
 * and read; a batch that could not be recorded (disk full) is kept and tried again.
 */
#include "source.h"

#include "docket/base/clock.h"
#include "docket/base/json.h"
#include "docket/base/log.h"
#include "docket/base/step.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	READER_AHEAD_MAILS = 500,
	MAILDIR_BATCH = 100,
};

void
source_init(struct source *s, const struct conf_mailbox *mb, bool once)
{
	*s = (struct source){.conf = mb, .once = once, .watch_fd = -1,
	                     .scan = mb->maildir != NULL};
	s->child.args[0] = "imap-child";
	s->child.args[1] = mb->name;
	s->child.chan.fd = -1;
	s->pool = pool_new();
	snprintf(s->state, sizeof(s->state), "starting");
}

static void
drop_raws(struct source *s)
{
	for (size_t i = 0; i < s->raws.len; i++)
		str_clear(&s->raws.at[i].raw);
	s->raws.len = s->raws.cap = 0;
	s->raws.at = NULL;
	s->raw_bytes = 0;
	pool_reset(s->pool);
}

void
source_clear(struct source *s)
{
	drop_raws(s);
	child_stop(&s->child, true);
	maildir_close(s->maildir);
	pool_free(s->pool);
}

int
source_fd(const struct source *s)
{
	return s->conf->maildir != NULL ? s->watch_fd : s->child.chan.fd;
}

static const char *
tls_name(enum conf_tls tls)
{
	return tls == CONF_TLS_IMPLICIT ? "implicit" : tls == CONF_TLS_STARTTLS ? "starttls" : "none";
}

/* The order that tells an imap-child everything; the password goes over the socket only. */
static int
set_up(struct source *s, const struct source_env *env, struct err *e)
{
	struct inbox_cursor cur;
	const struct conf_mailbox *mb = s->conf;
	char password[1024] = "";
	if (inbox_cursor_get(env->store, slice_of(mb->name), slice_of(mb->folder), &cur, e) < 0)
		return -1;
	bool secret = mb->password.file != NULL || mb->password.env != NULL ||
	              mb->password.command != NULL;
	if (secret && conf_secret_read(&mb->password, password, sizeof(password), e) < 0)
		return -1;
	struct str text, frame;
	struct json w;
	str_init(&text, 16 << 10);
	str_init(&frame, 32 << 10);
	json_begin(&w, &text);
	json_open(&w);
	json_put_cstr(&w, "name", mb->name);
	json_put_cstr(&w, "host", mb->host);
	json_put_int(&w, "port", mb->port);
	json_put_cstr(&w, "tls", tls_name(mb->tls));
	json_put_cstr(&w, "user", mb->user);
	json_put_cstr(&w, "password", password);
	json_put_cstr(&w, "folder", mb->folder);
	json_put_cstr(&w, "after", mb->after);
	if (mb->ca != NULL)
		json_put_cstr(&w, "ca", mb->ca);
	/* For tests: how patient the child is. */
	static const char *const knobs[][2] = {{"DOCKET_IMAP_POLL_MS", "poll_ms"},
	        {"DOCKET_IMAP_IO_MS", "io_timeout_ms"},
	        {"DOCKET_IMAP_BACKOFF_MIN_MS", "backoff_min_ms"},
	        {"DOCKET_IMAP_BACKOFF_MAX_MS", "backoff_max_ms"}};
	for (size_t i = 0; i < COUNT(knobs); i++) {
		int64_t ms;
		const char *value = getenv(knobs[i][0]);
		if (value != NULL && slice_int(slice_of(value), &ms))
			json_put_int(&w, knobs[i][1], ms);
	}
	json_close(&w);
	frame_put_bytes(&frame, str_slice(&text));
	frame_put_u64(&frame, cur.uidvalidity);
	frame_put_u64(&frame, cur.uid);
	frame_put_u64(&frame, cur.modseq);
	frame_put_u32(&frame, s->once);
	frame_put_u32(&frame, (uint32_t)env->conf->limits.batch_count);
	frame_put_u64(&frame, (uint64_t)env->conf->limits.batch_bytes);
	frame_put_u64(&frame, (uint64_t)env->conf->limits.message_bytes);
	struct slice part = str_slice(&frame);
	int r = frame_queue(&s->child.chan, IMAP_SETUP, &part, 1, e);
	explicit_bzero(password, sizeof(password));
	str_clear(&text);
	str_clear(&frame);
	return r;
}

static void
pump_imap(struct source *s, const struct source_env *env)
{
	struct err e = ERR_INIT;
	int64_t mono = clock_mono();
	if (!s->done && child_due(&s->child, mono)) {
		if (child_start(&s->child, IMAP_FRAME_MAX, &e) < 0 || set_up(s, env, &e) < 0) {
			child_ended(&s->child, mono);
			log_event(LOG_WARN, "mailbox.start", "mailbox=%s why=%s", s->conf->name, e.text);
			snprintf(s->text, sizeof(s->text), "%.*s", (int)sizeof(s->text) - 1, e.text);
			if (s->once)
				s->done = s->failed = true;
			return;
		}
	}
	if (s->child.pid != 0 && frame_flush(&s->child.chan, &e) < 0)
		child_ended(&s->child, mono);
}

void
source_pump(struct source *s, const struct source_env *env)
{
	if (s->conf->maildir == NULL) {
		pump_imap(s, env);
		return;
	}
	struct err e = ERR_INIT;
	if (s->maildir != NULL || clock_mono() < s->child.restart_at)
		return;
	if (maildir_open(s->conf->maildir, (size_t)env->conf->limits.message_bytes, &s->maildir, &e) < 0) {
		s->child.restart_at = clock_mono() + 5 * CLOCK_SECOND;
		snprintf(s->text, sizeof(s->text), "%.*s", (int)sizeof(s->text) - 1, e.text);
		log_event(LOG_WARN, "mailbox.maildir", "mailbox=%s why=%s", s->conf->name, e.text);
		if (s->once)
			s->done = s->failed = true;
		return;
	}
	if (!s->once)
		s->watch_fd = maildir_watch(s->maildir, &e);
	if (maildir_scan(s->maildir, &e) < 0)
		log_event(LOG_WARN, "mailbox.maildir", "mailbox=%s why=%s", s->conf->name, e.text);
	snprintf(s->state, sizeof(s->state), "watching");
	s->scan = true;
}

static struct raw_mail *
keep_raw(struct source *s, struct slice raw)
{
	struct raw_mail *m = VEC_NEW(&s->raws, s->pool);
	str_init(&m->raw, READER_FRAME_MAX);
	str_add(&m->raw, raw);
	s->raw_bytes += raw.len;
	return m;
}

static bool
take_mail(struct source *s, struct slice p)
{
	uint64_t uidvalidity, uid, internal;
	uint32_t flags, cut;
	struct slice raw;
	if (!frame_get_u64(&p, &uidvalidity) || !frame_get_u64(&p, &uid) ||
	    !frame_get_u64(&p, &internal) || !frame_get_u32(&p, &flags) || !frame_get_u32(&p, &cut) ||
	    !frame_get_bytes(&p, &raw))
		return false;
	struct raw_mail *m = keep_raw(s, raw);
	m->uid = uid;
	m->internal = (int64_t)internal;
	m->cut = cut != 0;
	s->uidvalidity = uidvalidity;
	return true;
}

static struct batch *
batch_new(struct source *s)
{
	struct batch *b = calloc(1, sizeof(*b));
	if (b == NULL)
		abort();
	b->source = s;
	b->uidvalidity = s->uidvalidity;
	str_init(&b->uids, 1 << 20);
	return b;
}

/* Records the raws of one batch; on failure they stay for the next try. */
static int
record_batch(struct source *s, const struct source_env *env, struct batch *b, struct err *e)
{
	struct intake_raw *raws = calloc(s->raws.len + 1, sizeof(*raws));
	if (raws == NULL)
		abort();
	for (size_t i = 0; i < s->raws.len; i++) {
		struct raw_mail *m = &s->raws.at[i];
		raws[i] = (struct intake_raw){.internal = m->internal, .raw = str_slice(&m->raw),
		                              .cut = m->cut};
		raws[i].key = (struct inbox_key){.account = slice_of(s->conf->name),
		                                 .folder = slice_of(s->conf->folder),
		                                 .uidvalidity = s->uidvalidity, .uid = m->uid,
		                                 .name = slice_of(m->name)};
	}
	int r = intake_record(env->intake, raws, s->raws.len, e);
	size_t fresh = 0;
	for (size_t i = 0; r == 0 && i < s->raws.len; i++) {
		struct raw_mail *m = &s->raws.at[i];
		if (s->conf->maildir == NULL)
			str_addf(&b->uids, "%s%llu", b->uids.len > 0 ? "," : "", (unsigned long long)m->uid);
		if (raws[i].id == 0)
			continue;
		fresh++;
		b->left++;
		reader_add(env->reader, raws[i].id, b, &m->raw,
		           m->internal != 0 ? m->internal : clock_now(env->clock));
	}
	if (r == 0)
		log_event(LOG_INFO, "mail.recorded", "mailbox=%s count=%zu new=%zu", s->conf->name,
		          s->raws.len, fresh);
	free(raws);
	return r;
}

static bool
known_name(void *ctx, const char *name)
{
	const struct source *s = ((void **)ctx)[0];
	const struct source_env *env = ((void **)ctx)[1];
	struct err e = ERR_INIT;
	return inbox_known_name(env->store, slice_of(s->conf->name), slice_of(name), &e) == 1;
}

static int
scan_maildir(struct source *s, const struct source_env *env, struct err *e)
{
	struct maildir_mail m;
	void *ctx[2] = {s, (void *)env}; /* only read through */
	int got = 1;
	while (s->raws.len < MAILDIR_BATCH &&
	       s->raw_bytes < (size_t)env->conf->limits.batch_bytes) {
		struct err one = ERR_INIT;
		got = maildir_next(s->maildir, known_name, ctx, &m, &one);
		if (got == 0)
			break;
		if (got < 0) {
			log_event(LOG_WARN, "mailbox.file", "mailbox=%s why=%s", s->conf->name, one.text);
			continue;
		}
		struct raw_mail *raw = keep_raw(s, m.raw);
		raw->name = pool_cstr(s->pool, slice_of(m.name));
		raw->internal = m.mtime_ms;
		raw->cut = m.cut;
	}
	if (got == 0)
		s->scan = false;
	s->done = s->once && !s->scan;
	if (s->raws.len == 0)
		return 0;
	struct batch *b = batch_new(s);
	if (record_batch(s, env, b, e) < 0) {
		str_clear(&b->uids);
		free(b);
		drop_raws(s);
		s->scan = true; /* the files are still there */
		s->done = false;
		maildir_scan(s->maildir, e);
		return -1;
	}
	drop_raws(s);
	s->batches_open++;
	if (b->left == 0)
		source_batch_done(b);
	s->last_good = clock_now(env->clock);
	s->good_mono = clock_mono();
	return 1;
}

static int
take_batch(struct source *s, const struct source_env *env, struct slice p, struct err *e)
{
	uint64_t uidvalidity, uid, modseq;
	uint32_t count;
	if (!frame_get_u64(&p, &uidvalidity) || !frame_get_u64(&p, &uid) ||
	    !frame_get_u64(&p, &modseq) || !frame_get_u32(&p, &count))
		return err_set(e, ERR_SOURCE, "a malformed frame from the mailbox's process");
	s->uidvalidity = uidvalidity;
	struct batch *b = batch_new(s);
	b->has_cursor = true;
	b->cursor = (struct inbox_cursor){.uidvalidity = uidvalidity, .uid = uid, .modseq = modseq,
	                                  .last_good = clock_now(env->clock),
	                                  .on_server = s->on_server};
	if (record_batch(s, env, b, e) < 0) {
		str_clear(&b->uids);
		free(b);
		return -1;
	}
	drop_raws(s);
	s->batches_open++;
	s->last_good = b->cursor.last_good;
	s->good_mono = clock_mono();
	/* The cursor may move now: what is below it is durable. */
	if (store_begin(env->store, e) == 0 &&
	    (inbox_cursor_set(env->store, slice_of(s->conf->name), slice_of(s->conf->folder),
	                      &b->cursor, e) < 0 ||
	     store_commit(env->store, e) < 0))
		store_rollback(env->store);
	if (b->left == 0)
		source_batch_done(b);
	return 0;
}

/* The team hears once that a mailbox cannot be read for good, and once that it can again. */
static void
tell(struct source *s, const struct source_env *env, bool refused)
{
	struct err e = ERR_INIT;
	struct slice why = refused ? slice_of(s->text) : SLICE_NONE;
	if (s->once || s->refused == refused)
		return; /* `docket sync` says it by its exit and its last line */
	if (store_begin(env->store, &e) < 0 ||
	    intake_mailbox(env->intake, slice_of(s->conf->name), why, &e) < 0 ||
	    store_commit(env->store, &e) < 0) {
		store_rollback(env->store);
		log_event(LOG_WARN, "mailbox.tell", "mailbox=%s why=%s", s->conf->name, e.text);
		return;
	}
	s->refused = refused;
	s->said = true;
}

static void
take_state(struct source *s, const struct source_env *env, struct slice p)
{
	struct slice word, text;
	uint64_t count = 0;
	if (!frame_get_bytes(&p, &word) || !frame_get_bytes(&p, &text) || !frame_get_u64(&p, &count))
		return;
	slice_cstr(word, s->state, sizeof(s->state));
	slice_cstr(text, s->text, sizeof(s->text));
	if (count > 0)
		s->on_server = count;
	if (slice_is(word, "idle") || slice_is(word, "synced") || slice_is(word, "poll")) {
		s->last_good = clock_now(env->clock);
		s->good_mono = clock_mono();
		tell(s, env, false);
	}
	bool bad = slice_is(word, "retry") || slice_is(word, "away");
	log_event(bad ? LOG_WARN : LOG_INFO, "mailbox.state", "mailbox=%s state=%s%s%s", s->conf->name,
	          s->state, s->text[0] != '\0' ? " why=" : "", s->text);
}

int64_t
source_unread(const struct source *s)
{
	if (s->conf->maildir != NULL) /* a folder of this machine: it is looked at with every turn */
		return s->maildir != NULL && !s->failed ? 0 : INT64_MAX;
	return s->good_mono == 0 ? INT64_MAX : clock_mono() - s->good_mono;
}

void
source_read(struct source *s, const struct source_env *env)
{
	if (s->conf->maildir != NULL) {
		maildir_drain(s->maildir);
		s->scan = true;
		struct err e = ERR_INIT;
		maildir_scan(s->maildir, &e);
		return;
	}
	(void)env;
	struct err e = ERR_INIT;
	if (s->child.pid != 0 && frame_fill(&s->child.chan, &e) < 0)
		s->child.restart_at = -1; /* frames that came before the end are still taken */
}

/* The child's end of the socket is closed and every frame is taken. */
static void
ended(struct source *s)
{
	int status = 0;
	if (s->once && !s->exited && waitpid(s->child.pid, &status, 0) > 0)
		source_exited(s, WIFEXITED(status) ? WEXITSTATUS(status) : 128);
	drop_raws(s);
	child_ended(&s->child, clock_mono());
	s->done = s->once;
	s->failed = s->once && s->exit_code != 0;
}

/* Takes frames as far as the reader's queue allows. */
static int
record_imap(struct source *s, const struct source_env *env, struct err *e)
{
	unsigned char type;
	struct slice p;
	int next = 1, did = 0;
	while (s->child.pid != 0 && env->reader->queued_bytes < READER_AHEAD_BYTES &&
	       env->reader->queued < READER_AHEAD_MAILS &&
	       (next = frame_next(&s->child.chan, &type, &p, e)) == 1) {
		did = 1;
		if ((type == IMAP_MAIL && !take_mail(s, p)) ||
		    (type == IMAP_BATCH && take_batch(s, env, p, e) < 0))
			next = -1;
		else if (type == IMAP_STATE)
			take_state(s, env, p);
		else if (type == IMAP_GONE) {
			struct slice why;
			if (frame_get_bytes(&p, &why)) {
				slice_cstr(why, s->text, sizeof(s->text));
				log_event(LOG_ALARM, "mailbox.gone", "mailbox=%s why=%s", s->conf->name,
				          s->text);
				tell(s, env, true);
			}
		}
		if (next < 0)
			break;
	}
	if (next < 0) {
		/* Not recorded: the child starts again at the stored cursor. */
		drop_raws(s);
		child_ended(&s->child, clock_mono());
		return -1;
	}
	if (next == 0 && s->child.restart_at == -1 && s->child.pid != 0)
		ended(s);
	return did;
}

int
source_record(struct source *s, const struct source_env *env, struct err *e)
{
	if (s->conf->maildir == NULL)
		return record_imap(s, env, e);
	if (s->maildir == NULL || !s->scan || env->reader->queued_bytes >= READER_AHEAD_BYTES ||
	    env->reader->queued >= READER_AHEAD_MAILS)
		return 0;
	return scan_maildir(s, env, e);
}

void
source_batch_done(struct batch *b)
{
	struct source *s = b->source;
	struct err e = ERR_INIT;
	if (s->batches_open > 0)
		s->batches_open--;
	if (s->conf->maildir == NULL && s->child.pid != 0) {
		struct str head;
		str_init(&head, b->uids.len + 64);
		frame_put_u64(&head, b->uidvalidity);
		frame_put_bytes(&head, str_slice(&b->uids));
		struct slice part = str_slice(&head);
		if (frame_queue(&s->child.chan, IMAP_DONE, &part, 1, &e) == 0)
			frame_flush(&s->child.chan, &e);
		str_clear(&head);
	}
	str_clear(&b->uids);
	free(b);
}

void
source_exited(struct source *s, int code)
{
	s->exited = true;
	s->exit_code = code;
}

void
source_stop(struct source *s)
{
	struct err e = ERR_INIT;
	if (s->child.pid == 0)
		return;
	if (frame_queue(&s->child.chan, IMAP_STOP, NULL, 0, &e) == 0)
		frame_flush(&s->child.chan, &e);
}
