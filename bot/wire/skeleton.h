/*
 * A mail that is too large to take in, without its large files: header, texts and small parts stay as they
 * came, of every larger part only its header stays, with a field that says how many bytes were left out.
 * It is fed in pieces of any size and never holds more than SKELETON_MAX. RFC 2045, RFC 2046 5.1.
 */
#ifndef BOT_WIRE_SKELETON_H
#define BOT_WIRE_SKELETON_H

#include "docket/base/str.h"

/* In the header of a part whose body was left out; what a mail itself has of that name is dropped. */
#define SKELETON_FIELD "X-Docket-Left-Out"

enum {
	SKELETON_MAX = 4 << 20,	       /* of what stays: more than any text that people write */
	SKELETON_PART = 256 << 10,     /* a part above that is left out; of a text its beginning stays */
	SKELETON_DEPTH = 16,	       /* multiparts inside each other; what is deeper is one part */
	SKELETON_BOUNDARY = 70,	       /* RFC 2046 5.1.1 */
	SKELETON_HEADER = 64 << 10,    /* of one part */
	SKELETON_LINE = 8 << 10,       /* longer lines are taken in pieces */
};

struct skeleton {
	struct str out;
	struct str line;  /* its beginning, until the rest comes */
	struct str head;  /* of the part at hand, until it is known what stays of it */
	struct str body;  /* of the part at hand, until it is too large */
	char boundary[SKELETON_DEPTH][SKELETON_BOUNDARY + 1];
	size_t depth;
	bool in_head, in_line; /* in_line: a long one goes on */
	bool text, base64;     /* of the part at hand */
	uint64_t offered;      /* bytes of its body, with the blank line before it … */
	uint64_t seen;	       /* … and without line ends */
	uint64_t fed;	       /* of the whole mail */
};

void skeleton_init(struct skeleton *k);
void skeleton_clear(struct skeleton *k);
void skeleton_feed(struct skeleton *k, struct slice bytes);
/* The mail is over, or no more of it is to be had; the slice lives as long as *k. It is shorter than
 * k->fed when something was left out. */
struct slice skeleton_end(struct skeleton *k);

#endif
