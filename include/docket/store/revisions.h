/*
 * The one revision list of a job (P5): R1, R2 … through all its rounds, with who wished each in which
 * words. Numbers are never reused. Writers run in the caller's transaction or make their own.
 */
#ifndef DOCKET_STORE_REVISIONS_H
#define DOCKET_STORE_REVISIONS_H

#include "docket/domain/revision.h"
#include "docket/store/store.h"

struct revision_source {
	int64_t id, message;        /* message: 0 none */
	struct slice person, quote; /* "contact:12", "member:3" */
	int64_t at;
	/* read only, of the message: its language and who wrote it */
	struct slice lang, sender;
};
typedef VEC(struct revision_source) revision_source_list;
struct revision {
	int64_t id, job, number;
	int64_t version, review; /* what it was said about, in which review; 0 none */
	int64_t round;           /* from 1 */
	enum revision_kind kind;
	struct slice target, summary; /* or empty */
	enum revision_state state;
	int64_t conflict_with; /* row of the opposite wish, or 0 */
	struct slice why;      /* of declining, moving, answering; or what it reverses */
	int64_t done_in;       /* version row, or 0: not known yet */
	int64_t created, changed;
	revision_source_list sources; /* in order of time; read only but for revision_add */
};
typedef VEC(struct revision) revision_list;

/* Takes the job's next number and writes the sources too; fills id, number, created, changed. */
int revision_add(struct store *s, struct revision *r, int64_t now, struct err *e);
/* Writes back all but id, job, number, created and the sources. */
int revision_save(struct store *s, struct revision *r, int64_t now, struct err *e);
int revision_source_add(struct store *s, int64_t revision, const struct revision_source *source,
			struct err *e);
/* A source goes over to another item. */
int revision_source_move(struct store *s, int64_t source, int64_t revision, struct err *e);
/* By its number in the job: 1, 0, -1. */
int revision_get(struct store *s, struct pool *p, int64_t job, int64_t number,
		 struct revision *out, struct err *e);
/* In order of number; round 0: all of them. */
int revisions_of_job(struct store *s, struct pool *p, int64_t job, int64_t round,
		     revision_list *out, struct err *e);
/*
 * "You asked, we did": what became of items since the version before this one: done, declined with
 * why, or still open (moved on). In order of number; without sources.
 */
int revisions_answered(struct store *s, struct pool *p, int64_t version, revision_list *out,
		       struct err *e);
/* What was done before there was a version to show it in is done in this one. */
int revisions_shown_in(struct store *s, int64_t job, int64_t version, struct err *e);
/* Wishes of a client that were new work, since then. */
int revisions_out_of_scope(struct store *s, int64_t client, int64_t since, int64_t *out,
			   struct err *e);

#endif
