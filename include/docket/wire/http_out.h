/*
 * Requests of ours by libcurl's multi interface, without ever waiting: the caller polls one
 * descriptor. https with verified certificates (TLS 1.2 or newer), or http to this machine; no
 * redirects, no proxy of the environment, HTTP/1.1. What changes something there is never sent
 * twice by the library: a connection that may have died unseen serves only GET.
 */
#ifndef DOCKET_WIRE_HTTP_OUT_H
#define DOCKET_WIRE_HTTP_OUT_H

#include "docket/wire/http.h"

enum {
	HTTP_OUT_MS = 20 * 1000,       /* http_out.timeout_ms of 0 */
	HTTP_OUT_MOST_MS = 120 * 1000, /* a long poll of 90 s, and its answer */
	HTTP_CALLS_MAX = 64,	       /* at once: long polls of 16 entries and room for the rest */
};

/* One request and, once done, its answer: all of it in its own pool. */
struct http_call {
	struct pool *pool;
	struct http_out out; /* texts in pool, or living until done */
	struct http_result result;
	void (*done)(
		struct http_call *c); /* from http_calls_step; the call is the callee's again */
	void *arg;
	int64_t id;
	struct http_running *running; /* private; NULL: not under way */
};
struct http_call *http_call_new(void);
/* Ends it first if it runs; done is not called. Takes NULL. */
void http_call_free(struct http_call *c);

struct http_calls;
int http_calls_new(struct http_calls **out, struct err *e);
void http_calls_free(struct http_calls *h); /* ends what runs; the calls stay their owners' */
/*
 * Starts c. -1: ERR_CONFIG an address we do not speak to, ERR_RETRY too many under way or no
 * memory; done is not called then. The text never holds the address.
 */
int http_call_start(struct http_calls *h, struct http_call *c, struct err *e);
size_t http_calls_free_slots(const struct http_calls *h);
/* What to wait for: readable when something moves; and for how long, at most limit ms. */
int http_calls_fd(const struct http_calls *h);
int64_t http_calls_wait(const struct http_calls *h, int64_t limit);
/* Moves transfers on and calls done for what has ended. Returns how many ended. */
size_t http_calls_step(struct http_calls *h);
/* Starts c and waits for it: for `docket check` and tests only. 0 (see c->result), -1. */
int http_call_wait(struct http_calls *h, struct http_call *c, struct err *e);
/* Whether we may speak to that address: https, or http to this machine; no user part. */
bool http_out_may(struct slice url);

#endif
