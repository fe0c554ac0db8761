/* Numbers, and points in time and periods made of words. See date_make.h. */
#include "date_make.h"

enum { INDEFINITE = 1000 }; /* added to "a" and "a few": they count, and name no hour */

bool
make_number(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct lexeme *x = &s->at[part[0]->start];
	if (part[0]->sym == S_NUM && x->digits > 3)
		return false;
	out->v = part[0]->v % INDEFINITE;
	out->flags = part[0]->sym == S_NUM ? F_MARKED : part[0]->v >= INDEFINITE ? F_LATENT : 0;
	(void)arg;
	return true;
}

bool
make_twenty(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	int tens = part[0]->v, ones = part[2]->v;
	(void)s;
	(void)arg;
	out->v = tens + ones;
	return tens >= 20 && tens < 100 && tens % 10 == 0 && ones >= 1 && ones <= 9;
}

bool
make_year_words(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *rest = part[arg ? 1 : 3];
	int n = part[0]->v, low = rest ? rest->v : 0;
	if (part[0]->flags || (rest && rest->flags) || low > 99)
		return false;
	out->v = arg ? n * 100 + low : n * 1000 + low;
	return s->clue->phrase && (arg ? (n == 19 || n == 20) && low >= 10 : n == 1 || n == 2);
}

bool
make_duration(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	enum { COUNT_MAX = 1000 };
	int n = part[arg - 1]->v, unit = part[arg]->v;
	(void)s;
	if (n > COUNT_MAX || n < 0)
		return false;
	out->dur.unit = (enum unit)unit;
	switch (unit) {
	case UNIT_SECOND: out->dur.minutes = n / 60; break;
	case UNIT_MINUTE: out->dur.minutes = n; break;
	case UNIT_HOUR: out->dur.minutes = 60 * n; break;
	case UNIT_DAY: out->dur.days = n; break;
	case UNIT_WORKDAY: out->dur.workdays = n; break;
	case UNIT_WEEK: out->dur.days = 7 * n; break;
	case UNIT_MONTH: out->dur.months = n; break;
	case UNIT_QUARTER: out->dur.months = 3 * n; break;
	case UNIT_HALF: out->dur.months = 6 * n; break;
	case UNIT_FORTNIGHT: out->dur.days = 14 * n; break;
	case UNIT_YEAR: out->dur.months = n > 100 ? 1200 : 12 * n; break;
	default: return false;
	}
	return true;
}

bool
make_half_unit(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	int unit = arg == 2 ? (int)part[0]->dur.unit : part[arg == 3 ? 3 : 2]->v;
	const struct edge *half = arg == 1 ? part[0] : arg == 3 ? part[2] : part[arg == 2 ? 2 : 1];
	int sixtieths = half->v == 3 ? 45 : half->v == 2 ? 15 : 30;
	(void)s;
	out->dur = arg == 2 ? part[0]->dur : (struct dur){.unit = (enum unit)unit};
	if (arg == 3) /* "two and a half hours" */
		out->dur.minutes = unit == UNIT_HOUR ? 60 * part[0]->v : 1440 * part[0]->v;
	switch (unit) {
	case UNIT_HOUR: out->dur.minutes += sixtieths; return true;
	case UNIT_DAY: out->dur.minutes += 12 * 60; return true;
	case UNIT_YEAR: out->dur.months += 6; return true;
	case UNIT_MONTH: out->dur.days += 15; return true;
	default: return false;
	}
}

bool
make_sum(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct dur *a = &part[0]->dur, *b = &part[arg]->dur;
	(void)s;
	if (b->unit >= a->unit)
		return false;
	out->dur = (struct dur){a->months + b->months, a->days + b->days, a->workdays + b->workdays,
				a->minutes + b->minutes, a->unit};
	return true;
}

/* Takes over a part that is a time. */
static bool
take(const struct edge *e, struct edge *out)
{
	out->a = e->a;
	out->b = e->b;
	out->flags = e->flags;
	if (e->rule)
		out->rule = e->rule;
	return true;
}

bool
make_same(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	(void)s;
	return take(part[arg], out);
}

bool
make_named(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *e = part[arg];
	const struct lexeme *x = &s->at[e->start];
	take(e, out);
	/* 5.10 and 9.30 are numbers but for the plainest words before them */
	if (e->end == e->start + 1 && ((x->sym[0] == S_DATE && x->weak && part[0]->sym != S_ON) ||
				       (x->sym[0] == S_HDOT && part[0]->sym != S_AT)))
		return true;
	/* "from 3 to 5" may be pages */
	if (e->flags & F_SPAN && e->a.has == H_TIME && !s->clue->phrase)
		return true;
	/* "in may" wants its capital; "5 may" has its number */
	if (!x->weak || e->end > e->start + 1 || x->sym[0] != S_MONTH || x->upper ||
	    s->clue->phrase)
		out->flags &=
			e->a.has == H_DAY || e->a.has == H_PART ? 0xff : (unsigned char)~F_LATENT;
	if (e->a.has == H_YEAR && !s->clue->phrase)
		out->flags |= F_LATENT;
	return true;
}

/* A time in figures: "at 5" is the working day's. */
static void
set_time(struct spec *p, int v)
{
	p->has = H_TIME | (v >= SURE_24H ? H_SURE : 0u);
	p->min = v % SURE_24H + (v < 7 * 60 ? 12 * 60 : 0);
}

/* "Sat", "Mo.", "Do 14": and not "So" at the beginning of a sentence. */
static bool
short_weekday(const struct scan *s, const struct edge *e)
{
	const struct lexeme *x = &s->at[e->start];
	size_t end = s->d->tok[x->tok].end;
	char after = end < s->d->text.len ? s->d->text.data[end] : ' ';
	bool figure =
		e->end < s->len && (s->at[e->end].sym[0] == S_NUM ||
				    s->at[e->end].sym[0] == S_DATE || s->at[e->end].sym[0] == S_HM);
	return x->upper &&
	       (end - s->d->tok[x->tok].start > 2 || figure || after == '.' || after == ',');
}

bool
make_word(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *e = part[0];
	const struct lexeme *x = &s->at[e->start];
	bool phrase = s->clue->phrase;
	int v = e->v;
	(void)arg;
	switch (e->sym) {
	case S_MONTH:
		out->a = (struct spec){.has = H_MONTH, .month = v};
		out->flags = F_LATENT;
		break;
	case S_DOW:
		out->a = (struct spec){.has = H_DOW, .dow = v};
		if (x->weak && !short_weekday(s, e))
			out->flags = F_LATENT;
		return phrase || !out->flags;
	case S_DAY:
		spec_period(s, UNIT_DAY, v, &out->a);
		out->a.past = v < 0;
		break;
	case S_NOW:
		out->a = (struct spec){
			.has = H_ABS, .from = s->today, .to = s->today + 1, .min = s->now};
		out->flags = F_PHRASE;
		break;
	case S_DATE:
		out->a = x->spec;
		out->flags = x->weak ? F_LATENT : 0;
		break;
	case S_YEAR:
		out->a = (struct spec){.has = H_YEAR, .year = v};
		out->flags = F_LATENT;
		break;
	case S_CLOCK:
		out->a = (struct spec){.has = H_TIME | H_SURE, .min = v / 100 * 60 + v % 100};
		break;
	case S_EOD:
		out->a = (struct spec){
			.has = H_TIME | H_SURE | H_DUE, .min = LAST_MINUTE, .due_min = DUE_EVENING};
		break;
	case S_HM:
		set_time(&out->a, v);
		out->flags = phrase ? 0 : F_LATENT; /* 0:32 is a place in a film */
		break;
	case S_HDOT:
		set_time(&out->a, v);
		out->flags = F_LATENT;
		break;
	case S_TODAY_PART:
		spec_period(s, UNIT_DAY, v >= 20000 ? 1 : v >= 10000 ? -1 : 0, &out->a);
		out->a.has |= H_PART;
		out->a.past = v >= 10000 && v < 20000;
		out->a.part_from = v / 100 % 100 * 60;
		out->a.part_to = v % 100 * 60;
		break;
	case S_SEASON:
		out->a = (struct spec){.has = H_QUARTER, .quarter = SEASONS + v};
		out->flags = F_LATENT; /* "the summer sale" */
		break;
	case S_PART:
		out->a = (struct spec){
			.has = H_PART, .part_from = v / 100 * 60, .part_to = v % 100 * 60};
		out->flags = F_LATENT;
		break;
	case S_HOLIDAY: out->a = (struct spec){.has = H_HOLIDAY, .holiday = v}; break;
	case S_QUARTER:
		out->a = (struct spec){.has = H_QUARTER, .quarter = v};
		out->flags = v > 4 ? F_LATENT : 0; /* H1 is a heading, too */
		break;
	case S_EDGE_UNIT: {
		struct edge period = {.sym = S_UNIT, .v = v % 100}, where = {.v = v / 100};
		const struct edge *two[] = {&where, &period};
		return make_edge(s, two, 1, out);
	}
	case N_ORD:
		if (v < 1 || v > 31)
			return false;
		out->a = (struct spec){.has = H_DAY, .day = v};
		out->flags = F_LATENT;
		break;
	default: return false;
	}
	return true;
}

static bool
set_month_day(int month, int day, struct edge *out)
{
	static const unsigned char len[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	out->a = (struct spec){.has = H_MONTH | H_DAY, .month = month, .day = day};
	return month >= 1 && month <= 12 && day >= 1 && day <= len[month - 1];
}

bool
edge_is_article(const struct scan *s, const struct edge *number)
{
	return !s->clue->phrase && number->sym == N_NUM && number->v == 1 &&
	       s->at[number->start].sym[0] == S_COUNT;
}

bool
make_month_day(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *day = part[arg % 10], *month = part[arg / 10];
	if (month->sym != S_MONTH && s->clue->lang != LANG_DE)
		return false; /* "am siebten vierten" */
	const struct lexeme *x = &s->at[month->start];
	bool figures = day->sym == N_ORD || day->flags & F_MARKED;
	if (edge_is_article(s, day) || edge_is_article(s, month))
		return false;
	/* "one may ask", "march two by two", "in April two of us" */
	if (!figures && ((x->weak && !x->upper) || day->flags & F_LATENT ||
			 (s->clue->lang == LANG_EN && !s->clue->phrase)))
		return false;
	return set_month_day(month->v, day->v, out);
}

bool
make_month_year(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	enum { CENTURY = 70, YEARS_AHEAD = 10 };
	const struct edge *when = part[arg / 10], *year = part[arg % 10];
	const struct lexeme *x = &s->at[year->start];
	int v = year->v;
	if (when->sym == N_T)
		take(when, out);
	else
		out->a = (struct spec){.has = H_MONTH, .month = when->v};
	if (year->sym == S_NUM) {
		/* "juillet 98", "15 April of 87": no day of a month */
		if (x->digits != 2 || (v < CENTURY && !(out->a.has & H_DAY)))
			return false;
		v += v < CENTURY ? 2000 : 1900;
		if (v > s->clue->now.year + YEARS_AHEAD) /* "on 15 June 45 people" */
			return false;
	}
	if (!(out->a.has & H_MONTH) || out->a.has & (H_YEAR | H_ABS | H_TIME) ||
	    out->flags & F_SPAN)
		return false;
	out->a.has |= H_YEAR;
	out->a.year = v;
	out->flags = 0;
	return true;
}

bool
make_figures(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	int a = part[arg == 1 ? 1 : 0]->v, b = part[arg == 2 ? 1 : 2]->v;
	int year = arg ? part[arg == 1 ? 0 : 2]->v : -1;
	bool day_first = s->clue->lang != LANG_EN && arg != 1;
	for (int k = 0; k < 3; k++) /* "030 12 34 56" is to be rung up */
		if (part[k] && part[k]->sym == S_NUM && s->at[part[k]->start].digits > 2)
			return false;
	if (a > 12 || b > 12)
		day_first = a > 12;
	if (!set_month_day(day_first ? b : a, day_first ? a : b, out))
		return false;
	if (arg) {
		out->a.has |= H_YEAR;
		out->a.year = year >= 100 ? year : year + (year < 70 ? 2000 : 1900);
	}
	out->flags = F_PHRASE;
	out->cost = 2;
	return true;
}

/* 2027/aug/01 and other orders; arg: the places of year, month and day */
bool
make_ymd(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	(void)s;
	if (!set_month_day(part[arg / 10 % 10]->v, part[arg % 10]->v, out))
		return false;
	out->a.has |= H_YEAR;
	out->a.year = part[arg / 100]->v;
	return true;
}

/* "20 of this month" */
bool
make_day_in(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	struct spec day = {.has = H_DAY, .day = part[0]->v};
	const struct edge *of = part[arg];
	return day.day >= 1 && day.day <= 31 && part[0]->flags & F_MARKED && of->a.has == H_ABS &&
	       of->a.grain == GRAIN_MONTH && !of->flags && spec_merge(s, &day, &of->a, &out->a);
}

bool
make_weekday_day(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *dow = part[0], *day = part[arg];
	const struct lexeme *x = &s->at[dow->start];
	if (day->v < 1 || day->v > 31 || (x->weak && !x->upper && !s->clue->phrase))
		return false;
	/* "on Friday a new one", "on Friday two of us" */
	if (day->sym == N_NUM && (day->flags & F_LATENT ||
				  (!(day->flags & F_MARKED) && day->v < 10 && !s->clue->phrase)))
		return false;
	out->a = (struct spec){.has = H_DOW | H_DAY, .dow = dow->v, .day = day->v};
	out->cost = day->sym == S_NUM ? 1 : 0;
	return true;
}

/* "the 2nd slide": a noun follows, so it is no day. */
static bool
noun_follows(const struct scan *s, size_t end)
{
	const struct doc *d = s->d;
	size_t t = s->at[end - 1].tok_end;
	if (end < s->len && s->at[end].sym[0] == S_UNIT)
		return true;
	if (t >= d->tok_count || d->tok[t].sent != d->tok[t - 1].sent ||
	    d->tok[t].gap & (GAP_COMMA | GAP_STOP | GAP_DASH | GAP_OPEN | GAP_CLOSE) ||
	    d->tok[t].kind != TOK_WORD)
		return false;
	/* "the 27th please", "the 27th rather than the 20th" */
	static const enum lex_class no_noun[] = {
		LEX_PREPOSITION, LEX_JOIN,   LEX_VERB,	  LEX_FOR,	     LEX_DATE,
		LEX_DATE_WORD,	 LEX_HENCE,  LEX_PLEASE,  LEX_NOT_DEADLINE,  LEX_CONTRAST,
		LEX_PRONOUN,	 LEX_ADVERB, LEX_ARTICLE, LEX_DEADLINE_AFTER};
	return !doc_at_any(d, no_noun, COUNT(no_noun), t);
}

bool
make_day_of_month(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *day = part[arg];
	const struct lexeme *x = &s->at[day->start];
	bool word = s->d->tok[x->tok].kind != TOK_NUMBER;
	bool bare = x->sym[0] == S_NUM;
	bool roman = s->clue->lang == LANG_FR || s->clue->lang == LANG_ES;
	bool dot = x->sym[1] == N_ORD && day->sym == N_ORD;
	if (day->v < 1 || day->v > 31)
		return false;
	if (day->sym == N_NUM && (!(day->flags & F_MARKED) || !roman) && !s->clue->phrase)
		return false;
	/* "las 7" is an hour, "las dos" are two */
	if (day->sym == N_NUM && roman &&
	    ((arg && part[0]->sym == S_ARTICLE && part[0]->v > 1) ||
	     (!(day->flags & F_MARKED) && day->v < 13)))
		return false;
	out->a = (struct spec){.has = H_DAY, .day = day->v};
	out->cost = bare && !dot ? 1 : 0;
	bool bis = dot && s->at[part[0]->start].sym[0] == S_TO; /* "Klasse 5 bis 10." */
	/* "2nd" alone, "the second", "the 2nd slide" */
	if (arg == 0 || word || bis || noun_follows(s, day->end) || (day->sym == N_NUM && !roman))
		out->flags = F_LATENT;
	return true;
}

bool
make_unit_number(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	int n = part[arg]->v;
	if (edge_is_article(s, part[arg]))
		return false;
	if (part[0]->sym == S_UNIT && part[0]->v == UNIT_YEAR) {
		if (part[arg]->sym != S_YEAR)
			return false;
		out->a = (struct spec){.has = H_YEAR, .year = n};
		return true;
	}
	if (part[0]->sym == S_UNIT && part[0]->v != UNIT_WEEK)
		return false;
	if (part[0]->sym == S_UNIT && part[arg]->end > part[arg]->start + 1)
		return false;
	out->a = (struct spec){.has = H_WEEK, .week = n};
	/* "week 3" may be that of a plan */
	out->flags = part[0]->sym == S_UNIT ? F_PHRASE : 0;
	return n >= 1 && n <= 53;
}

bool
make_quarter(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	int year = part[0]->v, n = part[arg % 10]->v;
	(void)s;
	if (n < 1 || n > 4)
		return false;
	out->a = (struct spec){.has = H_QUARTER, .quarter = n};
	if (arg >= 10) /* "4th quarter": no year in front */
		return part[arg / 10 % 10]->v == UNIT_QUARTER;
	out->a.has |= H_YEAR;
	out->a.year = year < 100 ? 2000 + year : year;
	return true;
}
