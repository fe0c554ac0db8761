/* Which days a spec means. The weekday rules are those of the annotation guide. */
#include "date_scan.h"

int64_t
week_start(int64_t day)
{
	return day - day_week(day);
}

/* The minutes of a day; those of the days before or after it go to *day. */
static int
minute_of_day(int min, int64_t *day)
{
	int over = min / MINUTES_A_DAY - (min % MINUTES_A_DAY < 0);
	*day += over;
	return min - over * MINUTES_A_DAY;
}

static int64_t
add_months(int64_t day, int months)
{
	struct civil c = day_civil(day);
	int n = c.year * 12 + c.month - 1 + months;
	int len = day_month_len(n / 12, n % 12 + 1);
	return day_number(n / 12, n % 12 + 1, c.day > len ? len : c.day);
}

int64_t
day_after(int64_t day, const struct dur *d, int sign)
{
	day = add_months(day, sign * d->months) + sign * d->days;
	for (int n = d->workdays; n > 0;) {
		day += sign;
		n -= day_week(day) < 5;
	}
	return day;
}

bool
spec_is_day(const struct spec *p)
{
	if (p->has & H_ABS && !(p->has & H_DOW))
		return p->grain <= GRAIN_DAY && !(p->has & H_SPAN);
	return (p->has & H_DAYS) != 0;
}

bool
spec_is_time(const struct spec *p)
{
	return (p->has & (H_TIME | H_PART)) && !(p->has & (H_DAYS | H_ABS | H_MONTH));
}

/* The period of `unit` that holds today, shifted. */
void
spec_period(const struct scan *s, enum unit unit, int shift, struct spec *out)
{
	struct civil c = day_civil(s->today);
	int len = unit == UNIT_DECADE	 ? 120
		  : unit == UNIT_YEAR	 ? 12
		  : unit == UNIT_HALF	 ? 6
		  : unit == UNIT_QUARTER ? 3
					 : 1;
	*out = (struct spec){.has = H_ABS};
	if (unit <= UNIT_WEEKEND) {
		int64_t monday = week_start(s->today) + 7 * (int64_t)shift;
		out->from = unit == UNIT_WEEKEND ? monday + 5 : monday;
		out->to = monday + (unit == UNIT_WORKDAY ? 5 : 7);
		out->grain = unit == UNIT_WEEKEND ? GRAIN_DAY : GRAIN_WEEK;
		if (unit == UNIT_DAY) {
			out->from = s->today + shift;
			out->to = out->from + 1;
			out->grain = GRAIN_DAY;
		}
		out->has |= unit == UNIT_WEEKEND ? H_SPAN : 0;
		return;
	}
	int64_t base = add_months(day_number(c.year, c.month, 1), shift * len);
	c = day_civil(base);
	int month0 = c.year * 12 + c.month - 1;
	month0 -= month0 % len;
	out->from = day_number(month0 / 12, month0 % 12 + 1, 1);
	out->to = add_months(out->from, len);
	out->grain = unit == UNIT_MONTH	    ? GRAIN_MONTH
		     : unit == UNIT_QUARTER ? GRAIN_QUARTER
					    : GRAIN_YEAR;
}

/* The year in which a day without one is meant: what is just over is still near. */
static int
near_year(int64_t near, int month, int day)
{
	enum { BACK = 150, AHEAD = 330 };
	int year = day_civil(near).year;
	int64_t n = day_number(year, month, day);
	return n < near - BACK ? year + 1 : n > near + AHEAD ? year - 1 : year;
}

static int64_t
weekday_day(int64_t today, int dow, int mod)
{
	int64_t day = week_start(today) + dow;
	switch (mod) {
	case MOD_NEXT: return day + 7;
	case MOD_LAST: return day - 7;
	case MOD_PAST: return day < today ? day : day - 7;
	case MOD_THIS: return day < today ? day + 7 : day;
	default: return day <= today ? day + 7 : day;
	}
}

static bool
solve_day(const struct scan *s, const struct spec *p, int64_t near, struct range *r)
{
	unsigned h = p->has;
	enum { YEARS_MAX = 9, MONTHS_MAX = 40 };
	if (h & H_HOLIDAY) {
		int year = h & H_YEAR ? p->year : day_civil(near).year;
		if (h & H_ABS)
			year = day_civil(p->from).year;
		if (!holiday_day(p->holiday, year, &r->from))
			return false;
		if (!(h & (H_YEAR | H_ABS))) {
			if (h & H_MOD && (p->mod == MOD_LAST || p->mod == MOD_PAST)
				    ? r->from >= near
				    : r->from < near)
				return holiday_day(p->holiday, year + (r->from < near ? 1 : -1),
						   &r->from);
		}
		return true;
	}
	if (h & H_DAY && !(h & H_MONTH)) {
		struct civil c = day_civil(h & H_ABS ? p->from : near);
		int m = c.year * 12 + c.month - 1;
		if (!(h & H_ABS) && p->day < c.day)
			m++;
		for (int n = 0; n < MONTHS_MAX; n++, m++) {
			bool exists = day_exists(m / 12, m % 12 + 1, p->day);
			r->from = exists ? day_number(m / 12, m % 12 + 1, p->day) : 0;
			if (exists && (!(h & H_DOW) || day_week(r->from) == p->dow))
				return true;
			if (h & H_ABS)
				return exists; /* the day counts, not its name */
		}
		return false;
	}
	if (h & H_DAY) {
		int year = h & H_YEAR  ? p->year
			   : h & H_ABS ? day_civil(p->from).year
				       : near_year(near, p->month, p->day > 28 ? 28 : p->day);
		r->no_year = !(h & (H_YEAR | H_ABS));
		for (int n = 0; r->no_year && p->month == 2 && n < YEARS_MAX; n++)
			year += !day_exists(year, p->month, p->day);
		if (!day_exists(year, p->month, p->day))
			return false;
		r->from = day_number(year, p->month, p->day);
		if (h & H_DOW && r->no_year && day_week(r->from) != p->dow) {
			int64_t next = day_exists(year + 1, p->month, p->day)
					       ? day_number(year + 1, p->month, p->day)
					       : r->from;
			r->from = day_week(next) == p->dow ? next : r->from;
		}
		return true;
	}
	if (h & H_ABS) { /* a weekday of a week */
		r->from = week_start(p->from) + p->dow;
		return true;
	}
	r->from = weekday_day(near, p->dow, h & H_MOD ? p->mod : MOD_COMING);
	(void)s;
	return true;
}

static bool
solve_period(const struct spec *p, int64_t near, struct range *r)
{
	unsigned h = p->has;
	int year = h & H_YEAR ? p->year : day_civil(h & H_ABS ? p->from : near).year;
	int this_month = day_civil(near).month;
	int len = 12, month = 1;
	if (h & H_WEEK) {
		r->from = week_start(day_number(year, 1, 4)) + 7 * (p->week - 1);
		r->to = r->from + 7;
		r->grain = GRAIN_WEEK;
		return true;
	}
	r->grain = GRAIN_YEAR;
	if (h & H_QUARTER && p->quarter >= SEASONS) {
		static const unsigned char first[] = {20, 21, 23, 21};
		int k = p->quarter - SEASONS;
		int64_t start = day_number(year, 3 * k + 3, first[k % 4]);
		/* in winter, "this winter" began last year */
		if (!(h & (H_YEAR | H_ABS)) && k == 3 && near < day_number(year, 3, 20))
			year--;
		else if (!(h & (H_YEAR | H_ABS)) && near >= add_months(start, 3))
			year++;
		year += h & H_MOD && p->mod == MOD_NEXT && near >= start ? 1 : 0;
		year -= h & H_MOD && (p->mod == MOD_LAST || p->mod == MOD_PAST) ? 1 : 0;
		r->from = day_number(year, 3 * k + 3, first[k % 4]);
		r->to = day_number(k == 3 ? year + 1 : year, k == 3 ? 3 : 3 * k + 6,
				   k == 3 ? 20 : first[(k + 1) % 4]);
		r->grain = GRAIN_QUARTER;
		return true;
	}
	if (h & H_QUARTER) {
		/* 1 to 4 quarters, 5 and 6 halves */
		len = p->quarter > 4 ? 6 : 3;
		month = p->quarter > 4 ? (p->quarter - 5) * 6 + 1 : p->quarter * 3 - 2;
		if (!(h & (H_YEAR | H_ABS)) && month + len - 1 < this_month)
			year++;
		r->grain = GRAIN_QUARTER;
	} else if (h & H_MONTH) {
		month = p->month;
		len = 1;
		r->grain = GRAIN_MONTH;
		if (!(h & (H_YEAR | H_ABS))) {
			r->no_year = true;
			if (!(h & H_MOD))
				year = near_year(near, month, 28);
			else if (p->mod == MOD_NEXT || p->mod == MOD_COMING ||
				 p->mod == MOD_UPCOMING)
				year += month <= this_month;
			else if (p->mod == MOD_LAST || p->mod == MOD_PAST)
				year -= month >= this_month;
			else if (p->mod == MOD_NTH) /* "March after next" */
				year += 1 + (month < this_month);
		}
	}
	r->from = day_number(year, month, 1);
	r->to = add_months(r->from, len);
	return true;
}

bool
spec_solve(const struct scan *s, const struct spec *p, int64_t near, struct range *r)
{
	unsigned h = p->has;
	int min = p->min;
	*r = (struct range){.min = -1, .min_to = -1, .due_min = -1, .grain = GRAIN_DAY};
	if (h & H_DAYS) {
		if (!solve_day(s, p, near, r))
			return false;
		r->to = r->from + 1;
	} else if (h & H_ABS && !(h & (H_MONTH | H_QUARTER | H_WEEK | H_YEAR))) {
		r->from = p->from;
		r->to = p->to;
		r->grain = p->grain;
		r->ends = (h & (H_SPAN | H_EDGE)) != 0;
		if (p->grain == GRAIN_TIME) {
			r->grain = GRAIN_DAY;
			r->min = minute_of_day(p->min, &r->from);
			r->to += r->from - p->from;
		}
	} else if (h & (H_YEAR | H_MONTH | H_QUARTER | H_WEEK)) {
		if (!solve_period(p, near, r))
			return false;
	} else {
		r->from = near;
		if (p->zoned) /* 1 am UTC is some time of each day */
			min = minute_of_day(min, &(int64_t){0});
		if (h & H_TIME && near == s->today && min <= s->now)
			r->from++;
		r->to = r->from + 1;
		r->grain = GRAIN_TIME;
	}
	r->due = r->from;
	switch (r->grain) {
	case GRAIN_WEEK: r->due = r->from + 4; break;
	case GRAIN_MONTH:
	case GRAIN_QUARTER:
	case GRAIN_YEAR: r->due = r->to - 1; break;
	case GRAIN_TIME:
	case GRAIN_DAY: break;
	}
	if (r->grain > GRAIN_DAY)
		r->ends = true;
	if (h & H_TIME && !(h & H_ABS && p->grain == GRAIN_TIME)) {
		r->min = minute_of_day(min, &r->from);
		r->due = r->from;
	} else if (h & H_PART) {
		r->min = p->part_from;
		r->to = r->from + p->part_to / MINUTES_A_DAY;
		r->min_to = p->part_to % MINUTES_A_DAY;
		r->ends = true;
	}
	/* "the morning" is no hour, but "lunch" is as good as one */
	enum { AN_HOUR = 2 * 60 };
	bool vague = h & H_PART && !(h & H_TIME) && p->part_to - p->part_from > AN_HOUR;
	r->due_min = vague ? -1 : r->min;
	if (h & H_DUE) {
		r->due = h & H_TIME ? r->from : p->due;
		r->due_min = p->due_min;
	}
	return true;
}

/* The end of a range: said less fully than its beginning, or the other way round. */
static void
complete(struct spec *a, struct spec *b)
{
	if (b->has & H_YEAR && a->has & H_MONTH && !(a->has & (H_YEAR | H_ABS | H_MOD))) {
		a->has |= H_YEAR;
		a->year = b->year;
		if (b->has & H_MONTH &&
		    (a->month > b->month || (a->month == b->month && a->day > b->day)))
			a->year--;
	}
	if (b->has & H_MONTH && a->has & H_DAY && !(a->has & (H_MONTH | H_ABS))) {
		a->has |= H_MONTH | (b->has & H_YEAR);
		a->month = b->month;
		a->year = b->year;
	}
	if (a->has & H_MONTH && b->has & H_DAY && !(b->has & (H_MONTH | H_ABS))) {
		b->has |= H_MONTH | (a->has & H_YEAR);
		b->month = a->month;
		b->year = a->year;
	}
	if (a->has & H_TIME && b->has & H_TIME && !(a->has & H_SURE)) {
		/* "3-4pm": the mark of the end holds for both; "11-1pm" begins before noon */
		if (b->has & H_SURE && b->min % MINUTES_A_DAY >= 720 && a->min < 720 &&
		    a->min + 720 < b->min)
			a->min += 720;
	}
	if (a->has & H_TIME && b->has & H_TIME && !(b->has & H_SURE) && b->min <= a->min &&
	    b->min + 720 > a->min && b->min < 720)
		b->min += 720;
}

bool
edge_solve(const struct scan *s, const struct edge *e, struct range *out)
{
	struct spec a = e->a, b = e->b;
	struct range r, q;
	if (!(e->flags & (F_SPAN | F_BY))) {
		return spec_solve(s, &a, s->today, out);
	}
	if (e->flags & F_BY) {
		if (!spec_solve(s, &a, s->today, &r))
			return false;
		*out = r;
		out->from = s->today;
		out->min = s->now;
		out->to = r.ends ? r.to : r.from;
		out->min_to = r.ends ? (r.min_to >= 0 ? r.min_to : 0) : r.min >= 0 ? r.min : 0;
		if (a.has & H_DUE && a.has & H_TIME && r.min == LAST_MINUTE) {
			out->to = r.from + 1; /* by the end of the day */
			out->min_to = 0;
		}
		out->ends = true;
		return true;
	}
	complete(&a, &b);
	if (!spec_solve(s, &a, s->today, &r))
		return false;
	int64_t near = r.from;
	if (spec_is_time(&b)) {
		q = r;
		q.to = r.from;
		q.min_to = b.min % MINUTES_A_DAY;
		if (b.has & H_PART && !(b.has & H_TIME))
			q.min_to = b.part_to % MINUTES_A_DAY;
		q.to += b.min / MINUTES_A_DAY + (b.min <= r.min && b.min < MINUTES_A_DAY);
		if (a.zoned && b.has & H_TIME) {
			int len = b.min - a.min;
			q.to = r.from;
			q.min_to =
				minute_of_day(r.min + (len > 0 ? len : len + MINUTES_A_DAY), &q.to);
		}
	} else {
		if (!spec_solve(s, &b, b.has & (H_ABS | H_YEAR) ? s->today : near, &q))
			return false;
		if (q.from < r.from && q.no_year && !(b.has & H_ABS)) {
			struct civil c = day_civil(q.from);
			int64_t len = q.to - q.from;
			q.from = day_number(c.year + 1, c.month, c.day);
			q.to = q.from + len;
		}
		if (!(b.has & H_EDGE))
			q.to = q.from, q.min_to = q.min;
		if (q.to < r.from)
			return false;
	}
	*out = r;
	out->to = q.to;
	out->min_to = q.min_to;
	if (out->min_to >= 0 && out->min < 0 && !spec_is_time(&a))
		out->min = 0;
	if (out->min >= 0 && out->min_to < 0)
		out->min_to = 0;
	out->ends = true;
	if (r.grain > GRAIN_DAY && a.has & H_ABS && a.has & H_SPAN)
		out->due = q.to - 1;
	return true;
}

/* --- holidays --- */

static int64_t
easter(int y)
{
	/* the anonymous Gregorian computus */
	int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25;
	int g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
	int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
	return day_number(y, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
}

/*
 * A holiday is a number of the lexicons: MMDD a fixed day; 10000 + MMWN the N-th weekday W of month
 * MM (N 5: the last), 1 added to it when it is 100000 more ("Black Friday"); 20500 + d the day d
 * days from Easter.
 */
bool
holiday_day(int holiday, int year, int64_t *out)
{
	int plus = holiday / 100000, n = holiday % 100000;
	if (year < 1900 || year > 2200)
		return false;
	if (n >= 20000) {
		*out = easter(year) + n - 20500 + plus;
		return true;
	}
	if (n >= 10000) {
		int month = n / 100 % 100, dow = n / 10 % 10, nth = n % 10;
		if (month < 1 || month > 12)
			return false;
		int64_t first = day_number(year, month, 1);
		int64_t day = first + (dow - day_week(first) + 7) % 7;
		if (nth == 5)
			*out = day + (day + 28 < first + day_month_len(year, month) ? 28 : 21) +
			       plus;
		else
			*out = day + 7 * (nth - 1) + plus;
		return true;
	}
	if (!day_exists(year, n / 100, n % 100))
		return false;
	*out = day_number(year, n / 100, n % 100);
	return true;
}
