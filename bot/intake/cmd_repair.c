/*
 * Commands that put right what was read wrongly: two requests that are one, one that is two, jobs
 * that belong together. Nothing is thrown away: what moved says where it came from.
 */
#include "cmd.h"
#include "revise.h"

#include "docket/store/repair.h"

static int
same_client(const struct job *a, const struct job *b, struct err *e)
{
	if (a->id == b->id)
		return err_set(e, ERR_USAGE, "that is %.*s twice", SLICE_ARG(a->ref));
	if (a->client != b->client)
		return err_set(e, ERR_REFUSED, "%.*s and %.*s are two clients': their words must not meet",
		               SLICE_ARG(a->ref), SLICE_ARG(b->ref));
	return 0;
}

/* An event on `l->job` whose data names the other job. */
static int
tell_of(struct life *l, const char *kind, const struct job *other, struct err *e)
{
	struct slice data = pool_slicef(l->pool, "{\"job\":\"%.*s\"}", SLICE_ARG(other->ref));
	return life_event(l, kind, data, SLICE_NONE, e);
}

int
cmd_link(struct cmd *c, struct err *e)
{
	struct job a, b;
	bool off = c->count == 3 && slice_iis(c->words[2], "off");
	if (c->count == 3 && !off)
		return err_set(e, ERR_USAGE, "usage: link JOB JOB [off]");
	if (cmd_job(c, 0, &a, e) < 0 || cmd_job(c, 1, &b, e) < 0 || same_client(&a, &b, e) < 0)
		return -1;
	int got = off ? job_link_drop(c->store, a.id, b.id, e)
	              : job_link_add(c->store, a.id, b.id, c->actor, c->now, e);
	if (got < 0)
		return -1;
	if (got == 0) {
		str_addf(c->out, "%.*s and %.*s %s\n", SLICE_ARG(a.ref), SLICE_ARG(b.ref),
		         off ? "were not linked by anybody's word" : "are linked already");
		return 0;
	}
	struct life of_a = life_by_command(c, &a), of_b = life_by_command(c, &b);
	if (tell_of(&of_a, off ? "unlinked" : "linked", &b, e) < 0 ||
	    tell_of(&of_b, off ? "unlinked" : "linked", &a, e) < 0)
		return -1;
	str_addf(c->out, "%.*s and %.*s are %slinked\n", SLICE_ARG(a.ref), SLICE_ARG(b.ref),
	         off ? "no longer " : "");
	return 0;
}

/* Whether a word of the client's people counts as a decision on this job. 1, 0, -1. */
static int
is_decided(struct cmd *c, const struct job *j, struct err *e)
{
	decision_list all = {0};
	const struct decision *d;
	if (decisions_of_job(c->store, c->pool, j->id, 0, &all, e) < 0)
		return -1;
	VEC_EACH(d, &all)
		if (d->contact != 0 && d->withdrawn == 0 && d->strength <= STRENGTH_ATTESTED)
			return 1;
	return 0;
}

static int
may_merge(struct cmd *c, const struct job *keep, const struct job *other, struct err *e)
{
	if (same_client(keep, other, e) < 0)
		return -1;
	if (keep->merged != 0 || other->merged != 0)
		return err_set(e, ERR_REFUSED, "%.*s was merged before; name the job it went to",
		               SLICE_ARG(keep->merged != 0 ? keep->ref : other->ref));
	if (job_is_over(keep->state))
		return err_set(e, ERR_REFUSED, "%.*s is %s: nothing can go on there", SLICE_ARG(keep->ref),
		               job_state_name(keep->state));
	if (!slice_eq(keep->kit, other->kit) && !slice_is(other->kit, "other") &&
	    !slice_is(keep->kit, "other"))
		return err_set(e, ERR_REFUSED, "%.*s is of the kit %.*s, %.*s of %.*s: they are no one piece "
		                               "of work; set JOB kit NAME puts a wrong kit right",
		               SLICE_ARG(keep->ref), SLICE_ARG(keep->kit), SLICE_ARG(other->ref),
		               SLICE_ARG(other->kit));
	int theirs = is_decided(c, other, e), ours = theirs < 0 ? -1 : is_decided(c, keep, e);
	if (ours < 0)
		return -1;
	if (theirs == 1 && ours == 1)
		return err_set(e, ERR_REFUSED, "both have decisions of the client: which one holds is no "
		                               "command's business; link %.*s %.*s keeps them together",
		               SLICE_ARG(keep->ref), SLICE_ARG(other->ref));
	if (theirs == 1)
		return err_set(e, ERR_REFUSED, "%.*s has decisions of the client and must stay: merge-jobs "
		                               "%.*s %.*s", SLICE_ARG(other->ref), SLICE_ARG(other->ref),
		               SLICE_ARG(keep->ref));
	return 0;
}

/* What the brief of one says and the other does not. */
static int
take_brief(struct cmd *c, struct job *to, const struct job *from, struct err *e)
{
	for (int f = 0; f < BRIEF_FIELDS; f++)
		if (from->brief[f].given && !to->brief[f].given &&
		    brief_set(c->in, c->pool, to, f, &from->brief[f], c->actor, c->now, e) < 0)
			return -1;
	if (to->state == JOB_INTAKE && job_missing(to) == 0)
		return job_do(c->in, to, EV_COMPLETED, c->actor, c->from->message, SLICE_NONE, c->now, e);
	return 0;
}

/* Open wishes go on where the work goes on, with their words and people. */
static int
take_items(struct cmd *c, struct life *to, const struct job *from, size_t *count_out, struct err *e)
{
	revision_list all = {0};
	struct round_at at = {.round = 1};
	int got = round_now(to, &at, e);
	if (got < 0 || revisions_of_job(c->store, c->pool, from->id, 0, &all, e) < 0)
		return -1;
	if (got == 0)
		at = (struct round_at){.round = 1};
	*count_out = 0;
	for (size_t i = 0; i < all.len; i++) {
		struct revision r = all.at[i];
		if (!revision_is_open(r.state))
			continue;
		r.job = to->job->id;
		r.round = at.round;
		r.review = at.review;
		r.version = at.version;
		r.conflict_with = 0;
		if (r.state == REVISION_CONFLICT) /* its opposite has another number here: asked anew */
			r.state = REVISION_NEEDS_ANSWER;
		if (revision_add(c->store, &r, c->now, e) < 0 ||
		    revision_event(to, &r, "added", SLICE_NONE, e) < 0)
			return -1;
		++*count_out;
	}
	return 0;
}

/* Mails to the client that wait would speak of a job that is none. */
static int
stop_mails(struct cmd *c, const struct job *j, size_t *count_out, struct err *e)
{
	outbox_list all = {0};
	*count_out = 0;
	if (outbox_of_job(c->store, c->pool, j->id, &all, e) < 0)
		return -1;
	for (size_t i = 0; i < all.len; i++) {
		const struct outbox_row *o = &all.at[i];
		if (o->internal || o->attempts > 0 ||
		    (o->state != OUTBOX_DRAFT && o->state != OUTBOX_QUEUED))
			continue;
		if (outbox_cancel(c->store, o->id, e) < 0)
			return -1;
		++*count_out;
	}
	return 0;
}

int
cmd_merge_jobs(struct cmd *c, struct err *e)
{
	struct job keep, other;
	size_t items = 0, mails = 0;
	if (cmd_job(c, 0, &keep, e) < 0 || cmd_job(c, 1, &other, e) < 0 ||
	    may_merge(c, &keep, &other, e) < 0)
		return -1;
	struct life l = life_by_command(c, &keep), o = life_by_command(c, &other);
	if (life_move(&o, EV_MERGE, keep.ref, e) < 0 || route_supersede(&o, e) < 0 ||
	    tell_of(&o, "merged-into", &keep, e) < 0 || tell_of(&l, "merged", &other, e) < 0 ||
	    stop_mails(c, &other, &mails, e) < 0 || take_items(c, &l, &other, &items, e) < 0 ||
	    take_brief(c, &keep, &other, e) < 0)
		return -1;
	if (keep.requester == 0)
		keep.requester = other.requester;
	keep.urgent |= other.urgent;
	if (job_save(c->store, &other, c->now, e) < 0 || job_save(c->store, &keep, c->now, e) < 0 ||
	    job_merge(c->store, other.id, keep.id, e) < 0)
		return -1;
	str_addf(c->out, "%.*s is part of %.*s now: its mail goes there, %zu open item%s went over\n",
	         SLICE_ARG(other.ref), SLICE_ARG(keep.ref), items, items == 1 ? "" : "s");
	if (mails > 0)
		str_addf(c->out, "%zu mail%s to the client about %.*s %s not sent\n", mails,
		         mails == 1 ? "" : "s", SLICE_ARG(other.ref), mails == 1 ? "was" : "were");
	str_addf(c->out, "its mails, versions and list stay readable: show %.*s\n", SLICE_ARG(other.ref));
	return 0;
}

/* "m17" as the mail it names; words that are no number of a mail are part of the title. */
static bool
is_mail_word(struct slice word)
{
	int64_t n;
	return word.len > 1 && (word.data[0] == 'm' || word.data[0] == 'M') &&
	       slice_int(slice_sub(word, 1, word.len), &n);
}

static int
move_mails(struct cmd *c, const struct job *from, const struct job *to, size_t *count_out,
           struct err *e)
{
	*count_out = 0;
	for (size_t i = 1; i < c->count; i++) {
		struct inbox_row m;
		if (!is_mail_word(c->words[i]))
			continue;
		if (cmd_message(c, i, &m, e) < 0)
			return -1;
		if (m.job != from->id)
			return err_set(e, ERR_REFUSED, "m%lld is not filed to %.*s", (long long)m.id,
			               SLICE_ARG(from->ref));
		if (inbox_set_job(c->store, m.id, to->id, to->client, e) < 0 ||
		    event_add(c->in, to->id, "moved-here", c->actor, m.id, c->now, SLICE_NONE, e) < 0)
			return -1;
		++*count_out;
	}
	return 0;
}

int
cmd_split_job(struct cmd *c, struct err *e)
{
	struct job from;
	struct slice title = SLICE_NONE;
	size_t mails = 0;
	if (cmd_job(c, 0, &from, e) < 0)
		return -1;
	for (size_t i = 1; i < c->count; i++)
		if (!is_mail_word(c->words[i]))
			title = pool_slicef(c->pool, "%.*s%s%.*s", SLICE_ARG(title), title.len > 0 ? " " : "",
			                    SLICE_ARG(c->words[i]));
	if (title.len == 0)
		return err_set(e, ERR_USAGE, "what is the new one called? usage: split-job JOB TITLE… [m17…]");
	if (job_is_over(from.state))
		return err_set(e, ERR_REFUSED, "%.*s is %s; new opens a job of its own", SLICE_ARG(from.ref),
		               job_state_name(from.state));
	struct job j = {.client = from.client, .kit = from.kit, .title = title, .lang = from.lang,
	                .state = JOB_INTAKE, .owner = from.owner, .requester = from.requester,
	                .linked = from.id, .required = from.required, .urgent = from.urgent};
	struct member lead;
	int got = lead_of(c->in, c->pool, from.client, &lead, e);
	if (got < 0)
		return -1;
	if (got == 1)
		j.owner = lead.id;
	if (job_create(c->store, c->pool, &j, c->now, e) < 0)
		return -1;
	struct ledger_entry opened = {.job = j.id, .at = c->now, .kind = "opened", .actor = c->actor,
	                              .message = c->from->message,
	                              .data = SLICE_LIT("{\"state\":\"intake\"}"), .text = title};
	struct brief_field what = {.given = true, .value = title, .message = c->from->message,
	                           .rule = SLICE_LIT("split-job")};
	struct life l = life_by_command(c, &j), o = life_by_command(c, &from);
	/* What was said of the request was said of both parts; only what it is differs. */
	if (ledger_add(c->store, &opened, e) < 0 ||
	    brief_set(c->in, c->pool, &j, FIELD_DELIVERABLE, &what, c->actor, c->now, e) < 0 ||
	    take_brief(c, &j, &from, e) < 0 || tell_of(&l, "split-from", &from, e) < 0 ||
	    tell_of(&o, "split", &j, e) < 0 || move_mails(c, &from, &j, &mails, e) < 0 ||
	    job_save(c->store, &j, c->now, e) < 0)
		return -1;
	str_addf(c->out, "%.*s is open, in %s, split from %.*s", SLICE_ARG(j.ref),
	         job_state_name(j.state), SLICE_ARG(from.ref));
	if (mails > 0)
		str_addf(c->out, "; %zu mail%s went with it", mails, mails == 1 ? "" : "s");
	str_addc(c->out, '\n');
	return 0;
}
