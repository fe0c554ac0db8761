/* What is asked for: the noun phrase behind (or before) words of asking, or a product on its own.
 */
#include "context.h"

enum { DELIVERABLE_WORDS = 14, HEAD_REACH = 8, BARE_SENTENCES = 6, COLON_REACH = 5, LIST_MAX = 12 };

/* Does only what leads to a date stand in tokens [from, to)? "for the", "para el" */
static bool
only_leads(const struct doc *d, size_t from, size_t to)
{
	static const enum lex_class leads[] = {LEX_PREPOSITION, LEX_FOR, LEX_DEADLINE, LEX_ARTICLE,
					       LEX_DATE};
	for (size_t t = from; t < to; t++)
		if (!doc_at_any(d, leads, COUNT(leads), t))
			return false;
	return true;
}

/* "wir brauchen bis zum 20. ein Plakat": the day stands before the thing and its article. */
static size_t
behind_when(const struct context *c, size_t from)
{
	enum { WHEN_REACH = 6 };
	const struct doc *d = c->d;
	struct mention m;
	if (from >= d->tok_count || !only_leads(d, from, from + 1))
		return from;
	size_t end = d->sent[d->tok[from].sent].tok_end;
	size_t stop = end < from + WHEN_REACH ? end : from + WHEN_REACH;
	/* "bis Donnerstag, 17 Uhr, ein Plakat" */
	for (size_t k = from; date_find(d, &c->clue, k, stop, &m) && only_leads(d, k, m.tok);
	     k = m.tok_end)
		if (m.tok_end < end && doc_at(d, LEX_ARTICLE, m.tok_end))
			return m.tok_end;
	return from;
}

/*
 * The end of the thing before a day that stands right behind the product or ends the phrase: "a
 * poster next Monday", "a mural in two weeks". A month alone may be part of it ("the report for
 * May").
 */
static size_t
before_when(const struct context *c, size_t from, size_t to)
{
	const struct doc *d = c->d;
	const struct match *a = doc_at(d, LEX_ARTICLE, from);
	const struct match *thing = doc_find(d, LEX_KIT, from, to);
	struct mention m;
	if (!thing)
		thing = doc_find(d, LEX_PRODUCT, from, to);
	size_t least = thing ? thing->tok_end : (a ? a->tok_end : from) + 1;
	size_t stop = d->sent[d->tok[from].sent].tok_end;
	bool day = false;
	while (!day && least < to && date_find(d, &c->clue, least, stop, &m) && m.tok < to) {
		day = m.grain < GRAIN_MONTH;
		least = day ? least : m.tok_end; /* "el informe de octubre el jueves 12" */
	}
	if (!day)
		return to;
	size_t end = m.tok;
	while (end > least && only_leads(d, end - 1, end))
		end--;
	return (thing && end == least) || m.tok_end >= to ? end : to;
}

static void
give_deliverable(struct context *c, size_t from, size_t to, struct slice rule)
{
	to = before_when(c, from, to);
	c->r->fields[FIELD_DELIVERABLE].given = false;
	field_give(c, FIELD_DELIVERABLE,
		   doc_found(c->d, from, phrase_more(c->d, from, to), rule));
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
	if (!(c->deliverable_end && phrase_has_product(d, c->deliverable_tok, c->deliverable_end)))
		give_deliverable(c, phrase_start(d, k->tok), k->tok_end, match_rule(d, m));
}

/* A verb that Spanish and French want: "llenar las plazas", "remplir la salle". */
static bool
infinitive(const struct doc *d, size_t k)
{
	static const char *const ends[LANG_COUNT][3] = {
		[LANG_FR] = {"er", "ir", "re"}, [LANG_ES] = {"ar", "er", "ir"}};
	for (size_t i = 0; i < COUNT(ends[0]) && ends[d->lang][i]; i++)
		if (slice_ends(doc_word(d, k), ends[d->lang][i]))
			return !doc_at(d, LEX_KIT, k) && !doc_at(d, LEX_PRODUCT, k);
	/* "renovarla", "hacerlo" */
	return d->lang == LANG_ES &&
	       (slice_ends(doc_word(d, k), "rla") || slice_ends(doc_word(d, k), "rlo"));
}

/* Can what begins at `from` be a thing to make, though no product word is in it? */
static bool
maybe_thing(const struct context *c, size_t from, size_t to)
{
	enum { RESULT_REACH = 3 };
	const struct doc *d = c->d;
	const struct match *a = doc_at(d, LEX_ARTICLE, from);
	if (doc_at(d, LEX_PEOPLE, from) || doc_at(d, LEX_EARLIER, from))
		return false;
	if (doc_at(d, LEX_UNKNOWN, from) || doc_at(d, LEX_NOT_PRODUCT, from) ||
	    (a && to <= a->tok_end) || (a && doc_at(d, LEX_NOT_PRODUCT, a->tok_end)))
		return false;
	size_t noun = a ? a->tok_end : from;
	/* "wir wollen die Leute", "queremos llenar", "para el 16" */
	bool people = doc_at(d, LEX_PEOPLE, noun) && !doc_find(d, LEX_KIT, from, to);
	bool number = a && noun + 1 >= to && d->tok[noun].kind == TOK_NUMBER;
	if (people || number || (!a && infinitive(d, from)))
		return false;
	/* "we want 50 bookings in May", "more bookings": what shall come of it */
	for (size_t k = from; k < to && k < from + RESULT_REACH; k++)
		if (doc_at(d, LEX_RESULT, k) && !doc_find(d, LEX_KIT, from, to))
			return false;
	/* "las quiero tener el 16 de octubre": a date is nothing to make */
	struct mention m;
	if (!phrase_has_product(d, noun, to) &&
	    (names_day(d, noun) || date_at(d, &c->clue, noun, &m)))
		return false;
	if (a || d->tok[from].kind == TOK_NUMBER)
		return true;
	static const enum lex_class none[] = {LEX_PRONOUN,   LEX_VERB,	LEX_PREPOSITION, LEX_FOR,
					      LEX_NEGATION,  LEX_DATE,	LEX_BACKREF,	 LEX_JOIN,
					      LEX_OBJECTIVE, LEX_PEOPLE};
	return !doc_at_any(d, none, COUNT(none), from);
}

/* "could you make us a dial": a verb of making, and one thing or several that nobody has yet. */
static bool
makes_one(const struct doc *d, const struct sentence *s, size_t from)
{
	const struct match *a = doc_at(d, LEX_ARTICLE, from);
	return doc_find_in(d, LEX_CRAFTS, s) && !doc_find_in(d, LEX_REFERENCE, s) &&
	       (d->tok[from].kind == TOK_NUMBER || (a && slice_is(match_arg(d, a), "a")));
}

/* "turn the minutes (a long file) into a picture": what it becomes is what is to be made. */
static size_t
turned_into(const struct doc *d, size_t from)
{
	enum { REACH = 10 };
	for (size_t k = from; d->lang == LANG_EN && k + 1 < d->tok_count && k < from + REACH; k++) {
		if (d->tok[k].sent != d->tok[from].sent)
			break;
		const struct match *a = doc_at(d, LEX_ARTICLE, k + 1);
		if (doc_is(d, k, "into") && a && slice_is(match_arg(d, a), "a"))
			return k + 1;
	}
	return from;
}

static void
ask_match(struct context *c, const struct match *m)
{
	enum { FEW = 2 };
	const struct doc *d = c->d;
	size_t from = behind_when(c, m->tok_end);
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
	/* "write and design the newsletter", "write and lay out three mails" */
	const struct match *second =
		doc_at(d, LEX_JOIN, from) ? doc_at(d, LEX_CRAFTS, from + 1) : NULL;
	if (second)
		from = second->tok_end;
	else if (doc_at(d, LEX_JOIN, from) && from + 2 < d->tok_count &&
		 doc_at(d, LEX_ARTICLE, from + 2))
		from += 2;
	from = turned_into(d, from);
	/* "make us a poster", "prepare for us a deck" */
	if (doc_at(d, LEX_FOR, from) && doc_at(d, LEX_PRONOUN, from + 1))
		from++;
	while (from < d->tok_count && doc_at(d, LEX_PRONOUN, from) && !doc_at(d, LEX_BACKREF, from))
		from++;
	/* "we want to change the logo": the verb between is no part of the thing */
	if (from + 1 < d->tok_count && !doc_at(d, LEX_ARTICLE, from) &&
	    d->tok[from].kind == TOK_WORD && !phrase_has_product(d, from, from + 1) &&
	    doc_at(d, LEX_ARTICLE, from + 1) && !d->tok[from + 1].gap &&
	    !doc_at(d, LEX_PREPOSITION, from))
		from++;
	if (from >= d->tok_count || d->tok[from].sent != d->tok[m->tok].sent ||
	    doc_is(d, from, "to"))
		return;
	/* "we need your help with a map": the asking goes on */
	if (doc_at(d, LEX_ASK, from) || ask_backref(c, m, from))
		return;
	from = ask_beyond(d, from);
	size_t to = phrase_end(d, from, DELIVERABLE_WORDS);
	/* "we need three things: a card, a plaque and new letterheads" */
	if (to < d->tok_count && d->tok[to].gap & GAP_COLON &&
	    d->tok[to].sent == d->tok[from].sent &&
	    (doc_at(d, LEX_ARTICLE, to) || d->tok[to].kind == TOK_NUMBER) &&
	    (to <= from + FEW || !doc_find(d, LEX_KIT, from, to)) &&
	    phrase_has_product(d, to, phrase_end(d, to, DELIVERABLE_WORDS))) {
		from = to;
		to = phrase_end(d, from, DELIVERABLE_WORDS);
	}
	bool product = phrase_has_product(d, from, to) &&
		       !(doc_at(d, LEX_NOT_PRODUCT, from) && !doc_find(d, LEX_KIT, from, to));
	bool thing = maybe_thing(c, from, to);
	const struct sentence *asked = &d->sent[d->tok[m->tok].sent];
	/* there it takes a product to be a request; "could you make us a dial?" opens a matter */
	if (c->reply || c->docket_subject || (asked->close == '?' && !makes_one(d, asked, from)))
		thing = false;
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
		c->deliverable_end && phrase_has_product(d, c->deliverable_tok, c->deliverable_end);
	/* "we are looking for a shirt sponsor and would need a presentation" */
	bool surer = m->class == LEX_ASK && have_product && doc_find(d, LEX_KIT, from, to) && a &&
		     slice_is(match_arg(d, a), "a") &&
		     !doc_find(d, LEX_KIT, c->deliverable_tok, c->deliverable_end);
	if (c->r->fields[FIELD_DELIVERABLE].given && (!product || have_product) && !surer)
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
		if (!phrase_has_product(d, s->tok, to) || doc_at(d, LEX_VERB, s->tok) ||
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
	if (!c->deliverable_end || !phrase_has_product(d, c->deliverable_tok, c->deliverable_end))
		bare_product(c);
	if (!f->given && !c->docket_subject)
		indefinite_product(c);
	if (!f->given && (c->strong_request || doc_find(d, LEX_VAGUE, 0, d->tok_count)))
		any_product(c);
	/* the subject, when it names a product */
	if (c->strong_request && c->subject->tok_count &&
	    phrase_has_product(c->subject, 0, c->subject->tok_count))
		field_give(c, FIELD_DELIVERABLE,
			   (struct found){c->mail->subject_base, 0, 0,
					  SLICE_LIT("subject names a product")});
}
