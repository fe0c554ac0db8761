/* What a job is to bring about: the objective, in prose. */
#include "context.h"

/* Does a list go on behind the comma before token k ("sell tickets, fill the hall and ...")? */
static bool
list_goes_on(const struct doc *d, size_t k, size_t end)
{
	if (doc_at(d, LEX_PRONOUN, k) || doc_at(d, LEX_VERB, k) || doc_at(d, LEX_DATE, k) ||
	    doc_at(d, LEX_CONTRAST, k) || doc_at(d, LEX_ASK, k) || doc_at(d, LEX_DEADLINE, k) ||
	    doc_at(d, LEX_PREPOSITION, k) || doc_at(d, LEX_NEGATION, k))
		return false;
	for (; k < end; k++) {
		if (!doc_at(d, LEX_JOIN, k))
			continue;
		return k + 1 < end && !doc_at(d, LEX_PRONOUN, k + 1) && !doc_at(d, LEX_ASK, k + 1);
	}
	return false;
}

/* Does another statement begin at token k, behind "and" or a comma? */
static bool
other_statement(const struct doc *d, size_t k)
{
	return doc_at(d, LEX_ASK, k) || doc_at(d, LEX_PLEASE, k) || doc_is(d, k, "what") ||
	       doc_at(d, LEX_APPROVER_SELF, k) ||
	       (doc_at(d, LEX_PRONOUN, k) && (doc_at(d, LEX_VERB, k + 1) || doc_at(d, LEX_ASK, k)));
}

/* "by Friday", "ready on 3 June" at token k: "want them" alone is none. */
static bool
names_due_day(const struct doc *d, size_t k)
{
	const struct match *m = doc_at(d, LEX_DEADLINE, k);
	return m && (names_day(d, m->tok_end) || names_day(d, m->tok_end + 1) ||
		     d->tok[m->tok_end < d->tok_count ? m->tok_end : k].kind == TOK_NUMBER);
}

size_t
aim_end(const struct doc *d, size_t from)
{
	size_t end = clause_end(d, from, GAP_SEMI | GAP_DASH | GAP_OPEN);
	for (size_t k = from + 1; k < end; k++) {
		if (gap_before(d, k, GAP_COMMA) && !doc_at(d, LEX_GOES_ON, k) &&
		    !list_goes_on(d, k, end))
			return k;
		if (doc_at(d, LEX_JOIN, k) && other_statement(d, k + 1))
			return k;
	}
	return end;
}

/* A wish for the thing itself or for a date is no objective: "I want a poster", "we want it by
 * ...". */
static bool
wants_thing(const struct doc *d, size_t from, size_t end)
{
	if (from >= end || doc_at(d, LEX_BACKREF, from) || doc_at(d, LEX_VAGUE, from) ||
	    doc_at(d, LEX_URGENT, from) || doc_at(d, LEX_UNKNOWN, from))
		return true;
	return doc_find(d, LEX_KIT, from, end) || doc_find(d, LEX_PRODUCT, from, end) ||
	       doc_find(d, LEX_SPEC, from, end) || doc_find(d, LEX_VAGUE, from, end);
}

/*
 * "Donors should see where each pound went": the whole clause, when its subject is somebody. What
 * the work itself, the sender or the agency should do is no aim of this kind.
 */
static size_t
clause_of_people(const struct doc *d, const struct match *m)
{
	size_t first = d->sent[d->tok[m->tok].sent].tok, from = m->tok;
	while (from > first &&
	       !(d->tok[from].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON)) &&
	       !doc_at(d, LEX_JOIN, from - 1))
		from--;
	/* "that must stop" */
	if (from + 1 == m->tok && doc_at(d, LEX_ARTICLE, from))
		return m->tok_end;
	if (from == m->tok || doc_find(d, LEX_KIT, from, m->tok) ||
	    doc_find(d, LEX_PRODUCT, from, m->tok) || doc_find(d, LEX_SPEC, from, m->tok) ||
	    doc_at(d, LEX_APPROVER_NOT, m->tok - 1) || doc_at(d, LEX_APPROVER_ME, m->tok - 1) ||
	    (doc_at(d, LEX_BACKREF, m->tok - 1) && !doc_at(d, LEX_PEOPLE, from)))
		return m->tok_end;
	return from;
}

/* The clause before "that is all it is for". */
struct found
aim_before(const struct doc *d, const struct match *m)
{
	size_t first = d->sent[d->tok[m->tok].sent].tok, from = m->tok, end = m->tok;
	struct found none = {{0}, 0, 0, {0}};
	if (from == first) {
		if (!first)
			return none;
		end = first;
		first = d->sent[d->tok[first - 1].sent].tok;
		return doc_found(d, first, end, match_rule(d, m));
	}
	/* "Nobody knows it, and that has to change": the "and" is no clause */
	while (end > first && doc_at(d, LEX_JOIN, end - 1))
		end--;
	from = end;
	while (from > first &&
	       !(from < end && d->tok[from].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH)))
		from--;
	return doc_found(d, from, end, match_rule(d, m));
}

/* "just", "really", "never": between "should" and its verb. */
static bool
adverb(const struct doc *d, size_t k)
{
	return doc_at(d, LEX_NEGATION, k) || doc_at(d, LEX_ADVERB, k) ||
	       (d->lang == LANG_EN && slice_ends(doc_word(d, k), "ly"));
}

/* "I want to rehearse with it from the 19th", "it has to reach them by May": words that lead to a
 * date begin between these tokens. */
bool
leads_to_due_day(const struct doc *d, size_t from, size_t to)
{
	for (size_t k = from; k < to; k++) {
		const struct match *m = doc_at(d, LEX_DEADLINE, k);
		if (m && !slice_is(match_arg(d, m), "weak") && m->tok_end > to &&
		    (names_due_day(d, k) || names_day(d, m->tok_end - 1)))
			return true;
	}
	return false;
}

/*
 * "It needs to VERB", "visitors ought to VERB", "we want to VERB", whichever the verb: an aim when
 * it is no verb of making, handling or describing the work, and nobody's approval. Behind "open"
 * stands a modal, behind "open-to" a wish, which may be the sender's.
 */
static struct found
aim_open(const struct doc *d, const struct match *m)
{
	enum { MODAL_ADVERBS = 3, MODAL_SUBJECT = 8 };
	static const enum lex_class never[] = {LEX_NOT_AIM,	LEX_DATE,    LEX_ARTICLE,
					       LEX_UNKNOWN,	LEX_BACKREF, LEX_VAGUE,
					       LEX_NOT_PRODUCT, LEX_SPEC,    LEX_PREPOSITION};
	static const enum lex_class approval[] = {LEX_APPROVER_BEFORE, LEX_APPROVER_AFTER,
						  LEX_APPROVER_SELF};
	const struct sentence *s = &d->sent[d->tok[m->tok].sent];
	const struct found none = {{0}, 0, 0, {0}};
	size_t verb = m->tok_end, stop = s->tok_end, from;
	bool wish = slice_is(match_arg(d, m), "open-to");
	while (verb < stop && verb < m->tok_end + MODAL_ADVERBS && adverb(d, verb))
		verb++;
	/* "Installateure sollen auf die Seite klicken": in German the verb comes last */
	bool last_verb = d->lang == LANG_DE && doc_find(d, LEX_PEOPLE, s->tok, m->tok) &&
			 (doc_at(d, LEX_PREPOSITION, verb) || doc_at(d, LEX_ARTICLE, verb));
	if (verb + 1 >= stop || s->close == '?' ||
	    (!last_verb && doc_at_any(d, never, COUNT(never), verb)) ||
	    (!wish && doc_at(d, LEX_NEGATION, verb)))
		return none;
	size_t end = aim_end(d, verb);
	/* "see it"; elsewhere the word may be an article too: "l'entrée" */
	if (d->lang == LANG_EN && doc_at(d, LEX_BACKREF, verb + 1) &&
	    (end <= verb + 3 || !doc_is(d, verb + 1, "them")))
		return none;
	/* "es soll ein Faltblatt geben": the thing itself */
	const struct match *one = doc_at(d, LEX_ARTICLE, verb);
	if (one && slice_is(match_arg(d, one), "a") && doc_at(d, LEX_KIT, verb + 1))
		return none;
	if (leads_to_due_day(d, m->tok, verb + 1))
		return none;
	for (size_t k = verb + 1; k < verb + 3 && k < end; k++)
		if (names_due_day(d, k)) /* "it must leave by Friday" */
			return none;
	for (size_t i = 0; i < COUNT(approval); i++)
		if (doc_find_in(d, approval[i], s))
			return none;
	/* "Complaints about it should halve" */
	bool alone = end == verb + 1 && m->tok > s->tok + 1 && !doc_at(d, LEX_KIT, s->tok + 1);
	if ((end < verb + 2 && !alone) || doc_find(d, LEX_SPEC, verb, end) ||
	    doc_find(d, LEX_VAGUE, verb, end))
		return none;
	/* "I'd like to see a draft" */
	if (wish)
		return wants_thing(d, verb, end) || doc_at(d, LEX_NOT_PRODUCT, verb + 1)
			       ? none
			       : doc_found(d, verb, end, match_rule(d, m));
	/* the subject: from the mark or the "and" before */
	for (from = m->tok; from > s->tok && m->tok - from < MODAL_SUBJECT; from--)
		if (d->tok[from].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON) ||
		    doc_at(d, LEX_JOIN, from - 1))
			break;
	size_t last = m->tok ? m->tok - 1 : 0;
	/* "Elle s'adresse aux ... et doit amener ...": the subject of the sentence */
	if (from == m->tok && doc_at(d, LEX_JOIN, last) && last > s->tok &&
	    (doc_at(d, LEX_BACKREF, s->tok) || doc_find(d, LEX_KIT, s->tok, s->tok + 2)))
		return doc_found(d, verb, end, match_rule(d, m));
	if (from == m->tok || doc_at(d, LEX_APPROVER_ME, last) ||
	    (doc_at(d, LEX_APPROVER_NOT, last) && !doc_at(d, LEX_BACKREF, last)) ||
	    doc_find(d, LEX_ASK, from, m->tok) || doc_find(d, LEX_DATE, from, m->tok))
		return none;
	bool work = doc_at(d, LEX_BACKREF, last) || doc_find(d, LEX_KIT, from, m->tok) ||
		    doc_find(d, LEX_PRODUCT, from, m->tok);
	return doc_found(d, work ? verb : from, end, match_rule(d, m));
}

/* "The purpose, as Ida puts it, is to …": where what is put between commas is over. */
static size_t
behind_aside(const struct doc *d, size_t from, size_t stop)
{
	enum { ASIDE_WORDS = 8 };
	if (from >= stop || !(d->tok[from].gap & GAP_COMMA))
		return from;
	for (size_t k = from + 1; k + 1 < stop && k <= from + ASIDE_WORDS; k++) {
		if (!(d->tok[k].gap & GAP_COMMA) || !doc_at(d, LEX_VERB, k))
			continue;
		return k + 1 + doc_is(d, k + 1, "to");
	}
	return from;
}

static struct found
aim_of(const struct doc *d, const struct match *m)
{
	enum { THING_WORDS = 6 };
	const struct sentence *s = &d->sent[d->tok[m->tok].sent];
	struct slice arg = match_arg(d, m);
	size_t from = m->tok_end;
	struct found none = {{0}, 0, 0, {0}};
	if (slice_is(arg, "back"))
		return aim_before(d, m);
	if (slice_starts(arg, "open"))
		return aim_open(d, m);
	/* "If twenty people come, we're happy" */
	if (slice_is(arg, "if")) {
		if (!doc_at(d, LEX_CONDITION, s->tok) || !(d->tok[m->tok].gap & GAP_COMMA))
			return none;
		return doc_found(d, doc_at(d, LEX_CONDITION, s->tok)->tok_end, m->tok,
				 match_rule(d, m));
	}
	/* "it's about getting them back", not "about a poster" */
	if (slice_is(arg, "ing") && !(from < s->tok_end && slice_ends(doc_word(d, from), "ing")))
		return none;
	/* "our director will want to see it, her nod counts" */
	if (slice_is(arg, "clause") &&
	    (doc_find_in(d, LEX_APPROVER_BEFORE, s) || doc_find_in(d, LEX_APPROVER_AFTER, s)))
		return none;
	if (slice_is(arg, "whole") || slice_is(arg, "want"))
		/* "young parents should come" */
		from = d->lang == LANG_EN && doc_at(d, LEX_PEOPLE, m->tok) ? phrase_start(d, m->tok)
									    : m->tok;
	else if (slice_is(arg, "last") || slice_is(arg, "ours"))
		from = m->tok_end - 1;
	else if (slice_is(arg, "verb2"))
		from = m->tok_end - 2; /* "know whether" */
	else if (slice_is(arg, "clause"))
		from = clause_of_people(d, m);
	else if (slice_is(arg, "second"))
		from = m->tok + 1;
	if (from >= s->tok_end ||
	    (slice_is(arg, "clause") && (from == m->tok_end || s->close == '?')))
		return none;
	if (!arg.len) {
		/* "The objective is plain enough: win the tender" */
		for (size_t k = from; k < from + 4 && k < s->tok_end; k++)
			if (d->tok[k].gap & GAP_COLON)
				from = k;
		from = behind_aside(d, from, s->tok_end);
		/* "the target is people who row": whom it is for */
		if (doc_at(d, LEX_AUDIENCE, m->tok) && doc_at(d, LEX_PEOPLE, from))
			return none;
		/* "what we are after is a poster": that is the thing */
		const struct match *a = doc_at(d, LEX_ARTICLE, from);
		if (a && slice_is(match_arg(d, a), "a") &&
		    doc_find(d, LEX_KIT, from, from + 5 < s->tok_end ? from + 5 : s->tok_end))
			return none;
		/* "happy if you call" */
		if (doc_at(d, LEX_UNKNOWN, from) || doc_at(d, LEX_OF, from) ||
		    doc_is(d, from, "you"))
			return none;
	}
	size_t end = aim_end(d, from);
	/* "I was asked to get a magnet": the thing itself */
	const struct match *thing = slice_is(arg, "last") ? doc_at(d, LEX_ARTICLE, from + 1) : NULL;
	if (thing && slice_is(match_arg(d, thing), "a") &&
	    doc_find(d, LEX_KIT, from + 1, from + THING_WORDS < end ? from + THING_WORDS : end))
		return none;
	if (arg.len && leads_to_due_day(d, m->tok, from + 1))
		return none;
	/* "please aim for Friday", "hoping to have this by Friday" */
	if (names_day(d, from) || names_due_day(d, from + 1) ||
	    ((doc_at(d, LEX_BACKREF, from + 1) || doc_at(d, LEX_ARTICLE, from + 1)) &&
	     names_due_day(d, from + 2)))
		return none;
	/* "we want to send a newsletter" is what is asked for, not what it is for */
	if (slice_is(arg, "ours") &&
	    (doc_find(d, LEX_KIT, from, from + 4) || doc_at(d, LEX_BACKREF, from + 1)))
		return none;
	/* "I'd want them before the fair": when, not what for */
	for (size_t k = m->tok + 1; arg.len && k < m->tok_end; k++)
		if (k + 1 < end && doc_at(d, LEX_BACKREF, k) && doc_at(d, LEX_DEADLINE, k + 1) &&
		    doc_at(d, LEX_BEFORE_TO, k - 1))
			return none;
	/* "I want to write to the members": how, not what for */
	if (slice_is(arg, "want") && doc_is(d, m->tok_end - 1, "to"))
		return none;
	if (slice_is(arg, "want") && (s->close == '?' || wants_thing(d, m->tok_end - 1, end)))
		return none;
	if (end < from + (slice_is(arg, "want") ? 4 : 2))
		return none;
	return doc_found(d, from, end, match_rule(d, m));
}

/* How surely a match of the class tells the objective: what is called one comes first. */
static int
aim_rank(const struct doc *d, const struct match *m)
{
	struct slice arg = match_arg(d, m);
	if (!arg.len || slice_is(arg, "back"))
		return 5;
	/* "we want to reach gardeners" says more of whom it is for */
	for (size_t k = m->tok; k < m->tok_end; k++)
		if (doc_at(d, LEX_AUDIENCE, k))
			return 1;
	if (slice_starts(arg, "open"))
		return 1;
	if (slice_is(arg, "want") || slice_is(arg, "clause"))
		return 2;
	/* "a programme to sell at the door" tells less than "we want to fill the hall" */
	bool to = slice_is(arg, "second") && doc_is(d, m->tok, "to");
	return to || slice_is(arg, "whole") ? 3 : 4;
}

void
fields_objective(struct context *c)
{
	const struct doc *d = c->d;
	struct found best = {{0}, 0, 0, {0}};
	int rank = 0;
	if (c->r->fields[FIELD_OBJECTIVE].given)
		return;
	const struct match *by = NULL;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		if (m->class != LEX_OBJECTIVE)
			continue;
		/* in feedback "it has to become larger" is a change */
		if (c->reply && aim_rank(d, m) < 4 && !(c->asked & FIELD_BIT(FIELD_OBJECTIVE)))
			continue;
		/* of two that begin together the longer one is meant */
		bool longer = by && by->tok == m->tok && m->tok_end > by->tok_end &&
			      aim_rank(d, m) == rank;
		if (aim_rank(d, m) <= rank && !longer)
			continue;
		/* "while you're at it, the number should end in 7" */
		if (aim_rank(d, m) < 4 && doc_find_in(d, LEX_SCOPE, &d->sent[d->tok[m->tok].sent]))
			continue;
		struct found f = aim_of(d, m);
		/* "we want a new logo" is what is asked for */
		bool thing = slice_is(match_arg(d, m), "want") && c->deliverable_end &&
			     d->tok[c->deliverable_tok].start >= f.start &&
			     d->tok[c->deliverable_tok].start < f.end;
		if (!f.text.len || thing)
			continue;
		best = f;
		by = m;
		rank = aim_rank(d, m);
	}
	/* "They need a deck to walk the doctors through the data" */
	size_t to = c->deliverable_end;
	if (rank < 3 && to && to + 2 < d->tok_count && d->tok[to].sent == d->tok[to - 1].sent &&
	    doc_is(d, to, "to") && d->tok[to + 2].sent == d->tok[to].sent &&
	    !doc_at(d, LEX_ARTICLE, to + 1) && !doc_at(d, LEX_PEOPLE, to + 1) &&
	    !doc_at(d, LEX_BACKREF, to + 1) && !doc_at(d, LEX_APPROVER_ME, to + 1) &&
	    !(d->tok[to + 1].flags & TOK_UPPER) && d->tok[to + 1].kind == TOK_WORD &&
	    !doc_at(d, LEX_PEOPLE, to + 2) && !doc_at(d, LEX_NOT_AIM, to + 1))
		best = doc_found(d, to + 1, aim_end(d, to + 1),
				 SLICE_LIT("objective: what the deliverable is to do"));
	field_give(c, FIELD_OBJECTIVE, best);
}
