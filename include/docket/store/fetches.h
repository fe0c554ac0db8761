/*
 * Links of versions that are to be fetched, and the copies that came of it (PRODUCT P6). Writers
 * run in the caller's transaction.
 */
#ifndef DOCKET_STORE_FETCHES_H
#define DOCKET_STORE_FETCHES_H

#include "docket/store/store.h"

struct fetch_row {
	int64_t id, version, position;
	int64_t job;
	int64_t decision; /* what is fetched is compared with the copy that was approved; 0: it is
			     the copy */
	struct slice url;
	int64_t claims, failed; /* tries that were begun; that ended in what may pass */
};
/* Link `position` of a version is due from now on, for its copy or (decision not 0) to compare. */
struct fetch_wanted {
	int64_t version, position, decision;
};
int fetch_add(struct store *s, const struct fetch_wanted *w, int64_t now, struct err *e);
/* Rows whose try is due at `now` or was lost, oldest first: at most `max`. A try that is under way
 * looks lost here: the caller knows which are. */
typedef VEC(struct fetch_row) fetch_row_list;
int fetches_due(struct store *s, struct pool *p, int64_t now, int64_t max, fetch_row_list *out,
		struct err *e);
/* 1, 0 there is none that waits for a result, -1. */
int fetch_get(struct store *s, struct pool *p, int64_t id, struct fetch_row *out, struct err *e);
/* When the next one is due, or 0. 0, -1. */
int fetch_next(struct store *s, int64_t *due_out, struct err *e);
/* A try begins. */
int fetch_claim(struct store *s, int64_t id, struct err *e);

struct fetch_result {
	int64_t id;
	bool again; /* failed for now: tried again at `due` */
	int64_t due;
	struct slice why; /* a word of wire/fetch.h or domain/fetch.h; empty: the copy is kept */
	int64_t status;
	struct slice host;
	struct slice sha, type; /* of the copy */
	int64_t size, width, height;
};
/* How a try ended: for now, or, by the job's newest event, for good. */
int fetch_settle(struct store *s, const struct fetch_result *r, int64_t now, struct err *e);
/* How many links of a version still wait for their copy. 0, -1. */
int fetches_left(struct store *s, int64_t version, int64_t *out, struct err *e);

/* What links gave behind an approval. */
struct fetch_check {
	struct slice url;
	struct slice sha, why; /* of what came; or why nothing did */
	bool same;	       /* it is the copy that was approved */
	int64_t at;	       /* 0: not yet */
};
typedef VEC(struct fetch_check) fetch_check_list;
int fetch_checks(struct store *s, struct pool *p, int64_t decision, fetch_check_list *out,
		 struct err *e);

#endif
