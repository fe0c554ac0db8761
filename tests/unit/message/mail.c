/* Whole mails: kind, parts, attachments, authentication, bounces, forwards. */
#include "../check.h"

#include "docket/message/mail.h"

static struct mail *
read_mail(struct pool *pool, const char *raw)
{
	struct slice own[] = {slice_of("intake@docket.example")};
	slice_list list = {own, 1, 1};
	struct mail *m = NULL;
	struct err e = ERR_INIT;

	if (mail_read(pool, slice_of(raw), &list, &mail_limits_default, &m, &e) < 0)
		return NULL;
	return m;
}

#define HEAD "From: Ann Lee <ann@client.example>\nTo: intake@docket.example\n"

TEST(mail_class)
{
	static const struct {
		int line;
		const char *raw, *want;
	} cases[] = {
		{__LINE__, HEAD "Subject: Logo\n\nPlease make one.\n", "human"},
		{__LINE__, HEAD "Subject: x\nAuto-Submitted: auto-replied\n\nAway.\n", "auto"},
		{__LINE__, HEAD "Subject: x\nAuto-Submitted: no\n\nHere.\n", "human"},
		{__LINE__, HEAD "Subject: x\nAuto-Submitted: auto-generated (x)\n\nHere.\n",
		 "auto"},
		{__LINE__, HEAD "Subject: x\nX-Autoreply: yes\n\nAway.\n", "auto"},
		{__LINE__, HEAD "Subject: x\nX-Autoreply: no\n\nHere.\n", "human"},
		{__LINE__, HEAD "Subject: x\nPrecedence: auto_reply\n\nAway.\n", "auto"},
		{__LINE__, HEAD "Subject: x\nX-Auto-Response-Suppress: All\n\nAway.\n", "auto"},
		{__LINE__, HEAD "Subject: x\nX-Auto-Response-Suppress: None\n\nHi.\n", "human"},
		{__LINE__, HEAD "Subject: Out of Office: Logo\n\nBack Monday.\n", "auto"},
		{__LINE__, HEAD "Subject: Abwesenheitsnotiz: Logo\n\nBin weg.\n", "auto"},
		{__LINE__, HEAD "Subject: =?utf-8?q?R=C3=A9ponse_automatique_=3A_Logo?=\n\nx\n",
		 "auto"},
		{__LINE__, HEAD "Subject: Re: Out of office sign\n\nMake it blue.\n", "human"},
		{__LINE__, HEAD "Subject: x\nList-Id: <team.lists.example>\n\nHi all\n", "list"},
		{__LINE__, HEAD "Subject: x\nPrecedence: bulk\n\nSale!\n", "list"},
		{__LINE__, HEAD "Subject: x\nList-Unsubscribe: <mailto:x@y>\n\nSale!\n", "list"},
		{__LINE__,
		 "From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail Returned to Sender\n"
		 "Return-Path: <>\n\nThe address does not exist.\n<bob@x.example>: 550 5.1.1\n",
		 "bounce"},
		{__LINE__, HEAD "Subject: Delivery failure of our parcel\n\nThe van broke down.\n",
		 "human"},
		{__LINE__, "From: intake@docket.example\nX-Docket-Origin: 1\nSubject: x\n\nx\n",
		 "own"},
		{__LINE__,
		 "From: intake@docket.example\nMessage-ID: <docket.1.2@docket.example>\n\nx\n",
		 "own"},
		{__LINE__, "From: intake@docket.example\nSubject: typed by hand\n\nx\n", "human"},
		{__LINE__, HEAD "X-Docket-Origin: forged\nSubject: x\n\nx\n", "human"},
		{__LINE__, HEAD "Subject: x\nReturn-Path: <ann@client.example>\n\nx\n", "human"},
		{__LINE__,
		 HEAD "Subject: complaint\nContent-Type: multipart/report; "
		      "report-type=feedback-report; boundary=b\n\n--b\n\nSpam.\n--b\n"
		      "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\n--b--\n",
		 "arf"},
		{__LINE__,
		 HEAD "Subject: Read: Logo\nContent-Type: multipart/report; "
		      "report-type=disposition-notification; boundary=b\n\n--b\n\nRead.\n--b\n"
		      "Content-Type: message/disposition-notification\n\nDisposition: x\n--b--\n",
		 "auto"},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail *m = read_mail(pool, cases[i].raw);
		CHECK_STR_AT(cases[i].line, m ? mail_class_name(m->class) : "none", cases[i].want);
	}
	pool_free(pool);
}

TEST(mail_dsn)
{
	struct pool *pool = pool_new();
	struct mail *m = read_mail(
		pool, "From: MAILER-DAEMON@mx.example\nSubject: Undelivered\n"
		      "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
		      "--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n"
		      "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; bob@x.example\n"
		      "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n\n"
		      "--b\nContent-Type: message/rfc822\n\nMessage-ID: <docket.7@docket.example>\n"
		      "Subject: Your logo\n\nHello\n--b--\n");

	CHECK(m && m->class == MAIL_BOUNCE);
	if (m) {
		CHECK_SLICE_AT(__LINE__, m->bounce.recipient, "bob@x.example");
		CHECK_SLICE_AT(__LINE__, m->bounce.status, "5.1.1");
		CHECK_SLICE_AT(__LINE__, m->bounce.reason, "550 no such user");
		CHECK_SLICE_AT(__LINE__, m->bounce.original_id, "docket.7@docket.example");
		CHECK_STR(m->class_rule, "dsn");
	}
	pool_free(pool);
}

TEST(mail_body)
{
	static const struct {
		int line;
		const char *raw, *want;
	} cases[] = {
		{__LINE__, HEAD "\nhello\r\nthere\r\n", "hello\nthere"},
		{__LINE__, HEAD "Content-Transfer-Encoding: base64\n\naGVsbG8K\n", "hello"},
		{__LINE__, HEAD "Content-Transfer-Encoding: quoted-printable\n\na=3Db=\nc=E9\n",
		 "a=bcé"},
		{__LINE__, HEAD "Content-Type: text/html\n\n<p>one<p>two", "one\n\ntwo"},
		{__LINE__, HEAD "Content-Type: text/plain; format=flowed\n\none \ntwo\nthree\n",
		 "one two\nthree"},
		{__LINE__, HEAD "Content-Type: text/plain; format=flowed; delsp=yes\n\none \ntwo\n",
		 "onetwo"},
		{__LINE__,
		 HEAD "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n--b\n"
		      "Content-Type: text/html\n\n<p>html\n--b--\n",
		 "plain"},
		{__LINE__,
		 HEAD "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n \n--b\n"
		      "Content-Type: text/html\n\n<p>html\n--b--\n",
		 "html"},
		{__LINE__,
		 HEAD
		 "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n--b--\n",
		 "one\n\ntwo"},
		{__LINE__, HEAD "Content-Type: multipart/mixed; boundary=missing\n\nonly this\n",
		 "only this"},
		{__LINE__, "From ann Mon Jan  1 00:00:00 2024\n" HEAD "\nmbox\n", "mbox"},
		{__LINE__, HEAD "Content-Type: nonsense\n\ntext\n", ""},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail *m = read_mail(pool, cases[i].raw);
		CHECK_SLICE_AT(cases[i].line, m ? slice_trim(m->body) : SLICE_LIT("none"),
			       cases[i].want);
	}
	pool_free(pool);
}

#define PARTS(headers, data)                                                                       \
	HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhi\n--b\n" headers "\n\n" data   \
	     "\n--b--\n"

TEST(mail_attachments)
{
	static const struct {
		int line;
		const char *raw, *name, *type;
		long long size;
		bool is_inline;
	} cases[] = {
		{__LINE__,
		 PARTS("Content-Type: application/pdf; name=x.pdf\nContent-Transfer-Encoding: "
		       "base64",
		       "aGVsbG8="),
		 "x.pdf", "application/pdf", 5, false},
		{__LINE__,
		 PARTS("Content-Type: image/PNG\nContent-Disposition: inline; filename=\"a b.png\"",
		       "abc"),
		 "a b.png", "image/png", 3, true},
		{__LINE__,
		 PARTS("Content-Type: text/plain\nContent-Disposition: attachment; "
		       "filename=../n.txt",
		       "abcd"),
		 "n.txt", "text/plain", 4, false},
		{__LINE__,
		 PARTS("Content-Type: application/octet-stream\nContent-Disposition: attachment;\n"
		       " filename*=utf-8''%C3%A4.bin",
		       "ab"),
		 "ä.bin", "application/octet-stream", 2, false},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail *m = read_mail(pool, cases[i].raw);
		CHECK_INT_AT(cases[i].line, m ? (long long)m->attachments.len : -1, 1);
		if (!m || m->attachments.len != 1)
			continue;
		struct attachment *a = &m->attachments.at[0];
		CHECK_SLICE_AT(cases[i].line, a->name, cases[i].name);
		CHECK_SLICE_AT(cases[i].line, a->type, cases[i].type);
		CHECK_INT_AT(cases[i].line, a->size, cases[i].size);
		CHECK_INT_AT(cases[i].line, a->is_inline, cases[i].is_inline);
		struct str out;
		struct err e = ERR_INIT;
		str_init(&out, 1000);
		CHECK_INT_AT(cases[i].line, mail_attachment(slice_of(cases[i].raw), 0, &out, &e),
			     0);
		CHECK_INT_AT(cases[i].line, out.len, cases[i].size);
		CHECK_INT_AT(cases[i].line, mail_attachment(slice_of(cases[i].raw), 1, &out, &e),
			     -1);
		str_clear(&out);
	}
	pool_free(pool);
}

/* The same mail has the same key however it travelled; other content has another. */
TEST(mail_content_key)
{
	struct pool *pool = pool_new();
	struct mail *a = read_mail(pool, "Received: x\n" HEAD "Subject: s\n\nbody\n");
	struct mail *b = read_mail(pool, "Received: y\nX: z\n" HEAD "Subject: s\n\nbody\n");
	struct mail *c = read_mail(pool, HEAD "Subject: s\n\nother\n");

	CHECK(a && b && c);
	if (a && b && c) {
		CHECK_STR(a->content_sha256, b->content_sha256);
		CHECK(strcmp(a->content_sha256, c->content_sha256) != 0);
	}
	pool_free(pool);
}

TEST(mail_authres)
{
	static const struct {
		int line;
		const char *field, *want; /* server method result domain; … */
	} cases[] = {
		{__LINE__, "mx.example; dmarc=pass header.from=client.example",
		 "mx.example dmarc pass client.example;"},
		{__LINE__,
		 "MX.example 1; DKIM=Pass (good) header.d=a.example; spf=fail "
		 "smtp.mailfrom=x@b.example",
		 "mx.example dkim pass a.example;mx.example spf fail b.example;"},
		{__LINE__,
		 "spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=c.example; dmarc=none action=none "
		 "header.from=c.example",
		 " spf pass c.example; dmarc none c.example;"},
		{__LINE__, "mx.example; none", ""},
		{__LINE__, "mx.example; x (dmarc=pass header.from=forged.example)", ""},
		{__LINE__, "mx.example; dkim=pass header.i=@d.example header.d=d.example",
		 "mx.example dkim pass d.example;"},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice all = SLICE_NONE;
		struct mail *m = read_mail(
			pool, pool_cstr(pool, pool_slicef(pool,
							  "X: 1\nAuthentication-Results: %s\n" HEAD
							  "\nx\n",
							  cases[i].field)));
		for (size_t k = 0; m && k < m->auth.len; k++) {
			struct auth_result *r = &m->auth.at[k];
			all = pool_slicef(pool, "%.*s%.*s %.*s %.*s %.*s;", SLICE_ARG(all),
					  SLICE_ARG(r->server_id), SLICE_ARG(r->method),
					  SLICE_ARG(r->result), SLICE_ARG(r->domain));
			CHECK_INT_AT(cases[i].line, r->position, 1);
		}
		CHECK_SLICE_AT(cases[i].line, all, cases[i].want);
	}
	pool_free(pool);
}

TEST(mail_subject_base)
{
	static const struct {
		int line;
		const char *subject, *want;
	} cases[] = {
		{__LINE__, "Re: Logo", "Logo"},
		{__LINE__, "AW: Re: WG: Logo", "Logo"},
		{__LINE__, "[ACME-042] Logo", "Logo"},
		{__LINE__, "RE: [list] Fwd: Logo (fwd)", "Logo"},
		{__LINE__, "Re[2]: Logo", "Logo"},
		{__LINE__, "Logo: the second", "Logo: the second"},
		{__LINE__, "Re:", ""},
		{__LINE__, "Ergo: x", "Ergo: x"},
		{__LINE__, "SV: Ändring", "Ändring"},
		{__LINE__, "[ACME-042]", "[ACME-042]"},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail *m =
			read_mail(pool, pool_cstr(pool, pool_slicef(pool, HEAD "Subject: %s\n\nx\n",
								    cases[i].subject)));
		CHECK_SLICE_AT(cases[i].line, m ? m->subject_base : SLICE_NONE, cases[i].want);
	}
	pool_free(pool);
}

TEST(mail_forward)
{
	static const struct {
		int line;
		const char *subject, *body, *from, *said, *passed;
	} cases[] = {
		{__LINE__, "Fwd: Logo",
		 "FYI\n\n---------- Forwarded message ---------\nFrom: Bo Oz <bo@x.example>\n"
		 "Date: Mon, Jan 1, 2024 at 10:00 AM\nSubject: Logo\nTo: "
		 "<ann@client.example>\n\nMake it red.\n",
		 "bo@x.example", "FYI", "Make it red."},
		{__LINE__, "WG: Logo",
		 "Von: Bo Oz <bo@x.example>\nGesendet: Montag, 1. Januar 2024 10:00\n"
		 "An: Ann <ann@client.example>\nBetreff: Logo\n\nBitte in rot.\n",
		 "bo@x.example", "", "Bitte in rot."},
		{__LINE__, "Fwd: Logo",
		 "Begin forwarded message:\n\n> From: Bo Oz <bo@x.example>\n> Subject: Logo\n"
		 "> Date: 1 January 2024 at 10:00:00 CET\n> To: ann@client.example\n>\n> Make it "
		 "red.\n",
		 "bo@x.example", "", "Make it red."},
		{__LINE__, "Fwd: Logo",
		 "----- Forwarded Message ----- From: Bo Oz <bo@x.example>To: Ann "
		 "<ann@client.example>"
		 "Sent: Monday, January 1, 2024, 10:00:00 AM GMT+1Subject: Logo\nMake it red.\n",
		 "bo@x.example", "", "Make it red."},
		{__LINE__, "Re: Logo", "Fine.\n\nOn 1 Jan 2024, Bo <bo@x.example> wrote:\n> ok?\n",
		 "", "", ""},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail *m = read_mail(
			pool, pool_cstr(pool, pool_slicef(pool, HEAD "Subject: %s\n\n%s",
							  cases[i].subject, cases[i].body)));
		CHECK(m != NULL);
		if (!m)
			continue;
		CHECK_INT_AT(cases[i].line, m->forward.found, *cases[i].from != '\0');
		CHECK_SLICE_AT(cases[i].line, m->forward.from.mailbox, cases[i].from);
		CHECK_SLICE_AT(cases[i].line, m->forward.message, cases[i].said);
		CHECK_SLICE_AT(cases[i].line, m->forward.body, cases[i].passed);
	}
	pool_free(pool);
}

TEST(mail_warnings)
{
	static const struct {
		int line;
		const char *raw, *want;
	} cases[] = {
		{__LINE__, HEAD "\nplain\n", ""},
		{__LINE__, HEAD "\ncaf\xe9\n", "charset-guessed"},
		{__LINE__, PARTS("Content-Type: application/ms-tnef; name=winmail.dat", "x"),
		 "tnef"},
		{__LINE__, HEAD "\n-----BEGIN PGP MESSAGE-----\nabc\n", "encrypted"},
		{__LINE__,
		 HEAD "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nx",
		 "encrypted"},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail *m = read_mail(pool, cases[i].raw);
		CHECK_SLICE_AT(cases[i].line, m && m->warnings.len ? m->warnings.at[0] : SLICE_NONE,
			       cases[i].want);
	}
	pool_free(pool);
}

/* Spans cover the body without gaps, whatever is in it. */
static void
check_cover(const struct mail *m, int line)
{
	size_t at = 0;

	for (size_t i = 0; i < m->spans.len; i++) {
		CHECK_INT_AT(line, m->spans.at[i].start, at);
		at = m->spans.at[i].end;
	}
	CHECK_INT_AT(line, at, m->body.len);
}

/* A megabyte of one hostile line each: linear, so well under the suite's patience. */
TEST(mail_hostile)
{
	static const char *const units[] = {
		">",
		"> >\n",
		"a\n",
		"On 1 Jan 2024 x wrote:\n",
		"From: x\n",
		"-- \n",
		"----- Original Message -----\n",
		"--b\n",
		"=?utf-8?q?=",
		"(",
		"a@b,",
		"Thanks\n",
		"To: a\nSubject: b\n",
		"____________\n",
		":",
		"\n",
		"Message-ID:\n",
	};
	static const char *const heads[] = {
		HEAD "\n",
		HEAD "Content-Type: multipart/mixed; boundary=b\n\n",
		"To: ",
		"Subject: ",
		"Content-Type: ",
		HEAD "Content-Type: text/html\n\n",
		"",
		"References: <",
		HEAD "Content-Type: text/plain; format=flowed\n\n",
		"From: MAILER-DAEMON@x\nSubject: Undelivered\n\n",
	};

	for (size_t h = 0; h < COUNT(heads); h++)
		for (size_t u = 0; u < COUNT(units); u++) {
			struct pool *pool = pool_new();
			struct str raw;
			str_init(&raw, 2 << 20);
			str_adds(&raw, heads[h]);
			while (raw.len < 300 * 1024)
				str_adds(&raw, units[u]);
			struct mail *m = read_mail(pool, str_cstr(&raw));
			CHECK(m != NULL || slice_blank(str_slice(&raw)));
			if (m)
				check_cover(m, (int)(h * 100 + u));
			str_clear(&raw);
			pool_free(pool);
		}
}

TEST(mail_empty)
{
	struct pool *pool = pool_new();
	struct mail *m = NULL;
	struct err e = ERR_INIT;

	CHECK_INT(mail_read(pool, SLICE_NONE, NULL, NULL, &m, &e), -1);
	CHECK_INT(e.kind, ERR_MESSAGE);
	pool_free(pool);
}

/* Found by fuzz_mime: the text ended right behind the field's name. */
TEST(mail_bounce_id_at_end)
{
	struct pool *pool = pool_new();
	struct mail *m = read_mail(pool, "From: MAILER-DAEMON@x.example\nSubject: Undelivered mail\n"
	                                 "\nuser unknown\nMessage-ID:");

	CHECK(m && m->class == MAIL_BOUNCE && m->bounce.original_id.len == 0);
	pool_free(pool);
}
