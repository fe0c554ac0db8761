/*
 * Messages as Google Chat takes them. Its plain text knows marks but no way to escape them, and
 * "<users/all>" calls everybody; its cards take HTML, which can be escaped. So what has a shape is
 * a card, a plain sentence is text whose marks are broken by a joiner of no width, a table stands
 * in a fence.
 */
#include "chat_googlechat.h"

static const char JOINER[] = "\xe2\x80\x8b";

static bool
wordly(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (unsigned char)c >= 0x80;
}

/* A mark counts at the edge of a word only: names of files stay as they are. */
static void
unmarked(struct str *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.data[i];
		bool inside =
			i > 0 && i + 1 < s.len && wordly(s.data[i - 1]) && wordly(s.data[i + 1]);
		str_addc(out, c);
		if (c == '<' || c == '`' || (strchr("*_~", c) != NULL && !inside))
			str_adds(out, JOINER);
	}
}

static void
fenced(struct str *out, struct slice s)
{
	str_adds(out, "```\n");
	for (size_t i = 0, run = 0; i < s.len; i++) {
		run = s.data[i] == '`' ? run + 1 : 0;
		if (run > 0 && run % 3 == 0)
			str_adds(out, JOINER);
		str_addc(out, s.data[i]);
		if (s.data[i] == '<')
			str_adds(out, JOINER);
	}
	str_adds(out, "\n```");
}

static void
html(struct str *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		switch (s.data[i]) {
		case '&': str_adds(out, "&amp;"); break;
		case '<': str_adds(out, "&lt;"); break;
		case '>': str_adds(out, "&gt;"); break;
		case '\n': str_adds(out, "<br>"); break;
		default: str_addc(out, s.data[i]); break;
		}
}

static void
put_html(struct json *w, const char *key, struct slice s)
{
	struct str t;
	str_init(&t, 8 * (s.len + 1));
	html(&t, s);
	json_put_text(w, key, str_slice(&t));
	str_clear(&t);
}

/* {"textParagraph":{"text":…}} */
static void
paragraph(struct json *w, struct slice text)
{
	json_open(w);
	json_key(w, "textParagraph");
	json_open(w);
	put_html(w, "text", text);
	json_close(w);
	json_close(w);
}

static void
action(const struct google *g, struct json *w, const char *key, struct slice token)
{
	json_key(w, "onClick");
	json_open(w);
	json_key(w, "action");
	json_open(w);
	json_put_cstr(w, "function", g->function);
	json_key(w, "parameters");
	json_list(w);
	json_open(w);
	json_put_cstr(w, "key", key);
	json_put_text(w, "value", token);
	json_close(w);
	json_list_end(w);
	json_close(w);
	json_close(w);
}

static void
buttons(const struct google *g, struct json *w, const struct chat_card *c)
{
	json_open(w);
	json_key(w, "buttonList");
	json_open(w);
	json_key(w, "buttons");
	json_list(w);
	for (size_t i = 0; i < c->button_count; i++) {
		const struct chat_button *b = &c->buttons[i];
		json_open(w);
		json_put_text(w, "text", b->label);
		if (b->url.len > 0) {
			json_key(w, "onClick");
			json_open(w);
			json_key(w, "openLink");
			json_open(w);
			json_put_text(w, "url", b->url);
			json_close(w);
			json_close(w);
		} else {
			action(g, w, "t", b->token);
		}
		json_close(w);
	}
	json_list_end(w);
	json_close(w);
	json_close(w);
}

static void
shaped(const struct google *g, struct json *w, const struct chat_card *c)
{
	json_open(w);
	if (c->title.len > 0) {
		json_key(w, "header");
		json_open(w);
		put_html(w, "title", c->title);
		json_close(w);
	}
	json_key(w, "sections");
	json_list(w);
	json_open(w);
	json_key(w, "widgets");
	json_list(w);
	if (c->text.len > 0 && !c->code)
		paragraph(w, c->text);
	for (size_t i = 0; i < c->field_count; i++) {
		json_open(w);
		json_key(w, "decoratedText");
		json_open(w);
		put_html(w, "topLabel", c->fields[i].name);
		put_html(w, "text", c->fields[i].value);
		json_put_bool(w, "wrapText", true);
		json_close(w);
		json_close(w);
	}
	if (c->context.len > 0)
		paragraph(w, c->context);
	if (c->button_count > 0)
		buttons(g, w, c);
	json_list_end(w);
	json_close(w);
	json_list_end(w);
	json_close(w);
}

void
google_card(const struct google *g, struct pool *p, struct json *w, const struct chat_message *m)
{
	struct chat_card c = chat_part(m);
	bool card = c.title.len > 0 || c.context.len > 0 || c.field_count > 0 || c.button_count > 0;
	struct str text;
	str_init(&text, 64 << 10);
	if (c.code)
		fenced(&text, c.text);
	else if (!card)
		unmarked(&text, c.text);
	/* An update has to say both, or what stood there stays. */
	json_put_text(w, "text", str_slice(&text));
	str_clear(&text);
	json_key(w, "cardsV2");
	json_list(w);
	if (card) {
		json_open(w);
		json_put_cstr(w, "cardId", "docket");
		json_key(w, "card");
		shaped(g, w, &c);
		json_close(w);
	}
	json_list_end(w);
	if (card && !c.code) { /* for notifications, and clients that show no cards */
		str_init(&text, 64 << 10);
		unmarked(&text, chat_plain(p, &c));
		json_put_text(w, "fallbackText", str_slice(&text));
		str_clear(&text);
	}
}

static void
choice(struct json *w, const struct chat_question *q)
{
	json_key(w, "selectionInput");
	json_open(w);
	json_put_text(w, "name", q->name);
	json_put_text(w, "label", q->label);
	json_put_cstr(w, "type", "DROPDOWN");
	json_key(w, "items");
	json_list(w);
	for (size_t i = 0; i < q->choices.len; i++) {
		json_open(w);
		json_put_text(w, "text", q->choices.at[i]);
		json_put_text(w, "value", q->choices.at[i]);
		json_put_bool(w, "selected", slice_eq(q->choices.at[i], q->value));
		json_close(w);
	}
	json_list_end(w);
	json_close(w);
}

static void
question(struct json *w, const struct chat_question *q)
{
	json_open(w);
	if (q->input == CHAT_CHOICE && q->choices.len > 0) {
		choice(w, q);
	} else if (q->input == CHAT_DATE) {
		json_key(w, "dateTimePicker");
		json_open(w);
		json_put_text(w, "name", q->name);
		json_put_text(w, "label", q->label);
		json_put_cstr(w, "type", "DATE_ONLY");
		json_close(w);
	} else {
		json_key(w, "textInput");
		json_open(w);
		json_put_text(w, "name", q->name);
		json_put_text(w, "label", q->label);
		json_put_cstr(w, "type", q->input == CHAT_LINES ? "MULTIPLE_LINE" : "SINGLE_LINE");
		if (q->hint.len > 0)
			json_put_text(w, "hintText", q->hint);
		if (q->value.len > 0)
			json_put_text(w, "value", q->value);
		json_close(w);
	}
	json_close(w);
}

void
google_form(const struct google *g, struct json *w, const struct chat_form *f)
{
	json_open(w);
	json_key(w, "header");
	json_open(w);
	json_put_text(w, "title", f->title);
	json_close(w);
	json_key(w, "sections");
	json_list(w);
	json_open(w);
	json_key(w, "widgets");
	json_list(w);
	for (size_t i = 0; i < f->question_count; i++)
		question(w, &f->questions[i]);
	json_open(w);
	json_key(w, "buttonList");
	json_open(w);
	json_key(w, "buttons");
	json_list(w);
	json_open(w);
	json_put_text(w, "text", f->submit);
	action(g, w, "f", f->token);
	json_close(w);
	json_list_end(w);
	json_close(w);
	json_close(w);
	json_list_end(w);
	json_close(w);
	json_list_end(w);
	json_close(w);
}
