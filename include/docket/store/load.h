/*
 * People's time: hours spent on jobs, estimates, days off, and the jobs that load somebody. Minutes
 * throughout; days are day numbers (base/day.h) of the person's own calendar.
 */
#ifndef DOCKET_STORE_LOAD_H
#define DOCKET_STORE_LOAD_H

#include "docket/domain/job.h"
#include "docket/store/store.h"

/* Time spent. A row is never changed; one with minutes below zero takes time back. */
struct hours_row {
	int64_t id, job, member, minutes, day, at;
	int64_t event; /* its number in the job's chain */
};
typedef VEC(struct hours_row) hours_list;
/* Belongs to the newest event of the job, which says so. Fills id. */
int hours_add(struct store *s, struct hours_row *h, struct err *e);
int hours_of_job(struct store *s, struct pool *p, int64_t job, hours_list *out, struct err *e);
/* What a member has on a job. */
int hours_of_member(struct store *s, int64_t job, int64_t member, int64_t *minutes_out,
		    struct err *e);
/* All that was spent on a client's jobs on the days first..last, both included: a month's burn. */
int hours_of_client(struct store *s, int64_t client, int64_t first, int64_t last,
		    int64_t *minutes_out, struct err *e);

/* What the job was thought to take; 0: nobody said, its kit's usual hours hold. */
int estimate_set(struct store *s, int64_t job, int64_t minutes, struct err *e);
int estimate_get(struct store *s, int64_t job, int64_t *minutes_out, struct err *e);

struct away_row {
	int64_t id, member, first, last; /* last: the last day off */
	struct slice words;
};
typedef VEC(struct away_row) away_list;
int away_add(struct store *s, struct away_row *a, struct slice said_by, int64_t now, struct err *e);
/* 1, 0 there is no such row or it was dropped already, -1. */
int away_get(struct store *s, struct pool *p, int64_t id, struct away_row *out, struct err *e);
int away_drop(struct store *s, int64_t id, struct slice by, int64_t now, struct err *e);
/* Those that end on day `since` or later, by first day; of member, or with 0 of everybody. */
int away_from(struct store *s, struct pool *p, int64_t member, int64_t since, away_list *out,
	      struct err *e);

/* A job that is somebody's work, or waits for somebody: accepted, not over, not on hold. */
struct load_row {
	int64_t job, client, maker; /* maker 0: nobody yet */
	int64_t estimate, spent;    /* estimate 0: the kit's */
	struct slice ref, title, kit, code;
	enum job_state state;
	int64_t deadline; /* day, or LOAD_NO_DAY */
	bool urgent;	  /* and we agreed */
};
#define LOAD_NO_DAY INT64_MIN
typedef VEC(struct load_row) load_list;
/* One job with `job`, else all of them. */
int load_jobs(struct store *s, struct pool *p, int64_t job, load_list *out, struct err *e);

/* The instant since which a job is in its state, by its history; untouched where that has nothing.
 */
int state_since(struct store *s, int64_t job, int64_t *at_out, struct err *e);

#endif
