/* Lines of a text: what marks them as entries of a list, and which breaks a mail program made. */
#include "text_lines.h"

#include "docket/base/utf8.h"

/* Whether text goes on with a month as German writes it behind a day's number. */
static bool
german_month(struct slice text)
{
	static const char *const months[] = {
		"januar", "jänner", "februar",	 "märz",    "april",	"mai",	   "juni",
		"juli",	  "august", "september", "oktober", "november", "dezember"};
	for (size_t i = 0; i < COUNT(months); i++) {
		size_t n = strlen(months[i]);
		if (slice_istarts(text, months[i]) &&
		    (text.len == n || (unsigned char)text.data[n] < 'A'))
			return true;
	}
	return false;
}

size_t
line_mark(struct slice text, size_t at, size_t end, struct line_mark *out)
{
	size_t start = at, len;
	while (at < end && (text.data[at] == ' ' || text.data[at] == '\t'))
		at++;
	*out = (struct line_mark){.indent = (uint16_t)(at - start > 200 ? 200 : at - start)};
	if (at >= end)
		return at;
	uint32_t c = utf8_decode(slice_sub(text, at, end), &len);
	if (c == '-' || c == '*' || c == '+' || c == 0x2022 || c == 0x2013 || c == 0x2014 ||
	    c == 0xb7 || c == 0x25cf || c == 0x25aa || c == 0x25e6 || c == 0x2023 || c == '>') {
		if (at + len < end && text.data[at + len] == ' ') {
			out->bullet = true;
			return at + len;
		}
		return at;
	}
	size_t k = at, n = 0;
	while (k < end && text.data[k] >= '0' && text.data[k] <= '9' && k - at < 3)
		n = n * 10 + (size_t)(text.data[k++] - '0');
	bool letter = k == at && k + 1 < end && text.data[k] >= 'a' && text.data[k] <= 'h' &&
		      (text.data[k + 1] == ')' || text.data[k + 1] == '.');
	if (letter)
		k++;
	if (k > at && k + 1 < end && (text.data[k] == ')' || text.data[k] == '.') &&
	    text.data[k + 1] == ' ') {
		if (text.data[k] == '.' && german_month(slice_sub(text, k + 2, end)))
			return at; /* "12. Juni" is a date, no item of a list */
		out->bullet = true;
		out->number = (uint32_t)n;
		return k + 1;
	}
	return at;
}

bool
line_next(struct slice text, size_t at, size_t *end)
{
	if (at >= text.len)
		return false;
	const char *nl = memchr(text.data + at, '\n', text.len - at);
	*end = nl ? (size_t)(nl - text.data) : text.len;
	return true;
}

static size_t
line_width(struct slice text)
{
	size_t widest = 0, end = 0;
	for (size_t at = 0; line_next(text, at, &end); at = end + 1)
		if (end - at > widest)
			widest = end - at;
	return widest;
}

enum {
	WRAP_MIN = 58,
	WRAP_MAX = 110,	 /* no mail program wraps earlier, or later */
	WRAP_USUAL = 72, /* where most wrap (RFC 3676, 4.2), even a text of only two lines */
	WRAP_SLACK = 6	 /* to 78, the limit of the same section */
};

static size_t
wide_lines(struct slice text, size_t widest)
{
	enum { RAGGED = 14 }; /* the word that did not fit any more is rarely longer */
	size_t wide = 0, end = 0;
	for (size_t at = 0; line_next(text, at, &end); at = end + 1)
		wide += end - at + RAGGED > widest;
	return wide;
}

struct line_wrap
line_wrap(struct slice text)
{
	size_t width = line_width(text);
	return (struct line_wrap){width, wide_lines(text, width)};
}

/*
 * "0:32 …", "p. 11 - …", "Seite 4: …": a line that names its place stands for itself. Without a
 * mark behind the number it does when the line before opens with the same word and a number.
 */
static bool
place_opens(struct slice line, struct slice before)
{
	enum { PLACE_WORD = 12 };
	size_t k = 0, digits;
	while (k < line.len && k <= PLACE_WORD && line.data[k] != ' ' && line.data[k] != '.' &&
	       !(line.data[k] >= '0' && line.data[k] <= '9'))
		k++;
	bool word = k > 0, same = k > 0 && before.len > k &&
				  slice_ieq(slice_sub(before, 0, k), slice_sub(line, 0, k));
	while (k < line.len && (line.data[k] == '.' || line.data[k] == ' ') && word)
		k++;
	for (digits = 0; k < line.len && line.data[k] >= '0' && line.data[k] <= '9'; digits++)
		k++;
	if (!digits || digits > 3 || k >= line.len)
		return false;
	if (!word)
		return line.data[k] == ':' && k + 1 < line.len && line.data[k + 1] >= '0' &&
		       line.data[k + 1] <= '5';
	if (same)
		return true;
	while (k < line.len && line.data[k] == ' ')
		k++;
	line = slice_sub(line, k, line.len);
	return slice_starts(line, ":") || slice_starts(line, "-") || slice_starts(line, ")") ||
	       slice_starts(line, "–");
}

/* "Wine list: …" */
static bool
label_opens(struct slice line)
{
	enum { LABEL_BYTES = 32, LABEL_SPACES = 3 };
	size_t spaces = 0;
	for (size_t i = 0; i < line.len && i < LABEL_BYTES && spaces <= LABEL_SPACES; i++) {
		spaces += line.data[i] == ' ';
		if (line.data[i] == ':')
			return i + 1 == line.len || line.data[i + 1] == ' ';
	}
	return false;
}

/* 'put "Irish' and 'Sea" back': words in quotes that begin on one line and end on the next. */
static bool
quote_goes_on(struct slice line, struct slice next)
{
	unsigned here = 0, there = 0;
	for (size_t i = 0; i < line.len; i++)
		here += line.data[i] == '"';
	for (size_t i = 0; i < next.len; i++)
		there += next.data[i] == '"';
	return here % 2 && there % 2;
}

bool
line_runs_on(struct slice text, size_t at, size_t end, const struct line_wrap *wrap, bool lower)
{
	struct slice next;
	struct line_mark mark;
	size_t stop = 0, word = 0;
	if (!line_next(text, end + 1, &stop))
		return false;
	next = slice_sub(text, end + 1, stop);
	if (slice_blank(next))
		return false;
	(void)line_mark(text, end + 1, stop, &mark);
	if (mark.bullet)
		return false;
	next = slice_ltrim(next);
	while (word < next.len && next.data[word] != ' ')
		word++;
	struct slice line = slice_rtrim(slice_sub(text, at, end));
	if (line.len < 25 || wrap->width > WRAP_MAX)
		return false;
	if (label_opens(next) || place_opens(next, line))
		return false; /* a label opens a line of its own */
	bool full = line.len + 1 + word > wrap->width && wrap->width >= WRAP_MIN && wrap->wide > 1;
	char last = line.data[line.len - 1], first = next.data[0];
	bool runs_on = !strchr(".!?:;", last) && (first >= 'a' && first <= 'z') && line.len >= 40 &&
		       !lower && (wrap->width >= WRAP_MIN || last == ',');
	/* who begins in lower case writes by thumb: the next line's tells nothing */
	bool wrapped = line.len + 1 + word > WRAP_USUAL && line.len <= WRAP_USUAL + WRAP_SLACK &&
		       !strchr(".!?:;", last) && first >= 'a' && first <= 'z' &&
		       !(lower && wrap->wide <= 1);
	return full || runs_on || wrapped || quote_goes_on(line, next);
}
