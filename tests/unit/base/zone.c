/* Tests of zone: names, changes of offset, gaps and overlaps, ISO 8601 and RFC 5322 forms. */
#include "docket/base/zone.h"

#include "../check.h"

#include <stdlib.h>

/* Local text in a zone to UTC and back; expected values from zdump(8) of tzdata 2025b. */
TEST(zone_local_times)
{
	static const struct {
		int line;
		const char *zone, *local, *utc, *back; /* back NULL: as local */
	} cases[] = {
		{__LINE__, "UTC", "2026-05-14T12:00", "2026-05-14T12:00:00+00:00", NULL},
		{__LINE__, "Europe/London", "2026-05-14T17:00", "2026-05-14T16:00:00+00:00", NULL},
		{__LINE__, "Asia/Kathmandu", "2026-05-14T17:45", "2026-05-14T12:00:00+00:00", NULL},
		/* Berlin, spring: 02:00 to 03:00 does not exist */
		{__LINE__, "Europe/Berlin", "2026-03-29T01:59", "2026-03-29T00:59:00+00:00", NULL},
		{__LINE__, "Europe/Berlin", "2026-03-29T02:00", "2026-03-29T01:00:00+00:00",
		 "2026-03-29T03:00:00+02:00"},
		{__LINE__, "Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30:00+00:00",
		 "2026-03-29T03:30:00+02:00"},
		{__LINE__, "Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00:00+00:00", NULL},
		/* Berlin, autumn: 02:00 to 03:00 exists twice, the first is taken */
		{__LINE__, "Europe/Berlin", "2026-10-25T01:59", "2026-10-24T23:59:00+00:00", NULL},
		{__LINE__, "Europe/Berlin", "2026-10-25T02:00", "2026-10-25T00:00:00+00:00", NULL},
		{__LINE__, "Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00+00:00",
		 "2026-10-25T02:30:00+02:00"},
		{__LINE__, "Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00:00+00:00",
		 "2026-10-25T03:00:00+01:00"},
		/* Midnight does not exist; the day begins at 01:00 */
		{__LINE__, "America/Santiago", "2026-09-06", "2026-09-06T04:00:00+00:00",
		 "2026-09-06T01:00:00-03:00"},
		{__LINE__, "America/Santiago", "2026-09-06T00:59:59", "2026-09-06T04:59:59+00:00",
		 "2026-09-06T01:59:59-03:00"},
		{__LINE__, "America/Santiago", "2026-09-05T23:59:59", "2026-09-06T03:59:59+00:00",
		 "2026-09-05T23:59:59-04:00"},
		{__LINE__, "Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00+00:00",
		 "2026-04-24T01:00:00+03:00"},
		{__LINE__, "Africa/Cairo", "2026-04-24T00:30", "2026-04-23T22:30:00+00:00",
		 "2026-04-24T01:30:00+03:00"},
		/* 23:00 to 24:00 exists twice */
		{__LINE__, "America/Santiago", "2026-04-04T23:30", "2026-04-05T02:30:00+00:00",
		 "2026-04-04T23:30:00-03:00"},
		{__LINE__, "America/Santiago", "2026-04-05", "2026-04-05T04:00:00+00:00",
		 "2026-04-05T00:00:00-04:00"},
		{__LINE__, "Africa/Cairo", "2026-10-29T23:15", "2026-10-29T20:15:00+00:00",
		 "2026-10-29T23:15:00+03:00"},
		{__LINE__, "Africa/Cairo", "2026-10-30", "2026-10-29T22:00:00+00:00",
		 "2026-10-30T00:00:00+02:00"},
		/* An hour that is no whole hour from UTC */
		{__LINE__, "Pacific/Chatham", "2026-09-27T02:50", "2026-09-26T14:05:00+00:00",
		 "2026-09-27T03:50:00+13:45"},
		/* Standard time is the summer's: Morocco in Ramadan */
		{__LINE__, "Africa/Casablanca", "2026-02-15T02:30", "2026-02-15T01:30:00+00:00",
		 "2026-02-15T02:30:00+01:00"},
		{__LINE__, "Africa/Casablanca", "2026-03-22T02:30", "2026-03-22T02:30:00+00:00",
		 "2026-03-22T03:30:00+01:00"},
		/* A day that was left out */
		{__LINE__, "Pacific/Apia", "2011-12-29T23:00", "2011-12-30T09:00:00+00:00", NULL},
		{__LINE__, "Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00:00+00:00",
		 "2011-12-31T12:00:00+14:00"},
		{__LINE__, "Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00:00+00:00", NULL},
		/* Behind the last change that is written down: by rule */
		{__LINE__, "Europe/Berlin", "2050-07-01T12:00", "2050-07-01T10:00:00+00:00", NULL},
		{__LINE__, "Europe/Berlin", "2050-10-30T02:30", "2050-10-30T00:30:00+00:00", NULL},
		{__LINE__, "America/New_York", "2050-01-01", "2050-01-01T05:00:00+00:00", NULL},
		{__LINE__, "+05:30", "2026-05-14T12:00", "2026-05-14T06:30:00+00:00", NULL},
		{__LINE__, "-03:30", "2026-05-14T12:00", "2026-05-14T15:30:00+00:00", NULL},
	};
	struct str out;

	str_init(&out, 64);
	for (size_t i = 0; i < COUNT(cases); i++) {
		int line = cases[i].line;
		const struct zone *z = zone_find(cases[i].zone);
		struct slice local = slice_of(cases[i].local);
		int64_t at = 0;

		CHECK_AT(line, z != NULL);
		if (z == NULL)
			continue;
		CHECK_AT(line, zone_parse_iso(local, z, &at));
		str_reset(&out);
		zone_iso(&out, zone_utc(), at);
		CHECK_STR_AT(line, str_cstr(&out), cases[i].utc);
		str_reset(&out);
		zone_iso(&out, z, at);
		if (cases[i].back != NULL)
			CHECK_STR_AT(line, str_cstr(&out), cases[i].back);
		else
			CHECK_AT(line, slice_starts(str_slice(&out), cases[i].local));
	}
	str_clear(&out);
}

/* Every quarter of an hour of a year in wild zones: local time and back gives the same local time.
 */
TEST(zone_round_trip)
{
	static const char *const names[] = {
		"Europe/Berlin",     "America/Santiago",    "Africa/Cairo", "Pacific/Chatham",
		"Africa/Casablanca", "Australia/Lord_Howe", "Asia/Tehran",  "America/St_Johns"};
	const int64_t start = 1767225600000; /* 2026-01-01 */

	for (size_t i = 0; i < COUNT(names); i++) {
		const struct zone *z = zone_find(names[i]);
		size_t wrong = 0;

		CHECK(z != NULL);
		for (int64_t at = start; z != NULL && at < start + INT64_C(365) * 86400000;
		     at += 900000) {
			struct civil c = zone_civil(z, at);
			int64_t again = zone_instant(z, c);
			struct civil d = zone_civil(z, again);

			/* The same, or in autumn the earlier of the two. */
			wrong += again > at || at - again > 3600000;
			wrong += c.day != d.day || c.hour != d.hour || c.minute != d.minute;
		}
		CHECK_INT(wrong, 0);
	}
}

TEST(zone_names)
{
	static const struct {
		int line;
		const char *name, *found; /* NULL: unknown */
	} cases[] = {
		{__LINE__, "Europe/Berlin", "Europe/Berlin"},
		{__LINE__, "America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"},
		{__LINE__, "Etc/GMT+5", "Etc/GMT+5"},
		{__LINE__, "UTC", "UTC"},
		{__LINE__, "+01:00", "+01:00"},
		{__LINE__, "-09:30", "-09:30"},
		{__LINE__, "-00:00", "+00:00"},
		{__LINE__, NULL, NULL},
		{__LINE__, "", NULL},
		{__LINE__, "Europe", NULL},
		{__LINE__, "Europe/", NULL},
		{__LINE__, "Europe/Berlim", NULL},
		{__LINE__, "CET-1CEST", NULL}, /* POSIX rules */
		{__LINE__, "Berlin1", NULL},
		{__LINE__, "zone.tab", NULL},
		{__LINE__, "leapseconds", NULL},
		{__LINE__, "/etc/localtime", NULL},
		{__LINE__, "../zoneinfo/UTC", NULL},
		{__LINE__, "Europe/../UTC", NULL},
		{__LINE__, ":UTC", NULL},
		{__LINE__, "+1:00", NULL},
		{__LINE__, "+24:00", NULL},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct zone *z = zone_find(cases[i].name);

		CHECK_STR_AT(cases[i].line, z == NULL ? NULL : zone_name(z), cases[i].found);
		CHECK_AT(cases[i].line, zone_find(cases[i].name) == z);
	}
	CHECK(zone_offset(60) == zone_find("+01:00"));
	CHECK_STR(zone_name(zone_offset(99999)), "+23:59");
	CHECK_STR(zone_name(zone_offset(-99999)), "-23:59");
}

TEST(zone_offsets)
{
	const int64_t summer = 1783728000000, winter = 1767225600000;
	const struct zone *london = zone_find("Europe/London");
	const struct zone *berlin = zone_find("Europe/Berlin");
	const struct zone *santiago = zone_find("America/Santiago");

	CHECK_INT(zone_offset_at(london, summer), 60);
	CHECK_INT(zone_offset_at(london, winter), 0);
	CHECK_STR(zone_abbrev(london, summer), "BST");
	CHECK_STR(zone_abbrev(london, winter), "GMT");
	CHECK_INT(zone_offset_at(santiago, summer), -240);
	CHECK_STR(zone_abbrev(santiago, summer), "-04");
	CHECK_INT(zone_offset_at(zone_offset(-150), summer), -150);
	CHECK_STR(zone_abbrev(zone_offset(-150), summer), "-02:30");
	CHECK_STR(zone_abbrev(zone_utc(), summer), "UTC");
	/* One millisecond around a change, and before 1970. */
	CHECK_INT(zone_offset_at(berlin, 1774746000000 - 1), 60);
	CHECK_INT(zone_offset_at(berlin, 1774746000000), 120);
	CHECK_INT(zone_offset_at(berlin, -1), 60);
	CHECK_INT(zone_civil(zone_utc(), -1).second, 59);
	CHECK_INT(zone_civil(zone_utc(), -1).year, 1969);
}

/* Local mean time has seconds; what is printed still names the instant. */
TEST(zone_local_mean_time)
{
	const struct zone *berlin = zone_find("Europe/Berlin");
	int64_t then = INT64_C(-2500000000) * 1000, again = 0;
	struct str out;

	str_init(&out, 64);
	CHECK_INT(zone_offset_at(berlin, then), 53);
	zone_iso(&out, berlin, then);
	CHECK(zone_parse_iso(str_slice(&out), berlin, &again));
	CHECK_INT(again, then);
	str_clear(&out);
}

TEST(zone_prints)
{
	static const struct {
		int line;
		const char *zone;
		int64_t at;
		const char *iso, *mail;
	} cases[] = {
		{__LINE__, "Europe/London", 1778774400000, "2026-05-14T17:00:00+01:00",
		 "Thu, 14 May 2026 17:00:00 +0100"},
		{__LINE__, "UTC", 1778774400999, "2026-05-14T16:00:00+00:00",
		 "Thu, 14 May 2026 16:00:00 +0000"},
		{__LINE__, "America/St_Johns", 1778774400000, "2026-05-14T13:30:00-02:30",
		 "Thu, 14 May 2026 13:30:00 -0230"},
		{__LINE__, "Pacific/Apia", 1778774400000, "2026-05-15T05:00:00+13:00",
		 "Fri, 15 May 2026 05:00:00 +1300"},
		{__LINE__, "UTC", -1, "1969-12-31T23:59:59+00:00",
		 "Wed, 31 Dec 1969 23:59:59 +0000"},
		{__LINE__, "-00:30", 0, "1969-12-31T23:30:00-00:30",
		 "Wed, 31 Dec 1969 23:30:00 -0030"},
		{__LINE__, "UTC", -62135596800000, "0001-01-01T00:00:00+00:00",
		 "Mon, 1 Jan 0001 00:00:00 +0000"},
	};
	struct str out;

	str_init(&out, 64);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct zone *z = zone_find(cases[i].zone);

		zone_iso(&out, z, cases[i].at);
		CHECK_STR_AT(cases[i].line, str_cstr(&out), cases[i].iso);
		str_reset(&out);
		zone_rfc5322(&out, z, cases[i].at);
		CHECK_STR_AT(cases[i].line, str_cstr(&out), cases[i].mail);
		str_reset(&out);
	}
	str_clear(&out);
}

TEST(zone_parses_iso)
{
	static const struct {
		int line;
		const char *text;
		int64_t want; /* seconds, in Berlin; -1: refused */
	} cases[] = {
		{__LINE__, "2026-05-14", 1778709600},
		{__LINE__, "2026-05-14T17:00", 1778770800},
		{__LINE__, "2026-05-14T17:00:01", 1778770801},
		{__LINE__, "2026-05-14T17:00Z", 1778778000},
		{__LINE__, "2026-05-14T17:00:00Z", 1778778000},
		{__LINE__, "2026-05-14T17:00:00+01:00", 1778774400},
		{__LINE__, "2026-05-14T17:00-05:30", 1778797800},
		{__LINE__, "2024-02-29", 1709161200},
		{__LINE__, "2026-02-29", -1},
		{__LINE__, "1900-02-29", -1},
		{__LINE__, "2026-04-31", -1},
		{__LINE__, "2026-13-01", -1},
		{__LINE__, "2026-00-01", -1},
		{__LINE__, "2026-05-00", -1},
		{__LINE__, "2026-5-14", -1},
		{__LINE__, "26-05-14", -1},
		{__LINE__, "2026-05-14 17:00", -1},
		{__LINE__, "2026-05-14t17:00", -1},
		{__LINE__, "2026-05-14T", -1},
		{__LINE__, "2026-05-14T17", -1},
		{__LINE__, "2026-05-14T17:0", -1},
		{__LINE__, "2026-05-14T17:00:", -1},
		{__LINE__, "2026-05-14T17:00:0", -1},
		{__LINE__, "2026-05-14T24:00", -1},
		{__LINE__, "2026-05-14T17:60", -1},
		{__LINE__, "2026-05-14T17:00:60", -1},
		{__LINE__, "2026-05-14T17:00:00.5", -1},
		{__LINE__, "2026-05-14T17:00z", -1},
		{__LINE__, "2026-05-14T17:00+0100", -1},
		{__LINE__, "2026-05-14T17:00+01", -1},
		{__LINE__, "2026-05-14T17:00+24:00", -1},
		{__LINE__, "2026-05-14T17:00+01:60", -1},
		{__LINE__, "2026-05-14T17:00Z ", -1},
		{__LINE__, "2026-05-14Z", -1},
		{__LINE__, " 2026-05-14", -1},
		{__LINE__, "-026-05-14", -1},
		{__LINE__, "", -1},
	};
	const struct zone *berlin = zone_find("Europe/Berlin");

	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t at = -1000;
		bool ok = zone_parse_iso(slice_of(cases[i].text), berlin, &at);

		CHECK_INT_AT(cases[i].line, ok, cases[i].want != -1);
		CHECK_INT_AT(cases[i].line, at, cases[i].want * 1000);
	}
}

/* Afterwards everything is found anew. */
TEST(zone_frees)
{
	zone_free_all();
	zone_free_all();
	CHECK(zone_find("Europe/Berlin") != NULL);
	CHECK(zone_offset(60) != NULL);
	zone_free_all();
}
