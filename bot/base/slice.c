/* Looks at, compares, searches and takes apart text that somebody else owns. */
#include "docket/base/slice.h"

/* Locale plays no part here: ASCII only. */
static unsigned char
lower(char c)
{
	unsigned char u = (unsigned char)c;

	return u >= 'A' && u <= 'Z' ? (unsigned char)(u | 0x20) : u;
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
same_bytes(const char *a, const char *b, size_t len)
{
	return len == 0 || memcmp(a, b, len) == 0;
}

static bool
same_letters(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (lower(a[i]) != lower(b[i]))
			return false;
	return true;
}

struct slice
slice_of(const char *cstr)
{
	return cstr == NULL ? SLICE_NONE : slice_make(cstr, strlen(cstr));
}

bool
slice_eq(struct slice a, struct slice b)
{
	return a.len == b.len && same_bytes(a.data, b.data, a.len);
}

bool
slice_is(struct slice a, const char *cstr)
{
	if (a.len > 0 && (cstr == NULL || a.data[0] != *cstr))
		return false;
	return slice_eq(a, slice_of(cstr));
}

uint64_t
slice_hash(struct slice s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.data[i]) * UINT64_C(0x100000001b3);
	return h;
}

bool
slice_ieq(struct slice a, struct slice b)
{
	return a.len == b.len && same_letters(a.data, b.data, a.len);
}

bool
slice_iis(struct slice a, const char *cstr)
{
	size_t i = 0;

	/* Tables of names are walked with this: most differ in their first letter. */
	if (cstr == NULL)
		return a.len == 0;
	while (i < a.len && cstr[i] != '\0' && same_letters(a.data + i, cstr + i, 1))
		i++;
	return i == a.len && cstr[i] == '\0';
}

int
slice_among(struct slice s, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_iis(s, names[i]))
			return (int)i;
	return -1;
}

bool
slice_starts(struct slice s, const char *prefix)
{
	struct slice p = slice_of(prefix);

	return s.len >= p.len && same_bytes(s.data, p.data, p.len);
}

bool
slice_istarts(struct slice s, const char *prefix)
{
	struct slice p = slice_of(prefix);

	return s.len >= p.len && same_letters(s.data, p.data, p.len);
}

bool
slice_ends(struct slice s, const char *suffix)
{
	struct slice p = slice_of(suffix);

	return s.len >= p.len && slice_eq(slice_sub(s, s.len - p.len, s.len), p);
}

bool
slice_iends(struct slice s, const char *suffix)
{
	struct slice p = slice_of(suffix);

	return s.len >= p.len && slice_ieq(slice_sub(s, s.len - p.len, s.len), p);
}

int
slice_cmp(struct slice a, struct slice b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common == 0 ? 0 : memcmp(a.data, b.data, common);

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

ptrdiff_t
slice_find(struct slice s, struct slice needle)
{
	const char *hit;

	if (needle.len == 0)
		return 0;
	if (needle.len > s.len)
		return -1;
	hit = memmem(s.data, s.len, needle.data, needle.len);
	return hit == NULL ? -1 : hit - s.data;
}

ptrdiff_t
slice_ifind(struct slice s, struct slice needle)
{
	unsigned char first;

	if (needle.len == 0)
		return 0;
	if (needle.len > s.len)
		return -1;
	first = lower(needle.data[0]);
	for (size_t i = 0; i <= s.len - needle.len; i++)
		if (lower(s.data[i]) == first && same_letters(s.data + i, needle.data, needle.len))
			return (ptrdiff_t)i;
	return -1;
}

ptrdiff_t
slice_index(struct slice s, char c)
{
	const char *hit = s.len == 0 ? NULL : memchr(s.data, c, s.len);

	return hit == NULL ? -1 : hit - s.data;
}

ptrdiff_t
slice_rindex(struct slice s, char c)
{
	const char *hit = s.len == 0 ? NULL : memrchr(s.data, c, s.len);

	return hit == NULL ? -1 : hit - s.data;
}

bool
slice_has(struct slice s, const char *needle)
{
	return slice_find(s, slice_of(needle)) >= 0;
}

bool
slice_ihas(struct slice s, const char *needle)
{
	return slice_ifind(s, slice_of(needle)) >= 0;
}

struct slice
slice_trim(struct slice s)
{
	return slice_rtrim(slice_ltrim(s));
}

struct slice
slice_ltrim(struct slice s)
{
	size_t i = 0;

	while (i < s.len && is_space(s.data[i]))
		i++;
	return slice_sub(s, i, s.len);
}

struct slice
slice_rtrim(struct slice s)
{
	while (s.len > 0 && is_space(s.data[s.len - 1]))
		s.len--;
	return s;
}

bool
slice_blank(struct slice s)
{
	return slice_ltrim(s).len == 0;
}

bool
slice_cut(struct slice *rest, char c, struct slice *part_out)
{
	ptrdiff_t at;
	struct slice all = *rest;

	if (all.len == 0)
		return false;
	at = slice_index(all, c);
	if (at < 0) {
		*part_out = all;
		*rest = slice_sub(all, all.len, all.len);
	} else {
		*part_out = slice_sub(all, 0, (size_t)at);
		*rest = slice_sub(all, (size_t)at + 1, all.len);
	}
	return true;
}

bool
slice_line(struct slice *rest, struct slice *line_out)
{
	struct slice line;
	size_t before = rest->len;
	bool ended;

	if (!slice_cut(rest, '\n', &line))
		return false;
	/* A CR belongs to the line end only where an LF followed it. */
	ended = before - rest->len > line.len;
	if (ended && line.len > 0 && line.data[line.len - 1] == '\r')
		line.len--;
	*line_out = line;
	return true;
}

bool
slice_int(struct slice s, int64_t *out)
{
	bool minus = s.len > 0 && s.data[0] == '-';
	int64_t n = 0;

	/* Counts downwards: INT64_MIN has no positive twin. */
	if (s.len == (minus ? 1 : 0))
		return false;
	for (size_t i = minus ? 1 : 0; i < s.len; i++) {
		if (s.data[i] < '0' || s.data[i] > '9')
			return false;
		if (__builtin_mul_overflow(n, 10, &n) ||
		    __builtin_sub_overflow(n, s.data[i] - '0', &n))
			return false;
	}
	if (!minus && __builtin_sub_overflow(0, n, &n))
		return false;
	*out = n;
	return true;
}

int
slice_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *
slice_cstr(struct slice s, char *buf, size_t size)
{
	size_t n;

	if (size == 0)
		return buf;
	n = s.len < size ? s.len : size - 1;
	if (n > 0)
		memcpy(buf, s.data, n);
	buf[n] = '\0';
	return buf;
}
