/*
 * Events of Google Chat in the classic form (`type`) and in that of add-ons (`chat`,
 * `commonEventObject`).
 */
#include "chat_googlechat.h"

#include "chat_json.h"

#include "docket/base/clock.h"
#include "docket/base/day.h"

bool
google_name(struct slice s, const char *first, size_t count)
{
	struct slice part;
	size_t n = 0;
	if (s.len == 0 || s.len > GOOGLE_NAME_MAX || !slice_starts(s, first) || slice_ends(s, "/"))
		return false;
	for (; slice_cut(&s, '/', &part); n++) {
		if (part.len == 0 || slice_is(part, ".") || slice_is(part, ".."))
			return false;
		for (size_t i = 0; i < part.len; i++) {
			char c = part.data[i];
			if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			      (c >= '0' && c <= '9') || strchr("-_.", c) != NULL))
				return false;
		}
	}
	return n == count;
}

int
google_reply_read(struct slice ref, struct google_reply *out)
{
	struct slice kind, space;
	if (!slice_cut(&ref, ' ', &kind) || kind.len != 1 ||
	    strchr("mkdaop", kind.data[0]) == NULL || !slice_cut(&ref, ' ', &space) ||
	    !google_name(space, "spaces/", 2) || (ref.len > 0 && !google_name(ref, "spaces/", 4)))
		return -1;
	*out = (struct google_reply){(enum google_kind)kind.data[0], space, ref};
	return 0;
}

/* The parts of an event, wherever its form keeps them. Borrowed from its JSON. */
struct parts {
	const json_t *space, *message, *user, *params, *inputs, *thread;
	struct slice when, type;  /* type: message, click, added, removed, command */
	bool addon, sends, opens; /* a dialog is sent, or waits to be opened */
};

static const json_t *
first_of(const json_t *a, const json_t *b)
{
	return a != NULL ? a : b;
}

static void
classic(struct pool *p, const json_t *o, struct parts *out)
{
	static const struct {
		const char *type, *is;
	} types[] = {{"MESSAGE", "message"},	  {"APP_COMMAND", "command"},
		     {"CARD_CLICKED", "click"},	  {"SUBMIT_FORM", "click"},
		     {"ADDED_TO_SPACE", "added"}, {"REMOVED_FROM_SPACE", "removed"}};
	struct slice type = chat_str(p, o, "type"), dialog = chat_str(p, o, "dialogEventType");
	for (size_t i = 0; i < COUNT(types); i++)
		if (slice_is(type, types[i].type))
			out->type = slice_of(types[i].is);
	out->message = json_object_get(o, "message");
	out->space = first_of(json_object_get(o, "space"), chat_json_at(out->message, "space"));
	out->user = json_object_get(o, "user");
	out->thread = first_of(json_object_get(o, "thread"), chat_json_at(out->message, "thread"));
	out->params = chat_json_at(o, "common.parameters");
	out->inputs = chat_json_at(o, "common.formInputs");
	out->when = chat_id(p, o, "eventTime");
	if (out->when.len == 0) /* older: seconds and nanos */
		out->when = chat_json_text(p, o, "eventTime.seconds");
	out->sends = slice_is(dialog, "SUBMIT_DIALOG");
	out->opens = slice_is(dialog, "REQUEST_DIALOG");
}

static void
addon(struct pool *p, const json_t *o, struct parts *out)
{
	static const struct {
		const char *key, *is;
	} payloads[] = {{"messagePayload", "message"},
			{"appCommandPayload", "command"},
			{"buttonClickedPayload", "click"},
			{"addedToSpacePayload", "added"},
			{"removedFromSpacePayload", "removed"}};
	const json_t *chat = json_object_get(o, "chat"), *load = NULL;
	for (size_t i = 0; load == NULL && i < COUNT(payloads); i++) {
		load = json_object_get(chat, payloads[i].key);
		if (load != NULL)
			out->type = slice_of(payloads[i].is);
	}
	struct slice dialog = chat_str(p, load, "dialogEventType");
	out->addon = true;
	out->message = json_object_get(load, "message");
	out->space = first_of(json_object_get(load, "space"), chat_json_at(out->message, "space"));
	out->thread =
		first_of(json_object_get(load, "thread"), chat_json_at(out->message, "thread"));
	out->user = first_of(json_object_get(chat, "user"), json_object_get(load, "user"));
	out->params = chat_json_at(o, "commonEventObject.parameters");
	out->inputs = chat_json_at(o, "commonEventObject.formInputs");
	out->when = chat_str(p, chat, "eventTime");
	out->sends = slice_is(dialog, "SUBMIT_DIALOG");
	out->opens = slice_is(dialog, "REQUEST_DIALOG");
}

/* A parameter of a button; older events have them as a list beside the action. */
static struct slice
param(struct pool *p, const json_t *o, const struct parts *x, const char *key)
{
	struct slice s = chat_str(p, x->params, key);
	const json_t *list = chat_json_at(o, "action.parameters");
	for (size_t i = 0; s.len == 0 && i < json_array_size(list); i++)
		if (slice_is(chat_str(p, json_array_get(list, i), "key"), key))
			s = chat_str(p, json_array_get(list, i), "value");
	return s;
}

/* The value of one input: a text, what was chosen, or a day. */
static struct slice
input_of(struct pool *p, const json_t *v)
{
	const json_t *inner = json_object_get(v, "");
	int64_t ms = 0;
	if (inner != NULL) /* Apps Script puts one more level around it */
		v = inner;
	const char *text =
		json_string_value(json_array_get(chat_json_at(v, "stringInputs.value"), 0));
	if (text != NULL)
		return pool_copy(p, slice_of(text));
	struct slice day = chat_json_text(p, v, "dateInput.msSinceEpoch");
	if (day.len == 0)
		day = chat_json_text(p, v, "dateTimeInput.msSinceEpoch");
	if (!slice_int(day, &ms) || ms < 0 || ms > INT64_C(253402300799000))
		return SLICE_NONE;
	struct civil c = day_civil(ms / CLOCK_DAY);
	return pool_slicef(p, "%04d-%02d-%02d", c.year, c.month, c.day);
}

static void
inputs_of(struct pool *p, const struct parts *x, struct chat_event *ev)
{
	const char *key;
	json_t *v;
	union {
		const json_t *in;
		json_t *out;
	} u = {x->inputs};
	json_object_foreach(u.out, key, v)
	{
		if (ev->field_count == CHAT_FIELDS_MAX)
			break;
		ev->fields[ev->field_count++] =
			(struct chat_field){pool_copy(p, slice_of(key)), input_of(p, v)};
	}
}

/* An annotation of that type on the message; NULL when there is none. */
static const json_t *
annotation(struct pool *p, const struct parts *x, const char *type)
{
	const json_t *list = json_object_get(x->message, "annotations");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		bool bot = !slice_is(chat_json_text(p, one, "userMention.user.type"), "HUMAN");
		if (slice_is(chat_str(p, one, "type"), type) && bot)
			return one;
	}
	return NULL;
}

/* "/docket status" says "status"; "/new" is a verb of its own. */
static struct slice
command_words(const struct google *g, struct pool *p, const struct parts *x, struct slice words)
{
	struct slice name =
		chat_json_text(p, annotation(p, x, "SLASH_COMMAND"), "slashCommand.commandName");
	const char *own = g->conf->command != NULL ? g->conf->command : "docket";
	if (slice_starts(name, "/"))
		name = slice_sub(name, 1, name.len);
	if (name.len == 0 || slice_is(name, own))
		return words;
	return slice_trim(pool_slicef(p, "%.*s %.*s", SLICE_ARG(name), SLICE_ARG(words)));
}

static const struct chat_file_keys file_keys = {"contentName", "contentType", "name", NULL};

/* Fills kind, text and token. 0: nothing of ours. */
static int
by_type(const struct google *g, struct pool *p, const json_t *o, const struct parts *x,
	struct chat_event *ev)
{
	struct slice words = chat_str(p, x->message, "argumentText");
	if (words.len == 0) { /* a bare "/new" has no argument */
		words = slice_trim(chat_str(p, x->message, "text"));
		struct slice name = SLICE_NONE, all = words;
		if (slice_starts(words, "/") && slice_cut(&words, ' ', &name) && words.len == 0)
			words = slice_sub(all, all.len, all.len);
	}
	bool slash = json_object_get(x->message, "slashCommand") != NULL ||
		     annotation(p, x, "SLASH_COMMAND") != NULL;
	if (slice_is(x->type, "click")) {
		ev->token = param(p, o, x, "f");
		ev->kind = ev->token.len > 0 ? CHAT_FORM : CHAT_ACTION;
		if (ev->token.len == 0)
			ev->token = param(p, o, x, "t");
		else
			inputs_of(p, x, ev);
		return ev->token.len > 0 && ev->token.len <= CHAT_TOKEN_MAX;
	}
	if (slice_is(x->type, "message") || slice_is(x->type, "command")) {
		bool command = slash || slice_is(x->type, "command");
		ev->kind = command ? CHAT_COMMAND : CHAT_MESSAGE;
		ev->mention = annotation(p, x, "USER_MENTION") != NULL;
		chat_files_from(p, json_object_get(x->message, "attachment"), &file_keys, ev);
		ev->text = slice_trim(words);
		if (command)
			ev->text = command_words(g, p, x, ev->text);
		return 1;
	}
	ev->kind = CHAT_LIFECYCLE;
	ev->text = slice_is(x->type, "added") ? SLICE_LIT("joined") : SLICE_LIT("left");
	return x->type.len > 0;
}

/* The person, and whether the team's own domain vouches for the address. */
static struct chat_actor
person(const struct google *g, struct pool *p, const struct parts *x, struct slice space)
{
	const json_t *user = first_of(x->user, json_object_get(x->message, "sender"));
	struct slice email = chat_str(p, user, "email");
	ptrdiff_t at = slice_rindex(email, '@');
	struct slice domain = at < 0 ? SLICE_NONE : slice_sub(email, (size_t)at + 1, email.len);
	struct slice id = chat_str(p, user, "domainId"), ours = slice_of(g->conf->tenant);
	bool own = ours.len > 0 && (slice_ieq(domain, ours) || slice_eq(id, ours));
	struct slice type = chat_str(p, user, "type");
	return (struct chat_actor){
		.tenant = own ? ours : id,
		.uid = chat_str(p, user, "name"),
		.handle = pool_slicef(p, "%.*s %.*s", SLICE_ARG(space), SLICE_ARG(email)),
		.display = chat_str(p, user, "displayName"),
		.email = email,
		.email_verified = own,
		.bot = slice_is(type, "BOT"),
		.outsider = !own,
	};
}

static int
key_of(struct pool *p, const struct parts *x, struct slice via, struct chat_event *ev,
       struct err *e)
{
	if (via.len > 0)
		ev->key = pool_slicef(p, "pubsub|%.*s", SLICE_ARG(via));
	else if (slice_is(x->type, "message") && ev->message.len > 0)
		ev->key = ev->message;
	else
		ev->key = pool_slicef(p, "%.*s|%.*s|%.*s|%.*s", SLICE_ARG(x->type),
				      SLICE_ARG(ev->message.len > 0 ? ev->message : ev->room),
				      SLICE_ARG(ev->who.uid), SLICE_ARG(x->when));
	/* There is no nonce: without a time two clicks would look like one, or one like two. */
	if (via.len == 0 && !slice_is(x->type, "message") && x->when.len == 0)
		return err_set(e, ERR_MESSAGE, "an event of Google Chat without its time");
	return 0;
}

static int
assemble(const struct google *g, struct pool *p, const json_t *o, const struct parts *x,
	 struct slice via, struct chat_event *ev, struct err *e)
{
	struct slice space = chat_str(p, x->space, "name"), thread = chat_str(p, x->thread, "name"),
		     message = chat_str(p, x->message, "name"),
		     type = chat_str(p, x->space, "type");
	if (!google_name(space, "spaces/", 2) ||
	    (message.len > 0 && !google_name(message, "spaces/", 4)))
		return err_set(e, ERR_MESSAGE, "an event of Google Chat without its space");
	ev->room = space;
	ev->message = message;
	ev->thread = google_name(thread, "spaces/", 4) ? thread : SLICE_NONE;
	ev->direct = slice_is(type, "DM") || chat_yes(x->space, "singleUserBotDm") ||
		     slice_is(chat_str(p, x->space, "spaceType"), "DIRECT_MESSAGE");
	ev->who = person(g, p, x, space);
	if (!google_name(ev->who.uid, "users/", 2))
		return err_set(e, ERR_MESSAGE, "an event of Google Chat without its person");
	int ours = by_type(g, p, o, x, ev);
	enum google_kind kind = via.len > 0		     ? GOOGLE_PUBSUB
				: x->addon		     ? GOOGLE_ADDON
				: slice_is(x->type, "click") ? GOOGLE_CLICK
							     : GOOGLE_MESSAGE;
	if (x->sends && via.len == 0)
		kind = x->addon ? GOOGLE_ADDON_DIALOG : GOOGLE_DIALOG;
	ev->reply = pool_slicef(p, "%c %.*s %.*s", kind, SLICE_ARG(space), SLICE_ARG(ev->thread));
	ev->reply_left = -1;
	if (x->opens && via.len == 0)
		ev->trigger = SLICE_LIT("now");
	if (ours == 1 && ev->who.bot)
		ours = 0;
	return ours == 1 && key_of(p, x, via, ev, e) < 0 ? -1 : ours;
}

int
google_event(const struct google *g, struct pool *p, struct slice json, struct slice via,
	     struct chat_event *out, struct err *e)
{
	struct parts x = {.addon = false};
	json_t *o = chat_json_load(json, e);
	if (o == NULL)
		return -1;
	if (json_object_get(o, "chat") != NULL)
		addon(p, o, &x);
	else
		classic(p, o, &x);
	*out = (struct chat_event){.at = 0};
	int r = x.type.len == 0 ? 0 : assemble(g, p, o, &x, via, out, e);
	json_decref(o);
	return r;
}

int
google_decode(void *self, struct pool *p, const struct http_in *in, chat_event_list *out,
	      struct http_answer *answer, struct err *e)
{
	struct chat_event ev;
	int r = google_event(self, p, in->body, SLICE_NONE, &ev, e);
	if (r == 1)
		VEC_ADD(out, p, ev);
	if (r == 0)
		*answer = (struct http_answer){200, "application/json", SLICE_LIT("{}")};
	return r < 0 ? -1 : 0;
}
