/* Tests of slice: clamping, comparing, searching, cutting apart, numbers. */
#include "docket/base/slice.h"

#include "../check.h"

#include <stdint.h>

TEST(slice_sub_clamps)
{
	static const struct {
		int line;
		size_t start, end;
		const char *want;
	} cases[] = {
		{__LINE__, 0, 5, "hello"},	  {__LINE__, 1, 3, "el"},
		{__LINE__, 0, SIZE_MAX, "hello"}, {__LINE__, 4, 2, ""},
		{__LINE__, 9, SIZE_MAX, ""},	  {__LINE__, 5, 5, ""},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_SLICE_AT(cases[i].line,
			       slice_sub(SLICE_LIT("hello"), cases[i].start, cases[i].end),
			       cases[i].want);
	CHECK_INT(slice_sub(SLICE_NONE, 3, 7).len, 0);
	CHECK_INT(slice_of(NULL).len, 0);
}

TEST(slice_compares)
{
	static const struct {
		int line;
		const char *a, *b;
		bool eq, ieq, starts, ends, istarts, iends;
		int cmp;
	} cases[] = {
		{__LINE__, "", "", 1, 1, 1, 1, 1, 1, 0},
		{__LINE__, "a", "", 0, 0, 1, 1, 1, 1, 1},
		{__LINE__, "", "a", 0, 0, 0, 0, 0, 0, -1},
		{__LINE__, "Re: x", "re:", 0, 0, 0, 0, 1, 0, -1},
		{__LINE__, "Content", "CONTENT", 0, 1, 0, 0, 1, 1, 1},
		{__LINE__, "a.PNG", ".png", 0, 0, 0, 0, 0, 1, 1},
		{__LINE__, "a.png", ".png", 0, 0, 0, 1, 0, 1, 1},
		{__LINE__, "abc", "abd", 0, 0, 0, 0, 0, 0, -1},
		{__LINE__, "[", "{", 0, 0, 0, 0, 0, 0, -1}, /* differ by 0x20 but are no letters */
		{__LINE__, "\xC3\x84", "\xC3\xA4", 0, 0, 0, 0, 0, 0, -1}, /* ASCII only */
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int line = cases[i].line;
		const char *b = cases[i].b;
		struct slice a = slice_of(cases[i].a);
		int cmp = slice_cmp(a, slice_of(b));

		CHECK_INT_AT(line, slice_eq(a, slice_of(b)), cases[i].eq);
		CHECK_INT_AT(line, slice_is(a, b), cases[i].eq);
		CHECK_INT_AT(line, slice_ieq(a, slice_of(b)), cases[i].ieq);
		CHECK_INT_AT(line, slice_iis(a, b), cases[i].ieq);
		CHECK_INT_AT(line, slice_starts(a, b), cases[i].starts);
		CHECK_INT_AT(line, slice_ends(a, b), cases[i].ends);
		CHECK_INT_AT(line, slice_istarts(a, b), cases[i].istarts);
		CHECK_INT_AT(line, slice_iends(a, b), cases[i].iends);
		CHECK_INT_AT(line, (cmp > 0) - (cmp < 0), cases[i].cmp);
	}
	CHECK(slice_eq(SLICE_NONE, SLICE_LIT("")));
	CHECK(slice_is(SLICE_NONE, NULL));
}

TEST(slice_searches)
{
	static const struct {
		int line;
		const char *text, *needle;
		int at, iat;
	} cases[] = {
		{__LINE__, "hello world", "world", 6, 6},
		{__LINE__, "hello World", "world", -1, 6},
		{__LINE__, "", "", 0, 0},
		{__LINE__, "abc", "", 0, 0},
		{__LINE__, "", "a", -1, -1},
		{__LINE__, "ab", "abc", -1, -1},
		{__LINE__, "aaab", "ab", 2, 2},
		{__LINE__, "AAAB", "aab", -1, 1},
		{__LINE__, "abc", "abc", 0, 0},
		{__LINE__, "abx", "abc", -1, -1},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice s = slice_of(cases[i].text), n = slice_of(cases[i].needle);

		CHECK_INT_AT(cases[i].line, slice_find(s, n), cases[i].at);
		CHECK_INT_AT(cases[i].line, slice_ifind(s, n), cases[i].iat);
		CHECK_INT_AT(cases[i].line, slice_has(s, cases[i].needle), cases[i].at >= 0);
		CHECK_INT_AT(cases[i].line, slice_ihas(s, cases[i].needle), cases[i].iat >= 0);
	}
	CHECK_INT(slice_index(SLICE_LIT("a/b/c"), '/'), 1);
	CHECK_INT(slice_rindex(SLICE_LIT("a/b/c"), '/'), 3);
	CHECK_INT(slice_index(SLICE_LIT("abc"), '/'), -1);
	CHECK_INT(slice_rindex(SLICE_NONE, '/'), -1);
	CHECK_INT(slice_index(SLICE_NONE, '/'), -1);
	CHECK_INT(slice_find(SLICE_LIT("a\0b"), SLICE_LIT("\0b")), 1);
}

TEST(slice_trims)
{
	static const struct {
		int line;
		const char *text, *both, *left, *right;
		bool blank;
	} cases[] = {
		{__LINE__, " \t a b \r\n", "a b", "a b \r\n", " \t a b", false},
		{__LINE__, "\v\f", "", "", "", true},
		{__LINE__, "", "", "", "", true},
		{__LINE__, "x", "x", "x", "x", false},
		{__LINE__, "\xC2\xA0", "\xC2\xA0", "\xC2\xA0", "\xC2\xA0", false},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice s = slice_of(cases[i].text);

		CHECK_SLICE_AT(cases[i].line, slice_trim(s), cases[i].both);
		CHECK_SLICE_AT(cases[i].line, slice_ltrim(s), cases[i].left);
		CHECK_SLICE_AT(cases[i].line, slice_rtrim(s), cases[i].right);
		CHECK_INT_AT(cases[i].line, slice_blank(s), cases[i].blank);
	}
	CHECK(slice_blank(SLICE_NONE));
}

/* Joins the parts with '|' behind each. */
static const char *
parts(struct slice s, bool (*next)(struct slice *, struct slice *))
{
	static char out[64];
	size_t len = 0;
	struct slice part;

	while (next(&s, &part)) {
		if (part.len > 0)
			memcpy(out + len, part.data, part.len);
		len += part.len;
		out[len++] = '|';
	}
	out[len] = '\0';
	return out;
}

static bool
by_comma(struct slice *rest, struct slice *part)
{
	return slice_cut(rest, ',', part);
}

TEST(slice_cuts_apart)
{
	static const struct {
		int line;
		const char *text, *by_comma, *by_line;
	} cases[] = {
		{__LINE__, "", "", ""},
		{__LINE__, "a", "a|", "a|"},
		{__LINE__, "a,b", "a|b|", "a,b|"},
		{__LINE__, "a,b,", "a|b|", "a,b,|"},
		{__LINE__, ",,a", "||a|", ",,a|"},
		{__LINE__, "a\nb\n", "a\nb\n|", "a|b|"},
		{__LINE__, "a\r\n\r\nb", "a\r\n\r\nb|", "a||b|"},
		{__LINE__, "a\r\r\nb\r", "a\r\r\nb\r|", "a\r|b\r|"}, /* a last CR is no line end */
		{__LINE__, "\n", "\n|", "|"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice s = slice_of(cases[i].text);

		CHECK_STR_AT(cases[i].line, parts(s, by_comma), cases[i].by_comma);
		CHECK_STR_AT(cases[i].line, parts(s, slice_line), cases[i].by_line);
	}
	CHECK_STR(parts(SLICE_NONE, slice_line), "");
}

TEST(slice_reads_numbers)
{
	static const struct {
		int line;
		const char *text;
		bool ok;
		int64_t want;
	} cases[] = {
		{__LINE__, "0", true, 0},
		{__LINE__, "-0", true, 0},
		{__LINE__, "007", true, 7},
		{__LINE__, "-42", true, -42},
		{__LINE__, "9223372036854775807", true, INT64_MAX},
		{__LINE__, "9223372036854775808", false, 0},
		{__LINE__, "-9223372036854775808", true, INT64_MIN},
		{__LINE__, "-9223372036854775809", false, 0},
		{__LINE__, "99999999999999999999999", false, 0},
		{__LINE__, "", false, 0},
		{__LINE__, "-", false, 0},
		{__LINE__, "+1", false, 0},
		{__LINE__, " 1", false, 0},
		{__LINE__, "1x", false, 0},
		{__LINE__, "0x1", false, 0},
		{__LINE__, "--1", false, 0},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t n = 77;

		CHECK_INT_AT(cases[i].line, slice_int(slice_of(cases[i].text), &n), cases[i].ok);
		CHECK_INT_AT(cases[i].line, n, cases[i].ok ? cases[i].want : 77);
	}
}

TEST(slice_cstr_fits)
{
	char buf[4] = "zzz";

	CHECK_STR(slice_cstr(SLICE_LIT("abcdef"), buf, sizeof(buf)), "abc");
	CHECK_STR(slice_cstr(SLICE_LIT("ab"), buf, sizeof(buf)), "ab");
	CHECK_STR(slice_cstr(SLICE_NONE, buf, sizeof(buf)), "");
	buf[0] = 'z';
	(void)slice_cstr(SLICE_LIT("a"), buf, 0);
	CHECK_INT(buf[0], 'z');
}
