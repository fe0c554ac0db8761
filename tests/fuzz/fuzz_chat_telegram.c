/* Telegram: whatever getUpdates or a webhook says; answers to what was sent; refs back into
 * requests. */
#include "docket/wire/chat.h"

#include <stdlib.h>

extern const struct chat_adapter chat_telegram;
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
answer_it(void *self, struct pool *p, const struct chat_event *ev, const struct http_result *r)
{
	struct err e = ERR_INIT;
	struct http_out out;
	struct chat_result result;
	struct chat_message m = {.act = CHAT_REPLY,
				 .reply = ev->reply,
				 .room = ev->room,
				 .thread = ev->thread,
				 .part = 1,
				 .parts = 1,
				 .card = {.title = ev->who.display, .text = ev->text}};
	if (ev->key.len == 0 || ev->room.len == 0 || ev->who.uid.len == 0 ||
	    ev->token.len > CHAT_TOKEN_MAX)
		abort();
	(void)chat_telegram.render(self, p, &m, &out, &e);
	chat_telegram.result(self, p, &m, r, 1, &result);
	if (result.status == CHAT_LATER && result.not_before <= 1)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct conf_chat conf = {.name = "t", .command = "docket", .user = "b", .room = "1"};
	struct chat_setup setup = {.conf = &conf,
				   .token = SLICE_LIT("1:AAFabcdefghijklmnopqrstuvwx")};
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct slice raw = slice_make((const char *)data, size);
	struct http_result r = {.status = 200, .sent = true, .body = raw};
	struct http_in in = {.method = SLICE_LIT("POST"), .body = raw};
	struct chat_pulled pulled;
	chat_event_list events = {0};
	struct http_answer answer = {0};
	void *self;

	if (chat_telegram.open(&setup, &self, &e) < 0)
		abort();
	if (chat_telegram.pulled(self, p, slice_sub(raw, 0, 20), &r, 7, &pulled, &e) < 0)
		abort();
	(void)chat_telegram.decode(self, p, &in, &events, &answer, &e);
	r.status = size % 2 == 0 ? 400 : 200;
	for (size_t i = 0; i < pulled.events.len; i++)
		answer_it(self, p, &pulled.events.at[i], &r);
	for (size_t i = 0; i < events.len; i++)
		answer_it(self, p, &events.at[i], &r);
	chat_telegram.close(self);
	pool_free(p);
	return 0;
}
