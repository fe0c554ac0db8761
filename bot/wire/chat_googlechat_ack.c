/* What an event of Google Chat is answered in the response to it, in the form that it came in. */
#include "chat_googlechat.h"

static void
message_of(const struct google *g, struct pool *p, struct json *w, const struct chat_message *m,
	   const struct google_reply *to)
{
	google_card(g, p, w, m);
	if (to->thread.len > 0) {
		json_key(w, "thread");
		json_open(w);
		json_put_text(w, "name", to->thread);
		json_close(w);
	}
	if (m->only.len > 0) {
		json_key(w, "privateMessageViewer");
		json_open(w);
		json_put_text(w, "name", m->only);
		json_close(w);
	}
}

/* A dialog is closed, with a few words. */
static void
close_dialog(struct json *w, const struct google_reply *to, struct slice words)
{
	if (to->kind == GOOGLE_ADDON_DIALOG) {
		json_key(w, "action");
		json_open(w);
		json_key(w, "navigations");
		json_raw(w, SLICE_LIT("[{\"endNavigation\":{\"action\":\"CLOSE_DIALOG\"}}]"));
		if (words.len > 0) {
			json_key(w, "notification");
			json_open(w);
			json_put_text(w, "text", words);
			json_close(w);
		}
		json_close(w);
		return;
	}
	json_key(w, "actionResponse");
	json_open(w);
	json_put_cstr(w, "type", "DIALOG");
	json_key(w, "dialogAction");
	json_open(w);
	json_key(w, "actionStatus");
	json_open(w);
	json_put_cstr(w, "statusCode", "OK");
	if (words.len > 0)
		json_put_text(w, "userFacingMessage", words);
	json_close(w);
	json_close(w);
	json_close(w);
}

static void
open_dialog(const struct google *g, struct json *w, const struct google_reply *to,
	    const struct chat_form *f)
{
	bool on = to->kind == GOOGLE_ADDON;
	json_key(w, on ? "action" : "actionResponse");
	json_open(w);
	if (on) {
		json_key(w, "navigations");
		json_list(w);
		json_open(w);
		json_key(w, "pushCard");
		google_form(g, w, f);
		json_close(w);
		json_list_end(w);
	} else {
		json_put_cstr(w, "type", "DIALOG");
		json_key(w, "dialogAction");
		json_open(w);
		json_key(w, "dialog");
		json_open(w);
		json_key(w, "body");
		google_form(g, w, f);
		json_close(w);
		json_close(w);
	}
	json_close(w);
}

static void
say(const struct google *g, struct pool *p, struct json *w, const struct chat_message *m,
    const struct google_reply *to)
{
	bool update = m->act == CHAT_UPDATE;
	if (to->kind != GOOGLE_ADDON) {
		if (to->kind == GOOGLE_CLICK) {
			json_key(w, "actionResponse");
			json_open(w);
			json_put_cstr(w, "type", update ? "UPDATE_MESSAGE" : "NEW_MESSAGE");
			json_close(w);
		}
		message_of(g, p, w, m, to);
		return;
	}
	json_key(w, "hostAppDataAction");
	json_open(w);
	json_key(w, "chatDataAction");
	json_open(w);
	json_key(w, update ? "updateMessageAction" : "createMessageAction");
	json_open(w);
	json_key(w, "message");
	json_open(w);
	message_of(g, p, w, m, to);
	json_close(w);
	json_close(w);
	json_close(w);
	json_close(w);
}

/* Whether the response can hold m. */
static bool
holds(const struct chat_event *ev, const struct chat_message *m, const struct google_reply *to)
{
	bool short_enough = m->card.text.len <= GOOGLE_TEXT_MAX;
	switch (to->kind) {
	case GOOGLE_PUBSUB: return false;
	case GOOGLE_DIALOG:
	case GOOGLE_ADDON_DIALOG: /* a notice: no card, no lines */
		return m->act == CHAT_REPLY && m->card.button_count == 0 &&
		       m->card.field_count == 0 && m->card.text.len <= 200;
	case GOOGLE_MESSAGE:
	case GOOGLE_CLICK:
	case GOOGLE_ADDON: break;
	}
	if (m->act == CHAT_OPEN)
		return ev->trigger.len > 0;
	if (m->act == CHAT_UPDATE)
		return ev->kind == CHAT_ACTION && slice_eq(m->replace, ev->message) && short_enough;
	return !m->direct && short_enough && (m->act == CHAT_REPLY || slice_eq(m->room, ev->room));
}

int
google_ack(void *self, struct pool *p, const struct chat_event *ev, const struct chat_message *m,
	   struct http_answer *out)
{
	const struct google *g = self;
	struct google_reply to;
	struct err e = ERR_INIT;
	struct str s;
	struct json w;
	*out = (struct http_answer){200, "application/json; charset=utf-8", SLICE_LIT("{}")};
	if (google_reply_read(ev->reply, &to) < 0)
		return 0;
	bool in = m != NULL && holds(ev, m, &to);
	bool dialog = to.kind == GOOGLE_DIALOG || to.kind == GOOGLE_ADDON_DIALOG;
	if (!in && !dialog)
		return 0;
	str_init(&s, GOOGLE_BODY_MAX);
	json_begin(&w, &s);
	json_open(&w);
	if (dialog)
		close_dialog(&w, &to, in ? chat_plain(p, &m->card) : SLICE_NONE);
	else if (m->act == CHAT_OPEN)
		open_dialog(g, &w, &to, &m->form);
	else
		say(g, p, &w, m, &to);
	json_close(&w);
	if (chat_take(p, &s, &out->body, &e) < 0) {
		out->body = SLICE_LIT("{}");
		return 0;
	}
	return in;
}
