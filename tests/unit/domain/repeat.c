/* When a job comes again. */
#include "check.h"

#include "docket/domain/repeat.h"

static int64_t
day(const char *iso)
{
	int64_t n = 0;
	CHECK(day_parse(slice_of(iso), &n));
	return n;
}

TEST(repeat_rules)
{
	static const struct {
		int line;
		const char *text, *words; /* NULL: refused */
	} cases[] = {
	        {__LINE__, "monthly on 3", "monthly on 3"},   {__LINE__, "monthly 31", "monthly on 31"},
	        {__LINE__, "monthly", "monthly on 1"},        {__LINE__, "weekly on Monday", "weekly on mon"},
	        {__LINE__, "weekly", "weekly on mon"},        {__LINE__, "quarterly on 15", "quarterly on 15"},
	        {__LINE__, "WEEKLY ON fri", "weekly on fri"}, {__LINE__, "monthly on 0", NULL},
	        {__LINE__, "monthly on 32", NULL},            {__LINE__, "monthly on mon", NULL},
	        {__LINE__, "weekly on 3", NULL},              {__LINE__, "daily", NULL},
	        {__LINE__, "", NULL},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct repeat_rule r;
		struct err e = ERR_INIT;
		char buf[40];
		int got = repeat_parse(slice_of(cases[i].text), &r, &e);
		CHECK_INT_AT(cases[i].line, got, cases[i].words == NULL ? -1 : 0);
		if (got == 0)
			CHECK_STR_AT(cases[i].line, repeat_words(&r, buf), cases[i].words);
	}
}

TEST(repeat_days)
{
	static const struct {
		int line;
		const char *rule, *since, *today, *want; /* NULL: none */
	} cases[] = {
	        {__LINE__, "monthly on 3", "2026-05-01", "2026-05-02", NULL},
	        {__LINE__, "monthly on 3", "2026-05-01", "2026-05-03", "2026-05-03"},
	        {__LINE__, "monthly on 3", "2026-05-03", "2026-05-03", NULL},
	        {__LINE__, "monthly on 3", "2026-05-03", "2026-06-02", NULL},
	        {__LINE__, "monthly on 3", "2026-01-01", "2026-09-20", "2026-09-03"}, /* the newest only */
	        {__LINE__, "monthly on 31", "2026-01-01", "2026-02-28", "2026-02-28"},
	        {__LINE__, "monthly on 31", "2026-01-01", "2026-02-27", "2026-01-31"},
	        {__LINE__, "monthly on 31", "2028-02-01", "2028-02-29", "2028-02-29"},
	        {__LINE__, "weekly on mon", "2026-05-10", "2026-05-11", "2026-05-11"},
	        {__LINE__, "weekly on mon", "2026-05-11", "2026-05-17", NULL},
	        {__LINE__, "weekly on sun", "2026-05-01", "2026-05-13", "2026-05-10"},
	        {__LINE__, "quarterly on 1", "2026-05-01", "2026-07-01", "2026-07-01"},
	        {__LINE__, "quarterly on 1", "2026-05-01", "2026-06-30", NULL},
	        {__LINE__, "quarterly on 15", "2025-11-01", "2026-01-10", NULL},
	        {__LINE__, "quarterly on 15", "2025-10-01", "2026-01-10", "2025-10-15"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct repeat_rule r;
		struct err e = ERR_INIT;
		int64_t got = 0;
		CHECK_INT_AT(cases[i].line, repeat_parse(slice_of(cases[i].rule), &r, &e), 0);
		bool due = repeat_due(&r, day(cases[i].since), day(cases[i].today), &got);
		CHECK_INT_AT(cases[i].line, due, cases[i].want != NULL);
		if (due && cases[i].want != NULL)
			CHECK_INT_AT(cases[i].line, (long)got, (long)day(cases[i].want));
	}
	struct repeat_rule r = {REPEAT_MONTH, 31};
	CHECK_INT((long)repeat_next(&r, day("2026-01-31")), (long)day("2026-02-28"));
}
