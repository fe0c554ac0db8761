/* Words as they are compared: lower case, without accents, ligatures opened. */
#include "lexicon.h"

#include "docket/base/utf8.h"

uint32_t
word_hash(const char *s, size_t len)
{
	uint32_t h = 2166136261u; /* FNV-1a: read byte by byte, prefixes come for free */
	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return h;
}

/* Latin letters with marks, U+00C0 to U+017F, as plain ones. A dot stands for "not a letter". */
static const char latin1[] = "aaaaaaaceeeeiiiidnooooo.ouuuuypsaaaaaaaceeeeiiiidnooooo.ouuuuypy";
static const char latina[] = "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
			     "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static char
plain_letter(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c == '`' ? '\'' : c;
}

static size_t
fold_char(uint32_t c, char out[4])
{
	if (c == 0x2019 || c == 0x2018 || c == 0x02bc || c == 0x00b4)
		c = '\'';
	if (c == 0xdf || c == 0x1e9e || c == 0x152 || c == 0x153 || c == 0xc6 || c == 0xe6) {
		memcpy(out,
		       c == 0xdf || c == 0x1e9e ? "ss"
		       : c == 0xc6 || c == 0xe6 ? "ae"
						: "oe",
		       2);
		return 2;
	}
	if (c >= 0xc0 && c <= 0xff && latin1[c - 0xc0] != '.')
		c = (unsigned char)latin1[c - 0xc0];
	else if (c >= 0x100 && c <= 0x17f)
		c = (unsigned char)latina[c - 0x100];
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

size_t
word_fold(struct slice word, char out[WORD_MAX])
{
	size_t n = 0;
	for (size_t i = 0, len; i < word.len && n + 4 < WORD_MAX; i += len) {
		uint32_t c = (unsigned char)word.data[i];
		len = 1;
		if (c < 0x80) {
			out[n++] = plain_letter((char)c);
			continue;
		}
		c = utf8_decode(slice_sub(word, i, word.len), &len);
		if (c != 0xad && c != 0xfe0f && c != 0x200d && !(c >= 0x300 && c <= 0x36f))
			n += fold_char(c, out + n);
	}
	return n;
}

static bool
is_word(const struct vocab *v, const char *word, size_t len)
{
	return vocab_find(v, word, len, word_hash(word, len)) != NULL;
}

/* "Yesss", "sooo": letters written three times and more say one, or two as in "gooood". */
static size_t
squeeze(const struct vocab *v, char *buf, size_t len)
{
	char word[WORD_MAX];
	size_t run = 1, longest = 1;
	for (size_t i = 1; i < len; i++) {
		run = buf[i] == buf[i - 1] ? run + 1 : 1;
		longest = run > longest ? run : longest;
	}
	for (size_t keep = 1; longest >= 3 && keep <= 2; keep++) {
		size_t n = 0;
		run = 0;
		for (size_t i = 0; i < len; i++) {
			run = i && buf[i] == buf[i - 1] ? run + 1 : 1;
			if (run <= keep)
				word[n++] = buf[i];
		}
		if (is_word(v, word, n)) {
			memcpy(buf, word, n);
			return n;
		}
	}
	return len;
}

/* "apprvoed", "aproved": two letters the wrong way round, or one of a pair forgotten. */
static size_t
untwist(const struct vocab *v, char *buf, size_t len)
{
	enum { LEAST = 7, MOST = 20 }; /* "singed" is not "signed"; no word people know is longer */
	char word[WORD_MAX];
	if (len < LEAST || len > MOST)
		return len;
	for (size_t i = 1; i + 1 < len; i++) {
		memcpy(word, buf, len);
		word[i] = buf[i + 1];
		word[i + 1] = buf[i];
		if (is_word(v, word, len)) {
			memcpy(buf, word, len);
			return len;
		}
	}
	for (size_t i = 1; i < len; i++) {
		memcpy(word, buf, i + 1);
		memcpy(word + i + 1, buf + i, len - i);
		if (is_word(v, word, len + 1)) {
			memcpy(buf, word, len + 1);
			return len + 1;
		}
	}
	return len;
}

size_t
vocab_mend(const struct vocab *v, char *buf, size_t len)
{
	if (len > WORD_MAX || is_word(v, buf, len))
		return len;
	size_t n = squeeze(v, buf, len);
	return n < len ? n : untwist(v, buf, len);
}
