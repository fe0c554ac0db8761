/* Tests of what requests and answers of HTTP have in common. */
#include "docket/wire/http.h"

#include "../check.h"

TEST(http_headers_once)
{
	struct http_header one[] = {{SLICE_LIT("X-Sig"), SLICE_LIT("a")},
				    {SLICE_LIT("Other"), SLICE_LIT("b")}},
			   two[] = {{SLICE_LIT("X-Sig"), SLICE_LIT("a")},
				    {SLICE_LIT("x-sig"), SLICE_LIT("a")}};
	struct http_in in = {.headers = {.at = one, .len = 2, .cap = 2}};
	CHECK_SLICE_AT(__LINE__, http_in_header(&in, "x-SIG"), "a");
	CHECK_INT(http_in_header(&in, "none").len, 0);
	in.headers.at = two;
	CHECK_INT(http_in_header(&in, "X-Sig").len, 0);
}

TEST(http_retry_after_forms)
{
	enum { NOW_S = 784111777 }; /* Sun, 06 Nov 1994 08:49:37 GMT, RFC 9110's example */
	static const struct {
		int line;
		const char *value;
		int64_t ms;
	} cases[] = {
		{__LINE__, "1", 1000},
		{__LINE__, "0", 0},
		{__LINE__, " 30 ", 30000},
		{__LINE__, "28.706807374954224", 28706},
		{__LINE__, "0.5", 500},
		{__LINE__, "3600", 3600000},
		{__LINE__, "999999", 3600000},
		{__LINE__, "Sun, 06 Nov 1994 08:49:47 GMT", 10000},
		{__LINE__, "Sun, 06 Nov 1994 08:49:00 GMT", 0},
		{__LINE__, "Sun, 06 Nov 1995 08:49:00 GMT", 3600000},
		{__LINE__, "-5", -1},
		{__LINE__, "soon", -1},
		{__LINE__, "1.x", -1},
		{__LINE__, "", -1},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_header h = {SLICE_LIT("retry-after"), slice_of(cases[i].value)};
		struct http_result r = {.headers = {.at = &h, .len = 1, .cap = 1}};
		CHECK_INT_AT(cases[i].line, http_retry_after(&r, (int64_t)NOW_S * 1000),
			     cases[i].ms);
	}
}

TEST(http_form_fields)
{
	static const struct {
		int line;
		const char *body, *name;
		int got;
		const char *value;
	} cases[] = {
		{__LINE__, "a=1&b=2", "a", 1, "1"},
		{__LINE__, "a=1&b=2", "b", 1, "2"},
		{__LINE__, "a=1&b=2", "c", 0, NULL},
		{__LINE__, "text=hello+world%21", "text", 1, "hello world!"},
		{__LINE__, "t%65xt=x", "text", 1, "x"},
		{__LINE__, "text=caf%C3%A9", "text", 1, "caf\xc3\xa9"},
		{__LINE__, "text=a=b", "text", 1, "a=b"},
		{__LINE__, "text=", "text", 1, ""},
		{__LINE__, "text", "text", 1, ""},
		{__LINE__, "", "text", 0, NULL},
		{__LINE__, "text=1&text=2", "text", 0, NULL},
		{__LINE__, "text=1&t%65xt=2", "text", 0, NULL},
		{__LINE__, "text=%", "text", -1, NULL},
		{__LINE__, "text=%4", "text", -1, NULL},
		{__LINE__, "text=%zz", "text", -1, NULL},
		{__LINE__, "text=%00", "text", -1, NULL},
		{__LINE__, "text=%ff", "text", -1, NULL},
		{__LINE__, "text=\xff", "text", -1, NULL},
		{__LINE__, "%zz=1&text=2", "text", -1, NULL},
		{__LINE__, "\xff=1&text=2", "text", -1, NULL},
	};
	struct pool *p = pool_new();
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice out = SLICE_NONE;
		int got = http_form_field(p, slice_of(cases[i].body), cases[i].name, &out);
		CHECK_INT_AT(cases[i].line, got, cases[i].got);
		if (got == 1)
			CHECK_SLICE_AT(cases[i].line, out, cases[i].value);
	}
	/* What is written is read back. */
	struct str s;
	struct slice out = SLICE_NONE;
	str_init(&s, 1000);
	http_form_add(&s, "a b", SLICE_LIT("1&2=3%\n\xf0\x9f\x98\x80"));
	http_form_add(&s, "c", SLICE_LIT(""));
	CHECK_INT(http_form_field(p, str_slice(&s), "a b", &out), 1);
	CHECK_SLICE_AT(__LINE__, out, "1&2=3%\n\xf0\x9f\x98\x80");
	CHECK_INT(http_form_field(p, str_slice(&s), "c", &out), 1);
	str_clear(&s);
	pool_free(p);
}

TEST(http_urls_of_messages)
{
	static const struct {
		int line;
		const char *url, *host;
		bool is;
	} cases[] = {
		{__LINE__, "https://hooks.slack.com/x", "hooks.slack.com", true},
		{__LINE__, "https://HOOKS.slack.com/x", "hooks.slack.com", true},
		{__LINE__, "https://eu.smba.example/x", "smba.example", true},
		{__LINE__, "https://smba.example?x", "smba.example", true},
		{__LINE__, "https://evilsmba.example/", "smba.example", false},
		{__LINE__, "https://smba.example.evil.test/", "smba.example", false},
		{__LINE__, "https://user@smba.example/", "smba.example", false},
		{__LINE__, "https://smba.example@evil.test/", "smba.example", false},
		{__LINE__, "https://evil.test/smba.example", "smba.example", false},
		{__LINE__, "https://evil.test#.smba.example", "smba.example", false},
		{__LINE__, "https://evil.test\\.smba.example/", "smba.example", false},
		{__LINE__, "https://smba.example:444/", "smba.example", false},
		{__LINE__, "http://smba.example/", "smba.example", false},
		{__LINE__, "http://127.0.0.1:80/", "127.0.0.1:80", true},
		{__LINE__, "http://127.0.0.1:81/", "127.0.0.1:80", false},
		{__LINE__, "//smba.example/", "smba.example", false},
		{__LINE__, "https:///x", "smba.example", false},
		{__LINE__, "https://smba.example/a b", "smba.example", false},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line,
			     http_url_is(slice_of(cases[i].url), slice_of(cases[i].host)),
			     cases[i].is);
}
