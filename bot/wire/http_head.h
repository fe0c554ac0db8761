/*
 * What a request's head says: whether its framing is beyond doubt, and where the request goes. Pure;
 * the library behind http_serve.c hands over the headers one by one.
 */
#ifndef BOT_WIRE_HTTP_HEAD_H
#define BOT_WIRE_HTTP_HEAD_H

#include "docket/base/str.h"
#include "docket/wire/http_serve.h"

struct http_head {
	unsigned headers, lengths, codings, hosts;
	bool chunked_only, digits; /* of the last coding and length */
	int64_t length;
	struct str forwarded; /* all of X-Forwarded-For, with commas */
};

void http_head_init(struct http_head *h, size_t forwarded_max);
void http_head_clear(struct http_head *h);
void http_head_take(struct http_head *h, struct slice name, struct slice value);
/*
 * The status that refuses it, or 0: several lengths, a length and chunks, no host or two, more
 * headers or a longer body than we take (RFC 9112 3.2, 6.3). version: "HTTP/1.1".
 */
int http_head_framing(const struct http_head *h, struct slice version);

/* The entries that are called under /chat/NAME. */
struct http_names {
	struct {
		char at[64];
		uint32_t may_ms, puts; /* puts: takes GET and PUT beside POST */
	} names[HTTP_NAMES_MAX];
	size_t count;
};
/* Takes them off the order that main sends (http_serve.h). False if it is malformed. */
bool http_names_get(struct http_names *n, struct slice *order);
/* Where it goes, an entry or the health line: 0 and how long an answer may take; else a status. */
int http_head_target(const struct http_names *n, struct slice uri, struct slice method,
		     uint32_t *may_ms_out);

#endif
