/*
 * When a job stands still, pure (P4): how long it may stay in a state, in working time. Working
 * time is Monday to Friday, 09:00 to 17:00, in the zone of the job's client; holidays are not known
 * here.
 */
#ifndef DOCKET_DOMAIN_STALL_H
#define DOCKET_DOMAIN_STALL_H

#include "docket/base/zone.h"
#include "docket/domain/job.h"

enum { STALL_DAY = 8 * 60 }; /* minutes of a working day */

/* Minutes of working time between two instants; 0 when `to` is not behind `from`. */
int64_t stall_worked(const struct zone *z, int64_t from, int64_t to);

/*
 * Minutes a job may stay in that state; 0: for ever. kit_hours is the kit's SLA to the first
 * version, which is what production has.
 */
int64_t stall_limit(enum job_state s, int kit_hours);

#endif
