/* Scope notes: names, the reading of their answers, terms and levels. */
#include "docket/domain/scope.h"

#include <stdio.h>

static const char *const kinds[SCOPE_KIND_COUNT] = {
        [SCOPE_JOB] = "job",
        [SCOPE_EXTRA] = "extra",
        [SCOPE_ROUND] = "round",
};
static const char *const states[SCOPE_STATE_COUNT] = {
        [SCOPE_OPEN] = "open",         [SCOPE_ASKED] = "asked",         [SCOPE_ACCEPTED] = "accepted",
        [SCOPE_DECLINED] = "declined", [SCOPE_WITHDRAWN] = "withdrawn",
};

const char *
scope_kind_name(enum scope_kind k)
{
	return (unsigned)k < SCOPE_KIND_COUNT ? kinds[k] : "unknown";
}

const char *
scope_state_name(enum scope_state s)
{
	return (unsigned)s < SCOPE_STATE_COUNT ? states[s] : "unknown";
}

int
scope_kind_of(struct slice name)
{
	return slice_among(name, kinds, SCOPE_KIND_COUNT);
}

int
scope_state_of(struct slice name)
{
	return slice_among(name, states, SCOPE_STATE_COUNT);
}

bool
scope_is_open(enum scope_state s)
{
	return s == SCOPE_OPEN || s == SCOPE_ASKED;
}

/* ---- the answer ---- */

enum word_is { WORD_OTHER, WORD_YES, WORD_NO, WORD_NEUTRAL, WORD_HEDGE };

static enum word_is
judge(const struct phrases *p, struct slice w)
{
	if (phrases_find(p, PHRASE_HEDGE, w) != NULL)
		return WORD_HEDGE;
	if (phrases_find(p, PHRASE_YES, w) != NULL)
		return WORD_YES;
	if (phrases_find(p, PHRASE_NO, w) != NULL)
		return WORD_NO;
	return phrases_find(p, PHRASE_COURTESY, w) != NULL ? WORD_NEUTRAL : WORD_OTHER;
}

/* The next word of *rest; typographic quotes and dashes are bytes beyond ASCII and stay in it. */
static bool
next_word(struct slice *rest, struct slice *out)
{
	static const char gaps[] = " \t\r\n.,;:!?()\"*_>";
	size_t from = 0, to;
	while (from < rest->len && strchr(gaps, rest->data[from]) != NULL)
		from++;
	for (to = from; to < rest->len && strchr(gaps, rest->data[to]) == NULL;)
		to++;
	*out = slice_sub(*rest, from, to);
	*rest = slice_sub(*rest, to, rest->len);
	return out->len > 0;
}

static bool
has_word(struct slice text, struct slice word)
{
	struct slice w;
	while (next_word(&text, &w))
		if (slice_ieq(w, word))
			return true;
	return false;
}

enum scope_said
scope_answer(const struct phrases *p, const struct scope_heard *h)
{
	struct slice rest = h->text, w;
	size_t seen[WORD_HEDGE + 1] = {0};
	enum word_is first = WORD_OTHER;
	if (h->asks || slice_index(h->text, '?') >= 0)
		return SCOPE_UNCLEAR;
	while (next_word(&rest, &w)) {
		enum word_is is = judge(p, w);
		if (is == WORD_OTHER && has_word(h->about, w))
			is = WORD_NEUTRAL;
		/* a greeting may stand before the answer */
		if (first == WORD_OTHER && seen[WORD_OTHER] == 0 && (is == WORD_YES || is == WORD_NO))
			first = is;
		seen[is]++;
	}
	/* "si" is Spanish for yes without its accent, and French for if: alone it is a yes. */
	bool yes = seen[WORD_YES] > 0 || h->approves, no = seen[WORD_NO] > 0 || h->rejects;
	if (seen[WORD_HEDGE] > 0 || yes == no)
		return SCOPE_UNCLEAR;
	if (no)
		return first == WORD_NO || h->rejects ? SCOPE_NO : SCOPE_UNCLEAR;
	return seen[WORD_OTHER] == 0 || (h->approves && first == WORD_YES) ? SCOPE_YES : SCOPE_UNCLEAR;
}

/* ---- terms ---- */

/* "12.5" or "12,5" as hundredths; false for anything else. */
static bool
hundredths(struct slice s, int64_t *out)
{
	enum { WHOLE_MAX = 100000 }; /* more hours, rounds or pieces than any agency sells */
	int64_t whole = 0, part = 0;
	size_t n = 0;
	while (n < s.len && s.data[n] != '.' && s.data[n] != ',')
		n++;
	struct slice tail = slice_sub(s, n < s.len ? n + 1 : n, s.len);
	if (!slice_int(slice_sub(s, 0, n), &whole) || whole < 0 || whole > WHOLE_MAX || tail.len > 2)
		return false;
	if (n < s.len && (!slice_int(tail, &part) || part < 0))
		return false;
	*out = whole * 100 + (tail.len == 1 ? part * 10 : part);
	return true;
}

int
scope_term(struct slice word, struct scope_terms *out, struct err *e)
{
	static const struct {
		const char *name;
		size_t offset;
		bool hours;
	} terms[] = {
	        {"hours=", offsetof(struct scope_terms, minutes), true},
	        {"rounds=", offsetof(struct scope_terms, rounds), false},
	        {"deliverables=", offsetof(struct scope_terms, deliverables), false},
	};
	for (size_t i = 0; i < COUNT(terms); i++) {
		int64_t n = 0;
		if (!slice_istarts(word, terms[i].name))
			continue;
		struct slice value = slice_sub(word, strlen(terms[i].name), word.len);
		if (!hundredths(value, &n) || n <= 0 || (!terms[i].hours && n % 100 != 0))
			return err_set(e, ERR_USAGE, "'%.*s' is no number that could be agreed, as in %s%s",
			               SLICE_ARG(word), terms[i].name, terms[i].hours ? "12.5" : "3");
		*(int64_t *)((char *)out + terms[i].offset) = terms[i].hours ? n * 60 / 100 : n / 100;
		return 1;
	}
	return 0;
}

int
scope_level(int64_t used, int64_t allowed)
{
	if (allowed <= 0)
		return 0;
	return used >= allowed ? SCOPE_FULL : used * 100 >= allowed * SCOPE_NEAR ? SCOPE_NEAR : 0;
}
