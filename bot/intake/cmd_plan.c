/* `repeat`, `milestone` and `won`: what is planned of a job, and deals that become jobs (P3). */
#include "cmd.h"
#include "life.h"
#include "plan.h"

#include "docket/domain/effort.h"
#include "docket/domain/repeat.h"
#include "docket/store/scope.h"

enum { MAY_PLAN = ROLE_ACCOUNT | ROLE_OWNER | ROLE_OPS };

static int64_t
today_in(const struct zone *z, int64_t now)
{
	struct civil at = zone_civil(z, now);
	return day_number(at.year, at.month, at.day);
}

/* ---- repeat ---- */

static int
repeat_list_all(struct cmd *c, struct err *e)
{
	repeat_list all = {0};
	struct json w;
	if (repeat_all(c->store, c->pool, false, &all, e) < 0)
		return -1;
	json_begin(&w, c->out);
	if (c->from->json)
		json_list(&w);
	else if (all.len == 0)
		str_adds(c->out, "nothing repeats: repeat JOB monthly on 3\n");
	for (size_t i = 0; i < all.len; i++) {
		const struct repeat *r = &all.at[i];
		struct repeat_rule rule;
		struct job j;
		int64_t after = r->last_day > r->since ? r->last_day : r->since;
		if (job_get(c->store, c->pool, r->job, &j, e) != 1 || repeat_parse(r->rule, &rule, e) < 0)
			return -1;
		struct slice next = day_text(c->pool, repeat_next(&rule, after));
		if (!c->from->json) {
			str_addf(c->out, "%-4lld %-10.*s %-18.*s next %.*s, %.*s  %.*s\n", (long long)r->id,
			         SLICE_ARG(j.ref), SLICE_ARG(r->rule), SLICE_ARG(next), SLICE_ARG(r->zone),
			         SLICE_ARG(j.title));
			continue;
		}
		json_open(&w);
		json_put_int(&w, "number", r->id);
		json_put_text(&w, "ref", j.ref);
		json_put_text(&w, "rule", r->rule);
		json_put_text(&w, "zone", r->zone);
		json_put_text(&w, "next", next);
		json_close(&w);
	}
	if (c->from->json) {
		json_list_end(&w);
		str_addc(c->out, '\n');
	}
	return 0;
}

static int
repeat_end(struct cmd *c, struct err *e)
{
	int64_t id = 0;
	if (c->count != 2 || !slice_int(c->words[1], &id))
		return err_set(e, ERR_USAGE, "usage: repeat stop N; 'repeat list' has the numbers");
	int got = repeat_stop(c->store, id, c->now, e);
	if (got == 0)
		return err_set(e, ERR_NOFILE, "no rule %lld goes on; 'repeat list' shows them", (long long)id);
	str_addf(c->out, "rule %lld makes no more jobs\n", (long long)id);
	return got < 0 ? -1 : 0;
}

int
cmd_repeat(struct cmd *c, struct err *e)
{
	struct job j;
	struct repeat_rule rule;
	char words[40], data[80];
	if (slice_iis(c->words[0], "list"))
		return repeat_list_all(c, e);
	if (cmd_needs_role(c, MAY_PLAN, "repeat", e) < 0)
		return -1;
	if (slice_iis(c->words[0], "stop"))
		return repeat_end(c, e);
	if (cmd_job(c, 0, &j, e) < 0 || repeat_parse(cmd_rest(c, 1), &rule, e) < 0)
		return -1;
	const struct zone *z = job_zone(c->in, c->pool, &j);
	struct repeat r = {.job = j.id, .rule = slice_of(repeat_words(&rule, words)), .by = c->actor,
	                   .zone = slice_of(zone_name(z)), .since = today_in(z, c->now)};
	struct life l = life_by_command(c, &j);
	if (repeat_add(c->store, &r, c->now, e) < 0)
		return -1;
	snprintf(data, sizeof(data), "{\"repeat\":%lld,\"rule\":\"%s\"}", (long long)r.id, words);
	if (life_event(&l, "repeat", slice_of(data), SLICE_NONE, e) < 0)
		return -1;
	str_addf(c->out, "rule %lld: %s comes again from the brief of %.*s, next on %.*s\n", (long long)r.id,
	         words, SLICE_ARG(j.ref), SLICE_ARG(day_text(c->pool, repeat_next(&rule, r.since))));
	return 0;
}

/* ---- milestones ---- */

void
milestones_print(struct cmd *c, const milestone_list *all)
{
	const struct milestone *m;
	VEC_EACH(m, all)
		str_addf(c->out, "  %lld  %.*s  %.*s%s\n", (long long)m->number,
		         SLICE_ARG(day_text(c->pool, m->day)), SLICE_ARG(m->title), m->done != 0 ? "  done" : "");
}

static int
milestones_show(struct cmd *c, const struct job *j, struct err *e)
{
	milestone_list all = {0};
	const struct milestone *m;
	if (milestones_of_job(c->store, c->pool, j->id, &all, e) < 0)
		return -1;
	if (c->from->json) {
		struct json w;
		json_begin(&w, c->out);
		json_list(&w);
		VEC_EACH(m, &all) {
			json_open(&w);
			json_put_int(&w, "number", m->number);
			json_put_text(&w, "title", m->title);
			json_put_text(&w, "day", day_text(c->pool, m->day));
			json_put_bool(&w, "done", m->done != 0);
			json_close(&w);
		}
		json_list_end(&w);
		str_addc(c->out, '\n');
		return 0;
	}
	if (all.len == 0)
		str_addf(c->out, "%.*s has no milestones: milestone %.*s add TITLE 2026-05-14\n",
		         SLICE_ARG(j->ref), SLICE_ARG(j->ref));
	milestones_print(c, &all);
	return 0;
}

int
cmd_milestone(struct cmd *c, struct err *e)
{
	static const char usage[] = "usage: milestone JOB [add TITLE… YYYY-MM-DD | done N]";
	struct job j;
	struct milestone m = {0};
	char data[80];
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	if (c->count == 1)
		return milestones_show(c, &j, e);
	struct life l = life_by_command(c, &j);
	m.job = j.id;
	if (slice_iis(c->words[1], "done") && c->count == 3 && slice_int(c->words[2], &m.number)) {
		int got = milestone_done(c->store, j.id, m.number, c->now, e);
		if (got == 0)
			return err_set(e, ERR_NOFILE, "%.*s has no open milestone %lld", SLICE_ARG(j.ref),
			               (long long)m.number);
		snprintf(data, sizeof(data), "{\"number\":%lld,\"do\":\"done\"}", (long long)m.number);
		if (got < 0 || life_event(&l, "milestone", slice_of(data), SLICE_NONE, e) < 0)
			return -1;
		return milestones_show(c, &j, e);
	}
	if (!slice_iis(c->words[1], "add") || c->count < 4)
		return err_set(e, ERR_USAGE, "%s", usage);
	if (!day_parse(c->words[c->count - 1], &m.day))
		return err_set(e, ERR_USAGE, "'%.*s' is no date; write it last, as 2026-05-14",
		               SLICE_ARG(c->words[c->count - 1]));
	c->count--;
	m.title = cmd_rest(c, 2);
	if (milestone_add(c->store, &m, c->actor, c->now, e) < 0)
		return -1;
	snprintf(data, sizeof(data), "{\"number\":%lld,\"do\":\"added\",\"day\":\"%.*s\"}",
	         (long long)m.number, SLICE_ARG(day_text(c->pool, m.day)));
	if (life_event(&l, "milestone", slice_of(data), m.title, e) < 0)
		return -1;
	return milestones_show(c, &j, e);
}

/* ---- won ---- */

/* Opens the job with what its deal says of it; its brief may want more. */
static int
open_won(struct cmd *c, struct job *j, struct job_scope *sold, struct slice deadline, struct err *e)
{
	struct life l = life_by_command(c, j);
	char data[120];
	struct brief_field what = {.given = true, .value = j->title, .message = c->from->message,
	                           .rule = SLICE_LIT("won")};
	struct brief_field due = {.given = true, .value = deadline, .date = deadline,
	                          .message = c->from->message, .rule = SLICE_LIT("won")};
	if (job_create(c->store, c->pool, j, c->now, e) < 0)
		return -1;
	sold->job = j->id;
	snprintf(data, sizeof(data), "{\"do\":\"sold\",\"minutes\":%lld,\"rounds\":%lld,\"deliverables\":%lld}",
	         (long long)sold->terms.minutes, (long long)sold->terms.rounds,
	         (long long)sold->terms.deliverables);
	if (life_event(&l, "opened", SLICE_LIT("{\"state\":\"intake\",\"won\":true}"), j->title, e) < 0 ||
	    brief_set(c->in, c->pool, j, FIELD_DELIVERABLE, &what, c->actor, c->now, e) < 0 ||
	    (deadline.len > 0 &&
	     brief_set(c->in, c->pool, j, BRIEF_DEADLINE, &due, c->actor, c->now, e) < 0) ||
	    job_scope_set(c->store, sold, e) < 0 ||
	    life_event(&l, "scope", slice_of(data), sold->words, e) < 0)
		return -1;
	if (job_missing(j) == 0 && (life_move(&l, EV_COMPLETED, SLICE_NONE, e) < 0 ||
	                            life_move(&l, EV_ACCEPT, SLICE_NONE, e) < 0))
		return -1;
	return job_save(c->store, j, c->now, e);
}

int
cmd_won(struct cmd *c, struct err *e)
{
	struct client client;
	struct job_scope sold = {.by = c->actor, .at = c->now};
	struct slice title = SLICE_NONE, kit = cmd_pair(c, "kit"), deadline = cmd_pair(c, "deadline");
	char name[64], hours[24];
	int64_t day;
	if (kit.len == 0)
		kit = SLICE_LIT("other");
	if (cmd_needs_role(c, MAY_PLAN, "a won deal", e) < 0 || cmd_client_of(c, 0, &client, e) < 0)
		return -1;
	if (kits_find(c->in->env.kits, slice_cstr(kit, name, sizeof(name))) == NULL)
		return err_set(e, ERR_USAGE, "there is no kit '%s'; the folder config/kits has them", name);
	if (deadline.len > 0 && !day_parse(deadline, &day))
		return err_set(e, ERR_USAGE, "'%.*s' is no date; write it as deadline=2026-05-14",
		               SLICE_ARG(deadline));
	for (size_t i = 1; i < c->count; i++) {
		int got = scope_term(c->words[i], &sold.terms, e);
		if (got < 0)
			return -1;
		if (got == 0)
			title = title.len == 0 ? c->words[i]
			                       : pool_slicef(c->pool, "%.*s %.*s", SLICE_ARG(title),
			                                     SLICE_ARG(c->words[i]));
	}
	if (title.len == 0)
		return err_set(e, ERR_USAGE, "a deal needs a title; usage: won CODE TITLE… kit=KIT hours=H rounds=N "
		                             "deliverables=N deadline=YYYY-MM-DD");
	struct job j = {.client = client.id, .kit = kit, .title = title, .lang = client.lang,
	                .state = JOB_INTAKE, .owner = client.lead, .requester = client.decider,
	                .required = kit_required(c->in->env.kits, kit)};
	sold.words = title;
	if (open_won(c, &j, &sold, deadline, e) < 0)
		return -1;
	str_addf(c->out, "%.*s is open, in %s, with its sold scope", SLICE_ARG(j.ref), job_state_name(j.state));
	if (sold.terms.minutes > 0)
		str_addf(c->out, ", %s hours", effort_number(sold.terms.minutes, hours));
	if (sold.terms.rounds > 0)
		str_addf(c->out, ", %lld rounds", (long long)sold.terms.rounds);
	str_addc(c->out, '\n');
	unsigned missing = job_missing(&j);
	for (int f = 0, n = 0; f < BRIEF_FIELDS; f++)
		if (missing & (1U << (unsigned)f))
			str_addf(c->out, "%s%s", n++ == 0 ? "its brief still wants " : ", ", brief_field_names[f]);
	str_adds(c->out, missing != 0 ? "\n" : "");
	return 0;
}
