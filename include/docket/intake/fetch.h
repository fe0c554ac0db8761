/*
 * What became of the links of a version (PRODUCT P6): the result of a fetch is an input of its own
 * kind. The daemon fetches, outside of any transaction; here is only what is known of it.
 */
#ifndef DOCKET_INTAKE_FETCH_H
#define DOCKET_INTAKE_FETCH_H

#include "docket/intake/intake.h"
#include "docket/store/fetches.h"

/* A try begins, in the caller's transaction: from here on it counts, whatever becomes of it. */
int intake_fetch_claim(struct intake *in, int64_t id, struct err *e);
/*
 * How it ended: the copy (its blob is kept already, or in this transaction), or why there is none.
 * An event on the job's chain once it is settled, a word to the maker once all links of the version
 * are and one of them gave nothing, and the client's review where that waited for the first try.
 * `due` of r is set here. 1, 0 nothing waited for it, -1.
 */
int intake_fetched(struct intake *in, const struct fetch_result *r, struct err *e);

#endif
