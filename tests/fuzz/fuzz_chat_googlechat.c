/* Google Chat: events of both forms, Pub/Sub, answers of its API, references, texts on their way
 * out. The first byte says which. */
#include "docket/base/base64.h"
#include "docket/base/utf8.h"
#include "docket/wire/chat.h"

#include <gnutls/x509.h>
#include <jansson.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool held)
{
	if (!held)
		abort();
}

/* A service account's key, made once. */
static struct slice
account(void)
{
	static char json[8000];
	char pem[4000];
	size_t size = sizeof(pem) - 1;
	gnutls_x509_privkey_t key;
	struct str s;
	struct json w;
	if (json[0] != '\0')
		return slice_of(json);
	must(gnutls_x509_privkey_init(&key) >= 0 &&
	     gnutls_x509_privkey_generate(key, GNUTLS_PK_RSA, 2048, 0) >= 0 &&
	     gnutls_x509_privkey_export(key, GNUTLS_X509_FMT_PEM, pem, &size) >= 0);
	gnutls_x509_privkey_deinit(key);
	str_init(&s, sizeof(json) - 1);
	json_begin(&w, &s);
	json_open(&w);
	json_put_cstr(&w, "client_email", "a@b");
	json_put_text(&w, "private_key", slice_make(pem, size));
	json_close(&w);
	slice_cstr(str_slice(&s), json, sizeof(json));
	str_clear(&s);
	return slice_of(json);
}

static void
events(const struct chat_adapter *a, void *self, struct pool *p, const chat_event_list *got,
       struct slice body)
{
	struct chat_message m = {.act = CHAT_REPLY,
				 .key = SLICE_LIT("k"),
				 .part = 1,
				 .parts = 1,
				 .card = {.text = slice_sub(body, 0, 1000)}};
	struct http_answer answer;
	struct err e = ERR_INIT;
	struct http_out out;
	for (size_t i = 0; i < got->len; i++) {
		must(utf8_valid(got->at[i].text) && got->at[i].key.len > 0);
		m.reply = got->at[i].reply;
		a->ack(self, p, &got->at[i], &m, &answer);
		json_t *o = json_loadb(answer.body.data, answer.body.len, JSON_ALLOW_NUL, NULL);
		must(o != NULL);
		json_decref(o);
		must(a->render(self, p, &m, &out, &e) ==
		     0); /* what it may be answered by is sound */
	}
}

static void
push(const struct chat_adapter *a, void *self, struct pool *p, struct slice body)
{
	struct http_in in = {.method = SLICE_LIT("POST"), .body = body, .now = 1700000000000};
	struct http_header type = {SLICE_LIT("Content-Type"), SLICE_LIT("application/json")},
			   token = {SLICE_LIT("Authorization"), SLICE_LIT("Bearer a.b.c")};
	chat_event_list got = {0};
	struct http_answer answer = {0};
	struct err e = ERR_INIT;
	VEC_ADD(&in.headers, p, type);
	VEC_ADD(&in.headers, p, token);
	must(a->verify(self, p, &in, &e) != 0);
	if (a->decode(self, p, &in, &got, &answer, &e) == 0)
		events(a, self, p, &got, body);
}

static void
pull(const struct chat_adapter *a, void *self, struct pool *p, struct slice body)
{
	struct http_result r = {.status = 200, .sent = true, .body = body};
	struct chat_pulled got = {.wait_ms = 0};
	struct err e = ERR_INIT;
	struct http_out out;
	if (a->pulled(self, p, SLICE_NONE, &r, 1700000000000, &got, &e) == 0)
		events(a, self, p, &got.events, body);
	a->pull(self, p, got.next, &out, &e);
	a->pulled(self, p, body, &r, 1700000000000, &got, &e);
}

static void
answers(const struct chat_adapter *a, void *self, struct pool *p, struct slice body)
{
	static const int codes[] = {200, 409, 429, 401, 403, 404, 400, 500};
	struct chat_message m = {.act = CHAT_POST,
				 .room = SLICE_LIT("spaces/A"),
				 .part = 1,
				 .parts = 1,
				 .direct = true,
				 .only = SLICE_LIT("users/1")};
	struct http_out out;
	struct err e = ERR_INIT;
	for (size_t i = 0; i < COUNT(codes); i++) {
		struct http_result r = {.status = codes[i], .sent = true, .body = body};
		struct chat_result res;
		struct chat_actor who = {.uid = SLICE_LIT("users/1"),
					 .tenant = SLICE_LIT("t"),
					 .handle = SLICE_LIT("spaces/A a@b")};
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
				 .key = SLICE_LIT("k"),
				 .room = SLICE_LIT("spaces/A"),
				 .part = 1,
				 .parts = 1,
				 .card = {.text = parts.at[0], .code = body.len % 2 == 0}};
	must(a->render(self, p, &m, &got, &e) == 0);
	json_t *o = json_loadb(got.body.data, got.body.len, JSON_ALLOW_NUL, NULL);
	must(o != NULL && got.body.len <= 32000);
	/* "<users/all>" calls everybody */
	must(!slice_has(slice_of(json_string_value(json_object_get(o, "text"))), "<users/"));
	json_decref(o);
	m.act = CHAT_UPDATE;
	m.replace = m.thread = m.reply = body;
	a->render(self, p, &m, &got, &e);
	m.act = CHAT_REPLY;
	a->render(self, p, &m, &got, &e);
	str_clear(&clean);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct conf_chat conf = {.name = "g",
					      .app = "1",
					      .command = "docket",
					      .tenant = "b",
					      .subscription = "projects/p/subscriptions/s"};
	static void *self;
	const struct chat_adapter *a = chat_adapter_of("googlechat");
	struct chat_setup setup = {.conf = &conf, .token = account()};
	struct err e = ERR_INIT;
	struct pool *p = pool_new();
	struct http_out ask;
	struct chat_result res;
	struct http_result token = {
		.status = 200, .body = SLICE_LIT("{\"access_token\":\"t\",\"expires_in\":3600}")};
	/* Opening signs with the key: once, or nothing else would be tried. */
	if (self == NULL)
		must(a->open(&setup, &self, &e) == 0);
	if (a->wants(self, p, 1700000000000, &ask) == 1)
		a->took(self, &token, 1700000000000, &res);
	if (size > 0) {
		struct slice body = slice_make((const char *)data + 1, size - 1);
		switch (data[0] % 4) {
		case 0: push(a, self, p, body); break;
		case 1: pull(a, self, p, body); break;
		case 2: answers(a, self, p, body); break;
		default: out(a, self, p, body);
		}
	}
	pool_free(p);
	return 0;
}
