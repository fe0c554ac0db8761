/* Tests of the lists of phrases: what is built in, how a phrase is compared, faults with their line. */
#include "phrases.h"

#include "docket/base/zone.h"
#include "docket/domain/onboard.h"

#include <stdlib.h>

static struct phrases *built_in;

static void
forget(void)
{
	phrases_free(built_in);
}

const struct phrases *
sample_phrases(void)
{
	struct err e = ERR_INIT;
	size_t count;
	const struct asset *all = asset_all(&count);
	if (built_in != NULL)
		return built_in;
	if (phrases_new(all, count, &built_in, &e) < 0) {
		CHECK_STR(e.text, "");
		abort();
	}
	atexit(forget);
	return built_in;
}

/* What the code takes from an argument it must find there. */
TEST(phrases_arguments)
{
	const struct phrases *p = sample_phrases();
	const struct phrase *x;
	int64_t n = 0;
	for (int c = 0; c < PHRASE_CLASSES; c++)
		CHECK(phrases_of(p, (enum phrase_class)c)->len > 0);
	VEC_EACH(x, phrases_of(p, PHRASE_FIELD_LABEL))
		CHECK(slice_among(slice_of(x->arg), onboard_names, ONBOARD_COUNT) >= 0);
	VEC_EACH(x, phrases_of(p, PHRASE_FIELD_CUE))
		CHECK(slice_among(slice_of(x->arg), onboard_names, ONBOARD_COUNT) >= 0);
	VEC_EACH(x, phrases_of(p, PHRASE_COUNT))
		CHECK(slice_int(slice_of(x->arg), &n) && n > 0);
	VEC_EACH(x, phrases_of(p, PHRASE_PLACE))
		CHECK(zone_find(x->arg) != NULL);
}

TEST(phrases_compared)
{
	static const char text[] = "# a comment\n\n"
				   "condition\t(if_|_once|sauf)\n"
				   "version\t(v|ver.|version)\n"
				   "count\ttwo\t2\n";
	struct asset file = {"templates/en/lexicon/answers.tsv", SLICE_LIT(text)};
	struct phrases *p = NULL;
	struct err e = ERR_INIT;
	CHECK_INT(phrases_new(&file, 1, &p, &e), 0);
	CHECK(phrases_in(p, PHRASE_CONDITION, SLICE_LIT("only If you agree")));
	CHECK(!phrases_in(p, PHRASE_CONDITION, SLICE_LIT("iffy")));
	CHECK(phrases_in(p, PHRASE_CONDITION, SLICE_LIT("at once")));
	CHECK(!phrases_in(p, PHRASE_CONDITION, SLICE_LIT("sconce")));
	CHECK(phrases_in(p, PHRASE_CONDITION, SLICE_LIT("désaufer"))); /* without marks inside of a word, too */
	CHECK(!phrases_in(p, PHRASE_DENIES, SLICE_LIT("if so")));
	CHECK_INT(phrases_begin(p, PHRASE_VERSION, SLICE_LIT("Version 2")), 7);
	CHECK_INT(phrases_begin(p, PHRASE_VERSION, SLICE_LIT("very")), 1);
	CHECK_INT(phrases_begin(p, PHRASE_VERSION, SLICE_LIT("a version")), 0);
	CHECK(phrases_find(p, PHRASE_COUNT, SLICE_LIT("TWO")) != NULL);
	CHECK(phrases_find(p, PHRASE_COUNT, SLICE_LIT("two of")) == NULL);
	if (phrases_of(p, PHRASE_COUNT)->len == 1)
		CHECK_STR(phrases_of(p, PHRASE_COUNT)->at[0].arg, "2");
	phrases_free(p);
}

TEST(phrases_faults)
{
	static const struct {
		int line;
		const char *path, *text, *fault;
	} cases[] = {
		{__LINE__, "templates/en/lexicon/answers.tsv", "yes\tyes\nyez\tyes\n",
		 "templates/en/lexicon/answers.tsv:2: unknown class"},
		{__LINE__, "/etc/docket/words/de/answers.tsv", "yes\n",
		 "/etc/docket/words/de/answers.tsv:1: a phrase is missing"},
		{__LINE__, "/etc/docket/words/de/answers.tsv", "yes\t(ja||gern)\n",
		 "/etc/docket/words/de/answers.tsv:1: an empty alternative"},
		{__LINE__, "/etc/docket/words/de/answers.tsv", "yes\t(ja|gern)\n", NULL},
		{__LINE__, "templates/en/lexicon/review.tsv", "of another file\n", NULL},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct asset file = {cases[i].path, slice_of(cases[i].text)};
		struct phrases *p = NULL;
		struct err e = ERR_INIT;
		int r = phrases_new(&file, 1, &p, &e);
		CHECK_INT_AT(cases[i].line, r, cases[i].fault != NULL ? -1 : 0);
		if (cases[i].fault != NULL)
			CHECK_STR_AT(cases[i].line, e.text, cases[i].fault);
		phrases_free(p);
	}
}
