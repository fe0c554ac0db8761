/* RFC 8601 section 2.2, and Microsoft's form without a server id. */
#include "authres.h"

enum { BLOCKS_MAX = 20, RESULTS_MAX = 100 };

/* The value without comments and folds (RFC 5322 3.2.2): what is in them is nobody's verdict. */
static struct slice
strip_comments(struct pool *pool, struct slice value)
{
	struct slice s = header_unfold(pool, slice_sub(value, 0, 16 * 1024));
	char *out = pool_alloc(pool, s.len + 1);
	size_t n = 0, depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.data[i];
		if (c == '\\' && i + 1 < s.len && (depth > 0 || quoted)) {
			i++;
			continue;
		}
		if (c == '"' && depth == 0)
			quoted = !quoted;
		if (c == '(' && !quoted)
			depth++;
		if (depth == 0)
			out[n++] = c;
		if (c == ')' && depth > 0)
			depth--;
	}
	return slice_make(out, n);
}

static struct slice
lower(struct pool *pool, struct slice s)
{
	char *out = pool_alloc(pool, s.len + 1);

	for (size_t i = 0; i < s.len; i++)
		out[i] =
			s.data[i] >= 'A' && s.data[i] <= 'Z' ? (char)(s.data[i] | 0x20) : s.data[i];
	return slice_make(out, s.len);
}

static struct slice
domain_of(struct pool *pool, struct slice v)
{
	ptrdiff_t at;

	if (v.len >= 2 && v.data[0] == '"' && v.data[v.len - 1] == '"')
		v = slice_sub(v, 1, v.len - 1);
	at = slice_rindex(v, '@');
	if (at >= 0)
		v = slice_sub(v, (size_t)at + 1, v.len);
	return lower(pool, slice_trim(v));
}

/* Which property names the domain the method speaks of, best first. */
static int
property_rank(struct slice method, struct slice key)
{
	if (slice_is(method, "dmarc"))
		return slice_iis(key, "header.from") ? 3 : 0;
	if (slice_is(method, "dkim"))
		return slice_iis(key, "header.d") ? 3 : slice_iis(key, "header.i") ? 2 : 0;
	if (slice_is(method, "spf"))
		return slice_iis(key, "smtp.mailfrom") ? 3 : slice_iis(key, "smtp.helo") ? 1 : 0;
	return slice_iis(key, "header.from") || slice_iis(key, "header.d") ? 1 : 0;
}

/* "dkim=pass header.d=example.com": false if it is none. */
static bool
read_result(struct pool *pool, struct slice s, struct auth_result *r)
{
	struct slice word, rest = slice_trim(s);
	bool first = true;
	int rank = 0;

	while (slice_cut(&rest, ' ', &word)) {
		ptrdiff_t eq = slice_index(word, '=');
		if (word.len == 0)
			continue;
		if (eq <= 0) {
			if (first)
				return false;
			continue;
		}
		struct slice key = slice_sub(word, 0, (size_t)eq);
		struct slice value = slice_sub(word, (size_t)eq + 1, word.len);
		if (first) {
			ptrdiff_t slash = slice_index(key, '/');
			if (slash > 0)
				key.len = (size_t)slash;
			r->method = lower(pool, key);
			r->result = lower(pool, value);
			first = false;
		} else if (property_rank(r->method, key) > rank) {
			rank = property_rank(r->method, key);
			r->domain = domain_of(pool, value);
		}
	}
	return !first;
}

static void
read_block(struct pool *pool, struct slice value, struct auth_result proto, struct mail *mail)
{
	struct slice s = strip_comments(pool, value), part;
	bool first = true;

	while (mail->auth.len < RESULTS_MAX && slice_cut(&s, ';', &part)) {
		struct auth_result r = proto;
		if (first && slice_index(part, '=') < 0) {
			struct slice id = slice_trim(part);
			ptrdiff_t blank = slice_index(id, ' '); /* a version may follow */
			proto.server_id =
				lower(pool, slice_sub(id, 0, blank < 0 ? id.len : (size_t)blank));
		} else if (read_result(pool, part, &r)) {
			VEC_ADD(&mail->auth, pool, r);
		}
		first = false;
	}
}

/* Fields the author writes. Servers put theirs above them (RFC 8601 section 4), so that a verdict
   among or below them is the author's own claim. */
static bool
by_author(struct slice name)
{
	static const char *const names[] = {"From", "To", "Subject", "Date", "Message-ID"};

	for (size_t i = 0; i < COUNT(names); i++)
		if (slice_iis(name, names[i]))
			return true;
	return false;
}

void
authres_read(struct pool *pool, const field_list *fields, struct mail *mail)
{
	unsigned block = 0;

	for (size_t i = 0; i < fields->len && block < BLOCKS_MAX; i++) {
		if (by_author(fields->at[i].name))
			break;
		if (!slice_iis(fields->at[i].name, "Authentication-Results"))
			continue;
		struct auth_result proto = {.block = block, .position = (unsigned)i};
		block++;
		read_block(pool, fields->at[i].value, proto, mail);
	}
}
