/*
 * A word about a review that came by mail: which review it is about, what it counts for (the truth
 * table of domain/approval.c), and what follows. A false approval is the worst thing docket can do:
 * whatever is not plain becomes a question to the decider's known address, or the lead's affair.
 */
#include "about.h"

enum { ASKS_MAX = 3 }; /* fresh mails about one review; then a person should call */

static int
done(struct ctx *c, const char *what, struct err *e)
{
	if (job_save(c->store, &c->job, c->now, e) < 0)
		return -1;
	return settle(c, INBOX_APPLIED, "%s", what);
}

static int
filed(struct ctx *c, struct err *e)
{
	return event_add(c->in, c->job.id, "filed", actor_of(c), c->row.id, c->now, SLICE_NONE, e);
}

static struct saying
by_hand(struct ctx *c)
{
	return SAY_OF("note.by-hand", {c->job.ref, c->address});
}

/* How many fresh mails about this review still wait for an answer. */
static int
asks_open(struct ctx *c, int64_t review, size_t *out, struct err *e)
{
	decision_list all = {0};
	*out = 0;
	if (decisions_of_job(c->store, c->pool, c->job.id, review, &all, e) < 0)
		return -1;
	for (size_t i = 0; i < all.len; i++)
		*out += all.at[i].asked != 0;
	return 0;
}

struct word {
	struct about *about;
	enum decision_kind kind;
	const char *what; /* the settled message's reason */
};

/* Writes the word down as no decision (yet), and asks `whom` at their known address. */
static int
ask(struct ctx *c, const struct word *w, enum ask why, int64_t whom, struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	struct decision d = {.kind = w->kind, .contact = c->contact.id,
	                     .strength = whom == c->contact.id ? STRENGTH_ASKED : STRENGTH_OPINION};
	struct about *a = w->about;
	size_t open = 0;
	int64_t outbox = 0;
	if (asks_open(c, a->review.id, &open, e) < 0 ||
	    decision_note(&l, &a->review, &a->version, &d, c->r->text, e) < 0)
		return -1;
	if (whom != 0 && open < ASKS_MAX) {
		struct ask_mail m = {.why = why, .review = &a->review, .version = &a->version,
		                     .contact = whom, .decision = d.id, .kind = w->kind,
		                     .by = c->name.len > 0 ? c->name : c->address, .words = c->r->text};
		if (mail_ask(&l, &m, &outbox, e) < 0)
			return -1;
	}
	trail_add(c, "decision", strength_name(d.strength), "%s; %s", w->what,
	          outbox != 0 ? "a fresh mail asks" : "the account lead was told");
	if (tell_lead(&l, outbox != 0 ? "note.not-taken.asked"
	                              : "note.not-taken",
	              c->r->text, by_hand(c), e) < 0)
		return -1;
	return done(c, w->what, e);
}

/* Whom to ask about somebody else's word: the token's owner, else the first decider. */
static int
whom_to_ask(struct ctx *c, const struct about *a, int64_t *out, struct err *e)
{
	struct contact owner;
	struct delegate of;
	struct life l = life_by_mail(c, &c->job);
	*out = 0;
	if (a->token && !c->own_token) {
		int got = contact_by_address(c->store, c->pool, c->token_row.to, &owner, e);
		if (got < 0)
			return -1;
		if (got == 1 && (got = decides_now(&l, &a->review, owner.id, &of, e)) == 1)
			*out = owner.id;
		if (got < 0)
			return -1;
	}
	if (*out == 0) {
		int got = decides_now(&l, &a->review, c->contact.id, &of, e);
		if (got < 0)
			return -1;
		*out = got == 1 ? c->contact.id : 0;
	}
	if (*out == 0 && review_has(&a->review, 0, c->client.decider))
		*out = c->client.decider;
	if (*out == 0 && a->review.deciders.len > 0)
		*out = a->review.deciders.at[0].contact;
	return 0;
}

static int
on_opinion(struct ctx *c, const struct word *w, const struct approval_facts *f, struct err *e)
{
	int64_t whom = 0;
	struct life l = life_by_mail(c, &c->job);
	struct delegate of;
	int own = decides_now(&l, &w->about->review, c->contact.id, &of, e);
	if (own < 0)
		return -1;
	/* A colleague's list of changes is feedback like any other: nobody is asked to decide it. */
	bool asks = f->open && f->current && (w->kind != DECIDE_CHANGES || own);
	if (asks && whom_to_ask(c, w->about, &whom, e) < 0)
		return -1;
	return ask(c, w, whom == c->contact.id ? ASK_CONFIRM : ASK_OPINION, whom, e);
}

/* The version asked about is not the newest, or another one is named. */
static int
on_which(struct ctx *c, struct word *w, struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	struct about now = {0};
	int got = open_review(&l, SIDE_CLIENT, &now.review, &now.version, e);
	if (got < 0)
		return -1;
	bool theirs = got == 1 && c->job.state == JOB_CLIENT_REVIEW &&
	              review_has(&now.review, 0, c->contact.id) && w->kind != DECIDE_CHANGES;
	if (got != 1)
		return ask(c, w, ASK_WHICH, theirs ? c->contact.id : 0, e);
	struct about *before = w->about;
	w->about = &now;
	int r = ask(c, w, ASK_WHICH, theirs ? c->contact.id : 0, e);
	w->about = before;
	return r;
}

/* The decision-maker, where it is somebody else who may break the tie. */
static int64_t
tie_breaker(struct ctx *c)
{
	return c->client.decider != c->contact.id ? c->client.decider : 0;
}

static bool
approved_by(const decision_list *all, int64_t review, int64_t contact)
{
	for (size_t i = 0; i < all->len; i++)
		if (all->at[i].review == review &&
		    (all->at[i].contact == contact || all->at[i].stands_for == contact) &&
		    all->at[i].withdrawn == 0 && all->at[i].kind == DECIDE_APPROVE &&
		    all->at[i].strength <= STRENGTH_ATTESTED)
			return true;
	return false;
}

/* The review is over. The same word again changes nothing; the opposite one is never ignored. */
static int
on_late(struct ctx *c, struct word *w, struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	struct about *a = w->about;
	decision_list all = {0};
	bool passed = a->review.state == REVIEW_PASSED;
	if (a->review.state == REVIEW_OPEN) {
		w->what = "a word on a review while the job rests";
		return ask(c, w, ASK_OPPOSITE, 0, e);
	}
	if (passed == (w->kind == DECIDE_APPROVE) && w->kind != DECIDE_APPROVE_WITH_CHANGES) {
		if (filed(c, e) < 0)
			return -1;
		if ((!passed || a->has_asked) && tell_lead(&l, "note.over", c->r->text,
		                         SAY_NONE, e) < 0)
			return -1;
		return done(c, "said again after the review was over; nothing changes", e);
	}
	if (decisions_of_job(c->store, c->pool, c->job.id, a->review.id, &all, e) < 0)
		return -1;
	bool may = approved_by(&all, a->review.id, c->contact.id) ||
	           c->contact.id == c->client.decider;
	bool open = c->job.state == JOB_APPROVED || c->job.state == JOB_FINAL_QA;
	if (passed && may && open) {
		struct decision d = {.kind = w->kind, .strength = STRENGTH_DECISION,
		                     .contact = c->contact.id};
		if (decision_reverse(&l, &a->review, &a->version, &d, c->r->text, e) < 0 ||
		    mail_decided(&l, &a->version, &d, c->r->text, e) < 0)
			return -1;
		trail_add(c, "decision", decision_kind_name(w->kind), "takes back an approval");
		return done(c, "a decider took an approval back", e);
	}
	w->what = "the opposite of what was decided";
	return ask(c, w, ASK_OPPOSITE, open ? tie_breaker(c) : 0, e);
}

static int
on_decision(struct ctx *c, struct word *w, struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	struct about *a = w->about;
	struct decision d = {.kind = w->kind, .strength = STRENGTH_DECISION, .contact = c->contact.id};
	bool own_ask = a->has_asked && a->asked.contact == c->contact.id && a->asked.withdrawn == 0;
	if (own_ask && w->kind == DECIDE_APPROVE && a->asked.kind == DECIDE_APPROVE_WITH_CHANGES)
		d.kind = DECIDE_APPROVE_WITH_CHANGES; /* the yes is to what we quoted: with its changes */
	if (own_ask && w->kind == DECIDE_APPROVE &&
	    (a->asked.kind == DECIDE_CHANGES || a->asked.kind == DECIDE_REJECT)) {
		if (filed(c, e) < 0 ||
		    tell_lead(&l, "note.opposite", c->r->text, by_hand(c),
		              e) < 0)
			return -1;
		return done(c, "says the opposite of what it was asked to confirm", e);
	}
	if (own_ask && decision_withdraw(c->store, a->asked.id, c->now, e) < 0)
		return -1;
	d.settles = own_ask ? a->asked.event : 0;
	if (decision_take(&l, &a->review, &a->version, &d, c->r->text, e) < 0 ||
	    mail_decided(&l, &a->version, &d, c->r->text, e) < 0)
		return -1;
	if (d.kind == DECIDE_APPROVE && about_has_file(c->r) &&
	    tell_lead(&l, "note.approved-file", c->r->text, SAY_NONE, e) < 0)
		return -1;
	trail_add(c, "decision", decision_kind_name(d.kind), "v%lld, by %s",
	          (long long)a->version.number, a->token ? "their own token" : "references and DMARC");
	return done(c, "a decision on a review", e);
}

/* The answer to "Maya recorded your approval; reply if that is wrong". */
static int
on_attested(struct ctx *c, struct about *a, const struct approval_facts *f, struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	enum decision_kind kind = DECIDE_CHANGES;
	bool said = about_kind(c->r->verdict, &kind);
	bool own = c->own_token && c->contact.id == a->asked.contact && !c->forwarded;
	if (!own)
		return 0; /* somebody else's word on it: an opinion like any other */
	struct approval_facts open = *f;
	open.open = true;
	/* "That is wrong" reads like changes, and must not confirm recorded ones. */
	if (said && kind == a->asked.kind && !approval_denies(c->in->env.phrases, c->r->text) &&
	    !approval_names_other(c->in->env.phrases, c->r->text, a->version.number)) {
		if (approval_judge(&open) != APPROVAL_DECISION) {
			if (filed(c, e) < 0)
				return -1;
			return done(c, "agrees with what was recorded", e);
		}
		struct decision d = {.kind = kind, .strength = STRENGTH_DECISION, .contact = c->contact.id};
		struct confirmation of = {&a->review, &a->version, &a->asked};
		if (decision_confirm(&l, &of, &d, c->r->text, e) < 0 ||
		    mail_decided(&l, &a->version, &d, c->r->text, e) < 0)
			return -1;
		return done(c, "the decider confirmed what a member had recorded", e);
	}
	if (!said && c->r->intent == INTENT_SOCIAL) {
		if (filed(c, e) < 0)
			return -1;
		return done(c, "courtesy: stored, nothing changes", e);
	}
	trail_add(c, "decision", "contradicted", "the decider answers the notice of an attested word");
	if (contradict(&l, &a->asked, c->r->text, e) < 0)
		return -1;
	return done(c, "the decider contradicts what a member had recorded", e);
}

/*
 * An answer to a review that decides nothing: a condition ("fine once legal agrees") is held, a wish
 * for something new is the lead's to scope. It opens no job and moves none.
 */
static int
on_no_verdict(struct ctx *c, struct err *e)
{
	static const enum intent held[] = {INTENT_APPROVAL, INTENT_REJECTION, INTENT_FEEDBACK,
	                                   INTENT_REQUEST, INTENT_OTHER};
	struct life l = life_by_mail(c, &c->job);
	for (size_t i = 0; i < COUNT(held); i++) {
		if (c->r->intent != held[i])
			continue;
		if (c->job.recheck == RECHECK_NONE)
			c->job.recheck = RECHECK_CONFIRM;
		trail_add(c, "decision", "held", "an answer to a review without a plain verdict");
		if (life_event(&l, "held", SLICE_NONE, c->r->text, e) < 0 ||
		    tell_lead(&l, "note.no-verdict", c->r->text, by_hand(c),
		              e) < 0)
			return -1;
		return done(c, "an answer to a review without a plain verdict: held", e);
	}
	return 0;
}

int
client_said(struct ctx *c, struct err *e)
{
	struct about a = {0};
	struct life l = life_by_mail(c, &c->job);
	struct version newest;
	enum decision_kind kind = DECIDE_CHANGES;
	if (c->job.id == 0 || about_find(c, &a, e) < 0)
		return c->job.id == 0 ? 0 : -1;
	bool said = about_kind(c->r->verdict, &kind);
	int got = 1;
	if (!a.found && said && c->job.state == JOB_CLIENT_REVIEW) {
		got = open_review(&l, SIDE_CLIENT, &a.review, &a.version, e);
		a.found = got == 1;
	}
	if (got < 0 || !a.found)
		return got < 0 ? -1 : 0;
	got = version_get(c->store, c->pool, a.review.version, &a.version, e);
	if (got == 1)
		got = version_of_job(c->store, c->pool, c->job.id, 0, &newest, e);
	if (got <= 0)
		return got;
	if ((got = about_other_job(c, e)) < 0)
		return -1;
	a.other_job = got == 1;
	struct approval_facts f = about_facts(c, &a, &newest);
	/* Work that is asked for is begun on a doubtful mail as well; only a yes cannot be undone.
	 */
	f.plain |= kind == DECIDE_CHANGES || kind == DECIDE_REJECT;
	if (a.has_asked && a.asked.strength == STRENGTH_ATTESTED && a.asked.withdrawn == 0) {
		got = on_attested(c, &a, &f, e);
		if (got != 0)
			return got;
	}
	if (!said)
		return a.review.state == REVIEW_OPEN ? on_no_verdict(c, e) : 0;
	if (kind == DECIDE_APPROVE && about_lists_changes(c->r))
		kind = DECIDE_APPROVE_WITH_CHANGES;
	/* "No need to see it again" was said of the changes known then. */
	if (kind != DECIDE_APPROVE && c->job.recheck == RECHECK_NONE)
		c->job.recheck = RECHECK_CONFIRM;
	enum approval_result result = approval_judge(&f);
	struct word w = {.about = &a, .kind = kind};
	trail_add(c, "approval", approval_result_name(result), "%s on v%lld: token %d, sender %d, auth %s",
	          decision_kind_name(kind), (long long)a.version.number, (int)f.token, (int)f.sender,
	          c->auth);
	switch (result) {
	case APPROVAL_DECISION: return on_decision(c, &w, e);
	case APPROVAL_CONFIRM:
		w.what = "a word on a review whose sender could not be verified";
		return ask(c, &w, ASK_CONFIRM, c->contact.id, e);
	case APPROVAL_OPINION:
		w.what = "a word on a review by somebody who does not decide it, or without proof";
		return on_opinion(c, &w, &f, e);
	case APPROVAL_WHICH:
		w.what = "a word on a version that is not the newest one";
		return on_which(c, &w, e);
	case APPROVAL_LATE: return on_late(c, &w, e);
	case APPROVAL_ALARM:
	case APPROVAL_RESULT_COUNT: break;
	}
	return settle(c, INBOX_TRIAGE, "the sender's address failed DMARC: possibly forged");
}

int
member_said(struct ctx *c, struct err *e)
{
	struct review r;
	struct version v;
	enum decision_kind kind;
	if (!c->has_token || !c->has_job)
		return 0;
	int got = review_by_token(c->store, c->pool, c->token_row.token, &r, e);
	if (got <= 0 || r.side != SIDE_US || r.job != c->job.id)
		return got < 0 ? -1 : 0;
	if (!about_kind(c->r->verdict, &kind)) {
		struct note n = {.kind = "reply", .headline = SAY("note.undecided"),
		                 .block = SLICE_LIT("Please reply APPROVE, or list your changes."),
		                 .job = c->job.id, .client = c->job.client, .cause = c->row.id,
		                 .in_reply_to = c->r->message_id, .to_member = c->member.id};
		return r.state == REVIEW_OPEN && notify_team(c->in, c->pool, &n, e) < 0 ? -1 : 0;
	}
	got = version_get(c->store, c->pool, r.version, &v, e);
	if (got <= 0)
		return got;
	if (!c->own_token || strcmp(c->auth, "none") == 0 || strcmp(c->auth, "absent") == 0)
		return settle(c, INBOX_TRIAGE, "a word on an internal review, but not provably from the "
		                               "person it was sent to");
	struct life l = life_by_mail(c, &c->job);
	struct decision d = {.kind = kind, .strength = STRENGTH_DECISION, .member = c->member.id};
	if (r.state != REVIEW_OPEN || approval_names_other(c->in->env.phrases, c->r->text, v.number)) {
		if (filed(c, e) < 0 ||
		    tell_lead(&l, "note.internal-over", c->r->text, SAY_NONE, e) < 0)
			return -1;
		return done(c, "the internal review is over, or another version was named", e);
	}
	struct err refused = ERR_INIT;
	if (decision_take(&l, &r, &v, &d, c->r->text, &refused) < 0) {
		if (refused.kind != ERR_REFUSED)
			return err_set(e, refused.kind, "%s", refused.text);
		return settle(c, INBOX_TRIAGE, "%s", refused.text);
	}
	trail_add(c, "decision", decision_kind_name(kind), "the %.*s stage of v%lld", SLICE_ARG(r.stage),
	          (long long)v.number);
	return done(c, "a decision on an internal review", e);
}
