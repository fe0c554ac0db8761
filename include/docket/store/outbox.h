/*
 * What goes out, queued in the transaction that caused it. Bytes are composed once and sent as they
 * are under a stable Message-ID. A draft waits for the account lead's digit (P14).
 */
#ifndef DOCKET_STORE_OUTBOX_H
#define DOCKET_STORE_OUTBOX_H

#include "docket/store/store.h"

enum outbox_state {
	OUTBOX_DRAFT,     /* waits for a member's word */
	OUTBOX_QUEUED,    /* due at `due` */
	OUTBOX_SENT,      /* every recipient settled, at least one accepted */
	OUTBOX_DEAD,      /* no recipient could be reached; the team was told */
	OUTBOX_CANCELLED, /* replaced by a newer answer, moot before it was sent, or refused by a member */
	OUTBOX_STATE_COUNT
};
const char *outbox_state_name(enum outbox_state s);

struct outbox_new {
	int64_t job, client;       /* 0 if none */
	int64_t cause;             /* message row, or 0 */
	const char *kind;          /* "prompt", "confirm", "draft", "alarm", "reply" … */
	enum outbox_state state;   /* DRAFT or QUEUED */
	int64_t due, created;
	bool automatic;            /* counts against the caps of P12 */
	bool internal;             /* to the team only */
	bool proposed;             /* a member is shown it before it leaves: a draft, or delayed */
	const char *mode_kind;     /* key of `kinds:` whose mode it follows; NULL: none */
	struct slice message_id;   /* without <>; unique */
	struct slice from;         /* envelope sender */
	struct slice to;           /* the one person it answers */
	slice_list rcpts;           /* all envelope recipients, `to` included */
	struct slice subject, bytes, lang;
	struct slice token;        /* reply token inside, or empty */
	int64_t draft_of;          /* outbox row this draft mail shows, or 0 */
	struct slice coalesce;     /* queued rows with the same key are replaced; or empty */
	int64_t waits;             /* since when the caps hold it back, or 0 */
	struct slice about;        /* what it asks, for who looks whether it is still wanted then */
};
struct outbox_row {
	int64_t id, job, client, cause, due, created, sent, draft_of, member;
	int64_t waits; /* as outbox_new.waits, until it leaves */
	struct slice about;
	struct slice kind, message_id, from, to, subject, bytes, lang, token, coalesce, last_error;
	slice_list rcpts; /* those still to be reached */
	enum outbox_state state;
	bool automatic, internal;
	int attempts;
};

typedef VEC(struct outbox_row) outbox_list; /* without bytes */

int outbox_add(struct store *s, const struct outbox_new *n, int64_t *id_out, struct err *e);
/* Cancels queued, never attempted rows with this coalesce key, and those that wait for the caps only if
 * `waiting`; how many in *count_out. */
int outbox_coalesce(struct store *s, struct slice key, bool waiting, int64_t *count_out, struct err *e);

struct outbox_due {
	int64_t now, retry; /* retry: when to try again should we die while sending */
};
/*
 * Claims the queued row most overdue at d->now and moves its due time to d->retry, so that a crash
 * while sending leads to a retry, never to silence. 1, 0 nothing due, -1. Caller's transaction.
 */
int outbox_claim(struct store *s, struct pool *p, const struct outbox_due *d,
                 struct outbox_row *out, struct err *e);
int64_t outbox_next_due(struct store *s); /* or INT64_MAX */

struct outbox_settle {
	int64_t id, now;
	struct slice address;
	int outcome; /* 0 sent, 1 later, 2 dead */
	int code;
	struct slice reply;
};
int outbox_settle_rcpt(struct store *s, const struct outbox_settle *r, struct err *e);
/* After all recipients of an attempt: SENT, DEAD, or QUEUED again at `retry`. New state out. */
int outbox_settle(struct store *s, int64_t id, int64_t now, int64_t retry, struct slice error,
                  enum outbox_state *state_out, struct err *e);
/* Not this row's fault (host away, certificate): due again at `retry`, attempts not counted. */
int outbox_postpone(struct store *s, int64_t id, int64_t retry, struct slice why, struct err *e);

int outbox_get(struct store *s, struct pool *p, int64_t id, struct outbox_row *out, struct err *e);
/* A draft leaves at `due`, a delayed mail now rather than later; or neither leaves at all.
 * ERR_REFUSED once it was tried: it may have arrived. */
int outbox_release(struct store *s, int64_t id, int64_t due, struct err *e);
int outbox_cancel(struct store *s, int64_t id, struct err *e);
/* By our Message-ID (bounces, References), or by reply token. 1, 0, -1. */
int outbox_by_id(struct store *s, struct pool *p, struct slice message_id, struct outbox_row *out,
                 struct err *e);
int outbox_by_token(struct store *s, struct pool *p, struct slice token, struct outbox_row *out,
                    struct err *e);

/* Loop caps (P12): automatic answers to this address since `since`; in all; on this job since the
 * last message of a person (message row id) that was not answered automatically in between. */
int outbox_count_address(struct store *s, struct slice address, int64_t since, int64_t *out,
                         struct err *e);
int outbox_count_all(struct store *s, int64_t since, int64_t *out, struct err *e);
int outbox_count_thread(struct store *s, int64_t job, struct slice address, int64_t *out,
                        struct err *e);
/* Newest automatic answer to this address on this job: its row id and creation time, or zeros. */
int outbox_last_answer(struct store *s, int64_t job, struct slice address, int64_t *id_out,
                       int64_t *created_out, struct err *e);

/* Answers that wait for the caps (outbox_wait.c), the oldest first, without bytes. */
int outbox_waiting(struct store *s, struct pool *p, int max, outbox_list *out, struct err *e);
int outbox_waiting_of(struct store *s, struct pool *p, int64_t job, const char *kind, outbox_list *out,
                      struct err *e);
int outbox_waiting_to(struct store *s, struct slice address, int64_t *out, struct err *e);
/* It counts as said at `now`, and leaves then, or later where somebody may stop it until its due time. */
int outbox_waited(struct store *s, int64_t id, int64_t now, struct err *e);
/* One more of this kind to the same person about the same thing: those that wait are cancelled. */
int outbox_renew(struct store *s, struct slice token, const char *kind, struct err *e);

struct outbox_counts {
	int64_t by_state[OUTBOX_STATE_COUNT];
	int64_t oldest_due; /* of queued rows, or 0 */
};
int outbox_count(struct store *s, struct outbox_counts *out, struct err *e);
int outbox_of_job(struct store *s, struct pool *p, int64_t job, outbox_list *out, struct err *e);
int outbox_list_state(struct store *s, struct pool *p, enum outbox_state state, outbox_list *out,
                      struct err *e);
/* Mail that a member may still stop: drafts, and what is delayed beyond now. */
int outbox_list_proposed(struct store *s, struct pool *p, int64_t now, outbox_list *out,
                         struct err *e);

/* A correction of a draft (P14): digit 1..4, kept as the agency's own test case. */
int correction_add(struct store *s, int64_t outbox, int digit, int64_t member, struct slice text,
                   int64_t now, struct err *e);
/* Per client: mail that a member was shown since, and how much of it was corrected. */
struct correction_sum {
	int64_t client, shown, corrected;
};
typedef VEC(struct correction_sum) correction_sum_list;
int correction_sums(struct store *s, struct pool *p, int64_t since, correction_sum_list *out,
                    struct err *e);

#endif
