/*
 * A WebSocket client (RFC 6455) over a libcurl connection, without ever waiting: TLS verified,
 * ws:// to this machine only, messages up to 1 MB, pings answered and sent, silence noticed.
 */
#ifndef DOCKET_WIRE_WEBSOCKET_H
#define DOCKET_WIRE_WEBSOCKET_H

#include "docket/base/err.h"
#include "docket/base/slice.h"

enum {
	WEBSOCKET_PING_MS = 30 * 1000,	 /* of silence: then we ask */
	WEBSOCKET_SILENT_MS = 75 * 1000, /* of silence: then it is dead */
	WEBSOCKET_OPEN_MS = 20 * 1000,	 /* to connect and shake hands */
};

struct websocket;
/* Begins to connect. -1 (ERR_CONFIG, ERR_RETRY): an address that we do not speak to, no memory. */
int websocket_new(struct slice url, struct websocket **out, struct err *e);
/* Says good-bye where it can and hangs up. Takes NULL. */
void websocket_free(struct websocket *w);
/* What to wait for: the descriptor (-1 while it connects) with POLLIN, and POLLOUT if it writes. */
int websocket_fd(const struct websocket *w);
bool websocket_writes(const struct websocket *w);
int64_t websocket_wait(const struct websocket *w, int64_t limit); /* at most so many ms */
/*
 * Moves it on. 1 it is open, 0 it connects or takes its leave, -1 it is over: *e says why, without
 * the URL.
 */
int websocket_step(struct websocket *w, struct err *e);
/* The next whole text message; it lives until the next call. 1, 0 none now, -1 as above. */
int websocket_next(struct websocket *w, struct slice *text_out, struct err *e);
/* Queues a text; what the socket does not take at once goes with the next steps. */
void websocket_send(struct websocket *w, struct slice text);

#endif
