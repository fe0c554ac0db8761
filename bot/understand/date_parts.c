/* Days as people name them, on lexemes. The weekday rules are those of the annotation guide. */
#include "date_scan.h"

static const struct {
	const char *key;
	enum lx type;
} keys[] = {
	{"month", X_MONTH},	{"weekday", X_WEEKDAY}, {"day", X_DAY},
	{"unit", X_UNIT},	{"count", X_COUNT},	{"mod", X_MOD},
	{"in", X_IN},		{"ago", X_AGO},		{"hence", X_HENCE},
	{"end", X_END},		{"mid", X_MID},		{"begin", X_BEGIN},
	{"of", X_OF},		{"at", X_AT},		{"on", X_ON},
	{"clock", X_CLOCK},	{"am", X_AM},		{"pm", X_PM},
	{"oclock", X_OCLOCK},	{"half", X_HALF},	{"quarter", X_QUARTER},
	{"kw", X_KW},		{"to", X_TO},		{"article", X_ARTICLE},
	{"ordinal", X_ORDINAL}, {"holiday", X_HOLIDAY},
};

/* A part of a mention: how many lexemes it took, or 0. */
typedef size_t (*part_fn)(struct scan *s, size_t i, struct mention *m);

void
scan_fill(struct scan *s, size_t tok)
{
	const struct doc *d = s->d;
	s->len = 0;
	while (s->len < LEXEMES_MAX && tok < d->tok_count) {
		struct lexeme *x = &s->at[s->len];
		const struct token *t = &d->tok[tok];
		*x = (struct lexeme){X_OTHER, 0, tok, tok + 1};
		if (s->len && t->sent != s->at[0].tok && t->sent != d->tok[s->at[0].tok].sent)
			break;
		const struct match *m = doc_at(d, LEX_DATE, tok);
		if (t->kind == TOK_NUMBER) {
			x->type = X_NUM;
			x->v = t->value;
		}
		if (m && (x->type != X_NUM || m->tok_end > tok + 1)) {
			struct slice arg = match_arg(d, m), key;
			int64_t v = 0;
			slice_cut(&arg, '=', &key);
			for (size_t k = 0; k < COUNT(keys); k++)
				if (slice_is(key, keys[k].key))
					x->type = keys[k].type;
			if (arg.len && slice_int(arg, &v))
				x->v = (int)v;
			x->tok_end = m->tok_end;
		}
		tok = x->tok_end;
		s->len++;
	}
	if (s->len < LEXEMES_MAX)
		s->at[s->len].type = X_OTHER;
}

void
mention_set_day(struct mention *m, int64_t number)
{
	struct civil c = day_civil(number);
	m->when.known = true;
	m->when.year = c.year;
	m->when.month = c.month;
	m->when.day = c.day;
	m->grain = GRAIN_DAY;
}

void
mention_set_end(struct mention *m, int64_t number)
{
	struct civil c = day_civil(number);
	m->when.has_end = true;
	m->when.end_year = c.year;
	m->when.end_month = c.month;
	m->when.end_day = c.day;
}

/* The year nearest to now in which this day lies; a little more room for the future. */
static int
near_year(const struct scan *s, int month, int day)
{
	int year = s->clue->now.year;
	int64_t n = day_number(year, month, day);
	if (n < s->today - 150)
		return year + 1;
	if (n > s->today + 240)
		return year - 1;
	return year;
}

static bool
set_date(struct scan *s, struct mention *m, int year, int month, int day)
{
	if (month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	m->no_year = year < 0;
	if (year < 0) {
		year = near_year(s, month, day > 28 ? 28 : day);
	} else if (year < 100) {
		year += year < 70 ? 2000 : 1900;
	}
	if (year < 1900 || year > 2200 || !day_exists(year, month, day))
		return false;
	mention_set_day(m, day_number(year, month, day));
	return true;
}

/* A four-digit year, or nothing. */
static size_t
opt_year(struct scan *s, size_t i, int *year)
{
	size_t k = i;
	*year = -1;
	if (is(s, k, X_OF))
		k++;
	if (is(s, k, X_NUM) && token(s, k)->digits == 4 && s->at[k].v >= 1900 &&
	    s->at[k].v < 2200 && close_to(s, k)) {
		*year = s->at[k].v;
		return k + 1 - i;
	}
	return 0;
}

/* A day of the month with its ordinal mark. */
static size_t
day_number_part(struct scan *s, size_t i, int *day)
{
	size_t k = i;
	if (!is(s, k, X_NUM) || token(s, k)->digits > 2 || s->at[k].v < 1 || s->at[k].v > 31)
		return 0;
	*day = s->at[k++].v;
	if (is(s, k, X_ORDINAL) && sep(s, k) == '\1')
		k++;
	return k - i;
}

static size_t
p_iso(struct scan *s, size_t i, struct mention *m)
{
	if (!is(s, i, X_NUM) || token(s, i)->digits != 4 || !is(s, i + 1, X_NUM) ||
	    !is(s, i + 2, X_NUM))
		return 0;
	char a = sep(s, i + 1), b = sep(s, i + 2);
	if (a != b || !a || !strchr("-/.", a) ||
	    !set_date(s, m, s->at[i].v, s->at[i + 1].v, s->at[i + 2].v))
		return 0;
	m->rule = "date: year-month-day";
	return 3;
}

static bool
day_goes_first(const struct date_clue *c)
{
	if (c->sure)
		return c->day_first;
	if (c->lang != LANG_EN)
		return true;
	/* American offsets write the month first; without an offset English does too */
	return c->has_offset && (c->offset > -180 || c->offset < -600);
}

size_t
part_numeric(struct scan *s, size_t i, struct mention *m)
{
	if (!is(s, i, X_NUM) || !is(s, i + 1, X_NUM) || token(s, i)->digits > 2 ||
	    token(s, i + 1)->digits > 2)
		return 0;
	char c = sep(s, i + 1);
	int a = s->at[i].v, b = s->at[i + 1].v, year = -1;
	size_t used = 2;
	if (!c || !strchr("/.-", c))
		return 0;
	if (is(s, i + 2, X_NUM) && sep(s, i + 2) == c &&
	    (token(s, i + 2)->digits == 4 || token(s, i + 2)->digits == 2)) {
		year = s->at[i + 2].v;
		used = 3;
	}
	size_t after = s->at[i + used - 1].tok_end;
	char next = after < s->d->tok_count ? s->d->tok[after].sep : 0;
	size_t end = s->d->tok[after - 1].end;
	char follows = end < s->d->text.len ? s->d->text.data[end] : ' ';
	if (year < 0 && c == '-')
		return 0;
	if (follows == '%' || next == '-' || (next == '\1' && used == 2))
		return 0;
	size_t begin = token(s, i)->start;
	if (begin && strchr("$#/.:", s->d->text.data[begin - 1]))
		return 0;
	/* 4.10 is a price or a version unless a stop, a weekday or "on" says otherwise */
	if (year < 0 && c == '.' && follows != '.' &&
	    !(s->clue->lang == LANG_DE && b <= 12 && i > 0))
		return 0;
	if (a == 24 && b == 7)
		return 0;
	bool can_dm = b >= 1 && b <= 12 && a >= 1 && a <= 31;
	bool can_md = a >= 1 && a <= 12 && b >= 1 && b <= 31;
	bool day_first = c == '.' ? true : day_goes_first(s->clue);
	if (can_dm != can_md)
		day_first = can_dm;
	else if (!can_dm)
		return 0;
	if (!set_date(s, m, year, day_first ? b : a, day_first ? a : b))
		return 0;
	if (can_dm && can_md && a != b && c != '.' && !s->clue->sure && s->clue->lang == LANG_EN) {
		m->when.ambiguous = true;
		m->when.alt_month = day_first ? a : b;
		m->when.alt_day = day_first ? b : a;
	}
	m->rule = day_first ? "date: day/month" : "date: month/day";
	return used;
}

/* March 6, 6 March, 6. März 2026, le 6 mars, March 6th to 9th */
size_t
part_named(struct scan *s, size_t i, struct mention *m)
{
	int day = 0, last = 0, year = -1;
	size_t k = i, n;
	k += skip(s, k, X_ARTICLE);
	if (is(s, k, X_MONTH)) {
		int month = s->at[k++].v;
		k += skip(s, k, X_ARTICLE);
		n = close_to(s, k) ? day_number_part(s, k, &day) : 0;
		if (!n)
			return 0;
		if (sep(s, k + n) == ':' || is(s, k + n, X_AM) || is(s, k + n, X_PM))
			return 0;
		k += n;
		bool joined =
			is(s, k, X_TO) ||
			(is(s, k, X_NUM) && (sep(s, k) == '-' || (token(s, k)->gap & GAP_DASH)));
		size_t to = k + skip(s, k, X_TO);
		n = joined ? day_number_part(s, to, &last) : 0;
		if (n && last > day)
			k = to + n;
		else
			last = 0;
		k += opt_year(s, k, &year);
		if (!set_date(s, m, year, month, day))
			return 0;
		m->rule = "date: month day";
	} else {
		n = day_number_part(s, k, &day);
		if (!n)
			return 0;
		k += n;
		size_t to = k;
		if (is(s, k, X_TO) ||
		    (is(s, k, X_NUM) && (sep(s, k) == '-' || token(s, k)->gap & GAP_DASH))) {
			to += skip(s, k, X_TO);
			to += skip(s, to, X_ARTICLE);
			n = day_number_part(s, to, &last);
			if (n && last > day)
				k = to + n;
			else
				last = 0;
		}
		k += skip(s, k, X_OF);
		if (!is(s, k, X_MONTH) || !close_to(s, k))
			return 0;
		int month = s->at[k++].v;
		if (is(s, k, X_NUM) && (sep(s, k) == '-' || sep(s, k) == '/') &&
		    token(s, k)->digits == 4)
			year = s->at[k++].v;
		else
			k += opt_year(s, k, &year);
		if (!set_date(s, m, year, month, day))
			return 0;
		m->rule = "date: day month";
	}
	if (last && day_exists(m->when.year, m->when.month, last))
		mention_set_end(m, day_number(m->when.year, m->when.month, last));
	return k - i;
}

/* "the 14th", "am 14.", "le 14": the next such day */
static size_t
p_day_only(struct scan *s, size_t i, struct mention *m)
{
	size_t k = i;
	int day = 0;
	bool article = is(s, k, X_ARTICLE) || is(s, k, X_ON);
	k += article ? 1 : 0;
	size_t n = day_number_part(s, k, &day);
	if (!n || !article)
		return 0;
	size_t after = s->at[k + n - 1].tok_end;
	const struct doc *d = s->d;
	size_t end = d->tok[after - 1].end;
	bool marked = n == 2 ||
		      (s->clue->lang == LANG_DE && end < d->text.len && d->text.data[end] == '.');
	bool ends = after >= d->tok_count || d->tok[after].sent != d->tok[after - 1].sent ||
		    d->tok[after].gap & (GAP_COMMA | GAP_STOP | GAP_DASH);
	if (s->clue->lang == LANG_FR || s->clue->lang == LANG_ES)
		marked = ends && is(s, i, X_ARTICLE);
	if (!marked)
		return 0;
	/* "the 2nd slide": a noun follows */
	if (after < d->tok_count && !ends && d->tok[after].kind == TOK_WORD &&
	    !doc_at(d, LEX_PREPOSITION, after) && !doc_at(d, LEX_JOIN, after) &&
	    !doc_at(d, LEX_VERB, after))
		return 0;
	int year = s->clue->now.year, month = s->clue->now.month;
	if (day < s->clue->now.day && ++month > 12)
		month = 1, year++;
	if (!set_date(s, m, year, month, day))
		return 0;
	m->rule = "date: day of the month";
	return k + n - i;
}

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
		k += opt_year(s, k, &year);
		if (year < 0) {
			year = s->clue->now.year;
			if (month < s->clue->now.month)
				year++;
		}
		int day = which == X_END ? day_month_len(year, month) : which == X_MID ? 15 : 1;
		mention_set_day(m, day_number(year, month, day));
	} else if (is(s, k, X_QUARTER)) {
		int month = s->at[k++].v * 3;
		k += opt_year(s, k, &year);
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
		a += is(s, a, X_ON) || is(s, a, X_ARTICLE) ? 0 : 0;
		n = p_iso(s, a, &other);
		if (!n)
			n = part_named(s, a, &other);
		if (!n && is(s, a, X_ON))
			n = part_named(s, a + 1, &other), n += n ? 1 : 0;
		if (!n)
			n = part_numeric(s, a, &other);
		if (!n)
			n = p_day_only(s, a, &other);
	}
	if (n) {
		/* a weekday that fits the other reading settles 05/06 */
		if (other.when.ambiguous && day_week(mention_day(&other)) != weekday) {
			struct mention alt = other;
			if (set_date(s, &alt, -1, other.when.alt_month, other.when.alt_day) &&
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
		k += opt_year(s, k, &year);
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
		n = opt_year(s, k, &year);
		k += n;
		if (!n && !(in && upper) && !(mod >= 0))
			return 0;
		if (year < 0) {
			year = near_year(s, month, 1);
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

static const part_fn date_parts[] = {p_iso,	   p_end_of,   part_named, part_numeric,
				     part_weekday, p_relative, p_period,   p_day_only};

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
