/*
 * Buttons and forms. A button carries a random token; what it does, on which version and who may
 * press it stands in the store, and the person, the version and the state are looked at again at
 * the click: the token opens the door, it does not say who comes in.
 */
#include "chat_desk.h"

/* A stored command that wants words first: "form:changes ACME-042". */
static const char form_mark[] = "form:";

/* The version a button spoke of is the newest, its review still open. 1, 0, -1. */
static int
still_holds(struct talk *t, const struct chat_press *p, struct err *e)
{
	struct version newest;
	struct review r;
	int got = 1;
	if (p->version != 0) {
		got = version_of_job(t->store, t->pool, p->job, 0, &newest, e);
		if (got == 1 && newest.id != p->version)
			got = 0;
	}
	if (got == 1 && p->review != 0) {
		got = review_get(t->store, t->pool, p->review, &r, e);
		if (got == 1 && r.state != REVIEW_OPEN)
			got = 0;
	}
	return got;
}

static int
open_form(struct talk *t, const struct chat_press *p, struct slice command, struct err *e)
{
	struct chat_message *m = &t->out->m;
	struct chat_card none = {.button_count = 0};
	if (!t->from->caps->forms || t->ev->trigger.len == 0) {
		struct slice how = talk_word(t, "chat.form.typed");
		talk_sayf(t, "%.*s\n/docket %.*s …", SLICE_ARG(how), SLICE_ARG(command));
		return 0;
	}
	struct press_of b = {.label = "chat.form.words", .command = command, .job = p->job,
	                     .version = p->version, .review = p->review, .member = t->member.id,
	                     .contact = t->contact.id};
	if (card_button(t->in, t->pool, &none, &b, e) < 0)
		return -1;
	*m = (struct chat_message){.act = CHAT_OPEN, .trigger = t->ev->trigger, .reply = t->ev->reply,
	                           .room = t->ev->room, .part = 1, .parts = 1};
	m->form.title = talk_word(t, "chat.form.words");
	m->form.submit = talk_word(t, "chat.form.submit");
	m->form.token = none.buttons[0].token;
	m->form.questions[0] = (struct chat_question){.name = SLICE_LIT("words"), .must = true,
	                                              .label = talk_word(t, "chat.form.words.label"),
	                                              .input = CHAT_LINES};
	m->form.question_count = 1;
	t->out->has = true;
	t->out->job = p->job;
	return 0;
}

static struct slice
field(const struct talk *t, const char *name)
{
	for (size_t i = 0; i < t->ev->field_count; i++)
		if (slice_is(t->ev->fields[i].name, name))
			return slice_trim(t->ev->fields[i].value);
	return SLICE_NONE;
}

/* The form of a new request: the job, then what the form says of it. */
static int
new_job(struct talk *t, struct err *e)
{
	struct slice said, more, ref = SLICE_NONE;
	struct slice kit = pool_slicef(t->pool, "kit=%.*s", SLICE_ARG(field(t, "kit")));
	const struct slice words[] = {SLICE_LIT("new"), field(t, "client"), field(t, "title"), kit};
	size_t count = field(t, "kit").len > 0 ? 4 : 3, at = 0;
	int r = talk_run(t, words, count, &said, e);
	if (r == 1 && wall_next_ref(said, &at, &ref)) {
		const struct slice date[] = {SLICE_LIT("deadline"), ref, field(t, "deadline")},
		                   aim[] = {SLICE_LIT("set"), ref, SLICE_LIT("objective"),
		                            field(t, "objective")};
		if (date[2].len > 0) {
			r = talk_run(t, date, COUNT(date), &more, e);
			said = pool_slicef(t->pool, "%.*s\n%.*s", SLICE_ARG(said), SLICE_ARG(more));
		}
		if (r >= 0 && aim[3].len > 0) {
			r = talk_run(t, aim, COUNT(aim), &more, e);
			if (r == 0)
				said = pool_slicef(t->pool, "%.*s\n%.*s", SLICE_ARG(said), SLICE_ARG(more));
		}
	}
	if (r < 0)
		return -1;
	talk_say(t, said);
	return 0;
}

int
talk_press(struct talk *t, struct err *e)
{
	struct chat_press p;
	int got = t->ev->token.len > 0 && t->ev->token.len <= CHAT_TOKEN_MAX
	                  ? chat_press_of(t->store, t->pool, t->ev->token, &p, e)
	                  : 0;
	if (got < 0)
		return -1;
	if (got == 0 || p.expires < t->now) {
		talk_say(t, talk_word(t, "chat.press.gone"));
		return 0;
	}
	t->out->job = p.job;
	bool mine = (p.member == 0 && p.contact == 0 && t->member.id != 0) ||
	            (p.member != 0 && p.member == t->member.id) ||
	            (p.contact != 0 && p.contact == t->contact.id);
	if (!mine) {
		talk_say(t, talk_word(t, "chat.press.other"));
		return 0;
	}
	got = still_holds(t, &p, e);
	if (got < 0)
		return -1;
	if (got == 0) {
		talk_say(t, talk_word(t, "chat.press.over"));
		return 0;
	}
	if (p.contact != 0)
		return talk_client_press(t, &p, e);
	struct slice command = p.command;
	if (t->ev->kind == CHAT_ACTION && slice_starts(command, form_mark))
		return open_form(t, &p, slice_sub(command, sizeof(form_mark) - 1, command.len), e);
	if (slice_is(command, "new"))
		return t->ev->kind == CHAT_FORM ? new_job(t, e) : talk_new_form(t, e);
	slice_list words = {0};
	command_split(t->pool, command, &words);
	if (t->ev->kind == CHAT_FORM)
		VEC_ADD(&words, t->pool, field(t, "words"));
	return talk_command(t, words.at, words.len, e);
}
