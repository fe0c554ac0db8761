/* Phrases in texts, and names that are safe in an archive. */
#include "docket/domain/closeout.h"

#include "docket/base/utf8.h"

enum {
	NAME_MAX_BYTES = 150, /* leaves room for a folder and " (12)" below 255 of most systems */
	EXT_MAX = 12,         /* a longer ending is no ending */
	SAME_NAME_MAX = 1000,
};

/* Marks that people's programs put in place of the plain ones. */
static uint32_t
plain_mark(uint32_t c)
{
	switch (c) {
	case 0x2018: case 0x2019: case 0x201a: case 0x201b: case 0x2032: case 0x00b4: case '`':
		return '\'';
	case 0x201c: case 0x201d: case 0x201e: case 0x201f: case 0x00ab: case 0x00bb:
		return '"';
	case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2212:
		return '-';
	default: return c;
	}
}

/* Folded, with plain marks, one blank for any white space, nothing for what cannot be seen. */
static struct slice
levelled(struct pool *pool, struct slice text)
{
	struct slice rest = utf8_fold(pool, text);
	struct str out;

	str_init(&out, rest.len * 2 + 8);
	while (rest.len > 0) {
		size_t n;
		uint32_t c = utf8_decode(rest, &n);

		rest = slice_sub(rest, n, rest.len);
		if (c == 0xad || (c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0xfeff)
			continue;
		if (utf8_is_space(c)) {
			if (out.len > 0 && out.data[out.len - 1] != ' ')
				str_addc(&out, ' ');
			continue;
		}
		utf8_put(&out, plain_mark(c));
	}
	struct slice copy = pool_copy(pool, slice_trim(str_slice(&out)));
	str_clear(&out);
	return copy;
}

static bool
is_word(uint32_t c)
{
	return utf8_is_letter(c) || utf8_is_digit(c);
}

/* The character that ends before byte `at`. */
static uint32_t
before(struct slice s, size_t at)
{
	size_t n, from = at;

	if (at == 0)
		return ' ';
	do
		from--;
	while (from > 0 && ((unsigned char)s.data[from] & 0xc0) == 0x80);
	return utf8_decode(slice_sub(s, from, at), &n);
}

static uint32_t
at_byte(struct slice s, size_t at)
{
	size_t n;

	return at < s.len ? utf8_decode(slice_sub(s, at, s.len), &n) : ' ';
}

bool
wording_has(struct pool *pool, struct slice text, struct slice phrase)
{
	struct slice in = levelled(pool, text), what = levelled(pool, phrase);

	if (what.len == 0)
		return false;
	/* A phrase that begins or ends with a mark, such as "100%", needs no edge there. */
	bool edge_left = is_word(at_byte(what, 0)), edge_right = is_word(before(what, what.len));
	for (size_t from = 0; from + what.len <= in.len;) {
		ptrdiff_t hit = slice_find(slice_sub(in, from, in.len), what);

		if (hit < 0)
			return false;
		size_t at = from + (size_t)hit, end = at + what.len;
		if ((!edge_left || !is_word(before(in, at))) &&
		    (!edge_right || !is_word(at_byte(in, end))))
			return true;
		from = at + 1;
	}
	return false;
}

/* What no file system chokes on: no path marks, no control or direction characters. */
static struct slice
component(struct pool *pool, struct slice given)
{
	struct slice rest = given;
	struct str out;

	for (size_t i = 0; i < given.len; i++)
		if (given.data[i] == '/' || given.data[i] == '\\')
			rest = slice_sub(given, i + 1, given.len);
	str_init(&out, rest.len * 3 + 8);
	while (rest.len > 0) {
		size_t n;
		uint32_t c = utf8_decode(rest, &n);

		rest = slice_sub(rest, n, rest.len);
		if (c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) ||
		    (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff)
			continue;
		utf8_put(&out, c < 0x80 && strchr("<>:\"|?*", (int)c) != NULL ? '_' : c);
	}
	struct slice name = utf8_nfc(pool, str_slice(&out));
	name = pool_copy(pool, name);
	str_clear(&out);
	/* Windows drops blanks and dots at an end; "." and ".." are no names. */
	while (name.len > 0 && strchr(" .", name.data[name.len - 1]) != NULL)
		name.len--;
	name = slice_ltrim(name);
	return name.len > 0 ? name : SLICE_LIT("unnamed");
}

/* Names that mean a device on Windows, whatever their ending. */
static bool
is_device(struct slice stem)
{
	static const char *const devices[] = {"con", "prn", "aux", "nul"};
	ptrdiff_t dot = slice_index(stem, '.');

	stem = dot >= 0 ? slice_sub(stem, 0, (size_t)dot) : stem;
	for (size_t i = 0; i < COUNT(devices); i++)
		if (slice_iis(stem, devices[i]))
			return true;
	return stem.len == 4 && (slice_istarts(stem, "com") || slice_istarts(stem, "lpt")) &&
	       stem.data[3] >= '0' && stem.data[3] <= '9';
}

static bool
is_taken(struct pool *pool, const slice_list *taken, struct slice name)
{
	struct slice folded = utf8_fold(pool, name);
	const struct slice *t;

	VEC_EACH(t, taken)
		if (slice_eq(utf8_fold(pool, *t), folded))
			return true;
	return false;
}

struct slice
closeout_name(struct pool *pool, slice_list *taken, const char *folder, struct slice given)
{
	struct slice name = component(pool, given);
	ptrdiff_t dot = slice_rindex(name, '.');
	size_t cut = dot > 0 && name.len - (size_t)dot <= EXT_MAX ? (size_t)dot : name.len;
	struct slice ext = slice_sub(name, cut, name.len);
	struct slice stem = utf8_cut(slice_sub(name, 0, cut), NAME_MAX_BYTES - ext.len);
	const char *mark = is_device(stem) ? "_" : "";

	for (int n = 1; n <= SAME_NAME_MAX; n++) {
		struct slice path =
			n == 1 ? pool_slicef(pool, "%s%s%.*s%.*s", folder, mark, SLICE_ARG(stem),
		                             SLICE_ARG(ext))
			       : pool_slicef(pool, "%s%s%.*s (%d)%.*s", folder, mark, SLICE_ARG(stem), n,
		                             SLICE_ARG(ext));
		if (!is_taken(pool, taken, path)) {
			VEC_ADD(taken, pool, path);
			return path;
		}
	}
	return SLICE_NONE; /* more files than a version may have */
}
