/* Who of the house has what to do, put together from the store for the rules of domain/capacity.h.
 */
#include "load.h"

#include "life.h"

#include "docket/base/zone.h"
#include "docket/domain/effort.h"

int64_t
load_estimate(struct intake *in, struct slice kit, int64_t said)
{
	struct job j = {.kit = kit};
	const struct kit *k = said == 0 ? life_kit(in, &j) : NULL;
	return k != NULL ? effort_of_hours(k->hours) : said;
}

int64_t
load_today(struct intake *in, struct slice zone)
{
	struct civil at = zone_civil(zone_of(in, zone), clock_now(in->env.clock));
	return day_number(at.year, at.month, at.day);
}

int
load_zone_hours(struct intake *in, struct slice zone, struct slice other)
{
	int64_t now = clock_now(in->env.clock);
	return (zone_offset_at(zone_of(in, zone), now) - zone_offset_at(zone_of(in, other), now)) /
	       60;
}

int
load_sum_of(struct intake *in, const struct job *j, struct load_sum *out, struct err *e)
{
	struct load_sum sum = {0};
	struct pool *pool = pool_new();
	hours_list rows = {0};
	int64_t said = 0;
	int r = estimate_get(in->env.store, j->id, &said, e);
	if (r == 0)
		r = hours_of_job(in->env.store, pool, j->id, &rows, e);
	for (size_t i = 0; r == 0 && i < rows.len; i++)
		sum.spent += rows.at[i].minutes;
	sum.said = said != 0;
	sum.estimate = load_estimate(in, j->kit, said);
	pool_free(pool);
	if (r == 0)
		*out = sum;
	return r;
}

int64_t
load_left(struct intake *in, const struct load_row *row)
{
	int64_t left = load_estimate(in, row->kit, row->estimate) - row->spent;
	return left > 0 ? left : 0;
}

/* The jobs of one person, and the days they are off. */
static int
load_person(struct intake *in, struct pool *pool, struct load_person *p, const load_list *rows,
	    const struct load_want *want, struct err *e)
{
	away_list off = {0};
	const struct away_row *a;
	const struct load_row *row;
	if (away_from(in->env.store, pool, p->member.id, want->today, &off, e) < 0)
		return -1;
	p->who.week = p->member.week;
	p->who.calendar = calendar_in(in, NULL);
	VEC_EACH (a, &off)
		VEC_ADD(&p->who.off, pool, ((struct capacity_off){a->first, a->last}));
	VEC_EACH (row, rows) {
		if (row->maker != p->member.id || row->job == want->but_job)
			continue;
		if (want->client != 0 && row->client != want->client)
			continue;
		VEC_ADD(&p->rows, pool, *row);
		VEC_ADD(&p->jobs, pool,
			((struct capacity_job){.id = row->job,
					       .left = load_left(in, row),
					       .deadline = row->deadline,
					       .urgent = row->urgent}));
	}
	capacity_plan(&p->plan, &p->who, &p->jobs, want->today);
	return 0;
}

int
load_team(struct intake *in, struct pool *pool, const struct load_want *want, load_people *out,
	  load_list *nobodys_out, struct err *e)
{
	member_list all = {0};
	load_list rows = {0};
	const struct member *m;
	const struct load_row *row;
	if (member_all(in->env.store, pool, &all, e) < 0 ||
	    load_jobs(in->env.store, pool, 0, &rows, e) < 0)
		return -1;
	VEC_EACH (m, &all) {
		bool has = false;
		VEC_EACH (row, &rows)
			has |= row->maker == m->id &&
			       (want->client == 0 || row->client == want->client);
		bool makes =
			m->active && (m->roles & (ROLE_CREATIVE | ROLE_COPY)) && want->client == 0;
		if ((!has && !makes) || (want->member != 0 && m->id != want->member))
			continue;
		struct load_person *p = VEC_NEW(out, pool);
		p->member = *m;
		if (load_person(in, pool, p, &rows, want, e) < 0)
			return -1;
	}
	VEC_EACH (row, &rows)
		if (row->maker == 0 && (want->client == 0 || row->client == want->client))
			VEC_ADD(nobodys_out, pool, *row);
	return 0;
}

unsigned
load_role(struct intake *in, const struct job *j)
{
	const struct kit *kit = life_kit(in, j);
	unsigned role = kit != NULL ? role_of(slice_of(kit->maker)) : 0;
	return role != 0 ? role : ROLE_CREATIVE | ROLE_COPY;
}
