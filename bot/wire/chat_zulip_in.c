/*
 * What Zulip tells: a queue of events that the server keeps for us, for ten minutes after we asked
 * last. When it is gone a new one is made, and what was written meanwhile is fetched from the last
 * message that was seen.
 *
 * The cursor is "QUEUE EVENT MESSAGE HOW": the queue ("-": none), the last event taken of it, the
 * last message seen; and what is to be asked next: "ask" the queue, "gap" the messages behind
 * MESSAGE, "new" what the newest message is, because nothing older than we are is taken.
 */
#include "chat_zulip.h"

#include "docket/base/utf8.h"

enum {
	HOLD_SLACK_MS = 15 * 1000, /* the server's heartbeat may be as late as this */
	HOLD_MOST_S = 600,
	GAP_PAGE = 200,
	NOTHING_MS = 200, /* a server that does not hold polls is not to be hammered */
	QUEUE_MAX = 200,
};

struct place {
	struct slice queue, how;
	int64_t event, message;
};

static struct place
place_read(struct slice cursor)
{
	struct place at = {.queue = SLICE_LIT("-"), .how = SLICE_LIT("new"), .event = -1};
	struct slice queue = SLICE_NONE, event = SLICE_NONE, message = SLICE_NONE;
	slice_cut(&cursor, ' ', &queue);
	slice_cut(&cursor, ' ', &event);
	slice_cut(&cursor, ' ', &message);
	if (queue.len == 0 || queue.len > QUEUE_MAX || !slice_int(event, &at.event) ||
	    !slice_int(message, &at.message))
		return at;
	at.queue = queue;
	at.how = cursor;
	return at;
}

static struct slice
place_write(struct pool *p, const struct place *at)
{
	return pool_slicef(p, "%.*s %lld %lld %.*s", SLICE_ARG(at->queue), (long long)at->event,
			   (long long)at->message, SLICE_ARG(at->how));
}

static bool
is_gone(const struct place *at)
{
	return slice_is(at->queue, "-");
}

/* --- requests --- */

int
zulip_pull(void *self, struct pool *p, struct slice cursor, struct http_out *out, struct err *e)
{
	struct zulip *z = self;
	struct place at = place_read(cursor);
	struct str path;
	struct slice text = SLICE_NONE;
	if (z->push)
		return 0;
	if (z->id[0] == '\0') {
		zulip_ask(z, p, "GET", "users/me", SLICE_NONE, out);
		return 1;
	}
	if (is_gone(&at)) {
		zulip_ask(z, p, "POST", "register",
			  SLICE_LIT("event_types=%5B%22message%22%2C%22update_message%22%5D&"
				    "fetch_event_types=%5B%22realm%22%5D&apply_markdown=false&"
				    "client_gravatar=true"),
			  out);
		return 1;
	}
	str_init(&path, QUEUE_MAX * 3 + 200);
	if (slice_is(at.how, "new")) {
		str_adds(&path, "messages?anchor=newest&num_before=1&num_after=0&apply_markdown="
				"false");
	} else if (slice_is(at.how, "gap")) {
		str_addf(&path,
			 "messages?anchor=%lld&include_anchor=false&num_before=0&num_after=%d&"
			 "apply_markdown=false",
			 (long long)at.message, GAP_PAGE);
	} else {
		str_adds(&path, "events?queue_id=");
		http_url_add(&path, at.queue);
		str_addf(&path, "&last_event_id=%lld", (long long)at.event);
		if (z->quick)
			str_adds(&path, "&dont_block=true");
	}
	if (chat_take(p, &path, &text, e) < 0)
		return -1;
	zulip_ask(z, p, "GET", pool_cstr(p, text), SLICE_NONE, out);
	if (slice_is(at.how, "ask"))
		out->timeout_ms = z->hold_ms + HOLD_SLACK_MS;
	return 1;
}

/* --- messages --- */

/* A mention of us at text[at]: its length, else 0. "@**Docket**", "@**Docket|42**", "@_**…**". */
static size_t
mention_len(const struct zulip *z, struct slice text, size_t at, bool *silent)
{
	size_t i = at + 1;
	*silent = i < text.len && text.data[i] == '_';
	i += *silent;
	if (!slice_starts(slice_sub(text, i, text.len), "**"))
		return 0;
	struct slice rest = slice_sub(text, i + 2, text.len);
	ptrdiff_t end = slice_find(rest, SLICE_LIT("**"));
	if (end <= 0)
		return 0;
	struct slice inner = slice_sub(rest, 0, (size_t)end);
	ptrdiff_t bar = slice_rindex(inner, '|');
	bool ours = bar >= 0 ? slice_is(slice_sub(inner, (size_t)bar + 1, inner.len), z->id)
			     : slice_iis(inner, z->name);
	return ours && inner.len > 0 ? i + 2 + (size_t)end + 2 - at : 0;
}

/* A silent mention tells nobody, but at the start of a message it is meant for us all the same. */
static struct slice
without_mention(const struct zulip *z, struct pool *p, struct slice text, bool *mention)
{
	text = slice_trim(text);
	for (size_t i = 0; i < text.len; i++) {
		bool silent;
		size_t len = text.data[i] == '@' ? mention_len(z, text, i, &silent) : 0;
		if (len == 0 || (silent && i > 0))
			continue;
		struct slice after = slice_sub(text, i + len, text.len);
		*mention = true;
		if (i > 0)
			return slice_trim(pool_slicef(p, "%.*s%.*s",
						      SLICE_ARG(slice_rtrim(slice_sub(text, 0, i))),
						      SLICE_ARG(after)));
		while (after.len > 0 && strchr(" \t\n,:", after.data[0]) != NULL)
			after = slice_sub(after, 1, after.len);
		return slice_trim(after);
	}
	return text;
}

/* Whole words in `…`, as our cards show commands, without the marks. */
static struct slice
bare(struct slice s)
{
	if (s.len > 2 && s.data[0] == '`' && s.data[s.len - 1] == '`' &&
	    slice_index(slice_sub(s, 1, s.len - 1), '`') < 0)
		return slice_trim(slice_sub(s, 1, s.len - 1));
	return s;
}

/* "dm:8,10": the others of a talk, in the order of their ids. Empty when there is nobody else. */
static struct slice
talk_of(const struct zulip *z, struct pool *p, const json_t *people, bool *alone)
{
	enum { PEOPLE_MAX = 50 };
	int64_t ids[PEOPLE_MAX], id;
	size_t n = 0;
	struct slice out = SLICE_NONE;
	for (size_t i = 0; i < json_array_size(people) && n < PEOPLE_MAX; i++) {
		struct slice one = chat_id(p, json_array_get(people, i), "id");
		if (slice_is(one, z->id) || !slice_int(one, &id))
			continue;
		size_t at = n++;
		for (; at > 0 && ids[at - 1] > id; at--)
			ids[at] = ids[at - 1];
		ids[at] = id;
	}
	*alone = n == 1;
	for (size_t i = 0; i < n; i++)
		out = pool_slicef(p, "%.*s%s%lld", SLICE_ARG(out), i == 0 ? "dm:" : ",",
				  (long long)ids[i]);
	return out;
}

/* A channel's id; the name instead where the settings say that name. */
static struct slice
room_of(const struct zulip *z, struct pool *p, const json_t *message)
{
	struct slice name = chat_str(p, message, "display_recipient");
	if (z->conf->room != NULL && name.len > 0 && slice_is(name, z->conf->room))
		return name;
	return chat_id(p, message, "stream_id");
}

/* A topic that is ticked off is called "✔ …": the thread stays the same. */
static struct slice
topic_of(struct pool *p, const json_t *message)
{
	struct slice topic = chat_str(p, message, "subject");
	if (topic.len == 0)
		topic = chat_str(p, message, "topic");
	return topic;
}

static struct slice
thread_of(struct pool *p, struct slice room, struct slice topic)
{
	static const char done[] = "✔ ";
	if (slice_starts(topic, done))
		topic = slice_sub(topic, sizeof(done) - 1, topic.len);
	return pool_slicef(p, "%.*s:%.*s", SLICE_ARG(room), SLICE_ARG(topic));
}

static bool
by_us(const struct zulip *z, struct pool *p, const json_t *message)
{
	/* Zulip's own programs answer what they are told: nothing of theirs is for us. */
	if (slice_is(chat_str(p, message, "sender_realm_str"), "zulipinternal"))
		return true;
	return z->id[0] != '\0' ? slice_is(chat_id(p, message, "sender_id"), z->id)
				: slice_ieq(chat_str(p, message, "sender_email"), z->user);
}

/* Files stand in the words, as links: "[brief.pdf](/user_uploads/2/ab/brief.pdf)". Taken out of them. */
static struct slice
without_files(struct pool *p, struct slice text, struct chat_event *ev)
{
	const struct slice mark = slice_of("](/user_uploads/");
	for (size_t from = 0; from < text.len;) {
		ptrdiff_t at = slice_find(slice_sub(text, from, text.len), mark);
		if (at < 0)
			break;
		size_t close = from + (size_t)at;
		struct slice tail = slice_sub(text, close, text.len);
		ptrdiff_t open = slice_rindex(slice_sub(text, 0, close), '['), end = slice_index(tail, ')');
		from = close + 1;
		if (open < 0 || end < 0)
			continue;
		struct chat_file f = {.name = slice_sub(text, (size_t)open + 1, close),
				      .id = slice_sub(tail, 2, (size_t)end)};
		chat_file_add(p, ev, &f);
		text = pool_slicef(p, "%.*s%.*s", SLICE_ARG(slice_sub(text, 0, (size_t)open)),
				   SLICE_ARG(slice_sub(tail, (size_t)end + 1, tail.len)));
		from = (size_t)open;
	}
	return slice_trim(text);
}

void
zulip_message(const struct zulip *z, struct pool *p, const json_t *message, chat_event_list *out)
{
	struct slice id = chat_id(p, message, "id"), type = chat_str(p, message, "type");
	struct chat_event ev = {.kind = CHAT_MESSAGE,
				.key = pool_slicef(p, "m%.*s", SLICE_ARG(id)),
				.at = chat_seconds(message, "timestamp"),
				.message = id,
				.reply_left = -1};
	if (id.len == 0 || by_us(z, p, message))
		return;
	ev.who.uid = chat_id(p, message, "sender_id");
	ev.who.display = chat_str(p, message, "sender_full_name");
	if (slice_is(type, "stream") || slice_is(type, "channel")) {
		ev.room = room_of(z, p, message);
		ev.thread = thread_of(p, ev.room, topic_of(p, message));
		ev.reply = pool_slicef(p, "%.*s:%.*s", SLICE_ARG(ev.room),
				       SLICE_ARG(topic_of(p, message)));
	} else {
		ev.room = talk_of(z, p, json_object_get(message, "display_recipient"), &ev.direct);
	}
	struct slice text = chat_str(p, message, "content");
	if (ev.room.len == 0 || ev.who.uid.len == 0 || slice_blank(text))
		return;
	text = without_files(p, text, &ev);
	ev.text = bare(without_mention(z, p, text, &ev.mention));
	const char *command = z->conf->command != NULL ? z->conf->command : "docket";
	size_t n = strlen(command);
	if ((slice_starts(ev.text, "/") || slice_starts(ev.text, "!")) &&
	    slice_istarts(slice_sub(ev.text, 1, ev.text.len), command) &&
	    (ev.text.len == n + 1 || strchr(" \t\n", ev.text.data[n + 1]) != NULL)) {
		ev.kind = CHAT_COMMAND;
		ev.text = slice_trim(slice_sub(ev.text, n + 1, ev.text.len));
	}
	VEC_ADD(out, p, ev);
}

/* Other words, or other words' topic: only the words are told. */
static void
edited(const struct zulip *z, struct pool *p, const json_t *event, chat_event_list *out)
{
	struct slice id = chat_id(p, event, "message_id"), who = chat_id(p, event, "user_id");
	struct slice room = chat_id(p, event, "stream_id");
	bool mention = false;
	if (id.len == 0 || who.len == 0 || slice_is(who, z->id) ||
	    chat_yes(event, "rendering_only") || !json_is_string(json_object_get(event, "content")))
		return;
	struct chat_event ev = {
		.kind = CHAT_EDITED,
		.key = pool_slicef(p, "e%.*s.%lld", SLICE_ARG(id),
				   (long long)chat_num(event, "edit_timestamp")),
		.at = chat_seconds(event, "edit_timestamp"),
		.room = room,
		.message = id,
		.who = {.uid = who},
		.reply_left = -1,
	};
	ev.text = without_mention(z, p, chat_str(p, event, "content"), &mention);
	VEC_ADD(out, p, ev);
}

/* --- answers --- */

static void
registered(struct zulip *z, struct pool *p, const json_t *answer, struct place *at)
{
	struct slice queue = chat_str(p, answer, "queue_id");
	int64_t hold = chat_num(answer, "event_queue_longpoll_timeout_seconds");
	int64_t text = chat_num(answer, "max_message_length"),
		topic = chat_num(answer, "max_topic_length");
	if (queue.len == 0 || queue.len > QUEUE_MAX || slice_index(queue, ' ') >= 0)
		return;
	if (hold > 0 && hold <= HOLD_MOST_S)
		z->hold_ms = (int)hold * 1000;
	if (text > 0 && text < 1 << 20)
		z->text_max = (size_t)text;
	if (topic > 0 && topic < 1 << 10)
		z->topic_max = (size_t)topic;
	/* Nothing was ever seen: start behind the newest. Else what came meanwhile is fetched. */
	at->how = slice_is(at->how, "new") ? SLICE_LIT("new") : SLICE_LIT("gap");
	at->queue = queue;
	at->event = chat_num(answer, "last_event_id");
}

static void
seen(struct place *at, const json_t *message)
{
	int64_t id = chat_num(message, "id");
	if (id > at->message)
		at->message = id;
}

static void
take_messages(const struct zulip *z, struct pool *p, const json_t *answer, struct place *at,
	      chat_event_list *out)
{
	const json_t *list = json_object_get(answer, "messages");
	bool fresh = slice_is(at->how, "new");
	int64_t before = at->message;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *m = json_array_get(list, i);
		if (!fresh && chat_num(m, "id") > before)
			zulip_message(z, p, m, out);
		seen(at, m);
	}
	if (fresh || at->message == before || chat_yes(answer, "found_newest"))
		at->how = SLICE_LIT("ask");
}

/* Whether there was any. */
static bool
take_events(const struct zulip *z, struct pool *p, const json_t *answer, struct place *at,
	    chat_event_list *out)
{
	const json_t *list = json_object_get(answer, "events");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *event = json_array_get(list, i);
		struct slice type = chat_str(p, event, "type");
		int64_t id = chat_num(event, "id");
		if (id > at->event)
			at->event = id;
		if (slice_is(type, "message")) {
			zulip_message(z, p, json_object_get(event, "message"), out);
			seen(at, json_object_get(event, "message"));
		} else if (slice_is(type, "update_message")) {
			edited(z, p, event, out);
		}
	}
	return json_array_size(list) > 0;
}

int
zulip_pulled(void *self, struct pool *p, struct slice cursor, const struct http_result *r,
	     int64_t now, struct chat_pulled *out, struct err *e)
{
	struct zulip *z = self;
	struct err ignored = ERR_INIT;
	struct chat_result verdict;
	struct place at = place_read(cursor);
	(void)e;
	*out = (struct chat_pulled){.status = CHAT_OK, .next = cursor};
	json_t *answer = r->status != 0 ? chat_json(r->body, "Zulip", &ignored) : NULL;
	zulip_judge(p, r, answer, now, &verdict);
	if (verdict.status == CHAT_UNKNOWN)
		verdict.status = CHAT_RETRY; /* a poll that broke off has no effect */
	if (slice_is(chat_str(p, answer, "code"), "BAD_EVENT_QUEUE_ID")) {
		at.queue = slice_of("-");
		at.event = -1;
		if (!slice_is(at.how, "new"))
			at.how = slice_of("gap");
		out->next = place_write(p, &at);
	} else if (verdict.status != CHAT_OK) {
		out->status = verdict.status;
		out->not_before = verdict.not_before;
		out->why = verdict.why;
	} else if (z->id[0] == '\0') {
		if (!zulip_learn(z, p, answer)) {
			out->status = CHAT_RETRY;
			out->why = SLICE_LIT("Zulip did not say what the bot is called");
		}
	} else {
		if (is_gone(&at))
			registered(z, p, answer, &at);
		else if (slice_is(at.how, "ask"))
			out->wait_ms =
				take_events(z, p, answer, &at, &out->events) ? 0 : NOTHING_MS;
		else
			take_messages(z, p, answer, &at, &out->events);
		if (is_gone(&at)) {
			out->status = CHAT_RETRY;
			out->why = SLICE_LIT("Zulip made no queue of events");
		}
		out->next = place_write(p, &at);
	}
	json_decref(answer);
	return 0;
}
