/* Joins what was said of one point in time: a weekday, a day of the month, an hour. */
#include "date_scan.h"

static bool
fits(const struct spec *p)
{
	unsigned h = p->has;
	if (h & (H_TIME | H_PART) && h & ~(unsigned)(H_TIME | H_PART | H_SURE | H_DUE) &&
	    !spec_is_day(p))
		return false;
	if (h & H_SPAN && h & (H_DAYS | H_MONTH | H_YEAR | H_WEEK))
		return false;
	if (h & H_ABS) {
		unsigned inner = h & (H_YEAR | H_MONTH | H_DAYS | H_QUARTER | H_WEEK);
		switch (p->grain) {
		case GRAIN_TIME: return !inner && !(h & (H_TIME | H_PART));
		case GRAIN_DAY: return !inner;
		case GRAIN_WEEK: return !(inner & ~(unsigned)H_DOW);
		case GRAIN_MONTH: return !(inner & ~(unsigned)(H_DAY | H_DOW)) && inner != H_DOW;
		case GRAIN_QUARTER: return !inner;
		case GRAIN_YEAR: return !(inner & H_YEAR) && (!(inner & H_DAY) || inner & H_MONTH);
		}
	}
	if (h & H_QUARTER && h & (H_MONTH | H_DAYS | H_WEEK))
		return false;
	if (h & H_HOLIDAY && h & (H_MONTH | H_DAY | H_DOW))
		return false;
	if (h & H_MONTH && h & H_DOW && !(h & H_DAY))
		return false;
	return !(h & H_YEAR && h & (H_DAY | H_DOW) && !(h & H_MONTH));
}

/* "tomorrow, 5 May", "this Friday 5/12": two names of one day. */
static bool
same_day(const struct scan *s, const struct spec *x, const struct spec *y, struct spec *out)
{
	struct range a, b;
	const struct spec *rel = x->has & (H_ABS | H_MOD) ? x : y, *day = rel == x ? y : x;
	if (!spec_is_day(x) || !spec_is_day(y) || day->has & (H_TIME | H_ABS) ||
	    !(day->has & (H_DAY | H_HOLIDAY)) || !spec_solve(s, rel, s->today, &a) ||
	    !spec_solve(s, day, s->today, &b))
		return false;
	/* the name of the day may be wrong, its number counts; but only as far as a slip goes */
	enum { SLIP = 7 };
	if (a.from != b.from && (!(rel->has & H_MOD && rel->has & H_DOW) ||
				 b.from > a.from + SLIP || b.from < a.from - SLIP))
		return false;
	*out = a.from == b.from ? *rel : *day;
	out->ambiguous = false;
	return true;
}

bool
spec_merge(const struct scan *s, const struct spec *x, const struct spec *y, struct spec *out)
{
	unsigned x_has = x->has & ~(unsigned)H_SURE, y_has = y->has & ~(unsigned)H_SURE;
	if (x_has & H_TIME && y_has & H_PART && !(x_has & H_PART)) {
		/* "9 tomorrow morning", "tonight at 8": the part of the day tells a.m. from p.m. */
		struct spec part = *y, rest = *y;
		part.has = H_PART;
		rest.has &= ~(unsigned)H_PART;
		*out = *x;
		if (!(x->has & H_SURE)) {
			int t = out->min % 720;
			int noon = part.part_to > 720;
			out->min =
				t < 60 && part.part_from >= 1020
					? 1440
					: t + (noon && !(t < 240 && part.part_to > 1440) ? 720 : 0);
			out->has |= H_SURE;
		} else if (out->min < 720 && part.part_from >= 720) {
			out->min += 720; /* "8 o'clock tonight" */
		}
		return rest.has & ~(unsigned)H_SURE ? spec_merge(s, out, &rest, out) : true;
	}
	if (y_has & H_TIME && x_has & H_PART && !(y_has & H_PART))
		return spec_merge(s, y, x, out);
	if (x_has & H_DUE || y_has & H_DUE) {
		bool eod = (x_has | y_has) & H_TIME;
		if (!eod)
			return false;
	}
	if (x_has & H_EDGE || y_has & H_EDGE || (x_has & y_has & ~(unsigned)H_MOD))
		return same_day(s, x, y, out);
	const struct spec *abs = x_has & H_ABS ? x : y, *other = abs == x ? y : x;
	struct spec m = *abs;
	m.has |= other->has;
	m.year = x_has & H_YEAR ? x->year : y->year;
	m.month = x_has & H_MONTH ? x->month : y->month;
	m.day = x_has & H_DAY ? x->day : y->day;
	m.dow = x_has & H_DOW ? x->dow : y->dow;
	m.mod = x_has & H_MOD ? x->mod : y->mod;
	m.week = x_has & H_WEEK ? x->week : y->week;
	m.holiday = x_has & H_HOLIDAY ? x->holiday : y->holiday;
	m.quarter = x_has & H_QUARTER ? x->quarter : y->quarter;
	m.past = x->past || y->past;
	m.zoned = x->zoned || y->zoned;
	const struct spec *time = x_has & H_TIME ? x : y, *part = x_has & H_PART ? x : y;
	if (m.has & H_TIME && !(abs->has & H_ABS && abs->grain == GRAIN_TIME))
		m.min = time->min;
	if (m.has & H_DUE)
		m.due_min = time->due_min;
	m.part_from = part->part_from;
	m.part_to = part->part_to;
	const struct spec *amb = x->ambiguous ? x : y;
	m.ambiguous = amb->ambiguous && !(m.has & H_DOW);
	m.alt_month = amb->alt_month;
	m.alt_day = amb->alt_day;
	if (!fits(&m))
		return same_day(s, x, y, out);
	if (amb->ambiguous && m.has & H_DOW && !(m.has & H_YEAR)) {
		/* a weekday settles 05/06 */
		struct spec alt = m;
		struct range r;
		alt.month = m.alt_month;
		alt.day = m.alt_day;
		alt.has &= ~(unsigned)H_DOW;
		if (spec_solve(s, &alt, s->today, &r) && day_week(r.from) == m.dow) {
			struct spec plain = m;
			plain.has &= ~(unsigned)H_DOW;
			struct range q;
			if (!spec_solve(s, &plain, s->today, &q) || day_week(q.from) != m.dow)
				m = alt;
		}
	}
	*out = m;
	return true;
}
