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

struct said {
	struct slice words;
	struct slice files; /* names of what came along and is not read here, a line each */
};

/* The wishes in words onto the list; *j is as it is then. */
static int
onto_list(struct cmd *c, struct job *j, const struct contact *by, const struct said *what,
          struct feedback *f, struct err *e)
{
	const struct understanding *u = lexicons_of(c->in);
	struct reading *said = pool_alloc(c->pool, sizeof(*said));
	if (u == NULL)
		return err_set(e, ERR_RETRY, "the lexicons cannot be read: see the log");
	understand_feedback(u, c->pool, what->words, said);
	spoken_files(c->pool, said, what->files);
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
	return slice_blank(words) ? 0 : onto_list(c, j, &nobody, &(struct said){.words = words}, &f, e);
}

/* "a.pdf\nb.pdf" as "a.pdf, b.pdf". */
static struct slice
commas(struct pool *pool, struct slice lines)
{
	struct slice out = SLICE_NONE, line;
	while (slice_line(&lines, &line))
		out = pool_slicef(pool, "%.*s%s%.*s", SLICE_ARG(out), out.len > 0 ? ", " : "", SLICE_ARG(line));
	return out;
}

int
cmd_feedback(struct cmd *c, struct err *e)
{
	struct job j;
	struct contact by;
	struct feedback f;
	/* First, as the name of a file may be anything, even "--by". */
	struct said what = {.files = cmd_option(c, "attached")};
	struct slice address = cmd_option(c, "by");
	if (c->count < 1 || (c->count < 2 && what.files.len == 0))
		return err_set(e, ERR_USAGE, "usage: feedback JOB [--by ADDRESS] [--attached NAME] WORDS…");
	what.words = cmd_rest(c, 1);
	if (cmd_job(c, 0, &j, e) < 0 || said_by(c, address, &j, &by, e) < 0)
		return -1;
	if (onto_list(c, &j, &by, &what, &f, e) < 0)
		return -1;
	if (!f.taken)
		return err_set(e, ERR_USAGE, "no wish was found in these words; say what should change, or use "
		                             "'note' for what is for us alone");
	if (job_save(c->store, &j, c->now, e) < 0)
		return -1;
	str_add(c->out, f.lines);
	if (f.unread > 0)
		str_addf(c->out, "not read, so a person has to: %.*s\n",
		         SLICE_ARG(commas(c->pool, what.files)));
	str_addf(c->out, "%s on the list of round %lld of %.*s\n", by.id != 0 ? "reported," : "yours,",
	         (long long)f.round, SLICE_ARG(j.ref));
	return 0;
}
