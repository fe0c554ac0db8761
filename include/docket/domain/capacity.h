/*
 * Who has time when, pure (P1, P10). One rule, so that it can be checked by hand:
 *
 * A week's minutes are five equal days, Monday to Friday; a day off has none. What is left of a job
 * is spread evenly over the working days of whoever makes it, from today to the deadline, both
 * included. Without a deadline it is spread over the next ten working days; when it is late, or no
 * working day is left before the deadline, all of it falls on the next working day. What does not
 * fit into a day runs over into the next. Days are day numbers (base/day.h).
 */
#ifndef DOCKET_DOMAIN_CAPACITY_H
#define DOCKET_DOMAIN_CAPACITY_H

#include "docket/base/vec.h"
#include "docket/domain/calendar.h"

enum {
	CAPACITY_WEEK = 40 * 60, /* minutes of a week where nobody said */
	CAPACITY_SOON = 10,	 /* working days for a job without a date */
	CAPACITY_DAYS =
		53 * 7, /* how far is looked: a deadline beyond counts as the last of these days */
	CAPACITY_START = 30, /* minutes: a day with less free is no day to start */
};
#define CAPACITY_NO_DAY INT64_MIN

struct capacity_off {
	int64_t first, last; /* both off */
};
struct capacity_person {
	int64_t week;		  /* minutes; 0: CAPACITY_WEEK */
	struct calendar calendar; /* the agency's; its zone is not asked for */
	VEC(struct capacity_off) off;
};
struct capacity_job {
	int64_t id;
	int64_t left;	  /* minutes; 0 is done but for the form */
	int64_t deadline; /* or CAPACITY_NO_DAY */
	bool urgent;	  /* moved last */
};
typedef VEC(struct capacity_job) capacity_jobs;

/* One person's next days, from today. */
struct capacity {
	int64_t today;
	int64_t available[CAPACITY_DAYS], booked[CAPACITY_DAYS]; /* minutes */
};
void capacity_plan(struct capacity *c, const struct capacity_person *who, const capacity_jobs *jobs,
		   int64_t today);

struct capacity_sum {
	int64_t available, booked; /* free is the difference; below zero: too much */
};
/* Of the days first..last, those before today left out. */
struct capacity_sum capacity_between(const struct capacity *c, int64_t first, int64_t last);

/*
 * When so many minutes more could be begun and be done: *start_out is the first day that has room
 * once what was booked before it is done. False: not within a year.
 */
bool capacity_fit(const struct capacity *c, int64_t minutes, int64_t *start_out, int64_t *done_out);

/*
 * "What would have to move if we say yes" to so many minutes until the day `by`, included. Jobs
 * give up what they have in that time, one after the other until there is room: those that are not
 * urgent first, of them those without a date, then those due last, of them the newest. What a job
 * gives up is done behind `by` as soon as there is room, those due first first; it slips when that
 * is behind its deadline.
 */
struct capacity_move {
	int64_t id;
	int64_t minutes;  /* that it gives up */
	int64_t deadline; /* as it is, or CAPACITY_NO_DAY */
	int64_t done;	  /* when it would be done then; CAPACITY_NO_DAY: not within a year */
	bool slips;
};
struct capacity_answer {
	int64_t free;  /* until `by`, as things are; below zero: it is too much already */
	int64_t lacks; /* what is not there even when everything moves */
	int64_t done;  /* as things are, when it would be done: a day or CAPACITY_NO_DAY */
	VEC(struct capacity_move) moves;
	size_t slips; /* how many of them slip */
};
struct capacity_ask {
	int64_t minutes, by;
};
void capacity_yes(struct pool *pool, const struct capacity *c, const capacity_jobs *jobs,
		  struct capacity_ask ask, struct capacity_answer *out);

#endif
