/* Shared by the files of scope notes: drafting one, and what its answer causes (P3). */
#ifndef DOCKET_INTAKE_SCOPE_H
#define DOCKET_INTAKE_SCOPE_H

#include "revise.h"

#include "docket/store/scope.h"

/* Review rounds included in a job: sold, else the client's, and the extra ones that were accepted. */
int scope_rounds(struct life *l, int64_t *included_out, struct err *e);
/* What was sold covers this job: it needs nobody's yes any more. 1, 0, -1. */
int scope_is_sold(struct intake *in, struct pool *pool, int64_t job, struct err *e);

/*
 * Writes note n (kind, job, item, round, quote, words, terms are set) and its mail, which is held for
 * the account lead whatever the reply mode is; `aside` is for the lead's eyes. 1 written; 0 there is
 * one about this already; -1.
 */
int scope_draft(struct life *l, struct scope_note *n, const saying_list *aside, struct err *e);

/* New work and the round of a mail that was taken to the list. */
int scope_of_feedback(struct ctx *c, const struct feedback *f, struct err *e);
/* New work asked for on the thread of a job at work. 1 settled, 0 it is none, -1. */
int scope_of_request(struct ctx *c, struct err *e);
/* A client's answer to a scope note. 1 settled, 0 it is something else, -1. */
int client_scoped(struct ctx *c, struct err *e);

/* What an answer causes. c: the mail it came with, or NULL when a member reports it. */
int scope_accept(struct life *l, struct scope_note *n, struct slice words, struct ctx *c,
                 struct err *e);
int scope_decline(struct life *l, struct scope_note *n, struct slice words, struct err *e);
/* The account lead did not send it; the item of the list goes on waiting. */
int scope_withdraw(struct life *l, struct scope_note *n, struct err *e);

/* scope_job.c: the accepted new work as a job of its own, linked to l->job. */
int scope_open_linked(struct life *l, const struct scope_note *n, struct job *out, struct err *e);

#endif
