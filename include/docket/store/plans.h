/* Jobs that repeat by rule, and milestones. */
#ifndef DOCKET_STORE_PLANS_H
#define DOCKET_STORE_PLANS_H

#include "docket/store/store.h"

struct repeat {
	int64_t id, job;          /* job: the pattern */
	struct slice rule, zone;  /* "monthly on 3"; whose days are counted */
	int64_t since;            /* day it was made, local */
	struct slice by;
	int64_t stopped;          /* when, or 0 */
	int64_t last_day;         /* newest that was made, or PLAN_NO_DAY */
};
#define PLAN_NO_DAY INT64_MIN
typedef VEC(struct repeat) repeat_list;
int repeat_add(struct store *s, struct repeat *r, int64_t now, struct err *e); /* fills id */
/* Those that go on; with `all` the stopped ones too. */
int repeat_all(struct store *s, struct pool *p, bool all, repeat_list *out, struct err *e);
int repeat_stop(struct store *s, int64_t id, int64_t now, struct err *e); /* 1, 0 none goes on, -1 */
/* That `job` was made for that day: 1, 0 there is one for it already, -1. */
int repeat_run_add(struct store *s, int64_t repeat, int64_t day, int64_t job, int64_t now,
		   struct err *e);

struct milestone {
	int64_t job, number;
	struct slice title;
	int64_t day;  /* due */
	int64_t done; /* when, or 0 */
	struct slice ref; /* of the job; read only */
	int64_t client, owner;
};
typedef VEC(struct milestone) milestone_list;
int milestone_add(struct store *s, struct milestone *m, struct slice by, int64_t now, struct err *e);
/* 1, 0 there is none open of that number, -1. */
int milestone_done(struct store *s, int64_t job, int64_t number, int64_t now, struct err *e);
int milestones_of_job(struct store *s, struct pool *p, int64_t job, milestone_list *out,
		      struct err *e);
/* Open ones of jobs that are not over, due on `day` or before. */
int milestones_due(struct store *s, struct pool *p, int64_t day, milestone_list *out, struct err *e);

#endif
