/* Capacity: the plain rule of spreading, counted by hand; and who gives way to more work. */
#include "check.h"

#include "docket/domain/capacity.h"

enum { MON = 20584, TUE, WED, THU, FRI, SAT, SUN, MON2, TUE2, WED2, THU2, FRI2 }; /* 11 May 2026 … */

struct job_case {
	int64_t left, deadline;
	bool urgent;
};
enum { JOBS = 4 };

static void
fill(struct pool *pool, capacity_jobs *jobs, const struct job_case *of)
{
	for (size_t i = 0; i < JOBS; i++)
		if (of[i].left != 0 || of[i].deadline != 0)
			VEC_ADD(jobs, pool, ((struct capacity_job){.id = (int64_t)i + 1, .left = of[i].left,
			                                           .deadline = of[i].deadline,
			                                           .urgent = of[i].urgent}));
}

TEST(capacity_spreads_evenly)
{
	static const struct {
		int line;
		int64_t week, off_first, off_last, today;
		struct job_case jobs[JOBS];
		int64_t booked[12]; /* from today */
	} cases[] = {
	        {__LINE__, 0, 0, -1, MON, {{2400, FRI, false}}, {480, 480, 480, 480, 480}},
	        {__LINE__, 0, 0, -1, MON, {{600, TUE, false}}, {300, 300}},
	        {__LINE__, 0, 0, -1, MON, {{100, WED, false}}, {33, 33, 34}},
	        /* A weekend lies between; today is the deadline; several add up. */
	        {__LINE__, 0, 0, -1, FRI, {{600, MON2, false}}, {300, 0, 0, 300}},
	        {__LINE__, 0, 0, -1, MON, {{600, MON, false}, {100, TUE, false}}, {650, 50}},
	        /* No date: the next ten working days. */
	        {__LINE__, 0, 0, -1, MON, {{1000, CAPACITY_NO_DAY, false}},
	         {100, 100, 100, 100, 100, 0, 0, 100, 100, 100, 100, 100}},
	        /* Late: all of it on the next working day. */
	        {__LINE__, 0, 0, -1, MON, {{600, MON - 3, false}}, {600}},
	        {__LINE__, 0, 0, -1, SAT, {{600, FRI, false}}, {0, 0, 600}},
	        {__LINE__, 0, 0, -1, SAT, {{600, SUN, false}}, {0, 0, 600}},
	        /* Off: nothing is planned there, and a deadline inside counts as late. */
	        {__LINE__, 0, TUE, WED, MON, {{600, THU, false}}, {300, 0, 0, 300}},
	        {__LINE__, 0, MON, WED, MON, {{600, WED, false}}, {0, 0, 0, 600}},
	        /* Done but for the form. */
	        {__LINE__, 0, 0, -1, MON, {{0, FRI, false}}, {0}},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pool *pool = pool_new();
		struct capacity_person who = {.week = cases[i].week};
		struct capacity *c = pool_alloc(pool, sizeof(*c));
		capacity_jobs jobs = {0};
		if (cases[i].off_last >= cases[i].off_first)
			VEC_ADD(&who.off, pool, ((struct capacity_off){cases[i].off_first, cases[i].off_last}));
		fill(pool, &jobs, cases[i].jobs);
		capacity_plan(c, &who, &jobs, cases[i].today);
		for (size_t d = 0; d < COUNT(cases[i].booked); d++)
			CHECK_INT_AT(cases[i].line, c->booked[d], cases[i].booked[d]);
		pool_free(pool);
	}
}

TEST(capacity_weeks_and_days)
{
	struct pool *pool = pool_new();
	struct capacity *c = pool_alloc(pool, sizeof(*c));
	struct capacity_person who = {.week = 1922}; /* no five equal days: the rest comes later */
	capacity_jobs none = {0};
	struct capacity_sum sum;

	capacity_plan(c, &who, &none, WED);
	sum = capacity_between(c, MON, SUN); /* what of the week was before today is over */
	CHECK_INT(sum.available, 1922 - 1922 * 2 / 5);
	sum = capacity_between(c, MON2, MON2 + 6);
	CHECK_INT(sum.available, 1922);
	CHECK_INT(sum.booked, 0);
	sum = capacity_between(c, WED + CAPACITY_DAYS + 7, WED + CAPACITY_DAYS + 14);
	CHECK_INT(sum.available, 0);
	VEC_ADD(&who.off, pool, ((struct capacity_off){MON2, FRI2}));
	VEC_ADD(&who.off, pool, ((struct capacity_off){WED2, FRI2})); /* said twice */
	capacity_plan(c, &who, &none, WED);
	sum = capacity_between(c, MON2, MON2 + 6);
	CHECK_INT(sum.available, 0);
	/* A holiday of the agency is nobody's working day. */
	struct day_off holiday = {MON2 + 7, MON2 + 7, 0, 0};
	who.calendar = (struct calendar){.off = &holiday, .off_count = 1};
	capacity_plan(c, &who, &none, WED);
	CHECK_INT(capacity_between(c, MON2 + 7, MON2 + 7).available, 0);
	CHECK(capacity_between(c, MON2 + 8, MON2 + 8).available > 0);
	pool_free(pool);
}

TEST(capacity_earliest)
{
	static const struct {
		int line;
		struct job_case jobs[JOBS];
		int64_t minutes, start, done;
	} cases[] = {
	        {__LINE__, {{0}}, 480, MON, MON},
	        {__LINE__, {{0}}, 481, MON, TUE},
	        {__LINE__, {{0}}, 2401, MON, MON2},
	        {__LINE__, {{2400, FRI, false}}, 60, MON2, MON2},
	        /* 24 h are late: they fill three days before anything else begins. */
	        {__LINE__, {{1440, MON - 1, false}}, 480, THU, THU},
	        {__LINE__, {{240, MON - 1, false}}, 480, MON, TUE},
	        {__LINE__, {{0}}, 5, MON, MON},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pool *pool = pool_new();
		struct capacity_person who = {0};
		struct capacity *c = pool_alloc(pool, sizeof(*c));
		capacity_jobs jobs = {0};
		int64_t start = 0, done = 0;
		fill(pool, &jobs, cases[i].jobs);
		capacity_plan(c, &who, &jobs, MON);
		CHECK_AT(cases[i].line, capacity_fit(c, cases[i].minutes, &start, &done));
		CHECK_INT_AT(cases[i].line, start, cases[i].start);
		CHECK_INT_AT(cases[i].line, done, cases[i].done);
		pool_free(pool);
	}
	/* Off for good: never. */
	struct pool *pool = pool_new();
	struct capacity_person who = {0};
	struct capacity *c = pool_alloc(pool, sizeof(*c));
	capacity_jobs jobs = {0};
	int64_t start, done;
	VEC_ADD(&who.off, pool, ((struct capacity_off){MON, MON + 1000}));
	VEC_ADD(&jobs, pool, ((struct capacity_job){.id = 1, .left = 60, .deadline = FRI}));
	capacity_plan(c, &who, &jobs, MON);
	CHECK(!capacity_fit(c, 60, &start, &done));
	CHECK_INT(c->booked[0], 60); /* and what they have is not lost */
	pool_free(pool);
}

TEST(capacity_what_gives_way)
{
	/* A 4 h a day to Friday; B 2 h a day for two weeks; C urgent, 96 min a day to Friday. */
	static const struct job_case abc[JOBS] = {{1200, FRI, false}, {1200, FRI2, false}, {480, FRI, true}};
	static const struct job_case dateless[JOBS] = {{1200, FRI, false}, {2400, CAPACITY_NO_DAY, false}};
	static const struct job_case late[JOBS] = {{3000, MON - 1, false}};
	static const struct {
		int line;
		const struct job_case *jobs;
		int64_t minutes, free, lacks;
		size_t moves, slips;
		struct {
			int64_t id, minutes, done;
			bool slips;
		} move[3];
	} cases[] = {
	        {__LINE__, abc, 120, 120, 0, 0, 0, {{0}}},
	        {__LINE__, abc, 600, 120, 0, 1, 0, {{2, 480, TUE2, false}}},
	        {__LINE__, abc, 1200, 120, 0, 2, 1, {{2, 600, WED2, false}, {1, 480, TUE2, true}}},
	        /* Everything moves, the urgent one last, and still 10 h lack. */
	        {__LINE__, abc, 3000, 120, 600, 3, 3, {{2, 600, MON2 + 7, true}, {1, 1200, FRI2, true}, {3, 480, TUE2, true}}},
	        /* Without a date it gives way first and misses nothing. */
	        {__LINE__, dateless, 600, 0, 0, 1, 0, {{2, 600, WED2, false}}},
	        /* Too much already: saying yes means to put that right, too. */
	        {__LINE__, late, 600, -600, 0, 1, 1, {{1, 1200, WED2, true}}},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pool *pool = pool_new();
		struct capacity_person who = {0};
		struct capacity *c = pool_alloc(pool, sizeof(*c));
		capacity_jobs jobs = {0};
		struct capacity_answer a;
		fill(pool, &jobs, cases[i].jobs);
		capacity_plan(c, &who, &jobs, MON);
		capacity_yes(pool, c, &jobs, (struct capacity_ask){cases[i].minutes, FRI}, &a);
		CHECK_INT_AT(cases[i].line, a.free, cases[i].free);
		CHECK_INT_AT(cases[i].line, a.lacks, cases[i].lacks);
		CHECK_INT_AT(cases[i].line, a.moves.len, cases[i].moves);
		CHECK_INT_AT(cases[i].line, a.slips, cases[i].slips);
		for (size_t k = 0; k < a.moves.len && k < cases[i].moves; k++) {
			CHECK_INT_AT(cases[i].line, a.moves.at[k].id, cases[i].move[k].id);
			CHECK_INT_AT(cases[i].line, a.moves.at[k].minutes, cases[i].move[k].minutes);
			CHECK_INT_AT(cases[i].line, a.moves.at[k].done, cases[i].move[k].done);
			CHECK_INT_AT(cases[i].line, a.moves.at[k].slips, cases[i].move[k].slips);
		}
		pool_free(pool);
	}
}
