/*
 * The welcome questions of a new client: fill-in lines by mail, answered under the lines, by number, by
 * label or in prose; what is missing is asked again, after three mails a member is asked to call. Only
 * the contact who was asked fills the record, and what is not theirs to grant is a proposal: a decider,
 * people at foreign addresses, more rounds than were agreed.
 */
#include "onboard.h"

#include "docket/base/utf8.h"

/* One turn of the talk. */
struct asking {
	struct intake *in;
	struct pool *pool;
	struct client client;
	struct contact contact;
	struct ctx *c; /* the answer, or NULL for the first mail */
	struct onboarding state;
	struct slice value[ONBOARD_COUNT]; /* on record; empty: missing */
	saying_list proposals;             /* lines for the account lead */
	int64_t now;
};

static int
load(struct asking *a, struct err *e)
{
	profile_list rows = {0};
	if (profile_all(a->in->env.store, a->pool, a->client.id, &rows, e) < 0)
		return -1;
	const struct profile_row *r;
	VEC_EACH(r, &rows) {
		int f = slice_among(r->field, onboard_names, ONBOARD_COUNT);
		if (f >= 0)
			a->value[f] = r->value;
	}
	return 0;
}

static int
missing_count(const struct asking *a)
{
	int n = 0;
	for (int f = 0; f < ONBOARD_COUNT; f++)
		n += a->value[f].len == 0;
	return n;
}

static const char *
word_of(struct asking *a, const char *lang, const char *what, int field)
{
	char key[64];
	snprintf(key, sizeof(key), "%s.%s", what, onboard_names[field]);
	return templates_word(a->in->env.templates, lang, key);
}

static unsigned
put_lines(struct asking *a, const char *lang, struct value *v, int *fields)
{
	unsigned n = 0;
	for (int f = 0; f < ONBOARD_COUNT; f++) {
		if (a->value[f].len > 0) {
			struct value *row = value_item(v, "fields");
			value_cstr(row, "label", word_of(a, lang, "onboard", f));
			value_text(row, "value", a->value[f]);
		} else if ((int)n < a->in->env.conf->limits.questions) {
			struct value *q = value_item(v, "questions");
			fields[n++] = f;
			value_int(q, "n", n);
			value_cstr(q, "text", word_of(a, lang, "welcome", f));
		}
	}
	value_int(v, "question_count", n);
	return n;
}

/* A mail about no job: the client's code stands where a docket number would. */
static int
write_mail(struct asking *a, int64_t *outbox_out, struct err *e)
{
	char purpose[64];
	int fields[ONBOARD_COUNT];
	struct job none = {.client = a->client.id, .ref = a->client.code, .lang = a->client.lang};
	snprintf(purpose, sizeof(purpose), "onboard:%lld", (long long)a->client.id);
	struct answer m = {.kind = "onboard", .mode_kind = "prompt", .job = &none, .to = &a->contact,
	                   .to_name = a->contact.name, .to_address = a->contact.address,
	                   .answers_ours = true, .by_member = a->c == NULL, .purpose = purpose, .renews = true,
	                   .values = value_new(a->pool)};
	unsigned n = put_lines(a, job_lang(a->in, &none), m.values, fields);
	value_flag(m.values, "again", a->c != NULL);
	value_flag(m.values, "done", n == 0);
	value_text(m.values, "client", a->client.name);
	if (a->c != NULL) {
		m.cause = a->c->row.id;
		m.cause_id = a->c->r->message_id;
		m.references = &a->c->r->references;
		m.original = a->c->r->text;
		wall_show_cause(a->c, &m.shows);
	}
	if (answer_client(a->in, a->pool, &m, outbox_out, e) < 0)
		return -1;
	for (unsigned i = 0; *outbox_out != 0 && i < n; i++)
		if (onboarding_question_put(a->in->env.store, *outbox_out, i + 1, onboard_names[fields[i]],
		                            e) < 0)
			return -1;
	return 0;
}

int
onboard_begin(struct intake *in, struct pool *pool, const struct client *client,
              const struct contact *contact, int64_t *outbox_out, struct err *e)
{
	struct asking a = {.in = in, .pool = pool, .client = *client, .contact = *contact,
	                   .now = clock_now(in->env.clock)};
	a.state = (struct onboarding){.client = client->id, .contact = contact->id, .prompts = 1};
	if (load(&a, e) < 0 || write_mail(&a, outbox_out, e) < 0)
		return -1;
	return onboarding_set(in->env.store, &a.state, a.now, e);
}

/* ---- what an answer says ---- */

static int
keep(struct asking *a, enum onboard_field f, struct slice text, struct err *e)
{
	enum { VALUE_MAX = 1000 }; /* bytes; rules longer than that are a document */
	struct profile_row r = {.field = slice_of(onboard_names[f]), .by = actor_of(a->c),
	                        .value = utf8_cut(slice_trim(text), VALUE_MAX), .message = a->c->row.id,
	                        .at = a->now};
	a->value[f] = r.value;
	if (profile_set(a->in->env.store, a->client.id, &r, e) < 0)
		return -1;
	return client_event_by_mail(a->c, "profile", pool_slicef(a->pool, "{\"what\":\"%s\"}", onboard_names[f]),
	                            r.value, e);
}

/* What the answers set of the client itself is in its chain as a setting, too. */
static int
keep_settings(struct asking *a, struct err *e)
{
	struct client was;
	int got = client_by_id(a->in->env.store, a->pool, a->client.id, &was, e);
	if (got <= 0 || client_update(a->in->env.store, &a->client, e) < 0)
		return got == 0 ? 0 : -1;
	if (!slice_eq(was.zone, a->client.zone) &&
	    client_event_by_mail(a->c, "set",
	                         pool_slicef(a->pool, "{\"what\":\"zone\",\"to\":\"%.*s\"}",
	                                     SLICE_ARG(a->client.zone)), SLICE_NONE, e) < 0)
		return -1;
	if (was.rounds == a->client.rounds)
		return 0;
	return client_event_by_mail(a->c, "set", pool_slicef(a->pool, "{\"what\":\"rounds\",\"to\":\"%lld\"}",
	                                                     (long long)a->client.rounds), SLICE_NONE, e);
}

/* "I do", "me": the sender. */
static bool
says_self(struct slice text)
{
	static const char *const words[] = {"i", "me", "myself", "ich", "moi", "yo", "je"};
	while (text.len > 0) {
		size_t n = 0;
		while (n < text.len && strchr(" ,.;!", text.data[n]) == NULL)
			n++;
		for (size_t i = 0; i < COUNT(words); i++)
			if (slice_iis(slice_sub(text, 0, n), words[i]))
				return true;
		text = slice_sub(text, n < text.len ? n + 1 : n, text.len);
	}
	return false;
}

/* The one known contact that the words name, or empty. */
static int
named_contact(struct asking *a, struct slice text, struct slice *out, struct err *e)
{
	contact_list all = {0};
	size_t hits = 0;
	if (contact_all(a->in->env.store, a->pool, a->client.id, &all, e) < 0)
		return -1;
	const struct contact *p;
	*out = SLICE_NONE;
	VEC_EACH(p, &all) {
		struct slice first = answer_first_name(p->name);
		bool named = (p->name.len > 0 && slice_ifind(text, p->name) >= 0) ||
		             slice_ifind(text, p->address) >= 0 ||
		             (first.len > 2 && slice_ifind(text, first) >= 0);
		if (!named)
			continue;
		*out = p->address;
		hits++;
	}
	if (hits != 1)
		*out = hits == 0 && says_self(text) ? a->contact.address : SLICE_NONE;
	return 0;
}

/* A decider is proposed, never made, by the client's own mail (P6). */
static int
take_decider(struct asking *a, struct slice text, struct err *e)
{
	struct slice who;
	if (named_contact(a, text, &who, e) < 0 || keep(a, ONBOARD_DECIDER, text, e) < 0)
		return -1;
	struct slice said = a->value[ONBOARD_DECIDER], code = a->client.code;
	VEC_ADD(&a->proposals, a->pool, who.len > 0 ? SAY_OF("note.welcome.decider", {said, code, who})
	                                            : SAY_OF("note.welcome.decider-unknown", {said, code}));
	return 0;
}

/* People at the client's own domains become contacts; others wait for the lead's word. */
static int
take_contacts(struct asking *a, struct slice text, struct err *e)
{
	enum { PEOPLE_MAX = 20 }; /* a longer list is a table: by `import` */
	onboard_people people = {0};
	onboard_persons(a->in->env.phrases, a->pool, text, &people);
	for (size_t i = 0; i < people.len && i < PEOPLE_MAX; i++) {
		struct contact known, p = {.client = a->client.id, .name = people.at[i].name,
		                           .address = people.at[i].address};
		struct client owner = {0};
		int got = contact_by_address(a->in->env.store, a->pool, p.address, &known, e);
		if (got == 0)
			got = client_by_domain(a->in->env.store, a->pool, addr_domain(p.address), &owner, e);
		if (got < 0)
			return -1;
		if (got == 1 && owner.id == 0 && known.client == a->client.id)
			continue; /* known as theirs */
		if (got == 1 && owner.id == a->client.id && addr_sendable(p.address)) {
			if (contact_add(a->in->env.store, &p, a->now, e) < 0 ||
			    client_event_by_mail(a->c, "contact", SLICE_LIT("{\"what\":\"added\"}"), p.address, e) < 0)
				return -1;
			continue;
		}
		VEC_ADD(&a->proposals, a->pool,
		        SAY_OF("note.welcome.contact", {p.name.len > 0 ? p.name : p.address, a->client.code,
		                                        p.address}));
	}
	return keep(a, ONBOARD_CONTACTS, text, e);
}

static int
take_rounds(struct asking *a, struct slice text, struct err *e)
{
	int64_t n = onboard_rounds(a->in->env.phrases, text);
	if (n == 0)
		return 0;
	if (n <= a->client.rounds)
		a->client.rounds = n;
	else
		VEC_ADD(&a->proposals, a->pool,
		        SAY_OF("note.welcome.rounds", {pool_slicef(a->pool, "%lld", (long long)n),
		                                       pool_slicef(a->pool, "%lld", (long long)a->client.rounds),
		                                       a->client.code}));
	return keep(a, ONBOARD_ROUNDS, text, e);
}

/* A place nobody finds on the map is asked again. */
static int
take_zone(struct asking *a, struct slice text, struct err *e)
{
	const char *zone = onboard_zone(a->in->env.phrases, text);
	if (zone == NULL)
		return 0;
	a->client.zone = slice_of(zone);
	return keep(a, ONBOARD_ZONE, text, e);
}

static int
take(struct asking *a, enum onboard_field f, struct slice text, struct err *e)
{
	switch (f) {
	case ONBOARD_DECIDER: return take_decider(a, text, e);
	case ONBOARD_CONTACTS: return take_contacts(a, text, e);
	case ONBOARD_ROUNDS: return take_rounds(a, text, e);
	case ONBOARD_ZONE: return take_zone(a, text, e);
	case ONBOARD_RULES:
	case ONBOARD_CADENCE:
	case ONBOARD_REPORT:
	case ONBOARD_COUNT:
	default: return keep(a, f, text, e);
	}
}

static int
by_number(struct asking *a, unsigned number, int *field_out, struct err *e)
{
	struct slice name;
	*field_out = -1;
	int got = number != 0 ? onboarding_question_get(a->in->env.store, a->pool, a->c->answered.id, number,
	                                                &name, e)
	                      : 0;
	if (got == 1)
		*field_out = slice_among(name, onboard_names, ONBOARD_COUNT);
	return got < 0 ? -1 : 0;
}

/* What stands under a line, behind its number or its label counts before what is said in prose. */
static int
collect(struct asking *a, struct slice said[ONBOARD_COUNT], struct err *e)
{
	onboard_list list = {0};
	const struct said_answer *s;
	const struct onboard_answer *x;
	int f;
	VEC_EACH(s, &a->c->r->answers) {
		if (by_number(a, s->number != 0 ? s->number : quoted_number(s->question), &f, e) < 0)
			return -1;
		if (f >= 0)
			said[f] = s->text;
	}
	onboard_read(a->in->env.phrases, a->pool, a->c->r->text, &list);
	VEC_EACH(x, &list) {
		f = x->field;
		if (x->number != 0 && by_number(a, x->number, &f, e) < 0)
			return -1;
		if (f >= 0 && said[f].len == 0)
			said[f] = x->text;
	}
	return 0;
}

/* One open question, answered by a bare "Berlin". */
static void
collect_bare(struct asking *a, struct slice said[ONBOARD_COUNT])
{
	enum { BARE_MAX = 200 }; /* bytes; longer is prose */
	int open = -1;
	for (int f = 0; f < ONBOARD_COUNT; f++) {
		if (said[f].len > 0)
			return;
		if (a->value[f].len == 0)
			open = open < 0 ? f : ONBOARD_COUNT;
	}
	struct slice text = slice_trim(a->c->r->text);
	if (open >= 0 && open < ONBOARD_COUNT && text.len <= BARE_MAX &&
	    a->c->r->intent != INTENT_QUESTION && a->c->r->intent != INTENT_SOCIAL)
		said[open] = text;
}

/* ---- and what follows ---- */

static int
tell(struct asking *a, const char *headline, struct err *e)
{
	struct note n = {.kind = "team-note", .headline = SAY(headline), .client = a->client.id,
	                 .cause = a->c->row.id, .ref = a->client.code, .quote = a->c->r->text,
	                 .from = a->contact.address};
	for (size_t i = 0; i < a->proposals.len && n.line_count < COUNT(n.lines); i++)
		n.lines[n.line_count++] = a->proposals.at[i];
	n.next = SAY_OF("note.welcome.next", {a->client.code});
	return notify_team(a->in, a->pool, &n, e);
}

static int
go_on(struct asking *a, bool changed, struct err *e)
{
	int64_t outbox = 0;
	int missing = missing_count(a);
	bool done = missing == 0 && changed;
	if (changed)
		a->state.prompts = 0;
	bool ask = missing > 0 && a->state.prompts < a->in->env.conf->limits.prompts;
	if ((done || ask) && !a->c->cc_only && write_mail(a, &outbox, e) < 0)
		return -1;
	a->state.prompts += outbox != 0;
	const char *headline = done                       ? "note.welcome.done"
	                       : missing > 0 && !ask      ? "note.welcome.call"
	                       : a->proposals.len > 0     ? "note.welcome.word"
	                                                  : NULL;
	if (headline != NULL && tell(a, headline, e) < 0)
		return -1;
	a->state.told |= headline != NULL;
	return onboarding_set(a->in->env.store, &a->state, a->now, e);
}

int
client_onboarded(struct ctx *c, struct err *e)
{
	struct asking a = {.in = c->in, .pool = c->pool, .client = c->client, .contact = c->contact,
	                   .c = c, .now = c->now};
	struct slice said[ONBOARD_COUNT] = {{NULL, 0}};
	size_t changed = 0;
	if (c->has_job || !c->has_token || !slice_is(c->token_row.kind, "onboard") ||
	    c->token_row.client != c->client.id)
		return 0;
	int got = onboarding_get(c->store, c->client.id, &a.state, e);
	if (got <= 0)
		return got;
	if (!c->own_token || c->two_tokens || c->forwarded || c->contact.id != a.state.contact ||
	    (strcmp(c->auth, "dmarc") != 0 && strcmp(c->auth, "token") != 0))
		return settle(c, INBOX_TRIAGE, "an answer to the welcome questions, but not provably from the "
		                               "person they went to");
	if (c->r->intent == INTENT_SOCIAL)
		return settle(c, INBOX_APPLIED, "courtesy: stored, nothing changes");
	c->answered = c->token_row; /* the newest mail with that token; the one replied to, if it is ours */
	if (c->r->in_reply_to.len > 0 && find_answered(c, e) < 0)
		return -1;
	if (!slice_is(c->answered.kind, "onboard"))
		c->answered = c->token_row;
	if (load(&a, e) < 0 || collect(&a, said, e) < 0)
		return -1;
	collect_bare(&a, said);
	/* Contacts first: a decider may be one of them. */
	static const enum onboard_field order[] = {ONBOARD_CONTACTS, ONBOARD_DECIDER, ONBOARD_ZONE,
	                                           ONBOARD_ROUNDS,   ONBOARD_RULES,   ONBOARD_CADENCE,
	                                           ONBOARD_REPORT};
	for (size_t i = 0; i < COUNT(order); i++) {
		struct slice before = a.value[order[i]];
		if (!onboard_answered(a.in->env.phrases, said[order[i]]))
			continue;
		if (take(&a, order[i], said[order[i]], e) < 0)
			return -1;
		changed += !slice_eq(before, a.value[order[i]]);
	}
	if ((changed > 0 && keep_settings(&a, e) < 0) || go_on(&a, changed > 0, e) < 0)
		return -1;
	trail_add(c, "apply", "welcome", "%zu answers, %d still open", changed, missing_count(&a));
	return settle(c, INBOX_APPLIED, "answers to the welcome questions: %zu taken", changed);
}
