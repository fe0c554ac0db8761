/* Words of likeness before a docket number. */
#include "docket/domain/like.h"

#include "docket/domain/wall.h"

enum { WORDS_BEFORE = 6 }; /* "like the one we did for ACME-017": farther off it is another thought */

static bool
is_mark(char c)
{
	return strchr(" \t\"'([<*_", c) != NULL && c != '\0';
}

/* The word that ends *rest on its right, taken off it; empty at the start or a sentence's end. */
static struct slice
word_before(struct slice *rest)
{
	while (rest->len > 0 && is_mark(rest->data[rest->len - 1]))
		rest->len--;
	size_t end = rest->len;
	while (rest->len > 0 && !is_mark(rest->data[rest->len - 1]) &&
	       strchr(".;:!?\n\r,", rest->data[rest->len - 1]) == NULL)
		rest->len--;
	return slice_sub(slice_make(rest->data, end), rest->len, end);
}

bool
like_next(struct slice text, size_t *at, struct slice *ref_out)
{
	static const char *const like[] = {"like", "as", "wie", "analog", "comme", "como", "igual",
	                                   "based", "modelled", "modeled", "basierend"};
	static const char *const denied[] = {"not", "nicht", "pas", "unlike", "anders", "never", "nie",
	                                     "isn't", "don't", "no", "jamais", "nunca", "different",
	                                     "kein", "keine", "differently"};
	struct slice ref;

	while (wall_next_ref(text, at, &ref)) {
		struct slice rest = slice_sub(text, 0, (size_t)(ref.data - text.data));
		bool found = false, refused = false;

		for (int n = 0; n < WORDS_BEFORE + 2; n++) {
			struct slice word = word_before(&rest);

			if (word.len == 0)
				break;
			for (size_t i = 0; n < WORDS_BEFORE && i < COUNT(like); i++)
				found |= slice_iis(word, like[i]);
			for (size_t i = 0; i < COUNT(denied); i++)
				refused |= slice_iis(word, denied[i]);
		}
		if (found && !refused) {
			*ref_out = ref;
			return true;
		}
	}
	return false;
}
