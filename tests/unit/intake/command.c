/* The grammar: words, known verbs, the nearest one. */
#include "check.h"

#include "docket/intake/intake.h"

TEST(command_split_keeps_quoted_words)
{
	static const struct {
		int line;
		const char *text;
		const char *words[5];
	} cases[] = {
	        {__LINE__, "accept ACME-001", {"accept", "ACME-001"}},
	        {__LINE__, "  note  ACME-001 \"two words\" x", {"note", "ACME-001", "two words", "x"}},
	        {__LINE__, "note A 'it is'", {"note", "A", "it is"}},
	        {__LINE__, "note \"open", {"note", "open"}},
	        {__LINE__, "note \"", {"note", ""}},
	        {__LINE__, "note '' x", {"note", "", "x"}},
	        {__LINE__, "   ", {NULL}},
	};
	struct pool *p = pool_new();
	for (size_t i = 0; i < COUNT(cases); i++) {
		slice_list words = {0};
		command_split(p, slice_of(cases[i].text), &words);
		size_t n = 0;
		while (cases[i].words[n] != NULL)
			n++;
		CHECK_INT_AT(cases[i].line, (long)words.len, (long)n);
		for (size_t k = 0; k < n && k < words.len; k++)
			CHECK_SLICE_AT(cases[i].line, words.at[k], cases[i].words[k]);
	}
	pool_free(p);
}

TEST(command_nearest)
{
	static const struct {
		int line;
		const char *word, *nearest;
		bool known;
	} cases[] = {
	        {__LINE__, "accept", "accept", true},   {__LINE__, "ACCEPT", "accept", true},
	        {__LINE__, "acept", "accept", false},   {__LINE__, "shwo", "show", false},
	        {__LINE__, "declin", "decline", false}, {__LINE__, "not-request", "not-a-request", false},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *nearest = NULL;
		CHECK_INT_AT(cases[i].line, command_known(slice_of(cases[i].word), &nearest), cases[i].known);
		CHECK_STR_AT(cases[i].line, nearest, cases[i].nearest);
	}
}
