/*
 * The input log: every input that changed state, in the order of its effects, kept in the very
 * transaction of them. `docket rebuild` plays it into an empty folder and compares.
 *
 * A new source of inputs does three things. It lets all that one input causes see one instant, and
 * names that instant here. It records what came, and nothing that follows from it: ids and numbers
 * in `data`; what is kept elsewhere and may be erased there is referred to; what is kept nowhere
 * else goes into `words`, which can be erased. And it gives a row to the table in daemon/rebuild.c,
 * which does the same again from what was recorded. In intake, input_open() and input_close() of
 * bot/intake/input.h do the first two.
 */
#ifndef DOCKET_STORE_INPUTS_H
#define DOCKET_STORE_INPUTS_H

#include "docket/store/store.h"

struct input {
	int64_t id;
	int64_t at;	    /* UTC milliseconds */
	struct slice kind;  /* a row of the table in daemon/rebuild.c */
	struct slice data;  /* a JSON object */
	struct slice words; /* as the kind says; empty: none, or erased */
};
/* Adds one, in the caller's transaction. */
int input_record(struct store *s, const struct input *in, struct err *e);
/*
 * One that the next input is recorded behind, in the same transaction: what changed before anything
 * was done, as a set-up. Copied; held until a commit has it.
 */
void input_ahead(struct store *s, const struct input *in);
/* The newest of a set-up. 1, 0 there is none, -1. */
int input_newest_setup(struct store *s, struct pool *pool, struct input *out, struct err *e);
/*
 * For what commits by itself: each commit from now on that changes anything records *in, until
 * the next call; NULL ends it. `in` is borrowed.
 */
void input_watch(struct store *s, const struct input *in);

/* The first one behind `after`. 1, 0 there is none, -1. */
int input_next(struct store *s, struct pool *pool, int64_t after, struct input *out, struct err *e);

#endif
