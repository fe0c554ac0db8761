/* The keys and values of a wish, for wish.c. */
#ifndef UNDERSTAND_WISH_KEYS_H
#define UNDERSTAND_WISH_KEYS_H

#include "wish.h"

enum {
	WISH_OPTION = 2, /* the key of a choice that does not say of what */
	WISH_LAST = 99	 /* the ordinal of what is last, however many there are */
};

uint32_t wish_hash(struct slice s);
void wish_add_key(struct wish *w, uint32_t hash, enum key_kind kind, bool head);
void wish_add_value(struct wish *w, enum value_kind kind, uint32_t hash, bool not );
/* "3 seconds", "20 %": does something stand behind the number at t? */
bool wish_measured(const struct doc *d, size_t t);
/* What the word at t stands for, as a key; 0 when it names nothing. */
uint32_t wish_key_at(const struct understanding *u, const struct doc *d, size_t t);
void wish_read_keys(const struct understanding *u, struct pool *pool, const struct doc *d,
		    struct wish *w, bool head, const struct round_names *names);

#endif
