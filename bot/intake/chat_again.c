/*
 * What of chat lasts beside commands: whose an account is, whose a room is, a code that was mailed, a
 * client's word or decision. Each is an input of its own (docket/store/inputs.h), done here and done
 * again here; events, cards and what was posted are only the way to it.
 */
#include "chat_desk.h"
#include "about.h"
#include "input.h"
#include "revise.h"

enum {
	DATA_MAX = 4096,
	CODES_HOUR = 3, /* mails to one address: nobody's inbox is flooded by a stranger */
};

static int
close_again(struct intake *in, int r, const struct chat_again *a, struct err *e)
{
	const struct {
		const char *name;
		struct slice text;
	} texts[] = {{"source", a->source}, {"tenant", a->tenant}, {"uid", a->uid}, {"room", a->room},
	             {"how", a->how}, {"files", a->files}};
	const struct {
		const char *name;
		int64_t n;
	} numbers[] = {{"member", a->member}, {"contact", a->contact}, {"client", a->client},
	               {"job", a->job}, {"review", a->review}};
	struct str data;
	struct json w;
	str_init(&data, DATA_MAX);
	json_begin(&w, &data);
	json_open(&w);
	for (size_t i = 0; i < COUNT(texts); i++)
		if (texts[i].text.len > 0)
			json_put_text(&w, texts[i].name, texts[i].text);
	for (size_t i = 0; i < COUNT(numbers); i++)
		if (numbers[i].n != 0)
			json_put_int(&w, numbers[i].name, numbers[i].n);
	json_close(&w);
	struct input what = {.kind = slice_of(a->kind), .data = str_slice(&data), .words = a->words};
	if (r >= 0 && str_failed(&data))
		r = err_set(e, ERR_MESSAGE, "names of a chat platform beyond %d bytes", DATA_MAX);
	r = input_close(in, r, &what, e);
	str_clear(&data);
	return r;
}

static int
link_account(struct again_at *at, const struct chat_again *a, struct err *e)
{
	struct chat_identity i = {.source = a->source, .tenant = a->tenant, .uid = a->uid,
	                          .member = a->member, .contact = a->contact, .how = a->how, .at = at->now};
	return chat_identity_put(at->in->env.store, &i, e);
}

static int
share_room(struct again_at *at, const struct chat_again *a, struct err *e)
{
	return chat_room_put(at->in->env.store, a->source, a->room, a->client, at->now, e);
}

/* 1 a code may be mailed, 0 that was enough for this hour, -1. */
static int
may_mail(struct again_at *at, const struct chat_again *a, int64_t client, struct err *e)
{
	struct slice key = pool_slicef(at->pool, "chat-code:%s:%lld", a->member != 0 ? "member" : "contact",
	                               (long long)(a->member != 0 ? a->member : a->contact));
	struct alarm limit = {.key = key, .text = slice_of("codes to link a chat account"),
	                      .most = CODES_HOUR, .client = client};
	return alarm_raise(at->in->env.store, &limit, at->now, e);
}

/* The code goes to the address that docket knows; a->words is the code. */
static int
mail_code(struct again_at *at, const struct chat_again *a, struct err *e)
{
	struct intake *in = at->in;
	struct pool *pool = at->pool;
	struct slice how = a->how.len > 0 ? a->how : SLICE_LIT("/docket link");
	struct slice line = pool_slicef(pool, "%.*s %.*s", SLICE_ARG(how), SLICE_ARG(a->words));
	struct contact c;
	struct client client;
	if (a->member != 0) {
		int may = may_mail(at, a, 0, e);
		if (may <= 0)
			return may;
		struct note n = {.kind = "reply", .headline = SAY_OF("note.chat-code", {a->source}),
		                 .block = line, .to_member = a->member};
		n.lines[n.line_count++] = SAY("note.chat-code.how");
		return notify_team(in, pool, &n, e);
	}
	int got = contact_by_id(in->env.store, pool, a->contact, &c, e);
	if (got == 1)
		got = client_by_id(in->env.store, pool, c.client, &client, e);
	if (got == 1)
		got = may_mail(at, a, client.id, e);
	if (got <= 0)
		return got;
	int64_t outbox = 0;
	struct job none = {.client = client.id, .ref = client.code,
	                   .lang = c.lang.len > 0 ? c.lang : client.lang};
	struct answer m = {.kind = "chat-code", .mode_kind = "note", .job = &none, .to = &c,
	                   .to_name = c.name, .to_address = c.address, .by_member = true,
	                   .values = value_new(pool), .purpose = "chat-code"};
	value_text(m.values, "line", line);
	value_text(m.values, "where", a->source);
	return answer_client(in, pool, &m, &outbox, e);
}

/* A verdict in words: written down as no decision, and its decider asked by mail. */
static int
opinion(struct again_at *at, struct ctx *c, enum decision_kind kind, struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	struct review r;
	struct version v;
	int64_t outbox = 0;
	int got = c->job.state == JOB_CLIENT_REVIEW ? open_review(&l, SIDE_CLIENT, &r, &v, e) : 0;
	if (got <= 0)
		return got;
	bool own = review_has(&r, 0, c->contact.id);
	int64_t whom = own ? c->contact.id
	                   : review_has(&r, 0, c->client.decider) ? c->client.decider
	                   : r.deciders.len > 0 ? r.deciders.at[0].contact : 0;
	struct decision d = {.kind = kind, .contact = c->contact.id,
	                     .strength = own ? STRENGTH_ASKED : STRENGTH_OPINION};
	if (decision_note(&l, &r, &v, &d, c->r->text, e) < 0)
		return -1;
	struct ask_mail ask = {.why = own ? ASK_CONFIRM : ASK_OPINION, .review = &r, .version = &v,
	                       .contact = whom, .decision = d.id, .kind = kind,
	                       .by = c->contact.name.len > 0 ? c->contact.name : c->contact.address,
	                       .words = c->r->text};
	if (whom != 0 && mail_ask(&l, &ask, &outbox, e) < 0)
		return -1;
	if (tell_lead(&l, outbox != 0 ? "note.not-taken.asked" : "note.not-taken", c->r->text,
	              SAY_OF("note.by-hand", {c->job.ref, c->address}), e) < 0)
		return -1;
	at->said = own && outbox != 0 ? "chat.client.asked" : "chat.client.opinion";
	return 0;
}

static int
take_words(struct again_at *at, struct ctx *c, struct err *e)
{
	struct feedback f = {.taken = false};
	enum decision_kind kind;
	bool plain_word = about_kind(c->r->verdict, &kind) && kind != DECIDE_CHANGES;
	if ((plain_word && opinion(at, c, kind, e) < 0) || feedback_take(c, &f, e) < 0 ||
	    (f.taken && feedback_tell(c, &f, plain_word, e) < 0))
		return -1;
	if (f.taken && at->said == NULL)
		at->said = "chat.client.taken";
	return job_save(at->in->env.store, &c->job, at->now, e);
}

static int
client_words(struct again_at *at, const struct chat_again *a, struct err *e)
{
	struct store *s = at->in->env.store;
	struct job j;
	int got = job_get(s, at->pool, a->job, &j, e);
	const struct understanding *u = lexicons_of(at->in);
	struct reading *said = pool_alloc(at->pool, sizeof(*said));
	if (got <= 0)
		return got;
	if (u == NULL)
		return err_set(e, ERR_RETRY, "the lexicons cannot be read: see the log");
	understand_reply(u, at->pool, a->words, said);
	spoken_files(at->pool, said, a->files);
	struct ctx *c = spoken_open(at->in, at->pool, &j, said);
	c->who = WHO_CONTACT;
	got = contact_by_id(s, at->pool, a->contact, &c->contact, e);
	if (got == 1)
		got = client_by_id(s, at->pool, j.client, &c->client, e);
	if (got == 1) {
		c->address = c->contact.address;
		c->name = c->contact.name;
		got = take_words(at, c, e);
	}
	spoken_close(c);
	return got;
}

/* at->said stays NULL where it does not hold any more: nothing is changed then. */
static int
client_decides(struct again_at *at, const struct chat_again *a, struct err *e)
{
	struct store *s = at->in->env.store;
	struct job j;
	struct review r;
	struct version v;
	struct life l = {.in = at->in, .pool = at->pool, .job = &j, .now = at->now,
	                 .actor = pool_slicef(at->pool, "contact:%lld", (long long)a->contact)};
	int got = job_get(s, at->pool, a->job, &j, e);
	if (got == 1)
		got = j.state == JOB_CLIENT_REVIEW ? open_review(&l, SIDE_CLIENT, &r, &v, e) : 0;
	if (got <= 0 || r.id != a->review || !review_has(&r, 0, a->contact))
		return got < 0 ? -1 : 0;
	struct decision d = {.kind = DECIDE_APPROVE, .strength = STRENGTH_DECISION, .contact = a->contact};
	if (decision_take(&l, &r, &v, &d, a->words, e) < 0 ||
	    mail_decided(&l, &v, &d, a->words, e) < 0 || job_save(s, &j, at->now, e) < 0)
		return -1;
	at->said = "chat.client.approved";
	at->version = v.number;
	return 0;
}

static const struct {
	const char *kind;
	int (*run)(struct again_at *at, const struct chat_again *a, struct err *e);
} kinds[] = {
	{CHAT_AGAIN_LINK, link_account},   {CHAT_AGAIN_ROOM, share_room},
	{CHAT_AGAIN_CODE, mail_code},      {CHAT_AGAIN_WORDS, client_words},
	{CHAT_AGAIN_DECISION, client_decides},
};

int
chat_do(struct again_at *at, const struct chat_again *a, struct err *e)
{
	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (strcmp(a->kind, kinds[i].kind) != 0)
			continue;
		at->now = input_open(at->in);
		return close_again(at->in, kinds[i].run(at, a, e) < 0 ? -1 : 0, a, e);
	}
	return err_set(e, ERR_MESSAGE, "chat has no input of kind '%s'", a->kind);
}

int
intake_chat_again(struct intake *in, const struct chat_again *a, struct err *e)
{
	struct again_at at = {.in = in, .pool = pool_new()};
	int r = chat_do(&at, a, e);
	pool_free(at.pool);
	return r;
}
