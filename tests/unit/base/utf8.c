/* Tests of utf8: well-formedness (RFC 3629, Unicode table 3-7), cleaning, folding, cutting, width.
 */
#include "docket/base/utf8.h"

#include <stdlib.h>
#include <unicase.h>
#include <uninorm.h>

#include "../check.h"

#define FFFD "\xEF\xBF\xBD"

TEST(utf8_well_formed)
{
	static const struct {
		int line;
		const char *text;
		size_t valid;
		const char *clean;
	} cases[] = {
		{__LINE__, "", 0, ""},
		{__LINE__, "plain ascii, more than eight", 28, "plain ascii, more than eight"},
		{__LINE__, "gr\xC3\xBC\xC3\x9F", 6, "gr\xC3\xBC\xC3\x9F"},
		{__LINE__, "\xC2\x80\xDF\xBF", 4, "\xC2\x80\xDF\xBF"},
		{__LINE__, "\xE0\xA0\x80", 3, "\xE0\xA0\x80"},
		{__LINE__, "\xED\x9F\xBF\xEE\x80\x80", 6, "\xED\x9F\xBF\xEE\x80\x80"},
		{__LINE__, "\xEF\xBF\xBF", 3, "\xEF\xBF\xBF"},
		{__LINE__, "\xF0\x90\x80\x80", 4, "\xF0\x90\x80\x80"},
		{__LINE__, "\xF4\x8F\xBF\xBF", 4, "\xF4\x8F\xBF\xBF"},
		/* alone */
		{__LINE__, "\x80", 0, FFFD},
		{__LINE__, "a\xBFz", 1, "a" FFFD "z"},
		{__LINE__, "\xFE\xFF", 0, FFFD FFFD},
		/* overlong */
		{__LINE__, "\xC0\xAF", 0, FFFD FFFD},
		{__LINE__, "\xC1\xBF", 0, FFFD FFFD},
		{__LINE__, "\xE0\x9F\xBF", 0, FFFD FFFD FFFD},
		{__LINE__, "\xF0\x8F\xBF\xBF", 0, FFFD FFFD FFFD FFFD},
		/* surrogates */
		{__LINE__, "\xED\xA0\x80", 0, FFFD FFFD FFFD},
		{__LINE__, "\xED\xBF\xBF", 0, FFFD FFFD FFFD},
		/* past U+10FFFF */
		{__LINE__, "\xF4\x90\x80\x80", 0, FFFD FFFD FFFD FFFD},
		{__LINE__, "\xF5\x80\x80\x80", 0, FFFD FFFD FFFD FFFD},
		/* cut short, at the end and before more */
		{__LINE__, "ab\xC3", 2, "ab" FFFD},
		{__LINE__, "ab\xE2\x82", 2, "ab" FFFD FFFD},
		{__LINE__, "ab\xF0\x9F\x98", 2, "ab" FFFD FFFD FFFD},
		{__LINE__, "\xE2\x82z", 0, FFFD FFFD "z"},
		{__LINE__, "\xC3\xC3\xBC", 0, FFFD "\xC3\xBC"},
		{__LINE__, "0123456789\xFFtail", 10, "0123456789" FFFD "tail"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		int line = cases[i].line;
		struct slice s = slice_of(cases[i].text);
		struct str out;

		str_init(&out, 100);
		CHECK_INT_AT(line, utf8_valid_len(s), cases[i].valid);
		CHECK_INT_AT(line, utf8_valid(s), cases[i].valid == s.len);
		CHECK_INT_AT(line, utf8_clean(&out, s) == 0, cases[i].valid == s.len);
		CHECK_STR_AT(line, str_cstr(&out), cases[i].clean);
		CHECK_AT(line, utf8_valid(str_slice(&out)));
		str_clear(&out);
	}
	CHECK(utf8_valid(SLICE_NONE));
}

/* Every code point goes out and comes back; what is none goes out as U+FFFD. */
TEST(utf8_round_trip)
{
	struct str s;
	size_t bad = 0;

	str_init(&s, 8);
	for (uint32_t c = 0; c < 0x110010; c++) {
		bool none = c > 0x10FFFF || (c >= 0xD800 && c < 0xE000);
		size_t n = 0;

		str_reset(&s);
		utf8_put(&s, c);
		bad += utf8_decode(str_slice(&s), &n) != (none ? 0xFFFD : c) || n != s.len;
	}
	CHECK_INT(bad, 0);
	str_clear(&s);
}

TEST(utf8_decodes_malformed)
{
	size_t n = 9;

	CHECK_INT(utf8_decode(SLICE_LIT("\xE2\x82"), &n), 0xFFFD);
	CHECK_INT(n, 1);
	CHECK_INT(utf8_decode(SLICE_NONE, &n), 0xFFFD);
	CHECK_INT(n, 0);
}

TEST(utf8_folds)
{
	static const struct {
		int line;
		const char *text, *fold;
	} cases[] = {
		{__LINE__, "", ""},
		{__LINE__, "Harbor & PINE @[`{", "harbor & pine @[`{"},
		{__LINE__, "STRASSE", "strasse"},
		{__LINE__,
		 "Stra\xC3\x9F"
		 "e",
		 "strasse"},
		{__LINE__, "\xC3\x84RGER", "\xC3\xA4rger"},
		{__LINE__, "A\xCC\x88rger", "\xC3\xA4rger"}, /* decomposed */
		{__LINE__, "\xEF\xAC\x81n", "fin"},	     /* ligature fi */
		{__LINE__,
		 "\xE2\x84\x8C"
		 "ello",
		 "hello"},				      /* fraktur capital H */
		{__LINE__, "\xEF\xBC\xA1\xEF\xBC\x91", "a1"}, /* full width */
		{__LINE__,
		 "a\xC2\xA0"
		 "b",
		 "a b"},					    /* no-break space */
		{__LINE__, "\xCE\xA3\xCF\x82", "\xCF\x83\xCF\x83"}, /* both sigmas */
		{__LINE__, "\xD0\x94\xD0\x90", "\xD0\xB4\xD0\xB0"},
		{__LINE__, "A\xFF\xC3\x84", "a" FFFD "\xC3\xA4"},
	};
	struct pool *p = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice f = utf8_fold(p, slice_of(cases[i].text));

		CHECK_SLICE_AT(cases[i].line, f, cases[i].fold);
		CHECK_SLICE_AT(cases[i].line, utf8_fold(p, f), cases[i].fold);
	}
	CHECK_INT(utf8_fold(p, SLICE_NONE).len, 0);
	CHECK_SLICE_AT(__LINE__, utf8_nfc(p, SLICE_LIT("ABC")), "ABC");
	CHECK_SLICE_AT(__LINE__, utf8_nfc(p, SLICE_LIT("A\xCC\x88\xEF\xAC\x81")),
		       "\xC3\x84\xEF\xAC\x81");
	CHECK_SLICE_AT(__LINE__, utf8_nfc(p, SLICE_LIT("o\xCC\x88\x80")), "\xC3\xB6" FFFD);
	pool_free(p);
}

/* The whole text at once, as Unicode's tables have it. */
static struct slice
fold_by_tables(struct pool *pool, struct slice s)
{
	size_t nfkc_len = 0, len = 0;
	uint8_t *nfkc = u8_normalize(UNINORM_NFKC, (const uint8_t *)s.data, s.len, NULL, &nfkc_len);
	uint8_t *text = u8_casefold(nfkc, nfkc_len, NULL, UNINORM_NFKC, NULL, &len);
	struct slice folded = pool_copy(pool, slice_make((const char *)text, len));

	free(nfkc);
	free(text);
	return folded;
}

/* Most is folded without the tables of Unicode, the rest piece by piece: never in another way. */
TEST(utf8_folds_as_the_tables_do)
{
	/* around each character: nothing, letters, one that joins, one that the tables are needed
	 * for */
	static const char *const around[][2] = {
		{"", ""},
		{"A", "B c"},
		{"\xC3\x89", "\xCC\x88x"},
		{"\xE2\x84\x8C ", " \xC3\x9F"},
	};
	struct pool *p = pool_new();

	for (uint32_t c = 1; c < 0x1F700; c = c == 0xD7FF ? 0xE000 : c + 1)
		for (size_t i = 0; i < COUNT(around); i++) {
			struct str text;

			str_init(&text, 64);
			str_addf(&text, "%s", around[i][0]);
			utf8_put(&text, c);
			str_addf(&text, "%s", around[i][1]);
			struct slice want = fold_by_tables(p, str_slice(&text));
			CHECK(slice_eq(utf8_fold(p, str_slice(&text)), want));
			str_clear(&text);
			pool_reset(p);
		}
	pool_free(p);
}

TEST(utf8_cuts)
{
	static const struct {
		int line;
		const char *text;
		size_t max;
		const char *want;
	} cases[] = {
		{__LINE__, "abc", 5, "abc"},
		{__LINE__, "abc", 3, "abc"},
		{__LINE__, "abc", 2, "ab"},
		{__LINE__, "abc", 0, ""},
		{__LINE__, "a\xC3\xBC", 2, "a"},
		{__LINE__, "a\xC3\xBC", 3, "a\xC3\xBC"},
		{__LINE__, "\xF0\x9F\x98\x80!", 4, "\xF0\x9F\x98\x80"},
		{__LINE__, "\xF0\x9F\x98\x80!", 3, ""},
		{__LINE__, "\xF0\x9F\x98\x80!", 1, ""},
		{__LINE__, "\x80\x80\x80\x80\x80\x80", 5, "\x80\x80\x80\x80\x80"}, /* garbage */
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_SLICE_AT(cases[i].line, utf8_cut(slice_of(cases[i].text), cases[i].max),
			       cases[i].want);
}

TEST(utf8_columns)
{
	static const struct {
		int line;
		const char *text;
		size_t want;
	} cases[] = {
		{__LINE__, "", 0},
		{__LINE__, "docket", 6},
		{__LINE__, "gr\xC3\xBC\xC3\x9F", 4},
		{__LINE__, "u\xCC\x88", 1},
		{__LINE__, "\xE6\x97\xA5\xE6\x9C\xAC", 4},
		{__LINE__, "\xF0\x9F\x98\x80", 2},
		{__LINE__, "\xFF", 1}, /* shown as U+FFFD */
		{__LINE__, "\xE2\x80\x8B", 0},
		{__LINE__, "\a", 0},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line, utf8_width(slice_of(cases[i].text)), cases[i].want);
}

TEST(utf8_classes)
{
	static const struct {
		int line;
		uint32_t c;
		bool letter, digit, space;
	} cases[] = {
		{__LINE__, 'a', 1, 0, 0},      {__LINE__, 'Z', 1, 0, 0},
		{__LINE__, '@', 0, 0, 0},      {__LINE__, '[', 0, 0, 0},
		{__LINE__, '`', 0, 0, 0},      {__LINE__, '{', 0, 0, 0},
		{__LINE__, '7', 0, 1, 0},      {__LINE__, ' ', 0, 0, 1},
		{__LINE__, '\n', 0, 0, 1},     {__LINE__, 0xE4, 1, 0, 0},
		{__LINE__, 0xDF, 1, 0, 0},     {__LINE__, 0x430, 1, 0, 0},
		{__LINE__, 0x65E5, 1, 0, 0},   {__LINE__, 0x663, 0, 1, 0},
		{__LINE__, 0xB2, 0, 0, 0},     {__LINE__, 0xA0, 0, 0, 1},
		{__LINE__, 0x2009, 0, 0, 1},   {__LINE__, 0x3000, 0, 0, 1},
		{__LINE__, 0x2014, 0, 0, 0},   {__LINE__, 0, 0, 0, 0},
		{__LINE__, 0x110000, 0, 0, 0},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		CHECK_INT_AT(cases[i].line, utf8_is_letter(cases[i].c), cases[i].letter);
		CHECK_INT_AT(cases[i].line, utf8_is_digit(cases[i].c), cases[i].digit);
		CHECK_INT_AT(cases[i].line, utf8_is_space(cases[i].c), cases[i].space);
	}
}
