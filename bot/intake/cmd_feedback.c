/*
 * `feedback`: what somebody said outside of mail, on the phone or across a table, onto the revision
 * list by the same road as a mail's words (P5). Reported words are a member's report: they are wishes,
 * never a decision.
 */
#include "cmd.h"
#include "revise.h"

/* The person of the job's client who said it, by --by; none: the member's own words. */
static int
said_by(struct cmd *c, struct slice address, const struct job *j, struct contact *out, struct err *e)
{
	*out = (struct contact){0};
	if (address.len == 0)
		return 0;
	int got = contact_by_address(c->store, c->pool, address, out, e);
	if (got == 0 || (got == 1 && (out->client != j->client || out->gone != 0)))
		return err_set(e, ERR_NOFILE, "%.*s is no contact of this job's client; 'contact list' shows them",
		               SLICE_ARG(address));
	return got < 0 ? -1 : 0;
}

/* The wishes in words onto the list; *j is as it is then. */
static int
onto_list(struct cmd *c, struct job *j, const struct contact *by, struct slice words, struct feedback *f,
          struct err *e)
{
	const struct understanding *u = lexicons_of(c->in);
	struct reading *said = pool_alloc(c->pool, sizeof(*said));
	if (u == NULL)
		return err_set(e, ERR_RETRY, "the lexicons cannot be read: see the log");
	understand_feedback(u, c->pool, words, said);
	struct ctx *x = spoken_open(c->in, c->pool, j, said);
	x->row.id = c->from->message;
	x->who = by->id != 0 ? WHO_CONTACT : WHO_MEMBER;
	x->contact = *by;
	x->member.id = c->from->member;
	x->address = by->address;
	x->recorder = c->actor;
	int r = client_by_id(c->store, c->pool, j->client, &x->client, e) < 0 ? -1 : feedback_take(x, f, e);
	if (r == 0 && f->taken)
		r = feedback_tell(x, f, true, e);
	spoken_close(x);
	*j = x->job;
	return r < 0 ? -1 : 0;
}

int
cmd_wishes(struct cmd *c, struct job *j, struct slice words, struct err *e)
{
	struct feedback f;
	struct contact nobody = {0};
	return slice_blank(words) ? 0 : onto_list(c, j, &nobody, words, &f, e);
}

int
cmd_feedback(struct cmd *c, struct err *e)
{
	struct job j;
	struct contact by;
	struct feedback f;
	struct slice address = cmd_option(c, "by");
	if (c->count < 2)
		return err_set(e, ERR_USAGE, "usage: feedback JOB [--by ADDRESS] WORDS…");
	if (cmd_job(c, 0, &j, e) < 0 || said_by(c, address, &j, &by, e) < 0)
		return -1;
	if (onto_list(c, &j, &by, cmd_rest(c, 1), &f, e) < 0)
		return -1;
	if (!f.taken)
		return err_set(e, ERR_USAGE, "no wish was found in these words; say what should change, or use "
		                             "'note' for what is for us alone");
	if (job_save(c->store, &j, c->now, e) < 0)
		return -1;
	str_add(c->out, f.lines);
	str_addf(c->out, "%s on the list of round %lld of %.*s\n", by.id != 0 ? "reported," : "yours,",
	         (long long)f.round, SLICE_ARG(j.ref));
	return 0;
}
