/* Calls of a Rocket.Chat server, its answers, and cursors. The first byte says which. */
#include "docket/wire/chat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
push(const struct chat_adapter *a, void *self, struct pool *p, struct slice body, bool form)
{
	struct http_in in = {.method = SLICE_LIT("POST"), .body = body, .now = 1700000000000};
	struct http_header type = {SLICE_LIT("Content-Type"),
				   form ? SLICE_LIT("application/x-www-form-urlencoded")
					: SLICE_LIT("application/json")},
			   token = {SLICE_LIT("Authorization"), SLICE_LIT("Token s")};
	chat_event_list got = {0};
	struct http_answer answer = {0};
	struct chat_message m = {.act = CHAT_REPLY, .part = 1, .parts = 1, .card = {.text = body}};
	struct err e = ERR_INIT;
	VEC_ADD(&in.headers, p, type);
	VEC_ADD(&in.headers, p, token);
	a->verify(self, p, &in, &e);
	if (a->decode(self, p, &in, &got, &answer, &e) < 0)
		return;
	for (size_t i = 0; i < got.len; i++)
		a->ack(self, p, &got.at[i], &m, &answer);
}

static void
answers(const struct chat_adapter *a, void *self, struct pool *p, struct slice body)
{
	static const char *const cursors[] = {"", "1 1 1\n", "1 1 1\naaa r q 5 5 0 -\n",
					      "1 1 1\naaa d b 5 5 2 -\n",
					      "1 1 1\naaa r a 5 5 0 x\n"};
	struct http_result r = {.status = 200, .sent = true, .body = body};
	struct err e = ERR_INIT;
	struct http_out out;
	struct chat_pulled pulled;
	struct chat_result res;
	struct chat_actor who = {.uid = SLICE_LIT("aaa")};
	struct chat_message m = {.act = CHAT_POST, .room = SLICE_LIT("aaa"), .part = 1, .parts = 1};
	a->took(self,
		&(struct http_result){
			.status = 200,
			.body = SLICE_LIT("{\"_id\":\"me\",\"username\":\"docket\"}")},
		5, &res);
	for (size_t i = 0; i < COUNT(cursors); i++) {
		struct slice c = slice_of(cursors[i]);
		if (a->pull(self, p, c, &out, &e) == 1)
			a->pulled(self, p, c, &r, 1700000000000, &pulled, &e);
	}
	a->whois_is(self, p, &r, &who, &res);
	a->result(self, p, &m, &r, 5, &res);
	a->probed(self, p, &m, &r, &res);
	r.status = 400;
	a->result(self, p, &m, &r, 5, &res);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct conf_chat conf = {
		.name = "team", .url = "https://chat.example", .user = "me", .command = "docket"};
	const struct chat_adapter *a = chat_adapter_of("rocketchat");
	struct chat_setup setup = {.conf = &conf,
				   .public_url = "https://d.example",
				   .token = SLICE_LIT("t"),
				   .secret = SLICE_LIT("s"),
				   .hook_token = SLICE_LIT("h")};
	struct err e = ERR_INIT;
	struct pool *p = pool_new();
	void *self = NULL;
	if (size == 0 || a->open(&setup, &self, &e) < 0) {
		pool_free(p);
		return 0;
	}
	struct slice body = slice_make((const char *)data + 1, size - 1);
	struct chat_message m = {.act = CHAT_UPDATE,
				 .replace = SLICE_LIT("abc/def"),
				 .card = {.title = body, .text = body, .code = data[0] & 8}};
	struct http_out out;
	struct chat_pulled pulled;
	struct http_result r = {.status = 200, .body = SLICE_LIT("[]")};
	switch (data[0] & 3) {
	case 0: push(a, self, p, body, data[0] & 4); break;
	case 1: answers(a, self, p, body); break;
	case 2:
		if (a->pull(self, p, body, &out, &e) == 1)
			a->pulled(self, p, body, &r, 1700000000000, &pulled, &e);
		break;
	default: a->render(self, p, &m, &out, &e);
	}
	a->close(self);
	pool_free(p);
	return 0;
}
