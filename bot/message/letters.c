/*
 * Letters that are not what they look like (after Unicode UTS 39, as far as the languages docket
 * reads need it). Joiners between emoji and marks of direction beside a word are common and
 * harmless.
 */
#include "letters.h"

#include "docket/base/utf8.h"

enum letter {
	LETTER_NONE, /* no letter: digits, blanks, punctuation, emoji */
	LETTER_LATIN,
	LETTER_ALIKE,  /* of a script with letters that look like Latin ones */
	LETTER_STYLED, /* a Latin letter in disguise */
	LETTER_OTHER,  /* of any other script, as a foreign name has them */
	LETTER_UNSEEN, /* takes no room */
	LETTER_TURN,   /* text runs the other way from here */
};

static enum letter
letter_of(uint32_t c)
{
	static const struct {
		uint32_t first, last;
		enum letter is;
	} ranges[] = {
		{0xad, 0xad, LETTER_UNSEEN},	   {0xc0, 0xd6, LETTER_LATIN},
		{0xd8, 0xf6, LETTER_LATIN},	   {0xf8, 0x24f, LETTER_LATIN},
		{0x370, 0x3ff, LETTER_ALIKE},	   {0x400, 0x52f, LETTER_ALIKE},
		{0x531, 0x58f, LETTER_ALIKE},	   {0x13a0, 0x13ff, LETTER_ALIKE},
		{0x1e00, 0x1eff, LETTER_LATIN},	   {0x1f00, 0x1fff, LETTER_ALIKE},
		{0x200b, 0x200d, LETTER_UNSEEN},   {0x202a, 0x202e, LETTER_TURN},
		{0x2060, 0x2064, LETTER_UNSEEN},   {0x2066, 0x2069, LETTER_TURN},
		{0x2c60, 0x2c7f, LETTER_LATIN},	   {0xa4d0, 0xa4ff, LETTER_ALIKE},
		{0xfe00, 0xfe0f, LETTER_NONE},	   {0xfeff, 0xfeff, LETTER_UNSEEN},
		{0xff21, 0xff3a, LETTER_STYLED},   {0xff41, 0xff5a, LETTER_STYLED},
		{0x1d400, 0x1d6a5, LETTER_STYLED},
	};
	for (size_t i = 0; i < COUNT(ranges); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return ranges[i].is;
	return c > 0x24f && c < 0x1f000 && (c < 0x2000 || c > 0x2bff) && (c < 0x3000 || c > 0x303f)
		       ? LETTER_OTHER
		       : LETTER_NONE;
}

bool
letters_odd(struct slice text)
{
	bool latin = false, alike = false, unseen = false;

	for (size_t i = 0; i < text.len;) {
		unsigned char ch = (unsigned char)text.data[i];
		size_t n = 1;
		enum letter is = LETTER_NONE;

		if (ch >= 0x80)
			is = letter_of(utf8_decode(slice_sub(text, i, text.len), &n));
		else if ((unsigned char)((ch | 0x20) - 'a') < 26)
			is = LETTER_LATIN;
		i += n;
		switch (is) {
		case LETTER_TURN:
		case LETTER_STYLED: return true;
		case LETTER_UNSEEN:
			unseen |= latin || alike; /* odd if the word goes on behind it */
			continue;
		case LETTER_NONE: latin = alike = unseen = false; continue;
		case LETTER_LATIN: latin = true; break;
		case LETTER_ALIKE: alike = true; break;
		case LETTER_OTHER: break;
		}
		if (unseen || (latin && alike))
			return true;
	}
	return false;
}
