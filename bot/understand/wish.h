/* One wish as it is compared with others: what it is about, and in which direction it goes. */
#ifndef UNDERSTAND_WISH_H
#define UNDERSTAND_WISH_H

#include "lexicon.h"

/* The order is that of strength: see weight_of(). */
enum key_kind { KEY_WORD, KEY_CONCEPT, KEY_PART, KEY_LITERAL, KEY_TIME };
struct key {
	uint32_t hash;
	uint32_t root; /* of a word: its first letters, which derivation leaves alone */
	uint32_t name; /* of a part: "page", whatever its number */
	uint8_t kind;
	bool head;	 /* of the words that name the target */
	bool rare;	 /* few wishes of the round have it; the caller counts */
	uint16_t wishes; /* how many, exactly */
	bool owner;	 /* whose the target is: "the price of the lamp" */
	bool above;	 /* stands over the wish, not in it */
	bool denied;	 /* "silver, not gold": what it shall not be */
	uint32_t instead; /* of what is denied: the key of what it shall be */
};
struct sense {
	struct slice dimension, value; /* value "+" or "-", or a word: "colour", "red" */
	bool aimed; /* a verb or preposition says that this is what it shall become */
	bool not ;  /* "no red": what it shall not be */
};
/* A value that is asked for, or ("not 13") that it shall not be. */
enum value_kind { VALUE_NUMBER, VALUE_TIME, VALUE_WORDS, VALUE_OPTION, VALUE_KINDS };
struct value {
	uint32_t hash;
	enum value_kind kind;
	bool not ;
};
enum { KEYS_MAX = 24, SENSES_MAX = 8, VALUES_MAX = 6, NAMES_MAX = 4 };
struct wish {
	struct key key[KEYS_MAX];
	size_t keys;
	struct sense sense[SENSES_MAX];
	size_t senses;
	struct value value[VALUES_MAX];
	size_t values;
	uint32_t leads, trails;	  /* keys of what shall come first and what behind it; 0: none */
	uint32_t name[NAMES_MAX]; /* persons that it mentions: positions in names_of_round */
	size_t names;
	uint32_t last; /* the key read last */
	int lang;
	bool keep, drop, fix, agree, retract;
	bool wanted, unwanted; /* shall be there, or shall not */
	bool picks;	       /* one of several: "option B for me" */
	bool objects;	  /* opens with what speaks against another: "no, …", "I'd rather …" */
	bool only_agrees; /* says nothing but that */
};

/* Words of the names of a round's senders; what they mean is the caller's. */
struct round_names {
	const uint32_t *hash;
	const uint32_t *who;
	size_t count;
};

struct wish wish_read(const struct understanding *u, struct pool *pool,
		      const struct said_item *item, struct slice lang,
		      const struct round_names *names);

enum relation { REL_NONE, REL_SAME, REL_OPPOSED };
struct wish_pair {
	const struct wish *a, *b; /* b was said later */
	bool author;		  /* both said by one person */
	bool refers;		  /* b names a's author */
	bool maybe;		  /* one of them is a wish only if it is about the same */
	size_t wishes;		  /* of the whole round */
};
enum wish_feature {
#define PAIR(e, related, opposed) PAIR_##e,
#include "wish_pair.def"
#undef PAIR
	PAIR_COUNT
};
void wish_features(const struct wish_pair *p, float out[PAIR_COUNT]);
/* How sure it is, 0 to 1, that b is about the same as a; *rel: the same wish then, or the opposite.
 */
float wish_relation(const struct wish_pair *p, enum relation *rel);

/* Of what kind a wish is: two of other kinds about one thing are two wishes. */
enum aspect {
	ASPECT_SIZE = 1,
	ASPECT_LOOK = 2,
	ASPECT_PLACE = 4,
	ASPECT_PRESENCE = 8,
	ASPECT_VALUE = 16,
	ASPECT_FAULT = 32,
	ASPECT_TONE = 64,
	ASPECT_AMOUNT = 128
};
/* wish_aspect.c: the sides of a thing that w is about, as bits; 0 when no word of it says. */
unsigned wish_aspects(const struct wish *w);
/* Do they want it in one way? OTHER: in ways that do not compare. */
enum direction { DIR_UNKNOWN, DIR_SAME, DIR_REVERSE, DIR_OTHER };
enum direction wish_direction(const struct wish *a, const struct wish *b);
/* Both name a value of one kind, and not the same. */
bool wish_values_differ(const struct wish *a, const struct wish *b);
bool wish_place_apart(const struct wish *a, const struct wish *b);

#endif
