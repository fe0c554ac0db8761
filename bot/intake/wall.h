/* The door of the outbox: everything that intake queues goes through it (domain/wall.h). */
#ifndef DOCKET_INTAKE_WALL_H
#define DOCKET_INTAKE_WALL_H

#include "docket/domain/wall.h"
#include "docket/store/jobs.h"
#include "docket/store/outbox.h"

struct intake;
struct ctx;

struct wall_mail {
	struct outbox_new *o;   /* internal, job, client, kind and rcpts are looked at */
	struct slice text;      /* as composed: searched for docket numbers and tokens */
	const wall_list *shows; /* tagged parts; NULL for none */
	struct slice answered;  /* of a mail to a partner: their own words, whose numbers are no news to them */
};
/*
 * Queues m->o if each of its recipients may see all of it. 1 queued with *id_out set; 0 refused:
 * the team was alarmed, the job has an event, and a mail being applied just now goes to triage; -1.
 */
int wall_queue(struct intake *in, struct pool *pool, const struct wall_mail *m, int64_t *id_out,
               struct err *e);

/* Tags: a job's number and title; what its brief holds, each value by who said it. */
void wall_show_job(struct pool *pool, wall_list *shows, const struct job *j);
int wall_show_brief(struct intake *in, struct pool *pool, wall_list *shows, const struct job *j,
                    struct err *e);
/* The message being applied, by its sender's client. */
void wall_show_cause(struct ctx *c, wall_list *shows);

/*
 * Whether the thread that a member forwarded holds words of another client than its first mail's:
 * what docket read out of it can no longer be told apart. 1, 0, -1.
 */
int wall_mixed_thread(struct ctx *c, struct err *e);

#endif
