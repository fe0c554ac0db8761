/* Zulip: events, messages of a gap, calls of an outgoing webhook; what came goes out again. */
#include "docket/wire/chat.h"

#include <stdlib.h>

extern const struct chat_adapter chat_zulip;
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
answer_it(void *self, struct pool *p, const struct chat_event *ev, const struct http_result *r)
{
	struct err e = ERR_INIT;
	struct http_out out;
	struct chat_result result = {.status = CHAT_OK};
	struct chat_actor who = ev->who;
	struct chat_message m = {.act = CHAT_REPLY,
				 .reply = ev->reply,
				 .room = ev->room,
				 .thread = ev->thread,
				 .part = 1,
				 .parts = 1,
				 .card = {.title = ev->who.display, .text = ev->text}};
	if (ev->key.len == 0 || ev->who.uid.len == 0 || ev->message.len == 0)
		abort();
	(void)chat_zulip.render(self, p, &m, &out, &e);
	chat_zulip.result(self, p, &m, r, 1, &result);
	if (result.status == CHAT_LATER && result.not_before <= 1)
		abort();
	(void)chat_zulip.probe(self, p, &m, &out);
	(void)chat_zulip.probed(self, p, &m, r, &result);
	(void)chat_zulip.whois_is(self, p, r, &who, &result);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const cursors[] = {"q 1 9 ask", "q 1 9 gap", "q 1 0 new", "- -1 9 gap"};
	struct conf_chat conf = {
		.name = "z", .url = "https://z.example", .user = "b@z.example", .room = "design"};
	struct chat_setup setup = {.conf = &conf,
				   .token = SLICE_LIT("k"),
				   .hook_token = SLICE_LIT("0123456789abcdef")};
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct slice raw = slice_make((const char *)data, size);
	struct http_result me = {.status = 200,
				 .body = SLICE_LIT("{\"result\":\"success\",\"user_id\":42,"
						   "\"full_name\":\"Docket\"}")};
	struct http_result r = {.status = 200, .sent = true, .body = raw};
	struct http_in in = {.method = SLICE_LIT("POST"), .body = raw};
	struct chat_pulled pulled;
	struct http_out out;
	chat_event_list events = {0};
	struct http_answer answer = {0};
	void *self;

	if (chat_zulip.open(&setup, &self, &e) < 0 ||
	    chat_zulip.pulled(self, p, SLICE_NONE, &me, 7, &pulled, &e) < 0)
		abort();
	(void)chat_zulip.verify(self, p, &in, &e);
	(void)chat_zulip.decode(self, p, &in, &events, &answer, &e);
	for (size_t i = 0; i < COUNT(cursors) + 1; i++) {
		struct slice cursor = i < COUNT(cursors) ? slice_of(cursors[i]) : raw;
		if (chat_zulip.pulled(self, p, cursor, &r, 7, &pulled, &e) < 0 ||
		    chat_zulip.pull(self, p, pulled.next, &out, &e) != 1)
			abort();
		for (size_t k = 0; k < pulled.events.len; k++)
			if (pulled.events.at[k].kind != CHAT_EDITED)
				answer_it(self, p, &pulled.events.at[k], &r);
	}
	for (size_t i = 0; i < events.len; i++)
		answer_it(self, p, &events.at[i], &r);
	chat_zulip.close(self);
	pool_free(p);
	return 0;
}
