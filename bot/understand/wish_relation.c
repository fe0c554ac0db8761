/* What two wishes are to each other: the same, opposed, or nothing. */
#include "wish.h"

struct likeness {
	unsigned rare, common; /* shared words of few wishes, of many */
	bool half_head;	       /* what they share names the target of one of them */
	unsigned concepts;
	bool concept, head, part, time, literal;
	unsigned concepts_a, concepts_b; /* known parts that each names */
	bool other_place;		 /* both say where, and not the same place */
	unsigned own_a, own_b;		 /* words that only one of them has */
};

static bool
places_differ(const struct wish *a, const struct wish *b)
{
	bool differ = false;
	if (a->picks && b->picks)
		return false; /* of "A" and "B" both speak, to choose */
	for (size_t i = 0; i < a->keys; i++)
		for (size_t k = 0; a->key[i].name && k < b->keys; k++) {
			if (b->key[k].name != a->key[i].name)
				continue;
			if (b->key[k].hash == a->key[i].hash)
				return false;
			differ = true;
		}
	return differ;
}

static struct likeness
compare(const struct wish *a, const struct wish *b)
{
	struct likeness l = {.own_a = (unsigned)a->keys, .own_b = (unsigned)b->keys};
	for (size_t i = 0; i < a->keys; i++) {
		const struct key *x = &a->key[i];
		for (size_t k = 0; k < b->keys; k++) {
			const struct key *y = &b->key[k];
			if (x->hash != y->hash)
				continue;
			l.own_a--;
			l.own_b--;
			bool rare = x->rare && !x->above && !y->above;
			l.rare += x->kind == KEY_WORD && rare;
			l.common += x->kind == KEY_WORD && !rare;
			l.half_head = l.half_head || x->head || y->head;
			l.concept = l.concept || x->kind == KEY_CONCEPT;
			l.concepts += x->kind == KEY_CONCEPT;
			l.part = l.part || x->kind == KEY_PART;
			l.time = l.time || x->kind == KEY_TIME;
			l.literal = l.literal || x->kind == KEY_LITERAL;
			l.head = l.head || (x->head && y->head);
		}
	}
	for (size_t i = 0; i < a->keys; i++)
		l.concepts_a += a->key[i].kind == KEY_CONCEPT && !a->key[i].above;
	for (size_t i = 0; i < b->keys; i++)
		l.concepts_b += b->key[i].kind == KEY_CONCEPT && !b->key[i].above;
	l.other_place = places_differ(a, b);
	return l;
}

enum direction { DIR_UNKNOWN, DIR_SAME, DIR_REVERSE, DIR_OTHER };

/* What can be told in either way: "hard to read" and "larger", "too long" and "fewer". */
static bool
akin(struct slice a, struct slice b)
{
	static const struct {
		const char *a, *b;
	} pairs[] = {{"keep", "count"},	    {"keep", "length"},	     {"keep", "strength"},
		     {"size", "length"},    {"size", "count"},	     {"length", "count"},
		     {"legible", "size"},   {"legible", "contrast"}, {"legible", "weight"},
		     {"contrast", "light"}, {"strength", "light"},   {"legible", "light"},
		     {"loud", "strength"},  {"weight", "strength"},  {"legible", "space"}};
	for (size_t i = 0; i < COUNT(pairs); i++)
		if ((slice_is(a, pairs[i].a) && slice_is(b, pairs[i].b)) ||
		    (slice_is(b, pairs[i].a) && slice_is(a, pairs[i].b)))
			return true;
	return false;
}

static enum direction
direction(const struct wish *a, const struct wish *b)
{
	bool same = false, reverse = false, both = false;
	for (size_t i = 0; i < a->senses; i++) {
		for (size_t k = 0; k < b->senses; k++) {
			/* that something is to be put right says nothing about how */
			if (slice_is(a->sense[i].dimension, "state") ||
			    slice_is(b->sense[k].dimension, "state"))
				continue;
			bool eq = slice_eq(a->sense[i].value, b->sense[k].value);
			both = true;
			if (!slice_eq(a->sense[i].dimension, b->sense[k].dimension)) {
				same = same ||
				       (eq && akin(a->sense[i].dimension, b->sense[k].dimension));
				continue;
			}
			same = same || eq;
			reverse = reverse || !eq;
		}
	}
	return same ? DIR_SAME : reverse ? DIR_REVERSE : both ? DIR_OTHER : DIR_UNKNOWN;
}

/* Both name a value of one kind, and not the same. */
static bool
other_values(const struct wish *a, const struct wish *b)
{
	bool has_a[VALUE_KINDS] = {0}, other[VALUE_KINDS] = {0}, same[VALUE_KINDS] = {0};
	for (size_t i = 0; i < a->values; i++)
		has_a[a->value[i].kind] |= !a->value[i].not ;
	for (size_t i = 0; i < b->values; i++)
		other[b->value[i].kind] |= has_a[b->value[i].kind] && !b->value[i].not ;
	for (size_t i = 0; i < a->values; i++)
		for (size_t k = 0; k < b->values; k++)
			if (a->value[i].kind == b->value[k].kind &&
			    a->value[i].hash == b->value[k].hash)
				same[a->value[i].kind] = true;
	for (size_t i = 0; i < VALUE_KINDS; i++)
		if (other[i] && !same[i])
			return true;
	return false;
}

static bool
has_key(const struct wish *w, uint32_t hash)
{
	for (size_t i = 0; i < w->keys; i++)
		if (w->key[i].hash == hash)
			return true;
	return false;
}

/* "A first" and "B first", when one of them speaks of both; "A first" and "A last". */
static bool
other_order(const struct wish *a, const struct wish *b)
{
	if ((a->leads && a->leads == b->trails) || (b->leads && b->leads == a->trails))
		return true;
	return a->leads && b->leads && a->leads != b->leads &&
	       (has_key(a, b->leads) || has_key(b, a->leads));
}

/* One wants there what the other does not. */
static bool
other_presence(const struct wish *a, const struct wish *b, const struct likeness *l)
{
	if (!(l->head || l->rare || l->literal || (l->concept && l->half_head)))
		return false;
	return (a->wanted && !a->unwanted && b->unwanted && !b->wanted) ||
	       (b->wanted && !b->unwanted && a->unwanted && !a->wanted);
}

/* Wants it in some way; "too many of them" goes with taking them away. */
static bool
wants_more(const struct wish *w)
{
	for (size_t i = 0; i < w->senses; i++)
		if (!slice_is(w->sense[i].value, "-"))
			return true;
	return false;
}

/* Does one undo what the other wants? */
static bool
reverses(const struct wish *a, const struct wish *b, const struct likeness *l, enum direction dir)
{
	if (a->keep != b->keep && !(a->wanted && b->wanted))
		return true;
	if (dir == DIR_REVERSE || (other_values(a, b) && !l->literal))
		return true;
	if (other_order(a, b) || other_presence(a, b, l))
		return true;
	/* one takes away what the other wants otherwise */
	if (a->drop != b->drop && l->head && wants_more(a->drop ? b : a))
		return true;
	return a->drop != b->drop && (l->head || l->time) &&
	       (a->drop ? b->fix || b->values : a->fix || a->values);
}

/* Does the target of a have a word that b has not? */
static bool
own_head(const struct wish *a, const struct wish *b)
{
	for (size_t i = 0; i < a->keys; i++)
		if (a->key[i].head && a->key[i].kind == KEY_WORD && !has_key(b, a->key[i].hash))
			return true;
	return false;
}

enum relation
wish_relation(const struct wish *a, const struct wish *b, bool author, bool refers,
	      unsigned *strength)
{
	struct likeness l = compare(a, b);
	enum direction dir = direction(a, b);
	bool reverse = reverses(a, b, &l, dir);
	/* words of two languages are never the same: what they are about has to do */
	bool foreign = a->lang != b->lang;
	unsigned named = 3 * l.rare + l.common + 3 * l.literal + 4 * l.time + 2 * l.head;
	*strength = named + 2 * l.concept + 2 * l.part + (dir == DIR_SAME ? 2u : 0u) +
		    (refers ? 4u : 0u);
	if (l.other_place && !l.literal && !refers)
		return REL_NONE;
	if (refers && b->agree)
		return REL_SAME;
	if (author && (b->retract || reverse || a->keep != b->keep) && *strength >= 2)
		return REL_SAME;
	/* the same page, or a word that all use, is not yet the same thing */
	if (foreign && !author && !reverse && (l.part || l.time || l.concept))
		return REL_SAME;
	if (named < 3 && l.concepts < 2 && !(l.concept && (l.part || l.half_head || refers)) &&
	    !((l.concept || l.part) && (dir == DIR_SAME || reverse)))
		return REL_NONE;
	if (author)
		return dir == DIR_OTHER && l.rare < 2 ? REL_NONE : REL_SAME;
	if (reverse)
		return REL_OPPOSED;
	/* "the photo of the barn", "the photo of the cook" */
	if (l.concepts == 1 && named <= 2 && !l.part && !refers && dir != DIR_SAME &&
	    own_head(a, b) && own_head(b, a))
		return REL_NONE;
	/* one word in common, and both say of what part of it they speak */
	if (l.rare == 1 && !l.concept && !l.part && !l.time && !l.literal && !l.common && !refers &&
	    dir != DIR_SAME && l.concepts_a && l.concepts_b)
		return REL_NONE;
	if (dir == DIR_OTHER && !(l.time || l.literal || l.rare > 1 || refers))
		return REL_NONE;
	if (named < 2 && l.concepts < 2 && !l.part && !refers && dir != DIR_SAME)
		return REL_NONE;
	return REL_SAME;
}
