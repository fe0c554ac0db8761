/* The table of moves and what makes a brief complete. */
#include "check.h"

#include "docket/domain/job.h"
#include "docket/understand/reading.h"

TEST(job_moves_follow_the_table)
{
	static const struct {
		int line;
		enum job_state from;
		enum job_event event;
		int to; /* -1: refused */
	} cases[] = {
	        {__LINE__, JOB_INTAKE, EV_COMPLETED, JOB_SCOPING},
	        {__LINE__, JOB_INTAKE, EV_ACCEPT, JOB_READY},
	        {__LINE__, JOB_INTAKE, EV_RESUME, -1},
	        {__LINE__, JOB_SCOPING, EV_ACCEPT, JOB_READY},
	        {__LINE__, JOB_SCOPING, EV_REOPENED_BRIEF, JOB_INTAKE},
	        {__LINE__, JOB_SCOPING, EV_COMPLETED, -1},
	        {__LINE__, JOB_READY, EV_ACCEPT, -1},
	        {__LINE__, JOB_READY, EV_HOLD, JOB_ON_HOLD},
	        {__LINE__, JOB_READY, EV_NOT_A_REQUEST, -1},
	        {__LINE__, JOB_DECLINED, EV_ACCEPT, -1},
	        {__LINE__, JOB_CANCELLED, EV_RESUME, -1},
	        {__LINE__, JOB_ON_HOLD, EV_CANCEL, JOB_CANCELLED},
	        {__LINE__, JOB_ON_HOLD, EV_ACCEPT, -1},
	        /* Guarded rows are refused while nothing is known. */
	        {__LINE__, JOB_READY, EV_ASSIGN, -1},
	        {__LINE__, JOB_PRODUCTION, EV_SUBMIT, -1},
	        {__LINE__, JOB_CLIENT_REVIEW, EV_APPROVE, -1},
	        {__LINE__, JOB_FINAL_QA, EV_DELIVER, -1},
	        {__LINE__, JOB_CLIENT_REVIEW, EV_CHANGES, JOB_REVISION},
	        {__LINE__, JOB_PRODUCTION, EV_APPROVE, -1},
	        {__LINE__, JOB_INTERNAL_REVIEW, EV_APPROVE, -1},
	        {__LINE__, JOB_REVISION, EV_APPROVE, -1},
	        {__LINE__, JOB_ARCHIVED, EV_REOPEN, JOB_REVISION},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct job j = {.ref = SLICE_LIT("ACME-001"), .state = cases[i].from};
		enum job_state to = JOB_STATE_COUNT;
		struct err e = ERR_INIT;
		int r = job_move(&j, NULL, cases[i].event, &to, &e);
		CHECK_INT_AT(cases[i].line, r, cases[i].to < 0 ? -1 : 0);
		if (cases[i].to >= 0)
			CHECK_INT_AT(cases[i].line, (int)to, cases[i].to);
		else
			CHECK_INT_AT(cases[i].line, (int)e.kind, ERR_REFUSED);
	}
}

TEST(job_resume_goes_back_to_where_it_was_held)
{
	for (int s = JOB_INTAKE; s <= JOB_FINAL_QA; s++) {
		struct job j = {.state = JOB_ON_HOLD, .held_from = (enum job_state)s};
		enum job_state to = JOB_STATE_COUNT;
		struct err e = ERR_INIT;
		CHECK_INT(job_move(&j, NULL, EV_RESUME, &to, &e), 0);
		CHECK_INT((int)to, s);
	}
}

TEST(job_refusal_says_what_would_help)
{
	struct job j = {.ref = SLICE_LIT("ACME-007"), .state = JOB_READY};
	enum job_state to;
	struct err e = ERR_INIT;
	job_move(&j, NULL, EV_ACCEPT, &to, &e);
	CHECK_STR(e.text, "ACME-007 is in ready, where 'accept' does nothing; possible here: assign, "
	                  "decline, hold or cancel");
	struct job final = {.ref = SLICE_LIT("ACME-008"), .state = JOB_DECLINED};
	struct err f = ERR_INIT;
	job_move(&final, NULL, EV_HOLD, &to, &f);
	CHECK_STR(f.text, "ACME-008 is declined, which is final: open a new job instead");
}

TEST(brief_names_are_those_of_the_reading)
{
	CHECK_INT(BRIEF_FIELDS, FIELD_COUNT);
	CHECK_INT(BRIEF_DEADLINE, FIELD_DEADLINE);
	for (int f = 0; f < FIELD_COUNT; f++)
		CHECK_STR(brief_field_names[f], field_name((enum field)f));
}

TEST(brief_missing_counts_required_and_ambiguous)
{
	struct job j = {.required = 1U << FIELD_DELIVERABLE | 1U << FIELD_DEADLINE};
	CHECK_INT((int)job_missing(&j), (int)j.required);
	j.brief[FIELD_DELIVERABLE].given = true;
	CHECK_INT((int)job_missing(&j), 1 << FIELD_DEADLINE);
	j.brief[FIELD_DEADLINE].given = true;
	CHECK_INT((int)job_missing(&j), 0);
	j.brief[FIELD_DEADLINE].alt_date = SLICE_LIT("2026-04-03");
	CHECK_INT((int)job_missing(&j), 1 << FIELD_DEADLINE);
	j.waived = 1U << FIELD_DEADLINE;
	CHECK_INT((int)job_missing(&j), 0);
}

TEST(brief_asks_for_an_ambiguous_date_nobody_required)
{
	struct job j = {.required = 0};
	j.brief[FIELD_DEADLINE].given = true;
	CHECK_INT((int)job_missing(&j), 0);
	j.brief[FIELD_DEADLINE].alt_date = SLICE_LIT("2026-04-03");
	CHECK_INT((int)job_missing(&j), 1 << FIELD_DEADLINE);
}

TEST(job_ref_has_three_digits_at_least)
{
	struct pool *p = pool_new();
	CHECK_STR(job_ref(p, SLICE_LIT("ACME"), 7).data, "ACME-007");
	CHECK_STR(job_ref(p, SLICE_LIT("ACME"), 1234).data, "ACME-1234");
	pool_free(p);
}

TEST(job_moves_are_guarded)
{
	struct job_facts f = {0};
	struct job j = {.ref = SLICE_LIT("ACME-001"), .state = JOB_INTERNAL_REVIEW};
	enum job_state to;
	struct err e = ERR_INIT;
	f.internal_passed = true;
	CHECK_INT(job_move(&j, &f, EV_INTERNAL_PASSED, &to, &e), -1);
	f.client_decider = true;
	CHECK_INT(job_move(&j, &f, EV_INTERNAL_PASSED, &to, &e), 0);
	CHECK_INT(to, JOB_CLIENT_REVIEW);
	/* A version that nobody waived to see does not become approved unseen. */
	CHECK_INT(job_move(&j, &f, EV_APPROVE_UNSEEN, &to, &e), -1);
	j.recheck = RECHECK_CONFIRM;
	CHECK_INT(job_move(&j, &f, EV_APPROVE_UNSEEN, &to, &e), -1);
	j.recheck = RECHECK_NONE;
	CHECK_INT(job_move(&j, &f, EV_APPROVE_UNSEEN, &to, &e), 0);
	/* Only one row leads a client's review to approved, and it is guarded. */
	size_t n, ways = 0;
	const struct job_move_row *m = job_moves(&n);
	for (size_t i = 0; i < n; i++)
		if (m[i].to == JOB_APPROVED) {
			ways++;
			CHECK(m[i].guard == GUARD_CLIENT || m[i].guard == GUARD_UNSEEN);
		}
	CHECK_INT(ways, 2);
}

/* Every row is reachable, no two rows answer the same event, and no state is a dead end by mistake. */
TEST(job_moves_each_row)
{
	const struct job_facts all = {true, true, true, true, true};
	size_t n;
	const struct job_move_row *m = job_moves(&n);
	for (size_t i = 0; i < n; i++) {
		struct job j = {.ref = SLICE_LIT("ACME-001"), .state = m[i].from, .maker = 1,
		                .held_from = JOB_REVISION, .recheck = RECHECK_NONE};
		enum job_state to = JOB_STATE_COUNT;
		struct err e = ERR_INIT;
		CHECK_INT(job_move(&j, &all, m[i].event, &to, &e), 0);
		CHECK_INT(to, m[i].event == EV_RESUME ? JOB_REVISION : m[i].to);
		for (size_t k = i + 1; k < n; k++)
			CHECK(m[k].from != m[i].from || m[k].event != m[i].event);
		if (m[i].guard == GUARD_NONE)
			continue;
		struct job bare = {.ref = SLICE_LIT("ACME-001"), .state = m[i].from};
		CHECK_INT(job_move(&bare, NULL, m[i].event, &to, &e), -1);
		CHECK_INT((int)e.kind, ERR_REFUSED);
		CHECK(strstr(e.text, job_guard_words(m[i].guard)) != NULL);
	}
	for (int s = 0; s < JOB_STATE_COUNT; s++) {
		size_t ways = 0;
		for (size_t i = 0; i < n; i++)
			ways += m[i].from == (enum job_state)s;
		CHECK_INT(ways == 0, s == JOB_DECLINED || s == JOB_CANCELLED);
	}
}

TEST(job_given_to)
{
	struct job j = {.maker = 3, .owner = 5};

	CHECK(job_is_with(&j, 3));
	CHECK(job_is_with(&j, 5));
	CHECK(!job_is_with(&j, 4));
	j.maker = j.owner = 0; /* nobody's job is not that of nobody */
	CHECK(!job_is_with(&j, 0));
}
