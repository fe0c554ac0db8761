/* What stays of a mail that is too large to take in. */
#include "../check.h"

#include "../../../bot/wire/skeleton.h"
#include "docket/base/pool.h"

#include <stdlib.h>
#include <string.h>

/* "@N" on a line of its own stands for N kilobytes of lines of base64. */
static void
write_out(const char *mail, struct str *out)
{
	struct slice rest = slice_of(mail), line;

	while (slice_cut(&rest, '\n', &line)) {
		int64_t kb = 0;

		if (slice_starts(line, "@") && slice_int(slice_sub(line, 1, line.len), &kb)) {
			for (int64_t i = 0; i < kb * 16; i++)
				str_adds(out, "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJz\r\n");
			continue;
		}
		str_add(out, line);
		str_adds(out, "\r\n");
	}
}

static const struct {
	int line;
	const char *mail;
	const char *has[5], *lacks[4];
} cases[] = {
	{__LINE__, /* nothing is large: nothing changes */
	 "From: a@b.example\nContent-Type: multipart/mixed; boundary=xx\n\n--xx\n\nHello\n--xx\n"
	 "Content-Type: image/png\n\n@3\n--xx--\nbye",
	 {"Hello\r\n--xx\r\nContent-Type: image/png\r\n\r\nQUJD", "\r\n--xx--\r\nbye"},
	 {SKELETON_FIELD}},
	{__LINE__, /* a file between two texts, another behind */
	 "From: a@b.example\nContent-Type: multipart/mixed;\n boundary=\"x x\"\n\n--x x\n"
	 "Content-Type: text/plain\n\nHello\n--x x\nContent-Type: application/zip; name=\"a.zip\"\n"
	 "Content-Transfer-Encoding: base64\n\n@600\n--x x\nContent-Type: text/plain\n\nBye\n--x x\n"
	 "Content-Disposition: attachment; filename=notes.txt\nContent-Type: text/plain\n\n@400\n--x x--",
	 {"Hello", "Bye\r\n--x x", "name=\"a.zip\"", SKELETON_FIELD ": 432000\r\n", "filename=notes.txt"},
	 {"QUJD"}},
	{__LINE__, /* parts inside parts, and a boundary of the outer one that ends the inner */
	 "Content-Type: multipart/mixed; boundary=out\n\n--out\nContent-Type: multipart/alternative; "
	 "boundary=in\n\n--in\n\nplain\n--in\nContent-Type: text/html\n\n<b>page</b>\n--out\n"
	 "Content-Type: video/mp4\n\n@700\n--out--",
	 {"plain", "<b>page</b>", "video/mp4", "\r\n--out--"},
	 {"QUJD"}},
	{__LINE__, /* what a sender says of that name is theirs alone */
	 "Content-Type: multipart/mixed; boundary=xx\n" SKELETON_FIELD ": 7\n\n--xx\n"
	 "X-Docket-Left-Out: 9\nContent-Type: image/png\n\nabc\n--xx--",
	 {"abc"},
	 {SKELETON_FIELD}},
	{__LINE__, /* a long text: its beginning */
	 "Subject: long\n\nHello\n@900",
	 {"Subject: long\r\n\r\nHello\r\nQUJD"},
	 {SKELETON_FIELD}},
	{__LINE__, /* the mail is one file */
	 "Content-Type: application/pdf; name=big.pdf\n\n@900",
	 {SKELETON_FIELD ": ", "name=big.pdf\r\n\r\n"},
	 {"QUJD"}},
	{__LINE__, "", {""}, {"x"}},
	{__LINE__, "Content-Type: multipart/mixed; boundary=xx\n\n--xx\nContent-Type: image/png", {"image/png"}, {SKELETON_FIELD}},
};

TEST(skeleton)
{
	static const size_t pieces[] = {1 << 20, 4096, 77, 1};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str mail, first;

		str_init(&mail, 4 << 20);
		str_init(&first, 4 << 20);
		write_out(cases[i].mail, &mail);
		for (size_t p = 0; p < COUNT(pieces); p++) {
			struct skeleton k;

			skeleton_init(&k);
			for (size_t at = 0; at < mail.len; at += pieces[p])
				skeleton_feed(&k, slice_sub(str_slice(&mail), at,
							    at + pieces[p] < mail.len ? at + pieces[p]
										      : mail.len));
			struct slice out = skeleton_end(&k);
			CHECK_INT_AT(cases[i].line, k.fed, mail.len);
			CHECK_AT(cases[i].line, out.len <= SKELETON_PART + SKELETON_HEADER);
			if (p == 0)
				str_add(&first, out);
			CHECK_AT(cases[i].line, slice_eq(out, str_slice(&first)));
			skeleton_clear(&k);
		}
		for (size_t n = 0; n < COUNT(cases[i].has) && cases[i].has[n] != NULL; n++)
			CHECK_AT(cases[i].line, slice_has(str_slice(&first), cases[i].has[n]));
		for (size_t n = 0; n < COUNT(cases[i].lacks) && cases[i].lacks[n] != NULL; n++)
			CHECK_AT(cases[i].line, !slice_has(str_slice(&first), cases[i].lacks[n]));
		if (i == 0)
			CHECK(slice_eq(str_slice(&first), str_slice(&mail)));
		str_clear(&first);
		str_clear(&mail);
	}
}

/* A hundred files, and lines without an end: it stays small. */
TEST(skeleton_is_bounded)
{
	struct skeleton k;
	char *long_line = malloc(1 << 20);
	struct slice part = SLICE_LIT("--xx\r\nContent-Type: image/png; name=a.png\r\n\r\n");

	memset(long_line, 'A', 1 << 20);
	skeleton_init(&k);
	skeleton_feed(&k, SLICE_LIT("Content-Type: multipart/mixed; boundary=xx\r\n\r\n"));
	for (int i = 0; i < 100; i++) {
		skeleton_feed(&k, part);
		skeleton_feed(&k, slice_make(long_line, i < 50 ? 200 << 10 : 1 << 20));
		skeleton_feed(&k, SLICE_LIT("\r\n"));
	}
	struct slice out = skeleton_end(&k);
	size_t names = 0;
	for (ptrdiff_t at; (at = slice_find(out, SLICE_LIT("name=a.png"))) >= 0; names++)
		out = slice_sub(out, (size_t)at + 1, out.len);
	CHECK_INT(names, 100);
	CHECK(k.out.len <= SKELETON_MAX && k.out.cap <= SKELETON_MAX + 1);
	skeleton_clear(&k);
	free(long_line);
}
