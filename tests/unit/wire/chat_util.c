/* Tests of what the chat adapters share: statuses, ids, parts. */
#include "../../../bot/wire/chat_util.h"

#include "../check.h"

TEST(wire_chat_judge)
{
	enum { NOW = 1000000 };
	static const struct {
		int line, status;
		bool sent;
		const char *after;
		enum chat_status want;
		int64_t until;
	} cases[] = {
		{__LINE__, 200, true, NULL, CHAT_OK, 0},
		{__LINE__, 201, true, NULL, CHAT_OK, 0},
		{__LINE__, 0, true, NULL, CHAT_UNKNOWN, 0},
		{__LINE__, 0, false, NULL, CHAT_RETRY, 0},
		{__LINE__, 429, true, "7", CHAT_LATER, NOW + 7000},
		{__LINE__, 429, true, NULL, CHAT_LATER, NOW + 30000},
		{__LINE__, 503, true, "28.706807374954224", CHAT_LATER, NOW + 28706},
		{__LINE__, 503, true, NULL, CHAT_RETRY, 0},
		{__LINE__, 500, true, NULL, CHAT_RETRY, 0},
		{__LINE__, 408, true, NULL, CHAT_RETRY, 0},
		{__LINE__, 401, true, NULL, CHAT_REAUTH, 0},
		{__LINE__, 403, true, NULL, CHAT_GONE, 0},
		{__LINE__, 404, true, NULL, CHAT_GONE, 0},
		{__LINE__, 413, true, NULL, CHAT_TOO_BIG, 0},
		{__LINE__, 400, true, NULL, CHAT_REJECTED, 0},
		{__LINE__, 302, true, NULL, CHAT_REJECTED, 0},
	};
	struct pool *p = pool_new();
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_result r = {.status = cases[i].status, .sent = cases[i].sent};
		struct chat_result got;
		if (cases[i].after != NULL) {
			struct http_header h = {SLICE_LIT("retry-after"), slice_of(cases[i].after)};
			VEC_ADD(&r.headers, p, h);
		}
		chat_judge(p, &r, NOW, "Zulip", &got);
		CHECK_INT_AT(cases[i].line, got.status, cases[i].want);
		CHECK_INT_AT(cases[i].line, got.not_before, cases[i].until);
		CHECK_AT(cases[i].line, (got.why.len > 0) == (got.status != CHAT_OK));
	}
	pool_free(p);
}

TEST(wire_chat_ids_and_texts)
{
	static const char json[] =
		"{\"n\":-1001234567890123,\"big\":9007199254740993,\"s\":\"ts.1\",\"f\":1.5,"
		"\"t\":\"a\\u0000b\\u0007c\\nd\",\"l\":[1]}";
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	json_t *o = chat_json(slice_of(json), "X", &e);
	CHECK(o != NULL);
	CHECK_SLICE_AT(__LINE__, chat_id(p, o, "n"), "-1001234567890123");
	CHECK_SLICE_AT(__LINE__, chat_id(p, o, "big"), "9007199254740993");
	CHECK_SLICE_AT(__LINE__, chat_id(p, o, "s"), "ts.1");
	CHECK_SLICE_AT(__LINE__, chat_id(p, o, "f"), "");
	CHECK_SLICE_AT(__LINE__, chat_id(p, o, "l"), "");
	CHECK_SLICE_AT(__LINE__, chat_str(p, o, "t"), "abc\nd");
	CHECK_SLICE_AT(__LINE__, chat_str(p, NULL, "t"), "");
	json_decref(o);
	CHECK(chat_json(slice_of("{"), "X", &e) == NULL);
	CHECK_INT(e.kind, ERR_MESSAGE);
	pool_free(p);
}

/* What a platform says a time is may be any number. */
TEST(wire_chat_seconds)
{
	static const struct {
		int line;
		const char *text;
		int64_t want;
	} cases[] = {
		{__LINE__, "{\"t\": 1700000000}", INT64_C(1700000000000)},
		{__LINE__, "{\"t\": 253402300799}", INT64_C(253402300799000)},
		{__LINE__, "{\"t\": 253402300800}", 0},
		{__LINE__, "{\"t\": 17000000111111100}", 0},
		{__LINE__, "{\"t\": -9223372036854775807}", 0},
		{__LINE__, "{\"t\": \"1700000000\"}", 0},
		{__LINE__, "{}", 0},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		json_t *o = json_loads(cases[i].text, 0, NULL);
		CHECK_INT_AT(cases[i].line, chat_seconds(o, "t"), cases[i].want);
		json_decref(o);
	}
}

TEST(wire_chat_part)
{
	struct chat_message m = {.part = 1,
				 .parts = 1,
				 .card = {.title = SLICE_LIT("T"),
					  .text = SLICE_LIT("one"),
					  .context = SLICE_LIT("c"),
					  .field_count = 1,
					  .button_count = 2}};
	struct chat_card c = chat_part(&m);
	CHECK_SLICE_AT(__LINE__, c.text, "one");
	CHECK_INT(c.button_count, 2);
	m.parts = 2;
	c = chat_part(&m);
	CHECK_SLICE_AT(__LINE__, c.text, "one");
	CHECK_SLICE_AT(__LINE__, c.title, "T");
	CHECK_INT((int)(c.button_count + c.field_count + c.context.len), 0);
	m.part = 2;
	c = chat_part(&m);
	CHECK_SLICE_AT(__LINE__, c.text, "one");
	CHECK_INT((int)c.title.len, 0);
	CHECK_INT(c.button_count, 2);
}
