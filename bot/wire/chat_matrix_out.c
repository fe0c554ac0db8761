/*
 * What docket says, for Matrix: a notice, which programs don't answer, as plain text and as HTML,
 * with nobody mentioned by it; the transaction id is the message's key, so that a repeat is the
 * same event.
 */
#include "chat_matrix.h"

#include "docket/base/utf8.h"

enum {
	REQUEST_MAX = 512 << 10,
	EVENT_MAX = 60 << 10, /* of 65,536 bytes, the rest is the homeserver's */
};

/* --- text --- */

/* "@room" would call everybody in older clients, in newer ones m.mentions alone does. */
static struct slice
quiet(struct pool *p, struct slice s)
{
	struct str out;
	struct slice done = SLICE_NONE;
	str_init(&out, REQUEST_MAX);
	for (size_t i = 0; i < s.len; i++) {
		str_addc(&out, s.data[i]);
		if (slice_istarts(slice_sub(s, i, s.len), "@room"))
			str_adds(&out, "\xe2\x81\xa0");
	}
	return chat_take(p, &out, &done, NULL) < 0 ? s : done;
}

static void
add_html(struct str *out, struct slice s, bool lines)
{
	for (size_t i = 0; i < s.len; i++) {
		switch (s.data[i]) {
		case '&': str_adds(out, "&amp;"); break;
		case '<': str_adds(out, "&lt;"); break;
		case '>': str_adds(out, "&gt;"); break;
		case '"': str_adds(out, "&quot;"); break;
		case '\n': str_adds(out, lines ? "<br/>" : "\n"); break;
		default: str_addc(out, s.data[i]);
		}
	}
}

static void
html_line(struct str *out)
{
	if (out->len > 0)
		str_adds(out, "<br/>");
}

static void
add_bold(struct str *out, struct slice s)
{
	str_adds(out, "<strong>");
	add_html(out, s, true);
	str_adds(out, "</strong>");
}

/* A button's words as they are typed here: clients keep what begins with "/" for themselves. */
static struct slice
typed(const struct matrix *x, struct pool *p, struct slice command)
{
	const char *name = x->conf->command != NULL ? x->conf->command : "docket";
	return slice_starts(command, "/")
		       ? pool_slicef(p, "!%.*s", SLICE_ARG(slice_sub(command, 1, command.len)))
		       : pool_slicef(p, "!%s %.*s", name, SLICE_ARG(command));
}

static void
html_of(const struct matrix *x, struct pool *p, const struct chat_card *c, struct str *out)
{
	if (c->title.len > 0)
		add_bold(out, c->title);
	if (c->text.len > 0 && c->code) {
		str_adds(out, "<pre><code>");
		add_html(out, c->text, false);
		str_adds(out, "</code></pre>");
	} else if (c->text.len > 0) {
		html_line(out);
		add_html(out, c->text, true);
	}
	for (size_t i = 0; i < c->field_count; i++) {
		html_line(out);
		add_bold(out, c->fields[i].name);
		str_adds(out, ": ");
		add_html(out, c->fields[i].value, true);
	}
	for (size_t i = 0; i < c->button_count; i++) {
		const struct chat_button *b = &c->buttons[i];
		if (b->url.len == 0 && b->command.len == 0)
			continue;
		html_line(out);
		add_html(out, b->label, true);
		str_adds(out, b->url.len > 0 ? ": " : ": <code>");
		add_html(out, b->url.len > 0 ? b->url : typed(x, p, b->command), true);
		str_adds(out, b->url.len > 0 ? "" : "</code>");
	}
	if (c->context.len > 0) {
		html_line(out);
		str_adds(out, "<em>");
		add_html(out, c->context, true);
		str_adds(out, "</em>");
	}
}

/* The same as plain words: buttons are what to type. */
static struct slice
plain_of(const struct matrix *x, struct pool *p, const struct chat_card *c)
{
	struct chat_card shown = *c;
	for (size_t i = 0; i < shown.button_count; i++)
		if (shown.buttons[i].command.len > 0)
			shown.buttons[i].command = typed(x, p, shown.buttons[i].command);
	return quiet(p, chat_plain(p, &shown));
}

/* --- requests --- */

static void
put_content(struct json *w, struct slice body, struct slice html)
{
	json_put_cstr(w, "msgtype", "m.notice");
	json_put_text(w, "body", body);
	if (html.len > 0) {
		json_put_cstr(w, "format", "org.matrix.custom.html");
		json_put_text(w, "formatted_body", html);
	}
	json_key(w, "m.mentions");
	json_raw(w, SLICE_LIT("{}"));
}

struct target {
	struct slice room, answers, root;
};

static struct target
target_of(const struct matrix *x, const struct chat_message *m)
{
	struct target to = {m->room, SLICE_NONE, SLICE_NONE};
	struct slice room, none;
	bool team = x->conf->room != NULL && slice_eq(m->room, slice_of(x->conf->room));
	if (m->only.len > 0 && (m->direct || !team))
		return (struct target){matrix_talk(x, m->only), SLICE_NONE, SLICE_NONE};
	if (m->thread.len > 0) {
		matrix_parts(m->thread, &room, &to.root, &none);
		if (to.room.len == 0)
			to.room = room;
	}
	if (m->act == CHAT_REPLY && m->reply.len > 0) {
		matrix_parts(m->reply, &room, &to.answers, &none);
		if (none.len > 0)
			to.root = none;
		else if (slice_eq(to.answers, to.root))
			to.answers = SLICE_NONE;
		to.room = room;
	}
	return to;
}

static void
put_relation(struct json *w, const struct target *to)
{
	if (to->root.len == 0 && to->answers.len == 0)
		return;
	json_key(w, "m.relates_to");
	json_open(w);
	if (to->root.len > 0) {
		json_put_cstr(w, "rel_type", "m.thread");
		json_put_text(w, "event_id", to->root);
		json_put_bool(w, "is_falling_back", to->answers.len == 0);
	}
	json_key(w, "m.in_reply_to");
	json_open(w);
	json_put_text(w, "event_id", to->answers.len > 0 ? to->answers : to->root);
	json_close(w);
	json_close(w);
}

static struct slice
content_of(struct pool *p, const struct chat_message *m, const struct target *to, struct slice body,
	   struct slice html, struct err *e)
{
	struct str s;
	struct json w;
	struct slice out = SLICE_NONE, room, event, root;
	str_init(&s, REQUEST_MAX);
	json_begin(&w, &s);
	json_open(&w);
	if (m->act == CHAT_UPDATE) {
		matrix_parts(m->replace, &room, &event, &root);
		json_put_cstr(&w, "msgtype", "m.notice");
		json_put_text(&w, "body", pool_slicef(p, "* %.*s", SLICE_ARG(body)));
		json_key(&w, "m.mentions");
		json_raw(&w, SLICE_LIT("{}"));
		json_key(&w, "m.new_content");
		json_open(&w);
		put_content(&w, body, html);
		json_close(&w);
		json_key(&w, "m.relates_to");
		json_open(&w);
		json_put_cstr(&w, "rel_type", "m.replace");
		json_put_text(&w, "event_id", event);
		json_close(&w);
	} else {
		put_content(&w, body, html);
		put_relation(&w, to);
	}
	json_close(&w);
	return chat_take(p, &s, &out, e) < 0 ? SLICE_NONE : out;
}

/* Without HTML where both together are too long, then with less text. */
static struct slice
fitting(struct pool *p, const struct chat_message *m, const struct target *to, struct slice body,
	struct slice html, struct err *e)
{
	struct slice out = content_of(p, m, to, body, html, e);
	if (out.len > EVENT_MAX)
		out = content_of(p, m, to, body, SLICE_NONE, e);
	for (size_t max = EVENT_MAX / 2; out.len > EVENT_MAX; max /= 2)
		out = content_of(p, m, to, pool_slicef(p, "%.*s…", SLICE_ARG(utf8_cut(body, max))),
				 SLICE_NONE, e);
	return out;
}

/* A talk with that person has to be begun first. -1 always. */
static int
no_talk(struct matrix *x, struct slice person, struct err *e)
{
	if (slice_is(person, x->refused)) {
		x->refused[0] = '\0';
		return err_set(e, ERR_MESSAGE, "the homeserver begins no talk with that account");
	}
	if (person.len == 0 || person.data[0] != '@')
		return err_set(e, ERR_MESSAGE, "a message for Matrix that goes nowhere");
	matrix_errand(x, MATRIX_TALK, person);
	return err_set(e, ERR_RETRY, "a talk with that account is to be begun");
}

int
matrix_render(void *self, struct pool *p, const struct chat_message *m, struct http_out *out,
	      struct err *e)
{
	struct matrix *x = self;
	struct chat_card c = chat_part(m);
	struct target to = target_of(x, m);
	struct slice body = plain_of(x, p, &c), html = SLICE_NONE, event, root;
	struct str s;
	if (m->act == CHAT_OPEN)
		return err_set(e, ERR_MESSAGE, "Matrix has no forms");
	if (body.len == 0 || m->key.len == 0)
		return err_set(e, ERR_MESSAGE, "a message without words, or without a key");
	if (m->act == CHAT_UPDATE) {
		matrix_parts(m->replace, &to.room, &event, &root);
		if (event.len == 0)
			return err_set(e, ERR_MESSAGE, "a message for Matrix that goes nowhere");
	}
	if (to.room.len == 0)
		return no_talk(x, m->only, e);
	str_init(&s, REQUEST_MAX);
	html_of(x, p, &c, &s);
	if (chat_take(p, &s, &html, NULL) < 0 || html.len > EVENT_MAX)
		html = SLICE_NONE; /* the plain words stand for it */
	struct slice content = fitting(p, m, &to, body, quiet(p, html), e);
	if (content.len == 0)
		return -1;
	matrix_ask(x, p, "PUT",
		   matrix_path(p, "rooms/%s/send/m.room.message/%s", to.room, m->key, SLICE_NONE),
		   content, out);
	return 0;
}

void
matrix_result(void *self, struct pool *p, const struct chat_message *m, const struct http_result *r,
	      int64_t now, struct chat_result *out)
{
	const struct matrix *x = self;
	struct err ignored = ERR_INIT;
	json_t *answer = r->status != 0 ? chat_json(r->body, "Matrix", &ignored) : NULL;
	struct slice id = chat_str(p, answer, "event_id");
	matrix_judge(p, r, answer, now, out);
	if (out->status == CHAT_OK && m->act == CHAT_UPDATE) {
		out->posted = m->replace;
	} else if (out->status == CHAT_OK && id.len > 0) {
		struct target to = target_of(x, m);
		out->posted = pool_slicef(p, "%.*s|%.*s", SLICE_ARG(to.room), SLICE_ARG(id));
		out->thread = to.root.len > 0 ? pool_slicef(p, "%.*s|%.*s", SLICE_ARG(to.room),
							    SLICE_ARG(to.root))
					      : out->posted;
	}
	json_decref(answer);
}
