/* How near a word that nobody knows is to one that is known, for "did you mean". */
#ifndef DOCKET_BASE_NEAR_H
#define DOCKET_BASE_NEAR_H

#include "docket/base/slice.h"

enum { NEAR_WORD_MAX = 40 }; /* bytes; what is longer is a sentence, and as far as can be from all */

/*
 * How many slips lie between two words: a letter changed, left out or added, or two neighbours swapped
 * (optimal string alignment). ASCII letters are the same in either case. At most NEAR_WORD_MAX.
 */
size_t near_distance(struct slice a, struct slice b);

#endif
