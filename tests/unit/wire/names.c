/* Tests of modified UTF-7, UID sets, addresses, and the reading of IMAP lines. */
#include "../../../bot/wire/imap_conn.h"
#include "../../../bot/wire/imap_name.h"

#include "../check.h"

#include <stdlib.h>

TEST(wire_mailbox_names)
{
	static const struct {
		int line;
		const char *name, *wire; /* NULL: refused */
	} cases[] = {
		{__LINE__, "INBOX", "INBOX"},
		{__LINE__, "A&B", "A&-B"},
		{__LINE__, "Gelöscht", "Gel&APY-scht"},
		{__LINE__, "~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"},
		{__LINE__, "é", "&AOk-"},
		{__LINE__, "éé", "&AOkA6Q-"},
		{__LINE__, "\xF0\x9F\x98\x80", "&2D3eAA-"},
		{__LINE__, "é&é", "&AOk-&-&AOk-"},
		{__LINE__, "a \"b\" \\", "a \"b\" \\"},
		{__LINE__, "", NULL},
		{__LINE__, "x\r\nd9 DELETE Done", NULL},
		{__LINE__, "x\x7f", NULL},
		{__LINE__, "x\xc2\x85", NULL},
		{__LINE__, "bad \xff", NULL},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str out;
		int r;

		str_init(&out, 1000);
		r = imap_name_encode(slice_of(cases[i].name), &out);
		CHECK_INT_AT(cases[i].line, r, cases[i].wire != NULL ? 0 : -1);
		if (cases[i].wire != NULL)
			CHECK_STR_AT(cases[i].line, str_cstr(&out), cases[i].wire);
		str_clear(&out);
	}
}

TEST(wire_uid_sets)
{
	static const struct {
		int line;
		const char *text, *tidy; /* NULL: refused */
	} cases[] = {
		{__LINE__, "1", "1"},
		{__LINE__, "1:5,9", "1:5,9"},
		{__LINE__, "9,1:5", "1:5,9"},
		{__LINE__, "5:1", "1:5"},
		{__LINE__, "1,2,3,7", "1:3,7"},
		{__LINE__, "3,2,1,2", "1:3"},
		{__LINE__, "1:10,3:4,10:12", "1:12"},
		{__LINE__, "4294967295", "4294967295"},
		{__LINE__, "4294967294:4294967295,1", "1,4294967294:4294967295"},
		{__LINE__, "4294967296", NULL},
		{__LINE__, "0", NULL},
		{__LINE__, "", NULL},
		{__LINE__, "1,", NULL},
		{__LINE__, ",1", NULL},
		{__LINE__, "1,,2", NULL},
		{__LINE__, "1:*", NULL},
		{__LINE__, "1:2:3", NULL},
		{__LINE__, "-1", NULL},
		{__LINE__, " 1", NULL},
		{__LINE__, "1\r\n", NULL},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct uidset s = {0};
		size_t from = 0;
		struct str out;
		int r = uidset_parse(&s, slice_of(cases[i].text));

		CHECK_INT_AT(cases[i].line, r, cases[i].tidy != NULL ? 0 : -1);
		if (cases[i].tidy != NULL) {
			str_init(&out, 1000);
			uidset_tidy(&s);
			uidset_write(&s, &from, 1000, &out);
			CHECK_STR_AT(cases[i].line, str_cstr(&out), cases[i].tidy);
			str_clear(&out);
		} else {
			CHECK_INT_AT(cases[i].line, s.len, 0);
		}
		uidset_clear(&s);
	}
}

TEST(wire_uid_set_has)
{
	struct uidset s = {0};

	CHECK_INT(uidset_parse(&s, SLICE_LIT("2:4,9,20:30")), 0);
	uidset_tidy(&s);
	for (uint32_t u = 1; u < 40; u++)
		CHECK_INT(uidset_has(&s, u), (u >= 2 && u <= 4) || u == 9 || (u >= 20 && u <= 30));
	/* a refused set leaves it as it was */
	CHECK_INT(uidset_parse(&s, SLICE_LIT("31:50,x")), -1);
	CHECK_INT(uidset_has(&s, 31), 0);
	CHECK_INT(uidset_has(&s, 30), 1);
	uidset_clear(&s);
}

TEST(wire_literals)
{
	static const struct {
		int line;
		const char *text;
		int got;
		uint32_t len;
	} cases[] = {
		{__LINE__, "* 1 FETCH (BODY[] {5}", 1, 5},
		{__LINE__, "* 1 FETCH (BODY[] {0}", 1, 0},
		{__LINE__, "* 1 FETCH (BODY[] {5+}", 1, 5},
		{__LINE__, "{1000}", 1, 1000},
		{__LINE__, "{1001}", -1, 0},
		{__LINE__, "{4294967301}", -1, 0},
		{__LINE__, "{5368709120}", -1, 0},
		{__LINE__, "{99999999999999999999999999}", -1, 0},
		{__LINE__, "{}", 0, 0},
		{__LINE__, "{x}", 0, 0},
		{__LINE__, "{-5}", 0, 0},
		{__LINE__, "5}", 0, 0},
		{__LINE__, "{5} ", 0, 0},
		{__LINE__, "", 0, 0},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		uint32_t len = 0;

		CHECK_INT_AT(cases[i].line, imap_literal(slice_of(cases[i].text), 1000, &len),
			     cases[i].got);
		if (cases[i].got == 1)
			CHECK_INT_AT(cases[i].line, len, cases[i].len);
	}
}

TEST(wire_facts)
{
	struct imap_facts f = {0};

	imap_note(&f, SLICE_LIT("* 12 EXISTS"));
	imap_note(&f, SLICE_LIT("* 3 EXPUNGE"));
	imap_note(&f, SLICE_LIT("* OK [UIDVALIDITY 77] fine"));
	imap_note(&f, SLICE_LIT("* OK [UIDNEXT 99999999999999] too large"));
	imap_note(&f, SLICE_LIT("* OK [HIGHESTMODSEQ 5000000000] big"));
	imap_note(&f, SLICE_LIT("* OK [PERMANENTFLAGS ("));
	imap_note(&f, SLICE_LIT("* CAPABILITY IMAP4rev1 idle MOVE AUTH=PLAIN"));
	CHECK_INT(f.exists, 11);
	CHECK_INT(f.news, 1);
	CHECK_INT(f.uidvalidity, 77);
	CHECK_INT(f.uidnext, 0);
	CHECK_INT(f.modseq, 5000000000);
	CHECK_INT(f.caps, CAP_KNOWN | CAP_IDLE | CAP_MOVE | CAP_AUTH_PLAIN);
	CHECK(imap_note_tagged(&f, SLICE_LIT("d1 no [TRYCREATE] make\x01it \xff"), "d1"));
	CHECK_INT(f.status, 'N');
	CHECK_STR(f.code, "TRYCREATE");
	CHECK_STR(f.words, "make it \xEF\xBF\xBD");
	CHECK_STR(f.tag, "d1");
	CHECK(!imap_note_tagged(&f, SLICE_LIT("d2 OK"), "d1"));
	CHECK(!imap_note_tagged(&f, SLICE_LIT("* OK x"), NULL));
	CHECK(!imap_note_tagged(&f, SLICE_LIT("d1 MAYBE x"), "d1"));
	CHECK(imap_note_tagged(&f, SLICE_LIT("1 OK"), NULL));
	CHECK(!f.bye);
	imap_note(&f, SLICE_LIT("* BYE [ALERT] closing"));
	CHECK(f.bye);
	CHECK_STR(f.words, "closing");
}
