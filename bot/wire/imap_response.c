/*
 * The answer to a FETCH (RFC 3501 7.4.2), read as it comes: a body goes from the stream into the
 * frame that carries it to main, in one copy.
 */
#include "imap_fetch.h"

#include "docket/base/day.h"
#include "docket/wire/source.h"

enum { DEPTH_MAX = 20, /* of a value that nobody asked for */ ATTS_MAX = 100 };

struct cursor {
	struct imap_conn *c;
	struct slice rest; /* of the line */
	uint64_t limit;	   /* of a literal that is wanted */
	bool bad;	   /* the server speaks no IMAP, or the stream broke */
};

static void
skip_spaces(struct cursor *k)
{
	while (k->rest.len > 0 && k->rest.data[0] == ' ')
		k->rest = slice_sub(k->rest, 1, k->rest.len);
}

static bool
take_char(struct cursor *k, char c)
{
	if (k->rest.len == 0 || k->rest.data[0] != c)
		return false;
	k->rest = slice_sub(k->rest, 1, k->rest.len);
	return true;
}

static bool
bad(struct cursor *k)
{
	k->bad = true;
	stream_break(&k->c->stream, ERR_RETRY, "the server's FETCH makes no sense");
	return false;
}

static struct slice
take_until(struct cursor *k, const char *ends)
{
	size_t n = 0;
	struct slice s;

	while (n < k->rest.len && strchr(ends, k->rest.data[n]) == NULL)
		n++;
	s = slice_sub(k->rest, 0, n);
	k->rest = slice_sub(k->rest, n, k->rest.len);
	return s;
}

static bool
take_number(struct cursor *k, uint64_t max, uint64_t *out)
{
	struct slice s = take_until(k, " )");
	int64_t n;

	if (s.len == 0 || s.len > 19 || s.data[0] < '0' || s.data[0] > '9' || !slice_int(s, &n) ||
	    (uint64_t)n > max)
		return bad(k);
	*out = (uint64_t)n;
	return true;
}

/* A quoted string; out may be NULL. Its escapes are resolved. */
static bool
take_quoted(struct cursor *k, struct str *out)
{
	while (k->rest.len > 0) {
		char c = k->rest.data[0];

		k->rest = slice_sub(k->rest, 1, k->rest.len);
		if (c == '"')
			return true;
		if (c == '\\' && k->rest.len > 0) {
			c = k->rest.data[0];
			k->rest = slice_sub(k->rest, 1, k->rest.len);
		}
		if (out != NULL)
			str_addc(out, c);
	}
	return bad(k);
}

/* The literal at the line's end, into out or dropped; then goes on with the next line. */
static bool
take_literal(struct cursor *k, struct str *out)
{
	uint64_t limit = out != NULL ? k->limit : k->c->stream.budget;
	char *to = NULL;
	uint32_t len;

	if (slice_rindex(k->rest, '{') != 0)
		return bad(k);
	if (imap_literal(k->rest, limit, &len) != 1) {
		k->bad = true;
		stream_break(&k->c->stream, ERR_RETRY,
			     "the server sends a mail larger than it said");
		return false;
	}
	if (out != NULL && (to = str_room(out, len)) == NULL)
		return bad(k);
	if (stream_bytes(&k->c->stream, to, len) < 0 || stream_line(&k->c->stream, &k->rest) < 0) {
		k->bad = true;
		return false;
	}
	if (out != NULL)
		str_grown(out, len);
	return true;
}

/* nstring: NIL, quoted or literal. 1, 0 for NIL, -1. */
static int
take_nstring(struct cursor *k, struct str *out)
{
	if (take_char(k, '"'))
		return take_quoted(k, out) ? 1 : -1;
	if (slice_starts(k->rest, "{"))
		return take_literal(k, out) ? 1 : -1;
	if (slice_iis(take_until(k, " )"), "NIL"))
		return 0;
	bad(k);
	return -1;
}

/* Any value that was not asked for. */
static bool
skip_value(struct cursor *k)
{
	int depth = 0, turns = 0;

	do {
		skip_spaces(k);
		if (++turns > STREAM_LINE_MAX)
			return bad(k);
		if (take_char(k, '(')) {
			if (++depth > DEPTH_MAX)
				return bad(k);
		} else if (depth > 0 && take_char(k, ')')) {
			depth--;
		} else if (take_char(k, '"')) {
			if (!take_quoted(k, NULL))
				return false;
		} else if (slice_starts(k->rest, "{")) {
			if (!take_literal(k, NULL))
				return false;
		} else if (take_until(k, " ()\"").len == 0) {
			return bad(k);
		}
	} while (depth > 0);
	return true;
}

static bool
take_flags(struct cursor *k, uint32_t *flags)
{
	static const struct {
		const char *name;
		uint32_t flag;
	} table[] = {{"\\Seen", IMAP_FLAG_SEEN},
		     {"\\Answered", IMAP_FLAG_ANSWERED},
		     {"\\Flagged", IMAP_FLAG_FLAGGED},
		     {"\\Deleted", IMAP_FLAG_DELETED},
		     {"\\Draft", IMAP_FLAG_DRAFT}};

	*flags = 0;
	if (!take_char(k, '('))
		return bad(k);
	for (;;) {
		struct slice word;

		skip_spaces(k);
		if (take_char(k, ')'))
			return true;
		word = take_until(k, " )");
		if (word.len == 0)
			return bad(k);
		for (size_t i = 0; i < COUNT(table); i++)
			if (slice_iis(word, table[i].name))
				*flags |= table[i].flag;
	}
}

static bool
two(const char *s, int *out)
{
	char tens = s[0] == ' ' ? '0' : s[0];

	if (tens < '0' || tens > '9' || s[1] < '0' || s[1] > '9')
		return false;
	*out = (tens - '0') * 10 + (s[1] - '0');
	return true;
}

/* "17-Jul-1996 02:44:25 -0700" in ms, or 0. */
static int64_t
date_of(struct slice s)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int day, month = 0, century, year, hour, minute, second, zh, zm, offset;

	if (s.len != 26 || !two(s.data, &day) || !two(s.data + 7, &century) ||
	    !two(s.data + 9, &year) || !two(s.data + 12, &hour) || !two(s.data + 15, &minute) ||
	    !two(s.data + 18, &second) || !two(s.data + 22, &zh) || !two(s.data + 24, &zm))
		return 0;
	year += century * 100;
	while (month < 12 &&
	       !slice_ieq(slice_sub(s, 3, 6), slice_make(months + (size_t)month * 3, 3)))
		month++;
	if (month == 12 || year < 1970 || !day_exists(year, month + 1, day) || hour > 23 ||
	    minute > 59 || second > 60)
		return 0;
	offset = (zh * 60 + zm) * (s.data[21] == '-' ? -1 : 1);
	return (day_number(year, month + 1, day) * 86400 + hour * 3600 + minute * 60 + second -
		offset * 60) *
	       1000;
}

static bool
take_date(struct cursor *k, int64_t *out)
{
	struct str text;
	bool ok;

	if (!take_char(k, '"'))
		return skip_value(k);
	str_init(&text, 64);
	ok = take_quoted(k, &text);
	*out = ok ? date_of(str_slice(&text)) : 0;
	str_clear(&text);
	return ok;
}

static bool
take_att(struct cursor *k, struct imap_response *r)
{
	struct slice name = take_until(k, " )[");
	bool section = false;
	int got;

	if (slice_starts(k->rest, "[")) {
		section = true;
		take_until(k, "]");
		if (!take_char(k, ']'))
			return bad(k);
		if (slice_starts(k->rest, "<"))
			take_until(k, " )");
	}
	skip_spaces(k);
	if (section && slice_iis(name, "BODY")) {
		k->c->body.len = IMAP_MAIL_HEAD;
		got = take_nstring(k, &k->c->body);
		if (got < 0)
			return false;
		r->mail.body = got == 1;
		r->mail.nil = got == 0;
		r->mail.size = k->c->body.len - IMAP_MAIL_HEAD;
		return true;
	}
	if (slice_iis(name, "UID"))
		return take_number(k, UINT32_MAX, &r->uid);
	if (slice_iis(name, "RFC822.SIZE"))
		return r->sized = take_number(k, INT64_MAX, &r->size);
	if (slice_iis(name, "FLAGS"))
		return take_flags(k, &r->mail.flags);
	if (slice_iis(name, "INTERNALDATE"))
		return take_date(k, &r->mail.date);
	if (name.len == 0)
		return bad(k);
	return skip_value(k);
}

/* Whether line is "* n FETCH ("; then *rest is behind the parenthesis. */
static bool
is_fetch(struct slice line, struct slice *rest)
{
	struct slice s = line, number, word;

	if (!slice_starts(line, "* ") || line.data[2] < '0' || line.data[2] > '9')
		return false;
	s = slice_sub(s, 2, s.len);
	if (!slice_cut(&s, ' ', &number) || !slice_cut(&s, ' ', &word) || !slice_iis(word, "FETCH"))
		return false;
	s = slice_ltrim(s);
	if (!slice_starts(s, "("))
		return false;
	*rest = slice_sub(s, 1, s.len);
	return true;
}

static int
read_fetch(struct imap_conn *c, struct slice rest, uint64_t limit, struct imap_response *r)
{
	struct cursor k = {.c = c, .rest = rest, .limit = limit};

	memset(r, 0, sizeof(*r));
	for (int i = 0; i < ATTS_MAX; i++) {
		skip_spaces(&k);
		if (take_char(&k, ')')) {
			r->mail.uid = (uint32_t)r->uid;
			return 0;
		}
		if (!take_att(&k, r))
			return -1;
	}
	bad(&k);
	return -1;
}

int
imap_next_response(struct imap_conn *c, const char *tag, uint64_t limit, struct imap_response *r)
{
	struct slice line, rest;

	for (;;) {
		if (stream_line(&c->stream, &line) < 0)
			return -1;
		if (is_fetch(line, &rest))
			return read_fetch(c, rest, limit, r) < 0 ? -1 : 1;
		if (imap_note_tagged(&c->facts, line, tag))
			return 0;
		if (imap_pass(c, line) < 0)
			return -1;
	}
}
