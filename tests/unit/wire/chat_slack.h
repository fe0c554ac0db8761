/* What the tests of Slack's adapter have in common: an adapter that is open, requests to it. */
#ifndef DOCKET_TESTS_UNIT_WIRE_CHAT_SLACK_H
#define DOCKET_TESTS_UNIT_WIRE_CHAT_SLACK_H

#include "../../../bot/wire/chat_slack.h"

#include "../check.h"

extern const struct chat_adapter chat_slack;

struct slack_case {
	const char *secret, *tenant, *api, *room; /* set before begin; NULL: the usual */
	bool socket;
	struct conf_chat conf;
	struct pool *p;
	void *self;
	struct err e;
};
void slack_case_begin(struct slack_case *c);
void slack_case_end(struct slack_case *c);
/* A POST to us at `now`, in seconds. */
struct http_in slack_case_in(struct slack_case *c, const char *type, struct slice body,
			     int64_t now);
void slack_case_header(struct slack_case *c, struct http_in *in, const char *name,
		       const char *value);
/* The signature of a body as Slack makes it; `out` takes 80 bytes. */
void slack_case_sign(const char *secret, const char *stamp, struct slice body, char *out);

#endif
