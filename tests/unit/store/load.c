/* Hours, estimates, days off: written, added up, called off. */
#include "fixture.h"

#include "docket/base/day.h"
#include "docket/store/load.h"

static void
spend(struct fixture *f, int64_t job, int64_t minutes, int64_t day)
{
	struct ledger_entry entry = {.job = job, .at = T0, .kind = "hours", .actor = SLICE_LIT("operator")};
	struct hours_row h = {.job = job, .member = f->member, .minutes = minutes, .day = day, .at = T0};

	CHECK_INT(ledger_add(f->s, &entry, &f->e), 0);
	CHECK_INT(hours_add(f->s, &h, &f->e), 0);
	CHECK_STR(fixture_error(f), "");
	CHECK(h.id > 0);
}

TEST(load_hours)
{
	struct fixture f;
	hours_list rows = {0};
	int64_t minutes = -1, may = day_number(2026, 5, 1);

	fixture_open(&f);
	int64_t job = fixture_job(&f), other = fixture_job(&f);
	spend(&f, job, 150, may + 30); /* out of order: they are read by day */
	spend(&f, job, 90, may);
	spend(&f, job, -60, may + 31);
	spend(&f, other, 30, may + 2);
	CHECK_INT(hours_of_job(f.s, f.p, job, &rows, &f.e), 0);
	CHECK_INT(rows.len, 3);
	CHECK_INT(rows.at[0].minutes, 90);
	CHECK_INT(rows.at[0].day, may);
	CHECK_INT(rows.at[0].event, 2);
	CHECK_INT(rows.at[2].minutes, -60);
	CHECK_INT(hours_of_member(f.s, job, f.member, &minutes, &f.e), 0);
	CHECK_INT(minutes, 180);
	CHECK_INT(hours_of_member(f.s, job, f.member + 1, &minutes, &f.e), 0);
	CHECK_INT(minutes, 0);
	/* May has 31 days: the one taken back on 1 June is June's. */
	CHECK_INT(hours_of_client(f.s, f.client, may, may + 30, &minutes, &f.e), 0);
	CHECK_INT(minutes, 270);
	CHECK_INT(hours_of_client(f.s, f.client, may + 31, may + 60, &minutes, &f.e), 0);
	CHECK_INT(minutes, -60);
	CHECK_INT(hours_of_client(f.s, f.client + 1, may, may + 60, &minutes, &f.e), 0);
	CHECK_INT(minutes, 0);
	fixture_close(&f);
}

TEST(load_estimate)
{
	struct fixture f;
	load_list all = {0};
	struct job j;
	int64_t minutes = -1;

	fixture_open(&f);
	int64_t id = fixture_job(&f);
	CHECK_INT(estimate_get(f.s, id, &minutes, &f.e), 0);
	CHECK_INT(minutes, 0);
	CHECK_INT(estimate_set(f.s, id, 480, &f.e), 0);
	CHECK_INT(estimate_get(f.s, id, &minutes, &f.e), 0);
	CHECK_INT(minutes, 480);
	CHECK_INT(load_jobs(f.s, f.p, 0, &all, &f.e), 0); /* in intake nobody has taken it on */
	CHECK_INT(all.len, 0);
	CHECK_INT(job_get(f.s, f.p, id, &j, &f.e), 1);
	j.state = JOB_PRODUCTION;
	j.maker = f.member;
	j.urgent = true;
	j.brief[BRIEF_DEADLINE] = (struct brief_field){
		.given = true, .value = SLICE_LIT("14 May"), .date = SLICE_LIT("2026-05-14")};
	CHECK_INT(job_save(f.s, &j, T0, &f.e), 0);
	spend(&f, id, 90, 20000);
	CHECK_INT(load_jobs(f.s, f.p, 0, &all, &f.e), 0);
	CHECK_INT(all.len, 1);
	CHECK_INT(all.at[0].estimate, 480);
	CHECK_INT(all.at[0].spent, 90);
	CHECK_INT(all.at[0].maker, f.member);
	CHECK_INT(all.at[0].deadline, day_number(2026, 5, 14));
	CHECK_INT(all.at[0].urgent, 0); /* said by the client, not granted */
	CHECK_INT(load_jobs(f.s, f.p, id + 1, &all, &f.e), 0);
	CHECK_INT(all.len, 0);
	j.brief[BRIEF_DEADLINE].alt_date = SLICE_LIT("2026-07-14"); /* two readings are no date */
	CHECK_INT(job_save(f.s, &j, T0, &f.e), 0);
	CHECK_INT(load_jobs(f.s, f.p, id, &all, &f.e), 0);
	CHECK(all.len == 1 && all.at[0].deadline == LOAD_NO_DAY);
	fixture_close(&f);
}

TEST(load_away)
{
	struct fixture f;
	away_list rows = {0};
	struct away_row back;

	fixture_open(&f);
	struct away_row a = {.member = f.member, .first = 20585, .last = 20587, .words = SLICE_LIT("fair")};
	struct away_row b = {.member = f.member, .first = 20580, .last = 20580};
	CHECK_INT(away_add(f.s, &a, SLICE_LIT("operator"), T0, &f.e), 0);
	CHECK_INT(away_add(f.s, &b, SLICE_LIT("operator"), T0, &f.e), 0);
	CHECK_INT(away_from(f.s, f.p, 0, 20580, &rows, &f.e), 0);
	CHECK_INT(rows.len, 2);
	CHECK_INT(rows.at[0].first, 20580);
	CHECK_SLICE_AT(__LINE__, rows.at[1].words, "fair");
	CHECK_INT(away_from(f.s, f.p, f.member, 20581, &rows, &f.e), 0);
	CHECK_INT(rows.len, 1);
	CHECK_INT(away_from(f.s, f.p, f.member + 1, 0, &rows, &f.e), 0);
	CHECK_INT(rows.len, 0);
	CHECK_INT(away_drop(f.s, a.id, SLICE_LIT("operator"), T0, &f.e), 1);
	CHECK_INT(away_drop(f.s, a.id, SLICE_LIT("operator"), T0, &f.e), 0);
	CHECK_INT(away_get(f.s, f.p, a.id, &back, &f.e), 0);
	CHECK_INT(away_get(f.s, f.p, b.id, &back, &f.e), 1);
	CHECK_INT(back.last, 20580);
	fixture_close(&f);
}
