/* Jobs, briefs, questions. */
#include "fixture.h"

TEST(jobs_numbers)
{
	struct fixture f;
	struct client other = {.code = SLICE_LIT("AC"), .name = SLICE_LIT("Other")};

	fixture_open(&f);
	CHECK_INT(client_add(f.s, &other, T0, &f.e), 0);
	for (int i = 1; i <= 3; i++) {
		struct job j = {.client = f.client};
		CHECK_INT(job_create(f.s, f.p, &j, T0 + i, &f.e), 0);
		CHECK_SLICE_AT(__LINE__, j.ref,
			       i == 1	? "ACME-001"
			       : i == 2 ? "ACME-002"
					: "ACME-003");
		CHECK_INT(j.created, T0 + i);
	}
	struct job j = {.client = other.id};
	CHECK_INT(job_create(f.s, f.p, &j, T0, &f.e), 0);
	CHECK_SLICE_AT(__LINE__, j.ref, "AC-001");
	/* A number that was rolled back may come again; one that was committed never does. */
	fixture_commit(&f);
	j = (struct job){.client = f.client};
	CHECK_INT(job_create(f.s, f.p, &j, T0, &f.e), 0);
	CHECK_SLICE_AT(__LINE__, j.ref, "ACME-004");
	store_rollback(f.s);
	CHECK_INT(fixture_sql_int(&f, "SELECT last_number FROM client WHERE code = 'ACME'"), 3);
	CHECK_INT(store_begin(f.s, &f.e), 0);
	j = (struct job){.client = 999};
	CHECK_INT(job_create(f.s, f.p, &j, T0, &f.e), -1);
	CHECK_INT(f.e.kind, ERR_NOFILE);
	err_clear(&f.e);
	/* outside a transaction it is one by itself, and a failing one leaves no number taken */
	CHECK_INT(store_commit(f.s, &f.e), 0);
	j = (struct job){.client = f.client, .owner = 999};
	CHECK_INT(job_create(f.s, f.p, &j, T0, &f.e), -1);
	CHECK_INT(f.e.kind, ERR_MESSAGE);
	CHECK_INT(j.id, 0);
	err_clear(&f.e);
	CHECK_INT(fixture_sql_int(&f, "SELECT last_number FROM client WHERE code = 'ACME'"), 3);
	j.owner = f.member;
	CHECK_INT(job_create(f.s, f.p, &j, T0, &f.e), 0);
	CHECK_SLICE_AT(__LINE__, j.ref, "ACME-004");
	fixture_close(&f);
}

TEST(jobs_by_ref)
{
	static const struct {
		int line;
		const char *ref;
		int got;
		const char *is;
	} cases[] = {
		{__LINE__, "ACME-001", 1, "ACME-001"},
		{__LINE__, "acme-1", 1, "ACME-001"},
		{__LINE__, " Acme-001 ", 1, "ACME-001"},
		{__LINE__, "ACME001", 1, "ACME-001"},
		{__LINE__, "acme1", 1, "ACME-001"},
		{__LINE__, "ACME-0001", 1, "ACME-001"},
		{__LINE__, "ACME-042", 0, NULL},
		{__LINE__, "ACME", 0, NULL},
		{__LINE__, "ACME-", 0, NULL},
		{__LINE__, "-1", 0, NULL},
		{__LINE__, "1", 0, NULL},
		{__LINE__, "", 0, NULL},
		{__LINE__, "ACME--1", 0, NULL},
		{__LINE__, "ACME-0", 0, NULL},
		{__LINE__, "ACME-99999999999999999999", 0, NULL},
		{__LINE__, "AB1-001", 1, "AB1-001"},
		{__LINE__, "AB-1001", 0, NULL},
		{__LINE__, "AB1001", 1, "AB1-001"},
		{__LINE__, "AB11", -1, NULL},
	};
	struct fixture f;
	struct client ab = {.code = SLICE_LIT("AB"), .name = SLICE_LIT("n")};
	struct client ab1 = {.code = SLICE_LIT("AB1"), .name = SLICE_LIT("n")};

	fixture_open(&f);
	fixture_job(&f);
	CHECK_INT(client_add(f.s, &ab, T0, &f.e), 0);
	CHECK_INT(client_add(f.s, &ab1, T0, &f.e), 0);
	struct job j = {.client = ab1.id};
	CHECK_INT(job_create(f.s, f.p, &j, T0, &f.e), 0);
	for (int i = 0; i < 11; i++) {
		j = (struct job){.client = ab.id};
		CHECK_INT(job_create(f.s, f.p, &j, T0, &f.e), 0);
	}
	for (size_t i = 0; i < COUNT(cases); i++) {
		CHECK_INT_AT(cases[i].line, job_by_ref(f.s, f.p, slice_of(cases[i].ref), &j, &f.e),
			     cases[i].got);
		if (cases[i].got == 1)
			CHECK_SLICE_AT(cases[i].line, j.ref, cases[i].is);
		else if (cases[i].got < 0)
			CHECK_AT(cases[i].line, slice_has(slice_of(f.e.text), "write the hyphen"));
		err_clear(&f.e);
	}
	fixture_close(&f);
}

TEST(jobs_saved)
{
	struct fixture f;
	struct job j, back;
	job_list list;

	fixture_open(&f);
	int64_t mail = fixture_mail(&f, 1);
	j = (struct job){.client = f.client,
			 .kit = SLICE_LIT("banner"),
			 .title = SLICE_LIT("Title"),
			 .lang = SLICE_LIT("de"),
			 .state = JOB_SCOPING,
			 .urgent = true,
			 .requester = f.contact,
			 .required = 7,
			 .waived = 2,
			 .prompts = 1,
			 .asked = 5,
			 .thread_subject = SLICE_LIT("subject")};
	j.brief[0] = (struct brief_field){.given = true,
					  .value = SLICE_LIT("a banner"),
					  .message = mail,
					  .start = 3,
					  .end = 11,
					  .rule = SLICE_LIT("label"),
					  .by = SLICE_LIT("jo@acme.example")};
	j.brief[BRIEF_DEADLINE] = (struct brief_field){.given = true,
						       .value = SLICE_LIT("3/4"),
						       .date = SLICE_LIT("2026-04-03"),
						       .time = SLICE_LIT("17:00"),
						       .alt_date = SLICE_LIT("2026-03-04")};
	CHECK_INT(job_create(f.s, f.p, &j, T0, &f.e), 0);
	CHECK_INT(job_get(f.s, f.p, j.id, &back, &f.e), 1);
	CHECK_INT(back.state, JOB_SCOPING);
	CHECK(back.urgent && !back.urgent_granted);
	CHECK_INT(back.required * 100 + back.waived * 10 + back.asked, 725);
	CHECK_SLICE_AT(__LINE__, back.kit, "banner");
	CHECK_SLICE_AT(__LINE__, back.thread_subject, "subject");
	CHECK_SLICE_AT(__LINE__, back.brief[0].value, "a banner");
	CHECK_INT(back.brief[0].message, mail);
	CHECK_INT(back.brief[0].end, 11);
	CHECK_SLICE_AT(__LINE__, back.brief[0].by, "jo@acme.example");
	CHECK_SLICE_AT(__LINE__, back.brief[BRIEF_DEADLINE].alt_date, "2026-03-04");
	CHECK(!back.brief[1].given);
	/* one field changed, one gone, one new */
	back.brief[0].value = SLICE_LIT("a larger banner");
	back.brief[BRIEF_DEADLINE] = (struct brief_field){0};
	back.brief[1] = (struct brief_field){.given = true}; /* given, and empty */
	back.state = JOB_ON_HOLD;
	back.held_from = JOB_SCOPING;
	back.hold_until = SLICE_LIT("2026-05-01");
	back.owner = f.member;
	CHECK_INT(job_save(f.s, &back, T0 + 9, &f.e), 0);
	CHECK_STR(fixture_error(&f), "");
	CHECK_INT(job_get(f.s, f.p, j.id, &back, &f.e), 1);
	CHECK_SLICE_AT(__LINE__, back.brief[0].value, "a larger banner");
	CHECK(!back.brief[BRIEF_DEADLINE].given);
	CHECK(back.brief[1].given);
	CHECK_INT(back.state, JOB_ON_HOLD);
	CHECK_INT(back.held_from, JOB_SCOPING);
	CHECK_INT(back.changed, T0 + 9);
	CHECK_INT(back.created, T0);
	back.id = 999;
	CHECK_INT(job_save(f.s, &back, T0, &f.e), -1);
	err_clear(&f.e);
	CHECK_INT(job_get(f.s, f.p, 999, &back, &f.e), 0);

	int64_t plain = fixture_job(&f);
	j = (struct job){.client = f.client, .state = JOB_CANCELLED};
	CHECK_INT(job_create(f.s, f.p, &j, T0, &f.e), 0);
	int64_t counted = 0;
	const struct {
		int line;
		struct job_filter filter;
		size_t count;
	} cases[] = {
		{__LINE__, {0, 0, -1, false, 0}, 3},	    {__LINE__, {f.client, 0, -1, false, 0}, 3},
		{__LINE__, {999, 0, -1, false, 0}, 0},         {__LINE__, {0, -1, -1, false, 0}, 2},	    {__LINE__, {0, f.member, -1, false, 0}, 1},
		{__LINE__, {0, 0, JOB_INTAKE, false, 0}, 1},   {__LINE__, {0, 0, -1, true, 0}, 2},
		{__LINE__, {0, 0, JOB_CANCELLED, true, 0}, 0}, {__LINE__, {0, 0, -1, false, 2}, 2},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		CHECK_INT_AT(cases[i].line, job_select(f.s, f.p, &cases[i].filter, &list, &f.e), 0);
		CHECK_INT_AT(cases[i].line, list.len, cases[i].count);
		if (cases[i].filter.limit == 0) {
			CHECK_INT_AT(cases[i].line, job_count(f.s, &cases[i].filter, &counted, &f.e), 0);
			CHECK_INT_AT(cases[i].line, counted, cases[i].count);
		}
	}
	CHECK_INT(plain, 2);
	CHECK_STR(fixture_error(&f), "");
	fixture_close(&f);
}

TEST(jobs_questions)
{
	struct fixture f;
	question_list list;

	fixture_open(&f);
	int64_t job = fixture_job(&f);
	CHECK_INT(question_get(f.s, f.p, job, 0, &list, &f.e), 0);
	CHECK_INT(list.len, 0);
	CHECK_INT(question_put(f.s, job, 5, 2, 4, &f.e), 0);
	CHECK_INT(question_put(f.s, job, 5, 1, 3, &f.e), 0);
	CHECK_INT(question_put(f.s, job, 9, 1, 7, &f.e), 0);
	CHECK_INT(question_put(f.s, job, 9, 1, 8, &f.e), 0); /* put right */
	CHECK_INT(question_get(f.s, f.p, job, 5, &list, &f.e), 0);
	CHECK_INT(list.len, 2);
	CHECK_INT(list.at[0].number, 1);
	CHECK_INT(list.at[0].field, 3);
	CHECK_INT(list.at[1].field, 4);
	CHECK_INT(question_get(f.s, f.p, job, 0, &list, &f.e), 0);
	CHECK_INT(list.len, 1);
	CHECK_INT(list.at[0].field, 8);
	CHECK_INT(list.at[0].outbox, 9);
	CHECK_INT(question_get(f.s, f.p, job, 6, &list, &f.e), 0);
	CHECK_INT(list.len, 0);
	CHECK_STR(fixture_error(&f), "");
	fixture_close(&f);
}
