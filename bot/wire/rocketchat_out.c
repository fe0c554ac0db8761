/*
 * Rocket.Chat: what is said there, and what became of it. All is text: an update there changes the
 * text alone, so a card of attachments could not be kept up to date. A message gets our key as its
 * id, which makes a second try find the first.
 */
#include "rocketchat.h"

enum { ID_MOST = 48 };

void
rocketchat_request(const struct rocketchat *rc, struct pool *p, const char *method,
		   const char *path, struct http_out *out)
{
	*out = (struct http_out){.method = method,
				 .url = pool_slicef(p, "%.*s/api/v1%s", SLICE_ARG(rc->base), path)};
	chat_header(p, out, "X-Auth-Token", rc->token);
	chat_header(p, out, "X-User-Id", slice_of(rc->conf->user));
	chat_header(p, out, "Accept", SLICE_LIT("application/json"));
}

/* --- Words ----------------------------------------------------------------------------------- */

static const char zero_width[] = "\xe2\x80\x8b";

static bool
letter(struct slice s, size_t i)
{
	char c = i < s.len ? s.data[i] : '\0';
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (unsigned char)c >= 0x80;
}

/* Nothing typed becomes markup, a mention or a channel: what has a backslash form gets it, the
 * rest is parted by a blank of no width. */
static void
escape(struct str *out, struct slice s)
{
	bool url = false;
	for (size_t i = 0; i < s.len; i++) {
		struct slice here = slice_sub(s, i, s.len);
		char c = s.data[i];
		bool first = i == 0 || s.data[i - 1] == '\n', apart = i == 0 || !letter(s, i - 1);
		if (c == ' ' || c == '\n' || c == '\t')
			url = false;
		else if (slice_istarts(here, "https://") || slice_istarts(here, "http://"))
			url = true;
		if (!url &&
		    (strchr("*~`", c) != NULL || (c == '_' && (apart || !letter(s, i + 1)))))
			str_addc(out, '\\');
		else if ((c == '>' && first) || (!url && c == '(' && i > 0 && s.data[i - 1] == ']'))
			str_adds(out, zero_width);
		str_addc(out, c);
		if ((c == '@' || c == '#') && apart && letter(s, i + 1))
			str_adds(out, zero_width);
	}
}

static void
line(struct str *out)
{
	if (out->len > 0)
		str_addc(out, '\n');
}

static void
put_card(const struct rocketchat *rc, struct str *out, const struct chat_card *c)
{
	if (c->title.len > 0) {
		str_adds(out, "*");
		escape(out, c->title);
		str_adds(out, "*");
	}
	if (c->text.len > 0) {
		line(out);
		if (c->code)
			chat_fenced(out, c->text);
		else
			escape(out, c->text);
	}
	for (size_t i = 0; i < c->field_count; i++) {
		line(out);
		str_adds(out, "*");
		escape(out, c->fields[i].name);
		str_adds(out, ":* ");
		escape(out, c->fields[i].value);
	}
	for (size_t i = 0; i < c->button_count; i++) {
		const struct chat_button *b = &c->buttons[i];
		if (b->url.len == 0 && b->command.len == 0)
			continue;
		line(out);
		escape(out, b->label);
		if (b->url.len > 0) {
			str_addf(out, ": %.*s", SLICE_ARG(b->url));
		} else {
			str_adds(out, ": `");
			if (rc->name[0] != '\0')
				str_addf(out, "@%s ", rc->name);
			str_addf(out, "%.*s`", SLICE_ARG(chat_words(b->command)));
		}
	}
	if (c->context.len > 0) {
		line(out);
		escape(out, c->context);
	}
}

/* --- Saying ---------------------------------------------------------------------------------- */

/* "ROOM/MESSAGE": an update must name both. */
static bool
ref_parts(struct slice ref, struct slice *room, struct slice *id)
{
	*id = ref;
	return slice_cut(id, '/', room) && rocketchat_id_ok(*room) && rocketchat_id_ok(*id);
}

static struct slice
message_id(struct pool *p, const struct chat_message *m)
{
	return m->parts > 1 ? pool_slicef(p, "%.*sp%u", SLICE_ARG(m->key), m->part) : m->key;
}

/* There is nothing that one person in a room sees alone: it is a direct message. */
static bool
is_direct(const struct chat_message *m)
{
	return m->direct || m->only.len > 0;
}

static int
finish(struct pool *p, struct str *body, struct http_out *out, struct err *e)
{
	chat_header(p, out, "Content-Type", SLICE_LIT("application/json"));
	return chat_take(p, body, &out->body, e);
}

static int
render_update(const struct rocketchat *rc, struct pool *p, const struct chat_message *m,
	      struct slice text, struct http_out *out, struct err *e)
{
	struct slice room, id;
	struct str body;
	struct json w;
	if (!ref_parts(m->replace, &room, &id))
		return err_set(e, ERR_MESSAGE, "'%.*s' is no message of Rocket.Chat",
			       SLICE_ARG(m->replace));
	rocketchat_request(rc, p, "POST", "/chat.update", out);
	str_init(&body, RC_REQUEST_MAX);
	json_begin(&w, &body);
	json_open(&w);
	json_put_text(&w, "roomId", room);
	json_put_text(&w, "msgId", id);
	json_put_text(&w, "text", text);
	json_close(&w);
	return finish(p, &body, out, e);
}

static int
render_post(const struct rocketchat *rc, struct pool *p, const struct chat_message *m,
	    struct slice text, struct http_out *out, struct err *e)
{
	struct str body;
	struct json w;
	bool direct = is_direct(m);
	struct slice to = direct ? m->only : m->room;
	if (!rocketchat_id_ok(to))
		return err_set(e, ERR_MESSAGE, "'%.*s' is no id of a room of Rocket.Chat",
			       SLICE_ARG(to));
	rocketchat_request(rc, p, "POST", direct ? "/chat.postMessage" : "/chat.sendMessage", out);
	str_init(&body, RC_REQUEST_MAX);
	json_begin(&w, &body);
	json_open(&w);
	if (direct) {
		json_put_text(&w, "channel", pool_slicef(p, "@%.*s", SLICE_ARG(to)));
		json_put_text(&w, "text", text);
		json_put_bool(&w, "parseUrls", false);
	} else {
		json_key(&w, "message");
		json_open(&w);
		if (rocketchat_id_ok(m->key) && m->key.len <= ID_MOST)
			json_put_text(&w, "_id", message_id(p, m));
		json_put_text(&w, "rid", to);
		if (rocketchat_id_ok(m->thread))
			json_put_text(&w, "tmid", m->thread);
		json_put_text(&w, "msg", text);
		json_put_bool(&w, "parseUrls", false);
		json_close(&w);
	}
	json_close(&w);
	return finish(p, &body, out, e);
}

int
rocketchat_render(void *self, struct pool *p, const struct chat_message *m, struct http_out *out,
		  struct err *e)
{
	const struct rocketchat *rc = self;
	struct chat_card c = chat_part(m);
	struct slice words = SLICE_NONE;
	struct str text;
	if (m->act == CHAT_OPEN)
		return err_set(e, ERR_MESSAGE, "Rocket.Chat has no forms");
	str_init(&text, RC_REQUEST_MAX);
	put_card(rc, &text, &c);
	if (chat_take(p, &text, &words, e) < 0)
		return -1;
	return m->act == CHAT_UPDATE ? render_update(rc, p, m, words, out, e)
				     : render_post(rc, p, m, words, out, e);
}

/* --- What became of it ----------------------------------------------------------------------- */

struct slice
rocketchat_fault(struct pool *p, const json_t *o)
{
	struct slice kind = chat_str(p, o, "errorType"), text = chat_str(p, o, "error");
	if (kind.len > 0)
		return kind;
	/* Older servers put it behind their words: "… [error-invalid-room]". */
	ptrdiff_t open = slice_rindex(text, '[');
	if (open >= 0 && slice_ends(text, "]"))
		return slice_sub(text, (size_t)open + 1, text.len - 1);
	return text;
}

static const struct {
	const char *fault;
	enum chat_status status;
	const char *why;
} faults[] = {
	{"error-room-not-found", CHAT_GONE, "the room is gone, or the bot is not in it"},
	{"error-invalid-room", CHAT_GONE, "the room is gone, or the bot is not in it"},
	{"error-room-does-not-exist", CHAT_GONE, "the room is gone"},
	{"invalid-channel", CHAT_GONE, "the room is gone, or the bot is not in it"},
	{"error-room-archived", CHAT_GONE, "the room is archived"},
	{"room_is_archived", CHAT_GONE, "the room is archived"},
	{"room_is_blocked", CHAT_GONE, "that person has blocked the bot"},
	{"error-not-allowed", CHAT_GONE, "the bot may not write there"},
	{"error-action-not-allowed", CHAT_GONE, "the bot may not do that there"},
	{"unauthorized", CHAT_GONE, "the bot may not do that there"},
	{"error-invalid-message", CHAT_GONE, "the message was deleted"},
	{"error-message-not-found", CHAT_GONE, "the message was deleted"},
	{"error-message-editing-blocked", CHAT_GONE,
	 "messages may not be edited any more: see Message, Block Message Editing"},
	{"error-message-size-exceeded", CHAT_TOO_BIG, "the message is too long"},
	{"error-message-too-long", CHAT_TOO_BIG, "the message is too long"},
	{"error-too-many-requests", CHAT_LATER, "too many requests"},
};

void
rocketchat_result(void *self, struct pool *p, const struct chat_message *m,
		  const struct http_result *r, int64_t now, struct chat_result *out)
{
	enum { BAD_GATEWAY = 502, GATEWAY_TIMEOUT = 504 };
	(void)self;
	bool may_double = m->act != CHAT_UPDATE;
	chat_judge(p, r, now, "Rocket.Chat", out);
	json_t *o = r->status != 0 ? chat_json(r->body, "Rocket.Chat", NULL) : NULL;
	const json_t *said = json_object_get(o, "message");
	struct slice id = chat_str(p, said, "_id"), room = chat_str(p, said, "rid"),
		     thread = chat_str(p, said, "tmid");
	/* 200 says nothing yet (trap 3): success does. */
	if (out->status == CHAT_OK && !chat_yes(o, "success")) {
		*out = (struct chat_result){.status = CHAT_RETRY,
					    .why = SLICE_LIT("Rocket.Chat's answer is none of its "
							     "own: is url its address?")};
		if (rocketchat_fault(p, o).len > 0)
			*out = (struct chat_result){.status = CHAT_REJECTED,
						    .why = SLICE_LIT("Rocket.Chat refused it")};
	}
	struct slice fault = out->status != CHAT_OK ? rocketchat_fault(p, o) : SLICE_NONE;
	for (size_t i = 0; i < COUNT(faults); i++)
		if (slice_is(fault, faults[i].fault)) {
			out->status = faults[i].status;
			out->why = slice_of(faults[i].why);
		}
	if (out->status == CHAT_LATER)
		out->not_before = now + chat_wait(r, now);
	else
		out->not_before = 0;
	if (out->status == CHAT_REAUTH)
		out->why = SLICE_LIT("the bot's token is not valid");
	if (r->status == BAD_GATEWAY || r->status == GATEWAY_TIMEOUT)
		out->status = CHAT_UNKNOWN; /* of a proxy: their server may have done it */
	if (out->status == CHAT_UNKNOWN && !may_double)
		out->status = CHAT_RETRY;
	if (out->status == CHAT_OK && rocketchat_id_ok(id) && rocketchat_id_ok(room)) {
		out->posted = pool_slicef(p, "%.*s/%.*s", SLICE_ARG(room), SLICE_ARG(id));
		out->thread = thread.len > 0 ? thread : id;
	}
	json_decref(o);
}

int
rocketchat_probe(void *self, struct pool *p, const struct chat_message *m, struct http_out *out)
{
	const struct rocketchat *rc = self;
	if (m->act == CHAT_UPDATE || is_direct(m) || !rocketchat_id_ok(m->key))
		return 0;
	struct slice path =
		pool_slicef(p, "/chat.getMessage?msgId=%.*s", SLICE_ARG(message_id(p, m)));
	rocketchat_request(rc, p, "GET", path.data, out);
	return 1;
}

/* There is a message of that id: ours. A plain 400 says that there is none. */
int
rocketchat_probed(void *self, struct pool *p, const struct chat_message *m,
		  const struct http_result *r, struct chat_result *out)
{
	(void)self;
	*out = (struct chat_result){0};
	json_t *o = r->status == 200 || r->status == 400 ? chat_json(r->body, "Rocket.Chat", NULL)
							 : NULL;
	const json_t *said = json_object_get(o, "message");
	struct slice id = chat_str(p, said, "_id"), room = chat_str(p, said, "rid"),
		     thread = chat_str(p, said, "tmid");
	int found = -1;
	if (r->status == 400 && json_is_false(json_object_get(o, "success")))
		found = 0;
	else if (slice_eq(id, message_id(p, m)))
		found = 1;
	if (found == 1) {
		out->posted = pool_slicef(p, "%.*s/%.*s", SLICE_ARG(room), SLICE_ARG(id));
		out->thread = thread.len > 0 ? thread : id;
	}
	json_decref(o);
	return found;
}
