/*
 * When the word on a review is due, as the team is told: our own stages by the hours that the kit gives
 * them, a client's by remind.c. What is late or was reminded is said where somebody looks at it.
 */
#include "cmd.h"
#include "digest.h"
#include "life.h"

#include "docket/base/zone.h"

enum { STAGE_HOURS = 8 }; /* of a job whose kit is gone: a working day */

int64_t
stage_due(struct life *l)
{
	const struct kit *kit = life_kit(l->in, l->job);
	struct calendar c = calendar_in(l->in, zone_of(l->in, SLICE_NONE));
	int64_t hours = kit != NULL ? kit->stage_hours : STAGE_HOURS;

	return calendar_after(&c, l->now, hours * 60);
}

/* When the rest began that ends now; 0: it did not. */
static int64_t
held_since(const ledger_list *events)
{
	int64_t since = 0;
	const struct ledger_row *row;
	VEC_EACH (row, events)
		if (slice_is(row->kind, "moved") && slice_is(ledger_data(row, "event"), "hold"))
			since = row->at;
	return since;
}

int
due_resumed(struct life *l, struct err *e)
{
	ledger_list events = {0};
	review_list all = {0};
	struct calendar ours = calendar_in(l->in, zone_of(l->in, SLICE_NONE));
	struct calendar theirs = calendar_in(l->in, job_zone(l->in, l->pool, l->job));
	struct review *r;
	if (ledger_of_job(l->in->env.store, l->pool, l->job->id, &events, e) < 0 ||
	    reviews_of_job(l->in->env.store, l->pool, l->job->id, 0, &all, e) < 0)
		return -1;
	int64_t held = held_since(&events);
	VEC_EACH (r, &all) {
		const struct calendar *c = r->side == SIDE_CLIENT ? &theirs : &ours;
		if (r->state != REVIEW_OPEN || held == 0)
			continue;
		if (r->due != 0)
			r->due = calendar_resumed(c, r->due, held, l->now);
		if (r->closes != 0)
			r->closes = calendar_resumed(c, r->closes, held, l->now);
		if (review_save(l->in->env.store, r, e) < 0)
			return -1;
	}
	return window_renew(l, e);
}

struct slice
due_text(struct pool *pool, const struct zone *z, int64_t due)
{
	struct civil at = zone_civil(z, due);

	return pool_slicef(pool, "%04d-%02d-%02d %02d:%02d", at.year, at.month, at.day, at.hour, at.minute);
}

struct slice
due_day(struct pool *pool, const struct zone *z, int64_t due)
{
	return slice_sub(due_text(pool, z, due), 0, sizeof("2026-05-12") - 1);
}

void
print_due(struct cmd *c, const struct review *r)
{
	struct job j;
	struct err e = ERR_INIT;
	if (r->state != REVIEW_OPEN || r->due == 0)
		return;
	bool rests = job_get(c->store, c->pool, r->job, &j, &e) == 1 && j.state == JOB_ON_HOLD;
	if (rests) /* its due time counts on when it resumes */
		str_adds(c->out, ", on hold");
	else
		str_addf(c->out, ", due %.*s%s", SLICE_ARG(due_text(c->pool, zone_of(c->in, SLICE_NONE), r->due)),
		         c->now > r->due ? ", late" : "");
}

int
print_waiting(struct cmd *c, int64_t member, struct err *e)
{
	review_list open = {0};
	const struct review *r;
	if (reviews_waiting(c->store, c->pool, member, &open, e) < 0)
		return -1;
	if (open.len > 0)
		str_adds(c->out, "your word is asked for\n");
	VEC_EACH (r, &open) {
		struct job j;
		int got = job_get(c->store, c->pool, r->job, &j, e);
		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		str_addf(c->out, "  %-12.*s %.*s review", SLICE_ARG(j.ref), SLICE_ARG(r->stage));
		print_due(c, r);
		str_addc(c->out, '\n');
	}
	return 0;
}

int
digest_review(struct intake *in, struct pool *pool, struct digest_item *item, struct err *e)
{
	struct job j = *item->job;
	struct life l = {.in = in, .pool = pool, .job = &j, .now = clock_now(in->env.clock)};
	bool ours = j.state == JOB_INTERNAL_REVIEW;
	struct review r;
	struct version v;
	if (!ours && j.state != JOB_CLIENT_REVIEW)
		return 0;
	int got = open_review(&l, ours ? SIDE_US : SIDE_CLIENT, &r, &v, e);
	if (got <= 0)
		return got;
	item->review_due = r.due;
	return ours ? 0 : reminder_unanswered(in->env.store, r.id, &item->reminded, e);
}
