/* Inside the store: what a commit does for the input log. */
#ifndef DOCKET_STORE_INPUTS_PRIVATE_H
#define DOCKET_STORE_INPUTS_PRIVATE_H

#include "db.h"

/* Records the input that is watched, if this transaction changed anything. */
int inputs_before_commit(struct store *s, struct err *e);
/* After the transaction has ended, well or not; and when the store closes. */
void inputs_after(struct store *s, bool committed);
void inputs_close(struct store *s);
/* The first one behind `after`, of a statement with the columns of struct input. 1, 0, -1. */
int input_read(struct query *q, struct pool *pool, int64_t after, struct input *out, struct err *e);

#endif
