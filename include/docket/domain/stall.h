/*
 * When a job stands still, pure (P4): how long it may stay in a state, in working time. Working
 * time is that of a calendar: its working days, in its hours, in the zone of the job's client.
 */
#ifndef DOCKET_DOMAIN_STALL_H
#define DOCKET_DOMAIN_STALL_H

#include "docket/domain/calendar.h"
#include "docket/domain/job.h"

enum { STALL_DAY = 8 * 60 }; /* minutes of a working day */

/* Minutes of working time between two instants; 0 when `to` is not behind `from`. */
int64_t stall_worked(const struct calendar *c, int64_t from, int64_t to);

/*
 * Minutes a job may stay in that state; 0: for ever. kit_hours is the kit's SLA to the first
 * version, which is what production has.
 */
int64_t stall_limit(enum job_state s, int kit_hours);

#endif
