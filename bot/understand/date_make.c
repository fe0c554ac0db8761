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
make_duration(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	enum { COUNT_MAX = 1000 };
	int n = part[0]->v, unit = part[arg]->v;
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
	out->dur = (struct dur){a->months + b->months, a->days + b->days,
				a->workdays + b->workdays, a->minutes + b->minutes, a->unit};
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
	if (e->end == e->start + 1 &&
	    ((x->sym[0] == S_DATE && x->weak && part[0]->sym != S_ON) ||
	     (x->sym[0] == S_HDOT && part[0]->sym != S_AT)))
		return true;
	/* "from 3 to 5" may be pages */
	if (e->flags & F_SPAN && e->a.has == H_TIME && !s->clue->phrase)
		return true;
	/* "in may" wants its capital; "5 may" has its number */
	if (!x->weak || e->end > e->start + 1 || x->sym[0] != S_MONTH || x->upper ||
	    s->clue->phrase)
		out->flags &= e->a.has == H_DAY || e->a.has == H_PART ? 0xff
									: (unsigned char)~F_LATENT;
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
	bool figure = e->end < s->len && (s->at[e->end].sym[0] == S_NUM ||
					  s->at[e->end].sym[0] == S_DATE ||
					  s->at[e->end].sym[0] == S_HM);
	return x->upper && (end - s->d->tok[x->tok].start > 2 || figure || after == '.' ||
			    after == ',');
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
		out->a = (struct spec){.has = H_ABS, .from = s->today, .to = s->today + 1,
				       .min = s->now};
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
		out->a = (struct spec){.has = H_TIME | H_SURE | H_DUE, .min = LAST_MINUTE,
				       .due_min = DUE_EVENING};
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
		out->a = (struct spec){.has = H_PART, .part_from = v / 100 * 60,
				       .part_to = v % 100 * 60};
		out->flags = F_LATENT;
		break;
	case S_HOLIDAY: out->a = (struct spec){.has = H_HOLIDAY, .holiday = v}; break;
	case S_QUARTER: out->a = (struct spec){.has = H_QUARTER, .quarter = v}; break;
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
make_month_day(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *day = part[arg % 10], *month = part[arg / 10];
	if (month->sym != S_MONTH && s->clue->lang != LANG_DE)
		return false; /* "am siebten vierten" */
	const struct lexeme *x = &s->at[month->start];
	bool figures = day->sym == N_ORD || day->flags & F_MARKED;
	/* "one may ask", "march two by two", "in April two of us" */
	if (!figures && ((x->weak && !x->upper) || day->flags & F_LATENT ||
			 (s->clue->lang == LANG_EN && !s->clue->phrase)))
		return false;
	return set_month_day(month->v, day->v, out);
}

bool
make_month_year(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *when = part[arg / 10], *year = part[arg % 10];
	const struct lexeme *x = &s->at[year->start];
	int v = year->v;
	if (when->sym == N_T)
		take(when, out);
	else
		out->a = (struct spec){.has = H_MONTH, .month = when->v};
	if (year->sym == S_NUM) {
		/* "juillet 98", "15 April of 87": no day of a month */
		if (x->digits != 2 || (v <= 31 && !(out->a.has & H_DAY)))
			return false;
		v += v < 70 ? 2000 : 1900;
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
	return day.day >= 1 && day.day <= 31 && part[0]->flags & F_MARKED &&
	       of->a.has == H_ABS && of->a.grain == GRAIN_MONTH && !of->flags &&
	       spec_merge(s, &day, &of->a, &out->a);
}

bool
make_weekday_day(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *dow = part[0], *day = part[arg];
	const struct lexeme *x = &s->at[dow->start];
	if (day->v < 1 || day->v > 31 || (x->weak && !x->upper && !s->clue->phrase))
		return false;
	/* "on Friday a new one", "on Friday two of us" */
	if (day->sym == N_NUM && (day->flags & F_LATENT || (!(day->flags & F_MARKED) &&
							    day->v < 10 && !s->clue->phrase)))
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
	return !doc_at(d, LEX_PREPOSITION, t) && !doc_at(d, LEX_JOIN, t) &&
	       !doc_at(d, LEX_VERB, t) && !doc_at(d, LEX_FOR, t) && !doc_at(d, LEX_DATE, t) &&
	       !doc_at(d, LEX_DATE_WORD, t);
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

/* --- this, next and last --- */

static int
shift_of(int mod)
{
	switch (mod) {
	case MOD_NEXT:
	case MOD_UPCOMING:
	case MOD_COMING: return 1;
	case MOD_LAST:
	case MOD_PAST: return -1;
	case MOD_NTH: return 2;
	case MOD_BEFORE_LAST: return -2;
	default: return 0;
	}
}

bool
make_mod(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *m = part[arg / 10], *e = part[arg % 10];
	int mod = part[1]->sym == S_AFTER ? MOD_NTH : m->v;
	if (part[0]->sym == S_MOD && part[1]->sym == S_MOD) /* "this coming", "this past" */
		mod = part[0]->v == MOD_THIS && part[1]->v == MOD_NEXT ? MOD_COMING : part[1]->v;
	int shift = shift_of(mod);
	if (part[0]->sym == S_MOD && e->sym == N_T && e->rule && arg == 1) {
		/* only what has not been modified yet */
		if (e->a.has & (H_MOD | H_SPAN | H_EDGE) || e->flags & (F_SPAN | F_BY))
			return false;
	}
	out->a.past = shift < 0;
	if (e->sym == S_UNIT) {
		if (e->v < UNIT_DAY) {
			int step = e->v == UNIT_HOUR ? 60 : 1;
			int at = (s->now / step + shift) * step;
			out->a = (struct spec){.has = H_ABS, .from = s->today, .to = s->today + 1};
			if (e->v == UNIT_SECOND || at < 0)
				return false;
			out->a.min = at;
			out->flags = F_PHRASE;
			return true;
		}
		spec_period(s, (enum unit)e->v, shift, &out->a);
		out->a.past = shift < 0;
		if (e->v == UNIT_WORKDAY) { /* "next weekday" */
			out->a.grain = GRAIN_DAY;
			out->a.has = H_ABS;
			out->a.from = day_after(s->today, &(struct dur){.workdays = 1},
						shift < 0 ? -1 : 1);
			out->a.to = out->a.from + 1;
		}
		if (e->v == UNIT_WEEKEND && (mod == MOD_COMING || mod == MOD_UPCOMING))
			spec_period(s, UNIT_WEEKEND, 0, &out->a);
		out->flags = e->v == UNIT_DAY ? F_PHRASE : 0;
		return true;
	}
	if (e->sym == S_DOW) {
		const struct lexeme *x = &s->at[e->start];
		if (x->weak && !x->upper && !s->clue->phrase && x->v[0] != 4)
			return false;
		out->a = (struct spec){.has = H_DOW | H_MOD, .dow = e->v, .mod = mod};
		if (mod == MOD_NTH)
			out->a = (struct spec){.has = H_ABS | H_DOW, .dow = e->v,
					       .grain = GRAIN_WEEK};
		/* the one after the next that comes */
		if (mod == MOD_NTH) {
			int64_t day = week_start(s->today) + e->v;
			out->a.from = week_start(day <= s->today ? day + 7 : day) + 7;
			out->a.to = out->a.from + 7;
		}
	} else if (e->sym == S_MONTH) {
		const struct lexeme *x = &s->at[e->start];
		if (x->weak && !x->upper)
			return false; /* "this may take longer" */
		out->a = (struct spec){.has = H_MONTH | H_MOD, .month = e->v, .mod = mod};
	} else if (e->a.has == H_PART && (mod == MOD_THIS || mod == MOD_LAST)) {
		out->a = e->a;
		out->a.has |= H_ABS;
		out->a.grain = GRAIN_DAY;
		out->a.from = s->today + (shift > 0 && mod != MOD_COMING) - (shift < 0);
		out->a.to = out->a.from + 1;
	} else if (e->a.has == H_HOLIDAY || (e->a.has & (H_MONTH | H_DAY)) == (H_MONTH | H_DAY)) {
		out->a = e->a;
		out->a.has |= H_MOD;
		out->a.mod = mod;
	} else if (e->a.has == H_QUARTER && (mod == MOD_THIS || e->a.quarter >= SEASONS)) {
		out->a = e->a;
		out->a.has |= H_MOD;
		out->a.mod = mod;
	} else {
		return false;
	}
	out->a.past = shift < 0;
	return true;
}

bool
make_mod_count(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	enum { COUNT_MAX = 400 };
	int mod = part[arg / 100]->v, n = part[arg / 10 % 10]->v, unit = part[arg % 10]->v;
	int shift = shift_of(mod);
	struct spec first, last;
	if (n < 1 || n > COUNT_MAX || !shift)
		return false;
	struct spec *p = &out->a;
	*p = (struct spec){.has = H_ABS | H_SPAN | H_DUE, .due_min = -1, .grain = GRAIN_DAY,
			   .past = shift < 0};
	if (unit < UNIT_DAY) {
		int step = unit == UNIT_HOUR ? 60 : 1;
		int at = unit == UNIT_SECOND ? s->now : (s->now / step + (shift > 0)) * step;
		int len = unit == UNIT_SECOND ? 0 : n * step;
		if (at + len >= MINUTES_A_DAY || at < len)
			return false;
		out->flags = F_SPAN | F_PHRASE;
		p->has = H_ABS;
		p->grain = GRAIN_TIME;
		p->from = s->today;
		p->to = s->today + 1;
		p->min = shift < 0 ? at - len : at;
		out->b = *p;
		out->b.min = p->min + len;
		return true;
	}
	if (unit == UNIT_WORKDAY) {
		struct dur one = {.workdays = 1}, all = {.workdays = n};
		p->from = shift > 0 ? day_after(s->today, &one, 1) : day_after(s->today, &all, -1);
		p->to = shift > 0 ? day_after(s->today, &all, 1) + 1 : s->today;
		p->due = p->to - 1;
		return true;
	}
	if (mod == MOD_UPCOMING) { /* "the upcoming two weeks": the second of them */
		spec_period(s, (enum unit)unit, n, p);
		return true;
	}
	spec_period(s, (enum unit)unit, shift, &first);
	spec_period(s, (enum unit)unit, shift * n, &last);
	p->from = shift > 0 ? first.from : last.from;
	p->to = shift > 0 ? last.to : first.to;
	struct edge count = {.v = n}, u = {.v = unit}, d = {.v = 0};
	const struct edge *two[] = {&count, &u};
	if (!make_duration(s, two, 1, &d))
		return false;
	p->due = day_after(s->today, &d.dur, shift > 0 ? 1 : -1);
	p->grain = first.grain;
	return true;
}

bool
make_this(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	int unit = part[arg]->v;
	if (unit < UNIT_DAY || (unit != UNIT_WEEKEND && part[0]->sym != S_REST &&
				part[0]->sym != S_ARTICLE))
		return false;
	spec_period(s, (enum unit)unit, 0, &out->a);
	if (unit == UNIT_WEEKEND && part[0]->sym != S_REST)
		return part[0]->sym != S_ARTICLE || s->clue->phrase;
	if (part[0]->sym == S_REST) {
		if (part[0]->v)
			out->a.from = s->today;
		out->a.has |= H_SPAN | H_DUE;
		out->a.due = out->a.to - 1;
		out->a.due_min = -1;
		if (unit == UNIT_WEEK) {
			out->a.due = out->a.from > out->a.to - 3 ? out->a.to - 1 : out->a.to - 3;
			out->a.to--;
		}
	} else {
		out->flags = F_PHRASE;
		out->cost = 3;
	}
	return unit != UNIT_DAY || part[0]->sym != S_REST;
}

/* "first week of October", "last Friday in May", "third last week of 2018" */
bool
make_nth(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *which = part[0], *what = part[arg / 10], *of = part[arg % 10];
	const struct edge *back = arg / 10 > 1 ? part[1] : NULL;
	bool last = which->sym == S_MOD || (back && back->sym == S_MOD);
	int n = which->sym == S_MOD ? 1 : which->v;
	if (back && back->sym == N_NUM) { /* "the last 3 weeks of": all of them */
		if (n != 1)
			return false;
		n = last ? back->v : 1;
	}
	if (which->sym == S_MOD && which->v != MOD_LAST)
		return false;
	if (back && back->sym == S_MOD && back->v != MOD_LAST)
		return false;
	struct range r;
	if (n < 1 || n > 60 || of->flags & (F_SPAN | F_BY) || spec_is_time(&of->a) ||
	    !spec_solve(s, &of->a, s->today, &r) || r.grain < GRAIN_MONTH)
		return false;
	int64_t from = 0, len = 1;
	if (what->sym == S_DOW) {
		int64_t first = r.from + (what->v - day_week(r.from) + 7) % 7;
		int64_t final = r.to - 1 - (day_week(r.to - 1) - what->v + 7) % 7;
		from = last ? final - 7 * (n - 1) : first + 7 * (int64_t)(n - 1);
	} else {
		switch (what->v) {
		case UNIT_DAY: from = last ? r.to - n : r.from + n - 1; break;
		case UNIT_WEEK:
			/* the week belongs to the month that has its Thursday */
			from = last ? week_start(r.to - 4) - 7 * (n - 1)
				    : week_start(r.from + 3) + 7 * (int64_t)(n - 1);
			len = back && back->sym == N_NUM ? 7 * (int64_t)back->v : 7;
			break;
		case UNIT_MONTH:
		case UNIT_QUARTER:
		case UNIT_HALF: {
			int m = what->v == UNIT_MONTH ? 1 : what->v == UNIT_QUARTER ? 3 : 6;
			struct dur to = {.months = m * (n - 1)}, one = {.months = m};
			struct dur all = {.months = m * n};
			from = last ? day_after(r.to, &all, -1) : day_after(r.from, &to, 1);
			len = (back && back->sym == N_NUM ? r.to : day_after(from, &one, 1)) - from;
			break;
		}
		default: return false;
		}
	}
	if (from < r.from - 6 || from >= r.to)
		return false;
	out->a = (struct spec){.has = H_ABS, .from = from, .to = from + len};
	out->a.grain = len == 1		       ? GRAIN_DAY
		       : what->v == UNIT_WEEK  ? GRAIN_WEEK
		       : what->v == UNIT_MONTH ? GRAIN_MONTH
					       : GRAIN_QUARTER;
	out->a.past = of->a.past;
	return true;
}

bool
make_unit_number(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	int n = part[arg]->v;
	(void)s;
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
make_week_of(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	struct range r;
	const struct edge *day = part[arg];
	if (s->at[day->start].sym[0] == S_AFTER || s->at[day->start].sym[0] == S_BEFORE)
		return false;
	if (part[0]->v != UNIT_WEEK || !spec_is_day(&day->a) || day->flags & (F_SPAN | F_BY) ||
	    day->a.has & H_ABS || !spec_solve(s, &day->a, s->today, &r))
		return false;
	out->a = (struct spec){.has = H_ABS, .from = week_start(r.from), .grain = GRAIN_WEEK};
	out->a.to = out->a.from + 7;
	return true;
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

/* --- so long before or after --- */

static void
shift_spec(struct spec *p, int64_t from, int min, const struct dur *d, int sign)
{
	int64_t day = day_after(from, d, sign);
	*p = (struct spec){.has = H_ABS, .grain = GRAIN_DAY, .past = sign < 0};
	if (d->minutes || min >= 0) {
		int at = (min < 0 ? 0 : min) + sign * d->minutes;
		int over = at / MINUTES_A_DAY - (at % MINUTES_A_DAY < 0);
		day += over;
		p->min = at - over * MINUTES_A_DAY;
		p->grain = GRAIN_TIME;
	}
	p->from = day;
	p->to = day + 1;
}

bool
make_from_now(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *d = NULL, *base = NULL;
	for (int k = 0; k < 4; k++) {
		if (part[k] && part[k]->sym == N_DUR)
			d = part[k];
		else if (part[k] && part[k]->sym == N_T)
			base = part[k];
	}
	int sign = arg == -1 || arg == 3 ? -1 : 1;
	int64_t from = s->today;
	if (!d)
		return false;
	int min = d->dur.minutes || d->dur.unit < UNIT_DAY ? s->now : -1;
	if (arg > 1) {
		struct range r;
		if (!base || base->flags & (F_SPAN | F_BY) || !edge_solve(s, base, &r))
			return false;
		if (base->rule && spec_is_time(&base->a) && d->dur.unit >= UNIT_DAY)
			return false;
		from = r.from;
		min = r.min;
		if (min < 0 && d->dur.minutes)
			min = 0;
		if (base->a.has & H_PART && !(base->a.has & H_TIME))
			return false;
	}
	shift_spec(&out->a, from, min, &d->dur, sign);
	if (d->dur.unit == UNIT_SECOND) /* "in one second that a machine tells you" */
		out->flags = F_PHRASE;
	if (arg == 0) {
		out->flags = F_PHRASE;
		out->a.past = false;
	}
	return true;
}

bool
make_week_on(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	struct edge base = {.sym = N_T, .rule = ""};
	const struct edge *parts[PARTS_MAX] = {part[0], part[1], &base};
	base.a = (struct spec){.has = H_DOW, .dow = part[arg]->v};
	return part[0]->dur.unit == UNIT_WEEK && make_from_now(s, parts, 2, out);
}

bool
make_unit_from(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	struct edge one = {.v = 1}, d = {.v = 0};
	const struct edge *two[PARTS_MAX] = {&one, part[1]};
	const struct edge *three[PARTS_MAX] = {&d, part[2], part[3]};
	if (!make_duration(s, two, 1, &d))
		return false;
	d.sym = N_DUR;
	if (part[3] && part[1]->v == UNIT_WEEK) { /* "the week after Easter" */
		struct range r;
		if (!spec_is_day(&part[3]->a) || !edge_solve(s, part[3], &r))
			return false;
		out->a = (struct spec){.has = H_ABS, .grain = GRAIN_WEEK};
		out->a.from = week_start(r.from) + 7 * arg;
		out->a.to = out->a.from + 7;
		return true;
	}
	if (part[3])
		return make_from_now(s, three, arg < 0 ? 3 : 2, out);
	out->flags = F_PHRASE;
	shift_spec(&out->a, s->today, d.dur.minutes ? s->now : -1, &d.dur, arg);
	return true;
}

bool
make_within(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *d = part[arg];
	shift_spec(&out->a, s->today,
		   d->dur.minutes || d->dur.unit < UNIT_DAY ? s->now : -1, &d->dur, 1);
	out->flags = F_BY;
	return true;
}

bool
make_weekdays_from_now(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	int n = part[0]->v;
	int64_t day = week_start(s->today) + part[1]->v;
	(void)arg;
	if (n < 1 || n > 60)
		return false;
	day += day <= s->today ? 7 : 0;
	out->a = (struct spec){.has = H_ABS, .grain = GRAIN_DAY, .from = day + 7 * (n - 1)};
	out->a.to = out->a.from + 1;
	return true;
}

/* --- beginning, middle and end --- */

bool
make_edge(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	int edge = part[0]->v;
	const struct edge *of = part[arg];
	struct range r;
	struct spec p;
	if (of->sym == S_UNIT) {
		if (of->v < UNIT_DAY)
			return false;
		spec_period(s, (enum unit)of->v, 0, &p);
	} else {
		if (s->at[of->start].sym[0] == S_IN) /* "this will end in 2027" */
			return false;
		if (of->flags & (F_SPAN | F_BY) || of->a.has & (H_EDGE | H_TIME | H_PART))
			return false;
		p = of->a;
	}
	if (!spec_solve(s, &p, s->today, &r) || r.grain == GRAIN_TIME)
		return false;
	if (r.no_year && r.to <= s->today) { /* who says "end of May" in June means the next */
		p.has |= H_YEAR;
		p.year = day_civil(r.from).year + 1;
		if (!spec_solve(s, &p, s->today, &r))
			return false;
	}
	out->a = (struct spec){.has = H_ABS | H_EDGE | H_DUE, .due_min = -1, .past = p.past};
	struct spec *o = &out->a;
	o->grain = r.grain;
	if (r.grain == GRAIN_DAY && r.to == r.from + 1) {
		if (edge != 2)
			return false;
		*o = p;
		o->has |= H_TIME | H_SURE | H_DUE;
		o->min = LAST_MINUTE;
		o->due_min = DUE_EVENING;
		return true;
	}
	/* thirds, but for the week its working days */
	struct civil c = day_civil(r.from);
	int64_t cut1, cut2;
	switch (r.grain) {
	case GRAIN_MONTH:
		cut1 = r.from + 10;
		cut2 = r.from + 20;
		break;
	case GRAIN_QUARTER:
		cut1 = day_after(r.from, &(struct dur){.months = 1}, 1);
		cut2 = day_after(r.from, &(struct dur){.months = 2}, 1);
		break;
	case GRAIN_YEAR:
		cut1 = day_number(c.year, 5, 1);
		cut2 = day_number(c.year, 9, 1);
		break;
	default:
		cut1 = r.from + 3;
		cut2 = r.from + 4;
		break;
	}
	o->from = edge == 0 ? r.from : edge == 1 ? (r.grain == GRAIN_WEEK ? r.from + 2 : cut1) : cut2;
	o->to = edge == 0 ? cut1 : edge == 1 ? cut2 : r.to;
	if (r.grain == GRAIN_DAY) /* a weekend */
		o->from = edge == 2 ? r.to - 1 : r.from, o->to = edge == 2 ? r.to : r.from + 1;
	o->due = edge == 2   ? (r.grain == GRAIN_WEEK ? r.from + 4 : r.to - 1)
		 : edge == 0 ? r.from
		 : r.grain == GRAIN_WEEK  ? r.from + 2
		 : r.grain == GRAIN_MONTH ? r.from + 14
					  : r.from + (r.to - r.from) / 2;
	return true;
}

/* "early this evening", "late tonight", "later this week" */
bool
make_early(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *e = part[arg];
	int late = part[0]->v > 0;
	struct range r;
	if (e->flags & (F_SPAN | F_BY) || e->a.has & (H_TIME | H_EDGE | H_SPAN) ||
	    !spec_solve(s, &e->a, s->today, &r))
		return false;
	out->a = e->a;
	out->flags = e->flags;
	if (e->a.has & H_PART) {
		int middle = (e->a.part_from + e->a.part_to) / 2;
		if (late)
			out->a.part_from = middle;
		else
			out->a.part_to = middle;
		return true;
	}
	if (r.grain < GRAIN_WEEK || e->sym != N_T)
		return false;
	int64_t middle = r.grain == GRAIN_WEEK   ? r.from + 3
			 : r.grain == GRAIN_YEAR ? day_number(day_civil(r.from).year, 7, 1)
						 : (r.from + r.to) / 2;
	out->a = (struct spec){.has = H_ABS | H_EDGE | H_DUE, .grain = r.grain, .due_min = -1,
			       .past = e->a.past};
	out->a.from = late ? middle : r.from;
	out->a.to = late ? r.to : middle;
	out->a.due = late ? r.due : middle - 1;
	return true;
}
