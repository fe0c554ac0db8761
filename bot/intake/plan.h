/* What was planned: jobs that repeat by the clock, and milestones in the lists of the day (P3). */
#ifndef DOCKET_INTAKE_PLAN_H
#define DOCKET_INTAKE_PLAN_H

#include "ctx.h"

#include "docket/store/plans.h"

/* Makes the jobs of rules that are due, each period once. In transactions of its own; how many, or -1. */
int repeat_idle(struct intake *in, struct err *e);
/*
 * Puts milestones that are due by the next day or late into the list "milestones" of a member's digest:
 * of the jobs they own, and of nobody's that fall to them. How many, or -1.
 */
int milestones_put(struct intake *in, struct pool *pool, const struct member *m, int64_t today,
                   struct value *v, struct err *e);

/* cmd_plan.c: a line each, for the commands that show a job. */
struct cmd;
void milestones_print(struct cmd *c, const milestone_list *all);

#endif
