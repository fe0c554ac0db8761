/* What undoes the transfer encodings of a part (RFC 2045 6), in pieces. */
#include "mime.h"

#include <gmime/gmime.h>
#include <string.h>

enum { PIECE = 48 * 1024 }; /* decoded at a time: on the stack, and a hash likes long runs */

/* RFC 2045 6.8. A table of value + 1, 0 for bytes that are skipped: half of all mail is base64. */
static const unsigned char base64_of[256] = {
	['A'] = 1,  ['B'] = 2,	['C'] = 3,  ['D'] = 4,	['E'] = 5,  ['F'] = 6,	['G'] = 7,
	['H'] = 8,  ['I'] = 9,	['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14,
	['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21,
	['V'] = 22, ['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28,
	['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35,
	['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42,
	['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49,
	['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
	['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63,
	['/'] = 64,
};

/* Whole groups of four, as far as nothing else stands between them. */
static size_t
base64_groups(const unsigned char *in, size_t len, char *out, size_t *made)
{
	size_t i = 0, n = 0;

	for (; i + 4 <= len; i += 4) {
		unsigned a = base64_of[in[i]], b = base64_of[in[i + 1]];
		unsigned c = base64_of[in[i + 2]], d = base64_of[in[i + 3]];

		if (a == 0 || b == 0 || c == 0 || d == 0)
			break;
		unsigned bits = (a - 1) << 18 | (b - 1) << 12 | (c - 1) << 6 | (d - 1);
		out[n++] = (char)(bits >> 16 & 0xff);
		out[n++] = (char)(bits >> 8 & 0xff);
		out[n++] = (char)(bits & 0xff);
	}
	*made = n;
	return i;
}

/* Padding that was left out loses no byte. */
static void
each_base64(struct slice in, mime_sink *sink, void *arg)
{
	char out[PIECE + 16];
	size_t n = 0, i = 0;
	unsigned bits = 0, have = 0;

	while (i < in.len) {
		if (have == 0) {
			size_t room = (PIECE - n) / 3 * 4, made;
			size_t len = in.len - i < room ? in.len - i : room;
			i += base64_groups((const unsigned char *)in.data + i, len, out + n, &made);
			n += made;
		}
		if (n + 3 > PIECE) {
			sink(arg, slice_make(out, n));
			n = 0;
			continue;
		}
		if (i == in.len)
			break;
		unsigned v = base64_of[(unsigned char)in.data[i]];
		if (in.data[i++] == '=' && have > 0) /* behind it comes a list's footer */
			break;
		if (v == 0)
			continue;
		bits = (bits << 6 | (v - 1)) & 0xffffff;
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[n++] = (char)(bits >> have & 0xff);
		}
	}
	if (n > 0)
		sink(arg, slice_make(out, n));
}

void
mime_each(const struct part *p, mime_sink *sink, void *arg)
{
	if (p->encoding == ENC_NONE) {
		sink(arg, p->bytes);
		return;
	}
	if (p->encoding == ENC_BASE64) {
		each_base64(p->bytes, sink, arg);
		return;
	}
	GMimeEncoding state;
	char out[PIECE + 16];
	struct slice in = p->bytes;

	if (p->encoding == ENC_UU) { /* the decoder wants the lines between begin and end */
		ptrdiff_t begin = slice_find(in, SLICE_LIT("begin "));
		struct slice line;
		if (begin >= 0) {
			in = slice_sub(in, (size_t)begin, in.len);
			slice_line(&in, &line);
		}
	}
	g_mime_encoding_init_decode(&state, p->encoding == ENC_QP
						    ? GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
						    : GMIME_CONTENT_ENCODING_UUENCODE);
	while (in.len > 0) {
		size_t n = in.len < PIECE ? in.len : PIECE;
		size_t got = g_mime_encoding_step(&state, in.data, n, out);
		sink(arg, slice_make(out, got));
		in = slice_sub(in, n, in.len);
	}
	size_t got = g_mime_encoding_flush(&state, "", 0, out);
	if (got > 0)
		sink(arg, slice_make(out, got));
}

struct bytes_sink {
	char *out;
	size_t len, max;
};

static void
collect(void *arg, struct slice piece)
{
	struct bytes_sink *b = arg;
	size_t n = piece.len < b->max - b->len ? piece.len : b->max - b->len;

	if (n > 0)
		memcpy(b->out + b->len, piece.data, n);
	b->len += n;
}

struct slice
mime_bytes(struct pool *pool, const struct part *p, size_t max)
{
	if (p->encoding == ENC_NONE)
		return slice_sub(p->bytes, 0, max);
	size_t room = p->bytes.len < max ? p->bytes.len : max;
	struct bytes_sink b = {pool_alloc(pool, room + 1), 0, room};

	mime_each(p, collect, &b);
	return slice_make(b.out, b.len);
}
