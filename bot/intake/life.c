/* What a job's versions, reviews and decisions mean for the move table. */
#include "checks.h"
#include "cmd.h"

struct life
life_by_command(const struct cmd *c, struct job *j)
{
	return (struct life){.in = c->in, .pool = c->pool, .job = j, .actor = c->actor,
	                     .message = c->from->message, .now = c->now};
}

struct life
life_by_mail(struct ctx *c, struct job *j)
{
	/* words that a member reports are the client's, what follows from them is the member's doing */
	return (struct life){.in = c->in, .pool = c->pool, .job = j,
	                     .actor = c->recorder.len > 0 ? c->recorder : actor_of(c),
	                     .message = c->row.id, .now = c->now};
}

const struct kit *
life_kit(struct intake *in, const struct job *j)
{
	char name[64];
	const struct kit *kit = kits_find(in->env.kits, slice_cstr(j->kit, name, sizeof(name)));
	return kit != NULL ? kit : kits_find(in->env.kits, "other");
}

/* A passed review of the client's has a word behind it that still counts. */
static bool
is_backed(const struct review *r, const decision_list *all)
{
	const struct decision *d;
	VEC_EACH(d, all)
		if (d->review == r->id && d->version == r->version && d->withdrawn == 0 &&
		    d->contact != 0 && d->kind == DECIDE_APPROVE &&
		    (d->strength == STRENGTH_DECISION || d->strength == STRENGTH_ATTESTED))
			return true;
	return false;
}

static int
stage_facts(struct store *s, struct pool *pool, const struct job *j, const struct version *v,
            struct job_facts *f, struct err *e)
{
	review_list all = {0};
	decision_list said = {0};
	if (reviews_of_job(s, pool, j->id, v->id, &all, e) < 0 ||
	    decisions_of_job(s, pool, j->id, 0, &said, e) < 0)
		return -1;
	size_t ours = 0, theirs = 0, ours_over = 0, theirs_over = 0;
	const struct review *r;
	VEC_EACH(r, &all) {
		bool passed = r->state == REVIEW_PASSED;
		if (r->side == SIDE_US) {
			ours++;
			ours_over += passed || r->state == REVIEW_OVERRIDDEN;
		} else {
			theirs++;
			theirs_over += passed && is_backed(r, &said);
		}
	}
	f->internal_passed = all.len > 0 && ours == ours_over;
	f->client_passed = theirs > 0 && theirs == theirs_over;
	return 0;
}

static int
facts_in(struct intake *in, struct pool *pool, const struct job *j, struct job_facts *f,
         struct err *e)
{
	struct version v;
	contact_ids deciders = {0};
	int got = version_of_job(in->env.store, pool, j->id, 0, &v, e);
	if (got < 0 || client_deciders(in, pool, j, &deciders, e) < 0)
		return -1;
	f->client_decider = deciders.len > 0;
	f->versions = got == 1;
	if (got == 0)
		return 0;
	if (stage_facts(in->env.store, pool, j, &v, f, e) < 0)
		return -1;
	struct checks k = {.passed = false};
	/* The files are read for it: only where a guard asks. */
	if (j->state == JOB_FINAL_QA && checks_of(in, pool, j, &v, &k, e) < 0)
		return -1;
	f->qa_passed = k.passed;
	return 0;
}

int
life_facts(struct intake *in, const struct job *j, struct job_facts *out, struct err *e)
{
	struct pool *pool = pool_new();
	struct job_facts f = {0};
	int r = facts_in(in, pool, j, &f, e);
	pool_free(pool);
	if (r == 0)
		*out = f;
	return r;
}

int
life_move(struct life *l, enum job_event ev, struct slice why, struct err *e)
{
	return job_do(l->in, l->job, ev, l->actor, l->message, why, l->now, e);
}

int
life_event(struct life *l, const char *kind, struct slice data, struct slice text, struct err *e)
{
	struct ledger_entry entry = {.job = l->job->id, .at = l->now, .kind = kind,
	                             .actor = l->actor, .message = l->message, .data = data,
	                             .text = text};
	return ledger_add(l->in->env.store, &entry, e);
}
