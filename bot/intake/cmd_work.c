/* Commands that say who works on a job and who decides it. */
#include "cmd.h"
#include "life.h"
#include "suggest.h"

/* Why this person cannot get it: gone, or a partner who works for another client. */
static int
may_make(struct cmd *c, const struct job *j, const struct member *m, struct err *e)
{
	struct client only;
	if (!m->active)
		return err_set(e, ERR_REFUSED, "%.*s is not active any more", SLICE_ARG(m->handle));
	if (m->client == 0 || m->client == j->client)
		return 0;
	if (client_by_id(c->store, c->pool, m->client, &only, e) != 1)
		return -1;
	return err_set(e, ERR_REFUSED, "the partner %.*s works for %.*s only; partner set %.*s client=any "
	                               "changes that", SLICE_ARG(m->handle), SLICE_ARG(only.code),
	               SLICE_ARG(m->handle));
}

/* While it is still theirs: a partner may hear nothing of it afterwards. */
static int
tell_former(struct life *l, int64_t former, const struct member *next, struct err *e)
{
	struct note n = {.kind = "team-note", .job = l->job->id, .client = l->job->client,
	                 .cause = l->message, .ref = l->job->ref, .to_member = former};
	n.headline = SAY_OF("note.former", {next->name, l->job->title});
	n.next = SAY("note.former.next");
	return notify_team(l->in, l->pool, &n, e);
}

static int
give_to(struct cmd *c, struct job *j, const struct member *m, bool anyway, struct err *e)
{
	struct life l = life_by_command(c, j);
	enum job_state to;
	int64_t before = j->maker;
	char data[64];
	if (may_make(c, j, m, e) < 0 || warn_away(c, j, m, anyway, e) < 0)
		return -1;
	j->maker = m->id;
	if (job_move(j, NULL, EV_ASSIGN, &to, e) < 0) {
		j->maker = before;
		return -1;
	}
	if (before == m->id && j->owner == m->id && to == j->state) {
		str_addf(c->out, "%.*s is %.*s's already\n", SLICE_ARG(j->ref), SLICE_ARG(m->handle));
		return 0;
	}
	if (before != 0 && before != m->id && before != c->from->member &&
	    tell_former(&l, before, m, e) < 0)
		return -1;
	snprintf(data, sizeof(data), "{\"maker\":%lld}", (long long)m->id);
	/* Saved before the note, too: the wall looks at whose it is. */
	if (life_event(&l, "assigned", slice_of(data), SLICE_NONE, e) < 0 ||
	    life_move(&l, EV_ASSIGN, SLICE_NONE, e) < 0 || job_save(c->store, j, c->now, e) < 0 ||
	    hand_over(&l, m->id, SAY_OF("note.assigned.next", {j->ref}), e) < 0 ||
	    job_save(c->store, j, c->now, e) < 0)
		return -1;
	str_addf(c->out, "%.*s is %.*s's, in %s\n", SLICE_ARG(j->ref), SLICE_ARG(m->handle),
	         job_state_name(j->state));
	return 0;
}

int
cmd_assign(struct cmd *c, struct err *e)
{
	struct job j;
	struct member m;
	bool anyway = cmd_flag(c, "anyway");
	if (c->count == 0)
		return err_set(e, ERR_USAGE, "usage: assign JOB [HANDLE] [--anyway]");
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	if (c->count == 1)
		return suggest_makers(c, &j, e);
	int got = member_by_handle(c->store, c->pool, c->words[1], &m, e);
	if (got < 0)
		return -1;
	if (got == 0)
		return err_set(e, ERR_NOFILE, "there is no member '%.*s'", SLICE_ARG(c->words[1]));
	return give_to(c, &j, &m, anyway, e);
}

int
cmd_take(struct cmd *c, struct err *e)
{
	struct job j;
	struct member m;
	if (c->from->member == 0)
		return err_set(e, ERR_USAGE, "take needs a person: docket take JOB --as HANDLE");
	if (cmd_job(c, 0, &j, e) < 0 || member_by_id(c->store, c->pool, c->from->member, &m, e) != 1)
		return -1;
	if (j.maker != 0 && j.maker != m.id) {
		struct member maker;
		if (member_by_id(c->store, c->pool, j.maker, &maker, e) != 1)
			return -1;
		return err_set(e, ERR_REFUSED, "%.*s makes %.*s; assign %.*s %.*s takes it over, and tells them",
		               SLICE_ARG(maker.handle), SLICE_ARG(j.ref), SLICE_ARG(j.ref),
		               SLICE_ARG(m.handle));
	}
	return give_to(c, &j, &m, true, e); /* who takes it knows their own days off */
}

/* P6: the account lead's word, or an owner's; the local operator set the house up. */
static int
may_name_deciders(struct cmd *c, int64_t client, struct err *e)
{
	struct member m, lead;
	if (c->from->member == 0)
		return c->from->shell ? 0 : err_set(e, ERR_REFUSED, "who are you?");
	if (member_by_id(c->store, c->pool, c->from->member, &m, e) != 1)
		return -1;
	int got = lead_of(c->in, c->pool, client, &lead, e);
	if (got < 0)
		return -1;
	if ((got == 1 && lead.id == m.id) || (m.roles & (ROLE_ACCOUNT | ROLE_OWNER)))
		return 0;
	return err_set(e, ERR_REFUSED, "who decides for a client is the account lead's word");
}

/* The reviews of a client's jobs that waited for a name go on. */
static int
go_on_waiting(struct cmd *c, int64_t client, struct err *e)
{
	job_list jobs = {0};
	struct job_filter f = {.client = client, .state = JOB_INTERNAL_REVIEW};
	if (job_select(c->store, c->pool, &f, &jobs, e) < 0)
		return -1;
	for (size_t i = 0; i < jobs.len; i++) {
		int64_t owner = jobs.at[i].owner;
		struct life l = life_by_command(c, &jobs.at[i]);
		if (route_advance(&l, e) < 0)
			return -1;
		bool moved = jobs.at[i].state != JOB_INTERNAL_REVIEW;
		/* The others are not touched: when they changed last is what digests tell. */
		if ((moved || jobs.at[i].owner != owner) && job_save(c->store, &jobs.at[i], c->now, e) < 0)
			return -1;
		if (moved)
			str_addf(c->out, "%.*s is in %s\n", SLICE_ARG(jobs.at[i].ref),
			         job_state_name(jobs.at[i].state));
	}
	return 0;
}

int
cmd_decider(struct cmd *c, struct err *e)
{
	struct job j = {0};
	struct client client;
	struct contact who;
	struct slice whose = cmd_option(c, "for"), until = cmd_option(c, "until");
	if (c->count != 2 || (whose.len > 0) != (until.len > 0))
		return err_set(e, ERR_USAGE, "usage: decider JOB|CODE ADDRESS [--for ADDRESS --until YYYY-MM-DD|off]");
	int got = client_by_code(c->store, c->pool, c->words[0], &client, e);
	if (got < 0)
		return -1;
	bool of_client = got == 1;
	if (!of_client && (cmd_job(c, 0, &j, e) < 0 ||
	                   client_by_id(c->store, c->pool, j.client, &client, e) != 1))
		return -1;
	got = contact_by_address(c->store, c->pool, c->words[1], &who, e);
	if (got < 0)
		return -1;
	if (got == 0 || who.client != client.id || who.gone != 0)
		return err_set(e, ERR_REFUSED,
			       "'%.*s' is no contact of %.*s: docket contact add %.*s "
			       "ADDRESS NAME first",
			       SLICE_ARG(c->words[1]), SLICE_ARG(client.code),
			       SLICE_ARG(client.code));
	if (may_name_deciders(c, client.id, e) < 0)
		return -1;
	if (whose.len > 0) {
		struct delegate d = {.client = client.id, .job = j.id, .contact = who.id, .until = until,
		                     .said_by = c->actor};
		return delegate_grant(c, &client, &d, whose, e);
	}
	if (of_client) {
		if (client_set_decider(c->store, client.id, who.id, e) < 0 ||
		    client_event(c, client.id,
		                 &(struct ledger_entry){.kind = "decider", .text = who.address,
		                                        .data = pool_slicef(c->pool, "{\"contact\":%lld}",
		                                                            (long long)who.id)}, e) < 0)
			return -1;
		str_addf(c->out, "%.*s decides for %.*s\n", SLICE_ARG(who.address), SLICE_ARG(client.code));
		return go_on_waiting(c, client.id, e);
	}
	struct life l = life_by_command(c, &j);
	char data[64];
	snprintf(data, sizeof(data), "{\"contact\":%lld}", (long long)who.id);
	if (life_event(&l, "decider", slice_of(data), SLICE_NONE, e) < 0 ||
	    job_decider_add(c->store, j.id, who.id, c->actor, c->now, e) < 0)
		return -1;
	if (j.state == JOB_CLIENT_REVIEW && route_join(&l, who.id, e) < 0)
		return -1;
	/* A review that waited for a name goes on. */
	if (j.state == JOB_INTERNAL_REVIEW &&
	    (route_advance(&l, e) < 0 || job_save(c->store, &j, c->now, e) < 0))
		return -1;
	str_addf(c->out, "%.*s may decide %.*s\n", SLICE_ARG(who.address), SLICE_ARG(j.ref));
	return 0;
}
