/*
 * Slack: slash commands, buttons, forms, shortcuts and events, by HTTP or by Socket Mode.
 * Signatures: https://api.slack.com/authentication/verifying-requests-from-slack. They cover the
 * raw bytes and a clock within five minutes; a repeat inside these is met by the keys of events.
 */
#include "chat_slack.h"

#include "chat_util.h"
#include "docket/base/hash.h"

enum {
	WINDOW_S = 300,	    /* either way: Slack's own rule looks at the past alone */
	SIGNATURE_LEN = 67, /* "v0=" and 64 digits */
	STAMP_MIN = 10,	    /* digits: since 2001, */
	STAMP_MAX = 11,	    /* until 5138 */
	ACK_MS = 3000,
	ROOM_A_MINUTE = 50, /* chat.postMessage: about one a second and channel */
};

static bool
has_prefix(struct slice token, const char *prefix)
{
	return token.len == 0 || slice_starts(token, prefix);
}

static int
check_setup(const struct chat_setup *setup, bool socket, struct err *e)
{
	if (setup->token.len == 0)
		return err_set(
			e, ERR_CONFIG,
			"Slack needs `token`, the Bot User OAuth Token (xoxb-…) of \"OAuth & "
			"Permissions\"");
	if (socket && setup->app_token.len == 0)
		return err_set(e, ERR_CONFIG,
			       "Slack's Socket Mode needs `app_token` (xapp-…), an App-Level Token "
			       "with connections:write of \"Basic Information\"");
	if (!socket && setup->secret.len == 0)
		return err_set(
			e, ERR_CONFIG,
			"Slack needs `secret`, the Signing Secret of \"Basic Information\"; or "
			"`app_token` for Socket Mode");
	if (!has_prefix(setup->token, "xox") || !has_prefix(setup->app_token, "xapp-"))
		return err_set(e, ERR_CONFIG,
			       "Slack's `token` starts with xoxb-, its `app_token` with xapp-");
	return 0;
}

/* https://slack.com/api/ or what the settings say, and who may be answered: hooks.slack.com, or
 * the host of that other base. */
static void
set_base(struct slack *s, const char *api)
{
	struct slice base = api != NULL ? slice_of(api) : SLICE_LIT("https://slack.com/api/");
	s->base = pool_slicef(s->pool, "%.*s%s", SLICE_ARG(base), slice_ends(base, "/") ? "" : "/");
	s->hook = SLICE_LIT("hooks.slack.com");
	if (api != NULL) {
		struct slice host = slice_of(api);
		ptrdiff_t at = slice_find(host, SLICE_LIT("://"));
		host = slice_sub(host, at < 0 ? 0 : (size_t)at + 3, host.len);
		(void)slice_cut(&host, '/', &s->hook);
	}
}

static int
slack_open(const struct chat_setup *setup, void **self_out, struct err *e)
{
	enum conf_transport t = setup->conf->transport;
	bool socket =
		t == CONF_TRANSPORT_SOCKET ||
		(t == CONF_TRANSPORT_USUAL && setup->secret.len == 0 && setup->app_token.len > 0);
	if (t == CONF_TRANSPORT_PULL)
		return err_set(e, ERR_CONFIG, "Slack can't be pulled: use push or socket");
	if (check_setup(setup, socket, e) < 0)
		return -1;
	struct pool *p = pool_new();
	struct slack *s = pool_alloc(p, sizeof(*s));
	*s = (struct slack){.conf = setup->conf,
			    .pool = p,
			    .socket = socket,
			    .token = setup->token,
			    .secret = setup->secret,
			    .app_token = setup->app_token};
	set_base(s, setup->conf->api);
	*self_out = s;
	return 0;
}

static void
slack_close(void *self)
{
	struct slack *s = self;
	if (s != NULL)
		pool_free(s->pool);
}

static bool
is_type(const struct http_in *in, const char *type)
{
	struct slice v = http_in_header(in, "Content-Type"), name = SLICE_NONE;
	return slice_cut(&v, ';', &name) && slice_iis(slice_trim(name), type);
}

static bool
is_form(const struct http_in *in)
{
	return is_type(in, "application/x-www-form-urlencoded");
}

/* Slack tries the certificate with it, unsigned: answered, and nothing else is done. */
static bool
is_ssl_check(struct pool *p, const struct http_in *in)
{
	struct slice v;
	return slice_has(in->body, "ssl_check") && is_form(in) &&
	       http_form_field(p, in->body, "ssl_check", &v) == 1 && slice_is(v, "1");
}

/* Digits only, no leading zero. -1 on anything else. */
static int64_t
stamp_of(struct slice s)
{
	int64_t n;
	if (s.len < STAMP_MIN || s.len > STAMP_MAX || s.data[0] < '1' || s.data[0] > '9')
		return -1;
	return slice_int(s, &n) ? n : -1;
}

static bool
signed_by(struct slack *s, struct pool *p, const struct http_in *in, struct slice stamp)
{
	unsigned char mac[HASH_LEN];
	char want[SIGNATURE_LEN + 1] = "v0=";
	struct slice given = http_in_header(in, "X-Slack-Signature");
	if (given.len != SIGNATURE_LEN || s->secret.len == 0)
		return false;
	size_t head = strlen("v0::") + stamp.len;
	char *base = pool_alloc(p, head + in->body.len + 1);
	(void)snprintf(base, head + 1, "v0:%.*s:", SLICE_ARG(stamp));
	if (in->body.len > 0)
		memcpy(base + head, in->body.data, in->body.len);
	hash_hmac(s->secret, slice_make(base, head + in->body.len), mac);
	hash_hex(mac, sizeof(mac), want + 3);
	return hash_equal(want, given.data, SIGNATURE_LEN);
}

static int
slack_verify(void *self, struct pool *p, const struct http_in *in, struct err *e)
{
	struct slice stamp = http_in_header(in, "X-Slack-Request-Timestamp");
	if (!slice_is(in->method, "POST")) {
		(void)err_set(e, ERR_MESSAGE, "Slack's calls are POSTs");
		return 405;
	}
	if (is_ssl_check(p, in))
		return 0;
	int64_t at = stamp_of(stamp), now = in->now / 1000;
	if (at < 0 || at < now - WINDOW_S || at > now + WINDOW_S) {
		(void)err_set(e, ERR_MESSAGE,
			      at < 0 ? "no time stamp of Slack's"
				     : "Slack's time stamp is not of now");
		return 401;
	}
	if (!signed_by(self, p, in, stamp)) {
		(void)err_set(e, ERR_MESSAGE, "Slack's signature does not fit");
		return 401;
	}
	if (!is_form(in) && !is_type(in, "application/json")) {
		(void)err_set(e, ERR_MESSAGE, "neither a form nor JSON");
		return 415;
	}
	return 0;
}

/* A slash command's fields, or what the payload of the form says. */
static int
decode_form(struct slack *s, struct pool *p, const struct http_in *in, int64_t at,
	    chat_event_list *out, struct err *e)
{
	struct slack_command c;
	struct slice payload;
	struct slice *const texts[] = {&c.team, &c.room,    &c.user,  &c.handle,
				       &c.text, &c.command, &c.reply, &c.trigger};
	const struct http_field want[] = {{"payload", &payload},	{"team_id", &c.team},
					  {"channel_id", &c.room},	{"user_id", &c.user},
					  {"user_name", &c.handle},	{"command", &c.command},
					  {"text", &c.text},		{"trigger_id", &c.trigger},
					  {"response_url", &c.reply}};
	if (http_form_take(p, in->body, want, COUNT(want)) < 0)
		return err_set(e, ERR_MESSAGE, "the form is malformed");
	if (payload.data == NULL) {
		for (size_t i = 0; i < COUNT(texts); i++)
			*texts[i] = chat_clean(p, *texts[i]);
		return slack_decode_command(s, p, &c, at, out, e);
	}
	json_t *o = chat_json_load(payload, e);
	int rc = o == NULL ? -1 : slack_decode_interactive(s, p, o, at, out, e);
	json_decref(o);
	return rc;
}

static const char type_json[] = "application/json; charset=utf-8";

static void
answer_challenge(struct pool *p, const json_t *o, struct http_answer *answer)
{
	struct str s;
	struct json w;
	str_init(&s, SLACK_BODY_MAX);
	json_begin(&w, &s);
	json_open(&w);
	json_put_text(&w, "challenge", chat_json_text(p, o, "challenge"));
	json_close(&w);
	*answer = (struct http_answer){.status = 200, .type = type_json};
	(void)chat_take(p, &s, &answer->body, NULL);
}

static int
slack_decode(void *self, struct pool *p, const struct http_in *in, chat_event_list *out,
	     struct http_answer *answer, struct err *e)
{
	struct slack *s = self;
	if (is_ssl_check(p, in)) {
		*answer = (struct http_answer){.status = 200};
		return 0;
	}
	if (is_form(in))
		return decode_form(s, p, in,
				   stamp_of(http_in_header(in, "X-Slack-Request-Timestamp")) * 1000,
				   out, e);
	json_t *o = chat_json_load(in->body, e);
	if (o == NULL)
		return -1;
	int rc = 0;
	if (slice_is(chat_json_text(p, o, "type"), "url_verification"))
		answer_challenge(p, o, answer);
	else
		rc = slack_decode_event(s, p, o, out, e);
	json_decref(o);
	return rc;
}

int
slack_ack_body(struct pool *p, const struct chat_event *ev, const struct chat_message *m,
	       struct slice *body_out)
{
	struct str s;
	struct json w;
	*body_out = SLICE_NONE;
	if (m == NULL || m->act == CHAT_OPEN || m->act == CHAT_UPDATE || m->parts > 1 ||
	    chat_length(m->card.text, CHAT_UTF16) > SLACK_TEXT_MAX)
		return 0;
	if (slack_by_slash(ev) && m->act == CHAT_REPLY)
		return slack_reply_body(p, m, body_out, NULL) == 0;
	/* What is meant for others than who sent the form goes where they are. */
	if (!slack_by_form(ev) || !slice_eq(m->only, ev->who.uid))
		return 0;
	/* The window stays and shows it. */
	str_init(&s, SLACK_BODY_MAX);
	json_begin(&w, &s);
	json_open(&w);
	json_put_cstr(&w, "response_action", "update");
	json_key(&w, "view");
	bool fits = slack_put_said(&w, p, m);
	json_close(&w);
	if (!fits) {
		str_clear(&s);
		return 0;
	}
	return chat_take(p, &s, body_out, NULL) == 0;
}

static int
slack_ack(void *self, struct pool *p, const struct chat_event *ev, const struct chat_message *m,
	  struct http_answer *out)
{
	(void)self;
	struct slice body;
	int in = slack_ack_body(p, ev, m, &body);
	*out = (struct http_answer){
		.status = 200, .type = body.len > 0 ? type_json : NULL, .body = body};
	return in;
}

const struct chat_adapter chat_slack = {
	.name = "slack",
	.caps = {.push = true,
		 .socket = true,
		 .slash = true,
		 .buttons = true,
		 .update = true,
		 .threads = true,
		 .ephemeral = true,
		 .direct = true,
		 .forms = true,
		 .unit = CHAT_UTF16,
		 .text_max = SLACK_TEXT_MAX,
		 .ack_ms = ACK_MS,
		 .per_room_minute = ROOM_A_MINUTE},
	.open = slack_open,
	.close = slack_close,
	.verify = slack_verify,
	.decode = slack_decode,
	.ack = slack_ack,
	.socket_ask = slack_socket_ask,
	.socket_url = slack_socket_url,
	.socket_text = slack_socket_text,
	.socket_ack = slack_socket_ack,
	.render = slack_render,
	.result = slack_result,
	.probe = slack_probe,
	.probed = slack_probed,
	.whois = slack_whois,
	.whois_is = slack_whois_is,
	.wants = slack_wants,
	.took = slack_took,
	.check = slack_check,
	.checked = slack_checked,
	.setup = slack_setup,
};
