/*
 * Google Chat, called by HTTPS or asked by Pub/Sub: who may call us, our own token by a service
 * account's key (RFC 7523), where a message goes and what came of it. Facts: "Verify requests from
 * Google Chat", "Using OAuth 2.0 for server to server applications".
 */
#include "chat_googlechat.h"

#include "chat_json.h"

#include "docket/base/clock.h"

#include <stdlib.h>

#define CALLER "chat@system.gserviceaccount.com"
static const char *const PROJECT_ISSUERS[] = {CALLER, NULL};
static const char *const OIDC_ISSUERS[] = {"https://accounts.google.com", "accounts.google.com",
					   NULL};
static const char SCOPES[] =
	"https://www.googleapis.com/auth/chat.bot https://www.googleapis.com/auth/pubsub";
enum {
	GRANT_S = 3600,
	USUAL_WAIT_MS = 30 * CLOCK_SECOND
};

/* ---- settings ---- */

static void
google_close(void *self)
{
	struct google *g = self;
	oauth_forget(&g->token);
	jwt_keys_free(g->keys);
	pool_free(g->pool);
	free(g);
}

static bool
digits(const char *s)
{
	return s != NULL && s[0] != '\0' && s[strspn(s, "0123456789")] == '\0';
}

/* The service account's key, as Google hands it out. */
static int
read_key(struct google *g, struct slice json, struct err *e)
{
	struct err why = ERR_INIT;
	struct str probe;
	json_t *o = chat_json_load(json, &why);
	const char *pem = json_string_value(json_object_get(o, "private_key"));
	g->email = chat_str(g->pool, o, "client_email");
	g->kid = chat_str(g->pool, o, "private_key_id");
	g->pem = pem != NULL ? pool_copy(g->pool, slice_of(pem)) : SLICE_NONE;
	json_decref(o);
	str_init(&probe, JWT_MAX);
	int r = g->email.len > 0 ? jwt_sign(g->pem, g->kid, SLICE_LIT("{}"), &probe, &why) : -1;
	str_clear(&probe);
	return r == 0 ? 0
		      : err_set(e, ERR_CONFIG,
				"chat '%s': token is no key of a service account (JSON with "
				"client_email and private_key)",
				g->conf->name);
}

static int
google_open(const struct chat_setup *s, void **self_out, struct err *e)
{
	struct google *g = calloc(1, sizeof(*g));
	const struct conf_chat *c = s->conf;
	if (g == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	g->conf = c;
	g->quick = s->quick;
	g->pool = pool_new();
	g->keys = jwt_keys_new();
	g->project = digits(c->app);
	g->function = s->public_url == NULL
			      ? "docket"
			      : pool_slicef(g->pool, "%s/chat/%s", s->public_url, c->name).data;
	int r = 0;
	if (c->subscription == NULL && c->app == NULL)
		r = err_set(
			e, ERR_CONFIG,
			"chat '%s' on Google Chat needs app (its project's number, or the address "
			"that Google calls) or subscription (projects/P/subscriptions/S)",
			c->name);
	else if (c->subscription != NULL && !google_name(slice_of(c->subscription), "projects/", 4))
		r = err_set(e, ERR_CONFIG,
			    "chat '%s': subscription is not of the form projects/P/subscriptions/S",
			    c->name);
	else if (s->token.len == 0)
		r = err_set(
			e, ERR_CONFIG,
			"chat '%s' on Google Chat needs token: the key file of a service account "
			"- `docket init chat googlechat` says how to make one",
			c->name);
	else
		r = read_key(g, s->token, e);
	if (r < 0)
		google_close(g);
	else
		*self_out = g;
	return r;
}

/* ---- who may call ---- */

/* Anybody can have Google sign a token for our public address: only the account that calls for
 * Google Chat says who made it. */
static bool
is_caller(const struct google *g, struct pool *p, const struct jwt *t)
{
	struct slice email = jwt_claim(p, t, "email");
	bool known = slice_is(email, CALLER) ||
		     (g->conf->user != NULL && slice_is(email, g->conf->user));
	return known && jwt_claim_true(p, t, "email_verified");
}

static int
google_verify(void *self, struct pool *p, const struct http_in *in, struct err *e)
{
	struct google *g = self;
	struct slice with = http_in_header(in, "Authorization"),
		     type = http_in_header(in, "Content-Type");
	struct jwt token;
	struct jwt_want want = {g->project ? PROJECT_ISSUERS : OIDC_ISSUERS, slice_of(g->conf->app),
				in->now};
	if (!slice_is(in->method, "POST"))
		return (void)err_set(e, ERR_REFUSED, "not a POST"), 405;
	if (!slice_istarts(type, "application/json"))
		return (void)err_set(e, ERR_REFUSED, "not JSON"), 415;
	if (!slice_istarts(with, "Bearer ") || g->conf->app == NULL)
		return (void)err_set(e, ERR_REFUSED, "no token"), 401;
	int r = jwt_check(g->keys, p, slice_sub(with, 7, with.len), &want, &token, e);
	if (r != 0)
		return r == 1 ? CHAT_VERIFY_WAIT : 401;
	if (!g->project && !is_caller(g, p, &token))
		return (void)err_set(e, ERR_REFUSED, "the token is not Google Chat's"), 401;
	return 0;
}

/* ---- tokens and keys ---- */

struct slice
google_based(const struct google *g, struct pool *p, const char *base, const char *path)
{
	return pool_slicef(p, "%s%s", g->conf->api != NULL ? g->conf->api : base, path);
}

static void
ask_keys(const struct google *g, struct pool *p, struct http_out *out)
{
	out->method = "GET";
	out->url = google_based(g, p, "https://www.googleapis.com",
				g->project ? "/service_accounts/v1/metadata/x509/" CALLER
					   : "/oauth2/v3/certs");
}

static int
ask_token(const struct google *g, struct pool *p, int64_t now, struct http_out *out)
{
	struct str claims, assertion, body;
	struct json w;
	struct err e = ERR_INIT;
	struct slice url = google_based(g, p, "https://oauth2.googleapis.com", "/token");
	str_init(&claims, 4096);
	str_init(&assertion, JWT_MAX);
	str_init(&body, 2 * JWT_MAX);
	json_begin(&w, &claims);
	json_open(&w);
	json_put_text(&w, "iss", g->email);
	json_put_cstr(&w, "scope", SCOPES);
	json_put_text(&w, "aud", url);
	json_put_int(&w, "iat", now / 1000);
	json_put_int(&w, "exp", now / 1000 + GRANT_S);
	json_close(&w);
	int r = jwt_sign(g->pem, g->kid, str_slice(&claims), &assertion, &e);
	http_form_add(&body, "grant_type",
		      SLICE_LIT("urn:ietf:params:oauth:grant-type:jwt-bearer"));
	http_form_add(&body, "assertion", str_slice(&assertion));
	out->method = "POST";
	out->url = url;
	chat_header(p, out, "Content-Type", SLICE_LIT("application/x-www-form-urlencoded"));
	if (chat_take(p, &body, &out->body, &e) < 0)
		r = -1;
	str_clear(&claims);
	str_clear(&assertion);
	return r;
}

/* The space of a talk with one person, which they have to have begun or an administrator. */
static void
ask_talk(const struct google *g, struct pool *p, struct http_out *out)
{
	struct str url;
	struct err e = ERR_INIT;
	str_init(&url, 4096);
	str_add(&url, google_based(g, p, "https://chat.googleapis.com",
				   "/v1/spaces:findDirectMessage?name="));
	http_url_add(&url, slice_of(g->talks.wanted));
	out->method = "GET";
	(void)chat_take(p, &url, &out->url, &e);
	chat_authorize(p, out, "Bearer", slice_of(g->token.text));
}

static int
google_wants(void *self, struct pool *p, int64_t now, struct http_out *out)
{
	struct google *g = self;
	*out = (struct http_out){.method = NULL};
	g->errand = GOOGLE_NO_ERRAND;
	if (g->conf->app != NULL && g->conf->subscription == NULL && jwt_keys_due(g->keys, now)) {
		jwt_keys_asked(g->keys, now);
		g->errand = GOOGLE_KEYS;
		ask_keys(g, p, out);
	} else if (oauth_due(&g->token, now)) {
		g->errand = GOOGLE_TOKEN;
		if (ask_token(g, p, now, out) < 0)
			g->errand = GOOGLE_NO_ERRAND;
	} else if (g->talks.wanted[0] != '\0') {
		g->errand = GOOGLE_TALK;
		ask_talk(g, p, out);
	}
	return g->errand != GOOGLE_NO_ERRAND;
}

static void
took_token(struct google *g, struct pool *p, const struct http_result *r, int64_t now,
	   struct chat_result *out)
{
	struct err e = ERR_INIT;
	json_t *o = r->status == 0 ? NULL : chat_json(r->body, "Google", &e);
	struct slice token = chat_str(p, o, "access_token");
	if (out->status == CHAT_OK &&
	    !oauth_keep(&g->token, token, chat_num(o, "expires_in"), now)) {
		out->status = CHAT_RETRY;
		out->why = SLICE_LIT("Google's answer holds no access token");
	} else if (r->status == 400 || r->status == 401 || r->status == 403) {
		out->status = CHAT_REAUTH;
		out->why = pool_slicef(g->pool, "Google refused the service account's key: %.*s",
				       SLICE_ARG(chat_str(p, o, "error")));
	}
	json_decref(o);
}

static void
took_keys(struct google *g, const struct http_result *r, int64_t now, struct chat_result *out)
{
	struct err e = ERR_INIT;
	int good = -1;
	jwt_keys_came(g->keys);
	if (out->status == CHAT_OK)
		good = g->project ? jwt_keys_x509(g->keys, r->body, now, &e)
				  : jwt_keys_jwks(g->keys, r->body, now, &e);
	if (out->status == CHAT_OK && good < 0)
		out->why = pool_copy(g->pool, slice_of(e.text));
	if (good < 0 && out->status != CHAT_LATER)
		out->status = CHAT_RETRY; /* keys are nobody's right: they come back */
}

static void
google_took(void *self, const struct http_result *r, int64_t now, struct chat_result *out)
{
	struct google *g = self;
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	json_t *o;
	chat_judge(g->pool, r, now, "Google", out);
	switch (g->errand) {
	case GOOGLE_KEYS: took_keys(g, r, now, out); break;
	case GOOGLE_TOKEN: took_token(g, p, r, now, out); break;
	case GOOGLE_TALK:
		o = out->status == CHAT_OK ? chat_json(r->body, "Google", &e) : NULL;
		chat_talks_took(&g->talks, chat_str(p, o, "name"),
				r->status == 0 || r->status >= 429);
		json_decref(o);
		out->status = CHAT_OK; /* who can't be written to is that message's trouble */
		break;
	case GOOGLE_NO_ERRAND: break;
	}
	g->errand = GOOGLE_NO_ERRAND;
	pool_free(p);
}

/* ---- out ---- */

/* Where a message goes: space and thread. */
static int
aim_at(struct google *g, const struct chat_message *m, struct slice *space, struct slice *thread,
       struct err *e)
{
	struct google_reply r;
	*space = m->room;
	*thread = m->thread;
	if (m->act == CHAT_OPEN)
		return err_set(e, ERR_MESSAGE,
			       "a form can only be an answer at once on Google Chat");
	if (m->direct) {
		*thread = SLICE_NONE;
		return chat_talks_need(&g->talks, m->only, space, e);
	}
	if (m->act == CHAT_REPLY) {
		if (google_reply_read(m->reply, &r) < 0)
			return err_set(e, ERR_MESSAGE, "no such event of Google Chat");
		*space = r.space;
		*thread = r.thread;
	}
	/* An answer under a message stands in that message's thread, which has the same last name.
	 */
	if (thread->len > 0 && !google_name(*thread, "spaces/", 4))
		return err_set(e, ERR_MESSAGE, "no such thread on Google Chat");
	return google_name(*space, "spaces/", 2)
		       ? 0
		       : err_set(e, ERR_MESSAGE, "no such space on Google Chat");
}

static int
body_of(const struct google *g, struct pool *p, const struct chat_message *m, struct slice thread,
	struct http_out *out, struct err *e)
{
	struct str s;
	struct json w;
	str_init(&s, GOOGLE_BODY_MAX);
	json_begin(&w, &s);
	json_open(&w);
	google_card(g, p, &w, m);
	if (m->act != CHAT_UPDATE) {
		bool named = slice_has(thread, "/threads/");
		json_key(&w, "thread");
		json_open(&w);
		json_put_text(&w, named ? "name" : "threadKey",
			      named ? thread : pool_slicef(p, "docket-%.*s", SLICE_ARG(m->key)));
		json_close(&w);
		if (m->only.len > 0 && !m->direct) {
			json_key(&w, "privateMessageViewer");
			json_open(&w);
			json_put_text(&w, "name", m->only);
			json_close(&w);
		}
	}
	json_close(&w);
	chat_header(p, out, "Content-Type", SLICE_LIT("application/json; charset=utf-8"));
	return chat_take(p, &s, &out->body, e);
}

static int
google_render(void *self, struct pool *p, const struct chat_message *m, struct http_out *out,
	      struct err *e)
{
	struct google *g = self;
	struct slice space, thread = SLICE_NONE;
	*out = (struct http_out){.method = NULL};
	if (g->token.text == NULL)
		return err_set(e, ERR_RETRY, "there is no access token for Google Chat");
	struct slice base = google_based(g, p, "https://chat.googleapis.com", "/v1/");
	if (m->act == CHAT_UPDATE) {
		if (!google_name(m->replace, "spaces/", 4))
			return err_set(e, ERR_MESSAGE, "no such message on Google Chat");
		out->method = "PATCH";
		out->url = pool_slicef(p, "%.*s%.*s?updateMask=text,cardsV2", SLICE_ARG(base),
				       SLICE_ARG(m->replace));
	} else {
		if (aim_at(g, m, &space, &thread, e) < 0)
			return -1;
		/* The same requestId is the same message: what may have arrived is sent again. */
		out->method = "POST";
		out->url =
			pool_slicef(p,
				    "%.*s%.*s/messages?requestId=docket-%.*s-%u&"
				    "messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD",
				    SLICE_ARG(base), SLICE_ARG(space), SLICE_ARG(m->key), m->part);
	}
	chat_authorize(p, out, "Bearer", slice_of(g->token.text));
	return body_of(g, p, m, thread, out, e);
}

void
google_result(void *self, struct pool *p, const struct chat_message *m, const struct http_result *r,
	      int64_t now, struct chat_result *out)
{
	struct google *g = self;
	struct err e = ERR_INIT;
	chat_judge(p, r, now, "Google Chat", out);
	if (r->status == 0)
		return;
	json_t *o = r->body.len > 0 ? chat_json(r->body, "Google Chat", &e) : NULL;
	struct slice status = chat_json_text(p, o, "error.status");
	if (out->status != CHAT_OK && status.len > 0)
		out->why = pool_slicef(p, "Google Chat answered %d %.*s", r->status,
				       SLICE_ARG(status));
	if (r->status == 401 && oauth_withdrawn(&g->token, now))
		out->status = CHAT_RETRY;
	/* Google promises no Retry-After; its quotas are by the minute. */
	if (r->status == 429 && http_retry_after(r, now) < 0)
		out->not_before = now + USUAL_WAIT_MS;
	if (r->status == 409) /* ALREADY_EXISTS: the one that was sent before */
		out->status = CHAT_OK;
	if (out->status == CHAT_OK) {
		struct slice name = chat_str(p, o, "name");
		out->posted = m->act == CHAT_UPDATE ? pool_copy(p, m->replace) : name;
		out->thread = chat_json_text(p, o, "thread.name");
		if (out->posted.len == 0)
			out->status = CHAT_ACCEPTED;
	}
	json_decref(o);
}

/* ---- who an account is ---- */

/* "SPACE EMAIL" from the event: Google itself named the address; whether they still are in the
 * space is asked. */
static int
google_whois(void *self, struct pool *p, const struct chat_actor *a, struct http_out *out)
{
	struct google *g = self;
	struct slice rest = a->handle, space, user = a->uid, part;
	if (g->token.text == NULL || !slice_cut(&rest, ' ', &space) || rest.len == 0 ||
	    !google_name(space, "spaces/", 2) || !google_name(user, "users/", 2))
		return 0;
	(void)slice_cut(&user, '/', &part);
	out->method = "GET";
	out->url = pool_slicef(p, "%.*s%.*s/members/%.*s",
			       SLICE_ARG(google_based(g, p, "https://chat.googleapis.com", "/v1/")),
			       SLICE_ARG(space), SLICE_ARG(user));
	chat_authorize(p, out, "Bearer", slice_of(g->token.text));
	return 1;
}

static int
google_whois_is(void *self, struct pool *p, const struct http_result *r, struct chat_actor *a,
		struct chat_result *out)
{
	struct google *g = self;
	struct err e = ERR_INIT;
	struct slice rest = a->handle, space;
	chat_judge(p, r, 0, "Google Chat", out);
	json_t *o = out->status == CHAT_OK ? chat_json(r->body, "Google Chat", &e) : NULL;
	if (o == NULL)
		return 0;
	bool joined = slice_is(chat_str(p, o, "state"), "JOINED") &&
		      slice_eq(chat_json_text(p, o, "member.name"), a->uid) &&
		      !slice_is(chat_json_text(p, o, "member.type"), "BOT");
	json_decref(o);
	(void)slice_cut(&rest, ' ', &space);
	a->email = rest;
	a->outsider = !joined || g->conf->tenant == NULL || !slice_is(a->tenant, g->conf->tenant);
	a->email_verified = !a->outsider;
	return 1;
}

const struct chat_adapter chat_googlechat = {
	.name = "googlechat",
	.caps = {.push = true,
		 .pull = true,
		 .slash = true,
		 .buttons = true,
		 .update = true,
		 .threads = true,
		 .ephemeral = true,
		 .direct = true,
		 .forms = true,
		 .idempotent = true,
		 .unit = CHAT_BYTES,
		 .text_max = GOOGLE_TEXT_MAX,
		 .ack_ms = 20000, /* Google waits 30 s */
		 .per_room_minute = 60},
	.open = google_open,
	.close = google_close,
	.verify = google_verify,
	.decode = google_decode,
	.ack = google_ack,
	.pull = google_pull,
	.pulled = google_pulled,
	.render = google_render,
	.result = google_result,
	.whois = google_whois,
	.whois_is = google_whois_is,
	.wants = google_wants,
	.took = google_took,
	.check = google_check,
	.checked = google_checked,
	.setup = google_setup,
};
