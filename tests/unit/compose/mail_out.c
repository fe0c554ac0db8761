/* Every outgoing mail is read back with GMime and says what it was given, whatever that was. */
#include "../check.h"

#include "docket/base/utf8.h"
#include "docket/compose/mail_out.h"

#include <gmime/gmime.h>

/* "Thu, 14 May 2026 17:00:00 +0100" */
static const int64_t sent_at = INT64_C(1778774400000);

static struct mail_out
plain_mail(void)
{
	return (struct mail_out){
		.from_name = SLICE_LIT("Harbor & Pine"),
		.from_address = SLICE_LIT("intake@harborpine.example"),
		.reply_to = SLICE_LIT("intake+k7f3qa2mwx5d@harborpine.example"),
		.to_name = SLICE_LIT("Jane Doe"),
		.to_address = SLICE_LIT("jane@acme.example"),
		.subject = SLICE_LIT("[ACME-042] Spring landing page: 3 questions"),
		.message_id = SLICE_LIT("k7f3qa2mwx5d.1@harborpine.example"),
		.in_reply_to = SLICE_LIT("abc@acme.example"),
		.date = sent_at,
		.date_offset = 60,
		.automatic = true,
		.origin = SLICE_LIT("v1 3f2a 99aa"),
		.text = SLICE_LIT("Hello Jane,\n\nGrüße = 1.\n"),
		.html = SLICE_LIT("<!DOCTYPE html>\n<p>Hello Jane &amp; co</p>\n"),
		.lang = SLICE_LIT("en"),
	};
}

static const char plain_bytes[] =
	"Date: Thu, 14 May 2026 17:00:00 +0100\r\n"
	"From: Harbor & Pine <intake@harborpine.example>\r\n"
	"To: Jane Doe <jane@acme.example>\r\n"
	"Reply-To: Harbor & Pine <intake+k7f3qa2mwx5d@harborpine.example>\r\n"
	"Subject: [ACME-042] Spring landing page: 3 questions\r\n"
	"Message-ID: <k7f3qa2mwx5d.1@harborpine.example>\r\n"
	"In-Reply-To: <abc@acme.example>\r\n"
	"Auto-Submitted: auto-replied\r\n"
	"X-Auto-Response-Suppress: All\r\n"
	"Content-Language: en\r\n"
	"X-Docket-Origin: v1 3f2a 99aa\r\n"
	"MIME-Version: 1.0\r\n"
	"Content-Type: multipart/alternative;\r\n\tboundary=\"BOUNDARY\"\r\n"
	"\r\n"
	"--BOUNDARY\r\n"
	"Content-Type: text/plain; charset=utf-8\r\n"
	"Content-Transfer-Encoding: quoted-printable\r\n"
	"\r\n"
	"Hello Jane,\r\n"
	"\r\n"
	"Gr=C3=BC=C3=9Fe =3D 1.\r\n"
	"\r\n"
	"--BOUNDARY\r\n"
	"Content-Type: text/html; charset=utf-8\r\n"
	"Content-Transfer-Encoding: quoted-printable\r\n"
	"\r\n"
	"<!DOCTYPE html>\r\n"
	"<p>Hello Jane &amp; co</p>\r\n"
	"\r\n"
	"--BOUNDARY--\r\n";

/* What holds for any mail: 7 bits, CRLF only, no line too long. */
static void
check_bytes(int line, struct slice bytes)
{
	size_t start = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.data[i];

		CHECK_AT(line, c < 0x7F && (c >= ' ' || c == '\t' || c == '\r' || c == '\n'));
		if (c == '\r')
			CHECK_AT(line, i + 1 < bytes.len && bytes.data[i + 1] == '\n');
		if (c == '\n') {
			CHECK_AT(line, i > 0 && bytes.data[i - 1] == '\r');
			CHECK_AT(line, i - start <= 999);
			start = i + 1;
		}
	}
	CHECK_AT(line, start == bytes.len);
}

static GMimeMessage *
read_back(struct slice bytes)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.data, bytes.len);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	g_object_unref(parser);
	g_object_unref(stream);
	return message;
}

/* Decoded content of a part, with LF line ends where it is text. */
static struct slice
content_of(struct pool *pool, GMimeObject *part)
{
	GMimeStream *stream = g_mime_stream_mem_new();
	GByteArray *bytes;
	struct slice all;
	struct str text;

	g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(GMIME_PART(part)), stream);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	all = pool_copy(pool, slice_make((const char *)bytes->data, bytes->len));
	g_object_unref(stream);
	if (!GMIME_IS_TEXT_PART(part))
		return all;
	str_init(&text, all.len);
	for (size_t i = 0; i < all.len; i++)
		if (all.data[i] != '\r')
			str_addc(&text, all.data[i]);
	all = pool_copy(pool, str_slice(&text));
	str_clear(&text);
	return all;
}

static const char *
header(GMimeMessage *message, const char *name)
{
	const char *value = g_mime_object_get_header(GMIME_OBJECT(message), name);

	return value == NULL ? "" : value;
}

TEST(mail_out_bytes)
{
	struct pool *pool = pool_new();
	struct mail_out m = plain_mail();
	struct slice rest, line, boundary = SLICE_NONE;
	struct str out, want, again;
	struct err e = ERR_INIT;

	mail_out_setup();
	str_init(&out, 1 << 20);
	str_init(&again, 1 << 20);
	str_init(&want, 1 << 20);
	CHECK_INT(mail_out_write(pool, &m, &out, &e), 0);
	rest = str_slice(&out);
	while (slice_line(&rest, &line))
		if (boundary.len == 0 && slice_starts(line, "--=_"))
			boundary = slice_sub(line, 2, line.len);
	rest = slice_of(plain_bytes);
	while (rest.len > 0) {
		ptrdiff_t at = slice_find(rest, SLICE_LIT("BOUNDARY"));

		str_add(&want, slice_sub(rest, 0, at < 0 ? rest.len : (size_t)at));
		rest = slice_sub(rest, at < 0 ? rest.len : (size_t)at + 8, rest.len);
		if (at >= 0)
			str_add(&want, boundary);
	}
	CHECK_STR(str_cstr(&out), str_cstr(&want));
	check_bytes(__LINE__, str_slice(&out));
	/* The same again, and appended. */
	str_adds(&again, "x");
	CHECK_INT(mail_out_write(pool, &m, &again, &e), 0);
	CHECK_STR(str_cstr(&again) + 1, str_cstr(&out));
	str_clear(&out);
	str_clear(&again);
	str_clear(&want);
	pool_free(pool);
}

#define EVIL	 "a\r\nBcc: evil@x.example\r\n\r\nbody\x01"
#define LONG_20	 "0123456789abcdefghij"
#define LONG_200 LONG_20 LONG_20 LONG_20 LONG_20 LONG_20 LONG_20 LONG_20 LONG_20 LONG_20 LONG_20

static const struct {
	int line;
	const char *given, *subject, *name; /* as read back */
} words[] = {
	{__LINE__, "plain words", "plain words", "plain words"},
	{__LINE__, "", "", ""},
	{__LINE__, "Smith, \"Bob\" \\ (x) <y>", "Smith, \"Bob\" \\ (x) <y>",
	 "Smith, \"Bob\" \\ (x) <y>"},
	{__LINE__, "Grüße – “premium”", "Grüße – “premium”", "Grüße – “premium”"},
	{__LINE__, "日本語の件名がとても長いときにも正しく折り返されること", NULL, NULL},
	{__LINE__, "=?utf-8?Q?fake?=", "=?utf-8?Q?fake?=", "=?utf-8?Q?fake?="},
	{__LINE__, EVIL, "a Bcc: evil@x.example body", "a Bcc: evil@x.example body"},
	{__LINE__, "tab\tand\vmore\x7f!", "tab and more !", "tab and more !"},
	{__LINE__,
	 "a\u202Eb\u2028c\xC2\x85"
	 "d",
	 "ab c d", "ab c d"},
	{__LINE__, "bad \xff byte", "bad \uFFFD byte", "bad \uFFFD byte"},
	{__LINE__, LONG_200, NULL, NULL},
	{__LINE__,
	 "x \U0001F600\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600"
	 "\U0001F600\U0001F600\U0001F600\U0001F600",
	 NULL, NULL},
	{__LINE__,
	 "eine lange Zeile mit vielen Wörtern, damit sie mehr als einmal umbrochen wird, und "
	 "noch etwas mehr",
	 NULL, NULL},
	{__LINE__,
	 "a long line of plain words that has to be folded more than once because it does "
	 "not fit into one line of a header, as it goes on",
	 NULL, NULL},
};

TEST(mail_out_words)
{
	struct pool *pool = pool_new();

	g_mime_init();
	for (size_t i = 0; i < COUNT(words); i++) {
		int line = words[i].line;
		const char *subject = words[i].subject == NULL ? words[i].given : words[i].subject;
		const char *name = words[i].name == NULL ? words[i].given : words[i].name;
		struct mail_out m = plain_mail();
		struct err e = ERR_INIT;
		GMimeMessage *message;
		InternetAddressList *to;
		struct slice rest, one;
		struct str out;

		str_init(&out, 1 << 20);
		m.subject = slice_of(words[i].given);
		m.to_name = m.from_name = m.subject;
		m.text = m.html = SLICE_LIT("x\n");
		CHECK_INT_AT(line, mail_out_write(pool, &m, &out, &e), 0);
		check_bytes(line, str_slice(&out));
		rest = str_slice(&out);
		while (slice_line(&rest, &one))
			CHECK_AT(line, one.len <= 78);
		message = read_back(str_slice(&out));
		CHECK_STR_AT(line,
			     g_mime_message_get_subject(message) == NULL
				     ? ""
				     : g_mime_message_get_subject(message),
			     subject);
		to = g_mime_message_get_to(message);
		CHECK_INT_AT(line, internet_address_list_length(to), 1);
		name = utf8_cut(slice_of(name), 120).len == strlen(name)
			       ? name
			       : pool_cstr(pool, utf8_cut(slice_of(name), 120));
		CHECK_STR_AT(line,
			     internet_address_get_name(internet_address_list_get_address(to, 0)) ==
					     NULL
				     ? ""
				     : internet_address_get_name(
					       internet_address_list_get_address(to, 0)),
			     name);
		CHECK_STR_AT(line, header(message, "Bcc"), "");
		g_object_unref(message);
		str_clear(&out);
	}
	pool_free(pool);
}

/* Line ends in every value at once: nothing leaves its place. */
TEST(mail_out_injection)
{
	struct pool *pool = pool_new();
	struct mail_out m = plain_mail();
	struct err e = ERR_INIT;
	GMimeMessage *message;
	GMimeObject *body;
	struct str out;

	g_mime_init();
	str_init(&out, 1 << 20);
	m.from_name = m.to_name = m.subject = m.origin = m.lang = m.text = m.html = SLICE_LIT(EVIL);
	m.in_reply_to = SLICE_LIT(EVIL);
	VEC_ADD(&m.references, pool, SLICE_LIT(EVIL));
	VEC_ADD(&m.references, pool, SLICE_LIT("good@x.example"));
	VEC_ADD(&m.references, pool, SLICE_LIT("a> <b@x"));
	m.attach[0].name = m.attach[0].type = m.attach[0].bytes = SLICE_LIT(EVIL);
	m.attach_count = 1;
	CHECK_INT(mail_out_write(pool, &m, &out, &e), 0);
	check_bytes(__LINE__, str_slice(&out));
	message = read_back(str_slice(&out));
	CHECK_STR(header(message, "Bcc"), "");
	CHECK_STR(header(message, "In-Reply-To"), "");
	CHECK_STR(header(message, "References"), "<good@x.example>");
	CHECK_STR(header(message, "Content-Language"), "");
	CHECK_STR(header(message, "X-Docket-Origin"), "a Bcc: evil@x.example body");
	body = g_mime_message_get_mime_part(message);
	CHECK(GMIME_IS_MULTIPART(body));
	CHECK_INT(g_mime_multipart_get_count(GMIME_MULTIPART(body)), 2);
	CHECK_STR(g_mime_part_get_filename(
			  GMIME_PART(g_mime_multipart_get_part(GMIME_MULTIPART(body), 1))),
		  "a Bcc: evil@x.example body");
	g_object_unref(message);
	str_clear(&out);
	pool_free(pool);
}

enum which { FROM, TO, CC, REPLY_TO, ID };

static const struct {
	int line;
	enum which where;
	const char *value;
	bool taken;
} addresses[] = {
	{__LINE__, TO, "jane@acme.example", true},
	{__LINE__, TO, "j.o'neil+tag=1@sub.acme.example", true},
	{__LINE__, TO, "\"j doe\"@acme.example", true},
	{__LINE__, TO, "jane@[192.0.2.1]", true},
	{__LINE__, TO, "", false},
	{__LINE__, TO, "jane", false},
	{__LINE__, TO, "@acme.example", false},
	{__LINE__, TO, "jane@", false},
	{__LINE__, TO, "jane@acme.example>\r\nRCPT TO:<evil@x.example", false},
	{__LINE__, TO, "a@x.example, b@y.example", false},
	{__LINE__, TO, "jane doe@acme.example", false},
	{__LINE__, TO, "jäne@acme.example", false},
	{__LINE__, TO, "jane@acme.example\n", false},
	{__LINE__, TO, "\"a\"b\"@acme.example", false},
	{__LINE__, FROM, "intake@harborpine.example\r\nBcc: x@y", false},
	{__LINE__, CC, "rob@acme.example", true},
	{__LINE__, CC, "rob@acme.example\r\nBcc: x@y", false},
	{__LINE__, REPLY_TO, "rob@acme.example", true},
	{__LINE__, REPLY_TO, "rob acme.example", false},
	{__LINE__, ID, "a@b", true},
	{__LINE__, ID, "a@b> <c@d", false},
	{__LINE__, ID, "a b@c", false},
	{__LINE__, ID, "", false},
	{__LINE__, ID, "no-at", false},
	{__LINE__, ID, "a@b\r\n", false},
};

TEST(mail_out_addresses)
{
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(addresses); i++) {
		struct mail_out m = plain_mail();
		struct slice value = slice_of(addresses[i].value);
		struct err e = ERR_INIT;
		struct str out;

		str_init(&out, 1 << 20);
		str_adds(&out, "kept");
		switch (addresses[i].where) {
		case FROM: m.from_address = value; break;
		case TO: m.to_address = value; break;
		case CC: VEC_ADD(&m.cc, pool, value); break;
		case REPLY_TO: m.reply_to = value; break;
		case ID: m.message_id = value; break;
		}
		CHECK_INT_AT(addresses[i].line, mail_out_write(pool, &m, &out, &e),
			     addresses[i].taken ? 0 : -1);
		CHECK_INT_AT(addresses[i].line, e.kind,
			     addresses[i].taken ? ERR_NONE : ERR_MESSAGE);
		if (!addresses[i].taken)
			CHECK_STR_AT(addresses[i].line, str_cstr(&out), "kept");
		CHECK_AT(addresses[i].line, slice_index(slice_of(e.text), '\n') < 0);
		str_clear(&out);
	}
	pool_free(pool);
}

/* Text that quoted-printable stumbles over, there and back. */
static const struct {
	int line;
	const char *text, *back; /* NULL: the same */
} texts[] = {
	{__LINE__, "a\n", NULL},
	{__LINE__, "no end", "no end\n"},
	{__LINE__, "a\r\nb\r\n", "a\nb\n"},
	{__LINE__, "blank at the end \t\nnext \n", NULL},
	{__LINE__, ".\n..\n.x\nFrom here\nFrom: x\n", NULL},
	{__LINE__, "=\n==\n=3D\n--=_docket\n", NULL},
	{__LINE__, "äöüß€漢字\U0001F600\n", NULL},
	{__LINE__, LONG_200 LONG_200 LONG_200 LONG_200 LONG_200 LONG_200 "\n", NULL},
	{__LINE__, "ääääääääääääääääääääääääääääääääääääääääääääääääääääää\n", NULL},
	{__LINE__,
	 "012345678901234567890123456789012345678901234567890123456789012345678901234."
	 "From x\n",
	 NULL},
	{__LINE__, "0123456789012345678901234567890123456789012345678901234567890123456789012345\n",
	 NULL},
	{__LINE__,
	 "01234567890123456789012345678901234567890123456789012345678901234567890123456\n", NULL},
	{__LINE__, "\n\n\n", NULL},
	{__LINE__, "\x01\x1f\x7f\n", NULL},
};

TEST(mail_out_text)
{
	struct pool *pool = pool_new();

	g_mime_init();
	for (size_t i = 0; i < COUNT(texts); i++) {
		int line = texts[i].line;
		const char *back = texts[i].back == NULL ? texts[i].text : texts[i].back;
		struct mail_out m = plain_mail();
		struct err e = ERR_INIT;
		GMimeMessage *message;
		GMimeMultipart *body;
		struct slice rest, one;
		struct str out;

		str_init(&out, 1 << 20);
		m.text = m.html = slice_of(texts[i].text);
		CHECK_INT_AT(line, mail_out_write(pool, &m, &out, &e), 0);
		check_bytes(line, str_slice(&out));
		rest = str_slice(&out);
		while (slice_line(&rest, &one))
			CHECK_AT(line, one.len <= 78 && !slice_starts(one, ".") &&
					       !slice_starts(one, "From "));
		message = read_back(str_slice(&out));
		body = GMIME_MULTIPART(g_mime_message_get_mime_part(message));
		CHECK_INT_AT(line, g_mime_multipart_get_count(body), 2);
		CHECK_SLICE_AT(line, content_of(pool, g_mime_multipart_get_part(body, 0)), back);
		CHECK_SLICE_AT(line, content_of(pool, g_mime_multipart_get_part(body, 1)), back);
		g_object_unref(message);
		/* Alone, without its HTML twin. */
		str_reset(&out);
		m.html = SLICE_NONE;
		CHECK_INT_AT(line, mail_out_write(pool, &m, &out, &e), 0);
		message = read_back(str_slice(&out));
		CHECK_SLICE_AT(line, content_of(pool, g_mime_message_get_mime_part(message)), back);
		g_object_unref(message);
		str_clear(&out);
	}
	pool_free(pool);
}

static const struct {
	int line;
	const char *name, *type, *bytes;
	const char *name_back, *type_back;
} files[] = {
	{__LINE__, "a.pdf", "application/pdf", "%PDF", "a.pdf", "application/pdf"},
	{__LINE__, "Grüße & Co.txt", "text/plain", "Grüße\n", "Grüße & Co.txt", "text/plain"},
	{__LINE__, "a \"quoted\" \\ name.png", "image/png", "\x89PNG", "a \"quoted\" _ name.png",
	 "image/png"},
	{__LINE__, "../../etc/passwd", "message/rfc822", "x", ".._.._etc_passwd",
	 "application/octet-stream"},
	{__LINE__, "", "no type", "x", "attachment", "application/octet-stream"},
	{__LINE__, "日本語のとても長いファイル名がここにあります。日本語のとても長い.pdf",
	 "a/b; c=d", "x", "日本語のとても長いファイル名がここにあります。日本語のとても長い.pdf",
	 "application/octet-stream"},
	{__LINE__, LONG_20 LONG_20 LONG_20 LONG_20 ".ics", "text/calendar", "BEGIN:VCALENDAR",
	 LONG_20 LONG_20 LONG_20 LONG_20 ".ics", "text/calendar"},
	{__LINE__, "100%'s.txt", "text/plain", "", "100%'s.txt", "text/plain"},
};

TEST(mail_out_attachments)
{
	struct pool *pool = pool_new();

	g_mime_init();
	for (size_t i = 0; i < COUNT(files); i++) {
		int line = files[i].line;
		struct mail_out m = plain_mail();
		struct err e = ERR_INIT;
		GMimeMessage *message;
		GMimeMultipart *body;
		GMimePart *part;
		struct str out;
		char *type;

		str_init(&out, 1 << 20);
		m.attach[0].name = slice_of(files[i].name);
		m.attach[0].type = slice_of(files[i].type);
		m.attach[0].bytes = slice_of(files[i].bytes);
		m.attach[1] = m.attach[0];
		m.attach_count = 2;
		CHECK_INT_AT(line, mail_out_write(pool, &m, &out, &e), 0);
		check_bytes(line, str_slice(&out));
		message = read_back(str_slice(&out));
		body = GMIME_MULTIPART(g_mime_message_get_mime_part(message));
		CHECK_INT_AT(line, g_mime_multipart_get_count(body), 3);
		CHECK_AT(line, GMIME_IS_MULTIPART(g_mime_multipart_get_part(body, 0)));
		part = GMIME_PART(g_mime_multipart_get_part(body, 2));
		CHECK_STR_AT(line, g_mime_part_get_filename(part), files[i].name_back);
		type = g_mime_content_type_get_mime_type(
			g_mime_object_get_content_type(GMIME_OBJECT(part)));
		CHECK_STR_AT(line, type, files[i].type_back);
		CHECK_SLICE_AT(line, content_of(pool, GMIME_OBJECT(part)), files[i].bytes);
		g_free(type);
		g_object_unref(message);
		str_clear(&out);
	}
	pool_free(pool);
}

/* A long thread keeps its first and its last twenty; each id is whole. */
TEST(mail_out_references)
{
	struct pool *pool = pool_new();
	struct mail_out m = plain_mail();
	struct err e = ERR_INIT;
	GMimeMessage *message;
	GMimeReferences *references;
	struct str out;

	g_mime_init();
	str_init(&out, 1 << 20);
	for (int i = 0; i < 300; i++)
		VEC_ADD(&m.references, pool,
			pool_slicef(pool, "id-%d-" LONG_200 "@acme.example", i));
	m.automatic = false;
	CHECK_INT(mail_out_write(pool, &m, &out, &e), 0);
	check_bytes(__LINE__, str_slice(&out));
	CHECK(slice_has(str_slice(&out), "\r\nAuto-Submitted: auto-generated\r\n"));
	message = read_back(str_slice(&out));
	references = g_mime_references_parse(NULL, header(message, "References"));
	CHECK_INT(g_mime_references_length(references), 21);
	CHECK(slice_starts(slice_of(g_mime_references_get_message_id(references, 0)), "id-0-"));
	CHECK(slice_starts(slice_of(g_mime_references_get_message_id(references, 1)), "id-280-"));
	CHECK(slice_starts(slice_of(g_mime_references_get_message_id(references, 20)), "id-299-"));
	g_mime_references_free(references);
	g_object_unref(message);
	str_clear(&out);
	pool_free(pool);
}

/* A ceiling that is too low is an error, and what was there before is left as it was. */
TEST(mail_out_ceiling)
{
	struct pool *pool = pool_new();
	struct mail_out m = plain_mail();

	for (size_t max = 4; max < 900; max += 50) {
		struct err e = ERR_INIT;
		struct str out;

		str_init(&out, max);
		str_adds(&out, "kept");
		CHECK_INT(mail_out_write(pool, &m, &out, &e), -1);
		CHECK_INT(e.kind, ERR_MESSAGE);
		CHECK_STR(str_cstr(&out), "kept");
		CHECK(!str_failed(&out));
		str_clear(&out);
	}
	pool_free(pool);
}
