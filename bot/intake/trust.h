/* How far docket is trusted with mail to clients (P14): modes, and what drafts have shown. */
#ifndef DOCKET_INTAKE_TRUST_H
#define DOCKET_INTAKE_TRUST_H

#include "ctx.h"

/* So many mails of a kind left unchanged, in a row: docket may ask to send the next by itself. */
enum { TRUST_RUN = 20 };

/* The mode of a kind of mail to a client: a member's word, else the configuration's. */
int trust_mode(struct intake *in, int64_t client, const char *kind, enum conf_mode *out,
               struct err *e);
/* Last week's mails that were shown to m before they left, and what is suggested; into v as
 * "week", "shown", "corrected", "ready". 1 there is something to say, 0 not, -1. */
int trust_week(struct intake *in, struct pool *pool, const struct member *m, int64_t now,
               struct value *v, struct err *e);
/* Kinds whose last TRUST_RUN and more mails needed no correction, and that are not automatic yet. */
int trust_ready(struct intake *in, struct pool *pool, mode_run_list *out, struct err *e);

#endif
