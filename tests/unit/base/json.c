/* Tests of json: commas and nesting, escapes, malformed UTF-8. */
#include "docket/base/json.h"

#include "../check.h"

TEST(json_nests)
{
	struct str s;
	struct json j;

	str_init(&s, 1000);
	json_begin(&j, &s);
	json_open(&j);
	json_put_text(&j, "a", SLICE_LIT("x"));
	json_put_int(&j, "n", INT64_MIN);
	json_put_bool(&j, "yes", true);
	json_put_cstr(&j, "none", NULL);
	json_key(&j, "list");
	json_list(&j);
	json_int(&j, 1);
	json_list(&j);
	json_list_end(&j);
	json_open(&j);
	json_close(&j);
	json_bool(&j, false);
	json_nil(&j);
	json_cstr(&j, "z");
	json_raw(&j, SLICE_LIT("[1.5]"));
	json_list_end(&j);
	json_key(&j, "o");
	json_open(&j);
	json_put_int(&j, "k", 0);
	json_close(&j);
	json_put_cstr(&j, "last \"q\"", "");
	json_close(&j);
	CHECK_STR(str_cstr(&s),
		  "{\"a\":\"x\",\"n\":-9223372036854775808,\"yes\":true,\"none\":null,"
		  "\"list\":[1,[],{},false,null,\"z\",[1.5]],\"o\":{\"k\":0},"
		  "\"last \\\"q\\\"\":\"\"}");
	str_clear(&s);
}

TEST(json_escapes)
{
	static const struct {
		int line;
		const char *text, *want;
	} cases[] = {
		{__LINE__, "", "\"\""},
		{__LINE__, "plain / text", "\"plain / text\""},
		{__LINE__, "\"\\", "\"\\\"\\\\\""},
		{__LINE__, "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
		{__LINE__, "\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\""},
		{__LINE__, "gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80",
		 "\"gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80\""},
		{__LINE__, "\xE2\x80\xA8\xE2\x80\xA9", "\"\xE2\x80\xA8\xE2\x80\xA9\""},
		{__LINE__, "a\xFFz", "\"a\xEF\xBF\xBDz\""},
		{__LINE__, "\xE2\x82", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
		{__LINE__, "\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
		{__LINE__, "\xC0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str s;
		struct json j;

		str_init(&s, 100);
		json_begin(&j, &s);
		json_cstr(&j, cases[i].text);
		CHECK_STR_AT(cases[i].line, str_cstr(&s), cases[i].want);
		str_clear(&s);
	}
}

TEST(json_nul_and_ceiling)
{
	struct str s;
	struct json j;

	str_init(&s, 12);
	json_begin(&j, &s);
	json_text(&j, SLICE_LIT("a\0b"));
	CHECK_STR(str_cstr(&s), "\"a\\u0000b\"");
	CHECK(!str_failed(&s));
	json_text(&j, SLICE_LIT("more than fits"));
	CHECK(str_failed(&s));
	str_reset(&s);
	json_begin(&j, &s);
	json_text(&j, SLICE_NONE);
	CHECK_STR(str_cstr(&s), "\"\"");
	str_clear(&s);
}
