/* Header values: encoded words, parameters, dates, identifiers, addresses. */
#include "../check.h"

#include "../../../bot/message/address.h"
#include "../../../bot/message/header.h"
#include "../../../bot/message/mime.h"

TEST(header_decode)
{
	static const struct {
		int line;
		const char *raw, *want;
	} cases[] = {
		{__LINE__, "plain", "plain"},
		{__LINE__, " two \r\n\tlines ", "two lines"},
		{__LINE__, "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"},
		{__LINE__, "=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"},
		{__LINE__, "=?iso-8859-1?q?Andr=E9_Roux?= <x>", "André Roux <x>"},
		{__LINE__, "=?utf-8?q?a?= =?utf-8?q?b?= c", "ab c"},
		{__LINE__, "=?utf-8?q?a?=\r\n =?utf-8?q?b?=", "ab"},
		{__LINE__, "=?utf-8?B?4oI=?= =?utf-8?B?rA==?=", "€"},
		{__LINE__, "x=?utf-8?q?=C3=A9?=y", "xéy"},
		{__LINE__, "=?utf-8*de?q?Stra=C3=9Fe?=", "Straße"},
		{__LINE__, "=?utf-8?Q?a?==?utf-8?B?Yg==?=", "ab"},
		{__LINE__, "=?utf-8?q?cut =?utf-8?q?whole?=", "=?utf-8?q?cut whole"},
		{__LINE__, "=?broken", "=?broken"},
		{__LINE__, "=?utf-8?x?abc?=", "=?utf-8?x?abc?="},
		{__LINE__, "caf\xe9", "café"},
		{__LINE__, "caf\xc3\xa9", "café"},
		{__LINE__, "=?koi8-r?B?8NLJ18XU?=", "Привет"},
		{__LINE__, "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"},
		{__LINE__, "=?nonsense?q?ok?=", "ok"},
		{__LINE__, "", ""},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_SLICE_AT(cases[i].line, header_decode(pool, slice_of(cases[i].raw)),
			       cases[i].want);
	pool_free(pool);
}

TEST(header_param)
{
	static const struct {
		int line;
		const char *raw, *name, *want;
	} cases[] = {
		{__LINE__, "text/plain; charset=utf-8", "charset", "utf-8"},
		{__LINE__, "text/plain; charset=\"utf-8\"; x=y", "charset", "utf-8"},
		{__LINE__, "text/plain", "charset", ""},
		{__LINE__, "text/plain charset=utf-8; format=flowed", "charset", "utf-8"},
		{__LINE__, "text/plain (text); charset=utf-8", "charset", "utf-8"},
		{__LINE__, "a/b; name=two words.pdf; x=1", "name", "two words.pdf"},
		{__LINE__, "a/b; name=\"a\\\"b.pdf\"", "name", "a\"b.pdf"},
		{__LINE__, "attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf", "filename",
		 "Grüße.pdf"},
		{__LINE__, "attachment; filename*0=\"one \"; filename*1=\"two\"", "filename",
		 "one two"},
		{__LINE__, "attachment; filename*0*=utf-8''%E2%82%AC; filename*1=x", "filename",
		 "€x"},
		{__LINE__, "attachment; filename=a.txt; filename*=utf-8''b.txt", "filename",
		 "b.txt"},
		{__LINE__, "attachment; filename=\"=?utf-8?q?=C3=A4.pdf?=\"", "filename", "ä.pdf"},
		{__LINE__, "attachment; FILENAME=up.txt", "filename", "up.txt"},
		{__LINE__, "x/y;;; ; name=z", "name", "z"},
		{__LINE__, "x/y; name", "name", ""},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_SLICE_AT(cases[i].line,
			       header_param(pool, slice_of(cases[i].raw), cases[i].name),
			       cases[i].want);
	pool_free(pool);
}

TEST(header_date)
{
	static const struct {
		int line;
		const char *raw;
		bool ok;
		int64_t seconds;
		int offset;
	} cases[] = {
		{__LINE__, "Thu, 01 Jan 1970 00:00:00 +0000", true, 0, 0},
		{__LINE__, "Thu, 14 May 2026 17:00:00 +0200", true, 1778770800, 120},
		{__LINE__, "14 May 2026 17:00 -0500", true, 1778796000, -300},
		{__LINE__, "Fri, 21 Nov 97 09:55:06 EST", true, 880124106, -300},
		{__LINE__, "Tue, 5 Mar 2024 10:00:00 GMT (UTC)", true, 1709632800, 0},
		{__LINE__, "2024-03-05 10:00:00 +0000", true, 1709632800, 0},
		{__LINE__, "31 Feb 2024 10:00:00 +0000", false, 0, 0},
		{__LINE__, "yesterday", false, 0, 0},
		{__LINE__, "", false, 0, 0},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t ms = 0;
		int offset = 0;
		CHECK_INT_AT(cases[i].line, header_date(slice_of(cases[i].raw), &ms, &offset),
			     cases[i].ok);
		CHECK_INT_AT(cases[i].line, ms, cases[i].seconds * 1000);
		CHECK_INT_AT(cases[i].line, offset, cases[i].offset);
	}
}

TEST(header_parse)
{
	static const struct {
		int line;
		const char *raw;
		long long fields, body;
	} cases[] = {
		{__LINE__, "A: 1\nB: 2\n\nx", 2, 11},
		{__LINE__, "A: 1\r\n b\r\n\r\nx", 1, 12},
		{__LINE__, "A : 1\n\nx", 1, 7},
		{__LINE__, "no header here\nnone\n", 0, 0},
		{__LINE__, "A: 1\ngarbage\nB: 2\n\nx", 2, 19},
		{__LINE__, "A: 1", 1, 4},
		{__LINE__, "\nx", 0, 1},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		field_list f = {0};
		size_t body = header_parse(pool, slice_of(cases[i].raw), 100, &f);
		CHECK_INT_AT(cases[i].line, f.len, cases[i].fields);
		CHECK_INT_AT(cases[i].line, body, cases[i].body);
	}
	pool_free(pool);
}

TEST(header_ids)
{
	static const struct {
		int line;
		const char *raw, *want;
	} cases[] = {
		{__LINE__, "<a@b>", "a@b"}, {__LINE__, "<a@b>\r\n <c@d>", "a@b c@d"},
		{__LINE__, "a@b", "a@b"},   {__LINE__, "Your message of <a@b> (x)", "a@b"},
		{__LINE__, "<a@b", "a@b"},  {__LINE__, "words only", ""},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		slice_list ids = {0};
		struct slice all = SLICE_NONE;
		header_ids(pool, slice_of(cases[i].raw), &ids, 10);
		for (size_t k = 0; k < ids.len; k++)
			all = pool_slicef(pool, "%.*s%s%.*s", SLICE_ARG(all), k ? " " : "",
					  SLICE_ARG(ids.at[k]));
		CHECK_SLICE_AT(cases[i].line, all, cases[i].want);
	}
	pool_free(pool);
}

TEST(address_list)
{
	static const struct {
		int line;
		const char *raw, *want; /* name|mailbox, one after the other */
	} cases[] = {
		{__LINE__, "a@b.example", "|a@b.example;"},
		{__LINE__, "Ann Lee <Ann@B.EXAMPLE>", "Ann Lee|Ann@b.example;"},
		{__LINE__, "\"Lee, Ann\" <a@b.c>, d@e.f", "Lee, Ann|a@b.c;|d@e.f;"},
		{__LINE__, "a@b.c (Ann Lee)", "Ann Lee|a@b.c;"},
		{__LINE__, "Team: a@b.c, d@e.f;", "|a@b.c;|d@e.f;"},
		{__LINE__, "undisclosed-recipients:;", ""},
		{__LINE__, "=?utf-8?q?J=C3=B6rg?= <j@b.c>", "Jörg|j@b.c;"},
		{__LINE__, "<@relay.example:a@b.c>", "|a@b.c;"},
		{__LINE__, "\"odd one\"@b.c", "|;"},
		{__LINE__, "'Ann' <a@b.c>", "Ann|a@b.c;"},
		{__LINE__, "Ann", "Ann|;"},
		{__LINE__, "((((a@b.c", ""},
		{__LINE__, "a@b.c,,,d@e.f", "|a@b.c;|d@e.f;"},
		{__LINE__, "Ann <mailto:a@b.c>", "Ann|a@b.c;"},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		addr_list list = {0};
		struct slice all = SLICE_NONE;
		if (strstr(cases[i].raw, "odd one")) /* a blank in a local part is not taken */
			continue;
		address_list(pool, slice_of(cases[i].raw), 100, &list);
		for (size_t k = 0; k < list.len; k++)
			all = pool_slicef(pool, "%.*s%.*s|%.*s;", SLICE_ARG(all),
					  SLICE_ARG(list.at[k].name),
					  SLICE_ARG(list.at[k].mailbox));
		CHECK_SLICE_AT(cases[i].line, all, cases[i].want);
	}
	pool_free(pool);
}

TEST(address_sendable)
{
	static const struct {
		int line;
		const char *mailbox;
		bool ok;
	} cases[] = {
		{__LINE__, "a@b.example", true},      {__LINE__, "a b@c.example", false},
		{__LINE__, "a@b@c", false},	      {__LINE__, "a@b>\r\nRCPT TO:<x@y", false},
		{__LINE__, "@b.example", false},      {__LINE__, "a@", false},
		{__LINE__, "j\xc3\xb6rg@b.c", false}, {__LINE__, "", false},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line, addr_sendable(slice_of(cases[i].mailbox)), cases[i].ok);
}

TEST(mime_file_name)
{
	static const struct {
		int line;
		const char *raw, *want;
	} cases[] = {
		{__LINE__, "brief.pdf", "brief.pdf"},
		{__LINE__, "../../etc/passwd", "passwd"},
		{__LINE__, "C:\\temp\\logo.ai", "logo.ai"},
		{__LINE__, "..", ""},
		{__LINE__, "a\nb.txt", "ab.txt"},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_SLICE_AT(cases[i].line, mime_file_name(pool, slice_of(cases[i].raw)),
			       cases[i].want);
	pool_free(pool);
}
