/*
 * Jobs that belong together or turned out to be one, and what commands found before they changed
 * it. Writers run in the caller's transaction or make their own.
 */
#ifndef DOCKET_STORE_REPAIR_H
#define DOCKET_STORE_REPAIR_H

#include "docket/store/jobs.h"

/* 1 linked, 0 they were, -1. */
int job_link_add(struct store *s, int64_t a, int64_t b, struct slice said_by, int64_t now,
		 struct err *e);
int job_link_drop(struct store *s, int64_t a, int64_t b, struct err *e); /* 1, 0 none, -1 */
typedef VEC(int64_t) job_ids;
/* Those linked to it by somebody's word, those it grew out of or that grew out of it. */
int job_links(struct store *s, struct pool *p, int64_t job, job_ids *out, struct err *e);

/* What `other` asked its client by number can be answered for `keep`, where its mail goes now. */
int job_merge(struct store *s, int64_t other, int64_t keep, struct err *e);
/* Those that were merged into it. */
int jobs_merged(struct store *s, struct pool *p, int64_t job, job_ids *out, struct err *e);

struct undo_row {
	int64_t id, at, job; /* job: 0 none */
	struct slice actor, line;
	struct slice kind;   /* what `was` holds; empty: it cannot be undone */
	struct slice was;    /* JSON */
	int64_t outbox_from, outbox_to; /* mails it queued: behind the one, up to the other */
	int64_t seq_from, seq; /* of the job's chain, before the command and when it was done */
	int64_t changes;     /* of rows, by this connection, before it: tells looks from changes */
	int64_t undone;      /* when, or 0 */
};
/* Before the command: sets outbox_from, changes and, by u->job, seq_from. */
int undo_mark(struct store *s, struct undo_row *u, struct err *e);
/*
 * After it: adds the row with outbox_to and seq, unless the command changed nothing, and forgets
 * those older than `keep_since`.
 */
int undo_add(struct store *s, struct undo_row *u, int64_t keep_since, struct err *e);
/* The newest of this person that is not undone: 1, 0, -1. */
int undo_last(struct store *s, struct pool *p, struct slice actor, struct undo_row *out,
	      struct err *e);
/* Marks it; the command before it on that job is as undoable as it was before this one. */
int undo_done(struct store *s, const struct undo_row *u, int64_t now, struct err *e);
/* How many of its mails to people outside have left or are leaving. */
int undo_sent(struct store *s, const struct undo_row *u, int64_t *out, struct err *e);
/* Takes back those that wait. */
int undo_cancel_mails(struct store *s, const struct undo_row *u, struct err *e);
/* What happened to the job since, apart from notes and filed mail: 1 with its kind, 0, -1. */
int undo_since(struct store *s, struct pool *p, const struct undo_row *u, struct slice *kind_out,
	       struct err *e);

#endif
