/* Shared by the files about people's time: estimates, days off, capacity. */
#ifndef DOCKET_INTAKE_LOAD_H
#define DOCKET_INTAKE_LOAD_H

#include "ctx.h"

#include "docket/store/load.h"

/* Minutes: what was said, else the usual hours of the kit. */
int64_t load_estimate(struct intake *in, struct slice kit, int64_t said);
struct load_sum {
	int64_t estimate, spent; /* minutes */
	bool said;               /* somebody estimated it; else the kit did */
};
int load_sum_of(struct intake *in, const struct job *j, struct load_sum *out, struct err *e);

/* The day it is now in that zone; empty or unknown: the agency's. */
int64_t load_today(struct intake *in, struct slice zone);
struct slice load_date(struct pool *pool, int64_t day); /* "2026-05-14" */

#endif
