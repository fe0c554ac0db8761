/*
 * Whether a folded text holds any of a table's phrases: one pass over the text, whatever the size
 * of the table. The index is built at first use and stays.
 */
#ifndef DOCKET_MESSAGE_MATCH_H
#define DOCKET_MESSAGE_MATCH_H

#include "docket/base/slice.h"

enum { MATCH_MAX = 255, MATCH_BUCKETS = 256 };

struct match_set {
	const char *const *words; /* at most MATCH_MAX, none empty */
	size_t count;
	bool built;
	unsigned char head[MATCH_BUCKETS], next[MATCH_MAX], len[MATCH_MAX]; /* index + 1; 0 ends */
};

/* static struct match_set greetings = MATCH_SET(greeting_words); */
#define MATCH_SET(array)                                                                           \
	{                                                                                          \
		.words = (array), .count = COUNT(array)                                            \
	}

bool match_any(struct match_set *set, struct slice text);
/* As match_any, but a phrase does not begin or end inside a longer word. */
bool match_words(struct match_set *set, struct slice text);
/* The longest phrase that the text begins with: its length, 0 if there is none. */
size_t match_start(struct match_set *set, struct slice text);

#endif
