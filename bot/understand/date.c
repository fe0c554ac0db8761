/* Finds the dates of a text, and reads them as deadlines. See date.h; the grammar is date_rules.c.
 */
#include "date_scan.h"

static void
set_when(struct when *w, int64_t day, int min)
{
	struct civil c = day_civil(day);
	*w = (struct when){
		.known = true, .year = c.year, .month = c.month, .day = c.day, .hour = -1};
	if (min >= 0) {
		w->hour = min / 60;
		w->minute = min % 60;
	}
}

static void
set_end(struct when *w, const struct range *r)
{
	struct civil c = day_civil(r->to);
	if (!r->ends)
		return;
	if (r->min_to >= 0) {
		w->has_end_time = true;
		w->end_hour = r->min_to / 60;
		w->end_minute = r->min_to % 60;
	}
	if (r->to != r->from || r->min_to < 0) {
		w->has_end = true;
		w->end_year = c.year;
		w->end_month = c.month;
		w->end_day = c.day;
	}
}

/* "by", "on" and "bis zum" are not part of the words. */
static size_t
leading(const struct scan *s, size_t end)
{
	static const enum sym empty[] = {S_AT,	S_ON,	 S_BY,	  S_FROM,  S_TO,
					 S_FOR, S_ABOUT, S_AFTER, S_BEFORE};
	size_t k = 0;
	for (size_t i = 0; i < COUNT(empty) && k + 1 < end; i++)
		if (s->at[k].sym[0] == empty[i]) {
			k++;
			i = (size_t)-1;
		}
	/* "files have to be in on Thursday" */
	if (!k && end > 2 && s->at[0].sym[0] == S_IN &&
	    (s->at[1].sym[0] == S_ON || s->at[1].sym[0] == S_BY))
		k = 2;
	return k;
}

/* More figures are hung on: a telephone number, the number of an order. */
static bool
torn(const struct scan *s, size_t end)
{
	const struct lexeme *x = &s->at[end - 1];
	size_t t = x->tok_end;
	return (x->sym[0] == S_NUM || x->sym[0] == S_YEAR || x->sym[0] == S_DATE) &&
	       t < s->d->tok_count && s->d->tok[t].kind == TOK_NUMBER && s->d->tok[t].sep == '-';
}

/* "32 August", "29 February 2014": there is no such day, so what is left of it is none either. */
static bool
broken(const struct scan *s, const struct edge *e)
{
	size_t t = s->at[0].tok;
	unsigned h = e->a.has;
	if (s->at[0].sym[0] == S_MONTH && !(h & H_DAY) && t &&
	    s->d->tok[t - 1].kind == TOK_NUMBER && s->d->tok[t].sep == ' ')
		return true;
	/* "octubre el jueves 12" of "de octubre el jueves 12 de noviembre" */
	size_t k = e->end, i = 0;
	k += k < s->len && s->at[k].sym[0] == S_OF;
	while (i < e->end && s->at[i].sym[0] != S_MONTH)
		i++;
	if (h & H_MONTH && i < e->end && s->at[e->end - 1].sym[0] == S_NUM && k < s->len &&
	    s->at[k].sym[0] == S_MONTH)
		return true;
	return (h & (H_DAY | H_YEAR)) == H_DAY && e->end < s->len && !(e->flags & F_SPAN) &&
	       s->at[e->end].sym[0] == S_YEAR;
}

/* A window of nothing but these, and of bare numbers, holds no date. */
static const bool says_nothing[SYM_COUNT] = {
	[S_OF] = true,	    [S_AT] = true,	 [S_ON] = true,	   [S_IN] = true,
	[S_TO] = true,	    [S_FROM] = true,	 [S_AND] = true,   [S_OR] = true,
	[S_BETWEEN] = true, [S_BY] = true,	 [S_AFTER] = true, [S_BEFORE] = true,
	[S_FOR] = true,	    [S_ABOUT] = true,	 [S_COUNT] = true, [S_COMMA] = true,
	[S_ARTICLE] = true, [S_SLASH] = true,	 [S_DASH] = true,  [S_OPEN] = true,
	[S_CLOSE] = true,   [S_SUFFIX] = true,	 [S_EDGE] = true,  [S_WITHIN] = true,
	[S_MOD] = true,	    [S_THOUSAND] = true,
};

static bool
says_something(const struct scan *s)
{
	for (size_t i = 0; i < s->len; i++) {
		const struct lexeme *x = &s->at[i];
		unsigned char before = i ? s->at[i - 1].sym[0] : S_NONE;
		/* "le 24", "am 14." */
		if (x->sym[0] == S_NUM ? before == S_ARTICLE || before == S_ON || x->sym[1] == N_ORD
				       : !says_nothing[x->sym[0]])
			return true;
	}
	return false;
}

bool
date_at(const struct doc *d, const struct date_clue *clue, size_t t, struct mention *out)
{
	struct scan s; /* large, and filled as far as it is used */
	const struct edge *best = NULL;
	enum { DAY_MIN = -30000, DAY_MAX = 90000, LATENT_COST = 100 }; /* years 1887 to 2216 */
	enum { LEXEME_STEPS = 16 }; /* what making a lexeme costs, beside a step of the chart */
	struct range r, got;
	int best_cost = 0;
	if (*d->date_steps > DATE_STEPS_MAX)
		return false;
	scan_fill(&s, d, clue, t);
	*d->date_steps += s.len * LEXEME_STEPS;
	if (!s.len || (!date_rules[s.at[0].sym[0]].count && !date_rules[s.at[0].sym[1]].count) ||
	    (!clue->phrase && !says_something(&s)))
		return false;
	chart_fill(&s);
	for (size_t k = s.first[0]; k < s.last[0]; k++) {
		const struct edge *e = &s.edge[k];
		bool whole = clue->phrase && t == 0 && s.at[e->end - 1].tok_end == d->tok_count;
		int cost = e->cost + (e->flags & F_LATENT ? LATENT_COST : 0);
		if (e->sym != N_T || (e->flags & F_LATENT && !whole) ||
		    (e->flags & F_PHRASE && !clue->phrase) ||
		    (best && (e->end < best->end || (e->end == best->end && cost >= best_cost))))
			continue;
		if (torn(&s, e->end) || broken(&s, e) || !edge_solve(&s, e, &got) ||
		    got.from < DAY_MIN || got.from > DAY_MAX)
			continue;
		best = e;
		best_cost = cost;
		r = got;
	}
	if (!best)
		return false;
	*out = (struct mention){.tok = s.at[leading(&s, best->end)].tok,
				.tok_end = s.at[best->end - 1].tok_end,
				.grain = r.grain,
				.past = best->a.past,
				.no_year = r.no_year,
				.rule = best->rule && best->rule[0] ? best->rule : "date"};
	for (size_t k = 0; k < best->end && s.at[k].tok <= out->tok; k++)
		out->by |= s.at[k].sym[0] == S_BY || s.at[k].sym[0] == S_BEFORE ||
			   s.at[k].sym[0] == S_WITHIN;
	if (spec_is_time(&best->a))
		out->grain = GRAIN_TIME;
	else if (best->a.has & H_DUE) /* "the end of" a period is a day, and so is its deadline */
		out->grain = GRAIN_DAY;
	set_when(&out->when, r.from, r.min);
	set_end(&out->when, &r);
	set_when(&out->due, r.due, r.due_min);
	out->when.ambiguous = best->a.ambiguous;
	out->when.alt_month = best->a.ambiguous ? best->a.alt_month : 0;
	out->when.alt_day = best->a.ambiguous ? best->a.alt_day : 0;
	out->due.ambiguous = out->when.ambiguous;
	out->due.alt_month = out->when.alt_month;
	out->due.alt_day = out->when.alt_day;
	return true;
}

static bool
may_begin(const struct doc *d, const struct date_clue *clue, size_t t)
{
	return d->tok[t].kind == TOK_NUMBER || doc_at(d, LEX_DATE, t) ||
	       (clue->phrase && doc_at(d, LEX_DATE_WORD, t));
}

bool
date_find(const struct doc *d, const struct date_clue *clue, size_t from, size_t to,
	  struct mention *out)
{
	for (size_t t = from; t < to && t < d->tok_count; t++)
		if (may_begin(d, clue, t) && date_at(d, clue, t, out))
			return true;
	return false;
}

bool
date_longest(const struct doc *d, const struct date_clue *clue, struct mention *out)
{
	struct mention m;
	bool found = false;
	for (size_t t = 0; t < d->tok_count; t++) {
		if (!may_begin(d, clue, t) || !date_at(d, clue, t, &m))
			continue;
		if (!found || m.tok_end - m.tok > out->tok_end - out->tok)
			*out = m;
		found = true;
		t = m.tok_end - 1;
	}
	return found;
}

void
date_order(const struct doc *d, struct date_clue *clue)
{
	for (size_t t = 0; t + 1 < d->tok_count; t++) {
		const struct token *a = &d->tok[t], *b = &d->tok[t + 1];
		if (a->kind != TOK_NUMBER || b->kind != TOK_NUMBER || b->sep != '/' ||
		    a->digits > 2 || b->digits > 2)
			continue;
		bool dm = b->value >= 1 && b->value <= 12 && a->value > 12 && a->value <= 31;
		bool md = a->value >= 1 && a->value <= 12 && b->value > 12 && b->value <= 31;
		if (dm != md) {
			clue->sure = true;
			clue->day_first = dm;
			return;
		}
	}
}

void
date_not_past(const struct date_clue *clue, struct mention *m)
{
	enum { BACK = 21 };
	int64_t now = day_number(clue->now.year, clue->now.month, clue->now.day);
	struct when *w = &m->due;
	if (m->no_year && day_number(w->year, w->month, w->day) < now - BACK &&
	    day_exists(w->year + 1, w->month, w->day)) {
		w->year++;
		m->when.year++;
		m->when.end_year += m->when.has_end;
	}
}

void
date_as_deadline(struct mention *m)
{
	m->when = m->due;
}
