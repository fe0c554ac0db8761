/*
 * What a client's person says in a room shared with them. They are told of their own jobs only, and
 * that to them alone. Words under a review are feedback; a yes in plain words is an opinion and its
 * decider is asked at the known address (P6: no token, no proof of which version). A button sent for
 * that very person and version, pressed by an account that a mailed code proved theirs, decides.
 */
#include "chat_desk.h"

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

static int
in_thread(struct talk *t, struct err *e)
{
	struct job j;
	int64_t id = 0;
	int got = chat_thread_job(t->store, t->source, t->ev->thread, &id, e);
	if (got == 1)
		got = job_get(t->store, t->pool, id, &j, e);
	if (got == 1 && j.client != t->contact.client)
		got = 0;
	struct slice files = chat_file_names(t->pool, t->ev);
	if (got <= 0 || t->ev->text.len + files.len == 0)
		return got < 0 ? -1 : 0;
	struct again_at at = {.in = t->in, .pool = t->pool};
	struct chat_again a = {.kind = CHAT_AGAIN_WORDS, .source = t->source, .contact = t->contact.id,
	                       .job = j.id, .words = t->ev->text, .files = files};
	t->out->job = j.id;
	if (chat_do(&at, &a, e) < 0)
		return -1;
	if (at.said != NULL)
		talk_say(t, talk_word(t, at.said));
	else if (files.len > 0)
		talk_files(t);
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
	talk_say(t, talk_how(t, "chat.client.help"));
	return 0;
}

int
talk_client_press(struct talk *t, const struct chat_press *press, struct err *e)
{
	struct job j;
	int got = job_get(t->store, t->pool, press->job, &j, e);
	if (got < 0)
		return -1;
	struct again_at at = {.in = t->in, .pool = t->pool};
	struct chat_again a = {.kind = CHAT_AGAIN_DECISION, .source = t->source, .contact = t->contact.id,
	                       .job = press->job, .review = press->review,
	                       .words = pool_slicef(t->pool, "APPROVE (button, %s)", t->from->name)};
	if (got == 1 && j.client == t->contact.client && chat_do(&at, &a, e) < 0)
		return -1;
	if (at.said == NULL) {
		talk_say(t, talk_word(t, "chat.press.over"));
		return 0;
	}
	struct slice thanks = talk_word(t, at.said);
	talk_sayf(t, "%.*s: v%lld. %.*s", SLICE_ARG(j.ref), (long long)at.version, SLICE_ARG(thanks));
	return 0;
}
