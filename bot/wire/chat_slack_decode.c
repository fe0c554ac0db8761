/* What Slack says, as events: slash commands, buttons, forms, shortcuts, the Events API. */
#include "chat_slack.h"

#include "chat_util.h"

#include "docket/base/hash.h"

enum {
	REPLY_MS = 30 * 60 * 1000, /* a response URL lives that long */
	REPLY_TIMES = 5,	   /* and takes as many answers */
	TRIGGER_MAX = 200,
};

static const char slash_key[] = "slash:", form_key[] = "form:";

bool
slack_by_slash(const struct chat_event *ev)
{
	return slice_starts(ev->key, slash_key);
}

bool
slack_by_form(const struct chat_event *ev)
{
	return slice_starts(ev->key, form_key);
}

bool
slack_hook_ok(const struct slack *s, struct slice url)
{
	return http_url_is(url, s->hook);
}

struct slice
slack_form_state(struct pool *p, const struct chat_message *m)
{
	return pool_slicef(p, "%.*s\n%.*s\n%.*s", SLICE_ARG(m->form.token), SLICE_ARG(m->room),
			   SLICE_ARG(m->thread));
}

/* Slack's id of a delivery, short enough to be a key as it stands. */
static bool
is_key(struct slice id)
{
	bool plain = id.len > 0 && id.len <= 80;
	for (size_t i = 0; i < id.len && plain; i++)
		plain = (unsigned char)id.data[i] > 0x20 && (unsigned char)id.data[i] < 0x7f;
	return plain;
}

static struct slice
digest_key(struct pool *p, const char *head, struct slice of)
{
	char hex[HASH_HEX];
	hash_sha256_hex(of, hex);
	return pool_slicef(p, "%s%s", head, hex);
}

static struct slice
join(struct pool *p, const char *head, struct slice id)
{
	size_t n = strlen(head);
	char *to = pool_alloc(p, n + id.len);
	memcpy(to, head, n);
	memcpy(to + n, id.data, id.len);
	return slice_make(to, n + id.len);
}

/* A key of at most 90 bytes that only its own delivery has: Slack's id of it, or else its digest. */
static struct slice
key_of(struct pool *p, const char *head, struct slice id, const json_t *o)
{
	if (is_key(id))
		return join(p, head, id);
	char *all = id.len > 0 ? NULL : json_dumps(o, JSON_SORT_KEYS | JSON_COMPACT);
	struct slice key = digest_key(p, head, all != NULL ? slice_of(all) : id);
	free(all);
	return key;
}

static struct slice
command_key(struct pool *p, const struct slack_command *c)
{
	if (is_key(c->trigger))
		return join(p, slash_key, c->trigger);
	if (c->trigger.len > 0)
		return digest_key(p, slash_key, c->trigger);
	const struct slice all[] = {c->team, c->room, c->user, c->command, c->text, c->reply};
	struct str s;
	str_init(&s, COUNT(all) * (CHAT_TEXT_MAX + 1));
	for (size_t i = 0; i < COUNT(all); i++) {
		str_add(&s, all[i]);
		str_addc(&s, '\0');
	}
	struct slice key = digest_key(p, slash_key, str_slice(&s));
	str_clear(&s);
	return key;
}

static void
take_reply(const struct slack *s, struct slice url, struct slice trigger, struct chat_event *ev)
{
	if (slack_hook_ok(s, url)) {
		ev->reply = url;
		ev->reply_until = ev->at > 0 ? ev->at + REPLY_MS : 0;
		ev->reply_left = REPLY_TIMES;
	}
	if (trigger.len <= TRIGGER_MAX)
		ev->trigger = trigger;
}

/* Where the bot is at home: as configured, as it was told, or as the platform says with the event.
 */
static struct slice
home(const struct slack *s, struct slice otherwise)
{
	if (s->conf->tenant != NULL)
		return slice_of(s->conf->tenant);
	return s->team[0] != '\0' ? slice_of(s->team) : otherwise;
}

static int
take_person(const struct slack *s, struct chat_actor *who, struct slice at_home, struct err *e)
{
	if (!slack_is_id(who->uid))
		return err_set(e, ERR_MESSAGE, "Slack names no account");
	if (!slack_is_id(who->tenant))
		who->tenant = at_home;
	who->outsider |= !slice_eq(who->tenant, home(s, at_home));
	return 0;
}

struct slack_command
slack_command_of(struct pool *p, const json_t *o)
{
	return (struct slack_command){
		.team = chat_json_text(p, o, "team_id"),
		.room = chat_json_text(p, o, "channel_id"),
		.user = chat_json_text(p, o, "user_id"),
		.handle = chat_json_text(p, o, "user_name"),
		.command = chat_json_text(p, o, "command"),
		.text = chat_json_text(p, o, "text"),
		.trigger = chat_json_text(p, o, "trigger_id"),
		.reply = chat_json_text(p, o, "response_url"),
	};
}

int
slack_decode_command(struct slack *s, struct pool *p, const struct slack_command *c, int64_t at,
		     chat_event_list *out, struct err *e)
{
	struct chat_event ev = {
		.kind = CHAT_COMMAND,
		.key = command_key(p, c),
		.at = at,
		.room = c->room,
		.who = {.tenant = c->team, .uid = c->user, .handle = c->handle},
		.text = slack_plain(p, c->text, SLICE_NONE, NULL),
	};
	if (c->command.len < 2 || c->command.data[0] != '/')
		return err_set(e, ERR_MESSAGE, "Slack names no command");
	if (!slack_is_id(ev.room))
		return err_set(e, ERR_MESSAGE, "Slack names no channel");
	if (take_person(s, &ev.who, ev.who.tenant, e) < 0)
		return -1;
	take_reply(s, c->reply, c->trigger, &ev);
	VEC_ADD(out, p, ev);
	return 0;
}

static struct slice
first(struct slice a, struct slice b)
{
	return a.len > 0 ? a : b;
}

/* The person, place and ways to answer that all interactive payloads have. */
static int
interactive_head(const struct slack *s, struct pool *p, const json_t *o, int64_t at,
		 struct chat_event *ev, struct err *e)
{
	ev->at = at;
	ev->who = (struct chat_actor){
		.tenant = first(chat_json_text(p, o, "user.team_id"),
				chat_json_text(p, o, "team.id")),
		.uid = chat_json_text(p, o, "user.id"),
		.handle = first(chat_json_text(p, o, "user.username"),
				chat_json_text(p, o, "user.name")),
	};
	struct slice room = first(chat_json_text(p, o, "container.channel_id"),
				  chat_json_text(p, o, "channel.id"));
	if (slack_is_id(room))
		ev->room = room;
	take_reply(s, chat_json_text(p, o, "response_url"), chat_json_text(p, o, "trigger_id"), ev);
	return take_person(s, &ev->who, chat_json_text(p, o, "team.id"), e);
}

static int
decode_buttons(const struct slack *s, struct pool *p, const json_t *o, int64_t at,
	       chat_event_list *out, struct err *e)
{
	const json_t *actions = chat_json_at(o, "actions"), *action;
	struct slice trigger = chat_json_text(p, o, "trigger_id");
	size_t i;
	json_array_foreach(actions, i, action)
	{
		struct chat_event ev = {.kind = CHAT_ACTION,
					.token = chat_json_text(p, action, "value")};
		/* A link's click comes too, with nothing to do; so do menus of other programs. */
		if (ev.token.len == 0 || ev.token.len > CHAT_TOKEN_MAX ||
		    !slice_is(chat_json_text(p, action, "type"), "button"))
			continue;
		if (interactive_head(s, p, o, at, &ev, e) < 0)
			return -1;
		ev.key = key_of(p, "act:",
				pool_slicef(p, "%.*s:%.*s:%zu", SLICE_ARG(trigger),
					    SLICE_ARG(chat_json_text(p, action, "action_ts")), i),
				o);
		/* What one person sees can be changed through its response URL only. */
		if (!chat_yes(chat_json_at(o, "container"), "is_ephemeral"))
			ev.message =
				slack_ref(p, ev.room, chat_json_text(p, o, "container.message_ts"));
		ev.thread = slack_ref(p, ev.room, chat_json_text(p, o, "container.thread_ts"));
		VEC_ADD(out, p, ev);
	}
	return 0;
}

/* What a question was answered: of a line, a choice or a date. */
static struct slice
answer_of(struct pool *p, const json_t *input)
{
	static const char *const paths[] = {"value", "selected_option.value", "selected_date"};
	struct slice got = SLICE_NONE;
	for (size_t i = 0; i < COUNT(paths) && got.len == 0; i++)
		got = chat_json_text(p, input, paths[i]);
	return slice_trim(got);
}

static int
decode_form(const struct slack *s, struct pool *p, const json_t *o, int64_t at,
	    chat_event_list *out, struct err *e)
{
	struct chat_event ev = {.kind = CHAT_FORM};
	struct slice state = chat_json_text(p, o, "view.private_metadata"), room, thread;
	if (interactive_head(s, p, o, at, &ev, e) < 0)
		return -1;
	/* "form:VIEW:HASH": the hash changes when the window does, so a second sending of the same
	   window is the same event. */
	ev.key = key_of(p, form_key,
			pool_slicef(p, "%.*s:%.*s", SLICE_ARG(chat_json_text(p, o, "view.id")),
				    SLICE_ARG(chat_json_text(p, o, "view.hash"))),
			o);
	slice_cut(&state, '\n', &ev.token);
	room = thread = SLICE_NONE;
	slice_cut(&state, '\n', &room);
	slice_cut(&state, '\n', &thread);
	if (ev.token.len == 0 || ev.token.len > CHAT_TOKEN_MAX)
		return err_set(e, ERR_MESSAGE, "a form that docket did not open");
	ev.room = slack_is_id(room) ? room : SLICE_NONE;
	ev.thread = slack_ref(p, slack_ref_room(thread), slack_ref_ts(thread));

	const char *name;
	json_t *block;
	json_object_foreach((json_t *)chat_json_at(o, "view.state.values"), name, block)
	{
		if (ev.field_count == CHAT_FIELDS_MAX)
			break;
		ev.fields[ev.field_count++] = (struct chat_field){
			pool_copy(p, slice_of(name)), answer_of(p, chat_json_at(block, "v"))};
	}
	VEC_ADD(out, p, ev);
	return 0;
}

/* A shortcut "docket.new" is the command "new". */
static int
decode_shortcut(const struct slack *s, struct pool *p, const json_t *o, int64_t at,
		chat_event_list *out, struct err *e)
{
	struct chat_event ev = {.kind = CHAT_COMMAND};
	struct slice verb = chat_json_text(p, o, "callback_id");
	if (!slice_starts(verb, "docket."))
		return 0; /* of somebody else's making */
	if (interactive_head(s, p, o, at, &ev, e) < 0)
		return -1;
	ev.key = key_of(p, "short:", chat_json_text(p, o, "trigger_id"), o);
	ev.text = slice_sub(verb, strlen("docket."), verb.len);
	ev.thread = slack_ref(p, ev.room, chat_json_text(p, o, "message.thread_ts"));
	VEC_ADD(out, p, ev);
	return 0;
}

int
slack_decode_interactive(struct slack *s, struct pool *p, const json_t *o, int64_t at,
			 chat_event_list *out, struct err *e)
{
	struct slice type = chat_json_text(p, o, "type");
	if (slice_is(type, "block_actions"))
		return decode_buttons(s, p, o, at, out, e);
	if (slice_is(type, "view_submission"))
		return decode_form(s, p, o, at, out, e);
	if (slice_is(type, "shortcut") || slice_is(type, "message_action"))
		return decode_shortcut(s, p, o, at, out, e);
	if (type.len == 0)
		return err_set(e, ERR_MESSAGE, "Slack's payload has no type");
	return 0; /* view_closed, block_suggestion …: acknowledged */
}
