/*
 * A chat card as rows of a terminal: a frame with title and context in it, text wrapped to the
 * width, fields in two columns, buttons as numbered choices. What people wrote cannot steer the
 * terminal: control characters and marks that turn the direction of text are left out.
 */
#ifndef DOCKET_CLI_CARD_DRAW_H
#define DOCKET_CLI_CARD_DRAW_H

#include "docket/base/chat.h"

struct card_look {
	size_t width; /* columns; 0: plain lines without frame, for programs that read them */
	bool colour, utf8;
	unsigned first; /* the number of the first button */
};
/* Adds the card to out, each row ended by "\n"; returns how many rows. */
size_t card_draw(struct str *out, const struct chat_card *c, const struct card_look *look);

#endif
