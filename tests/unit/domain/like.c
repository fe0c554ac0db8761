/* "Start like ACME-017", said by clients and members. */
#include "phrases.h"

#include "docket/domain/like.h"

TEST(like_names_a_job)
{
	static const struct {
		int line;
		const char *text, *ref; /* NULL: none */
	} cases[] = {
		{__LINE__, "A banner, please, like ACME-017.", "ACME-017"},
		{__LINE__, "Start like acme-017, but for autumn", "acme-017"},
		{__LINE__, "the same format as ACME-017", "ACME-017"},
		{__LINE__, "like the one we did for (ACME-017)", "ACME-017"},
		{__LINE__, "Bitte wie bei ACME-017.", "ACME-017"},
		{__LINE__, "comme pour ACME-017 s'il vous pla\xc3\xaet", "ACME-017"},
		{__LINE__, "igual que ACME-017", "ACME-017"},
		{__LINE__, "We know ACME-016. Make it like ACME-017", "ACME-017"},
		{__LINE__, "based on [ACME-017]", "ACME-017"},
		{__LINE__, "not like ACME-017", NULL},
		{__LINE__, "it should not look like ACME-017", NULL},
		{__LINE__, "bitte nicht wie ACME-017", NULL},
		{__LINE__, "please have a look at ACME-017", NULL},
		{__LINE__, "We would like a poster. ACME-017 can wait", NULL},
		{__LINE__, "I like it. What about ACME-017?", NULL},
		{__LINE__, "like nothing we have ever in our lives made, ACME-017", NULL},
		{__LINE__, "ACME-017", NULL},
		{__LINE__, "", NULL},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice ref = SLICE_NONE;
		size_t at = 0;
		bool got = like_next(sample_phrases(), slice_of(cases[i].text), &at, &ref);
		CHECK_INT_AT(cases[i].line, got, cases[i].ref != NULL);
		if (got && cases[i].ref != NULL)
			CHECK_SLICE_AT(cases[i].line, ref, cases[i].ref);
	}
}
