/*
 * A round of feedback ends: what is on the list is accepted, the list goes to the team and, as a
 * receipt, to the client. A list is never called complete while an attachment was not read.
 */
#include "revise.h"

int
revisions_unread(struct life *l, int64_t round, slice_list *out, struct err *e)
{
	ledger_list events = {0};
	slice_list names = {0};
	if (ledger_of_job(l->in->env.store, l->pool, l->job->id, &events, e) < 0)
		return -1;
	const struct ledger_row *row;
	VEC_EACH(row, &events) {
		if (!slice_is(row->kind, "feedback") ||
		    (round != 0 && ledger_number(row, "round") != round) ||
		    ledger_number(row, "unread") == 0)
			continue;
		struct slice rest = row->erased ? SLICE_LIT("(name erased)") : row->text, line;
		while (slice_line(&rest, &line))
			if (line.len > 0)
				VEC_ADD(&names, l->pool,
				        row->message == 0 ? pool_copy(l->pool, line)
				                          : pool_slicef(l->pool, "%.*s (m%lld)", SLICE_ARG(line),
				                                        (long long)row->message));
	}
	*out = names;
	return 0;
}

static const char *
state_words(struct life *l, const struct revision *r)
{
	char key[64];
	snprintf(key, sizeof(key), "revision.%s", revision_state_name(r->state));
	return templates_word(l->in->env.templates, job_lang(l->in, l->job), key);
}

/* What became of two opposite wishes, by the number of the other one. */
static void
put_other(struct life *l, struct value *row, const revision_list *all, const struct revision *r)
{
	const char *name = r->state == REVISION_CONFLICT   ? "against"
	                   : r->state == REVISION_DECLINED ? "instead"
	                                                   : "reverses";
	const struct revision *other;
	VEC_EACH(other, all)
		if (other->id == r->conflict_with)
			value_text(row, name, pool_slicef(l->pool, "R%lld", (long long)other->number));
}

static void
put_row(struct life *l, struct value *row, const revision_list *all, const struct revision *r)
{
	put_other(l, row, all, r);
	value_text(row, "ref", pool_slicef(l->pool, "R%lld", (long long)r->number));
	value_text(row, "text", revision_line(l->pool, r));
	value_cstr(row, "state", state_words(l, r));
	value_text(row, "why", r->why);
	if (r->sources.len > 1)
		value_int(row, "voices", (int64_t)r->sources.len);
}

int
revisions_put(struct life *l, struct value *v, int64_t round, struct err *e)
{
	revision_list all = {0};
	slice_list unread = {0};
	if (revisions_of_job(l->in->env.store, l->pool, l->job->id, 0, &all, e) < 0 ||
	    revisions_unread(l, round, &unread, e) < 0)
		return -1;
	const struct revision *r;
	VEC_EACH(r, &all)
		if (r->round >= round || revision_is_open(r->state))
			put_row(l, value_item(v, "items"), &all, r);
	const struct slice *name;
	VEC_EACH(name, &unread)
		value_text(value_item(v, "unread"), "text", *name);
	return 0;
}

struct slice
source_by(struct life *l, const struct revision_source *s)
{
	struct contact contact;
	struct member member;
	struct err e = ERR_INIT;
	int64_t id = 0;
	ptrdiff_t colon = slice_index(s->person, ':');
	bool contacts = slice_starts(s->person, "contact:"); /* else the sender is who is quoted */
	if (colon < 0 || (s->sender.len > 0 && !contacts))
		return s->sender.len > 0 ? s->sender : s->person;
	if (!slice_int(slice_sub(s->person, (size_t)colon + 1, s->person.len), &id))
		return s->person;
	if (contacts &&
	    contact_by_id(l->in->env.store, l->pool, id, &contact, &e) == 1)
		return contact.address;
	if (slice_starts(s->person, "member:") &&
	    member_by_id(l->in->env.store, l->pool, id, &member, &e) == 1)
		return member.handle;
	return s->person;
}

/* The list as a mail to one member: quotes and authors, which the client's receipt leaves out. */
static int
mail_list(struct life *l, int64_t member, int64_t round, struct err *e)
{
	struct note n = {.kind = "revision-list", .job = l->job->id, .client = l->job->client,
	                 .cause = l->message, .ref = l->job->ref, .to_member = member,
	                 .values = value_new(l->pool)};
	revision_list all = {0};
	n.headline = SAY_OF("note.list", {pool_slicef(l->pool, "%lld", (long long)round)});
	value_int(n.values, "round", round);
	value_text(n.values, "title", l->job->title);
	n.next = SAY_OF("note.list.next", {l->job->ref});
	if (revisions_put(l, n.values, round, e) < 0 ||
	    revisions_of_job(l->in->env.store, l->pool, l->job->id, round, &all, e) < 0)
		return -1;
	const struct revision *r;
	VEC_EACH(r, &all) {
		const struct revision_source *s;
		VEC_EACH(s, &r->sources) {
			struct value *row = value_item(n.values, "quotes");
			value_text(row, "ref", pool_slicef(l->pool, "R%lld", (long long)r->number));
			value_text(row, "by", source_by(l, s));
			value_text(row, "quote", s->quote);
		}
	}
	return notify_team(l->in, l->pool, &n, e);
}

static int
mail_receipt(struct life *l, int64_t round, enum receipt receipt, struct err *e)
{
	struct contact to;
	struct outbox_row last;
	int64_t whom = 0, id = 0, when = 0, sent = 0;
	if (round_contact(l, &whom, e) < 0)
		return -1;
	int got = whom != 0 ? contact_by_id(l->in->env.store, l->pool, whom, &to, e) : 0;
	if (got <= 0 || to.client != l->job->client)
		return got < 0 ? -1 : 0;
	struct answer a = {.kind = "revision-receipt", .mode_kind = "review", .job = l->job, .to = &to,
	                   .to_name = to.name, .to_address = to.address, .cause = l->message,
	                   .by_member = receipt == RECEIPT_BY_MEMBER, .not_a_reply = true,
	                   .purpose = "receipt", .values = value_new(l->pool)};
	value_int(a.values, "round", round);
	value_flag(a.values, "window", receipt == RECEIPT_BY_CLOCK);
	if (outbox_last_answer(l->in->env.store, l->job->id, to.address, &id, &when, e) < 0)
		return -1;
	if (id != 0 && outbox_get(l->in->env.store, l->pool, id, &last, e) == 1)
		a.cause_id = last.message_id;
	if (revisions_put(l, a.values, round, e) < 0)
		return -1;
	return answer_client(l->in, l->pool, &a, &sent, e);
}

int
round_close(struct life *l, int64_t round, enum receipt receipt, struct err *e)
{
	revision_list all = {0};
	slice_list unread = {0};
	struct member lead = {0};
	char data[80];
	if (revisions_of_job(l->in->env.store, l->pool, l->job->id, round, &all, e) < 0 ||
	    revisions_unread(l, round, &unread, e) < 0)
		return -1;
	size_t accepted = 0;
	for (size_t i = 0; i < all.len; i++) {
		if (all.at[i].state != REVISION_OPEN)
			continue;
		if (revision_do(l, &all.at[i], REVISION_CLOSE, SLICE_NONE, e) < 0)
			return -1;
		accepted++;
	}
	snprintf(data, sizeof(data), "{\"round\":%lld,\"accepted\":%zu,\"unread\":%zu%s}",
	         (long long)round, accepted, unread.len,
	         receipt == RECEIPT_BY_CLOCK ? ",\"by\":\"window\"" : "");
	if (life_event(l, "round-closed", slice_of(data), SLICE_NONE, e) < 0)
		return -1;
	if (all.len == 0 && unread.len == 0)
		return 0;
	if (lead_of(l->in, l->pool, l->job->client, &lead, e) < 0 ||
	    mail_list(l, lead.id, round, e) < 0)
		return -1;
	if (l->job->maker != 0 && l->job->maker != lead.id && mail_list(l, l->job->maker, round, e) < 0)
		return -1;
	return receipt != RECEIPT_NONE ? mail_receipt(l, round, receipt, e) : 0;
}

int
round_end(struct life *l, struct review *r, enum receipt receipt, struct err *e)
{
	l->job->recheck = RECHECK_NO;
	r->state = REVIEW_CHANGES;
	r->closed = l->now;
	if (review_save(l->in->env.store, r, e) < 0 || route_supersede(l, e) < 0 ||
	    reminder_cancel(l->in->env.store, l->job->id, 0, e) < 0 ||
	    life_move(l, EV_CHANGES, SLICE_NONE, e) < 0 || round_close(l, r->round, receipt, e) < 0 ||
	    hand_over(l, l->job->maker, SAY_OF("note.work-in", {l->job->ref}), e) < 0)
		return -1;
	return job_save(l->in->env.store, l->job, l->now, e);
}

struct saying
revisions_open(struct life *l)
{
	revision_list all = {0};
	struct err e = ERR_INIT;
	struct slice text = SLICE_NONE;
	/* A line of a note: a list that cannot be read is told by whoever needs it. */
	if (revisions_of_job(l->in->env.store, l->pool, l->job->id, 0, &all, &e) < 0)
		return SAY("note.open.unread");
	const struct revision *r;
	VEC_EACH(r, &all) {
		bool plain = r->state == REVISION_OPEN || r->state == REVISION_ACCEPTED;
		if (revision_is_open(r->state))
			text = pool_slicef(l->pool, "%.*s%sR%lld%s%s%s", SLICE_ARG(text),
			                   text.len > 0 ? ", " : "", (long long)r->number, plain ? "" : " (",
			                   plain ? "" : revision_state_name(r->state), plain ? "" : ")");
	}
	return text.len > 0 ? SAY_OF("note.open", {text}) : SAY("note.open.none");
}

int
revision_answered(struct life *l, struct value *v, const struct version *version, struct err *e)
{
	revision_list all = {0}, list = {0};
	if (revisions_of_job(l->in->env.store, l->pool, l->job->id, 0, &list, e) < 0 ||
	    revisions_shown_in(l->in->env.store, l->job->id, version->id, e) < 0 ||
	    revisions_answered(l->in->env.store, l->pool, version->id, &all, e) < 0)
		return -1;
	const struct revision *r;
	VEC_EACH(r, &all) {
		struct value *row = value_item(v, "done");
		value_text(row, "ref", pool_slicef(l->pool, "R%lld", (long long)r->number));
		value_text(row, "text", revision_line(l->pool, r));
		value_flag(row, "declined", r->state == REVISION_DECLINED);
		value_flag(row, "moved", revision_is_open(r->state));
		put_other(l, row, &list, r);
		value_text(row, "why", r->why);
	}
	return 0;
}
