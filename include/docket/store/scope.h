/* What jobs were sold with, and scope notes. Writers run in the caller's transaction or their own. */
#ifndef DOCKET_STORE_SCOPE_H
#define DOCKET_STORE_SCOPE_H

#include "docket/domain/scope.h"
#include "docket/store/store.h"

struct job_scope {
	int64_t job;
	struct scope_terms terms;
	struct slice words, by; /* what was sold; "member:3", "contact:12" */
	int64_t at;
};
/* Replaces what was agreed before. */
int job_scope_set(struct store *s, const struct job_scope *sc, struct err *e);
/* 1, 0 nothing was agreed, -1. */
int job_scope_get(struct store *s, struct pool *p, int64_t job, struct job_scope *out, struct err *e);

struct scope_note {
	int64_t id, job, number;
	enum scope_kind kind;
	enum scope_state state;
	int64_t revision, round, message, contact; /* 0: none */
	struct slice quote, words;
	struct scope_terms terms;
	struct slice token;
	int64_t opened; /* the job it became, or 0 */
	struct slice by, why;
	int64_t created, changed;
};
typedef VEC(struct scope_note) scope_note_list;
/*
 * Takes the job's next number; fills id, number, created, changed. 1 added; 0 there is one for this
 * round or this item already; -1.
 */
int scope_note_add(struct store *s, struct scope_note *n, int64_t now, struct err *e);
/* Writes back state, terms, words, contact, token, opened, by, why. */
int scope_note_save(struct store *s, struct scope_note *n, int64_t now, struct err *e);
/* In order of number. */
int scope_notes_of_job(struct store *s, struct pool *p, int64_t job, scope_note_list *out,
		       struct err *e);
/* The one whose mail holds this token: 1, 0, -1. */
int scope_note_by_token(struct store *s, struct pool *p, struct slice token, struct scope_note *out,
			struct err *e);
/* Extra rounds that the client accepted. */
int scope_rounds_granted(struct store *s, int64_t job, int64_t *out, struct err *e);

#endif
