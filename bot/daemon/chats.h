/*
 * Chat in the main loop: requests that came in, polls, sockets, what goes out. What a turn takes of
 * all of them is one commit; answers and acknowledgements follow it.
 */
#ifndef DOCKET_DAEMON_CHATS_H
#define DOCKET_DAEMON_CHATS_H

#include "http_gate.h"

#include "docket/base/log.h"
#include "docket/daemon/desk.h"
#include "docket/deliver/chat.h"
#include "docket/intake/chat.h"
#include "docket/wire/smtp.h"

enum {
	CHATS_MAX = 16,			 /* entries of `chat:`; keys.c says the same */
	CHATS_WAITS = 2 * CHATS_MAX + 2, /* descriptors to wait for */
	SILENT_MS = 15 * 60 * 1000, /* a poll or socket that was not well for so long is told of */
	TRIES_MAX = 5, /* of one event that intake cannot take; then it is passed over */
};

/* -- a platform that is asked: chat_pull.c ------------------------------------------------------
 */
struct chat_pull {
	bool used, ready;  /* ready: an answer waits for its commit */
	bool refused;	   /* its token, at the last asking */
	bool done, failed; /* of a single pass: nothing more is there, or it can't be asked */
	struct http_call *call;
	struct slice cursor; /* the call's */
	struct chat_pulled got;
	int64_t next; /* monotonic ms: not before */
	int failures, stuck, once_tries;
	int64_t good; /* monotonic ms of the last one that went well */
	int64_t told; /* not told of again before */
	char why[CHAT_WHY_MAX];
};

/* -- a request that waits for keys: http_in.c ---------------------------------------------------
 */
struct http_waiting {
	struct http_waiting *next;
	struct pool *pool;
	struct http_in in;
	uint64_t id;
	size_t entry;
	uint64_t errands; /* of the entry when it began to wait */
	int64_t until;	  /* monotonic ms */
};
/* One of a turn. */
struct http_push {
	uint64_t id;
	size_t entry;
	chat_event_list events;
	struct http_answer answer;
};
typedef VEC(struct http_push) http_push_list;

/* -- an account that is asked for: chat_take.c --------------------------------------------------
 */
struct chat_ask {
	struct chat_ask *next;
	size_t entry;
	struct chat_actor who; /* texts in the call's pool */
	struct http_call *call;
	int tries;
	int64_t after; /* monotonic ms */
	bool done, known, settled;
};

struct chat_socket;

struct chats {
	struct desk *d;
	bool once;
	struct chat_entry entries[CHATS_MAX];
	struct chat_from from[CHATS_MAX];
	char calls[CHATS_MAX][64]; /* how a command begins there */
	bool pushed[CHATS_MAX];
	size_t count;
	struct http_calls *http;
	struct http_gate gate;
	struct deliver_chat *deliver;
	struct chat_pull pulls[CHATS_MAX];
	struct chat_socket *sockets; /* an array */

	bool readable; /* the gate may hold a whole request */
	size_t crowd;  /* callers that the last commit answered, with those who came meanwhile */
	int64_t flush_ns; /* what its flush took */
	size_t applied; /* of the pushes */
	struct pool *turn_pool;
	http_push_list pushes; /* of this turn */
	struct http_waiting *waiting;
	size_t waiting_count;
	struct chat_ask *asks;
	size_t ask_count;
	int64_t opened, once_until; /* monotonic ms */
	int64_t cards_at, unknown_at; /* monotonic ms: when next looked at */
	bool cards_due;
	struct log_limit quiet;
	uint64_t refused, requests, turns;
};

int chats_open(struct chats *c, struct desk *d, bool once, struct err *e);
void chats_close(struct chats *c);
/* Restarts what is due. */
void chats_pump(struct chats *c);
size_t chats_wait(const struct chats *c, struct smtp_wait *w);
int64_t chats_nap(struct chats *c, int64_t limit);
/* After the wait: takes what came in, outside of any transaction. */
void chats_read(struct chats *c);
/* All that came since, in one commit. 1 did something, 0 nothing to do, -1 rolled back (ERR_RETRY).
 */
int chats_turn(struct chats *c, struct err *e);
/* When all is quiet: cards that changed, accounts that wait. */
void chats_idle(struct chats *c);
/* Commands or mail changed something: cards may be due. */
void chats_poke(struct chats *c);
/* Something goes out or is due to; of a single pass: or is still to be asked for. */
bool chats_busy(struct chats *c);
/* How a single pass went. -1: an entry that could not be asked. */
int chats_outcome(const struct chats *c, struct err *e);
void chats_stop(struct chats *c); /* what is under way may end, nothing more begins */
/* Logs how much was served. */
void chats_say(const struct chats *c);
/* "ok", "silent" (its platform was not heard of for a while), "refused" (its token). */
const char *chats_health(const struct chats *c, size_t entry, int64_t mono);

/* chat_take.c, in the turn's transaction. */
enum chat_way { CHAT_BY_PUSH, CHAT_BY_PULL, CHAT_BY_SOCKET };
struct chat_taken {
	enum chat_way way;
	struct http_answer *answer; /* push */
	struct slice *frame;	    /* socket: the acknowledgement */
};
/* Applies one event and says what it is answered. 0, or -1: nothing of it was kept. */
int chats_take(struct chats *c, size_t entry, struct pool *p, const struct chat_event *ev,
	       const struct chat_taken *how, struct err *e);
void chat_ask_who(struct chats *c, size_t entry, const struct chat_actor *who);
void chat_asks_pump(struct chats *c);
bool chat_asks_ready(const struct chats *c);
int chat_asks_turn(struct chats *c, struct err *e);
void chat_asks_committed(struct chats *c);
void chat_asks_clear(struct chats *c);
/* Tells the team of an entry that does not work, once an hour at most; refused: by its token, which is
 * told once until chat_well. */
void chat_trouble(struct chats *c, size_t entry, struct slice why, bool refused);
/* An entry is taken again where it was refused: what waits for that goes out. */
void chat_well(struct chats *c, size_t entry);

/* http_in.c */
/* Before the commit: more of a crowd has come, and is to be gathered and applied; until: monotonic ns. */
bool http_in_more(struct chats *c, int64_t until);
int64_t http_in_patience(const struct chats *c); /* ns */
void http_in_gather(struct chats *c);
int http_in_turn(struct chats *c, struct err *e);
void http_in_answer(struct chats *c, bool committed);
void http_in_clear(struct chats *c);

/* chat_pull.c */
void chat_pulls_pump(struct chats *c);
bool chat_pulls_done(const struct chats *c); /* of a single pass */
bool chat_pulls_ready(const struct chats *c);
int chat_pulls_turn(struct chats *c, struct err *e);
void chat_pulls_committed(struct chats *c);
void chat_pulls_undo(struct chats *c);
void chat_pulls_clear(struct chats *c);
int64_t chat_pulls_nap(const struct chats *c, int64_t limit);

#endif
