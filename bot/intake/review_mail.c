/* What the client's deciders get: the review, questions about what they meant, confirmations. */
#include "closeout.h"
#include "revise.h"

#include "docket/base/zone.h"

enum { SHORT_HASH = 12 };

/* Copies that came behind the event `shown` are none here. */
static void
put_files(struct life *l, struct value *v, const struct version *version, int64_t shown)
{
	const struct zone *z = job_zone(l->in, l->pool, l->job);
	bool unfixed = version->files.len == 0;
	value_int(v, "version", version->number);
	for (size_t i = 0; i < version->files.len; i++) {
		const struct version_file *f = &version->files.at[i];
		struct value *row = value_item(v, "files");
		value_text(row, "name", f->link ? f->url : f->name);
		bool fixed = file_shown(f, shown);
		unfixed |= !fixed;
		value_flag(row, "loose", !fixed);
		value_text(row, "hash", fixed ? slice_sub(f->sha, 0, SHORT_HASH) : SLICE_NONE);
		if (fixed && f->link)
			value_date(row, "copied", zone_civil(z, f->fetched),
			           pool_cstr(l->pool, slice_of(zone_abbrev(z, f->fetched))));
	}
	value_flag(v, "unfixed", unfixed);
}

/* The newest mail of ours to this person on the job: what a new one is filed under. */
int
thread_on(struct life *l, struct answer *a, struct err *e)
{
	struct outbox_row last;
	int64_t id = 0, when = 0;
	if (outbox_last_answer(l->in->env.store, l->job->id, a->to_address, &id, &when, e) < 0)
		return -1;
	if (id != 0 && outbox_get(l->in->env.store, l->pool, id, &last, e) == 1)
		a->cause_id = last.message_id;
	return 0;
}

/* The files of a version, where a mail can carry them. */
static int
attach_files(struct life *l, const struct version *v, struct answer *a, struct err *e)
{
	struct answer_file *files;
	struct version own = *v;
	/* The files themselves go first: what a copy holds can be had at its link. */
	if (version_size(v) + version_copies_size(v) > FILES_MAIL_MAX)
		version_drop_copies(l->pool, &own);
	if (version_size(&own) + version_copies_size(&own) == 0 || version_size(&own) > FILES_MAIL_MAX)
		return 0;
	if (version_bytes(l->in, l->pool, &own, &files, &a->file_count, e) < 0)
		return -1;
	a->files = files;
	value_flag(a->values, "attached", a->file_count > 0);
	return 0;
}

int
mail_review(struct life *l, struct review *r, const struct version *v, struct err *e)
{
	for (size_t i = 0; i < r->deciders.len; i++) {
		struct review_decider *d = &r->deciders.at[i];
		struct contact to;
		char purpose[64];
		decision_list said = {0};
		if (d->outbox != 0)
			continue;
		size_t turn = i;
		if (delegate_slot(l, r, i, &turn, e) < 0)
			return -1;
		if (r->rule == RULE_ORDER && turn > 0) {
			/* In order: only after the one before has agreed. */
			bool agreed = false;
			if (decisions_of_job(l->in->env.store, l->pool, l->job->id, r->id, &said, e) < 0)
				return -1;
			for (size_t k = 0; k < said.len; k++)
				agreed |= (said.at[k].contact == r->deciders.at[turn - 1].contact ||
				           said.at[k].stands_for == r->deciders.at[turn - 1].contact) &&
				          said.at[k].withdrawn == 0 && said.at[k].kind == DECIDE_APPROVE &&
				          said.at[k].strength <= STRENGTH_ATTESTED;
			if (!agreed)
				continue; /* those behind wait, too; their delegates stand last */
		}
		int got = contact_by_id(l->in->env.store, l->pool, d->contact, &to, e);
		if (got <= 0)
			return got < 0 ? -1 : err_set(e, ERR_MESSAGE, "a decider is no contact any more");
		snprintf(purpose, sizeof(purpose), "review:%lld", (long long)r->id);
		struct answer a = {.kind = "review", .mode_kind = "review", .job = l->job, .to = &to,
		                   .to_name = to.name, .to_address = to.address, .cause = l->message,
		                   .answers_ours = true, .not_a_reply = true, .purpose = purpose,
		                   .token_out = &d->token,
		                   .values = value_new(l->pool)};
		put_files(l, a.values, v, INT64_MAX);
		if (attach_files(l, v, &a, e) < 0)
			return -1;
		value_flag(a.values, "again", l->job->recheck == RECHECK_CONFIRM);
		value_int(a.values, "round", r->round);
		if (delegate_put(l, a.values, d->delegate, e) < 0)
			return -1;
		review_due_put(l, a.values, r);
		window_put(l, a.values, r);
		if (revision_answered(l, a.values, v, e) < 0 || thread_on(l, &a, e) < 0 ||
		    answer_client(l->in, l->pool, &a, &d->outbox, e) < 0)
			return -1;
		if (d->outbox == 0 &&
		    tell_lead(l, "note.review-unsent", to.address, SAY_NONE, e) < 0)
			return -1;
		if (version_size(v) > FILES_MAIL_MAX &&
		    tell_lead(l, "note.review-large", to.address, SAY_NONE, e) < 0)
			return -1;
	}
	return review_save(l->in->env.store, r, e);
}

/* The row says which mail asks; so does the chain. docket asks, whoever's word it was about. */
static int
note_asked(struct life *l, int64_t decision, int64_t outbox, struct err *e)
{
	char data[80];
	struct ledger_entry entry = {.job = l->job->id, .at = l->now, .kind = "decision-asked",
	                             .actor = SLICE_LIT("docket"), .message = l->message};
	snprintf(data, sizeof(data), "{\"decision\":%lld,\"outbox\":%lld}", (long long)decision,
	         (long long)outbox);
	entry.data = slice_of(data);
	return ledger_add(l->in->env.store, &entry, e) < 0
	               ? -1
	               : decision_set_asked(l->in->env.store, decision, outbox, e);
}

int
mail_ask(struct life *l, const struct ask_mail *q, int64_t *outbox_out, struct err *e)
{
	static const char *const flags[ASK_COUNT] = {
	        [ASK_CONFIRM] = "confirm",   [ASK_OPINION] = "opinion", [ASK_WHICH] = "which",
	        [ASK_ATTESTED] = "attested", [ASK_OPPOSITE] = "opposite"};
	struct contact to;
	char purpose[96], key[64];
	*outbox_out = 0;
	int got = contact_by_id(l->in->env.store, l->pool, q->contact, &to, e);
	if (got <= 0)
		return got;
	snprintf(purpose, sizeof(purpose), "ask:%lld:%lld", (long long)q->review->id,
	         (long long)q->decision);
	struct answer a = {.kind = "ask", .mode_kind = "review", .job = l->job, .to = &to,
	                   .to_name = to.name, .to_address = to.address, .cause = l->message,
	                   .answers_ours = true, .purpose = purpose,
	                   .about = pool_slicef(l->pool, "review %lld", (long long)q->review->id),
	                   /* P6: the decider is told of what was recorded for them, whatever the mode */
	                   .by_member = q->why == ASK_ATTESTED, .values = value_new(l->pool)};
	put_files(l, a.values, q->version, INT64_MAX);
	value_flag(a.values, flags[q->why], true);
	value_text(a.values, "by", q->by);
	value_text(a.values, "words", q->words);
	snprintf(key, sizeof(key), "decision.%s", decision_kind_name(q->kind));
	value_cstr(a.values, "decision",
	           templates_word(l->in->env.templates, job_lang(l->in, l->job), key));
	if (thread_on(l, &a, e) < 0)
		return -1;
	if (answer_client(l->in, l->pool, &a, outbox_out, e) < 0)
		return -1;
	return *outbox_out == 0 || q->decision == 0 ? 0 : note_asked(l, q->decision, *outbox_out, e);
}

int
mail_decided(struct life *l, const struct version *v, const struct decision *d, struct slice words,
             struct err *e)
{
	struct contact to;
	struct inbox_row mail;
	char key[64], purpose[64];
	int64_t id = 0;
	ledger_list chain = {0};
	const char *lang = job_lang(l->in, l->job);
	int got = contact_by_id(l->in->env.store, l->pool, d->contact, &to, e);
	if (got <= 0)
		return got;
	if (ledger_of_job(l->in->env.store, l->pool, l->job->id, &chain, e) < 0)
		return -1;
	const struct ledger_row *head = &chain.at[chain.len - 1]; /* not empty: the decision is in it */
	/* An answer to it is a word on that review: they may take it back. */
	snprintf(purpose, sizeof(purpose), "review:%lld", (long long)d->review);
	struct answer a = {.kind = "decided", .mode_kind = "confirm", .job = l->job, .to = &to,
	                   .to_name = to.name, .to_address = to.address, .cause = l->message,
	                   .answers_ours = true, .values = value_new(l->pool), .purpose = purpose};
	if (l->message != 0 && inbox_get(l->in->env.store, l->pool, l->message, &mail, e) == 1)
		a.cause_id = mail.message_id;
	struct review of;
	got = review_get(l->in->env.store, l->pool, d->review, &of, e);
	if (got < 0)
		return -1;
	put_files(l, a.values, v, decision_shown(got == 1 ? &of : NULL, d));
	snprintf(key, sizeof(key), "decision.%s", decision_kind_name(d->kind));
	value_cstr(a.values, "decision", templates_word(l->in->env.templates, lang, key));
	value_text(a.values, "who", to.name.len > 0 ? to.name : to.address);
	value_text(a.values, "words", words);
	if (delegate_put(l, a.values, d->delegate, e) < 0)
		return -1;
	const struct zone *z = job_zone(l->in, l->pool, l->job);
	value_date(a.values, "when", zone_civil(z, l->now),
	           pool_cstr(l->pool, slice_of(zone_abbrev(z, l->now))));
	/* One of several deciders: the others still have to agree. */
	value_flag(a.values, "approved",
	           d->kind == DECIDE_APPROVE && l->job->state == JOB_APPROVED);
	value_flag(a.values, "with_changes", d->kind == DECIDE_APPROVE_WITH_CHANGES);
	value_flag(a.values, "unseen", l->job->recheck == RECHECK_NONE);
	value_flag(a.values, "changes", d->kind == DECIDE_CHANGES);
	value_flag(a.values, "reject", d->kind == DECIDE_REJECT);
	value_text(a.values, "receipt",
	           pool_slicef(l->pool, "%.*s/%lld\n%s", SLICE_ARG(l->job->ref), (long long)head->seq,
	                       head->hash));
	if (d->kind != DECIDE_APPROVE && got == 1 && revisions_put(l, a.values, of.round, e) < 0)
		return -1;
	return answer_client(l->in, l->pool, &a, &id, e);
}

int
mail_delivered(struct life *l, struct delivery *d, struct err *e)
{
	struct intake *in = l->in;
	struct version v = {0};
	int64_t whom = l->job->requester;
	contact_ids deciders = {0};
	if (client_deciders(in, l->pool, l->job, &deciders, e) < 0)
		return -1;
	if (whom == 0 && deciders.len > 0) /* opened by hand */
		whom = deciders.at[0];
	int got = whom != 0 ? contact_by_id(in->env.store, l->pool, whom, &d->to, e) : 0;
	if (got == 1)
		got = version_of_job(in->env.store, l->pool, l->job->id, 0, &v, e);
	if (got <= 0)
		return got;
	struct answer a = {.kind = "delivered", .mode_kind = "review", .job = l->job, .to = &d->to,
	                   .to_name = d->to.name, .to_address = d->to.address, .cause = l->message,
	                   .by_member = true, .answers_ours = true, .purpose = "delivered",
	                   .values = value_new(l->pool)};
	if (version_size(&v) > FILES_MAIL_MAX && d->where.len == 0)
		return err_set(e, ERR_REFUSED, "the files have %lld MB, too much for a mail: put them where "
		                               "the client can fetch them, then deliver %.*s https://…",
		               (long long)(version_size(&v) >> 20), SLICE_ARG(l->job->ref));
	if (attach_files(l, &v, &a, e) < 0)
		return -1;
	d->files = a.file_count;
	put_files(l, a.values, &v, INT64_MAX);
	value_text(a.values, "where", d->where);
	value_text(a.values, "note", d->note);
	return thread_on(l, &a, e) < 0 ? -1 : answer_client(in, l->pool, &a, &d->outbox, e);
}
