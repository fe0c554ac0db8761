/*
 * Mattermost: what is said there, and what became of it. A direct message needs the channel of two
 * people first: then the request that is rendered asks for it, its answer is kept, and the result
 * is "later, at once", so that the message itself follows. No more than that is kept here.
 */
#include "mattermost.h"

enum {
	AT_ONCE_MS = 1,	   /* the next step; a time that is over would mean back-off */
	PENDING_MS = 1000, /* their server still works on the same post */
	PROBE_POSTS = 100, /* since the try no more were written in one room */
	DIALOG_TITLE = 24, /* characters; their limits, also the next ones */
	DIALOG_LABEL = 24,
	DIALOG_HINT = 150,
};

bool
mattermost_id_ok(struct slice id)
{
	if (id.len == 0 || id.len >= MM_ID_MAX)
		return false;
	for (size_t i = 0; i < id.len; i++) {
		char c = id.data[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
			return false;
	}
	return true;
}

void
mattermost_request(const struct mattermost *mm, struct pool *p, const char *method,
		   const char *path, struct http_out *out)
{
	*out = (struct http_out){.method = method,
				 .url = pool_slicef(p, "%.*s/api/v4%s", SLICE_ARG(mm->base), path)};
	chat_authorize(p, out, "Bearer", mm->token);
	chat_header(p, out, "Accept", SLICE_LIT("application/json"));
}

static bool
keep_me(struct mattermost *mm, struct pool *p, const json_t *o)
{
	struct slice id = chat_str(p, o, "id"), name = chat_str(p, o, "username");
	if (!mattermost_id_ok(id) || name.len == 0 || name.len >= sizeof(mm->name))
		return false;
	slice_cstr(id, mm->me, sizeof(mm->me));
	slice_cstr(name, mm->name, sizeof(mm->name));
	return true;
}

bool
mattermost_took_me(struct mattermost *mm, struct pool *p, struct slice body)
{
	json_t *o = chat_json(body, "Mattermost", NULL);
	bool ok = keep_me(mm, p, o);
	json_decref(o);
	return ok;
}

/* --- Saying ---------------------------------------------------------------------------------- */

/* The channel of a direct talk with that person, or NULL when it must be asked for. */
static const char *
direct_of(const struct mattermost *mm, struct slice person)
{
	for (size_t i = 0; i < MM_DIRECTS_MAX; i++)
		if (mm->directs[i].person[0] != '\0' && slice_is(person, mm->directs[i].person))
			return mm->directs[i].channel;
	return NULL;
}

/* "e CHANNEL PERSON": said there by that person. */
static bool
said_in(struct slice reply, struct slice *channel, struct slice *person)
{
	struct slice word;
	return slice_cut(&reply, ' ', &word) && slice_is(word, "e") &&
	       slice_cut(&reply, ' ', channel) && mattermost_id_ok(*channel) &&
	       mattermost_id_ok(reply) && (*person = reply, true);
}

static int
finish(struct pool *p, struct str *body, struct http_out *out, struct err *e)
{
	chat_header(p, out, "Content-Type", SLICE_LIT("application/json"));
	return chat_take(p, body, &out->body, e);
}

/* Where a message goes. */
struct aim {
	struct slice channel, person; /* person: a direct or ephemeral one is for */
	bool ephemeral, direct, url;
};

static int
aim_at(const struct mattermost *mm, const struct chat_message *m, struct aim *a, struct err *e)
{
	struct slice person;
	*a = (struct aim){.channel = m->room, .person = m->only, .direct = m->direct};
	if (m->act == CHAT_REPLY && !said_in(m->reply, &a->channel, &person)) {
		if (!http_url_is(m->reply, mm->host))
			return err_set(e, ERR_MESSAGE, "an answer to nowhere on Mattermost");
		a->url = true;
		return 0;
	}
	if (!a->direct && a->person.len > 0)
		a->ephemeral = true;
	if (a->ephemeral && mm->no_ephemeral)
		a->direct = true;
	if (a->direct)
		a->ephemeral = false;
	if (a->direct ? !mattermost_id_ok(a->person) : !mattermost_id_ok(a->channel))
		return err_set(
			e, ERR_MESSAGE,
			"'%.*s' is no id of a Mattermost channel: it has 26 letters and digits "
			"(Channel, View Info)",
			SLICE_ARG(a->direct ? a->person : a->channel));
	return 0;
}

/* What must be asked before a direct message can be said: 1 it is in *out, 0 nothing. */
static int
before_direct(const struct mattermost *mm, struct pool *p, const struct aim *a,
	      struct http_out *out)
{
	if (!a->direct || direct_of(mm, a->person) != NULL)
		return 0;
	if (mm->me[0] == '\0') {
		mattermost_request(mm, p, "GET", "/users/me", out);
		return 1;
	}
	mattermost_request(mm, p, "POST", "/channels/direct", out);
	chat_header(p, out, "Content-Type", SLICE_LIT("application/json"));
	out->body = pool_slicef(p, "[\"%s\",\"%.*s\"]", mm->me, SLICE_ARG(a->person));
	return 1;
}

/* What the probe finds a post by: each part of a long text is one. */
static struct slice
probe_key(struct pool *p, const struct chat_message *m)
{
	return m->parts > 1 ? pool_slicef(p, "%.*s.%u", SLICE_ARG(m->key), m->part) : m->key;
}

static void
post_members(const struct mattermost *mm, struct json *w, const struct chat_message *m,
	     struct pool *p, struct slice channel)
{
	struct chat_card c = chat_part(m);
	json_put_text(w, "channel_id", channel);
	if (m->thread.len > 0 && !m->direct && mattermost_id_ok(m->thread))
		json_put_text(w, "root_id", m->thread);
	mattermost_card(mm, w, &c, MM_MESSAGE, probe_key(p, m));
}

static int
render_post(const struct mattermost *mm, struct pool *p, const struct chat_message *m,
	    struct http_out *out, struct err *e)
{
	struct aim a;
	struct str body;
	struct json w;
	if (aim_at(mm, m, &a, e) < 0)
		return -1;
	if (before_direct(mm, p, &a, out))
		return 0;
	str_init(&body, MM_REQUEST_MAX);
	json_begin(&w, &body);
	json_open(&w);
	if (a.url) {
		struct chat_card c = chat_part(m);
		*out = (struct http_out){.method = "POST", .url = m->reply, .secret_url = true};
		json_put_cstr(&w, "response_type", m->only.len > 0 ? "ephemeral" : "in_channel");
		mattermost_card(mm, &w, &c, MM_ANSWER, SLICE_NONE);
		json_put_bool(&w, "skip_slack_parsing", true);
	} else if (a.ephemeral) {
		mattermost_request(mm, p, "POST", "/posts/ephemeral", out);
		json_put_text(&w, "user_id", a.person);
		json_key(&w, "post");
		json_open(&w);
		post_members(mm, &w, m, p, a.channel);
		json_close(&w);
	} else {
		mattermost_request(mm, p, "POST", "/posts", out);
		struct slice to = a.direct ? slice_of(direct_of(mm, a.person)) : a.channel;
		post_members(mm, &w, m, p, to);
		/* The same id within 30 s makes no second post; after that the probe tells. */
		struct slice pending = pool_slicef(p, "docket:%s:%.*s", mm->conf->name,
						   SLICE_ARG(probe_key(p, m)));
		json_put_text(&w, "pending_post_id", pending);
	}
	json_close(&w);
	return finish(p, &body, out, e);
}

static int
render_update(const struct mattermost *mm, struct pool *p, const struct chat_message *m,
	      struct http_out *out, struct err *e)
{
	struct str body;
	struct json w;
	struct chat_card c = chat_part(m);
	if (!mattermost_id_ok(m->replace))
		return err_set(e, ERR_MESSAGE, "'%.*s' is no id of a Mattermost post",
			       SLICE_ARG(m->replace));
	struct slice path = pool_slicef(p, "/posts/%.*s/patch", SLICE_ARG(m->replace));
	mattermost_request(mm, p, "PUT", path.data, out);
	str_init(&body, MM_REQUEST_MAX);
	json_begin(&w, &body);
	json_open(&w);
	mattermost_card(mm, &w, &c, MM_MESSAGE, probe_key(p, m));
	json_close(&w);
	return finish(p, &body, out, e);
}

static struct slice
cut_chars(struct pool *p, struct slice s, size_t max)
{
	slice_list parts = {0};
	chat_split(p, s, max, CHAT_CODEPOINTS, &parts);
	return parts.at[0];
}

static void
put_element(struct pool *p, struct json *w, const struct chat_question *q)
{
	static const char *const types[] = {[CHAT_LINE] = "text",
					    [CHAT_LINES] = "textarea",
					    [CHAT_CHOICE] = "select",
					    [CHAT_DATE] = "text"};
	json_open(w);
	json_put_text(w, "name", q->name);
	json_put_text(w, "display_name", cut_chars(p, q->label, DIALOG_LABEL));
	json_put_cstr(w, "type", (size_t)q->input < COUNT(types) ? types[q->input] : "text");
	json_put_text(w, "default", q->value);
	if (q->input == CHAT_DATE)
		json_put_cstr(w, "placeholder", "2026-05-14");
	json_put_text(w, "help_text", cut_chars(p, q->hint, DIALOG_HINT));
	json_put_bool(w, "optional", !q->must);
	if (q->input == CHAT_CHOICE) {
		json_key(w, "options");
		json_list(w);
		for (size_t i = 0; i < q->choices.len; i++) {
			json_open(w);
			json_put_text(w, "text", q->choices.at[i]);
			json_put_text(w, "value", q->choices.at[i]);
			json_close(w);
		}
		json_list_end(w);
	}
	json_close(w);
}

static int
render_dialog(const struct mattermost *mm, struct pool *p, const struct chat_message *m,
	      struct http_out *out, struct err *e)
{
	struct str body;
	struct json w;
	const struct chat_form *f = &m->form;
	if (m->trigger.len == 0 || mm->public_url == NULL)
		return err_set(e, ERR_MESSAGE,
			       "a form cannot be opened on Mattermost without http.public_url");
	mattermost_request(mm, p, "POST", "/actions/dialogs/open", out);
	str_init(&body, MM_REQUEST_MAX);
	json_begin(&w, &body);
	json_open(&w);
	json_put_text(&w, "trigger_id", m->trigger);
	json_put_text(&w, "url", pool_slicef(p, "%s/chat/%s", mm->public_url, mm->conf->name));
	json_key(&w, "dialog");
	json_open(&w);
	json_put_cstr(&w, "callback_id", "docket");
	json_put_text(&w, "title", cut_chars(p, f->title, DIALOG_TITLE));
	json_put_text(&w, "submit_label", f->submit);
	json_put_text(&w, "state", f->token);
	json_put_bool(&w, "notify_on_cancel", false);
	json_key(&w, "elements");
	json_list(&w);
	for (size_t i = 0; i < f->question_count; i++)
		put_element(p, &w, &f->questions[i]);
	json_list_end(&w);
	json_close(&w);
	json_close(&w);
	return finish(p, &body, out, e);
}

int
mattermost_render(void *self, struct pool *p, const struct chat_message *m, struct http_out *out,
		  struct err *e)
{
	const struct mattermost *mm = self;
	if (m->act == CHAT_OPEN)
		return render_dialog(mm, p, m, out, e);
	if (m->act == CHAT_UPDATE)
		return render_update(mm, p, m, out, e);
	return render_post(mm, p, m, out, e);
}

/* --- What became of it ----------------------------------------------------------------------- */

/* Their texts are translated; the id says what it was. */
static const struct {
	const char *id;
	enum chat_status status;
	const char *why;
} faults[] = {
	{"api.post.create_post.can_not_post_to_deleted.error", CHAT_GONE,
	 "the channel is archived"},
	{"api.post.patch_post.can_not_update_post_in_deleted.error", CHAT_GONE,
	 "the channel is archived"},
	{"api.post.update_post.can_not_update_post_in_deleted.error", CHAT_GONE,
	 "the channel is archived"},
	{"api.post.update_post.permissions_details.app_error", CHAT_GONE, "the post was deleted"},
	{"api.post.update_post.permissions_time_limit.app_error", CHAT_GONE,
	 "the post is too old to be changed: see Post Edit Time Limit in the System Console"},
	{"api.post.create_post.root_id.app_error", CHAT_GONE, "the thread was deleted"},
	{"api.post.create_post.channel_root_id.app_error", CHAT_GONE,
	 "the thread is in another channel"},
	{"api.post.create_post.town_square_read_only", CHAT_GONE, "the channel is read-only"},
	{"api.context.invalid_param.app_error", CHAT_GONE, "there is no such channel"},
	{"api.context.permissions.app_error", CHAT_GONE,
	 "the bot may not do that there: invite it to the channel"},
	{"api.context.session_expired.app_error", CHAT_REAUTH, "the bot's token is not valid"},
	{"api.context.invalid_token.error", CHAT_REAUTH, "the bot's token is not valid"},
	{"model.post.is_valid.message_length.app_error", CHAT_TOO_BIG, "the message is too long"},
	{"model.post.is_valid.props.app_error", CHAT_TOO_BIG, "the card is too large"},
	{"api.post.deduplicate_create_post.pending", CHAT_LATER, "the same post is being made"},
};

static void
judge_fault(struct slice id, int64_t now, struct chat_result *out)
{
	for (size_t i = 0; i < COUNT(faults); i++)
		if (slice_is(id, faults[i].id)) {
			out->status = faults[i].status;
			out->why = slice_of(faults[i].why);
			out->not_before = faults[i].status == CHAT_LATER ? now + PENDING_MS : 0;
		}
}

/* An answer to what before_direct asked; true when the message itself is still to be said. */
static bool
took_step(struct mattermost *mm, struct pool *p, const json_t *o, struct slice person)
{
	struct slice id = chat_str(p, o, "id");
	if (chat_str(p, o, "username").len > 0)
		return keep_me(mm, p, o);
	if (!slice_is(chat_str(p, o, "type"), "D") || !mattermost_id_ok(id))
		return false;
	struct mattermost_direct *d = &mm->directs[mm->direct_next++ % MM_DIRECTS_MAX];
	slice_cstr(person, d->person, sizeof(d->person));
	slice_cstr(id, d->channel, sizeof(d->channel));
	return true;
}

/* A second try must not become a second message: only a post may have had its effect unseen. */
static bool
may_double(const struct mattermost *mm, const struct chat_message *m)
{
	struct aim a;
	return (m->act == CHAT_POST || m->act == CHAT_REPLY) && aim_at(mm, m, &a, NULL) == 0 &&
	       !a.url && !a.ephemeral;
}

static void
judge_failure(struct mattermost *mm, struct pool *p, const struct chat_message *m,
	      const struct http_result *r, int64_t now, struct chat_result *out)
{
	enum { BAD_GATEWAY = 502, GATEWAY_TIMEOUT = 504 };
	struct aim a;
	json_t *o = chat_json(r->body, "Mattermost", NULL);
	struct slice id = chat_str(p, o, "id");
	json_decref(o);
	if (r->status == 429)
		out->not_before = now + chat_wait(r, now);
	if (r->status == 401)
		out->why = SLICE_LIT("the bot's token is not valid");
	judge_fault(id, now, out);
	if (r->status == BAD_GATEWAY || r->status == GATEWAY_TIMEOUT)
		out->status = CHAT_UNKNOWN; /* of a proxy: their server may have done it */
	if (r->status == 403 && m->act != CHAT_UPDATE && aim_at(mm, m, &a, NULL) == 0 &&
	    a.ephemeral) {
		mm->no_ephemeral = true;
		*out = (struct chat_result){.status = CHAT_LATER, .not_before = now + AT_ONCE_MS};
	}
	if (r->status == 403 && m->act == CHAT_UPDATE)
		out->why = SLICE_LIT("the post is gone, or not the bot's own");
}

void
mattermost_result(void *self, struct pool *p, const struct chat_message *m,
		  const struct http_result *r, int64_t now, struct chat_result *out)
{
	struct mattermost *mm = self;
	struct aim a;
	chat_judge(p, r, now, "Mattermost", out);
	if (out->status != CHAT_OK) {
		if (r->status != 0)
			judge_failure(mm, p, m, r, now, out);
		if (out->status == CHAT_UNKNOWN && !may_double(mm, m))
			out->status = CHAT_RETRY;
		return;
	}
	if (m->act == CHAT_OPEN || aim_at(mm, m, &a, NULL) < 0 || a.url)
		return;
	json_t *o = chat_json(r->body, "Mattermost", NULL);
	struct slice id = chat_str(p, o, "id"), root = chat_str(p, o, "root_id");
	if (m->act != CHAT_UPDATE && a.direct && chat_str(p, o, "channel_id").len == 0) {
		*out = took_step(mm, p, o, a.person)
			       ? (struct chat_result){.status = CHAT_LATER,
						      .not_before = now + AT_ONCE_MS}
			       : (struct chat_result){.status = CHAT_GONE,
						      .why = SLICE_LIT("Mattermost opens no direct "
								       "channel with that person")};
	} else if (!mattermost_id_ok(id)) {
		/* 200 and something else: a proxy's page, a log-in. */
		*out = (struct chat_result){.status = CHAT_RETRY,
					    .why = SLICE_LIT("Mattermost's answer is none of its "
							     "own: is url its address?")};
	} else if (!a.ephemeral) {
		out->posted = id;
		out->thread = mattermost_id_ok(root) ? root : id;
	}
	json_decref(o);
}

int
mattermost_probe(void *self, struct pool *p, const struct chat_message *m, struct http_out *out)
{
	const struct mattermost *mm = self;
	struct aim a;
	if (!may_double(mm, m) || aim_at(mm, m, &a, NULL) < 0)
		return 0;
	const char *direct = a.direct ? direct_of(mm, a.person) : NULL;
	if (a.direct && direct == NULL)
		return 0;
	struct slice channel = a.direct ? slice_of(direct) : a.channel;
	struct slice path = pool_slicef(p, "/channels/%.*s/posts?page=0&per_page=%d",
					SLICE_ARG(channel), PROBE_POSTS);
	mattermost_request(mm, p, "GET", path.data, out);
	return 1;
}

int
mattermost_probed(void *self, struct pool *p, const struct chat_message *m,
		  const struct http_result *r, struct chat_result *out)
{
	const char *id;
	json_t *post;
	int found = 0;
	(void)self;
	*out = (struct chat_result){0};
	json_t *o = r->status == 200 ? chat_json(r->body, "Mattermost", NULL) : NULL;
	if (!json_is_object(json_object_get(o, "posts"))) {
		json_decref(o);
		return -1;
	}
	struct slice key = probe_key(p, m);
	json_object_foreach(json_object_get(o, "posts"), id, post)
	{
		struct slice root = chat_str(p, post, "root_id");
		if (!slice_eq(chat_str(p, json_object_get(post, "props"), "docket"), key))
			continue;
		out->posted = pool_copy(p, slice_of(id));
		out->thread = root.len > 0 ? root : out->posted;
		found = 1;
	}
	json_decref(o);
	return found;
}
