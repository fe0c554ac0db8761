/* A round while it is being merged: its wishes, the items they have become, and what finds them. */
#ifndef UNDERSTAND_MERGE_H
#define UNDERSTAND_MERGE_H

#include "wish.h"

enum {
	MERGED_MAX = 1000, /* items of a round; no person reads more */
	CHAIN_MAX = 64,	   /* wishes looked at for one key: what more have in common says little */
	LOOKED_MAX = 256,  /* and for all keys of a wish */
	WALKED_MAX = 4 * CHAIN_MAX, /* nodes of one head: other keys share it */
	CONFLICTS_MAX = 32,	    /* of one item; nobody chooses among more */
	INDEX_HEADS = 1 << 12,
	AUTHOR_SLOTS = 1 << 12, /* twice the entries, and more */
	KEY_SLOTS = 1 << 15,	/* more than all entries have keys */
	RARE_MAX = 3,
	NAME_WORDS_MAX = 400 /* of all senders of a round */
};

#define NO_ITEM SIZE_MAX

struct merged {
	enum item_kind kind;
	struct slice target, summary;
	VEC(struct {
		size_t message;
		struct slice quote;
	})
	sources;
	VEC(size_t) conflicts;
	VEC(size_t) entries;
};
struct praised {
	size_t message;
	struct slice quote;
};
/* An earlier wish that may be about the same. */
struct likely {
	size_t entry;
	enum relation rel;
	float share;
};
/* One source's wish. */
struct entry {
	struct wish wish;
	const struct said_item *said;
	size_t item, message, author;
	size_t before;	/* entry + 1 of the same author */
	size_t seen_by; /* entry + 1 that has looked at it last */
	bool stale;	/* its author has said something later instead */
	bool maybe;	/* a wish only where it is about what another message wishes */
	VEC(struct likely) like;
	size_t rival;	   /* message + 1 that rival_share is of */
	float rival_share; /* how like it the likest wish of that message is */
};
struct node {
	uint32_t hash;
	size_t entry, next; /* next + 1; 0 ends */
};
struct merge {
	const struct understanding *u;
	struct pool *pool, *scratch;	      /* what reading one wish needs */
	const struct round_message *messages; /* in order of Date */
	size_t *author;			      /* of each message: the first that its address sent */
	size_t *last;			      /* entry + 1 of each author */
	struct {
		size_t entry; /* + 1 */
		float share;
	} * best; /* of each message: how like that entry the likest of its wishes is */
	VEC(struct merged) items;
	VEC(struct entry) entries;
	VEC(struct node) nodes;
	size_t head[INDEX_HEADS]; /* node + 1 */
	struct {
		uint32_t hash, count;
	} keys[KEY_SLOTS]; /* how many wishes have a key */
	struct {
		size_t item, author, entry; /* entry + 1: what stands of an author in an item */
	} stands[AUTHOR_SLOTS];
	uint32_t name_hash[NAME_WORDS_MAX], name_who[NAME_WORDS_MAX];
	struct round_names names;
};

static inline const struct reading *
reading_at(const struct merge *g, size_t message)
{
	return g->messages[message].reading;
}

/* What the round has said before about the same: the item to join, and those it contradicts. */
struct finding {
	size_t join; /* item + 1 */
	size_t own;  /* item + 1 that its author has said something else about */
	float share, own_share;
	VEC(size_t) against;
};

/* merge_index.c: who wrote what, which wishes have a key, and what stands of an author. */
void merge_find_authors(struct merge *g, size_t count);
void merge_collect_names(struct merge *g, size_t count);
void merge_add_entry(struct merge *g, size_t message, const struct said_item *x);
void merge_mark_rare(struct merge *g, struct wish *w); /* once all entries are there */
void merge_index_entry(struct merge *g, size_t entry);
size_t *merge_standing(struct merge *g, size_t item, size_t author); /* entry + 1, or 0 */

/* merge.c */
void merge_compare(struct merge *g, size_t entry); /* with all that may be about the same */
void merge_find(struct merge *g, size_t entry, struct finding *f);
/* Finds the items that the wishes of all messages belong to, or makes them. */
void merge_entries(struct merge *g);
/* Then: makes the entry a source of an item, or one that contradicts, or nothing. */
void merge_maybe(struct merge *g, size_t entry);
size_t merge_new_item(struct merge *g, const struct said_item *x);
void merge_add_source(struct merge *g, size_t entry);
void merge_add_conflict(struct merge *g, size_t a, size_t b);

#endif
