/*
 * What a client's person says in a room shared with them. They are told of their own jobs only, and
 * that to them alone. Words under a review are feedback; a yes in plain words is an opinion and its
 * decider is asked at the known address (P6: no token, no proof of which version). A button sent for
 * that very person and version, pressed by an account that a mailed code proved theirs, decides.
 */
#include "chat_desk.h"
#include "about.h"
#include "revise.h"

#include "docket/base/hash.h"

struct slice
talk_in(struct intake *in, struct pool *pool, struct slice lang, const char *key, struct slice arg)
{
	char code[8];
	slice_cstr(lang.len > 0 ? lang : slice_of(in->env.conf->agency.lang), code, sizeof(code));
	const char *word = templates_word(in->env.templates, code, key);
	return put_word(pool, slice_of(word != NULL ? word : key), "{1}", arg);
}

int
card_of_review(struct intake *in, struct pool *pool, const struct review *r, struct slice source,
               bool press, struct chat_card *out, char seen_out[65], struct err *e)
{
	struct job j;
	struct version v;
	int got = job_get(in->env.store, pool, r->job, &j, e);
	if (got == 1)
		got = version_get(in->env.store, pool, r->version, &v, e);
	if (got <= 0)
		return got < 0 ? -1 : err_set(e, ERR_STOP, "a defect of docket: a review of nothing");
	bool open = r->state == REVIEW_OPEN;
	struct slice lang = slice_of(job_lang(in, &j)), n = pool_slicef(pool, "v%lld", (long long)v.number);
	*out = (struct chat_card){
		.title = pool_slicef(pool, "%.*s %.*s", SLICE_ARG(j.ref), SLICE_ARG(j.title)),
		.text = talk_in(in, pool, lang,
		                open ? "chat.review.text"
		                     : r->state == REVIEW_PASSED ? "chat.review.passed" : "chat.review.over", n)};
	out->fields[out->field_count++] = (struct chat_field){
		talk_in(in, pool, lang, "chat.review.files", SLICE_NONE), version_line(pool, &v)};
	hash_sha256_hex(chat_plain(pool, out), seen_out);
	for (size_t i = 0; press && open && i < r->deciders.len; i++) {
		struct contact who;
		chat_identity_list ids = {0};
		int64_t id = r->deciders.at[i].contact;
		bool here = false;
		got = id != 0 ? contact_by_id(in->env.store, pool, id, &who, e) : 0;
		if (got < 0 || (got == 1 && chat_identities(in->env.store, pool, 0, id, &ids, e) < 0))
			return -1;
		for (size_t k = 0; k < ids.len; k++)
			here |= slice_eq(ids.at[k].source, source);
		if (!here) /* no account of theirs is proved: their mail decides */
			continue;
		struct press_of b = {.label = "chat.review.approve", .style = CHAT_PRIMARY, .job = j.id,
		                     .version = v.id, .review = r->id, .contact = id,
		                     .command = pool_slicef(pool, "approve %.*s", SLICE_ARG(j.ref))};
		if (card_button(in, pool, out, &b, e) < 0)
			return -1;
		struct chat_button *last = &out->buttons[out->button_count - 1];
		last->label = talk_in(in, pool, lang, "chat.review.approve",
		                      answer_first_name(who.name.len > 0 ? who.name : who.address));
		last->command = SLICE_NONE; /* in words it would be an opinion */
	}
	return 0;
}

/* A job of the person's own client. 1, 0, -1. */
static int
own_job(struct talk *t, struct slice ref, struct job *out, struct err *e)
{
	int got = job_by_ref(t->store, t->pool, ref, out, e);
	return got == 1 && out->client != t->contact.client ? 0 : got;
}

static int
status(struct talk *t, struct slice ref, struct err *e)
{
	struct job j;
	char key[64];
	static const char *const sides[] = {"side.none", "side.us", "side.client"};
	int got = own_job(t, ref, &j, e);
	if (got < 0)
		return -1;
	if (got == 0) {
		talk_say(t, talk_word(t, "chat.client.nojob"));
		return 0;
	}
	snprintf(key, sizeof(key), "state.%s", job_state_name(j.state));
	struct slice state = talk_word(t, key), side = talk_word(t, sides[job_side(&j)]);
	talk_sayf(t, "%.*s %.*s: %.*s (%.*s)", SLICE_ARG(j.ref), SLICE_ARG(j.title), SLICE_ARG(state),
	          SLICE_ARG(side));
	t->out->job = j.id;
	return 0;
}

/* The words as a message of that person, for the steps that mail goes through. */
static struct ctx *
context(struct talk *t, const struct job *j)
{
	struct ctx *c = pool_alloc(t->pool, sizeof(*c));
	const struct understanding *u = lexicons_of(t->in);
	if (u == NULL)
		return NULL;
	c->in = t->in;
	c->store = t->store;
	c->pool = t->pool;
	c->now = t->now;
	c->r = pool_alloc(t->pool, sizeof(*c->r));
	understand_reply(u, t->pool, t->ev->text, c->r);
	c->who = WHO_CONTACT;
	c->contact = t->contact;
	c->address = t->contact.address;
	c->name = t->contact.name;
	c->auth = "none";
	c->has_job = true;
	c->job = *j;
	str_init(&c->trail, TRAIL_MAX);
	json_begin(&c->trail_json, &c->trail);
	json_list(&c->trail_json);
	return c;
}

/* A verdict in words: written down as no decision, and its decider asked by mail. */
static int
opinion(struct talk *t, struct ctx *c, enum decision_kind kind, struct err *e)
{
	struct life l = life_by_mail(c, &c->job);
	struct review r;
	struct version v;
	int64_t outbox = 0;
	int got = c->job.state == JOB_CLIENT_REVIEW ? open_review(&l, SIDE_CLIENT, &r, &v, e) : 0;
	if (got <= 0)
		return got;
	bool own = review_has(&r, 0, t->contact.id);
	int64_t whom = own ? t->contact.id
	                   : review_has(&r, 0, c->client.decider) ? c->client.decider
	                   : r.deciders.len > 0 ? r.deciders.at[0].contact : 0;
	struct decision d = {.kind = kind, .contact = t->contact.id,
	                     .strength = own ? STRENGTH_ASKED : STRENGTH_OPINION};
	if (decision_note(&l, &r, &v, &d, t->ev->text, e) < 0)
		return -1;
	struct ask_mail ask = {.why = own ? ASK_CONFIRM : ASK_OPINION, .review = &r, .version = &v,
	                       .contact = whom, .decision = d.id, .kind = kind,
	                       .by = t->contact.name.len > 0 ? t->contact.name : t->contact.address,
	                       .words = t->ev->text};
	if (whom != 0 && mail_ask(&l, &ask, &outbox, e) < 0)
		return -1;
	if (tell_lead(&l, outbox != 0 ? "note.not-taken.asked" : "note.not-taken", t->ev->text,
	              SAY_OF("note.by-hand", {c->job.ref, c->address}), e) < 0)
		return -1;
	talk_say(t, talk_word(t, own && outbox != 0 ? "chat.client.asked" : "chat.client.opinion"));
	return 0;
}

static int
in_thread(struct talk *t, struct err *e)
{
	struct job j;
	struct feedback f;
	enum decision_kind kind;
	int64_t id = 0;
	int got = chat_thread_job(t->store, t->source, t->ev->thread, &id, e);
	if (got == 1)
		got = job_get(t->store, t->pool, id, &j, e);
	if (got == 1 && j.client != t->contact.client)
		got = 0;
	if (got <= 0 || t->ev->text.len == 0)
		return got < 0 ? -1 : 0;
	struct ctx *c = context(t, &j);
	if (c == NULL)
		return err_set(e, ERR_RETRY, "the lexicons cannot be read: see the log");
	t->out->job = j.id;
	bool plain_word = about_kind(c->r->verdict, &kind) && kind != DECIDE_CHANGES;
	int r = client_by_id(t->store, t->pool, j.client, &c->client, e) < 0 ? -1 : 0;
	if (r == 0 && plain_word)
		r = opinion(t, c, kind, e);
	if (r == 0)
		r = feedback_take(c, &f, e);
	if (r == 0 && f.taken)
		r = feedback_tell(c, &f, plain_word, e);
	str_clear(&c->trail);
	if (r < 0 || job_save(t->store, &c->job, t->now, e) < 0)
		return -1;
	if (f.taken && !t->out->has)
		talk_say(t, talk_word(t, "chat.client.taken"));
	return 0;
}

int
talk_client(struct talk *t, struct err *e)
{
	struct slice ref;
	size_t at = 0;
	const struct chat_event *ev = t->ev;
	/* Another client's room, or the team's: they have no business there. */
	if (!ev->direct && t->room_client != t->contact.client)
		return 0;
	slice_list words = {0};
	switch (ev->kind) {
	case CHAT_ACTION: return talk_press(t, e);
	case CHAT_COMMAND:
	case CHAT_MESSAGE: break;
	default: return 0;
	}
	if (ev->kind == CHAT_MESSAGE && !ev->mention && !ev->direct)
		return ev->thread.len > 0 ? in_thread(t, e) : 0;
	command_split(t->pool, ev->text, &words);
	if (words.len > 0) {
		int got = talk_verb(t, words.at, words.len, e);
		if (got != 0)
			return got < 0 ? -1 : 0;
	}
	if (wall_next_ref(ev->text, &at, &ref))
		return status(t, ref, e);
	if (ev->thread.len > 0 && ev->kind == CHAT_MESSAGE)
		return in_thread(t, e);
	talk_say(t, talk_word(t, "chat.client.help"));
	return 0;
}

int
talk_client_press(struct talk *t, const struct chat_press *press, struct err *e)
{
	struct job j;
	struct review r;
	struct version v;
	int got = job_get(t->store, t->pool, press->job, &j, e);
	if (got == 1 && (j.client != t->contact.client || j.state != JOB_CLIENT_REVIEW))
		got = 0;
	struct life l = {.in = t->in, .pool = t->pool, .job = &j, .now = t->now,
	                 .actor = pool_slicef(t->pool, "contact:%lld", (long long)t->contact.id)};
	if (got == 1)
		got = open_review(&l, SIDE_CLIENT, &r, &v, e);
	if (got < 0)
		return -1;
	if (got == 0 || press->review != r.id || press->version != v.id ||
	    !review_has(&r, 0, t->contact.id)) {
		talk_say(t, talk_word(t, "chat.press.over"));
		return 0;
	}
	struct decision d = {.kind = DECIDE_APPROVE, .strength = STRENGTH_DECISION,
	                     .contact = t->contact.id};
	struct slice words = pool_slicef(t->pool, "APPROVE (button, %s)", t->from->name);
	if (decision_take(&l, &r, &v, &d, words, e) < 0 || mail_decided(&l, &v, &d, words, e) < 0 ||
	    job_save(t->store, &j, t->now, e) < 0)
		return -1;
	struct slice thanks = talk_word(t, "chat.client.approved");
	talk_sayf(t, "%.*s: v%lld. %.*s", SLICE_ARG(j.ref), (long long)v.number, SLICE_ARG(thanks));
	return 0;
}
