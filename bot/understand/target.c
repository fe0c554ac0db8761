/* The part of the work that a clause of feedback is about, in the sender's own words. */
#include "clause.h"

enum { TARGET_WORDS = 5, MODIFIERS = 2 };

static bool
ends_noun(const struct doc *d, size_t k)
{
	return doc_at(d, LEX_VERB, k) || doc_at(d, LEX_PREDICATE, k) || doc_at(d, LEX_NEED, k) ||
	       doc_at(d, LEX_PREPOSITION, k) || doc_at(d, LEX_FOR, k) || doc_at(d, LEX_JOIN, k) ||
	       doc_at(d, LEX_NEGATION, k) || doc_at(d, LEX_PLEASE, k) ||
	       doc_at(d, LEX_CONTRAST, k) || doc_at(d, LEX_PRONOUN, k) ||
	       doc_at(d, LEX_BACKREF, k) || doc_at(d, LEX_LEAD, k) || doc_at(d, LEX_SENSE, k) ||
	       doc_at(d, LEX_PRAISE, k) || doc_at(d, LEX_CONDITION, k) || doc_at(d, LEX_MAKES, k) ||
	       doc_at(d, LEX_WOULD_DO, k) ||
	       (doc_at(d, LEX_CHANGE, k) && !(k && doc_at(d, LEX_ARTICLE, k - 1)));
}

/* "of", "de": what follows belongs to the noun before it. */
static bool
is_genitive(const struct doc *d, size_t k)
{
	return doc_at(d, LEX_GENITIVE, k) != NULL;
}

/* End of the noun phrase whose first word, articles aside, is at t; t when there is none. */
static size_t
noun_end(const struct doc *d, size_t t, size_t to)
{
	const unsigned marks = GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON | GAP_OPEN | GAP_CLOSE;
	size_t k = t;
	bool quoted = t < to && d->tok[t].flags & TOK_QUOTED;
	while (k < to && k - t < TARGET_WORDS && !(k > t && d->tok[k].gap & marks)) {
		bool in_quotes = d->tok[k].flags & TOK_QUOTED;
		if (quoted && !in_quotes)
			break;
		/* a quoted word names what the noun before it only classes: word "Sale" */
		if (!quoted && in_quotes && k > t)
			break;
		bool part = doc_at(d, LEX_TARGET, k) || doc_at(d, LEX_CONCEPT, k);
		if (k > t && d->tok[k].sep == '-') {
			k++; /* "thank-you list" */
			continue;
		}
		if (!quoted && k > t && doc_at(d, LEX_ARTICLE, k) &&
		    !(d->lang == LANG_DE && (doc_is(d, k, "der") || doc_is(d, k, "des"))))
			break;
		if (!quoted && k > t && is_genitive(d, k) && k + 1 < to && !ends_noun(d, k + 1)) {
			k++;
			if (k < to && doc_at(d, LEX_ARTICLE, k))
				k++;
			continue;
		}
		if (!quoted && !part && ends_noun(d, k))
			break;
		k++;
	}
	while (k > t && !quoted &&
	       (is_genitive(d, k - 1) || (doc_at(d, LEX_ARTICLE, k - 1) && k - 1 > t)))
		k--;
	return k;
}

static size_t
skip_articles(const struct doc *d, size_t t, size_t to)
{
	while (t < to && doc_at(d, LEX_ARTICLE, t) && !(d->tok[t].flags & TOK_QUOTED))
		t++;
	return t;
}

struct slice
clause_part(const struct doc *d, size_t from, size_t to)
{
	size_t end, more;
	for (size_t t = from; t < to; t++) {
		if (!clause_part_at(d, t, &end) || end > to)
			continue;
		/* "0:12-0:18" */
		if (end < to && clause_time_at(d, t, &more) && clause_time_at(d, end, &more))
			end = more;
		return doc_found(d, t, end, SLICE_NONE).text;
	}
	return SLICE_NONE;
}

/* "the map": a single common noun keeps its article, without which it says little. */
static struct slice
with_article(const struct doc *d, size_t t, size_t end)
{
	bool bare = end == t + 1 && t && doc_at(d, LEX_ARTICLE, t - 1) && !d->tok[t].gap &&
		    slice_is(match_arg(d, doc_at(d, LEX_ARTICLE, t - 1)), "the") &&
		    !((d->tok[t].flags | d->tok[t - 1].flags) & (TOK_UPPER | TOK_QUOTED)) &&
		    d->lang != LANG_DE;
	return doc_found(d, bare ? t - 1 : t, end, SLICE_NONE).text;
}

/* A known part of a work, with the words that narrow it down before it. */
static struct slice
known_part(const struct doc *d, size_t from, size_t to)
{
	for (size_t t = from; t < to; t++) {
		const struct match *m = doc_at(d, LEX_TARGET, t);
		size_t end, first = t, part;
		if (!m)
			m = doc_at(d, LEX_CONCEPT, t);
		if (!m || m->tok_end > to || d->tok[t].flags & TOK_QUOTED ||
		    clause_part_at(d, t, &part) || (t > from && clause_part_at(d, t - 1, &part)))
			continue;
		end = m->tok_end;
		while (end < to && !d->tok[end].gap &&
		       (doc_at(d, LEX_TARGET, end) || doc_at(d, LEX_CONCEPT, end)))
			end++;
		if (end < to && is_genitive(d, end))
			end = noun_end(d, t, to);
		while (first > from && t - first < MODIFIERS && !d->tok[first].gap &&
		       d->tok[first - 1].kind == TOK_WORD && !ends_noun(d, first - 1) &&
		       !doc_at(d, LEX_ARTICLE, first - 1) && !doc_at(d, LEX_CHANGE, first - 1) &&
		       !(d->tok[first - 1].flags & TOK_QUOTED))
			first--;
		return with_article(d, first, end);
	}
	return SLICE_NONE;
}

static struct slice
quoted_words(const struct doc *d, size_t from, size_t to)
{
	for (size_t t = from; t < to; t++) {
		size_t end = t;
		if (!(d->tok[t].flags & TOK_QUOTED))
			continue;
		while (end < to && end - t < 8 && d->tok[end].flags & TOK_QUOTED &&
		       !(end > t && d->tok[end].gap & GAP_QUOTE))
			end++;
		return doc_found(d, t, end, SLICE_NONE).text;
	}
	return SLICE_NONE;
}

/* "from the footer", "in the headline": the place names the part when the object is only words. */
static struct slice
place_in(const struct doc *d, size_t from, size_t to)
{
	for (size_t t = from; t < to; t++) {
		size_t first, end;
		if (!doc_at(d, LEX_PREPOSITION, t) || d->tok[t].flags & TOK_QUOTED ||
		    (t + 1 < to && d->tok[t + 1].flags & TOK_QUOTED))
			continue;
		first = skip_articles(d, t + 1, to);
		end = noun_end(d, first, to);
		if (end <= first)
			continue;
		for (size_t k = first; k < end; k++)
			if (doc_at(d, LEX_TARGET, k) || doc_at(d, LEX_CONCEPT, k))
				return doc_found(d, first, end, SLICE_NONE).text;
	}
	return SLICE_NONE;
}

/* "On my phone the table …", "Auf der Startseite fehlt die …": the subject stands behind the place.
 */
static size_t
behind_front(const struct doc *d, size_t t, size_t to)
{
	size_t end, next;
	if (!(t && doc_at(d, LEX_PREPOSITION, t - 1)) || d->tok[t].flags & TOK_QUOTED)
		return t;
	end = noun_end(d, skip_articles(d, t, to), to);
	next = end;
	while (next < to && (doc_at(d, LEX_VERB, next) || doc_at(d, LEX_NEED, next)) &&
	       !doc_at(d, LEX_ARTICLE, next))
		next++;
	return next < to && doc_at(d, LEX_ARTICLE, next) ? next : t;
}

/* The subject of a statement, or the object of what is told to be done. */
static struct slice
noun_phrase(const struct doc *d, const struct clause *x, bool *sure_out)
{
	size_t t = x->body, end;
	const struct match *m;
	for (int n = 0; n < 6 && t < x->to; n++) {
		/* "she wants …", "I'd take …": what is wanted */
		if (((m = doc_at(d, LEX_NEED, t)) && doc_at(d, LEX_PRONOUN, t)) ||
		    (m = doc_at(d, LEX_WOULD_DO, t)) || (m = doc_at(d, LEX_PLEASE, t)) ||
		    (m = doc_at(d, LEX_LEAD, t)) || (m = doc_at(d, LEX_ASKS, t)))
			t = m->tok_end;
		else if ((doc_at(d, LEX_CHANGE, t) && x->flags & CL_IMPERATIVE) ||
			 doc_at(d, LEX_PREPOSITION, t) || doc_at(d, LEX_VERB, t) ||
			 doc_at(d, LEX_JOIN, t) || doc_at(d, LEX_FOR, t))
			t++;
		else
			break;
	}
	if (t >= x->to)
		return SLICE_NONE;
	t = behind_front(d, t, x->to);
	t = skip_articles(d, t, x->to);
	end = noun_end(d, t, x->to);
	if (end <= t)
		return SLICE_NONE;
	/* word "Sale": the quoted word */
	if (end < x->to && end - t == 1 && d->tok[end].flags & TOK_QUOTED &&
	    !(d->tok[t].flags & TOK_QUOTED)) {
		struct slice q = quoted_words(d, end, x->to);
		if (q.len)
			return q;
	}
	/* an unknown word without an article may be anything */
	if (!(t && doc_at(d, LEX_ARTICLE, t - 1)) && !(d->tok[t].flags & TOK_QUOTED) &&
	    !doc_find(d, LEX_TARGET, t, end) && !doc_find(d, LEX_CONCEPT, t, end))
		*sure_out = false;
	if (end == x->to && (end - t > 2 || x->flags & CL_ASK || doc_at(d, LEX_ASKS, x->body)))
		for (size_t k = end; k-- > t;)
			if (doc_at(d, LEX_TARGET, k) || doc_at(d, LEX_CONCEPT, k)) {
				end = k + 1; /* "form store anything" */
				break;
			}
	return with_article(d, t, end);
}

/* What is to be made: "a live dashboard", "24 table cards". */
static struct slice
new_product(const struct doc *d, const struct clause *x)
{
	for (size_t t = x->body; t + 1 < x->to; t++) {
		const struct match *m = doc_at(d, LEX_ARTICLE, t);
		size_t first = t + 1, end;
		if (!(m && slice_is(match_arg(d, m), "a")) && d->tok[t].kind != TOK_NUMBER)
			continue;
		if (d->tok[t].kind == TOK_NUMBER && doc_at(d, LEX_ARTICLE, t + 1))
			continue;
		end = noun_end(d, first, x->to);
		if (end > first)
			return doc_found(d, first, end, SLICE_NONE).text;
	}
	return SLICE_NONE;
}

/* The subject of a statement in words that name a part of a work, or empty. */
struct slice
clause_subject(const struct doc *d, const struct clause *x)
{
	bool sure = true;
	struct slice s = SLICE_NONE;
	if (!(x->flags & (CL_IMPERATIVE | CL_PLEASE | CL_BACK | CL_SELF)))
		s = noun_phrase(d, x, &sure);
	return sure ? s : SLICE_NONE;
}

struct slice
clause_target(const struct doc *d, const struct clause *x)
{
	struct slice s, known = known_part(d, x->body, x->to);
	bool sure = true, opens_quoted = d->tok[x->body].flags & TOK_QUOTED;
	size_t t = x->body;
	const struct match *m;
	while (t < x->to && ((m = doc_at(d, LEX_PLEASE, t)) || (m = doc_at(d, LEX_WOULD_DO, t)) ||
			     (m = doc_at(d, LEX_CHANGE, t))))
		t = m->tok_end;
	/* "I would write "…" as the headline": the words are new, the place is what changes */
	if (t < x->to && t && d->tok[t].flags & TOK_QUOTED && doc_at(d, LEX_BECOMES, t - 1) &&
	    (s = place_in(d, t, x->to)).len)
		return s;
	if (opens_quoted || (t < x->to && d->tok[t].flags & TOK_QUOTED)) {
		s = place_in(d, t, x->to);
		return s.len ? s : quoted_words(d, t, x->to);
	}
	if (x->flags & CL_NEW && (s = new_product(d, x)).len)
		return s;
	s = noun_phrase(d, x, &sure);
	if (s.len && sure &&
	    (!(x->flags & CL_SELF) || doc_at(d, LEX_NEED, x->body) ||
	     doc_at(d, LEX_WOULD_DO, x->body)))
		return s;
	if (known.len)
		return known;
	struct slice quoted = quoted_words(d, x->body, x->to);
	return quoted.len || x->flags & CL_SELF ? quoted : s;
}
