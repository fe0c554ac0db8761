/*
 * The http-child's work (DESIGN D3): takes HTTP/1.1 by libmicrohttpd from a listening socket it was
 * given, refuses what is malformed, too large, too slow or too much (RFC 9112 6.3, RFC 6585), and
 * hands whole raw requests to main as frames. It checks no signature and knows no platform.
 */
#ifndef DOCKET_WIRE_HTTP_SERVE_H
#define DOCKET_WIRE_HTTP_SERVE_H

#include "docket/base/frame.h"
#include "docket/wire/http.h"

enum {
	HTTP_FRAME_MAX = HTTP_BODY_MAX + (128 << 10),
	HTTP_ANSWER_MAX = 1 << 20, /* bytes of an answer; a platform takes a few thousand */
	HTTP_NAMES_MAX = 16,
	HTTP_PROXIES_MAX = 32,
	HTTP_HEALTH_MS = 2000,
};
/* Frames. */
enum {
	/* main, first: u32 n, n times bytes network of a trusted proxy; u32 n, n times bytes name
	   of an entry of `chat:`, u32 ms within which it must be answered, u32 whether
	   PUT and GET are taken beside POST */
	HTTP_SETUP = 'S',
	/* child: u64 id, u32 millisecond it may take, bytes method, path, query; u32 n, n times
	   bytes name, bytes value; bytes body */
	HTTP_REQUEST = 'Q',
	/* main: u64 id, u32 status, bytes type (empty: none), bytes body. Of a request that was
	   answered 503 meanwhile it is dropped. */
	HTTP_REPLY = 'A',
};

/*
 * Serves until chan closes (0) or nothing more can be done (-1). chan and listen_fd are
 * non-blocking; confine is called once all that needs rights is done.
 */
int http_serve(struct frame_chan *chan, int listen_fd, int (*confine)(struct err *e),
	       struct err *e);
/*
 * A listening socket for "127.0.0.1:8025" or "[::1]:8025". ERR_CONFIG says whose port it is not.
 */
int http_listen(const char *where, int *fd_out, struct err *e);

#endif
