/* Commands about time that was promised or has passed: deadline, rush, stalled. */
#include "cmd.h"
#include "life.h"

#include "docket/base/utf8.h"
#include "docket/domain/stall.h"
#include "docket/store/load.h"

#include <stdlib.h>

enum { YEARS_AHEAD = 3 * 366 }; /* days: a later deadline is a slip of the finger */

/* What was promised to a client is changed by who answers for it. */
static int
may_promise(struct cmd *c, struct err *e)
{
	unsigned roles = 0;
	if (cmd_roles(c, &roles, e) < 0)
		return -1;
	return roles & (ROLE_ACCOUNT | ROLE_OPS | ROLE_OWNER)
		       ? 0
		       : err_set(e, ERR_REFUSED,
				 "that is the word of an account lead, ops or the owner");
}

/* "17:00" */
static bool
is_time(struct slice word)
{
	int64_t hour = 0, minute = 0;
	return word.len == 5 && word.data[2] == ':' && slice_int(slice_sub(word, 0, 2), &hour) &&
	       slice_int(slice_sub(word, 3, 5), &minute) && hour >= 0 && hour < 24 && minute >= 0 &&
	       minute < 60;
}

/* The words behind the job as a date, its time and the index of the reason. */
static int
read_deadline(struct cmd *c, const struct job *j, struct brief_field *b, size_t *reason,
	      struct err *e)
{
	struct civil now = zone_civil(job_zone(c->in, c->pool, j), c->now);
	int64_t day = 0, today = day_number(now.year, now.month, now.day);
	*b = (struct brief_field){.given = true,
				  .value = c->words[1],
				  .date = c->words[1],
				  .message = c->from->message,
				  .rule = SLICE_LIT("command")};
	*reason = 2;
	if (!day_parse(c->words[1], &day))
		return err_set(e, ERR_USAGE, "'%.*s' is no date; write it as 2026-05-14",
			       SLICE_ARG(c->words[1]));
	if (c->count > 2 && is_time(c->words[2])) {
		b->time = c->words[2];
		b->value =
			pool_slicef(c->pool, "%.*s %.*s", SLICE_ARG(b->date), SLICE_ARG(b->time));
		*reason = 3;
	}
	if (day < today)
		return err_set(e, ERR_REFUSED, "%.*s is over: a deadline lies ahead",
			       SLICE_ARG(b->date));
	if (day > today + YEARS_AHEAD)
		return err_set(e, ERR_REFUSED, "%.*s is too far away: is the year right?",
			       SLICE_ARG(b->date));
	const struct kit *kit = life_kit(c->in, j);
	struct calendar days = calendar_in(c->in, NULL);
	const char *doubt = policy_deadline_doubt(&days, today, day, kit != NULL ? kit->hours : 0);
	if (doubt != NULL)
		str_adds(c->out, "mind: that leaves less working time than this kit usually takes\n");
	return 0;
}

/* Whoever works on it plans by this; who said it knows. */
static int
tell_maker(struct cmd *c, struct life *l, struct saying headline, struct slice reason,
	   struct err *e)
{
	int64_t who = l->job->maker != 0 ? l->job->maker : l->job->owner;
	struct note n = {.kind = "team-note",
			 .headline = headline,
			 .job = l->job->id,
			 .client = l->job->client,
			 .cause = l->message,
			 .ref = l->job->ref,
			 .quote = reason,
			 .to_member = who};
	if (who == 0 || who == c->from->member)
		return 0;
	n.lines[n.line_count++] = SAY_TEXT(pool_slicef(
		c->pool, "%.*s, %s", SLICE_ARG(l->job->title), job_state_name(l->job->state)));
	return notify_team(c->in, c->pool, &n, e);
}

int
cmd_deadline(struct cmd *c, struct err *e)
{
	struct job j;
	struct brief_field b;
	size_t from = 2;
	if (cmd_job(c, 0, &j, e) < 0 || may_promise(c, e) < 0 ||
	    read_deadline(c, &j, &b, &from, e) < 0)
		return -1;
	if (job_is_over(j.state) || j.state == JOB_DELIVERED)
		return err_set(e, ERR_REFUSED, "%.*s is %s: it has no deadline any more",
			       SLICE_ARG(j.ref), job_state_name(j.state));
	struct brief_field before = j.brief[BRIEF_DEADLINE];
	struct slice reason = cmd_rest(c, from);
	if (before.given && before.alt_date.len == 0 && slice_eq(before.date, b.date) &&
	    slice_eq(before.time, b.time)) {
		str_addf(c->out, "%.*s is due then already\n", SLICE_ARG(j.ref));
		return 0;
	}
	struct life l = life_by_command(c, &j);
	struct slice data = pool_slicef(c->pool, "{\"from\":\"%.*s\",\"to\":\"%.*s\"}",
					SLICE_ARG(before.date), SLICE_ARG(b.date));
	if (brief_set(c->in, c->pool, &j, BRIEF_DEADLINE, &b, c->actor, c->now, e) < 0 ||
	    life_event(&l, "deadline", data, reason, e) < 0)
		return -1;
	if (j.state == JOB_INTAKE && job_missing(&j) == 0 &&
	    job_do(c->in, &j, EV_COMPLETED, c->actor, c->from->message, SLICE_NONE, c->now, e) < 0)
		return -1;
	if (job_save(c->store, &j, c->now, e) < 0 ||
	    answer_new_deadline(c->in, c->pool, &j, &before, reason, e) < 0 ||
	    tell_maker(c, &l,
		       before.date.len > 0 ? SAY_OF("note.due.not", {b.value, before.date})
					   : SAY_OF("note.due", {b.value}),
		       reason, e) < 0)
		return -1;
	str_addf(c->out, "%.*s is due %.*s\n", SLICE_ARG(j.ref), SLICE_ARG(b.value));
	return 0;
}

int
cmd_rush(struct cmd *c, struct err *e)
{
	struct job j;
	bool yes = slice_iis(c->words[1], "yes");
	if (!yes && !slice_iis(c->words[1], "no"))
		return err_set(e, ERR_USAGE, "rush is yes or no; usage: rush JOB yes|no [REASON…]");
	if (cmd_job(c, 0, &j, e) < 0 || may_promise(c, e) < 0)
		return -1;
	if (job_is_over(j.state) || j.state == JOB_DELIVERED)
		return err_set(e, ERR_REFUSED, "%.*s is %s: nothing is urgent there",
			       SLICE_ARG(j.ref), job_state_name(j.state));
	struct life l = life_by_command(c, &j);
	struct slice data = pool_slicef(c->pool, "{\"asked\":%s,\"granted\":%s}",
					j.urgent ? "true" : "false", yes ? "true" : "false");
	bool same = j.urgent == yes && j.urgent_granted == yes;
	j.urgent = j.urgent_granted = yes;
	if (life_event(&l, "rush", data, cmd_rest(c, 2), e) < 0 ||
	    job_save(c->store, &j, c->now, e) < 0)
		return -1;
	if (!same && tell_maker(c, &l, yes ? SAY("note.rush.yes") : SAY("note.rush.no"),
				cmd_rest(c, 2), e) < 0)
		return -1;
	str_addf(c->out,
		 yes ? "%.*s goes first; the client was told nothing\n"
		     : "%.*s waits its turn; the client was told nothing\n",
		 SLICE_ARG(j.ref));
	return 0;
}

/* ---- stalled ---- */

struct stand {
	struct job job;
	int64_t worked, limit; /* minutes */
};
typedef VEC(struct stand) stand_list;

/* By how much of its time it is beyond it. */
static int
by_delay(const void *one, const void *other)
{
	const struct stand *a = one, *b = other;
	int64_t x = a->worked * b->limit, y = b->worked * a->limit;
	if (x != y)
		return x > y ? -1 : 1;
	return a->job.id < b->job.id ? -1 : a->job.id > b->job.id;
}

static int
collect(struct cmd *c, const struct job_filter *f, bool all, stand_list *out, struct err *e)
{
	job_list jobs = {0};
	if (job_select(c->store, c->pool, f, &jobs, e) < 0)
		return -1;
	for (size_t i = 0; i < jobs.len; i++) {
		struct stand s = {.job = jobs.at[i]};
		const struct kit *kit = life_kit(c->in, &s.job);
		int64_t since = 0;
		s.limit = stall_limit(s.job.state, kit != NULL ? kit->sla_hours : 0);
		if (s.limit == 0 || !cmd_sees(c, &s.job))
			continue;
		if (state_since(c->store, s.job.id, &since, e) < 0)
			return -1;
		struct calendar days = calendar_in(c->in, job_zone(c->in, c->pool, &s.job));
		s.worked = stall_worked(&days, since, c->now);
		if (all || s.worked > s.limit)
			VEC_ADD(out, c->pool, s);
	}
	if (out->len > 1)
		qsort(out->at, out->len, sizeof(out->at[0]), by_delay);
	return 0;
}

/* "3.5 days" of working time. */
static struct slice
days(struct pool *pool, int64_t minutes)
{
	int64_t tenths = minutes * 10 / STALL_DAY;
	return pool_slicef(pool, "%lld.%lld days", (long long)(tenths / 10),
			   (long long)(tenths % 10));
}

static struct slice
owner_of(struct cmd *c, const struct job *j)
{
	struct member m;
	struct err e = ERR_INIT; /* of a line of a list */
	return j->owner != 0 && member_by_id(c->store, c->pool, j->owner, &m, &e) == 1
		       ? m.handle
		       : SLICE_LIT("nobody");
}

static void
print_stands(struct cmd *c, const stand_list *list)
{
	const struct stand *s;
	static const char *const sides[] = {"none", "us", "client"};
	struct json w;
	json_begin(&w, c->out);
	if (c->from->json)
		json_list(&w);
	VEC_EACH (s, list) {
		const struct job *j = &s->job;
		if (c->from->json) {
			json_open(&w);
			json_put_text(&w, "ref", j->ref);
			json_put_cstr(&w, "state", job_state_name(j->state));
			json_put_cstr(&w, "side", sides[job_side(j)]);
			json_put_text(&w, "owner", owner_of(c, j));
			json_put_int(&w, "worked_minutes", s->worked);
			json_put_int(&w, "limit_minutes", s->limit);
			json_close(&w);
			continue;
		}
		str_addf(c->out, "%-12.*s %-16s %.*s of %.*s, %s, %.*s\n", SLICE_ARG(j->ref),
			 job_state_name(j->state), SLICE_ARG(days(c->pool, s->worked)),
			 SLICE_ARG(days(c->pool, s->limit)),
			 job_side(j) == SIDE_CLIENT ? "the client's move"
						    : pool_cstr(c->pool, owner_of(c, j)),
			 SLICE_ARG(utf8_cut(j->title, 60)));
	}
	if (c->from->json) {
		json_list_end(&w);
		str_addc(c->out, '\n');
	} else if (list->len == 0) {
		str_adds(c->out, "nothing stands still\n");
	}
}

int
cmd_stalled(struct cmd *c, struct err *e)
{
	struct job_filter f = {.state = -1, .open_only = true};
	struct client client;
	struct member m;
	stand_list list = {0};
	bool all = cmd_flag(c, "all");
	int got = 0;
	if (c->count > 1)
		return err_set(e, ERR_USAGE, "usage: stalled [CODE|HANDLE] [--all]");
	if (c->count == 1 && c->partner == 0)
		got = client_by_code(c->store, c->pool, c->words[0], &client, e);
	if (got == 1)
		f.client = client.id;
	if (c->count == 1 && got == 0) {
		got = member_by_handle(c->store, c->pool, c->words[0], &m, e);
		f.owner = got == 1 ? m.id : 0;
		if (got == 0 || (got == 1 && c->partner != 0 && m.id != c->partner))
			return err_set(e, ERR_NOFILE,
				       "'%.*s' is neither a client's code nor a member",
				       SLICE_ARG(c->words[0]));
	}
	if (got < 0 || collect(c, &f, all, &list, e) < 0)
		return -1;
	print_stands(c, &list);
	return 0;
}
