/* Tests of smtp: which addresses may be sent to. The dialogue is tested by scenario/test_wire.py.
 */
#include "docket/wire/smtp.h"

#include "docket/conf/conf.h"

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
