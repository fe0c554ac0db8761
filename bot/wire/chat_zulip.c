/*
 * Zulip, the adapter itself: settings, who we and others are, the outgoing webhook instead of a
 * queue, checks and the steps to set it up.
 */
#include "chat_zulip.h"

#include "docket/base/base64.h"
#include "docket/base/hash.h"
#include "docket/base/utf8.h"

enum {
	HOLD_MS = 90 * 1000, /* unless /register says otherwise */
	TEXT_MAX = 10000,    /* characters of a message, and … */
	TOPIC_MAX = 60,	     /* … of a topic, unless the server says otherwise */
	ASK_AGAIN_MS = 60 * 1000,
	CREDENTIALS_MAX = 8 << 10,
	GUEST = 600, /* role of an account that belongs to somebody else */
};

static int
open_it(const struct chat_setup *setup, void **self_out, struct err *e)
{
	const struct conf_chat *c = setup->conf;
	bool push = c->transport == CONF_TRANSPORT_PUSH;
	if (c->url == NULL)
		return err_set(e, ERR_CONFIG,
			       "chat '%s' needs `url`: the address of the team's Zulip, such as "
			       "https://chat.example.org",
			       c->name);
	if (c->user == NULL || strchr(c->user, '@') == NULL || strchr(c->user, ':') != NULL)
		return err_set(e, ERR_CONFIG,
			       "chat '%s' needs `user`: the bot's address, as Zulip shows it under "
			       "Personal settings, Bots",
			       c->name);
	if (setup->token.len == 0)
		return err_set(
			e, ERR_CONFIG,
			"chat '%s' needs `token`: the bot's API key, as Zulip shows it under "
			"Personal settings, Bots",
			c->name);
	if (c->transport == CONF_TRANSPORT_SOCKET)
		return err_set(e, ERR_CONFIG, "chat '%s': Zulip has no socket; take pull", c->name);
	if (push && setup->hook_token.len < 16)
		return err_set(e, ERR_CONFIG,
			       "chat '%s' needs `hook_token` for push: the token of the outgoing "
			       "webhook, from its zuliprc file",
			       c->name);
	struct zulip *z = calloc(1, sizeof(*z));
	if (z == NULL)
		return err_set(e, ERR_RETRY, "no memory");
	z->conf = c;
	z->user = slice_of(c->user);
	z->token = setup->token;
	z->hook_token = setup->hook_token;
	z->push = push;
	z->quick = setup->quick;
	z->hold_ms = HOLD_MS;
	z->text_max = TEXT_MAX;
	z->topic_max = TOPIC_MAX;
	*self_out = z;
	return 0;
}

static void
close_it(void *self)
{
	free(self);
}

void
zulip_ask(const struct zulip *z, struct pool *p, const char *method, const char *path,
	  struct slice body, struct http_out *out)
{
	struct slice base = slice_of(z->conf->url);
	while (slice_ends(base, "/"))
		base.len--;
	*out = (struct http_out){.method = method, .body = body};
	out->url = pool_slicef(p, "%.*s/api/v1/%s", SLICE_ARG(base), path);
	/* RFC 7617 2 */
	struct slice both = pool_slicef(p, "%.*s:%.*s", SLICE_ARG(z->user), SLICE_ARG(z->token));
	struct slice code = SLICE_NONE;
	struct str s;
	str_init(&s, CREDENTIALS_MAX);
	base64_add(&s, BASE64, both);
	(void)chat_take(p, &s, &code, NULL);
	chat_authorize(p, out, "Basic", code);
	if (body.len > 0)
		chat_header(p, out, "Content-Type", slice_of("application/x-www-form-urlencoded"));
}

void
zulip_judge(struct pool *p, const struct http_result *r, const json_t *answer, int64_t now,
	    struct chat_result *out)
{
	static const struct {
		const char *code;
		enum chat_status status;
	} codes[] = {
		{"RATE_LIMIT_HIT", CHAT_LATER},	      {"INVALID_API_KEY", CHAT_REAUTH},
		{"UNAUTHORIZED", CHAT_REAUTH},	      {"USER_DEACTIVATED", CHAT_REAUTH},
		{"REALM_DEACTIVATED", CHAT_REAUTH},   {"STREAM_DOES_NOT_EXIST", CHAT_GONE},
		{"NONEXISTENT_SUBDOMAIN", CHAT_GONE},
	};
	struct slice code = chat_str(p, answer, "code"), why = chat_str(p, answer, "msg");
	const json_t *wait = json_object_get(answer, "retry-after");
	chat_judge(p, r, now, "Zulip", out);
	if (out->status == CHAT_OK && !slice_is(chat_str(p, answer, "result"), "success")) {
		out->status = json_is_object(answer) ? CHAT_REJECTED : CHAT_RETRY;
		out->why = SLICE_LIT("Zulip's answer cannot be read");
	}
	if (out->status == CHAT_OK)
		return;
	if (why.len > 0)
		out->why = pool_slicef(p, "Zulip: %.*s", SLICE_ARG(utf8_cut(why, 200)));
	for (size_t i = 0; i < COUNT(codes); i++)
		if (slice_is(code, codes[i].code))
			out->status = codes[i].status;
	if (r->status == 403)
		out->status = CHAT_REAUTH; /* a right is missing; a channel that is gone says so */
	double seconds = json_is_number(wait) ? json_number_value(wait) : -1;
	if (out->status == CHAT_LATER && seconds >= 0)
		out->not_before = now + (int64_t)((seconds < 3600 ? seconds : 3600) * 1000);
	if (out->status == CHAT_LATER && out->not_before <= now)
		out->not_before = now + 1000;
	if (out->status == CHAT_REAUTH)
		out->why = pool_slicef(p,
				       "%.*s (the bot's API key is under Personal settings, "
				       "Bots)",
				       SLICE_ARG(out->why));
}

bool
zulip_learn(struct zulip *z, struct pool *p, const json_t *me)
{
	struct slice id = chat_id(p, me, "user_id"), name = chat_str(p, me, "full_name");
	if (id.len == 0 || id.len >= ZULIP_ID_MAX || name.len == 0 || name.len >= ZULIP_NAME_MAX)
		return false;
	slice_cstr(id, z->id, sizeof(z->id));
	slice_cstr(name, z->name, sizeof(z->name));
	return true;
}

/* --- push: an outgoing webhook --- */

static int
verify(void *self, struct pool *p, const struct http_in *in, struct err *e)
{
	const struct zulip *z = self;
	struct err ignored = ERR_INIT;
	if (!z->push)
		return (void)err_set(e, ERR_REFUSED, "Zulip is polled here, not called by"), 403;
	if (!slice_is(in->method, "POST"))
		return (void)err_set(e, ERR_REFUSED, "no POST"), 405;
	/* The token stands in the body; nothing else of it is looked at. */
	json_t *o = chat_json(in->body, "Zulip", &ignored);
	struct slice got = chat_str(p, o, "token");
	json_decref(o);
	if (!hash_same(got, z->hook_token))
		return (void)err_set(e, ERR_REFUSED, "the token is absent or another"), 401;
	return 0;
}

static int
decode(void *self, struct pool *p, const struct http_in *in, chat_event_list *out,
       struct http_answer *answer, struct err *e)
{
	json_t *o = chat_json(in->body, "Zulip", e);
	size_t before = out->len;
	struct zulip *z = self;
	(void)answer;
	if (o == NULL)
		return -1;
	/* The first call after a start may come before we have asked what we are called. */
	if (z->name[0] == '\0')
		slice_cstr(chat_str(p, o, "bot_full_name"), z->name, sizeof(z->name));
	zulip_message(self, p, json_object_get(o, "message"), out);
	for (size_t i = before; i < out->len; i++)
		if (out->at[i].kind == CHAT_MESSAGE && !out->at[i].direct)
			out->at[i].mention = true; /* or we would not have been called */
	json_decref(o);
	return 0;
}

/* The answer is shown where the question was asked, so only what all there may read stands in it.
 */
static int
ack(void *self, struct pool *p, const struct chat_event *ev, const struct chat_message *m,
    struct http_answer *out)
{
	const struct zulip *z = self;
	struct str body;
	struct json w;
	struct slice text = m != NULL ? zulip_text(z, p, m) : SLICE_NONE;
	bool elsewhere = m == NULL || m->act == CHAT_UPDATE || m->act == CHAT_OPEN || m->direct ||
			 m->parts > 1 || text.len == 0 || (m->only.len > 0 && !ev->direct) ||
			 chat_length(m->card.text, CHAT_CODEPOINTS) > ZULIP_CARD_MAX;
	str_init(&body, HTTP_BODY_MAX);
	json_begin(&w, &body);
	json_open(&w);
	if (elsewhere)
		json_put_bool(&w, "response_not_required", true);
	else
		json_put_text(&w, "content", text);
	json_close(&w);
	*out = (struct http_answer){.status = 200, .type = "application/json"};
	return chat_take(p, &body, &out->body, NULL) == 0 && !elsewhere ? 1 : 0;
}

/* --- accounts --- */

static int
whois(void *self, struct pool *p, const struct chat_actor *a, struct http_out *out)
{
	int64_t id;
	if (!slice_int(a->uid, &id) || id <= 0)
		return 0;
	zulip_ask(self, p, "GET", pool_cstr(p, pool_slicef(p, "users/%lld", (long long)id)),
		  SLICE_NONE, out);
	return 1;
}

/*
 * The address others see may be made up (user7@host); delivery_email is the one Zulip confirmed,
 * and is only there when the account lets us see it.
 */
static int
whois_is(void *self, struct pool *p, const struct http_result *r, struct chat_actor *a,
	 struct chat_result *out)
{
	struct err ignored = ERR_INIT;
	json_t *answer = r->status != 0 ? chat_json(r->body, "Zulip", &ignored) : NULL;
	const json_t *user = json_object_get(answer, "user");
	(void)self;
	zulip_judge(p, r, answer, 0, out);
	bool same = slice_eq(chat_id(p, user, "user_id"), a->uid);
	if (out->status == CHAT_OK && same) {
		a->display = chat_str(p, user, "full_name");
		a->email = chat_str(p, user, "delivery_email");
		a->email_verified = a->email.len > 0;
		a->bot = chat_yes(user, "is_bot");
		a->outsider = chat_yes(user, "is_guest") || chat_num(user, "role") >= GUEST ||
			      json_is_false(json_object_get(user, "is_active"));
	} else if (out->status == CHAT_OK) {
		out->status = CHAT_REJECTED;
	}
	json_decref(answer);
	return out->status == CHAT_OK ? 1 : -1;
}

/* Pulls ask who we are by themselves; where nothing polls, it is asked for here. */
static int
wants(void *self, struct pool *p, int64_t now, struct http_out *out)
{
	struct zulip *z = self;
	if (!z->push || z->id[0] != '\0' || now - z->asked < ASK_AGAIN_MS)
		return 0;
	z->asked = now;
	zulip_ask(z, p, "GET", "users/me", SLICE_NONE, out);
	return 1;
}

static void
took(void *self, const struct http_result *r, int64_t now, struct chat_result *out)
{
	struct pool *p = pool_new();
	struct err ignored = ERR_INIT;
	json_t *answer = r->status != 0 ? chat_json(r->body, "Zulip", &ignored) : NULL;
	zulip_judge(p, r, answer, now, out);
	if (out->status == CHAT_OK)
		(void)zulip_learn(self, p, answer);
	out->why = out->posted = out->thread = SLICE_NONE; /* they live in p */
	json_decref(answer);
	pool_free(p);
}

/* --- check and set-up --- */

enum { STEP_ME, STEP_ROOM, STEPS };

static int
check(void *self, struct pool *p, unsigned step, struct http_out *out)
{
	const struct zulip *z = self;
	if (step >= STEPS || (step == STEP_ROOM && z->conf->room == NULL))
		return 0;
	zulip_ask(z, p, "GET", step == STEP_ME ? "users/me" : "users/me/subscriptions", SLICE_NONE,
		  out);
	return 1;
}

static int
check_room(const struct zulip *z, struct pool *p, const json_t *answer, struct str *out)
{
	const json_t *list = json_object_get(answer, "subscriptions");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *s = json_array_get(list, i);
		struct slice id = chat_id(p, s, "stream_id"), name = chat_str(p, s, "name");
		if (!slice_is(id, z->conf->room) && !slice_is(name, z->conf->room))
			continue;
		str_addf(out, "Zulip: the room is #%.*s (%.*s)\n", SLICE_ARG(name), SLICE_ARG(id));
		return 0;
	}
	str_addf(out,
		 "Zulip: the bot is not subscribed to '%s': it sees nothing there. In the "
		 "channel's settings, Subscribers, add it\n",
		 z->conf->room);
	return -1;
}

static int
checked(void *self, struct pool *p, unsigned step, const struct http_result *r, struct str *out)
{
	const struct zulip *z = self;
	struct err ignored = ERR_INIT;
	struct chat_result verdict;
	int done = 0;
	json_t *answer = r->status != 0 ? chat_json(r->body, "Zulip", &ignored) : NULL;
	zulip_judge(p, r, answer, 0, &verdict);
	if (verdict.status != CHAT_OK) {
		str_addf(out, "%.*s\n", SLICE_ARG(verdict.why));
		done = -1;
	} else if (step == STEP_ROOM) {
		done = check_room(z, p, answer, out);
	} else {
		str_addf(out, "Zulip: the bot is \"%.*s\" (%.*s)\n",
			 SLICE_ARG(chat_str(p, answer, "full_name")),
			 SLICE_ARG(chat_id(p, answer, "user_id")));
		if (!chat_yes(answer, "is_bot"))
			str_adds(out, "Zulip: this is a person's account; make a bot: what a "
				      "person's key may do, whoever finds it may do\n");
	}
	json_decref(answer);
	return done;
}

static int
setup(const struct conf *c, const struct conf_chat *chat, struct str *out, struct err *e)
{
	const char *name = chat != NULL && chat->name != NULL ? chat->name : "zulip";
	(void)e;
	str_addf(out,
		 "Zulip needs no public address: docket polls.\n"
		 "\n"
		 "1. In Zulip: Personal settings, Bots, Add a new bot. Type: Generic bot. Name: "
		 "Docket.\n"
		 "2. Copy its API key into a file that only docket can read:\n"
		 "     install -m 600 /dev/null zulip.token; cat > zulip.token\n"
		 "3. Subscribe the bot to the team's channel, and to each channel it shall read: "
		 "the channel's\n"
		 "   settings, Subscribers. A job's card gets a topic of its own there, \"ACME-042 "
		 "Spring sale\";\n"
		 "   what is written under it belongs to the job.\n"
		 "4. In docket.yaml (room: the channel's name, or the number in its link):\n"
		 "     chat:\n"
		 "       - {name: %s, platform: zulip, url: \"https://YOUR.zulipchat.com\",\n"
		 "          user: docket-bot@YOUR.zulipchat.com, token: {file: zulip.token}, room: "
		 "design}\n"
		 "5. docket check, then docket run. Commands: \"@Docket status ACME-042\" in a "
		 "channel, or the same\n"
		 "   without @Docket in a direct message to the bot.\n"
		 "6. Members are known by their address if they let it be seen by members "
		 "(Personal settings,\n"
		 "   Account & privacy); else each sends the bot \"link-me THEIR-ADDRESS\" once; "
		 "docket "
		 "mails a code,\n"
		 "   and \"link CODE\" ends it.\n",
		 name);
	if (c != NULL && c->http.public_url != NULL)
		str_addf(out,
			 "\n"
			 "Calls instead of polling: make an Outgoing webhook bot with the endpoint "
			 "%s/chat/%s;\n"
			 "`transport: push` and its token as `hook_token`. It sees mentions and "
			 "direct messages only, so\n"
			 "what is written under a card without a mention is not read.\n",
			 c->http.public_url, name);
	return 0;
}

const struct chat_adapter chat_zulip = {
	.name = "zulip",
	.caps = {.calls = '@',
		 .push = true,
		 .pull = true,
		 .update = true,
		 .threads = true,
		 .direct = true,
		 .unit = CHAT_CODEPOINTS,
		 .text_max = ZULIP_CARD_MAX,
		 .ack_ms = 10 * 1000,
		 .per_room_minute = 100}, /* half of what an account may ask for in all */
	.open = open_it,
	.close = close_it,
	.verify = verify,
	.decode = decode,
	.ack = ack,
	.pull = zulip_pull,
	.pulled = zulip_pulled,
	.render = zulip_render,
	.result = zulip_result,
	.probe = zulip_probe,
	.probed = zulip_probed,
	.whois = whois,
	.whois_is = whois_is,
	.wants = wants,
	.took = took,
	.check = check,
	.checked = checked,
	.setup = setup,
};
