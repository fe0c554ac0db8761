/* Header blocks of quoted and forwarded mails. */
#ifndef DOCKET_MESSAGE_BLOCK_H
#define DOCKET_MESSAGE_BLOCK_H

#include "split.h"

struct block {
	size_t end;	/* behind its last header line */
	unsigned roles; /* bit for each enum phrase_key seen */
	unsigned count; /* header lines */
	bool address;
	bool clock; /* the date has seconds */
	bool sent;  /* it is called "Sent" */
};

/* A colon, ASCII or full width, near the start: the end of a key. SIZE_MAX: none. */
size_t block_colon(struct slice words, size_t *width_out);

/*
 * A run of "Key: value" lines from line i on, one quote depth; folds of long values and single
 * blank lines between are allowed.
 */
struct block block_at(const struct split *s, size_t i);

/* Enough of a header to be one; less is asked for behind a separator. */
bool block_strong(const struct block *b, bool separated);

/* Whether a header block stands on line i, if its keys may be guessed: sender and two more. */
bool block_guessed(const struct split *s, size_t i);

#endif
