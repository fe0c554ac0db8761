/* Teams: activities as they come, answers of the connector, references, texts on their way out. The
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

static void
push(const struct chat_adapter *a, void *self, struct pool *p, struct slice body, const char *with)
{
	struct http_in in = {.method = SLICE_LIT("POST"), .body = body, .now = 1700000000000};
	struct http_header type = {SLICE_LIT("Content-Type"), SLICE_LIT("application/json")},
			   token = {SLICE_LIT("Authorization"), slice_of(with)};
	chat_event_list got = {0};
	struct http_answer answer = {0};
	struct chat_message m = {.act = CHAT_REPLY, .part = 1, .parts = 1, .card = {.text = body}};
	struct err e = ERR_INIT;
	struct http_out out;
	VEC_ADD(&in.headers, p, type);
	VEC_ADD(&in.headers, p, token);
	must(a->verify(self, p, &in, &e) != 0);
	if (a->decode(self, p, &in, &got, &answer, &e) < 0)
		return;
	for (size_t i = 0; i < got.len; i++) {
		must(utf8_valid(got.at[i].text) && got.at[i].key.len > 0);
		m.reply = got.at[i].reply;
		a->ack(self, p, &got.at[i], &m, &answer);
		/* wherever it says it came from, an answer goes to Microsoft or nowhere */
		if (a->render(self, p, &m, &out, &e) == 0)
			must(http_url_is(out.url, SLICE_LIT("smba.trafficmanager.net")) ||
			     http_url_is(out.url, SLICE_LIT("botframework.com")) ||
			     http_url_is(out.url, SLICE_LIT("microsoft.com")) ||
			     http_url_is(out.url, SLICE_LIT("microsoft.us")));
	}
}

static void
answers(const struct chat_adapter *a, void *self, struct pool *p, struct slice body)
{
	static const int codes[] = {200, 429, 401, 403, 404, 400, 500};
	struct chat_message m = {.act = CHAT_POST,
				 .room = SLICE_LIT("19:x@thread.tacv2"),
				 .part = 1,
				 .parts = 1,
				 .direct = true,
				 .only = SLICE_LIT("29:x")};
	struct http_out out;
	struct err e = ERR_INIT;
	for (size_t i = 0; i < COUNT(codes); i++) {
		struct http_result r = {.status = codes[i], .sent = true, .body = body};
		struct chat_result res;
		struct chat_actor who = {.uid = SLICE_LIT("29:x"), .tenant = SLICE_LIT("t")};
		a->render(self, p, &m, &out, &e);
		if (a->wants(self, p, 1700000000000, &out) == 1)
			a->took(self, &r, 1700000000000, &res);
		a->result(self, p, &m, &r, 1700000000000, &res);
		a->whois_is(self, p, &r, &who, &res);
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
				 .room = SLICE_LIT("19:x@thread.tacv2"),
				 .part = 1,
				 .parts = 1,
				 .card = {.text = parts.at[0], .code = body.len % 2 == 0}};
	if (a->render(self, p, &m, &got, &e) == 0) {
		json_t *o = json_loadb(got.body.data, got.body.len, JSON_ALLOW_NUL, NULL);
		must(o != NULL && json_object_get(o, "text") == NULL && got.body.len <= 20480);
		json_decref(o);
	}
	m.act = CHAT_UPDATE;
	m.replace = m.thread = m.reply = m.trigger = body;
	a->render(self, p, &m, &got, &e);
	m.act = CHAT_OPEN;
	m.form.title = parts.at[0];
	a->render(self, p, &m, &got, &e);
	str_clear(&clean);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct conf_chat conf = {
		.name = "t", .app = "app", .tenant = "tenant", .room = "19:x@thread.tacv2"};
	const struct chat_adapter *a = chat_adapter_of("teams");
	struct chat_setup setup = {
		.conf = &conf,
		.secret = SLICE_LIT("s"),
		.hook_token = SLICE_LIT("vqF0En+Z0ucuRTM/01o2GuhMH3hKKk/N2bOmlM31zaA=")};
	struct err e = ERR_INIT;
	struct pool *p = pool_new();
	void *self = NULL;
	if (size > 0 && a->open(&setup, &self, &e) == 0) {
		struct slice body = slice_make((const char *)data + 1, size - 1);
		struct http_out ask;
		struct chat_result res;
		struct http_result token = {
			.status = 200,
			.body = SLICE_LIT("{\"access_token\":\"t\",\"expires_in\":3600}")};
		a->wants(self, p, 1700000000000, &ask); /* keys: none come */
		a->wants(self, p, 1700000000001, &ask);
		a->took(self, &token, 1700000000001, &res);
		switch (data[0] % 4) {
		case 0: push(a, self, p, body, "HMAC AAAA"); break;
		case 1: push(a, self, p, body, "Bearer a.b.c"); break;
		case 2: answers(a, self, p, body); break;
		default: out(a, self, p, body);
		}
		a->close(self);
	}
	pool_free(p);
	return 0;
}
