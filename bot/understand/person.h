/*
 * How people are named in a text: "Dr. Kapoor", "our managing director", "Evelyn Marsh, our board
 * chair". Tokens are those of d; nothing here knows what the people are to do.
 */
#ifndef UNDERSTAND_PERSON_H
#define UNDERSTAND_PERSON_H

#include "context.h"

/* Longest of what people really write; the rest of a longer run is something else. */
enum { PERSON_NAME_WORDS = 8, PERSON_ROLE_WORDS = 4 };

bool person_is_me(const struct doc *d, size_t t);   /* the sender: "I", "ich" */
bool person_is_role(const struct doc *d, size_t t); /* a title or role: "Dr.", "Frau", "boss" */
bool person_name_at(const struct doc *d, size_t t); /* a capitalised word that can be a name */
bool person_at(const struct doc *d, size_t t);	    /* a name or a role */
/* Is the mail written without capitals, and so its names? And such a name, in such a mail. */
bool person_low(const struct doc *d);
bool person_low_at(const struct doc *d, size_t t, bool low);
/* First token, from `first` on, of the person whose last token is `last`. */
size_t person_start(const struct doc *d, size_t last, size_t first);
/* End of what is said about a person that ends before `to`: "Katrin Albers in Munich". */
size_t person_tail(const struct doc *d, size_t to, size_t limit);
/* Bytes of the possessive ending of a word: 's. */
size_t person_owns(struct slice word);

#endif
