/*
 * Digests, pure (P9): whether one is due for a person at an instant, and where in it a job belongs.
 */
#ifndef DOCKET_DOMAIN_DIGEST_H
#define DOCKET_DOMAIN_DIGEST_H

#include "docket/domain/calendar.h"
#include "docket/domain/job.h"

#define DIGEST_NEVER INT64_MIN /* no day */

enum digest_say {
	DIGEST_WAIT, /* not yet, or decided already */
	DIGEST_SKIP, /* the day is over for it: decide it without a mail */
	DIGEST_SEND,
	DIGEST_LATE, /* send, and say that it is late */
};
struct digest_plan {
	int hour, minute; /* by the person's clock */
	int weekday;      /* 0 Monday .. 6 Sunday; -1 every day */
};
/* "08:30" into hour and minute; as it stands in the configuration. */
struct digest_plan digest_plan_of(const char *time, int weekday);

/*
 * What to do now about the newest digest of somebody in zone z, for whom last_day (or DIGEST_NEVER)
 * was decided last. Only today's is ever sent: whoever was away for days gets one. *day_out is the
 * local day to be decided. A time that a change of the clocks leaves out is moved forward by the
 * gap, of a time that comes twice the first counts (zone.h): never two for one local day.
 */
enum digest_say digest_due(const struct digest_plan *p, const struct zone *z, int64_t now,
                           int64_t last_day, int64_t *day_out);

enum digest_section {
	DIGEST_DUE,        /* due by the end of the next working day */
	DIGEST_ON_YOU,
	DIGEST_ON_CLIENT,
	DIGEST_ON_PARTNER, /* a freelancer has it; no job is ever placed here by digest_place() */
	DIGEST_OVERDUE,
	DIGEST_TRIAGE,     /* mails; no job is ever placed here */
	DIGEST_SECTIONS,
	DIGEST_NOWHERE,
};
/* Where a job stands in its owner's digest on the local day `today`. */
enum digest_section digest_place(const struct calendar *c, const struct job *j, int64_t today);

enum digest_client_section { DIGEST_SHIPPED, DIGEST_YOUR_MOVE, DIGEST_NEXT, DIGEST_CLIENT_SECTIONS,
	DIGEST_UNSAID };
/* Where it stands in its client's weekly one; shipped means since `since`. */
enum digest_client_section digest_place_client(const struct job *j, int64_t since);

/* The deadline as a day, or DIGEST_NEVER where there is none or two readings of it. */
int64_t digest_deadline(const struct job *j);

#endif
