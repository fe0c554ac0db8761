/* What one event of a Matrix room is to us: words, an edit, a coming or going; or nothing. */
#include "chat_matrix.h"

#include "docket/base/utf8.h"

static struct slice
ref(struct pool *p, struct slice room, struct slice event)
{
	return event.len > 0 ? pool_slicef(p, "%.*s|%.*s", SLICE_ARG(room), SLICE_ARG(event))
			     : SLICE_NONE;
}

/* Without the quotation that older clients put before an answer: "> <@maya:x> words", blank line.
 */
static struct slice
without_quote(struct slice body)
{
	struct slice rest = body, line = SLICE_NONE;
	if (!slice_starts(body, "> <@") && !slice_starts(body, "> * <@"))
		return body;
	while (slice_starts(rest, ">"))
		slice_line(&rest, &line);
	return slice_ltrim(rest);
}

static bool
name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-' || (unsigned char)c >= 0x80;
}

/* Takes `name` off the front of text, with what parts it from the words. */
static bool
called(struct slice *text, struct slice name)
{
	struct slice rest = slice_sub(*text, name.len, text->len);
	if (name.len == 0 || !slice_ieq(slice_sub(*text, 0, name.len), name) ||
	    (rest.len > 0 && name_byte(rest.data[0])))
		return false;
	while (rest.len > 0 && strchr(" \t\n,:", rest.data[0]) != NULL)
		rest = slice_sub(rest, 1, rest.len);
	*text = rest;
	return true;
}

static bool
names_us(const struct matrix *x, struct slice text)
{
	ptrdiff_t at = slice_find(text, slice_of(x->user));
	size_t end = at < 0 ? 0 : (size_t)at + strlen(x->user);
	return at >= 0 && (end == text.len || !name_byte(text.data[end]));
}

/* Whether a message is for us: said so by its client, or by our name at its front. */
static struct slice
without_mention(const struct matrix *x, const json_t *content, struct slice text, bool *mention)
{
	const json_t *list = json_object_get(json_object_get(content, "m.mentions"), "user_ids");
	struct slice user = slice_of(x->user), local = user;
	ptrdiff_t colon = slice_index(user, ':');
	local = slice_sub(user, 0, colon > 0 ? (size_t)colon : user.len);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *id = json_string_value(json_array_get(list, i));
		if (id != NULL && strcmp(id, x->user) == 0)
			*mention = true;
	}
	text = slice_trim(text);
	if (names_us(x, text))
		*mention = true;
	if (called(&text, user) || called(&text, slice_of(x->name)) || called(&text, local))
		*mention = true;
	return slice_trim(text);
}

/* A file, an image … : "body" is its name, or, where that stands in "filename", what was said with it.
 * *text_out: those words. */
static bool
is_file(struct pool *p, const json_t *content, struct chat_event *ev, struct slice *text_out)
{
	static const char *const kinds[] = {"m.file", "m.image", "m.video", "m.audio"};
	const json_t *info = json_object_get(content, "info");
	struct slice body = chat_str(p, content, "body"), name = chat_str(p, content, "filename");
	if (slice_among(chat_str(p, content, "msgtype"), kinds, COUNT(kinds)) < 0)
		return false;
	*text_out = name.len > 0 && !slice_eq(name, body) ? body : SLICE_NONE;
	struct chat_file f = {.name = name.len > 0 ? name : body,
			      .type = chat_str(p, info, "mimetype"),
			      .id = chat_str(p, content, "url"),
			      .size = chat_num(info, "size")};
	chat_file_add(p, ev, &f);
	return true;
}

static void
said(struct matrix *x, struct pool *p, const json_t *content, struct chat_event *ev,
     chat_event_list *out)
{
	const json_t *relates = json_object_get(content, "m.relates_to");
	struct slice type = chat_str(p, content, "msgtype"), rel = chat_str(p, relates, "rel_type");
	struct slice answered = chat_str(p, json_object_get(relates, "m.in_reply_to"), "event_id");
	struct slice root =
		slice_is(rel, "m.thread") ? chat_str(p, relates, "event_id") : SLICE_NONE;
	bool edit = slice_is(rel, "m.replace");
	const json_t *now = edit ? json_object_get(content, "m.new_content") : content;
	struct slice text = chat_str(p, now, "body"), command;
	/* A notice is a program's: answering it would be a loop. */
	bool file = !edit && is_file(p, content, ev, &text);
	if (!file && !slice_is(type, "m.text") && !slice_is(type, "m.emote"))
		return;
	if (answered.len > 0)
		text = without_quote(text);
	if (slice_blank(text) && !file)
		return;
	ev->kind = edit ? CHAT_EDITED : CHAT_MESSAGE;
	if (edit)
		ev->message = ref(p, ev->room, chat_str(p, relates, "event_id"));
	ev->thread = ref(p, ev->room, root.len > 0 ? root : answered);
	ev->reply = pool_slicef(p, "%.*s|%.*s", SLICE_ARG(ev->message), SLICE_ARG(root));
	command = slice_trim(text);
	/* "/docket" is what the help says; some clients send it. */
	if (!edit && (slice_starts(command, "!") || slice_starts(command, "/"))) {
		command = slice_sub(command, 1, command.len);
		if (called(&command,
			   slice_of(x->conf->command != NULL ? x->conf->command : "docket"))) {
			ev->kind = CHAT_COMMAND;
			ev->text = command;
			VEC_ADD(out, p, *ev);
			return;
		}
	}
	ev->text = without_mention(x, now, text, &ev->mention);
	VEC_ADD(out, p, *ev);
}

static void
comes_or_goes(struct matrix *x, struct pool *p, const json_t *event, struct chat_event *ev,
	      chat_event_list *out)
{
	struct slice as = chat_str(p, json_object_get(event, "content"), "membership");
	if (!slice_is(chat_str(p, event, "state_key"), x->user))
		return;
	ev->kind = CHAT_LIFECYCLE;
	ev->message = SLICE_NONE;
	ev->text = slice_is(as, "join") ? SLICE_LIT("joined") : SLICE_LIT("left");
	if (!slice_is(as, "join"))
		matrix_room_drop(x, ev->room);
	VEC_ADD(out, p, *ev);
}

void
matrix_event(struct matrix *x, struct pool *p, struct slice room, const json_t *event,
	     chat_event_list *out)
{
	struct slice id = chat_str(p, event, "event_id"), who = chat_str(p, event, "sender");
	struct slice type = chat_str(p, event, "type");
	const json_t *content = json_object_get(event, "content");
	const struct matrix_room *known = matrix_room_of(x, room);
	if (id.len == 0 || id.len >= MATRIX_ID_MAX || room.len == 0 || room.len >= MATRIX_ID_MAX ||
	    who.len == 0 || slice_index(id, '|') >= 0 || slice_index(room, '|') >= 0)
		return;
	struct chat_event ev = {.key = id,
				.at = chat_num(event, "origin_server_ts"),
				.room = room,
				.message = ref(p, room, id),
				.direct = known != NULL && known->direct,
				.reply_left = -1};
	ev.who.uid = who;
	ev.who.tenant = matrix_server(who);
	ev.who.display = ev.who.handle = who;
	ev.who.self = slice_is(who, x->user);
	ev.who.outsider = !slice_eq(ev.who.tenant, matrix_server(slice_of(x->user)));
	if (slice_is(type, "m.room.member")) {
		comes_or_goes(x, p, event, &ev, out);
		return;
	}
	if (ev.who.self || json_object_get(event, "state_key") != NULL)
		return;
	if (slice_is(type, "m.room.message")) {
		said(x, p, content, &ev, out);
	} else if (slice_is(type, "m.room.redaction")) {
		struct slice gone = chat_str(p, event, "redacts");
		ev.kind = CHAT_EDITED;
		ev.message = ref(p, room, gone.len > 0 ? gone : chat_str(p, content, "redacts"));
		if (ev.message.len > 0)
			VEC_ADD(out, p, ev);
	}
}
