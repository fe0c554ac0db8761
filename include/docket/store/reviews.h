/*
 * Versions of a job's work, the reviews of each, and what was decided. Every function but the
 * readers runs in the caller's transaction or makes its own; readers return 1, 0 none, -1 where
 * they look for one row, else 0 or -1.
 */
#ifndef DOCKET_STORE_REVIEWS_H
#define DOCKET_STORE_REVIEWS_H

#include "docket/domain/review.h"
#include "docket/store/store.h"

/* What became of fetching a link. */
enum fetch_state { FETCH_NONE, FETCH_DUE, FETCH_KEPT, FETCH_NOT };
struct version_file {
	bool link;
	struct slice name, url;
	struct slice sha; /* 64 hex digits; of a link its copy's; empty: the content is not fixed */
	int64_t size;
	struct slice type; /* by content: "png"; empty: unknown */
	int64_t width, height; /* pixels, 0: unknown */
	struct slice fault;    /* what the kit finds wrong; or empty */
	/* Of a link, read only. */
	enum fetch_state fetch;
	struct slice why, host; /* FETCH_NOT, or of the last try; who gave it */
	int64_t fetched, event; /* when it ended, and its number in the job's chain */
};
typedef VEC(struct version_file) version_file_list;
struct version {
	int64_t id, job, number, maker, message, at;
	version_file_list files;
};
typedef VEC(struct version) version_list;
/* Takes the job's next number, fills id, number and at. */
int version_add(struct store *s, struct version *v, int64_t now, struct err *e);
int version_get(struct store *s, struct pool *p, int64_t id, struct version *out, struct err *e);
/* Version `number` of a job; 0: the newest. */
int version_of_job(struct store *s, struct pool *p, int64_t job, int64_t number,
		   struct version *out, struct err *e);
int versions_of_job(struct store *s, struct pool *p, int64_t job, version_list *out,
		    struct err *e);
/* The job of the newest version with `key` in one of its links. 1, 0, -1. */
int version_link_job(struct store *s, struct slice key, int64_t *job_out, struct err *e);
/* SHA-256 over every column of its file rows, in hex: what `submitted` fixes beside the bytes. */
int version_rows_hash(struct store *s, int64_t version, char out[65], struct err *e);
/* True when a part of it is only a link: "content not fixed" (P6). */
bool version_unfixed(const struct version *v);

struct review_decider {
	int64_t member, contact; /* one of them */
	int64_t outbox;		 /* the review mail they were sent, or 0 */
	int64_t delegate;	 /* they stand for another decider by this grant; 0: their own right */
	struct slice token;
	int64_t shown;		 /* the job's newest event when that mail was written; 0: none was */
};
typedef VEC(struct review_decider) review_decider_list;
struct review {
	int64_t id, job, version;
	struct slice stage;
	int64_t position; /* in the route, from 1 */
	enum review_rule rule;
	enum job_side side; /* SIDE_US or SIDE_CLIENT */
	int64_t round;	    /* client rounds from 1; 0: internal */
	enum review_state state;
	int64_t opened, due, closed; /* 0: not yet, none */
	struct slice reason;	     /* of an override */
	int64_t closes; /* the clock ends the round then; 0: only a word does */
	review_decider_list deciders; /* in order */
};
typedef VEC(struct review) review_list;
/* Writes the review and its deciders; fills id. */
int review_add(struct store *s, struct review *r, struct err *e);
/* Writes back state, opened, due, closed, closes, round, reason, and the deciders. Once it is over, the mails
 * that asked them and were not claimed yet are cancelled. */
int review_save(struct store *s, const struct review *r, struct err *e);
/* The job is over: its open and waiting reviews are superseded, and what still would have asked the
 * client for something is cancelled. */
int reviews_end(struct store *s, int64_t job, int64_t now, struct err *e);
int review_get(struct store *s, struct pool *p, int64_t id, struct review *out, struct err *e);
/* By the token of a review mail. */
int review_by_token(struct store *s, struct pool *p, struct slice token, struct review *out,
		    struct err *e);
/* Of a job in order of version and route; version 0: all of them. */
int reviews_of_job(struct store *s, struct pool *p, int64_t job, int64_t version,
		   review_list *out, struct err *e);
/* Open stages of ours that asked that member and have no word of theirs yet, the most urgent first. */
int reviews_waiting(struct store *s, struct pool *p, int64_t member, review_list *out, struct err *e);
/* The newest round that was opened, 0 before the first. */
int review_round(struct store *s, int64_t job, int64_t *out, struct err *e);

struct decision {
	int64_t id, job, review, version; /* review, version: 0 none */
	enum decision_kind kind;
	enum strength strength;
	int64_t member, contact, attested_by, message;
	int64_t event;	   /* number in the job's chain */
	int64_t asked;	   /* outbox row of the fresh mail that asks to confirm it, or 0 */
	int64_t withdrawn; /* since when it counts no more, or 0 */
	int64_t at;
	int64_t delegate;   /* the grant by which they stood for somebody, or 0 */
	int64_t stands_for; /* read only: that somebody's contact row */
	struct slice until; /* read only: the grant's last day, YYYY-MM-DD */
	int64_t settles;    /* for its event only: the event of the one whose place it takes, or 0 */
	struct slice words; /* read only: the text of its event; empty when erased */
	bool unfixed;	    /* read only: a part of what they were shown had no fixed content */
};
typedef VEC(struct decision) decision_list;
/* `event` is set to the newest event of the job, which holds the words. Fills id. */
int decision_add(struct store *s, struct decision *d, struct err *e);
int decision_withdraw(struct store *s, int64_t id, int64_t now, struct err *e);
int decision_set_asked(struct store *s, int64_t id, int64_t outbox, struct err *e);
int decision_by_asked(struct store *s, struct pool *p, int64_t outbox, struct decision *out,
		      struct err *e);
/* In order of time; review 0: all of the job. */
int decisions_of_job(struct store *s, struct pool *p, int64_t job, int64_t review,
		     decision_list *out, struct err *e);

/* Confirmed deciders of a job beside the decision-maker: contact rows. */
typedef VEC(int64_t) contact_ids;
int job_decider_add(struct store *s, int64_t job, int64_t contact, struct slice said_by,
		    int64_t now, struct err *e);
int job_deciders(struct store *s, struct pool *p, int64_t job, contact_ids *out, struct err *e);

/* Somebody decides for a decider until a day ends: granted by the account lead, never by themselves. */
struct delegate {
	int64_t id, client, job; /* job 0: all the client's */
	int64_t contact, stands_for;
	struct slice until; /* YYYY-MM-DD */
	int64_t ends;	    /* the instant that day is over */
	struct slice said_by;
};
typedef VEC(struct delegate) delegate_list;
/* Fills id; an earlier grant of the same people and job ends with it. */
int delegate_add(struct store *s, struct delegate *d, int64_t now, struct err *e);
/* Calls a grant off. 1, 0 none was in force, -1. */
int delegate_end(struct store *s, const struct delegate *d, int64_t now, struct err *e);
/* A grant that is in force at `now`. 1, 0 it is over, -1. */
int delegate_in_force(struct store *s, struct pool *p, int64_t id, int64_t now, struct delegate *out,
		      struct err *e);
int delegate_get(struct store *s, struct pool *p, int64_t id, struct delegate *out, struct err *e);
/* Grants in force for a job, oldest first. */
int delegates_of_job(struct store *s, struct pool *p, int64_t job, int64_t now, delegate_list *out,
		     struct err *e);

/* A decider who has not said a word on a client's review whose due time is over. */
struct reminder {
	int64_t review, contact;
};
typedef VEC(struct reminder) reminder_list;
struct reminder_due {
	int64_t now, sent_before; /* the review mail left before that */
	int max;
};
int reminders_due(struct store *s, struct pool *p, const struct reminder_due *due, reminder_list *out,
		  struct err *e);
/* Never a second time for the same review and person: the row is unique. outbox 0: no mail. */
int reminder_add(struct store *s, const struct reminder *r, int64_t outbox, int64_t now, struct err *e);
/* Calls back what has not left yet, on that job: of one contact, or (0) of all. */
int reminder_cancel(struct store *s, int64_t job, int64_t contact, struct err *e);
/* The same of those whom it did not move to a word, or 0. */
int reminder_unanswered(struct store *s, int64_t review, int64_t *at_out, struct err *e);
/* When a reminder about that review was last written, or 0. */
int reminder_last(struct store *s, int64_t review, int64_t *at_out, struct err *e);

/* Client reviews whose window is over, and that were sent before `sent_before`: rows of review. */
typedef VEC(int64_t) review_ids;
int windows_over(struct store *s, struct pool *p, const struct reminder_due *due, review_ids *out,
                 struct err *e);

struct qa_tick {
	int64_t version, position;
	bool waived;
	struct slice said_by, reason;
	int64_t at;
};
typedef VEC(struct qa_tick) qa_list;
int qa_put(struct store *s, const struct qa_tick *t, struct err *e); /* a later word wins */
int qa_of_version(struct store *s, struct pool *p, int64_t version, qa_list *out, struct err *e);

#endif
