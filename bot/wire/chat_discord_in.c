/*
 * Interactions as events, and the first answer to them: Discord waits three seconds for it, then
 * the token is dead. What is not said within it is deferred and put in place of the waiting line.
 */
#include "chat_discord.h"

#include "chat_json.h"

enum { PING = 1, COMMAND = 2, COMPONENT = 3, MODAL = 5 };
enum { ATTACHMENT = 11 }; /* kind of an option */
enum { SAY = 4, DEFER = 5, DEFER_UPDATE = 6, UPDATE = 7, OPEN = 9 };

bool
discord_snowflake(struct slice s)
{
	if (s.len == 0 || s.len > 20)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] < '0' || s.data[i] > '9')
			return false;
	return true;
}

int
discord_reply_read(struct slice ref, struct discord_reply *out)
{
	struct slice kind, id;
	if (!slice_cut(&ref, ' ', &kind) || kind.len != 1 || strchr("cb", kind.data[0]) == NULL ||
	    !slice_cut(&ref, ' ', &id) || !discord_snowflake(id) || ref.len == 0)
		return -1;
	*out = (struct discord_reply){(enum discord_kind)kind.data[0], id, ref};
	return 0;
}

/* A token goes into an address: letters, digits and what base64url has. */
static bool
token_ok(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.data[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '-' || c == '_' || c == '=' || c == '.'))
			return false;
	}
	return s.len > 0 && s.len <= DISCORD_TOKEN_MAX;
}

int64_t
discord_time(struct slice snowflake)
{
	static const int64_t EPOCH = INT64_C(1420070400000);
	int64_t n = 0;
	return slice_int(snowflake, &n) ? (n >> 22) + EPOCH : 0;
}

/* "/docket status ACME-042" has its words in an option; another name is a verb of its own. */
static struct slice
command_words(const struct discord *d, struct pool *p, const json_t *data)
{
	struct slice name = chat_str(p, data, "name"), all = SLICE_NONE;
	const json_t *list = json_object_get(data, "options");
	if (!slice_is(name, d->conf->command != NULL ? d->conf->command : "docket"))
		all = name;
	for (size_t i = 0; i < json_array_size(list) && i < 25; i++) {
		if (chat_num(json_array_get(list, i), "type") == ATTACHMENT)
			continue; /* an id: the file is told apart */
		struct slice one = chat_id(p, json_array_get(list, i), "value");
		all = pool_slicef(p, "%.*s%s%.*s", SLICE_ARG(all), all.len > 0 ? " " : "",
				  SLICE_ARG(one));
	}
	return slice_trim(slice_sub(all, 0, CHAT_TEXT_MAX));
}

static void
files_of(struct pool *p, const json_t *data, struct chat_event *ev)
{
	static const struct chat_file_keys keys = {"filename", "content_type", "id", "size"};
	const json_t *all = json_object_get(json_object_get(data, "resolved"), "attachments"), *list;
	list = json_object_get(data, "options");
	for (size_t i = 0; i < json_array_size(list) && i < 25; i++) {
		const json_t *one = json_array_get(list, i);
		if (chat_num(one, "type") == ATTACHMENT)
			chat_file_from(p, json_object_get(all, pool_cstr(p, chat_id(p, one, "value"))),
				       &keys, ev);
	}
}

/* Answers of a modal: in rows (old) or under labels, one component each. */
static void
answers(struct pool *p, const json_t *data, struct chat_event *ev)
{
	const json_t *list = json_object_get(data, "components");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *row = json_array_get(list, i),
			     *one = json_object_get(row, "component");
		if (one == NULL)
			one = json_array_get(json_object_get(row, "components"), 0);
		struct slice name = chat_str(p, one, "custom_id"),
			     value = chat_str(p, one, "value");
		const char *chosen =
			json_string_value(json_array_get(json_object_get(one, "values"), 0));
		if (name.len == 0 || ev->field_count == CHAT_FIELDS_MAX)
			continue;
		if (chosen != NULL)
			value = pool_copy(p, slice_of(chosen));
		ev->fields[ev->field_count++] = (struct chat_field){name, value};
	}
}

/* Where it happened. A thread has its own channel id, and hangs in the room that is its parent. */
static void
place(struct pool *p, const json_t *o, struct chat_event *ev)
{
	enum { NEWS_THREAD = 10, PRIVATE_THREAD = 12 };
	const json_t *channel = json_object_get(o, "channel");
	int64_t type = chat_num(channel, "type");
	struct slice parent = chat_id(p, channel, "parent_id");
	ev->room = chat_id(p, o, "channel_id");
	if (ev->room.len == 0)
		ev->room = chat_id(p, channel, "id");
	ev->direct = json_object_get(o, "guild_id") == NULL;
	if (type >= NEWS_THREAD && type <= PRIVATE_THREAD && discord_snowflake(parent)) {
		ev->thread = ev->room;
		ev->room = parent;
	}
}

static void
person(const struct discord *d, struct pool *p, const json_t *o, struct chat_event *ev)
{
	const json_t *user = json_object_get(json_object_get(o, "member"), "user");
	struct slice guild = chat_id(p, o, "guild_id");
	if (user == NULL)
		user = json_object_get(o, "user");
	ev->who = (struct chat_actor){.uid = chat_id(p, user, "id"),
				      .handle = chat_str(p, user, "username"),
				      .display = chat_str(p, user, "global_name"),
				      .bot = chat_yes(user, "bot")};
	ev->who.self = d->conf->app != NULL && slice_is(ev->who.uid, d->conf->app);
	ev->who.outsider =
		d->conf->tenant != NULL && guild.len > 0 && !slice_is(guild, d->conf->tenant);
}

/* 1 an event, 0 nothing of ours, -1. */
static int
event_of(const struct discord *d, struct pool *p, const json_t *o, struct chat_event *ev,
	 struct err *e)
{
	const json_t *data = json_object_get(o, "data"), *message = json_object_get(o, "message");
	int64_t type = chat_num(o, "type");
	struct slice id = chat_id(p, o, "id"), token = chat_str(p, o, "token"),
		     about = chat_id(p, message, "id"), app = chat_id(p, o, "application_id");
	if (type != COMMAND && type != COMPONENT && type != MODAL)
		return 0; /* completions of what is typed, and what comes in future */
	if (!discord_snowflake(id) || !token_ok(token))
		return err_set(e, ERR_MESSAGE, "an interaction without id or token");
	if (d->conf->app != NULL && app.len > 0 && !slice_is(app, d->conf->app))
		return err_set(e, ERR_MESSAGE, "an interaction of another application");
	place(p, o, ev);
	person(d, p, o, ev);
	if (!discord_snowflake(ev->room) || !discord_snowflake(ev->who.uid))
		return err_set(e, ERR_MESSAGE, "an interaction without channel or person");
	ev->key = id;
	ev->at = discord_time(id);
	ev->reply =
		pool_slicef(p, "%c %.*s %.*s", type == COMPONENT ? DISCORD_BUTTON : DISCORD_COMMAND,
			    SLICE_ARG(id), SLICE_ARG(token));
	ev->reply_until = ev->at + DISCORD_ANSWER_MS;
	ev->reply_left = -1;
	if (type != MODAL) /* Discord opens no form on top of a form */
		ev->trigger = SLICE_LIT("now");
	if (discord_snowflake(about))
		ev->message = pool_slicef(p, "%.*s/%.*s", SLICE_ARG(chat_id(p, o, "channel_id")),
					  SLICE_ARG(about));
	ev->token = type == COMMAND ? SLICE_NONE : chat_str(p, data, "custom_id");
	ev->kind = type == COMMAND ? CHAT_COMMAND : type == MODAL ? CHAT_FORM : CHAT_ACTION;
	if (type == COMMAND) {
		ev->text = command_words(d, p, data);
		files_of(p, data, ev);
	}
	if (type == MODAL)
		answers(p, data, ev);
	return type == COMMAND || (ev->token.len > 0 && ev->token.len <= CHAT_TOKEN_MAX);
}

int
discord_decode(void *self, struct pool *p, const struct http_in *in, chat_event_list *out,
	       struct http_answer *answer, struct err *e)
{
	const struct discord *d = self;
	struct chat_event ev = {.at = 0};
	json_t *o = chat_json_load(in->body, e);
	if (o == NULL)
		return -1;
	int r = 0;
	if (chat_num(o, "type") == PING) {
		*answer = (struct http_answer){200, "application/json", SLICE_LIT("{\"type\":1}")};
	} else {
		r = event_of(d, p, o, &ev, e);
		if (r == 1)
			VEC_ADD(out, p, ev);
		if (r == 0)
			*answer = (struct http_answer){400, NULL, SLICE_NONE};
	}
	json_decref(o);
	return r < 0 ? -1 : 0;
}

/* The first answer can hold the message. */
static int
first_answer(const struct chat_event *ev, const struct chat_message *m)
{
	bool here = m != NULL && !m->direct &&
		    (m->act == CHAT_REPLY || (m->act == CHAT_POST && slice_eq(m->room, ev->room)));
	if (m != NULL && m->act == CHAT_OPEN && ev->trigger.len > 0)
		return OPEN;
	if (m != NULL && m->act == CHAT_UPDATE && ev->kind == CHAT_ACTION &&
	    slice_eq(m->replace, ev->message))
		return UPDATE;
	if (here && chat_length(m->card.text, CHAT_UTF16) <= DISCORD_TEXT_MAX)
		return SAY;
	return ev->kind == CHAT_ACTION ? DEFER_UPDATE : DEFER;
}

int
discord_ack(void *self, struct pool *p, const struct chat_event *ev, const struct chat_message *m,
	    struct http_answer *out)
{
	struct str s;
	struct json w;
	struct err e = ERR_INIT;
	(void)self;
	int type = first_answer(ev, m);
	bool holds = type == SAY || type == UPDATE || type == OPEN;
	str_init(&s, 64 << 10);
	json_begin(&w, &s);
	json_open(&w);
	json_put_int(&w, "type", type);
	if (type != DEFER_UPDATE) {
		json_key(&w, "data");
		json_open(&w);
		if (type == OPEN)
			discord_form(p, &w, &m->form);
		else if (holds)
			discord_card(p, &w, m, type == SAY && m->only.len > 0);
		else /* who reads it later is not known yet: the one who asked, and nobody else */
			json_put_int(&w, "flags", DISCORD_EPHEMERAL);
		json_close(&w);
	}
	json_close(&w);
	*out = (struct http_answer){.status = 200, .type = "application/json"};
	if (chat_take(p, &s, &out->body, &e) < 0)
		out->body = SLICE_LIT("{\"type\":6}");
	return holds;
}
