/* What two wishes are to each other: the same, opposed, or nothing. */
#include <math.h>

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
			if (b->key[k].name != a->key[i].name || a->key[i].denied ||
			    b->key[k].denied)
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

/* "Silver, not gold." and "Gold, please.": what one sets aside the other names. */
static bool
denies(const struct wish *a, const struct wish *b)
{
	for (size_t i = 0; i < a->keys; i++) {
		const struct key *x = &a->key[i];
		/* "it says gold, should be silver" */
		if (!x->denied || x->above || has_key(b, x->instead))
			continue;
		for (size_t k = 0; k < b->keys; k++)
			if (x->hash == b->key[k].hash && !b->key[k].denied && !b->key[k].above)
				return true;
	}
	return false;
}

/* Does one undo what the other wants? */
static bool
reverses(const struct wish *a, const struct wish *b, const struct likeness *l, enum direction dir)
{
	if (a->keep != b->keep && !(a->wanted && b->wanted))
		return true;
	if (dir == DIR_REVERSE || (wish_values_differ(a, b) && !l->literal))
		return true;
	if (other_order(a, b) || other_presence(a, b, l) || denies(a, b) || denies(b, a))
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

/* Does the target of a name a thing that b does not? */
static bool
own_thing(const struct wish *a, const struct wish *b)
{
	for (size_t i = 0; i < a->keys; i++)
		if (a->key[i].head && a->key[i].kind != KEY_PART && a->key[i].kind != KEY_TIME &&
		    !has_key(b, a->key[i].hash))
			return true;
	return false;
}

/* Names nothing but where: its target is a whole page, slide or ad. */
static bool
only_place(const struct wish *w)
{
	bool place = false;
	for (size_t i = 0; i < w->keys; i++) {
		place = place || (w->key[i].kind == KEY_PART && !w->key[i].above);
		if ((w->key[i].head && w->key[i].kind != KEY_PART) || w->key[i].kind == KEY_CONCEPT)
			return false;
	}
	return place;
}

/* Whose it is: "the price of the sofa", "the price of the lamp". */
static bool
owners_apart(const struct wish *a, const struct wish *b)
{
	bool of_a = false, of_b = false;
	for (size_t i = 0; i < a->keys; i++) {
		of_a = of_a || a->key[i].owner;
		if (a->key[i].owner && has_key(b, a->key[i].hash))
			return false;
	}
	for (size_t i = 0; i < b->keys; i++) {
		of_b = of_b || b->key[i].owner;
		if (b->key[i].owner && has_key(a, b->key[i].hash))
			return false;
	}
	return of_a && of_b;
}

/* Only one word in common, and two owners of it, or two sides of it: "the logo is too small", "the
 * logo is missing". */
static bool
only_shares_head(const struct wish_pair *p, const struct likeness *l)
{
	const unsigned sides = ASPECT_SIZE | ASPECT_AMOUNT | ASPECT_LOOK | ASPECT_PRESENCE |
			       ASPECT_TONE;
	unsigned of_a = wish_aspects(p->a), of_b = wish_aspects(p->b);
	if (p->author || p->refers || p->b->agree || l->literal || l->time || l->part ||
	    l->rare + l->common + l->concepts > 1)
		return false;
	/* "far too many", "take them out" */
	bool both_less = (of_a | of_b) == (ASPECT_AMOUNT | ASPECT_PRESENCE);
	return owners_apart(p->a, p->b) ||
	       (l->head && !both_less && of_a && of_b && !(of_a & of_b) && !((of_a | of_b) & ~sides));
}

/* What the rules say, which know the cases that they were made on: a feature among others. */
static enum relation
by_rules(const struct wish_pair *p, const struct likeness *like, enum direction dir)
{
	const struct wish *a = p->a, *b = p->b;
	const struct likeness l = *like;
	bool author = p->author, refers = p->refers;
	bool reverse = reverses(a, b, &l, dir);
	/* words of two languages are never the same: what they are about has to do */
	bool foreign = a->lang != b->lang;
	unsigned named = 3 * l.rare + l.common + 3 * l.literal + 4 * l.time + 2 * l.head;
	unsigned strength = named + 2 * l.concept + 2 * l.part + (dir == DIR_SAME ? 2u : 0u) +
			    (refers ? 4u : 0u);
	if ((l.other_place && !l.literal && !refers) || (!reverse && only_shares_head(p, like)))
		return REL_NONE;
	if (refers && b->agree)
		return REL_SAME;
	if (author && (b->retract || reverse || a->keep != b->keep) && strength >= 2)
		return REL_SAME;
	/* at 0:31 a word, and at 0:31 the subtitles */
	if (l.time && !l.rare && !l.common && !l.concept && !l.literal && !refers &&
	    dir != DIR_SAME && own_thing(a, b) && own_thing(b, a))
		return REL_NONE;
	/* "page 15 may go", "I need p15" */
	if (l.part && !author && only_place(a) && only_place(b) && (reverse || dir == DIR_SAME))
		return reverse ? REL_OPPOSED : REL_SAME;
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

/* A value that both name, the same. */
static bool
same_value(const struct wish *a, const struct wish *b)
{
	for (size_t i = 0; i < a->values; i++)
		for (size_t k = 0; k < b->values; k++)
			if (a->value[i].kind == b->value[k].kind &&
			    a->value[i].hash == b->value[k].hash &&
			    a->value[i].not == b->value[k].not )
				return true;
	return false;
}

static bool
has_root(const struct wish *w, uint32_t root)
{
	for (size_t i = 0; i < w->keys; i++)
		if (w->key[i].root == root)
			return true;
	return false;
}

/* What a key tells: one that few wishes of the round have tells much. */
static float
weight_of(const struct key *k, size_t wishes)
{
	static const float of_kind[] = {[KEY_WORD] = 1.0f,
					[KEY_CONCEPT] = 0.9f,
					[KEY_PART] = 0.8f,
					[KEY_LITERAL] = 1.5f,
					[KEY_TIME] = 1.5f};
	float count = k->wishes ? (float)k->wishes : 1;
	float rarity = log2f(((float)wishes + 2) / count);
	return of_kind[k->kind] * (rarity < 0.3f ? 0.3f : rarity) * (k->head ? 1.5f : 1.0f) *
	       (k->above ? 0.5f : 1.0f);
}

struct overlap {
	float shared, a, b; /* weights of the keys */
	float best;	    /* of the keys that both have */
	unsigned roots;	    /* words of one root that are not the same key */
	bool named;	    /* both name one thing, not only a number or a colour; or the same page
			     * and neither more than it: "ad 6: bin it" */
};

static struct overlap
overlap(const struct wish_pair *p)
{
	const struct wish *a = p->a, *b = p->b;
	struct overlap o = {.shared = 0};
	bool apart = own_thing(a, b) && own_thing(b, a);
	for (size_t i = 0; i < a->keys; i++) {
		float w = weight_of(&a->key[i], p->wishes);
		o.a += w;
		if (!has_key(b, a->key[i].hash)) {
			o.roots += a->key[i].root && has_root(b, a->key[i].root);
			continue;
		}
		const struct key *k = &a->key[i];
		o.named = o.named || (!k->above && (k->root || k->kind == KEY_LITERAL ||
						    k->kind == KEY_CONCEPT ||
						    (k->kind == KEY_TIME && !apart)));
		o.shared += w;
		o.best = w > o.best ? w : o.best;
	}
	for (size_t i = 0; i < b->keys; i++)
		o.b += weight_of(&b->key[i], p->wishes);
	if (only_place(a) && only_place(b))
		o.named = o.named || o.shared > 0;
	return o;
}

static float
capped(unsigned n, unsigned most)
{
	return (float)(n < most ? n : most);
}

void
wish_features(const struct wish_pair *p, float f[PAIR_COUNT])
{
	const struct wish *a = p->a, *b = p->b;
	struct likeness l = compare(a, b);
	struct overlap o = overlap(p);
	enum direction dir = wish_direction(a, b);
	float less = o.a < o.b ? o.a : o.b, more = o.a < o.b ? o.b : o.a;
	bool reverse = reverses(a, b, &l, dir);
	enum relation said = by_rules(p, &l, dir);
	f[PAIR_ALWAYS] = 1;
	f[PAIR_NAMED] = o.named;
	f[PAIR_RULE_SAME] = said == REL_SAME;
	f[PAIR_RULE_OPPOSED] = said == REL_OPPOSED;
	f[PAIR_RARE] = capped(l.rare, 3);
	f[PAIR_RARE_ANY] = l.rare > 0;
	f[PAIR_COMMON] = capped(l.common, 3);
	f[PAIR_CONCEPTS] = capped(l.concepts, 3);
	f[PAIR_LITERAL] = l.literal;
	f[PAIR_TIME] = l.time;
	f[PAIR_PART] = l.part;
	f[PAIR_HEAD] = l.head;
	f[PAIR_HALF_HEAD] = l.half_head;
	f[PAIR_OTHER_PLACE] = l.other_place;
	f[PAIR_SHARED] = o.shared;
	f[PAIR_BEST] = o.best;
	f[PAIR_OF_LESS] = less > 0 ? o.shared / less : 0;
	f[PAIR_OF_MORE] = more > 0 ? o.shared / more : 0;
	f[PAIR_ROOTS] = capped(o.roots, 2);
	f[PAIR_SAME_WAY] = dir == DIR_SAME;
	f[PAIR_REVERSE_WAY] = dir == DIR_REVERSE;
	f[PAIR_OTHER_WAY] = dir == DIR_OTHER;
	f[PAIR_KEEP] = a->keep != b->keep && !(a->wanted && b->wanted);
	f[PAIR_OTHER_VALUES] = wish_values_differ(a, b);
	f[PAIR_SAME_VALUE] = same_value(a, b);
	f[PAIR_ORDER] = other_order(a, b);
	f[PAIR_PRESENCE] = (a->wanted && !a->unwanted && b->unwanted && !b->wanted) ||
			   (b->wanted && !b->unwanted && a->unwanted && !a->wanted);
	f[PAIR_DROP] = a->drop != b->drop;
	f[PAIR_REVERSE] = reverse;
	f[PAIR_REVERSE_HEAD] = reverse && (l.head || l.concept);
	f[PAIR_SAME_HEAD] = dir == DIR_SAME && (l.head || l.concept);
	f[PAIR_SAME_RARE] = dir == DIR_SAME && l.rare;
	f[PAIR_HEAD_RARE] = l.head && l.rare;
	f[PAIR_AUTHOR] = p->author;
	f[PAIR_AUTHOR_REVERSE] = p->author && reverse;
	f[PAIR_RETRACT] = p->author && b->retract;
	f[PAIR_REFERS] = p->refers;
	f[PAIR_AGREE] = p->refers && b->agree;
	f[PAIR_FOREIGN] = a->lang != b->lang;
	f[PAIR_PLACE_ONLY] = l.part && !o.named;
	f[PAIR_KEEP_PLACE] = l.part && f[PAIR_KEEP] > 0;
	unsigned of_a = wish_aspects(a), of_b = wish_aspects(b);
	f[PAIR_ASPECT] = (of_a & of_b) != 0;
	f[PAIR_ASPECTS_APART] = of_a && of_b && !(of_a & of_b);
	f[PAIR_ONE_ASPECT] = !of_a != !of_b;
	f[PAIR_BESIDE_HEAD] = l.rare + l.common > l.head;
	f[PAIR_ONLY_HEAD] = l.head && l.rare + l.common + l.concepts <= 1;
	/* "the price of the sofa", "the price of the lamp" */
	f[PAIR_THINGS_APART] = own_thing(a, b) && own_thing(b, a);
	/* "the logo is too small", "the logo is missing" */
	f[PAIR_ONLY_OTHER_WAY] = f[PAIR_ONLY_HEAD] > 0 && (dir == DIR_OTHER || f[PAIR_ASPECTS_APART] > 0);
	f[PAIR_OBJECTS] = !p->author && b->objects;
	f[PAIR_WISHES] = log2f((float)p->wishes + 1);
}

static const struct {
	float related, opposed;
} weights[PAIR_COUNT] = {
#define PAIR(e, related, opposed) [PAIR_##e] = {related, opposed},
#include "wish_pair.def"
#undef PAIR
};

static float
share(float z)
{
	return 1.0f / (1.0f + expf(-z));
}

/*
 * How sure it is that b is about the same as a, and what it is to a then. The rules are a feature
 * among others; beyond that, what they see is believed unless all else speaks against it, and what
 * speaks of two places is one only where they say so.
 */
float
wish_relation(const struct wish_pair *p, enum relation *rel)
{
	static const float seen_by_rules = 0.70f, unlikely = 0.20f;
	static const float opposed_enough = 0.45f, agreed_by_rules = 0.65f,
			   opposed_by_rules = 0.25f;
	float f[PAIR_COUNT], related = 0, opposed = 0, enough = opposed_enough;
	wish_features(p, f);
	for (size_t i = 0; i < PAIR_COUNT; i++) {
		related += f[i] * weights[i].related;
		opposed += f[i] * weights[i].opposed;
	}
	related = share(related);
	if (f[PAIR_RULE_OPPOSED] > 0)
		enough = opposed_by_rules;
	else if (f[PAIR_RULE_SAME] > 0)
		enough = agreed_by_rules;
	bool against = share(opposed) > enough ||
		       (f[PAIR_RULE_OPPOSED] > 0 && (denies(p->a, p->b) || denies(p->b, p->a)));
	*rel = !p->author && against ? REL_OPPOSED : REL_SAME;
	/* what is hardly a wish contradicts only what is about the very same */
	if (p->maybe && *rel == REL_OPPOSED &&
	    f[PAIR_HALF_HEAD] + f[PAIR_LITERAL] + f[PAIR_TIME] + f[PAIR_SAME_VALUE] <= 0)
		return 0;
	if (f[PAIR_RULE_SAME] > 0 || f[PAIR_RULE_OPPOSED] > 0)
		return related > unlikely ? seen_by_rules + (1 - seen_by_rules) * related : related;
	/* "make the logo bigger", "move the logo to the left" */
	struct likeness l = compare(p->a, p->b);
	if (wish_place_apart(p->a, p->b) || only_shares_head(p, &l))
		return 0;
	/* of one page is not yet of one thing */
	return f[PAIR_OTHER_PLACE] > 0 || f[PAIR_NAMED] <= 0 ? 0 : related;
}
