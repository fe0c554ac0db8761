/*
 * Tests of smtp: which addresses may be sent to, how a body goes over the wire, what is a reply.
 * The dialogue is tested by scenario/test_wire.py.
 */
#include "docket/wire/smtp.h"

#include "docket/conf/conf.h"

#include "../../../bot/wire/smtp_text.h"
#include "../check.h"

#include <stdlib.h>

TEST(wire_smtp_addresses)
{
	static const struct {
		int line;
		const char *address;
		bool ok;
	} cases[] = {
		{__LINE__, "maya@client.example", true},
		{__LINE__, "intake+k3j5@harborpine.example", true},
		{__LINE__, "o'neil=x@a-b.example", true},
		{__LINE__, "\"maya lee\"@client.example", true},
		{__LINE__, "\"a@b\"@client.example", true},
		{__LINE__, "\"a\\\"b\"@client.example", true},
		{__LINE__, "root@localhost", true},
		{__LINE__, "a@[192.0.2.1]", true},
		{__LINE__, "a@[IPv6:2001:db8::1]", true},
		{__LINE__, "", false},
		{__LINE__, "maya", false},
		{__LINE__, "@client.example", false},
		{__LINE__, "maya@", false},
		{__LINE__, "maya@client..example", false},
		{__LINE__, "maya@.client.example", false},
		{__LINE__, "maya@client.example.", false},
		{__LINE__, "maya@-client.example", false},
		{__LINE__, "maya lee@client.example", false},
		{__LINE__, "a@x>\r\nRCPT TO:<evil@x", false},
		{__LINE__, "a@x> RET=HDRS", false},
		{__LINE__, "\"a\r\nb\"@client.example", false},
		{__LINE__, "\"a\"b\"@client.example", false},
		{__LINE__, "\"a\\\"@client.example", false},
		{__LINE__, "a<b@client.example", false},
		{__LINE__, "m\xC3\xA4rz@client.example", false},
		{__LINE__,
		 "maya@b\xC3\xBC"
		 "cher.example",
		 false},
		{__LINE__, "a@[1.2.3.4", false},
		{__LINE__, "a@[x>y]", false},
		{__LINE__, "a,b@client.example", false},
	};
	char longest[300];

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line, smtp_address_ok(slice_of(cases[i].address)),
			     cases[i].ok);
	memset(longest, 'a', sizeof(longest));
	longest[64] = '@';
	CHECK(smtp_address_ok(slice_make(longest, 254)));
	CHECK(!smtp_address_ok(slice_make(longest, 255)));
	CHECK(!smtp_address_ok(slice_make("a\0b@x.example", 13)));
	longest[64] = 'a';
	longest[65] = '@';
	CHECK(!smtp_address_ok(slice_make(longest, 200)));
}

TEST(wire_smtp_plain_text_stays_here)
{
	static const struct {
		int line;
		const char *host;
		bool ok;
	} cases[] = {
		{__LINE__, "127.0.0.1", true},
		{__LINE__, "localhost", true},
		{__LINE__, "::1", true},
		{__LINE__, "mail.example", false},
		{__LINE__, "127.0.0.1.example", false},
		{__LINE__, "10.0.0.1", false},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct conf_outgoing c = {.host = cases[i].host, .port = 25, .tls = CONF_TLS_NONE};
		struct err e = ERR_INIT;
		struct smtp *s = NULL;

		CHECK_INT_AT(cases[i].line, smtp_new(&c, &s, &e), cases[i].ok ? 0 : -1);
		CHECK_INT_AT(cases[i].line, e.kind, cases[i].ok ? ERR_NONE : ERR_CONFIG);
		smtp_free(s);
	}
}

TEST(wire_smtp_body)
{
	static const struct {
		int line;
		const char *body, *sent;
	} cases[] = {
		{__LINE__, "", ".\r\n"},
		{__LINE__, "a", "a\r\n.\r\n"},
		{__LINE__, "a\r\n", "a\r\n.\r\n"},
		{__LINE__, "a\r\n\r\nb\r\n", "a\r\n\r\nb\r\n.\r\n"},
		{__LINE__, "a\nb\n", "a\r\nb\r\n.\r\n"},
		{__LINE__, "a\rb", "a\r\nb\r\n.\r\n"},
		{__LINE__, "a\r", "a\r\n.\r\n"},
		{__LINE__, "a\r\rb\n\n", "a\r\n\r\nb\r\n\r\n.\r\n"},
		{__LINE__, "a\rb\r\n", "a\r\nb\r\n.\r\n"},
		{__LINE__, ".", "..\r\n.\r\n"},
		{__LINE__, "..a.b\r\n.\r\n", "...a.b\r\n..\r\n.\r\n"},
		/* Ends of a mail that some servers would see. */
		{__LINE__, "a\n.\nQUIT", "a\r\n..\r\nQUIT\r\n.\r\n"},
		{__LINE__, "a\r.\rQUIT", "a\r\n..\r\nQUIT\r\n.\r\n"},
		{__LINE__, "a\n.\r\nQUIT", "a\r\n..\r\nQUIT\r\n.\r\n"},
	};
	struct str out;

	str_init(&out, 1000);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct smtp_body b = {.bytes = slice_of(cases[i].body), .line_start = true};

		str_reset(&out);
		CHECK_AT(cases[i].line, smtp_encode(&b, &out));
		CHECK_STR_AT(cases[i].line, str_cstr(&out), cases[i].sent);
	}
	str_clear(&out);
}

/* Where one part of a large body ends and the next begins, nothing is added or lost. */
TEST(wire_smtp_body_in_parts)
{
	static const char *const lines[] = {"a\r\n", ".\r\n", "\r\n", "0123456789\r\n"};
	enum { SIZE = 300 * 1000 };

	for (size_t l = 0; l < COUNT(lines); l++) {
		struct str body, out, want;
		struct smtp_body b = {.line_start = true};
		int parts = 1;

		str_init(&body, SIZE);
		str_init(&out, (size_t)2 * SIZE);
		str_init(&want, (size_t)2 * SIZE);
		while (body.len + 20 < SIZE) {
			str_adds(&body, lines[l]);
			str_adds(&want, lines[l][0] == '.' ? "." : "");
			str_adds(&want, lines[l]);
		}
		str_adds(&want, ".\r\n");
		b.bytes = str_slice(&body);
		for (size_t before = 0; !smtp_encode(&b, &out); before = out.len, parts++)
			CHECK(out.len - before < 100 * 1000);
		CHECK(parts > 3);
		CHECK(slice_eq(str_slice(&out), str_slice(&want)));
		str_clear(&body);
		str_clear(&out);
		str_clear(&want);
	}
}

TEST(wire_smtp_reply_lines)
{
	static const struct {
		int line;
		const char *text;
		int last, code;
		const char *words;
	} cases[] = {
		{__LINE__, "250 2.1.0 Ok", 1, 250, "2.1.0 Ok"},
		{__LINE__, "250-SIZE 100", 0, 250, "SIZE 100"},
		{__LINE__, "354", 1, 354, ""},
		{__LINE__, "550 ", 1, 550, ""},
		{__LINE__, "", -1, 0, ""},
		{__LINE__, "25", -1, 0, ""},
		{__LINE__, "2x0 a", -1, 0, ""},
		{__LINE__, "150 a", -1, 0, ""},
		{__LINE__, "600 a", -1, 0, ""},
		{__LINE__, "2500 a", -1, 0, ""},
		{__LINE__, "HTTP/1.1 400 Bad Request", -1, 0, ""},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice words = SLICE_NONE;
		int code = 0;

		CHECK_INT_AT(cases[i].line, smtp_reply_line(slice_of(cases[i].text), &code, &words),
			     cases[i].last);
		CHECK_INT_AT(cases[i].line, code, cases[i].code);
		CHECK_AT(cases[i].line, slice_is(words, cases[i].words));
	}
}
