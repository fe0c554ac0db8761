/* Tests of day: known days, leap years, and every day of a thousand years there and back. */
#include "docket/base/day.h"

#include "../check.h"

TEST(day_known)
{
	static const struct {
		int line, year, month, day;
		int64_t number;
		int week; /* 0 Monday */
	} cases[] = {
		{__LINE__, 1970, 1, 1, 0, 3},	    {__LINE__, 1969, 12, 31, -1, 2},
		{__LINE__, 2000, 2, 29, 11016, 1},  {__LINE__, 2026, 5, 14, 20587, 3},
		{__LINE__, 1, 1, 1, -719162, 0},    {__LINE__, 9999, 12, 31, 2932896, 4},
		{__LINE__, 0, 3, 1, -719468, 2},    {__LINE__, 0, 2, 29, -719469, 1},
		{__LINE__, -1, 12, 31, -719529, 4}, {__LINE__, 2038, 1, 19, 24855, 1},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int line = cases[i].line;
		struct civil c = day_civil(cases[i].number);

		CHECK_INT_AT(line, day_number(cases[i].year, cases[i].month, cases[i].day),
			     cases[i].number);
		CHECK_INT_AT(line, c.year, cases[i].year);
		CHECK_INT_AT(line, c.month, cases[i].month);
		CHECK_INT_AT(line, c.day, cases[i].day);
		CHECK_INT_AT(line, c.hour + c.minute + c.second, 0);
		CHECK_INT_AT(line, day_week(cases[i].number), cases[i].week);
	}
}

/* Walks with day_month_len alone, so that the two ways to count check each other. */
TEST(day_every_day)
{
	int64_t n = day_number(1600, 1, 1);
	int week = day_week(n);
	size_t wrong = 0;

	for (int y = 1600; y <= 2600; y++) {
		for (int m = 1; m <= 12; m++) {
			for (int d = 1; d <= day_month_len(y, m); d++, n++) {
				struct civil c = day_civil(n);

				wrong += c.year != y || c.month != m || c.day != d;
				wrong += day_number(y, m, d) != n || day_week(n) != week;
				week = (week + 1) % 7;
			}
		}
	}
	CHECK_INT(wrong, 0);
}

TEST(day_lengths)
{
	static const struct {
		int line, year, month, len;
	} cases[] = {
		{__LINE__, 2026, 1, 31},  {__LINE__, 2026, 4, 30}, {__LINE__, 2026, 2, 28},
		{__LINE__, 2024, 2, 29},  {__LINE__, 1900, 2, 28}, {__LINE__, 2000, 2, 29},
		{__LINE__, 2100, 2, 28},  {__LINE__, 0, 2, 29},	   {__LINE__, -4, 2, 29},
		{__LINE__, 2026, 12, 31}, {__LINE__, 2026, 0, 0},  {__LINE__, 2026, 13, 0},
		{__LINE__, 2026, -1, 0},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int y = cases[i].year, m = cases[i].month, len = cases[i].len;

		CHECK_INT_AT(cases[i].line, day_month_len(y, m), len);
		CHECK_INT_AT(cases[i].line, day_exists(y, m, len), len > 0);
		CHECK_INT_AT(cases[i].line, day_exists(y, m, 1), len > 0);
		CHECK_AT(cases[i].line, !day_exists(y, m, len + 1));
		CHECK_AT(cases[i].line, !day_exists(y, m, 0));
		CHECK_AT(cases[i].line, !day_exists(y, m, -1));
	}
}

TEST(days_off)
{
	static const struct {
		int line;
		const char *text, *in, *out; /* a day that it has, and one that it has not */
	} cases[] = {
		{__LINE__, "2026-05-25", "2026-05-25", "2027-05-25"},
		{__LINE__, "12-25", "2031-12-25", "2031-12-24"},
		{__LINE__, "02-29", "2028-02-29", "2027-02-28"},
		{__LINE__, "2026-12-24..2027-01-01", "2027-01-01", "2027-01-02"},
		{__LINE__, "2026-12-24..2027-01-01", "2026-12-24", "2026-12-23"},
		{__LINE__, "2026-05-25..2026-05-25", "2026-05-25", "2026-05-26"},
	};
	static const char *const wrong[] = {
		"", "25", "2026-02-29", "02-30", "13-01", "00-10", "1-25", "+1-25", "12/25", "12-2x",
		"2026-05-25..", "..2026-05-25", "2026-05-25..2026-05-24", "2026-05-25 ",
		"2026-05-25..2026-05-26..2026-05-27",
	};
	struct day_off off;
	int64_t in, out;

	for (size_t i = 0; i < COUNT(cases); i++) {
		CHECK_AT(cases[i].line, day_off_parse(slice_of(cases[i].text), &off));
		CHECK_AT(cases[i].line, day_parse(slice_of(cases[i].in), &in) && day_off_has(&off, in));
		CHECK_AT(cases[i].line, day_parse(slice_of(cases[i].out), &out) && !day_off_has(&off, out));
	}
	for (size_t i = 0; i < COUNT(wrong); i++)
		CHECK_INT_AT((int)i, day_off_parse(slice_of(wrong[i]), &off), false);
}

TEST(day_parse_iso)
{
	static const struct {
		int line;
		const char *text;
		bool good;
		int64_t day;
	} cases[] = {
		{__LINE__, "2026-05-14", true, 20587}, {__LINE__, "2000-02-29", true, 11016},
		{__LINE__, "2026-02-29", false, 0},    {__LINE__, "2026-13-01", false, 0},
		{__LINE__, "2026-5-14", false, 0},     {__LINE__, "2026/05/14", false, 0},
		{__LINE__, "+026-05-14", false, 0},    {__LINE__, "2026-05-14 ", false, 0},
		{__LINE__, "", false, 0},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t day = 0;

		CHECK_INT_AT(cases[i].line, day_parse(slice_of(cases[i].text), &day), cases[i].good);
		CHECK_INT_AT(cases[i].line, day, cases[i].day);
	}
}
