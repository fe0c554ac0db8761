/*
 * Rocket.Chat: what its outgoing webhook sends, who people are, set-up. A webhook has a constant
 * token, no signature and no clock; a repeat is told by the message's id (and by its text when it
 * was edited). Two answers are forbidden there: 200 with an empty body counts as a failure and is
 * sent again, 410 switches the integration off for good. So it is always {} - what docket has to
 * say it says by REST, as itself.
 */
#include "rocketchat.h"

#include "docket/base/hash.h"

#include <stdlib.h>

enum { KEY_BYTES = 8 };

static int
rc_open(const struct chat_setup *setup, void **self_out, struct err *e)
{
	const struct conf_chat *c = setup->conf;
	if (c->url == NULL)
		return err_set(e, ERR_CONFIG,
			       "chat '%s': url is missing: the address of your Rocket.Chat server",
			       c->name);
	if (setup->token.len == 0 || c->user == NULL)
		return err_set(e, ERR_CONFIG,
			       "chat '%s': token and user are missing: both are shown by My "
			       "Account, Personal Access Tokens, of the bot's account",
			       c->name);
	if (!rocketchat_id_ok(slice_of(c->user)))
		return err_set(e, ERR_CONFIG,
			       "chat '%s': user is to be the bot's id (17 letters and digits), not "
			       "its name",
			       c->name);
	if (c->transport == CONF_TRANSPORT_SOCKET)
		return err_set(e, ERR_CONFIG,
			       "chat '%s': Rocket.Chat is asked by pull, not by socket", c->name);
	if (c->transport == CONF_TRANSPORT_PUSH && setup->hook_token.len == 0)
		return err_set(e, ERR_CONFIG,
			       "chat '%s': hook_token is missing: the token of the outgoing "
			       "webhook (Workspace, Integrations)",
			       c->name);
	struct rocketchat *rc = calloc(1, sizeof(*rc));
	if (rc == NULL)
		return err_set(e, ERR_RETRY, "no memory for chat '%s'", c->name);
	*rc = (struct rocketchat){.conf = c,
				  .base = slice_of(c->api != NULL ? c->api : c->url),
				  .token = setup->token,
				  .hook_token = setup->hook_token};
	while (slice_ends(rc->base, "/"))
		rc->base.len--;
	*self_out = rc;
	return 0;
}

static void
rc_close(void *self)
{
	free(self);
}

/* --- What it sends --------------------------------------------------------------------------- */

static int
rc_verify(void *self, struct pool *p, const struct http_in *in, struct err *e)
{
	const struct rocketchat *rc = self;
	if (!slice_is(in->method, "POST")) {
		(void)err_set(e, ERR_REFUSED, "%.*s: Rocket.Chat calls by POST",
			      SLICE_ARG(in->method));
		return 405;
	}
	if (!slice_istarts(http_in_header(in, "Content-Type"), "application/json")) {
		(void)err_set(e, ERR_REFUSED, "not JSON");
		return 415;
	}
	json_t *o = chat_json(in->body, "Rocket.Chat", e);
	if (!json_is_object(o)) {
		json_decref(o);
		(void)err_set(e, ERR_MESSAGE, "JSON that is no object");
		return 400;
	}
	struct slice token = chat_str(p, o, "token"), want = rc->hook_token;
	json_decref(o);
	if (hash_same(token, want))
		return 0;
	(void)err_set(e, ERR_REFUSED, "an outgoing webhook with a wrong token");
	return 401;
}

struct slice
rocketchat_key(struct pool *p, struct slice id)
{
	return pool_slicef(p, "m:%.*s", SLICE_ARG(id));
}

struct slice
rocketchat_edit_key(struct pool *p, struct slice id, struct slice text)
{
	unsigned char sum[HASH_LEN];
	char hex[2 * KEY_BYTES + 1];
	hash_sha256(text, sum);
	hash_hex(sum, KEY_BYTES, hex);
	return pool_slicef(p, "m:%.*s:%s", SLICE_ARG(id), hex);
}

bool
rocketchat_id_ok(struct slice id)
{
	if (id.len == 0 || id.len >= RC_WORD_MAX)
		return false;
	for (size_t i = 0; i < id.len; i++) {
		char c = id.data[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      strchr("-_.", c) != NULL))
			return false;
	}
	return true;
}

bool
rocketchat_direct(const struct rocketchat *rc, struct slice room, struct slice person)
{
	struct slice me = slice_of(rc->conf->user);
	return person.len > 0 && room.len == me.len + person.len && slice_find(room, me) >= 0 &&
	       slice_find(room, person) >= 0;
}

static bool
goes_on(struct slice s, size_t at)
{
	char c = at < s.len ? s.data[at] : '\0';
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-';
}

bool
rocketchat_calls(const struct rocketchat *rc, struct pool *p, struct slice text, struct slice *rest)
{
	struct slice tag = pool_slicef(p, "@%s", rc->name);
	ptrdiff_t at = rc->name[0] != '\0' ? slice_ifind(text, tag) : -1;
	if (at < 0 || goes_on(text, (size_t)at + tag.len) ||
	    (at > 0 && goes_on(text, (size_t)at - 1)))
		return false;
	struct slice before = slice_rtrim(slice_sub(text, 0, (size_t)at)),
		     after = slice_sub(text, (size_t)at + tag.len, text.len);
	if (after.len > 0 && strchr(",:", after.data[0]) != NULL)
		after = slice_sub(after, 1, after.len);
	*rest = slice_trim(
		pool_slicef(p, "%.*s %.*s", SLICE_ARG(before), SLICE_ARG(slice_ltrim(after))));
	return true;
}

static bool
is_bot(const json_t *o)
{
	const json_t *bot = json_object_get(o, "bot");
	return json_is_true(bot) || json_is_object(bot);
}

static int
rc_decode(void *self, struct pool *p, const struct http_in *in, chat_event_list *out,
	  struct http_answer *answer, struct err *e)
{
	const struct rocketchat *rc = self;
	json_t *o = chat_json(in->body, "Rocket.Chat", e);
	if (o == NULL)
		return -1;
	struct slice id = chat_str(p, o, "message_id"), word = chat_str(p, o, "trigger_word"),
		     thread = chat_str(p, o, "tmid");
	if (thread.len == 0)
		thread = chat_str(p, json_object_get(o, "message"), "tmid");
	struct chat_event ev = {.kind = chat_yes(o, "isEdited") ? CHAT_EDITED : CHAT_MESSAGE,
				.room = chat_str(p, o, "channel_id"),
				.thread = thread,
				.message = id,
				.text = slice_trim(chat_str(p, o, "text")),
				.who = {.uid = chat_str(p, o, "user_id"),
					.handle = chat_str(p, o, "user_name"),
					.bot = is_bot(o)},
				.reply_left = -1};
	rocketchat_files(p, json_object_get(o, "message"), &ev);
	json_decref(o);
	*answer = (struct http_answer){.status = 0};
	if (!rocketchat_id_ok(id) || !rocketchat_id_ok(ev.room) || !rocketchat_id_ok(ev.who.uid))
		return err_set(e, ERR_MESSAGE,
			       "a webhook without message_id, channel_id and user_id");
	ev.key = ev.kind == CHAT_EDITED ? rocketchat_edit_key(p, id, ev.text)
					: rocketchat_key(p, id);
	ev.direct = rocketchat_direct(rc, ev.room, ev.who.uid);
	ev.reply = ev.room; /* an answer waits for no card that is due in the room */
	ev.who.self = slice_is(ev.who.uid, rc->conf->user);
	struct slice rest = SLICE_NONE;
	if (word.len > 0 && ev.text.len >= word.len &&
	    slice_ieq(slice_sub(ev.text, 0, word.len), word)) {
		ev.mention = true;
		ev.text = slice_trim(slice_sub(ev.text, word.len, ev.text.len));
	} else if (rocketchat_calls(rc, p, ev.text, &rest)) {
		ev.mention = true;
		ev.text = rest;
	}
	bool ours = ev.mention || ev.direct || ev.thread.len > 0;
	/* Other programs are not answered: two that answer each other never end. */
	if (!ours || ev.who.self || ev.who.bot)
		*answer = (struct http_answer){200, "application/json", SLICE_LIT("{}")};
	else
		VEC_ADD(out, p, ev);
	return 0;
}

static int
rc_ack(void *self, struct pool *p, const struct chat_event *ev, const struct chat_message *m,
       struct http_answer *out)
{
	(void)self;
	(void)p;
	(void)ev;
	(void)m;
	*out = (struct http_answer){200, "application/json", SLICE_LIT("{}")};
	return 0;
}

/* --- Accounts -------------------------------------------------------------------------------- */

bool
rocketchat_took_me(struct rocketchat *rc, struct pool *p, const json_t *o)
{
	struct slice id = chat_str(p, o, "_id"), name = chat_str(p, o, "username");
	if (!slice_is(id, rc->conf->user) || name.len == 0 || name.len >= sizeof(rc->name))
		return false;
	slice_cstr(name, rc->name, sizeof(rc->name));
	return true;
}

static int
rc_wants(void *self, struct pool *p, int64_t now, struct http_out *out)
{
	const struct rocketchat *rc = self;
	(void)now;
	if (rc->name[0] != '\0')
		return 0;
	rocketchat_request(rc, p, "GET", "/me", out);
	return 1;
}

static void
rc_took(void *self, const struct http_result *r, int64_t now, struct chat_result *out)
{
	struct rocketchat *rc = self;
	struct pool *p = pool_new();
	struct chat_result got;
	chat_judge(p, r, now, "Rocket.Chat", &got);
	json_t *o = got.status == CHAT_OK ? chat_json(r->body, "Rocket.Chat", NULL) : NULL;
	*out = (struct chat_result){.status = got.status};
	if (got.status == CHAT_LATER)
		out->not_before = now + chat_wait(r, now);
	if (got.status == CHAT_OK && !rocketchat_took_me(rc, p, o))
		out->status = CHAT_REAUTH;
	if (out->status == CHAT_REAUTH)
		out->why = SLICE_LIT("Rocket.Chat does not know the bot by token and user");
	else if (out->status != CHAT_OK)
		out->why = SLICE_LIT("Rocket.Chat does not say who the bot is");
	json_decref(o);
	pool_free(p);
}

static int
rc_whois(void *self, struct pool *p, const struct chat_actor *a, struct http_out *out)
{
	const struct rocketchat *rc = self;
	if (!rocketchat_id_ok(a->uid))
		return 0;
	struct slice path = pool_slicef(p, "/users.info?userId=%.*s", SLICE_ARG(a->uid));
	rocketchat_request(rc, p, "GET", path.data, out);
	return 1;
}

static bool
has_role(const json_t *user, const char *role)
{
	size_t i;
	json_t *v;
	json_array_foreach(json_object_get(user, "roles"), i,
			   v) if (json_is_string(v) &&
				  strcmp(json_string_value(v), role) == 0) return true;
	return false;
}

static int
rc_whois_is(void *self, struct pool *p, const struct http_result *r, struct chat_actor *a,
	    struct chat_result *out)
{
	const struct rocketchat *rc = self;
	chat_judge(p, r, 0, "Rocket.Chat", out);
	if (out->status != CHAT_OK)
		return -1;
	json_t *o = chat_json(r->body, "Rocket.Chat", NULL), *user = json_object_get(o, "user");
	/* Only who may view-full-other-user-info is told addresses; else a code is mailed. */
	const json_t *mail = json_array_get(json_object_get(user, "emails"), 0);
	bool ok = slice_eq(chat_str(p, user, "_id"), a->uid);
	if (ok) {
		a->handle = chat_str(p, user, "username");
		a->display = chat_str(p, user, "name");
		a->email = chat_str(p, mail, "address");
		a->email_verified = a->email.len > 0 && chat_yes(mail, "verified");
		a->bot = slice_is(chat_str(p, user, "type"), "bot") || has_role(user, "bot");
		a->self = slice_is(a->uid, rc->conf->user);
		a->outsider = a->outsider || has_role(user, "guest") ||
			      chat_yes(user, "federated") ||
			      json_is_false(json_object_get(user, "active"));
	} else {
		*out = (struct chat_result){.status = CHAT_RETRY,
					    .why = SLICE_LIT("Rocket.Chat answered about nobody")};
	}
	json_decref(o);
	return ok ? 1 : -1;
}

/* --- Check and set-up ------------------------------------------------------------------------ */

static int
rc_check(void *self, struct pool *p, unsigned step, struct http_out *out)
{
	const struct rocketchat *rc = self;
	if (step > 1 || (step == 1 && rc->conf->room == NULL))
		return 0;
	struct str path;
	str_init(&path, 1024);
	str_adds(&path, step == 0 ? "/me" : "/rooms.info?roomId=");
	if (step == 1)
		http_url_add(&path, slice_of(rc->conf->room));
	rocketchat_request(rc, p, "GET", str_cstr(&path), out);
	str_clear(&path);
	return 1;
}

static int
rc_checked(void *self, struct pool *p, unsigned step, const struct http_result *r, struct str *out)
{
	struct rocketchat *rc = self;
	struct chat_result judged;
	int result = -1;
	chat_judge(p, r, 0, "Rocket.Chat", &judged);
	json_t *o = r->status != 0 ? chat_json(r->body, "Rocket.Chat", NULL) : NULL;
	if (r->status == 401) {
		str_adds(out, "token and user do not fit: My Account, Personal Access Tokens, of "
			      "the bot's account shows both\n");
	} else if (step == 1 && (r->status == 400 || r->status == 403 || r->status == 404)) {
		str_addf(out,
			 "room %s: not a room the bot is in; invite it, and take the room's id\n",
			 rc->conf->room);
	} else if (judged.status != CHAT_OK) {
		str_addf(out, "%.*s\n", SLICE_ARG(judged.why));
	} else if (step == 0 && !rocketchat_took_me(rc, p, o)) {
		str_addf(out, "%.*s does not answer as Rocket.Chat does: is url its address?\n",
			 SLICE_ARG(rc->base));
	} else if (step == 0) {
		str_addf(out, "we are @%s\n", rc->name);
		result = 0;
	} else {
		str_addf(out, "room #%.*s\n",
			 SLICE_ARG(chat_str(p, json_object_get(o, "room"), "name")));
		result = 0;
	}
	json_decref(o);
	return result;
}

static int
rc_setup(const struct conf *c, const struct conf_chat *chat, struct str *out, struct err *e)
{
	const char *name = chat != NULL ? chat->name : "rocketchat",
		   *ours = c != NULL && c->http.public_url != NULL ? c->http.public_url
								   : "http://DOCKET:8025";
	(void)e;
	str_addf(
		out,
		"Rocket.Chat, step by step. An admin of the workspace does it.\n"
		"\n"
		"1. Workspace, Users, New: user name docket, roles bot and user; log in as it "
		"once\n"
		"   (or as an admin: Workspace, Users, docket, Create token).\n"
		"2. As docket: My Account, Personal Access Tokens, Add, Ignore Two Factor. Keep "
		"the\n"
		"   token: chmod 600, one line, in %s.token; the user id shown beside it is "
		"user:.\n"
		"3. Invite docket to the team's room: /invite @docket. The room's id is behind\n"
		"   \"rid\" in REST (rooms.info?roomName=NAME); it has 17 letters and digits.\n"
		"4. So that people are known by their addresses: Workspace, Permissions, give\n"
		"   view-full-other-user-info to the role bot. Without it a code is mailed.\n"
		"5. Into docket.yaml:\n"
		"     chat:\n"
		"       - name: %s\n"
		"         platform: rocketchat\n"
		"         url: https://chat.example.com\n"
		"         user: THE-BOTS-USER-ID\n"
		"         room: THE-ROOM-ID\n"
		"         token: {file: %s.token}\n"
		"   With that docket asks every few seconds; no public address is needed: @docket "
		"in\n"
		"   a room, threads and direct messages work. Rocket.Chat has no buttons for such\n"
		"   bots; they are written out as words.\n"
		"6. Only if it is to answer at once: transport: push, and Workspace, "
		"Integrations,\n"
		"   New, Outgoing: event Message Sent, channels all_public_channels,\n"
		"   all_private_groups, all_direct_messages, no trigger words, URL\n"
		"     %s/chat/%s\n"
		"   enabled, posted as docket; its token goes into hook_token: {file: %s.hook}.\n"
		"7. docket check, then @docket help in Rocket.Chat.\n",
		name, name, name, ours, name, name);
	return 0;
}

const struct chat_adapter chat_rocketchat = {
	.name = "rocketchat",
	.caps = {.calls = '@',
		 .push = true,
		 .pull = true,
		 .update = true,
		 .threads = true,
		 .direct = true,
		 .unit = CHAT_CODEPOINTS,
		 /* Of 5,000 that a server takes unless told otherwise: fields, words for buttons
		    and backslashes need room. */
		 .text_max = 3500,
		 .per_room_minute = 60},
	.open = rc_open,
	.close = rc_close,
	.verify = rc_verify,
	.decode = rc_decode,
	.ack = rc_ack,
	.pull = rocketchat_pull,
	.pulled = rocketchat_pulled,
	.render = rocketchat_render,
	.result = rocketchat_result,
	.probe = rocketchat_probe,
	.probed = rocketchat_probed,
	.whois = rc_whois,
	.whois_is = rc_whois_is,
	.wants = rc_wants,
	.took = rc_took,
	.check = rc_check,
	.checked = rc_checked,
	.setup = rc_setup,
};
