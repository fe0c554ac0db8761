/* One pass over the value, one state machine: no backtracking, whatever the nesting. */
#include "address.h"

#include "header.h"

enum { LOCAL_MAX = 320 };

/* An address being collected. */
struct gather {
	struct str words;   /* display name, or the bare address */
	struct str angle;   /* between < and > */
	struct str comment; /* text of ( ) */
	size_t named;	    /* length of words when the angle opened */
	bool in_angle, had_angle, had_quotes;
};

static bool
plain_byte(char c)
{
	return (unsigned char)c > ' ' && c != '<' && c != '>' && c != '(' && c != ')' && c != ',' &&
	       c != ';' && c != '"' && c != 0x7f;
}

struct slice
addr_clean(struct pool *pool, struct slice text)
{
	struct slice s = slice_trim(text);

	ptrdiff_t open = slice_rindex(s, '<');
	if (open >= 0) {
		s = slice_sub(s, (size_t)open + 1, s.len);
		ptrdiff_t close = slice_index(s, '>');
		if (close >= 0)
			s.len = (size_t)close;
	}
	if (slice_istarts(s, "mailto:"))
		s = slice_sub(s, 7, s.len);
	while (s.len > 0 && strchr("'\"<> \t.", s.data[0]) && s.data[0])
		s = slice_sub(s, 1, s.len);
	while (s.len > 0 && strchr("'\"<>,;: \t.", s.data[s.len - 1]) && s.data[s.len - 1])
		s.len--;
	ptrdiff_t at = slice_rindex(s, '@');
	if (at <= 0 || (size_t)at + 1 >= s.len || s.len > LOCAL_MAX)
		return SLICE_NONE;
	char *out = pool_alloc(pool, s.len + 1);
	for (size_t i = 0; i < s.len; i++) {
		char c = s.data[i];
		if (!plain_byte(c) && c != '"')
			return SLICE_NONE;
		out[i] = i > (size_t)at && c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	return slice_make(out, s.len);
}

struct slice
addr_domain(struct slice mailbox)
{
	ptrdiff_t at = slice_rindex(mailbox, '@');

	return at < 0 ? SLICE_NONE : slice_sub(mailbox, (size_t)at + 1, mailbox.len);
}

bool
addr_sendable(struct slice mailbox)
{
	size_t ats = 0;

	if (mailbox.len < 3 || mailbox.len > 254)
		return false;
	for (size_t i = 0; i < mailbox.len; i++) {
		char c = mailbox.data[i];
		if (!plain_byte(c) || (unsigned char)c > 0x7e || c == '\\')
			return false;
		ats += c == '@';
	}
	return ats == 1 && mailbox.data[0] != '@' && mailbox.data[mailbox.len - 1] != '@';
}

/* 'Name' and "Name" lose the quotes that some programs put inside the quoted string. */
static struct slice
unquote(struct slice s)
{
	s = slice_trim(s);
	while (s.len >= 2 && (s.data[0] == '\'' || s.data[0] == '"') &&
	       s.data[s.len - 1] == s.data[0])
		s = slice_trim(slice_sub(s, 1, s.len - 1));
	return s;
}

static void
finish(struct pool *pool, struct gather *g, size_t max, addr_list *out)
{
	struct slice words = slice_trim(str_slice(&g->words));
	struct slice comment = slice_trim(str_slice(&g->comment));
	struct addr a = {SLICE_NONE, SLICE_NONE};

	if (g->had_angle) {
		struct slice spec = slice_trim(str_slice(&g->angle));
		ptrdiff_t route = slice_starts(spec, "@") ? slice_index(spec, ':') : -1;
		a.mailbox = addr_clean(pool, slice_sub(spec, (size_t)(route + 1), spec.len));
		a.name = unquote(header_decode(pool, words.len > 0 ? words : comment));
	} else if (slice_index(words, '@') >= 0 && !slice_has(words, "=?")) {
		/* "john doe a@b" without brackets: the word with the @ */
		ptrdiff_t at = slice_rindex(words, '@');
		size_t from = (size_t)at, to = (size_t)at;
		while (from > 0 && words.data[from - 1] != ' ')
			from--;
		while (to < words.len && words.data[to] != ' ')
			to++;
		a.mailbox = addr_clean(pool, slice_sub(words, from, to));
		struct slice before = slice_trim(slice_sub(words, 0, from));
		a.name = unquote(header_decode(pool, before.len > 0 ? before : comment));
	} else if (words.len > 0) {
		a.name = unquote(header_decode(pool, words));
	}
	if ((a.name.len > 0 || a.mailbox.len > 0) && out->len < max)
		VEC_ADD(out, pool, a);
	str_reset(&g->words);
	str_reset(&g->angle);
	str_reset(&g->comment);
	g->in_angle = g->had_angle = g->had_quotes = false;
}

/* A quoted string from s.data[i]; returns the index behind it. */
static size_t
take_quoted(struct slice s, size_t i, struct str *to, bool keep_quotes)
{
	if (keep_quotes)
		str_addc(to, '"');
	for (i++; i < s.len && s.data[i] != '"'; i++) {
		if (s.data[i] == '\\' && i + 1 < s.len)
			i++;
		str_addc(to, s.data[i]);
	}
	if (keep_quotes)
		str_addc(to, '"');
	return i < s.len ? i + 1 : i;
}

static size_t
take_comment(struct slice s, size_t i, struct str *to)
{
	size_t depth = 1;

	for (i++; i < s.len; i++) {
		char c = s.data[i];
		if (c == '\\' && i + 1 < s.len)
			c = s.data[++i];
		else if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0)
			return i + 1;
		str_addc(to, c);
	}
	return i;
}

/* A name ends in a colon and begins a group (RFC 5322 3.4), unless it is part of an address. */
static bool
group_colon(const struct gather *g)
{
	struct slice words = str_slice(&g->words);

	return !g->in_angle && slice_index(words, '@') < 0;
}

static size_t
take_one(struct pool *pool, struct slice s, size_t i, struct gather *g)
{
	char c = s.data[i];

	(void)pool;
	if (c == '"') {
		/* a quoted local part keeps its quotes, a quoted name does not */
		struct str *to = g->in_angle ? &g->angle : &g->words;
		size_t from = to->len, end = take_quoted(s, i, to, false);
		if (end < s.len && s.data[end] == '@') {
			str_cut(to, from);
			return take_quoted(s, i, to, true);
		}
		return end;
	}
	if (c == '(' && !g->in_angle)
		return take_comment(s, i, &g->comment);
	if (c == '<') {
		if (g->had_angle) /* "<<a@b>" */
			str_reset(&g->angle);
		g->named = g->words.len;
		g->in_angle = g->had_angle = true;
		return i + 1;
	}
	if (c == '>') {
		g->in_angle = false;
		return i + 1;
	}
	str_addc(g->in_angle ? &g->angle : &g->words, c);
	return i + 1;
}

/* "Ann <a@x.example> Bob <b@x.example>": an address has closed, and words have come since. */
static bool
comma_left_out(const struct gather *g)
{
	return g->had_angle && !g->in_angle && slice_index(str_slice(&g->angle), '@') > 0 &&
	       g->words.len > g->named;
}

struct addr
address_local(struct pool *pool, struct slice value)
{
	const struct addr none = {SLICE_NONE, SLICE_NONE};
	struct slice s = header_unfold(pool, value), name = SLICE_NONE;
	ptrdiff_t open = slice_rindex(s, '<'), close = slice_rindex(s, '>');
	ptrdiff_t comment = slice_index(s, '(');

	if (open >= 0 && close > open) {
		name = slice_sub(s, 0, (size_t)open);
		s = slice_sub(s, (size_t)open + 1, (size_t)close);
	} else if (comment > 0 && slice_ends(s, ")")) {
		name = slice_sub(s, (size_t)comment + 1, s.len - 1);
		s = slice_sub(s, 0, (size_t)comment);
	}
	s = slice_trim(s);
	for (size_t i = 0; i < s.len; i++)
		if (!plain_byte(s.data[i]) || (unsigned char)s.data[i] > 0x7e || s.data[i] == ':' ||
		    s.data[i] == '@' || s.data[i] == '?')
			return none;
	return (struct addr){unquote(header_decode(pool, name)), s};
}

void
address_list(struct pool *pool, struct slice value, size_t max, addr_list *out)
{
	struct slice s = header_unfold(pool, value);
	struct gather g = {0};
	size_t start = out->len;

	str_init(&g.words, 4096);
	str_init(&g.angle, 2048);
	str_init(&g.comment, 4096);
	for (size_t i = 0; i < s.len && out->len - start < max;) {
		char c = s.data[i];
		size_t word = c == '=' && !g.in_angle ? header_word(slice_sub(s, i, s.len)) : 0;
		if (word > 0) { /* "=?utf-8?q?Lee,_Ann?=": its comma ends no address */
			str_add(&g.words, slice_sub(s, i, i + word));
			i += word;
			continue;
		}
		bool stop = c == ';' ||
			    (c == ',' && !(g.in_angle && slice_starts(str_slice(&g.angle), "@")));
		if (c == ':' && group_colon(&g)) {
			str_reset(&g.words); /* the group's name */
			i++;
		} else if (stop) {
			finish(pool, &g, start + max, out);
			i++;
		} else if (c == '<' && comma_left_out(&g)) {
			struct slice next = slice_sub(str_slice(&g.words), g.named, g.words.len);
			next = pool_copy(pool, next);
			str_cut(&g.words, g.named);
			finish(pool, &g, start + max, out);
			str_add(&g.words, next);
			i = take_one(pool, s, i, &g);
		} else {
			i = take_one(pool, s, i, &g);
		}
	}
	finish(pool, &g, start + max, out);
	str_clear(&g.words);
	str_clear(&g.angle);
	str_clear(&g.comment);
}

struct addr
address_first(struct pool *pool, struct slice value)
{
	addr_list list = {0};

	address_list(pool, value, 1, &list);
	return list.len > 0 ? list.at[0] : (struct addr){SLICE_NONE, SLICE_NONE};
}
