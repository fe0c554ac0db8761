/* Cards as Mattermost shows them: Markdown in which nothing typed is markup, and attachments. */
#include "mattermost.h"

#include "docket/base/utf8.h"

enum {
	SHORT_FIELD = 40,   /* a value up to this long shares its line with another */
	FOOTER_MAX = 300,   /* their limit of a footer */
	FALLBACK_MAX = 200, /* shown in notices */
};

static bool
alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (unsigned char)c >= 0x80;
}

static const char zero_width[] = "\xe2\x80\x8b";

/* Whether the @ at i would call somebody: @channel, @here, @all, @name; an address would not. */
static bool
calls(struct slice s, size_t i)
{
	return (i == 0 || !alnum(s.data[i - 1])) && i + 1 < s.len && alnum(s.data[i + 1]);
}

/* Whether the character at i would be read as markup there. */
static bool
marks(struct slice s, size_t i)
{
	bool first = i == 0 || s.data[i - 1] == '\n';
	char next = i + 1 < s.len ? s.data[i + 1] : '\0';
	switch (s.data[i]) {
	case '\\':
	case '`':
	case '*':
	case '~':
	case '[':
	case ']':
	case '<':
	case '|': return true;
	case '_': /* between letters it is none */
		return i == 0 || !alnum(s.data[i - 1]) || !alnum(next);
	case '#': /* a heading, or a tag */ return first || alnum(next) || next == '#';
	case '>':
	case '=': return first;
	case '-': return first && next == '-';
	default: return false;
	}
}

void
mattermost_escape(struct str *out, struct slice text)
{
	bool url = false; /* in an address a backslash would be part of it */
	for (size_t i = 0; i < text.len; i++) {
		struct slice here = slice_sub(text, i, text.len);
		char c = text.data[i];
		if (c == ' ' || c == '\n' || c == '\t' || c == '<' || c == '>')
			url = false;
		else if (slice_istarts(here, "https://") || slice_istarts(here, "http://"))
			url = true;
		if (!url && marks(text, i))
			str_addc(out, '\\');
		str_addc(out, c);
		if (c == '@' && calls(text, i))
			str_adds(out, zero_width);
	}
}

void
mattermost_text(struct str *out, const struct chat_card *c, bool fields)
{
	if (c->title.len > 0) {
		str_adds(out, "**");
		mattermost_escape(out, c->title);
		str_adds(out, "**\n");
	}
	if (c->code)
		chat_fenced(out, c->text);
	else
		mattermost_escape(out, c->text);
	for (size_t i = 0; fields && i < c->field_count; i++) {
		str_adds(out, "\n**");
		mattermost_escape(out, c->fields[i].name);
		str_adds(out, ":** ");
		mattermost_escape(out, c->fields[i].value);
	}
	if (fields && c->context.len > 0) {
		str_adds(out, "\n");
		mattermost_escape(out, c->context);
	}
}

/* What a button does, as words, where their server can't call us. */
static void
as_words(const struct mattermost *mm, struct str *out, const struct chat_button *b)
{
	mattermost_escape(out, b->label);
	str_addf(out, ": `/%s %.*s`", mm->conf->command, SLICE_ARG(chat_words(b->command)));
}

static void
put_escaped(struct json *w, const char *key, struct slice text)
{
	struct str s;
	str_init(&s, MM_REQUEST_MAX);
	mattermost_escape(&s, text);
	json_put_text(w, key, str_slice(&s));
	str_clear(&s);
}

static bool
can_click(const struct mattermost *mm, const struct chat_button *b)
{
	return b->url.len == 0 && b->token.len > 0 && mm->public_url != NULL;
}

static void
put_actions(const struct mattermost *mm, struct json *w, const struct chat_card *c)
{
	static const char *const styles[] = {
		[CHAT_PLAIN] = "default", [CHAT_PRIMARY] = "primary", [CHAT_DANGER] = "danger"};
	json_key(w, "actions");
	json_list(w);
	for (size_t i = 0; i < c->button_count; i++) {
		const struct chat_button *b = &c->buttons[i];
		char id[] = {'d', 'o', 'c', 'k', 'e', 't', (char)('1' + i), '\0'};
		struct str url;
		if (!can_click(mm, b))
			continue;
		json_open(w);
		json_put_cstr(w, "id", id); /* letters and digits only: old servers take no other */
		json_put_cstr(w, "type", "button");
		json_put_text(w, "name", b->label);
		json_put_cstr(w, "style",
			      (size_t)b->style < COUNT(styles) ? styles[b->style] : "default");
		json_key(w, "integration");
		json_open(w);
		str_init(&url, MM_REQUEST_MAX);
		str_addf(&url, "%s/chat/%s", mm->public_url, mm->conf->name);
		json_put_text(w, "url", str_slice(&url));
		str_clear(&url);
		json_key(w, "context");
		json_open(w);
		json_put_text(w, "token", b->token);
		json_close(w);
		json_close(w);
		json_close(w);
	}
	json_list_end(w);
}

static void
put_fields(struct json *w, const struct chat_card *c)
{
	json_key(w, "fields");
	json_list(w);
	for (size_t i = 0; i < c->field_count; i++) {
		json_open(w);
		put_escaped(w, "title", c->fields[i].name);
		put_escaped(w, "value", c->fields[i].value);
		json_put_bool(w, "short",
			      chat_length(c->fields[i].value, CHAT_CODEPOINTS) <= SHORT_FIELD);
		json_close(w);
	}
	json_list_end(w);
}

/* Links, buttons as words, and a context that is no footer. */
static void
put_extra(const struct mattermost *mm, struct json *w, const struct chat_card *c)
{
	struct str s;
	str_init(&s, MM_REQUEST_MAX);
	for (size_t i = 0; i < c->button_count; i++) {
		const struct chat_button *b = &c->buttons[i];
		if (can_click(mm, b) || (b->url.len == 0 && b->command.len == 0))
			continue;
		if (s.len > 0)
			str_addc(&s, '\n');
		if (b->url.len > 0) {
			mattermost_escape(&s, b->label);
			str_addf(&s, ": <%.*s>", SLICE_ARG(b->url));
		} else {
			as_words(mm, &s, b);
		}
	}
	if (chat_length(c->context, CHAT_CODEPOINTS) > FOOTER_MAX) {
		if (s.len > 0)
			str_addc(&s, '\n');
		mattermost_escape(&s, c->context);
	} else if (c->context.len > 0) {
		put_escaped(w, "footer", c->context);
	}
	json_put_text(w, "text", str_slice(&s));
	str_clear(&s);
}

static void
put_attachments(const struct mattermost *mm, struct json *w, const struct chat_card *c)
{
	json_key(w, "attachments");
	json_list(w);
	if (c->field_count > 0 || c->button_count > 0 || c->context.len > 0) {
		struct slice short_text = c->title.len > 0 ? c->title : c->text;
		json_open(w);
		put_escaped(w, "fallback", utf8_cut(short_text, FALLBACK_MAX));
		put_fields(w, c);
		put_actions(mm, w, c);
		put_extra(mm, w, c);
		json_close(w);
	}
	json_list_end(w);
}

void
mattermost_card(const struct mattermost *mm, struct json *w, const struct chat_card *c,
		enum mattermost_form form, struct slice key)
{
	struct str text;
	str_init(&text, MM_REQUEST_MAX);
	mattermost_text(&text, c, false);
	/* A text of nothing but marks would grow beyond what one message takes; a block needs none.
	 */
	if (chat_length(str_slice(&text), CHAT_CODEPOINTS) > MM_POST_MAX && !c->code) {
		struct chat_card plain = *c;
		plain.code = true;
		str_reset(&text);
		mattermost_text(&text, &plain, false);
	}
	json_put_text(w, form == MM_ANSWER ? "text" : "message", str_slice(&text));
	str_clear(&text);
	if (form == MM_ANSWER) {
		put_attachments(mm, w, c);
		return;
	}
	json_key(w, "props");
	json_open(w);
	if (key.len > 0)
		json_put_text(w, "docket", key);
	put_attachments(mm, w, c);
	json_close(w);
}
