/*
 * The only way out (DESIGN D4.4): claims due rows of the outbox, sends the stored bytes, settles
 * each recipient. SMTP by libcurl, or a Maildir as the embedded sink. Never waits.
 */
#ifndef DOCKET_DELIVER_DELIVER_H
#define DOCKET_DELIVER_DELIVER_H

#include "docket/base/clock.h"
#include "docket/conf/conf.h"
#include "docket/store/store.h"
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

/* When to try again after `attempts` failures: 1 min doubling to 4 h, with jitter, up to 3 days. */
int64_t deliver_backoff(int attempts, uint64_t jitter);

#endif
