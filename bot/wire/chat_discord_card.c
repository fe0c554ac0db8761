/*
 * Messages as Discord takes them. Whoever is named in a text is never pinged (allowed_mentions is
 * empty in every message), and what a person wrote is escaped; a text that grows too long by that
 * stands in a fence, where nothing is markup.
 */
#include "chat_discord.h"

enum {
	LABEL_MAX = 80,
	NAME_MAX = 256,
	VALUE_MAX = 1024,
	MODAL_TITLE_MAX = 45,
	HINT_MAX = 100,
	INPUT_MAX = 4000
};

/* Backslashes before what would be markup; not inside an address, where they would be taken for a
 * part of it. */
static void
escaped(struct str *out, struct slice s)
{
	bool start = true, address = false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.data[i];
		struct slice rest = slice_sub(s, i, s.len);
		if (slice_starts(rest, "https://") || slice_starts(rest, "http://"))
			address = true;
		if (c == ' ' || c == '\n' || c == '<' || c == '>')
			address = false;
		bool mark = strchr("\\*_~`|<[]@", c) != NULL ||
			    (start && strchr("#>", c) != NULL) ||
			    (start && slice_starts(rest, "-#"));
		if (mark && !address)
			str_addc(out, '\\');
		str_addc(out, c);
		start = c == '\n' || (start && c == ' ');
	}
}

/* Three backticks end a fence: a joiner of no width keeps it shut. flat: they become accents. */
static void
fenced(struct str *out, struct slice s, bool flat)
{
	for (size_t i = 0, run = 0; i < s.len; i++) {
		run = s.data[i] == '`' ? run + 1 : 0;
		if (run > 0 && run % 3 == 0 && !flat)
			str_adds(out, "\xe2\x80\x8b");
		str_addc(out, run > 0 && flat ? '\'' : s.data[i]);
	}
}

/* All of it in a fence, where nothing grows. */
static void
all_fenced(struct str *out, struct slice title, const struct chat_card *c, struct slice context,
	   bool flat)
{
	const struct slice parts[] = {title, c->text, context};
	str_adds(out, "```\n");
	for (size_t i = 0; i < COUNT(parts); i++)
		if (parts[i].len > 0) {
			fenced(out, parts[i], flat);
			str_addc(out, '\n');
		}
	str_adds(out, "```");
}

static void
marked(struct str *out, struct slice title, const struct chat_card *c, struct slice context)
{
	if (title.len > 0) {
		str_adds(out, "**");
		escaped(out, title);
		str_adds(out, "**\n");
	}
	if (c->text.len > 0 && c->code) {
		str_adds(out, "```\n");
		fenced(out, c->text, false);
		str_adds(out, "\n```\n");
	} else if (c->text.len > 0) {
		escaped(out, c->text);
		str_addc(out, '\n');
	}
	if (context.len > 0) {
		str_adds(out, "-# ");
		escaped(out, context);
	}
}

static bool
too_long(const struct str *s)
{
	return chat_length(slice_trim(str_slice(s)), CHAT_UTF16) > DISCORD_CONTENT_MAX;
}

static void
content(struct pool *p, struct str *out, const struct chat_card *c)
{
	struct slice title = chat_cut(p, c->title, DISCORD_TITLE_MAX, CHAT_UTF16),
		     context = chat_cut(p, c->context, DISCORD_CONTEXT_MAX, CHAT_UTF16);
	marked(out, title, c, context);
	for (int flat = 0; flat < 2 && too_long(out); flat++) {
		str_reset(out);
		all_fenced(out, title, c, context, flat == 1);
	}
}

static void
fields(struct pool *p, struct json *w, const struct chat_card *c)
{
	json_key(w, "embeds");
	json_list(w);
	if (c->field_count > 0) {
		json_open(w);
		json_key(w, "fields");
		json_list(w);
		for (size_t i = 0; i < c->field_count; i++) {
			struct str name, value;
			str_init(&name, 4096);
			str_init(&value, 8192);
			escaped(&name, chat_cut(p, c->fields[i].name, NAME_MAX / 2, CHAT_UTF16));
			escaped(&value, chat_cut(p, c->fields[i].value, VALUE_MAX / 4, CHAT_UTF16));
			json_open(w);
			json_put_text(w, "name",
				      name.len > 0 ? str_slice(&name) : SLICE_LIT("\xe2\x80\x8b"));
			json_put_text(w, "value",
				      value.len > 0 ? str_slice(&value)
						    : SLICE_LIT("\xe2\x80\x8b"));
			json_put_bool(w, "inline", true);
			json_close(w);
			str_clear(&name);
			str_clear(&value);
		}
		json_list_end(w);
		json_close(w);
	}
	json_list_end(w);
}

static void
buttons(struct pool *p, struct json *w, const struct chat_card *c)
{
	static const int styles[] = {[CHAT_PLAIN] = 2, [CHAT_PRIMARY] = 1, [CHAT_DANGER] = 4};
	enum { ROW = 1, BUTTON = 2, LINK = 5 };
	json_key(w, "components");
	json_list(w);
	if (c->button_count > 0) {
		json_open(w);
		json_put_int(w, "type", ROW);
		json_key(w, "components");
		json_list(w);
		for (size_t i = 0; i < c->button_count; i++) {
			const struct chat_button *b = &c->buttons[i];
			json_open(w);
			json_put_int(w, "type", BUTTON);
			json_put_int(w, "style", b->url.len > 0 ? LINK : styles[b->style]);
			json_put_text(w, "label", chat_cut(p, b->label, LABEL_MAX, CHAT_UTF16));
			json_put_text(w, b->url.len > 0 ? "url" : "custom_id",
				      b->url.len > 0 ? b->url : b->token);
			json_close(w);
		}
		json_list_end(w);
		json_close(w);
	}
	json_list_end(w);
}

void
discord_card(struct pool *p, struct json *w, const struct chat_message *m, bool private)
{
	struct chat_card c = chat_part(m);
	struct str s;
	str_init(&s, 64 << 10);
	content(p, &s, &c);
	struct slice text = slice_rtrim(str_slice(&s));
	json_put_text(w, "content",
		      text.len > 0 || c.field_count > 0 ? text : SLICE_LIT("\xe2\x80\x8b"));
	str_clear(&s);
	fields(p, w, &c);
	buttons(p, w, &c);
	json_key(w, "allowed_mentions");
	json_raw(w, SLICE_LIT("{\"parse\":[]}"));
	if (private)
		json_put_int(w, "flags", DISCORD_EPHEMERAL);
}

static void
text_input(struct pool *p, struct json *w, const struct chat_question *q)
{
	json_put_int(w, "type", 4);
	json_put_text(w, "custom_id", q->name);
	json_put_int(w, "style", q->input == CHAT_LINES ? 2 : 1);
	json_put_bool(w, "required", q->must);
	if (q->hint.len > 0 || q->input == CHAT_DATE)
		json_put_text(w, "placeholder",
			      q->hint.len > 0 ? chat_cut(p, q->hint, HINT_MAX, CHAT_UTF16)
					      : SLICE_LIT("2026-05-14"));
	if (q->value.len > 0)
		json_put_text(w, "value", chat_cut(p, q->value, INPUT_MAX, CHAT_UTF16));
}

static void
select_input(struct pool *p, struct json *w, const struct chat_question *q)
{
	json_put_int(w, "type", 3);
	json_put_text(w, "custom_id", q->name);
	json_put_bool(w, "required", q->must);
	json_key(w, "options");
	json_list(w);
	for (size_t i = 0; i < q->choices.len && i < DISCORD_CHOICES_MAX; i++) {
		json_open(w);
		json_put_text(w, "label", chat_cut(p, q->choices.at[i], HINT_MAX, CHAT_UTF16));
		json_put_text(w, "value", chat_cut(p, q->choices.at[i], HINT_MAX, CHAT_UTF16));
		if (slice_eq(q->choices.at[i], q->value))
			json_put_bool(w, "default", true);
		json_close(w);
	}
	json_list_end(w);
}

/* A modal holds five questions: what must be answered first; docket asks for the rest later. */
void
discord_form(struct pool *p, struct json *w, const struct chat_form *f)
{
	enum { LABEL = 18 };
	size_t n = 0;
	json_put_text(w, "custom_id", f->token);
	json_put_text(w, "title", chat_cut(p, f->title, MODAL_TITLE_MAX, CHAT_UTF16));
	json_key(w, "components");
	json_list(w);
	for (int must = 1; must >= 0; must--)
		for (size_t i = 0; i < f->question_count && n < DISCORD_QUESTIONS_MAX; i++) {
			const struct chat_question *q = &f->questions[i];
			if (q->must != (must == 1))
				continue;
			n++;
			json_open(w);
			json_put_int(w, "type", LABEL);
			json_put_text(w, "label", chat_cut(p, q->label, MODAL_TITLE_MAX, CHAT_UTF16));
			json_key(w, "component");
			json_open(w);
			if (q->input == CHAT_CHOICE && q->choices.len > 0)
				select_input(p, w, q);
			else
				text_input(p, w, q);
			json_close(w);
			json_close(w);
		}
	json_list_end(w);
}
