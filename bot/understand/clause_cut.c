/*
 * Where a sentence of feedback holds more than one point: at a mark or an "and" behind which
 * something else is wished, found wrong, asked or praised. A remedy belongs to its fault, a reason
 * to its wish.
 */
#include "clause.h"

/* Says in which direction, or to what value. */
static bool
has_aim(const struct doc *d, const struct clause *x)
{
	return doc_find(d, LEX_SENSE, x->body, x->to) || doc_find(d, LEX_BECOMES, x->body, x->to);
}

/* "Make the logo bigger and the button green": the verb is said once for both. */
static bool
gapped(const struct doc *d, const struct clause *a, const struct clause *b)
{
	const struct match *article = doc_at(d, LEX_ARTICLE, b->body);
	/* behind a comma alone, "to" may belong to any verb */
	if (b->body == b->from && !doc_find(d, LEX_SENSE, b->body, b->to))
		return false;
	return a->flags & CL_WISH && !(b->flags & CL_IMPERATIVE) && article &&
	       slice_is(match_arg(d, article), "the") && b->to - b->body >= 3 && has_aim(d, a) &&
	       has_aim(d, b) && !doc_at(d, LEX_SENSE, b->body + 1) &&
	       !doc_find(d, LEX_VERB, b->body, b->to) && !doc_find(d, LEX_PRONOUN, b->body, b->to);
}

/* "… or nobody can read it": gives a reason. */
static bool
says_or(const struct doc *d, size_t t)
{
	return doc_at(d, LEX_OR_ELSE, t) != NULL;
}

/* "no need to show me again": the pattern may end in a gap that reaches over the clause. */
static bool
says_not_again(const struct doc *d, const struct clause *x)
{
	for (size_t t = x->from; t < x->to; t++)
		if (doc_at(d, LEX_NOT_AGAIN, t))
			return true;
	return false;
}

/* "… and the address is missing" with its verb first: "… et il manque l'adresse", "y falta …" */
static bool
lacks_thing(const struct doc *d, const struct clause *b)
{
	const struct match *m = doc_at(d, LEX_SENSE, b->body);
	size_t t = b->body;
	if (d->lang == LANG_EN || !doc_at(d, LEX_JOIN, b->from))
		return false;
	if (!m && t + 1 < b->to && doc_at(d, LEX_BACKREF, t)) /* "il", "es" */
		m = doc_at(d, LEX_SENSE, ++t);
	return m && slice_is(match_arg(d, m), "there+") && b->flags & CL_NEED &&
	       m->tok_end < b->to && doc_at(d, LEX_ARTICLE, m->tok_end);
}

/* Does b begin a point of its own behind a? Their parting is at token b->from. */
static bool
begins_point(const struct doc *d, const struct clause *a, const struct clause *b)
{
	unsigned gap = d->tok[b->from].gap;
	bool join = doc_at(d, LEX_JOIN, b->from) || doc_at(d, LEX_LEAD, b->from);
	bool contrast = doc_at(d, LEX_CONTRAST, b->from) != NULL;
	bool weighty = gap & GAP_SEMI || contrast;
	bool b_wish = b->flags & CL_WISH || (b->flags & CL_WEAK && b->flags & CL_TOPIC);
	size_t end;
	/* "…, not gold" */
	if (gap & GAP_COMMA && doc_at(d, LEX_NEGATION, b->from) && b->to - b->from <= 5 &&
	    !(b->flags & (CL_IMPERATIVE | CL_PLEASE)) && !doc_find(d, LEX_VERB, b->from, b->to))
		return false;
	/* "The drop is great, please keep it just so." */
	enum { SHORT = 4 }; /* "…, leave that." */
	if (a->flags & CL_PRAISE && b->flags & CL_KEEP && !(b->flags & CL_TOPIC) && !contrast &&
	    (b->flags & CL_BACK || b->to - b->from <= SHORT))
		return false;
	if (b->flags & CL_APPROVE && a->flags & (CL_WISH | CL_CONDITION) && !b_wish)
		return true;
	/* "provided the date is corrected and the map gets …" */
	if (a->flags & CL_CONDITION && b->flags & CL_CONDITION && join &&
	    doc_at(d, LEX_ARTICLE, b->body))
		return true;
	if (a->flags & CL_APPROVE && !(a->flags & CL_WISH) && (b_wish || b->flags & CL_CONDITION))
		return true;
	if (a->flags & CL_APPROVE && !(a->flags & CL_WISH) && gap & GAP_COLON)
		return true;
	/* "…; I nearly called them": goes on about the sender */
	if (gap & (GAP_SEMI | GAP_DASH) && b->flags & CL_SELF && a->flags & CL_POINT &&
	    !(b->flags & CL_POINT))
		return true;
	if (gapped(d, a, b) || (a->flags & (CL_WISH | CL_WEAK) && lacks_thing(d, b)))
		return true;
	if (b_wish && !(a->flags & CL_WISH) && says_not_again(d, a))
		return true;
	if (b->flags & CL_DECISION && !b_wish && a->flags & CL_POINT)
		return true;
	if (!(b->flags & CL_POINT) && !b_wish)
		return false;
	/* "0:12 …, 0:30 …" */
	if (clause_part_at(d, b->from, &end) && b->body >= end && a->flags & CL_POINT)
		return true;
	if (b->flags & CL_BACK && !(b->flags & CL_NEW))
		return false;
	if (b->flags & CL_NEW && !(a->flags & CL_NEW))
		return true;
	/* "carriages at one; Sir Alan's name must come first" */
	if (gap & GAP_SEMI && b->flags & CL_WISH && !(a->flags & CL_SELF) &&
	    (b->flags & (CL_TOPIC | CL_IMPERATIVE) || doc_at(d, LEX_ARTICLE, b->body)))
		return true;
	if (!(a->flags & CL_POINT) && !(a->flags & CL_WEAK && a->flags & CL_TOPIC))
		return weighty && b->flags & (CL_TOPIC | CL_IMPERATIVE);
	if (b->flags & CL_ASK && !(a->flags & CL_ASK))
		return join || contrast || b->flags & CL_TOPIC;
	if (b->flags & CL_PRAISE && !b_wish)
		return !(a->flags & CL_PRAISE) || a->flags & CL_WISH;
	if (a->flags & CL_PRAISE && !(a->flags & CL_WISH))
		return b->flags & (CL_WISH | CL_VAGUE) || (b_wish && (join || weighty));
	if (b->flags & CL_IMPERATIVE) {
		/* "…, or crop it": another way to the same */
		if (a->flags & CL_KEEP || says_or(d, b->from))
			return false;
		/* what is wrong, and what to do about it */
		if (!(a->flags & CL_IMPERATIVE) && !join && !contrast)
			return false;
		return true;
	}
	if (b->flags & CL_KEEP && !b_wish)
		return join || contrast || gap & GAP_SEMI;
	if (b->flags & CL_VAGUE && !(b->flags & CL_WISH))
		return join || contrast;
	/* a subject of its own and something wrong with it */
	const struct match *why = b->why[WHY_WISH];
	/* behind a comma alone, a bare statement explains the one before it */
	if (gap & GAP_COMMA && !join && !contrast && !(b->flags & CL_MODAL) &&
	    (a->flags & (CL_IMPERATIVE | CL_MODAL) || !(b->flags & CL_WISH)))
		return false;
	/* "it says six but we open at five" */
	if (contrast && !(a->flags & CL_WISH) && !(b->flags & CL_WISH))
		return false;
	/* "…, my mother could not read it" */
	if (says_or(d, b->from) ||
	    (gap & GAP_COMMA && !join && !contrast && !(b->flags & CL_TOPIC) &&
	     doc_find(d, LEX_BACKREF, b->body, b->to)))
		return false;
	if (!b_wish || !why || why->tok <= b->body)
		return false;
	if (doc_at(d, LEX_PRONOUN, b->body) || doc_at(d, LEX_PREPOSITION, b->body))
		return false;
	return clause_names_work(d, b->body, why->tok_end) || doc_at(d, LEX_ARTICLE, b->body);
}

static void
extend(const struct doc *d, struct clause *a, size_t to)
{
	size_t from = a->from;
	struct clause whole = clause_read(d, from, to);
	/* what the first part is stays true: an opening praise is still one */
	whole.flags |= a->flags & (CL_ASK | CL_BACK);
	if (!(a->flags & CL_BACK))
		whole.flags &= ~(unsigned)CL_BACK;
	*a = whole;
}

/* "although": what follows explains what stands before. */
static bool
concedes(const struct doc *d, size_t t)
{
	return doc_at(d, LEX_CONCEDE, t) != NULL;
}

/* "but" parts wherever it stands; "still" and "only" do so behind a mark. */
static bool
opposes(const struct doc *d, size_t t)
{
	return doc_at(d, LEX_OPPOSE, t) != NULL;
}

static size_t
next_border(const struct doc *d, size_t t, size_t to)
{
	for (t++; t < to; t++)
		if (d->tok[t].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON | GAP_STOP) ||
		    (doc_at(d, LEX_JOIN, t) && !doc_at(d, LEX_EXTRA, t)) ||
		    (doc_at(d, LEX_CONTRAST, t) && !concedes(d, t) &&
		     (d->tok[t].gap || opposes(d, t))) ||
		    doc_at(d, LEX_CONDITION, t))
			if (!(d->tok[t].gap & GAP_COLON && d->tok[t].kind == TOK_NUMBER))
				return t;
	return to;
}

/* "and then the lantern, its light should …": a noun phrase named first, what is said of it later
 */
static bool
only_names(const struct doc *d, const struct clause *x)
{
	return !says_or(d, x->from) && !(x->flags & (CL_POINT | CL_WEAK | CL_APPROVE)) &&
	       x->to - x->from <= 6 && x->body > x->from && doc_at(d, LEX_ARTICLE, x->body) &&
	       !doc_find(d, LEX_VERB, x->body, x->to);
}

size_t
clause_cut(const struct doc *d, size_t from, size_t to, struct clause out[CLAUSES_MAX])
{
	size_t n = 0, t = next_border(d, from, to);
	out[0] = clause_read(d, from, t);
	while (t < to) {
		size_t end = next_border(d, t, to);
		struct clause b = clause_read(d, t, end);
		bool own = begins_point(d, &out[n], &b);
		if (!own && end < to && d->tok[end].gap & GAP_COMMA && only_names(d, &b) &&
		    out[n].flags & CL_POINT) {
			size_t more = next_border(d, end, to);
			struct clause c = clause_read(d, t, more);
			own = c.flags & CL_POINT;
			if (own) {
				b = c;
				b.flags &= ~(unsigned)CL_BACK;
				end = more;
			}
		}
		if (own && gapped(d, &out[n], &b))
			b.flags |= CL_NEED;
		if (own && n + 1 < CLAUSES_MAX)
			out[++n] = b;
		else
			extend(d, &out[n], end);
		t = end;
	}
	return n + 1;
}
