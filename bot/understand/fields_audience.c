/* Whom a job is for: the audience, in prose. */
#include "context.h"

/* Does a deadline begin at token k? "built before 1930" and "for the better" tell of none. */
static bool
names_deadline(const struct doc *d, size_t k)
{
	const struct match *m = doc_at(d, LEX_DEADLINE, k);
	if (!m || !slice_is(match_arg(d, m), "weak"))
		return m != NULL;
	return names_day(d, m->tok_end) || names_day(d, m->tok_end + 1);
}

/* Words of the class between two tokens, not counting what a relative clause says. */
static bool
has_own(const struct doc *d, enum lex_class class, const struct sentence *s)
{
	size_t end = s->tok + 1;
	while (end < s->tok_end && !doc_at(d, LEX_RELATIVE, end))
		end++;
	return doc_find(d, class, s->tok, end) != NULL;
}

static size_t
people_end(const struct doc *d, size_t from, unsigned gaps)
{
	size_t end = clause_end(d, from, gaps);
	for (size_t k = from + 1; k < end; k++)
		/* "those we looked after, many of whom still come", "elders, so big letters" */
		if (gap_before(d, k, GAP_COMMA) &&
		    (doc_at(d, LEX_HENCE, k) || doc_at(d, LEX_CONTRAST, k) ||
		     (doc_at(d, LEX_OF, k + 1) && doc_at(d, LEX_RELATIVE, k + 2))))
			end = k;
		else if (names_deadline(d, k) || doc_at(d, LEX_OBJECTIVE, k) ||
		    (doc_at(d, LEX_JOIN, k) &&
		     (doc_at(d, LEX_ASK, k + 1) || doc_at(d, LEX_APPROVER_BEFORE, k + 1) ||
		      doc_at(d, LEX_APPROVER_SELF, k + 1) || doc_at(d, LEX_DEADLINE, k + 1))))
			end = k;
	while (end > from + 1 && (doc_at(d, LEX_JOIN, end - 1) || doc_at(d, LEX_ARTICLE, end - 1)))
		end--;
	return end;
}

/* "a page for young parents", "one email to our members" */
static void
audience_after_for(struct context *c)
{
	enum { NEAR_BACK = 4 };
	const struct doc *d = c->d;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		size_t from = m->tok_end;
		if (m->class != LEX_FOR || from >= d->tok_count ||
		    d->tok[from].sent != d->tok[m->tok].sent)
			continue;
		/* "a few on Facebook for the grans" is said of the network */
		if (m->tok && doc_at(d, LEX_CHANNEL, m->tok - 1) &&
		    !doc_find(d, LEX_KIT, d->sent[d->tok[m->tok].sent].tok, m->tok))
			continue;
		size_t end = people_end(d, from, GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_OPEN);
		size_t reach = slice_is(match_arg(d, m), "near") ? 3 : 5;
		const struct match *p =
			doc_find(d, LEX_PEOPLE, from, end < from + reach ? end : from + reach);
		const struct sentence *s = &d->sent[d->tok[m->tok].sent];
		/* "to walk twelve doctors through it", "signs it off for the trustees" */
		bool other = doc_find(d, LEX_APPROVER_BEFORE, s->tok, m->tok) != NULL;
		for (size_t k = from + 1; p && k < p->tok; k++)
			other = other || doc_at(d, LEX_ARTICLE, k);
		/* "for the kids corner", "for the staff room": a place */
		if (p && doc_at(d, LEX_ARTICLE, from) && p->tok == from + 1 && p->tok_end < end &&
		    d->match_at[p->tok_end] == d->match_at[p->tok_end + 1] &&
		    !d->tok[p->tok_end].gap && d->tok[p->tok_end].kind == TOK_WORD &&
		    !slice_ends(doc_word(d, p->tok_end), "ing"))
			other = true;
		/* "to" needs the thing that goes there: "one email, please, to families" */
		if (slice_is(match_arg(d, m), "near")) {
			size_t back = m->tok > s->tok + NEAR_BACK ? m->tok - NEAR_BACK : s->tok;
			other = other || !(doc_find(d, LEX_KIT, back, m->tok) ||
					   doc_find(d, LEX_PRODUCT, back, m->tok));
		}
		if (p && !other) {
			field_give(c, FIELD_AUDIENCE, doc_found(d, from, end, match_rule(d, p)));
			return;
		}
	}
}

/* "HGV drivers within 30 miles of Athlone.": people, and nothing said about them. */
static void
audience_fragment(struct context *c)
{
	enum { HEAD = 4 };
	const struct doc *d = c->d;
	for (size_t i = 0; i < d->sent_count; i++) {
		const struct sentence *s = &d->sent[i];
		const struct match *p =
			doc_find(d, LEX_PEOPLE, s->tok,
				 s->tok + HEAD < s->tok_end ? s->tok + HEAD : s->tok_end);
		/* "Nine people came" */
		if (p && p->tok > s->tok && slice_is(match_arg(d, p), "any") &&
		    !doc_at(d, LEX_RELATIVE, p->tok_end) && !doc_at(d, LEX_PREPOSITION, p->tok_end))
			continue;
		if (!p || s->tok_end < s->tok + 2 || s->close == '?' || s->close == '!' ||
		    has_own(d, LEX_VERB, s) || has_own(d, LEX_PRONOUN, s) ||
		    doc_find_in(d, LEX_ASK, s) || doc_find_in(d, LEX_ASK_NOUN, s) ||
		    doc_find_in(d, LEX_KIT, s) || doc_find_in(d, LEX_OBJECTIVE, s) ||
		    slice_is(match_arg(d, p), "list") || doc_at(d, LEX_LABEL, s->tok) ||
		    doc_find_in(d, LEX_GREETING, s) || doc_find_in(d, LEX_CLOSING, s) ||
		    doc_find_in(d, LEX_APPROVER_BEFORE, s))
			continue;
		bool marked = false; /* "Topic: kids", "Maya - our drivers": they open it */
		for (size_t k = s->tok + 1; k <= p->tok; k++)
			marked = marked || d->tok[k].gap & ~(unsigned)(GAP_LINE | GAP_QUOTE);
		if (marked)
			continue;
		field_give(c, FIELD_AUDIENCE,
			   doc_found(d, s->tok, people_end(d, s->tok, GAP_SEMI), match_rule(d, p)));
		return;
	}
}

/* "it is for the spring sale": the thing or event that the words end in is no reader. */
static bool
for_occasion(const struct doc *d, size_t from, size_t end)
{
	size_t k = from;
	while (k + 1 < end && !doc_at(d, LEX_PREPOSITION, k + 1) && !doc_at(d, LEX_VERB, k + 1) &&
	       !(d->tok[k + 1].gap & ~(unsigned)GAP_LINE))
		k++;
	return doc_at(d, LEX_OCCASION, k) && !doc_find(d, LEX_PEOPLE, from, k + 1);
}

/* An article or an adjective before people: "die jungen Leute". */
static bool
noun_leads(const struct doc *d, size_t k)
{
	return doc_at(d, LEX_ARTICLE, k) || d->match_at[k] == d->match_at[k + 1];
}

void
fields_audience(struct context *c)
{
	const struct doc *d = c->d;
	if (c->r->fields[FIELD_AUDIENCE].given)
		return;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		size_t from = m->tok_end;
		bool inside = from < d->tok_count && d->tok[from].sent == d->tok[m->tok].sent;
		if (m->class == LEX_AUDIENCE && m == doc_at(d, m->class, m->tok) &&
		    (inside || slice_is(match_arg(d, m), "back") ||
		     slice_is(match_arg(d, m), "verb"))) {
			/* "it has to reach the printer on 25 January" */
			if (leads_to_due_day(d, m->tok > d->sent[d->tok[m->tok].sent].tok + 2
						     ? m->tok - 2
						     : m->tok,
					  from))
				continue;
			/* "the target is to reach production managers" */
			const struct match *more = doc_at(d, LEX_AUDIENCE, from);
			if (more && more->tok_end < d->sent[d->tok[from].sent].tok_end)
				from = more->tok_end;
			size_t end = people_end(d, from, GAP_SEMI | GAP_DASH | GAP_COLON);
			/* "wir wollen Imker erreichen": in German the verb comes last */
			if (slice_is(match_arg(d, m), "verb")) {
				size_t first = d->sent[d->tok[m->tok].sent].tok;
				const struct match *p = doc_find(d, LEX_PEOPLE, first, m->tok);
				if (!p)
					continue;
				size_t k = p->tok; /* behind "wir wollen" */
				while (k > first + 2 && noun_leads(d, k - 1))
					k--;
				struct found f = doc_found(d, k, m->tok, match_rule(d, m));
				field_give(c, FIELD_AUDIENCE, f);
				return;
			}
			/* "it is for them", "aimed at the meeting" name nobody */
			if (slice_is(match_arg(d, m), "back")) {
				struct found f = aim_before(d, m);
				if (!f.text.len)
					continue;
				field_give(c, FIELD_AUDIENCE, f);
				return;
			}
			if (doc_at(d, LEX_BACKREF, from) || doc_at(d, LEX_UNKNOWN, from) ||
			    (doc_at(d, LEX_RESULT, from) && !doc_at(d, LEX_PEOPLE, from)) ||
			    for_occasion(d, from, end) ||
			    (slice_is(match_arg(d, m), "people") &&
			     !doc_find(d, LEX_PEOPLE, from, end)))
				continue;
			field_give(c, FIELD_AUDIENCE, doc_found(d, from, end, match_rule(d, m)));
			return;
		}
	}
	/* who answers a prompt is not asked for people they happen to mention */
	if (c->question_count && !(c->asked & FIELD_BIT(FIELD_AUDIENCE)))
		return;
	audience_after_for(c);
	if (!c->r->fields[FIELD_AUDIENCE].given && !c->reply)
		audience_fragment(c);
}
