/* How people are named in a text: by name, by role, by title, with what is said about them. */
#include "person.h"

enum { TAIL_WORDS = 5, TITLE_WORDS = 6 };

bool
person_is_me(const struct doc *d, size_t t)
{
	return doc_at(d, LEX_APPROVER_ME, t) != NULL;
}

bool
person_is_role(const struct doc *d, size_t t)
{
	return doc_at(d, LEX_ROLE, t) != NULL;
}

static bool
opens_sentence(const struct doc *d, size_t t)
{
	return t == d->sent[d->tok[t].sent].tok || (d->tok[t].gap & GAP_COLON);
}

/* What is never a name, with a capital or without. */
static const enum lex_class never_names[] = {LEX_APPROVER_ME, LEX_APPROVER_NOT, LEX_DATE,
					     LEX_PRONOUN, LEX_ARTICLE};
/* What has a capital only because it opens a sentence. */
static const enum lex_class openers[] = {LEX_VERB,	     LEX_JOIN,	       LEX_PLEASE,
					 LEX_PREPOSITION,    LEX_FOR,	       LEX_CONTRAST,
					 LEX_LABEL,	     LEX_ASK,	       LEX_APPROVER_BEFORE,
					 LEX_APPROVER_AFTER, LEX_APPROVER_TAIL};
/* Things; in German they have a capital wherever they stand. */
static const enum lex_class things[] = {LEX_KIT, LEX_PRODUCT, LEX_TARGET, LEX_ASK_NOUN};

bool
person_name_at(const struct doc *d, size_t t)
{
	const struct token *x = &d->tok[t];
	if (x->kind != TOK_WORD || !(x->flags & TOK_UPPER) ||
	    doc_at_any(d, never_names, COUNT(never_names), t))
		return false;
	if (person_is_role(d, t))
		return true;
	bool thing = doc_at_any(d, things, COUNT(things), t);
	if (!opens_sentence(d, t))
		return d->lang != LANG_DE ||
		       !(thing || doc_at(d, LEX_LABEL, t) || doc_at(d, LEX_APPROVER_AFTER, t));
	/* "Mark Feld signs off": a family name behind it makes it one */
	if (thing)
		return t + 1 < d->tok_count && d->tok[t + 1].sent == x->sent &&
		       d->tok[t + 1].flags & TOK_UPPER && !d->tok[t + 1].id && !d->tok[t + 1].gap &&
		       d->lang != LANG_DE;
	return !doc_at_any(d, openers, COUNT(openers), t);
}

bool
person_low(const struct doc *d)
{
	size_t low = 0;
	for (size_t i = 0; i < d->sent_count; i++)
		low += d->sent[i].tok < d->tok_count && !(d->tok[d->sent[i].tok].flags & TOK_UPPER);
	return low && 2 * low >= d->sent_count;
}

bool
person_low_at(const struct doc *d, size_t t, bool low)
{
	/* a word that nothing in this language's lexicon begins with */
	return d->match_at && d->tok[t].kind == TOK_WORD && d->match_at[t] == d->match_at[t + 1] &&
	       !(d->tok[t].flags & TOK_UPPER) && low;
}

bool
person_at(const struct doc *d, size_t t)
{
	return person_name_at(d, t) || person_is_role(d, t);
}

size_t
person_tail(const struct doc *d, size_t to, size_t limit)
{
	size_t end = to, stop = d->sent[d->tok[to ? to - 1 : 0].sent].tok_end;
	/* "Kwame (our director)" */
	if (end < stop && d->tok[end].gap & GAP_OPEN) {
		while (++end < stop && end - to <= TAIL_WORDS)
			if (d->tok[end].gap & GAP_CLOSE)
				return end;
		return to;
	}
	if (end >= limit)
		return to;
	bool apposition =
		(d->tok[end].gap & GAP_COMMA) &&
		(doc_at(d, LEX_ARTICLE, end) || person_is_role(d, end) || person_name_at(d, end)) &&
		!doc_at(d, LEX_PRONOUN, end);
	/* "Roger the chairman" */
	if (!(d->tok[end].gap & ~(unsigned)GAP_LINE) && doc_at(d, LEX_ARTICLE, end) &&
	    end + 1 < limit && person_is_role(d, end + 1))
		return end + 2;
	bool place = !(d->tok[end].gap & ~(unsigned)GAP_LINE) && doc_at(d, LEX_PREPOSITION, end) &&
		     end + 1 < limit && !doc_at(d, LEX_DEADLINE, end) && !names_day(d, end + 1);
	if (!apposition && !place)
		return to;
	bool person = false, ours = apposition && doc_at(d, LEX_ARTICLE, end);
	for (end++; end < limit && end - to <= TAIL_WORDS; end++) {
		/* the stop of "Ms." ends nothing */
		unsigned marks =
			~(unsigned)(GAP_LINE | (person_is_role(d, end - 1) ? GAP_STOP : 0));
		if (d->tok[end].gap & marks || doc_at(d, LEX_VERB, end) ||
		    doc_at(d, LEX_APPROVER_BEFORE, end) || doc_at(d, LEX_JOIN, end) ||
		    doc_at(d, LEX_DEADLINE, end))
			break;
	}
	/* "Ida Roe, our lead potter, signs off": words between commas, whatever she is */
	person = ours && end == limit && end < stop && d->tok[end].gap & GAP_COMMA;
	for (size_t k = to; k < end; k++)
		person = person || person_at(d, k);
	return apposition && !person ? to : end;
}

/* A role with what stands before it: "our managing director", "die Leiterin". */
static size_t
role_start(const struct doc *d, size_t t, size_t first)
{
	size_t k = t;
	while (k > first && t - k < PERSON_ROLE_WORDS && !doc_at(d, LEX_VERB, k - 1) &&
	       !doc_at(d, LEX_JOIN, k - 1) && !(d->tok[k].gap & ~(unsigned)GAP_LINE)) {
		k--;
		if (doc_at(d, LEX_ARTICLE, k))
			return k;
	}
	while (t > first && person_is_role(d, t - 1) &&
	       !(d->tok[t].gap & ~(unsigned)(GAP_LINE | GAP_STOP)))
		t--;
	return t;
}

/* A name with whose and what the person is: "our drummer Signe", "my sister-in-law Cath". */
static size_t
kin_start(const struct doc *d, size_t from, size_t first)
{
	static const enum lex_class others[] = {LEX_VERB, LEX_JOIN,	  LEX_PRONOUN,
						LEX_KIT,  LEX_PRODUCT,	  LEX_DATE,
						LEX_FOR,  LEX_PREPOSITION};
	if (person_is_role(d, from))
		return from;
	for (size_t k = from; k > first && from - k < PERSON_ROLE_WORDS; k--) {
		if (d->tok[k].gap & ~(unsigned)GAP_LINE ||
		    (d->tok[k].sep != '-' && doc_at_any(d, others, COUNT(others), k - 1)))
			return from;
		if (doc_at(d, LEX_OWN, k - 1)) /* "for our shop Signe signs it off" */
			return k > first + 1 && (doc_at(d, LEX_FOR, k - 2) ||
						 doc_at(d, LEX_PREPOSITION, k - 2))
				       ? from
				       : k - 1;
	}
	return from;
}

size_t
person_start(const struct doc *d, size_t last, size_t first)
{
	size_t from = last;
	while (from > first && last - from < PERSON_NAME_WORDS) {
		if (d->tok[from].gap &
		    (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON | GAP_OPEN | GAP_CLOSE))
			break;
		if (person_at(d, from - 1))
			from--;
		else if (from >= first + 2 && doc_at(d, LEX_JOIN, from - 1) &&
			 (person_at(d, from - 2) || person_is_me(d, from - 2)) &&
			 (d->lang != LANG_EN || doc_is(d, from - 1, "and")))
			from -= 2;
		else
			break;
	}
	if (person_is_role(d, from))
		from = role_start(d, from, first);
	/* "Kwame (our director)", "Ms Reeve (branch director)" */
	for (size_t k = from; k > first && from - k < TAIL_WORDS; k--) {
		if (d->tok[k].gap & GAP_OPEN && person_name_at(d, k - 1))
			return person_start(d, k - 1, first);
		if (d->tok[k].gap & ~(unsigned)GAP_LINE)
			break;
	}
	from = kin_start(d, from, first);
	if (from > first && d->tok[from].gap & GAP_COMMA && doc_at(d, LEX_ARTICLE, from) &&
	    person_name_at(d, from - 1)) /* "Aoife Nolan, our chair" */
		return person_start(d, from - 1, first);
	if (from < first + 2)
		return from;
	/* "Mrs Breen, that's the daughter, will say yes" */
	if (d->tok[from - 1].gap & GAP_COMMA && doc_at(d, LEX_VERB, from - 1) &&
	    person_name_at(d, from - 2))
		return person_start(d, from - 2, first);
	/* "the Head of Exhibitions, Laurence Peake" */
	bool role = false;
	for (size_t k = from;
	     d->tok[from].gap & GAP_COMMA && k > first && from - k < TITLE_WORDS;) {
		k--;
		role = role || person_is_role(d, k);
		if (doc_at(d, LEX_ARTICLE, k) && role)
			return k;
		if (d->tok[k].gap & ~(unsigned)GAP_LINE || doc_at(d, LEX_VERB, k))
			break;
	}
	/* "our chair, Aoife Nolan" */
	if (d->tok[from].gap & GAP_COMMA && person_is_role(d, from - 1))
		return person_start(d, from - 1, first);
	/* "Katrin Albers in Munich" */
	if (!(d->tok[from].gap & ~(unsigned)GAP_LINE) && doc_at(d, LEX_PREPOSITION, from - 1) &&
	    person_name_at(d, from - 2))
		return person_start(d, from - 2, first);
	return from;
}

size_t
person_owns(struct slice word)
{
	if (slice_ends(word, "'s"))
		return 2;
	return slice_ends(word, "\xe2\x80\x99s") ? 4 : 0;
}
