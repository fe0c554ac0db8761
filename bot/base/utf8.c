/* Checks, decodes, cleans, cuts, measures and folds UTF-8. Unicode's tables are libunistring's. */
#include "docket/base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <uniwidth.h>
#include <unistd.h>

static const uint32_t REPLACEMENT = 0xFFFD;
static const char REPLACEMENT_BYTES[] = "\xEF\xBF\xBD";

static size_t
ascii_len(struct slice s)
{
	size_t i = 0;

	for (; i + 8 <= s.len; i += 8) {
		uint64_t eight;

		memcpy(&eight, s.data + i, 8);
		if (eight & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < s.len && (unsigned char)s.data[i] < 0x80)
		i++;
	return i;
}

/*
 * Length of the well-formed sequence at p, 0 if there is none. The bounds of the second byte are
 * those of RFC 3629 section 4: they shut out overlong forms, surrogates and what is past U+10FFFF.
 */
static size_t
sequence(const unsigned char *p, size_t len)
{
	unsigned char low = 0x80, high = 0xBF;
	size_t n;

	if (len == 0)
		return 0;
	if (p[0] < 0x80)
		return 1;
	if (p[0] >= 0xC2 && p[0] <= 0xDF) {
		n = 2;
	} else if ((p[0] & 0xF0) == 0xE0) {
		n = 3;
		low = p[0] == 0xE0 ? 0xA0 : 0x80;
		high = p[0] == 0xED ? 0x9F : 0xBF;
	} else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
		n = 4;
		low = p[0] == 0xF0 ? 0x90 : 0x80;
		high = p[0] == 0xF4 ? 0x8F : 0xBF;
	} else {
		return 0;
	}
	if (len < n || p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < n; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	return n;
}

size_t
utf8_valid_len(struct slice s)
{
	size_t i = 0;

	while (i < s.len) {
		size_t n;

		i += ascii_len(slice_sub(s, i, s.len));
		if (i == s.len)
			break;
		n = sequence((const unsigned char *)s.data + i, s.len - i);
		if (n == 0)
			break;
		i += n;
	}
	return i;
}

bool
utf8_valid(struct slice s)
{
	return utf8_valid_len(s) == s.len;
}

uint32_t
utf8_decode(struct slice s, size_t *len_out)
{
	static const unsigned char lead[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
	const unsigned char *p = (const unsigned char *)s.data;
	size_t n = sequence(p, s.len);
	uint32_t c;

	if (n == 0) {
		*len_out = s.len > 0 ? 1 : 0;
		return REPLACEMENT;
	}
	c = p[0] & lead[n];
	for (size_t i = 1; i < n; i++)
		c = c << 6 | (p[i] & 0x3F);
	*len_out = n;
	return c;
}

void
utf8_put(struct str *out, uint32_t codepoint)
{
	static const unsigned char lead[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
	uint32_t c = codepoint;
	unsigned char bytes[4];
	size_t n;

	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		c = REPLACEMENT;
	n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n; i-- > 1; c >>= 6)
		bytes[i] = (unsigned char)(0x80 | (c & 0x3F));
	bytes[0] = (unsigned char)(lead[n] | c);
	str_add(out, slice_make((const char *)bytes, n));
}

size_t
utf8_clean(struct str *out, struct slice s)
{
	size_t replaced = 0;

	for (;;) {
		size_t good = utf8_valid_len(s);

		str_add(out, slice_sub(s, 0, good));
		if (good == s.len)
			return replaced;
		str_add(out, SLICE_LIT(REPLACEMENT_BYTES));
		replaced++;
		s = slice_sub(s, good + 1, s.len);
	}
}

/* s itself if it is well-formed, else a cleaned copy: libunistring refuses anything else. */
static struct slice
well_formed(struct pool *pool, struct slice s)
{
	struct slice clean;
	struct str out;

	if (utf8_valid(s))
		return s;
	str_init(&out, SIZE_MAX);
	(void)utf8_clean(&out, s);
	clean = pool_copy(pool, str_slice(&out));
	str_clear(&out);
	return clean;
}

/* Moves libunistring's result into the pool. It is NULL only for want of memory: see pool.h. */
static struct slice
adopt(struct pool *pool, uint8_t *text, size_t len)
{
	struct slice copy;

	if (text == NULL) {
		static const char said[] = "docket: out of memory\n";
		ssize_t n = write(STDERR_FILENO, said, sizeof(said) - 1);

		(void)n;
		_exit(EX_SOFTWARE);
	}
	copy = pool_copy(pool, slice_make((const char *)text, len));
	free(text);
	return copy;
}

static struct slice
normalize(struct pool *pool, uninorm_t form, struct slice s)
{
	size_t len = 0;
	uint8_t *text = u8_normalize(form, (const uint8_t *)s.data, s.len, NULL, &len);

	return adopt(pool, text, len);
}

/* How far a text was folded: `read` bytes of it became `written`. */
struct folded {
	size_t read, written;
};

/*
 * Folds what most mail is made of: ASCII, the letters U+00C0 to U+00FF and the marks of Western
 * print, none of which gets longer. Stops at anything else, before the last ASCII character: a mark
 * that follows may join the letter before it, but nothing joins what stands before an ASCII
 * character.
 */
static struct folded
fold_western(struct slice s, char *out)
{
	struct folded at = {0, 0}, safe = at;

	while (at.read < s.len) {
		unsigned char c = (unsigned char)s.data[at.read];
		unsigned char next = at.read + 1 < s.len ? (unsigned char)s.data[at.read + 1] : 0;
		char *to = out + at.written;
		size_t n = 2;

		if (c < 0x80) {
			safe = at;
			n = 1;
			*to = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : (char)c;
		} else if (c == 0xC3 && next == 0x9F) { /* a sharp s */
			memcpy(to, "ss", n);
		} else if (c == 0xC3 && next >= 0x80 && next <= 0xBF) {
			to[0] = (char)c;
			to[1] = (char)(next < 0x9F && next != 0x97 ? next + 0x20 : next);
		} else if (c == 0xE2 && next == 0x80 && at.read + 2 < s.len &&
			   strchr("\x93\x94\x98\x99\x9C\x9D\x9E\xA6", s.data[at.read + 2]) &&
			   s.data[at.read + 2]) {
			n = 3; /* dashes, marks of quotation, and an ellipsis, which is three stops
				*/
			memcpy(to, s.data[at.read + 2] == '\xA6' ? "..." : s.data + at.read, n);
		} else {
			return safe;
		}
		at.read += n;
		at.written += n;
	}
	return at;
}

/* To the next ASCII character behind what is not. */
static size_t
strange_len(struct slice s)
{
	size_t n = 0;

	while (n < s.len && (unsigned char)s.data[n] < 0x80)
		n++;
	while (n < s.len && (unsigned char)s.data[n] >= 0x80)
		n++;
	return n;
}

static struct slice
fold_strange(struct pool *pool, struct slice s)
{
	size_t len = 0;
	uint8_t *text;

	/* NFKC first too: fraktur H has no case of its own before it has become an H. */
	s = normalize(pool, UNINORM_NFKC, s);
	text = u8_casefold((const uint8_t *)s.data, s.len, NULL, UNINORM_NFKC, NULL, &len);
	return adopt(pool, text, len);
}

struct slice
utf8_fold(struct pool *pool, struct slice s)
{
	char *folded = pool_alloc(pool, s.len + 1);
	struct folded done = fold_western(s, folded);
	struct slice whole;
	struct str out;

	if (done.read == s.len)
		return slice_make(folded, done.written);
	str_init(&out, SIZE_MAX);
	for (s = well_formed(pool, s);;) {
		size_t strange;

		str_add(&out, slice_make(folded, done.written));
		s = slice_sub(s, done.read, s.len);
		if (s.len == 0)
			break;
		strange = strange_len(s);
		str_add(&out, fold_strange(pool, slice_sub(s, 0, strange)));
		s = slice_sub(s, strange, s.len);
		done = fold_western(s, folded);
	}
	whole = pool_copy(pool, str_slice(&out));
	str_clear(&out);
	return whole;
}

struct slice
utf8_nfc(struct pool *pool, struct slice s)
{
	if (ascii_len(s) == s.len)
		return pool_copy(pool, s);
	return normalize(pool, UNINORM_NFC, well_formed(pool, s));
}

struct slice
utf8_cut(struct slice s, size_t max)
{
	size_t end = max;

	if (s.len <= max)
		return s;
	/* A character has three bytes behind its first at most; more of them is no character. */
	while (end > 0 && max - end < 3 && (s.data[end] & 0xC0) == 0x80)
		end--;
	if ((s.data[end] & 0xC0) == 0x80)
		end = max;
	return slice_sub(s, 0, end);
}

size_t
utf8_width(struct slice s)
{
	size_t columns = 0;

	while (s.len > 0) {
		size_t n;
		uint32_t c = utf8_decode(s, &n);
		int width = c >= 0x20 && c < 0x7F ? 1 : uc_width(c, "UTF-8");

		if (width > 0)
			columns += (size_t)width;
		s = slice_sub(s, n, s.len);
	}
	return columns;
}

bool
utf8_is_letter(uint32_t c)
{
	if (c < 0x80)
		return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
	return uc_is_property_alphabetic(c);
}

bool
utf8_is_digit(uint32_t c)
{
	if (c < 0x80)
		return c >= '0' && c <= '9';
	return uc_is_general_category(c, UC_DECIMAL_DIGIT_NUMBER);
}

bool
utf8_is_space(uint32_t c)
{
	if (c < 0x80)
		return c == ' ' || (c >= '\t' && c <= '\r');
	return uc_is_property_white_space(c);
}
