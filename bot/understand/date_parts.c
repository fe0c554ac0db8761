/* Days by their distance from today. The weekday rules are those of the annotation guide. */
#include "date_scan.h"

/* A part of a mention: how many lexemes it took, or 0. */
typedef size_t (*part_fn)(struct scan *s, size_t i, struct mention *m);

int64_t
date_week_start(int64_t day)
{
	return day - day_week(day);
}

/* Friday is the coming one; "next Friday" that of next week. */
static int64_t
weekday_date(const struct scan *s, int weekday, int mod)
{
	int64_t monday = date_week_start(s->today);
	if (mod == MOD_NEXT)
		return monday + 7 + weekday;
	if (mod == MOD_LAST)
		return monday + weekday < s->today ? monday + weekday : monday - 7 + weekday;
	int64_t day = monday + weekday;
	if (mod == MOD_THIS)
		return day < s->today ? day + 7 : day;
	return day <= s->today ? day + 7 : day;
}

static int64_t
add_months(int64_t day, int months)
{
	struct civil c = day_civil(day);
	int n = c.year * 12 + c.month - 1 + months;
	int len = day_month_len(n / 12, n % 12 + 1);
	return day_number(n / 12, n % 12 + 1, c.day > len ? len : c.day);
}

static int64_t
add_workdays(int64_t day, int n)
{
	int step = n < 0 ? -1 : 1;
	while (n) {
		day += step;
		if (day_week(day) < 5)
			n -= step;
	}
	return day;
}

static bool
add_unit(struct scan *s, struct mention *m, int64_t from, int unit, int count)
{
	if (count > 1000 || count < -1000)
		return false;
	switch (unit) {
	case UNIT_DAY: mention_set_day(m, from + count); break;
	case UNIT_WORKDAY: mention_set_day(m, add_workdays(from, count)); break;
	case UNIT_WEEK: mention_set_day(m, from + 7 * (int64_t)count); break;
	case UNIT_MONTH: mention_set_day(m, add_months(from, count)); break;
	case UNIT_QUARTER: mention_set_day(m, add_months(from, 3 * count)); break;
	case UNIT_YEAR: mention_set_day(m, add_months(from, 12 * count)); break;
	case UNIT_HOUR:
	case UNIT_MINUTE: {
		int64_t now = s->clue->now.hour * 60 + s->clue->now.minute;
		now += unit == UNIT_HOUR ? (int64_t)count * 60 : count;
		int64_t day = now / 1440 - (now % 1440 < 0);
		mention_set_day(m, from + day);
		now -= day * 1440;
		m->when.hour = (int)(now / 60);
		m->when.minute = (int)(now % 60);
		break;
	}
	default: return false;
	}
	return true;
}

static void
unit_end(struct scan *s, struct mention *m, int unit, int mod)
{
	int shift = mod == MOD_NEXT ? 1 : mod == MOD_LAST ? -1 : 0;
	int64_t base = s->today;
	if (unit == UNIT_WEEK || unit == UNIT_WEEKEND) {
		int64_t day = date_week_start(base) + 7 * shift + (unit == UNIT_WEEK ? 4 : 5);
		mention_set_day(m, mod == MOD_THIS && day < base ? day + 7 : day);
		return;
	}
	struct civil c =
		day_civil(unit == UNIT_MONTH || unit == UNIT_QUARTER
				  ? add_months(base, unit == UNIT_MONTH ? shift : 3 * shift)
				  : base);
	int year = c.year, month = c.month;
	if (unit == UNIT_QUARTER)
		month = (month - 1) / 3 * 3 + 3;
	if (unit == UNIT_YEAR) {
		year += shift;
		month = 12;
	}
	mention_set_day(m, unit == UNIT_DAY ? base + shift
					    : day_number(year, month, day_month_len(year, month)));
}

/* "end of next week", "Ende Mai", "fin de mois", "end of Q2", "Ende KW 17", "mid April" */
static size_t
p_end_of(struct scan *s, size_t i, struct mention *m)
{
	size_t k = i;
	k += skip(s, k, X_ARTICLE);
	enum lx which = k < s->len ? s->at[k].type : X_OTHER;
	if (which != X_END && which != X_MID && which != X_BEGIN)
		return 0;
	k++;
	k += skip(s, k, X_OF);
	k += skip(s, k, X_ARTICLE);
	int mod = MOD_THIS, year = -1;
	if (is(s, k, X_MOD))
		mod = s->at[k++].v;
	if (is(s, k, X_UNIT) && s->at[k].v >= UNIT_DAY) {
		int unit = s->at[k++].v;
		if (is(s, k, X_MOD)) /* fin de la semaine prochaine */
			mod = s->at[k++].v;
		unit_end(s, m, unit, mod);
		int64_t end = mention_day(m);
		struct civil c = day_civil(end);
		if (which == X_MID)
			mention_set_day(m, unit == UNIT_WEEK ? end - 2
							     : day_number(c.year, c.month, 15));
		else if (which == X_BEGIN)
			mention_set_day(m, unit == UNIT_WEEK ? end - 4
							     : day_number(c.year, c.month, 1));
	} else if (is(s, k, X_MONTH)) {
		int month = s->at[k++].v;
		k += part_year(s, k, &year);
		if (year < 0) {
			year = s->clue->now.year;
			if (month < s->clue->now.month)
				year++;
		}
		int day = which == X_END ? day_month_len(year, month) : which == X_MID ? 15 : 1;
		mention_set_day(m, day_number(year, month, day));
	} else if (is(s, k, X_QUARTER)) {
		int month = s->at[k++].v * 3;
		k += part_year(s, k, &year);
		if (year < 0)
			year = s->clue->now.year + (month < s->clue->now.month ? 1 : 0);
		mention_set_day(m, day_number(year, month, day_month_len(year, month)));
	} else if (is(s, k, X_KW) && is(s, k + 1, X_NUM) && s->at[k + 1].v >= 1 &&
		   s->at[k + 1].v <= 53) {
		int64_t first = date_week_start(day_number(s->clue->now.year, 1, 4));
		int64_t friday = first + 7 * (s->at[k + 1].v - 1) + 4;
		mention_set_day(m, which == X_END   ? friday
				   : which == X_MID ? friday - 2
						    : friday - 4);
		k += 2;
	} else {
		return 0;
	}
	m->rule = which == X_END   ? "date: end of"
		  : which == X_MID ? "date: middle of"
				   : "date: beginning of";
	return k - i;
}

size_t
part_weekday(struct scan *s, size_t i, struct mention *m)
{
	size_t k = i;
	int mod = MOD_COMING;
	bool article = is(s, k, X_ARTICLE) || is(s, k, X_ON);
	k += article ? 1 : 0;
	if (is(s, k, X_MOD) && is(s, k + 1, X_WEEKDAY))
		mod = s->at[k++].v;
	if (!is(s, k, X_WEEKDAY))
		return 0;
	int weekday = s->at[k].v;
	const struct token *t = token(s, k);
	bool weak = weekday >= 10; /* "sat", "mar": only with a capital or before a number */
	weekday %= 10;
	k++;
	if (weak && !(t->flags & TOK_UPPER) && !is(s, k, X_NUM))
		return 0;
	if (is(s, k, X_MOD) && is(s, k + 1, X_UNIT) && s->at[k + 1].v == UNIT_WEEK) {
		int shift = s->at[k].v == MOD_NEXT ? 7 : s->at[k].v == MOD_LAST ? -7 : 0;
		mention_set_day(m, date_week_start(s->today) + weekday + shift);
		m->rule = "date: weekday of a week";
		return k + 2 - i;
	}
	struct mention other = *m;
	size_t n = 0, a = k;
	if (close_to(s, a)) {
		n = part_iso(s, a, &other);
		if (!n)
			n = part_named(s, a, &other);
		if (!n && is(s, a, X_ON))
			n = part_named(s, a + 1, &other), n += n ? 1 : 0;
		if (!n)
			n = part_numeric(s, a, &other);
		if (!n)
			n = part_day_only(s, a, &other);
	}
	if (n) {
		/* a weekday that fits the other reading settles 05/06 */
		if (other.when.ambiguous && day_week(mention_day(&other)) != weekday) {
			struct mention alt = other;
			if (mention_set_date(s, &alt, -1, other.when.alt_month,
					     other.when.alt_day) &&
			    day_week(mention_day(&alt)) == weekday)
				other = alt;
		}
		other.when.ambiguous = false;
		*m = other;
		m->rule = "date: weekday and day";
		return a + n - i;
	}
	if (is(s, k, X_MOD) && close_to(s, k) && s->clue->lang != LANG_EN &&
	    s->clue->lang != LANG_DE)
		mod = s->at[k++].v; /* vendredi prochain */
	mention_set_day(m, weekday_date(s, weekday, mod));
	m->past = mod == MOD_LAST;
	m->rule = mod == MOD_NEXT ? "date: next weekday" : "date: coming weekday";
	return k - i;
}

static int
count_value(const struct scan *s, size_t i)
{
	if (is(s, i, X_COUNT) || (is(s, i, X_NUM) && token(s, i)->digits <= 3))
		return s->at[i].v;
	return -1;
}

static size_t
p_relative(struct scan *s, size_t i, struct mention *m)
{
	size_t k = i;
	if (is(s, k, X_DAY)) {
		int v = s->at[k].v;
		mention_set_day(m, s->today + v);
		m->past = v < 0;
		m->rule = "date: relative day";
		return 1;
	}
	/* in two weeks, within 3 days, two weeks from now, 2 days ago */
	bool in = is(s, k, X_IN);
	k += in ? 1 : 0;
	k += in ? skip(s, k, X_ARTICLE) : 0;
	bool ago_first = is(s, i, X_AGO); /* il y a, vor, hace */
	if (ago_first)
		k = i + 1;
	int n = count_value(s, k);
	if (n >= 0 && is(s, k + 1, X_UNIT)) {
		int unit = s->at[k + 1].v;
		k += 2;
		bool ago = ago_first || is(s, k, X_AGO), hence = is(s, k, X_HENCE);
		if (!in && !ago && !hence)
			return 0;
		int64_t from = s->today;
		if (!in && !ago_first)
			k++;
		if (hence && !in) { /* a week from Friday */
			struct mention base = *m;
			size_t used = part_weekday(s, k, &base);
			if (!used && is(s, k, X_DAY)) {
				mention_set_day(&base, s->today + s->at[k].v);
				used = 1;
			}
			if (used) {
				from = mention_day(&base);
				k += used;
			}
		}
		if (!add_unit(s, m, from, unit, ago ? -n : n))
			return 0;
		m->past = ago;
		m->rule = ago ? "date: ago" : "date: from now";
		return k - i;
	}
	return 0;
}

/* next week, this month, semaine prochaine, Q2, KW 17, in May, week of 5 May */
static size_t
p_period(struct scan *s, size_t i, struct mention *m)
{
	size_t k = i, n;
	int mod = -1, year = -1;
	k += skip(s, k, X_ARTICLE);
	if (is(s, k, X_MOD)) {
		mod = s->at[k++].v;
	}
	if (is(s, k, X_UNIT) && s->at[k].v >= UNIT_WEEK && (mod >= 0 || is(s, k + 1, X_MOD))) {
		int unit = s->at[k++].v;
		if (mod < 0)
			mod = s->at[k++].v;
		/* next week Tuesday */
		if (unit == UNIT_WEEK &&
		    (is(s, k, X_WEEKDAY) || (is(s, k, X_ON) && is(s, k + 1, X_WEEKDAY)))) {
			k += skip(s, k, X_ON);
			int shift = mod == MOD_NEXT || mod == MOD_COMING ? 7
				    : mod == MOD_LAST			 ? -7
									 : 0;
			mention_set_day(m, date_week_start(s->today) + s->at[k].v % 10 + shift);
			m->rule = "date: weekday of a week";
			return k + 1 - i;
		}
		int shift = mod == MOD_NEXT || mod == MOD_COMING ? 1 : mod == MOD_LAST ? -1 : 0;
		add_unit(s, m, s->today, unit == UNIT_WEEKEND ? UNIT_WEEK : unit, shift);
		if (unit == UNIT_WEEKEND)
			mention_set_day(m, date_week_start(s->today) + 5 +
						   7 * (mod == MOD_NEXT	  ? 1
							: mod == MOD_LAST ? -1
									  : 0));
		m->grain = unit == UNIT_WEEK	  ? GRAIN_WEEK
			   : unit == UNIT_MONTH	  ? GRAIN_MONTH
			   : unit == UNIT_QUARTER ? GRAIN_QUARTER
			   : unit == UNIT_YEAR	  ? GRAIN_YEAR
						  : GRAIN_DAY;
		m->past = mod == MOD_LAST;
		m->rule = "date: period";
		return k - i;
	}
	if (mod < 0 && is(s, k, X_QUARTER)) {
		int month = s->at[k++].v * 3;
		k += part_year(s, k, &year);
		if (year < 0)
			year = s->clue->now.year + (month < s->clue->now.month ? 1 : 0);
		mention_set_day(m, day_number(year, month, day_month_len(year, month)));
		m->rule = "date: quarter";
		return k - i;
	}
	if (mod < 0 && is(s, k, X_KW) && is(s, k + 1, X_NUM) && s->at[k + 1].v >= 1 &&
	    s->at[k + 1].v <= 53) {
		int64_t first = date_week_start(day_number(s->clue->now.year, 1, 4));
		mention_set_day(m, first + 7 * (s->at[k + 1].v - 1));
		m->grain = GRAIN_WEEK;
		m->rule = "date: calendar week";
		return k + 2 - i;
	}
	/* a month alone: only behind "in", or with a year, lest "may" and "march" become dates */
	bool in = is(s, k, X_IN) || is(s, k, X_ON);
	k += in ? 1 : 0;
	if (is(s, k, X_MONTH)) {
		int month = s->at[k++].v;
		bool upper = (token(s, k - 1)->flags & TOK_UPPER) != 0;
		size_t before = s->at[i].tok;
		if (before && !in && s->d->tok[before - 1].kind == TOK_NUMBER &&
		    token(s, i)->sep == ' ')
			return 0; /* "31 June" is no day, and no June either */
		n = part_year(s, k, &year);
		k += n;
		if (!n && !(in && upper) && !(mod >= 0))
			return 0;
		if (year < 0) {
			year = date_near_year(s, month, 1);
			if (mod == MOD_NEXT &&
			    year * 12 + month <= s->clue->now.year * 12 + s->clue->now.month)
				year++;
		}
		mention_set_day(m, day_number(year, month, 1));
		m->grain = GRAIN_MONTH;
		m->rule = "date: month";
		return k - i;
	}
	return 0;
}

static const part_fn date_parts[] = {part_iso,	   p_end_of,   part_named, part_numeric,
				     part_weekday, p_relative, p_period,   part_day_only};

size_t
part_date(struct scan *s, size_t i, struct mention *m)
{
	struct mention best = *m;
	size_t best_n = 0;
	for (size_t f = 0; f < COUNT(date_parts); f++) {
		struct mention x = *m;
		size_t n = date_parts[f](s, i, &x);
		if (n > best_n) {
			best = x;
			best_n = n;
		}
	}
	if (best_n)
		*m = best;
	return best_n;
}
