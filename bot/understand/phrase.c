/* A phrase by itself: a date, or what was written under one question. */
#include "context.h"

#include "names.h"

bool
understand_date(const struct understanding *u, struct pool *pool, struct slice text,
		struct slice lang, struct civil now, struct when *out, struct found *where_out)
{
	int said = lang.len ? lang_of(lang) : -1;
	struct doc *d = doc_new(u, pool, text, said);
	int guess = d->lang;
	struct mention best = {.tok = 0}, m;
	/* A few words tell their language by how much of them is a date in it. */
	for (int k = 0; k < (said < 0 ? LANG_DATES_COUNT : 1); k++) {
		int l = k == 0 ? guess : k <= guess ? k - 1 : k;
		struct doc *other = l == guess ? d : doc_in(u, d, l);
		struct date_clue clue = {.now = now, .lang = l, .phrase = true};
		date_order(other, &clue);
		if (!date_longest(other, &clue, &m) || m.tok_end - m.tok <= best.tok_end - best.tok)
			continue;
		best = m;
		if (where_out)
			*where_out = doc_found(other, m.tok, m.tok_end, slice_of(m.rule));
	}
	*out = best.when;
	return best.when.known;
}

static size_t
answer_start(const struct doc *d)
{
	size_t t = 0;
	/* "For …", "It's for …" say nothing */
	for (int words = 0; words < 3; words++) {
		const struct match *m = doc_at(d, LEX_AUDIENCE, t);
		if (!m || m->tok_end >= d->sent[0].tok_end)
			m = doc_at(d, LEX_FOR, t);
		if (!m || m->tok_end >= d->sent[0].tok_end)
			break;
		t = m->tok_end;
	}
	return t;
}

/*
 * Where an answer stops being one: the first token of the clause that says that something is not
 * known yet. 0 when that is the first clause: "A5, not sure about the paper" answers, "not sure
 * yet, perhaps A5" does not.
 */
static size_t
answer_limit(const struct doc *d)
{
	const struct match *m = doc_find(d, LEX_UNKNOWN, 0, d->sent[0].tok_end);
	if (!m)
		return d->sent[0].tok_end;
	for (size_t k = m->tok; k > 0; k--)
		if (d->tok[k].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH))
			return k;
	return 0;
}

bool
understand_answer(const struct understanding *u, struct pool *pool, enum field f, struct slice text,
		  struct slice lang, struct civil now, struct said_field *out)
{
	struct doc *d = doc_new(u, pool, text, lang.len ? lang_of(lang) : -1);
	memset(out, 0, sizeof(*out));
	out->when.hour = -1;
	size_t limit = d->tok_count ? answer_limit(d) : 0;
	if (f == FIELD_DEADLINE) {
		struct date_clue clue = {.now = now, .lang = d->lang};
		struct mention m;
		date_order(d, &clue);
		/* "later this week" begins with a word that alone answers nothing */
		if (!date_find(d, &clue, 0, d->tok_count, &m) ||
		    (limit < d->sent[0].tok_end &&
		     (m.tok > limit || (m.tok == limit && m.tok_end == limit + 1))))
			return false;
		date_as_deadline(&m);
		out->given = true;
		out->when = m.when;
		out->value = doc_found(d, m.tok, m.tok_end, slice_of(m.rule));
		return true;
	}
	if (!limit)
		return false;
	if (f == FIELD_APPROVER)
		return approver_in_answer(d, limit, out);
	size_t from = answer_start(d);
	if (from >= limit)
		return false;
	size_t end = limit < d->sent[0].tok_end ? d->tok[limit - 1].end : d->sent[0].end;
	while (end > d->tok[from].start && strchr(".!;, ", d->text.data[end - 1]))
		end--;
	out->given = true;
	out->value = doc_found_bytes(d, d->tok[from].start, end, SLICE_LIT("answer: its words"));
	return true;
}
