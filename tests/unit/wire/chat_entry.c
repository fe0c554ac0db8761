/* Tests of an entry's errands: one at a time, and no flood of them whatever is wanted. */
#include "docket/wire/chat_entry.h"

#include "../check.h"

#include <unistd.h>

static struct {
	int asked;
	enum chat_status status;
	int64_t not_before;
} stub;

static int
wants(void *self, struct pool *p, int64_t now, struct http_out *out)
{
	(void)self;
	(void)p;
	(void)now;
	out->method = "GET";
	out->url = SLICE_LIT("http://127.0.0.1:9/"); /* discard: nobody is there */
	return 1;
}

static void
took(void *self, const struct http_result *r, int64_t now, struct chat_result *out)
{
	(void)self;
	(void)r;
	(void)now;
	stub.asked++;
	*out = (struct chat_result){.status = stub.status,
				    .not_before = stub.not_before,
				    .why = SLICE_LIT("because")};
}

static void
run(struct chat_entry *en, struct http_calls *http)
{
	for (int i = 0; i < 1000; i++) {
		int r = chat_entry_refresh(en, http);
		if (en->errand != NULL)
			CHECK_INT(r, 1);
		for (int k = 0; en->errand != NULL && k < 2000; k++) {
			http_calls_step(http);
			if (en->errand != NULL)
				usleep(200);
		}
	}
}

TEST(chat_entry_errands)
{
	struct err e = ERR_INIT;
	struct http_calls *http = NULL;
	struct clock clock = clock_fake(1000000);
	struct conf_chat conf = {.name = "x"};
	struct chat_adapter adapter = {.name = "x", .wants = wants, .took = took};
	struct chat_entry en = {.conf = &conf, .adapter = &adapter, .clock = &clock};
	CHECK_INT(http_calls_new(&http, &e), 0);
	/* It wants one again and again though each goes well: a few, then a pause. */
	stub.status = CHAT_OK;
	run(&en, http);
	CHECK(stub.asked >= 1 && stub.asked <= 4);
	int before = stub.asked;
	clock.fixed += 1001;
	run(&en, http);
	CHECK(stub.asked > before && stub.asked <= before + 4);
	/* Each fails: the pause grows, and the reason is kept. */
	clock.fixed += 10000;
	stub.status = CHAT_REAUTH;
	before = stub.asked;
	run(&en, http);
	CHECK_INT(stub.asked, before + 1);
	CHECK_INT(en.health, CHAT_REAUTH);
	CHECK_STR(en.why, "because");
	clock.fixed += 4999;
	run(&en, http);
	CHECK_INT(stub.asked, before + 1);
	clock.fixed += 1251;
	run(&en, http);
	CHECK_INT(stub.asked, before + 2);
	clock.fixed += 6251;
	run(&en, http);
	CHECK_INT(stub.asked, before + 2);
	/* Told when: not before. */
	clock.fixed += 600 * 1000;
	stub.status = CHAT_LATER;
	stub.not_before = clock.fixed + 20 * 60 * 1000;
	run(&en, http);
	before = stub.asked;
	clock.fixed += 19 * 60 * 1000;
	run(&en, http);
	CHECK_INT(stub.asked, before);
	clock.fixed += 61 * 1000;
	stub.status = CHAT_OK;
	run(&en, http);
	CHECK(stub.asked > before);
	CHECK_INT(en.health, CHAT_OK);
	http_calls_free(http);
}

TEST(chat_entry_ways)
{
	static const struct {
		int line;
		enum conf_transport set;
		bool push, pull, socket, listens;
		bool by_push, by_pull, by_socket;
	} cases[] = {
		{__LINE__, CONF_TRANSPORT_USUAL, true, false, true, true, true, false, false},
		{__LINE__, CONF_TRANSPORT_USUAL, true, false, true, false, false, false, true},
		{__LINE__, CONF_TRANSPORT_USUAL, true, true, false, false, false, true, false},
		{__LINE__, CONF_TRANSPORT_USUAL, true, true, false, true, true, true, false},
		{__LINE__, CONF_TRANSPORT_PUSH, true, true, true, true, true, false, false},
		{__LINE__, CONF_TRANSPORT_PULL, true, true, true, true, false, true, false},
		{__LINE__, CONF_TRANSPORT_SOCKET, true, true, true, true, false, false, true},
		{__LINE__, CONF_TRANSPORT_PULL, true, false, false, true, false, false, false},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct conf_chat conf = {.transport = cases[i].set};
		struct chat_adapter adapter = {.caps = {.push = cases[i].push,
							.pull = cases[i].pull,
							.socket = cases[i].socket}};
		struct chat_entry en = {.conf = &conf, .adapter = &adapter};
		bool listens = cases[i].listens;
		CHECK_INT_AT(cases[i].line, chat_entry_uses(&en, CONF_TRANSPORT_PUSH, listens),
			     cases[i].by_push);
		CHECK_INT_AT(cases[i].line, chat_entry_uses(&en, CONF_TRANSPORT_PULL, listens),
			     cases[i].by_pull);
		CHECK_INT_AT(cases[i].line, chat_entry_uses(&en, CONF_TRANSPORT_SOCKET, listens),
			     cases[i].by_socket);
	}
}
