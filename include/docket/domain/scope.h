/*
 * Scope as pure rules (P3): what a scope note is about and what becomes of it, what a client's answer
 * to one says, the terms a job was sold with, and how far an allowance is used. No clock, no I/O.
 */
#ifndef DOCKET_DOMAIN_SCOPE_H
#define DOCKET_DOMAIN_SCOPE_H

#include "docket/domain/phrases.h"

enum scope_kind {
	SCOPE_JOB,   /* what a job that is being scoped covers */
	SCOPE_EXTRA, /* new work beside a job */
	SCOPE_ROUND, /* a review round beyond the included ones */
	SCOPE_KIND_COUNT
};
enum scope_state {
	SCOPE_OPEN,  /* drafted, or with the client */
	SCOPE_ASKED, /* the client answered with neither yes nor no: a member talks to them */
	SCOPE_ACCEPTED, SCOPE_DECLINED,
	SCOPE_WITHDRAWN, /* the account lead did not send it */
	SCOPE_STATE_COUNT
};
const char *scope_kind_name(enum scope_kind k);
const char *scope_state_name(enum scope_state s);
/* The number of a name, or -1. */
int scope_kind_of(struct slice name);
int scope_state_of(struct slice name);
/* Waits for an answer. */
bool scope_is_open(enum scope_state s);

/* What a client says to a scope note. */
enum scope_said { SCOPE_YES, SCOPE_NO, SCOPE_UNCLEAR };
struct scope_heard {
	struct slice text;  /* the new words of the answer */
	struct slice about; /* what the note quoted: its words may be said again */
	bool approves, rejects, asks; /* as the whole mail was read */
};
/*
 * Money hangs on a yes, so only a plain one counts: in four languages, with courtesy and the note's
 * own words around it, without a condition or a question. A no is plain when it stands first and
 * nothing turns it round. Everything else is SCOPE_UNCLEAR: a person talks to them.
 */
enum scope_said scope_answer(const struct phrases *p, const struct scope_heard *h);

/* What was sold, or is offered. Zero: nothing agreed. */
struct scope_terms {
	int64_t minutes, rounds, deliverables;
};
/*
 * Takes "hours=12.5", "rounds=3" or "deliverables=4". 1 taken, 0 the word is none of them, -1 with
 * ERR_USAGE when the value is no sensible number.
 */
int scope_term(struct slice word, struct scope_terms *out, struct err *e);

/* How much of an allowance is used: the highest of these that was reached, or 0. */
enum { SCOPE_NEAR = 80, SCOPE_FULL = 100 }; /* percent */
int scope_level(int64_t used, int64_t allowed);

#endif
