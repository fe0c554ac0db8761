/* When docket speaks, and when it keeps quiet. */
#include "check.h"

#include "docket/base/clock.h"
#include "docket/base/day.h"
#include "docket/domain/policy.h"

static const struct conf_limits limits = {.answers_per_address_hour = 3,
                                          .answers_per_address_day = 10,
                                          .answers_per_thread = 5,
                                          .answers_hour = 200};

TEST(policy_caps)
{
	static const struct {
		int line;
		struct spoken s;
		bool capped;
	} cases[] = {
	        {__LINE__, {0, 0, 0, 0}, false},  {__LINE__, {2, 9, 4, 199}, false},
	        {__LINE__, {3, 3, 0, 3}, true},   {__LINE__, {0, 10, 0, 10}, true},
	        {__LINE__, {0, 0, 5, 5}, true},   {__LINE__, {0, 0, 0, 200}, true},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line, policy_cap(&limits, &cases[i].s) != NULL, cases[i].capped);
}

TEST(policy_speaks_now_later_or_never)
{
	enum { T = 1000000000 };
	static const struct {
		int line;
		struct speak_facts f;
		enum speak want;
		int64_t due;
	} cases[] = {
	        {__LINE__, {CONF_AUTOMATIC, T, 0, false, 300, 15}, SPEAK_NOW, T},
	        {__LINE__, {CONF_AUTOMATIC, T, T - 1000, true, 300, 15}, SPEAK_NOW, T},
	        {__LINE__, {CONF_AUTOMATIC, T, T - 1000, false, 300, 15}, SPEAK_LATER, T - 1000 + 300000},
	        {__LINE__, {CONF_AUTOMATIC, T, T - 300000, false, 300, 15}, SPEAK_NOW, T},
	        {__LINE__, {CONF_DELAY, T, 0, false, 300, 15}, SPEAK_LATER, T + 15 * CLOCK_MINUTE},
	        {__LINE__, {CONF_DRAFT, T, 0, false, 300, 15}, SPEAK_DRAFT, T},
	        {__LINE__, {CONF_NEVER, T, 0, false, 300, 15}, SPEAK_NEVER, T},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t due = 0;
		CHECK_INT_AT(cases[i].line, (int)policy_speak(&cases[i].f, &due), (int)cases[i].want);
		CHECK_AT(cases[i].line, due == cases[i].due);
	}
}

TEST(policy_doubts_deadlines)
{
	int64_t monday = day_number(2026, 5, 11);
	struct day_off tuesday = {monday + 1, monday + 1, 0, 0};
	struct calendar plain = {0}, shorter = {.off = &tuesday, .off_count = 1};
	CHECK(policy_deadline_doubt(&plain, monday, monday - 1, 4) != NULL);
	CHECK(policy_deadline_doubt(&plain, monday, monday, 4) != NULL);
	CHECK(policy_deadline_doubt(&plain, monday, monday + 1, 4) == NULL);
	CHECK(policy_deadline_doubt(&plain, monday, monday + 1, 12) != NULL);
	CHECK(policy_deadline_doubt(&shorter, monday, monday + 1, 4) != NULL); /* a holiday */
	/* Friday to Monday is one working day. */
	CHECK(policy_deadline_doubt(&plain, monday + 4, monday + 7, 7) != NULL);
	CHECK(policy_deadline_doubt(&plain, monday + 4, monday + 8, 7) == NULL);
}
