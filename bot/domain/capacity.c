/* Spreading of work over days, and what gives way to more of it. */
#include "docket/domain/capacity.h"

#include <stdlib.h>

enum { WORKDAYS = 5 };

/* Minutes of a day: a week that five does not divide gives its rest to the later days. */
static int64_t
minutes_of(const struct capacity_person *who, int64_t day)
{
	int64_t week = who->week > 0 ? who->week : CAPACITY_WEEK;
	int weekday = day_week(day);
	const struct capacity_off *o;
	if (!calendar_works(&who->calendar, day))
		return 0;
	VEC_EACH (o, &who->off)
		if (day >= o->first && day <= o->last)
			return 0;
	return week * (weekday + 1) / WORKDAYS - week * weekday / WORKDAYS;
}

/* Working days among the first `days`. */
static int64_t
working(const struct capacity *c, int64_t days)
{
	int64_t n = 0;
	for (int64_t i = 0; i < days; i++)
		n += c->available[i] > 0;
	return n;
}

/* How many days from today a job's work is spread over. */
static int64_t
span_of(const struct capacity *c, const struct capacity_job *j)
{
	int64_t days = j->deadline == CAPACITY_NO_DAY ? CAPACITY_DAYS : j->deadline - c->today + 1;
	if (days > CAPACITY_DAYS)
		days = CAPACITY_DAYS;
	if (j->deadline == CAPACITY_NO_DAY || days <= 0 || working(c, days) == 0) {
		int64_t wanted = j->deadline == CAPACITY_NO_DAY ? CAPACITY_SOON : 1, n = 0;
		for (days = 0; days < CAPACITY_DAYS && n < wanted; days++)
			n += c->available[days] > 0;
	}
	return days;
}

/* Adds what is left of the job to `booked`, evenly; whoever has no working day at all gets all of
 * it today, so that it is not lost. */
static void
book(const struct capacity *c, const struct capacity_job *j, int64_t *booked)
{
	int64_t days = span_of(c, j), count = working(c, days), n = 0;
	if (count == 0) {
		booked[0] += j->left;
		return;
	}
	for (int64_t i = 0; i < days; i++) {
		if (c->available[i] == 0)
			continue;
		booked[i] += j->left * (n + 1) / count - j->left * n / count;
		n++;
	}
}

void
capacity_plan(struct capacity *c, const struct capacity_person *who, const capacity_jobs *jobs,
	      int64_t today)
{
	const struct capacity_job *j;
	*c = (struct capacity){.today = today};
	for (int64_t i = 0; i < CAPACITY_DAYS; i++)
		c->available[i] = minutes_of(who, today + i);
	VEC_EACH (j, jobs)
		if (j->left > 0)
			book(c, j, c->booked);
}

struct capacity_sum
capacity_between(const struct capacity *c, int64_t first, int64_t last)
{
	struct capacity_sum sum = {0};
	int64_t from = first < c->today ? 0 : first - c->today;
	int64_t to = last - c->today < CAPACITY_DAYS ? last - c->today : CAPACITY_DAYS - 1;
	for (int64_t i = from; i <= to; i++) {
		sum.available += c->available[i];
		sum.booked += c->booked[i];
	}
	return sum;
}

/* The first day from index `from` by whose end so much is free in all; or CAPACITY_NO_DAY. */
static int64_t
day_with(const struct capacity *c, int64_t from, int64_t minutes)
{
	int64_t free = 0;
	for (int64_t i = from < 0 ? 0 : from; i < CAPACITY_DAYS; i++) {
		free += c->available[i] - c->booked[i];
		if (free >= minutes && c->available[i] > 0)
			return c->today + i;
	}
	return CAPACITY_NO_DAY;
}

bool
capacity_fit(const struct capacity *c, int64_t minutes, int64_t *start_out, int64_t *done_out)
{
	int64_t start = day_with(c, 0, minutes < CAPACITY_START ? minutes : CAPACITY_START);
	int64_t done = day_with(c, 0, minutes);
	if (start == CAPACITY_NO_DAY || done == CAPACITY_NO_DAY)
		return false;
	*start_out = start;
	*done_out = done;
	return true;
}

/* Which gives way first. A job without a date counts as due last. */
static int
by_priority(const void *one, const void *other)
{
	const struct capacity_job *a = one, *b = other;
	int64_t x = a->deadline == CAPACITY_NO_DAY ? INT64_MAX : a->deadline;
	int64_t y = b->deadline == CAPACITY_NO_DAY ? INT64_MAX : b->deadline;
	if (a->urgent != b->urgent)
		return a->urgent ? 1 : -1;
	if (x != y)
		return x > y ? -1 : 1;
	return a->id > b->id ? -1 : a->id < b->id;
}

/* Takes room until nothing lacks any more. Moves come out in the order in which jobs give way. */
static void
give_way(struct pool *pool, const struct capacity *c, capacity_jobs *order, int64_t by,
	 struct capacity_answer *out)
{
	const struct capacity_job *j;
	int64_t *share = pool_array(pool, CAPACITY_DAYS, sizeof(*share));
	VEC_EACH (j, order) {
		int64_t in_span = 0;
		if (out->lacks <= 0)
			return;
		memset(share, 0, CAPACITY_DAYS * sizeof(*share));
		if (j->left > 0)
			book(c, j, share);
		for (int64_t i = 0; i < CAPACITY_DAYS && c->today + i <= by; i++)
			in_span += share[i];
		if (in_span == 0)
			continue;
		int64_t minutes = in_span < out->lacks ? in_span : out->lacks;
		out->lacks -= minutes;
		VEC_ADD(&out->moves, pool,
			((struct capacity_move){
				.id = j->id, .minutes = minutes, .deadline = j->deadline}));
	}
}

void
capacity_yes(struct pool *pool, const struct capacity *c, const capacity_jobs *jobs,
	     struct capacity_ask ask, struct capacity_answer *out)
{
	capacity_jobs order = {0};
	const struct capacity_job *j;
	struct capacity_sum sum = capacity_between(c, c->today, ask.by);
	*out = (struct capacity_answer){.free = sum.available - sum.booked,
					.done = day_with(c, 0, ask.minutes)};
	if (out->free >= ask.minutes)
		return;
	VEC_EACH (j, jobs)
		VEC_ADD(&order, pool, *j);
	if (order.len > 1)
		qsort(order.at, order.len, sizeof(order.at[0]), by_priority);
	out->lacks = ask.minutes - out->free;
	give_way(pool, c, &order, ask.by, out);
	/* Behind `by`, those due first first: the reverse of the order in which they gave way. */
	int64_t needed = 0, first = ask.by < c->today ? 0 : ask.by - c->today + 1;
	for (size_t i = out->moves.len; i > 0; i--) {
		struct capacity_move *m = &out->moves.at[i - 1];
		needed += m->minutes;
		m->done = day_with(c, first, needed);
		m->slips = m->deadline != CAPACITY_NO_DAY &&
			   (m->done == CAPACITY_NO_DAY || m->done > m->deadline);
		out->slips += m->slips;
	}
}
