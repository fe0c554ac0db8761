/*
 * What docket says, for Telegram: one text with entities (offsets in UTF-16 units) instead of a
 * markup, so that no word of anybody can become one; and what the answers mean.
 */
#include "chat_telegram.h"

#include "docket/base/utf8.h"

enum {
	REQUEST_MAX = 128 << 10,
	TITLE_MAX =
		200, /* UTF-16 units of what stands around the text of a message: deliver leaves */
	VALUE_MAX = 300, /* room for a usual card, these are for an unusual one */
	FIELDS_MAX = 1500,
	CONTEXT_MAX = 300,
	ALERT_FROM = 60, /* a toast is gone in two seconds: what is longer waits for OK */
	BUTTONS_IN_ROW = 2,
	LABEL_MAX = 40,
};

/* --- text --- */

struct composed {
	struct pool *p;
	struct str text;
	struct json entities;
	struct str entity_text;
};

/*
 * "@name" calls the person of that name, whoever wrote it: a word joiner behind the "@" keeps it a
 * word. Not in an address, where something stands before the "@".
 */
static struct slice
quiet(struct pool *p, struct slice s)
{
	struct str out;
	struct slice done = SLICE_NONE;
	str_init(&out, REQUEST_MAX);
	for (size_t i = 0; i < s.len; i++) {
		char before = i > 0 ? s.data[i - 1] : ' ';
		bool word = (before >= '0' && before <= '9') || (before >= 'a' && before <= 'z') ||
			    (before >= 'A' && before <= 'Z') || (unsigned char)before >= 0x80;
		str_addc(&out, s.data[i]);
		if (s.data[i] == '@' && !word)
			str_adds(&out, "\xe2\x81\xa0");
	}
	return chat_take(p, &out, &done, NULL) < 0 ? s : done;
}

static void
add(struct composed *c, struct slice s, const char *entity)
{
	size_t at = chat_length(str_slice(&c->text), CHAT_UTF16);
	str_add(&c->text, s);
	if (entity == NULL || s.len == 0)
		return;
	json_open(&c->entities);
	json_put_cstr(&c->entities, "type", entity);
	json_put_int(&c->entities, "offset", (int64_t)at);
	json_put_int(&c->entities, "length", (int64_t)chat_length(s, CHAT_UTF16));
	json_close(&c->entities);
}

static void
line(struct composed *c)
{
	if (c->text.len > 0)
		str_addc(&c->text, '\n');
}

/* The lines of fields that are shown, "name: value"; returns their length. */
static size_t
field_lines(struct pool *p, const struct chat_card *card, struct chat_field *out, size_t *count)
{
	size_t used = 0;
	*count = 0;
	for (size_t i = 0; i < card->field_count; i++) {
		struct chat_field f = {
			quiet(p, chat_cut(p, card->fields[i].name, VALUE_MAX, CHAT_UTF16)),
			quiet(p, chat_cut(p, card->fields[i].value, VALUE_MAX, CHAT_UTF16))};
		size_t n = chat_length(f.name, CHAT_UTF16) + chat_length(f.value, CHAT_UTF16) + 3;
		if (used + n > FIELDS_MAX)
			break;
		used += n;
		out[(*count)++] = f;
	}
	return used;
}

/* The whole card. The text is cut only where a card is beyond what deliver leaves room for. */
static void
compose(struct composed *c, const struct chat_card *card)
{
	struct chat_field fields[CHAT_FIELDS_MAX];
	size_t count;
	struct slice title = quiet(c->p, chat_cut(c->p, card->title, TITLE_MAX, CHAT_UTF16));
	struct slice body = card->code ? card->text : quiet(c->p, card->text);
	struct slice context = quiet(c->p, chat_cut(c->p, card->context, CONTEXT_MAX, CHAT_UTF16));
	size_t around = field_lines(c->p, card, fields, &count) + chat_length(title, CHAT_UTF16) +
			chat_length(context, CHAT_UTF16) + 2;

	add(c, title, "bold");
	if (body.len > 0) {
		line(c);
		add(c, chat_cut(c->p, body, TELEGRAM_TEXT_MAX - around, CHAT_UTF16),
		    card->code ? "pre" : NULL);
	}
	for (size_t i = 0; i < count; i++) {
		line(c);
		add(c, fields[i].name, "bold");
		add(c, SLICE_LIT(": "), NULL);
		add(c, fields[i].value, NULL);
	}
	if (context.len > 0) {
		line(c);
		add(c, context, "italic");
	}
}

/* --- requests --- */

static void
put_id(struct json *w, const char *key, struct slice id)
{
	int64_t number;
	if (slice_int(id, &number))
		json_put_int(w, key, number);
	else
		json_put_text(w, key, id);
}

static int
put_buttons(struct json *w, struct pool *p, const struct chat_card *card, struct err *e)
{
	size_t in_row = 0;
	json_key(w, "reply_markup");
	json_open(w);
	json_key(w, "inline_keyboard");
	json_list(w);
	for (size_t i = 0; i < card->button_count; i++) {
		const struct chat_button *b = &card->buttons[i];
		if (b->token.len > TELEGRAM_DATA_MAX)
			return err_set(e, ERR_MESSAGE,
				       "a button's token of %zu bytes; Telegram "
				       "takes %d",
				       b->token.len, TELEGRAM_DATA_MAX);
		if (b->token.len == 0 && b->url.len == 0)
			continue;
		if (in_row == 0)
			json_list(w);
		json_open(w);
		json_put_text(w, "text", chat_cut(p, b->label, LABEL_MAX, CHAT_UTF16));
		json_put_text(w, b->url.len > 0 ? "url" : "callback_data",
			      b->url.len > 0 ? b->url : b->token);
		json_close(w);
		if (++in_row == BUTTONS_IN_ROW) {
			json_list_end(w);
			in_row = 0;
		}
	}
	if (in_row > 0)
		json_list_end(w);
	json_list_end(w);
	json_close(w);
	return 0;
}

/* Where a message goes. */
struct target {
	struct slice chat, topic, answers; /* answers: the message it is shown as an answer to */
};

static struct slice
moved_to(const struct telegram *t, struct slice chat)
{
	for (size_t i = 0; i < TELEGRAM_MOVES_MAX; i++)
		if (chat.len > 0 && slice_is(chat, t->moves[i].from))
			return slice_of(t->moves[i].to);
	return chat;
}

static struct target
target_of(const struct telegram *t, const struct chat_message *m)
{
	struct target to = {SLICE_NONE, SLICE_NONE, SLICE_NONE};
	struct slice chat, topic, message, kind, ref = m->reply;
	telegram_parts(m->room, &to.chat, &to.topic, &message);
	if (m->act == CHAT_REPLY && slice_cut(&ref, ':', &kind)) {
		if (slice_is(kind, "click"))
			slice_cut(&ref, ':', &kind);
		telegram_parts(ref, &to.chat, &to.topic, &to.answers);
	} else if (m->thread.len > 0) {
		telegram_parts(m->thread, &chat, &topic, &to.answers);
		if (topic.len > 0)
			to.topic = topic;
		if (to.chat.len == 0)
			to.chat = chat;
	}
	/* Nothing in a group is seen by one person only: what is for one goes to that one, but for
	   answers in the team's own room, which a person without a talk with us could not read. */
	bool team = t->conf->room != NULL && slice_eq(m->room, slice_of(t->conf->room));
	if (m->only.len > 0 && (m->direct || (!team && !slice_eq(m->only, to.chat))))
		return (struct target){m->only, SLICE_NONE, SLICE_NONE};
	struct slice now = moved_to(t, to.chat);
	if (!slice_eq(now, to.chat))
		to.answers = to.topic = SLICE_NONE; /* messages have other numbers there */
	to.chat = now;
	return to;
}

static void
put_target(struct json *w, const struct target *to)
{
	put_id(w, "chat_id", to->chat);
	if (to->topic.len > 0)
		put_id(w, "message_thread_id", to->topic);
	if (to->answers.len > 0) {
		json_key(w, "reply_parameters");
		json_open(w);
		put_id(w, "message_id", to->answers);
		json_put_bool(w, "allow_sending_without_reply", true);
		json_close(w);
	}
}

static bool
is_click(const struct chat_message *m)
{
	return m->act == CHAT_REPLY && slice_starts(m->reply, "click:");
}

static struct slice
click_id(const struct chat_message *m)
{
	struct slice rest = m->reply, id = SLICE_NONE;
	slice_cut(&rest, ':', &id);
	slice_cut(&rest, ':', &id);
	return id;
}

/* The words of a click's answer if they fit into a toast, else empty. */
static struct slice
toast_of(struct pool *p, const struct chat_message *m)
{
	struct slice words = chat_plain(p, &m->card);
	if (m->card.button_count > 0 || m->card.code || m->parts > 1 ||
	    chat_length(words, CHAT_UTF16) > TELEGRAM_TOAST_MAX)
		return SLICE_NONE;
	return words;
}

static bool
as_toast(const struct telegram *t, struct pool *p, const struct chat_message *m)
{
	if (!is_click(m) || toast_of(p, m).len == 0)
		return false;
	for (size_t i = 0; i < TELEGRAM_CLICKS_MAX; i++)
		if (slice_is(click_id(m), t->clicks[i].id))
			return !t->clicks[i].late;
	return true;
}

static void
write_toast(struct json *w, struct pool *p, struct telegram *t, const struct chat_message *m)
{
	struct slice words = toast_of(p, m);
	struct telegram_click *c = telegram_clicked(t, click_id(m));
	if (c != NULL)
		c->answered = true;
	json_open(w);
	json_put_text(w, "callback_query_id", click_id(m));
	json_put_text(w, "text", words);
	json_put_bool(w, "show_alert", chat_length(words, CHAT_UTF16) > ALERT_FROM);
	json_close(w);
}

static int
write_message(struct json *w, struct pool *p, const struct telegram *t,
	      const struct chat_message *m, struct err *e)
{
	const struct chat_card *card = &m->card;
	struct composed c = {.p = p};
	str_init(&c.text, REQUEST_MAX);
	str_init(&c.entity_text, REQUEST_MAX);
	json_begin(&c.entities, &c.entity_text);
	json_list(&c.entities);
	compose(&c, card);
	json_list_end(&c.entities);
	json_open(w);
	if (m->act == CHAT_UPDATE) {
		struct slice chat, topic, message;
		telegram_parts(m->replace, &chat, &topic, &message);
		put_id(w, "chat_id", chat);
		put_id(w, "message_id", message);
	} else {
		struct target to = target_of(t, m);
		put_target(w, &to);
	}
	json_put_text(w, "text", str_slice(&c.text));
	json_key(w, "entities");
	json_raw(w, str_slice(&c.entity_text));
	json_key(w, "link_preview_options");
	json_raw(w, SLICE_LIT("{\"is_disabled\":true}"));
	int done = card->button_count > 0 ? put_buttons(w, p, card, e) : 0;
	json_close(w);
	if (c.text.len == 0 || str_failed(&c.text) || str_failed(&c.entity_text))
		done = err_set(e, ERR_MESSAGE, "a message without words, or of too many");
	str_clear(&c.text);
	str_clear(&c.entity_text);
	return done;
}

int
telegram_render(void *self, struct pool *p, const struct chat_message *m, struct http_out *out,
		struct err *e)
{
	struct telegram *t = self;
	struct str body;
	struct json w;
	struct slice text = SLICE_NONE;
	struct target to = target_of(t, m);
	const char *method = m->act == CHAT_UPDATE ? "editMessageText" : "sendMessage";
	int done = 0;
	if (m->act == CHAT_OPEN)
		return err_set(e, ERR_MESSAGE, "Telegram has no forms");
	if (m->act == CHAT_UPDATE ? m->replace.len == 0 : to.chat.len == 0)
		return err_set(e, ERR_MESSAGE, "a message for Telegram that goes nowhere");
	str_init(&body, REQUEST_MAX);
	json_begin(&w, &body);
	if (as_toast(t, p, m)) {
		method = "answerCallbackQuery";
		write_toast(&w, p, t, m);
	} else {
		struct telegram_click *c = is_click(m) ? telegram_clicked(t, click_id(m)) : NULL;
		if (c != NULL)
			c->seen = 1; /* its answer is this message: it is let go at once */
		done = write_message(&w, p, t, m, e);
	}
	if (chat_take(p, &body, &text, e) < 0 || done < 0)
		return -1;
	telegram_ask(t, p, method, text, out);
	return 0;
}

/* --- answers --- */

/* Descriptions are all that tells these apart: Telegram has no finer codes. Without case. */
static const struct {
	const char *words;
	enum chat_status status;
} known[] = {
	{"message is not modified", CHAT_OK}, /* it says already what it shall say */
	{"chat not found", CHAT_GONE},
	{"message to edit not found", CHAT_GONE},
	{"message_id_invalid", CHAT_GONE},
	{"message can't be edited", CHAT_GONE},
	{"message thread not found", CHAT_GONE},
	{"topic_closed", CHAT_GONE},
	{"topic_deleted", CHAT_GONE},
	{"not enough rights", CHAT_GONE},
	{"chat_write_forbidden", CHAT_GONE},
	{"need administrator rights", CHAT_GONE},
	{"group chat was deactivated", CHAT_GONE},
	{"user is deactivated", CHAT_GONE},
	{"user not found", CHAT_GONE},
	{"peer_id_invalid", CHAT_GONE},
	{"message is too long", CHAT_TOO_BIG},
};

void
telegram_judge(struct pool *p, const struct http_result *r, const json_t *answer, int64_t now,
	       struct chat_result *out)
{
	const json_t *more = json_object_get(answer, "parameters");
	struct slice why = chat_str(p, answer, "description");
	int64_t wait = chat_num(more, "retry_after");
	chat_judge(p, r, now, "Telegram", out);
	if (out->status == CHAT_OK && !chat_yes(answer, "ok")) {
		out->status = json_is_object(answer) ? CHAT_REJECTED : CHAT_RETRY;
		out->why = SLICE_LIT("Telegram's answer cannot be read");
	}
	if (out->status != CHAT_OK && why.len > 0)
		out->why = pool_slicef(p, "Telegram: %.*s", SLICE_ARG(utf8_cut(why, 200)));
	/* An unknown token is 404 "Not Found", a malformed or revoked one 401. */
	if (r->status == 401 || (r->status == 404 && slice_is(why, "Not Found"))) {
		out->status = CHAT_REAUTH;
		out->why = SLICE_LIT("Telegram does not take the token: @BotFather, /token, gives "
				     "a new one");
	}
	if (r->status == 429 && wait > 0)
		out->not_before = now + (wait > 3600 ? 3600 : wait) * 1000;
	for (size_t i = 0; r->status == 400 && i < COUNT(known); i++)
		if (slice_ihas(why, known[i].words)) {
			out->status = known[i].status;
			break;
		}
	if (out->status == CHAT_OK)
		out->why = SLICE_NONE;
}

/* Answers to a message of ours come in the chain of replies it starts or stands in. */
static void
posted(struct pool *p, const json_t *message, struct chat_result *out)
{
	struct slice root = chat_id(p, message, "message_thread_id");
	struct slice chat = chat_id(p, json_object_get(message, "chat"), "id");
	out->posted = out->thread = telegram_ref(p, message);
	if (root.len > 0 && chat.len > 0 && !chat_yes(message, "is_topic_message"))
		out->thread = pool_slicef(p, "%.*s::%.*s", SLICE_ARG(chat), SLICE_ARG(root));
}

void
telegram_result(void *self, struct pool *p, const struct chat_message *m,
		const struct http_result *r, int64_t now, struct chat_result *out)
{
	struct telegram *t = self;
	struct err ignored = ERR_INIT;
	json_t *answer = r->status != 0 ? chat_json(r->body, "Telegram", &ignored) : NULL;
	struct slice why = chat_str(p, answer, "description");
	struct slice to = chat_id(p, json_object_get(answer, "parameters"), "migrate_to_chat_id");
	bool toast = as_toast(t, p, m);

	telegram_judge(p, r, answer, now, out);
	if (out->status == CHAT_OK && json_is_object(json_object_get(answer, "result")))
		posted(p, json_object_get(answer, "result"), out);
	if (out->status == CHAT_OK && m->act == CHAT_UPDATE)
		out->posted = m->replace;
	/* Saying the same thing again in the same place harms nobody. */
	if (out->status == CHAT_UNKNOWN && (m->act == CHAT_UPDATE || toast))
		out->status = CHAT_RETRY;
	if (to.len > 0 && m->act == CHAT_UPDATE) {
		out->status = CHAT_GONE; /* messages have other numbers there */
	} else if (to.len > 0) {
		telegram_moved(t, target_of(t, m).chat, to);
		out->status = CHAT_RETRY;
	}
	if (toast && r->status == 400 &&
	    (slice_ihas(why, "query is too old") || slice_ihas(why, "query id is invalid"))) {
		struct telegram_click *c = telegram_clicked(t, click_id(m));
		if (c != NULL)
			c->late = c->answered = true;
		out->status = c != NULL ? CHAT_RETRY : CHAT_GONE;
	}
	json_decref(answer);
}
