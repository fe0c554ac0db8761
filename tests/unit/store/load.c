/* Hours, estimates, days off: written, added up, called off. */
#include "fixture.h"

#include "docket/base/day.h"
#include "docket/store/load.h"

static void
spend(struct fixture *f, int64_t job, int64_t minutes, int64_t day)
{
	struct civil at = day_civil(day);
	struct slice data = pool_slicef(f->p, "{\"member\":%lld,\"minutes\":%lld,\"day\":\"%04d-%02d-%02d\"}",
					(long long)f->member, (long long)minutes, at.year, at.month, at.day);
	struct ledger_entry entry = {.job = job, .at = T0, .kind = "hours",
				     .actor = SLICE_LIT("operator"), .data = data};
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

TEST(load_is_verified)
{
	static const struct {
		int line;
		const char *sql; /* behind docket's back */
		const char *fault;
	} cases[] = {
		{__LINE__, "UPDATE hours SET minutes = minutes + 60", "are not what their event says"},
		{__LINE__, "UPDATE hours SET day = '2026-05-09'", "are not what their event says"},
		{__LINE__, "DELETE FROM hours", "are hours that have no row"},
		{__LINE__, "UPDATE job SET estimate = 60", "its estimate is not what its history says"},
		{__LINE__, "UPDATE job SET estimate = NULL", "its estimate is not what its history says"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f;
		struct str report;
		int64_t checked = 0;

		fixture_open(&f);
		str_init(&report, 10000);
		int64_t job = fixture_job(&f);
		struct ledger_entry said = {.job = job, .at = T0, .kind = "estimate",
					    .actor = SLICE_LIT("operator"),
					    .data = SLICE_LIT("{\"minutes\":480}")};
		spend(&f, job, 150, day_number(2026, 5, 8));
		CHECK_INT(ledger_add(f.s, &said, &f.e), 0);
		CHECK_INT(estimate_set(f.s, job, 480, &f.e), 0);
		(void)ledger_verify(f.s, &report, &checked, &f.e);
		CHECK_AT(cases[i].line, !slice_has(str_slice(&report), "hours") &&
						!slice_has(str_slice(&report), "estimate"));
		CHECK_INT(store_commit(f.s, &f.e), 0);
		str_reset(&report);
		CHECK_INT_AT(cases[i].line, fixture_sql(&f, cases[i].sql), 0);
		(void)ledger_verify(f.s, &report, &checked, &f.e);
		CHECK_AT(cases[i].line, slice_has(str_slice(&report), cases[i].fault));
		str_clear(&report);
		fixture_close(&f);
	}
}

TEST(load_state_since)
{
	struct fixture f;
	int64_t at = -1;

	fixture_open(&f);
	int64_t job = fixture_job(&f);
	CHECK_INT(state_since(f.s, job, &at, &f.e), 0);
	CHECK_INT(at, -1); /* no history, nothing to say */
	static const struct {
		int line;
		const char *kind, *data;
		int64_t want;
	} events[] = {
		{__LINE__, "opened", "{\"state\":\"intake\"}", 0},
		{__LINE__, "note", "{}", 0},
		{__LINE__, "moved", "{\"from\":\"intake\",\"to\":\"scoping\"}", 2},
		{__LINE__, "moved", "{\"from\":\"scoping\",\"to\":\"ready\"}", 3},
		/* somebody else makes it: no other state */
		{__LINE__, "moved", "{\"from\":\"ready\",\"to\":\"ready\"}", 3},
	};
	for (size_t i = 0; i < COUNT(events); i++) {
		struct ledger_entry entry = {.job = job, .at = T0 + (int64_t)i, .kind = events[i].kind,
					     .actor = SLICE_LIT("operator"),
					     .data = slice_of(events[i].data)};
		CHECK_INT(ledger_add(f.s, &entry, &f.e), 0);
		CHECK_INT(state_since(f.s, job, &at, &f.e), 0);
		CHECK_INT_AT(events[i].line, at, T0 + events[i].want);
	}
	fixture_close(&f);
}
