/*
 * One line of input on a terminal: bytes in, an edited line out, and how to draw it. Knows no
 * descriptor, so a table can test it. Keys as in Emacs and readline: arrows, Home, End, Delete,
 * Ctrl-A B D E F H K L N P T U W, Alt-B F, pasting by brackets (a line end in it is a blank).
 */
#ifndef DOCKET_CLI_LINE_EDIT_H
#define DOCKET_CLI_LINE_EDIT_H

#include "docket/base/str.h"

enum { LINE_MAX_BYTES = 16 << 10, LINE_HISTORY = 200 };

enum line_event {
	LINE_MORE,   /* nothing to do but draw */
	LINE_DONE,   /* Enter: line_take */
	LINE_CANCEL, /* Ctrl-C: the line was thrown away */
	LINE_END,    /* Ctrl-D on an empty line */
	LINE_CLEAR,  /* Ctrl-L: the screen */
};

struct line;
struct line *line_new(void);
void line_free(struct line *l);
enum line_event line_feed(struct line *l, unsigned char byte);
/* The line as it is; borrowed until the next feed. */
struct slice line_text(const struct line *l);
/* Empties it; `keep` remembers it for the arrow keys. */
void line_take(struct line *l, bool keep);
/* Column of the cursor, for tests: display columns before it. */
size_t line_column(const struct line *l);
/*
 * Draws prompt and line into one row of `width` columns, scrolled so that the cursor is in sight:
 * what to write to a terminal whose cursor is in that row. The prompt is bold where wanted.
 */
void line_draw(const struct line *l, struct slice prompt, bool bold, size_t width, struct str *out);

#endif
