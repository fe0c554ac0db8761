/* Who could make a job, and whether a day off stands in the way (P4: suggested, never made by
 * itself). */
#ifndef DOCKET_INTAKE_SUGGEST_H
#define DOCKET_INTAKE_SUGGEST_H

#include "cmd.h"

/* Prints everybody who could, best first, with the reasons in words. */
int suggest_makers(struct cmd *c, const struct job *j, struct err *e);
/*
 * Refuses a maker who is off from today to the job's deadline, unless `anyway`; of other days off
 * before it the answer speaks.
 */
int warn_away(struct cmd *c, const struct job *j, const struct member *m, bool anyway,
	      struct err *e);

#endif
