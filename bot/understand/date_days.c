/* Words as lexemes, and days of the calendar: 2026-03-20, 20/3, March 20th, "the 20th". */
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
int
date_near_year(const struct scan *s, int month, int day)
{
	int year = s->clue->now.year;
	int64_t n = day_number(year, month, day);
	if (n < s->today - 150)
		return year + 1;
	if (n > s->today + 240)
		return year - 1;
	return year;
}

bool
mention_set_date(struct scan *s, struct mention *m, int year, int month, int day)
{
	if (month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	m->no_year = year < 0;
	if (year < 0) {
		year = date_near_year(s, month, day > 28 ? 28 : day);
	} else if (year < 100) {
		year += year < 70 ? 2000 : 1900;
	}
	if (year < 1900 || year > 2200 || !day_exists(year, month, day))
		return false;
	mention_set_day(m, day_number(year, month, day));
	return true;
}

/* A four-digit year, or nothing. */
size_t
part_year(struct scan *s, size_t i, int *year)
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

size_t
part_iso(struct scan *s, size_t i, struct mention *m)
{
	if (!is(s, i, X_NUM) || token(s, i)->digits != 4 || !is(s, i + 1, X_NUM) ||
	    !is(s, i + 2, X_NUM))
		return 0;
	char a = sep(s, i + 1), b = sep(s, i + 2);
	if (a != b || !a || !strchr("-/.", a) ||
	    !mention_set_date(s, m, s->at[i].v, s->at[i + 1].v, s->at[i + 2].v))
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
	if (!mention_set_date(s, m, year, day_first ? b : a, day_first ? a : b))
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
		k += part_year(s, k, &year);
		if (!mention_set_date(s, m, year, month, day))
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
			k += part_year(s, k, &year);
		if (!mention_set_date(s, m, year, month, day))
			return 0;
		m->rule = "date: day month";
	}
	if (last && day_exists(m->when.year, m->when.month, last))
		mention_set_end(m, day_number(m->when.year, m->when.month, last));
	return k - i;
}

/* "the 14th", "am 14.", "le 14": the next such day */
size_t
part_day_only(struct scan *s, size_t i, struct mention *m)
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
	if (!mention_set_date(s, m, year, month, day))
		return 0;
	m->rule = "date: day of the month";
	return k + n - i;
}
