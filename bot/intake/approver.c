/*
 * The approver that a brief names is a proposal (P6): they decide once the account lead says so, or
 * the client's decision-maker in a mail of their own that counts by the truth table of approvals.
 * A name that is nobody known is asked for with an address.
 */
#include "about.h"

enum { PEOPLE_ASKED = 500 }; /* contacts of a client that an answer may be about */

/* What our mail about an approver was sent for: the reply token's purpose, of contact `id`. */
enum step_asked { ASKED, ASKED_AGAIN, ASKED_STEPS };
static struct slice
token_about(struct life *l, struct slice to, enum step_asked step, int64_t id)
{
	char purpose[48];
	snprintf(purpose, sizeof(purpose), "%s:%lld", step == ASKED ? "approver" : "approver-again",
	         (long long)id);
	return token_make(l->in, l->pool, l->job->id, to, purpose);
}

/* Whether needle stands in text as words of its own. */
static bool
names(struct slice text, struct slice needle)
{
	for (size_t from = 0; needle.len > 0 && from + needle.len <= text.len;) {
		ptrdiff_t at = slice_ifind(slice_sub(text, from, text.len), needle);
		if (at < 0)
			return false;
		size_t start = from + (size_t)at, end = start + needle.len;
		bool before = start == 0 || strchr(" ,;:(<\"'/+&\n\t", text.data[start - 1]) != NULL;
		bool after = end == text.len || strchr(" ,;:.)>\"'/+&\n\t", text.data[end]) != NULL;
		if (before && after)
			return true;
		from = start + 1;
	}
	return false;
}

int
approver_resolve(struct life *l, struct contact *out, size_t *hits_out, struct err *e)
{
	static const struct {
		bool address, whole;
	} passes[] = {{true, false}, {false, true}, {false, false}};
	struct slice text = l->job->brief[FIELD_APPROVER].value;
	contact_list people = {0};
	const struct contact *p;
	*hits_out = 0;
	if (contact_all(l->in->env.store, l->pool, l->job->client, &people, e) < 0)
		return -1;
	/* An address says more than a name, a whole name more than a first one. */
	for (size_t i = 0; *hits_out == 0 && i < COUNT(passes); i++) {
		VEC_EACH(p, &people) {
			struct slice needle = passes[i].address ? p->address
			                      : passes[i].whole ? p->name
			                                        : answer_first_name(p->name);
			if (p->gone == 0 && names(text, needle)) {
				*out = *p;
				++*hits_out;
			}
		}
	}
	return 0;
}

static struct answer
mail_to(struct life *l, struct contact *to, const char *purpose)
{
	return (struct answer){.kind = "approver", .mode_kind = "review", .job = l->job, .to = to,
	                       .to_name = to->name, .to_address = to->address, .cause = l->message,
	                       .answers_ours = true, .not_a_reply = true, .purpose = purpose,
	                       .values = value_new(l->pool)};
}

/* Asks the decision-maker whether `who` may decide; once for each step. 1 asked, 0 not, -1. */
static int
ask_confirm(struct life *l, struct contact *decider, const struct contact *who, enum step_asked step,
            struct err *e)
{
	char purpose[48], data[96];
	struct outbox_row before;
	int64_t id = 0;
	int got = outbox_by_token(l->in->env.store, l->pool, token_about(l, decider->address, step, who->id),
	                          &before, e);
	if (got != 0)
		return got < 0 ? -1 : 0;
	snprintf(purpose, sizeof(purpose), "%s:%lld", step == ASKED ? "approver" : "approver-again",
	         (long long)who->id);
	struct answer a = mail_to(l, decider, purpose);
	value_text(a.values, "who", who->name.len > 0 ? who->name : who->address);
	value_text(a.values, "address", who->address);
	value_text(a.values, "words", l->job->brief[FIELD_APPROVER].value);
	value_flag(a.values, "again", step == ASKED_AGAIN);
	if (answer_client(l->in, l->pool, &a, &id, e) < 0)
		return -1;
	if (id == 0)
		return 0;
	snprintf(data, sizeof(data), "{\"contact\":%lld,\"asked\":%lld}", (long long)who->id,
	         (long long)decider->id);
	return life_event(l, "approver-asked", slice_of(data), SLICE_NONE, e) < 0 ? -1 : 1;
}

/* Asks whoever wrote the brief for the address of a name that nobody is known by. */
static int
ask_address(struct life *l, struct err *e)
{
	struct contact to;
	struct outbox_row before;
	int64_t id = 0;
	const struct brief_field *b = &l->job->brief[FIELD_APPROVER];
	int got = l->job->requester != 0
	                  ? contact_by_id(l->in->env.store, l->pool, l->job->requester, &to, e)
	                  : 0;
	if (got <= 0 || slice_index(b->value, '@') >= 0) /* an unknown address is the lead's to judge */
		return got < 0 ? -1 : 0;
	got = outbox_by_token(l->in->env.store, l->pool,
	                      token_make(l->in, l->pool, l->job->id, to.address, "approver-address"),
	                      &before, e);
	if (got != 0)
		return got < 0 ? -1 : 0;
	struct answer a = mail_to(l, &to, "approver-address");
	value_text(a.values, "who", b->value);
	value_flag(a.values, "unknown", true);
	return answer_client(l->in, l->pool, &a, &id, e) < 0 ? -1 : id != 0;
}

int
approver_propose(struct life *l, struct err *e)
{
	struct contact who, decider;
	struct client client;
	contact_ids confirmed = {0};
	size_t hits = 0;
	if (!l->job->brief[FIELD_APPROVER].given)
		return 0;
	if (approver_resolve(l, &who, &hits, e) < 0 ||
	    job_deciders(l->in->env.store, l->pool, l->job->id, &confirmed, e) < 0)
		return -1;
	if (hits == 0)
		return ask_address(l, e);
	for (size_t i = 0; hits == 1 && i < confirmed.len; i++)
		if (confirmed.at[i] == who.id)
			return 0;
	int got = client_by_id(l->in->env.store, l->pool, l->job->client, &client, e);
	if (got == 1 && hits == 1 && client.decider != 0 && client.decider != who.id)
		got = contact_by_id(l->in->env.store, l->pool, client.decider, &decider, e);
	else
		return got < 0 ? -1 : 0; /* they decide already, or the lead is asked when a review needs it */
	return got == 1 ? ask_confirm(l, &decider, &who, ASKED, e) : got;
}

static int
done(struct ctx *c, const char *what, struct err *e)
{
	if (event_add(c->in, c->job.id, "filed", actor_of(c), c->row.id, c->now, SLICE_NONE, e) < 0 ||
	    job_save(c->store, &c->job, c->now, e) < 0)
		return -1;
	return settle(c, INBOX_APPLIED, "%s", what);
}

static struct saying
by_hand(struct ctx *c, const struct contact *who)
{
	return SAY_OF("note.approver.by-hand", {c->job.ref, who->address});
}

/* Whom our mail was about, and which of the two it was. 1, 0 it was no such mail, -1. */
static int
asked_about(struct ctx *c, const struct outbox_row *row, struct contact *who, enum step_asked *step_out,
            struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	contact_list people = {0};
	if (contact_all(c->store, c->pool, c->job.client, &people, e) < 0)
		return -1;
	for (size_t i = 0; i < people.len && i < PEOPLE_ASKED; i++) {
		for (int step = ASKED; step < ASKED_STEPS; step++) {
			if (!slice_is(row->token, pool_cstr(c->pool, token_about(&l, row->to, (enum step_asked)step,
			                                                         people.at[i].id))))
				continue;
			*who = people.at[i];
			*step_out = (enum step_asked)step;
			return 1;
		}
	}
	return 0;
}

static struct approval_facts
facts(struct ctx *c, const struct outbox_row *row, enum step_asked step)
{
	bool decides = c->contact.id != 0 && c->contact.id == c->client.decider && !c->forwarded;
	struct approval_facts f = {.auth = about_auth(c), .current = !c->two_tokens, .open = true,
	                           .references = c->answered.id == row->id,
	                           .sender = decides ? SENDER_DECIDER : SENDER_ANYONE,
	                           .plain = about_doubt(c, false) == NULL};
	if (c->has_token && !c->forwarded) {
		f.token = TOKEN_OTHER;
		if (c->own_token && decides) {
			f.token = step == ASKED_AGAIN ? TOKEN_FRESH : TOKEN_OWN;
			f.sender = SENDER_OWNER;
		}
	}
	return f;
}

static int
confirmed(struct ctx *c, const struct contact *who, struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	char data[64];
	snprintf(data, sizeof(data), "{\"contact\":%lld}", (long long)who->id);
	if (life_event(&l, "decider", slice_of(data), c->r->text, e) < 0 ||
	    job_decider_add(c->store, c->job.id, who->id, actor_of(c), c->now, e) < 0 ||
	    (c->job.state == JOB_INTERNAL_REVIEW && route_advance(&l, e) < 0) ||
	    route_join(&l, who->id, e) < 0)
		return -1;
	trail_add(c, "approver", "confirmed", "by the client's decision-maker");
	if (tell_lead(&l, "note.approver.confirmed", c->r->text,
	              SAY_OF("note.approver.confirmed.next", {who->address, c->job.ref}), e) < 0)
		return -1;
	return done(c, "the decision-maker confirmed the approver that the brief names", e);
}

static int
not_confirmed(struct ctx *c, const struct contact *who, const char *headline, struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	trail_add(c, "approver", "not-confirmed", "%s", headline);
	if (tell_lead(&l, headline, c->r->text, by_hand(c, who), e) < 0)
		return -1;
	return done(c, "no word that lets an approver decide; the account lead was told", e);
}

/* The decision-maker's answer about an approver, or somebody's who says so. */
static int
on_confirm(struct ctx *c, const struct outbox_row *row, const struct contact *who, enum step_asked step,
           struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	struct contact decider;
	struct approval_facts f = facts(c, row, step);
	enum approval_result result = approval_judge(&f);
	trail_add(c, "approver", approval_result_name(result), "token %d, sender %d, auth %s", (int)f.token,
	          (int)f.sender, c->auth);
	if (c->r->verdict != VERDICT_APPROVE)
		return not_confirmed(c, who, c->r->verdict == VERDICT_CHANGES || c->r->verdict == VERDICT_REJECT
		                                     ? "note.approver.declined"
		                                     : "note.approver.unclear",
		                     e);
	if (result == APPROVAL_DECISION)
		return confirmed(c, who, e);
	if (result != APPROVAL_CONFIRM)
		return not_confirmed(c, who, "note.approver.other", e);
	int got = contact_by_id(c->store, c->pool, c->client.decider, &decider, e);
	if (got == 1)
		got = ask_confirm(&l, &decider, who, ASKED_AGAIN, e);
	if (got < 0)
		return -1;
	if (got == 0)
		return not_confirmed(c, who, "note.approver.unproven", e);
	return done(c, "a word on who may approve that could not be verified; a fresh mail asks", e);
}

/* The first address in the text that is not ours. */
static struct slice
address_in(struct ctx *c)
{
	struct slice rest = c->r->text, word;
	while (rest.len > 0) {
		size_t n = 0;
		while (n < rest.len && strchr(" \t\n,;<>()\"'", rest.data[n]) == NULL)
			n++;
		word = slice_sub(rest, 0, n);
		rest = slice_sub(rest, n < rest.len ? n + 1 : n, rest.len);
		while (word.len > 0 && strchr(".:!?", word.data[word.len - 1]) != NULL)
			word.len--;
		if (slice_istarts(word, "mailto:"))
			word = slice_sub(word, 7, word.len);
		struct slice a = slice_index(word, '@') > 0 ? addr_clean(c->pool, word) : SLICE_NONE;
		if (a.len > 0 && addr_sendable(a) && !address_is_own(c->in, a))
			return a;
	}
	return SLICE_NONE;
}

/* The address of a name; whoever it is still only a proposal. */
static int
on_address(struct ctx *c, struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	struct contact who = {0};
	struct client of;
	struct slice address = address_in(c), name = c->job.brief[FIELD_APPROVER].value;
	if (address.len == 0)
		return 0; /* an answer like any other */
	int got = contact_by_address(c->store, c->pool, address, &who, e);
	if (got == 0)
		got = client_by_domain(c->store, c->pool, addr_domain(address), &of, e);
	if (got < 0)
		return -1;
	bool known = who.id != 0 && who.client == c->client.id && who.gone == 0;
	bool theirs = who.id == 0 && got == 1 && of.id == c->client.id;
	if (theirs) {
		who = (struct contact){.client = c->client.id, .name = name, .address = address};
		if (contact_add(c->store, &who, c->now, e) < 0 ||
		    client_event_by_mail(c, "contact", SLICE_LIT("{\"what\":\"added\"}"), who.address, e) < 0)
			return -1;
	}
	if (!known && !theirs) {
		trail_add(c, "approver", "foreign", "the address is not of the client's domain");
		if (tell_lead(&l, "note.approver.foreign", c->r->text,
		              SAY_OF("note.approver.foreign.next", {c->client.code, address, c->job.ref}),
		              e) < 0)
			return -1;
		return done(c, "an approver's address that the account lead has to judge", e);
	}
	struct brief_field b = {.given = true, .message = c->row.id, .by = c->address,
	                        .rule = SLICE_LIT("approver-address"),
	                        .value = pool_slicef(c->pool, "%.*s <%.*s>", SLICE_ARG(name),
	                                             SLICE_ARG(who.address))};
	if (brief_set(c->in, c->pool, &c->job, FIELD_APPROVER, &b, actor_of(c), c->now, e) < 0)
		return -1;
	got = approver_propose(&l, e);
	trail_add(c, "approver", "named", "%s", got == 1 ? "the decision-maker is asked" : "a proposal");
	if (got < 0 || (got == 0 && tell_lead(&l, "note.approver.known", c->r->text,
	                                      by_hand(c, &who), e) < 0))
		return -1;
	return done(c, "the address of the approver that the brief names", e);
}

int
approver_said(struct ctx *c, struct err *e)
{
	const struct outbox_row *row = c->has_token ? &c->token_row : &c->answered;
	struct contact who;
	enum step_asked step;
	if (row->id == 0 || !slice_is(row->kind, "approver") || row->job != c->job.id)
		return 0;
	int got = asked_about(c, row, &who, &step, e);
	if (got != 0)
		return got < 0 ? -1 : on_confirm(c, row, &who, step, e);
	return c->own_token && c->contact.id != 0 && !c->forwarded ? on_address(c, e) : 0;
}
