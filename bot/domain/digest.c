/* When a digest is due, and what stands where in it. */
#include "docket/domain/digest.h"

#include "docket/base/clock.h"

enum {
	TOO_LATE_HOUR = 14,          /* local: a morning's list is no news in the afternoon (P9) */
	ON_TIME = 30 * CLOCK_MINUTE, /* cron may call `docket sync` this rarely before it counts as late */
};

struct digest_plan
digest_plan_of(const char *time, int weekday)
{
	struct digest_plan p = {.weekday = weekday};
	int64_t hour = 0, minute = 0;

	slice_int(slice_sub(slice_of(time), 0, 2), &hour);
	slice_int(slice_sub(slice_of(time), 3, 5), &minute);
	p.hour = (int)hour;
	p.minute = (int)minute;
	return p;
}

enum digest_say
digest_due(const struct digest_plan *p, const struct zone *z, int64_t now, int64_t last_day,
           int64_t *day_out)
{
	struct civil at = zone_civil(z, now);
	int64_t today = day_number(at.year, at.month, at.day);

	*day_out = today;
	if (last_day != DIGEST_NEVER && last_day >= today)
		return DIGEST_WAIT;
	if (p->weekday >= 0 && day_week(today) != p->weekday)
		return DIGEST_WAIT;
	at.hour = p->hour;
	at.minute = p->minute;
	at.second = 0;
	int64_t due = zone_instant(z, at);
	at.hour = TOO_LATE_HOUR;
	at.minute = 0;
	if (now < due)
		return DIGEST_WAIT;
	if (now >= zone_instant(z, at))
		return DIGEST_SKIP;
	if (now < due + ON_TIME)
		return DIGEST_SEND;
	/* Whoever was added this morning has missed nothing. */
	return last_day == DIGEST_NEVER ? DIGEST_SKIP : DIGEST_LATE;
}

static int64_t
day_of(struct slice date)
{
	int64_t day = 0;

	return day_parse(date, &day) ? day : DIGEST_NEVER;
}

int64_t
digest_deadline(const struct job *j)
{
	const struct brief_field *b = &j->brief[BRIEF_DEADLINE];

	return b->given && b->alt_date.len == 0 ? day_of(b->date) : DIGEST_NEVER;
}

/* Its files are out of our hands, whatever follows is bookkeeping. */
static bool
is_shipped(const struct job *j)
{
	return j->state == JOB_DELIVERED || j->state == JOB_ARCHIVED;
}

enum digest_section
digest_place(const struct calendar *c, const struct job *j, int64_t today)
{
	enum job_side side = job_side_of(j->state);
	int64_t deadline = digest_deadline(j);

	if (j->state == JOB_ON_HOLD) {
		int64_t until = day_of(j->hold_until);
		return until != DIGEST_NEVER && until <= today ? DIGEST_ON_YOU : DIGEST_NOWHERE;
	}
	if (side == SIDE_NONE)
		return DIGEST_NOWHERE;
	if (deadline != DIGEST_NEVER && !is_shipped(j)) {
		if (deadline < today)
			return DIGEST_OVERDUE;
		if (deadline <= calendar_day(c, today, 1))
			return DIGEST_DUE;
	}
	return side == SIDE_CLIENT ? DIGEST_ON_CLIENT : DIGEST_ON_YOU;
}

enum digest_client_section
digest_place_client(const struct job *j, int64_t since)
{
	if (is_shipped(j))
		return j->changed >= since ? DIGEST_SHIPPED : DIGEST_UNSAID;
	switch (job_side_of(j->state)) {
	case SIDE_CLIENT: return DIGEST_YOUR_MOVE;
	case SIDE_US: return DIGEST_NEXT;
	case SIDE_NONE:
	default: return DIGEST_UNSAID;
	}
}
