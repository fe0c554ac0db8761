/* The core of a vague phrase. */
#include "docket/domain/glossary.h"

#include "docket/base/str.h"

static const char *const frame[] = {
        "it", "this", "that", "they", "the", "a", "an", "should", "must", "could", "can", "would", "feel",
        "feels", "look", "looks", "be", "is", "are", "make", "made", "please", "bit", "little", "somewhat",
        "slightly", "overall", "whole", "thing", "to", "we", "i", "want", "like", "need", "needs", "and",
        "so", "just", "really", "es", "das", "die", "der", "den", "soll", "sollte", "muss", "darf", "bitte",
        "etwas", "ein", "eine", "bisschen", "wirken", "aussehen", "sein", "machen", "ganze", "wir", "ich",
        "und", "ce", "ça", "cela", "c'est", "doit", "devrait", "faire", "rendre", "un", "une", "peu",
        "le", "la", "les", "soit", "être", "nous", "s'il", "vous", "plaît", "et", "que", "sea", "debe",
        "debería", "verse", "ser", "hacer", "hacerlo", "poco", "por", "favor", "el", "los", "las", "esto",
        "y"};

struct slice
glossary_core(struct pool *pool, struct slice phrase)
{
	static const char gaps[] = " \t\r\n.,;:!?()\"";
	enum { CORE_MAX = 200 }; /* bytes; a longer wish is no phrase */
	struct str out;
	struct slice rest = phrase;
	str_init(&out, CORE_MAX);
	while (rest.len > 0) {
		size_t n = 0;
		while (n < rest.len && strchr(gaps, rest.data[n]) == NULL)
			n++;
		struct slice word = slice_sub(rest, 0, n);
		rest = slice_sub(rest, n < rest.len ? n + 1 : n, rest.len);
		bool framed = word.len == 0;
		for (size_t i = 0; !framed && i < COUNT(frame); i++)
			framed = slice_iis(word, frame[i]);
		if (framed)
			continue;
		str_adds(&out, out.len > 0 ? " " : "");
		str_add(&out, word);
	}
	struct slice core = out.len > 0 && !str_failed(&out) ? pool_copy(pool, str_slice(&out))
	                                                     : slice_trim(phrase);
	str_clear(&out);
	return core;
}
