/*
 * Chat's way out (DESIGN D4.4): claims due rows, one part of a text at a time, renders, sends,
 * settles. One message of a room at a time and in order; no room gets more in a minute than its
 * platform takes. Never waits.
 *
 * A send whose outcome is not known is asked after (probe), or repeated where the platform keeps
 * one of two with the same key, or where a repeat changes nothing (an edit). Where it offers
 * neither, the message is sent once more: the second place, beside the SMTP server's acceptance,
 * where P12 allows a thing to arrive twice. After that it is dead and a person is told.
 */
#ifndef DOCKET_DELIVER_CHAT_H
#define DOCKET_DELIVER_CHAT_H

#include "docket/store/chat.h"
#include "docket/wire/chat_entry.h"

struct deliver_chat;

/* All is borrowed and must outlive it. */
int deliver_chat_new(struct store *store, const struct clock *clock, struct http_calls *http,
		     struct chat_entry *entries, size_t count, struct deliver_chat **out,
		     struct err *e);
void deliver_chat_free(struct deliver_chat *d);
/* As deliver_turn and its companions: settle and claim inside the caller's transaction, then start,
 * or forget what a failed commit undid. */
int deliver_chat_turn(struct deliver_chat *d, size_t *work_out, struct err *e);
void deliver_chat_start(struct deliver_chat *d);
void deliver_chat_undo(struct deliver_chat *d);
bool deliver_chat_has_work(struct deliver_chat *d);
size_t deliver_chat_busy(const struct deliver_chat *d);
int64_t deliver_chat_wait(struct deliver_chat *d, int64_t limit);
void deliver_chat_poke(struct deliver_chat *d);
void deliver_chat_stop(struct deliver_chat *d); /* from now on nothing more is claimed */
/* A message that nobody will get, or not until a token is renewed, of the last turns, taken out one by one. */
struct deliver_chat_dead {
	int64_t row, job;
	const char *name; /* of the entry */
	bool answer;	  /* to what one person did, just now: only the log hears of it */
	bool refused;	  /* not dead: it waits for a token that the platform takes */
	char why[CHAT_WHY_MAX];
};
bool deliver_chat_next_dead(struct deliver_chat *d, struct deliver_chat_dead *out);
/* When to try again after `attempts` failures: 5 s doubling to 15 min, with jitter. */
int64_t deliver_chat_backoff(int attempts, uint64_t jitter);
/* The part of m that comes after `done` parts, in *out (its texts in p); how many there are. The
 * same m and caps give the same parts. */
unsigned deliver_chat_part(struct pool *p, const struct chat_message *m,
			   const struct chat_caps *caps, unsigned done, struct chat_message *out);

#endif
