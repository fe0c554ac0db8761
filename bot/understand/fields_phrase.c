/*
 * Where the noun phrase of what is asked for begins and ends, and which words behind it say more of
 * it: a purpose, a reader, a day and a size are no part of its name.
 */
#include "context.h"

enum { HEAD_REACH = 8 };

/* "May" without a day: what a report is about, not when it is due. */
static bool
month_alone(const struct doc *d, size_t tok)
{
	const struct match *m = doc_at(d, LEX_DATE, tok);
	return m && slice_starts(match_arg(d, m), "month=") &&
	       !(m->tok_end < d->tok_count && d->tok[m->tok_end].kind == TOK_NUMBER &&
		 d->tok[m->tok_end].sent == d->tok[tok].sent);
}

/* Does something begin at tok that a noun phrase does not contain? */
static bool
phrase_stops(const struct doc *d, size_t tok)
{
	static const enum lex_class stops[] = {LEX_OBJECTIVE, LEX_AUDIENCE, LEX_PRONOUN,
					       LEX_REFERENCE, LEX_URGENT,   LEX_PHRASE_END};
	const struct match *by = doc_at(d, LEX_DEADLINE, tok);
	/* "for the spring market" is no deadline, "for Friday" is */
	if (by && doc_at(d, LEX_FOR, tok) && slice_is(match_arg(d, by), "weak"))
		by = (names_day(d, by->tok_end) && !month_alone(d, by->tok_end)) ||
				     names_day(d, by->tok_end + 1)
			     ? by
			     : NULL;
	/* "a can label", "the May report": no verbs */
	bool verb = doc_at(d, LEX_VERB, tok) && !month_alone(d, tok) &&
		    !doc_at(d, LEX_ARTICLE, tok - 1);
	/* "artwork four days ahead" */
	return by || verb || doc_at(d, LEX_EARLIER, tok) || doc_at_any(d, stops, COUNT(stops), tok);
}

/* "in the formats 300x250", "of about 12 pages": the size is no part of the name. */
static bool
size_follows(const struct doc *d, size_t tok)
{
	enum { SIZE_REACH = 3 };
	size_t end;
	/* "a booklet of 20 pages" is called so */
	if (!doc_at(d, LEX_PREPOSITION, tok) || doc_at(d, LEX_OF, tok))
		return false;
	for (size_t k = tok + 1; k <= tok + SIZE_REACH && k < d->tok_count; k++) {
		if (d->tok[k].sent != d->tok[tok].sent || d->tok[k].gap & GAP_COMMA)
			return false;
		if (doc_at(d, LEX_SPEC, k) || is_size(d, k, &end))
			return true;
	}
	return false;
}

/*
 * "to" leads on to a reader, a purpose or a place ("one email to our list", "a film to help"),
 * save behind nouns that take it ("a guide to", "invitation to").
 */
static bool
to_stops(const struct doc *d, size_t tok)
{
	const struct match *m = doc_at(d, LEX_FOR, tok);
	return m && slice_is(match_arg(d, m), "near") && !doc_at(d, LEX_TAKES_TO, tok - 1);
}

/* "for" begins an audience or a channel list rather than more of the noun. */
static bool
for_stops(const struct doc *d, size_t tok)
{
	const struct match *m = doc_at(d, LEX_FOR, tok);
	size_t end = m ? m->tok_end : tok + 1;
	if (!m)
		return false;
	size_t stop = clause_end(d, tok, GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON);
	size_t reach = slice_is(match_arg(d, m), "near") ? 3 : 5;
	if (stop > end + reach)
		stop = end + reach;
	/* "the report for May" */
	if (month_alone(d, end))
		return false;
	return doc_find(d, LEX_PEOPLE, end, stop) || doc_find(d, LEX_CHANNEL, end, stop) ||
	       names_day(d, end) || (doc_at(d, LEX_ARTICLE, end) && names_day(d, end + 1));
}

bool
phrase_has_product(const struct doc *d, size_t from, size_t to)
{
	return doc_find(d, LEX_KIT, from, to) || doc_find(d, LEX_PRODUCT, from, to);
}

/* End of the name of a product that begins at tok, in words that alone would end a phrase: "thank-you
 * card", "roll-up"; tok if none does. */
static size_t
product_end(const struct doc *d, size_t tok)
{
	const struct match *kit = doc_at(d, LEX_KIT, tok), *product = doc_at(d, LEX_PRODUCT, tok);
	size_t end = kit ? kit->tok_end : tok;
	if (product && product->tok_end > end)
		end = product->tok_end;
	return end > tok + 1 ? end : tok;
}

size_t
phrase_end(const struct doc *d, size_t tok, size_t max)
{
	size_t k = tok + 1, named = product_end(d, tok);
	if (named > k)
		k = named;
	while (k < d->tok_count && d->tok[k].sent == d->tok[tok].sent && k - tok < max) {
		if (d->tok[k].gap &
		    (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON | GAP_OPEN | GAP_LINE))
			break;
		size_t size_end, name_end = product_end(d, k);
		if (name_end > k && !doc_at(d, LEX_FOR, k) && !doc_at(d, LEX_PREPOSITION, k)) {
			k = named = name_end;
			continue;
		}
		if (is_size(d, k, &size_end))
			break;
		/* "we launch the new line and want ads" */
		if (doc_at(d, LEX_JOIN, k) &&
		    (doc_at(d, LEX_ASK, k + 1) || doc_at(d, LEX_ASK_NOUN, k + 1)))
			break;
		if (phrase_stops(d, k) || for_stops(d, k) ||
		    to_stops(d, k) || size_follows(d, k))
			break;
		/* "for Instagram", but "a couple of Instagram posts" */
		if (doc_at(d, LEX_CHANNEL, k) && doc_at(d, LEX_PREPOSITION, k - 1) &&
		    !doc_at(d, LEX_OF, k - 1)) {
			k--;
			break;
		}
		k++;
	}
	/* no phrase ends in "the", "for" or "and" */
	while (k > tok + 1 && k > named && (doc_at(d, LEX_PREPOSITION, k - 1) || doc_at(d, LEX_ARTICLE, k - 1) ||
			       doc_at(d, LEX_JOIN, k - 1) || doc_at(d, LEX_FOR, k - 1)))
		k--;
	return k;
}

/*
 * "a little run of posts", "a sequence of three mails", "a front and back label": a noun phrase
 * that begins at k behind "of" or "and" is part of the one whose article stands before.
 */
static size_t
wider_start(const struct doc *d, size_t k)
{
	enum { PART_WORDS = 4 };
	static const enum lex_class ends[] = {LEX_VERB, LEX_PRONOUN, LEX_ASK,
					      LEX_KIT,	LEX_PRODUCT, LEX_PEOPLE};
	size_t first = d->sent[d->tok[k].sent].tok;
	bool of = k > first && doc_at(d, LEX_OF, k - 1);
	if (k < first + 3 || !(of || doc_at(d, LEX_JOIN, k - 1)))
		return k;
	for (size_t t = k - 1; t > first && k - t <= PART_WORDS; t--) {
		const struct match *a = doc_at(d, LEX_ARTICLE, t - 1);
		if (d->tok[t].gap & ~(unsigned)GAP_LINE || doc_at_any(d, ends, COUNT(ends), t - 1))
			return k;
		if (a && slice_is(match_arg(d, a), "a") && t < k - 1)
			return t - 1;
	}
	return k;
}

/* Start of the noun phrase that the product at `tok` is the head of: "the new header graphic". */
size_t
phrase_start(const struct doc *d, size_t tok)
{
	size_t first = d->sent[d->tok[tok].sent].tok, k = tok;
	while (k > first && tok - k < HEAD_REACH) {
		if (d->tok[k].gap & ~(unsigned)(GAP_LINE | GAP_QUOTE) ||
		    doc_at(d, LEX_VERB, k - 1) || doc_at(d, LEX_PREPOSITION, k - 1) ||
		    doc_at(d, LEX_JOIN, k - 1) || doc_at(d, LEX_FOR, k - 1) ||
		    doc_at(d, LEX_PRONOUN, k - 1))
			break;
		k--;
		if (doc_at(d, LEX_ARTICLE, k) && !(k > first && doc_at(d, LEX_ARTICLE, k - 1)))
			return k;
	}
	while (k < tok && (doc_at(d, LEX_ASK_NOUN, k) || doc_at(d, LEX_GREETING, k)))
		k++;
	return wider_start(d, k);
}

/* "to go in the same envelope": what becomes of the thing, not what it is for. */
static bool
handled(const struct doc *d, size_t k, size_t stop)
{
	return d->lang == LANG_EN && k + 2 < stop && doc_is(d, k, "to") &&
	       doc_at(d, LEX_NOT_AIM, k + 1) && !doc_at(d, LEX_DEADLINE, k) &&
	       !names_day(d, k + 2) && !names_day(d, k + 3);
}

/* ", say 7 of them", ", in two versions": how many, up to the next mark; k if it is not that. */
static size_t
how_many(const struct doc *d, size_t k, size_t stop)
{
	enum { WORDS = 6 };
	size_t end = k;
	bool number = false, pieces = false;
	for (; end < stop && end - k < WORDS; end++) {
		if (end > k &&
		    (d->tok[end].gap & ~(unsigned)GAP_LINE ||
		     (pieces && (doc_at(d, LEX_PHRASE_END, end) || doc_at(d, LEX_HENCE, end)))))
			break;
		number = number || d->tok[end].kind == TOK_NUMBER || doc_at(d, LEX_COUNTS, end);
		pieces = pieces || doc_at(d, LEX_PIECES, end);
	}
	return number && pieces && end - k < WORDS ? end : k;
}

/* Where the words end that say more of a product whose noun phrase ends before token k. */
size_t
phrase_more(const struct doc *d, size_t from, size_t k)
{
	const unsigned marks = GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON | GAP_OPEN;
	size_t stop = k ? d->sent[d->tok[k - 1].sent].tok_end : 0;
	if (k >= stop || !phrase_has_product(d, from, k))
		return k;
	if (!(d->tok[k].gap & ~(unsigned)GAP_LINE) &&
	    (doc_at(d, LEX_SAYS_MORE, k) || handled(d, k, stop))) {
		size_t end = clause_end(d, k, marks);
		for (size_t t = k + 1; t < end; t++) {
			const struct match *by = doc_at(d, LEX_DEADLINE, t);
			if (by && by->tok_end == t + 1 && names_day(d, by->tok_end))
				end = t;
		}
		return end;
	}
	return d->tok[k].gap & GAP_COMMA ? how_many(d, k, stop) : k;
}

size_t
limit_end(const struct doc *d, size_t k)
{
	const struct match *m = doc_at(d, LEX_DEADLINE_AFTER, k);
	bool same = m && k && d->tok[k].sent == d->tok[k - 1].sent &&
		    !(d->tok[k].gap & ~(unsigned)GAP_LINE);
	return same && slice_is(match_arg(d, m), "limit") ? m->tok_end : k;
}
