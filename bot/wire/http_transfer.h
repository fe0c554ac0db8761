/* A request that is under way. Private to bot/wire: http_out.c keeps them, http_transfer.c sets them up. */
#ifndef BOT_WIRE_HTTP_TRANSFER_H
#define BOT_WIRE_HTTP_TRANSFER_H

#include "docket/wire/http_out.h"

#include <curl/curl.h>

struct http_running {
	struct http_running *next, *prev;
	struct http_calls *calls;
	struct http_call *call;
	CURL *h;
	struct curl_slist *headers;
	struct str body, head;
	size_t body_out;
	unsigned line_ends; /* of our head: CR LF CR LF seen so far */
	bool head_out, too_large;
	int64_t taken; /* of c->out.take */
	bool enough; /* the head said it all */
	bool refused; /* an address of the host */
	char why[CURL_ERROR_SIZE];
};

/* The address is one that may be asked; plain: without TLS. */
bool http_transfer_may(struct http_call *c, bool *plain_out);
/* Makes r->h from r->call. ca: a file of certificates, NULL: the system's. -1: r is freed as ever. */
int http_transfer_open(struct http_running *r, bool plain, const char *ca, struct err *e);
/* What came of it, into r->call. */
void http_transfer_result(struct http_running *r, CURLcode rc);

#endif
