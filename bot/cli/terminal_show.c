/* What `docket chat` shows: messages as cards, and which of their buttons and threads can be used.
 */
#include "terminal_parts.h"

#include "card_draw.h"
#include "docket/base/utf8.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* --- Showing --------------------------------------------------------------------------------- */

size_t
chat_columns(const struct chat *c)
{
	struct winsize w;
	if (!c->tty || c->width > 0)
		return c->width;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 0)
		return w.ws_col;
	return WIDTH_USUAL;
}

static size_t
screen_rows(void)
{
	struct winsize w;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_row > 0 ? w.ws_row : 24;
}

void
chat_put(const struct str *s)
{
	struct slice rest = str_slice(s);
	fwrite(rest.data != NULL ? rest.data : "", 1, rest.len, stdout);
	fflush(stdout);
}

void
chat_note(struct chat *c, const char *text)
{
	if (c->tty)
		printf("\r\033[K%s%s%s\n", c->colour ? "\033[2m" : "", text,
		       c->colour ? "\033[0m" : "");
	else
		printf("%s\n", text);
	c->last[0] = '\0';
	fflush(stdout);
}

static void
keep_choices(struct chat *c, const struct chat_card *card, unsigned first)
{
	for (size_t i = 0; i < card->button_count; i++) {
		const struct chat_button *b = &card->buttons[i];
		struct choice *to = &c->choices[first - 1 + i];
		slice_cstr(b->token, to->token, sizeof(to->token));
		slice_cstr(utf8_cut(b->label, sizeof(to->label) - 1), to->label, sizeof(to->label));
		slice_cstr(utf8_cut(b->confirm, sizeof(to->confirm) - 1), to->confirm,
			   sizeof(to->confirm));
	}
}

static void
keep_thread(struct chat *c, struct slice ref, struct slice title)
{
	struct thread *t = NULL;
	if (title.len == 0 || ref.len == 0)
		return;
	for (size_t i = 0; i < THREADS; i++)
		if (slice_is(ref, c->threads[i].ref))
			c->threads[i].ref[0] = '\0'; /* it moves to the newest place */
	t = &c->threads[c->thread_next++ % THREADS];
	slice_cstr(ref, t->ref, sizeof(t->ref));
	slice_cstr(utf8_cut(title, sizeof(t->title) - 1), t->title, sizeof(t->title));
}

void
chat_show(void *arg, struct slice ref, const struct chat_message *m)
{
	struct chat *c = arg;
	struct str out;
	if (m->act == CHAT_OPEN) {
		chat_form_start(c, &m->form);
		return;
	}
	struct card_look look = {.width = chat_columns(c), .colour = c->colour, .utf8 = c->utf8};
	bool same = c->tty && m->act == CHAT_UPDATE && c->last_rows > 0 && slice_is(ref, c->last) &&
		    c->last_width == look.width && c->last_rows + 1 < screen_rows();
	if (!same && c->next + CHAT_BUTTONS_MAX > CHOICES)
		c->next = 1;
	look.first =
		same && m->card.button_count > 0 && c->last_first > 0 ? c->last_first : c->next;
	str_init(&out, OUT_MAX);
	if (c->tty)
		str_adds(&out, "\r\033[K");
	if (same)
		str_addf(&out, "\033[%zuA\033[J", c->last_rows);
	c->last_rows = card_draw(&out, &m->card, &look);
	if (!c->tty && look.width == 0)
		str_adds(&out, "\n");
	chat_put(&out);
	str_clear(&out);
	keep_choices(c, &m->card, look.first);
	if (look.first == c->next)
		c->next += (unsigned)m->card.button_count;
	keep_thread(c, ref, m->card.title);
	slice_cstr(ref, c->last, sizeof(c->last));
	c->last_width = look.width;
	c->last_first = look.first;
}
