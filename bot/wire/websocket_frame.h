/*
 * Frames of a WebSocket client (RFC 6455), bytes in and out, without a socket: the handshake,
 * frames masked and read, fragments put together, text checked as UTF-8.
 */
#ifndef BOT_WIRE_WEBSOCKET_FRAME_H
#define BOT_WIRE_WEBSOCKET_FRAME_H

#include "docket/base/err.h"
#include "docket/base/pool.h"
#include "docket/base/str.h"

enum {
	WS_MESSAGE_MAX = 1 << 20, /* of one message; above: 1009 */
	WS_HEAD_MAX = 16 << 10,	  /* of the handshake's answer */
	WS_KEY_LEN = 24,	  /* of Sec-WebSocket-Key: 16 bytes as base64 */
};
enum ws_opcode { WS_MORE = 0, WS_TEXT = 1, WS_BINARY = 2, WS_CLOSE = 8, WS_PING = 9, WS_PONG = 10 };
enum ws_code {
	WS_NORMAL = 1000,
	WS_AWAY = 1001,
	WS_PROTOCOL = 1002,
	WS_NOT_TEXT = 1003,
	WS_NO_CODE = 1005,
	WS_BAD_TEXT = 1007,
	WS_TOO_BIG = 1009
};

/* The request for `target` ("/path?query") at host; key: 16 random bytes as base64. */
void ws_hello(struct str *out, struct slice host, struct slice target, struct slice key);
/* What Sec-WebSocket-Accept must be for that key (4.2.2). out: 29 bytes. */
void ws_accept(struct slice key, char *out);
/* The answer's head. 1 it is whole and right (*len_out: its bytes), 0 more is needed, -1. */
int ws_welcome(struct slice in, struct slice key, size_t *len_out, struct err *e);

/* Adds a frame of ours: whole, masked with `mask` (4 random bytes). */
void ws_put(struct str *out, enum ws_opcode op, struct slice payload, const unsigned char mask[4]);

struct ws_reader {
	struct str in; /* bytes that wait */
	size_t off;
	struct str message;  /* fragments so far */
	enum ws_opcode open; /* kind of the message under way; WS_MORE: none */
};
void ws_reader_init(struct ws_reader *r);
void ws_reader_clear(struct ws_reader *r);
/* What came; more than a message may be long waits in the socket: returns how much it took. */
size_t ws_feed(struct ws_reader *r, struct slice bytes);
/*
 * The next whole message or control frame; payload lives until the next call. 1, 0 more is needed,
 * -1 the other side broke the rules: close with *code_out.
 */
int ws_next(struct ws_reader *r, enum ws_opcode *op_out, struct slice *payload_out,
	    enum ws_code *code_out, struct err *e);
/* A code that may stand in a close frame (7.4.1). */
bool ws_code_ok(unsigned code);

#endif
