/* Shared by the files about people's time: estimates, days off, capacity. */
#ifndef DOCKET_INTAKE_LOAD_H
#define DOCKET_INTAKE_LOAD_H

#include "ctx.h"

#include "docket/domain/capacity.h"
#include "docket/store/load.h"

/* Minutes: what was said, else the usual hours of the kit. */
int64_t load_estimate(struct intake *in, struct slice kit, int64_t said);
struct load_sum {
	int64_t estimate, spent; /* minutes */
	bool said;		 /* somebody estimated it; else the kit did */
};
int load_sum_of(struct intake *in, const struct job *j, struct load_sum *out, struct err *e);
int64_t load_left(struct intake *in, const struct load_row *row); /* minutes, never below zero */

/* The day it is now in that zone; empty or unknown: the agency's. */
int64_t load_today(struct intake *in, struct slice zone);
/* By how many hours the clock of the one zone is ahead of the other's now. */
int load_zone_hours(struct intake *in, struct slice zone, struct slice other);

/* The role of who makes such a job, by its kit. */
unsigned load_role(struct intake *in, const struct job *j);

/* One person with their work and their next days. */
struct load_person {
	struct member member;
	struct capacity_person who;
	capacity_jobs jobs;
	load_list rows; /* the same jobs, in the same order */
	struct capacity plan;
};
typedef VEC(struct load_person) load_people;
struct load_want {
	int64_t today;		/* by the agency's calendar: one week for all */
	int64_t client, member; /* 0: of all */
	int64_t but_job;	/* left out: what is asked about is no load yet */
};
/* Everybody who makes things, or has a job; and accepted jobs that nobody has. */
int load_team(struct intake *in, struct pool *pool, const struct load_want *want, load_people *out,
	      load_list *nobodys_out, struct err *e);

#endif
