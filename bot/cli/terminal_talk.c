/* What is said in `docket chat`: commands, buttons by number, answers under a card, forms. */
#include "terminal_parts.h"

#include "card_draw.h"
#include "docket/base/hash.h"
#include "docket/base/rand.h"
#include "docket/base/utf8.h"

#include <stdio.h>

/* --- Saying ---------------------------------------------------------------------------------- */

static int
say(struct chat *c, struct chat_event *ev, struct err *e)
{
	unsigned char bytes[KEY_BYTES];
	char key[2 * KEY_BYTES + 1];
	rand_bytes(bytes, sizeof(bytes));
	hash_hex(bytes, sizeof(bytes), key);
	ev->key = slice_of(key);
	if (c->alone) {
		if (terminal_say(&c->d, &c->me, ev, e) < 0)
			return -1;
		return terminal_pump(&c->d, chat_show, c, e) < 0 ? -1 : 0;
	}
	if (terminal_send(&c->daemon, ev, e) < 0)
		return -1;
	return terminal_read(&c->daemon, true, chat_show, c, e) < 0 ? -1 : 0;
}

static int
press(struct chat *c, const struct choice *b, struct err *e)
{
	struct chat_event ev = {.kind = CHAT_ACTION, .token = slice_of(b->token)};
	return say(c, &ev, e);
}

/* "> words", "> ACME-042 words": under the newest card, or that of the job. */
static int
answer_thread(struct chat *c, struct slice words, struct err *e)
{
	struct slice rest = words, first = SLICE_NONE;
	const struct thread *newest = NULL, *named = NULL;
	slice_cut(&rest, ' ', &first);
	for (size_t i = 0; i < THREADS; i++) {
		const struct thread *t = &c->threads[(c->thread_next + i) % THREADS];
		if (t->ref[0] == '\0')
			continue;
		newest = t;
		if (first.len > 3 && slice_ifind(slice_of(t->title), first) == 0)
			named = t;
	}
	if (newest == NULL) {
		chat_note(c, "There is no card yet to answer under: show ACME-042 shows one.");
		return 0;
	}
	struct chat_event ev = {.kind = CHAT_MESSAGE,
				.thread = slice_of(named != NULL ? named->ref : newest->ref),
				.text = slice_trim(named != NULL ? rest : words)};
	return ev.text.len > 0 ? say(c, &ev, e) : 0;
}

static bool
is_yes(struct slice s)
{
	return slice_iis(s, "y") || slice_iis(s, "yes") || slice_iis(s, "j") ||
	       slice_iis(s, "ja") || slice_iis(s, "o") || slice_iis(s, "oui") ||
	       slice_iis(s, "s") || slice_iis(s, "si");
}

/* --- Forms ----------------------------------------------------------------------------------- */

/* The question that waits, or NULL. */
const struct chat_question *
chat_form_asks(const struct chat *c)
{
	return c->form != NULL && c->filled.field_count < c->form->question_count
		       ? &c->form->questions[c->filled.field_count]
		       : NULL;
}

static void
ask(struct chat *c)
{
	const struct chat_question *q = chat_form_asks(c);
	struct str s;
	if (q == NULL)
		return;
	str_init(&s, OUT_MAX);
	str_addf(&s, "%.*s", SLICE_ARG(q->label));
	if (q->hint.len > 0)
		str_addf(&s, " (%.*s)", SLICE_ARG(q->hint));
	for (size_t i = 0; i < q->choices.len; i++)
		str_addf(&s, "%s%.*s", i == 0 ? ": " : ", ", SLICE_ARG(q->choices.at[i]));
	if (!q->must)
		str_adds(&s, " - may be left empty");
	struct chat_card plain = {.text = str_slice(&s)};
	struct card_look look = {.width = chat_columns(c), .colour = c->colour, .utf8 = c->utf8};
	struct str out;
	str_init(&out, OUT_MAX);
	if (c->tty)
		str_adds(&out, "\r\033[K");
	card_draw(&out, &plain, &look);
	chat_put(&out);
	str_clear(&out);
	str_clear(&s);
	c->last[0] = '\0';
}

void
chat_form_drop(struct chat *c)
{
	c->form = NULL;
	c->filled = (struct chat_event){.field_count = 0};
	pool_reset(c->form_pool);
}

void
chat_form_start(struct chat *c, const struct chat_form *f)
{
	chat_form_drop(c);
	/* What was read lives only as long as the frame it came in. */
	struct str json;
	struct json w;
	struct chat_message whole = {.act = CHAT_OPEN, .form = *f}, *kept;
	struct err e = ERR_INIT;
	str_init(&json, OUT_MAX);
	json_begin(&w, &json);
	chat_message_write(&w, &whole);
	kept = pool_alloc(c->form_pool, sizeof(*kept));
	if (chat_message_read(c->form_pool, str_slice(&json), kept, &e) == 0)
		c->form = &kept->form;
	str_clear(&json);
	if (c->form == NULL)
		return;
	c->filled = (struct chat_event){.kind = CHAT_FORM, .token = c->form->token};
	struct slice title =
		pool_slicef(c->form_pool, "%.*s (Ctrl-C leaves it)", SLICE_ARG(c->form->title));
	if (c->tty && title.len > 0)
		chat_note(c, title.data);
	ask(c);
}

static int
fill_in(struct chat *c, struct slice words, struct err *e)
{
	const struct chat_question *q = chat_form_asks(c);
	if (words.len == 0)
		words = q->value;
	if (words.len == 0 && q->must) {
		ask(c);
		return 0;
	}
	c->filled.fields[c->filled.field_count++] =
		(struct chat_field){q->name, pool_copy(c->form_pool, words)};
	if (chat_form_asks(c) != NULL) {
		ask(c);
		return 0;
	}
	struct chat_event ev = c->filled;
	c->form = NULL; /* what comes back may be another form */
	return say(c, &ev, e);
}

/* --- A line ---------------------------------------------------------------------------------- */

static struct slice
without_slash(struct slice s)
{
	struct slice word, rest = s;
	if (!slice_starts(s, "/"))
		return s;
	slice_cut(&rest, ' ', &word);
	return slice_is(word, "/docket") ? slice_ltrim(rest) : slice_sub(s, 1, s.len);
}

int
chat_line(struct chat *c, struct slice line, struct err *e)
{
	int64_t n;
	line = slice_trim(line);
	if (!c->tty && c->width > 0) { /* a transcript: nobody has seen it typed */
		printf("%s%s>%s %.*s\n", c->colour ? "\033[1m" : "", c->who,
		       c->colour ? "\033[0m" : "", SLICE_ARG(line));
		fflush(stdout);
	}
	c->last[0] = '\0';
	if (c->confirming != NULL) {
		const struct choice *b = c->confirming;
		c->confirming = NULL;
		return is_yes(line) ? press(c, b, e) : 0;
	}
	if (chat_form_asks(c) != NULL)
		return fill_in(c, line, e);
	if (line.len == 0)
		return 0;
	if (slice_iis(line, "quit") || slice_iis(line, "exit") || slice_iis(line, "/quit")) {
		c->ended = true;
		return 0;
	}
	if (slice_int(line, &n)) {
		if (n < 1 || n > CHOICES || c->choices[n - 1].token[0] == '\0') {
			chat_note(c, "No button has that number.");
			return 0;
		}
		if (c->choices[n - 1].confirm[0] == '\0')
			return press(c, &c->choices[n - 1], e);
		c->confirming = &c->choices[n - 1];
		return 0;
	}
	if (slice_starts(line, ">"))
		return answer_thread(c, slice_ltrim(slice_sub(line, 1, line.len)), e);
	line = without_slash(line);
	struct chat_event ev = {.kind = CHAT_COMMAND, .text = utf8_cut(line, CHAT_TEXT_MAX)};
	return say(c, &ev, e);
}

/* What came unasked, up to now. */
int
chat_look(struct chat *c, struct err *e)
{
	return c->alone ? terminal_pump(&c->d, chat_show, c, e) < 0 ? -1 : 0
	       : terminal_read(&c->daemon, false, chat_show, c, e) < 0 ? -1
								       : 0;
}
