/*
 * Answers that the caps of P12 held back: they leave as soon as the caps allow it, the oldest first, if
 * what they say is still wanted. A prompt and a question about opposite wishes are written anew, as
 * things stand by then; the others leave as they were written. What nobody could be told for a week is
 * called off, and the account lead hears of it.
 */
#include "revise.h"

enum {
	LOOK_MAX = 500,		  /* waiting answers of one look */
	WAIT_MAX = 7 * CLOCK_DAY, /* a job's own cap ends with a member's act only */
};

int
spoken_count(struct intake *in, const struct job *j, struct slice address, const char **cap_out,
             struct err *e)
{
	struct store *s = in->env.store;
	int64_t now = clock_now(in->env.clock);
	struct spoken spoken = {0};
	if (outbox_count_address(s, address, now - CLOCK_HOUR, &spoken.address_hour, e) < 0 ||
	    outbox_count_address(s, address, now - CLOCK_DAY, &spoken.address_day, e) < 0 ||
	    outbox_count_thread(s, j->id, address, &spoken.thread, e) < 0 ||
	    outbox_count_all(s, now - CLOCK_HOUR, &spoken.all_hour, e) < 0)
		return -1;
	*cap_out = policy_cap(&in->env.conf->limits, &spoken);
	return 0;
}

/* ---- questions about the revision list ---- */

static const struct revision *
numbered(const revision_list *all, struct slice word)
{
	int64_t number = 0;
	const struct revision *r;
	if (slice_int(word, &number))
		VEC_EACH (r, all)
			if (r->number == number)
				return r;
	return NULL;
}

/* Its round was closed while the question waited: whoever closed it knew. */
static bool
round_over(const ledger_list *events, int64_t round, int64_t since)
{
	const struct ledger_row *row;
	bool waits = false;
	VEC_EACH (row, events) {
		waits |= row->at == since && slice_is(row->kind, "waits");
		if (waits && slice_is(row->kind, "round-closed") && ledger_number(row, "round") >= round)
			return true;
	}
	return false;
}

static void
who_joined(const ledger_list *events, struct round_ask *a)
{
	const struct ledger_row *row;
	VEC_EACH (row, events)
		if (slice_is(row->kind, "who-decides") && !row->erased) {
			a->who_decides = true;
			a->joined = row->text;
		}
}

int
waiting_join(struct life *l, const revision_list *all, struct round_ask *a, struct err *e)
{
	outbox_list waiting = {0};
	ledger_list events = {0};
	const struct outbox_row *row;
	if (outbox_waiting_of(l->in->env.store, l->pool, l->job->id, "revision-ask", &waiting, e) < 0)
		return -1;
	if (waiting.len > 0 && ledger_of_job(l->in->env.store, l->pool, l->job->id, &events, e) < 0)
		return -1;
	VEC_EACH (row, &waiting) {
		struct slice rest = row->about, word = SLICE_NONE;
		if (!slice_cut(&rest, ' ', &word) || !slice_is(word, "conflict"))
			continue;
		while (slice_cut(&rest, ' ', &word)) {
			const struct revision *r = numbered(all, word);
			if (slice_is(word, "who"))
				who_joined(&events, a);
			else if (r != NULL && r->state == REVISION_CONFLICT &&
			         !round_over(&events, r->round, row->waits))
				VEC_ADD(&a->conflicts, l->pool, *r);
		}
		if (outbox_cancel(l->in->env.store, row->id, e) < 0)
			return -1;
	}
	return 0;
}

/* ---- is it still wanted? ---- */

/* One waiting answer. The job is that of the mail; id 0: it is about none. */
struct look {
	struct life l;
	struct job job;
	const struct outbox_row *row;
	struct contact to;
};
enum wanted { MOOT, AS_WRITTEN, WRITTEN_ANEW }; /* or -1 */

static int
always(struct look *w, struct err *e)
{
	(void)w, (void)e;
	return AS_WRITTEN;
}

/* Nothing happened to the job that would make it untrue. */
static int
while_unchanged(struct look *w, struct err *e)
{
	(void)e;
	return w->job.changed <= w->row->waits ? AS_WRITTEN : MOOT;
}

static int
while_open(struct look *w, struct err *e)
{
	(void)e;
	return job_is_over(w->job.state) ? MOOT : AS_WRITTEN;
}

/* The brief may have grown meanwhile: its questions are numbered again. */
static int
prompt(struct look *w, struct err *e)
{
	struct life *l = &w->l;
	struct inbox_row m;
	struct reading *r = NULL;
	if (w->job.state > JOB_READY)
		return MOOT;
	int got = inbox_get(l->in->env.store, l->pool, w->row->cause, &m, e);
	if (got <= 0 || reading_parse(l->pool, m.reading, &r, e) < 0)
		return got == 0 ? AS_WRITTEN : -1;
	struct ctx *c = spoken_open(l->in, l->pool, &w->job, r);
	c->row = m;
	c->who = WHO_CONTACT;
	c->contact = w->to;
	c->address = w->row->to;
	c->name = w->to.name;
	c->forwarded = m.member != 0;
	got = client_by_id(c->store, c->pool, w->job.client, &c->client, e);
	if (got == 1 && slice_is(w->row->kind, "prompt"))
		c->job.prompts--; /* it was counted when it was written first */
	if (got == 1 && (outbox_cancel(c->store, w->row->id, e) < 0 ||
	                 answer_prompt(c, &c->job, false, e) < 0 ||
	                 job_save(c->store, &c->job, c->now, e) < 0))
		got = -1;
	spoken_close(c);
	return got < 0 ? -1 : got == 1 ? WRITTEN_ANEW : MOOT;
}

/* A wish that names no change: any of those asked about may have been settled. */
static int
choice(struct look *w, struct slice numbers, struct err *e)
{
	revision_list all = {0};
	struct slice word;
	if (revisions_of_job(w->l.in->env.store, w->l.pool, w->job.id, 0, &all, e) < 0)
		return -1;
	while (slice_cut(&numbers, ' ', &word)) {
		const struct revision *r = numbered(&all, word);
		if (r != NULL && r->state == REVISION_NEEDS_ANSWER)
			return AS_WRITTEN;
	}
	return MOOT;
}

static int
question(struct look *w, struct err *e)
{
	struct slice rest = w->row->about, word = SLICE_NONE;
	if (job_is_over(w->job.state))
		return MOOT;
	if (slice_cut(&rest, ' ', &word) && slice_is(word, "choice"))
		return choice(w, rest, e);
	int asked = mail_conflict(&w->l, &(struct round_ask){.who_decides = false}, e);
	return asked < 0 ? -1 : asked == 1 ? WRITTEN_ANEW : MOOT;
}

/* About a word on a review: until that is over, or its decider has said it. */
static int
verdict(struct look *w, struct err *e)
{
	struct store *s = w->l.in->env.store;
	struct slice rest = w->row->about, word = SLICE_NONE;
	struct review r;
	decision_list said = {0};
	const struct decision *d;
	int64_t id = 0;
	if (!slice_cut(&rest, ' ', &word) || !slice_is(word, "review") || !slice_int(rest, &id))
		return while_open(w, e);
	int got = review_get(s, w->l.pool, id, &r, e);
	if (got == 1)
		got = decisions_of_job(s, w->l.pool, w->job.id, id, &said, e) < 0 ? -1 : 1;
	if (got < 1 || r.state != REVIEW_OPEN)
		return got < 0 ? -1 : MOOT;
	VEC_EACH (d, &said)
		if (d->contact == w->to.id && d->at > w->row->waits && d->withdrawn == 0 &&
		    d->strength <= STRENGTH_ATTESTED)
			return MOOT;
	return AS_WRITTEN;
}

static const struct {
	const char *kind;
	int (*wanted)(struct look *w, struct err *e);
} kinds[] = {
	{"prompt", prompt},
	{"confirm", prompt},
	{"status", while_unchanged},
	{"late", while_open},
	{"revision-ask", question},
	{"ask", verdict},
	{"decided", always}, /* the receipt that makes a mailbox a witness (P6) */
};

static int
judge(struct look *w, struct err *e)
{
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (slice_is(w->row->kind, kinds[i].kind))
			return w->job.id != 0 ? kinds[i].wanted(w, e) : AS_WRITTEN;
	return AS_WRITTEN;
}

/* ---- the clock ---- */

static int
note_event(struct look *w, const char *what, struct err *e)
{
	char data[128];
	if (w->job.id == 0)
		return 0;
	snprintf(data, sizeof(data), "{\"outbox\":%lld,\"became\":\"%s\"}", (long long)w->row->id, what);
	return life_event(&w->l, "waited", slice_of(data), SLICE_NONE, e);
}

static int
call_off(struct look *w, bool tell, struct err *e)
{
	struct store *s = w->l.in->env.store;
	struct outbox_row now;
	int got = outbox_get(s, w->l.pool, w->row->id, &now, e);
	if (got < 0 || (got == 1 && now.state == OUTBOX_QUEUED && outbox_cancel(s, w->row->id, e) < 0) ||
	    note_event(w, "moot", e) < 0)
		return -1;
	if (!tell)
		return 1;
	struct note n = {.kind = "team-note", .headline = SAY("note.unsaid"), .job = w->job.id,
	                 .client = w->row->client, .next = SAY("note.unsaid.next")};
	n.lines[n.line_count++] = SAY_OF("note.to", {w->row->to});
	n.lines[n.line_count++] = SAY_OF("note.subject", {w->row->subject});
	return notify_team(w->l.in, w->l.pool, &n, e) < 0 ? -1 : 1;
}

/* 1 it left or was called off, 0 it goes on waiting, -1. */
static int
let_go(struct intake *in, struct pool *pool, const struct outbox_row *row, struct err *e)
{
	struct look w = {.row = row};
	struct outbox_row still;
	const char *cap = NULL;
	w.l = (struct life){.in = in, .pool = pool, .job = &w.job, .actor = SLICE_LIT("docket"),
	                    .message = row->cause, .now = clock_now(in->env.clock)};
	int got = outbox_get(in->env.store, pool, row->id, &still, e);
	if (got <= 0 || still.waits == 0 || still.state != OUTBOX_QUEUED)
		return got < 0 ? -1 : 0; /* another one took its questions */
	if (row->job != 0 && job_get(in->env.store, pool, row->job, &w.job, e) < 0)
		return -1;
	got = contact_by_address(in->env.store, pool, row->to, &w.to, e);
	if (got < 0)
		return -1;
	if (got == 1 && (w.to.gone != 0 || w.to.undeliverable != 0))
		return call_off(&w, false, e); /* the team was told when the bounce came */
	if (row->waits < w.l.now - WAIT_MAX)
		return call_off(&w, true, e);
	if (spoken_count(in, &w.job, row->to, &cap, e) < 0)
		return -1;
	if (cap != NULL || w.job.state == JOB_ON_HOLD)
		return 0;
	switch (judge(&w, e)) {
	case MOOT: return call_off(&w, false, e);
	case WRITTEN_ANEW: return note_event(&w, "anew", e) < 0 ? -1 : 1;
	case AS_WRITTEN:
		return note_event(&w, "said", e) < 0 || outbox_waited(in->env.store, row->id, w.l.now, e) < 0 ? -1
		                                                                                             : 1;
	default: return -1;
	}
}

int
waiting_idle(struct intake *in, struct err *e)
{
	struct store *s = in->env.store;
	struct pool *pool = pool_new();
	outbox_list waiting = {0};
	const struct outbox_row *row;
	int count = in->own_address == NULL ? 0 : outbox_waiting(s, pool, LOOK_MAX, &waiting, e);
	if (count == 0 && waiting.len > 0 && (count = store_begin(s, e)) == 0) {
		VEC_EACH (row, &waiting) {
			int got = let_go(in, pool, row, e);
			count = got < 0 ? -1 : count + got;
			if (count < 0)
				break;
		}
		step("waiting.decided");
		if (count < 0 || store_commit(s, e) < 0) {
			store_rollback(s);
			count = -1;
		}
	}
	pool_free(pool);
	return count;
}
