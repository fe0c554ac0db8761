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
like_next(const struct phrases *p, struct slice text, size_t *at, struct slice *ref_out)
{
	struct slice ref;

	while (wall_next_ref(text, at, &ref)) {
		struct slice rest = slice_sub(text, 0, (size_t)(ref.data - text.data));
		bool found = false, refused = false;

		for (int n = 0; n < WORDS_BEFORE + 2; n++) {
			struct slice word = word_before(&rest);

			if (word.len == 0)
				break;
			found |= n < WORDS_BEFORE && phrases_find(p, PHRASE_LIKE, word) != NULL;
			refused |= phrases_find(p, PHRASE_UNLIKE, word) != NULL;
		}
		if (found && !refused) {
			*ref_out = ref;
			return true;
		}
	}
	return false;
}
