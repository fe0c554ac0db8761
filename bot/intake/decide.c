/*
 * Decisions on the record: the event with the exact words, the row, what it does to the review and
 * to the job. Who may decide, and on what evidence, was settled before (said.c, cmd_review.c).
 */
#include "revise.h"

/* Whose delegate the word is of, by the review's row. 1 one's, 0 their own right, -1. */
static int
delegate_of(struct life *l, const struct review *r, struct decision *d, struct delegate *out,
            struct err *e)
{
	const struct review_decider *row = r != NULL ? review_row(r, d->contact) : NULL;
	if (d->delegate == 0 && row != NULL && d->strength <= STRENGTH_ATTESTED)
		d->delegate = row->delegate;
	return d->delegate == 0 ? 0 : delegate_get(l->in->env.store, l->pool, d->delegate, out, e);
}

int64_t
decision_shown(const struct review *r, const struct decision *d)
{
	const struct review_decider *who;
	int64_t shown = 0;
	if (r == NULL)
		return 0;
	VEC_EACH(who, &r->deciders)
		if ((d->contact != 0 && who->contact == d->contact) ||
		    (d->member != 0 && who->member == d->member))
			shown = who->shown;
	return shown;
}

bool
file_shown(const struct version_file *f, int64_t shown)
{
	return f->sha.len > 0 && (!f->link || f->event <= shown);
}

/* The event first: the row names its number, and the words are the event's text. */
static int
write_down(struct life *l, const struct review *r, const struct version *v, struct decision *d,
           struct slice words, struct err *e)
{
	struct delegate grant, *of = NULL;
	int64_t shown = decision_shown(r, d);
	int stands = delegate_of(l, r, d, &grant, e);
	if (stands < 0)
		return -1;
	if (stands == 1)
		of = &grant;
	struct str data;
	struct json w;
	str_init(&data, 32 << 10);
	json_begin(&w, &data);
	json_open(&w);
	json_put_cstr(&w, "kind", decision_kind_name(d->kind));
	json_put_cstr(&w, "strength", strength_name(d->strength));
	if (r != NULL) {
		json_put_int(&w, "review", r->id);
		json_put_text(&w, "stage", r->stage);
	}
	if (v != NULL) {
		json_put_int(&w, "version", v->number);
		json_key(&w, "files");
		json_list(&w);
		for (size_t i = 0; i < v->files.len; i++)
			json_text(&w, file_shown(&v->files.at[i], shown) ? v->files.at[i].sha
			                                                 : SLICE_LIT("content not fixed"));
		json_list_end(&w);
	}
	json_put_int(&w, "member", d->member);
	json_put_int(&w, "contact", d->contact);
	json_put_int(&w, "attested_by", d->attested_by);
	if (of != NULL) { /* whose delegate they are; names stay out of what is hashed */
		json_put_int(&w, "for", of->stands_for);
		json_put_text(&w, "until", of->until);
	}
	json_put_int(&w, "settles", d->settles); /* 0 too: it says that what follows is in the chain */
	json_close(&w);
	d->job = l->job->id;
	d->review = r != NULL ? r->id : 0;
	d->version = v != NULL ? v->id : 0;
	d->message = l->message;
	d->at = l->now;
	int ok = str_failed(&data) ? err_set(e, ERR_MESSAGE, "a decision on too many files") : 0;
	if (ok == 0)
		ok = life_event(l, "decision", str_slice(&data),
		                words.len > 0 ? words : SLICE_LIT("(no words)"), e);
	str_clear(&data);
	if (ok < 0 || decision_add(l->in->env.store, d, e) < 0)
		return -1;
	return v != NULL ? links_compare(l, v, d, shown, e) : 0;
}

int
decision_note(struct life *l, const struct review *r, const struct version *v, struct decision *d,
              struct slice words, struct err *e)
{
	if (d->strength != STRENGTH_OPINION && d->strength != STRENGTH_ASKED)
		return err_set(e, ERR_STOP, "a defect of docket: a decision written as an opinion");
	return write_down(l, r, v, d, words, e);
}

static bool
counts(const struct decision *d)
{
	return d->withdrawn == 0 &&
	       (d->strength == STRENGTH_DECISION || d->strength == STRENGTH_ATTESTED);
}

/* The last word of each decider of the review. */
static int
last_words(struct life *l, const struct review *r, struct review_words *out, struct err *e)
{
	decision_list all = {0};
	*out = (struct review_words){0};
	if (decisions_of_job(l->in->env.store, l->pool, l->job->id, r->id, &all, e) < 0)
		return -1;
	const struct review_decider *who;
	VEC_EACH(who, &r->deciders) {
		const struct decision *d, *last = NULL;
		if (who->delegate != 0)
			continue; /* their word is the word of whom they stand for */
		out->deciders++;
		VEC_EACH(d, &all)
			if (counts(d) && d->version == r->version && d->member == who->member &&
			    (d->contact == who->contact ||
			     (d->delegate != 0 && d->stands_for == who->contact)))
				last = d;
		if (last == NULL)
			continue;
		out->approvals += last->kind == DECIDE_APPROVE;
		out->reject |= last->kind == DECIDE_REJECT;
		out->changes |= last->kind == DECIDE_CHANGES || last->kind == DECIDE_APPROVE_WITH_CHANGES;
	}
	return 0;
}

/* Work goes back to the maker; a rejection to the account lead, who decides what becomes of it. */
static int
send_back(struct life *l, const struct review *r, const struct decision *d, struct slice words,
          struct err *e)
{
	bool ours = r->side == SIDE_US, reject = r->state == REVIEW_REJECTED;
	enum job_event ev = ours ? EV_INTERNAL_CHANGES : reject ? EV_REJECT : EV_CHANGES;
	struct member lead;
	if (route_supersede(l, e) < 0 || life_move(l, ev, SLICE_NONE, e) < 0)
		return -1;
	if (!ours) {
		if (round_close(l, r->round, RECEIPT_NONE, e) < 0)
			return -1;
		l->job->recheck = RECHECK_NO;
		if (d->kind == DECIDE_APPROVE_WITH_CHANGES)
			l->job->recheck = approval_waives_look(l->in->env.phrases, words)
			                          ? RECHECK_NONE
			                          : RECHECK_CONFIRM;
	}
	if (!reject || ours)
		return hand_over(l, l->job->maker,
		                 SAY_OF("note.work-in", {l->job->ref}), e);
	if (lead_of(l->in, l->pool, l->job->client, &lead, e) < 0 ||
	    tell_lead(l, "note.rejected", words, SAY_OF("note.rejected.next", {l->job->ref}), e) < 0)
		return -1;
	l->job->owner = lead.id;
	return 0;
}

/* The next in an `order` rule gets the mail after the one before agreed. */
static int
wait_on(struct life *l, struct review *r, const struct version *v, struct err *e)
{
	return r->rule == RULE_ORDER && r->side == SIDE_CLIENT ? mail_review(l, r, v, e) : 0;
}

int
decision_take(struct life *l, struct review *r, const struct version *v, struct decision *d,
              struct slice words, struct err *e)
{
	struct review_words said;
	struct delegate of;
	/* The last door: whatever the callers believed, only a decider of an open review, never the
	   maker, on the version the review is of. */
	if (r->state != REVIEW_OPEN || r->version != v->id || !review_has(r, d->member, d->contact) ||
	    (d->member != 0 && d->member == v->maker))
		return err_set(e, ERR_REFUSED, "%.*s: this word cannot decide the %.*s review of v%lld",
		               SLICE_ARG(l->job->ref), SLICE_ARG(r->stage), (long long)v->number);
	if (d->contact != 0) {
		int may = decides_now(l, r, d->contact, &of, e);
		if (may <= 0)
			return may < 0 ? -1
			               : err_set(e, ERR_REFUSED, "%.*s: their time as a delegate is over; "
			                                         "docket decider %.*s ADDRESS --for ADDRESS --until DATE",
			                         SLICE_ARG(l->job->ref), SLICE_ARG(l->job->ref));
	}
	if (write_down(l, r, v, d, words, e) < 0 || last_words(l, r, &said, e) < 0)
		return -1;
	enum review_state to = review_judge(r->rule, &said);
	if (to == REVIEW_OPEN)
		return wait_on(l, r, v, e);
	r->state = to;
	r->closed = l->now;
	if (review_save(l->in->env.store, r, e) < 0 || reminder_cancel(l->in->env.store, l->job->id, 0, e) < 0)
		return -1;
	return to == REVIEW_PASSED ? route_advance(l, e) : send_back(l, r, d, words, e);
}

int
contradict(struct life *l, const struct decision *d, struct slice words, struct err *e)
{
	struct store *s = l->in->env.store;
	struct review r;
	struct version newest;
	char data[80];
	snprintf(data, sizeof(data), "{\"decision\":%lld,\"event\":%lld}", (long long)d->id,
	         (long long)d->event);
	if (life_event(l, "contradicted", slice_of(data), words, e) < 0 ||
	    decision_withdraw(s, d->id, l->now, e) < 0)
		return -1;
	int got = review_get(s, l->pool, d->review, &r, e);
	if (got == 1)
		got = version_of_job(s, l->pool, l->job->id, 0, &newest, e);
	if (got < 0)
		return -1;
	bool reopened = got == 1 && newest.id == d->version && r.state != REVIEW_SUPERSEDED;
	if (reopened && l->job->state != JOB_CLIENT_REVIEW) {
		struct err refused = ERR_INIT;
		if (life_move(l, EV_CONTRADICT, SLICE_NONE, &refused) < 0) {
			if (refused.kind != ERR_REFUSED)
				return err_set(e, refused.kind, "%s", refused.text);
			reopened = false;
		}
	}
	if (reopened) {
		r.state = REVIEW_OPEN;
		r.closed = 0;
		r.due = review_due(l); /* their word is asked for anew */
		l->job->recheck = RECHECK_NO;
		if (review_save(s, &r, e) < 0 || window_renew(l, e) < 0)
			return -1;
	}
	return tell_lead(l, "note.denied", words,
	                 reopened ? SAY("note.denied.reopened") : SAY("note.denied.talk"), e);
}

int
decision_reverse(struct life *l, struct review *r, const struct version *v, struct decision *d,
                 struct slice words, struct err *e)
{
	if (d->kind == DECIDE_APPROVE || r->side != SIDE_CLIENT || r->state != REVIEW_PASSED)
		return err_set(e, ERR_STOP, "a defect of docket: only an approval can be taken back");
	if (write_down(l, r, v, d, words, e) < 0)
		return -1;
	r->state = d->kind == DECIDE_REJECT ? REVIEW_REJECTED : REVIEW_CHANGES;
	r->closed = l->now;
	if (review_save(l->in->env.store, r, e) < 0 || life_move(l, EV_CHANGES, SLICE_NONE, e) < 0)
		return -1;
	l->job->recheck = RECHECK_NO;
	if (round_close(l, r->round + 1, RECEIPT_NONE, e) < 0) /* what they said with it came too late for r's */
		return -1;
	if (tell_lead(l, "note.taken-back", words, SAY_NONE, e) < 0)
		return -1;
	return hand_over(l, l->job->maker,
	                 SAY_OF("note.work-in", {l->job->ref}), e);
}

int
decision_confirm(struct life *l, const struct confirmation *of, struct decision *d,
                 struct slice words, struct err *e)
{
	const struct decision *attested = of->attested;
	if (d->kind != attested->kind || d->contact != attested->contact ||
	    of->version->id != attested->version)
		return err_set(e, ERR_STOP, "a defect of docket: confirms another decision");
	d->settles = attested->event;
	d->delegate = attested->delegate;
	if (write_down(l, of->review, of->version, d, words, e) < 0)
		return -1;
	return decision_withdraw(l->in->env.store, attested->id, l->now, e);
}
