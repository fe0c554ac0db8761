/* Lines that stand in signatures, and lines that cannot. */
#ifndef DOCKET_MESSAGE_SIGN_H
#define DOCKET_MESSAGE_SIGN_H

#include "signer.h"

/* Small words that make a sentence: names, titles and places have fewer. */
enum { SIGN_SENTENCE = 4 };

/* A number to call, a link, an address. */
bool sign_contact(struct slice words);
/* How mail programs name an attachment in the text: " - offer.pdf", "<<offer.pdf>>". */
bool sign_marker(struct slice words);
/* Prose: long, or a sentence. */
bool sign_prose(struct slice words);
/* "-- " as RFC 3676 4.3 has it; "--", "---" or a dash alone as well. */
bool sign_strict(const struct split *s, size_t i);
bool sign_delimiter(const struct split *s, size_t i);
/* The mark that a mail tracker leaves below the text (U+1427). */
bool sign_dot(struct slice words);
/* A line of dashes, underscores and the like. */
bool sign_rule(struct slice words);
/* "-Bob", "-- Bob Smith": a dash and a name, the last words there are. */
bool sign_dashed(struct slice words);
/* "- Dana Fox" right above or below another such line: one of a list. */
bool sign_item(const struct split *s, size_t from, size_t i, size_t to);
/* "4) Dana Fox": an answer by number. */
bool sign_numbered(struct slice words);
/* "Thanks!", which closes a mail and is an answer, too. */
bool sign_thanks(struct slice folded);

/* "Sent from my …", in the words of phrase.def. */
bool sign_mobile(const struct split *s, size_t i);
/*
 * Line i, the last before `to` and a paragraph of its own, names a device or a mail program and
 * says "sent" or "get": a mobile line in whatever words.
 */
bool sign_device(const struct split *s, size_t i, size_t to);
/* A closing alone on its line, or with the sender's name behind it. */
bool sign_closing(const struct split *s, size_t i, const struct signer *who);
/* Line i is one of a list of names: the line right above is another's. */
bool sign_listed(const struct split *s, size_t from, size_t i, const struct signer *who);
/*
 * What stands on line `at` belongs to the line above it: that one ends in a colon, or in a word
 * that cannot end a sentence ("Approved by").
 */
bool sign_belongs(const struct split *s, size_t from, size_t at);
/* The second of these alone. */
bool sign_dangles(const struct split *s, size_t from, size_t at);
/* The last words above line `at` speak of what stands there: "deliver to the address below". */
bool sign_points(const struct split *s, size_t from, size_t at);

#endif
