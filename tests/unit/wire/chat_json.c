/* Tests of chat_json: what is refused before and by the parser, with its twin that is read. */
#include "../../../bot/wire/chat_json.h"
#include "../../../bot/wire/chat_util.h"

#include "docket/base/str.h"

#include "../check.h"

TEST(chat_json_limits)
{
	static const struct {
		int line;
		const char *text;
		bool ok;
	} cases[] = {
		{__LINE__, "{}", true},
		{__LINE__, "[1]", true},
		{__LINE__, "", false},
		{__LINE__, "1", false},
		{__LINE__, "{} x", false},
		{__LINE__, "{\"a\":1,\"a\":2}", false},
		{__LINE__, "{\"a\":1,\"b\":2}", true},
		{__LINE__, "{\"a\":\"\xff\"}", false},
		{__LINE__, "{\"a\":\"\xc3\xa4\"}", true},
		{__LINE__, "{\"a\":\"\\u0000\"}", true},
		{__LINE__, "{\"a\":18446744073709551616}", false},
		{__LINE__, "{\"a\":9223372036854775807}", true},
		{__LINE__, "{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"\"}",
		 true},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct err e = ERR_INIT;
		json_t *o = chat_json_load(slice_of(cases[i].text), &e);

		CHECK_AT(cases[i].line, (o != NULL) == cases[i].ok);
		CHECK_INT_AT(cases[i].line, e.kind, cases[i].ok ? ERR_NONE : ERR_MESSAGE);
		json_decref(o);
	}
}

TEST(chat_json_depth)
{
	for (int extra = 0; extra < 2; extra++) {
		struct err e = ERR_INIT;
		struct str s;

		str_init(&s, 1000);
		for (int i = 0; i < CHAT_JSON_DEPTH + extra; i++)
			str_addc(&s, '[');
		for (int i = 0; i < CHAT_JSON_DEPTH + extra; i++)
			str_addc(&s, ']');
		json_t *o = chat_json_load(str_slice(&s), &e);
		CHECK_INT(o != NULL, extra == 0);
		json_decref(o);
		str_clear(&s);
	}
}

TEST(chat_json_paths)
{
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	json_t *o = chat_json_load(
		slice_of("{\"a\":{\"b\":{\"c\":\"x\",\"n\":-1002003004005,\"t\":true,\"f\":1.5}},"
			 "\"list\":[1]}"),
		&e);

	CHECK_SLICE_AT(__LINE__, chat_json_text(p, o, "a.b.c"), "x");
	CHECK_SLICE_AT(__LINE__, chat_json_text(p, o, "a.b.n"), "-1002003004005");
	CHECK_SLICE_AT(__LINE__, chat_json_text(p, o, "a.b.t"), "");
	CHECK_SLICE_AT(__LINE__, chat_json_text(p, o, "a.b.c.d"), "");
	CHECK_SLICE_AT(__LINE__, chat_json_text(p, o, "a.x.c"), "");
	CHECK_SLICE_AT(__LINE__, chat_json_text(p, o, "list.b"), "");
	CHECK(chat_yes(chat_json_at(o, "a.b"), "t") && chat_json_at(o, "a.x") == NULL);
	json_decref(o);
	pool_free(p);
}
