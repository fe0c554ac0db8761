/* Working time, counted by hand, over nights, weekends and a change of the clocks. */
#include "check.h"

#include "docket/domain/stall.h"

TEST(stall_working_time)
{
	static const struct {
		int line;
		const char *zone, *from, *to;
		int64_t minutes;
	} cases[] = {
	        /* Monday 11 May 2026, New York is UTC-4: 09:00 is 13:00Z. */
	        {__LINE__, "America/New_York", "2026-05-11T13:00:00Z", "2026-05-11T14:30:00Z", 90},
	        {__LINE__, "America/New_York", "2026-05-11T10:00:00Z", "2026-05-11T14:00:00Z", 60},
	        {__LINE__, "America/New_York", "2026-05-11T20:00:00Z", "2026-05-12T14:00:00Z", 120},
	        {__LINE__, "America/New_York", "2026-05-15T20:00:00Z", "2026-05-18T14:00:00Z", 120},
	        {__LINE__, "America/New_York", "2026-05-16T10:00:00Z", "2026-05-17T22:00:00Z", 0},
	        {__LINE__, "America/New_York", "2026-05-11T13:00:00Z", "2026-05-18T13:00:00Z", 5 * STALL_DAY},
	        {__LINE__, "America/New_York", "2026-05-11T14:00:00Z", "2026-05-11T14:00:00Z", 0},
	        {__LINE__, "America/New_York", "2026-05-12T14:00:00Z", "2026-05-11T14:00:00Z", 0},
	        /* The same hours elsewhere: 23:00Z is 08:00 on Tuesday in Tokyo. */
	        {__LINE__, "Asia/Tokyo", "2026-05-11T23:00:00Z", "2026-05-12T01:00:00Z", 60},
	        /* Berlin puts its clocks forward on Sunday 29 March: eight hours each working day all the same. */
	        {__LINE__, "Europe/Berlin", "2026-03-27T08:00:00Z", "2026-03-30T15:00:00Z", 2 * STALL_DAY},
	        /* Monday 25 May is a holiday, and 24 December of each year. */
	        {__LINE__, "America/New_York", "2026-05-22T20:00:00Z", "2026-05-26T14:00:00Z", 120},
	        {__LINE__, "America/New_York", "2026-05-25T13:00:00Z", "2026-05-25T21:00:00Z", 0},
	        {__LINE__, "America/New_York", "2026-12-24T14:00:00Z", "2026-12-24T22:00:00Z", 0},
	        {__LINE__, "America/New_York", "2026-12-23T14:00:00Z", "2026-12-23T22:00:00Z", STALL_DAY},
	};
	int64_t memorial = day_number(2026, 5, 25);
	struct day_off off[] = {{memorial, memorial, 0, 0}, {0, 0, 12, 24}};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct calendar c = {zone_find(cases[i].zone), off, COUNT(off)};
		int64_t from = 0, to = 0;
		CHECK(zone_parse_iso(slice_of(cases[i].from), zone_utc(), &from));
		CHECK(zone_parse_iso(slice_of(cases[i].to), zone_utc(), &to));
		CHECK_INT_AT(cases[i].line, stall_worked(&c, from, to), cases[i].minutes);
	}
}

TEST(stall_limits)
{
	CHECK_INT(stall_limit(JOB_PRODUCTION, 60), 3600);
	CHECK_INT(stall_limit(JOB_PRODUCTION, 0), 2400);
	CHECK_INT(stall_limit(JOB_SCOPING, 60), 480);
	CHECK_INT(stall_limit(JOB_ON_HOLD, 60), 0);
	/* Every state in which somebody has the move has an end. */
	for (int s = 0; s < JOB_STATE_COUNT; s++)
		CHECK_INT(stall_limit((enum job_state)s, 0) > 0, job_side_of((enum job_state)s) != SIDE_NONE);
}
