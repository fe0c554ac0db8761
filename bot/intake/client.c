/*
 * A client's human mail: opens jobs, fills briefs, is answered or filed in silence (P2.9, P3). What
 * docket does not understand as one of its own affairs waits for a member.
 */
#include "ctx.h"
#include "like.h"
#include "glossary.h"
#include "onboard.h"
#include "revise.h"
#include "scope.h"

#include "docket/base/zone.h"

static const char *
language(struct ctx *c)
{
	const struct slice order[] = {c->contact.lang, c->r->lang, c->client.lang,
	                              slice_of(c->in->env.conf->agency.lang)};
	static const char *const known[] = {"en", "de", "fr", "es"};
	for (size_t i = 0; i < COUNT(order); i++)
		for (size_t k = 0; k < COUNT(known); k++)
			if (slice_is(order[i], known[k]))
				return known[k];
	return "en";
}

/* Tells the account lead of a mail that was filed without an answer. */
static int
tell(struct ctx *c, struct job *j, const char *headline, struct saying next, struct err *e)
{
	struct note n = {.kind = "team-note", .headline = SAY(headline), .client = c->client.id,
	                 .cause = c->row.id, .quote = c->r->text, .next = next,
	                 .from = c->address, .subject = c->r->subject,
	                 .in_reply_to = c->r->message_id};
	if (j != NULL) {
		n.job = j->id;
		n.ref = j->ref;
	}
	n.lines[n.line_count++] = SAY_OF("note.from", {c->address});
	n.lines[n.line_count++] = SAY_OF("note.subject", {c->r->subject});
	return notify_team(c->in, c->pool, &n, e);
}

static int
file(struct ctx *c, struct job *j, struct err *e)
{
	return event_add(c->in, j->id, "filed", actor_of(c), c->row.id, c->now, SLICE_NONE, e);
}

/* Says to the team what is not promised to the client: rush, unlikely dates. */
static int
doubts(struct ctx *c, struct job *j, struct err *e)
{
	const struct brief_field *b = &j->brief[BRIEF_DEADLINE];
	if (j->urgent && !j->urgent_granted &&
	    tell(c, j, "note.urgent", SAY_OF("note.urgent.next", {j->ref}), e) < 0)
		return -1;
	int64_t wanted = 0;
	if (!b->given || !day_parse(b->date, &wanted))
		return 0;
	char name[64];
	const struct kit *kit = kits_find(c->in->env.kits, slice_cstr(j->kit, name, sizeof(name)));
	struct calendar days = calendar_in(c->in, job_zone(c->in, c->pool, j));
	const char *why = policy_deadline_doubt(&days, calendar_day_of(&days, c->now), wanted,
	                                        kit != NULL ? kit->hours : 0);
	if (why == NULL)
		return 0;
	return tell(c, j, "note.unlikely", SAY_OF(why, {b->value}), e);
}

/* The brief moves on when nothing is missing any more. */
static int
advance(struct ctx *c, struct job *j, struct err *e)
{
	unsigned missing = job_missing(j);
	if (j->state == JOB_INTAKE && missing == 0) {
		if (job_do(c->in, j, EV_COMPLETED, SLICE_LIT("docket"), c->row.id, SLICE_NONE, c->now, e) < 0)
			return -1;
		int sold = scope_is_sold(c->in, c->pool, j->id, e);
		if (sold < 0)
			return -1;
		if (sold == 1) { /* agreed before: nobody has to take it on once more */
			if (job_do(c->in, j, EV_ACCEPT, SLICE_LIT("docket"), c->row.id, SLICE_NONE, c->now, e) < 0)
				return -1;
			return tell(c, j, "note.complete-sold", SAY_OF("note.complete-sold.next", {j->ref}), e);
		}
		return tell(c, j, "note.complete", SAY_OF("note.complete.next", {j->ref}), e);
	}
	if (j->state == JOB_SCOPING && missing != 0)
		return job_do(c->in, j, EV_REOPENED_BRIEF, SLICE_LIT("docket"), c->row.id, SLICE_NONE,
		              c->now, e);
	return 0;
}

static int
open_one(struct ctx *c, struct slice kit, struct slice deliverable, struct job *linked,
         struct job *out, struct err *e)
{
	struct job j = {.client = c->client.id, .kit = kit.len > 0 ? kit : SLICE_LIT("other"),
	                .lang = slice_of(language(c)), .state = JOB_INTAKE,
	                .urgent = c->r->urgent, .requester = c->contact.id,
	                .linked = linked != NULL ? linked->id : 0,
	                .thread_subject = c->r->subject_base};
	struct member lead;
	if (lead_of(c->in, c->pool, c->client.id, &lead, e) == 1)
		j.owner = lead.id;
	j.required = kit_required(c->in->env.kits, j.kit);
	j.title = deliverable.len > 0 ? deliverable : c->r->subject_base;
	if (j.title.len == 0)
		j.title = slice_of(kit_title(life_kit(c->in, &j), language(c)));
	if (job_create(c->store, c->pool, &j, c->now, e) < 0)
		return -1;
	char data[64];
	snprintf(data, sizeof(data), "{\"state\":\"%s\"}", job_state_name(j.state));
	struct ledger_entry entry = {.job = j.id, .at = c->now, .kind = "opened",
	                             .actor = actor_of(c), .message = c->row.id,
	                             .data = slice_of(data), .text = j.title};
	unsigned changed = 0;
	if (ledger_add(c->store, &entry, e) < 0 || brief_merge(c, &j, true, &changed, e) < 0)
		return -1;
	if (deliverable.len > 0 && !slice_eq(j.brief[FIELD_DELIVERABLE].value, deliverable)) {
		struct brief_field b = {.given = true, .value = deliverable, .message = c->row.id,
		                        .rule = SLICE_LIT("several-deliverables"), .by = c->address};
		if (brief_set(c->in, c->pool, &j, FIELD_DELIVERABLE, &b, actor_of(c), c->now, e) < 0)
			return -1;
	}
	struct life l = life_by_mail(c, &j);
	int like = like_said(&l, c->forwarded ? c->r->forward.body : c->r->text, e);
	if (like < 0)
		return -1;
	if (like == 1)
		trail_add(c, "apply", "like", "an earlier job of this client is named");
	*out = j;
	return 0;
}

int
open_jobs(struct ctx *c, struct job *linked, struct err *e)
{
	enum { JOBS_MAX = 8 }; /* a longer list in one mail is read by a person */
	size_t count = c->r->jobs.len > 1 ? c->r->jobs.len : 1;
	if (count > JOBS_MAX)
		return settle(c, INBOX_TRIAGE, "asks for %zu things at once: please open the jobs by hand",
		              count);
	for (size_t i = 0; i < count; i++) {
		struct slice kit = c->r->kit, deliverable = SLICE_NONE;
		struct job j;
		if (c->r->fields[FIELD_DELIVERABLE].given)
			deliverable = c->r->fields[FIELD_DELIVERABLE].value.text;
		if (count > 1) {
			kit = c->r->jobs.at[i].kit;
			deliverable = c->r->jobs.at[i].deliverable;
		}
		if (open_one(c, kit, deliverable, linked, &j, e) < 0)
			return -1;
		trail_add(c, "apply", "opened", "%.*s", SLICE_ARG(j.ref));
		if (i == 0)
			c->out.job = j.id;
		if (doubts(c, &j, e) < 0 || advance(c, &j, e) < 0)
			return -1;
		if (c->cc_only)
			trail_add(c, "answer", "silent", "docket was only in Cc");
		else if (answer_prompt(c, &j, true, e) < 0)
			return -1;
		if (job_save(c->store, &j, c->now, e) < 0)
			return -1;
	}
	return settle(c, INBOX_APPLIED, "opened %zu job%s", count, count == 1 ? "" : "s");
}

static bool
only_in_cc(struct ctx *c)
{
	const struct addr *a;
	VEC_EACH(a, &c->r->to)
		if (address_is_own(c->in, a->mailbox))
			return false;
	VEC_EACH(a, &c->r->cc)
		if (address_is_own(c->in, a->mailbox))
			return true;
	return false; /* an alias or Bcc: nobody else was asked */
}

/* Answers to our questions, or later words about an open brief. */
static int
take_info(struct ctx *c, struct job *j, struct err *e)
{
	unsigned changed = 0;
	bool new_deadline = c->r->intent == INTENT_CHANGE_DEADLINE;
	bool over = c->r->intent == INTENT_INFO || new_deadline || c->r->answers.len > 0 ||
	            c->r->intent == INTENT_REQUEST || c->answered.id != 0;
	bool was_urgent = j->urgent;
	if (brief_merge(c, j, over, &changed, e) < 0)
		return -1;
	int meant = glossary_of_prompt(c, j, e);
	if (meant < 0)
		return -1;
	if (changed != 0 || meant == 1)
		j->prompts = 0; /* they answer: only silence and evasion are counted */
	j->urgent |= c->r->urgent;
	trail_add(c, "apply", "brief", "%d fields changed", __builtin_popcount(changed));
	if (file(c, j, e) < 0)
		return -1;
	if (((changed & FIELD_BIT(FIELD_DEADLINE)) || (j->urgent && !was_urgent)) && doubts(c, j, e) < 0)
		return -1;
	enum job_state before = j->state;
	if (advance(c, j, e) < 0)
		return -1;
	if (c->cc_only) {
		trail_add(c, "answer", "silent", "docket was only in Cc");
	} else if ((changed != 0 && before <= JOB_READY) || before == JOB_INTAKE) {
		if (answer_prompt(c, j, false, e) < 0)
			return -1;
	}
	if (changed != 0 && before != JOB_INTAKE && before != JOB_SCOPING &&
	    tell(c, j, "note.changed-brief", SAY_NONE, e) < 0)
		return -1;
	if (job_save(c->store, j, c->now, e) < 0)
		return -1;
	return settle(c, INBOX_APPLIED, "filed to the brief");
}

static int
say_status(struct ctx *c, struct job *j, struct err *e)
{
	const char *lang = job_lang(c->in, j);
	char key[64];
	struct answer a = {.kind = "status", .mode_kind = "status", .job = j,
	                   .to = c->contact.id != 0 ? &c->contact : NULL, .to_name = c->contact.name,
	                   .to_address = c->address, .cause = c->row.id,
	                   .cause_id = c->r->message_id, .references = &c->r->references,
	                   .answers_ours = true, .original = c->r->text, .values = value_new(c->pool)};
	wall_show_cause(c, &a.shows);
	snprintf(key, sizeof(key), "state.%s", job_state_name(j->state));
	value_cstr(a.values, "state_words", templates_word(c->in->env.templates, lang, key));
	static const char *const sides[] = {"side.none", "side.us", "side.client"};
	value_cstr(a.values, "side_words",
	           templates_word(c->in->env.templates, lang, sides[job_side(j)]));
	unsigned missing = job_missing(j);
	for (int f = 0; f < BRIEF_FIELDS; f++) {
		if (!(missing & (1U << (unsigned)f)))
			continue;
		snprintf(key, sizeof(key), "field.%s", brief_field_names[f]);
		value_cstr(value_item(a.values, "open"), "text",
		           templates_word(c->in->env.templates, lang, key));
	}
	struct civil at = zone_civil(job_zone(c->in, c->pool, j), j->changed != 0 ? j->changed : c->now);
	value_date(a.values, "updated", (struct civil){at.year, at.month, at.day, -1, 0, 0}, "");
	answer_deadline(c->in, c->pool, j, a.values);
	int64_t id = 0;
	if (answer_client(c->in, c->pool, &a, &id, e) < 0 || file(c, j, e) < 0)
		return -1;
	return settle(c, INBOX_APPLIED, "a status question, answered");
}

/* New words on a job that takes no more of them. */
static bool
is_closed(const struct job *j)
{
	return job_is_over(j->state);
}

/* Whether the mail has something for the brief: in intake any value counts, later only plain ones. */
static bool
fills_brief(const struct ctx *c, const struct job *j)
{
	enum intent intent = c->r->intent;
	bool says_fields = c->r->answers.len > 0;
	for (int f = 0; f < FIELD_COUNT; f++)
		says_fields |= c->r->fields[f].given; /* withheld ones too */
	if (intent == INTENT_INFO || intent == INTENT_CHANGE_DEADLINE)
		return true;
	bool to_prompt = c->answered.id != 0 && slice_is(c->answered.kind, "prompt");
	return j->state == JOB_INTAKE && (says_fields || to_prompt || intent == INTENT_REQUEST);
}

/* A mail that asks for new work and nothing else says nothing about the version that was shown. */
static bool
only_new_work(const struct ctx *c)
{
	const struct said_item *x;
	if (c->r->verdict != VERDICT_CHANGES || c->r->items.len == 0)
		return false;
	VEC_EACH(x, &c->r->items)
		if (x->kind != ITEM_OUT_OF_SCOPE)
			return false;
	return true;
}

static int
on_job(struct ctx *c, struct err *e)
{
	struct job *j = &c->job;
	struct feedback list;
	feedback_notes(c);
	enum intent intent = c->r->intent;
	if (intent != INTENT_SOCIAL && c->contact.id != 0 &&
	    reminder_cancel(c->store, j->id, c->contact.id, e) < 0)
		return -1;
	int said = approver_said(c, e);
	if (said == 0)
		said = client_scoped(c, e);
	if (said == 0)
		said = client_chose(c, e);
	if (said != 0)
		return said;
	if (feedback_take(c, &list, e) < 0)
		return -1;
	said = only_new_work(c) ? 0 : client_said(c, e);
	if (said < 0 || (list.taken && feedback_tell(c, &list, said != 0, e) < 0))
		return -1;
	if (said != 0)
		return said;
	bool of_work = intent != INTENT_INFO && intent != INTENT_CHANGE_DEADLINE;
	if (list.taken && of_work && j->state != JOB_ON_HOLD) {
		if (file(c, j, e) < 0)
			return -1;
		return settle(c, INBOX_APPLIED, "feedback: on the revision list of round %lld",
		              (long long)list.round);
	}
	if (intent == INTENT_SOCIAL) {
		if (file(c, j, e) < 0)
			return -1;
		return settle(c, INBOX_APPLIED, "courtesy: stored, nothing changes");
	}
	if (intent == INTENT_STATUS)
		return say_status(c, j, e);
	if (is_closed(j)) {
		if (intent == INTENT_REQUEST || c->r->fields[FIELD_DELIVERABLE].given)
			return open_jobs(c, j, e);
		if (file(c, j, e) < 0 ||
		    tell(c, j, "note.on-closed", SAY_NONE, e) < 0)
			return -1;
		return settle(c, INBOX_APPLIED, "filed to a closed job");
	}
	if (j->state == JOB_ON_HOLD) {
		if (file(c, j, e) < 0 ||
		    tell(c, j, "note.on-hold", SAY_NONE, e) < 0)
			return -1;
		return settle(c, INBOX_APPLIED, "filed to a job on hold");
	}
	if (intent == INTENT_CANCEL) {
		if (file(c, j, e) < 0 ||
		    tell(c, j, "note.call-off", SAY_OF("note.call-off.next", {j->ref}), e) < 0)
			return -1;
		return settle(c, INBOX_APPLIED, "a wish to cancel: a member decides");
	}
	if (intent == INTENT_REQUEST && (said = scope_of_request(c, e)) != 0)
		return said;
	if (j->state != JOB_INTAKE && intent == INTENT_REQUEST)
		return open_jobs(c, j, e);
	if (fills_brief(c, j))
		return take_info(c, j, e);
	if (file(c, j, e) < 0 || tell(c, j, intent == INTENT_QUESTION ? "note.asks" : "note.wrote", SAY_NONE, e) < 0)
		return -1;
	return settle(c, INBOX_APPLIED, "filed; the account lead was told");
}

int
step_client(struct ctx *c, struct err *e)
{
	if (c->contact.undeliverable != 0 && contact_mark_reachable(c->store, c->address, e) < 0)
		return -1;
	c->contact.undeliverable = 0;
	c->cc_only = !c->forwarded && only_in_cc(c);
	int mixed = wall_mixed_thread(c, e);
	if (mixed != 0)
		return mixed < 0 ? -1
		                 : settle(c, INBOX_TRIAGE, "the forwarded thread holds words of two "
		                                           "clients: please forward them apart");
	int welcomed = client_onboarded(c, e);
	if (welcomed != 0)
		return welcomed;
	if (c->has_job) {
		if (c->cc_only && tell(c, &c->job, "note.copied", SAY_NONE, e) < 0)
			return -1;
		return on_job(c, e);
	}
	switch (c->r->intent) {
	case INTENT_REQUEST:
		if (c->cc_only) {
			if (tell(c, NULL, "note.copied-request", SAY_OF("note.copied-request.next", {c->client.code}), e) < 0)
				return -1;
			return settle(c, INBOX_APPLIED, "only copied in: filed, and the account lead was told");
		}
		return open_jobs(c, NULL, e);
	case INTENT_SOCIAL: return settle(c, INBOX_APPLIED, "courtesy: stored, nothing changes");
	case INTENT_INFO: return settle(c, INBOX_TRIAGE, "answers something, but no job is named");
	case INTENT_STATUS: return settle(c, INBOX_TRIAGE, "asks how things stand, but names no job");
	case INTENT_FEEDBACK:
	case INTENT_APPROVAL:
	case INTENT_REJECTION:
		return settle(c, INBOX_TRIAGE, "a word on a piece of work, but no job is named");
	case INTENT_QUESTION:
	case INTENT_CANCEL:
	case INTENT_CHANGE_DEADLINE:
	case INTENT_OTHER:
	case INTENT_COUNT:
	default: return settle(c, INBOX_TRIAGE, "not clearly a request: a person should look");
	}
}
