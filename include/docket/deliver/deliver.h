/*
 * The only way out (DESIGN D4.4): claims due rows of the outbox, sends the stored bytes, settles
 * each recipient. SMTP by libcurl, or a Maildir as the embedded sink. Never waits.
 */
#ifndef DOCKET_DELIVER_DELIVER_H
#define DOCKET_DELIVER_DELIVER_H

#include "docket/base/clock.h"
#include "docket/conf/conf.h"
#include "docket/store/outbox.h"
#include "docket/wire/smtp.h"

struct deliver;

int deliver_new(struct store *store, const struct conf *conf, const struct clock *clock,
                struct deliver **out, struct err *e);
void deliver_free(struct deliver *d);

/*
 * The part of a turn inside the caller's transaction: settles what has finished and claims what is
 * due, as far as there are free slots. *work_out is how many rows it touched.
 */
int deliver_turn(struct deliver *d, size_t *work_out, struct err *e);
/* After the commit: starts what was claimed. A Maildir outbox writes its files here. */
int deliver_start(struct deliver *d, struct err *e);
/* Forgets claims of a turn whose commit failed. */
void deliver_undo(struct deliver *d);
/* Whether finished transfers wait to be settled, or rows are due: a turn is worth a transaction. */
bool deliver_has_work(struct deliver *d);
size_t deliver_busy(const struct deliver *d); /* transfers under way or claimed */
/* A recipient that refused for good, of the last turns: taken out one by one so that the team can be
 * told. False when there is none. The texts live until the next call. */
struct deliver_refused {
	int64_t row;
	char address[256], why[200];
};
bool deliver_next_refused(struct deliver *d, struct deliver_refused *out);
/* Milliseconds until something is due, at most `limit`. */
int64_t deliver_wait(struct deliver *d, int64_t limit);
void deliver_poke(struct deliver *d); /* rows were added elsewhere */
struct smtp *deliver_smtp(struct deliver *d); /* for smtp_wait; NULL for a Maildir outbox */

/* Claims the row most overdue, as outbox_claim does, and records it as an input. 1, 0, -1. */
int deliver_claim(struct store *s, struct pool *pool, const struct outbox_due *due,
                  struct outbox_row *out, struct err *e);
/* What came of one attempt to send a claimed row. */
struct deliver_said {
	int64_t now, retry;            /* retry: when to try again, if it must be */
	const struct smtp_rcpt *rcpts; /* those of the row, in its order */
	struct slice text;             /* on failure, one line */
};
struct deliver_settled {
	enum outbox_state state;
	int64_t rest_until; /* the whole host rests; 0: it need not */
	bool config;        /* a person must act: certificate, login */
};
/*
 * Settles each recipient and the row, and records what was said as an input, all in the caller's
 * transaction. Addresses that the server does not know are marked.
 */
int deliver_settle(struct store *s, const struct outbox_row *row, const struct deliver_said *said,
                   struct deliver_settled *out, struct err *e);
/* Whether this recipient will not be tried again. */
bool deliver_gives_up(const struct outbox_row *row, const struct smtp_rcpt *r);
/* An outcome by its word in the input log: as enum smtp_outcome, or -1. */
int deliver_outcome(struct slice name);

/* When to try again after `attempts` failures: 1 min doubling to 4 h, with jitter, up to 3 days. */
int64_t deliver_backoff(int attempts, uint64_t jitter);

#endif
