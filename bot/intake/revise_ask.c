/*
 * Questions about the list: opposite wishes go to the decision-maker as A or B, a wish that names no
 * change comes back to its author as a choice, a question of theirs gets its answer. And the answers
 * to these mails, which count from the person that was asked only. What waits for the account lead is
 * told here too.
 */
#include "glossary.h"
#include "revise.h"
#include "scope.h"

static bool
in_list(const revision_list *list, int64_t id)
{
	for (size_t i = 0; i < list->len; i++)
		if (list->at[i].id == id)
			return true;
	return false;
}

void
conflict_group(struct pool *pool, const revision_list *all, const struct revision *of,
               revision_list *out)
{
	revision_list found = {0}, sorted = {0};
	bool grew = true;
	VEC_ADD(&found, pool, *of);
	while (grew) {
		grew = false;
		for (size_t i = 0; i < all->len; i++) {
			const struct revision *r = &all->at[i];
			if (r->state != REVISION_CONFLICT || in_list(&found, r->id))
				continue;
			bool joins = in_list(&found, r->conflict_with);
			for (size_t k = 0; k < found.len; k++)
				joins |= found.at[k].conflict_with == r->id;
			if (!joins)
				continue;
			VEC_ADD(&found, pool, *r);
			grew = true;
		}
	}
	for (size_t i = 0; i < all->len; i++)
		if (in_list(&found, all->at[i].id))
			VEC_ADD(&sorted, pool, all->at[i]);
	*out = sorted;
}

int
round_contact(struct life *l, int64_t *out, struct err *e)
{
	contact_ids deciders = {0};
	if (client_deciders(l->in, l->pool, l->job, &deciders, e) < 0)
		return -1;
	*out = deciders.len > 0 ? deciders.at[0] : l->job->requester;
	return 0;
}

static struct slice
author_of(struct life *l, const struct revision *r)
{
	struct contact who;
	struct err e = ERR_INIT;
	int64_t id = 0;
	if (r->sources.len == 0)
		return SLICE_NONE;
	struct slice person = r->sources.at[0].person;
	if (slice_starts(person, "contact:") && slice_int(slice_sub(person, 8, person.len), &id) &&
	    contact_by_id(l->in->env.store, l->pool, id, &who, &e) == 1)
		return who.name.len > 0 ? who.name : who.address;
	return SLICE_NONE; /* a member's name is nothing for the client */
}

/* What a mail of kind revision-ask is about. */
struct list_ask {
	const char *purpose;
	struct slice about; /* as answer.about */
	bool by_member;
};

static int
send_ask(struct life *l, int64_t contact, const struct list_ask *ask, struct value *values, struct err *e)
{
	struct contact to;
	struct outbox_row last;
	int64_t id = 0, last_id = 0, when = 0;
	int got = contact != 0 ? contact_by_id(l->in->env.store, l->pool, contact, &to, e) : 0;
	if (got < 0)
		return -1;
	if (got == 0 || to.client != l->job->client)
		return tell_lead(l, "note.ask-nobody", SLICE_NONE,
		                 SAY_OF("note.ask-nobody.next", {l->job->ref}), e);
	struct answer a = {.kind = "revision-ask", .mode_kind = "review", .job = l->job, .to = &to,
	                   .to_name = to.name, .to_address = to.address, .cause = l->message,
	                   .answers_ours = true, .by_member = ask->by_member, .purpose = ask->purpose,
	                   .about = ask->about, .renews = true, .values = values};
	if (outbox_last_answer(l->in->env.store, l->job->id, to.address, &last_id, &when, e) < 0)
		return -1;
	if (last_id != 0 && outbox_get(l->in->env.store, l->pool, last_id, &last, e) == 1)
		a.cause_id = last.message_id;
	if (answer_client(l->in, l->pool, &a, &id, e) < 0)
		return -1;
	if (id != 0 && !a.waits)
		return 0;
	return tell_lead(l, a.waits ? "note.ask-waits" : "note.ask-unsent", to.address,
	                 SAY_OF(a.waits ? "note.ask-waits.next" : "note.ask-unsent.next", {l->job->ref}), e);
}

static const char *
purpose_of(struct life *l, const char *what, int64_t number)
{
	return pool_cstr(l->pool, pool_slicef(l->pool, "%s:%lld", what, (long long)number));
}

static void
put_item(struct life *l, struct value *row, const struct revision *r)
{
	value_text(row, "ref", pool_slicef(l->pool, "R%lld", (long long)r->number));
	value_text(row, "text", revision_line(l->pool, r));
	value_text(row, "by", author_of(l, r));
	if (r->sources.len > 0)
		value_text(row, "quote", r->sources.at[0].quote);
}

int
mail_conflict(struct life *l, const struct round_ask *given, struct err *e)
{
	struct value *v = value_new(l->pool);
	struct round_ask now = *given, *a = &now;
	revision_list all = {0}, group = {0}, told = {0};
	struct slice about = SLICE_LIT("conflict");
	int64_t whom = 0;
	size_t groups = 0;
	if (round_contact(l, &whom, e) < 0 ||
	    revisions_of_job(l->in->env.store, l->pool, l->job->id, 0, &all, e) < 0 ||
	    waiting_join(l, &all, a, e) < 0)
		return -1;
	if (a->conflicts.len == 0 && !a->who_decides)
		return 0;
	for (size_t i = 0; i < a->conflicts.len; i++) {
		if (in_list(&told, a->conflicts.at[i].id))
			continue;
		conflict_group(l->pool, &all, &a->conflicts.at[i], &group);
		groups++;
		about = pool_slicef(l->pool, "%.*s %lld", SLICE_ARG(about), (long long)group.at[0].number);
		for (size_t k = 0; k < group.len; k++) {
			struct value *row = value_item(v, "options");
			put_item(l, row, &group.at[k]);
			value_text(row, "letter", pool_slicef(l->pool, "%c", (char)('A' + (k < 26 ? k : 25))));
			VEC_ADD(&told, l->pool, group.at[k]);
		}
	}
	value_flag(v, "conflict", groups > 0);
	value_flag(v, "several", groups > 1);
	value_flag(v, "who_decides", a->who_decides);
	value_text(v, "joined", a->joined);
	if (a->who_decides)
		about = pool_slicef(l->pool, "%.*s who", SLICE_ARG(about));
	struct list_ask mail = {purpose_of(l, "conflict", groups == 1 ? group.at[0].number : 0), about, false};
	return send_ask(l, whom, &mail, v, e) < 0 ? -1 : 1;
}

int
mail_choice(struct life *l, const revision_list *of, int64_t contact, const struct reading *now,
            struct err *e)
{
	struct value *v = value_new(l->pool);
	slice_list phrases = {0};
	struct slice ask, known;
	/* the answer to one wish is found by its number; several are told apart by a person */
	int64_t number = of->len == 1 ? of->at[0].number : 0;
	if (number != 0)
		glossary_phrases(l->in, l->pool, now, &of->at[0], &phrases);
	if (glossary_ask(l->in, l->pool, l->job->client, &phrases, job_lang(l->in, l->job), &ask, &known,
	                 e) < 0)
		return -1;
	value_flag(v, "choice", true);
	value_text(v, "ask", ask);
	for (size_t i = 0; i < of->len; i++)
		put_item(l, value_item(v, "options"), &of->at[i]);
	struct slice about = SLICE_LIT("choice");
	for (size_t i = 0; i < of->len; i++)
		about = pool_slicef(l->pool, "%.*s %lld", SLICE_ARG(about), (long long)of->at[i].number);
	struct list_ask mail = {purpose_of(l, "choice", number), about, false};
	return send_ask(l, contact, &mail, v, e);
}

int
mail_answer(struct life *l, const struct revision *r, struct err *e)
{
	struct value *v = value_new(l->pool);
	int64_t contact = 0;
	value_flag(v, "answered", true);
	value_text(v, "answer", r->why);
	put_item(l, value_item(v, "options"), r);
	for (size_t i = 0; i < r->sources.len && contact == 0; i++) {
		struct slice person = r->sources.at[i].person;
		if (slice_starts(person, "contact:"))
			slice_int(slice_sub(person, 8, person.len), &contact);
	}
	struct list_ask mail = {purpose_of(l, "answer", r->number), SLICE_NONE, true};
	return contact == 0 ? 0 : send_ask(l, contact, &mail, v, e);
}

int
conflict_resolve(struct life *l, struct revision *winner, struct err *e)
{
	revision_list all = {0}, group = {0};
	struct revision_at at = {winner->number, winner->kind, winner->state};
	enum revision_state to;
	if (revision_move(&at, REVISION_PREFER, &to, e) < 0 ||
	    revisions_of_job(l->in->env.store, l->pool, l->job->id, 0, &all, e) < 0)
		return -1;
	conflict_group(l->pool, &all, winner, &group);
	for (size_t i = 0; i < group.len; i++) {
		struct revision *r = &group.at[i];
		bool won = r->id == winner->id;
		if (!won)
			r->conflict_with = winner->id; /* which was chosen instead */
		if (revision_do(l, r, won ? REVISION_PREFER : REVISION_YIELD, SLICE_NONE, e) < 0)
			return -1;
		if (won)
			*winner = *r;
	}
	return 0;
}

/*
 * The item of the group that the first line of an answer names, or NULL. A word that is no courtesy
 * makes it a choice for a person.
 */
static struct revision *
chosen(const struct phrases *p, revision_list *group, struct slice text, bool letters)
{
	struct slice rest = slice_trim(text), line = SLICE_NONE;
	struct revision *choice = NULL;
	slice_line(&rest, &line);
	while ((line = slice_ltrim(line)).len > 0) {
		size_t n = 0;
		while (n < line.len && strchr(" \t\r.,;:!()", line.data[n]) == NULL)
			n++;
		struct slice word = slice_sub(line, 0, n);
		line = slice_sub(line, n < line.len ? n + 1 : n, line.len);
		if (word.len == 0 || phrases_find(p, PHRASE_CHOICE, word) != NULL)
			continue;
		struct revision *named = NULL;
		int64_t number = revision_number(word, false);
		for (size_t i = 0; i < group->len; i++)
			if (number == group->at[i].number ||
			    (letters && word.len == 1 && (word.data[0] | 0x20) == 'a' + (int)i))
				named = &group->at[i];
		if (named == NULL || (choice != NULL && choice != named))
			return NULL; /* another word, or both of them */
		choice = named;
	}
	return choice;
}

static int
chose_done(struct ctx *c, struct saying what, const char *why, struct err *e)
{
	struct note n = {.kind = "team-note", .job = c->job.id, .client = c->job.client,
	                 .cause = c->row.id, .ref = c->job.ref, .quote = c->r->text, .from = c->address,
	                 .headline = what};
	if (c->job.maker != 0)
		n.to_member = c->job.maker;
	if (event_add(c->in, c->job.id, "filed", actor_of(c), c->row.id, c->now, SLICE_NONE, e) < 0 ||
	    notify_team(c->in, c->pool, &n, e) < 0)
		return -1;
	trail_add(c, "feedback", "answered", "%s", why);
	return settle(c, INBOX_APPLIED, "%s", why);
}

static bool
asked_by(struct ctx *c, const char *what, int64_t number)
{
	char purpose[64];
	snprintf(purpose, sizeof(purpose), "%s:%lld", what, (long long)number);
	return slice_eq(token_make(c->in, c->pool, c->job.id, c->contact.address, purpose),
	                c->token_row.token);
}

/* Words that could say what a wish meant; thanks, questions and verdicts are something else. */
static bool
may_explain(const struct ctx *c)
{
	enum intent i = c->r->intent;
	return (c->r->verdict == VERDICT_NONE || c->r->verdict == VERDICT_CHANGES) &&
	       i != INTENT_SOCIAL && i != INTENT_STATUS && i != INTENT_QUESTION && i != INTENT_CANCEL &&
	       c->r->items.len <= 1 && !slice_blank(c->r->text);
}

/* What the answer to a choice means, kept for the next time. 1 answered, 2 asked once more,
 * 0 it explains nothing, -1. */
static int
explain(struct ctx *c, struct life *l, struct revision *r, struct err *e)
{
	struct inbox_row m;
	struct reading *then = NULL;
	struct err bad = ERR_INIT;
	slice_list phrases = {0};
	struct slice ask, known;
	int64_t source = r->sources.len > 0 ? r->sources.at[0].message : 0;
	int got = source != 0 ? inbox_get(c->store, c->pool, source, &m, e) : 0;
	if (got < 0)
		return -1;
	if (got == 1 && reading_parse(c->pool, m.reading, &then, &bad) < 0)
		then = NULL; /* the words of the item will do */
	glossary_phrases(c->in, c->pool, then, r, &phrases);
	if (glossary_ask(c->in, c->pool, c->job.client, &phrases, job_lang(c->in, &c->job), &ask, &known,
	                 e) < 0)
		return -1;
	/* "Approved." beside the question is about the version, whatever else it could mean. */
	struct slice meaning = glossary_hear(c->in, c->pool, c->r->text,
	                                     c->r->verdict == VERDICT_NONE ? known : SLICE_NONE);
	if (meaning.len == 0 && known.len > 0) { /* not what it meant last time, but what then? */
		struct value *v = value_new(c->pool);
		value_flag(v, "choice", true);
		value_cstr(v, "ask", templates_word(c->in->env.templates, job_lang(c->in, &c->job), "ask.vague"));
		put_item(l, value_item(v, "options"), r);
		struct list_ask again = {purpose_of(l, "choice", r->number),
		                    pool_slicef(c->pool, "choice %lld", (long long)r->number), false};
		return send_ask(l, c->contact.id, &again, v, e) < 0 ? -1 : 2;
	}
	if (meaning.len == 0 || !may_explain(c))
		return 0;
	if (glossary_learn(c, &phrases, meaning, e) < 0)
		return -1;
	bool same = known.len > 0 && slice_eq(meaning, known);
	return revision_do(l, r, REVISION_ANSWER, same ? known : slice_trim(c->r->text), e) < 0 ? -1 : 1;
}

int
client_chose(struct ctx *c, struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	revision_list all = {0}, group = {0};
	/* Only the one who was asked, by the mail that asked them. */
	if (!c->has_job || strcmp(c->auth, "fail") == 0 || !c->own_token || c->two_tokens || c->forwarded || c->contact.id == 0 ||
	    !slice_is(c->token_row.kind, "revision-ask"))
		return 0;
	if (revisions_of_job(c->store, c->pool, c->job.id, 0, &all, e) < 0)
		return -1;
	for (size_t i = 0; i < all.len; i++) {
		struct revision *r = &all.at[i];
		if (r->state == REVISION_CONFLICT) {
			conflict_group(c->pool, &all, r, &group);
			bool single = asked_by(c, "conflict", group.at[0].number);
			/* A bare letter says nothing where several questions stood in one mail. */
			struct revision *won = single || asked_by(c, "conflict", 0)
			                               ? chosen(c->in->env.phrases, &group, c->r->text, single) : NULL;
			if (won == NULL)
				continue;
			if (conflict_resolve(&l, won, e) < 0)
				return -1;
			return chose_done(c,
			                  SAY_OF("note.chose", {pool_slicef(c->pool, "R%lld", (long long)won->number),
			                                        revision_line(c->pool, won)}),
			                  "the decision-maker chose between two wishes", e);
		}
		if (r->state == REVISION_NEEDS_ANSWER && r->kind == REVISION_VAGUE &&
		    asked_by(c, "choice", r->number)) {
			int got = explain(c, &l, r, e);
			if (got < 0)
				return -1;
			if (got == 0)
				continue;
			return chose_done(c,
			                  SAY_OF(got == 1 ? "note.explained" : "note.not-the-same",
			                         {pool_slicef(c->pool, "R%lld", (long long)r->number)}),
			                  got == 1 ? "says what a vague wish means"
			                           : "a vague wish means something else this time: asked again", e);
		}
	}
	return 0;
}

/* A wish that came when no round was open: whoever wrote it is told that the next one has it. */
static int
mail_late(struct ctx *c, const struct feedback *f, struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	int64_t id = 0;
	if (!f->late || f->added + f->merged == 0 || c->cc_only || c->who != WHO_CONTACT ||
	    c->contact.client != c->job.client)
		return 0;
	struct answer a = {.kind = "late", .mode_kind = "note", .job = l.job, .to = &c->contact,
	                   .to_name = c->name, .to_address = c->address, .cause_id = c->r->message_id,
	                   .cause = c->row.id, .original = c->r->text, .values = value_new(c->pool)};
	value_int(a.values, "round", f->round);
	value_int(a.values, "before", f->round - 1);
	value_flag(a.values, "closed", f->round > 1);
	return answer_client(c->in, c->pool, &a, &id, e);
}

int
feedback_tell(struct ctx *c, const struct feedback *f, bool settled, struct err *e)
{
	struct note n = {.kind = "team-note", .job = c->job.id, .client = c->job.client,
	                 .cause = c->row.id, .ref = c->job.ref, .quote = c->r->text, .from = c->address};
	struct life l = life_by_mail(c, &c->job);
	if ((f->ask.conflicts.len > 0 || f->ask.who_decides) && mail_conflict(&l, &f->ask, e) < 0)
		return -1;
	if (f->ask.choices.len > 0 && mail_choice(&l, &f->ask.choices, c->contact.id, c->r, e) < 0)
		return -1;
	if (scope_of_feedback(c, f, e) < 0 || (!settled && mail_late(c, f, e) < 0))
		return -1;
	/* New work comes to the lead as a draft of its own. */
	bool only_scope = f->scope > 0 && f->added == f->scope && f->merged + f->unread == 0;
	if (f->questions == 0 && (settled || only_scope))
		return 0;
	struct slice ref = c->job.ref;
	n.headline = SAY(f->questions > 0            ? "note.feedback.question"
	                 : f->added + f->merged == 0 ? "note.feedback.none"
	                 : f->late                   ? "note.feedback.late"
	                                             : "note.feedback");
	if (f->lines.len > 0)
		n.lines[n.line_count++] = SAY_TEXT(slice_trim(f->lines));
	if (f->unread > 0)
		n.lines[n.line_count++] = SAY_OF("note.feedback.unread",
		                              {pool_slicef(c->pool, "%zu", f->unread)});
	n.next = SAY_OF(f->questions > 0 ? "note.feedback.next.answer"
	             : f->late                   ? "note.feedback.next.late"
	                                         : "note.feedback.next", {ref});
	return notify_team(c->in, c->pool, &n, e);
}
