/*
 * The charset ladder. The mail's own string never reaches iconv_open: it may carry suffixes and
 * name modules nobody should load. Inside the sandbox iconv_open cannot read its tables at all.
 */
#include "charset.h"

#include <errno.h>
#include <iconv.h>
#include <uchardet.h>

#include "docket/base/utf8.h"

enum { GUESS_MIN = 200, GUESS_MAX = 64 * 1024 };

enum charset_kind {
	WIDE,	/* tried only when UTF-8 does not fit */
	SHIFTS, /* looks like ASCII or has NULs: must be tried before UTF-8 */
};

static struct charset {
	const char *iconv_name;
	const char *aliases; /* lower case, letters and digits only, each between blanks */
	enum charset_kind kind;
	bool opened;
	iconv_t handle;
} charsets[] = {
	{"ISO-8859-2", " iso88592 latin2 l2 ", WIDE, 0, 0},
	{"ISO-8859-3", " iso88593 latin3 ", WIDE, 0, 0},
	{"ISO-8859-4", " iso88594 latin4 ", WIDE, 0, 0},
	{"ISO-8859-5", " iso88595 cyrillic ", WIDE, 0, 0},
	{"ISO-8859-6", " iso88596 iso88596i iso88596e arabic ", WIDE, 0, 0},
	{"ISO-8859-7", " iso88597 greek ", WIDE, 0, 0},
	{"ISO-8859-8", " iso88598 iso88598i iso88598e hebrew ", WIDE, 0, 0},
	{"WINDOWS-1254", " iso88599 latin5 windows1254 cp1254 ", WIDE, 0, 0},
	{"ISO-8859-10", " iso885910 latin6 ", WIDE, 0, 0},
	{"CP874", " iso885911 tis620 windows874 cp874 ", WIDE, 0, 0},
	{"ISO-8859-13", " iso885913 latin7 ", WIDE, 0, 0},
	{"ISO-8859-14", " iso885914 latin8 ", WIDE, 0, 0},
	{"ISO-8859-15", " iso885915 latin9 ", WIDE, 0, 0},
	{"ISO-8859-16", " iso885916 latin10 ", WIDE, 0, 0},
	{"WINDOWS-1250", " windows1250 cp1250 xcp1250 ", WIDE, 0, 0},
	{"WINDOWS-1251", " windows1251 cp1251 xcp1251 win1251 ", WIDE, 0, 0},
	{"WINDOWS-1253", " windows1253 cp1253 ", WIDE, 0, 0},
	{"WINDOWS-1255", " windows1255 cp1255 ", WIDE, 0, 0},
	{"WINDOWS-1256", " windows1256 cp1256 ", WIDE, 0, 0},
	{"WINDOWS-1257", " windows1257 cp1257 ", WIDE, 0, 0},
	{"WINDOWS-1258", " windows1258 cp1258 ", WIDE, 0, 0},
	{"KOI8-R", " koi8r koi8 cskoi8r ", WIDE, 0, 0},
	{"KOI8-U", " koi8u koi8ru ", WIDE, 0, 0},
	{"IBM437", " ibm437 cp437 437 ", WIDE, 0, 0},
	{"CP850", " cp850 ibm850 850 ", WIDE, 0, 0},
	{"CP852", " cp852 ibm852 ", WIDE, 0, 0},
	{"CP866", " cp866 ibm866 ", WIDE, 0, 0},
	{"MACINTOSH", " macintosh macroman xmacroman mac ", WIDE, 0, 0},
	{"CP932", " shiftjis sjis xsjis mskanji windows31j cp932 shiftjisx0213 ", WIDE, 0, 0},
	{"EUC-JP", " eucjp xeucjp ", WIDE, 0, 0},
	{"ISO-2022-JP-2", " iso2022jp iso2022jp2 iso2022jp1 csiso2022jp ", SHIFTS, 0, 0},
	{"ISO-2022-KR", " iso2022kr ", SHIFTS, 0, 0},
	{"ISO-2022-CN", " iso2022cn ", SHIFTS, 0, 0},
	{"UHC", " euckr ksc56011987 ksc5601 ks_c_56011987 cp949 uhc windows949 korean ", WIDE, 0,
	 0},
	{"GB18030", " gb18030 gb2312 gbk xgbk euccn cp936 windows936 csgb2312 ", WIDE, 0, 0},
	{"BIG5-HKSCS", " big5 big5hkscs xbig5 cp950 cnbig5 ", WIDE, 0, 0},
	{"EUC-TW", " euctw ", WIDE, 0, 0},
	{"UTF-7", " utf7 unicode11utf7 unicode20utf7 ", SHIFTS, 0, 0},
	{"UTF-16", " utf16 ucs2 unicode ", SHIFTS, 0, 0},
	{"UTF-16LE", " utf16le ucs2le ", SHIFTS, 0, 0},
	{"UTF-16BE", " utf16be ucs2be ", SHIFTS, 0, 0},
	{"UTF-32", " utf32 ucs4 ", SHIFTS, 0, 0},
	{"UTF-32LE", " utf32le ", SHIFTS, 0, 0},
	{"UTF-32BE", " utf32be ", SHIFTS, 0, 0},
};

/* Latin-1 on the label means windows-1252 in practice (WHATWG Encoding 4.2). */
static const char latin_aliases[] = " iso88591 latin1 l1 cp819 ibm819 windows1252 cp1252 xansi "
				    "ansi usascii ascii ansix341968 iso646us 8bit binary ";

static bool
charset_open(struct charset *c)
{
	if (!c->opened) {
		c->handle = iconv_open("UTF-8", c->iconv_name);
		c->opened = true;
	}
	return c->handle != (iconv_t)-1;
}

int
charset_setup(struct err *e)
{
	size_t good = 0;

	for (size_t i = 0; i < COUNT(charsets); i++)
		good += charset_open(&charsets[i]);
	if (good == 0)
		return err_set(e, ERR_STOP,
			       "iconv opens no charset: libc's gconv tables are missing");
	return 0;
}

void
charset_teardown(void)
{
	for (size_t i = 0; i < COUNT(charsets); i++) {
		if (charsets[i].opened && charsets[i].handle != (iconv_t)-1)
			iconv_close(charsets[i].handle);
		charsets[i].opened = false;
	}
}

/* " iso88591 " from "ISO-8859-1", into buf; false if it is no sane name. */
static bool
alias_of(struct slice name, char *buf, size_t size)
{
	size_t n = 0;

	buf[n++] = ' ';
	for (size_t i = 0; i < name.len; i++) {
		char c = name.data[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c | 0x20);
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
			continue;
		if (n + 2 >= size)
			return false;
		buf[n++] = c;
	}
	buf[n++] = ' ';
	buf[n] = '\0';
	return n > 2;
}

static struct charset *
charset_find(const char *alias)
{
	for (size_t i = 0; i < COUNT(charsets); i++)
		if (strstr(charsets[i].aliases, alias))
			return &charsets[i];
	return NULL;
}

/* Converts all of s; returns how many bytes had to be replaced, SIZE_MAX if it cannot convert. */
static size_t
convert(struct charset *c, struct slice s, struct str *out)
{
	if (!charset_open(c))
		return SIZE_MAX;
	union {
		const char *from;
		char *to;
	} in = {.from = s.data}; /* iconv's prototype lacks the const it honours */
	char *src = in.to;
	size_t left = s.len, bad = 0;

	iconv(c->handle, NULL, NULL, NULL, NULL);
	while (left > 0) {
		size_t room = left * 2 + 64;
		char *dst = str_room(out, room);
		if (!dst)
			break;
		char *start = dst;
		size_t r = iconv(c->handle, &src, &left, &dst, &room);
		int why = errno;
		str_grown(out, (size_t)(dst - start));
		if (r != (size_t)-1)
			break;
		if (why == E2BIG)
			continue;
		utf8_put(out, 0xfffd);
		bad++;
		if (bad > 1000 && bad > s.len / 8)
			return SIZE_MAX;
		src++;
		left--;
		if (c->kind == SHIFTS)
			iconv(c->handle, NULL, NULL, NULL, NULL);
	}
	return bad;
}

/* Code points of 0x80..0x9f in windows-1252; the five holes stay the C1 controls' place. */
static const uint16_t w1252[32] = {
	0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
	0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
};

static struct slice
from_1252(struct pool *pool, struct slice s)
{
	char *out = pool_alloc(pool, s.len * 3 + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		unsigned c = (unsigned char)s.data[i];
		if (c >= 0x80 && c < 0xa0)
			c = w1252[c - 0x80];
		if (c < 0x80) {
			out[n++] = (char)c;
		} else if (c < 0x800) {
			out[n++] = (char)(0xc0 | c >> 6);
			out[n++] = (char)(0x80 | (c & 0x3f));
		} else {
			out[n++] = (char)(0xe0 | c >> 12);
			out[n++] = (char)(0x80 | (c >> 6 & 0x3f));
			out[n++] = (char)(0x80 | (c & 0x3f));
		}
	}
	return slice_make(out, n);
}

/* Few enough replacements that the charset is right and the bytes are damaged. */
static bool
fits(size_t bad, size_t len)
{
	return bad == 0 || (bad != SIZE_MAX && bad <= 1 + len / 100);
}

static bool
try_charset(struct pool *pool, struct charset *c, struct slice s, struct slice *out)
{
	struct str tmp;
	bool good;

	str_init(&tmp, s.len * 4 + 256);
	good = fits(convert(c, s, &tmp), s.len) && !str_failed(&tmp);
	if (good)
		*out = pool_copy(pool, str_slice(&tmp));
	str_clear(&tmp);
	return good;
}

static bool
guess(struct pool *pool, struct slice s, struct slice *out)
{
	if (s.len < GUESS_MIN)
		return false;
	uchardet_t ud = uchardet_new();
	char alias[64];
	bool named = false;

	if (!ud)
		return false;
	if (uchardet_handle_data(ud, s.data, s.len < GUESS_MAX ? s.len : GUESS_MAX) == 0) {
		uchardet_data_end(ud);
		named = alias_of(slice_of(uchardet_get_charset(ud)), alias, sizeof(alias));
	}
	uchardet_delete(ud);
	if (!named)
		return false;
	struct charset *c = charset_find(alias);
	return c && try_charset(pool, c, s, out);
}

/*
 * Programs cut a subject after so many bytes, often inside a picture or a typographic mark: no text
 * in windows-1252 ends so. "=" is what is left of an escape that was cut, too (RFC 2047 4.2).
 */
static bool
cut_short(struct slice s)
{
	size_t n = slice_ends(s, "=") ? s.len - 1 : s.len, from = n;

	while (from > 0 && n - from < 3 && ((unsigned char)s.data[from - 1] & 0xc0) == 0x80)
		from--;
	if (from == 0 || !utf8_valid(slice_sub(s, 0, from - 1)))
		return false;
	unsigned lead = (unsigned char)s.data[from - 1];
	return (lead == 0xf0 && n - from < 3) ||
	       (lead == 0xe2 && n - from == 1 && (unsigned char)s.data[from] < 0xa0);
}

/*
 * Mostly UTF-8 with some damaged bytes: better kept as UTF-8 than read as something else. Where
 * it is declared, half of its sequences are enough: in other charsets they hardly occur.
 */
static bool
damaged_utf8(struct pool *pool, struct slice s, bool declared, struct slice *out)
{
	struct str tmp;
	size_t bad, high = 0;

	str_init(&tmp, s.len * 3 + 16);
	bad = utf8_clean(&tmp, s);
	for (size_t i = 0; i < s.len; i++)
		high += (unsigned char)s.data[i] >= 0x80;
	bool good = (bad * (declared ? 3 : 4) <= high || (declared && cut_short(s))) &&
		    !str_failed(&tmp);
	if (good)
		*out = pool_copy(pool, str_slice(&tmp));
	str_clear(&tmp);
	return good;
}

struct slice
charset_decode(struct pool *pool, struct slice s, struct slice declared, bool *guessed_out)
{
	char alias[64];
	bool unused = false, named = alias_of(declared, alias, sizeof(alias));
	bool *guessed = guessed_out ? guessed_out : &unused;
	struct slice out = s;
	struct charset *c = named ? charset_find(alias) : NULL;

	*guessed = false;
	if (s.len == 0)
		return SLICE_NONE;
	if (c && c->kind == SHIFTS && try_charset(pool, c, s, &out))
		return out;
	if (utf8_valid(s))
		return s;
	if (c && c->kind == WIDE && try_charset(pool, c, s, &out))
		return out;
	if (named && strstr(latin_aliases, alias) && strcmp(alias, " usascii ") != 0)
		return from_1252(pool, s);
	*guessed = true;
	if (damaged_utf8(pool, s, named && strcmp(alias, " utf8 ") == 0, &out) ||
	    guess(pool, s, &out))
		return out;
	return from_1252(pool, s);
}
