/* Periods, and days so far from another: "next", "the last week of", "in", "ago". */
#include "date_make.h"

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

/* "next week", "this month", "last minute" */
static bool
mod_unit(struct scan *s, int mod, enum unit unit, struct edge *out)
{
	int shift = shift_of(mod);
	if (unit < UNIT_DAY) {
		int step = unit == UNIT_HOUR ? 60 : 1, at = (s->now / step + shift) * step;
		out->a = (struct spec){
			.has = H_ABS, .from = s->today, .to = s->today + 1, .min = at};
		out->flags = F_PHRASE;
		return unit != UNIT_SECOND && at >= 0;
	}
	if (unit == UNIT_WEEKEND && (mod == MOD_COMING || mod == MOD_UPCOMING))
		shift = 0;
	spec_period(s, unit, shift, &out->a);
	if (unit == UNIT_WORKDAY) { /* "next weekday" */
		struct dur one = {.workdays = 1};
		int64_t day = day_after(s->today, &one, shift < 0 ? -1 : 1);
		out->a =
			(struct spec){.has = H_ABS, .grain = GRAIN_DAY, .from = day, .to = day + 1};
	}
	out->flags = unit == UNIT_DAY ? F_PHRASE : 0;
	return true;
}

static bool
mod_weekday(struct scan *s, int mod, const struct edge *e, struct edge *out)
{
	const struct lexeme *x = &s->at[e->start];
	if (x->weak && !x->upper && !s->clue->phrase)
		return false;
	out->a = (struct spec){.has = H_DOW | H_MOD, .dow = e->v, .mod = mod};
	if (mod == MOD_NTH) { /* the one after the next that comes */
		int64_t day = week_start(s->today) + e->v;
		int64_t week = week_start(day <= s->today ? day + 7 : day) + 7;
		out->a = (struct spec){.has = H_ABS | H_DOW,
				       .dow = e->v,
				       .grain = GRAIN_WEEK,
				       .from = week,
				       .to = week + 7};
	}
	return true;
}

/* "this morning", "last night", "next Easter", "this 5 May", "last summer" */
static bool
mod_time(struct scan *s, int mod, const struct edge *e, struct edge *out)
{
	unsigned h = e->a.has;
	/* only what has not been modified yet */
	if (h & (H_MOD | H_SPAN | H_EDGE) || e->flags & (F_SPAN | F_BY))
		return false;
	out->a = e->a;
	if (h == H_PART && (mod == MOD_THIS || mod == MOD_LAST)) {
		out->a.has |= H_ABS;
		out->a.grain = GRAIN_DAY;
		out->a.from = s->today - (mod == MOD_LAST);
		out->a.to = out->a.from + 1;
		return true;
	}
	out->a.has |= H_MOD;
	out->a.mod = mod;
	return h == H_HOLIDAY || (h & (H_MONTH | H_DAY)) == (H_MONTH | H_DAY) ||
	       (h == H_QUARTER && (mod == MOD_THIS || e->a.quarter >= SEASONS));
}

bool
make_mod(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *e = part[arg % 10];
	const struct lexeme *x = &s->at[e->start];
	int mod = part[1]->sym == S_AFTER ? MOD_NTH : part[arg / 10]->v;
	bool done;
	if (part[0]->sym == S_MOD && part[1]->sym == S_MOD) /* "this coming", "this past" */
		mod = part[0]->v == MOD_THIS && part[1]->v == MOD_NEXT ? MOD_COMING : part[1]->v;
	switch (e->sym) {
	case S_UNIT: done = mod_unit(s, mod, (enum unit)e->v, out); break;
	case S_DOW: done = mod_weekday(s, mod, e, out); break;
	case S_MONTH:
		out->a = (struct spec){.has = H_MONTH | H_MOD, .month = e->v, .mod = mod};
		done = !x->weak || x->upper; /* "this may take longer" */
		break;
	default: done = mod_time(s, mod, e, out); break;
	}
	out->a.past = shift_of(mod) < 0;
	return done;
}

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
make_mod_count(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	enum { COUNT_MAX = 400 };
	int mod = part[arg / 100]->v, n = part[arg / 10 % 10]->v, unit = part[arg % 10]->v;
	int shift = shift_of(mod);
	struct spec first, last;
	if (n < 1 || n > COUNT_MAX || !shift)
		return false;
	struct spec *p = &out->a;
	*p = (struct spec){.has = H_ABS | H_SPAN | H_DUE,
			   .due_min = -1,
			   .grain = GRAIN_DAY,
			   .past = shift < 0};
	if (unit < UNIT_DAY) {
		int step = unit == UNIT_HOUR ? 60 : 1;
		int at = unit == UNIT_SECOND ? s->now : (s->now / step + (shift > 0)) * step;
		int len = unit == UNIT_SECOND ? 0 : n * step;
		struct dur minutes = {.minutes = len}, nothing = {.minutes = 0};
		out->flags = F_SPAN | (unit == UNIT_SECOND || shift < 0 ? F_PHRASE : 0);
		shift_spec(p, s->today, at, shift < 0 ? &minutes : &nothing, -1);
		shift_spec(&out->b, s->today, at, shift < 0 ? &nothing : &minutes, 1);
		p->past = shift < 0;
		p->has |= H_DUE;
		p->due = out->b.from;
		p->due_min = out->b.min;
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
	if (unit < UNIT_DAY ||
	    (unit != UNIT_WEEKEND && part[0]->sym != S_REST && part[0]->sym != S_ARTICLE))
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

/* The n-th unit of r from its beginning or end, or with `all` the first or last so many. */
static bool
nth_unit(const struct range *r, enum unit unit, int n, bool last, int all, struct spec *out)
{
	int months = unit == UNIT_MONTH ? 1 : unit == UNIT_QUARTER ? 3 : 6;
	struct dur before = {.months = months * (last ? n : n - 1)}, one = {.months = months};
	struct dur days = {.workdays = n};
	int64_t len = 1;
	out->grain = GRAIN_DAY;
	switch (unit) {
	case UNIT_WORKDAY:
		out->from = last ? day_after(r->to, &days, -1) : day_after(r->from - 1, &days, 1);
		break;
	case UNIT_DAY: out->from = last ? r->to - n : r->from + n - 1; break;
	case UNIT_WEEK:
		/* the week belongs to the month that has its Thursday */
		out->from = last ? week_start(r->to - 4) - 7 * (n - 1)
				 : week_start(r->from + 3) + 7 * (int64_t)(n - 1);
		len = all ? 7 * (int64_t)all : 7;
		out->grain = GRAIN_WEEK;
		break;
	case UNIT_MONTH:
	case UNIT_QUARTER:
	case UNIT_HALF:
		out->from = last ? day_after(r->to, &before, -1) : day_after(r->from, &before, 1);
		len = (all ? r->to : day_after(out->from, &one, 1)) - out->from;
		out->grain = unit == UNIT_MONTH ? GRAIN_MONTH : GRAIN_QUARTER;
		break;
	default: return false;
	}
	out->to = out->from + len;
	return true;
}

/* "first week of October", "last Friday in May", "third last week of 2018" */
bool
make_nth(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	enum { NTH_MAX = 60 };
	const struct edge *which = part[0], *what = part[arg / 10], *of = part[arg % 10];
	const struct edge *middle = arg / 10 > 1 ? part[1] : NULL;
	const struct edge *mod = which->sym == S_MOD		  ? which
				 : middle && middle->sym == S_MOD ? middle
								  : NULL;
	int n = which->sym == S_MOD ? 1 : which->v, all = 0;
	struct range r;
	if (mod && mod->v != MOD_LAST)
		return false;
	if (middle && middle->sym == N_NUM) { /* "the last 3 weeks of" */
		if (n != 1)
			return false;
		all = middle->v;
		n = mod ? all : 1;
	}
	if (n < 1 || n > NTH_MAX || all > NTH_MAX || of->flags & (F_SPAN | F_BY) ||
	    spec_is_time(&of->a) || !spec_solve(s, &of->a, s->today, &r) || r.grain < GRAIN_MONTH)
		return false;
	out->a = (struct spec){.has = H_ABS, .grain = GRAIN_DAY, .past = of->a.past};
	if (what->sym == S_DOW) {
		int64_t first = r.from + (what->v - day_week(r.from) + 7) % 7;
		int64_t final = r.to - 1 - (day_week(r.to - 1) - what->v + 7) % 7;
		out->a.from = mod ? final - 7 * (n - 1) : first + 7 * (int64_t)(n - 1);
		out->a.to = out->a.from + 1;
	} else if (!nth_unit(&r, (enum unit)what->v, n, mod != NULL, all, &out->a)) {
		return false;
	}
	return out->a.from >= r.from - 6 && out->a.from < r.to;
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

/* --- so long before or after --- */

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

/* The weekday that comes, or so many days from today. */
static int64_t
day_said(const struct scan *s, const struct edge *day)
{
	if (day->sym == S_DAY)
		return s->today + day->v;
	int64_t at = week_start(s->today) + day->v;
	return at + (at <= s->today ? 7 : 0);
}

static bool
one_day(int64_t day, struct edge *out)
{
	out->a = (struct spec){.has = H_ABS, .grain = GRAIN_DAY, .from = day, .to = day + 1};
	return true;
}

bool
make_week_on(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct dur *d = &part[0]->dur;
	if ((d->unit != UNIT_WEEK && d->unit != UNIT_FORTNIGHT) || d->days <= 0 || d->minutes ||
	    d->months || part[arg]->v < 0)
		return false;
	/* "two weeks today", "a week Friday" are English */
	if ((arg == 1 || !part[1]) && s->d->lang != LANG_EN)
		return false;
	return one_day(day_said(s, part[arg]) + d->days, out);
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
	shift_spec(&out->a, s->today, d->dur.minutes || d->dur.unit < UNIT_DAY ? s->now : -1,
		   &d->dur, 1);
	out->flags = F_BY;
	return true;
}

bool
make_day_week(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct lexeme *x = &s->at[part[0]->start], *unit = &s->at[part[arg]->start];
	/* "the Monday weeks", "sun week": British speech knows "week" and "fortnight" so */
	if (s->d->lang != LANG_EN || (x->weak && !x->upper) || part[0]->v < 0 ||
	    (part[arg]->v != UNIT_WEEK && part[arg]->v != UNIT_FORTNIGHT) ||
	    slice_ends(doc_folded(s->d, unit->tok), "s"))
		return false;
	return one_day(day_said(s, part[0]) + (part[arg]->v == UNIT_WEEK ? 7 : 14), out);
}

/* "lundi en huit exemplaires": the number counts what stands behind it. */
static bool
counts_next(const struct scan *s, const struct edge *number)
{
	static const enum lex_class open[] = {LEX_JOIN, LEX_PREPOSITION, LEX_VERB,
					      LEX_FOR,	LEX_PRONOUN,	 LEX_ARTICLE};
	size_t t = s->at[number->end - 1].tok_end;
	const struct doc *d = s->d;
	return t < d->tok_count && d->tok[t].sent == d->tok[t - 1].sent && !d->tok[t].gap &&
	       !doc_at_any(d, open, COUNT(open), t);
}

/* Both days are counted: eight are a week, and fifteen are two where one counts so. */
bool
make_in_eight(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	const struct edge *n = part[2];
	bool roman = s->d->lang == LANG_FR || s->d->lang == LANG_ES;
	int64_t days = arg ? n->dur.days : n->v;
	if (part[0]->v < 0 || (arg ? n->dur.minutes || n->dur.months || n->dur.workdays
				   : !roman || counts_next(s, n)))
		return false;
	if (days == 8)
		days = 7;
	else if (days == 15 && roman)
		days = 14;
	else if (!arg)
		return false;
	return days > 0 && one_day(day_said(s, part[0]) + days, out);
}

bool
make_weekdays_from_now(struct scan *s, const struct edge *const *part, int arg, struct edge *out)
{
	int n = part[0]->v;
	(void)arg;
	return n >= 1 && n <= 60 && one_day(day_said(s, part[1]) + 7 * (n - 1), out);
}
