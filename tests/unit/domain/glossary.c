/* The same vague wish in another sentence is the same phrase. */
#include "phrases.h"

#include "docket/domain/glossary.h"

TEST(glossary_core_of_phrases)
{
	static const struct {
		int line;
		const char *phrase, *core;
	} cases[] = {
	        {__LINE__, "more premium", "more premium"},
	        {__LINE__, "should feel more premium", "more premium"},
	        {__LINE__, "It should feel a bit more premium.", "more premium"},
	        {__LINE__, "Make it pop", "pop"},
	        {__LINE__, "soll etwas hochwertiger wirken", "hochwertiger"},
	        {__LINE__, "Plus haut de gamme", "Plus haut de gamme"},
	        {__LINE__, "make it", "make it"},
	        {__LINE__, "", ""},
	};
	struct pool *p = pool_new();
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_SLICE_AT(cases[i].line, glossary_core(sample_phrases(), p, slice_of(cases[i].phrase)), cases[i].core);
	pool_free(p);
}
