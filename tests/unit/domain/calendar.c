/* Business time: when a word is due, and when nothing is sent. */
#include "../check.h"

#include "docket/domain/calendar.h"

static int64_t
at(const char *iso, const struct zone *z)
{
	int64_t instant = 0;

	CHECK(zone_parse_iso(slice_of(iso), z, &instant));
	return instant;
}

TEST(calendar_review_due_times)
{
	static const struct {
		int line;
		const char *opened;
		int days;
		const char *deadline, *due;
	} cases[] = { /* 11 May 2026 is a Monday */
		{__LINE__, "2026-05-11T10:00", 2, NULL, "2026-05-13T17:00"},
		{__LINE__, "2026-05-11T23:30", 2, NULL, "2026-05-13T17:00"},
		{__LINE__, "2026-05-14T10:00", 2, NULL, "2026-05-18T17:00"},
		{__LINE__, "2026-05-16T10:00", 1, NULL, "2026-05-18T17:00"}, /* on a Saturday */
		{__LINE__, "2026-05-11T10:00", 0, NULL, "2026-05-12T17:00"},
		{__LINE__, "2026-05-11T10:00", 5, "2026-05-14", "2026-05-13T17:00"},
		{__LINE__, "2026-05-11T10:00", 9, "2026-05-18", "2026-05-15T17:00"}, /* the Friday before */
		{__LINE__, "2026-05-11T10:00", 2, "2026-05-11", "2026-05-12T17:00"}, /* too late: tomorrow */
		{__LINE__, "2026-05-20T10:00", 2, NULL, "2026-05-22T17:00"},
		{__LINE__, "2026-05-21T10:00", 2, NULL, "2026-05-26T17:00"}, /* Monday 25 is off */
		{__LINE__, "2026-03-06T10:00", 1, NULL, "2026-03-09T17:00"}, /* the clocks change between */
	};
	int64_t memorial = day_number(2026, 5, 25);
	struct day_off holiday = {memorial, memorial, 0, 0};
	struct calendar c = {.zone = zone_find("America/New_York"), .off = &holiday, .off_count = 1};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t deadline = CALENDAR_NO_DAY;

		if (cases[i].deadline != NULL)
			deadline = calendar_day_of(&c, at(cases[i].deadline, c.zone) + 12 * 3600000);
		CHECK_INT_AT(cases[i].line,
			     calendar_review_due(&c, at(cases[i].opened, c.zone), cases[i].days, deadline),
			     at(cases[i].due, c.zone));
	}
}

TEST(calendar_after_business_hours)
{
	static const struct {
		int line;
		const char *from;
		int64_t minutes;
		const char *want;
	} cases[] = {
		{__LINE__, "2026-05-11T10:00", 60, "2026-05-11T11:00"},
		{__LINE__, "2026-05-11T09:00", 8 * 60, "2026-05-11T17:00"},
		{__LINE__, "2026-05-11T10:00", 8 * 60, "2026-05-12T10:00"},
		{__LINE__, "2026-05-11T07:00", 60, "2026-05-11T10:00"},
		{__LINE__, "2026-05-11T20:00", 60, "2026-05-12T10:00"},
		{__LINE__, "2026-05-15T16:00", 120, "2026-05-18T10:00"}, /* over a weekend */
		{__LINE__, "2026-05-16T12:00", 60, "2026-05-18T10:00"},
		{__LINE__, "2026-05-22T16:00", 120, "2026-05-26T10:00"}, /* and a holiday */
		{__LINE__, "2026-03-06T10:00", 16 * 60, "2026-03-10T10:00"}, /* the clocks change between */
	};
	int64_t memorial = day_number(2026, 5, 25);
	struct day_off holiday = {memorial, memorial, 0, 0};
	struct calendar c = {.zone = zone_find("America/New_York"), .off = &holiday, .off_count = 1};

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line, calendar_after(&c, at(cases[i].from, c.zone), cases[i].minutes),
			     at(cases[i].want, c.zone));
}

TEST(calendar_after_a_rest)
{
	static const struct {
		int line;
		const char *due, *held, *resumed, *want;
	} cases[] = {
		{__LINE__, "2026-05-12T14:00", "2026-05-12T10:00", "2026-05-12T12:00", "2026-05-12T16:00"},
		{__LINE__, "2026-05-12T14:00", "2026-05-12T10:00", "2026-05-14T12:00", "2026-05-14T16:00"},
		{__LINE__, "2026-05-12T14:00", "2026-05-12T10:00", "2026-05-14T15:00", "2026-05-15T11:00"},
		{__LINE__, "2026-05-13T17:00", "2026-05-11T18:00", "2026-05-23T12:00", "2026-05-27T17:00"}, /* a holiday */
		{__LINE__, "2026-05-12T14:00", "2026-05-12T10:00", "2026-05-12T10:00", "2026-05-12T14:00"},
		{__LINE__, "2026-05-12T14:00", "2026-05-12T15:00", "2026-05-20T10:00", "2026-05-12T14:00"}, /* late before */
		{__LINE__, "2026-03-09T10:00", "2026-03-06T16:00", "2026-03-20T16:00", "2026-03-23T10:00"}, /* DST */
	};
	int64_t memorial = day_number(2026, 5, 25);
	struct day_off holiday = {memorial, memorial, 0, 0};
	struct calendar c = {.zone = zone_find("America/New_York"), .off = &holiday, .off_count = 1};

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line,
			     calendar_resumed(&c, at(cases[i].due, c.zone), at(cases[i].held, c.zone),
					      at(cases[i].resumed, c.zone)),
			     at(cases[i].want, c.zone));
}

TEST(calendar_quiet_hours)
{
	static const struct {
		int line;
		const char *when;
		bool quiet;
	} cases[] = {
		{__LINE__, "2026-05-11T08:59", true},  {__LINE__, "2026-05-11T09:00", false},
		{__LINE__, "2026-05-11T16:59", false}, {__LINE__, "2026-05-11T17:00", true},
		{__LINE__, "2026-05-16T11:00", true},  {__LINE__, "2026-05-25T11:00", true},
	};
	int64_t memorial = day_number(2026, 5, 25);
	struct day_off holiday = {memorial, memorial, 0, 0};
	struct calendar c = {.zone = zone_find("Europe/Berlin"), .off = &holiday, .off_count = 1};

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line, calendar_quiet(&c, at(cases[i].when, c.zone)), cases[i].quiet);
}

TEST(calendar_windows)
{
	static const struct {
		int line;
		const char *opened;
		int days;
		const char *due, *closes;
	} cases[] = {
		{__LINE__, "2026-05-11T09:00", 3, "2026-05-12T17:00", "2026-05-14T17:00"},
		{__LINE__, "2026-05-11T09:00", 5, "2026-05-12T17:00", "2026-05-18T17:00"},
		{__LINE__, "2026-05-11T09:00", 1, "2026-05-13T17:00", "2026-05-14T17:00"}, /* never before a day is left */
		{__LINE__, "2026-05-21T09:00", 2, "2026-05-22T17:00", "2026-05-26T17:00"}, /* Monday 25 is off */
		{__LINE__, "2026-05-15T18:00", 0, "2026-05-15T18:00", "2026-05-18T17:00"}, /* after a rest */
		{__LINE__, "2026-03-06T10:00", 2, "2026-03-06T17:00", "2026-03-10T17:00"}, /* the clocks change */
	};
	int64_t memorial = day_number(2026, 5, 25);
	struct day_off holiday = {memorial, memorial, 0, 0};
	struct calendar c = {.zone = zone_find("America/New_York"), .off = &holiday, .off_count = 1};

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line,
			     calendar_window(&c, at(cases[i].opened, c.zone), cases[i].days, at(cases[i].due, c.zone)),
			     at(cases[i].closes, c.zone));
}
