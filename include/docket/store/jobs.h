/* Jobs, their briefs, what was asked, and the hash-chained history of each. */
#ifndef DOCKET_STORE_JOBS_H
#define DOCKET_STORE_JOBS_H

#include "docket/domain/job.h"
#include "docket/store/store.h"

/* Takes the client's next number (never reused), fills id and ref; writes the brief too. */
int job_create(struct store *s, struct pool *p, struct job *j, int64_t now, struct err *e);
/* Writes back everything but id, client, ref, created; brief fields that changed. */
int job_save(struct store *s, const struct job *j, int64_t now, struct err *e);
int job_get(struct store *s, struct pool *p, int64_t id, struct job *out, struct err *e);
/* "ACME-042", "acme-42" or "ACME042". 1, 0, -1. */
int job_by_ref(struct store *s, struct pool *p, struct slice ref, struct job *out, struct err *e);
typedef VEC(struct job) job_list;
struct job_filter {
	int64_t client, owner; /* 0: any; owner -1: nobody's */
	int state;             /* -1: any */
	bool open_only;        /* not declined, cancelled, archived */
	size_t limit;          /* 0: all of them */
};
int job_count(struct store *s, const struct job_filter *f, int64_t *out, struct err *e);
/* By client and number. */
int job_select(struct store *s, struct pool *p, const struct job_filter *f, job_list *out,
               struct err *e);

/* What the last prompts asked, by the number the client saw: number -> field. */
int question_put(struct store *s, int64_t job, int64_t outbox, unsigned number, int field,
                 struct err *e);
/* In place of a field: the question what a vague wish means. */
enum { QUESTION_VAGUE = BRIEF_FIELDS };
struct question {
	unsigned number;
	int field;
	int64_t outbox;
};
typedef VEC(struct question) question_list;
/* Of the prompt that outbox row `outbox` was, or with 0 of the newest one that was sent. */
int question_get(struct store *s, struct pool *p, int64_t job, int64_t outbox, question_list *out,
                 struct err *e);

/*
 * The ledger: append-only, one chain per job (D5), and one per client for what is agreed with it. hash = SHA-256 over version, previous hash and
 * the exact payload. Personal text goes into `text` only: the payload holds its salted SHA-256.
 */
struct ledger_entry {
	int64_t job;         /* whose chain … */
	int64_t client;      /* … or, where job is 0, the client's */
	int64_t at;
	const char *kind;    /* "opened", "field", "moved", "asked", "note" … */
	struct slice actor;  /* "contact:12", "member:3", "docket", "operator" */
	int64_t message;     /* cause, or 0 */
	struct slice data;   /* JSON object without personal text */
	struct slice text;   /* personal words, or empty */
};
int ledger_add(struct store *s, const struct ledger_entry *entry, struct err *e);
struct ledger_row {
	int64_t id, seq, at, message;
	struct slice kind, actor, payload, text;
	bool erased;
	char hash[65], prev[65];
	char salt[33]; /* of the text, in hex; empty without one */
};
typedef VEC(struct ledger_row) ledger_list;
int ledger_of_job(struct store *s, struct pool *p, int64_t job, ledger_list *out, struct err *e);
int ledger_of_client(struct store *s, struct pool *p, int64_t client, ledger_list *out, struct err *e);
/* A plain value of the event's data by its key, quotes taken off; empty where there is none. Our own
 * writer puts no escapes into names and numbers. The words live with the row. */
struct slice ledger_data(const struct ledger_row *r, const char *key);
/* The same as a number; 0 where there is none. */
int64_t ledger_number(const struct ledger_row *r, const char *key);
/* Head of the chain, 64 zeros when empty. */
int ledger_head(struct store *s, int64_t job, char out[65], struct err *e);
/* Erases the words of one event; the chain stays whole. 1, 0 nothing there, -1. */
int ledger_erase_text(struct store *s, int64_t event, struct err *e);
/* Recomputes every chain. Returns how many faults, each a line in report; counts in *checked_out.
 * Also checks that brief and state of each job follow from its chain where recorded. -1 on I/O. */
int ledger_verify(struct store *s, struct str *report, int64_t *checked_out, struct err *e);

/*
 * Alarms and notes to the team that may come in swarms: at most a few per key and hour; the others
 * are held back and counted, so that one note can tell of them when the hour is over.
 */
struct alarm {
	struct slice key, text;
	int64_t client; /* whom it concerns, or 0 */
	int most;       /* an hour; 0: one */
	int64_t held;   /* alarm_held(): how many were held back */
};
typedef VEC(struct alarm) alarm_list;
/* 1 tell it, 0 held back, -1. */
int alarm_raise(struct store *s, const struct alarm *a, int64_t now, struct err *e);
/* Those with something held back in an hour that is over; alarm_told() begins the next hour. */
int alarm_held(struct store *s, struct pool *pool, int64_t now, alarm_list *out, struct err *e);
int alarm_told(struct store *s, struct slice key, int64_t now, struct err *e);

#endif
