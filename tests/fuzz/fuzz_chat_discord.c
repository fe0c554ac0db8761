/* Discord: interactions as they come, answers of its API, references, texts on their way out. The
 * first byte says which. */
#include "docket/base/utf8.h"
#include "docket/wire/chat.h"

#include <jansson.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool held)
{
	if (!held)
		abort();
}

/* Whatever goes out is JSON, and nobody is pinged by it. */
static void
check_body(struct slice body)
{
	json_t *o = json_loadb(body.data, body.len, JSON_ALLOW_NUL, NULL);
	const json_t *mentions = json_object_get(o, "allowed_mentions");
	must(o != NULL && json_array_size(json_object_get(mentions, "parse")) == 0 &&
	     mentions != NULL);
	const json_t *content = json_object_get(o, "content");
	must(json_is_string(content));
	must(chat_length(slice_make(json_string_value(content), json_string_length(content)),
			 CHAT_UTF16) <= 2000);
	json_decref(o);
}

static void
push(const struct chat_adapter *a, void *self, struct pool *p, struct slice body)
{
	struct http_in in = {.method = SLICE_LIT("POST"), .body = body, .now = 1700000000000};
	struct http_header stamp = {SLICE_LIT("X-Signature-Timestamp"), SLICE_LIT("1700000000")},
			   signature = {SLICE_LIT("X-Signature-Ed25519"), slice_sub(body, 0, 128)};
	chat_event_list got = {0};
	struct http_answer answer = {0};
	struct chat_message m = {.act = CHAT_REPLY, .part = 1, .parts = 1, .card = {.text = body}};
	struct err e = ERR_INIT;
	struct http_out out;
	VEC_ADD(&in.headers, p, stamp);
	VEC_ADD(&in.headers, p, signature);
	must(a->verify(self, p, &in, &e) != 0);
	if (a->decode(self, p, &in, &got, &answer, &e) < 0)
		return;
	for (size_t i = 0; i < got.len; i++) {
		m.reply = got.at[i].reply;
		m.only = got.at[i].who.uid;
		must(utf8_valid(got.at[i].text) && got.at[i].key.len > 0);
		a->ack(self, p, &got.at[i], &m, &answer);
		json_t *o = json_loadb(answer.body.data, answer.body.len, JSON_ALLOW_NUL, NULL);
		must(o != NULL);
		json_decref(o);
		must(a->render(self, p, &m, &out, &e) ==
		     0); /* what it may be answered by is sound */
	}
}

static void
answers(const struct chat_adapter *a, void *self, struct pool *p, struct slice body)
{
	static const int codes[] = {200, 429, 401, 403, 404, 400, 500};
	struct chat_message m = {.act = CHAT_POST, .room = SLICE_LIT("1"), .part = 1, .parts = 1};
	for (size_t i = 0; i < COUNT(codes); i++) {
		struct http_result r = {.status = codes[i], .sent = true, .body = body};
		struct chat_result res;
		struct str said;
		a->result(self, p, &m, &r, 1700000000000, &res);
		a->took(self, &r, 1700000000000, &res);
		str_init(&said, 10000);
		for (unsigned step = 0; step < 3; step++)
			a->checked(self, p, step, &r, &said);
		str_clear(&said);
	}
}

static void
out(const struct chat_adapter *a, void *self, struct pool *p, struct slice body)
{
	struct str clean;
	struct err e = ERR_INIT;
	struct http_out got;
	slice_list parts = {0};
	str_init(&clean, 1 << 20);
	utf8_clean(&clean, body);
	chat_split(p, str_slice(&clean), a->caps.text_max, a->caps.unit, &parts);
	struct chat_message m = {.act = CHAT_POST,
				 .room = SLICE_LIT("1"),
				 .part = 1,
				 .parts = 1,
				 .card = {.title = parts.at[0],
					  .text = parts.at[0],
					  .context = parts.at[0],
					  .code = body.len % 2 == 0}};
	m.card.fields[0] = (struct chat_field){parts.at[0], parts.at[0]};
	m.card.field_count = 1;
	must(a->render(self, p, &m, &got, &e) == 0);
	check_body(got.body);
	m.act = CHAT_UPDATE;
	m.replace = m.reply = m.room = body;
	a->render(self, p, &m, &got, &e);
	m.act = CHAT_REPLY;
	a->render(self, p, &m, &got, &e);
	str_clear(&clean);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct conf_chat conf = {
		.name = "d",
		.app = "1",
		.command = "docket",
		.tenant = "2",
		.room = "3",
		.key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"};
	const struct chat_adapter *a = chat_adapter_of("discord");
	struct chat_setup setup = {.conf = &conf, .token = SLICE_LIT("t")};
	struct err e = ERR_INIT;
	struct pool *p = pool_new();
	void *self = NULL;
	if (size > 0 && a->open(&setup, &self, &e) == 0) {
		struct slice body = slice_make((const char *)data + 1, size - 1);
		switch (data[0] % 3) {
		case 0: push(a, self, p, body); break;
		case 1: answers(a, self, p, body); break;
		default: out(a, self, p, body);
		}
		a->close(self);
	}
	pool_free(p);
	return 0;
}
