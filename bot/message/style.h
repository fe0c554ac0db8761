/* What a style attribute does to the text in it: as far as it decides whether anybody sees it. */
#ifndef DOCKET_MESSAGE_STYLE_H
#define DOCKET_MESSAGE_STYLE_H

#include "docket/base/slice.h"

struct style_look {
	bool hidden;	   /* not shown, nor is anything in it */
	bool tiny;	   /* letters of no size; what is in it may say otherwise */
	bool pale, backed; /* white letters; a ground that is not white */
};

/* Applies the declarations of `style` to look, which holds what the element inherits. */
void style_read(struct slice style, struct style_look *look);
void style_colour(struct slice value, struct style_look *look);
void style_ground(struct slice value, struct style_look *look);

#endif
