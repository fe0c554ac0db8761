/* Quoted-printable, base64, encoded-words and MIME parameters, written; reading is message's. */
#include "out_encode.h"

#include "docket/base/utf8.h"

enum {
	LINE = 76,	 /* RFC 2045 6.7 (5), 6.8; RFC 2047 2 */
	WORD_MAX = 75,	 /* an encoded-word, delimiters included (RFC 2047 2) */
	PARAM_PLAIN = 60 /* longer values are cut into pieces */
};

static const char hex[] = "0123456789ABCDEF";

static char *
put_hex(char *to, unsigned char c)
{
	*to++ = '=';
	*to++ = hex[c >> 4];
	*to++ = hex[c & 15];
	return to;
}

/*
 * One line of text without its end. A dot or a "From " at the start of a line is encoded too: some
 * servers double the one and put a > before the other.
 */
static char *
qp_line(char *to, struct slice line)
{
	size_t column = 0;

	for (size_t i = 0; i < line.len; i++) {
		unsigned char c = (unsigned char)line.data[i];
		bool last = i + 1 == line.len;
		bool literal =
			(c > ' ' && c < 0x7F && c != '=') || ((c == ' ' || c == '\t') && !last);
		size_t width;

		if (column == 0 &&
		    (c == '.' || (c == 'F' && slice_starts(slice_sub(line, i, line.len), "From "))))
			literal = false;
		width = literal ? 1 : 3;
		/* The last column is the soft line break's. */
		if (column + width > LINE - 1 && !(last && column + width <= LINE)) {
			*to++ = '=';
			*to++ = '\r';
			*to++ = '\n';
			column = 0;
			if (c == '.' || c == 'F')
				literal = false;
			width = literal ? 1 : 3;
		}
		if (literal)
			*to++ = (char)c;
		else
			to = put_hex(to, c);
		column += width;
	}
	*to++ = '\r';
	*to++ = '\n';
	return to;
}

void
out_encode_qp(struct str *out, struct slice text)
{
	struct slice line;

	while (slice_line(&text, &line)) {
		/* At worst each byte takes three, and each 24 of them a soft break of three. */
		size_t most = line.len * 3 + (line.len / 24 + 2) * 3;
		char *to = str_room(out, most);

		if (to == NULL)
			return;
		str_grown(out, (size_t)(qp_line(to, line) - to));
	}
}

static const char digits64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Writes the base64 of bytes and returns where it ended. */
static char *
base64(char *to, struct slice bytes)
{
	const unsigned char *p = (const unsigned char *)bytes.data;
	size_t left = bytes.len;

	for (; left >= 3; left -= 3, p += 3) {
		*to++ = digits64[p[0] >> 2];
		*to++ = digits64[(p[0] & 3) << 4 | p[1] >> 4];
		*to++ = digits64[(p[1] & 15) << 2 | p[2] >> 6];
		*to++ = digits64[p[2] & 63];
	}
	if (left > 0) {
		*to++ = digits64[p[0] >> 2];
		*to++ = digits64[(p[0] & 3) << 4 | (left > 1 ? p[1] >> 4 : 0)];
		*to++ = left > 1 ? digits64[(p[1] & 15) << 2] : '=';
		*to++ = '=';
	}
	return to;
}

void
out_encode_base64(struct str *out, struct slice bytes)
{
	enum { BYTES = LINE / 4 * 3 };

	while (bytes.len > 0) {
		struct slice line = slice_sub(bytes, 0, BYTES);
		char *to = str_room(out, LINE + 2), *end;

		if (to == NULL)
			return;
		end = base64(to, line);
		*end++ = '\r';
		*end++ = '\n';
		str_grown(out, (size_t)(end - to));
		bytes = slice_sub(bytes, line.len, bytes.len);
	}
}

/*
 * What Q writes as itself: in a phrase the letters and a few marks, else all but = ? _. Only Q is
 * written: readers that join words before they decode them lose what follows a padded B.
 */
static bool
q_literal(unsigned char c, bool phrase)
{
	if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
		return true;
	if (phrase)
		return c != '\0' && strchr("!*+-/", c) != NULL;
	return c > ' ' && c < 0x7F && c != '=' && c != '?' && c != '_';
}

/* How many bytes of text, whole characters, fit into `room` columns; never none. */
static size_t
fitting(struct slice text, size_t room, bool phrase)
{
	size_t len = 0, width = 0;

	while (len < text.len) {
		struct slice rest = slice_sub(text, len, text.len);
		size_t n;

		(void)utf8_decode(rest, &n);
		for (size_t i = 0; i < n; i++)
			width += rest.data[i] == ' ' ||
						 q_literal((unsigned char)rest.data[i], phrase)
					 ? 1
					 : 3;
		if (width > room)
			break;
		len += n;
	}
	return len;
}

void
out_encode_words(struct str *out, struct slice text, size_t column, bool phrase)
{
	static const char open[] = "=?utf-8?Q?";
	enum { FRAME = sizeof(open) - 1 + 2 };

	while (text.len > 0) {
		size_t most = column + WORD_MAX > LINE ? LINE - column : WORD_MAX, len;
		char *start, *to;

		len = fitting(text, most - FRAME, phrase);
		start = str_room(out, WORD_MAX + 3);
		if (start == NULL)
			return;
		to = mempcpy(start, open, sizeof(open) - 1);
		for (size_t i = 0; i < len; i++) {
			unsigned char c = (unsigned char)text.data[i];

			if (c == ' ')
				*to++ = '_';
			else if (q_literal(c, phrase))
				*to++ = (char)c;
			else
				to = put_hex(to, c);
		}
		to = mempcpy(to, "?=", 2);
		text = slice_sub(text, len, text.len);
		if (text.len > 0)
			to = mempcpy(to, "\r\n ", 3);
		str_grown(out, (size_t)(to - start));
		column = 1;
	}
}

static bool
is_plain(struct slice value)
{
	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.data[i];

		if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '%' || c == '\'')
			return false;
	}
	/* Some readers decode an encoded-word even where it may not stand. */
	return value.len <= PARAM_PLAIN && !slice_has(value, "=?");
}

/* attribute-char of RFC 2231 section 7. */
static bool
is_attribute(unsigned char c)
{
	return c > ' ' && c < 0x7F && strchr("*'%()<>@,;:\\\"/[]?=", c) == NULL;
}

void
out_encode_parameter(struct str *out, const char *name, struct slice value)
{
	size_t at = 0;
	bool whole = value.len * 3 <= PARAM_PLAIN;

	if (is_plain(value)) {
		str_addf(out, ";\r\n\t%s=\"%.*s\"", name, SLICE_ARG(value));
		return;
	}
	for (int piece = 0; at < value.len; piece++) {
		size_t start = out->len;

		if (whole)
			str_addf(out, ";\r\n\t%s*=utf-8''", name);
		else
			str_addf(out, ";\r\n\t%s*%d*=%s", name, piece, piece == 0 ? "utf-8''" : "");
		while (at < value.len && out->len - start < LINE - 3 && !str_failed(out)) {
			unsigned char c = (unsigned char)value.data[at++];

			if (is_attribute(c))
				str_addc(out, (char)c);
			else
				str_addf(out, "%%%c%c", hex[c >> 4], hex[c & 15]);
		}
		if (str_failed(out))
			return;
	}
}
