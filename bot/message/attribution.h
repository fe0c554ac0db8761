/* Lines that say who wrote what is quoted below them. */
#ifndef DOCKET_MESSAGE_ATTRIBUTION_H
#define DOCKET_MESSAGE_ATTRIBUTION_H

#include "split.h"

/* 1900 to 2099, or hh:mm, or 3/4/99, anywhere in the words. */
bool attribution_has_date(struct slice words);
bool attribution_has_address(struct slice words);
/* The words end in a colon, decoration aside. */
bool attribution_open(struct slice words);

/* Line i is quoted: marks the attribution above it, if there is one. *tries bounds the work. */
void attribution_above(struct split *s, size_t i, size_t *tries);
/* Whether an attribution without marked quotes begins on line i; *last_out is its last line. */
bool attribution_at(const struct split *s, size_t i, size_t *last_out);

#endif
