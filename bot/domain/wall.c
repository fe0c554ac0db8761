/* Who may read what: the rule of the client wall, and the search behind it. */
#include "docket/domain/wall.h"

enum { CODE_MIN = 2, CODE_MAX = 8, DIGITS_MIN = 3, TOKEN_LEN = 19 };

const char *
wall_refuses(const struct wall_reader *r, const struct wall_part *p)
{
	switch (r->side) {
	case WALL_TEAM: return NULL;
	case WALL_PARTNER:
		if (p->client == 0 && p->ref.len == 0)
			return NULL; /* about no job: their own list, the answer to their command */
		return r->member != 0 && (p->maker == r->member || p->owner == r->member)
		               ? NULL
		               : "was not given to that partner";
	case WALL_CLIENT:
		if (p->internal)
			return "is for the team only";
		return p->client == 0 || p->client == r->client ? NULL : "belongs to another client";
	case WALL_STRANGER:
	default: return "would go to an address that is nobody's, neither of a client nor of the team";
	}
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* As a word of its own: NORTH-0012 does not say NORTH-001. */
static bool
says(struct slice text, struct slice word)
{
	for (ptrdiff_t at; (at = slice_ifind(text, word)) >= 0;) {
		char next = (size_t)at + word.len < text.len ? text.data[(size_t)at + word.len] : ' ';

		if (!is_digit(next) && !is_letter(next))
			return true;
		text = slice_sub(text, (size_t)at + word.len, text.len);
	}
	return false;
}

bool
wall_own_words(const wall_list *parts, int64_t client, struct slice word)
{
	const struct wall_part *p;

	VEC_EACH(p, parts)
		if (p->client == client && client != 0 && says(p->words, word))
			return true;
	return false;
}

/* The code before the dash: letters and digits, a letter first (as clients are added). */
static size_t
code_before(struct slice text, size_t dash)
{
	size_t from = dash;

	while (from > 0 && dash - from <= CODE_MAX &&
	       (is_letter(text.data[from - 1]) || is_digit(text.data[from - 1])))
		from--;
	return dash - from;
}

bool
wall_next_ref(struct slice text, size_t *at, struct slice *out)
{
	for (size_t i = *at; i < text.len; i++) {
		size_t code, end = i + 1;

		if (text.data[i] != '-')
			continue;
		while (end < text.len && is_digit(text.data[end]))
			end++;
		code = code_before(text, i);
		if (end - i - 1 < DIGITS_MIN || code < CODE_MIN || code > CODE_MAX ||
		    !is_letter(text.data[i - code]) || (end < text.len && is_letter(text.data[end])))
			continue;
		*out = slice_sub(text, i - code, end);
		*at = end;
		return true;
	}
	*at = text.len;
	return false;
}

static bool
is_base32(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7');
}

bool
wall_next_token(struct slice text, size_t *at, struct slice *out)
{
	for (size_t i = *at; i < text.len;) {
		size_t end = i;

		while (end < text.len && (is_letter(text.data[end]) || is_digit(text.data[end])))
			end++;
		bool token = end - i == TOKEN_LEN;
		for (size_t k = i; token && k < end; k++)
			token = is_base32(text.data[k]);
		if (token) {
			*out = slice_sub(text, i, end);
			*at = end;
			return true;
		}
		i = end + 1;
	}
	*at = text.len;
	return false;
}
