/* Faults in a lexicon name file, line and column. */
#include "sample.h"

#include "docket/base/asset.h"

static const struct {
	int line;
	const char *tsv, *want;
} cases[] = {
	{__LINE__, "greeting\thello\n", ""},
	{__LINE__, "# only a comment\n\n", ""},
	{__LINE__, "greeting\t(good|nice) [old] day ..3 ^ x\n",
	 "t.tsv:1:36: this character has no meaning here"},
	{__LINE__, "greeting\thello\nnothing\tx\n", "t.tsv:2:1: unknown class"},
	{__LINE__, "greeting\n", "t.tsv:1:10: a pattern is missing"},
	{__LINE__, "greeting\t(a|b\n", "t.tsv:1:14: a bracket is not closed"},
	{__LINE__, "greeting\ta) b\n", "t.tsv:1:11: a bracket closes that was not opened"},
	{__LINE__, "greeting\t(a||b)\n", "t.tsv:1:13: an empty alternative"},
	{__LINE__, "greeting\t..3 word\n", "the pattern has to begin with a word"},
	{__LINE__, "greeting\ta ..9\n", "a gap is written ..1 to ..8"},
	{__LINE__, "greeting\tab*\n", "a prefix needs three letters"},
};

TEST(lexicon_faults)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct asset a = {"templates/en/lexicon/t.tsv", slice_of(cases[i].tsv)};
		struct understanding *u = NULL;
		struct err e = ERR_INIT;
		int rc = understand_new(&a, 1, NULL, 0, &u, &e);
		CHECK_INT_AT(cases[i].line, rc, cases[i].want[0] ? -1 : 0);
		CHECK_AT(cases[i].line, slice_has(slice_of(e.text), cases[i].want));
		if (rc < 0)
			CHECK_INT_AT(cases[i].line, e.kind, ERR_CONFIG);
		understand_free(u);
	}
}

/* Files of the agency's own lie elsewhere, and count as those whose place they take. */
TEST(lexicon_places)
{
	static const struct {
		int line;
		const char *path;
		bool read;
	} places[] = {
		{__LINE__, "templates/de/lexicon/review.tsv", true},
		{__LINE__, "/etc/docket/words/de/review.tsv", true},
		{__LINE__, "words/en/review.tsv", true},
		{__LINE__, "templates/de/mail/words.tsv", false},
		{__LINE__, "templates/model/acts2.tsv", false},
		{__LINE__, "templates/de/lexicon/answers.tsv", false}, /* the domain's */
		{__LINE__, "templates/de/lexicon/review.txt", false},
	};
	for (size_t i = 0; i < COUNT(places); i++) {
		struct asset a = {places[i].path, SLICE_LIT("no-such-class\tx\n")};
		struct understanding *u = NULL;
		struct err e = ERR_INIT;
		CHECK_INT_AT(places[i].line, understand_new(&a, 1, NULL, 0, &u, &e),
			     places[i].read ? -1 : 0);
		understand_free(u);
	}
}
