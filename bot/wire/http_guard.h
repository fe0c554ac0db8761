/*
 * Which connections may stay. A request has one deadline from its first byte to its last, whatever
 * trickles; one party (an address, or the client a trusted proxy names) may hold only so many
 * connections; and whole requests have slots of their own: when connections that have not yet said
 * all they want grow too many, the oldest of these goes, never the new one. A good request is whole
 * within milliseconds, so a flood of slow ones evicts itself.
 */
#ifndef BOT_WIRE_HTTP_GUARD_H
#define BOT_WIRE_HTTP_GUARD_H

#include "http_addr.h"

enum {
	GUARD_CONNECTIONS = 512, /* in all: far above what nine platforms open at once */
	GUARD_WHOLE = 128,	 /* of these only for requests that are whole */
	GUARD_PARTY = 128,	 /* of one party; a platform calls from a few addresses */
	GUARD_REQUEST_MS =
		10 * 1000,	   /* head and body together; a platform gives up after 3 to 30 s */
	GUARD_IDLE_MS = 15 * 1000, /* between two requests of one connection */
	GUARD_ANSWER_MS = 10 * 1000, /* for the caller to take our answer */
};

enum guard_state {
	GUARD_HEAD,   /* the first bytes are awaited, or the head is coming in */
	GUARD_IDLE,   /* between requests */
	GUARD_BODY,   /* the head is there */
	GUARD_ASKED,  /* the request is whole: main has it */
	GUARD_ANSWER, /* the answer goes out */
};
struct guard_conn {
	struct guard_conn *next, *prev;
	int fd;
	struct http_addr peer, party;
	enum guard_state state;
	int64_t since, deadline; /* monotonic ms; since: of the state */
	bool closing;		 /* told to go: no longer counted */
	void *of;		 /* the request under way */
};
struct guard {
	struct guard_conn *first;
	size_t count, whole; /* not closing; whole: of these GUARD_ASKED or GUARD_ANSWER */
	const struct http_net *proxies;
	size_t proxy_count;
	void (*drop)(struct guard_conn *c); /* closes it, soon: guard_remove() follows */
	uint64_t dropped;
};

/* A new connection. False: there is no room even after dropping others; it is not in the list. */
bool guard_add(struct guard *g, struct guard_conn *c, int64_t now);
void guard_remove(struct guard *g, struct guard_conn *c);
void guard_state(struct guard *g, struct guard_conn *c, enum guard_state state, int64_t now);
/* Its head named the client behind a proxy: from now on it counts there. */
void guard_party(struct guard *g, struct guard_conn *c, struct slice forwarded_for);
/* The most patient one whose deadline is over and which is asked: to be answered by the caller. All
 * others are dropped. NULL: no more. */
struct guard_conn *guard_overdue(struct guard *g, int64_t now);

#endif
