/* Lines of a text, before it is cut into sentences. Private to text.c. */
#ifndef UNDERSTAND_TEXT_LINES_H
#define UNDERSTAND_TEXT_LINES_H

#include "words.h"

/* What stands before the words of a line. */
struct line_mark {
	uint16_t indent;
	uint32_t number; /* of "2." or "2)" */
	bool bullet;
};
/* The width at which a text is broken. */
struct line_wrap {
	size_t width; /* of the longest line */
	size_t wide;  /* number of lines about that long */
};

/* The end of the line that begins at `at`; false behind the last. */
bool line_next(struct slice text, size_t at, size_t *end);
/* Reads the marks before a list item. Returns the offset behind them. */
size_t line_mark(struct slice text, size_t at, size_t end, struct line_mark *out);
struct line_wrap line_wrap(struct slice text);
/*
 * Was the break at `end` of the line that begins at `at` made by the sender's program? It was if
 * the next line's first word did not fit any more, measured by the longest lines, or if the
 * sentence runs on in lower case and did not begin (`lower`) so.
 */
bool line_runs_on(struct slice text, size_t at, size_t end, const struct line_wrap *wrap,
		  bool lower);

#endif
