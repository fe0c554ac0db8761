/* What may become of a revision item, and what members say about them by number. */
#include "phrases.h"

#include "docket/domain/revision.h"

#include <stdio.h>

TEST(revision_moves)
{
	static const struct {
		int line;
		enum revision_kind kind;
		enum revision_state from;
		enum revision_act act;
		int to; /* -1: refused */
	} cases[] = {
	        {__LINE__, REVISION_CHANGE, REVISION_OPEN, REVISION_CLOSE, REVISION_ACCEPTED},
	        {__LINE__, REVISION_CHANGE, REVISION_OPEN, REVISION_FINISH, REVISION_DONE},
	        {__LINE__, REVISION_CHANGE, REVISION_ACCEPTED, REVISION_FINISH, REVISION_DONE},
	        {__LINE__, REVISION_CHANGE, REVISION_DONE, REVISION_REDO, REVISION_ACCEPTED},
	        {__LINE__, REVISION_CHANGE, REVISION_DONE, REVISION_DROP, -1},
	        {__LINE__, REVISION_QUESTION, REVISION_NEEDS_ANSWER, REVISION_FINISH, -1},
	        {__LINE__, REVISION_QUESTION, REVISION_NEEDS_ANSWER, REVISION_ANSWER, REVISION_DONE},
	        {__LINE__, REVISION_VAGUE, REVISION_NEEDS_ANSWER, REVISION_ANSWER, REVISION_ACCEPTED},
	        {__LINE__, REVISION_VAGUE, REVISION_NEEDS_ANSWER, REVISION_CLOSE, -1},
	        {__LINE__, REVISION_CHANGE, REVISION_CONFLICT, REVISION_FINISH, -1},
	        {__LINE__, REVISION_CHANGE, REVISION_CONFLICT, REVISION_DROP, -1},
	        {__LINE__, REVISION_CHANGE, REVISION_CONFLICT, REVISION_PREFER, REVISION_ACCEPTED},
	        {__LINE__, REVISION_CHANGE, REVISION_CONFLICT, REVISION_YIELD, REVISION_DECLINED},
	        {__LINE__, REVISION_CHANGE, REVISION_OPEN, REVISION_PREFER, -1},
	        {__LINE__, REVISION_CHANGE, REVISION_DONE, REVISION_STOP, -1},
	        {__LINE__, REVISION_OUT_OF_SCOPE, REVISION_SCOPE, REVISION_FINISH, -1},
	        {__LINE__, REVISION_OUT_OF_SCOPE, REVISION_SCOPE, REVISION_ANSWER, REVISION_ACCEPTED},
	        {__LINE__, REVISION_OUT_OF_SCOPE, REVISION_SCOPE, REVISION_DROP, REVISION_DECLINED},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct revision_at at = {7, cases[i].kind, cases[i].from};
		enum revision_state to = REVISION_STATE_COUNT;
		struct err e = ERR_INIT;
		int r = revision_move(&at, cases[i].act, &to, &e);
		CHECK_INT_AT(cases[i].line, r, cases[i].to < 0 ? -1 : 0);
		if (cases[i].to >= 0)
			CHECK_INT_AT(cases[i].line, (int)to, cases[i].to);
		else
			CHECK_INT_AT(cases[i].line, (int)e.kind, ERR_REFUSED);
	}
}

TEST(revision_refusal_names_the_item)
{
	struct revision_at at = {7, REVISION_CHANGE, REVISION_CONFLICT};
	enum revision_state to;
	struct err e = ERR_INIT;
	revision_move(&at, REVISION_FINISH, &to, &e);
	CHECK_STR(e.text, "R7 is conflict: two people wish the opposite: resolve R7 a, or b");
}

TEST(revision_names)
{
	for (int i = 0; i < REVISION_KIND_COUNT; i++)
		CHECK_INT(revision_kind_of(slice_of(revision_kind_name((enum revision_kind)i))), i);
	for (int i = 0; i < REVISION_STATE_COUNT; i++)
		CHECK_INT(revision_state_of(slice_of(revision_state_name((enum revision_state)i))), i);
	CHECK_INT(revision_state_of(SLICE_LIT("gone")), -1);
}

TEST(revision_numbers)
{
	static const struct {
		int line;
		const char *word;
		int plain, bare;
	} cases[] = {
	        {__LINE__, "R3", 3, 3},  {__LINE__, "r12", 12, 12}, {__LINE__, "3", 0, 3},
	        {__LINE__, "R", 0, 0},   {__LINE__, "R0", 0, 0},    {__LINE__, "R3x", 0, 0},
	        {__LINE__, "R-3", 0, 0}, {__LINE__, "", 0, 0},      {__LINE__, "R99999999999", 0, 0},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		CHECK_INT_AT(cases[i].line, revision_number(slice_of(cases[i].word), false), cases[i].plain);
		CHECK_INT_AT(cases[i].line, revision_number(slice_of(cases[i].word), true), cases[i].bare);
	}
}

TEST(revision_what_members_say)
{
	static const struct {
		int line;
		const char *text, *said; /* "3+ 5-", then "?2" for two unclear ones */
	} cases[] = {
	        {__LINE__, "R3 done, R5 no", "3+ 5-"},
	        {__LINE__, "R3 done R5 no", "3+ 5-"},
	        {__LINE__, "R1, R2 and R4 are done", "1+ 2+ 4+"},
	        {__LINE__, "done: R1 R2, R4", "1+ 2+ 4+"},
	        {__LINE__, "Done R1, R2. Not R3", "1+ 2+ 3-"},
	        {__LINE__, "done R1 R2, not R3", "1+ 2+ 3-"},
	        {__LINE__, "R3 is not done yet", "3-"},
	        {__LINE__, "R1 done\nR2 done\nR3 open", "1+ 2+ 3-"},
	        {__LINE__, "R3 fertig, R5 noch nicht", "3+ 5-"},
	        {__LINE__, "R3 et R4 faits, R5 non", "3+ 4+ 5-"},
	        {__LINE__, "R3 y R4 listos, R5 no", "3+ 4+ 5-"},
	        {__LINE__, "R3 will be done tomorrow", "?1"},
	        {__LINE__, "R3 almost done", "?1"},
	        {__LINE__, "R3 done, but not on mobile", "?1"},
	        {__LINE__, "R3 done except on mobile. R4 done", "4+ ?1"},
	        {__LINE__, "R3 done?", "?1"},
	        {__LINE__, "Is R3 done?", "?1"},
	        {__LINE__, "R3 and R4", "?2"},
	        {__LINE__, "All done!", ""},
	        {__LINE__, "Thanks, will look at it", ""},
	        {__LINE__, "", ""},
	};
	struct pool *p = pool_new();
	for (size_t i = 0; i < COUNT(cases); i++) {
		revision_word_list said = {0};
		size_t unclear = 0, n = 0;
		char got[200] = "";
		revision_said(sample_phrases(), p, slice_of(cases[i].text), &said, &unclear);
		for (size_t k = 0; k < said.len; k++)
			n += (size_t)snprintf(got + n, sizeof(got) - n, "%s%lld%c", k > 0 ? " " : "",
			                      (long long)said.at[k].number, said.at[k].done ? '+' : '-');
		if (unclear > 0)
			snprintf(got + n, sizeof(got) - n, "%s?%zu", n > 0 ? " " : "", unclear);
		CHECK_STR_AT(cases[i].line, got, cases[i].said);
	}
	pool_free(p);
}
