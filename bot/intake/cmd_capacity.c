/* `capacity`: who has time when, and what would have to move if we said yes. The team's own
 * business. */
#include "cmd.h"
#include "load.h"

#include "docket/base/day.h"
#include "docket/domain/effort.h"

#include <stdlib.h>

enum {
	WEEKS = 4,
	WEEKS_MAX = 52,
	WEEK = 7,
	COLUMN = 15,
	START = 8 * 60, /* minutes: where a day's work would fit is what is asked first */
};

struct look {
	load_people people;
	load_list nobodys;
	int64_t monday, weeks; /* first week shown, and how many */
	int64_t minutes;       /* whose start and end is shown */
	bool of_client;
};

static struct capacity_sum
week_of(const struct look *l, const struct load_person *p, int64_t n)
{
	int64_t first = l->monday + n * WEEK;
	return capacity_between(&p->plan, first, first + WEEK - 1);
}

static void
print_look(struct cmd *c, const struct look *l)
{
	const struct load_person *p;
	char a[EFFORT_TEXT], b[EFFORT_TEXT];
	str_addf(c->out, "%-11s", l->of_client ? "booked" : "free");
	for (int64_t n = 0; n < l->weeks; n++)
		str_addf(c->out, "%-*.*s", COLUMN,
			 SLICE_ARG(day_text(c->pool, l->monday + n * WEEK)));
	str_addc(c->out, '\n');
	VEC_EACH (p, &l->people) {
		str_addf(c->out, "%-11.*s", SLICE_ARG(p->member.handle));
		for (int64_t n = 0; n < l->weeks; n++) {
			struct capacity_sum s = week_of(l, p, n);
			int64_t shown = l->of_client ? s.booked : s.available - s.booked;
			str_addf(c->out, "%-*.*s", COLUMN,
				 SLICE_ARG(pool_slicef(c->pool, "%s of %s", effort_text(shown, a),
						       effort_text(s.available, b))));
		}
		int64_t start, done;
		if (l->of_client)
			str_addc(c->out, '\n');
		else if (capacity_fit(&p->plan, l->minutes, &start, &done))
			str_addf(c->out, "%s more: %.*s to %.*s\n", effort_text(l->minutes, a),
				 SLICE_ARG(day_text(c->pool, start)),
				 SLICE_ARG(day_text(c->pool, done)));
		else
			str_addf(c->out, "%s more: not within a year\n",
				 effort_text(l->minutes, a));
	}
	if (l->people.len == 0)
		str_adds(c->out, "nobody makes anything here\n");
	if (c->partner == 0 && l->nobodys.len > 0) {
		const struct load_row *r;
		int64_t all = 0;
		VEC_EACH (r, &l->nobodys)
			all += load_left(c->in, r);
		str_addf(c->out, "nobody's yet: %zu job%s, %s:", l->nobodys.len,
			 l->nobodys.len == 1 ? "" : "s", effort_text(all, a));
		VEC_EACH (r, &l->nobodys)
			str_addf(c->out, " %.*s", SLICE_ARG(r->ref));
		str_addc(c->out, '\n');
	}
}

static void
json_look(struct cmd *c, const struct look *l)
{
	struct json w;
	const struct load_person *p;
	const struct load_row *r;
	json_begin(&w, c->out);
	json_open(&w);
	json_key(&w, "people");
	json_list(&w);
	VEC_EACH (p, &l->people) {
		json_open(&w);
		json_put_text(&w, "member", p->member.handle);
		json_put_bool(&w, "partner", (p->member.roles & ROLE_PARTNER) != 0);
		json_key(&w, "weeks");
		json_list(&w);
		for (int64_t n = 0; n < l->weeks; n++) {
			struct capacity_sum s = week_of(l, p, n);
			json_open(&w);
			json_put_text(&w, "monday", day_text(c->pool, l->monday + n * WEEK));
			json_put_int(&w, "available_minutes", s.available);
			json_put_int(&w, "booked_minutes", s.booked);
			json_put_int(&w, "free_minutes", s.available - s.booked);
			json_close(&w);
		}
		json_list_end(&w);
		int64_t start, done;
		if (!l->of_client && capacity_fit(&p->plan, l->minutes, &start, &done)) {
			json_put_text(&w, "start", day_text(c->pool, start));
			json_put_text(&w, "done", day_text(c->pool, done));
		}
		json_key(&w, "jobs");
		json_list(&w);
		VEC_EACH (r, &p->rows)
			json_text(&w, r->ref);
		json_list_end(&w);
		json_close(&w);
	}
	json_list_end(&w);
	json_key(&w, "nobodys");
	json_list(&w);
	for (size_t i = 0; c->partner == 0 && i < l->nobodys.len; i++)
		json_text(&w, l->nobodys.at[i].ref);
	json_list_end(&w);
	json_close(&w);
	str_addc(c->out, '\n');
}

/* CODE or HANDLE; a partner looks at themselves only. */
static int
whose(struct cmd *c, struct load_want *want, struct err *e)
{
	struct client client;
	struct member m;
	int got = 0;
	want->member = c->partner;
	if (c->count == 0)
		return 0;
	if (c->partner == 0)
		got = client_by_code(c->store, c->pool, c->words[0], &client, e);
	if (got == 1)
		want->client = client.id;
	if (got != 0)
		return got < 0 ? -1 : 0;
	got = member_by_handle(c->store, c->pool, c->words[0], &m, e);
	if (got == 0 || (got == 1 && c->partner != 0 && m.id != c->partner))
		return err_set(e, ERR_NOFILE, "'%.*s' is neither a client's code nor a member",
			       SLICE_ARG(c->words[0]));
	want->member = got == 1 ? m.id : 0;
	return got < 0 ? -1 : 0;
}

static int
look(struct cmd *c, struct slice weeks, struct slice hours, struct err *e)
{
	struct look l = {.weeks = WEEKS, .minutes = START};
	struct load_want want = {.today = load_today(c->in, SLICE_NONE)};
	if (c->count > 1)
		return err_set(e, ERR_USAGE,
			       "usage: capacity [CODE|HANDLE] [--weeks 4] [--hours N]");
	if (weeks.len > 0 && (!slice_int(weeks, &l.weeks) || l.weeks < 1 || l.weeks > WEEKS_MAX))
		return err_set(e, ERR_USAGE, "weeks are 1 to %d", WEEKS_MAX);
	if (hours.len > 0 && (!effort_parse(hours, &l.minutes) || l.minutes <= 0))
		return err_set(e, ERR_USAGE, "'%.*s' is no time; write 8, 2.5 or 1:30",
			       SLICE_ARG(hours));
	l.monday = want.today - day_week(want.today);
	if (whose(c, &want, e) < 0 ||
	    load_team(c->in, c->pool, &want, &l.people, &l.nobodys, e) < 0)
		return -1;
	l.of_client = want.client != 0;
	if (c->from->json)
		json_look(c, &l);
	else
		print_look(c, &l);
	return 0;
}

/* ---- "what would have to move if we say yes" ---- */

struct option {
	const struct load_person *p;
	struct capacity_answer a;
};
typedef VEC(struct option) option_list;

/* Who could best: nothing moves and it is done first; else the fewest promises slip. */
static int
by_harm(const void *one, const void *other)
{
	const struct option *a = one, *b = other;
	if (a->a.lacks != b->a.lacks)
		return a->a.lacks < b->a.lacks ? -1 : 1;
	if (a->a.slips != b->a.slips)
		return a->a.slips < b->a.slips ? -1 : 1;
	if (a->a.moves.len != b->a.moves.len)
		return a->a.moves.len < b->a.moves.len ? -1 : 1;
	if (a->a.free != b->a.free)
		return a->a.free > b->a.free ? -1 : 1;
	return a->p->member.id < b->p->member.id ? -1 : a->p->member.id > b->p->member.id;
}

static const struct load_row *
row_of(const struct load_person *p, int64_t job)
{
	const struct load_row *r;
	VEC_EACH (r, &p->rows)
		if (r->job == job)
			return r;
	return NULL;
}

static void
print_move(struct cmd *c, const struct load_person *p, const struct capacity_move *m)
{
	const struct load_row *r = row_of(p, m->id);
	char text[EFFORT_TEXT];
	str_addf(c->out, "    %.*s gives up %s: ", SLICE_ARG(r != NULL ? r->ref : SLICE_NONE),
		 effort_text(m->minutes, text));
	if (m->done == CAPACITY_NO_DAY)
		str_adds(c->out, "there is no room for it within a year\n");
	else if (m->slips)
		str_addf(c->out, "it slips from %.*s to %.*s\n",
			 SLICE_ARG(day_text(c->pool, m->deadline)),
			 SLICE_ARG(day_text(c->pool, m->done)));
	else if (m->deadline == CAPACITY_NO_DAY)
		str_addf(c->out, "done by %.*s, no date was promised\n",
			 SLICE_ARG(day_text(c->pool, m->done)));
	else
		str_addf(c->out, "it still makes %.*s\n",
			 SLICE_ARG(day_text(c->pool, m->deadline)));
}

static void
print_option(struct cmd *c, const struct option *o, const struct capacity_ask *ask)
{
	char a[EFFORT_TEXT], b[EFFORT_TEXT];
	const struct capacity_move *m;
	str_addf(c->out, "  %.*s: ", SLICE_ARG(o->p->member.handle));
	if (o->a.free >= ask->minutes) {
		str_addf(c->out, "%s free until then; nothing moves, done by %.*s\n",
			 effort_text(o->a.free, a), SLICE_ARG(day_text(c->pool, o->a.done)));
		return;
	}
	if (o->a.free < 0)
		str_addf(c->out, "%s too much already", effort_text(-o->a.free, a));
	else
		str_addf(c->out, "%s free until then, %s too few", effort_text(o->a.free, a),
			 effort_text(ask->minutes - o->a.free, b));
	if (o->a.lacks > 0)
		str_addf(c->out, "; whatever moves, %s lack", effort_text(o->a.lacks, a));
	str_addf(c->out, "; %zu job%s would move, %zu would slip\n", o->a.moves.len,
		 o->a.moves.len == 1 ? "" : "s", o->a.slips);
	VEC_EACH (m, &o->a.moves)
		print_move(c, o->p, m);
}

static void
json_options(struct cmd *c, const option_list *all, const struct capacity_ask *ask)
{
	struct json w;
	const struct option *o;
	const struct capacity_move *m;
	json_begin(&w, c->out);
	json_open(&w);
	json_put_int(&w, "minutes", ask->minutes);
	json_put_text(&w, "by", day_text(c->pool, ask->by));
	json_key(&w, "people");
	json_list(&w);
	VEC_EACH (o, all) {
		json_open(&w);
		json_put_text(&w, "member", o->p->member.handle);
		json_put_bool(&w, "fits", o->a.free >= ask->minutes);
		json_put_int(&w, "free_minutes", o->a.free);
		json_put_int(&w, "lacks_minutes", o->a.lacks);
		if (o->a.done != CAPACITY_NO_DAY)
			json_put_text(&w, "done", day_text(c->pool, o->a.done));
		json_key(&w, "moves");
		json_list(&w);
		VEC_EACH (m, &o->a.moves) {
			const struct load_row *r = row_of(o->p, m->id);
			json_open(&w);
			json_put_text(&w, "ref", r != NULL ? r->ref : SLICE_NONE);
			json_put_int(&w, "minutes", m->minutes);
			json_put_bool(&w, "slips", m->slips);
			if (m->done != CAPACITY_NO_DAY)
				json_put_text(&w, "done", day_text(c->pool, m->done));
			json_close(&w);
		}
		json_list_end(&w);
		json_close(&w);
	}
	json_list_end(&w);
	json_close(&w);
	str_addc(c->out, '\n');
}

/* "8", or a job, which brings its hours, its deadline and its client. */
static int
ask_of(struct cmd *c, struct capacity_ask *ask, struct job *j, struct err *e)
{
	struct load_sum sum;
	*ask = (struct capacity_ask){.by = CAPACITY_NO_DAY};
	if (!effort_parse(c->words[1], &ask->minutes)) {
		if (cmd_job(c, 1, j, e) < 0 || load_sum_of(c->in, j, &sum, e) < 0)
			return -1;
		ask->minutes = sum.estimate > sum.spent ? sum.estimate - sum.spent : 0;
		const struct brief_field *b = &j->brief[BRIEF_DEADLINE];
		if (b->alt_date.len > 0 || !day_parse(b->date, &ask->by))
			ask->by = CAPACITY_NO_DAY;
	}
	if (c->count == 4 && slice_iis(c->words[2], "by") && !day_parse(c->words[3], &ask->by))
		return err_set(e, ERR_USAGE, "'%.*s' is no date; write it as 2026-05-14",
			       SLICE_ARG(c->words[3]));
	if (ask->minutes <= 0)
		return err_set(e, ERR_USAGE, "nothing is left to do there: write the hours");
	if (ask->by == CAPACITY_NO_DAY)
		return err_set(e, ERR_USAGE, "until when? capacity add %.*s by 2026-05-14",
			       SLICE_ARG(c->words[1]));
	if (ask->by < load_today(c->in, SLICE_NONE))
		return err_set(e, ERR_REFUSED, "%.*s is over",
			       SLICE_ARG(day_text(c->pool, ask->by)));
	return 0;
}

static int
say_yes(struct cmd *c, struct err *e)
{
	struct capacity_ask ask;
	struct job j = {0};
	load_people people = {0};
	load_list nobodys = {0};
	option_list all = {0};
	char text[EFFORT_TEXT];
	if (c->partner != 0)
		return err_set(e, ERR_REFUSED,
			       "what the house takes on is for the agency's own people");
	if (c->count != 2 && (c->count != 4 || !slice_iis(c->words[2], "by")))
		return err_set(e, ERR_USAGE, "usage: capacity add JOB|HOURS by YYYY-MM-DD");
	if (ask_of(c, &ask, &j, e) < 0)
		return -1;
	struct load_want want = {.today = load_today(c->in, SLICE_NONE), .but_job = j.id};
	if (load_team(c->in, c->pool, &want, &people, &nobodys, e) < 0)
		return -1;
	const struct load_person *p;
	VEC_EACH (p, &people) {
		unsigned role = j.id != 0 ? load_role(c->in, &j) : ROLE_CREATIVE | ROLE_COPY;
		if (!p->member.active || !(p->member.roles & role) ||
		    (j.id != 0 && p->member.client != 0 && p->member.client != j.client))
			continue;
		struct option *o = VEC_NEW(&all, c->pool);
		o->p = p;
		capacity_yes(c->pool, &p->plan, &p->jobs, ask, &o->a);
	}
	if (all.len > 1)
		qsort(all.at, all.len, sizeof(all.at[0]), by_harm);
	if (c->from->json) {
		json_options(c, &all, &ask);
		return 0;
	}
	str_addf(c->out, "%s%s%.*s until %.*s:\n", effort_text(ask.minutes, text),
		 j.id != 0 ? " for " : "", SLICE_ARG(j.ref), SLICE_ARG(day_text(c->pool, ask.by)));
	const struct option *o;
	VEC_EACH (o, &all)
		print_option(c, o, &ask);
	if (all.len == 0)
		str_adds(c->out, "  nobody makes such things here\n");
	return 0;
}

int
cmd_capacity(struct cmd *c, struct err *e)
{
	struct slice weeks = cmd_option(c, "weeks"), hours = cmd_option(c, "hours");
	if (c->count > 1 && slice_iis(c->words[0], "add"))
		return say_yes(c, e);
	return look(c, weeks, hours, e);
}
