/* Events and messages of chat as JSON and back. */
#include "docket/base/chat.h"

#include "docket/base/utf8.h"

#include <jansson.h>

enum { FILE_NAME_SHOWN = 120 }; /* bytes: of a longer name the rest says nothing to people */

static const char *const kinds[CHAT_KINDS] = {
	[CHAT_COMMAND] = "command", [CHAT_ACTION] = "action", [CHAT_FORM] = "form",
	[CHAT_MESSAGE] = "message", [CHAT_EDITED] = "edited", [CHAT_LIFECYCLE] = "lifecycle",
};

const char *
chat_kind_name(enum chat_kind k)
{
	return k < CHAT_KINDS ? kinds[k] : "?";
}

static void
put(struct json *w, const char *key, struct slice s)
{
	if (s.len > 0)
		json_put_text(w, key, s);
}

static void
put_fields(struct json *w, const struct chat_field *f, size_t count)
{
	if (count == 0)
		return;
	json_key(w, "fields");
	json_list(w);
	for (size_t i = 0; i < count; i++) {
		json_list(w);
		json_text(w, f[i].name);
		json_text(w, f[i].value);
		json_list_end(w);
	}
	json_list_end(w);
}

/* What is not so is not written: a day's events are mostly that. */
static void
put_true(struct json *w, const char *key, bool yes)
{
	if (yes)
		json_put_bool(w, key, true);
}

static void
put_files(struct json *w, const struct chat_event *ev)
{
	if (ev->file_count == 0)
		return;
	json_key(w, "files");
	json_list(w);
	for (size_t i = 0; i < ev->file_count; i++) {
		json_open(w);
		put(w, "name", ev->files[i].name);
		put(w, "type", ev->files[i].type);
		put(w, "id", ev->files[i].id);
		json_put_int(w, "size", ev->files[i].size);
		json_close(w);
	}
	json_list_end(w);
}

void
chat_event_write(struct json *w, const struct chat_event *ev)
{
	json_open(w);
	json_put_cstr(w, "kind", chat_kind_name(ev->kind));
	put(w, "key", ev->key);
	json_put_int(w, "at", ev->at);
	put(w, "room", ev->room);
	put(w, "thread", ev->thread);
	put(w, "message", ev->message);
	put_true(w, "direct", ev->direct);
	put_true(w, "mention", ev->mention);
	json_key(w, "who");
	json_open(w);
	put(w, "tenant", ev->who.tenant);
	put(w, "uid", ev->who.uid);
	put(w, "handle", ev->who.handle);
	put(w, "display", ev->who.display);
	put(w, "email", ev->who.email);
	put_true(w, "verified", ev->who.email_verified);
	put_true(w, "bot", ev->who.bot);
	put_true(w, "self", ev->who.self);
	put_true(w, "outsider", ev->who.outsider);
	json_close(w);
	put(w, "text", ev->text);
	put(w, "token", ev->token);
	put_fields(w, ev->fields, ev->field_count);
	put_files(w, ev);
	put(w, "trigger", ev->trigger);
	put(w, "reply", ev->reply);
	json_put_int(w, "until", ev->reply_until);
	json_put_int(w, "left", ev->reply_left);
	json_close(w);
}

static struct slice
text_of(struct pool *p, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	return json_is_string(v)
		       ? pool_copy(p, slice_make(json_string_value(v), json_string_length(v)))
		       : SLICE_NONE;
}

static int64_t
number_of(const json_t *o, const char *key)
{
	return (int64_t)json_integer_value(json_object_get(o, key));
}

static bool
truth_of(const json_t *o, const char *key)
{
	return json_is_true(json_object_get(o, key));
}

static size_t
fields_of(struct pool *p, const json_t *o, struct chat_field *out)
{
	const json_t *list = json_object_get(o, "fields");
	size_t n = 0;
	for (; n < json_array_size(list) && n < CHAT_FIELDS_MAX; n++) {
		const json_t *pair = json_array_get(list, n), *a = json_array_get(pair, 0),
			     *b = json_array_get(pair, 1);
		if (!json_is_string(a) || !json_is_string(b))
			break;
		out[n].name = pool_copy(p, slice_make(json_string_value(a), json_string_length(a)));
		out[n].value =
			pool_copy(p, slice_make(json_string_value(b), json_string_length(b)));
	}
	return n;
}

static void
read_files(struct pool *p, const json_t *o, struct chat_event *ev)
{
	const json_t *list = json_object_get(o, "files");
	for (size_t i = 0; i < json_array_size(list) && i < CHAT_FILES_MAX; i++) {
		const json_t *f = json_array_get(list, i);
		ev->files[ev->file_count++] = (struct chat_file){.name = text_of(p, f, "name"),
								 .type = text_of(p, f, "type"),
								 .id = text_of(p, f, "id"),
								 .size = number_of(f, "size")};
	}
}

void
chat_file_add(struct pool *p, struct chat_event *ev, const struct chat_file *f)
{
	if (ev->file_count < CHAT_FILES_MAX) {
		ev->files[ev->file_count++] = *f;
		return;
	}
	struct chat_file *last = &ev->files[CHAT_FILES_MAX - 1];
	if (!slice_ends(last->name, " \xe2\x80\xa6"))
		last->name = pool_slicef(p, "%.*s \xe2\x80\xa6", SLICE_ARG(last->name));
}

struct slice
chat_file_names(struct pool *p, const struct chat_event *ev)
{
	struct slice out = SLICE_NONE;
	for (size_t i = 0; i < ev->file_count; i++) {
		const struct chat_file *f = &ev->files[i];
		struct slice said = f->name.len > 0 ? f->name : f->type;
		if (said.len == 0)
			said = SLICE_LIT("file");
		said = utf8_cut(said, FILE_NAME_SHOWN);
		char *line = pool_alloc(p, said.len + 1);
		for (size_t k = 0; k < said.len; k++)
			line[k] = (unsigned char)said.data[k] < ' ' ? ' ' : said.data[k];
		out = pool_slicef(p, "%.*s%s%.*s", SLICE_ARG(out), i > 0 ? "\n" : "",
				  SLICE_ARG(slice_make(line, said.len)));
	}
	return out;
}

static json_t *
load(struct slice json, const char *what, struct err *e)
{
	json_error_t fault;
	json_t *o = json_loadb(json.len > 0 ? json.data : "", json.len, JSON_ALLOW_NUL, &fault);
	if (o == NULL)
		(void)err_set(e, ERR_MESSAGE, "a stored chat %s is no JSON: %s", what, fault.text);
	if (o != NULL && !json_is_object(o)) {
		json_decref(o);
		o = NULL;
		err_set(e, ERR_MESSAGE, "a stored chat %s is no object", what);
	}
	return o;
}

int
chat_event_read(struct pool *p, struct slice json, struct chat_event *out, struct err *e)
{
	json_t *o = load(json, "event", e);
	if (o == NULL)
		return -1;
	const json_t *who = json_object_get(o, "who");
	struct chat_event ev = {
		.key = text_of(p, o, "key"),
		.at = number_of(o, "at"),
		.room = text_of(p, o, "room"),
		.thread = text_of(p, o, "thread"),
		.message = text_of(p, o, "message"),
		.direct = truth_of(o, "direct"),
		.mention = truth_of(o, "mention"),
		.who = {.tenant = text_of(p, who, "tenant"),
			.uid = text_of(p, who, "uid"),
			.handle = text_of(p, who, "handle"),
			.display = text_of(p, who, "display"),
			.email = text_of(p, who, "email"),
			.email_verified = truth_of(who, "verified"),
			.bot = truth_of(who, "bot"),
			.self = truth_of(who, "self"),
			.outsider = truth_of(who, "outsider")},
		.text = text_of(p, o, "text"),
		.token = text_of(p, o, "token"),
		.trigger = text_of(p, o, "trigger"),
		.reply = text_of(p, o, "reply"),
		.reply_until = number_of(o, "until"),
		.reply_left = (int)number_of(o, "left"),
	};
	ev.field_count = fields_of(p, o, ev.fields);
	read_files(p, o, &ev);
	int kind = slice_among(text_of(p, o, "kind"), kinds, COUNT(kinds));
	json_decref(o);
	if (kind < 0)
		return err_set(e, ERR_MESSAGE, "a stored chat event has no kind");
	ev.kind = (enum chat_kind)kind;
	*out = ev;
	return 0;
}

static void
write_form(struct json *w, const struct chat_form *f)
{
	json_key(w, "form");
	json_open(w);
	put(w, "title", f->title);
	put(w, "submit", f->submit);
	put(w, "token", f->token);
	json_key(w, "questions");
	json_list(w);
	for (size_t i = 0; i < f->question_count; i++) {
		const struct chat_question *q = &f->questions[i];
		json_open(w);
		put(w, "name", q->name);
		put(w, "label", q->label);
		put(w, "hint", q->hint);
		put(w, "value", q->value);
		json_put_int(w, "input", q->input);
		json_put_bool(w, "must", q->must);
		json_key(w, "choices");
		json_list(w);
		for (size_t k = 0; k < q->choices.len; k++)
			json_text(w, q->choices.at[k]);
		json_list_end(w);
		json_close(w);
	}
	json_list_end(w);
	json_close(w);
}

static void
read_form(struct pool *p, const json_t *o, struct chat_form *f)
{
	const json_t *list = json_object_get(o, "questions");
	*f = (struct chat_form){.title = text_of(p, o, "title"),
				.submit = text_of(p, o, "submit"),
				.token = text_of(p, o, "token")};
	for (size_t i = 0; i < json_array_size(list) && i < CHAT_FIELDS_MAX; i++) {
		const json_t *v = json_array_get(list, i), *choices = json_object_get(v, "choices");
		struct chat_question *q = &f->questions[f->question_count++];
		*q = (struct chat_question){.name = text_of(p, v, "name"),
					    .label = text_of(p, v, "label"),
					    .hint = text_of(p, v, "hint"),
					    .value = text_of(p, v, "value"),
					    .input = (enum chat_input)number_of(v, "input"),
					    .must = truth_of(v, "must")};
		for (size_t k = 0; k < json_array_size(choices); k++) {
			const json_t *one = json_array_get(choices, k);
			if (json_is_string(one))
				VEC_ADD(&q->choices, p,
					pool_copy(p, slice_make(json_string_value(one),
								json_string_length(one))));
		}
	}
}

static void
put_buttons(struct json *w, const struct chat_card *c)
{
	if (c->button_count == 0)
		return;
	json_key(w, "buttons");
	json_list(w);
	for (size_t i = 0; i < c->button_count; i++) {
		const struct chat_button *b = &c->buttons[i];
		json_open(w);
		put(w, "label", b->label);
		put(w, "token", b->token);
		put(w, "url", b->url);
		put(w, "confirm", b->confirm);
		put(w, "keep", b->keep);
		put(w, "command", b->command);
		json_put_int(w, "style", b->style);
		json_close(w);
	}
	json_list_end(w);
}

static void
write_card(struct json *w, const struct chat_card *c)
{
	json_key(w, "card");
	json_open(w);
	put(w, "title", c->title);
	put(w, "text", c->text);
	put(w, "context", c->context);
	put_true(w, "code", c->code);
	put_fields(w, c->fields, c->field_count);
	put_buttons(w, c);
	json_close(w);
}

static void
read_card(struct pool *p, const json_t *o, struct chat_card *c)
{
	const json_t *list = json_object_get(o, "buttons");
	*c = (struct chat_card){.title = text_of(p, o, "title"),
				.text = text_of(p, o, "text"),
				.context = text_of(p, o, "context"),
				.code = truth_of(o, "code")};
	c->field_count = fields_of(p, o, c->fields);
	for (size_t i = 0; i < json_array_size(list) && i < CHAT_BUTTONS_MAX; i++) {
		const json_t *v = json_array_get(list, i);
		c->buttons[c->button_count++] =
			(struct chat_button){.label = text_of(p, v, "label"),
					     .token = text_of(p, v, "token"),
					     .url = text_of(p, v, "url"),
					     .confirm = text_of(p, v, "confirm"),
					     .keep = text_of(p, v, "keep"),
					     .command = text_of(p, v, "command"),
					     .style = (enum chat_style)number_of(v, "style")};
	}
}

void
chat_message_write(struct json *w, const struct chat_message *m)
{
	json_open(w);
	json_put_int(w, "act", m->act);
	put(w, "key", m->key);
	put(w, "room", m->room);
	put(w, "thread", m->thread);
	put(w, "replace", m->replace);
	put(w, "reply", m->reply);
	put(w, "trigger", m->trigger);
	put(w, "only", m->only);
	put_true(w, "direct", m->direct);
	if (m->act == CHAT_OPEN)
		write_form(w, &m->form);
	else
		write_card(w, &m->card);
	json_close(w);
}

int
chat_message_read(struct pool *p, struct slice json, struct chat_message *out, struct err *e)
{
	json_t *o = load(json, "message", e);
	if (o == NULL)
		return -1;
	struct chat_message *m = pool_alloc(p, sizeof(*m));
	int64_t act = number_of(o, "act");
	*m = (struct chat_message){.act = (enum chat_act)act,
				   .key = text_of(p, o, "key"),
				   .room = text_of(p, o, "room"),
				   .thread = text_of(p, o, "thread"),
				   .replace = text_of(p, o, "replace"),
				   .reply = text_of(p, o, "reply"),
				   .trigger = text_of(p, o, "trigger"),
				   .only = text_of(p, o, "only"),
				   .direct = truth_of(o, "direct"),
				   .part = 1,
				   .parts = 1};
	read_card(p, json_object_get(o, "card"), &m->card);
	read_form(p, json_object_get(o, "form"), &m->form);
	bool has_act = json_is_integer(json_object_get(o, "act"));
	json_decref(o);
	if (!has_act || act < CHAT_POST || act > CHAT_OPEN)
		return err_set(e, ERR_MESSAGE, "a stored chat message has no act");
	*out = *m;
	return 0;
}
