/*
 * Links that are due are fetched (PRODUCT P6): claimed in one commit, fetched outside of any, and
 * what came of it is applied in another.
 */
#ifndef BOT_DAEMON_FETCHES_H
#define BOT_DAEMON_FETCHES_H

#include "docket/daemon/desk.h"
#include "docket/wire/fetch.h"

struct fetches {
	struct desk *d;
	struct fetcher *fetcher; /* NULL: links are not fetched, and what waits for it is told so */
	bool look;		 /* there may be more that is due */
	int64_t due;		 /* of the next one, by the clock that people see; 0: none */
	struct fetch *got[FETCHES_AT_ONCE]; /* done, and not applied */
	size_t got_count;
};

int fetches_open(struct fetches *f, struct desk *d, struct err *e);
void fetches_close(struct fetches *f);
int fetches_fd(const struct fetches *f); /* -1: none */
int64_t fetches_nap(const struct fetches *f, int64_t limit);
void fetches_read(struct fetches *f);
void fetches_poke(struct fetches *f); /* something was submitted, perhaps */
/* Begins what is due and applies what is done, in commits of its own. 1, 0 nothing to do, -1. */
int fetches_turn(struct fetches *f, struct err *e);
bool fetches_busy(const struct fetches *f); /* a pass of `docket sync` is not over */

#endif
