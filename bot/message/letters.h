/* Letters that are not what they look like. */
#ifndef DOCKET_MESSAGE_LETTERS_H
#define DOCKET_MESSAGE_LETTERS_H

#include "docket/base/slice.h"

/*
 * Whether text has a word of two scripts, letters that only look like others (full width,
 * mathematical), an invisible character inside a word, or a turn of direction: what a reader sees
 * may be another text than the one that was read.
 */
bool letters_odd(struct slice text);

#endif
