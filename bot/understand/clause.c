/*
 * What a clause of feedback says, and where a sentence holds more than one. The signs are closed
 * classes of words in the lexicons; what counts is where they stand: a verb of doing is a wish when
 * it opens the clause, a statement is one when it is about the work.
 */
#include "clause.h"

#include "work.h"

bool
clause_time_at(const struct doc *d, size_t t, size_t *end)
{
	if (d->tok[t].kind != TOK_NUMBER || t + 1 >= d->tok_count ||
	    d->tok[t + 1].kind != TOK_NUMBER || d->tok[t + 1].sep != ':' ||
	    d->tok[t + 1].digits != 2 || d->tok[t + 1].sent != d->tok[t].sent)
		return false;
	*end = t + 2;
	return true;
}

bool
clause_is_letter(const struct doc *d, size_t t)
{
	return d->tok[t].kind == TOK_WORD && d->tok[t].end - d->tok[t].start == 1 &&
	       d->tok[t].flags & TOK_UPPER && !doc_at(d, LEX_PRONOUN, t) &&
	       !doc_at(d, LEX_ARTICLE, t);
}

bool
clause_part_at(const struct doc *d, size_t t, size_t *end)
{
	const struct match *m = doc_at(d, LEX_PART, t);
	if (clause_time_at(d, t, end))
		return true;
	if (m && m->tok_end < d->tok_count && d->tok[m->tok_end].sent == d->tok[t].sent) {
		size_t n = m->tok_end;
		const struct match *o = doc_at(d, LEX_ORDINAL, n);
		size_t time;
		bool unit = d->tok[n].kind == TOK_NUMBER && !clause_time_at(d, n, &time);
		if (!(d->tok[n].gap & (GAP_COMMA | GAP_SEMI | GAP_OPEN | GAP_DASH)) &&
		    (unit || clause_is_letter(d, n) || o)) {
			*end = o ? o->tok_end : n + 1;
			return true;
		}
	}
	m = doc_at(d, LEX_ORDINAL, t);
	if (m && doc_at(d, LEX_PART, m->tok_end) && d->tok[m->tok_end].sent == d->tok[t].sent &&
	    !d->tok[m->tok_end].gap) {
		*end = doc_at(d, LEX_PART, m->tok_end)->tok_end;
		return true;
	}
	return false;
}

bool
clause_imperative(const struct doc *d, size_t t)
{
	const struct match *m = doc_at(d, LEX_CHANGE, t);
	size_t end;
	if (!m || clause_part_at(d, t, &end) || doc_at(d, LEX_DECISION, t))
		return false;
	/* "frame 2", "list of names": what can be a noun is a verb only before its object */
	if (doc_at(d, LEX_TARGET, t) && m->tok_end < d->tok_count &&
	    !doc_at(d, LEX_ARTICLE, m->tok_end) && !doc_at(d, LEX_BACKREF, m->tok_end) &&
	    !(d->tok[m->tok_end].flags & TOK_QUOTED))
		return false;
	if (m->tok_end >= d->tok_count || d->tok[m->tok_end].sent != d->tok[t].sent)
		return true;
	/* "the cut is too hard", "list: …": a noun */
	if (d->tok[m->tok_end].gap & GAP_COMMA && !doc_at(d, LEX_PLEASE, m->tok_end))
		return false; /* "update, …" */
	bool verb = doc_at(d, LEX_VERB, m->tok_end) && !doc_at(d, LEX_ARTICLE, m->tok_end);
	return !verb && !(d->tok[m->tok_end].gap & GAP_COLON);
}

/* "Also", "yes,"; but of "no logo" the "no" says what is wished. */
const struct match *
clause_lead_at(const struct doc *d, size_t t)
{
	const struct match *m = doc_at(d, LEX_LEAD, t);
	bool goes_on = m && m->tok_end < d->tok_count && !d->tok[m->tok_end].gap &&
		       d->tok[m->tok_end].sent == d->tok[t].sent;
	return m && m->tok_end == t + 1 && goes_on && doc_at(d, LEX_NEGATION, t) ? NULL : m;
}

size_t
clause_body(const struct doc *d, size_t from, size_t to)
{
	size_t t = from;
	while (t < to) {
		const struct match *m = clause_lead_at(d, t);
		size_t end = 0, k = t;
		if (!m)
			m = doc_at(d, LEX_CONTRAST, t);
		if (!m)
			m = doc_at(d, LEX_JOIN, t);
		if (m && m->tok_end <= to) {
			t = m->tok_end;
			continue;
		}
		if (d->tok[t].gap & GAP_OPEN && t + 1 < to && d->tok[t + 1].gap & GAP_CLOSE &&
		    d->tok[t].end - d->tok[t].start == 1) {
			t++; /* "(a)" */
			continue;
		}
		while (k < to && (doc_at(d, LEX_PREPOSITION, k) || doc_at(d, LEX_FOR, k) ||
				  doc_at(d, LEX_ARTICLE, k)))
			k++;
		if (k < to && clause_part_at(d, k, &end) && end < to) {
			/* "page 2 chart": what follows is the subject, not "page 2 is" */
			size_t time;
			if (!clause_time_at(d, k, &time) &&
			    (k == t || !doc_at(d, LEX_PREPOSITION, t)) &&
			    (doc_at(d, LEX_VERB, end) || doc_at(d, LEX_PREDICATE, end)))
				return t;
			while (end < to && clause_part_at(d, end, &k) && k < to)
				end = k;
			t = end;
			continue;
		}
		if (k > t && k < to && clause_is_letter(d, k) && k + 1 < to) {
			t = k + 1; /* "On C the price" */
			continue;
		}
		break;
	}
	return t < to ? t : from;
}

/* Words of a decision or of what happens next are no wish for the work: "print it". */
static bool
in_procedure(const struct doc *d, const struct match *m)
{
	enum { BACK = 6 }; /* no such phrase has its verb farther from its beginning */
	static const enum lex_class classes[] = {LEX_AGAIN, LEX_NOT_AGAIN, LEX_RETRACT,
						 LEX_APPROVE};
	for (size_t t = m->tok + 1; t-- > 0 && m->tok - t <= BACK;) {
		for (size_t i = 0; i < COUNT(classes); i++) {
			const struct match *p = doc_at(d, classes[i], t);
			if (p && p->tok_end >= m->tok_end)
				return true;
		}
		/* a gap at the end of a pattern reaches over a comma, its meaning does not */
		if (d->tok[t].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON))
			break;
	}
	return false;
}

static bool
says_i(const struct doc *d, size_t t)
{
	const struct match *m = doc_at(d, LEX_SELF, t);
	return m && slice_is(match_arg(d, m), "i");
}

/* How much a row of class need says by itself: its argument. */
enum { NEED_STRONG, NEED_WEAK, NEED_TOPIC, NEED_CONDITION, NEED_MODAL };
static unsigned
strength_of(struct slice arg)
{
	static const char *const names[] = {"", "weak", "topic", "condition", "modal"};
	for (unsigned i = 0; i < COUNT(names); i++)
		if (slice_is(arg, names[i]))
			return i;
	return NEED_STRONG;
}

static const struct match *
need_in(const struct doc *d, size_t from, size_t to, unsigned strength)
{
	if (from >= to || !doc_has(d, LEX_NEED))
		return NULL;
	uint32_t k = doc_first(d, LEX_NEED, from), last = d->class_at[LEX_NEED + 1];
	for (; k < last && d->match[d->of_class[k]].tok < to; k++) {
		const struct match *x = &d->match[d->of_class[k]];
		understand_work++;
		/* "I have to scroll": the sender's own doing */
		if (x->tok_end > to)
			continue;
		if (x->tok > from && says_i(d, x->tok - 1) &&
		    (strength != NEED_STRONG || doc_at(d, LEX_HAVE_TO, x->tok)))
			continue;
		if (strength_of(match_arg(d, x)) == strength && !in_procedure(d, x))
			return x;
	}
	return NULL;
}

static const struct match *
imperative_in(const struct doc *d, size_t from, size_t body, size_t to)
{
	const struct match *please = doc_find(d, LEX_PLEASE, from, to);
	const struct match *would = doc_find(d, LEX_WOULD_DO, from, to);
	if (!please || (would && would->tok < please->tok))
		please = would ? would : please;
	for (size_t t = body; t < to; t++) {
		const struct match *m = doc_at(d, LEX_CHANGE, t);
		if (!m || m->tok_end > to || !clause_imperative(d, t) || in_procedure(d, m))
			continue;
		if (t > body && doc_at(d, LEX_ARTICLE, t - 1) && !doc_at(d, LEX_BACKREF, t - 1))
			continue; /* "the cut" */
		/* "I wait for them and write to you" */
		if (t > body && !please && (doc_at(d, LEX_SELF, body)))
			continue;
		if (t == body || (please && please->tok_end <= t) || (d->lang != LANG_EN && please))
			return m;
		if (t > body && (d->tok[t].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON) ||
				 (doc_at(d, LEX_JOIN, t - 1) && !doc_at(d, LEX_EXTRA, t - 1))))
			return m;
		/* German: the infinitive comes last */
		if (d->lang == LANG_DE && m->tok_end == to && t > from)
			return m;
	}
	return NULL;
}

bool
clause_names_work(const struct doc *d, size_t from, size_t to)
{
	size_t end;
	if (doc_find(d, LEX_TARGET, from, to) || doc_find(d, LEX_CONCEPT, from, to))
		return true;
	for (size_t t = from; t < to; t++) {
		const struct match *m = t > from ? doc_at(d, LEX_SENSE, t) : NULL;
		if ((d->tok[t].flags & TOK_QUOTED) || clause_part_at(d, t, &end))
			return true;
		/* "the blue" */
		if (m && doc_at(d, LEX_ARTICLE, t - 1) && slice_starts(match_arg(d, m), "colour="))
			return true;
	}
	return false;
}

/* "as I wrote" points to the writer's own mail, "as Jane wrote" to another's. */
static bool
own_words(const struct doc *d, const struct match *agree)
{
	for (size_t t = agree ? agree->tok + 1 : 0; agree && t < agree->tok_end; t++)
		if (doc_at(d, LEX_SELF, t))
			return true;
	return false;
}

/* Something of a kind that agencies make, not a part of this work, is asked for on top. */
static const struct match *
new_work(const struct doc *d, const struct clause *x)
{
	const struct match *m = doc_find(d, LEX_NEW_WORK, x->from, x->to);
	if (!m)
		m = doc_find(d, LEX_NEW_WISH, x->from, x->to);
	if (m)
		return m;
	const struct match *extra = doc_find(d, LEX_EXTRA, x->from, x->to);
	const struct match *makes = doc_find(d, LEX_MAKES, x->from, x->to);
	if (!makes || !(extra || x->flags & (CL_PLEASE | CL_ASK)))
		return NULL;
	for (size_t t = x->from; t < x->to; t++) {
		const struct match *p = doc_at(d, LEX_PRODUCT, t);
		if (!p)
			p = doc_at(d, LEX_KIT, t);
		if (!p || p->tok_end > x->to || doc_at(d, LEX_TARGET, t))
			continue;
		for (size_t k = t; k-- > x->from && t - k <= 4;) {
			const struct match *a = doc_at(d, LEX_ARTICLE, k);
			if ((a && slice_is(match_arg(d, a), "a")) || d->tok[k].kind == TOK_NUMBER ||
			    doc_at(d, LEX_EXTRA, k))
				return p;
			if (a)
				break;
		}
	}
	return NULL;
}

/* "it", "them" before any noun of its own, or as the object of the verb that opens the clause. */
static bool
points_back(const struct doc *d, const struct clause *x)
{
	size_t t = x->body;
	const struct match *m;
	/* "il faut …", "es fehlt …": of nothing before */
	if (doc_at(d, LEX_BACKREF, t))
		return d->lang == LANG_EN || !doc_at(d, LEX_NEED, t);
	/* "she wants …" reports, "they are …" refers, "he was charmed" speaks of a person */
	if ((m = doc_at(d, LEX_PRONOUN, t)) && !slice_is(match_arg(d, m), "person"))
		return !doc_at(d, LEX_NEED, t) && !doc_find(d, LEX_WONDER, x->from, x->to);
	if (m)
		t++;
	if ((m = doc_at(d, LEX_PLEASE, t)))
		t = m->tok_end;
	if ((m = doc_at(d, LEX_CHANGE, t)))
		t = m->tok_end;
	while (t < x->to && t - x->body < 5) {
		if (doc_at(d, LEX_BACKREF, t) && !(doc_at(d, LEX_ARTICLE, t) && d->lang != LANG_EN))
			return true;
		if (doc_at(d, LEX_ARTICLE, t) || doc_at(d, LEX_TARGET, t) ||
		    d->tok[t].flags & TOK_QUOTED)
			return false;
		t++;
	}
	return !(x->flags & CL_TOPIC) && doc_find(d, LEX_BACKREF, x->body, x->to);
}

/* "je laisserais", "yo pondría": what one would do oneself is wished for. */
static bool
conditional(const struct doc *d, size_t from, size_t to)
{
	if (d->lang != LANG_FR && d->lang != LANG_ES)
		return false;
	for (size_t t = from + 1; t < to; t++) {
		struct slice w = doc_folded(d, t);
		if (!says_i(d, t - 1) && !doc_at(d, LEX_PRONOUN, t - 1))
			continue;
		if (d->lang == LANG_FR ? slice_ends(w, "rais") || slice_ends(w, "rions")
				       : slice_ends(w, "ria") || slice_ends(w, "riamos"))
			return true;
	}
	return false;
}

/* "the number is 000412", "the tours begin at 10": says what the work should */
static bool
states_value(const struct doc *d, size_t from, size_t to)
{
	for (size_t t = from + 1; t < to; t++)
		if ((d->tok[t].kind == TOK_NUMBER || d->tok[t].flags & TOK_QUOTED) &&
		    (doc_at(d, LEX_VERB, t - 1) ||
		     (t > from + 1 && doc_at(d, LEX_PREPOSITION, t - 1) && doc_at(d, LEX_VERB, t - 2))))
			return true;
	return false;
}

/* "six", "12", "Tuesday" */
static bool
is_value(const struct doc *d, size_t t)
{
	return d->tok[t].kind == TOK_NUMBER || doc_at(d, LEX_DATE, t);
}

/* "fifteen minutes, not fifty", "casualty and not victim": says what stands there and should not */
static bool
corrects(const struct doc *d, size_t from, size_t to)
{
	enum { WORDS = 3 }; /* "not last week's list" */
	for (size_t t = from + 2; t + 1 < to; t++) {
		if (!doc_at(d, LEX_NEGATION, t) || doc_at(d, LEX_NEGATION, t)->tok_end != t + 1 ||
		    doc_at(d, LEX_VERB, t - 1) || doc_at(d, LEX_PRONOUN, t - 1) ||
		    doc_at(d, LEX_CONDITION, t - 1) || doc_at(d, LEX_JOIN, t + 1))
			continue;
		/* "six now not five we put it up": a value ends it, whatever follows */
		bool value = is_value(d, t + 1) || (t + 2 < to && is_value(d, t + 2));
		for (size_t k = from; value && k < t; k++)
			if (is_value(d, k))
				return true;
		if (to - t - 1 <= WORDS && d->tok[t].gap & (GAP_COMMA | GAP_DASH) &&
		    (value || d->tok[t + 1].flags & (TOK_QUOTED | TOK_UPPER)))
			return true;
	}
	return false;
}

/* "more alive" is vague, "more alive and twice as fast" is not. */
static const struct match *
vague_wish(const struct doc *d, size_t from, size_t to)
{
	const struct match *m = doc_find(d, LEX_VAGUE_WISH, from, to);
	if (!m || !slice_is(match_arg(d, m), "weak"))
		return m;
	for (size_t t = from; t < to; t++)
		if (d->tok[t].kind == TOK_NUMBER || d->tok[t].flags & TOK_QUOTED)
			return NULL;
	for (size_t k = d->match_at[from]; k < d->match_at[to]; k++) {
		struct slice arg = match_arg(d, &d->match[k]);
		/* "more" of something nobody can count is no direction */
		if (d->match[k].class == LEX_SENSE && d->match[k].tok_end <= to &&
		    !slice_starts(arg, "count") && !slice_starts(arg, "there"))
			return NULL;
	}
	/* "more pictures" can be counted */
	if (doc_find(d, LEX_BECOMES, m->tok_end, to) || doc_find(d, LEX_CONCEPT, m->tok, to))
		return NULL;
	return m;
}

/* "+1 to the larger map", "Tom's right" */
static bool
plus_one(const struct doc *d, size_t from, size_t to)
{
	for (size_t t = from; t < to; t++) {
		if (slice_ends(doc_word(d, t), "'s") && d->tok[t].flags & TOK_UPPER &&
		    doc_is(d, t + 1, "right"))
			return true;
		if (d->tok[t].kind == TOK_NUMBER && d->tok[t].value == 1 && d->tok[t].start &&
		    !(t + 1 < to && d->tok[t + 1].kind == TOK_NUMBER) &&
		    d->text.data[d->tok[t].start - 1] == '+')
			return true;
	}
	return false;
}

struct clause
clause_read(const struct doc *d, size_t from, size_t to)
{
	struct clause x = {.from = from, .to = to, .body = clause_body(d, from, to)};
	const struct match *m;
	size_t body = x.body;
	if (clause_names_work(d, from, to))
		x.flags |= CL_TOPIC;
	if (doc_find(d, LEX_PLEASE, from, to))
		x.flags |= CL_PLEASE;
	if ((x.why[WHY_WISH] = imperative_in(d, from, body, to)))
		x.flags |= CL_IMPERATIVE;
	if ((m = need_in(d, body, to, NEED_STRONG)) || (m = need_in(d, body, to, NEED_MODAL))) {
		x.flags |= CL_NEED;
		if (!x.why[WHY_WISH])
			x.why[WHY_WISH] = m;
	}
	if (doc_find(d, LEX_CONDITION, d->sent[d->tok[from].sent].tok, to) &&
	    (m = need_in(d, body, to, NEED_CONDITION))) {
		x.flags |= CL_CONDITION;
		if (!x.why[WHY_WISH])
			x.why[WHY_WISH] = m;
	}
	if (need_in(d, body, to, NEED_MODAL))
		x.flags |= CL_MODAL;
	if (doc_find(d, LEX_DECISION, from, to))
		x.flags |= CL_DECISION;
	if (!(x.flags & CL_WISH) &&
	    ((m = need_in(d, body, to, NEED_WEAK)) ||
	     (x.flags & CL_TOPIC && (m = need_in(d, body, to, NEED_TOPIC))))) {
		x.flags |= CL_WEAK;
		x.why[WHY_WISH] = m;
	}
	if (conditional(d, from, to))
		x.flags |= CL_NEED | CL_MODAL;
	if (corrects(d, body, to))
		x.flags |= CL_CORRECT;
	if (!(x.flags & (CL_WISH | CL_WEAK)) &&
	    (((x.flags & CL_TOPIC || doc_at(d, LEX_ARTICLE, body)) && states_value(d, body, to)) ||
	     x.flags & CL_CORRECT))
		x.flags |= CL_WEAK;
	m = doc_find(d, LEX_PRAISE, from, to);
	if (m && !doc_find(d, LEX_NEGATION, from, m->tok)) {
		x.flags |= CL_PRAISE;
		x.why[WHY_PRAISE] = m;
	}
	if ((x.why[WHY_KEEP] = doc_find(d, LEX_KEEP, from, to)))
		x.flags |= CL_KEEP;
	x.why[WHY_VAGUE] = doc_find(d, LEX_VAGUE, from, to);
	if (!x.why[WHY_VAGUE])
		x.why[WHY_VAGUE] = vague_wish(d, from, to);
	if (x.why[WHY_VAGUE])
		x.flags |= CL_VAGUE;
	m = doc_at(d, LEX_ASKS, body);
	if ((m && m->tok_end <= to && !slice_is(match_arg(d, m), "mark")) ||
	    doc_find(d, LEX_WONDER, from, to))
		x.flags |= CL_ASK;
	m = doc_find(d, LEX_AGREE, from, to);
	if ((m && !own_words(d, m)) || plus_one(d, from, to))
		x.flags |= CL_AGREE;
	if (doc_find(d, LEX_APPROVE, from, to))
		x.flags |= CL_APPROVE;
	if (doc_at(d, LEX_SELF, body))
		x.flags |= CL_SELF;
	if (points_back(d, &x))
		x.flags |= CL_BACK;
	if ((x.why[WHY_NEW] = new_work(d, &x)))
		x.flags |= CL_NEW;
	return x;
}
