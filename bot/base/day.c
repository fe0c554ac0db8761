/*
 * Counts days of the proleptic Gregorian calendar. Years are counted from 1 March, so that the leap
 * day is a year's last, and in eras of 400 years, which all have 146097 days.
 */
#include "docket/base/day.h"

enum {
	ERA_YEARS = 400,
	ERA_DAYS = 146097,
	EPOCH = 719468, /* days from 0000-03-01 to 1970-01-01 */
};

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static bool
leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int64_t
day_number(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = floor_div(y, ERA_YEARS);
	int64_t of_era = y - era * ERA_YEARS;
	int64_t of_year = (153 * ((int64_t)month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH;
}

struct civil
day_civil(int64_t number)
{
	int64_t n = number + EPOCH;
	int64_t era = floor_div(n, ERA_DAYS);
	int64_t day = n - era * ERA_DAYS;
	/* Takes the leap days before `day` out, so that each year has 365. */
	int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	int64_t of_year = day - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * of_year + 2) / 153; /* 0 March .. 11 February */
	struct civil c = {0};

	c.day = (int)(of_year - (153 * month + 2) / 5 + 1);
	c.month = (int)(month < 10 ? month + 3 : month - 9);
	c.year = (int)(year + era * ERA_YEARS + (c.month <= 2));
	return c;
}

int
day_week(int64_t number)
{
	int64_t n = number + 3; /* 1970-01-01 was a Thursday */

	return (int)(n - floor_div(n, 7) * 7);
}

int
day_month_len(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month < 1 || month > 12)
		return 0;
	return month == 2 && leap(year) ? 29 : days[month - 1];
}

bool
day_exists(int year, int month, int day)
{
	return day >= 1 && day <= day_month_len(year, month);
}

bool
day_parse(struct slice text, int64_t *day_out)
{
	static const char shape[] = "0000-00-00";
	int64_t year = 0, month = 0, day = 0;

	if (text.len != sizeof(shape) - 1)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (shape[i] == '-' ? text.data[i] != '-'
				    : text.data[i] < '0' || text.data[i] > '9')
			return false;
	(void)slice_int(slice_sub(text, 0, 4), &year);
	(void)slice_int(slice_sub(text, 5, 7), &month);
	(void)slice_int(slice_sub(text, 8, 10), &day);
	if (!day_exists((int)year, (int)month, (int)day))
		return false;
	*day_out = day_number((int)year, (int)month, (int)day);
	return true;
}

bool
day_off_parse(struct slice text, struct day_off *out)
{
	static const char dots[] = "..";
	static const int leap_year = 2000; /* 29 February may be a holiday of the years that have it */
	struct day_off off = {0};
	int64_t month, day;

	if (text.len == strlen("12-25")) {
		if (text.data[2] != '-' || !slice_int(slice_sub(text, 0, 2), &month) ||
		    !slice_int(slice_sub(text, 3, 5), &day) || month < 1 || month > 12 ||
		    !day_exists(leap_year, (int)month, (int)day))
			return false;
		*out = (struct day_off){.month = (int)month, .day = (int)day};
		return true;
	}
	ptrdiff_t at = slice_find(text, slice_of(dots));
	struct slice last = at < 0 ? text : slice_sub(text, (size_t)at + strlen(dots), text.len);

	if (!day_parse(at < 0 ? text : slice_sub(text, 0, (size_t)at), &off.first) ||
	    !day_parse(last, &off.last) || off.last < off.first)
		return false;
	*out = off;
	return true;
}

bool
day_off_has(const struct day_off *off, int64_t day)
{
	struct civil at;

	if (off->month == 0)
		return day >= off->first && day <= off->last;
	at = day_civil(day);
	return at.month == off->month && at.day == off->day;
}
