/*
 * What is said to whoever typed, and the grammar of P7 run for them. What concerns one person is told to
 * that person alone, wherever they typed it.
 */
#include "chat_desk.h"

#include "docket/base/utf8.h"

#include <stdarg.h>

enum { SAID_MAX = 256 << 10 }; /* of one command: a long list; the platform's limit cuts it in parts */

struct slice
talk_word(struct talk *t, const char *key)
{
	char lang[8];
	struct slice own = t->member.id != 0 ? t->member.lang : t->contact.lang;
	slice_cstr(own.len > 0 ? own : slice_of(t->in->env.conf->agency.lang), lang, sizeof(lang));
	const char *word = templates_word(t->in->env.templates, lang, key);
	return slice_of(word != NULL ? word : key);
}

struct slice
talk_line(struct talk *t, struct slice words)
{
	const char *call = t->from->call != NULL ? t->from->call : "/docket";
	/* To us alone there is nobody else to be called by name. */
	return t->ev->direct && call[0] == '@' ? words : pool_slicef(t->pool, "%s %.*s", call, SLICE_ARG(words));
}

struct slice
talk_how(struct talk *t, const char *key)
{
	static const char usual[] = "/docket ";
	struct slice text = talk_word(t, key), out = SLICE_NONE, call = talk_line(t, SLICE_NONE);
	ptrdiff_t at;
	while ((at = slice_find(text, slice_of(usual))) >= 0) {
		out = pool_slicef(t->pool, "%.*s%.*s%.*s", SLICE_ARG(out), (int)at, text.data, SLICE_ARG(call));
		text = slice_sub(text, (size_t)at + sizeof(usual) - 1, text.len);
	}
	return pool_slicef(t->pool, "%.*s%.*s", SLICE_ARG(out), SLICE_ARG(text));
}

bool
talk_in_team(const struct talk *t)
{
	return t->room_client == 0 && t->from->room != NULL && slice_is(t->ev->room, t->from->room);
}

void
talk_say(struct talk *t, struct slice text)
{
	const struct chat_event *ev = t->ev;
	struct chat_message *m = &t->out->m;
	bool open = !ev->direct && !talk_in_team(t) && !t->from->caps->ephemeral; /* others would read it */
	bool answers = ev->reply.len > 0 && (ev->reply_until == 0 || ev->reply_until > t->now);
	t->out->has = true;
	*m = (struct chat_message){
		.act = answers ? CHAT_REPLY : CHAT_POST, .room = ev->room, .reply = ev->reply,
		.trigger = ev->trigger, .part = 1, .parts = 1,
		.only = ev->direct ? SLICE_NONE : ev->who.uid};
	m->thread = ev->thread;
	if (ev->kind == CHAT_MESSAGE && ev->thread.len == 0 && !ev->direct)
		m->thread = ev->message; /* an answer stands under what it answers */
	if (open && t->from->caps->direct) {
		m->act = CHAT_POST;
		m->direct = true;
		m->thread = m->reply = SLICE_NONE;
	} else if (open) {
		text = talk_word(t, "chat.elsewhere");
	}
	m->card.text = pool_copy(t->pool, text);
	m->card.code = slice_index(slice_trim(text), '\n') >= 0;
}

void
talk_sayf(struct talk *t, const char *format, ...)
{
	struct str text;
	char line[2048];
	va_list ap;
	va_start(ap, format);
	vsnprintf(line, sizeof(line), format, ap);
	va_end(ap);
	str_init(&text, sizeof(line) * 3);
	utf8_clean(&text, slice_of(line));
	talk_say(t, str_slice(&text));
	str_clear(&text);
}

void
talk_files(struct talk *t)
{
	struct slice names = chat_file_names(t->pool, t->ev), all = SLICE_NONE, line;
	while (slice_line(&names, &line))
		all = pool_slicef(t->pool, "%.*s%s%.*s", SLICE_ARG(all), all.len > 0 ? ", " : "", SLICE_ARG(line));
	if (all.len == 0)
		return;
	struct slice said = put_word(t->pool, talk_word(t, "chat.files"), "{1}", all);
	struct chat_card *c = &t->out->m.card;
	if (t->out->has)
		c->text = pool_slicef(t->pool, "%.*s\n%.*s", SLICE_ARG(c->text), SLICE_ARG(said));
	else
		talk_say(t, said);
}

int
talk_run(struct talk *t, const struct slice *words, size_t count, struct slice *said_out, struct err *e)
{
	struct str said;
	struct err why = ERR_INIT;
	struct command_from from = {.member = t->member.id, .chat = true};
	if (store_mark(t->store, e) < 0)
		return -1;
	str_init(&said, SAID_MAX);
	bool done = command_run(t->in, &from, words, count, &said, &why) == 0;
	int r = done;
	if (!done && (why.kind == ERR_RETRY || why.kind == ERR_STOP))
		r = err_set(e, why.kind, "%s", why.text);
	if (r >= 0 && store_unmark(t->store, done, e) < 0)
		r = -1;
	*said_out = pool_copy(t->pool, done ? slice_trim(str_slice(&said)) : slice_of(why.text));
	str_clear(&said);
	return r;
}

/* What is shown as more than text: a job with its buttons, a revision list with its ticks. */
static int
dress(struct talk *t, const struct slice *words, size_t count, struct err *e)
{
	struct job j;
	struct chat_card card = {.button_count = 0};
	char seen[65];
	bool list = slice_iis(words[0], "revisions");
	if (count != 2 || (!list && !slice_iis(words[0], "show") && !slice_iis(words[0], "review")))
		return 0;
	int got = job_by_ref(t->store, t->pool, words[1], &j, e);
	if (got <= 0)
		return got;
	if ((list ? card_of_revisions(t, &j, &card, e)
	          : card_of_job(t->in, t->pool, &j, true, &card, seen, e)) < 0)
		return -1;
	if (!list) { /* the command's words say all, the card's fields say it at a glance */
		card.text = t->out->m.card.text;
		card.code = true;
	}
	t->out->m.card = card;
	t->out->job = j.id;
	return 0;
}

/* Feedback names what came with it. */
static bool
takes_files(const struct talk *t, const struct slice *words, size_t count)
{
	return t->ev->file_count > 0 && count >= 2 && slice_iis(words[0], "feedback");
}

int
talk_command(struct talk *t, const struct slice *words, size_t count, struct err *e)
{
	struct slice said;
	slice_list full = {0};
	for (size_t i = 0; i < count; i++) {
		VEC_ADD(&full, t->pool, words[i]);
		if (i == 1 && takes_files(t, words, count)) {
			VEC_ADD(&full, t->pool, SLICE_LIT("--attached"));
			VEC_ADD(&full, t->pool, chat_file_names(t->pool, t->ev));
		}
	}
	int r = talk_run(t, full.at, full.len, &said, e);
	if (r < 0)
		return -1;
	talk_say(t, said.len > 0 ? said : talk_word(t, "chat.done"));
	if (!takes_files(t, words, count) || r == 0)
		talk_files(t);
	return r == 1 ? dress(t, words, count, e) : 0;
}
