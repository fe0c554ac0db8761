/*
 * Scope notes (P3): new work in feedback, a round beyond the included ones and the terms of a job in
 * scoping become a calm mail that is held for the account lead. Only the person it went to answers
 * it, and only a plain yes is one; what that causes is here too.
 */
#include "scope.h"

#include "docket/base/utf8.h"

enum { WHY_MAX = 300 }; /* bytes of an answer that stand in lists; the event has all of it */

int
scope_rounds(struct life *l, int64_t *included_out, struct err *e)
{
	struct job_scope sold = {0};
	struct client client = {0};
	int64_t granted = 0;
	if (job_scope_get(l->in->env.store, l->pool, l->job->id, &sold, e) < 0 ||
	    client_by_id(l->in->env.store, l->pool, l->job->client, &client, e) < 0 ||
	    scope_rounds_granted(l->in->env.store, l->job->id, &granted, e) < 0)
		return -1;
	*included_out = (sold.terms.rounds > 0 ? sold.terms.rounds : client.rounds) + granted;
	return 0;
}

int
scope_is_sold(struct intake *in, struct pool *pool, int64_t job, struct err *e)
{
	struct job_scope sold;
	return job_scope_get(in->env.store, pool, job, &sold, e);
}

static int
note_event(struct life *l, const struct scope_note *n, const char *what, struct slice text,
           struct err *e)
{
	char data[160];
	snprintf(data, sizeof(data),
	         "{\"note\":%lld,\"do\":\"%s\",\"kind\":\"%s\",\"round\":%lld,\"opened\":%lld}",
	         (long long)n->number, what, scope_kind_name(n->kind), (long long)n->round,
	         (long long)n->opened);
	return life_event(l, "scope", slice_of(data), text, e);
}

/* ---- the mail ---- */

/* Who asked, when it is not the reader: the person whose mail is being applied, or is on record. */
static struct slice
asker_name(struct life *l, const struct scope_note *n)
{
	struct inbox_row m;
	struct contact who;
	struct err e = ERR_INIT;
	int64_t id = 0;
	if (n->message != 0 && n->message == l->message && slice_starts(l->actor, "contact:"))
		slice_int(slice_sub(l->actor, strlen("contact:"), l->actor.len), &id);
	else if (n->message != 0 && inbox_get(l->in->env.store, l->pool, n->message, &m, &e) == 1)
		id = m.contact;
	if (id == 0 || id == n->contact || contact_by_id(l->in->env.store, l->pool, id, &who, &e) != 1)
		return SLICE_NONE;
	return who.name.len > 0 ? who.name : who.address;
}

static void
put_note(struct life *l, struct value *v, const struct scope_note *n, int64_t included)
{
	static const char *const flags[SCOPE_KIND_COUNT] = {
	        [SCOPE_JOB] = "opening", [SCOPE_EXTRA] = "extra", [SCOPE_ROUND] = "beyond"};
	value_flag(v, flags[n->kind], true);
	value_text(v, "quote", n->quote);
	value_text(v, "by", asker_name(l, n));
	value_text(v, "words", n->words);
	value_int(v, "round", n->round);
	value_int(v, "included", included);
}

/* To whom a note goes: who decides for the client, else who asked. 0: nobody can be written to. */
static int
choose_reader(struct life *l, struct scope_note *n, struct contact *to, struct err *e)
{
	if (n->contact == 0 && round_contact(l, &n->contact, e) < 0)
		return -1;
	int got = n->contact != 0 ? contact_by_id(l->in->env.store, l->pool, n->contact, to, e) : 0;
	if (got < 0)
		return -1;
	if (got == 0 || to->client != l->job->client || to->undeliverable != 0) {
		n->contact = 0;
		return 0;
	}
	return 1;
}

/* *outbox_out stays 0 where nothing could be drafted. */
static int
write_mail(struct life *l, struct scope_note *n, const saying_list *aside, int64_t *outbox_out,
           struct err *e)
{
	struct contact to;
	struct outbox_row last;
	char purpose[64];
	int64_t last_id = 0, when = 0, included = 0;
	int got = choose_reader(l, n, &to, e);
	if (got <= 0 || scope_rounds(l, &included, e) < 0)
		return got <= 0 ? got : -1;
	snprintf(purpose, sizeof(purpose), "scope:%lld", (long long)n->id);
	struct answer a = {.kind = "scope", .mode_kind = "scope", .held = true, .job = l->job, .to = &to,
	                   .to_name = to.name, .to_address = to.address, .cause = l->message,
	                   .original = n->quote, .not_a_reply = true, .purpose = purpose, .token_out = &n->token,
	                   .values = value_new(l->pool)};
	if (aside != NULL)
		a.aside = *aside;
	struct wall_part said = {.what = "their words", .client = l->job->client, .words = n->quote};
	VEC_ADD(&a.shows, l->pool, said);
	put_note(l, a.values, n, included);
	if (outbox_last_answer(l->in->env.store, l->job->id, to.address, &last_id, &when, e) < 0)
		return -1;
	if (last_id != 0 && outbox_get(l->in->env.store, l->pool, last_id, &last, e) == 1)
		a.cause_id = last.message_id;
	return answer_client(l->in, l->pool, &a, outbox_out, e);
}

int
scope_draft(struct life *l, struct scope_note *n, const saying_list *aside, struct err *e)
{
	int64_t outbox = 0;
	n->job = l->job->id;
	int got = scope_note_add(l->in->env.store, n, l->now, e);
	if (got <= 0)
		return got;
	if (note_event(l, n, "drafted", n->words.len > 0 ? n->words : n->quote, e) < 0 ||
	    write_mail(l, n, aside, &outbox, e) < 0)
		return -1;
	if (outbox == 0)
		n->token = SLICE_NONE;
	if (scope_note_save(l->in->env.store, n, l->now, e) < 0)
		return -1;
	if (outbox == 0 &&
	    tell_lead(l, "note.scope-undrafted", n->quote,
	              SAY_OF("note.scope-undrafted.next", {l->job->ref}), e) < 0)
		return -1;
	return 1;
}

/* "It is noted" to who answered; by the mode of confirmations. */
static int
mail_noted(struct life *l, const struct scope_note *n, struct ctx *c, const char *flag, struct err *e)
{
	int64_t id = 0, included = 0;
	if (c->cc_only || scope_rounds(l, &included, e) < 0)
		return c->cc_only ? 0 : -1;
	struct answer a = {.kind = "scope", .mode_kind = "confirm", .job = l->job, .to = &c->contact,
	                   .to_name = c->contact.name, .to_address = c->contact.address,
	                   .cause = c->row.id, .cause_id = c->r->message_id,
	                   .references = &c->r->references, .answers_ours = true, .purpose = "scope",
	                   .original = c->r->text, .values = value_new(l->pool)};
	wall_show_cause(c, &a.shows);
	struct wall_part said = {.what = "their words", .client = l->job->client, .words = n->quote};
	VEC_ADD(&a.shows, l->pool, said);
	put_note(l, a.values, n, included);
	value_flag(a.values, flag, true);
	return answer_client(l->in, l->pool, &a, &id, e);
}

/* ---- where notes come from ---- */

static struct slice
number(struct ctx *c, int64_t n)
{
	return pool_slicef(c->pool, "%lld", (long long)n);
}

/* What the lead reads above the draft: where it came from, how often, and the other ways out. */
static int
put_aside(struct ctx *c, int64_t item, saying_list *aside, struct err *e)
{
	enum { DAYS = 30 };
	int64_t month = 0;
	if (revisions_out_of_scope(c->store, c->job.client, c->now - DAYS * CLOCK_DAY, &month, e) < 0)
		return -1;
	struct slice r = pool_slicef(c->pool, "R%lld", (long long)item);
	VEC_ADD(aside, c->pool, item > 0 ? SAY_OF("note.scope-item", {c->job.ref, r})
	                                 : SAY_OF("note.scope-thread", {c->job.ref}));
	VEC_ADD(aside, c->pool, SAY_OF("note.scope-month", {number(c, DAYS), number(c, month)}));
	if (item > 0)
		VEC_ADD(aside, c->pool, SAY_OF("note.scope-by-hand", {c->job.ref, r}));
	return 0;
}

static int
draft_item(struct ctx *c, const struct revision *r, struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	saying_list aside = {0};
	struct scope_note n = {.kind = SCOPE_EXTRA, .revision = r->id, .message = c->row.id};
	n.quote = r->sources.len > 0 && r->sources.at[0].quote.len > 0 ? r->sources.at[0].quote
	                                                               : r->summary;
	if (put_aside(c, r->number, &aside, e) < 0)
		return -1;
	return scope_draft(&l, &n, &aside, e) < 0 ? -1 : 0;
}

/* While one note about a round waits for its answer, a further one would only press. */
static int
draft_round(struct ctx *c, int64_t round, struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	saying_list aside = {0};
	scope_note_list all = {0};
	int64_t included = 0;
	if (scope_rounds(&l, &included, e) < 0 ||
	    scope_notes_of_job(c->store, c->pool, c->job.id, &all, e) < 0)
		return -1;
	const struct scope_note *other;
	VEC_EACH(other, &all)
		if (other->kind == SCOPE_ROUND && scope_is_open(other->state))
			return 0;
	if (round <= included)
		return 0;
	struct scope_note n = {.kind = SCOPE_ROUND, .round = round, .message = c->row.id};
	VEC_ADD(&aside, c->pool, SAY_OF("note.scope-beyond", {number(c, round), number(c, included)}));
	return scope_draft(&l, &n, &aside, e) < 0 ? -1 : 0;
}

int
scope_of_feedback(struct ctx *c, const struct feedback *f, struct err *e)
{
	const struct revision *r;
	VEC_EACH(r, &f->beyond)
		if (draft_item(c, r, e) < 0)
			return -1;
	/* Wishes for new work and praise make no round of changes. */
	return f->added > f->scope ? draft_round(c, f->round, e) : 0;
}

/* Only where work has begun or is done: before that a wish belongs to the brief. */
static bool
at_work(enum job_state s)
{
	return s >= JOB_READY && s <= JOB_DELIVERED;
}

int
scope_of_request(struct ctx *c, struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	struct round_at at = {0};
	saying_list aside = {0};
	int64_t item = 0;
	if (!c->r->scope || !at_work(c->job.state))
		return 0;
	struct scope_note n = {.kind = SCOPE_EXTRA, .message = c->row.id, .quote = slice_trim(c->r->text)};
	int got = round_now(&l, &at, e);
	if (got < 0)
		return -1;
	if (got == 1) { /* a list exists: the wish stands on it, so that nobody forgets it */
		struct revision r = {.job = c->job.id, .version = at.version, .review = at.review,
		                     .round = at.round, .kind = REVISION_OUT_OF_SCOPE,
		                     .state = REVISION_SCOPE, .summary = utf8_cut(n.quote, WHY_MAX)};
		VEC_ADD(&r.sources, c->pool,
		        ((struct revision_source){.message = c->row.id, .person = actor_of(c),
		                                  .quote = n.quote, .at = c->now}));
		if (revision_add(c->store, &r, c->now, e) < 0 ||
		    revision_event(&l, &r, "added", n.quote, e) < 0)
			return -1;
		n.revision = r.id;
		item = r.number;
	}
	if (put_aside(c, item, &aside, e) < 0 || scope_draft(&l, &n, &aside, e) < 0 ||
	    event_add(c->in, c->job.id, "filed", actor_of(c), c->row.id, c->now, SLICE_NONE, e) < 0)
		return -1;
	trail_add(c, "apply", "scope", "a scope note waits for the account lead");
	return settle(c, INBOX_APPLIED, "new work on a job at work: a scope note is held for the lead");
}

/* ---- what becomes of them ---- */

/* Closes the item of the list that a note was about. */
static int
close_item(struct life *l, const struct scope_note *n, struct slice why, struct err *e)
{
	revision_list all = {0};
	if (n->revision == 0)
		return 0;
	if (revisions_of_job(l->in->env.store, l->pool, l->job->id, 0, &all, e) < 0)
		return -1;
	for (size_t i = 0; i < all.len; i++)
		if (all.at[i].id == n->revision && all.at[i].state == REVISION_SCOPE)
			return revision_do(l, &all.at[i], REVISION_DROP, why, e);
	return 0; /* a member took it in or dropped it meanwhile */
}

static int
finish(struct life *l, struct scope_note *n, enum scope_state to, struct slice words, struct err *e)
{
	n->state = to;
	n->by = l->actor;
	n->why = utf8_cut(slice_trim(words), WHY_MAX);
	if (scope_note_save(l->in->env.store, n, l->now, e) < 0)
		return -1;
	return note_event(l, n, scope_state_name(to), words, e);
}

/* The job itself was asked about: the client's yes takes it on where its brief is complete. */
static int
accept_job(struct life *l, const struct scope_note *n, struct err *e)
{
	struct job_scope sold = {.job = l->job->id, .terms = n->terms, .words = n->words,
	                         .by = l->actor, .at = l->now};
	if (job_scope_set(l->in->env.store, &sold, e) < 0)
		return -1;
	return l->job->state == JOB_SCOPING ? life_move(l, EV_ACCEPT, SLICE_NONE, e) : 0;
}

static int
accept_extra(struct life *l, struct scope_note *n, struct ctx *c, struct err *e)
{
	struct job made;
	if (scope_open_linked(l, n, &made, e) < 0)
		return -1;
	n->opened = made.id;
	const char *moved = templates_word(l->in->env.templates, job_lang(l->in, l->job), "scope.moved");
	struct slice why = pool_slicef(l->pool, "%s %.*s", moved, SLICE_ARG(made.ref));
	if (close_item(l, n, why, e) < 0)
		return -1;
	if (c != NULL && !c->cc_only && answer_prompt(c, &made, true, e) < 0)
		return -1;
	if (job_save(l->in->env.store, &made, l->now, e) < 0)
		return -1;
	struct note t = {.kind = "team-note", .headline = SAY("note.scope-agreed"),
	                 .job = made.id, .client = made.client, .cause = l->message, .ref = made.ref,
	                 .quote = n->quote};
	t.lines[t.line_count++] = SAY_OF("note.scope-grew", {made.ref, slice_of(job_state_name(made.state)),
	                                                         l->job->ref});
	t.next = SAY_OF(made.state == JOB_READY ? "note.complete-sold.next" : "note.scope-grew.next",
	                {made.ref});
	return notify_team(l->in, l->pool, &t, e);
}

int
scope_accept(struct life *l, struct scope_note *n, struct slice words, struct ctx *c, struct err *e)
{
	static const char *const headlines[SCOPE_KIND_COUNT] = {
	        [SCOPE_JOB] = "note.scope-sold",
	        [SCOPE_ROUND] = "note.scope-round"};
	int r = 0;
	if (n->kind == SCOPE_JOB)
		r = accept_job(l, n, e);
	else if (n->kind == SCOPE_EXTRA)
		r = accept_extra(l, n, c, e);
	if (r < 0 || finish(l, n, SCOPE_ACCEPTED, words, e) < 0)
		return -1;
	if (n->kind == SCOPE_EXTRA)
		return 0;
	if (c != NULL && mail_noted(l, n, c, "agreed", e) < 0)
		return -1;
	return tell_lead(l, headlines[n->kind], words, SAY_NONE, e);
}

int
scope_decline(struct life *l, struct scope_note *n, struct slice words, struct err *e)
{
	struct slice why = utf8_cut(slice_trim(words), WHY_MAX);
	struct err refused = ERR_INIT;
	if (close_item(l, n, why, e) < 0)
		return -1;
	if (n->kind == SCOPE_JOB && life_move(l, EV_DECLINE, words, &refused) < 0 &&
	    refused.kind != ERR_REFUSED)
		return err_set(e, refused.kind, "%s", refused.text);
	if (finish(l, n, SCOPE_DECLINED, words, e) < 0)
		return -1;
	/* The wishes of a round are nobody's to drop but the lead's: some may be done all the same. */
	return tell_lead(l, n->kind == SCOPE_ROUND ? "note.scope-no-round"
	                    : n->kind == SCOPE_JOB ? "note.scope-declined"
	                                           : "note.scope-unwanted",
	                 words,
	                 n->kind == SCOPE_ROUND ? SAY_OF("note.scope-no-round.next", {l->job->ref}) : SAY_NONE, e);
}

int
scope_withdraw(struct life *l, struct scope_note *n, struct err *e)
{
	return finish(l, n, SCOPE_WITHDRAWN, SLICE_NONE, e);
}

static int
heard(struct ctx *c, struct scope_note *n, enum scope_said said, struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	int r = 0;
	if (said == SCOPE_YES) {
		r = scope_accept(&l, n, c->r->text, c, e);
	} else if (said == SCOPE_NO) {
		r = scope_decline(&l, n, c->r->text, e);
		if (r == 0)
			r = mail_noted(&l, n, c, "refused", e);
	} else {
		r = finish(&l, n, SCOPE_ASKED, c->r->text, e);
		if (r == 0)
			r = tell_lead(&l, "note.scope-unclear", c->r->text,
			              SAY_OF("note.scope-unclear.next",
			                     {c->job.ref, pool_slicef(c->pool, "%lld", (long long)n->number)}), e);
	}
	return r < 0 ? -1 : job_save(c->store, &c->job, c->now, e);
}

int
client_scoped(struct ctx *c, struct err *e)
{
	static const char *const results[] = {"accepted", "declined", "neither yes nor no"};
	struct scope_note n;
	if (!c->has_job || !c->has_token || !slice_is(c->token_row.kind, "scope") ||
	    c->token_row.job != c->job.id)
		return 0;
	int got = scope_note_by_token(c->store, c->pool, c->token_row.token, &n, e);
	if (got <= 0)
		return got;
	/* Thanks are no answer, and an answer given once stands. */
	if (c->r->intent == INTENT_SOCIAL || !scope_is_open(n.state))
		return 0;
	struct scope_heard h = {.text = c->r->text, .about = n.quote.len > 0 ? n.quote : n.words,
	                        .approves = c->r->verdict == VERDICT_APPROVE,
	                        .rejects = c->r->verdict == VERDICT_REJECT,
	                        .asks = c->r->intent == INTENT_QUESTION};
	bool theirs = c->own_token && !c->two_tokens && !c->forwarded && c->contact.id != 0 &&
	              c->contact.id == n.contact &&
	              (strcmp(c->auth, "dmarc") == 0 || strcmp(c->auth, "token") == 0);
	enum scope_said said = theirs ? scope_answer(c->in->env.phrases, &h) : SCOPE_UNCLEAR;
	trail_add(c, "scope", results[said], "note %lld%s", (long long)n.number,
	          theirs ? "" : ", but not provably from the person it went to");
	if (event_add(c->in, c->job.id, "filed", actor_of(c), c->row.id, c->now, SLICE_NONE, e) < 0 ||
	    heard(c, &n, said, e) < 0)
		return -1;
	return settle(c, INBOX_APPLIED, "an answer to a scope note: %s", results[said]);
}
