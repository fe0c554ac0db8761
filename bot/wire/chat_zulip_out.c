/* What docket says, for Zulip, in its markdown; what the answers mean; whether a lost one arrived.
 */
#include "chat_zulip.h"

#include "docket/base/utf8.h"

enum {
	REQUEST_MAX = 512 << 10,
	TITLE_MAX = 300,  /* characters of what stands around the text: deliver leaves room for a */
	VALUE_MAX = 1000, /* usual card, these are for an unusual one */
	AROUND_MAX = 4000,
	LOOK_BACK = 30, /* messages of a topic among which a lost one is looked for */
};
#define JOINER                                                                                     \
	"\xe2\x81\xa0" /* U+2060: parts a mark from what it would mark, and shows nothing          \
			*/

/* --- text --- */

/*
 * Words that stay words: no mention (@**name**, @*group*), no link with another text than its
 * address, no fence that swallows what follows, no "/poll" or "/me".
 */
static void
add_words(struct str *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.data[i], next = i + 1 < s.len ? s.data[i + 1] : '\0';
		bool starts = i == 0 || s.data[i - 1] == '\n';
		struct slice rest = slice_sub(s, i, s.len);
		if ((starts &&
		     (c == '/' || slice_starts(rest, "```") || slice_starts(rest, "~~~"))) ||
		    (c == '(' && i > 0 && s.data[i - 1] == ']'))
			str_adds(out, JOINER);
		str_addc(out, c);
		if ((c == '@' || c == '#') && (next == '*' || next == '_'))
			str_adds(out, JOINER);
	}
}

/* A table or log, in a fence longer than any in it. */
static void
add_code(struct str *out, struct slice s)
{
	size_t most = 2, run = 0;
	for (size_t i = 0; i < s.len; i++) {
		run = s.data[i] == '`' ? run + 1 : 0;
		most = run > most ? run : most;
	}
	for (size_t i = 0; i <= most; i++)
		str_addc(out, '`');
	str_addf(out, "text\n%.*s\n", SLICE_ARG(s));
	for (size_t i = 0; i <= most; i++)
		str_addc(out, '`');
}

static void
add_bold(struct str *out, struct slice s)
{
	bool plain = slice_index(s, '*') >= 0 || slice_index(s, '\n') >= 0;
	str_adds(out, plain ? "" : "**");
	add_words(out, s);
	str_adds(out, plain ? "" : "**");
}

static void
add_line(struct str *out)
{
	if (out->len > 0)
		str_addc(out, '\n');
}

/* Fields, what buttons would do as words to be typed, the last line. */
static void
add_below(struct str *out, struct pool *p, const struct chat_card *c)
{
	for (size_t i = 0; i < c->field_count; i++) {
		add_line(out);
		add_bold(out, chat_cut(p, c->fields[i].name, VALUE_MAX, CHAT_CODEPOINTS));
		str_adds(out, ": ");
		add_words(out, chat_cut(p, c->fields[i].value, VALUE_MAX, CHAT_CODEPOINTS));
	}
	for (size_t i = 0; i < c->button_count; i++) {
		const struct chat_button *b = &c->buttons[i];
		if (b->url.len == 0 && b->command.len == 0)
			continue;
		add_line(out);
		add_words(out, b->label);
		if (b->url.len > 0)
			str_addf(out, ": %.*s", SLICE_ARG(b->url));
		else
			str_addf(out, ": `%.*s`", SLICE_ARG(b->command));
	}
	if (c->context.len > 0) {
		add_line(out);
		add_words(out, chat_cut(p, c->context, VALUE_MAX, CHAT_CODEPOINTS));
	}
}

struct slice
zulip_text(const struct zulip *z, struct pool *p, const struct chat_message *m)
{
	struct chat_card c = chat_part(m);
	struct str out, below;
	struct slice text = SLICE_NONE, end = SLICE_NONE;
	str_init(&out, REQUEST_MAX);
	str_init(&below, REQUEST_MAX);
	if (c.title.len > 0)
		add_bold(&out, chat_cut(p, c.title, TITLE_MAX, CHAT_CODEPOINTS));
	add_below(&below, p, &c);
	(void)chat_take(p, &below, &end, NULL);
	end = chat_cut(p, end, AROUND_MAX, CHAT_CODEPOINTS);
	size_t around = chat_length(end, CHAT_CODEPOINTS) + TITLE_MAX + 100;
	size_t room = z->text_max > around + 500 ? z->text_max - around : 500;
	struct slice words = chat_cut(p, c.text, room, CHAT_CODEPOINTS);
	if (words.len > 0) {
		add_line(&out);
		if (c.code)
			add_code(&out, words);
		else
			add_words(&out, words);
	}
	if (end.len > 0) {
		add_line(&out);
		str_add(&out, end);
	}
	return chat_take(p, &out, &text, NULL) < 0
		       ? SLICE_NONE
		       : chat_cut(p, text, z->text_max, CHAT_CODEPOINTS);
}

/* --- where --- */

struct target {
	bool talk;
	struct slice to, topic; /* to: ids parted by commas, or a channel */
};

/* A card without a thread opens one: named as the card is. */
static struct slice
topic_for(const struct zulip *z, struct pool *p, const struct chat_message *m)
{
	struct slice rest = m->card.title, line = SLICE_NONE;
	slice_line(&rest, &line);
	line = slice_trim(line);
	return line.len > 0 ? chat_cut(p, line, z->topic_max, CHAT_CODEPOINTS) : slice_of("docket");
}

static struct target
target_of(const struct zulip *z, struct pool *p, const struct chat_message *m)
{
	struct slice where = m->act == CHAT_REPLY && m->reply.len > 0 ? m->reply : m->thread;
	struct target to = {.talk = false};
	bool team = z->conf->room != NULL && slice_eq(m->room, slice_of(z->conf->room));
	if (m->only.len > 0 && (m->direct || !team))
		return (struct target){.talk = true, .to = m->only};
	if (slice_starts(m->room, "dm:"))
		return (struct target){.talk = true, .to = slice_sub(m->room, 3, m->room.len)};
	ptrdiff_t colon = slice_index(where, ':');
	if (colon < 0)
		return (struct target){.to = m->room, .topic = topic_for(z, p, m)};
	to.to = slice_sub(where, 0, (size_t)colon);
	to.topic = slice_sub(where, (size_t)colon + 1, where.len);
	return to;
}

/* A channel by its number, or by its name as a JSON text, so that "42" may be a name, too. */
static struct slice
recipient(struct pool *p, const struct target *to)
{
	struct str s;
	struct json w;
	int64_t id;
	struct slice out = SLICE_NONE;
	if (to->talk)
		return pool_slicef(p, "[%.*s]", SLICE_ARG(to->to));
	if (slice_int(to->to, &id))
		return to->to;
	str_init(&s, REQUEST_MAX);
	json_begin(&w, &s);
	json_text(&w, to->to);
	(void)chat_take(p, &s, &out, NULL);
	return out;
}

static bool
digits(struct slice s)
{
	int64_t id;
	return s.len < 20 && slice_int(s, &id) && id > 0;
}

static bool
talk_ok(struct slice ids)
{
	struct slice one;
	if (ids.len == 0)
		return false;
	while (slice_cut(&ids, ',', &one))
		if (!digits(one))
			return false;
	return true;
}

int
zulip_render(void *self, struct pool *p, const struct chat_message *m, struct http_out *out,
	     struct err *e)
{
	const struct zulip *z = self;
	struct slice text = zulip_text(z, p, m), form = SLICE_NONE;
	struct target to = target_of(z, p, m);
	struct str body;
	if (m->act == CHAT_OPEN)
		return err_set(e, ERR_MESSAGE, "Zulip has no forms");
	if (text.len == 0)
		return err_set(e, ERR_MESSAGE, "a message without words, or of too many");
	if (m->act == CHAT_UPDATE ? !digits(m->replace)
	    : to.talk		  ? !talk_ok(to.to)
				  : to.to.len == 0)
		return err_set(e, ERR_MESSAGE, "a message for Zulip that goes nowhere");
	str_init(&body, REQUEST_MAX * 3);
	if (m->act != CHAT_UPDATE) {
		http_form_add(&body, "type", slice_of(to.talk ? "direct" : "stream"));
		http_form_add(&body, "to", recipient(p, &to));
		if (!to.talk)
			http_form_add(&body, "topic", to.topic);
	}
	http_form_add(&body, "content", text);
	if (chat_take(p, &body, &form, e) < 0)
		return -1;
	if (m->act == CHAT_UPDATE)
		zulip_ask(z, p, "PATCH",
			  pool_cstr(p, pool_slicef(p, "messages/%.*s", SLICE_ARG(m->replace))),
			  form, out);
	else
		zulip_ask(z, p, "POST", "messages", form, out);
	return 0;
}

/* --- answers --- */

static void
remember(struct zulip *z, struct slice id)
{
	if (id.len == 0 || id.len >= ZULIP_ID_MAX)
		return;
	slice_cstr(id, z->posted[z->next_posted], ZULIP_ID_MAX);
	z->next_posted = (z->next_posted + 1) % ZULIP_POSTED_MAX;
}

static bool
remembered(const struct zulip *z, struct slice id)
{
	for (size_t i = 0; i < ZULIP_POSTED_MAX; i++)
		if (slice_is(id, z->posted[i]))
			return true;
	return false;
}

static void
arrived(struct zulip *z, struct pool *p, const struct chat_message *m, struct slice id,
	struct chat_result *out)
{
	struct target to = target_of(z, p, m);
	out->posted = id;
	if (!to.talk)
		out->thread = pool_slicef(p, "%.*s:%.*s", SLICE_ARG(to.to), SLICE_ARG(to.topic));
	remember(z, id);
}

void
zulip_result(void *self, struct pool *p, const struct chat_message *m, const struct http_result *r,
	     int64_t now, struct chat_result *out)
{
	struct err ignored = ERR_INIT;
	json_t *answer = r->status != 0 ? chat_json(r->body, "Zulip", &ignored) : NULL;
	bool update = m->act == CHAT_UPDATE;
	zulip_judge(p, r, answer, now, out);
	if (out->status == CHAT_OK && !update)
		arrived(self, p, m, chat_id(p, answer, "id"), out);
	else if (out->status == CHAT_OK)
		out->posted = m->replace;
	else if (update && out->status == CHAT_UNKNOWN)
		out->status = CHAT_RETRY; /* the same words twice are the same words */
	else if (update && r->status == 400 && out->status == CHAT_REJECTED)
		out->status = CHAT_GONE; /* deleted, or too old to be changed */
	json_decref(answer);
}

/* Our last messages there, with their words. */
int
zulip_probe(void *self, struct pool *p, const struct chat_message *m, struct http_out *out)
{
	const struct zulip *z = self;
	struct target to = target_of(z, p, m);
	struct str narrow, path;
	struct json w;
	struct slice text = SLICE_NONE, all = SLICE_NONE;
	if (m->act == CHAT_UPDATE || to.to.len == 0)
		return 0;
	str_init(&narrow, REQUEST_MAX);
	json_begin(&w, &narrow);
	json_list(&w);
	json_raw(&w, pool_slicef(p, "{\"operator\":\"sender\",\"operand\":%s}",
				 z->id[0] != '\0' ? z->id : "\"\""));
	json_open(&w);
	json_put_cstr(&w, "operator", to.talk ? "dm" : "stream");
	json_key(&w, "operand");
	json_raw(&w, recipient(p, &to));
	json_close(&w);
	if (!to.talk) {
		json_open(&w);
		json_put_cstr(&w, "operator", "topic");
		json_put_text(&w, "operand", to.topic);
		json_close(&w);
	}
	json_list_end(&w);
	if (z->id[0] == '\0' || chat_take(p, &narrow, &text, NULL) < 0) {
		str_clear(&narrow);
		return 0;
	}
	str_init(&path, REQUEST_MAX * 3);
	str_addf(&path,
		 "messages?anchor=newest&num_before=%d&num_after=0&apply_markdown=false&"
		 "narrow=",
		 LOOK_BACK);
	http_url_add(&path, text);
	if (chat_take(p, &path, &all, NULL) < 0)
		return 0;
	zulip_ask(z, p, "GET", pool_cstr(p, all), SLICE_NONE, out);
	return 1;
}

/* The same words in the same place, in a message that is not one of those we know to be ours. */
int
zulip_probed(void *self, struct pool *p, const struct chat_message *m, const struct http_result *r,
	     struct chat_result *out)
{
	struct zulip *z = self;
	struct err ignored = ERR_INIT;
	json_t *answer = r->status != 0 ? chat_json(r->body, "Zulip", &ignored) : NULL;
	const json_t *list = json_object_get(answer, "messages");
	struct slice text = slice_trim(zulip_text(z, p, m));
	int there = json_is_array(list) ? 0 : -1;
	zulip_judge(p, r, answer, 0, out);
	for (size_t i = json_array_size(list); there == 0 && i > 0; i--) {
		const json_t *one = json_array_get(list, i - 1);
		struct slice id = chat_id(p, one, "id");
		if (remembered(z, id) || !slice_is(chat_id(p, one, "sender_id"), z->id) ||
		    !slice_eq(slice_trim(chat_str(p, one, "content")), text))
			continue;
		arrived(z, p, m, id, out);
		there = 1;
	}
	json_decref(answer);
	return out->status == CHAT_OK ? there : -1;
}
