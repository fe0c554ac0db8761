/* Commands of a job's end: the last checks, delivery, archive, and reopening it. */
#include "cmd.h"
#include "life.h"

static struct life
life_of(struct cmd *c, struct job *j)
{
	return (struct life){.in = c->in, .pool = c->pool, .job = j, .actor = c->actor,
	                     .message = c->from->message, .now = c->now};
}

static int
print_checklist(struct cmd *c, const struct job *j, const struct version *v, struct err *e)
{
	const struct kit *kit = life_kit(c->in, j);
	qa_list ticks = {0};
	if (qa_of_version(c->store, c->pool, v->id, &ticks, e) < 0)
		return -1;
	str_addf(c->out, "last checks of %.*s v%lld:\n", SLICE_ARG(j->ref), (long long)v->number);
	for (size_t i = 0; i < v->files.len; i++)
		if (v->files.at[i].fault.len > 0)
			str_addf(c->out, "   0 ! %.*s: %.*s\n", SLICE_ARG(v->files.at[i].name),
			         SLICE_ARG(v->files.at[i].fault));
	for (size_t i = 0; kit != NULL && i < kit->qa.len; i++) {
		const struct qa_tick *tick = NULL;
		for (size_t k = 0; k < ticks.len; k++)
			if (ticks.at[k].position == (int64_t)i + 1)
				tick = &ticks.at[k];
		str_addf(c->out, "  %2zu %s %s%s%.*s\n", i + 1,
		         tick == NULL ? "-" : tick->waived ? "w" : "x", kit->qa.at[i],
		         tick != NULL && tick->waived ? "  waived: " : "",
		         SLICE_ARG(tick != NULL ? tick->reason : SLICE_NONE));
	}
	return 0;
}

/* Somebody else than the maker checks, where there is somebody else (P4). */
static int
may_check(struct cmd *c, const struct version *v, struct err *e)
{
	member_list all = {0};
	size_t others = 0;
	if (c->from->member == 0 || c->from->member != v->maker)
		return 0;
	if (member_all(c->store, c->pool, &all, e) < 0)
		return -1;
	for (size_t i = 0; i < all.len; i++)
		others += all.at[i].active && !(all.at[i].roles & ROLE_PARTNER) &&
		          all.at[i].id != v->maker;
	return others == 0 ? 0 : err_set(e, ERR_REFUSED, "you made it: somebody else checks it");
}

/* Lines "1", "1-4" or "all". */
static bool
lines_of(struct slice word, int64_t count, int64_t *from, int64_t *to)
{
	ptrdiff_t hyphen = slice_index(word, '-');
	*from = 1;
	*to = count;
	if (slice_iis(word, "all"))
		return true;
	if (hyphen > 0)
		return slice_int(slice_sub(word, 0, (size_t)hyphen), from) &&
		       slice_int(slice_sub(word, (size_t)hyphen + 1, word.len), to) && *from >= 1 &&
		       *to >= *from && *to <= count;
	if (!slice_int(word, from))
		return false;
	*to = *from;
	return *from >= 0 && *from <= count;
}

int
cmd_qa(struct cmd *c, struct err *e)
{
	struct job j;
	struct version v;
	int64_t from, to;
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	struct life l = life_of(c, &j);
	int got = version_of_job(c->store, c->pool, j.id, 0, &v, e);
	if (got <= 0)
		return got < 0 ? -1 : err_set(e, ERR_REFUSED, "%.*s has no version to check", SLICE_ARG(j.ref));
	if (c->count == 1)
		return print_checklist(c, &j, &v, e);
	const struct kit *kit = life_kit(c->in, &j);
	bool ok = c->count == 3 && slice_iis(c->words[2], "ok");
	bool waive = c->count > 3 && slice_iis(c->words[2], "waive");
	if ((!ok && !waive) || !lines_of(c->words[1], kit != NULL ? (int64_t)kit->qa.len : 0, &from, &to) ||
	    (ok && from == 0))
		return err_set(e, ERR_USAGE, "usage: qa JOB [N|all ok | N waive REASON…]; line 0 stands for "
		                             "what the machine found");
	if (may_check(c, &v, e) < 0)
		return -1;
	if (j.state == JOB_APPROVED && life_move(&l, EV_START_QA, SLICE_NONE, e) < 0)
		return -1;
	if (j.state != JOB_FINAL_QA)
		return err_set(e, ERR_REFUSED, "%.*s is in %s; the last checks come after the approval",
		               SLICE_ARG(j.ref), job_state_name(j.state));
	for (int64_t n = from; n <= to; n++) {
		struct qa_tick t = {.version = v.id, .position = n, .waived = waive, .said_by = c->actor,
		                    .reason = waive ? cmd_rest(c, 3) : SLICE_NONE, .at = c->now};
		char data[96];
		snprintf(data, sizeof(data), "{\"version\":%lld,\"line\":%lld,\"state\":\"%s\"}",
		         (long long)v.number, (long long)n, waive ? "waived" : "ok");
		if (qa_put(c->store, &t, e) < 0 ||
		    life_event(&l, "qa", slice_of(data), t.reason, e) < 0)
			return -1;
	}
	if (c->from->member != v.maker &&
	    hand_over(&l, c->from->member, pool_slicef(c->pool, "docket deliver %.*s when all is ticked.",
	                                               SLICE_ARG(j.ref)), e) < 0)
		return -1;
	if (job_save(c->store, &j, c->now, e) < 0)
		return -1;
	return print_checklist(c, &j, &v, e);
}

static int
move(struct cmd *c, enum job_event ev, const char *before, const char *after, struct err *e)
{
	struct job j;
	struct member lead;
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	struct life l = life_of(c, &j);
	if (life_move(&l, ev, cmd_rest(c, 1), e) < 0)
		return -1;
	int64_t owner = j.owner;
	if (ev == EV_DELIVER && lead_of(c->in, c->pool, j.client, &lead, e) == 1)
		owner = lead.id;
	if (ev == EV_REOPEN)
		owner = j.maker;
	if (hand_over(&l, owner, pool_slicef(c->pool, "%s%.*s%s", before, SLICE_ARG(j.ref), after), e) < 0)
		return -1;
	if (ev == EV_REOPEN)
		j.recheck = RECHECK_NO;
	if (job_save(c->store, &j, c->now, e) < 0)
		return -1;
	str_addf(c->out, "%.*s is in %s\n", SLICE_ARG(j.ref), job_state_name(j.state));
	return 0;
}

int
cmd_deliver(struct cmd *c, struct err *e)
{
	struct job j;
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	struct job_facts facts;
	enum job_state to;
	if (life_facts(c->in, &j, &facts, e) < 0 || job_move(&j, &facts, EV_DELIVER, &to, e) < 0 ||
	    mail_delivered(c->in, c->pool, &j, e) < 0)
		return -1;
	return move(c, EV_DELIVER, "It is delivered; docket archive ", " when the closeout is done.", e);
}

int
cmd_archive(struct cmd *c, struct err *e)
{
	return move(c, EV_ARCHIVE, "", " is closed.", e);
}

int
cmd_reopen(struct cmd *c, struct err *e)
{
	return move(c, EV_REOPEN, "Work goes on; docket submit ", " with the next version.", e);
}
