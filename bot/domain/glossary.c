/* The core of a vague phrase. */
#include "docket/domain/glossary.h"

#include "docket/base/str.h"

struct slice
glossary_core(const struct phrases *p, struct pool *pool, struct slice phrase)
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
		if (word.len == 0 || phrases_find(p, PHRASE_FRAME, word) != NULL)
			continue;
		str_adds(&out, out.len > 0 ? " " : "");
		str_add(&out, word);
	}
	struct slice core = out.len > 0 && !str_failed(&out) ? pool_copy(pool, str_slice(&out))
	                                                     : slice_trim(phrase);
	str_clear(&out);
	return core;
}
