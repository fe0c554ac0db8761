/* Scope notes: only a plain yes is one; terms and levels. */
#include "phrases.h"

#include "docket/domain/scope.h"

TEST(scope_answers)
{
	static const struct {
		int line;
		const char *text;
		bool approves, rejects, asks;
		enum scope_said want;
	} cases[] = {
	        {__LINE__, "Yes", false, false, false, SCOPE_YES},
	        {__LINE__, "YES!", false, false, false, SCOPE_YES},
	        {__LINE__, "Hi team,\n\nyes please, go ahead with the 3 banners.\n\nThanks", true, false, false, SCOPE_YES},
	        {__LINE__, "Ja, gerne.", false, false, false, SCOPE_YES},
	        {__LINE__, "Oui, allez-y !", true, false, false, SCOPE_YES},
	        {__LINE__, "Sí, adelante", true, false, false, SCOPE_YES},
	        {__LINE__, "OK", false, false, false, SCOPE_YES},
	        {__LINE__, "No", false, false, false, SCOPE_NO},
	        {__LINE__, "No thanks, we have no budget for that this month.", false, false, false, SCOPE_NO},
	        {__LINE__, "Nein danke.", false, false, false, SCOPE_NO},
	        {__LINE__, "Non merci", false, false, false, SCOPE_NO},
	        {__LINE__, "Leave it out.", false, true, false, SCOPE_NO},
	        /* Each of these is near a plain answer and none. */
	        {__LINE__, "Yes, but only if it stays under 500", true, false, false, SCOPE_UNCLEAR},
	        {__LINE__, "Yes, if Bob agrees", true, false, false, SCOPE_UNCLEAR},
	        {__LINE__, "Ja, aber erst im Juli", false, false, false, SCOPE_UNCLEAR},
	        {__LINE__, "Oui, mais pas avant juin", false, false, false, SCOPE_UNCLEAR},
	        {__LINE__, "Sí, pero solo dos", false, false, false, SCOPE_UNCLEAR},
	        {__LINE__, "No problem, go ahead", true, false, false, SCOPE_UNCLEAR},
	        {__LINE__, "Yes. How much is it?", false, false, false, SCOPE_UNCLEAR},
	        {__LINE__, "Yes", false, false, true, SCOPE_UNCLEAR},
	        {__LINE__, "Yes, that is what I feared you would say", false, false, false, SCOPE_UNCLEAR},
	        {__LINE__, "No. Yes.", false, false, false, SCOPE_UNCLEAR},
	        {__LINE__, "We talked about it on Monday", false, false, false, SCOPE_UNCLEAR},
	        {__LINE__, "", false, false, false, SCOPE_UNCLEAR},
	        {__LINE__, "I said yes to four, say no to five", false, false, false, SCOPE_UNCLEAR},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct scope_heard h = {.text = slice_of(cases[i].text),
		                        .about = SLICE_LIT("can we also get 3 banners?"),
		                        .approves = cases[i].approves, .rejects = cases[i].rejects,
		                        .asks = cases[i].asks};
		CHECK_INT_AT(cases[i].line, scope_answer(sample_phrases(), &h), cases[i].want);
	}
}

TEST(scope_terms_of_words)
{
	static const struct {
		int line;
		const char *word;
		int got;
		struct scope_terms want;
	} cases[] = {
	        {__LINE__, "hours=12.5", 1, {750, 0, 0}},   {__LINE__, "hours=1,25", 1, {75, 0, 0}},
	        {__LINE__, "rounds=3", 1, {0, 3, 0}},       {__LINE__, "deliverables=4", 1, {0, 0, 4}},
	        {__LINE__, "Poster", 0, {0, 0, 0}},         {__LINE__, "hour=3", 0, {0, 0, 0}},
	        {__LINE__, "rounds=2.5", -1, {0, 0, 0}},    {__LINE__, "hours=", -1, {0, 0, 0}},
	        {__LINE__, "hours=-3", -1, {0, 0, 0}},      {__LINE__, "rounds=0", -1, {0, 0, 0}},
	        {__LINE__, "hours=many", -1, {0, 0, 0}},    {__LINE__, "hours=1.234", -1, {0, 0, 0}},
	        {__LINE__, "hours=999999999", -1, {0, 0, 0}}, {__LINE__, "hours=1.-5", -1, {0, 0, 0}},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct scope_terms t = {0};
		struct err e = ERR_INIT;
		CHECK_INT_AT(cases[i].line, scope_term(slice_of(cases[i].word), &t, &e), cases[i].got);
		CHECK_INT_AT(cases[i].line, (long)t.minutes, (long)cases[i].want.minutes);
		CHECK_INT_AT(cases[i].line, (long)t.rounds, (long)cases[i].want.rounds);
		CHECK_INT_AT(cases[i].line, (long)t.deliverables, (long)cases[i].want.deliverables);
	}
}

TEST(scope_levels)
{
	CHECK_INT(scope_level(7, 10), 0);
	CHECK_INT(scope_level(8, 10), SCOPE_NEAR);
	CHECK_INT(scope_level(9, 10), SCOPE_NEAR);
	CHECK_INT(scope_level(10, 10), SCOPE_FULL);
	CHECK_INT(scope_level(30, 10), SCOPE_FULL);
	CHECK_INT(scope_level(3, 0), 0);
	CHECK_INT(scope_kind_of(SLICE_LIT("round")), SCOPE_ROUND);
	CHECK_INT(scope_state_of(SLICE_LIT("nothing")), -1);
}
