/*
 * How each platform wants a plain message written, and what its "yes" is worth. Nothing of a text
 * is markup or calls anybody; what a button does stands there as words, or as a link.
 */
#include "chat_webhook.h"

#include "chat_googlechat.h"
#include "chat_slack.h"
#include "chat_util.h"

enum { DISCORD_EMBED_MAX = 4096 };

static struct slice
taken(struct pool *p, struct str *s)
{
	struct slice out = SLICE_NONE;
	(void)chat_take(p, s, &out, NULL);
	return out;
}

/* Adds `c`, or a backslash before it where it is one of `marks`. */
static void
add_marked(struct str *out, char c, const char *marks)
{
	if (c != '\0' && strchr(marks, c) != NULL)
		str_addc(out, '\\');
	str_addc(out, c);
}

/* "@" that calls nobody: a zero width space behind it, as @all, @channel, @here, @everyone need. */
static const char nobody[] = "@\xe2\x80\x8b";

/* Markdown of Mattermost, Rocket.Chat and Discord: nothing of the text is markup or a mention. */
static struct slice
markdown(struct pool *p, struct slice s)
{
	struct str out;
	bool address = false; /* in a web address nothing is escaped: it would be another */
	str_init(&out, s.len * 4 + 16);
	for (size_t i = 0; i < s.len; i++) {
		struct slice rest = slice_sub(s, i, s.len);
		char c = s.data[i];
		if (slice_istarts(rest, "https://") || slice_istarts(rest, "http://"))
			address = true;
		if ((unsigned char)c <= ' ' || c == '<' || c == '>')
			address = false;
		if (c == '@' && !address)
			str_adds(&out, nobody);
		else if (address)
			str_addc(&out, c);
		else
			add_marked(&out, c, "\\`*_~|<>[]#");
	}
	return taken(p, &out);
}

/* A fence that the text can't end. */
static struct slice
fence(struct pool *p, struct slice s)
{
	struct str out;
	str_init(&out, s.len * 4 + 16);
	str_adds(&out, "```\n");
	for (size_t i = 0; i < s.len; i++) {
		if (s.data[i] == '@')
			str_adds(&out, nobody);
		else
			str_addc(&out, s.data[i]);
		if (s.data[i] == '`')
			str_adds(&out, "\xe2\x80\x8b");
	}
	str_adds(&out, "\n```");
	return taken(p, &out);
}

/* Title in `bold`, then everything else as words; `escape` is the platform's. */
static struct slice
words(struct pool *p, const struct chat_card *c, const char *bold,
      struct slice (*escape)(struct pool *, struct slice))
{
	struct chat_card rest = *c;
	struct slice title = slice_trim(escape(p, c->title));
	rest.title = SLICE_NONE;
	struct slice text = chat_plain(p, &rest);
	text = c->code ? fence(p, text) : escape(p, text);
	if (title.len == 0)
		return text;
	return pool_slicef(p, "%s%.*s%s\n%.*s", bold, SLICE_ARG(title), bold, SLICE_ARG(text));
}

/* As the bot would, but that a button of a plain webhook has nobody to call. */
static int
put_slack(struct json *w, struct pool *p, const struct chat_message *m, const struct chat_card *c,
	  struct err *e)
{
	struct chat_message said = *m;
	struct chat_card *card = &said.card;
	card->button_count = 0;
	for (size_t i = 0; i < c->button_count; i++) {
		const struct chat_button *b = &c->buttons[i];
		if (b->url.len > 0)
			card->buttons[card->button_count++] = *b;
		else if (b->command.len > 0 && m->part >= m->parts)
			card->text = pool_slicef(p, "%.*s\n%.*s: %.*s", SLICE_ARG(card->text),
						 SLICE_ARG(b->label), SLICE_ARG(b->command));
	}
	json_put_bool(w, "unfurl_links", false);
	return slack_put_card(w, p, &said, false, e);
}

static int
put_markdown(struct json *w, struct pool *p, const struct chat_message *m,
	     const struct chat_card *c, struct err *e)
{
	(void)m;
	(void)e;
	json_put_text(w, "text", words(p, c, "**", markdown));
	return 0;
}

/* Its bold is one star. */
static int
put_rocketchat(struct json *w, struct pool *p, const struct chat_message *m,
	       const struct chat_card *c, struct err *e)
{
	(void)m;
	(void)e;
	json_put_text(w, "text", words(p, c, "*", markdown));
	json_put_bool(w, "parseUrls", false);
	return 0;
}

static struct slice
google_text(struct pool *p, struct slice s)
{
	/* Only <users/…> and <https://…|…> are markup there, and a "<" is one in no other way. */
	struct str out;
	str_init(&out, s.len * 4 + 16);
	for (size_t i = 0; i < s.len; i++) {
		str_addc(&out, s.data[i]);
		if (s.data[i] == '<')
			str_adds(&out, "\xe2\x80\x8b");
	}
	return taken(p, &out);
}

static int
put_google(struct json *w, struct pool *p, const struct chat_message *m, const struct chat_card *c,
	   struct err *e)
{
	(void)m;
	(void)e;
	json_put_text(w, "text", words(p, c, "*", google_text));
	return 0;
}

/* An embed calls nobody and holds more than the 2,000 characters of a content. */
static int
put_discord(struct json *w, struct pool *p, const struct chat_message *m, const struct chat_card *c,
	    struct err *e)
{
	struct slice text = words(p, c, "**", markdown);
	(void)m;
	if (chat_length(text, CHAT_UTF16) > DISCORD_EMBED_MAX)
		return err_set(e, ERR_MESSAGE, "more than the %d characters that Discord takes",
			       DISCORD_EMBED_MAX);
	json_key(w, "embeds");
	json_list(w);
	json_open(w);
	json_put_text(w, "description", text);
	json_close(w);
	json_list_end(w);
	json_key(w, "allowed_mentions");
	json_open(w);
	json_key(w, "parse");
	json_list(w);
	json_list_end(w);
	json_close(w);
	return 0;
}

static void
put_block(struct json *w, struct slice text, const char *key, const char *value)
{
	json_open(w);
	json_put_cstr(w, "type", "TextBlock");
	json_put_text(w, "text", text);
	json_put_bool(w, "wrap", true);
	if (key != NULL)
		json_put_cstr(w, key, value);
	json_close(w);
}

/* A TextBlock knows a little markdown, and line ends only when there are two of them. */
static struct slice
teams_text(struct pool *p, struct slice s)
{
	struct slice marked = markdown(p, s);
	struct str out;
	str_init(&out, marked.len * 2 + 16);
	for (size_t i = 0; i < marked.len; i++)
		str_adds(&out, marked.data[i] == '\n' ? "\n\n" : (char[]){marked.data[i], '\0'});
	return taken(p, &out);
}

static void
put_adaptive(struct json *w, struct pool *p, const struct chat_card *c)
{
	json_put_cstr(w, "$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
	json_put_cstr(w, "type", "AdaptiveCard");
	json_put_cstr(w, "version", "1.4");
	json_key(w, "body");
	json_list(w);
	if (c->title.len > 0)
		put_block(w, teams_text(p, c->title), "weight", "Bolder");
	if (c->text.len > 0)
		put_block(w, teams_text(p, c->text), c->code ? "fontType" : NULL, "Monospace");
	if (c->field_count > 0) {
		json_open(w);
		json_put_cstr(w, "type", "FactSet");
		json_key(w, "facts");
		json_list(w);
		for (size_t i = 0; i < c->field_count; i++) {
			json_open(w);
			json_put_text(w, "title", c->fields[i].name);
			json_put_text(w, "value", teams_text(p, c->fields[i].value));
			json_close(w);
		}
		json_list_end(w);
		json_close(w);
	}
	for (size_t i = 0; i < c->button_count; i++)
		if (c->buttons[i].url.len == 0 && c->buttons[i].command.len > 0)
			put_block(w,
				  pool_slicef(p, "%.*s: %.*s",
					      SLICE_ARG(teams_text(p, c->buttons[i].label)),
					      SLICE_ARG(teams_text(p, c->buttons[i].command))),
				  NULL, NULL);
	if (c->context.len > 0)
		put_block(w, teams_text(p, c->context), "size", "Small");
	json_list_end(w);
	json_key(w, "actions");
	json_list(w);
	for (size_t i = 0; i < c->button_count; i++) {
		if (c->buttons[i].url.len == 0)
			continue;
		json_open(w);
		json_put_cstr(w, "type", "Action.OpenUrl");
		json_put_text(w, "title", c->buttons[i].label);
		json_put_text(w, "url", c->buttons[i].url);
		json_close(w);
	}
	json_list_end(w);
}

/* The envelope that a Workflow reads; a bare text is dropped by it without a word. */
static int
put_teams(struct json *w, struct pool *p, const struct chat_message *m, const struct chat_card *c,
	  struct err *e)
{
	(void)m;
	(void)e;
	json_put_cstr(w, "type", "message");
	json_key(w, "attachments");
	json_list(w);
	json_open(w);
	json_put_cstr(w, "contentType", "application/vnd.microsoft.card.adaptive");
	json_put_cstr(w, "contentUrl", NULL);
	json_key(w, "content");
	json_open(w);
	put_adaptive(w, p, c);
	json_close(w);
	json_close(w);
	json_list_end(w);
	return 0;
}

/* "ok", in plain text. */
static enum chat_status
took_ok(struct slice body, int status)
{
	(void)status;
	return slice_is(slice_trim(body), "ok") ? CHAT_OK : CHAT_REJECTED;
}

static enum chat_status
took_any(struct slice body, int status)
{
	(void)body;
	(void)status;
	return CHAT_OK;
}

static enum chat_status
took_rocketchat(struct slice body, int status)
{
	(void)status;
	json_t *o = chat_json_load(body, NULL);
	bool ok = chat_yes(o, "success");
	json_decref(o);
	return ok ? CHAT_OK : CHAT_REJECTED;
}

/*
 * A Workflow says 202 and delivers later, or not. The old connectors say 200 whatever happened, and
 * "1" when it did.
 */
static enum chat_status
took_teams(struct slice body, int status)
{
	if (slice_ihas(body, "HTTP error 429"))
		return CHAT_LATER;
	if (slice_ihas(body, "HTTP error 5"))
		return CHAT_RETRY;
	if (slice_ihas(body, "HTTP error 413") || slice_ihas(body, "max allowed size"))
		return CHAT_TOO_BIG;
	if (slice_ihas(body, "HTTP error 4"))
		return CHAT_REJECTED;
	return status == 202 ? CHAT_ACCEPTED : CHAT_OK;
}

static const struct webhook_format webhook_formats[] = {
	{"slack", CHAT_UTF16, SLACK_TEXT_MAX, NULL, put_slack, took_ok},
	{"mattermost", CHAT_CODEPOINTS, 8000, NULL, put_markdown, took_ok}, /* of 16,383 */
	{"rocketchat", CHAT_UTF16, 2400, NULL, put_rocketchat, took_rocketchat}, /* of 5,000, as it comes */
	{"googlechat", CHAT_BYTES, GOOGLE_TEXT_MAX, NULL, put_google, took_any},
	/* Without wait Discord says 204 before it has tried. */
	{"discord", CHAT_UTF16, 2000, "wait=true", put_discord, took_any}, /* of 4,096 in an embed */
	{"teams", CHAT_UTF16, 4400, NULL, put_teams, took_teams}, /* of 20 KB */
};

const struct webhook_format *
webhook_format_of(const char *name)
{
	for (size_t i = 0; name != NULL && i < COUNT(webhook_formats); i++)
		if (strcmp(webhook_formats[i].name, name) == 0)
			return &webhook_formats[i];
	return NULL;
}
