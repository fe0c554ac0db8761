/* Matrix: /sync, pages of a gap, what a homeserver pushes, cursors; what came goes out again. */
#include "docket/wire/chat.h"

#include <stdlib.h>

extern const struct chat_adapter chat_matrix;
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
answer_it(void *self, struct pool *p, const struct chat_event *ev, const struct http_result *r)
{
	struct err e = ERR_INIT;
	struct http_out out;
	struct chat_result result = {.status = CHAT_OK};
	struct chat_message m = {.act = CHAT_REPLY,
				 .key = SLICE_LIT("k"),
				 .reply = ev->reply,
				 .room = ev->room,
				 .thread = ev->thread,
				 .part = 1,
				 .parts = 1,
				 .card = {.title = ev->who.display, .text = ev->text}};
	if (ev->key.len == 0 || ev->who.uid.len == 0 || ev->room.len == 0)
		abort();
	(void)chat_matrix.render(self, p, &m, &out, &e);
	m.only = ev->who.uid;
	m.direct = true;
	(void)chat_matrix.render(self, p, &m, &out, &e);
	if (chat_matrix.wants(self, p, 7, &out) == 1)
		chat_matrix.took(self, r, 7, &result);
	chat_matrix.result(self, p, &m, r, 1, &result);
	if (result.status == CHAT_LATER && result.not_before <= 1)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const cursors[] = {"s0", "s0\ngap !a:x s0 s1\njoin !b:x",
					      "s0\njoin !b:x"};
	static const char *const first[] = {"{\"user_id\":\"@docket:x\"}",
					    "{\"displayname\":\"Desk\"}",
					    "{\"next_batch\":\"s0\"}"};
	struct conf_chat conf = {
		.name = "m", .url = "https://m.example", .user = "@docket:x", .room = "!t:x"};
	struct chat_setup setup = {
		.conf = &conf, .token = SLICE_LIT("t"), .secret = SLICE_LIT("0123456789abcdef")};
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct slice raw = slice_make((const char *)data, size);
	struct http_result r = {.status = 200, .sent = true, .body = raw};
	struct http_in in = {.method = SLICE_LIT("PUT"), .body = raw};
	struct chat_pulled pulled;
	struct http_out out;
	chat_event_list events = {0};
	struct http_answer answer = {0};
	void *self;

	if (chat_matrix.open(&setup, &self, &e) < 0)
		abort();
	for (size_t i = 0; i < COUNT(first); i++) {
		struct http_result known = {.status = 200, .body = slice_of(first[i])};
		/* Hostile first, then what lets it go on. */
		if (chat_matrix.pulled(self, p, SLICE_NONE, &r, 7, &pulled, &e) < 0 ||
		    chat_matrix.pulled(self, p, SLICE_NONE, &known, 7, &pulled, &e) < 0)
			abort();
	}
	(void)chat_matrix.decode(self, p, &in, &events, &answer, &e);
	for (size_t i = 0; i < COUNT(cursors) + 1; i++) {
		struct slice cursor = i < COUNT(cursors) ? slice_of(cursors[i]) : raw;
		if (chat_matrix.pulled(self, p, cursor, &r, 7, &pulled, &e) < 0 ||
		    chat_matrix.pull(self, p, pulled.next, &out, &e) != 1)
			abort();
		for (size_t k = 0; k < pulled.events.len; k++)
			answer_it(self, p, &pulled.events.at[k], &r);
	}
	for (size_t i = 0; i < events.len; i++)
		answer_it(self, p, &events.at[i], &r);
	chat_matrix.close(self);
	pool_free(p);
	return 0;
}
