/*
 * Commands about reviews: their stages, a member's word on one of ours, what a client said to a
 * member (attested, never more: no command can act as a client).
 */
#include "cmd.h"
#include "life.h"

static void
print_stage(struct cmd *c, const struct review *r)
{
	str_addf(c->out, "  %lld %-10.*s %-6s %s%s%.*s", (long long)r->position, SLICE_ARG(r->stage),
	         r->side == SIDE_US ? "ours" : "client", review_state_name(r->state),
	         r->reason.len > 0 ? ": " : "", SLICE_ARG(r->reason));
	print_due(c, r);
	str_addc(c->out, '\n');
}

static int
print_stages(struct cmd *c, const struct job *j, struct err *e)
{
	version_list versions = {0};
	review_list all = {0};
	if (versions_of_job(c->store, c->pool, j->id, &versions, e) < 0 ||
	    reviews_of_job(c->store, c->pool, j->id, 0, &all, e) < 0)
		return -1;
	if (versions.len == 0)
		str_addf(c->out, "%.*s has no version yet\n", SLICE_ARG(j->ref));
	const struct version *v;
	VEC_EACH(v, &versions) {
		const struct review *r;
		str_addf(c->out, "%.*s%s\n", SLICE_ARG(version_line(c->pool, v)),
		         version_unfixed(v) ? "  content not fixed" : "");
		print_links(c, j, v);
		VEC_EACH(r, &all)
			if (r->version == v->id)
				print_stage(c, r);
	}
	return 0;
}

/* Goes on without an open stage of ours; the reason is on record. The client's cannot be. */
static int
override(struct cmd *c, struct job *j, struct slice reason, struct err *e)
{
	struct life l = life_by_command(c, j);
	struct review r;
	struct version v;
	char data[128];
	if (c->partner != 0)
		return err_set(e, ERR_REFUSED, "going on without a stage is for the agency's own people");
	if (reason.len == 0)
		return err_set(e, ERR_USAGE, "say why: review %.*s --override REASON", SLICE_ARG(j->ref));
	int got = j->state == JOB_INTERNAL_REVIEW ? open_review(&l, SIDE_US, &r, &v, e) : 0;
	if (got < 0)
		return -1;
	if (got == 0)
		return err_set(e, ERR_REFUSED, "%.*s has no stage of ours open; the client's word cannot be "
		                               "overridden", SLICE_ARG(j->ref));
	snprintf(data, sizeof(data), "{\"review\":%lld,\"version\":%lld}", (long long)r.id,
	         (long long)v.number);
	r.state = REVIEW_OVERRIDDEN;
	r.closed = c->now;
	r.reason = reason;
	if (life_event(&l, "override", slice_of(data), reason, e) < 0 ||
	    review_save(c->store, &r, e) < 0 || route_advance(&l, e) < 0 ||
	    job_save(c->store, j, c->now, e) < 0)
		return -1;
	str_addf(c->out, "the %.*s stage is overridden; %.*s is in %s\n", SLICE_ARG(r.stage),
	         SLICE_ARG(j->ref), job_state_name(j->state));
	return 0;
}

int
cmd_review(struct cmd *c, struct err *e)
{
	struct job j;
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	if (c->count == 1)
		return print_stages(c, &j, e);
	if (!slice_is(c->words[1], "--override"))
		return err_set(e, ERR_USAGE, "usage: review JOB [--override REASON…]");
	return override(c, &j, cmd_rest(c, 2), e);
}

/* A stage of ours, by the member who types it. */
static int
internal_word(struct cmd *c, struct job *j, enum decision_kind kind, struct slice words,
              struct err *e)
{
	struct life l = life_by_command(c, j);
	struct review r;
	struct version v;
	struct decision d = {.kind = kind, .strength = STRENGTH_DECISION, .member = c->from->member};
	if (c->from->member == 0)
		return err_set(e, ERR_USAGE, "whose word is it? add --as HANDLE");
	int got = j->state == JOB_INTERNAL_REVIEW ? open_review(&l, SIDE_US, &r, &v, e) : 0;
	if (got < 0)
		return -1;
	if (got == 0)
		return err_set(e, ERR_REFUSED,
		               "%.*s has no stage of ours open, it is in %s; what the client told you is "
		               "recorded with --by ADDRESS", SLICE_ARG(j->ref), job_state_name(j->state));
	if (v.maker == c->from->member)
		return err_set(e, ERR_REFUSED, "you made v%lld: somebody else reviews it",
		               (long long)v.number);
	if (!review_has(&r, c->from->member, 0))
		return err_set(e, ERR_REFUSED, "the %.*s stage of %.*s is not yours to decide",
		               SLICE_ARG(r.stage), SLICE_ARG(j->ref));
	/* What should change has to stand on the list that the maker works through. */
	if (kind == DECIDE_CHANGES && cmd_wishes(c, j, words, e) < 0)
		return -1;
	if (decision_take(&l, &r, &v, &d, words, e) < 0 || job_save(c->store, j, c->now, e) < 0)
		return -1;
	str_addf(c->out, "%s: the %.*s stage of v%lld; %.*s is in %s\n", decision_kind_name(kind),
	         SLICE_ARG(r.stage), (long long)v.number, SLICE_ARG(j->ref), job_state_name(j->state));
	return 0;
}

/* What a client's decider told a member: attested, and the decider is told of it. */
static int
attested_word(struct cmd *c, struct job *j, enum decision_kind kind, struct slice by,
              struct slice words, struct err *e)
{
	struct life l = life_by_command(c, j);
	struct review r = {0};
	struct version v = {0};
	struct contact who = {0};
	struct member m = {0};
	int64_t outbox = 0;
	if (c->from->member == 0 || member_by_id(c->store, c->pool, c->from->member, &m, e) != 1)
		return err_set(e, ERR_USAGE, "who heard it? add --as HANDLE");
	int got = contact_by_address(c->store, c->pool, by, &who, e);
	if (got == 1 && (who.client != j->client || who.gone != 0))
		got = 0;
	if (got == 0)
		return err_set(e, ERR_NOFILE, "'%.*s' is no contact of this client", SLICE_ARG(by));
	if (got == 1)
		got = j->state == JOB_CLIENT_REVIEW ? open_review(&l, SIDE_CLIENT, &r, &v, e) : 0;
	if (got < 0)
		return -1;
	if (got == 0)
		return err_set(e, ERR_REFUSED, "%.*s is in %s: no review of the client's is open",
		               SLICE_ARG(j->ref), job_state_name(j->state));
	if (!review_has(&r, 0, who.id))
		return err_set(e, ERR_REFUSED, "%.*s does not decide this review; docket decider %.*s %.*s "
		                               "names them for the next one", SLICE_ARG(who.address),
		               SLICE_ARG(j->ref), SLICE_ARG(who.address));
	if (approval_names_other(c->in->env.phrases, words, v.number))
		return err_set(e, ERR_REFUSED, "the review is of v%lld, your words name another version",
		               (long long)v.number);
	struct decision d = {.kind = kind, .strength = STRENGTH_ATTESTED, .contact = who.id,
	                     .attested_by = m.id};
	if (decision_take(&l, &r, &v, &d, words, e) < 0)
		return -1;
	struct ask_mail ask = {.why = ASK_ATTESTED, .review = &r, .version = &v, .contact = who.id,
	                       .decision = d.id, .kind = kind, .by = m.name, .words = words};
	if (mail_ask(&l, &ask, &outbox, e) < 0 || job_save(c->store, j, c->now, e) < 0)
		return -1;
	str_addf(c->out, "%s by %.*s, attested by you; they %s told. %.*s is in %s\n",
	         decision_kind_name(kind), SLICE_ARG(who.address), outbox != 0 ? "are" : "could not be",
	         SLICE_ARG(j->ref), job_state_name(j->state));
	return 0;
}

static int
word(struct cmd *c, enum decision_kind kind, struct err *e)
{
	struct job j;
	bool reported = false;
	for (size_t i = 0; i < c->count; i++)
		reported |= slice_is(c->words[i], "--by");
	struct slice by = cmd_option(c, "by");
	if (reported && by.len == 0)
		return err_set(e, ERR_USAGE, "--by needs the address of the client's person");
	if (c->count == 0)
		return err_set(e, ERR_USAGE, "which job?");
	if (cmd_job(c, 0, &j, e) < 0)
		return -1;
	struct slice words = cmd_rest(c, 1);
	return by.len > 0 ? attested_word(c, &j, kind, by, words, e)
	                  : internal_word(c, &j, kind, words, e);
}

int
cmd_approve(struct cmd *c, struct err *e)
{
	return word(c, DECIDE_APPROVE, e);
}

int
cmd_changes(struct cmd *c, struct err *e)
{
	return word(c, DECIDE_CHANGES, e);
}

int
cmd_reject(struct cmd *c, struct err *e)
{
	return word(c, DECIDE_REJECT, e);
}
