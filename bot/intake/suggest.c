/* The suggestion of a maker: role, load until the deadline, days off, clock, with reasons in words.
 */
#include "suggest.h"

#include "load.h"

#include "docket/base/day.h"
#include "docket/domain/effort.h"

#include <stdlib.h>

enum {
	SOON_DAYS = 14,	 /* looked at where there is no deadline: as capacity.h spreads such work */
	CLOCK_APART = 4, /* hours: half a working day is lost to each question */
};

struct candidate {
	const struct load_person *p;
	int64_t free; /* minutes until the deadline */
	int64_t done; /* or CAPACITY_NO_DAY */
	bool role, fits, partner;
};
typedef VEC(struct candidate) candidate_list;

struct task {
	const struct job *j;
	struct client client;
	int64_t today, by, left;
	bool has_deadline;
	unsigned role;
};

/* Who is named first: right role, fits, own people, then who has most room. */
static int
by_fit(const void *one, const void *other)
{
	const struct candidate *a = one, *b = other;
	if (a->role != b->role)
		return a->role ? -1 : 1;
	if (a->fits != b->fits)
		return a->fits ? -1 : 1;
	if (a->partner != b->partner)
		return a->partner ? 1 : -1;
	if (a->free != b->free)
		return a->free > b->free ? -1 : 1;
	return a->p->member.id < b->p->member.id ? -1 : a->p->member.id > b->p->member.id;
}

static int
task_of(struct cmd *c, const struct job *j, struct task *t, struct err *e)
{
	struct load_sum sum;
	const struct brief_field *b = &j->brief[BRIEF_DEADLINE];
	*t = (struct task){
		.j = j, .today = load_today(c->in, SLICE_NONE), .role = load_role(c->in, j)};
	if (load_sum_of(c->in, j, &sum, e) < 0 ||
	    client_by_id(c->store, c->pool, j->client, &t->client, e) < 0)
		return -1;
	t->left = sum.estimate > sum.spent ? sum.estimate - sum.spent : 0;
	t->has_deadline = b->alt_date.len == 0 && day_parse(b->date, &t->by);
	if (!t->has_deadline || t->by < t->today)
		t->by = t->has_deadline ? t->today : t->today + SOON_DAYS - 1;
	return 0;
}

/* The days off between today and the deadline: "off 2026-05-18 to 2026-05-20". */
static void
say_off(struct cmd *c, const struct task *t, const struct load_person *p)
{
	const struct capacity_off *o;
	VEC_EACH (o, &p->who.off)
		if (o->first <= t->by && o->last >= t->today)
			str_addf(c->out, ", off %.*s to %.*s",
				 SLICE_ARG(day_text(c->pool, o->first)),
				 SLICE_ARG(day_text(c->pool, o->last)));
}

static void
say_candidate(struct cmd *c, const struct task *t, const struct candidate *k)
{
	const struct member *m = &k->p->member;
	char roles[80], free[EFFORT_TEXT];
	int apart = load_zone_hours(c->in, m->zone, t->client.zone);
	str_addf(c->out, "  %.*s: %s, %zu job%s, ", SLICE_ARG(m->handle),
		 role_names(m->roles, roles, sizeof(roles)), k->p->rows.len,
		 k->p->rows.len == 1 ? "" : "s");
	if (k->free < 0)
		str_addf(c->out, "%s too much", effort_text(-k->free, free));
	else
		str_addf(c->out, "%s free", effort_text(k->free, free));
	str_addf(c->out, " until %.*s", SLICE_ARG(day_text(c->pool, t->by)));
	if (!k->fits)
		str_addf(c->out, " and %s needed", effort_text(t->left, free));
	if (k->done != CAPACITY_NO_DAY && t->left > 0)
		str_addf(c->out, ", could be done by %.*s", SLICE_ARG(day_text(c->pool, k->done)));
	if (!k->role)
		str_adds(c->out, ", not their trade");
	say_off(c, t, k->p);
	if (abs(apart) >= CLOCK_APART)
		str_addf(c->out, ", %d h %s %.*s's clock", abs(apart),
			 apart > 0 ? "ahead of" : "behind", SLICE_ARG(t->client.code));
	if (m->id == t->j->maker)
		str_adds(c->out, ", has made it so far");
	str_addc(c->out, '\n');
}

static void
json_candidates(struct cmd *c, const struct task *t, const candidate_list *all)
{
	struct json w;
	const struct candidate *k;
	const struct capacity_off *o;
	json_begin(&w, c->out);
	json_open(&w);
	json_put_text(&w, "ref", t->j->ref);
	json_put_int(&w, "left_minutes", t->left);
	if (t->has_deadline)
		json_put_text(&w, "by", day_text(c->pool, t->by));
	json_key(&w, "makers");
	json_list(&w);
	VEC_EACH (k, all) {
		const struct member *m = &k->p->member;
		json_open(&w);
		json_put_text(&w, "member", m->handle);
		json_put_bool(&w, "role", k->role);
		json_put_bool(&w, "fits", k->fits);
		json_put_bool(&w, "partner", k->partner);
		json_put_int(&w, "jobs", (int64_t)k->p->rows.len);
		json_put_int(&w, "free_minutes", k->free);
		if (k->done != CAPACITY_NO_DAY)
			json_put_text(&w, "done", day_text(c->pool, k->done));
		json_put_int(&w, "hours_ahead", load_zone_hours(c->in, m->zone, t->client.zone));
		json_key(&w, "off");
		json_list(&w);
		VEC_EACH (o, &k->p->who.off) {
			json_open(&w);
			json_put_text(&w, "first", day_text(c->pool, o->first));
			json_put_text(&w, "last", day_text(c->pool, o->last));
			json_close(&w);
		}
		json_list_end(&w);
		json_close(&w);
	}
	json_list_end(&w);
	json_close(&w);
	str_addc(c->out, '\n');
}

int
suggest_makers(struct cmd *c, const struct job *j, struct err *e)
{
	struct task t;
	load_people people = {0};
	load_list nobodys = {0};
	candidate_list all = {0};
	char left[EFFORT_TEXT];
	if (task_of(c, j, &t, e) < 0)
		return -1;
	struct load_want want = {.today = t.today, .but_job = j->id};
	if (load_team(c->in, c->pool, &want, &people, &nobodys, e) < 0)
		return -1;
	const struct load_person *p;
	VEC_EACH (p, &people) {
		const struct member *m = &p->member;
		if (!m->active || !(m->roles & (ROLE_CREATIVE | ROLE_COPY)) ||
		    (m->client != 0 && m->client != j->client))
			continue;
		struct capacity_sum sum = capacity_between(&p->plan, t.today, t.by);
		int64_t start, done = CAPACITY_NO_DAY;
		if (!capacity_fit(&p->plan, t.left, &start, &done))
			done = CAPACITY_NO_DAY;
		VEC_ADD(&all, c->pool,
			((struct candidate){.p = p,
					    .free = sum.available - sum.booked,
					    .done = done,
					    .role = (m->roles & t.role) != 0,
					    .partner = (m->roles & ROLE_PARTNER) != 0,
					    .fits = sum.available - sum.booked >= t.left}));
	}
	if (all.len > 1)
		qsort(all.at, all.len, sizeof(all.at[0]), by_fit);
	if (c->from->json) {
		json_candidates(c, &t, &all);
		return 0;
	}
	str_addf(c->out, "who could make %.*s (%.*s, %s left%s):\n", SLICE_ARG(j->ref),
		 SLICE_ARG(j->kit), effort_text(t.left, left),
		 t.has_deadline ? "" : ", no deadline");
	const struct candidate *k;
	VEC_EACH (k, &all)
		say_candidate(c, &t, k);
	if (all.len == 0)
		str_adds(c->out, "  nobody: members need the role creative or copy\n");
	str_addf(c->out, "assign %.*s HANDLE decides\n", SLICE_ARG(j->ref));
	return 0;
}

int
warn_away(struct cmd *c, const struct job *j, const struct member *m, bool anyway, struct err *e)
{
	struct task t;
	away_list off = {0};
	struct load_person p = {.member = *m};
	const struct away_row *a;
	if (task_of(c, j, &t, e) < 0 || away_from(c->store, c->pool, m->id, t.today, &off, e) < 0)
		return -1;
	VEC_EACH (a, &off)
		VEC_ADD(&p.who.off, c->pool, ((struct capacity_off){a->first, a->last}));
	p.who.week = m->week;
	p.who.calendar = calendar_in(c->in, NULL);
	capacity_plan(&p.plan, &p.who, &p.jobs, t.today);
	/* Today may be a Sunday: the days off that count are those on which they would work. */
	if (!anyway && off.len > 0 && t.has_deadline &&
	    capacity_between(&p.plan, t.today, t.by).available == 0) {
		a = &off.at[0];
		return err_set(e, ERR_REFUSED,
			       "%.*s is off from %.*s to %.*s, and it is due on %.*s: assign "
			       "%.*s %.*s --anyway, or change the deadline",
			       SLICE_ARG(m->handle), SLICE_ARG(day_text(c->pool, a->first)),
			       SLICE_ARG(day_text(c->pool, a->last)),
			       SLICE_ARG(day_text(c->pool, t.by)), SLICE_ARG(j->ref),
			       SLICE_ARG(m->handle));
	}
	VEC_EACH (a, &off)
		if (a->first <= t.by)
			str_addf(c->out, "mind: %.*s is off %.*s to %.*s\n", SLICE_ARG(m->handle),
				 SLICE_ARG(day_text(c->pool, a->first)),
				 SLICE_ARG(day_text(c->pool, a->last)));
	return 0;
}
