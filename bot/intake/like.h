/* Jobs that start like an earlier one. */
#ifndef DOCKET_INTAKE_LIKE_H
#define DOCKET_INTAKE_LIKE_H

#include "life.h"

/*
 * Takes over formats and channels that l->job does not have yet, with `kit` the kit too, and links
 * the two. The caller saves the job. ERR_REFUSED for another client's.
 */
int like_copy(struct life *l, const struct job *from, bool kit, struct err *e);
/* The same for the job of this client that the words name ("like ACME-017"). 1 done, 0 none, -1. */
int like_said(struct life *l, struct slice text, struct err *e);

#endif
