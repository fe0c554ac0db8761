/*
 * The words by which mail programs and people mark what is not new text, in the languages docket
 * has met. All are stored folded (utf8_fold: NFKC, case folding) and compared with folded lines.
 */
#ifndef DOCKET_MESSAGE_PHRASE_H
#define DOCKET_MESSAGE_PHRASE_H

#include "docket/base/pool.h"

/* What a header line inside a body stands for. */
enum phrase_key {
	KEY_NONE,
	KEY_FROM,
	KEY_DATE,
	KEY_TO,
	KEY_CC,
	KEY_SUBJECT,
	KEY_OTHER, /* Reply-To, Attachments, Importance: belongs to a block, says nothing */
};

/* Folded copy of at most the first 512 bytes; cheap for ASCII. */
struct slice phrase_fold(struct pool *pool, struct slice line);

/* The words begin with a capital letter, or with one of a script that has none. */
bool phrase_capital(struct slice words);
/* How many words begin with a small letter, links and addresses aside: sentences have several. */
size_t phrase_small_words(struct slice words);

/* "from", "gesendet": the words before the colon, folded and trimmed. */
enum phrase_key phrase_key(struct slice name);

bool phrase_wrote(struct slice folded);	     /* holds a verb of attribution */
bool phrase_on(struct slice folded);	     /* begins like one: "on ", "am ", "le " */
bool phrase_original(struct slice folded);   /* "original message" */
bool phrase_forwarded(struct slice folded);  /* "forwarded message", "begin forwarded message" */
bool phrase_mobile(struct slice folded);     /* "sent from my …" */
bool phrase_device(struct slice folded);     /* a device or mail program, and "sent" or "get" */
bool phrase_pocket(struct slice folded);   /* a device, a mail program, a phone of any kind */
bool phrase_excuse(struct slice folded);   /* begs pardon for brevity or typing */
bool phrase_greeting(struct slice folded);   /* a noun of farewell: "regards", "grüsse" */
bool phrase_dangles(struct slice folded);    /* ends in a word that ends no sentence: "by" */
bool phrase_postscript(struct slice folded); /* begins with "PS" */
bool phrase_points(struct slice folded);     /* speaks of an address or of what stands below */
bool phrase_own(struct slice folded);	     /* begins with "I", "we" */
bool phrase_disclaimer(struct slice folded);
bool phrase_notice(struct slice folded); /* may open small print: "important notice" */
bool phrase_legal(struct slice folded);	 /* holds a word of small print: "confidential" */
bool phrase_above(struct slice folded);	 /* "please reply above this line" */

/* The closing at the start of a folded line: its length in bytes, 0 if there is none. */
size_t phrase_closing(struct slice folded);

/* "re:", "aw: fwd:" at the start: the length of one prefix with its colon and blanks, 0 if none. */
size_t phrase_reply_prefix(struct slice folded, bool *forward_out);

#endif
