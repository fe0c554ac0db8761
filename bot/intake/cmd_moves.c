/* Commands that move a job or fill its brief. */
#include "cmd.h"
#include "life.h"

#include "docket/base/zone.h"

static int
save(struct cmd *c, struct job *j, struct err *e)
{
	if (job_save(c->store, j, c->now, e) < 0)
		return -1;
	str_addf(c->out, "%.*s is in %s\n", SLICE_ARG(j->ref), job_state_name(j->state));
	return 0;
}

/* A move with an optional reason and, where notice is set, a mail to the client. */
static int
move_with(struct cmd *c, enum job_event ev, const char *notice, size_t reason_from, struct err *e)
{
	struct job j;
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	struct slice reason = cmd_rest(c, reason_from);
	if (job_do(c->in, &j, ev, c->actor, c->from->message, reason, c->now, e) < 0)
		return -1;
	if (notice != NULL && answer_notice(c->in, c->pool, &j, notice, reason, e) < 0)
		return -1;
	struct life l = life_by_command(c, &j);
	if (ev == EV_RESUME && due_resumed(&l, e) < 0)
		return -1;
	return save(c, &j, e);
}

int
cmd_accept(struct cmd *c, struct err *e)
{
	struct job j;
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	unsigned open = job_missing(&j);
	if (job_do(c->in, &j, EV_ACCEPT, c->actor, c->from->message, SLICE_NONE, c->now, e) < 0)
		return -1;
	j.urgent_granted = j.urgent;
	if (open != 0) {
		j.waived |= open;
		str_addf(c->out, "%d open fields are waived in your name\n", __builtin_popcount(open));
		if (event_add(c->in, j.id, "waived", c->actor, c->from->message, c->now, SLICE_NONE, e) < 0)
			return -1;
	}
	struct life l = life_by_command(c, &j);
	if (approver_propose(&l, e) < 0)
		return -1;
	return save(c, &j, e);
}

int
cmd_decline(struct cmd *c, struct err *e)
{
	return move_with(c, EV_DECLINE, "declined", 1, e);
}

int
cmd_cancel(struct cmd *c, struct err *e)
{
	return move_with(c, EV_CANCEL, "cancelled", 1, e);
}

int
cmd_resume(struct cmd *c, struct err *e)
{
	return move_with(c, EV_RESUME, "resumed", 1, e);
}

int
cmd_hold(struct cmd *c, struct err *e)
{
	struct job j;
	size_t from = 1;
	int64_t at = 0;
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	if (c->count > 2 && slice_iis(c->words[1], "until")) {
		if (!day_parse(c->words[2], &at))
			return err_set(e, ERR_USAGE, "'%.*s' is no date; write it as 2026-05-14",
			               SLICE_ARG(c->words[2]));
		j.hold_until = c->words[2];
		from = 3;
	}
	struct slice reason = cmd_rest(c, from);
	if (job_do(c->in, &j, EV_HOLD, c->actor, c->from->message, reason, c->now, e) < 0 ||
	    answer_notice(c->in, c->pool, &j, "hold", reason, e) < 0)
		return -1;
	return save(c, &j, e);
}

int
cmd_note(struct cmd *c, struct err *e)
{
	struct job j;
	if (cmd_job(c, 0, &j, e) < 0 || event_add(c->in, j.id, "note", c->actor, c->from->message,
	                                          c->now, cmd_rest(c, 1), e) < 0)
		return -1;
	str_addf(c->out, "noted on %.*s\n", SLICE_ARG(j.ref));
	return 0;
}

int
cmd_set(struct cmd *c, struct err *e)
{
	struct job j;
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	struct slice value = cmd_rest(c, 2);
	if (slice_iis(c->words[1], "kit")) {
		char name[64];
		if (kits_find(c->in->env.kits, slice_cstr(value, name, sizeof(name))) == NULL)
			return err_set(e, ERR_USAGE, "there is no kit '%s'", name);
		j.kit = value;
		j.required = kit_required(c->in->env.kits, value);
		if (event_add(c->in, j.id, "kit", c->actor, c->from->message, c->now, value, e) < 0)
			return -1;
		return save(c, &j, e);
	}
	int f = brief_field_of(c->words[1]);
	if (f < 0)
		return err_set(e, ERR_USAGE,
		               "'%.*s' is no field; there are deliverable, objective, audience, deadline, "
		               "channels, copy_or_offer, specs, references, approver, budget, kit",
		               SLICE_ARG(c->words[1]));
	struct brief_field b = {.given = true, .value = value, .message = c->from->message,
	                        .rule = SLICE_LIT("command")};
	if (f == BRIEF_DEADLINE) {
		struct said_field said = {0};
		struct civil now = zone_civil(job_zone(c->in, c->pool, &j), c->now);
		if (!answer_read(c->in, c->pool, FIELD_DEADLINE, value, j.lang, now, &said) ||
		    !said.when.known)
			return err_set(e, ERR_USAGE, "'%.*s' names no day; write it as 2026-05-14 17:00",
			               SLICE_ARG(value));
		b.date = pool_slicef(c->pool, "%04d-%02d-%02d", said.when.year, said.when.month,
		                     said.when.day);
		if (said.when.hour >= 0)
			b.time = pool_slicef(c->pool, "%02d:%02d", said.when.hour, said.when.minute);
	}
	if (brief_set(c->in, c->pool, &j, f, &b, c->actor, c->now, e) < 0)
		return -1;
	if (j.state == JOB_INTAKE && job_missing(&j) == 0 &&
	    job_do(c->in, &j, EV_COMPLETED, c->actor, c->from->message, SLICE_NONE, c->now, e) < 0)
		return -1;
	return save(c, &j, e);
}
