/*
 * Claim, send, settle. A row is claimed by moving its next try first, so that dying while sending
 * leads to a retry. What a server said is kept per recipient; what nobody can be reached with is
 * told to the team by the caller of the alarm, once.
 */
#include "docket/deliver/deliver.h"

#include "docket/base/log.h"
#include "docket/base/rand.h"
#include "docket/base/step.h"
#include "docket/wire/source.h"

#include <stdlib.h>

enum {
	CLAIM_MINUTES = 15,     /* longer than any transfer's own limits: the retry after a crash */
	MAILDIR_SLOTS = 64,     /* files written between two commits */
	REFUSED_MAX = 32,       /* told per turn; more of them are in the log and the board */
};

struct flight {
	struct flight *next;
	struct pool *pool;
	struct outbox_row row;
	struct smtp_job job;
	bool started;
};

struct deliver {
	struct store *store;
	const struct conf *conf;
	const struct clock *clock;
	struct smtp *smtp;
	struct flight *claimed;  /* of this turn: to be started after its commit */
	struct flight *flying;
	struct flight *finished; /* to be settled in the next turn */
	struct flight *settling; /* settled in this turn: freed after its commit */
	size_t busy;
	struct deliver_refused refused[REFUSED_MAX];
	size_t refused_count;
	int64_t rest_until; /* the whole host rests */
	int64_t next_due;
	bool stale; /* next_due must be asked again */
};

int
deliver_new(struct store *store, const struct conf *conf, const struct clock *clock,
            struct deliver **out, struct err *e)
{
	struct deliver *d = calloc(1, sizeof(*d));
	if (d == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	*d = (struct deliver){.store = store, .conf = conf, .clock = clock, .stale = true};
	if (conf->has_outgoing && conf->outgoing.host != NULL &&
	    smtp_new(&conf->outgoing, &d->smtp, e) < 0) {
		free(d);
		return -1;
	}
	*out = d;
	return 0;
}

static void
flight_free(struct flight *f)
{
	pool_free(f->pool);
	free(f);
}

static void
list_free(struct flight **list)
{
	while (*list != NULL) {
		struct flight *next = (*list)->next;
		flight_free(*list);
		*list = next;
	}
}

void
deliver_free(struct deliver *d)
{
	if (d == NULL)
		return;
	smtp_free(d->smtp);
	list_free(&d->claimed);
	list_free(&d->flying);
	list_free(&d->finished);
	list_free(&d->settling);
	free(d);
}

int64_t
deliver_backoff(int attempts, uint64_t jitter)
{
	enum { FIRST_SECONDS = 60, LAST_SECONDS = 4 * 3600 };
	int64_t seconds = FIRST_SECONDS;
	for (int i = 1; i < attempts && seconds < LAST_SECONDS; i++)
		seconds *= 2;
	if (seconds > LAST_SECONDS)
		seconds = LAST_SECONDS;
	/* Up to a quarter more, so that many rows do not come back in one moment. */
	return seconds * CLOCK_SECOND + (int64_t)(jitter % (uint64_t)(seconds * CLOCK_SECOND / 4));
}

static void
tell_refused(struct deliver *d, const struct flight *f, const struct smtp_rcpt *r)
{
	if (f->row.internal || d->refused_count == REFUSED_MAX)
		return;
	struct deliver_refused *out = &d->refused[d->refused_count++];
	out->row = f->row.id;
	slice_cstr(r->address, out->address, sizeof(out->address));
	slice_cstr(r->reply.len > 0 ? r->reply : slice_of(f->job.text), out->why, sizeof(out->why));
}

bool
deliver_next_refused(struct deliver *d, struct deliver_refused *out)
{
	if (d->refused_count == 0)
		return false;
	*out = d->refused[--d->refused_count];
	return true;
}

static int
settle_flight(struct deliver *d, struct flight *f, struct err *e)
{
	int64_t now = clock_now(d->clock);
	struct deliver_said said = {
	        .now = now, .rcpts = f->job.rcpts, .text = slice_of(f->job.text),
	        .retry = now + deliver_backoff(f->row.attempts + 1, rand_below(UINT32_MAX))};
	struct deliver_settled got;
	if (deliver_settle(d->store, &f->row, &said, &got, e) < 0)
		return -1;
	for (size_t i = 0; i < f->job.rcpt_count; i++) {
		if (f->job.rcpts[i].outcome == SMTP_UNKNOWN)
			log_event(LOG_WARN, "outbox.unknown", "row=%lld the same bytes go out again",
			          (long long)f->row.id);
		if (deliver_gives_up(&f->row, &f->job.rcpts[i]))
			tell_refused(d, f, &f->job.rcpts[i]);
	}
	if (got.rest_until != 0) {
		d->rest_until = got.rest_until;
		log_event(got.config ? LOG_ALARM : LOG_WARN, "outbox.host", "why=%s", f->job.text);
	}
	log_event(got.state == OUTBOX_DEAD ? LOG_WARN : LOG_INFO, "outbox.settled",
	          "row=%lld kind=%.*s state=%s", (long long)f->row.id, SLICE_ARG(f->row.kind),
	          outbox_state_name(got.state));
	return 0;
}

static int
claim_one(struct deliver *d, struct err *e)
{
	int64_t now = clock_now(d->clock);
	struct flight *f = calloc(1, sizeof(*f));
	if (f == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	f->pool = pool_new();
	struct outbox_due due = {.now = now, .retry = now + (int64_t)CLAIM_MINUTES * CLOCK_MINUTE};
	int got = deliver_claim(d->store, f->pool, &due, &f->row, e);
	if (got <= 0) {
		flight_free(f);
		return got;
	}
	f->job = (struct smtp_job){.id = f->row.id, .from = f->row.from,
	                           .rcpt_count = f->row.rcpts.len, .bytes = f->row.bytes};
	f->job.rcpts = pool_array(f->pool, f->row.rcpts.len + 1, sizeof(*f->job.rcpts));
	for (size_t i = 0; i < f->row.rcpts.len; i++)
		f->job.rcpts[i].address = f->row.rcpts.at[i];
	f->next = d->claimed;
	d->claimed = f;
	d->busy++;
	return 1;
}

static size_t
slots(const struct deliver *d)
{
	size_t claimed = 0;
	for (const struct flight *f = d->claimed; f != NULL; f = f->next)
		claimed++;
	size_t room = d->smtp != NULL ? smtp_free_slots(d->smtp) : MAILDIR_SLOTS;
	return room > claimed ? room - claimed : 0;
}

int
deliver_turn(struct deliver *d, size_t *work_out, struct err *e)
{
	*work_out = 0;
	while (d->finished != NULL) {
		struct flight *f = d->finished;
		if (settle_flight(d, f, e) < 0)
			return -1;
		d->finished = f->next;
		f->next = d->settling;
		d->settling = f;
		++*work_out;
	}
	d->stale = true;
	if (!d->conf->has_outgoing || clock_now(d->clock) < d->rest_until)
		return 0;
	for (size_t n = slots(d); n > 0; n--) {
		int got = claim_one(d, e);
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		++*work_out;
	}
	return 0;
}

void
deliver_undo(struct deliver *d)
{
	for (struct flight *f = d->claimed; f != NULL; f = f->next)
		d->busy--;
	list_free(&d->claimed);
	/* What was being settled is settled, and told, again in a later turn. */
	d->refused_count = 0;
	while (d->settling != NULL) {
		struct flight *f = d->settling;
		d->settling = f->next;
		f->next = d->finished;
		d->finished = f;
	}
	d->stale = true;
}

/* A Maildir takes every recipient at once; the file's name makes a repeat the same file. */
static void
put_in_maildir(struct deliver *d, struct flight *f)
{
	struct err e = ERR_INIT;
	char key[300];
	int r = maildir_put(d->conf->outgoing.maildir,
	                    slice_cstr(f->row.message_id, key, sizeof(key)), f->row.bytes, &e);
	for (size_t i = 0; i < f->job.rcpt_count; i++)
		f->job.rcpts[i].outcome = r == 0 ? SMTP_SENT : SMTP_LATER;
	if (r < 0)
		snprintf(f->job.text, sizeof(f->job.text), "%.*s", (int)sizeof(f->job.text) - 1, e.text);
	step("deliver.put");
	f->next = d->finished;
	d->finished = f;
}

int
deliver_start(struct deliver *d, struct err *e)
{
	while (d->settling != NULL) {
		struct flight *f = d->settling;
		d->settling = f->next;
		flight_free(f);
		d->busy--;
	}
	while (d->claimed != NULL) {
		struct flight *f = d->claimed;
		d->claimed = f->next;
		if (d->smtp == NULL) {
			put_in_maildir(d, f);
			continue;
		}
		if (smtp_start(d->smtp, &f->job, e) < 0) {
			for (size_t i = 0; i < f->job.rcpt_count; i++)
				f->job.rcpts[i].outcome = SMTP_LATER;
			snprintf(f->job.text, sizeof(f->job.text), "%.*s", (int)sizeof(f->job.text) - 1,
			         e->text);
			err_clear(e);
			f->next = d->finished;
			d->finished = f;
			continue;
		}
		f->next = d->flying;
		d->flying = f;
		step("deliver.start");
	}
	return 0;
}

/* Moves what libcurl has finished to the list of what is to be settled. */
static void
collect(struct deliver *d)
{
	struct smtp_job *job;
	while (d->smtp != NULL && (job = smtp_step(d->smtp)) != NULL) {
		struct flight **at = &d->flying;
		while (*at != NULL && &(*at)->job != job)
			at = &(*at)->next;
		struct flight *f = *at;
		if (f == NULL)
			continue;
		*at = f->next;
		f->next = d->finished;
		d->finished = f;
		step("deliver.accepted");
	}
}

static void
refresh(struct deliver *d)
{
	if (!d->stale)
		return;
	d->next_due = outbox_next_due(d->store);
	d->stale = false;
}

bool
deliver_has_work(struct deliver *d)
{
	collect(d);
	refresh(d);
	if (d->finished != NULL)
		return true;
	int64_t now = clock_now(d->clock);
	return d->conf->has_outgoing && slots(d) > 0 && d->next_due <= now && now >= d->rest_until;
}

size_t
deliver_busy(const struct deliver *d)
{
	return d->busy;
}

int64_t
deliver_wait(struct deliver *d, int64_t limit)
{
	refresh(d);
	int64_t now = clock_now(d->clock);
	if (d->finished != NULL)
		return 0;
	if (slots(d) == 0)
		return limit; /* a transfer will wake the loop */
	int64_t due = d->next_due > d->rest_until ? d->next_due : d->rest_until;
	if (d->next_due == INT64_MAX || due - now > limit)
		return limit;
	return due > now ? due - now : 0;
}

void
deliver_poke(struct deliver *d)
{
	d->stale = true;
}

struct smtp *
deliver_smtp(struct deliver *d)
{
	return d->smtp;
}
