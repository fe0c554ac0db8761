/*
 * Messages and forms as Adaptive Cards. Words stand in text runs, which know no markup: nothing a
 * person wrote becomes a mention, a link or bold. Always a card alone: text beside a card is made
 * two messages by Teams, and then there is no id to edit later.
 */
#include "chat_teams.h"

static void
line(struct json *w, struct slice text, const char *weight, bool code, bool small)
{
	json_open(w);
	json_put_cstr(w, "type", "RichTextBlock");
	json_put_cstr(w, "spacing", "None");
	json_key(w, "inlines");
	json_list(w);
	json_open(w);
	json_put_cstr(w, "type", "TextRun");
	json_put_text(w, "text", text.len > 0 ? text : SLICE_LIT(" "));
	if (weight != NULL)
		json_put_cstr(w, "weight", weight);
	if (code)
		json_put_cstr(w, "fontType", "Monospace");
	if (small) {
		json_put_cstr(w, "size", "Small");
		json_put_bool(w, "isSubtle", true);
	}
	json_close(w);
	json_list_end(w);
	json_close(w);
}

static void
lines(struct json *w, struct slice text, bool code)
{
	struct slice one;
	while (slice_line(&text, &one))
		line(w, one, NULL, code, false);
}

/* A run of its own for the name, so that neither can look like the other. */
static void
fact(struct json *w, const struct chat_field *f)
{
	json_open(w);
	json_put_cstr(w, "type", "RichTextBlock");
	json_put_cstr(w, "spacing", "None");
	json_key(w, "inlines");
	json_list(w);
	for (int i = 0; i < 2; i++) {
		json_open(w);
		json_put_cstr(w, "type", "TextRun");
		json_put_text(w, "text", i == 0 ? f->name : f->value);
		if (i == 0)
			json_put_cstr(w, "weight", "Bolder");
		json_close(w);
		if (i == 0) {
			json_open(w);
			json_put_cstr(w, "type", "TextRun");
			json_put_cstr(w, "text", "  ");
			json_close(w);
		}
	}
	json_list_end(w);
	json_close(w);
}

/* Action.Execute: pressing it is answered inside the response, and only in Teams. */
static void
execute(struct json *w, struct slice label, const char *key, struct slice token,
	enum chat_style style)
{
	json_open(w);
	json_put_cstr(w, "type", "Action.Execute");
	json_put_text(w, "title", label);
	json_put_cstr(w, "verb", "docket");
	if (style != CHAT_PLAIN)
		json_put_cstr(w, "style", style == CHAT_PRIMARY ? "positive" : "destructive");
	json_key(w, "data");
	json_open(w);
	json_put_text(w, key, token);
	json_close(w);
	json_close(w);
}

static void
buttons_of(struct json *w, const struct chat_card *c, bool all)
{
	json_key(w, "actions");
	json_list(w);
	for (size_t i = 0; i < c->button_count; i++) {
		const struct chat_button *b = &c->buttons[i];
		if (b->url.len > 0) {
			json_open(w);
			json_put_cstr(w, "type", "Action.OpenUrl");
			json_put_text(w, "title", b->label);
			json_put_text(w, "url", b->url);
			json_close(w);
		} else if (all) {
			execute(w, b->label, "docket", b->token, b->style);
		}
	}
	json_list_end(w);
}

static void
head(struct json *w)
{
	json_put_cstr(w, "$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
	json_put_cstr(w, "type", "AdaptiveCard");
	json_put_cstr(w, "version", "1.4");
}

static void
card_of(struct json *w, const struct chat_card *c, bool all)
{
	json_open(w);
	head(w);
	if (c->code) { /* a table needs the room that there is */
		json_key(w, "msteams");
		json_open(w);
		json_put_cstr(w, "width", "Full");
		json_close(w);
	}
	json_key(w, "body");
	json_list(w);
	if (c->title.len > 0)
		line(w, c->title, "Bolder", false, false);
	lines(w, c->text, c->code);
	for (size_t i = 0; i < c->field_count; i++)
		fact(w, &c->fields[i]);
	for (size_t i = 0; !all && i < c->button_count; i++)
		if (c->buttons[i].command.len > 0)
			line(w, c->buttons[i].command, NULL, true, false);
	if (c->context.len > 0)
		line(w, c->context, NULL, false, true);
	json_list_end(w);
	buttons_of(w, c, all);
	json_close(w);
}

static void
choices(struct json *w, const struct chat_question *q)
{
	json_key(w, "choices");
	json_list(w);
	for (size_t i = 0; i < q->choices.len; i++) {
		json_open(w);
		json_put_text(w, "title", q->choices.at[i]);
		json_put_text(w, "value", q->choices.at[i]);
		json_close(w);
	}
	json_list_end(w);
}

static void
input(struct json *w, const struct chat_question *q)
{
	static const char *const types[] = {[CHAT_LINE] = "Input.Text",
					    [CHAT_LINES] = "Input.Text",
					    [CHAT_CHOICE] = "Input.ChoiceSet",
					    [CHAT_DATE] = "Input.Date"};
	json_open(w);
	json_put_cstr(w, "type", types[q->input]);
	json_put_text(w, "id", q->name);
	json_put_text(w, "label", q->label);
	if (q->hint.len > 0 && q->input != CHAT_DATE)
		json_put_text(w, "placeholder", q->hint);
	if (q->value.len > 0)
		json_put_text(w, "value", q->value);
	if (q->input == CHAT_LINES)
		json_put_bool(w, "isMultiline", true);
	if (q->must) {
		json_put_bool(w, "isRequired", true);
		json_put_text(w, "errorMessage", q->label);
	}
	if (q->input == CHAT_CHOICE)
		choices(w, q);
	json_close(w);
}

static void
form_of(struct json *w, const struct chat_form *f)
{
	json_open(w);
	head(w);
	json_key(w, "body");
	json_list(w);
	if (f->title.len > 0)
		line(w, f->title, "Bolder", false, false);
	for (size_t i = 0; i < f->question_count; i++)
		input(w, &f->questions[i]);
	json_list_end(w);
	json_key(w, "actions");
	json_list(w);
	execute(w, f->submit, "docketForm", f->token, CHAT_PRIMARY);
	json_list_end(w);
	json_close(w);
}

int
teams_activity(struct pool *p, const struct chat_message *m, bool buttons, struct slice *out,
	       struct err *e)
{
	struct str s;
	struct json w;
	struct chat_card c = chat_part(m);
	str_init(&s, TEAMS_BODY_MAX);
	json_begin(&w, &s);
	json_open(&w);
	json_put_cstr(&w, "type", "message");
	if (m->act != CHAT_OPEN && c.title.len > 0)
		json_put_text(&w, "summary", c.title); /* what a notification says */
	json_key(&w, "attachments");
	json_list(&w);
	json_open(&w);
	json_put_cstr(&w, "contentType", "application/vnd.microsoft.card.adaptive");
	json_key(&w, "content");
	if (m->act == CHAT_OPEN)
		form_of(&w, &m->form);
	else
		card_of(&w, &c, buttons);
	json_close(&w);
	json_list_end(&w);
	json_close(&w);
	return chat_take(p, &s, out, e);
}
