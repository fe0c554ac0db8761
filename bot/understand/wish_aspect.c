/* Which sides of a thing a wish is about: how large it is, how it looks, where it stands. */
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
