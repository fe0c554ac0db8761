/*
 * Domains are compared by what they look like: each label decoded, each letter replaced by the
 * Latin one it resembles (a small part of Unicode UTS 39, for the letters that have been seen in
 * mail).
 */
#include "docket/domain/lookalike.h"

#include "docket/base/utf8.h"

enum {
	LOOK_MAX = 253, /* characters of a name (RFC 1035 2.3.4) */
	SHORT = 6,	/* names shorter than this differ by a letter for good reasons */
	LATIN_END = 0x24f,
};

/* What a name looks like: code points. */
struct look {
	uint32_t at[LOOK_MAX];
	size_t len;
};

/* RFC 3492 6.1 to 6.3: the parameters of Punycode and its decoder. */
enum { BASE = 36, TMIN = 1, TMAX = 26, SKEW = 38, DAMP = 700, BIAS = 72, FIRST = 0x80 };

static uint32_t
adapt(uint32_t delta, uint32_t points, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / DAMP : delta / 2;
	delta += delta / points;
	for (; delta > ((BASE - TMIN) * TMAX) / 2; k += BASE)
		delta /= BASE - TMIN;
	return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

static int
digit(char c)
{
	if (c >= 'a' && c <= 'z')
		return c - 'a';
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
}

static bool
insert(struct look *out, size_t from, size_t at, uint32_t c)
{
	if (out->len >= LOOK_MAX)
		return false;
	memmove(&out->at[from + at + 1], &out->at[from + at],
		(out->len - from - at) * sizeof(out->at[0]));
	out->at[from + at] = c;
	out->len++;
	return true;
}

/* The label behind "xn--"; false when it is malformed. */
static bool
punycode(struct slice s, struct look *out)
{
	ptrdiff_t dash = slice_rindex(s, '-');
	size_t from = out->len, next = dash > 0 ? (size_t)dash + 1 : 0;
	uint32_t n = FIRST, i = 0, bias = BIAS;

	for (ptrdiff_t k = 0; k < dash; k++)
		if (!insert(out, from, out->len - from, (unsigned char)s.data[k]))
			return false;
	while (next < s.len) {
		uint32_t old = i, w = 1;

		for (uint32_t k = BASE;; k += BASE) {
			int d = next < s.len ? digit(s.data[next++]) : -1;
			uint32_t t = k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;

			if (d < 0 || (uint32_t)d > (UINT32_MAX - i) / w)
				return false;
			i += (uint32_t)d * w;
			if ((uint32_t)d < t)
				break;
			if (w > UINT32_MAX / (BASE - t))
				return false;
			w *= BASE - t;
		}
		uint32_t points = (uint32_t)(out->len - from) + 1;
		bias = adapt(i - old, points, old == 0);
		n += i / points;
		i %= points;
		if (n > 0x10ffff || !insert(out, from, i, n))
			return false;
		i++;
	}
	return true;
}

/* The code points of a domain, its labels decoded. */
static void
decode(struct slice domain, struct look *out)
{
	struct slice label;
	bool first = true;

	out->len = 0;
	while (slice_cut(&domain, '.', &label)) {
		size_t before = out->len + !first;

		if (!first && out->len < LOOK_MAX)
			out->at[out->len++] = '.';
		first = false;
		if (slice_istarts(label, "xn--") && punycode(slice_sub(label, 4, label.len), out))
			continue;
		out->len = before < LOOK_MAX ? before : LOOK_MAX;
		for (size_t i = 0, n; i < label.len && out->len < LOOK_MAX; i += n)
			out->at[out->len++] = utf8_decode(slice_sub(label, i, label.len), &n);
	}
}

/* What a letter looks like; where several look alike, one of them stands for all. */
static uint32_t
looks_like(uint32_t c)
{
	static const struct {
		uint32_t is, like;
	} rows[] = {
		{0x430, 'a'}, {0x435, 'e'}, {0x43e, 'o'}, {0x440, 'p'}, {0x441, 'c'}, {0x445, 'x'},
		{0x443, 'y'}, {0x456, 'i'}, {0x458, 'j'}, {0x455, 's'}, {0x501, 'd'}, {0x51b, 'q'},
		{0x51d, 'w'}, {0x4bb, 'h'}, {0x4cf, 'l'}, {0x43a, 'k'}, {0x43c, 'm'}, {0x442, 't'},
		{0x432, 'b'}, {0x43d, 'h'}, {0x3b1, 'a'}, {0x3bf, 'o'}, {0x3c1, 'p'}, {0x3bd, 'v'},
		{0x3b9, 'i'}, {0x3ba, 'k'}, {0x3c5, 'u'}, {0x3c7, 'x'}, {0x3b5, 'e'}, {0x3c4, 't'},
		{0x570, 'h'}, {0x578, 'n'}, {0x57d, 'u'}, {0x585, 'o'}, {0x581, 'g'}, {0x131, 'l'},
		{'0', 'o'},   {'1', 'l'},   {'i', 'l'},	  {'5', 's'},	{'3', 'e'},   {'8', 'b'},
	};
	if (c >= 'A' && c <= 'Z')
		c |= 0x20;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (rows[i].is == c)
			return rows[i].like == 'i' ? 'l' : rows[i].like;
	return c;
}

/* Letters with marks on them count as those without. */
static uint32_t
unmarked(uint32_t c)
{
	static const char plain[] = "aaaaaaaceeeeiiiidnooooo"; /* U+00E0 to U+00F6 */

	if (c >= 0xe0 && c <= 0xf6)
		return (unsigned char)plain[c - 0xe0];
	return c >= 0xf8 && c <= 0xfc ? (c == 0xf8 ? 'o' : 'u') : c;
}

static void
skeleton(struct slice domain, struct look *out)
{
	static const struct {
		char a, b, like;
	} pairs[] = {{'r', 'n', 'm'}, {'v', 'v', 'w'}, {'c', 'l', 'd'}};
	struct look raw;

	decode(domain, &raw);
	out->len = 0;
	for (size_t i = 0; i < raw.len; i++) {
		uint32_t c = looks_like(unmarked(raw.at[i]));

		for (size_t k = 0; out->len > 0 && k < COUNT(pairs); k++) {
			if (out->at[out->len - 1] != (uint32_t)pairs[k].a ||
			    c != (uint32_t)pairs[k].b)
				continue;
			out->len--;
			c = (uint32_t)pairs[k].like;
		}
		out->at[out->len++] = c;
	}
}

static bool
same(const struct look *a, size_t i, const struct look *b, size_t k)
{
	return a->len - i == b->len - k &&
	       memcmp(&a->at[i], &b->at[k], (a->len - i) * sizeof(a->at[0])) == 0;
}

/* Equal but for one character that is more, less, other, or changed places with its neighbour. */
static bool
one_off(const struct look *a, const struct look *b)
{
	size_t i = 0;

	while (i < a->len && i < b->len && a->at[i] == b->at[i])
		i++;
	if (a->len == b->len && i + 1 < a->len && a->at[i] == b->at[i + 1] &&
	    a->at[i + 1] == b->at[i])
		return same(a, i + 2, b, i + 2);
	if (a->len == b->len)
		return i < a->len && same(a, i + 1, b, i + 1);
	return a->len > b->len ? same(a, i + 1, b, i) : same(a, i, b, i + 1);
}

bool
lookalike_domain(struct slice domain, struct slice known)
{
	struct look a, b;

	if (slice_ieq(domain, known) || domain.len == 0 || known.len == 0)
		return false;
	skeleton(domain, &a);
	skeleton(known, &b);
	if (same(&a, 0, &b, 0))
		return true;
	if (a.len > b.len + 1 && a.at[b.len] == '.' &&
	    memcmp(a.at, b.at, b.len * sizeof(a.at[0])) == 0)
		return true;
	return b.len >= SHORT && one_off(&a, &b);
}

const char *
lookalike_script(struct slice domain)
{
	static const struct {
		uint32_t first, last;
		const char *name;
	} scripts[] = {
		{0x370, 0x3ff, "Greek"},      {0x400, 0x52f, "Cyrillic"},
		{0x531, 0x58f, "Armenian"},   {0x590, 0x5ff, "Hebrew"},
		{0x600, 0x6ff, "Arabic"},     {0x10a0, 0x10ff, "Georgian"},
		{0x13a0, 0x13ff, "Cherokee"}, {0x1f00, 0x1fff, "Greek"},
	};
	struct look l;

	decode(domain, &l);
	for (size_t i = 0; i < l.len; i++) {
		for (size_t k = 0; k < COUNT(scripts); k++)
			if (l.at[i] >= scripts[k].first && l.at[i] <= scripts[k].last)
				return scripts[k].name;
		if (l.at[i] > LATIN_END)
			return "unusual";
	}
	return NULL;
}
