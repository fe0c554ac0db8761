/*
 * Joins lexemes by the rules, from the last to the first: when the edges that begin at a lexeme are
 * made, all that may follow them are there. A window, its edges and the steps are bounded, so a
 * mail costs time linear in its length.
 */
#include "date_scan.h"

#include "work.h"

static bool
same(const struct edge *x, const struct edge *y)
{
	return x->sym == y->sym && x->end == y->end && x->v == y->v && x->a.has == y->a.has &&
	       ((x->flags ^ y->flags) & F_SPAN) == 0 && x->a.min == y->a.min &&
	       x->a.month == y->a.month && x->a.day == y->a.day;
}

static void
add(struct scan *s, size_t i, const struct edge *e)
{
	for (size_t k = s->first[i]; k < s->edges; k++) {
		understand_work++;
		if (same(&s->edge[k], e)) {
			unsigned plain = s->edge[k].flags & ~e->flags & (F_LATENT | F_PHRASE);
			if (plain || e->cost < s->edge[k].cost)
				s->edge[k] = *e;
			return;
		}
	}
	if (s->edges < EDGES_MAX)
		s->edge[s->edges++] = *e;
}

static void
match(struct scan *s, const struct rule *r, size_t k, size_t at, const struct edge **part)
{
	understand_work++;
	if (++s->steps > STEPS_MAX || ++*s->d->date_steps > DATE_STEPS_MAX)
		return;
	if (k == PARTS_MAX || !r->part[k]) {
		struct edge e = {.sym = (enum sym)r->to, .rule = r->name};
		for (size_t p = 0; p < k; p++)
			if (part[p])
				e.cost += part[p]->cost;
		if (!r->make(s, part, r->arg, &e))
			return;
		e.start = part[0]->start;
		e.end = (unsigned char)at;
		add(s, e.start, &e);
		return;
	}
	if (r->part[k] & OPT) {
		part[k] = NULL;
		match(s, r, k + 1, at, part);
	}
	if (at >= s->len)
		return;
	for (size_t e = s->first[at]; e < s->last[at]; e++)
		if (s->edge[e].sym == (enum sym)(r->part[k] & ~OPT)) {
			part[k] = &s->edge[e];
			match(s, r, k + 1, s->edge[e].end, part);
			part[k] = NULL; /* makers may look for a part in all places */
		}
}

void
chart_fill(struct scan *s)
{
	s->edges = 0;
	s->steps = 0;
	for (size_t i = s->len; i-- > 0;) {
		s->first[i] = s->edges;
		s->last[i] = s->edges;
		for (int r = 0; r < 2; r++) {
			const struct lexeme *x = &s->at[i];
			struct edge e = {.sym = (enum sym)x->sym[r],
					 .start = (unsigned char)i,
					 .end = (unsigned char)(i + 1),
					 .v = x->v[r]};
			e.dur.minutes = e.sym == N_DUR ? x->v[r] : 0;
			e.dur.unit = UNIT_HOUR;
			if (x->sym[r])
				add(s, i, &e);
		}
		for (size_t e = s->first[i]; e < s->edges; e++) {
			const struct rule_set *set = &date_rules[s->edge[e].sym];
			struct edge first = s->edge[e];
			const struct edge *part[PARTS_MAX] = {&first};
			for (size_t k = 0; k < set->count; k++)
				match(s, &set->rule[k], 1, first.end, part);
		}
		s->last[i] = s->edges;
	}
}
