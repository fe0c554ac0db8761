/* The revision list: numbered, with its sources, and what a version answers. */
#include "fixture.h"

#include "docket/store/reviews.h"
#include "docket/store/revisions.h"

static struct revision
wished(struct fixture *f, int64_t job, const char *summary, int64_t now)
{
	struct revision r = {.job = job, .round = 1, .kind = REVISION_CHANGE, .state = REVISION_OPEN,
			     .target = SLICE_LIT("headline"), .summary = slice_of(summary)};
	VEC_ADD(&r.sources, f->p, ((struct revision_source){.person = SLICE_LIT("contact:1"),
		.quote = SLICE_LIT("bigger headline, please"), .at = now}));
	CHECK_INT(revision_add(f->s, &r, now, &f->e), 0);
	CHECK_STR(fixture_error(f), "");
	return r;
}

TEST(revision_round_trip)
{
	struct fixture f;
	struct revision back;
	revision_list all = {0};

	fixture_open(&f);
	int64_t job = fixture_job(&f);
	struct revision a = wished(&f, job, "bigger headline", T0), b = wished(&f, job, "no stars", T0 + 1);
	CHECK_INT(a.number, 1);
	CHECK_INT(b.number, 2);
	CHECK_INT(revision_get(f.s, f.p, job, 3, &back, &f.e), 0);
	CHECK_INT(revision_get(f.s, f.p, job, 2, &back, &f.e), 1);
	CHECK_SLICE_AT(__LINE__, back.summary, "no stars");
	back.state = REVISION_DECLINED;
	back.why = SLICE_LIT("the brand book asks for them");
	back.conflict_with = a.id;
	CHECK_INT(revision_save(f.s, &back, T0 + 2, &f.e), 0);
	struct revision_source more = {.message = fixture_settled(&f, 4, "m4@acme.example", "x"),
		.person = SLICE_LIT("contact:2"), .quote = SLICE_LIT("larger title"), .at = T0 + 3};
	CHECK_INT(revision_source_add(f.s, a.id, &more, &f.e), 0);
	CHECK_INT(revisions_of_job(f.s, f.p, job, 0, &all, &f.e), 0);
	CHECK_INT(all.len, 2);
	CHECK_INT(all.at[0].sources.len, 2);
	CHECK_SLICE_AT(__LINE__, all.at[0].sources.at[1].quote, "larger title");
	CHECK_INT((int)all.at[1].state, REVISION_DECLINED);
	CHECK_INT(all.at[1].conflict_with, a.id);
	CHECK_SLICE_AT(__LINE__, all.at[1].why, "the brand book asks for them");
	CHECK_INT(revision_source_move(f.s, all.at[0].sources.at[1].id, b.id, &f.e), 0);
	CHECK_INT(revision_get(f.s, f.p, job, 2, &back, &f.e), 1);
	CHECK_INT(back.sources.len, 2);
	CHECK_INT(revisions_of_job(f.s, f.p, job, 2, &all, &f.e), 0);
	CHECK_INT(all.len, 0);
	fixture_close(&f);
}

TEST(revision_answers_of_a_version)
{
	struct fixture f;
	revision_list all = {0};
	struct version v1 = {0}, v2 = {0}, v3 = {0};

	fixture_open(&f);
	int64_t job = v1.job = v2.job = v3.job = fixture_job(&f);
	CHECK_INT(version_add(f.s, &v1, T0, &f.e), 0);
	struct revision a = wished(&f, job, "done", T0 + 1), b = wished(&f, job, "declined", T0 + 1);
	wished(&f, job, "still open", T0 + 1);
	a.state = REVISION_DONE;
	CHECK_INT(revision_save(f.s, &a, T0 + 2, &f.e), 0);
	b.state = REVISION_DECLINED;
	CHECK_INT(revision_save(f.s, &b, T0 + 2, &f.e), 0);
	CHECK_INT(version_add(f.s, &v2, T0 + 5, &f.e), 0);
	CHECK_INT(revisions_shown_in(f.s, job, v2.id, &f.e), 0);
	CHECK_INT(revisions_answered(f.s, f.p, v2.id, &all, &f.e), 0);
	CHECK_INT(all.len, 3);
	CHECK_INT(version_add(f.s, &v3, T0 + 9, &f.e), 0);
	CHECK_INT(revisions_answered(f.s, f.p, v3.id, &all, &f.e), 0);
	CHECK_INT(all.len, 1); /* only what is still open is said again */
	CHECK_SLICE_AT(__LINE__, all.at[0].summary, "still open");
	CHECK_STR(fixture_error(&f), "");
	fixture_close(&f);
}
