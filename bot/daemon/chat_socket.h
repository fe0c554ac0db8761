/* The sockets of a turn, see chat_socket.c; the functions are called by chats.c alone. */
#ifndef DOCKET_DAEMON_CHAT_SOCKET_H
#define DOCKET_DAEMON_CHAT_SOCKET_H

#include "chats.h"

#include "docket/wire/websocket.h"

struct chat_pending {
	struct chat_event event;
	struct websocket *on; /* where it came from, and is acknowledged; NULL: that is gone */
	struct slice frame;
	bool taken;
};
struct chat_socket {
	bool used, greeted, dead; /* dead: its token was refused */
	struct http_call *ask;	  /* for the address */
	struct websocket *now, *old;
	int64_t old_until, next, good; /* monotonic ms */
	int64_t told;		       /* of its silence: not again before */
	int failures;
	VEC(struct chat_pending) pending;
	struct pool *pool; /* of pending */
	char why[CHAT_WHY_MAX];
};

int chat_sockets_open(struct chats *c, bool listens, struct err *e);
void chat_sockets_pump(struct chats *c);
void chat_sockets_read(struct chats *c);
size_t chat_sockets_wait(const struct chats *c, struct smtp_wait *w);
int64_t chat_sockets_nap(const struct chats *c, int64_t limit);
bool chat_sockets_ready(const struct chats *c);
int chat_sockets_turn(struct chats *c, struct err *e);
void chat_sockets_committed(struct chats *c);
void chat_sockets_undo(struct chats *c);
void chat_sockets_clear(struct chats *c);
const char *chat_socket_health(const struct chats *c, size_t entry, int64_t mono);

#endif
