/* When a digest is due, day by day and over changes of the clocks, and what stands where in it. */
#include "check.h"

#include "docket/base/clock.h"
#include "docket/domain/digest.h"

static int64_t
at(const char *iso)
{
	int64_t t = 0;
	CHECK(zone_parse_iso(slice_of(iso), zone_utc(), &t));
	return t;
}

static int64_t
day(const char *iso)
{
	return iso == NULL ? DIGEST_NEVER : at(iso) / CLOCK_DAY;
}

TEST(digest_due_when)
{
	static const struct {
		int line;
		const char *time;
		int weekday;
		const char *zone, *now, *last;
		enum digest_say want;
		const char *day;
	} cases[] = {
	        /* A plain day in New York, UTC-4. */
	        {__LINE__, "08:30", -1, "America/New_York", "2026-05-12T12:29:59Z", "2026-05-11", DIGEST_WAIT, "2026-05-12"},
	        {__LINE__, "08:30", -1, "America/New_York", "2026-05-12T12:30:00Z", "2026-05-11", DIGEST_SEND, "2026-05-12"},
	        {__LINE__, "08:30", -1, "America/New_York", "2026-05-12T12:30:30Z", "2026-05-12", DIGEST_WAIT, "2026-05-12"},
	        {__LINE__, "08:30", -1, "America/New_York", "2026-05-12T12:59:59Z", "2026-05-11", DIGEST_SEND, "2026-05-12"},
	        {__LINE__, "08:30", -1, "America/New_York", "2026-05-12T13:00:00Z", "2026-05-11", DIGEST_LATE, "2026-05-12"},
	        {__LINE__, "08:30", -1, "America/New_York", "2026-05-12T17:59:59Z", "2026-05-11", DIGEST_LATE, "2026-05-12"},
	        {__LINE__, "08:30", -1, "America/New_York", "2026-05-12T18:00:00Z", "2026-05-11", DIGEST_SKIP, "2026-05-12"},
	        /* After days down the newest only; before its time the older ones are let go. */
	        {__LINE__, "08:30", -1, "America/New_York", "2026-05-15T15:00:00Z", "2026-05-11", DIGEST_LATE, "2026-05-15"},
	        {__LINE__, "08:30", -1, "America/New_York", "2026-05-15T10:00:00Z", "2026-05-11", DIGEST_WAIT, "2026-05-15"},
	        /* A clock set back, and one that reads yesterday in another zone. */
	        {__LINE__, "08:30", -1, "America/New_York", "2026-05-12T13:00:00Z", "2026-05-13", DIGEST_WAIT, "2026-05-12"},
	        {__LINE__, "08:30", -1, "Asia/Tokyo", "2026-05-11T23:30:00Z", "2026-05-11", DIGEST_SEND, "2026-05-12"},
	        /* Somebody new: on time from the first day, but never late. */
	        {__LINE__, "08:30", -1, "America/New_York", "2026-05-12T12:30:00Z", NULL, DIGEST_SEND, "2026-05-12"},
	        {__LINE__, "08:30", -1, "America/New_York", "2026-05-12T15:00:00Z", NULL, DIGEST_SKIP, "2026-05-12"},
	        /* The clocks go forward at 02:00 on 8 March: 08:30 is UTC-4 from that day on. */
	        {__LINE__, "08:30", -1, "America/New_York", "2026-03-07T13:29:00Z", "2026-03-06", DIGEST_WAIT, "2026-03-07"},
	        {__LINE__, "08:30", -1, "America/New_York", "2026-03-07T13:30:00Z", "2026-03-06", DIGEST_SEND, "2026-03-07"},
	        {__LINE__, "08:30", -1, "America/New_York", "2026-03-08T12:29:00Z", "2026-03-07", DIGEST_WAIT, "2026-03-08"},
	        {__LINE__, "08:30", -1, "America/New_York", "2026-03-08T12:30:00Z", "2026-03-07", DIGEST_SEND, "2026-03-08"},
	        /* 02:30 does not exist that day: 03:30 local, 07:30 UTC. */
	        {__LINE__, "02:30", -1, "America/New_York", "2026-03-08T07:29:00Z", "2026-03-07", DIGEST_WAIT, "2026-03-08"},
	        {__LINE__, "02:30", -1, "America/New_York", "2026-03-08T07:30:00Z", "2026-03-07", DIGEST_SEND, "2026-03-08"},
	        /* 01:30 comes twice on 1 November: the first, 05:30 UTC; at the second it is decided. */
	        {__LINE__, "01:30", -1, "America/New_York", "2026-11-01T05:29:00Z", "2026-10-31", DIGEST_WAIT, "2026-11-01"},
	        {__LINE__, "01:30", -1, "America/New_York", "2026-11-01T05:30:00Z", "2026-10-31", DIGEST_SEND, "2026-11-01"},
	        {__LINE__, "01:30", -1, "America/New_York", "2026-11-01T06:30:00Z", "2026-11-01", DIGEST_WAIT, "2026-11-01"},
	        {__LINE__, "01:30", -1, "America/New_York", "2026-11-01T06:30:00Z", "2026-10-31", DIGEST_LATE, "2026-11-01"},
	        /* A zone whose midnight does not exist (Beirut, 29 March 2026). */
	        {__LINE__, "00:15", -1, "Asia/Beirut", "2026-03-28T22:14:00Z", "2026-03-28", DIGEST_WAIT, "2026-03-29"},
	        {__LINE__, "00:15", -1, "Asia/Beirut", "2026-03-28T22:15:00Z", "2026-03-28", DIGEST_SEND, "2026-03-29"},
	        /* Weekly, on Mondays; one that was missed on its day is let go. */
	        {__LINE__, "08:30", 0, "Europe/Berlin", "2026-05-11T06:30:00Z", "2026-05-04", DIGEST_SEND, "2026-05-11"},
	        {__LINE__, "08:30", 0, "Europe/Berlin", "2026-05-12T06:30:00Z", "2026-05-04", DIGEST_WAIT, "2026-05-12"},
	        {__LINE__, "08:30", 0, "Europe/Berlin", "2026-05-11T11:59:00Z", "2026-05-04", DIGEST_LATE, "2026-05-11"},
	        {__LINE__, "08:30", 0, "Europe/Berlin", "2026-05-11T12:00:00Z", "2026-05-04", DIGEST_SKIP, "2026-05-11"},
	        {__LINE__, "13:59", 6, "UTC", "2026-05-10T13:59:30Z", NULL, DIGEST_SEND, "2026-05-10"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct digest_plan p = digest_plan_of(cases[i].time, cases[i].weekday);
		const struct zone *z = zone_find(cases[i].zone);
		int64_t got = 0;
		CHECK_AT(cases[i].line, z != NULL);
		CHECK_INT_AT(cases[i].line,
		             digest_due(&p, z, at(cases[i].now), day(cases[i].last), &got),
		             cases[i].want);
		CHECK_INT_AT(cases[i].line, got, day(cases[i].day));
	}
}

/* Every minute of a year, in zones that change their clocks oddly: each local day exactly once. */
TEST(digest_due_once_a_day)
{
	static const char *const zones[] = {"America/New_York", "Europe/London", "Asia/Beirut",
	                                    "Australia/Lord_Howe", "Africa/Casablanca", "UTC"};
	static const char *const times[] = {"00:00", "00:30", "01:30", "02:15", "08:30"};
	enum { STEP = 10 * CLOCK_MINUTE };
	for (size_t k = 0; k < COUNT(zones) * COUNT(times); k++) {
		const struct zone *z = zone_find(zones[k / COUNT(times)]);
		struct digest_plan p = digest_plan_of(times[k % COUNT(times)], -1);
		int64_t now = at("2026-01-01T12:30:00Z"), end = now + 365 * CLOCK_DAY;
		int64_t last = day("2026-01-01"), one = 0, sent = 0, other = 0;
		for (; now < end; now += STEP) {
			enum digest_say say = digest_due(&p, z, now, last, &one);
			if (say == DIGEST_WAIT)
				continue;
			other += say != DIGEST_SEND || one != last + 1;
			sent++;
			last = one;
		}
		CHECK_INT_AT((int)k, other, 0);
		CHECK_AT((int)k, sent == 365 || sent == 364); /* where the year ends in this zone */
	}
}

TEST(digest_places)
{
	static const struct {
		int line;
		enum job_state state;
		const char *deadline, *alt, *hold;
		const char *today;
		enum digest_section want;
	} cases[] = {
	        {__LINE__, JOB_INTAKE, "", "", "", "2026-05-12", DIGEST_ON_CLIENT},
	        {__LINE__, JOB_SCOPING, "", "", "", "2026-05-12", DIGEST_ON_YOU},
	        {__LINE__, JOB_READY, "2026-05-12", "", "", "2026-05-12", DIGEST_DUE},
	        {__LINE__, JOB_READY, "2026-05-13", "", "", "2026-05-12", DIGEST_DUE},
	        {__LINE__, JOB_READY, "2026-05-14", "", "", "2026-05-12", DIGEST_ON_YOU},
	        {__LINE__, JOB_READY, "2026-05-18", "", "", "2026-05-15", DIGEST_DUE}, /* Friday, Monday */
	        {__LINE__, JOB_READY, "2026-05-19", "", "", "2026-05-15", DIGEST_ON_YOU},
	        {__LINE__, JOB_INTAKE, "2026-05-11", "", "", "2026-05-12", DIGEST_OVERDUE},
	        {__LINE__, JOB_READY, "2026-03-04", "2026-04-03", "", "2026-05-12", DIGEST_ON_YOU},
	        {__LINE__, JOB_ON_HOLD, "2026-05-01", "", "", "2026-05-12", DIGEST_NOWHERE},
	        {__LINE__, JOB_ON_HOLD, "", "", "2026-05-13", "2026-05-12", DIGEST_NOWHERE},
	        {__LINE__, JOB_ON_HOLD, "", "", "2026-05-12", "2026-05-12", DIGEST_ON_YOU},
	        {__LINE__, JOB_DECLINED, "2026-05-12", "", "", "2026-05-12", DIGEST_NOWHERE},
	        {__LINE__, JOB_CANCELLED, "", "", "", "2026-05-12", DIGEST_NOWHERE},
	};
	struct calendar plain = {0};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct job j = {.state = cases[i].state, .hold_until = slice_of(cases[i].hold)};
		j.brief[BRIEF_DEADLINE] = (struct brief_field){.given = cases[i].deadline[0] != '\0',
		                                               .date = slice_of(cases[i].deadline),
		                                               .alt_date = slice_of(cases[i].alt)};
		CHECK_INT_AT(cases[i].line, digest_place(&plain, &j, day(cases[i].today)), cases[i].want);
	}
}

TEST(digest_places_for_the_client)
{
	struct job j = {.state = JOB_INTAKE};
	CHECK_INT(digest_place_client(&j, 0), DIGEST_YOUR_MOVE);
	j.state = JOB_READY;
	CHECK_INT(digest_place_client(&j, 0), DIGEST_NEXT);
	j.state = JOB_ON_HOLD;
	CHECK_INT(digest_place_client(&j, 0), DIGEST_UNSAID);
}
