/* Encoded words (RFC 2047) and parameters (RFC 2045 5.1, RFC 2231): header values as clean UTF-8.
 */
#include "header.h"

#include "charset.h"
#include "docket/base/str.h"
#include "docket/base/utf8.h"

enum {
	VALUE_MAX = 256 * 1024, /* more than any server lets through in one field */
	SECTIONS_MAX = 100,
};

int
header_base64(char c)
{
	return c >= 'A' && c <= 'Z'   ? c - 'A'
	       : c >= 'a' && c <= 'z' ? c - 'a' + 26
	       : c >= '0' && c <= '9' ? c - '0' + 52
	       : c == '+' || c == '-' ? 62
	       : c == '/' || c == '_' ? 63
				      : -1;
}

static void
add_base64(struct str *out, struct slice s)
{
	unsigned bits = 0;
	int have = 0;

	for (size_t i = 0; i < s.len && s.data[i] != '='; i++) {
		int v = header_base64(s.data[i]);
		if (v < 0)
			continue;
		bits = (bits << 6 | (unsigned)v) & 0xffffff;
		have += 6;
		if (have >= 8) {
			have -= 8;
			str_addc(out, (char)(bits >> have & 0xff));
		}
	}
}

static void
add_escaped(struct str *out, struct slice s, char mark)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.data[i] == '_' && mark == '=') {
			str_addc(out, ' ');
		} else if (s.data[i] == mark && i + 2 < s.len && slice_hex(s.data[i + 1]) >= 0 &&
			   slice_hex(s.data[i + 2]) >= 0) {
			str_addc(out, (char)((unsigned)slice_hex(s.data[i + 1]) << 4 |
						 (unsigned)slice_hex(s.data[i + 2])));
			i += 2;
		} else {
			str_addc(out, s.data[i]);
		}
	}
}

struct word {
	struct slice charset, text;
	bool base64;
	size_t len; /* of the whole, from =? to ?= */
};

/* An encoded word at the start of s. */
static bool
word_at(struct slice s, struct word *w)
{
	if (!slice_starts(s, "=?"))
		return false;
	struct slice rest = slice_sub(s, 2, s.len);
	ptrdiff_t q = slice_index(slice_sub(rest, 0, 64), '?');
	if (q <= 0 || (size_t)q + 2 >= rest.len || rest.data[q + 2] != '?')
		return false;
	char enc = (char)(rest.data[q + 1] | 0x20);
	if (enc != 'b' && enc != 'q')
		return false;
	w->charset = slice_sub(rest, 0, (size_t)q);
	ptrdiff_t lang = slice_index(w->charset, '*'); /* RFC 2231 section 5 */
	if (lang >= 0)
		w->charset.len = (size_t)lang;
	struct slice text = slice_sub(rest, (size_t)q + 3, rest.len);
	for (size_t i = 0; i + 1 < text.len; i++) {
		if (text.data[i] == '?' && text.data[i + 1] == '=') {
			/* "=?utf-8?q?=3D?=": the first ?= may belong to the text */
			w->text = slice_sub(text, 0, i);
			w->base64 = enc == 'b';
			w->len = (size_t)(text.data + i + 2 - s.data);
			return true;
		}
		/* the next word begins: so much is looked at once only */
		if (text.data[i] == '=' && text.data[i + 1] == '?' &&
		    (i + 2 >= text.len || text.data[i + 2] != '='))
			break;
		if (text.data[i] == '\n' || i > 8192)
			break;
	}
	return false;
}

size_t
header_word(struct slice s)
{
	struct word w;

	return word_at(s, &w) ? w.len : 0;
}

/* Bytes of adjacent words in one charset are joined first: some split a character between them. */
struct decoder {
	struct pool *pool;
	struct str out, pending;
	struct slice charset;
	bool word_before; /* blanks between two words vanish */
};

static void
flush(struct decoder *d)
{
	if (d->pending.len > 0)
		str_add(&d->out, charset_decode(d->pool, str_slice(&d->pending), d->charset, NULL));
	str_reset(&d->pending);
}

static void
take_word(struct decoder *d, const struct word *w)
{
	if (d->pending.len > 0 && !slice_ieq(d->charset, w->charset))
		flush(d);
	d->charset = w->charset;
	if (w->base64)
		add_base64(&d->pending, w->text);
	else
		add_escaped(&d->pending, w->text, '=');
	d->word_before = true;
}

static struct slice
decode_words(struct pool *pool, struct slice s)
{
	struct decoder d = {.pool = pool};
	struct word w;
	size_t i = 0, from = 0;

	str_init(&d.out, VALUE_MAX * 4);
	str_init(&d.pending, VALUE_MAX);
	while (i < s.len) {
		if (s.data[i] != '=' || !word_at(slice_sub(s, i, s.len), &w)) {
			i++;
			continue;
		}
		struct slice between = slice_sub(s, from, i);
		if (!d.word_before || !slice_blank(between)) {
			flush(&d);
			str_add(&d.out, between);
		}
		take_word(&d, &w);
		i += w.len;
		from = i;
	}
	flush(&d);
	str_add(&d.out, slice_sub(s, from, s.len));
	struct slice out = pool_copy(pool, str_slice(&d.out));
	str_clear(&d.out);
	str_clear(&d.pending);
	return out;
}

struct slice
header_decode(struct pool *pool, struct slice value)
{
	return header_decode_in(pool, value, SLICE_NONE);
}

struct slice
header_decode_in(struct pool *pool, struct slice value, struct slice charset)
{
	struct slice s = header_unfold(pool, slice_sub(slice_trim(value), 0, VALUE_MAX));

	/* a header is bytes of ASCII with an exception or two, never UTF-16 as its body may be */
	bool escapes = slice_index(s, '\033') >= 0;
	if (slice_istarts(charset, "utf") || (!escapes && utf8_valid(s)))
		charset = SLICE_NONE;
	s = charset_decode(pool, s, charset, NULL);
	if (slice_has(s, "=?")) {
		s = decode_words(pool, s);
		s = header_unfold(pool, s); /* a word may hold line breaks */
	}
	return s;
}

struct slice
header_token(struct pool *pool, struct slice value)
{
	struct slice s = slice_trim(value);
	size_t n = 0;
	char *out;

	while (n < s.len && n < 200 && s.data[n] != ';' && s.data[n] != '(' &&
	       (unsigned char)s.data[n] > ' ')
		n++;
	out = pool_alloc(pool, n + 1);
	for (size_t i = 0; i < n; i++) {
		char c = s.data[i];
		out[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	return slice_make(out, n);
}

/* One "name=value" behind a semicolon. */
struct param {
	struct slice name; /* without section and star */
	struct slice value;
	int section; /* RFC 2231 section 3; -1: none */
	bool extended;
};

static size_t
skip_blank(struct slice s, size_t i)
{
	while (i < s.len && ((unsigned char)s.data[i] <= ' ' || s.data[i] == ';'))
		i++;
	return i;
}

/* The quoted string at s.data[*i], backslashes resolved. */
static struct slice
quoted(struct pool *pool, struct slice s, size_t *i)
{
	char *out = pool_alloc(pool, s.len - *i + 1);
	size_t n = 0, k = *i + 1;

	for (; k < s.len && s.data[k] != '"'; k++) {
		if (s.data[k] == '\\' && k + 1 < s.len &&
		    (s.data[k + 1] == '"' || s.data[k + 1] == '\\'))
			k++;
		out[n++] = s.data[k];
	}
	*i = k < s.len ? k + 1 : k;
	return slice_make(out, n);
}

static void
split_name(struct param *p)
{
	if (slice_ends(p->name, "*")) {
		p->extended = true;
		p->name.len--;
	}
	p->section = -1;
	ptrdiff_t star = slice_index(p->name, '*');
	int64_t n;
	if (star > 0 && slice_int(slice_sub(p->name, (size_t)star + 1, p->name.len), &n) &&
	    n >= 0 && n < SECTIONS_MAX) {
		p->section = (int)n;
		p->name.len = (size_t)star;
	}
}

/* The next parameter at *i; false at the end. */
static bool
next_param(struct pool *pool, struct slice s, size_t *i, struct param *p)
{
	*i = skip_blank(s, *i);
	size_t from = *i, k = *i;

	while (k < s.len && s.data[k] != '=' && s.data[k] != ';')
		k++;
	*p = (struct param){.name = slice_trim(slice_sub(s, from, k))};
	if (k >= s.len || s.data[k] == ';') {
		*i = k;
		return k < s.len;
	}
	k++;
	while (k < s.len && (s.data[k] == ' ' || s.data[k] == '\t'))
		k++;
	if (k < s.len && s.data[k] == '"') {
		p->value = quoted(pool, s, &k);
		while (k < s.len && s.data[k] != ';')
			k++;
	} else {
		from = k;
		while (k < s.len && s.data[k] != ';')
			k++;
		p->value = slice_trim(slice_sub(s, from, k));
	}
	split_name(p);
	*i = k;
	return true;
}

/* charset'lang'text: the text, charset set aside. */
static struct slice
strip_charset(struct slice v, struct slice *charset)
{
	ptrdiff_t a = slice_index(v, '\'');
	if (a < 0)
		return v;
	struct slice rest = slice_sub(v, (size_t)a + 1, v.len);
	ptrdiff_t b = slice_index(rest, '\'');
	if (b < 0)
		return v;
	*charset = slice_sub(v, 0, (size_t)a);
	return slice_sub(rest, (size_t)b + 1, rest.len);
}

struct slice
header_param(struct pool *pool, struct slice value, const char *name)
{
	struct slice v = slice_sub(slice_trim(value), 0, VALUE_MAX);
	size_t token = 0; /* "text/plain charset=x" lacks its semicolon */
	while (token < v.len && v.data[token] != ';' && (unsigned char)v.data[token] > ' ')
		token++;
	if (token == v.len)
		return SLICE_NONE;
	struct slice s = header_unfold(pool, slice_sub(v, token, v.len));
	struct slice plain = SLICE_NONE, charset = SLICE_NONE, out;
	struct param p, part[SECTIONS_MAX] = {0};
	int top = -1;

	for (size_t i = 0; next_param(pool, s, &i, &p);) {
		if (!slice_iis(p.name, name))
			continue;
		if (p.section < 0 && !p.extended) {
			if (!plain.data)
				plain = p.value;
			continue;
		}
		int n = p.section < 0 ? 0 : p.section;
		part[n] = p;
		if (n > top)
			top = n;
	}
	if (top < 0)
		return header_decode(pool, plain);
	struct str joined;
	str_init(&joined, VALUE_MAX);
	for (int n = 0; n <= top; n++) {
		struct slice t = part[n].value;
		if (n == 0 && part[n].extended)
			t = strip_charset(t, &charset);
		if (part[n].extended)
			add_escaped(&joined, t, '%');
		else
			str_add(&joined, t);
	}
	out = charset_decode(pool, pool_copy(pool, str_slice(&joined)), charset, NULL);
	str_clear(&joined);
	return header_decode(pool, out);
}
