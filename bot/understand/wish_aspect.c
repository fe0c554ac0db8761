/* Which sides of a thing a wish is about (how large it is, how it looks, where it stands), and which
 * way it goes there. */
#include "wish.h"

unsigned
wish_aspects(const struct wish *w)
{
	static const struct {
		const char *dimension;
		enum aspect aspect;
	} of[] = {{"size", ASPECT_SIZE},	{"length", ASPECT_AMOUNT},
		  {"count", ASPECT_AMOUNT},	{"legible", ASPECT_SIZE | ASPECT_LOOK},
		  {"space", ASPECT_SIZE},	{"weight", ASPECT_SIZE | ASPECT_LOOK},
		  {"colour", ASPECT_LOOK},	{"light", ASPECT_LOOK},
		  {"contrast", ASPECT_LOOK},	{"strength", ASPECT_LOOK},
		  {"warm", ASPECT_LOOK},	{"tint", ASPECT_LOOK},
		  {"finish", ASPECT_LOOK},	{"face", ASPECT_LOOK},
		  {"shape", ASPECT_LOOK},	{"case", ASPECT_LOOK},
		  {"side", ASPECT_PLACE},	{"place", ASPECT_PLACE},
		  {"sort", ASPECT_PLACE},	{"where", ASPECT_PLACE},
		  {"keep", ASPECT_PRESENCE},	{"format", ASPECT_LOOK},
		  {"state", ASPECT_FAULT},	{"day", ASPECT_VALUE},
		  {"formal", ASPECT_TONE},	{"variety", ASPECT_TONE}};
	unsigned out = 0;
	for (size_t i = 0; i < w->senses; i++)
		for (size_t k = 0; k < COUNT(of); k++)
			if (slice_is(w->sense[i].dimension, of[k].dimension))
				out |= of[k].aspect;
	if (w->wanted || w->unwanted || w->keep || w->drop)
		out |= ASPECT_PRESENCE;
	if (w->values)
		out |= ASPECT_VALUE;
	if (w->leads || w->trails)
		out |= ASPECT_PLACE;
	if (w->fix)
		out |= ASPECT_FAULT;
	return out;
}

/* Where one thing is to stand and how it is to look are two wishes. */
bool
wish_place_apart(const struct wish *a, const struct wish *b)
{
	const unsigned how = ASPECT_SIZE | ASPECT_LOOK;
	unsigned of_a = wish_aspects(a), of_b = wish_aspects(b);
	return (of_a == ASPECT_PLACE && of_b && !(of_b & ~how)) ||
	       (of_b == ASPECT_PLACE && of_a && !(of_a & ~how));
}

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

enum direction
wish_direction(const struct wish *a, const struct wish *b)
{
	bool same = false, reverse = false, both = false;
	for (size_t i = 0; i < a->senses; i++) {
		for (size_t k = 0; k < b->senses; k++) {
			/* that something is to be put right says nothing about how */
			if (slice_is(a->sense[i].dimension, "state") ||
			    slice_is(b->sense[k].dimension, "state"))
				continue;
			bool eq = slice_eq(a->sense[i].value, b->sense[k].value);
			/* "red", "no red"; of "blue" and "no red" nothing is known */
			if (a->sense[i].not != b->sense[k].not ) {
				reverse = reverse || (eq && slice_eq(a->sense[i].dimension,
								     b->sense[k].dimension));
				continue;
			}
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
bool
wish_values_differ(const struct wish *a, const struct wish *b)
{
	bool has_a[VALUE_KINDS] = {0}, other[VALUE_KINDS] = {0}, same[VALUE_KINDS] = {0};
	for (size_t i = 0; i < a->values; i++)
		has_a[a->value[i].kind] |= !a->value[i].not ;
	for (size_t i = 0; i < b->values; i++)
		other[b->value[i].kind] |= has_a[b->value[i].kind] && !b->value[i].not ;
	for (size_t i = 0; i < a->values; i++)
		for (size_t k = 0; k < b->values; k++) {
			if (a->value[i].kind != b->value[k].kind ||
			    a->value[i].hash != b->value[k].hash)
				continue;
			/* "eight", "nine, not eight" */
			same[a->value[i].kind] |= a->value[i].not == b->value[k].not ;
		}
	for (size_t i = 0; i < VALUE_KINDS; i++)
		if (other[i] && !same[i])
			return true;
	return false;
}
