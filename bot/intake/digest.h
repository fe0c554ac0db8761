/* A member's list of open things: what the daily mail and the command `digest` show. */
#ifndef DOCKET_INTAKE_DIGEST_H
#define DOCKET_INTAKE_DIGEST_H

#include "ctx.h"

#include "docket/domain/digest.h"

struct digest_item {
	enum digest_section section;
	const struct job *job;        /* or … */
	const struct inbox_row *mail; /* … of DIGEST_TRIAGE */
	int64_t deadline;             /* day, or DIGEST_NEVER */
	const struct member *partner; /* who has the job, where that is one; else NULL */
};
typedef VEC(struct digest_item) digest_items;

/* In the order it is shown. *drafts_out: drafts that wait for this member's digit. */
int digest_collect(struct intake *in, struct pool *pool, const struct member *m,
                   digest_items *out, int64_t *drafts_out, struct err *e);

/* Decides every digest that is due by the clock, in one transaction. How many were queued, or -1. */
int digest_idle(struct intake *in, struct err *e);

#endif
