/*
 * The stages of a version (P4): ours first, the maker never among their deciders, then the client's.
 * A stage opens when the one before it passed.
 */
#include "life.h"

int
client_deciders(struct intake *in, struct pool *pool, const struct job *j, contact_ids *out,
                struct err *e)
{
	struct client client;
	contact_ids found = {0};
	if (job_deciders(in->env.store, pool, j->id, &found, e) < 0)
		return -1;
	if (found.len == 0) {
		int got = client_by_id(in->env.store, pool, j->client, &client, e);
		if (got < 0)
			return -1;
		if (got == 1 && client.decider != 0)
			VEC_ADD(&found, pool, client.decider);
	}
	*out = found;
	return 0;
}

bool
review_has(const struct review *r, int64_t member, int64_t contact)
{
	const struct review_decider *d;
	VEC_EACH(d, &r->deciders)
		if ((member != 0 && d->member == member) || (contact != 0 && d->contact == contact))
			return true;
	return false;
}

/* Members with one of these roles, the maker left out; partners see their own jobs only. */
static void
with_role(struct pool *pool, const member_list *all, unsigned roles, int64_t maker, struct review *r)
{
	const struct member *m;
	VEC_EACH(m, all)
		if (m->active && (m->roles & roles) && !(m->roles & ROLE_PARTNER) && m->id != maker)
			VEC_ADD(&r->deciders, pool, ((struct review_decider){.member = m->id}));
}

/* Who may decide a stage of ours: the role, else who stands in for it; never the maker. */
static int
our_deciders(struct life *l, struct slice role, int64_t maker, struct review *r, struct err *e)
{
	static const unsigned stand_in[] = {ROLE_ACCOUNT, ROLE_OWNER, ROLE_OPS,
	                                    ROLE_CREATIVE | ROLE_COPY};
	member_list all = {0};
	if (member_all(l->in->env.store, l->pool, &all, e) < 0)
		return -1;
	with_role(l->pool, &all, role_of(role), maker, r);
	for (size_t i = 0; r->deciders.len == 0 && i < COUNT(stand_in); i++)
		with_role(l->pool, &all, stand_in[i], maker, r);
	return 0;
}

static int
add_stage(struct life *l, const struct version *v, const struct kit_stage *stage, int64_t position,
          struct err *e)
{
	bool theirs = strcmp(stage->role, "client") == 0;
	int rule = review_rule_of(slice_of(stage->rule));
	struct review r = {.job = l->job->id, .version = v->id, .stage = slice_of(stage->name),
	                   .position = position, .side = theirs ? SIDE_CLIENT : SIDE_US,
	                   .rule = rule < 0 ? RULE_ALL : (enum review_rule)rule,
	                   .state = REVIEW_WAITING};
	if (!theirs && our_deciders(l, slice_of(stage->role), v->maker, &r, e) < 0)
		return -1;
	return review_add(l->in->env.store, &r, e);
}

int
route_supersede(struct life *l, struct err *e)
{
	review_list all = {0};
	if (reviews_of_job(l->in->env.store, l->pool, l->job->id, 0, &all, e) < 0)
		return -1;
	for (size_t i = 0; i < all.len; i++) {
		struct review *r = &all.at[i];
		if (r->state != REVIEW_OPEN && r->state != REVIEW_WAITING)
			continue;
		r->state = REVIEW_SUPERSEDED;
		r->closed = l->now;
		if (review_save(l->in->env.store, r, e) < 0)
			return -1;
	}
	return reminder_cancel(l->in->env.store, l->job->id, 0, e);
}

int
route_start(struct life *l, const struct version *v, struct err *e)
{
	static const struct kit_stage client_stage = {"client", "client", "any"};
	const struct kit *kit = life_kit(l->in, l->job);
	int64_t position = 0;
	size_t theirs = 0;
	/* Ours before the client's, whatever the order of the file. */
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; kit != NULL && i < kit->route.len; i++) {
			bool client = strcmp(kit->route.at[i].role, "client") == 0;
			if (client != (pass == 1))
				continue;
			theirs += client;
			if (add_stage(l, v, &kit->route.at[i], ++position, e) < 0)
				return -1;
		}
	}
	/* Nothing is approved that no client was asked about. */
	if (theirs == 0 && add_stage(l, v, &client_stage, ++position, e) < 0)
		return -1;
	return route_advance(l, e);
}

/* By the clock of the member it is told to. */
static struct slice
our_time(struct life *l, int64_t member, int64_t at)
{
	struct member m = {0};
	struct err e = ERR_INIT; /* without the row, the agency's clock is as good */
	(void)member_by_id(l->in->env.store, l->pool, member, &m, &e);
	return due_text(l->pool, zone_of(l->in, m.zone), at);
}

/* The review mails of one of our stages: a token of its own for each decider. */
static int
mail_ours(struct life *l, struct review *r, const struct version *v, struct err *e)
{
	for (size_t i = 0; i < r->deciders.len; i++) {
		struct review_decider *d = &r->deciders.at[i];
		if (d->outbox != 0 || (r->rule == RULE_ORDER && i > 0 && r->deciders.at[i - 1].outbox == 0))
			continue;
		char purpose[64];
		snprintf(purpose, sizeof(purpose), "review:%lld", (long long)r->id);
		struct note n = {.kind = "team-note", .job = l->job->id, .client = l->job->client,
		                 .cause = l->message, .ref = l->job->ref, .to_member = d->member,
		                 .purpose = purpose, .outbox_out = &d->outbox, .token_out = &d->token};
		n.headline = SAY_OF("note.review", {pool_slicef(l->pool, "v%lld", (long long)v->number), r->stage});
		n.next = SAY("note.review.next");
		if (hand_over_lines(l, &n, e) < 0)
			return -1;
		if (r->due != 0)
			n.lines[n.line_count++] = SAY_OF("note.review.due", {our_time(l, d->member, r->due)});
		if (notify_team(l->in, l->pool, &n, e) < 0)
			return -1;
	}
	return review_save(l->in->env.store, r, e);
}

static int
open_ours(struct life *l, struct review *r, const struct version *v, struct err *e)
{
	r->state = REVIEW_OPEN;
	r->opened = l->now;
	r->due = stage_due(l);
	if (r->deciders.len == 0) {
		if (review_save(l->in->env.store, r, e) < 0)
			return -1;
		return tell_lead(l, "note.no-reviewer", SLICE_NONE,
		                 SAY_OF("note.no-reviewer.next", {l->job->ref, r->stage}), e);
	}
	if (r->deciders.at[0].member != 0 && l->job->owner != r->deciders.at[0].member) {
		char data[64];
		l->job->owner = r->deciders.at[0].member; /* the review mail is their hand-over note */
		snprintf(data, sizeof(data), "{\"owner\":%lld}", (long long)l->job->owner);
		if (life_event(l, "owner", slice_of(data), SLICE_NONE, e) < 0)
			return -1;
	}
	return mail_ours(l, r, v, e);
}

/* Nobody of the client may decide yet: the lead is told who was proposed. */
static int
ask_for_decider(struct life *l, struct err *e)
{
	const struct brief_field *b = &l->job->brief[FIELD_APPROVER];
	struct slice who = SLICE_LIT("ADDRESS");
	struct contact named;
	size_t hits = 0;
	if (b->given && approver_resolve(l, &named, &hits, e) < 0)
		return -1;
	if (hits == 1)
		who = named.address;
	return tell_lead(l, b->given ? "note.who-decides.named" : "note.who-decides",
	                 b->given ? b->value : SLICE_NONE,
	                 SAY_TEXT(pool_slicef(l->pool, "docket decider %.*s %.*s", SLICE_ARG(l->job->ref),
	                                      SLICE_ARG(who))), e);
}

static int
open_theirs(struct life *l, struct review *r, const struct version *v, struct err *e)
{
	contact_ids deciders = {0};
	struct member lead;
	if (client_deciders(l->in, l->pool, l->job, &deciders, e) < 0)
		return -1;
	if (deciders.len == 0)
		return ask_for_decider(l, e);
	if (l->job->state == JOB_INTERNAL_REVIEW) {
		if (life_move(l, EV_INTERNAL_PASSED, SLICE_NONE, e) < 0)
			return -1;
		if (review_round(l->in->env.store, l->job->id, &r->round, e) < 0)
			return -1;
		r->round++;
	}
	if (r->round == 0 && review_round(l->in->env.store, l->job->id, &r->round, e) < 0)
		return -1;
	r->state = REVIEW_OPEN;
	r->opened = l->now;
	r->due = review_due(l);
	if (window_open(l, r, e) < 0)
		return -1;
	for (size_t i = 0; i < deciders.len; i++)
		VEC_ADD(&r->deciders, l->pool, ((struct review_decider){.contact = deciders.at[i]}));
	if (delegates_join(l, r, e) < 0)
		return -1;
	if (review_save(l->in->env.store, r, e) < 0 || mail_review(l, r, v, e) < 0)
		return -1;
	if (lead_of(l->in, l->pool, l->job->client, &lead, e) == 1 &&
	    hand_over(l, lead.id, SAY("note.with-client"), e) < 0)
		return -1;
	return 0;
}

/* Approved: what is left are the last checks, by its maker. */
static int
to_last_checks(struct life *l, struct err *e)
{
	return hand_over(l, l->job->maker,
	                 SAY_OF("note.approved.next", {l->job->ref}), e);
}

/* Everything passed. */
static int
finish(struct life *l, struct err *e)
{
	if (life_move(l, EV_APPROVE, SLICE_NONE, e) < 0)
		return -1;
	l->job->recheck = RECHECK_NO;
	return to_last_checks(l, e);
}

/* The decider wrote that they need not see it again: our own stages were the last. */
static int
finish_unseen(struct life *l, struct err *e)
{
	if (life_move(l, EV_APPROVE_UNSEEN, SLICE_NONE, e) < 0)
		return -1;
	l->job->recheck = RECHECK_NO;
	if (route_supersede(l, e) < 0 ||
	    tell_lead(l, "note.unseen", SLICE_NONE,
	              SAY_OF("note.unseen.next", {l->job->ref}), e) < 0)
		return -1;
	return to_last_checks(l, e);
}

int
route_advance(struct life *l, struct err *e)
{
	struct version v;
	review_list all = {0};
	int got = version_of_job(l->in->env.store, l->pool, l->job->id, 0, &v, e);
	if (got <= 0 || reviews_of_job(l->in->env.store, l->pool, l->job->id, v.id, &all, e) < 0)
		return got < 0 ? -1 : got == 0 ? 0 : -1;
	for (size_t i = 0; i < all.len; i++) {
		struct review *r = &all.at[i];
		if (r->state == REVIEW_PASSED || r->state == REVIEW_OVERRIDDEN)
			continue;
		if (r->state != REVIEW_WAITING)
			return 0; /* open, or over in a way that leads elsewhere */
		/* Nobody is asked before each link was tried once: what is fixed is shown as fixed, and
		   their word is about that. intake_fetched() comes back here. */
		if (links_first_tries(&v) > 0)
			return 0;
		if (r->side == SIDE_US)
			return open_ours(l, r, &v, e);
		if (l->job->state == JOB_INTERNAL_REVIEW && l->job->recheck == RECHECK_NONE)
			return finish_unseen(l, e);
		return open_theirs(l, r, &v, e);
	}
	return l->job->state == JOB_CLIENT_REVIEW ? finish(l, e) : 0;
}

int
open_review(struct life *l, enum job_side side, struct review *out, struct version *v,
            struct err *e)
{
	review_list all = {0};
	int got = version_of_job(l->in->env.store, l->pool, l->job->id, 0, v, e);
	if (got <= 0)
		return got;
	if (reviews_of_job(l->in->env.store, l->pool, l->job->id, v->id, &all, e) < 0)
		return -1;
	for (size_t i = 0; i < all.len; i++) {
		if (all.at[i].state == REVIEW_OPEN && all.at[i].side == side) {
			*out = all.at[i];
			return 1;
		}
	}
	return 0;
}

int
route_join(struct life *l, int64_t contact, struct err *e)
{
	struct review r;
	struct version v;
	int got = open_review(l, SIDE_CLIENT, &r, &v, e);
	if (got <= 0 || review_has(&r, 0, contact))
		return got < 0 ? -1 : 0;
	VEC_ADD(&r.deciders, l->pool, ((struct review_decider){.contact = contact}));
	return mail_review(l, &r, &v, e);
}
