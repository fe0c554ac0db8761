/*
 * Microsoft Teams by the Bot Framework, and its outgoing webhooks: who may call us, tokens and
 * keys, where a message goes and what came of it. Facts: docs "Authentication with the Bot
 * Connector API" and "Rate limit for bots in Teams".
 */
#include "chat_teams.h"

#include "chat_json.h"

#include "docket/base/base64.h"
#include "docket/base/clock.h"
#include "docket/base/hash.h"

#include <stdlib.h>

static const char *const ISSUERS[] = {"https://api.botframework.com", NULL};
/* Where the connector of Teams may be: the public cloud and the three of the United States. */
static const char *const SERVICES[] = {
	"smba.trafficmanager.net", "botframework.com", "smba.infra.gcc.teams.microsoft.com",
	"smba.infra.gov.teams.microsoft.us", "smba.infra.dod.teams.microsoft.us"};

/* ---- settings ---- */

static void
teams_close(void *self)
{
	struct teams *t = self;
	oauth_forget(&t->token);
	jwt_keys_free(t->keys);
	pool_free(t->pool);
	free(t);
}

static int
check_setup(struct teams *t, const struct chat_setup *s, struct err *e)
{
	const struct conf_chat *c = s->conf;
	if (s->hook_token.len > 0 &&
	    (base64_read(t->pool, BASE64, s->hook_token, &t->hook_key) < 0 || t->hook_key.len == 0))
		return err_set(e, ERR_CONFIG,
			       "chat '%s': hook_token is not the security token that Teams showed "
			       "(base64, ends with =)",
			       c->name);
	if (c->app == NULL && s->hook_token.len > 0)
		return 0;
	if (c->app == NULL || c->tenant == NULL || s->secret.len == 0)
		return err_set(
			e, ERR_CONFIG,
			"chat '%s' on Teams needs app (the bot's application id), tenant (the "
			"directory's id) and secret (a client secret) - `docket init chat teams` "
			"says where they are",
			c->name);
	return 0;
}

static int
teams_open(const struct chat_setup *s, void **self_out, struct err *e)
{
	struct teams *t = calloc(1, sizeof(*t));
	if (t == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	t->conf = s->conf;
	t->pool = pool_new();
	t->keys = jwt_keys_new();
	t->secret = s->secret;
	slice_cstr(slice_of(s->conf->api != NULL ? s->conf->api
						 : "https://smba.trafficmanager.net/teams"),
		   t->service, sizeof(t->service));
	if (check_setup(t, s, e) < 0) {
		teams_close(t);
		return -1;
	}
	*self_out = t;
	return 0;
}

/* ---- who may call ---- */

bool
teams_service_ok(const struct teams *t, struct slice url)
{
	struct slice api = slice_of(t->conf->api);
	if (url.len == 0 || url.len >= TEAMS_REF_MAX || slice_index(url, '|') >= 0)
		return false;
	for (size_t i = 0; i < COUNT(SERVICES); i++)
		if (http_url_is(url, slice_of(SERVICES[i])))
			return true;
	ptrdiff_t at = slice_find(api, SLICE_LIT("://"));
	if (at < 0)
		return false;
	struct slice host = slice_sub(api, (size_t)at + 3, api.len);
	ptrdiff_t end = slice_index(host, '/');
	return http_url_is(url, end < 0 ? host : slice_sub(host, 0, (size_t)end));
}

static int
by_hmac(const struct teams *t, struct pool *p, const struct http_in *in, struct slice given,
	struct err *e)
{
	unsigned char mac[HASH_LEN];
	struct slice sum;
	if (t->hook_key.len == 0)
		return (void)err_set(e, ERR_REFUSED, "no outgoing webhook is set up"), 401;
	hash_hmac(t->hook_key, in->body, mac);
	if (base64_read(p, BASE64, given, &sum) < 0 || sum.len != sizeof(mac) ||
	    !hash_equal(sum.data, mac, sizeof(mac)))
		return (void)err_set(e, ERR_REFUSED, "the webhook's signature is wrong"), 401;
	return 0;
}

/* What stands in the activity must be what the token was made for. */
static int
fits(const struct teams *t, struct pool *p, const struct http_in *in, const struct jwt *token,
     struct err *e)
{
	json_t *o = chat_json_load(in->body, e);
	if (o == NULL)
		return 400;
	struct slice channel = chat_str(p, o, "channelId"), service = chat_str(p, o, "serviceUrl");
	int status = 0;
	json_decref(o);
	if (service.len == 0 || !slice_eq(jwt_claim(p, token, "serviceurl"), service))
		status = 401;
	bool endorsed = false;
	for (size_t i = 0; i < token->endorsements.len; i++)
		endorsed |= slice_eq(token->endorsements.at[i], channel);
	if (status == 0 && (!slice_is(channel, "msteams") || !endorsed))
		status = 403; /* a web chat of the same bot is open to anybody */
	if (status == 0 && !teams_service_ok(t, service))
		status = 403;
	if (status != 0)
		(void)err_set(e, ERR_REFUSED, "the token is for another %s",
			      status == 401 ? "service address" : "channel or connector");
	return status;
}

static int
teams_verify(void *self, struct pool *p, const struct http_in *in, struct err *e)
{
	struct teams *t = self;
	struct slice with = http_in_header(in, "Authorization"),
		     type = http_in_header(in, "Content-Type");
	struct jwt token;
	if (!slice_is(in->method, "POST"))
		return (void)err_set(e, ERR_REFUSED, "not a POST"), 405;
	if (!slice_istarts(type, "application/json"))
		return (void)err_set(e, ERR_REFUSED, "not JSON"), 415;
	if (slice_istarts(with, "HMAC "))
		return by_hmac(t, p, in, slice_sub(with, 5, with.len), e);
	if (!slice_istarts(with, "Bearer ") || t->conf->app == NULL)
		return (void)err_set(e, ERR_REFUSED, "no token"), 401;
	struct jwt_want want = {ISSUERS, slice_of(t->conf->app), in->now};
	int r = jwt_check(t->keys, p, slice_sub(with, 7, with.len), &want, &token, e);
	if (r != 0)
		return r == 1 ? CHAT_VERIFY_WAIT : 401;
	return fits(t, p, in, &token, e);
}

/* ---- tokens and keys ---- */

static struct slice
based(const struct teams *t, struct pool *p, const char *base, const char *path)
{
	return pool_slicef(p, "%s%s", t->conf->api != NULL ? t->conf->api : base, path);
}

static void
ask_token(const struct teams *t, struct pool *p, struct http_out *out)
{
	struct str body;
	struct err e = ERR_INIT;
	str_init(&body, 8192);
	http_form_add(&body, "grant_type", SLICE_LIT("client_credentials"));
	http_form_add(&body, "client_id", slice_of(t->conf->app));
	http_form_add(&body, "client_secret", t->secret);
	http_form_add(&body, "scope", SLICE_LIT("https://api.botframework.com/.default"));
	out->method = "POST";
	out->url = based(t, p, "https://login.microsoftonline.com",
			 pool_cstr(p, pool_slicef(p, "/%s/oauth2/v2.0/token", t->conf->tenant)));
	chat_header(p, out, "Content-Type", SLICE_LIT("application/x-www-form-urlencoded"));
	(void)chat_take(p, &body, &out->body, &e);
}

static void
ask_talk(const struct teams *t, struct pool *p, struct http_out *out)
{
	struct str body;
	struct json w;
	struct err e = ERR_INIT;
	struct slice service = slice_of(t->service);
	str_init(&body, 8192);
	json_begin(&w, &body);
	json_open(&w);
	json_key(&w, "bot");
	json_open(&w);
	json_put_text(&w, "id", pool_slicef(p, "28:%s", t->conf->app));
	json_close(&w);
	json_put_bool(&w, "isGroup", false);
	json_key(&w, "members");
	json_list(&w);
	json_open(&w);
	json_put_cstr(&w, "id", t->talks.wanted);
	json_close(&w);
	json_list_end(&w);
	json_put_cstr(&w, "tenantId", t->conf->tenant);
	json_key(&w, "channelData");
	json_open(&w);
	json_key(&w, "tenant");
	json_open(&w);
	json_put_cstr(&w, "id", t->conf->tenant);
	json_close(&w);
	json_close(&w);
	json_close(&w);
	out->method = "POST";
	out->url = pool_slicef(p, "%.*s%sv3/conversations", SLICE_ARG(service),
			       slice_ends(service, "/") ? "" : "/");
	chat_header(p, out, "Content-Type", SLICE_LIT("application/json"));
	chat_authorize(p, out, "Bearer", slice_of(t->token.text));
	(void)chat_take(p, &body, &out->body, &e);
}

void
teams_ask_keys(const struct teams *t, struct pool *p, struct http_out *out)
{
	out->method = "GET";
	out->url = based(t, p, "https://login.botframework.com", "/v1/.well-known/keys");
}

static int
teams_wants(void *self, struct pool *p, int64_t now, struct http_out *out)
{
	struct teams *t = self;
	*out = (struct http_out){.method = NULL};
	t->errand = TEAMS_NO_ERRAND;
	if (t->conf->app == NULL)
		return 0;
	if (jwt_keys_due(t->keys, now)) {
		jwt_keys_asked(t->keys, now);
		t->errand = TEAMS_KEYS;
		teams_ask_keys(t, p, out);
	} else if (oauth_due(&t->token, now)) {
		t->errand = TEAMS_TOKEN;
		ask_token(t, p, out);
	} else if (t->talks.wanted[0] != '\0') {
		t->errand = TEAMS_TALK;
		ask_talk(t, p, out);
	}
	return t->errand != TEAMS_NO_ERRAND;
}

/* "invalid_client (AADSTS7000215)": the words Microsoft's own pages are found by. */
static struct slice
oauth_why(struct pool *p, const json_t *o)
{
	struct slice error = chat_str(p, o, "error"), text = chat_str(p, o, "error_description");
	ptrdiff_t colon = slice_index(text, ':');
	struct slice code =
		colon > 0 && colon < 40 ? slice_sub(text, 0, (size_t)colon) : SLICE_NONE;
	return pool_slicef(p, "Microsoft refused the client secret: %.*s %.*s", SLICE_ARG(error),
			   SLICE_ARG(code));
}

static void
took_token(struct teams *t, struct pool *p, const struct http_result *r, int64_t now,
	   struct chat_result *out)
{
	struct err e = ERR_INIT;
	json_t *o = r->status == 0 ? NULL : chat_json(r->body, "Microsoft", &e);
	struct slice token = chat_str(p, o, "access_token");
	if (out->status == CHAT_OK &&
	    !oauth_keep(&t->token, token, chat_num(o, "expires_in"), now)) {
		out->status = CHAT_RETRY;
		out->why = SLICE_LIT("Microsoft's answer holds no access token");
	} else if (r->status == 400 || r->status == 401 || r->status == 403) {
		out->status = CHAT_REAUTH;
		out->why = oauth_why(t->pool, o);
	}
	json_decref(o);
}

static void
took_talk(struct teams *t, struct pool *p, const struct http_result *r, struct chat_result *out)
{
	struct err e = ERR_INIT;
	json_t *o = out->status == CHAT_OK ? chat_json(r->body, "Teams", &e) : NULL;
	chat_talks_took(&t->talks, chat_str(p, o, "id"), r->status == 0 || r->status >= 429);
	json_decref(o);
	out->status = CHAT_OK; /* who can't be written to is that message's trouble, not ours */
}

static void
teams_took(void *self, const struct http_result *r, int64_t now, struct chat_result *out)
{
	struct teams *t = self;
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	chat_judge(t->pool, r, now, "Microsoft", out);
	switch (t->errand) {
	case TEAMS_KEYS:
		jwt_keys_came(t->keys);
		if (out->status == CHAT_OK && jwt_keys_jwks(t->keys, r->body, now, &e) < 0) {
			out->status = CHAT_RETRY;
			out->why = pool_copy(t->pool, slice_of(e.text));
		} else if (out->status != CHAT_OK && out->status != CHAT_LATER) {
			out->status = CHAT_RETRY; /* keys are nobody's right: they come back */
		}
		break;
	case TEAMS_TOKEN: took_token(t, p, r, now, out); break;
	case TEAMS_TALK: took_talk(t, p, r, out); break;
	case TEAMS_NO_ERRAND: break;
	}
	t->errand = TEAMS_NO_ERRAND;
	pool_free(p);
}

/* ---- out ---- */

/* CONVERSATION|ACTIVITY, or a conversation alone. */
static void
take_apart(struct slice ref, struct teams_target *to)
{
	if (!slice_cut(&ref, '|', &to->conversation))
		to->conversation = SLICE_NONE;
	to->activity = ref;
}

static int
target_of(struct teams *t, const struct chat_message *m, struct teams_target *to, struct err *e)
{
	struct teams_reply r;
	*to = (struct teams_target){.service = slice_of(t->service)};
	if (m->direct)
		return chat_talks_need(&t->talks, m->only, &to->conversation, e);
	if (m->act == CHAT_REPLY || m->act == CHAT_OPEN) {
		struct slice ref = m->act == CHAT_OPEN ? m->trigger : m->reply;
		if (teams_reply_read(ref, &r) < 0 || r.kind == TEAMS_HOOK)
			return err_set(e, ERR_MESSAGE,
				       "an outgoing webhook is answered at once or "
				       "not at all");
		*to = (struct teams_target){r.service, r.conversation, r.activity};
		if (r.kind == TEAMS_INVOKE) /* what was pressed is no message to reply to */
			to->activity = SLICE_NONE;
	} else {
		take_apart(m->act == CHAT_UPDATE ? m->replace
			   : m->thread.len > 0	 ? m->thread
						 : m->room,
			   to);
	}
	if (to->conversation.len == 0 || !teams_service_ok(t, to->service) ||
	    (m->act == CHAT_UPDATE && to->activity.len == 0))
		return err_set(e, ERR_MESSAGE, "no such conversation on Teams");
	return 0;
}

struct slice
teams_address(struct pool *p, const struct teams_target *to, const char *what, struct slice id)
{
	struct str url;
	struct slice out = SLICE_NONE;
	struct err e = ERR_INIT;
	str_init(&url, 8192);
	str_add(&url, to->service);
	str_adds(&url, slice_ends(to->service, "/") ? "v3/conversations/" : "/v3/conversations/");
	http_url_add(&url, to->conversation);
	str_adds(&url, what);
	if (id.len > 0) {
		str_addc(&url, '/');
		http_url_add(&url, id);
	}
	(void)chat_take(p, &url, &out, &e);
	return out;
}

static int
teams_render(void *self, struct pool *p, const struct chat_message *m, struct http_out *out,
	     struct err *e)
{
	struct teams *t = self;
	struct teams_target to;
	*out = (struct http_out){.method = NULL};
	if (t->conf->app == NULL)
		return err_set(e, ERR_MESSAGE, "an outgoing webhook can't post by itself");
	if (t->token.text == NULL)
		return err_set(e, ERR_RETRY, "there is no access token for Teams");
	if (target_of(t, m, &to, e) < 0 || teams_activity(p, m, true, &out->body, e) < 0)
		return -1;
	out->method = m->act == CHAT_UPDATE ? "PUT" : "POST";
	out->url = teams_address(p, &to, "/activities", to.activity);
	chat_header(p, out, "Content-Type", SLICE_LIT("application/json; charset=utf-8"));
	chat_authorize(p, out, "Bearer", slice_of(t->token.text));
	return 0;
}

/* Codes of the connector that say more than the status. */
static const struct {
	const char *code;
	enum chat_status status;
} codes[] = {
	{"MessageSizeTooBig", CHAT_TOO_BIG},	   {"RequestEntityTooLarge", CHAT_TOO_BIG},
	{"ConversationNotFound", CHAT_GONE},	   {"ActivityNotFoundInConversation", CHAT_GONE},
	{"BotNotInConversationRoster", CHAT_GONE}, {"ConversationBlockedByUser", CHAT_GONE},
	{"MessageWritesBlocked", CHAT_GONE},	   {"ForbiddenOperationException", CHAT_GONE},
	{"NotEnoughPermissions", CHAT_REAUTH},	   {"BotDisabledByAdmin", CHAT_REAUTH},
	{"InvalidBotApiHost", CHAT_REJECTED},
};

static void
posted(struct pool *p, const struct chat_message *m, const struct teams_target *to, const json_t *o,
       struct chat_result *out)
{
	struct slice id = chat_str(p, o, "id"), room = to->conversation;
	if (m->act == CHAT_UPDATE) {
		out->posted = pool_copy(p, m->replace);
		return;
	}
	if (id.len == 0) {
		out->status = CHAT_ACCEPTED; /* it took it and gave no name to edit it by */
		return;
	}
	out->posted = pool_slicef(p, "%.*s|%.*s", SLICE_ARG(room), SLICE_ARG(id));
	if (slice_has(room, ";messageid="))
		out->thread = pool_copy(p, room);
	else if (slice_has(room, "@thread.tacv2") || slice_has(room, "@thread.skype"))
		out->thread = pool_slicef(p, "%.*s;messageid=%.*s", SLICE_ARG(room), SLICE_ARG(id));
}

static void
teams_result(void *self, struct pool *p, const struct chat_message *m, const struct http_result *r,
	     int64_t now, struct chat_result *out)
{
	struct teams *t = self;
	struct err e = ERR_INIT;
	struct teams_target to;
	chat_judge(p, r, now, "Teams", out);
	if (r->status == 0)
		return;
	json_t *o = r->body.len > 0 ? chat_json(r->body, "Teams", &e) : NULL;
	struct slice code = chat_json_text(p, o, "error.code");
	for (size_t i = 0; i < COUNT(codes); i++)
		if (out->status != CHAT_OK && r->status < 500 && r->status != 429 &&
		    slice_iis(code, codes[i].code))
			out->status = codes[i].status;
	if (out->status != CHAT_OK && code.len > 0)
		out->why = pool_slicef(p, "Teams answered %d %.*s", r->status, SLICE_ARG(code));
	if (r->status == 412) /* two writes at once; the page on rate limits says: again */
		out->status = CHAT_RETRY;
	if (r->status == 401 && oauth_withdrawn(&t->token, now))
		out->status = CHAT_RETRY;
	if (out->status == CHAT_OK && target_of(t, m, &to, &e) == 0)
		posted(p, m, &to, o, out);
	json_decref(o);
}

const struct chat_adapter chat_teams = {
	.name = "teams",
	.caps = {.calls = '@',
		 .push = true,
		 .buttons = true,
		 .update = true,
		 .threads = true,
		 .direct = true,
		 .forms = true,
		 .unit = CHAT_UTF16,
		 .text_max = TEAMS_TEXT_MAX,
		 .ack_ms = 4500, /* an outgoing webhook has 5 s; the connector waits 15 */
		 .per_room_minute = 60},
	.open = teams_open,
	.close = teams_close,
	.verify = teams_verify,
	.decode = teams_decode,
	.ack = teams_ack,
	.render = teams_render,
	.result = teams_result,
	.whois = teams_whois,
	.whois_is = teams_whois_is,
	.wants = teams_wants,
	.took = teams_took,
	.check = teams_check,
	.checked = teams_checked,
	.setup = teams_setup,
};
