/* Parts as senders really write them: line ends, padding, delimiters, authors without a domain. */
#include "../check.h"

#include "docket/message/mail.h"

#define HEAD "From: Ann Lee <ann@client.example>\nTo: intake@docket.example\n"
#define FILE_PART(encoding, bytes)                                                                 \
	HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\n"                    \
	     "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: " encoding     \
	     "\n\n" bytes "\n--b--\n"

static struct mail *
read_mail(struct pool *pool, const char *raw)
{
	struct mail *m = NULL;
	struct err e = ERR_INIT;

	return mail_read(pool, slice_of(raw), NULL, &mail_limits_default, &m, &e) < 0 ? NULL : m;
}

TEST(parts_file_size)
{
	static const struct {
		int line;
		const char *raw;
		uint64_t want;
	} cases[] = {
		{__LINE__, FILE_PART("base64", "YWJj"), 3},
		{__LINE__, FILE_PART("base64", "YWI="), 2},
		{__LINE__, FILE_PART("base64", "YWI"), 2},
		{__LINE__, FILE_PART("base64", "YWJjZA"), 4},
		{__LINE__, FILE_PART("base64", "YW\n J*j"), 3},
		{__LINE__, FILE_PART("base64", "YQ==\n-- \nA list's footer"), 1},
		{__LINE__, FILE_PART("7bit", "abc"), 3},
		{__LINE__, FILE_PART("7bit", "abc\n"), 4},
		{__LINE__, FILE_PART("7bit", "abc\r"), 3},
		{__LINE__,
		 HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi\r\n--b\r\n"
		      "Content-Type: application/pdf\r\n\r\nabc=\n--b--\r\n",
		 4},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail *m = read_mail(pool, cases[i].raw);
		CHECK_AT(cases[i].line, m && m->attachments.len == 1);
		if (m && m->attachments.len == 1)
			CHECK_AT(cases[i].line, m->attachments.at[0].size == cases[i].want);
	}
	pool_free(pool);
}

TEST(parts_text)
{
	static const struct {
		int line;
		const char *raw, *want;
	} cases[] = {
		/* no empty line between the header and the parts */
		{__LINE__,
		 HEAD "Content-Type: multipart/alternative; boundary=b\nThis is multi-part.\n--b\n"
		      "Content-Type: text/plain\n\nplain\n--b\nContent-Type: text/html\n\n<p>h\n"
		      "--b--\n",
		 "plain"},
		/* two plain texts are no alternatives of each other, unless they are the same */
		{__LINE__,
		 HEAD "Content-Type: multipart/alternative; boundary=b\n\n--b\n\none\n--b\n\ntwo\n"
		      "--b--\n",
		 "one\n\ntwo"},
		{__LINE__,
		 HEAD "Content-Type: multipart/alternative; boundary=b\n\n--b\n\none\n--b\n\none\n"
		      "--b--\n",
		 "one"},
		/* a multipart without delimiters inside another */
		{__LINE__,
		 HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\nContent-Type: "
		      "multipart/mixed; boundary=bb\nMIME-Version: 1.0\n\ntwo\n--b--\n",
		 "one\n\ntwo"},
		/* line ends of old */
		{__LINE__, "From: ann@client.example\rSubject: x\r\rone\rtwo\r", "one\ntwo"},
		{__LINE__, HEAD "Content-Type: text/plain charset=koi8-r\n\n\xd4\xc5\xd3\xd4\n",
		 "тест"},
		/* declared, and half of it well-formed */
		{__LINE__, HEAD "Content-Type: text/plain; charset=utf-8\n\n\xc3\xa9 \xff\n",
		 "é \xef\xbf\xbd"},
		{__LINE__, HEAD "Content-Type: text/plain; charset=utf-8\n\ncaf\xe9\n", "café"},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail *m = read_mail(pool, cases[i].raw);
		CHECK_SLICE_AT(cases[i].line, m ? slice_trim(m->body) : SLICE_LIT("none"),
			       cases[i].want);
	}
	pool_free(pool);
}

TEST(parts_author)
{
	static const struct {
		int line;
		const char *head, *name, *mailbox;
	} cases[] = {
		{__LINE__, "From: MAILER-DAEMON (Mail System)", "Mail System", "MAILER-DAEMON"},
		{__LINE__, "From: Cron <root>", "Cron", "root"},
		{__LINE__, "From: root", "", "root"},
		{__LINE__, "From: Ann Lee", "Ann Lee", ""},
		{__LINE__, "From: <>", "", ""},
		{__LINE__, "Sender: a@x.example\nReply-To: b@x.example", "", "a@x.example"},
		{__LINE__, "Reply-To: Bo <b@x.example>", "Bo", "b@x.example"},
		{__LINE__, "From: A <a@x.example> B <b@x.example>", "A", "a@x.example"},
		{__LINE__, "From: A <junk> <a@x.example>", "A", "a@x.example"},
		{__LINE__, "From: =?utf-8?q?Lee,_Ann?= <a@x.example>", "Lee, Ann", "a@x.example"},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail *m = read_mail(
			pool, pool_slicef(pool, "%s\nSubject: x\n\nhi\n", cases[i].head).data);
		struct addr a = {SLICE_NONE, SLICE_NONE};
		if (m && m->from.len > 0)
			a = m->from.at[0];
		CHECK_SLICE_AT(cases[i].line, a.name, cases[i].name);
		CHECK_SLICE_AT(cases[i].line, a.mailbox, cases[i].mailbox);
	}
	pool_free(pool);
}

/* Raw bytes of a subject are read as the body is declared, if that can be. */
TEST(parts_subject_charset)
{
	static const struct {
		int line;
		const char *subject, *charset, *want;
	} cases[] = {
		{__LINE__, "\xd4\xc5\xd3\xd4", "koi8-r", "тест"},
		{__LINE__, "\xc3\xa9", "koi8-r", "é"},
		{__LINE__, "\033$BF|K\\\033(B", "iso-2022-jp", "日本"},
		{__LINE__, "plain a+b-c", "utf-7", "plain a+b-c"},
		{__LINE__, "plain", "utf-16", "plain"},
		{__LINE__, "caf\xe9", "utf-16", "café"},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice raw = pool_slicef(pool,
					       "From: a@x.example\nSubject: %s\n"
					       "Content-Type: text/plain; charset=%s\n\nx\n",
					       cases[i].subject, cases[i].charset);
		struct mail *m = read_mail(pool, raw.data);
		CHECK_SLICE_AT(cases[i].line, m ? m->subject : SLICE_NONE, cases[i].want);
	}
	pool_free(pool);
}
