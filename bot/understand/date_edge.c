/* Beginning, middle and end of a period: "end of May", "early next week", "late tonight". */
#include "date_make.h"

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
	o->from = edge == 0   ? r.from
		  : edge == 1 ? (r.grain == GRAIN_WEEK ? r.from + 2 : cut1)
			      : cut2;
	o->to = edge == 0 ? cut1 : edge == 1 ? cut2 : r.to;
	if (r.grain == GRAIN_DAY) /* a weekend */
		o->from = edge == 2 ? r.to - 1 : r.from, o->to = edge == 2 ? r.to : r.from + 1;
	o->due = edge == 2		  ? (r.grain == GRAIN_WEEK ? r.from + 4 : r.to - 1)
		 : edge == 0		  ? r.from
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
	int64_t middle = r.grain == GRAIN_WEEK	 ? r.from + 3
			 : r.grain == GRAIN_YEAR ? day_number(day_civil(r.from).year, 7, 1)
						 : (r.from + r.to) / 2;
	out->a = (struct spec){
		.has = H_ABS | H_EDGE | H_DUE, .grain = r.grain, .due_min = -1, .past = e->a.past};
	out->a.from = late ? middle : r.from;
	out->a.to = late ? r.to : middle;
	out->a.due = late ? r.due : middle - 1;
	return true;
}
