/*
 * Activities of the Bot Framework, and of an outgoing webhook, as events; and what they are
 * answered in the response itself. Only authentic requests come here, what stands in them is still
 * a stranger's: everything is bounded and nothing is taken for markup.
 */
#include "chat_teams.h"

#include "chat_json.h"

#include "docket/base/day.h"
#include "docket/base/utf8.h"

enum { SEP = '|' };

int
teams_reply_read(struct slice ref, struct teams_reply *out)
{
	struct slice kind, part[3];
	if (!slice_cut(&ref, SEP, &kind) || kind.len != 1 || strchr("bih", kind.data[0]) == NULL)
		return -1;
	for (int i = 0; i < 3; i++)
		if (!slice_cut(&ref, SEP, &part[i]))
			part[i] = SLICE_NONE;
	*out = (struct teams_reply){(enum teams_kind)kind.data[0], part[0], part[1], part[2]};
	return 0;
}

/* Ids are theirs to choose; what could not be taken apart again is no id. */
static bool
sound(struct slice id)
{
	return id.len > 0 && id.len < TEAMS_REF_MAX && slice_index(id, SEP) < 0 &&
	       slice_index(id, '\n') < 0;
}

/* "&amp;" and the few others that Teams writes; "<at>Name</at>" of others is their name. */
static struct slice
plain(struct pool *p, struct slice s)
{
	static const struct {
		const char *from, *to;
	} table[] = {{"&amp;", "&"}, {"&lt;", "<"},   {"&gt;", ">"},	 {"&quot;", "\""},
		     {"&#39;", "'"}, {"&nbsp;", " "}, {"\xc2\xa0", " "}, {"<at>", ""},
		     {"</at>", ""},  {"\r", ""}};
	char *to = pool_alloc(p, s.len + 1);
	size_t n = 0;
	while (s.len > 0) {
		size_t k = 0;
		while (k < COUNT(table) && !slice_starts(s, table[k].from))
			k++;
		if (k == COUNT(table)) {
			to[n++] = s.data[0];
			s = slice_sub(s, 1, s.len);
			continue;
		}
		for (const char *c = table[k].to; *c != '\0'; c++)
			to[n++] = *c;
		s = slice_sub(s, strlen(table[k].from), s.len);
	}
	return slice_trim(slice_make(to, n));
}

static struct slice
without(struct pool *p, struct slice text, struct slice what)
{
	ptrdiff_t at = what.len > 0 ? slice_find(text, what) : -1;
	if (at < 0)
		return text;
	struct slice before = slice_sub(text, 0, (size_t)at),
		     after = slice_sub(text, (size_t)at + what.len, text.len);
	return pool_slicef(p, "%.*s%.*s", SLICE_ARG(before), SLICE_ARG(after));
}

/* The words without our own name; whether it stood there. */
static struct slice
words(struct pool *p, const json_t *o, struct slice us, bool *mentioned)
{
	struct slice text = chat_str(p, o, "text");
	const json_t *list = json_object_get(o, "entities");
	*mentioned = false;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		if (!slice_is(chat_str(p, one, "type"), "mention") || us.len == 0 ||
		    !slice_eq(chat_json_text(p, one, "mentioned.id"), us))
			continue;
		text = without(p, text, chat_str(p, one, "text"));
		*mentioned = true;
	}
	return text;
}

/* An outgoing webhook is always called by its name, which it is not told. */
static struct slice
behind_name(struct slice text)
{
	text = slice_trim(text);
	ptrdiff_t end = slice_find(text, SLICE_LIT("</at>"));
	return slice_starts(text, "<at>") && end > 0
		       ? slice_sub(text, (size_t)end + strlen("</at>"), text.len)
		       : text;
}

/* What a pressed button carries: a token, and for a form its answers. */
static bool
pressed(struct pool *p, const json_t *data, struct chat_event *ev)
{
	const char *key;
	json_t *v;
	ev->token = chat_str(p, data, "docket");
	ev->kind = CHAT_ACTION;
	if (ev->token.len > 0)
		return ev->token.len <= CHAT_TOKEN_MAX;
	ev->token = chat_str(p, data, "docketForm");
	ev->kind = CHAT_FORM;
	union {
		const json_t *in;
		json_t *out;
	} u = {data};
	json_object_foreach(u.out, key, v)
	{
		if (!json_is_string(v) || strcmp(key, "docketForm") == 0 ||
		    ev->field_count == CHAT_FIELDS_MAX)
			continue;
		ev->fields[ev->field_count++] =
			(struct chat_field){pool_copy(p, slice_of(key)), chat_str(p, data, key)};
	}
	return ev->token.len > 0 && ev->token.len <= CHAT_TOKEN_MAX;
}

static struct slice
room_of(struct slice conversation)
{
	ptrdiff_t at = slice_find(conversation, SLICE_LIT(";messageid="));
	return at < 0 ? conversation : slice_sub(conversation, 0, (size_t)at);
}

/* Where, who, when, and by what it may be answered. -1: what every activity has is missing. */
static int
common(const struct teams *t, struct pool *p, const json_t *o, enum teams_kind kind,
       struct chat_event *ev, struct err *e)
{
	struct slice conversation = chat_json_text(p, o, "conversation.id"),
		     id = chat_str(p, o, "id"), service = chat_str(p, o, "serviceUrl"),
		     tenant = chat_json_text(p, o, "channelData.tenant.id");
	if (id.len == 0) /* an invocation of old clients; its time tells it from others */
		id = chat_str(p, o, "timestamp");
	if (!sound(conversation) || !sound(id) || service.len >= TEAMS_REF_MAX)
		return err_set(e, ERR_MESSAGE, "an activity of Teams has no conversation or id");
	if (tenant.len == 0)
		tenant = chat_json_text(p, o, "conversation.tenantId");
	ev->key = pool_slicef(p, "%.*s|%.*s|%.*s", SLICE_ARG(chat_str(p, o, "channelId")),
			      SLICE_ARG(conversation), SLICE_ARG(id));
	ev->room = room_of(conversation);
	if (ev->room.len < conversation.len)
		ev->thread = conversation;
	ev->message = pool_slicef(p, "%.*s|%.*s", SLICE_ARG(conversation), SLICE_ARG(id));
	ev->direct = slice_is(chat_json_text(p, o, "conversation.conversationType"), "personal");
	ev->who = (struct chat_actor){.tenant = tenant,
				      .uid = chat_json_text(p, o, "from.id"),
				      .handle = conversation, /* where it can be asked who it is */
				      .display = chat_json_text(p, o, "from.name")};
	ev->who.self = slice_eq(ev->who.uid, chat_json_text(p, o, "recipient.id"));
	ev->who.bot = slice_is(chat_json_text(p, o, "from.role"), "bot") ||
		      slice_starts(ev->who.uid, "28:");
	ev->who.outsider = t->conf->tenant != NULL && !slice_is(tenant, t->conf->tenant);
	ev->reply = pool_slicef(p, "%c|%.*s|%.*s|%.*s", kind, SLICE_ARG(service),
				SLICE_ARG(conversation), SLICE_ARG(id));
	ev->reply_left = kind == TEAMS_HOOK ? 1 : -1;
	if (kind != TEAMS_HOOK)
		ev->trigger = ev->reply; /* a form is a card in the same conversation */
	return 0;
}

/* We were added or removed, or the team was. NULL: nobody we care for. */
static const char *
moved(struct pool *p, const json_t *o, struct slice us)
{
	static const char *const lists[] = {"membersAdded", "membersRemoved"}, *const said[] = {
										       "joined",
										       "left"};
	struct slice what = chat_json_text(p, o, "channelData.eventType");
	for (int i = 0; i < 2; i++) {
		const json_t *list = json_object_get(o, lists[i]);
		for (size_t k = 0; k < json_array_size(list); k++)
			if (slice_eq(chat_str(p, json_array_get(list, k), "id"), us))
				return said[i];
	}
	return slice_is(what, "channelDeleted") || slice_is(what, "teamDeleted") ? "left" : NULL;
}

/* What came with a message: files and pictures. Its words come along as HTML, cards are no files. */
static void
files_of(struct pool *p, const json_t *o, struct chat_event *ev)
{
	static const struct chat_file_keys keys = {"name", "contentType", NULL, NULL};
	const json_t *list = json_object_get(o, "attachments");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		struct slice type = chat_str(p, one, "contentType");
		if (type.len > 0 && !slice_starts(type, "text/html") &&
		    !slice_starts(type, "application/vnd.microsoft.card.") &&
		    !slice_is(type, "messageReference"))
			chat_file_from(p, one, &keys, ev);
	}
}

/* Fills ev by the activity's type. false: nothing that concerns us. */
static bool
by_type(struct pool *p, const json_t *o, bool hook, struct chat_event *ev)
{
	struct slice type = chat_str(p, o, "type"), us = chat_json_text(p, o, "recipient.id"),
		     action = chat_str(p, o, "action");
	const json_t *value = json_object_get(o, "value");
	const char *how = NULL;
	if (slice_is(type, "message")) {
		struct slice text = words(p, o, us, &ev->mention);
		ev->kind = CHAT_MESSAGE;
		ev->mention |= hook;
		ev->text = plain(p, hook ? behind_name(text) : text);
		if (ev->text.len == 0 && json_is_object(value))
			return pressed(p, value, ev);
		files_of(p, o, ev);
		return true;
	}
	if (slice_is(type, "invoke"))
		return slice_is(chat_str(p, o, "name"), "adaptiveCard/action") &&
		       pressed(p, chat_json_at(value, "action.data"), ev);
	if (slice_is(type, "messageUpdate") || slice_is(type, "messageDelete")) {
		ev->kind = CHAT_EDITED;
		if (slice_is(type, "messageUpdate"))
			ev->text = plain(p, words(p, o, us, &ev->mention));
		return true;
	}
	if (slice_is(type, "conversationUpdate"))
		how = moved(p, o, us);
	else if (slice_is(type, "installationUpdate"))
		how = slice_starts(action, "add") ? "joined" : "left";
	ev->kind = CHAT_LIFECYCLE;
	ev->text = slice_of(how);
	return how != NULL;
}

/* An edit of a message has the message's id: its time makes the key one of its own. */
static void
finish(struct pool *p, const json_t *o, struct chat_event *ev)
{
	struct slice stamp = chat_str(p, o, "timestamp"), button = chat_str(p, o, "replyToId");
	if (ev->kind == CHAT_EDITED || ev->kind == CHAT_LIFECYCLE)
		ev->key = pool_slicef(p, "%.*s|%s|%.*s|%.*s", SLICE_ARG(ev->key),
				      chat_kind_name(ev->kind), SLICE_ARG(ev->text),
				      SLICE_ARG(stamp));
	if ((ev->kind == CHAT_ACTION || ev->kind == CHAT_FORM) && sound(button))
		ev->message =
			pool_slicef(p, "%.*s|%.*s", SLICE_ARG(ev->who.handle), SLICE_ARG(button));
}

int
teams_decode(void *self, struct pool *p, const struct http_in *in, chat_event_list *out,
	     struct http_answer *answer, struct err *e)
{
	struct teams *t = self;
	struct chat_event ev = {.reply_left = 0};
	bool hook = slice_istarts(http_in_header(in, "Authorization"), "HMAC ");
	json_t *o = chat_json_load(in->body, e);
	if (o == NULL)
		return -1;
	bool invoke = slice_is(chat_str(p, o, "type"), "invoke");
	enum teams_kind kind = hook ? TEAMS_HOOK : invoke ? TEAMS_INVOKE : TEAMS_BOT;
	int r = common(t, p, o, kind, &ev, e);
	bool ours = r == 0 && by_type(p, o, hook, &ev) && !ev.who.self && !ev.who.bot;
	if (ours) {
		finish(p, o, &ev);
		VEC_ADD(out, p, ev);
	}
	if (r == 0 && !hook && ev.direct)
		chat_talks_keep(&t->talks, ev.who.uid, ev.who.handle);
	if (r == 0 && !hook)
		slice_cstr(chat_str(p, o, "serviceUrl"), t->service, sizeof(t->service));
	json_decref(o);
	/* 501 is what an invocation that a bot does not know is answered with. */
	if (r == 0 && !ours)
		answer->status = invoke ? 501 : 200;
	return r;
}

/* The body of the answer to a pressed button: a few words, shown to whoever pressed it. */
static void
toast(struct pool *p, struct slice text, struct http_answer *out)
{
	struct str s;
	struct json w;
	struct err e = ERR_INIT;
	str_init(&s, TEAMS_BODY_MAX);
	json_begin(&w, &s);
	json_open(&w);
	json_put_int(&w, "statusCode", 200);
	json_put_cstr(&w, "type", "application/vnd.microsoft.activity.message");
	json_put_text(&w, "value", text);
	json_close(&w);
	out->type = "application/json; charset=utf-8";
	(void)chat_take(p, &s, &out->body, &e);
}

/* All of an outgoing webhook's answer stands in the response; there is no second one. */
static void
hook_answer(struct pool *p, const struct chat_message *m, struct http_answer *out)
{
	struct err e = ERR_INIT;
	struct chat_message one = {.part = 1, .parts = 1};
	out->type = "application/json; charset=utf-8";
	out->body = SLICE_LIT("{\"type\":\"message\",\"text\":\"\\u2026\"}");
	if (m == NULL || m->act == CHAT_OPEN)
		return;
	one.card = m->card;
	if (chat_length(one.card.text, CHAT_UTF16) > TEAMS_TEXT_MAX) {
		struct slice cut = utf8_cut(one.card.text, TEAMS_TEXT_MAX - 4);
		one.card.text = pool_slicef(p, "%.*s\n\xe2\x80\xa6", SLICE_ARG(cut));
	}
	(void)teams_activity(p, &one, false, &out->body, &e);
}

int
teams_ack(void *self, struct pool *p, const struct chat_event *ev, const struct chat_message *m,
	  struct http_answer *out)
{
	struct teams_reply to;
	(void)self;
	*out = (struct http_answer){.status = 200};
	if (teams_reply_read(ev->reply, &to) < 0 || to.kind == TEAMS_BOT)
		return 0;
	if (to.kind == TEAMS_HOOK) {
		hook_answer(p, m, out);
		return 1;
	}
	bool fits = m != NULL && m->act == CHAT_REPLY && m->card.button_count == 0 &&
		    m->card.field_count == 0 &&
		    chat_length(m->card.text, CHAT_UTF16) <= TEAMS_TOAST_MAX;
	/* A tick: what was pressed has been taken; what it did is shown by the card itself. */
	toast(p, fits ? chat_plain(p, &m->card) : SLICE_LIT("\xe2\x9c\x93"), out);
	return fits;
}
