/*
 * How far docket is trusted with each kind of mail (P14): what members set over the configuration.
 * A kind is a key of `kinds:` (conf.h), a mode an enum conf_mode as its number.
 */
#ifndef DOCKET_STORE_MODES_H
#define DOCKET_STORE_MODES_H

#include "docket/store/store.h"

struct mode_row {
	int64_t client; /* 0: every client without a row of its own */
	struct slice kind;
	int mode; /* enum conf_mode */
	int64_t member, at;
};
typedef VEC(struct mode_row) mode_list;

/* What was said for this client, else for all. 1, 0 nothing was said, -1. */
int mode_get(struct store *s, int64_t client, const char *kind, int *mode_out, struct err *e);
/* mode < 0 takes the row back. */
int mode_set(struct store *s, const struct mode_row *row, struct err *e);
int mode_rows(struct store *s, struct pool *p, mode_list *out, struct err *e);

/* Mails of one kind to one client that were shown to a member, and left unchanged, in a row. */
struct mode_run {
	int64_t client;
	struct slice kind;
	int64_t count;
};
typedef VEC(struct mode_run) mode_run_list;
/* Those of `least` and more: the newest mails of the kind, none of them corrected. */
int mode_runs(struct store *s, struct pool *p, int64_t least, mode_run_list *out, struct err *e);

#endif
