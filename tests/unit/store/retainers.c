/* Retainers, what was said of them once, profiles and glossaries. */
#include "fixture.h"

#include "docket/store/jobs.h"
#include "docket/store/people.h"
#include "docket/store/profile.h"
#include "docket/store/retainers.h"

TEST(retainer_says_a_level_once)
{
	struct fixture f;
	struct retainer back;
	struct job j;

	fixture_open(&f);
	CHECK_INT(job_get(f.s, f.p, fixture_job(&f), &j, &f.e), 1);
	struct retainer r = {.client = j.client, .terms = {600, 0, 4}, .since = SLICE_LIT("2026-05"),
			     .by = SLICE_LIT("operator"), .at = T0};
	struct retainer_word w = {.client = j.client, .month = SLICE_LIT("2026-05"), .line = "hours",
				  .level = 80, .at = T0};
	CHECK_INT(retainer_get(f.s, f.p, j.client, &back, &f.e), 0);
	CHECK_INT(retainer_set(f.s, &r, &f.e), 0);
	CHECK_INT(retainer_get(f.s, f.p, j.client, &back, &f.e), 1);
	CHECK_INT(back.terms.minutes, 600);
	CHECK_INT(back.terms.rounds, 0);
	CHECK_INT(retainer_say(f.s, &w, &f.e), 1);
	CHECK_INT(retainer_say(f.s, &w, &f.e), 0);
	w.month = SLICE_LIT("2026-06");
	CHECK_INT(retainer_say(f.s, &w, &f.e), 1);
	CHECK_INT(retainer_drop(f.s, j.client, &f.e), 1);
	CHECK_INT(retainer_drop(f.s, j.client, &f.e), 0);
	CHECK_STR(fixture_error(&f), "");
	fixture_close(&f);
}

TEST(glossary_keeps_the_newest_meaning)
{
	struct fixture f;
	struct glossary_row back = {0}, a = {.phrase = SLICE_LIT("More Premium"),
					     .meaning = SLICE_LIT("darker palette"), .at = T0};
	glossary_list all = {0};
	struct job j;

	fixture_open(&f);
	CHECK_INT(job_get(f.s, f.p, fixture_job(&f), &j, &f.e), 1);
	CHECK_INT(glossary_set(f.s, j.client, &a, &f.e), 0);
	a.phrase = SLICE_LIT("more premium ");
	a.meaning = SLICE_LIT("less copy");
	CHECK_INT(glossary_set(f.s, j.client, &a, &f.e), 0);
	CHECK_INT(glossary_get(f.s, f.p, j.client, SLICE_LIT("MORE PREMIUM"), &back, &f.e), 1);
	CHECK_SLICE_AT(__LINE__, back.meaning, "less copy");
	CHECK_INT(glossary_get(f.s, f.p, j.client + 1, SLICE_LIT("more premium"), &back, &f.e), 0);
	CHECK_INT(glossary_all(f.s, f.p, j.client, &all, &f.e), 0);
	CHECK_INT(all.len, 1);
	CHECK_INT(glossary_forget(f.s, j.client, SLICE_LIT("more premium"), &f.e), 1);
	CHECK_INT(glossary_forget(f.s, j.client, SLICE_LIT("more premium"), &f.e), 0);
	CHECK_STR(fixture_error(&f), "");
	fixture_close(&f);
}
