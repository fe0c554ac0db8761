/*
 * What a yes is worth where it stands: who says it, of what, and under which circumstances its
 * clause and its sentence are.
 */
#include "verdict.h"

/*
 * The first row that fits: all bits of `clause` in the yes's clause and of `sentence` in its
 * sentence, none of `unless` in its clause, the phrase's own argument `arg` unless NULL.
 */
static const struct {
	unsigned clause, sentence, unless;
	const char *arg;
	enum act act;
} worth[] = {
#define WORTH(clause, sentence, unless, arg, act) {clause, sentence, unless, arg, ACT_##act},
#include "verdict_worth.def"
#undef WORTH
};

/* "Bill approved": one word before it that is neither a work nor a particle. */
static bool
is_name(const struct verdict_view *v, size_t t)
{
	const struct doc *d = v->d;
	if (!(d->tok[t].flags & TOK_UPPER) || slice_ends(doc_word(d, t), "ly"))
		return false; /* "Fully approved" */
	if (d->lang != LANG_EN || !d->tok[t].id)
		return !d->tok[t].id;
	return !(v->mark[t] & MARK_OTHER) && !doc_at(d, LEX_KIT, t) && !doc_at(d, LEX_PRODUCT, t) &&
	       !doc_at(d, LEX_TARGET, t) && !verdict_is_stop(v, t);
}

enum { SUBJECT_WORDS = 3 }; /* "Kestrel Dental Ltd approves" */

/* "the printer", behind "by": somebody who is neither the sender nor a day. */
static bool
is_somebody(const struct verdict_view *v, size_t t, size_t end)
{
	const struct doc *d = v->d;
	return t + 1 < end && doc_at(d, LEX_ARTICLE, t) && d->tok[t + 1].kind == TOK_WORD &&
	       !doc_at(d, LEX_DATE, t + 1) && !verdict_sender_is(v, t + 1) &&
	       !(t + 2 < end && verdict_sender_is(v, t + 2));
}

/* "approved by Tom", "by the printer", but not "by Tom and me". */
static bool
by_others(const struct verdict_view *v, const struct match *m)
{
	enum { AGENTS_MAX = 6 }; /* "by the chair, the treasurer and me" */
	const struct doc *d = v->d;
	size_t t = m->tok_end, end = d->sent[d->tok[m->tok].sent].tok_end;
	if (t + 1 >= end || !doc_at(d, LEX_AGENT, t))
		return false;
	bool named = is_name(v, t + 1) && !verdict_sender_is(v, t + 1);
	if (!named && (d->tok[t].gap || !is_somebody(v, t + 1, end))) /* "approved, by the way" */
		return false;
	for (size_t n = 0; n < AGENTS_MAX && t < end; n++, t++)
		if (doc_at(d, LEX_PRONOUN, t))
			return false;
	return true;
}

/* "the council approved our plan", "Jane approved": neither the sender nor the work. */
static bool
third_person(const struct verdict_view *v, const struct match *m)
{
	const struct doc *d = v->d;
	const struct verdict_clause *cl = verdict_clause_at(v, m->tok);
	if (!slice_is(match_arg(d, m), "done"))
		return false;
	if (by_others(v, m))
		return true;
	if (m->tok == cl->from)
		return false;
	size_t p = m->tok - 1;
	bool object = m->tok_end < cl->to &&
		      (doc_at(d, LEX_ARTICLE, m->tok_end) || doc_at(d, LEX_BACKREF, m->tok_end));
	if (doc_at(d, LEX_PRONOUN, p) || doc_at(d, LEX_VERB, p))
		return false;
	/* "the neighbours signed off", but not "the poster approved" */
	bool somebody = p > cl->from && p - cl->from < SUBJECT_WORDS &&
			!(cl->scope & (SC_WORK | SC_THIS)) && is_somebody(v, cl->from, m->tok);
	return object || somebody || (p == cl->from && is_name(v, p));
}

/*
 * "I'll print it", "the press release": an order opens its clause, or stands behind "please",
 * "and", another yes or an adverb.
 */
static bool
no_order(const struct verdict_view *v, const struct match *m)
{
	const struct doc *d = v->d;
	if (m->tok == verdict_clause_at(v, m->tok)->from || !slice_is(match_arg(d, m), "order"))
		return false;
	size_t p = m->tok - 1;
	if (doc_at(d, LEX_PRONOUN, p) || doc_at(d, LEX_FUTURE, p) || doc_at(d, LEX_REPORT, p) ||
	    doc_at(d, LEX_ARTICLE, p))
		return true;
	return d->tok[p].kind == TOK_WORD && !(v->mark[p] & MARK_OTHER) &&
	       !doc_at(d, LEX_PLEASE, p) && !doc_at(d, LEX_JOIN, p) &&
	       !doc_at(d, LEX_CONTRAST, p) && !verdict_is_stop(v, p) &&
	       !slice_ends(doc_word(d, p), "ly");
}

/* Does the subject have the word at t? "poster", "posters" */
static bool
in_subject(const struct doc *subject, struct slice word)
{
	while (word.len && word.data[word.len - 1] == 's')
		word.len--;
	for (size_t i = 0; i < subject->tok_count; i++) {
		struct slice other = doc_folded(subject, i);
		if (other.len >= word.len && slice_eq(slice_sub(other, 0, word.len), word))
			return true;
	}
	return false;
}

/*
 * Is the noun before token t a thing that agencies make, and not the one that the subject names?
 * In the thread of a poster "the mugs can go" speaks of what it shows.
 */
static bool
other_work(const struct verdict_view *v, size_t t)
{
	const struct doc *subject = v->c->subject;
	const struct match *product = t ? doc_at(v->d, LEX_PRODUCT, t - 1) : NULL;
	if (!t || !(product || doc_at(v->d, LEX_KIT, t - 1)))
		return false;
	/* "the design", "the artwork": a word for any work */
	if (product && slice_is(match_arg(v->d, product), "any"))
		return false;
	return (doc_find(subject, LEX_KIT, 0, subject->tok_count) ||
		doc_find(subject, LEX_PRODUCT, 0, subject->tok_count)) &&
	       !in_subject(subject, doc_folded(v->d, t - 1));
}

/* "The balloons can go.": what may go is a part that no lexicon knows, not the work. */
bool
verdict_part_may_go(const struct verdict_view *v, size_t from, size_t to)
{
	for (size_t t = from; t < to; t++) {
		const struct verdict_clause *cl = verdict_clause_at(v, t);
		if (doc_at(v->d, LEX_POSSIBLE, t) && !(cl->scope & SC_THIS) &&
		    ((cl->strange < t && !(cl->scope & SC_WORK)) || other_work(v, t)))
			return true;
	}
	return false;
}

/* The same, in words that take it away: "can go", "kann raus". */
bool
verdict_part_goes(const struct verdict_view *v, size_t from, size_t to)
{
	const struct doc *d = v->d;
	for (size_t k = d->match_at[from]; k < d->match_at[to]; k++) {
		const struct match *m = &d->match[k];
		struct slice arg = match_arg(d, m);
		if (m->class == LEX_SENSE && doc_at(d, LEX_POSSIBLE, m->tok) &&
		    (slice_is(arg, "keep-") || slice_is(arg, "there-")) &&
		    verdict_part_may_go(v, m->tok, m->tok + 1))
			return true;
	}
	return false;
}

/* "The mood is good": what is liked is only a part, though no lexicon knows it. */
static bool
of_a_part(const struct verdict_view *v, const struct match *m)
{
	const struct verdict_clause *cl = verdict_clause_at(v, m->tok);
	/* '"Meeting point" is right': words of the work */
	bool quoted = m->tok > cl->from && v->d->tok[m->tok - 1].flags & TOK_QUOTED;
	return slice_is(match_arg(v->d, m), "weak") && !(cl->scope & (SC_WORK | SC_THIS)) &&
	       (cl->strange < m->tok || quoted);
}

/* "The Council approves", below which stands "Council": the sender speaks of himself. */
static bool
by_sender(const struct verdict_view *v, const struct match *m)
{
	size_t from = verdict_clause_at(v, m->tok)->from;
	for (size_t n = 1; n <= SUBJECT_WORDS && m->tok >= from + n; n++)
		if (verdict_sender_is(v, m->tok - n))
			return true;
	return false;
}

bool
verdict_about_a_yes(const struct verdict_view *v, size_t from, size_t to)
{
	for (size_t t = from; t < to; t++) {
		const struct match *m = doc_at(v->d, LEX_APPROVE, t);
		if (!m)
			continue;
		struct slice arg = match_arg(v->d, m);
		if ((v->mark[t] & MARK_FINE && !slice_is(arg, "weak")) || /* "I'm who signs off" */
		    verdict_in_compound(v->d, m) ||			  /* "Freigabe-Runde" */
		    (!arg.len && verdict_clause_at(v, t)->scope & SC_TIME)) /* "on valide lundi" */
			return true;
	}
	return false;
}

enum act
verdict_weigh(const struct verdict_view *v, const struct match *m)
{
	const struct doc *d = v->d;
	size_t sent = d->tok[m->tok].sent;
	const struct verdict_clause *cl = verdict_clause_at(v, m->tok);
	unsigned clause = cl->scope, sentence = v->sent_scope[sent];
	struct slice arg = match_arg(d, m);
	if (v->mark[m->tok] & v->mark[m->tok_end - 1] & MARK_FINE)
		return ACT_COUNT;
	if (verdict_in_quotes(d, m) &&
	    d->sent[sent].tok_end - d->sent[sent].tok > m->tok_end - m->tok)
		return ACT_COUNT;
	/* "the estimate is approved, go ahead": the second clause is about the same thing */
	if (cl->from > d->sent[sent].tok && m->tok <= cl->from + 1u &&
	    !(clause & (SC_THIS | SC_WORK)))
		clause |= cl[-1].scope & SC_THING;
	if (cl->future > m->tok)
		clause &= ~(unsigned)SC_FUTURE;
	if (clause & SC_VERSION && !(clause & SC_THIS))
		sentence |= SC_VERSION;
	if (v->other_version)
		sentence |= SC_VERSION;
	if (v->other_job)
		sentence |= SC_JOB;
	else if (sentence & SC_THIS && clause & SC_THIS)
		sentence &= ~(unsigned)SC_JOB;
	if (third_person(v, m))
		clause |= SC_PARTY;
	/* "approved by me as marketing lead": who gives it is said */
	if (slice_is(arg, "own"))
		clause &= ~(unsigned)SC_PARTY;
	if (no_order(v, m))
		clause |= SC_FUTURE;
	enum { MODAL = 2 }; /* words before the phrase: "can all go to print" */
	size_t modal = m->tok > cl->from + MODAL ? m->tok - MODAL : cl->from;
	if (of_a_part(v, m) || verdict_part_may_go(v, modal, m->tok_end))
		clause |= SC_PART;
	if ((slice_is(arg, "verb") || slice_is(arg, "perfect")) && by_sender(v, m))
		arg = SLICE_NONE;
	for (size_t k = 0; k < COUNT(worth); k++) {
		if ((worth[k].clause & clause) == worth[k].clause &&
		    (worth[k].sentence & sentence) == worth[k].sentence &&
		    !(worth[k].unless & clause) && (!worth[k].arg || slice_is(arg, worth[k].arg)))
			return worth[k].act;
	}
	return ACT_COUNT;
}
