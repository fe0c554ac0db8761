/* An open adapter of Slack's, for its tests. */
#include "chat_slack.h"

#include "docket/base/hash.h"

void
slack_case_begin(struct slack_case *c)
{
	if (c->secret == NULL)
		c->secret = "8f742231b10e8888abcd99yyyzzz85a5";
	c->p = pool_new();
	c->e = (struct err)ERR_INIT;
	c->conf = (struct conf_chat){.name = "slack",
				     .platform = "slack",
				     .tenant = c->tenant,
				     .api = c->api,
				     .room = c->room,
				     .command = "docket",
				     .transport = c->socket ? CONF_TRANSPORT_SOCKET
							    : CONF_TRANSPORT_PUSH};
	struct chat_setup setup = {.conf = &c->conf,
				   .token = SLICE_LIT("xoxb-test"),
				   .secret = slice_of(c->secret),
				   .app_token = SLICE_LIT("xapp-test")};
	CHECK_INT(chat_slack.open(&setup, &c->self, &c->e), 0);
}

void
slack_case_end(struct slack_case *c)
{
	chat_slack.close(c->self);
	pool_free(c->p);
}

struct http_in
slack_case_in(struct slack_case *c, const char *type, struct slice body, int64_t now)
{
	struct http_in in = {.method = SLICE_LIT("POST"),
			     .path = SLICE_LIT("/chat/slack"),
			     .body = body,
			     .now = now * 1000};
	slack_case_header(c, &in, "content-type", type);
	return in;
}

void
slack_case_header(struct slack_case *c, struct http_in *in, const char *name, const char *value)
{
	struct http_header h = {slice_of(name), slice_of(value)};
	VEC_ADD(&in->headers, c->p, h);
}

void
slack_case_sign(const char *secret, const char *stamp, struct slice body, char *out)
{
	unsigned char mac[HASH_LEN];
	struct str s;
	str_init(&s, 1 << 20);
	str_addf(&s, "v0:%s:", stamp);
	str_add(&s, body);
	hash_hmac(slice_of(secret), str_slice(&s), mac);
	memcpy(out, "v0=", 3);
	hash_hex(mac, sizeof(mac), out + 3);
	str_clear(&s);
}
