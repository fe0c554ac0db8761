/*
 * Cards and forms as Block Kit. Limits: those of @slack/types, and one that no page has: the blocks
 * of one message may hold about 13,200 characters together (msg_blocks_too_long). A card beyond
 * them goes out as text alone, which takes 40,000; nothing is cut off.
 */
#include "chat_slack.h"

#include "chat_util.h"
#include "docket/base/utf8.h"

enum {
	BLOCKS_CHARS_MAX = 12000,
	SECTION_MAX = 3000,
	SECTION_RAW = 2800, /* of plain text: room for what escaping adds to most */
	FIELD_MAX = 2000,
	SECTION_FIELDS_MAX = 10,
	HEADER_MAX = 150,
	CONTEXT_MAX = 2000,
	LABEL_MAX = 75,
	CONFIRM_MAX = 300,
	CONFIRM_BUTTON_MAX = 30,
	PREVIEW_MAX = 3000, /* of the text beside blocks: notifications, screen readers */
	TEXT_ONLY_MAX = 40000,
	WINDOW_TITLE_MAX = 24,
	OPTION_MAX = 75,
	OPTIONS_MAX = 100,
	INITIAL_MAX = 3000,
	ESCAPED_MOST = 6, /* bytes for one: "&amp;" is five, a link's brackets two more */
};

static size_t
length(struct slice s)
{
	return chat_length(s, CHAT_UTF16);
}

/* s, or its first part and an ellipsis. */
static struct slice
cut(struct pool *p, struct slice s, size_t max)
{
	if (length(s) <= max)
		return s;
	slice_list parts = {0};
	chat_split(p, s, max - 1, CHAT_UTF16, &parts);
	return pool_slicef(p, "%.*s…", SLICE_ARG(slice_rtrim(parts.at[0])));
}

static struct slice
one_line(struct pool *p, struct slice s)
{
	char *to = pool_cstr(p, s);
	for (size_t i = 0; i < s.len; i++)
		if (to[i] == '\n' || to[i] == '\r' || to[i] == '\t')
			to[i] = ' ';
	return slice_trim(slice_make(to, s.len));
}

static struct slice
escaped(struct pool *p, struct slice s, bool links)
{
	struct str out;
	str_init(&out, s.len * ESCAPED_MOST + 16);
	slack_escape(&out, s, links);
	struct slice got = pool_copy(p, str_slice(&out));
	str_clear(&out);
	return got;
}

/* Columns: a fence that the text can't end. */
static struct slice
fenced(struct pool *p, struct slice s)
{
	struct slice in = escaped(p, s, false);
	struct str out;
	str_init(&out, in.len * 2 + 16);
	str_adds(&out, "```\n");
	for (size_t i = 0; i < in.len; i++) {
		str_addc(&out, in.data[i]);
		if (in.data[i] == '`')
			str_adds(&out, "\xe2\x80\x8b"); /* zero width space */
	}
	str_adds(&out, "\n```");
	struct slice got = pool_copy(p, str_slice(&out));
	str_clear(&out);
	return got;
}

/* The text as sections: cut where chat_split cuts, smaller where escaping made one too long. */
static void
add_sections(struct pool *p, struct slice text, bool code, size_t max, slice_list *out)
{
	slice_list parts = {0};
	chat_split(p, text, max, CHAT_UTF16, &parts);
	for (size_t i = 0; i < parts.len; i++) {
		struct slice s = code ? fenced(p, parts.at[i]) : escaped(p, parts.at[i], true);
		if (length(s) > SECTION_MAX && max > 64)
			add_sections(p, parts.at[i], code, max / 2, out);
		else if (s.len > 0)
			VEC_ADD(out, p, s);
	}
}

struct blocks {
	struct slice title, context;
	slice_list sections, fields;
	bool fit;
};

static void
measure(struct pool *p, const struct chat_card *c, struct blocks *b)
{
	*b = (struct blocks){.title = one_line(p, c->title)};
	size_t chars = length(b->title);
	b->fit = chars <= HEADER_MAX;
	if (!slice_blank(c->text))
		add_sections(p, c->text, c->code, SECTION_RAW, &b->sections);
	for (size_t i = 0; i < b->sections.len; i++)
		chars += length(b->sections.at[i]);
	for (size_t i = 0; i < c->field_count; i++) {
		struct slice f = pool_slicef(p, "*%.*s*\n%.*s",
					     SLICE_ARG(escaped(p, c->fields[i].name, false)),
					     SLICE_ARG(escaped(p, c->fields[i].value, true)));
		VEC_ADD(&b->fields, p, f);
		b->fit &= length(f) <= FIELD_MAX;
		chars += length(f);
	}
	b->context = escaped(p, c->context, true);
	b->fit &= length(b->context) <= CONTEXT_MAX;
	chars += length(b->context);
	for (size_t i = 0; i < c->button_count; i++)
		chars += length(c->buttons[i].label) + length(c->buttons[i].confirm) + LABEL_MAX;
	b->fit &= chars <= BLOCKS_CHARS_MAX;
}

static void
put_plain(struct json *w, const char *key, struct slice text)
{
	if (key != NULL)
		json_key(w, key);
	json_open(w);
	json_put_cstr(w, "type", "plain_text");
	json_put_text(w, "text", text);
	json_put_bool(w, "emoji", false);
	json_close(w);
}

/* verbatim: names of rooms and people in it stay words. */
static void
put_mrkdwn(struct json *w, const char *key, struct slice text)
{
	if (key != NULL)
		json_key(w, key);
	json_open(w);
	json_put_cstr(w, "type", "mrkdwn");
	json_put_text(w, "text", text);
	json_put_bool(w, "verbatim", true);
	json_close(w);
}

static void
put_button(struct json *w, struct pool *p, const struct chat_button *b, size_t i)
{
	struct slice label = cut(p, one_line(p, b->label), LABEL_MAX);
	char id[32];
	json_open(w);
	json_put_cstr(w, "type", "button");
	(void)snprintf(id, sizeof(id), "docket.%zu", i);
	json_put_cstr(w, "action_id", id);
	put_plain(w, "text", escaped(p, label, false));
	if (b->url.len > 0)
		json_put_text(w, "url", b->url);
	else
		json_put_text(w, "value", b->token);
	if (b->style != CHAT_PLAIN)
		json_put_cstr(w, "style", b->style == CHAT_DANGER ? "danger" : "primary");
	if (b->confirm.len > 0 && b->url.len == 0) {
		json_key(w, "confirm");
		json_open(w);
		put_plain(w, "title", escaped(p, label, false));
		put_plain(w, "text", escaped(p, cut(p, b->confirm, CONFIRM_MAX - 50), false));
		put_plain(w, "confirm", escaped(p, cut(p, label, CONFIRM_BUTTON_MAX), false));
		put_plain(w, "deny",
			  b->keep.len > 0 ? escaped(p, cut(p, b->keep, CONFIRM_BUTTON_MAX), false)
					  : SLICE_LIT("Cancel"));
		json_close(w);
	}
	json_close(w);
}

static void
put_blocks(struct json *w, struct pool *p, const struct chat_card *c, const struct blocks *b)
{
	if (b->title.len > 0) {
		json_open(w);
		json_put_cstr(w, "type", "header");
		put_plain(w, "text", escaped(p, b->title, false));
		json_close(w);
	}
	for (size_t i = 0; i < b->sections.len; i++) {
		json_open(w);
		json_put_cstr(w, "type", "section");
		put_mrkdwn(w, "text", b->sections.at[i]);
		json_close(w);
	}
	for (size_t i = 0; i < b->fields.len; i++) {
		if (i % SECTION_FIELDS_MAX == 0) {
			json_open(w);
			json_put_cstr(w, "type", "section");
			json_key(w, "fields");
			json_list(w);
		}
		put_mrkdwn(w, NULL, b->fields.at[i]);
		if (i % SECTION_FIELDS_MAX == SECTION_FIELDS_MAX - 1 || i + 1 == b->fields.len) {
			json_list_end(w);
			json_close(w);
		}
	}
	if (c->button_count > 0) {
		json_open(w);
		json_put_cstr(w, "type", "actions");
		json_key(w, "elements");
		json_list(w);
		for (size_t i = 0; i < c->button_count; i++)
			put_button(w, p, &c->buttons[i], i);
		json_list_end(w);
		json_close(w);
	}
	if (b->context.len > 0) {
		json_open(w);
		json_put_cstr(w, "type", "context");
		json_key(w, "elements");
		json_list(w);
		put_mrkdwn(w, NULL, b->context);
		json_list_end(w);
		json_close(w);
	}
}

/* Without buttons: what they do stands in the text as words then. */
static struct slice
preview(struct pool *p, const struct chat_card *c)
{
	struct chat_card words = *c;
	words.button_count = 0;
	return escaped(p, cut(p, chat_plain(p, &words), PREVIEW_MAX), false);
}

int
slack_put_card(struct json *w, struct pool *p, const struct chat_message *m, bool update,
	       struct err *e)
{
	struct chat_card c = chat_part(m);
	struct blocks b;
	measure(p, &c, &b);
	if (b.fit) {
		json_put_text(w, "text", preview(p, &c));
		json_key(w, "blocks");
		json_list(w);
		put_blocks(w, p, &c, &b);
		json_list_end(w);
		return 0;
	}
	struct slice all = chat_plain(p, &c);
	struct slice text = c.code ? fenced(p, all) : escaped(p, all, true);
	if (length(text) > TEXT_ONLY_MAX)
		return err_set(e, ERR_MESSAGE, "%zu characters, Slack takes %d", length(text),
			       TEXT_ONLY_MAX);
	json_put_text(w, "text", text);
	if (update) {
		json_key(w, "blocks"); /* those that were there would stay */
		json_list(w);
		json_list_end(w);
	}
	return 0;
}

bool
slack_put_said(struct json *w, struct pool *p, const struct chat_message *m)
{
	struct chat_card c = chat_part(m);
	struct blocks b;
	c.button_count = 0;
	measure(p, &c, &b);
	if (!b.fit || m->card.button_count > 0 || b.sections.len + b.fields.len == 0)
		return false;
	json_open(w);
	json_put_cstr(w, "type", "modal");
	put_plain(w, "title",
		  escaped(p,
			  c.title.len > 0 ? cut(p, b.title, WINDOW_TITLE_MAX) : SLICE_LIT("docket"),
			  false));
	json_key(w, "blocks");
	json_list(w);
	put_blocks(w, p, &c, &b);
	json_list_end(w);
	json_close(w);
	return true;
}

static void
put_option(struct json *w, struct pool *p, struct slice choice)
{
	json_open(w);
	put_plain(w, "text", escaped(p, choice, false));
	json_put_text(w, "value", choice);
	json_close(w);
}

static void
put_choices(struct json *w, struct pool *p, const struct chat_question *q)
{
	const struct slice *chosen = NULL;
	json_put_cstr(w, "type", "static_select");
	json_key(w, "options");
	json_list(w);
	for (size_t i = 0; i < q->choices.len && i < OPTIONS_MAX; i++) {
		put_option(w, p, q->choices.at[i]);
		if (q->value.len > 0 && slice_eq(q->value, q->choices.at[i]))
			chosen = &q->choices.at[i];
	}
	json_list_end(w);
	if (chosen != NULL) {
		json_key(w, "initial_option");
		put_option(w, p, *chosen);
	}
}

/* A menu can't hold a choice that is longer than its lines, nor none at all: a line to type in. */
static bool
is_menu(const struct chat_question *q)
{
	bool ok = q->input == CHAT_CHOICE && q->choices.len > 0 && q->choices.len <= OPTIONS_MAX;
	for (size_t i = 0; i < q->choices.len; i++)
		ok &= q->choices.at[i].len > 0 && q->choices.at[i].len <= OPTION_MAX;
	return ok;
}

static void
put_input(struct json *w, struct pool *p, const struct chat_question *q)
{
	json_open(w);
	if (is_menu(q)) {
		put_choices(w, p, q);
	} else if (q->input == CHAT_DATE) {
		json_put_cstr(w, "type", "datepicker");
		if (q->value.len == strlen("2026-05-14"))
			json_put_text(w, "initial_date", q->value);
	} else {
		json_put_cstr(w, "type", "plain_text_input");
		json_put_bool(w, "multiline", q->input == CHAT_LINES);
		json_put_int(w, "max_length", INITIAL_MAX);
		if (q->value.len > 0)
			json_put_text(w, "initial_value", cut(p, q->value, INITIAL_MAX));
	}
	json_put_cstr(w, "action_id", "v");
	json_close(w);
}

void
slack_put_view(struct json *w, struct pool *p, const struct chat_message *m)
{
	const struct chat_form *f = &m->form;
	json_open(w);
	json_put_cstr(w, "type", "modal");
	json_put_cstr(w, "callback_id", "docket.form");
	json_put_text(w, "private_metadata", slack_form_state(p, m));
	put_plain(w, "title", escaped(p, cut(p, f->title, WINDOW_TITLE_MAX), false));
	if (f->submit.len > 0)
		put_plain(w, "submit", escaped(p, cut(p, f->submit, WINDOW_TITLE_MAX), false));
	json_key(w, "blocks");
	json_list(w);
	for (size_t i = 0; i < f->question_count; i++) {
		const struct chat_question *q = &f->questions[i];
		json_open(w);
		json_put_cstr(w, "type", "input");
		json_put_text(w, "block_id", q->name);
		put_plain(w, "label", escaped(p, cut(p, q->label, FIELD_MAX / 2), false));
		if (q->hint.len > 0)
			put_plain(w, "hint", escaped(p, cut(p, q->hint, FIELD_MAX / 2), false));
		json_put_bool(w, "optional", !q->must);
		json_key(w, "element");
		put_input(w, p, q);
		json_close(w);
	}
	json_list_end(w);
	json_close(w);
}
