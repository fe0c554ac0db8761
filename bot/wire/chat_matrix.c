/*
 * Matrix, the adapter itself: settings, rooms as far as they are known, the application service
 * that a homeserver may call instead of being polled, talks with one person.
 */
#include "chat_matrix.h"

#include "docket/base/hash.h"
#include "docket/base/utf8.h"

enum {
	PATH_MAX_BYTES = 8 << 10,
	SECRET_MIN = 16,
	ASK_AGAIN_MS = 60 * 1000,
};

static int
open_it(const struct chat_setup *setup, void **self_out, struct err *e)
{
	const struct conf_chat *c = setup->conf;
	bool push = c->transport == CONF_TRANSPORT_PUSH;
	if (c->url == NULL)
		return err_set(e, ERR_CONFIG,
			       "chat '%s' needs `url`: the address of the team's homeserver, such "
			       "as https://matrix.example.org",
			       c->name);
	if (setup->token.len == 0)
		return err_set(e, ERR_CONFIG,
			       "chat '%s' needs `token`: an access token of the bot's account, or "
			       "the as_token of an application service",
			       c->name);
	if (c->user != NULL &&
	    (c->user[0] != '@' || strchr(c->user, ':') == NULL || strlen(c->user) >= MATRIX_ID_MAX))
		return err_set(e, ERR_CONFIG,
			       "chat '%s': `user` is the bot's whole id, such as "
			       "@docket:example.org",
			       c->name);
	if (c->room != NULL && c->room[0] != '!')
		return err_set(e, ERR_CONFIG,
			       "chat '%s': `room` is the room's id, which begins with \"!\" (room "
			       "settings, Advanced), not its address",
			       c->name);
	if (c->transport == CONF_TRANSPORT_SOCKET)
		return err_set(e, ERR_CONFIG, "chat '%s': Matrix has no socket; take pull",
			       c->name);
	if (push && (setup->secret.len < SECRET_MIN || c->user == NULL))
		return err_set(e, ERR_CONFIG,
			       "chat '%s' needs for push `user` and `secret`: the hs_token of the "
			       "application service's registration",
			       c->name);
	struct matrix *x = calloc(1, sizeof(*x));
	if (x == NULL)
		return err_set(e, ERR_RETRY, "no memory");
	x->conf = c;
	x->token = setup->token;
	x->secret = setup->secret;
	x->push = push;
	x->quick = setup->quick;
	if (c->user != NULL)
		slice_cstr(slice_of(c->user), x->user, sizeof(x->user));
	x->stage = push ? MATRIX_NAME : MATRIX_WHO;
	*self_out = x;
	return 0;
}

static void
close_it(void *self)
{
	struct matrix *x = self;
	if (x != NULL)
		free(x->rooms);
	free(x);
}

void
matrix_ask(const struct matrix *x, struct pool *p, const char *method, struct slice path,
	   struct slice body, struct http_out *out)
{
	struct slice base = slice_of(x->conf->url);
	while (slice_ends(base, "/"))
		base.len--;
	*out = (struct http_out){.method = method, .body = body};
	out->url = pool_slicef(p, "%.*s/_matrix/client/v3/%.*s", SLICE_ARG(base), SLICE_ARG(path));
	chat_authorize(p, out, "Bearer", x->token);
	if (body.len > 0)
		chat_header(p, out, "Content-Type", slice_of("application/json"));
}

struct slice
matrix_path(struct pool *p, const char *format, struct slice a, struct slice b, struct slice c)
{
	const struct slice parts[] = {a, b, c};
	size_t next = 0;
	struct str s;
	struct slice out = SLICE_NONE;
	str_init(&s, PATH_MAX_BYTES);
	for (const char *f = format; *f != '\0'; f++) {
		if (f[0] == '%' && f[1] == 's' && next < COUNT(parts)) {
			http_url_add(&s, parts[next++]);
			f++;
		} else {
			str_addc(&s, *f);
		}
	}
	return chat_take(p, &s, &out, NULL) < 0 ? SLICE_NONE : out;
}

void
matrix_judge(struct pool *p, const struct http_result *r, const json_t *answer, int64_t now,
	     struct chat_result *out)
{
	static const struct {
		const char *code;
		enum chat_status status;
	} codes[] = {
		{"M_LIMIT_EXCEEDED", CHAT_LATER},
		{"M_UNKNOWN_TOKEN", CHAT_REAUTH},
		{"M_MISSING_TOKEN", CHAT_REAUTH},
		{"M_USER_DEACTIVATED", CHAT_REAUTH},
		{"M_USER_LOCKED", CHAT_REAUTH},
		{"M_USER_SUSPENDED", CHAT_REAUTH},
		{"M_CONSENT_NOT_GIVEN", CHAT_REAUTH},
		{"M_TOO_LARGE", CHAT_TOO_BIG},
		{"M_RESOURCE_LIMIT_EXCEEDED", CHAT_REAUTH},
	};
	struct slice code = chat_str(p, answer, "errcode"), why = chat_str(p, answer, "error");
	int64_t wait = http_retry_after(r, now), ms = chat_num(answer, "retry_after_ms");
	chat_judge(p, r, now, "Matrix", out);
	if (out->status == CHAT_OK && !json_is_object(answer)) {
		out->status = CHAT_RETRY;
		out->why = SLICE_LIT("the homeserver's answer cannot be read");
	}
	if (out->status == CHAT_OK)
		return;
	if (code.len > 0)
		out->why = pool_slicef(p, "Matrix: %.*s (%.*s)", SLICE_ARG(utf8_cut(why, 200)),
				       SLICE_ARG(utf8_cut(code, 60)));
	for (size_t i = 0; i < COUNT(codes); i++)
		if (slice_is(code, codes[i].code))
			out->status = codes[i].status;
	/* The header counts; the older field of the body stands in where it is absent. */
	if (out->status == CHAT_LATER && wait < 0 && ms > 0)
		out->not_before = now + (ms < 3600 * 1000 ? ms : 3600 * 1000);
	if (out->status == CHAT_LATER && out->not_before <= now)
		out->not_before = now + 1000;
}

/* --- rooms --- */

struct slice
matrix_server(struct slice id)
{
	ptrdiff_t colon = slice_index(id, ':');
	return colon < 0 ? SLICE_NONE : slice_sub(id, (size_t)colon + 1, id.len);
}

struct matrix_room *
matrix_room_of(struct matrix *x, struct slice id)
{
	for (size_t i = 0; i < x->room_count; i++)
		if (slice_is(id, x->rooms[i].id))
			return &x->rooms[i];
	return NULL;
}

struct matrix_room *
matrix_room_add(struct matrix *x, struct slice id)
{
	enum { AT_FIRST = 16 };
	struct matrix_room *room = matrix_room_of(x, id);
	if (room != NULL || id.len == 0 || id.len >= MATRIX_ID_MAX ||
	    x->room_count >= MATRIX_ROOMS_MAX)
		return room;
	if (x->room_count == x->room_cap) {
		size_t cap = x->room_cap > 0 ? x->room_cap * 2 : AT_FIRST;
		struct matrix_room *more = realloc(x->rooms, cap * sizeof(*more));
		if (more == NULL)
			return NULL;
		x->rooms = more;
		x->room_cap = cap;
	}
	room = &x->rooms[x->room_count++];
	*room = (struct matrix_room){.direct = false};
	slice_cstr(id, room->id, sizeof(room->id));
	return room;
}

void
matrix_room_drop(struct matrix *x, struct slice id)
{
	struct matrix_room *room = matrix_room_of(x, id);
	if (room != NULL)
		*room = x->rooms[--x->room_count];
}

struct slice
matrix_talk(const struct matrix *x, struct slice person)
{
	for (size_t i = 0; i < x->room_count; i++)
		if (x->rooms[i].direct && slice_is(person, x->rooms[i].other) &&
		    (x->conf->room == NULL || strcmp(x->conf->room, x->rooms[i].id) != 0))
			return slice_of(x->rooms[i].id);
	return SLICE_NONE;
}

void
matrix_parts(struct slice ref, struct slice *room, struct slice *event, struct slice *root)
{
	*room = *event = *root = SLICE_NONE;
	slice_cut(&ref, '|', room);
	slice_cut(&ref, '|', event);
	*root = ref;
}

/* --- errands: what must be asked for once --- */

void
matrix_errand(struct matrix *x, enum matrix_do what, struct slice whom)
{
	if (whom.len == 0 || whom.len >= MATRIX_ID_MAX || x->errand_count == MATRIX_ERRANDS_MAX)
		return;
	for (size_t i = 0; i < x->errand_count; i++)
		if (x->errands[i].what == what && slice_is(whom, x->errands[i].whom))
			return;
	struct matrix_errand *e = &x->errands[x->errand_count++];
	e->what = what;
	slice_cstr(whom, e->whom, sizeof(e->whom));
}

static int
begin_talk(const struct matrix *x, struct pool *p, const char *whom, struct http_out *out)
{
	struct str body;
	struct json w;
	struct slice text = SLICE_NONE;
	str_init(&body, PATH_MAX_BYTES);
	json_begin(&w, &body);
	json_open(&w);
	json_put_cstr(&w, "preset", "trusted_private_chat");
	json_put_bool(&w, "is_direct", true);
	json_key(&w, "invite");
	json_list(&w);
	json_cstr(&w, whom);
	json_list_end(&w);
	json_close(&w);
	if (chat_take(p, &body, &text, NULL) < 0)
		return 0;
	matrix_ask(x, p, "POST", SLICE_LIT("createRoom"), text, out);
	return 1;
}

static int
wants(void *self, struct pool *p, int64_t now, struct http_out *out)
{
	struct matrix *x = self;
	if (x->errand_count > 0) {
		const struct matrix_errand *e = &x->errands[0];
		x->errand_runs = true;
		if (e->what == MATRIX_TALK)
			return begin_talk(x, p, e->whom, out);
		matrix_ask(x, p, "POST",
			   matrix_path(p,
				       e->what == MATRIX_JOIN ? "rooms/%s/join" : "rooms/%s/leave",
				       slice_of(e->whom), SLICE_NONE, SLICE_NONE),
			   SLICE_LIT("{}"), out);
		return 1;
	}
	if (!x->push || x->stage == MATRIX_READY || now - x->asked < ASK_AGAIN_MS)
		return 0;
	x->asked = now;
	x->errand_runs = false;
	matrix_ask(
		x, p, "GET",
		matrix_path(p, "profile/%s/displayname", slice_of(x->user), SLICE_NONE, SLICE_NONE),
		SLICE_NONE, out);
	return 1;
}

static void
errand_done(struct matrix *x, struct pool *p, const json_t *answer, struct chat_result *out)
{
	struct matrix_errand *e = &x->errands[0];
	bool again = out->status == CHAT_RETRY || out->status == CHAT_LATER ||
		     out->status == CHAT_UNKNOWN || out->status == CHAT_REAUTH;
	/* A room made twice is one talk too many, a message unsaid is worse. */
	if (out->status == CHAT_UNKNOWN)
		out->status = CHAT_RETRY;
	if (again)
		return;
	if (e->what == MATRIX_TALK) {
		struct matrix_room *room =
			out->status == CHAT_OK ? matrix_room_add(x, chat_str(p, answer, "room_id"))
					       : NULL;
		if (room != NULL) {
			room->direct = true;
			slice_cstr(slice_of(e->whom), room->other, sizeof(room->other));
		} else {
			slice_cstr(slice_of(e->whom), x->refused, sizeof(x->refused));
		}
	}
	out->status = CHAT_OK; /* whoever waits for it finds out when it is rendered */
	memmove(x->errands, x->errands + 1, --x->errand_count * sizeof(*x->errands));
}

static void
took(void *self, const struct http_result *r, int64_t now, struct chat_result *out)
{
	struct matrix *x = self;
	struct pool *p = pool_new();
	struct err ignored = ERR_INIT;
	json_t *answer = r->status != 0 ? chat_json(r->body, "Matrix", &ignored) : NULL;
	matrix_judge(p, r, answer, now, out);
	if (x->errand_runs && x->errand_count > 0) {
		errand_done(x, p, answer, out);
	} else if (out->status == CHAT_OK || r->status == 404) {
		slice_cstr(chat_str(p, answer, "displayname"), x->name, sizeof(x->name));
		x->stage = MATRIX_READY;
		out->status = CHAT_OK;
	}
	x->errand_runs = false;
	out->why = out->posted = out->thread = SLICE_NONE; /* they live in p */
	json_decref(answer);
	pool_free(p);
}

/* --- push: an application service --- */

static int
verify(void *self, struct pool *p, const struct http_in *in, struct err *e)
{
	const struct matrix *x = self;
	struct slice got = http_in_header(in, "Authorization");
	(void)p;
	if (!x->push)
		return (void)err_set(e, ERR_REFUSED, "Matrix is polled here, not called by"), 403;
	if (!slice_is(in->method, "PUT") && !slice_is(in->method, "GET") &&
	    !slice_is(in->method, "POST"))
		return (void)err_set(e, ERR_REFUSED, "neither PUT, GET nor POST"), 405;
	if (!slice_istarts(got, "Bearer "))
		return (void)err_set(e, ERR_REFUSED, "no hs_token"), 401;
	got = slice_sub(got, strlen("Bearer "), got.len);
	if (!hash_same(got, x->secret))
		return (void)err_set(e, ERR_REFUSED, "another hs_token"), 403;
	return 0;
}

/*
 * PUT brings events, POST asks whether we are there, GET whether an account or address of our name
 * space exists: none does but our own. An event that cannot be read is passed over: the homeserver
 * would send it, and nothing behind it, for ever.
 */
static int
decode(void *self, struct pool *p, const struct http_in *in, chat_event_list *out,
       struct http_answer *answer, struct err *e)
{
	struct matrix *x = self;
	size_t before = out->len;
	static const char none[] = "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"not here\"}";
	if (slice_is(in->method, "GET")) {
		*answer = (struct http_answer){404, "application/json", slice_of(none)};
		return 0;
	}
	json_t *o = chat_json(in->body, "the homeserver", e);
	if (o == NULL)
		return -1;
	const json_t *list = json_object_get(o, "events");
	for (size_t i = 0; slice_is(in->method, "PUT") && i < json_array_size(list); i++) {
		const json_t *event = json_array_get(list, i);
		struct slice room = chat_str(p, event, "room_id");
		const json_t *content = json_object_get(event, "content");
		bool invite = slice_is(chat_str(p, event, "type"), "m.room.member") &&
			      slice_is(chat_str(p, event, "state_key"), x->user) &&
			      slice_is(chat_str(p, content, "membership"), "invite");
		if (invite) {
			bool welcome = matrix_welcome(x, p, event);
			matrix_errand(x, welcome ? MATRIX_JOIN : MATRIX_LEAVE, room);
			struct matrix_room *known = welcome && chat_yes(content, "is_direct")
							    ? matrix_room_add(x, room)
							    : NULL;
			if (known != NULL) {
				known->direct = true;
				slice_cstr(chat_str(p, event, "sender"), known->other,
					   sizeof(known->other));
			}
			continue;
		}
		matrix_event(x, p, room, event, out);
	}
	json_decref(o);
	if (out->len == before)
		*answer = (struct http_answer){200, "application/json", SLICE_LIT("{}")};
	return 0;
}

static int
ack(void *self, struct pool *p, const struct chat_event *ev, const struct chat_message *m,
    struct http_answer *out)
{
	(void)self, (void)p, (void)ev, (void)m;
	*out = (struct http_answer){200, "application/json", SLICE_LIT("{}")};
	return 0;
}

const struct chat_adapter chat_matrix = {
	.name = "matrix",
	.caps = {.calls = '!',
		 .push = true,
		 .puts = true,
		 .pull = true,
		 .update = true,
		 .threads = true,
		 .direct = true,
		 .idempotent = true, /* a transaction id makes a repeat the same event */
		 .unit = CHAT_BYTES,
		 .text_max = MATRIX_CARD_MAX,
		 .ack_ms = 30 * 1000,
		 .per_room_minute = 60},
	.open = open_it,
	.close = close_it,
	.verify = verify,
	.decode = decode,
	.ack = ack,
	.pull = matrix_pull,
	.pulled = matrix_pulled,
	.render = matrix_render,
	.result = matrix_result,
	.wants = wants,
	.took = took,
	.check = matrix_check,
	.checked = matrix_checked,
	.setup = matrix_setup,
};
