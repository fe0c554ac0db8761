/* Rules of repeating jobs. */
#include "docket/domain/repeat.h"

#include <stdio.h>

static const char *const every[] = {"weekly", "monthly", "quarterly"};
static const char *const weekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

int
repeat_parse(struct slice text, struct repeat_rule *out, struct err *e)
{
	struct slice rest = slice_trim(text), word = SLICE_NONE, day;
	struct repeat_rule r = {0};
	int64_t n = 1;
	slice_cut(&rest, ' ', &word);
	int kind = slice_among(word, every, COUNT(every));
	rest = slice_trim(rest);
	if (slice_istarts(rest, "on "))
		rest = slice_trim(slice_sub(rest, 3, rest.len));
	day = rest;
	r.every = kind < 0 ? REPEAT_WEEK : (enum repeat_every)kind;
	if (kind == REPEAT_WEEK && day.len > 0) {
		r.day = -1;
		for (int i = 0; i < (int)COUNT(weekdays); i++)
			if (day.len >= 3 && slice_iis(slice_sub(day, 0, 3), weekdays[i]))
				r.day = i;
	} else if (kind > REPEAT_WEEK) {
		if (day.len > 0 && (!slice_int(day, &n) || n < 1 || n > 31))
			n = -1;
		r.day = (int)n;
	}
	if (kind < 0 || r.day < 0)
		return err_set(e, ERR_USAGE, "'%.*s' is no rule; write weekly on mon, monthly on 3, or quarterly "
		                             "on 1", SLICE_ARG(text));
	*out = r;
	return 0;
}

const char *
repeat_words(const struct repeat_rule *r, char buf[40])
{
	if (r->every == REPEAT_WEEK)
		snprintf(buf, 40, "weekly on %s", weekdays[r->day % 7]);
	else
		snprintf(buf, 40, "%s on %d", every[r->every], r->day);
	return buf;
}

/* The rule's day of the month that lies `back` months before this one. */
static int64_t
of_month(const struct repeat_rule *r, struct civil at, int back)
{
	int month = at.year * 12 + at.month - 1 - back;
	int y = month / 12, m = month % 12 + 1, len = day_month_len(y, m);
	return day_number(y, m, r->day < len ? r->day : len);
}

/* The newest day of the rule that is not after today. */
static int64_t
newest(const struct repeat_rule *r, int64_t today)
{
	enum { QUARTER = 3 };
	if (r->every == REPEAT_WEEK)
		return today - (day_week(today) - r->day + 7) % 7;
	struct civil at = day_civil(today);
	int step = r->every == REPEAT_MONTH ? 1 : QUARTER;
	int back = r->every == REPEAT_MONTH ? 0 : (at.month - 1) % QUARTER;
	int64_t day = of_month(r, at, back);
	return day <= today ? day : of_month(r, at, back + step);
}

bool
repeat_due(const struct repeat_rule *r, int64_t since, int64_t today, int64_t *day_out)
{
	int64_t day = newest(r, today);
	if (day <= since)
		return false;
	*day_out = day;
	return true;
}

int64_t
repeat_next(const struct repeat_rule *r, int64_t day)
{
	int64_t next = day;
	do
		next++;
	while (newest(r, next) <= day);
	return next;
}
