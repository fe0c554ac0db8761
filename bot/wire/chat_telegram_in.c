/* What Telegram sends, as events: messages, edits, clicks on buttons, being put in or thrown out.
 */
#include "chat_telegram.h"

#include "docket/base/utf8.h"

void
telegram_parts(struct slice ref, struct slice *chat, struct slice *topic, struct slice *message)
{
	*chat = *topic = *message = SLICE_NONE;
	slice_cut(&ref, ':', chat);
	slice_cut(&ref, ':', topic);
	*message = ref;
}

/* The topic of a forum that a message stands in, else empty. */
static struct slice
topic_of(struct pool *p, const json_t *message)
{
	return chat_yes(message, "is_topic_message") ? chat_id(p, message, "message_thread_id")
						     : SLICE_NONE;
}

static struct slice
ref_of(struct pool *p, const json_t *message, struct slice id)
{
	struct slice chat = chat_id(p, json_object_get(message, "chat"), "id");
	struct slice topic = topic_of(p, message);
	if (chat.len == 0 || id.len == 0)
		return SLICE_NONE;
	return pool_slicef(p, "%.*s:%.*s:%.*s", SLICE_ARG(chat), SLICE_ARG(topic), SLICE_ARG(id));
}

struct slice
telegram_ref(struct pool *p, const json_t *message)
{
	return ref_of(p, message, chat_id(p, message, "message_id"));
}

/*
 * The thread a message belongs to: in a supergroup the root of its chain of replies, which Telegram
 * names; in a topic or a small group the message it answers; else the topic itself.
 */
static struct slice
thread_of(struct pool *p, const json_t *message)
{
	const json_t *answered = json_object_get(message, "reply_to_message");
	struct slice topic = topic_of(p, message);
	struct slice root = chat_id(p, message, "message_thread_id");
	if (topic.len == 0 && root.len > 0)
		return ref_of(p, message, root);
	/* Whatever stands first in a topic "answers" the notice that it was opened. */
	if (answered != NULL && json_object_get(answered, "forum_topic_created") == NULL)
		return ref_of(p, message, chat_id(p, answered, "message_id"));
	if (topic.len > 0)
		return pool_slicef(p, "%.*s:%.*s:",
				   SLICE_ARG(chat_id(p, json_object_get(message, "chat"), "id")),
				   SLICE_ARG(topic));
	return SLICE_NONE;
}

static void
actor_of(const struct telegram *t, struct pool *p, const json_t *from, struct chat_actor *who)
{
	struct slice first = chat_str(p, from, "first_name"), last = chat_str(p, from, "last_name");
	who->uid = chat_id(p, from, "id");
	who->handle = chat_str(p, from, "username");
	who->display = last.len > 0 ? pool_slicef(p, "%.*s %.*s", SLICE_ARG(first), SLICE_ARG(last))
				    : first;
	who->bot = chat_yes(from, "is_bot");
	who->self = slice_is(who->uid, t->id);
}

static bool
word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || (unsigned char)c >= 0x80;
}

/* Where "@name" stands in text as a word of its own, or -1. */
static ptrdiff_t
mention_at(const struct telegram *t, struct pool *p, struct slice text, size_t *len)
{
	struct slice name = pool_slicef(p, "@%s", t->name);
	if (name.len == 1)
		return -1;
	*len = name.len;
	for (size_t from = 0; from < text.len;) {
		ptrdiff_t at = slice_ifind(slice_sub(text, from, text.len), name);
		if (at < 0)
			return -1;
		size_t start = from + (size_t)at, end = start + name.len;
		if ((start == 0 || !word_byte(text.data[start - 1])) &&
		    (end == text.len || !word_byte(text.data[end])))
			return (ptrdiff_t)start;
		from = start + 1;
	}
	return -1;
}

/* The text without the mention of us, and whether there was one. */
static struct slice
without_mention(const struct telegram *t, struct pool *p, struct slice text, bool *mention)
{
	size_t len = 0;
	ptrdiff_t at = mention_at(t, p, text, &len);
	*mention = at >= 0;
	if (at < 0)
		return slice_trim(text);
	struct slice before = slice_rtrim(slice_sub(text, 0, (size_t)at));
	struct slice after = slice_sub(text, (size_t)at + len, text.len);
	if (before.len == 0) {
		while (after.len > 0 && strchr(" \t\n,:", after.data[0]) != NULL)
			after = slice_sub(after, 1, after.len);
		return slice_trim(after);
	}
	return slice_trim(
		pool_slicef(p, "%.*s%s%.*s", SLICE_ARG(before),
			    after.len > 0 && strchr(" \t\n", after.data[0]) == NULL ? " " : "",
			    SLICE_ARG(after)));
}

enum slash { SLASH_NONE, SLASH_OURS, SLASH_FOREIGN };

/*
 * "/name@bot words". Ours: /docket anywhere; any other command where it names us, or where nobody
 * else is. "/start CODE", which a link t.me/BOT?start=CODE makes, is the linking of an account.
 */
static enum slash
slash_of(const struct telegram *t, struct pool *p, struct slice text, bool direct,
	 struct slice *words)
{
	size_t end = 1;
	if (!slice_starts(text, "/"))
		return SLASH_NONE;
	while (end < text.len && strchr(" \t\n", text.data[end]) == NULL)
		end++;
	struct slice name = slice_sub(text, 1, end),
		     rest = slice_trim(slice_sub(text, end, text.len));
	struct slice bot = SLICE_NONE;
	ptrdiff_t at = slice_index(name, '@');
	if (at >= 0) {
		bot = slice_sub(name, (size_t)at + 1, name.len);
		name = slice_sub(name, 0, (size_t)at);
	}
	for (size_t i = 0; i < name.len; i++)
		if (!word_byte(name.data[i]))
			return SLASH_NONE; /* a path: "/etc/hosts" */
	if (name.len == 0)
		return SLASH_NONE;
	if (bot.len > 0 && t->name[0] != '\0' && !slice_iis(bot, t->name))
		return SLASH_FOREIGN;
	if (slice_iis(name, t->conf->command != NULL ? t->conf->command : "docket")) {
		*words = rest;
		return SLASH_OURS;
	}
	if (!direct && bot.len == 0)
		return SLASH_FOREIGN;
	if (slice_iis(name, "start"))
		*words = rest.len == 0 ? SLICE_LIT("help")
				       : pool_slicef(p, "link %.*s", SLICE_ARG(rest));
	else
		*words = slice_trim(pool_slicef(p, "%.*s %.*s", SLICE_ARG(name), SLICE_ARG(rest)));
	return SLASH_OURS;
}

/*
 * The room a message stands in, under the name the settings know it by: one topic of a forum where
 * they say so, and a group that became a supergroup by the id it had.
 */
static struct slice
room_of(const struct telegram *t, struct pool *p, const json_t *message)
{
	struct slice chat = chat_id(p, json_object_get(message, "chat"), "id");
	struct slice topic = topic_of(p, message);
	struct slice team = slice_of(t->conf->room);
	for (size_t i = 0; i < TELEGRAM_MOVES_MAX; i++)
		if (chat.len > 0 && slice_is(chat, t->moves[i].to))
			chat = pool_copy(p, slice_of(t->moves[i].from));
	struct slice both = pool_slicef(p, "%.*s:%.*s", SLICE_ARG(chat), SLICE_ARG(topic));
	return topic.len > 0 && slice_eq(both, team) ? both : chat;
}

/* What all events of a message have in common. false: it is of nobody, or of a program. */
static bool
begin(const struct telegram *t, struct pool *p, const json_t *update, const json_t *message,
      const json_t *from, struct chat_event *ev)
{
	const json_t *chat = json_object_get(message, "chat");
	*ev = (struct chat_event){
		.key = pool_slicef(p, "u%lld", (long long)chat_num(update, "update_id")),
		.room = room_of(t, p, message),
		.direct = slice_is(chat_str(p, chat, "type"), "private"),
		.reply_left = -1};
	actor_of(t, p, from, &ev->who);
	return ev->room.len > 0 && ev->who.uid.len > 0 && !ev->who.bot && !ev->who.self;
}

static void
lifecycle(struct telegram *t, struct pool *p, const json_t *update, const json_t *member,
	  chat_event_list *out)
{
	const json_t *now = json_object_get(member, "new_chat_member");
	struct slice as = chat_str(p, now, "status");
	struct chat_event ev;
	if (!begin(t, p, update, member, json_object_get(member, "from"), &ev))
		return;
	bool in = slice_is(as, "member") || slice_is(as, "administrator") ||
		  (slice_is(as, "restricted") && chat_yes(now, "is_member"));
	ev.kind = CHAT_LIFECYCLE;
	ev.at = chat_seconds(member, "date");
	ev.text = in ? SLICE_LIT("joined") : SLICE_LIT("left");
	VEC_ADD(out, p, ev);
}

static void
click(struct telegram *t, struct pool *p, const json_t *update, const json_t *query,
      chat_event_list *out)
{
	const json_t *message = json_object_get(query, "message");
	struct slice id = chat_id(p, query, "id");
	struct chat_event ev;
	for (size_t i = 0; i < id.len; i++)
		if (!word_byte(id.data[i]) || (unsigned char)id.data[i] >= 0x80)
			return;
	if (telegram_clicked(t, id) == NULL ||
	    !begin(t, p, update, message, json_object_get(query, "from"), &ev))
		return;
	ev.kind = CHAT_ACTION;
	ev.message = telegram_ref(p, message);
	ev.thread = thread_of(p, message);
	ev.token = chat_str(p, query, "data");
	ev.reply = pool_slicef(p, "click:%.*s:%.*s", SLICE_ARG(id), SLICE_ARG(ev.message));
	if (ev.token.len == 0 || ev.token.len > CHAT_TOKEN_MAX)
		return;
	VEC_ADD(out, p, ev);
}

/* What came with a message. A picture comes in several sizes, the largest last. */
static void
files_of(struct pool *p, const json_t *message, struct chat_event *ev)
{
	static const struct chat_file_keys keys = {"file_name", "mime_type", "file_id", "file_size"};
	static const char *const kinds[] = {"document", "video", "audio", "voice", "video_note"};
	const json_t *photo = json_object_get(message, "photo");
	for (size_t i = 0; i < COUNT(kinds); i++)
		chat_file_from(p, json_object_get(message, kinds[i]), &keys, ev);
	for (size_t i = 0; i < ev->file_count; i++)
		if (ev->files[i].name.len == 0 && ev->files[i].type.len == 0)
			ev->files[i].type = SLICE_LIT("video");
	size_t before = ev->file_count;
	if (json_array_size(photo) > 0)
		chat_file_from(p, json_array_get(photo, json_array_size(photo) - 1), &keys, ev);
	if (ev->file_count > before)
		ev->files[before].type = SLICE_LIT("image/jpeg");
}

static void
message_event(struct telegram *t, struct pool *p, const json_t *update, const json_t *message,
	      bool edited, chat_event_list *out)
{
	struct chat_event ev;
	struct slice to = chat_id(p, message, "migrate_to_chat_id");
	if (to.len > 0) {
		telegram_moved(t, chat_id(p, json_object_get(message, "chat"), "id"), to);
		return;
	}
	/* Who writes in the name of a group or channel hides who it is. */
	if (json_object_get(message, "sender_chat") != NULL ||
	    !begin(t, p, update, message, json_object_get(message, "from"), &ev))
		return;
	struct slice text = chat_str(p, message, "text");
	if (text.len == 0)
		text = chat_str(p, message, "caption");
	if (!edited)
		files_of(p, message, &ev);
	if (slice_blank(text) && ev.file_count == 0)
		return;
	ev.at = chat_seconds(message, edited ? "edit_date" : "date");
	ev.message = telegram_ref(p, message);
	ev.thread = thread_of(p, message);
	ev.reply = pool_slicef(p, "message:%.*s", SLICE_ARG(ev.message));
	ev.kind = edited ? CHAT_EDITED : CHAT_MESSAGE;
	enum slash slash = slash_of(t, p, slice_ltrim(text), ev.direct, &ev.text);
	if (slash == SLASH_FOREIGN)
		return;
	if (slash == SLASH_OURS && !edited)
		ev.kind = CHAT_COMMAND;
	else
		ev.text = without_mention(t, p, text, &ev.mention);
	VEC_ADD(out, p, ev);
}

void
telegram_update(struct telegram *t, struct pool *p, const json_t *update, chat_event_list *out)
{
	const json_t *o;
	if ((o = json_object_get(update, "message")) != NULL)
		message_event(t, p, update, o, false, out);
	else if ((o = json_object_get(update, "edited_message")) != NULL)
		message_event(t, p, update, o, true, out);
	else if ((o = json_object_get(update, "callback_query")) != NULL)
		click(t, p, update, o, out);
	else if ((o = json_object_get(update, "my_chat_member")) != NULL)
		lifecycle(t, p, update, o, out);
}
