/* What is asked for: the noun phrase behind (or before) words of asking, or a product on its own.
 */
#include "context.h"

enum { DELIVERABLE_WORDS = 14, HEAD_REACH = 8, BARE_SENTENCES = 6, COLON_REACH = 5, LIST_MAX = 12 };

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
	if (!doc_at(d, LEX_PREPOSITION, tok))
		return false;
	for (size_t k = tok + 1; k <= tok + SIZE_REACH && k < d->tok_count; k++) {
		if (d->tok[k].sent != d->tok[tok].sent || d->tok[k].gap & GAP_COMMA)
			return false;
		if (doc_at(d, LEX_SPEC, k) || is_size(d, k, &end))
			return true;
	}
	return false;
}

/* "in two weeks", "within the next 10 days", "dans une semaine": when it is wanted. */
static bool
span_follows(const struct doc *d, size_t tok)
{
	enum { SPAN_REACH = 4 };
	bool many = false;
	const struct match *in = doc_at(d, LEX_DATE, tok);
	struct slice arg = in ? match_arg(d, in) : SLICE_NONE;
	bool leads = slice_starts(arg, "within=") || slice_starts(arg, "in=");
	if (!leads && (!doc_at(d, LEX_PREPOSITION, tok) || doc_at(d, LEX_OF, tok)))
		return false;
	for (size_t k = leads ? in->tok_end : tok + 1; k <= tok + SPAN_REACH && k < d->tok_count; k++) {
		const struct match *date = doc_at(d, LEX_DATE, k);
		if (d->tok[k].sent != d->tok[tok].sent || d->tok[k].gap & ~(unsigned)GAP_LINE)
			return false;
		if (many && date && slice_starts(match_arg(d, date), "unit="))
			return true;
		many = many || d->tok[k].kind == TOK_NUMBER || doc_at(d, LEX_COUNTS, k) ||
		       doc_at(d, LEX_ARTICLE, k);
		if (!many && !date)
			return false;
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

static bool
names_product(const struct doc *d, size_t from, size_t to)
{
	return doc_find(d, LEX_KIT, from, to) || doc_find(d, LEX_PRODUCT, from, to);
}

/* "el informe de octubre el jueves 12": the day it is wanted, behind the noun. */
static bool
day_follows(const struct doc *d, size_t tok, size_t k)
{
	const struct match *m = doc_at(d, LEX_DATE, k + 1);
	return d->lang != LANG_EN && doc_at(d, LEX_ARTICLE, k) && m &&
	       slice_starts(match_arg(d, m), "weekday=") && names_product(d, tok, k);
}

size_t
phrase_end(const struct doc *d, size_t tok, size_t max)
{
	size_t k = tok + 1;
	while (k < d->tok_count && d->tok[k].sent == d->tok[tok].sent && k - tok < max) {
		if (d->tok[k].gap &
		    (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON | GAP_OPEN | GAP_LINE))
			break;
		size_t size_end;
		if (is_size(d, k, &size_end))
			break;
		/* "we launch the new line and want ads" */
		if (doc_at(d, LEX_JOIN, k) &&
		    (doc_at(d, LEX_ASK, k + 1) || doc_at(d, LEX_ASK_NOUN, k + 1)))
			break;
		if (day_follows(d, tok, k) || phrase_stops(d, k) || for_stops(d, k) ||
		    to_stops(d, k) || size_follows(d, k) || span_follows(d, k))
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
	while (k > tok + 1 && (doc_at(d, LEX_PREPOSITION, k - 1) || doc_at(d, LEX_ARTICLE, k - 1) ||
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
static size_t
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
		if (end > k && (d->tok[end].gap & ~(unsigned)GAP_LINE ||
				(pieces && (doc_at(d, LEX_PHRASE_END, end) || doc_at(d, LEX_HENCE, end)))))
			break;
		number = number || d->tok[end].kind == TOK_NUMBER || doc_at(d, LEX_COUNTS, end);
		pieces = pieces || doc_at(d, LEX_PIECES, end);
	}
	return number && pieces && end - k < WORDS ? end : k;
}

/* Where the words end that say more of a product whose noun phrase ends before token k. */
static size_t
says_more(const struct doc *d, size_t from, size_t k)
{
	const unsigned marks = GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON | GAP_OPEN;
	size_t stop = k ? d->sent[d->tok[k - 1].sent].tok_end : 0;
	if (k >= stop || !names_product(d, from, k))
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

static void
give_deliverable(struct context *c, size_t from, size_t to, struct slice rule)
{
	c->r->fields[FIELD_DELIVERABLE].given = false;
	field_give(c, FIELD_DELIVERABLE,
		   doc_found(c->d, from, says_more(c->d, from, to), rule));
	c->deliverable_tok = from;
	c->deliverable_end = to;
}

/* The last product named before token `tok`, when "it" is what is asked for. */
static const struct match *
product_before(const struct doc *d, size_t tok)
{
	enum { BACK = 40 };
	size_t from = tok > BACK ? tok - BACK : 0;
	const struct match *best = NULL;
	for (size_t k = from; k < tok; k++) {
		const struct match *m = doc_at(d, LEX_KIT, k);
		if (!m)
			m = doc_at(d, LEX_PRODUCT, k);
		if (m && m->tok_end <= tok && !slice_starts(match_arg(d, m), "any"))
			best = m;
	}
	return best;
}

/* "Could you design it?": the product named before. */
static bool
ask_backref(struct context *c, const struct match *m, size_t from)
{
	const struct doc *d = c->d;
	const struct match *k;
	if (c->reply || !doc_at(d, LEX_BACKREF, from) || (k = product_before(d, m->tok)) == NULL)
		return false;
	size_t to = phrase_end(d, k->tok, DELIVERABLE_WORDS);
	if (to > m->tok)
		to = m->tok;
	if (!c->strong_request)
		c->request_why = doc_found(d, m->tok, from + 1, match_rule(d, m));
	c->strong_request = true;
	if (!c->r->fields[FIELD_DELIVERABLE].given)
		give_deliverable(c, phrase_start(d, k->tok), to > k->tok_end ? to : k->tok_end,
				 match_rule(d, m));
	return true;
}

/* "The header graphic is missing", "the menu has to be redone". */
static void
ask_for_subject(struct context *c, const struct match *m)
{
	const struct doc *d = c->d;
	size_t first = d->sent[d->tok[m->tok].sent].tok;
	const struct match *k = NULL;
	/* in feedback only what is slipped in as new work */
	if (c->reply && !doc_find_in(d, LEX_SCOPE, &d->sent[d->tok[m->tok].sent]) &&
	    !doc_find_in(d, LEX_NEW_WORK, &d->sent[d->tok[m->tok].sent]))
		return;
	for (size_t t = m->tok > first + HEAD_REACH ? m->tok - HEAD_REACH : first; t < m->tok;
	     t++) {
		const struct match *x = doc_at(d, LEX_KIT, t);
		if (!x)
			x = doc_at(d, LEX_PRODUCT, t);
		if (x && x->tok_end <= m->tok && !(k && k->tok_end >= x->tok_end))
			k = x;
	}
	if (!k)
		return;
	if (!c->strong_request)
		c->request_why = doc_found(d, k->tok, m->tok_end, match_rule(d, m));
	c->strong_request = true;
	if (!(c->deliverable_end && names_product(d, c->deliverable_tok, c->deliverable_end)))
		give_deliverable(c, phrase_start(d, k->tok), k->tok_end, match_rule(d, m));
}

/* Can what begins at `from` be a thing to make, though no product word is in it? */
static bool
maybe_thing(const struct context *c, size_t from, size_t to)
{
	const struct doc *d = c->d;
	const struct match *a = doc_at(d, LEX_ARTICLE, from);
	if (doc_at(d, LEX_PEOPLE, from) || doc_at(d, LEX_EARLIER, from))
		return false;
	if (doc_at(d, LEX_UNKNOWN, from) || doc_at(d, LEX_NOT_PRODUCT, from) ||
	    (a && to <= a->tok_end) || (a && doc_at(d, LEX_NOT_PRODUCT, a->tok_end)))
		return false;
	/* "las quiero tener el 16 de octubre": a date is nothing to make */
	size_t noun = a ? a->tok_end : from;
	if (!names_product(d, noun, to) &&
	    (names_day(d, noun) || (d->tok[noun].kind == TOK_NUMBER && doc_at(d, LEX_OF, noun + 1) &&
				    names_day(d, noun + 2))))
		return false;
	if (a || d->tok[from].kind == TOK_NUMBER)
		return true;
	static const enum lex_class none[] = {LEX_PRONOUN,   LEX_VERB,	LEX_PREPOSITION, LEX_FOR,
					      LEX_NEGATION,  LEX_DATE,	LEX_BACKREF,	 LEX_JOIN,
					      LEX_OBJECTIVE, LEX_PEOPLE};
	return !doc_at_any(d, none, COUNT(none), from);
}

static void
ask_match(struct context *c, const struct match *m)
{
	const struct doc *d = c->d;
	size_t from = m->tok_end;
	const struct match *other =
		doc_at(d, m->class == LEX_ASK ? LEX_ASK_NOUN : LEX_ASK, m->tok);
	if (m != doc_at(d, m->class, m->tok) || (other && other->tok_end > m->tok_end))
		return; /* a longer one begins here */
	if (doc_at(d, LEX_ARTICLE, from - 1) && from - 1 > m->tok)
		from--; /* words of asking that end in "the" */
	/* "we do not need a poster" */
	for (size_t k = m->tok; k > d->sent[d->tok[m->tok].sent].tok && k + 2 > m->tok &&
				!(d->tok[k].gap & ~(unsigned)GAP_LINE);
	     k--)
		if (doc_at(d, LEX_NEGATION, k - 1))
			return;
	/* "please do the report", "planning a brochure": only where nothing is in hand yet */
	if (slice_is(match_arg(d, m), "fresh") &&
	    (c->reply || c->docket_subject || d->tok[m->tok_end - 1].gap & GAP_COMMA))
		return;
	/* "we make umbrellas": what somebody does, not what is asked for */
	if (slice_is(match_arg(d, m), "verb") && m->tok > d->sent[d->tok[m->tok].sent].tok &&
	    !d->tok[m->tok].gap && doc_at(d, LEX_PRONOUN, m->tok - 1))
		return;
	if (slice_is(match_arg(d, m), "before")) {
		ask_for_subject(c, m);
		return;
	}
	/* "write and design the newsletter" */
	if (doc_at(d, LEX_JOIN, from) && from + 2 < d->tok_count &&
	    doc_at(d, LEX_ARTICLE, from + 2))
		from += 2;
	/* "make us a poster", "prepare for us a deck" */
	if (doc_at(d, LEX_FOR, from) && doc_at(d, LEX_PRONOUN, from + 1))
		from++;
	while (from < d->tok_count && doc_at(d, LEX_PRONOUN, from) && !doc_at(d, LEX_BACKREF, from))
		from++;
	/* "we want to change the logo": the verb between is no part of the thing */
	if (from + 1 < d->tok_count && !doc_at(d, LEX_ARTICLE, from) &&
	    d->tok[from].kind == TOK_WORD && !names_product(d, from, from + 1) &&
	    doc_at(d, LEX_ARTICLE, from + 1) && !d->tok[from + 1].gap &&
	    !doc_at(d, LEX_PREPOSITION, from))
		from++;
	if (from >= d->tok_count || d->tok[from].sent != d->tok[m->tok].sent ||
	    doc_is(d, from, "to"))
		return;
	if (ask_backref(c, m, from))
		return;
	from = ask_beyond(d, from);
	size_t to = phrase_end(d, from, DELIVERABLE_WORDS);
	/* "we need three things: a card, a plaque and new letterheads" */
	if (to < d->tok_count && d->tok[to].gap & GAP_COLON &&
	    d->tok[to].sent == d->tok[from].sent &&
	    (doc_at(d, LEX_ARTICLE, to) || d->tok[to].kind == TOK_NUMBER) &&
	    names_product(d, to, phrase_end(d, to, DELIVERABLE_WORDS))) {
		from = to;
		to = phrase_end(d, from, DELIVERABLE_WORDS);
	}
	bool product = names_product(d, from, to) &&
		       !(doc_at(d, LEX_NOT_PRODUCT, from) && !doc_find(d, LEX_KIT, from, to));
	bool thing = maybe_thing(c, from, to);
	if (c->reply || c->docket_subject || d->sent[d->tok[m->tok].sent].close == '?')
		thing = false; /* there it takes a product to be a request */
	if (doc_at(d, LEX_VAGUE, from) && !product) {
		c->strong_request = c->strong_request || m->class == LEX_ASK || !c->reply;
		return;
	}
	/* an answer names the job again; another thing is asked for in passing */
	const struct sentence *s = &d->sent[d->tok[m->tok].sent];
	if (c->question_count && !(c->asked & FIELD_BIT(FIELD_DELIVERABLE)) &&
	    !doc_find_in(d, LEX_SCOPE, s) && !doc_find_in(d, LEX_NEW_WORK, s))
		return;
	if (!product && (m->class != LEX_ASK || !thing))
		return;
	if (!c->strong_request)
		c->request_why = doc_found(d, m->tok, to, match_rule(d, m));
	c->strong_request = true;
	const struct match *a = doc_at(d, LEX_ARTICLE, from);
	if (m->class == LEX_ASK && doc_find(d, LEX_KIT, from, to) &&
	    (d->tok[from].kind == TOK_NUMBER || (a && slice_is(match_arg(d, a), "a")))) {
		if (!c->asks_new)
			c->new_why = doc_found(d, m->tok, to, match_rule(d, m));
		c->asks_new = true;
	}
	bool have_product =
		c->deliverable_end && names_product(d, c->deliverable_tok, c->deliverable_end);
	if (c->r->fields[FIELD_DELIVERABLE].given && (!product || have_product))
		return;
	give_deliverable(c, from, to, match_rule(d, m));
}

/* A sentence that begins with a product: "Landing page for the spring sale." "The header is
 * missing." */
static void
bare_product(struct context *c)
{
	const struct doc *d = c->d;
	for (size_t i = 0; i < d->sent_count && i < BARE_SENTENCES; i++) {
		const struct sentence *s = &d->sent[i];
		size_t to = phrase_end(d, s->tok, DELIVERABLE_WORDS);
		/* "Tiny thing: a loyalty card" */
		size_t first = s->tok;
		for (size_t k = first + 1; k < first + COLON_REACH && k < s->tok_end; k++) {
			if (!(d->tok[k].gap & GAP_COLON) || doc_at(d, LEX_LABEL, first))
				continue;
			first = k;
			to = phrase_end(d, first, DELIVERABLE_WORDS);
			break;
		}
		const struct match *k = doc_find(d, LEX_KIT, first, to);
		/* "we love the reels they have" tells of a thing, it does not ask for it */
		if (!k || k->tok > first + 4 || s->close == '?' ||
		    doc_find(d, LEX_PRONOUN, first, k->tok) ||
		    doc_find(d, LEX_PEOPLE, first, k->tok) || doc_find(d, LEX_VERB, first, k->tok))
			continue;
		size_t from = phrase_start(d, k->tok);
		if (from < first)
			from = first;
		give_deliverable(c, from, to, match_rule(d, k));
		return;
	}
}

/*
 * "Let us surprise them with a reel.": in a mail that opens a matter, a product with "a" or a
 * number before it is what is wanted, when nothing else tells what the mail is for.
 */
static void
indefinite_product(struct context *c)
{
	const struct doc *d = c->d;
	for (size_t i = 0; i < d->match_count; i++)
		if (d->match[i].class == LEX_INTENT)
			return;
	for (size_t i = 0; i < d->sent_count && i < BARE_SENTENCES; i++) {
		const struct sentence *s = &d->sent[i];
		if (s->close == '?' || doc_find_in(d, LEX_NEGATION, s) ||
		    doc_find_in(d, LEX_OFFER, s) || doc_find_in(d, LEX_PRAISE, s))
			continue;
		const struct match *k = doc_find_in(d, LEX_KIT, s);
		if (!k)
			continue;
		size_t from = phrase_start(d, k->tok);
		const struct match *a = doc_at(d, LEX_ARTICLE, from);
		size_t to = phrase_end(d, k->tok, DELIVERABLE_WORDS);
		if (!(a && slice_is(match_arg(d, a), "a")) && d->tok[from].kind != TOK_NUMBER)
			continue;
		give_deliverable(c, from, to > k->tok_end ? to : k->tok_end, match_rule(d, k));
		return;
	}
}

/* "Our website is old. We want something fresh.": the first thing named that can be made. */
static void
any_product(struct context *c)
{
	const struct doc *d = c->d;
	for (size_t i = 0; i < d->match_count && d->tok[d->match[i].tok].sent < BARE_SENTENCES;
	     i++) {
		const struct match *m = &d->match[i];
		if (m->class != LEX_KIT)
			continue;
		size_t from = phrase_start(d, m->tok);
		if (!doc_at(d, LEX_ARTICLE, from) || doc_is(d, from, "your"))
			continue;
		give_deliverable(c, from, doc_at(d, LEX_KIT, m->tok)->tok_end, match_rule(d, m));
		return;
	}
}

/* "Three things: - a press release - two posts": each point of the list is a product. */
static bool
product_list(struct context *c)
{
	const struct doc *d = c->d;
	struct slice all = SLICE_NONE;
	size_t count = 0, start = 0, end = 0, first = 0, first_end = 0;
	for (size_t i = 0; i < d->sent_count && count < LIST_MAX; i++) {
		const struct sentence *s = &d->sent[i];
		if (!s->first_in_line)
			continue;
		size_t to = phrase_end(d, s->tok, DELIVERABLE_WORDS);
		/* or a paragraph each: "A poster for the open day. A3. ..." */
		const struct match *a = doc_at(d, LEX_ARTICLE, s->tok);
		bool heads = a && slice_is(match_arg(d, a), "a") &&
			     doc_find(d, LEX_KIT, s->tok, to) && !doc_find_in(d, LEX_VERB, s) &&
			     !doc_find_in(d, LEX_PRONOUN, s) && s->close == '.';
		if (!s->bullet && !s->number && !heads)
			continue;
		const struct match *label = doc_at(d, LEX_LABEL, s->tok);
		if (!names_product(d, s->tok, to) || doc_at(d, LEX_VERB, s->tok) ||
		    doc_at(d, LEX_CHANGE, s->tok) || (to < s->tok_end && doc_at(d, LEX_VERB, to)) ||
		    (label && (d->tok[label->tok_end].gap & GAP_COLON)))
			return false;
		struct found one = doc_found(d, s->tok, to, SLICE_NONE);
		if (!count++) {
			start = one.start;
			first = s->tok;
			first_end = to;
			all = one.text;
		} else {
			all = pool_slicef(c->pool, "%.*s, %.*s", SLICE_ARG(all),
					  SLICE_ARG(one.text));
		}
		end = one.end;
		brief_job(c, s->tok, to);
	}
	if (count < 2) {
		c->r->jobs.len = 0;
		return false;
	}
	c->r->fields[FIELD_DELIVERABLE].given = false;
	field_give(c, FIELD_DELIVERABLE,
		   (struct found){all, start, end, SLICE_LIT("a list of products")});
	c->deliverable_tok = first;
	c->deliverable_end = first_end;
	c->strong_request = true;
	return true;
}

void
fields_deliverable(struct context *c)
{
	const struct doc *d = c->d;
	for (size_t i = 0; i < d->match_count; i++)
		if (d->match[i].class == LEX_ASK || d->match[i].class == LEX_ASK_NOUN)
			ask_match(c, &d->match[i]);
	if (!c->reply && !c->docket_subject && product_list(c))
		return;
	if (c->reply)
		return;
	const struct said_field *f = &c->r->fields[FIELD_DELIVERABLE];
	if (!c->deliverable_end || !names_product(d, c->deliverable_tok, c->deliverable_end))
		bare_product(c);
	if (!f->given && !c->docket_subject)
		indefinite_product(c);
	if (!f->given && (c->strong_request || doc_find(d, LEX_VAGUE, 0, d->tok_count)))
		any_product(c);
	/* the subject, when it names a product */
	if (c->strong_request && c->subject->tok_count &&
	    names_product(c->subject, 0, c->subject->tok_count))
		field_give(c, FIELD_DELIVERABLE,
			   (struct found){c->mail->subject_base, 0, 0,
					  SLICE_LIT("subject names a product")});
}
