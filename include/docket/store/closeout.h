/*
 * What closes a job and what came of it: rules of a client's work, packs, the team's answers and the
 * changes of kits they became. Writers run in the caller's transaction or make their own; readers of
 * one row return 1, 0 none, -1, else 0 or -1.
 */
#ifndef DOCKET_STORE_CLOSEOUT_H
#define DOCKET_STORE_CLOSEOUT_H

#include "docket/store/store.h"

struct client_rule {
	int64_t id, client, at;
	struct slice phrase;  /* may not stand in a text */
	struct slice said_by; /* "member:3", "operator" */
};
typedef VEC(struct client_rule) client_rule_list;
/* 1 added, 0 it was there, -1. Fills id. */
int client_rule_add(struct store *s, struct client_rule *r, struct err *e);
/* 1 taken away, 0 there was none, -1. */
int client_rule_drop(struct store *s, int64_t client, struct slice phrase, struct err *e);
int client_rules(struct store *s, struct pool *p, int64_t client, client_rule_list *out,
		 struct err *e);

struct closeout {
	int64_t id, job, version, seq; /* seq: of the job's chain; what the pack tells, up to here */
	struct slice name, sha;
	int64_t size;
	int64_t outbox; /* the client's mail, or 0 */
	struct slice said_by;
	int64_t at;
};
int closeout_add(struct store *s, struct closeout *c, struct err *e); /* fills id */
int closeout_set_outbox(struct store *s, int64_t id, int64_t outbox, struct err *e);
/* The newest of a job. */
int closeout_of_job(struct store *s, struct pool *p, int64_t job, struct closeout *out,
		    struct err *e);

enum { RETRO_QUESTIONS = 3 };
struct retro {
	int64_t job, number, message, at;
	struct slice words, said_by;
};
typedef VEC(struct retro) retro_list;
int retro_put(struct store *s, const struct retro *r, struct err *e); /* a later word wins */
int retro_of_job(struct store *s, struct pool *p, int64_t job, retro_list *out, struct err *e);

enum proposal_state { PROPOSAL_OPEN, PROPOSAL_WRITTEN, PROPOSAL_DROPPED };
struct kit_proposal {
	int64_t id, job, number, at;
	struct slice kit, words, said_by;
	struct slice ref; /* read only: of the job */
	enum proposal_state state;
};
typedef VEC(struct kit_proposal) kit_proposal_list;
/* Fills id. An answer becomes one proposal: ERR_REFUSED when it is one already. */
int kit_proposal_add(struct store *s, struct kit_proposal *k, struct err *e);
int kit_proposal_get(struct store *s, struct pool *p, int64_t id, struct kit_proposal *out,
		     struct err *e);
int kit_proposal_set(struct store *s, int64_t id, enum proposal_state state, struct err *e);
int kit_proposals_open(struct store *s, struct pool *p, kit_proposal_list *out, struct err *e);

#endif
