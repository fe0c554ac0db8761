/*
 * Messages as requests to Slack. Everybody's messages carry the key as metadata, so that after a
 * time-out the room can be asked whether it has it (slack_probe). Edits are the same however often
 * they come; what one person alone sees can't be asked for.
 */
#include "chat_slack.h"

#include "chat_util.h"

void
slack_call(struct slack *s, struct pool *p, const char *method, struct slice form,
	   struct slice json, struct http_out *out)
{
	*out = (struct http_out){.method = "POST", .body = json.len > 0 ? json : form};
	out->url = pool_slicef(p, "%.*s%s", SLICE_ARG(s->base), method);
	chat_authorize(p, out, "Bearer", s->token);
	chat_header(p, out, "Content-Type",
		    json.len > 0 ? SLICE_LIT("application/json; charset=utf-8")
				 : SLICE_LIT("application/x-www-form-urlencoded"));
}

struct slice
slack_dm_room(const struct slack *s, struct slice user)
{
	for (size_t i = 0; i < SLACK_DMS_MAX; i++)
		if (user.len > 0 && slice_is(user, s->dms[i].user))
			return slice_of(s->dms[i].room);
	return SLICE_NONE;
}

void
slack_dm_learn(struct slack *s, struct slice user, struct slice room)
{
	if (!slack_is_id(user) || !slack_is_id(room) || room.data[0] != 'D' ||
	    slack_dm_room(s, user).len > 0)
		return;
	struct slack_dm *d = &s->dms[s->dm_next++ % SLACK_DMS_MAX];
	slice_cstr(user, d->user, sizeof(d->user));
	slice_cstr(room, d->room, sizeof(d->room));
}

/* Where it goes: an account's id opens the direct talk with it by itself. */
static struct slice
channel_of(const struct chat_message *m)
{
	if (m->direct)
		return m->only;
	return m->room.len > 0 ? m->room : slack_ref_room(m->thread);
}

static bool
for_one(const struct chat_message *m)
{
	return m->only.len > 0 && !m->direct;
}

static void
put_metadata(struct json *w, const struct chat_message *m)
{
	json_key(w, "metadata");
	json_open(w);
	json_put_cstr(w, "event_type", "docket");
	json_key(w, "event_payload");
	json_open(w);
	json_put_text(w, "key", m->key);
	json_put_int(w, "part", m->part > 0 ? m->part : 1);
	json_close(w);
	json_close(w);
}

static int
post(struct slack *s, struct pool *p, const struct chat_message *m, struct http_out *out,
     struct err *e)
{
	struct slice channel = channel_of(m), thread = slack_ref_ts(m->thread), body;
	bool update = m->act == CHAT_UPDATE, one = for_one(m) && !update;
	struct str text;
	struct json w;
	if (update)
		channel = slack_ref_room(m->replace);
	if (!slack_is_id(channel) || (update && !slack_is_ts(slack_ref_ts(m->replace))))
		return err_set(e, ERR_MESSAGE, "'%.*s' is no room of Slack's", SLICE_ARG(channel));
	str_init(&text, SLACK_BODY_MAX);
	json_begin(&w, &text);
	json_open(&w);
	json_put_text(&w, "channel", channel);
	if (update)
		json_put_text(&w, "ts", slack_ref_ts(m->replace));
	else if (slack_is_ts(thread))
		json_put_text(&w, "thread_ts", thread);
	if (one)
		json_put_text(&w, "user", m->only);
	int rc = slack_put_card(&w, p, m, update, e);
	if (!one) {
		json_put_bool(&w, "unfurl_links", false);
		json_put_bool(&w, "unfurl_media", false);
		put_metadata(&w, m);
	}
	json_close(&w);
	if (chat_take(p, &text, &body, e) < 0 || rc < 0)
		return -1;
	slack_call(s, p,
		   update ? "chat.update"
		   : one  ? "chat.postEphemeral"
			  : "chat.postMessage",
		   SLICE_NONE, body, out);
	return 0;
}

static int
open_form(struct slack *s, struct pool *p, const struct chat_message *m, struct http_out *out,
	  struct err *e)
{
	struct slice body;
	struct str text;
	struct json w;
	if (m->trigger.len == 0)
		return err_set(e, ERR_MESSAGE, "a form for Slack without a trigger");
	str_init(&text, SLACK_BODY_MAX);
	json_begin(&w, &text);
	json_open(&w);
	json_put_text(&w, "trigger_id", m->trigger);
	json_key(&w, "view");
	slack_put_view(&w, p, m);
	json_close(&w);
	if (chat_take(p, &text, &body, e) < 0)
		return -1;
	slack_call(s, p, "views.open", SLICE_NONE, body, out);
	return 0;
}

int
slack_reply_body(struct pool *p, const struct chat_message *m, struct slice *out, struct err *e)
{
	struct str text;
	struct json w;
	str_init(&text, SLACK_BODY_MAX);
	json_begin(&w, &text);
	json_open(&w);
	json_put_cstr(&w, "response_type", "ephemeral");
	json_put_bool(&w, "replace_original", m->replace.len > 0);
	if (slack_is_ts(slack_ref_ts(m->thread)))
		json_put_text(&w, "thread_ts", slack_ref_ts(m->thread));
	int rc = slack_put_card(&w, p, m, false, e);
	json_close(&w);
	return chat_take(p, &text, out, e) < 0 || rc < 0 ? -1 : 0;
}

static int
reply(const struct slack *s, struct pool *p, const struct chat_message *m, struct http_out *out,
      struct err *e)
{
	/* It came from outside, whoever stored it since. */
	if (!slack_hook_ok(s, m->reply))
		return err_set(e, ERR_MESSAGE, "an answer to Slack may only go to %.*s",
			       SLICE_ARG(s->hook));
	*out = (struct http_out){.method = "POST", .url = m->reply, .secret_url = true};
	chat_header(p, out, "Content-Type", SLICE_LIT("application/json; charset=utf-8"));
	return slack_reply_body(p, m, &out->body, e);
}

int
slack_render(void *self, struct pool *p, const struct chat_message *m, struct http_out *out,
	     struct err *e)
{
	struct slack *s = self;
	switch (m->act) {
	case CHAT_OPEN: return open_form(s, p, m, out, e);
	case CHAT_REPLY:
		/* What a message was answered, or after the half hour: to the one person. */
		return m->reply.len > 0 ? reply(s, p, m, out, e) : post(s, p, m, out, e);
	default: return post(s, p, m, out, e);
	}
}

/* Whether the room keeps it with its key. */
static bool
kept(const struct chat_message *m)
{
	return (m->act == CHAT_POST || (m->act == CHAT_REPLY && m->reply.len == 0)) && !for_one(m);
}

int
slack_probe(void *self, struct pool *p, const struct chat_message *m, struct http_out *out)
{
	struct slack *s = self;
	struct slice thread = slack_ref_ts(m->thread), channel = channel_of(m), body;
	struct str text;
	if (!kept(m) || !slack_is_id(channel))
		return 0;
	str_init(&text, SLACK_BODY_MAX);
	if (m->direct && slack_dm_room(s, m->only).len == 0) {
		/* Its room isn't known: asked first, and the message the next time. */
		str_addf(&text, "{\"users\":\"%.*s\"}", SLICE_ARG(m->only));
		if (chat_take(p, &text, &body, NULL) < 0)
			return 0;
		slack_call(s, p, "conversations.open", SLICE_NONE, body, out);
		return 1;
	}
	if (m->direct)
		channel = slack_dm_room(s, m->only);
	http_form_add(&text, "channel", channel);
	http_form_add(&text, "include_all_metadata", SLICE_LIT("true"));
	/* A room is told newest first, a thread oldest first: all of it then. */
	http_form_add(&text, "limit", slack_is_ts(thread) ? SLICE_LIT("999") : SLICE_LIT("100"));
	if (slack_is_ts(thread))
		http_form_add(&text, "ts", thread);
	if (chat_take(p, &text, &body, NULL) < 0)
		return 0;
	slack_call(s, p, slack_is_ts(thread) ? "conversations.replies" : "conversations.history",
		   body, SLICE_NONE, out);
	return 1;
}

/* A message or thread ref of one that was posted. */
static void
posted_as(struct pool *p, const struct chat_message *m, struct slice ref, struct chat_result *out)
{
	out->posted = ref;
	out->thread = slack_is_ts(slack_ref_ts(m->thread))
			      ? slack_ref(p, slack_ref_room(ref), slack_ref_ts(m->thread))
			      : ref;
}

int
slack_probed(void *self, struct pool *p, const struct chat_message *m, const struct http_result *r,
	     struct chat_result *out)
{
	struct slack *s = self;
	json_t *o = slack_judge(p, r, 0, out);
	const json_t *list = chat_json_at(o, "messages"), *one;
	int found = -1;
	size_t i;
	if (out->status == CHAT_OK && list == NULL) {
		slack_dm_learn(s, m->only, chat_json_text(p, o, "channel.id"));
		out->status = CHAT_RETRY;
	} else if (out->status == CHAT_OK) {
		struct slice room = m->direct ? slack_dm_room(s, m->only) : channel_of(m);
		found = 0;
		json_array_foreach(list, i, one)
		{
			const json_t *payload = chat_json_at(one, "metadata.event_payload");
			if (!slice_is(chat_json_text(p, one, "metadata.event_type"), "docket") ||
			    !slice_eq(chat_json_text(p, payload, "key"), m->key) ||
			    chat_num(payload, "part") != (int64_t)(m->part > 0 ? m->part : 1))
				continue;
			posted_as(p, m, slack_ref(p, room, chat_json_text(p, one, "ts")), out);
			found = 1;
		}
	}
	json_decref(o);
	return found;
}

void
slack_result(void *self, struct pool *p, const struct chat_message *m, const struct http_result *r,
	     int64_t now, struct chat_result *out)
{
	struct slack *s = self;
	json_t *o = slack_judge(p, r, now, out);
	if (out->status == CHAT_OK && m->act != CHAT_OPEN && m->reply.len == 0) {
		struct slice room = chat_json_text(p, o, "channel");
		struct slice ref = slack_ref(p, room, chat_json_text(p, o, "ts"));
		posted_as(p, m, ref, out);
		if (m->direct)
			slack_dm_learn(s, m->only, room);
	} else if (out->status == CHAT_RETRY && r->status >= 500 && kept(m)) {
		/* It may have been posted before it failed: the room is asked first. */
		out->status = CHAT_UNKNOWN;
	} else if (out->status == CHAT_UNKNOWN && m->act == CHAT_UPDATE) {
		out->status = CHAT_RETRY; /* twice the same is once */
	}
	json_decref(o);
}
