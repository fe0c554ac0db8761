/*
 * The window of a round (P5): comments count for it until a time that the review mail names, then the
 * list goes to the team as after close-round. Never while the mailboxes are not known to be read: what
 * was written in time counts. A round without a wish is no list: the account lead hears of it, and it
 * stays open. No window ever approves anything.
 */
#include "revise.h"

#include "docket/base/zone.h"
#include "docket/domain/calendar.h"

enum {
	AT_ONCE = 50,		  /* windows of one look: the next comes within the minute */
	SEEN_MS = 20 * CLOCK_HOUR /* a review mail that left so lately: they had no day for it */
};

int
window_open(struct life *l, struct review *r, struct err *e)
{
	struct client client;
	const struct kit *kit = life_kit(l->in, l->job);
	struct calendar c = calendar_in(l->in, job_zone(l->in, l->pool, l->job));
	int got = client_by_id(l->in->env.store, l->pool, l->job->client, &client, e);
	if (got < 0)
		return -1;
	int64_t days = got == 1 && client.window != 0 ? client.window : kit != NULL ? kit->window_days : 0;
	r->closes = days > 0 ? calendar_window(&c, l->now, (int)days, r->due) : 0;
	return 0;
}

int
window_renew(struct life *l, struct err *e)
{
	struct review r;
	struct version v;
	struct calendar c = calendar_in(l->in, job_zone(l->in, l->pool, l->job));
	int got = l->job->state == JOB_CLIENT_REVIEW ? open_review(l, SIDE_CLIENT, &r, &v, e) : 0;
	if (got <= 0 || r.closes == 0)
		return got < 0 ? -1 : 0;
	int64_t least = calendar_window(&c, l->now, 0, l->now);
	if (r.closes >= least)
		return 0;
	r.closes = least;
	return review_save(l->in->env.store, &r, e);
}

void
window_put(struct life *l, struct value *v, const struct review *r)
{
	const struct zone *z = job_zone(l->in, l->pool, l->job);
	if (r->closes != 0)
		value_date(v, "closes", zone_civil(z, r->closes),
		           pool_cstr(l->pool, slice_of(zone_abbrev(z, r->closes))));
}

/* Nothing that could be worked in: it stays open, and the account lead decides how to go on. */
static int
leave_open(struct life *l, struct review *r, size_t items, struct err *e)
{
	char data[96];
	snprintf(data, sizeof(data), "{\"review\":%lld,\"round\":%lld,\"items\":%zu}", (long long)r->id,
	         (long long)r->round, items);
	r->closes = 0; /* said once */
	if (review_save(l->in->env.store, r, e) < 0 ||
	    life_event(l, "window-over", slice_of(data), SLICE_NONE, e) < 0)
		return -1;
	return tell_lead(l, items == 0 ? "note.window.empty" : "note.window.questions", SLICE_NONE,
	                 SAY_OF(items == 0 ? "note.window.empty.next" : "note.window.questions.next",
	                        {l->job->ref}), e);
}

/* 1 the round was ended or told of, 0 a word came first, -1. */
static int
end_one(struct intake *in, struct pool *pool, int64_t review, struct err *e)
{
	struct review r;
	struct job j;
	revision_list all = {0};
	slice_list unread = {0};
	int got = review_get(in->env.store, pool, review, &r, e);
	if (got == 1)
		got = job_get(in->env.store, pool, r.job, &j, e);
	if (got <= 0)
		return got;
	struct life l = {.in = in, .pool = pool, .job = &j, .actor = SLICE_LIT("docket"),
	                 .now = clock_now(in->env.clock)};
	if (r.state != REVIEW_OPEN || r.closes == 0 || r.closes > l.now || j.state != JOB_CLIENT_REVIEW)
		return 0;
	if (revisions_of_job(in->env.store, pool, j.id, r.round, &all, e) < 0 ||
	    revisions_unread(&l, r.round, &unread, e) < 0)
		return -1;
	size_t wishes = 0;
	for (size_t i = 0; i < all.len; i++)
		wishes += all.at[i].state == REVISION_OPEN;
	if (wishes == 0)
		return leave_open(&l, &r, all.len + unread.len, e) < 0 ? -1 : 1;
	return round_end(&l, &r, RECEIPT_BY_CLOCK, e) < 0 ? -1 : 1;
}

static int
end_each(struct intake *in, struct pool *pool, const review_ids *over, struct err *e)
{
	struct store *s = in->env.store;
	int count = 0;
	for (size_t i = 0; i < over->len; i++) {
		if (store_begin(s, e) < 0)
			return -1;
		int got = end_one(in, pool, over->at[i], e);
		step("window.decided");
		if (got < 0 || store_commit(s, e) < 0) {
			store_rollback(s);
			return -1;
		}
		count += got;
	}
	return count;
}

/* As mailboxes_read, whose alarm is a mail of its own. */
static int
look_fresh(struct intake *in, struct pool *pool, struct err *e)
{
	struct store *s = in->env.store;
	if (store_begin(s, e) < 0)
		return -1;
	int fresh = mailboxes_read(in, pool, e);
	if (fresh < 0 || store_commit(s, e) < 0) {
		store_rollback(s);
		return -1;
	}
	return fresh;
}

int
window_idle(struct intake *in, struct err *e)
{
	struct store *s = in->env.store;
	int64_t now = clock_now(in->env.clock);
	struct reminder_due look = {.now = now, .sent_before = now - SEEN_MS, .max = AT_ONCE};
	struct pool *pool = pool_new();
	review_ids over = {0};
	int count = in->own_address == NULL ? 0 : windows_over(s, pool, &look, &over, e);
	if (count == 0 && over.len > 0 && (count = look_fresh(in, pool, e)) == 1)
		count = end_each(in, pool, &over, e);
	pool_free(pool);
	return count;
}
