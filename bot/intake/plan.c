/*
 * Jobs that come again by a rule are made here by the clock, from the kit and brief of their pattern:
 * once a period whatever happens, and after days down the newest only. What they repeat was agreed when
 * the rule was made, so that a whole brief is ready at once.
 */
#include "life.h"
#include "plan.h"

#include "docket/domain/repeat.h"

enum { MORNING = 6 }; /* local hour from which a day's jobs are made: nobody reads notes at midnight */

/* The local day whose jobs may be made now. */
static int64_t
day_of(const struct zone *z, int64_t now)
{
	struct civil at = zone_civil(z, now);
	return day_number(at.year, at.month, at.day) - (at.hour < MORNING);
}

/* The brief of the pattern; its deadline as many days after this day as it was after its own. */
static int
copy_brief(struct life *l, const struct job *from, const struct zone *z, int64_t day, struct err *e)
{
	for (int f = 0; f < BRIEF_FIELDS; f++) {
		struct brief_field b = from->brief[f];
		int64_t due;
		if (!b.given)
			continue;
		if (f == BRIEF_DEADLINE) {
			struct civil made = zone_civil(z, from->created);
			if (!day_parse(b.date, &due))
				continue;
			b.date = day_text(l->pool, day + due - day_number(made.year, made.month, made.day));
			b.value = b.date;
			b.alt_date = SLICE_NONE;
		}
		b.rule = SLICE_LIT("repeat");
		if (brief_set(l->in, l->pool, l->job, f, &b, l->actor, l->now, e) < 0)
			return -1;
	}
	return 0;
}

static int
tell_owner(struct life *l, const struct repeat *r, const struct job *from, struct err *e)
{
	struct note n = {.kind = "team-note", .headline = SAY("note.repeat"), .job = l->job->id,
	                 .client = l->job->client, .ref = l->job->ref, .to_member = l->job->owner};
	n.lines[n.line_count++] = SAY_OF("note.repeat.rule", {r->rule, from->ref});
	n.next = SAY_OF("note.repeat.next", {l->job->ref, pool_slicef(l->pool, "%lld", (long long)r->id)});
	return notify_team(l->in, l->pool, &n, e);
}

static int
make(struct intake *in, struct pool *pool, const struct repeat *r, int64_t day, struct err *e)
{
	struct job from, j;
	struct member lead = {0};
	struct life l = {.in = in, .pool = pool, .job = &j, .actor = SLICE_LIT("docket"),
	                 .now = clock_now(in->env.clock)};
	char data[80];
	int got = job_get(in->env.store, pool, r->job, &from, e);
	if (got <= 0 || lead_of(in, pool, from.client, &lead, e) < 0)
		return got <= 0 ? got : -1;
	j = (struct job){.client = from.client, .kit = from.kit, .title = from.title, .lang = from.lang,
	                 .state = JOB_INTAKE, .owner = lead.id, .requester = from.requester,
	                 .linked = from.id, .required = from.required, .waived = from.waived};
	if (job_create(in->env.store, pool, &j, l.now, e) < 0)
		return -1;
	got = repeat_run_add(in->env.store, r->id, day, j.id, l.now, e);
	if (got == 0)
		return err_set(e, ERR_STOP, "the job of that day is there already");
	snprintf(data, sizeof(data), "{\"state\":\"intake\",\"repeat\":%lld}", (long long)r->id);
	if (got < 0 || life_event(&l, "opened", slice_of(data), j.title, e) < 0 ||
	    copy_brief(&l, &from, zone_of(in, r->zone), day, e) < 0)
		return -1;
	if (job_missing(&j) == 0 && (life_move(&l, EV_COMPLETED, SLICE_NONE, e) < 0 ||
	                             life_move(&l, EV_ACCEPT, SLICE_NONE, e) < 0))
		return -1;
	return job_save(in->env.store, &j, l.now, e) < 0 || tell_owner(&l, r, &from, e) < 0 ? -1 : 1;
}

/* One that fails leaves the others alone and is tried again at the next look. */
static int
make_marked(struct intake *in, struct pool *pool, const struct repeat *r, int64_t day, struct err *e)
{
	struct err bad = ERR_INIT;
	if (store_mark(in->env.store, e) < 0)
		return -1;
	int made = make(in, pool, r, day, &bad);
	if (made < 0)
		log_event(LOG_WARN, "repeat", "repeat=%lld why=%s", (long long)r->id, bad.text);
	if (store_unmark(in->env.store, made >= 0, made < 0 ? NULL : e) < 0 && made >= 0)
		return -1;
	return made > 0;
}

int
repeat_idle(struct intake *in, struct err *e)
{
	struct pool *pool = pool_new();
	repeat_list all = {0};
	bool open = false;
	int count = 0, r = repeat_all(in->env.store, pool, false, &all, e);
	for (size_t i = 0; r == 0 && i < all.len; i++) {
		struct repeat_rule rule;
		struct err bad = ERR_INIT;
		const struct repeat *one = &all.at[i];
		int64_t day, today = day_of(zone_of(in, one->zone), clock_now(in->env.clock));
		int64_t since = one->last_day > one->since ? one->last_day : one->since;
		if (repeat_parse(one->rule, &rule, &bad) < 0 || !repeat_due(&rule, since, today, &day))
			continue;
		if (!open && (r = store_begin(in->env.store, e)) < 0)
			break;
		open = true;
		int made = make_marked(in, pool, one, day, e);
		r = made < 0 ? -1 : 0;
		count += made > 0;
	}
	step("repeat.made");
	if (open && (r < 0 || store_commit(in->env.store, e) < 0)) {
		store_rollback(in->env.store);
		r = -1;
	}
	pool_free(pool);
	return r < 0 ? -1 : count;
}

int
milestones_put(struct intake *in, struct pool *pool, const struct member *m, int64_t today,
               struct value *v, struct err *e)
{
	milestone_list due = {0};
	int count = 0;
	if (milestones_due(in->env.store, pool, today + 1, &due, e) < 0)
		return -1;
	for (size_t i = 0; i < due.len; i++) {
		const struct milestone *one = &due.at[i];
		int mine = one->owner == m->id;
		if (one->owner == 0 && (mine = lead_is(in, pool, one->client, m, e)) < 0)
			return -1;
		if (!mine)
			continue;
		struct value *row = value_item(v, "milestones");
		struct civil at = day_civil(one->day);
		at.hour = -1;
		value_text(row, "ref", one->ref);
		value_text(row, "title", one->title);
		value_date(row, "day", at, "");
		value_flag(row, "late", one->day < today);
		count++;
	}
	return count;
}
