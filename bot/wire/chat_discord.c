/*
 * Discord by its interactions endpoint: Ed25519 over timestamp and body, REST for what is said
 * later. Discord sends wrong signatures on purpose now and then, and takes endpoints away that let
 * them pass. Facts: docs "Interactions overview", "Rate limits".
 */
#include "chat_discord.h"

#include "chat_json.h"

#include "docket/base/base64.h"
#include "docket/base/clock.h"
#include "docket/base/hash.h"

#include <gnutls/abstract.h>
#include <stdlib.h>

/* Discord says nothing on freshness; five minutes to both sides, as Slack does it. */
enum {
	WINDOW_MS = 5 * CLOCK_MINUTE,
	SIGNATURE_LEN = 64,
	STAMP_MAX = 11,
	EARLY_MS = 10 * CLOCK_SECOND
};

static int
discord_open(const struct chat_setup *s, void **self_out, struct err *e)
{
	struct discord *d = calloc(1, sizeof(*d));
	const struct conf_chat *c = s->conf;
	if (d == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	d->conf = c;
	d->token = s->token;
	d->public_url = s->public_url;
	if (c->app == NULL || !discord_snowflake(slice_of(c->app)) || c->key == NULL ||
	    base64_unhex(slice_of(c->key), d->key, sizeof(d->key)) < 0 || s->token.len == 0) {
		free(d);
		return err_set(
			e, ERR_CONFIG,
			"chat '%s' on Discord needs app (the application id), key (the public "
			"key, 64 hex digits) and token (of the bot) - `docket init chat "
			"discord` says where they are",
			c->name);
	}
	*self_out = d;
	return 0;
}

static void
discord_close(void *self)
{
	free(self);
}

/* Ed25519 (RFC 8032) of text under the application's key. */
static bool
signed_by(const struct discord *d, struct slice text, const unsigned char *signature)
{
	union {
		const void *in;
		unsigned char *out; /* GnuTLS has no const here, and writes nothing */
	} x = {d->key}, t = {text.data}, s = {signature};
	gnutls_datum_t key = {x.out, sizeof(d->key)}, data = {t.out, (unsigned)text.len},
		       sig = {s.out, SIGNATURE_LEN};
	gnutls_pubkey_t pub;
	if (gnutls_pubkey_init(&pub) < 0)
		return false;
	bool good = gnutls_pubkey_import_ecc_raw(pub, GNUTLS_ECC_CURVE_ED25519, &key, NULL) >= 0 &&
		    gnutls_pubkey_verify_data2(pub, GNUTLS_SIGN_EDDSA_ED25519, 0, &data, &sig) >= 0;
	gnutls_pubkey_deinit(pub);
	return good;
}

static int
discord_verify(void *self, struct pool *p, const struct http_in *in, struct err *e)
{
	struct discord *d = self;
	unsigned char signature[SIGNATURE_LEN];
	struct slice stamp = http_in_header(in, "X-Signature-Timestamp"),
		     given = http_in_header(in, "X-Signature-Ed25519");
	int64_t at = 0;
	if (!slice_is(in->method, "POST"))
		return (void)err_set(e, ERR_REFUSED, "not a POST"), 405;
	bool digits = stamp.len >= 10 && stamp.len <= STAMP_MAX && stamp.data[0] != '0';
	for (size_t i = 0; digits && i < stamp.len; i++)
		digits = stamp.data[i] >= '0' && stamp.data[i] <= '9';
	if (!digits || !slice_int(stamp, &at) ||
	    base64_unhex(given, signature, sizeof(signature)) < 0)
		return (void)err_set(e, ERR_REFUSED, "no signature"), 401;
	char *over = pool_alloc(p, stamp.len + in->body.len + 1);
	memcpy(over, stamp.data, stamp.len);
	if (in->body.len > 0)
		memcpy(over + stamp.len, in->body.data, in->body.len);
	if (!signed_by(d, slice_make(over, stamp.len + in->body.len), signature))
		return (void)err_set(e, ERR_REFUSED, "the signature is wrong"), 401;
	at *= CLOCK_SECOND;
	if (at > in->now + WINDOW_MS || at < in->now - WINDOW_MS)
		return (void)err_set(e, ERR_REFUSED, "the signature is too old or from the future"),
		       401;
	return 0;
}

/* ---- out ---- */

static struct slice
base_of(const struct discord *d)
{
	return slice_of(d->conf->api != NULL ? d->conf->api : "https://discord.com/api/v10");
}

static void
as_bot(const struct discord *d, struct pool *p, struct http_out *out)
{
	chat_authorize(p, out, "Bot", d->token);
	/* Discord's gate turns requests away that do not say this. */
	chat_header(p, out, "User-Agent", SLICE_LIT("DiscordBot (docket, " DOCKET_VERSION ")"));
}

/* The key of a message, in the 25 characters that a nonce may have; each part has its own. */
static struct slice
nonce_of(struct pool *p, const struct chat_message *m)
{
	char hex[HASH_HEX];
	hash_sha256_hex(pool_slicef(p, "%.*s/%u", SLICE_ARG(m->key), m->part), hex);
	return pool_copy(p, slice_make(hex, 24));
}

struct aim {
	const char *method;
	struct slice url, under; /* under: the message it hangs on */
	bool private, webhook;	 /* webhook: the URL holds the interaction's token */
};

static int
aim_reply(const struct discord *d, struct pool *p, const struct chat_message *m, struct aim *a,
	  struct err *e)
{
	struct discord_reply r;
	if (discord_reply_read(m->reply, &r) < 0)
		return err_set(e, ERR_MESSAGE, "no such interaction");
	/* What was deferred waits for its words; what a button belongs to must not be overwritten.
	 */
	bool original = r.kind == DISCORD_COMMAND && m->part <= 1;
	a->method = original ? "PATCH" : "POST";
	a->url = pool_slicef(p, "%.*s/webhooks/%s/%.*s%s", SLICE_ARG(base_of(d)), d->conf->app,
			     SLICE_ARG(r.token), original ? "/messages/@original" : "");
	a->webhook = true;
	a->private = m->only.len > 0 && !original;
	return 0;
}

static int
aim_at(struct discord *d, struct pool *p, const struct chat_message *m, struct aim *a,
       struct err *e)
{
	struct slice channel = m->room, message;
	*a = (struct aim){.method = "POST"};
	if (m->act == CHAT_OPEN)
		return err_set(e, ERR_MESSAGE, "a form can only be the first answer on Discord");
	if (m->act == CHAT_REPLY)
		return aim_reply(d, p, m, a, e);
	if (m->act == CHAT_UPDATE) {
		message = m->replace;
		if (!slice_cut(&message, '/', &channel) || !discord_snowflake(message))
			channel = SLICE_NONE;
		a->method = "PATCH";
		a->url = pool_slicef(p, "%.*s/channels/%.*s/messages/%.*s", SLICE_ARG(base_of(d)),
				     SLICE_ARG(channel), SLICE_ARG(message));
	} else {
		if (m->direct && chat_talks_need(&d->talks, m->only, &channel, e) < 0)
			return -1;
		a->under = m->direct ? SLICE_NONE : m->thread;
		/* a message is named with its channel, a thread by its message alone */
		ptrdiff_t at = slice_index(a->under, '/');
		if (at >= 0)
			a->under = slice_sub(a->under, (size_t)at + 1, a->under.len);
		a->url = pool_slicef(p, "%.*s/channels/%.*s/messages", SLICE_ARG(base_of(d)),
				     SLICE_ARG(channel));
	}
	return discord_snowflake(channel) && (a->under.len == 0 || discord_snowflake(a->under))
		       ? 0
		       : err_set(e, ERR_MESSAGE, "no such channel or message on Discord");
}

static int
discord_render(void *self, struct pool *p, const struct chat_message *m, struct http_out *out,
	       struct err *e)
{
	struct discord *d = self;
	struct aim a;
	struct str s;
	struct json w;
	*out = (struct http_out){.method = NULL};
	if (aim_at(d, p, m, &a, e) < 0)
		return -1;
	str_init(&s, 64 << 10);
	json_begin(&w, &s);
	json_open(&w);
	discord_card(p, &w, m, a.private);
	if (m->act == CHAT_POST) {
		json_put_text(&w, "nonce", nonce_of(p, m));
		json_put_bool(&w, "enforce_nonce", true);
	}
	if (a.under.len > 0) {
		json_key(&w, "message_reference");
		json_open(&w);
		json_put_text(&w, "message_id", a.under);
		json_put_bool(&w, "fail_if_not_exists", false);
		json_close(&w);
	}
	json_close(&w);
	out->method = a.method;
	out->url = a.url;
	out->secret_url = a.webhook;
	chat_header(p, out, "Content-Type", SLICE_LIT("application/json"));
	if (!a.webhook) /* an interaction's token is its own proof, outside of the bot's limit */
		as_bot(d, p, out);
	return chat_take(p, &s, &out->body, e);
}

/* Codes that say more than the status. */
static const struct {
	int64_t code;
	enum chat_status status;
	const char *why;
} codes[] = {
	{10003, CHAT_GONE, "the channel is gone"},
	{10004, CHAT_GONE, "the server is gone"},
	{10008, CHAT_GONE, "the message is gone"},
	{10015, CHAT_GONE, "the webhook is gone"},
	{10062, CHAT_GONE, "the interaction is over"},
	{40060, CHAT_REJECTED, "the interaction was answered already"},
	{50001, CHAT_GONE, "the bot can't see that channel"},
	{50007, CHAT_GONE, "that person takes no direct messages"},
	{50013, CHAT_REAUTH, "the bot lacks the right to write there"},
	{50027, CHAT_GONE, "the interaction is over"},
	{50083, CHAT_GONE, "the thread is archived"},
};

/* retry_after in the body has a fraction that the header rounds off. */
static void
too_many(const struct http_result *r, const json_t *o, int64_t now, struct chat_result *out)
{
	double s = json_number_value(json_object_get(o, "retry_after"));
	bool given = json_is_number(json_object_get(o, "retry_after")) && s >= 0 && s < 86400;
	if (given)
		out->not_before = now + (int64_t)(s * 1000) + 1;
	else if (http_retry_after(r, now) < 0)
		out->not_before = now + 5 * CLOCK_SECOND;
	bool all = chat_yes(o, "global") ||
		   slice_is(http_result_header(r, "X-RateLimit-Scope"), "global");
	out->why = all ? SLICE_LIT("Discord asks the whole bot to wait")
		       : SLICE_LIT("Discord asks to wait for that channel");
}

static void
discord_result(void *self, struct pool *p, const struct chat_message *m,
	       const struct http_result *r, int64_t now, struct chat_result *out)
{
	struct err e = ERR_INIT;
	(void)self;
	chat_judge(p, r, now, "Discord", out);
	if (r->status == 0)
		return;
	json_t *o = r->body.len > 0 ? chat_json(r->body, "Discord", &e) : NULL;
	int64_t code = chat_num(o, "code");
	for (size_t i = 0; i < COUNT(codes); i++)
		if (r->status >= 400 && r->status < 500 && r->status != 429 &&
		    code == codes[i].code) {
			out->status = codes[i].status;
			out->why = pool_slicef(p, "Discord: %s", codes[i].why);
		}
	if (r->status == 429)
		too_many(r, o, now, out);
	if (r->status == 403 && out->status == CHAT_GONE && code == 0)
		out->status = CHAT_REAUTH;
	/* An interaction's token is not the bot's: when it ended, nobody has to renew anything. */
	if (r->status == 401 && m->act == CHAT_REPLY)
		out->status = CHAT_GONE;
	/* Our first answer may still be on its way: then its token is not known yet. */
	struct discord_reply to;
	if (r->status == 404 && m->act == CHAT_REPLY && discord_reply_read(m->reply, &to) == 0 &&
	    now - discord_time(to.id) < EARLY_MS)
		out->status = CHAT_RETRY;
	struct slice id = chat_id(p, o, "id"), channel = chat_id(p, o, "channel_id");
	if (out->status == CHAT_OK && m->act == CHAT_UPDATE)
		out->posted = pool_copy(p, m->replace);
	else if (out->status == CHAT_OK && discord_snowflake(id) && discord_snowflake(channel))
		out->posted = pool_slicef(p, "%.*s/%.*s", SLICE_ARG(channel), SLICE_ARG(id));
	else if (out->status == CHAT_OK)
		out->status = CHAT_ACCEPTED;
	if (out->status == CHAT_OK && m->act != CHAT_UPDATE)
		out->thread = m->thread.len > 0 ? pool_copy(p, m->thread) : id;
	json_decref(o);
}

/* ---- talks with one person ---- */

static int
discord_wants(void *self, struct pool *p, int64_t now, struct http_out *out)
{
	struct discord *d = self;
	(void)now;
	*out = (struct http_out){.method = NULL};
	d->asked = d->talks.wanted[0] != '\0';
	if (!d->asked)
		return 0;
	out->method = "POST";
	out->url = pool_slicef(p, "%.*s/users/@me/channels", SLICE_ARG(base_of(d)));
	out->body =
		pool_slicef(p, "{\"recipient_id\":\"%s\"}",
			    discord_snowflake(slice_of(d->talks.wanted)) ? d->talks.wanted : "0");
	chat_header(p, out, "Content-Type", SLICE_LIT("application/json"));
	as_bot(d, p, out);
	return 1;
}

static void
discord_took(void *self, const struct http_result *r, int64_t now, struct chat_result *out)
{
	struct discord *d = self;
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct chat_result res;
	*out = (struct chat_result){.status = CHAT_OK};
	chat_judge(p, r, now, "Discord", &res);
	json_t *o = res.status == CHAT_OK ? chat_json(r->body, "Discord", &e) : NULL;
	/* A person who can't be written to is that message's trouble, not the entry's. */
	chat_talks_took(&d->talks, chat_id(p, o, "id"), r->status == 0 || r->status >= 429);
	json_decref(o);
	if (res.status == CHAT_LATER) {
		out->status = CHAT_LATER;
		out->not_before = res.not_before;
		out->why = SLICE_LIT("Discord asks to wait");
	} else if (res.status == CHAT_REAUTH) {
		out->status = CHAT_REAUTH;
		out->why = SLICE_LIT("Discord refuses the bot's token");
	}
	pool_free(p);
}

/* ---- docket check ---- */

static int
discord_check(void *self, struct pool *p, unsigned step, struct http_out *out)
{
	struct discord *d = self;
	struct slice base = base_of(d);
	*out = (struct http_out){.method = "GET"};
	if (step == 0)
		out->url = pool_slicef(p, "%.*s/applications/@me", SLICE_ARG(base));
	else if (step == 1 && d->conf->tenant != NULL)
		out->url = pool_slicef(p, "%.*s/applications/%s/guilds/%s/commands",
				       SLICE_ARG(base), d->conf->app, d->conf->tenant);
	else if (step == 1)
		out->url = pool_slicef(p, "%.*s/applications/%s/commands", SLICE_ARG(base),
				       d->conf->app);
	else if (step == 2 && d->conf->room != NULL)
		out->url = pool_slicef(p, "%.*s/channels/%s", SLICE_ARG(base), d->conf->room);
	else
		return 0;
	as_bot(d, p, out);
	return 1;
}

/* The application's own page against our settings. */
static int
check_app(const struct discord *d, struct pool *p, const json_t *o, struct str *out)
{
	struct slice key = chat_str(p, o, "verify_key"),
		     url = chat_str(p, o, "interactions_endpoint_url");
	struct slice ours = d->public_url == NULL
				    ? SLICE_NONE
				    : pool_slicef(p, "%s/chat/%s", d->public_url, d->conf->name);
	str_addf(out, "application %.*s", SLICE_ARG(chat_str(p, o, "name")));
	if (key.len > 0 && !slice_is(key, d->conf->key)) {
		str_adds(out, "; but key is another application's: take the Public Key of its "
			      "page \"General Information\"");
		return -1;
	}
	if (ours.len > 0 && !slice_eq(url, ours)) {
		str_addf(out, "; but its Interactions Endpoint URL is %s%.*s: set it to %.*s",
			 url.len > 0 ? "" : "empty", SLICE_ARG(url), SLICE_ARG(ours));
		return -1;
	}
	return 0;
}

static int
check_commands(const struct discord *d, struct pool *p, const json_t *o, struct str *out)
{
	const char *word = d->conf->command != NULL ? d->conf->command : "docket";
	for (size_t i = 0; i < json_array_size(o); i++) {
		const json_t *one = json_array_get(o, i);
		if (!slice_is(chat_str(p, one, "name"), word))
			continue;
		if (json_array_size(json_object_get(one, "options")) == 0)
			break;
		str_addf(out, "/%s is registered", word);
		return 0;
	}
	str_addf(out,
		 "/%s is not registered, or takes no words: `docket init chat discord` prints "
		 "the command for that",
		 word);
	return -1;
}

static int
discord_checked(void *self, struct pool *p, unsigned step, const struct http_result *r,
		struct str *out)
{
	struct discord *d = self;
	struct err e = ERR_INIT;
	struct chat_message none = {.act = CHAT_POST};
	struct chat_result res;
	discord_result(d, p, &none, r, 0, &res);
	json_t *o = r->status == 200 ? chat_json(r->body, "Discord", &e) : NULL;
	int bad = o == NULL ? -1 : 0;
	if (r->status == 401)
		str_adds(out, "the bot's token is refused: make a new one on the page \"Bot\"");
	else if (o == NULL)
		str_add(out, res.why.len > 0 ? res.why : SLICE_LIT("Discord's answer is no JSON"));
	else if (step == 0)
		bad = check_app(d, p, o, out);
	else if (step == 1)
		bad = check_commands(d, p, o, out);
	else
		str_addf(out, "the room is #%.*s", SLICE_ARG(chat_str(p, o, "name")));
	json_decref(o);
	return bad;
}

const struct chat_adapter chat_discord = {
	.name = "discord",
	.caps = {.push = true,
		 .slash = true,
		 .buttons = true,
		 .update = true,
		 .threads = true,
		 .ephemeral = true,
		 .direct = true,
		 .forms = true,
		 .idempotent = true,
		 .unit = CHAT_UTF16,
		 .text_max = DISCORD_TEXT_MAX,
		 .ack_ms = 2500,
		 .per_room_minute = 60},
	.open = discord_open,
	.close = discord_close,
	.verify = discord_verify,
	.decode = discord_decode,
	.ack = discord_ack,
	.render = discord_render,
	.result = discord_result,
	.wants = discord_wants,
	.took = discord_took,
	.check = discord_check,
	.checked = discord_checked,
	.setup = discord_setup,
};
