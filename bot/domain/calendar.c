/* Business days and hours. */
#include "docket/domain/calendar.h"

#include "docket/base/clock.h"

enum { DAYS_OFF_MAX = 60 }; /* in a row: behind them a calendar is taken for wrong, not for empty */

bool
calendar_works(const struct calendar *c, int64_t day)
{
	for (size_t i = 0; i < c->off_count; i++)
		if (day_off_has(&c->off[i], day))
			return false;
	return day_week(day) < 5;
}

static int64_t
next(const struct calendar *c, int64_t day)
{
	for (int i = 0; i < DAYS_OFF_MAX && !calendar_works(c, day); i++)
		day++;
	return day;
}

int64_t
calendar_day(const struct calendar *c, int64_t day, int count)
{
	day = count > 0 ? day : next(c, day);
	for (; count > 0; count--)
		day = next(c, day + 1);
	return day;
}

int64_t
calendar_day_of(const struct calendar *c, int64_t instant)
{
	struct civil at = zone_civil(c->zone, instant);

	return day_number(at.year, at.month, at.day);
}

int64_t
calendar_close(const struct calendar *c, int64_t day)
{
	struct civil at = day_civil(day);

	at.hour = CALENDAR_CLOSES;
	return zone_instant(c->zone, at);
}

bool
calendar_quiet(const struct calendar *c, int64_t instant)
{
	struct civil at = zone_civil(c->zone, instant);

	return !calendar_works(c, day_number(at.year, at.month, at.day)) ||
	       at.hour < CALENDAR_OPENS || at.hour >= CALENDAR_CLOSES;
}

/* The hours of a business day from `instant` on: where they begin, and their end. */
static int64_t
open_hours(const struct calendar *c, int64_t day, int64_t instant, int64_t *close_out)
{
	struct civil at = day_civil(day);

	at.hour = CALENDAR_OPENS;
	int64_t open = zone_instant(c->zone, at);

	*close_out = calendar_close(c, day);
	return instant > open ? instant : open;
}

static int64_t
after(const struct calendar *c, int64_t instant, int64_t left)
{
	int64_t day = next(c, calendar_day_of(c, instant));

	for (;; day = next(c, day + 1)) {
		int64_t close, begin = open_hours(c, day, instant, &close);

		if (begin >= close)
			continue;
		if (left <= close - begin)
			return begin + left;
		left -= close - begin;
	}
}

int64_t
calendar_after(const struct calendar *c, int64_t instant, int64_t minutes)
{
	return after(c, instant, minutes * CLOCK_MINUTE);
}

int64_t
calendar_resumed(const struct calendar *c, int64_t due, int64_t held, int64_t resumed)
{
	int64_t left = 0;

	if (due <= held || resumed <= held)
		return due;
	for (int64_t day = next(c, calendar_day_of(c, held));; day = next(c, day + 1)) {
		int64_t close, begin = open_hours(c, day, held, &close), end = due < close ? due : close;

		if (begin >= due)
			break;
		if (end > begin)
			left += end - begin;
	}
	return after(c, resumed, left);
}

int64_t
calendar_review_due(const struct calendar *c, int64_t opened, int days, int64_t deadline)
{
	int64_t today = calendar_day_of(c, opened), first = calendar_day(c, today, 1);
	int64_t due = calendar_day(c, today, days > 0 ? days : 1);

	if (deadline != CALENDAR_NO_DAY && due >= deadline) {
		due = deadline - 1;
		while (due > first && !calendar_works(c, due))
			due--;
	}
	return calendar_close(c, due > first ? due : first);
}

int64_t
calendar_window(const struct calendar *c, int64_t opened, int days, int64_t due)
{
	int64_t last = calendar_day(c, calendar_day_of(c, opened), days);
	int64_t least = calendar_day(c, calendar_day_of(c, due > opened ? due : opened), 1);

	return calendar_close(c, last > least ? last : least);
}
