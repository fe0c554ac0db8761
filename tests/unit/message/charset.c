/* The charset ladder. */
#include "../check.h"

#include "../../../bot/message/charset.h"

TEST(charset_decode)
{
	static const struct {
		int line;
		const char *bytes, *declared, *want;
		bool guessed;
	} cases[] = {
		{__LINE__, "plain", "us-ascii", "plain", false},
		{__LINE__, "caf\xc3\xa9", "utf-8", "café", false},
		{__LINE__, "caf\xc3\xa9", "iso-8859-1", "café", false}, /* valid UTF-8 wins */
		{__LINE__, "caf\xe9", "iso-8859-1", "café", false},
		{__LINE__, "\x93quoted\x94", "iso-8859-1", "“quoted”", false},
		{__LINE__, "caf\xe9", "utf-8", "café", true},
		{__LINE__, "caf\xe9", "", "café", true},
		{__LINE__, "\xf0\xd2\xc9\xd7\xc5\xd4", "KOI8-R", "Привет", false},
		{__LINE__, "\xcf\xf0\xe8\xe2\xe5\xf2", "cp-1251", "Привет", false},
		{__LINE__, "\x82\xa0", "x-sjis", "あ", false},
		{__LINE__, "\xb0\xa1", "ks_c_5601-1987", "가", false},
		{__LINE__, "+AOk-", "unicode-1-1-utf-7", "é", false},
		{__LINE__, "caf\xe9", "UTF-8//IGNORE", "café", true},
		{__LINE__, "caf\xe9", "../../evil", "café", true},
		/* cut inside a picture, a dash; words that only end in such a byte */
		{__LINE__, "hello \xf0", "utf-8", "hello \xef\xbf\xbd", true},
		{__LINE__, "hello\xf0=", "utf-8", "hello\xef\xbf\xbd=", true},
		{__LINE__, "a\xe2\x80", "utf-8", "a\xef\xbf\xbd\xef\xbf\xbd", true},
		{__LINE__, "envi\xf3", "utf-8", "envió", true},
		{__LINE__, "Oui, valid\xe9\x85", "utf-8", "Oui, validé…", true},
		{__LINE__, "voil\xe0\xa0!", "utf-8", "voilà\xc2\xa0!", true},
		{__LINE__, "vi\xf0 erum", "utf-8", "við erum", true},
		{__LINE__, "vi\xf0", "", "við", true},
		{__LINE__, "\xa4", "iso-8859-15", "€", false},
		{__LINE__, "\xb1", "iso-8859-2", "ą", false},
	};
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		bool guessed = false;
		struct slice got = charset_decode(pool, slice_of(cases[i].bytes),
						  slice_of(cases[i].declared), &guessed);
		CHECK_SLICE_AT(cases[i].line, got, cases[i].want);
		CHECK_INT_AT(cases[i].line, guessed, cases[i].guessed);
	}
	pool_free(pool);
}
