/* A new client is asked about itself, and its answers fill its record (P3). */
#ifndef DOCKET_INTAKE_ONBOARD_H
#define DOCKET_INTAKE_ONBOARD_H

#include "ctx.h"

#include "docket/domain/onboard.h"
#include "docket/store/profile.h"

/* The first mail with fill-in lines, by a member's word. *outbox_out 0: it could not be written. */
int onboard_begin(struct intake *in, struct pool *pool, const struct client *client,
                  const struct contact *contact, int64_t *outbox_out, struct err *e);
/* An answer to such a mail. 1 settled, 0 it is something else, -1. */
int client_onboarded(struct ctx *c, struct err *e);

#endif
