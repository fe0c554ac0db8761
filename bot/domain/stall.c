/* Working time between instants, and how long a state may last. */
#include "docket/domain/stall.h"

#include "docket/base/clock.h"

enum {
	YEARS_MAX =
		5 * 366, /* days counted one by one: whoever waited longer has waited long enough */
};

/* In hours of working time. Zero: nobody waits for anything, or a date says when. */
static const int limits[JOB_STATE_COUNT] = {
	[JOB_INTAKE] = 24, /* three prompts fit into it */
	[JOB_SCOPING] = 8, /* a request is taken on or turned down within a day */
	[JOB_READY] = 16,	    [JOB_PRODUCTION] = 40, /* the kit says better */
	[JOB_INTERNAL_REVIEW] = 16, [JOB_CLIENT_REVIEW] = 24,
	[JOB_REVISION] = 24,	    [JOB_APPROVED] = 8,
	[JOB_FINAL_QA] = 8,	    [JOB_DELIVERED] = 40, /* until the closeout */
};

int64_t
stall_worked(const struct calendar *c, int64_t from, int64_t to)
{
	int64_t day = calendar_day_of(c, from), sum = 0;
	for (int n = 0; n < YEARS_MAX; n++, day++) {
		struct civil at = day_civil(day);
		at.hour = CALENDAR_OPENS;
		int64_t open = zone_instant(c->zone, at);
		if (open >= to)
			break;
		int64_t close = calendar_close(c, day);
		if (!calendar_works(c, day))
			continue;
		int64_t begin = from > open ? from : open, end = to < close ? to : close;
		if (end > begin)
			sum += end - begin;
	}
	return sum / CLOCK_MINUTE;
}

int64_t
stall_limit(enum job_state s, int kit_hours)
{
	int hours = s < JOB_STATE_COUNT ? limits[s] : 0;
	if (s == JOB_PRODUCTION && kit_hours > 0)
		hours = kit_hours;
	return (int64_t)hours * 60;
}
