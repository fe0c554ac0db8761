/*
 * HTTP as the chat adapters see it, in and out. Nothing here opens a socket: bot/daemon/http_in*
 * takes requests from the http-child, bot/wire/http_out.c makes requests by libcurl. Header names
 * compare without case.
 */
#ifndef DOCKET_WIRE_HTTP_H
#define DOCKET_WIRE_HTTP_H

#include "docket/base/err.h"
#include "docket/base/pool.h"
#include "docket/base/str.h"
#include "docket/base/vec.h"

enum {
	HTTP_HEADERS_MAX = 64,	     /* of a request: platforms send about twenty */
	HTTP_BODY_MAX = 1 << 20,     /* 1 MB: no platform's event comes near */
	HTTP_RESPONSE_MAX = 4 << 20, /* of an answer to us: a page of messages */
};

struct http_header {
	struct slice name, value;
};
typedef VEC(struct http_header) http_header_list;

/* A request that came to us, whole. */
struct http_in {
	struct slice method, path, query; /* path as sent, without the query */
	http_header_list headers;
	struct slice body; /* raw bytes: what signatures are over */
	int64_t now;	   /* UTC ms: when it was complete */
};
/* The value of a header that came exactly once; empty when absent or doubled. */
struct slice http_in_header(const struct http_in *in, const char *name);

/* What it is answered. */
struct http_answer {
	int status;
	const char *type; /* Content-Type; NULL: none, body empty */
	struct slice body;
};

/*
 * For a GET of what a stranger's link names: http is good as well, the body is handed on as it comes,
 * and of anything but a 200 not read. Only public addresses are spoken to, looked at when the socket
 * is made, so that no name can be resolved to one thing for a check and to another for the connection.
 */
struct http_take {
	bool inside; /* any address is good */
	int64_t most; /* bytes of the body */
	bool (*bytes)(void *arg, struct slice some); /* false ends it */
	void *arg;
};
/* A request of ours. https only, but for loopback; no redirects are followed. */
struct http_out {
	const char *method; /* "GET", "POST", "PUT", "PATCH", "DELETE" */
	struct slice url;
	http_header_list headers;
	struct slice body;
	int timeout_ms;	 /* 0: 20 s */
	bool secret_url; /* the URL itself is a secret: never logged */
	const struct http_take *take; /* NULL: the usual rules */
};
enum http_fault {
	HTTP_FAULT_AWAY, /* not there, broken off: it may pass */
	HTTP_FAULT_SLOW,
	HTTP_FAULT_CERTIFICATE,
	HTTP_FAULT_LARGE,
	HTTP_FAULT_ADDRESS, /* it has no address that we speak to */
};
struct http_result {
	int status; /* 0: no answer */
	bool sent;  /* all of the request had left before it failed: it may have had its effect */
	http_header_list headers;
	struct slice body;
	struct slice why; /* of status 0: a sentence without the URL … */
	enum http_fault fault; /* … and of which sort */
};
struct slice http_result_header(const struct http_result *r, const char *name);
/*
 * How long to wait, from Retry-After (RFC 9110 10.2.3: seconds, also with a fraction as Discord and
 * Zulip write it, or a date) in ms from now; -1 when it is absent or nonsense. At most an hour.
 */
int64_t http_retry_after(const struct http_result *r, int64_t now);

/* application/x-www-form-urlencoded: the value of a field that is there exactly once, decoded into
 * pool. 1, 0 none or doubled, -1 malformed (bad %-escape, NUL, no UTF-8). */
int http_form_field(struct pool *p, struct slice body, const char *name, struct slice *out);
/* Many at once (32 at most), in one pass: what is not there once is made SLICE_NONE, whose data is
 * NULL; an empty value's is not. 0, or -1 as above. */
struct http_field {
	const char *name;
	struct slice *to;
};
int http_form_take(struct pool *p, struct slice body, const struct http_field *want, size_t n);
void http_form_add(struct str *body, const char *name, struct slice value);
void http_url_add(struct str *url,
		  struct slice text); /* %-encodes all but unreserved (RFC 3986 2.3) */
/* Whether url is https (or http to loopback) and its host is `host` or ends in ".host"; no user
 * part, no other port than the default unless host has one. For URLs that came in messages. */
bool http_url_is(struct slice url, struct slice host);

#endif
