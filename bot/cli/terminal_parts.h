/* The parts of `docket chat`: terminal.c carries, terminal_show.c shows, terminal_talk.c says. */
#ifndef BOT_CLI_TERMINAL_PARTS_H
#define BOT_CLI_TERMINAL_PARTS_H

#include "docket/daemon/daemon.h"
#include "line_edit.h"

#include <termios.h>

enum {
	CHOICES = 99, /* buttons that can be pressed by number; then the numbers begin again */
	THREADS = 32, /* cards that can be answered */
	OUT_MAX = 1 << 20,
	KEY_BYTES = 12,
	WIDTH_USUAL = 80,
	LINE_IN_MAX = 64 << 10,
};

struct choice {
	char token[CHAT_TOKEN_MAX + 1], label[64], confirm[200];
};
struct thread {
	char ref[48], title[120];
};

struct chat {
	bool alone; /* no daemon: d and me are ours */
	struct desk d;
	struct member me;
	struct pool *pool;
	struct terminal_line daemon;
	char who[64];

	bool tty, colour, utf8;
	size_t width; /* of --width: frames where there is no terminal, and what was said above them
		       */
	struct termios before;
	struct line *edit;
	char last[48]; /* the card that stands right above the prompt: it can be drawn anew */
	size_t last_rows, last_width;
	unsigned last_first;

	struct choice choices[CHOICES];
	unsigned next; /* number of the next button, from 1 */
	struct thread threads[THREADS];
	size_t thread_next;

	const struct choice *confirming; /* waits for y or n */
	struct pool *form_pool;
	struct chat_form *form; /* being filled in */
	struct chat_event filled;
	bool ended;
};

/* Columns of the screen; 0: plain lines. */
size_t chat_columns(const struct chat *c);
void chat_put(const struct str *s);
void chat_note(struct chat *c, const char *text);
/* A message of docket's: terminal_show. */
void chat_show(void *arg, struct slice ref, const struct chat_message *m);
/* The form that came; the question that waits, or NULL; away with it. */
void chat_form_start(struct chat *c, const struct chat_form *f);
const struct chat_question *chat_form_asks(const struct chat *c);
void chat_form_drop(struct chat *c);
/* What came unasked, up to now. */
int chat_look(struct chat *c, struct err *e);
/* A line that was typed: a command, a button's number, an answer. */
int chat_line(struct chat *c, struct slice line, struct err *e);

#endif
