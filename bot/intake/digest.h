/* A member's list of open things: what the daily mail and the command `digest` show. */
#ifndef DOCKET_INTAKE_DIGEST_H
#define DOCKET_INTAKE_DIGEST_H

#include "ctx.h"

#include "docket/domain/digest.h"
#include "docket/store/digest.h"

struct digest_item {
	enum digest_section section;
	const struct job *job;        /* or … */
	const struct inbox_row *mail; /* … of DIGEST_TRIAGE */
	int64_t deadline;             /* day, or DIGEST_NEVER */
	const struct member *partner; /* who has the job, where that is one; else NULL */
	int64_t review_due;           /* of the review that is open, or 0 */
	int64_t reminded;             /* the client, without a word since; or 0 */
};
typedef VEC(struct digest_item) digest_items;

/* due.c: sets the two of a job in review. */
int digest_review(struct intake *in, struct pool *pool, struct digest_item *item, struct err *e);

/* In the order it is shown. *drafts_out: drafts that wait for this member's digit. */
int digest_collect(struct intake *in, struct pool *pool, const struct member *m,
                   digest_items *out, int64_t *drafts_out, struct err *e);

/* Decides every digest that is due by the clock, in one transaction. How many were queued, or -1. */
int digest_idle(struct intake *in, struct err *e);

/* One person's turn: whose digest of which local day. */
struct digest_turn {
	struct digest_person who;
	int64_t day, now;
	bool send, late;
};
/* Of one job, into a row of the mail; `state` in the reader's words. */
void digest_put_job(struct value *row, const struct job *j, const char *state);
void digest_put_head(struct intake *in, const struct digest_turn *d, struct slice name, struct value *v);
/* The first language of the two that docket writes, else the agency's. */
const char *digest_lang(struct intake *in, struct slice first, struct slice second);
/* digest_client.c: 1 queued or drafted, 0 there is nothing to say or nobody to say it to, -1. */
int digest_send_client(struct intake *in, struct pool *pool, const struct digest_turn *d, struct err *e);

/* digest_answer.c */
/* "3 assign maya", "3. assign maya", "3) assign maya": the number, the verb, the words behind. */
bool digest_numbered(struct slice line, int64_t *number_out, struct slice *verb_out, struct slice *rest_out);
struct digest_said {
	int64_t outbox; /* the mail whose line it is */
	int64_t number;
	struct slice verb, rest;
};
/*
 * The line as a command ("/assign ACME-001 maya"), with what it is about where the grammar wants it;
 * or a sentence in `wrong` and nothing in *out.
 */
int digest_command(struct intake *in, struct pool *pool, const struct digest_said *s, struct slice *out,
                   struct str *wrong, struct err *e);
/* chat_digest.c: the same to a member's chat accounts, in the caller's transaction. */
int chat_digest_member(struct intake *in, struct pool *pool, const struct member *m,
                       const struct rendered *body, struct err *e);
/* What chat needs by the clock: how many messages were queued, or -1. In a transaction of its own. */
int chat_idle(struct intake *in, struct err *e);

#endif
