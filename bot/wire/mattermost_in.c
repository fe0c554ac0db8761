/*
 * What a Mattermost server sends. Slash commands are forms with a token in a header and in a
 * field; outgoing webhooks carry a token in the body; clicks and dialogs carry nothing but what we
 * put into them, so there the 128-bit token of the button or form is what is checked (here that it
 * is one, in the store which one). Nothing is signed and nothing has a clock: repeats are told by
 * trigger_id and post_id.
 */
#include "mattermost.h"

#include "docket/base/hash.h"

enum {
	REPLY_MS = 30 * 60 * 1000, /* how long a response URL lives, and how often it is taken */
	REPLY_TIMES = 5,
	TOKEN_LEAST = 22, /* 128 bits in base64; ours are longer */
	KEY_BYTES = 16,
};

/* --- Who sends ------------------------------------------------------------------------------- */

static bool
is_form(const struct http_in *in)
{
	return slice_istarts(http_in_header(in, "Content-Type"),
			     "application/x-www-form-urlencoded");
}

static bool
is_json(const struct http_in *in)
{
	return slice_istarts(http_in_header(in, "Content-Type"), "application/json");
}

/* As ours are written: letters, digits, - and _, 128 bits of them. */
static bool
token_ok(struct slice t)
{
	if (t.len < TOKEN_LEAST || t.len > CHAT_TOKEN_MAX)
		return false;
	for (size_t i = 0; i < t.len; i++) {
		char c = t.data[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '-' || c == '_'))
			return false;
	}
	return true;
}

/* The token must stand in the header and in the form, the same. */
static int
verify_form(const struct mattermost *mm, struct pool *p, const struct http_in *in, struct err *e)
{
	struct slice token, command;
	const struct http_field fields[] = {{"token", &token}, {"command", &command}};
	if (http_form_take(p, in->body, fields, COUNT(fields)) < 0) {
		(void)err_set(e, ERR_MESSAGE, "a form that cannot be read");
		return 400;
	}
	if (command.data == NULL) {
		if (hash_same(token, mm->hook_token))
			return 0;
		(void)err_set(e, ERR_REFUSED, "an outgoing webhook with a wrong token");
		return 401;
	}
	struct slice header = http_in_header(in, "Authorization");
	if (slice_starts(header, "Token "))
		header = slice_sub(header, sizeof("Token ") - 1, header.len);
	else
		header = SLICE_NONE;
	bool in_header = hash_same(header, mm->secret), in_form = hash_same(token, mm->secret);
	if (in_header && in_form)
		return 0;
	(void)err_set(e, ERR_REFUSED, "a slash command with a wrong token");
	return 401;
}

static int
verify_json(const struct mattermost *mm, struct pool *p, const struct http_in *in, struct err *e)
{
	json_t *o = chat_json(in->body, "Mattermost", e);
	if (!json_is_object(o)) {
		json_decref(o);
		(void)err_set(e, ERR_MESSAGE, "JSON that is no object");
		return 400;
	}
	bool ok;
	if (json_is_object(json_object_get(o, "context")))
		ok = token_ok(chat_str(p, json_object_get(o, "context"), "token"));
	else if (json_object_get(o, "submission") != NULL || json_object_get(o, "state") != NULL)
		ok = token_ok(chat_str(p, o, "state"));
	else
		ok = hash_same(chat_str(p, o, "token"), mm->hook_token);
	json_decref(o);
	if (ok)
		return 0;
	(void)err_set(e, ERR_REFUSED, "a call without a token of ours");
	return 401;
}

int
mattermost_verify(void *self, struct pool *p, const struct http_in *in, struct err *e)
{
	const struct mattermost *mm = self;
	if (!slice_is(in->method, "POST")) {
		(void)err_set(e, ERR_REFUSED, "%.*s: Mattermost is to call by POST",
			      SLICE_ARG(in->method));
		return 405;
	}
	if (is_form(in))
		return verify_form(mm, p, in, e);
	if (is_json(in))
		return verify_json(mm, p, in, e);
	(void)err_set(e, ERR_REFUSED, "neither a form nor JSON");
	return 415;
}

/* --- What it says ---------------------------------------------------------------------------- */

static struct slice
hashed_key(struct pool *p, char kind, struct slice what)
{
	unsigned char sum[HASH_LEN];
	char hex[2 * KEY_BYTES + 1];
	hash_sha256(what, sum);
	hash_hex(sum, KEY_BYTES, hex);
	return pool_slicef(p, "%c:%s", kind, hex);
}

/* "ID__ID" is what the server calls a direct channel; one of the two must be the bot. */
static bool
with_us(const struct mattermost *mm, struct slice name)
{
	ptrdiff_t at = slice_find(name, SLICE_LIT("__"));
	return at > 0 && mm->me[0] != '\0' &&
	       (slice_is(slice_sub(name, 0, (size_t)at), mm->me) ||
		slice_is(slice_sub(name, (size_t)at + 2, name.len), mm->me));
}

/* An account is one on the whole server; the team says only whether the call came from ours. */
static void
put_team(const struct mattermost *mm, struct slice team, struct chat_actor *who)
{
	if (mm->conf->tenant == NULL)
		return;
	who->outsider = team.len > 0 && !slice_is(team, mm->conf->tenant);
	who->tenant = who->outsider ? team : slice_of(mm->conf->tenant);
}

/* Where an answer to that person goes when it does not stand in the HTTP answer. */
static struct slice
person_in(struct pool *p, struct slice channel, struct slice person)
{
	return pool_slicef(p, "e %.*s %.*s", SLICE_ARG(channel), SLICE_ARG(person));
}

static int
need_ids(const struct chat_event *ev, struct err *e)
{
	if (!mattermost_id_ok(ev->room) || !mattermost_id_ok(ev->who.uid))
		return err_set(e, ERR_MESSAGE, "a call without channel_id and user_id");
	return 0;
}

/* Takes `trigger` off the front of text. */
static struct slice
without_word(struct slice text, struct slice trigger)
{
	text = slice_ltrim(text);
	if (trigger.len > 0 && text.len >= trigger.len &&
	    slice_ieq(slice_sub(text, 0, trigger.len), trigger))
		text = slice_sub(text, trigger.len, text.len);
	return slice_trim(text);
}

static int
decode_slash(const struct mattermost *mm, struct pool *p, const struct http_in *in,
	     struct chat_event *ev, struct err *e)
{
	struct slice team = SLICE_NONE, name = SLICE_NONE, url = SLICE_NONE;
	const struct http_field fields[] = {
		{"text", &ev->text},	   {"channel_id", &ev->room},
		{"user_id", &ev->who.uid}, {"user_name", &ev->who.handle},
		{"team_id", &team},	   {"channel_name", &name},
		{"response_url", &url},	   {"trigger_id", &ev->trigger},
		{"root_id", &ev->thread},
	};
	if (http_form_take(p, in->body, fields, COUNT(fields)) < 0)
		return err_set(e, ERR_MESSAGE, "a slash command whose form is broken");
	ev->kind = CHAT_COMMAND;
	ev->text = slice_trim(ev->text);
	ev->key = hashed_key(p, 's', ev->trigger.len > 0 ? ev->trigger : in->body);
	ev->direct = with_us(mm, name);
	put_team(mm, team, &ev->who);
	if (!mattermost_id_ok(ev->thread))
		ev->thread = SLICE_NONE;
	/* A forged or relayed command must not make docket call anybody else (trap 7). */
	if (url.len > 0 && http_url_is(url, mm->host)) {
		ev->reply = url;
		ev->reply_until = in->now + REPLY_MS;
		ev->reply_left = REPLY_TIMES;
	} else {
		ev->reply = person_in(p, ev->room, ev->who.uid);
		ev->reply_left = -1;
	}
	return need_ids(ev, e);
}

/* A post that the server or an outgoing webhook tells of; 0 when nobody need know. */
static int
take_hook(const struct mattermost *mm, struct chat_event *ev, struct pool *p, struct slice post,
	  struct slice trigger)
{
	if (!mattermost_id_ok(post))
		return 0;
	ev->kind = CHAT_MESSAGE;
	ev->mention = true;
	ev->message = post;
	/* The key that the pull gives the same post: whichever comes first has the effect. */
	ev->key = pool_slicef(p, "p:%.*s", SLICE_ARG(post));
	ev->text = without_word(ev->text, trigger);
	ev->reply = person_in(p, ev->room, ev->who.uid);
	ev->reply_left = -1;
	ev->who.self = mm->me[0] != '\0' && slice_is(ev->who.uid, mm->me);
	return 1;
}

static int
decode_hook_form(const struct mattermost *mm, struct pool *p, const struct http_in *in,
		 chat_event_list *out, struct err *e)
{
	struct chat_event ev = {0};
	struct slice post, word, team;
	const struct http_field fields[] = {
		{"text", &ev.text},	   {"channel_id", &ev.room}, {"user_id", &ev.who.uid},
		{"user_name", &ev.who.handle}, {"team_id", &team},	     {"post_id", &post},
		{"trigger_word", &word},
	};
	if (http_form_take(p, in->body, fields, COUNT(fields)) < 0)
		return err_set(e, ERR_MESSAGE, "an outgoing webhook whose form is broken");
	put_team(mm, team, &ev.who);
	if (need_ids(&ev, e) < 0)
		return -1;
	if (take_hook(mm, &ev, p, post, word))
		VEC_ADD(out, p, ev);
	return 0;
}

static int
decode_hook_json(const struct mattermost *mm, struct pool *p, const json_t *o, chat_event_list *out,
		 struct err *e)
{
	struct chat_event ev = {
		.room = chat_str(p, o, "channel_id"),
		.text = chat_str(p, o, "text"),
		.at = chat_num(o, "timestamp"),
		.who = {.uid = chat_str(p, o, "user_id"), .handle = chat_str(p, o, "user_name")}};
	put_team(mm, chat_str(p, o, "team_id"), &ev.who);
	if (need_ids(&ev, e) < 0)
		return -1;
	if (take_hook(mm, &ev, p, chat_str(p, o, "post_id"), chat_str(p, o, "trigger_word")))
		VEC_ADD(out, p, ev);
	return 0;
}

static int
decode_click(const struct mattermost *mm, struct pool *p, const json_t *o, struct slice body,
	     struct chat_event *ev, struct err *e)
{
	*ev = (struct chat_event){
		.kind = CHAT_ACTION,
		.room = chat_str(p, o, "channel_id"),
		.message = chat_str(p, o, "post_id"),
		.token = chat_str(p, json_object_get(o, "context"), "token"),
		.trigger = chat_str(p, o, "trigger_id"),
		.direct = with_us(mm, chat_str(p, o, "channel_name")),
		.who = {.uid = chat_str(p, o, "user_id"), .handle = chat_str(p, o, "user_name")},
		.reply_left = -1};
	ev->key = hashed_key(p, 'a', ev->trigger.len > 0 ? ev->trigger : body);
	put_team(mm, chat_str(p, o, "team_id"), &ev->who);
	ev->reply = person_in(p, ev->room, ev->who.uid);
	return need_ids(ev, e);
}

static int
decode_dialog(const struct mattermost *mm, struct pool *p, const json_t *o, struct slice body,
	      struct chat_event *ev, struct err *e)
{
	const char *name;
	json_t *v;
	*ev = (struct chat_event){.kind = CHAT_FORM,
				  .key = hashed_key(p, 'f', body),
				  .room = chat_str(p, o, "channel_id"),
				  .token = chat_str(p, o, "state"),
				  .who = {.uid = chat_str(p, o, "user_id")},
				  .reply_left = -1};
	put_team(mm, chat_str(p, o, "team_id"), &ev->who);
	ev->reply = person_in(p, ev->room, ev->who.uid);
	json_object_foreach(json_object_get(o, "submission"), name, v)
	{
		if (ev->field_count == CHAT_FIELDS_MAX)
			break;
		ev->fields[ev->field_count++] =
			(struct chat_field){pool_copy(p, slice_of(name)),
					    chat_id(p, json_object_get(o, "submission"), name)};
	}
	return need_ids(ev, e);
}

int
mattermost_decode(void *self, struct pool *p, const struct http_in *in, chat_event_list *out,
		  struct http_answer *answer, struct err *e)
{
	const struct mattermost *mm = self;
	struct chat_event ev = {0};
	struct slice command;
	if (is_form(in)) {
		if (http_form_field(p, in->body, "command", &command) != 1)
			return decode_hook_form(mm, p, in, out, e);
		if (decode_slash(mm, p, in, &ev, e) < 0)
			return -1;
		VEC_ADD(out, p, ev);
		return 0;
	}
	json_t *o = chat_json(in->body, "Mattermost", e);
	if (o == NULL)
		return -1;
	int r;
	if (json_is_object(json_object_get(o, "context"))) {
		r = decode_click(mm, p, o, in->body, &ev, e);
	} else if (json_object_get(o, "submission") != NULL ||
		   json_object_get(o, "state") != NULL) {
		r = decode_dialog(mm, p, o, in->body, &ev, e);
		if (r == 0 && chat_yes(o, "cancelled")) {
			*answer = (struct http_answer){200, "application/json", SLICE_LIT("{}")};
			json_decref(o);
			return 0;
		}
	} else {
		r = decode_hook_json(mm, p, o, out, e);
		json_decref(o);
		return r;
	}
	json_decref(o);
	if (r == 0)
		VEC_ADD(out, p, ev);
	return r;
}
