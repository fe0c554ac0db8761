/* Sold scope and scope notes: numbered, one a round and one an item. */
#include "fixture.h"

#include "docket/store/scope.h"

TEST(scope_note_round_trip)
{
	struct fixture f;
	struct job_scope sold = {.terms = {750, 3, 0}, .words = SLICE_LIT("a poster"),
				 .by = SLICE_LIT("member:1"), .at = T0}, back = {0};
	struct scope_note extra = {.kind = SCOPE_EXTRA, .quote = SLICE_LIT("3 banners?")};
	struct scope_note third = {.kind = SCOPE_ROUND, .round = 3}, again = third;
	scope_note_list all = {0};
	int64_t granted = 0;

	fixture_open(&f);
	int64_t job = fixture_job(&f);
	CHECK_INT(job_scope_get(f.s, f.p, job, &back, &f.e), 0);
	sold.job = extra.job = third.job = again.job = job;
	CHECK_INT(job_scope_set(f.s, &sold, &f.e), 0);
	sold.terms.rounds = 4;
	CHECK_INT(job_scope_set(f.s, &sold, &f.e), 0);
	CHECK_INT(job_scope_get(f.s, f.p, job, &back, &f.e), 1);
	CHECK_INT(back.terms.rounds, 4);
	CHECK_INT(back.terms.deliverables, 0);
	CHECK_INT(scope_note_add(f.s, &extra, T0, &f.e), 1);
	CHECK_INT(scope_note_add(f.s, &third, T0, &f.e), 1);
	CHECK_INT(third.number, 2);
	CHECK_INT(scope_note_add(f.s, &again, T0, &f.e), 0); /* one note a round */
	CHECK_INT(scope_rounds_granted(f.s, job, &granted, &f.e), 0);
	CHECK_INT(granted, 0);
	third.state = SCOPE_ACCEPTED;
	third.why = SLICE_LIT("yes");
	CHECK_INT(scope_note_save(f.s, &third, T0 + 1, &f.e), 0);
	CHECK_INT(scope_rounds_granted(f.s, job, &granted, &f.e), 0);
	CHECK_INT(granted, 1);
	CHECK_INT(scope_notes_of_job(f.s, f.p, job, &all, &f.e), 0);
	CHECK_INT(all.len, 2);
	CHECK_SLICE_AT(__LINE__, all.at[0].quote, "3 banners?");
	CHECK_INT((int)all.at[1].state, SCOPE_ACCEPTED);
	CHECK_STR(fixture_error(&f), "");
	fixture_close(&f);
}
