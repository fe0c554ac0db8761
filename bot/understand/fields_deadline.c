/* Which of the dates in a mail is the one something is wanted by. */
#include "context.h"

#include "docket/base/day.h"

#include "names.h"

bool
field_deadline_in(struct context *c, const struct doc *d, size_t from, size_t to,
		  struct said_field *out)
{
	struct mention m;
	if (!date_find(d, &c->clue, from, to, &m))
		return false;
	date_as_deadline(&m);
	*out = (struct said_field){.given = true,
				   .when = m.when,
				   .value = doc_found(d, m.tok, limit_end(d, m.tok_end),
						      slice_of(m.rule))};
	return true;
}

/* "Deadline: 3 April", the label and then a date. */
static bool
labels_deadline(const struct context *c, const struct sentence *s)
{
	const struct match *m = label_at(c->d, s->tok);
	struct mention date;
	return m && field_of(match_arg(c->d, m)) == FIELD_DEADLINE &&
	       date_find(c->d, &c->clue, m->tok_end, s->tok_end, &date) && date.tok <= m->tok_end + 1;
}

bool
says_only_deadline(const struct context *c)
{
	enum { COURTESY_WORDS = 5 };
	const struct doc *d = c->d;
	size_t said = 0;
	for (size_t i = 0; i < d->sent_count; i++) {
		const struct sentence *s = &d->sent[i];
		bool courtesy = s->tok_end - s->tok <= COURTESY_WORDS &&
				(s->tok == s->tok_end || doc_at(d, LEX_GREETING, s->tok) ||
				 doc_at(d, LEX_CLOSING, s->tok));
		bool it = !courtesy && labels_deadline(c, s);
		if (!courtesy && !it)
			return false;
		said += it;
	}
	return said > 0;
}

bool
names_day(const struct doc *d, size_t tok)
{
	static const char *const keys[] = {"month", "weekday", "day", "mod", "end", "unit"};
	const struct match *m = doc_at(d, LEX_DATE, tok);
	struct slice arg = m ? match_arg(d, m) : SLICE_NONE, key = SLICE_NONE;
	slice_cut(&arg, '=', &key);
	for (size_t i = 0; i < COUNT(keys); i++)
		if (slice_is(key, keys[i]))
			return true;
	return false;
}

/* How much words that lead to a date say: 3 of need or delivery, 2 "public", 1 "weak". */
static int
rank(const struct doc *d, const struct match *m)
{
	struct slice arg = match_arg(d, m);
	return slice_is(arg, "weak") ? 1 : slice_is(arg, "public") ? 2 : 3;
}

/* Words of the class that end right before a date at token `tok`, or one word before it, or reach
 * into it, up to token `upto`: the nearest of those that say most. */
static bool
near_before(const struct doc *d, enum lex_class class, size_t tok, size_t upto,
	    const struct match **out)
{
	enum { REACH = 6 };
	size_t first = d->sent[d->tok[tok].sent].tok;
	size_t from = tok > first + REACH ? tok - REACH : first;
	const struct match *best = NULL;
	for (size_t k = tok; k > from; k--) {
		const struct match *m = doc_at(d, class, k - 1);
		/* of words that say as much the longer: "like to begin on", not "begin on" */
		int more = m && best && class == LEX_DEADLINE ? rank(d, m) - rank(d, best) : 0;
		if (m && m->tok_end <= upto && m->tok_end + 2 >= tok &&
		    (!best || more > 0 ||
		     (class == LEX_DEADLINE && more == 0 && m->tok_end >= best->tok_end)))
			best = m;
	}
	*out = best ? best : *out;
	return best != NULL;
}

/*
 * A date that nothing calls a deadline is one all the same when it stands by itself: in a new
 * request, or in the answer to a prompt that asked for it, and not as the day of an event.
 */
static bool
stands_alone(const struct context *c, const struct mention *m)
{
	const struct doc *d = c->d;
	size_t first = d->sent[d->tok[m->tok].sent].tok, k = m->tok;
	if (c->asked ? !(c->asked & FIELD_BIT(FIELD_DEADLINE)) : c->reply || c->docket_subject)
		return false;
	while (k > first && !(d->tok[k].gap & (GAP_SEMI | GAP_DASH)) && !doc_at(d, LEX_HENCE, k))
		k--;
	return m->grain <= GRAIN_DAY && !doc_find(d, LEX_NOT_DEADLINE, k, m->tok_end) &&
	       !doc_find(d, LEX_UNKNOWN, k, m->tok);
}

/* Does the mention lie in the words of this field? */
static bool
in_field(const struct context *c, enum field field, const struct mention *m)
{
	const struct said_field *f = &c->r->fields[field];
	size_t start = c->d->tok[m->tok].start;
	return f->given && start >= f->value.start && start < f->value.end;
}

/* Does the mention lie in words that another field took? "80 bookings by end of June" */
static bool
taken(const struct context *c, const struct mention *m)
{
	return in_field(c, FIELD_OBJECTIVE, m) || in_field(c, FIELD_AUDIENCE, m) ||
	       in_field(c, FIELD_COPY_OR_OFFER, m);
}

/* Words that a date belongs to something else, "old" ones aside; NULL if none stand before it. */
static const struct match *
barred_by(const struct doc *d, const struct mention *m)
{
	const struct match *off = NULL;
	bool barred = near_before(d, LEX_NOT_DEADLINE, m->tok, m->tok + 1, &off);
	/* "for the party, A2, by 20 May": the comma ends what is said of the party */
	for (size_t k = off ? off->tok_end : m->tok; barred && k <= m->tok; k++)
		barred = !(d->tok[k].gap & (GAP_COMMA | GAP_SEMI)) && !doc_at(d, LEX_HENCE, k);
	/* "for our sale by 29 May": what happens on a day is on it; by a day something is wanted */
	if (barred && m->by && slice_is(match_arg(d, off), "event") && off->tok_end == off->tok + 1)
		barred = false;
	/* "to the host by Thursday": whoever that is, something is wanted of them by a day */
	if (barred && m->by && off->tok && off->tok_end <= off->tok + 2 &&
	    doc_at(d, LEX_ARTICLE, off->tok - 1))
		barred = false;
	/* "between 3 and 5 May" begins so; "the end of" May is the date itself */
	const struct match *in = doc_at(d, LEX_NOT_DEADLINE, m->tok);
	if (!barred && in && (in->tok_end == m->tok + 1 || in->tok_end > m->tok_end))
		return in;
	return barred ? off : NULL;
}

/* "Timing, end of January", "Deadline 3 April": a label without its mark. */
static bool
label_before(const struct doc *d, const struct mention *m)
{
	size_t first = d->sent[d->tok[m->tok].sent].tok;
	const struct match *l = doc_at(d, LEX_LABEL, first);
	return l && field_of(match_arg(d, l)) == FIELD_DEADLINE && l->tok_end <= m->tok &&
	       m->tok <= l->tok_end + 1;
}

/*
 * "The fair opens on 16 May and the page has to be up by then": the date stands before the words
 * that make it one, in their sentence or in the one before; no other date is between.
 */
static bool
meant_later(const struct doc *d, const struct mention *m, const struct match **rule)
{
	uint32_t last = d->tok[m->tok].sent + 1;
	for (size_t k = m->tok_end; k < d->tok_count && d->tok[k].sent <= last; k++) {
		const struct match *x = doc_at(d, LEX_DEADLINE_BACK, k);
		if (x) {
			*rule = x;
			return true;
		}
		if (names_day(d, k))
			return false;
	}
	return false;
}

/* "it's the 4th, so may 1 would do": what stands behind the second date is said of that one. A span
 * is no date: "forty calls a week, so ..." */
static bool
day_between(const struct doc *d, size_t from, size_t to)
{
	for (size_t k = from; k < to; k++)
		if (names_day(d, k) && !slice_starts(match_arg(d, doc_at(d, LEX_DATE, k)), "unit="))
			return true;
	return false;
}

/* "The fair is on 9 March, so files by the 2nd": the first date is the reason for the second. */
static bool
follows_from(const struct doc *d, const struct mention *m)
{
	const struct sentence *s = &d->sent[d->tok[m->tok].sent];
	const struct match *h = doc_find(d, LEX_HENCE, s->tok, m->tok);
	return h && day_between(d, s->tok, h->tok);
}

/* How surely the words around a date say that something is wanted by it; 0: they do not. */
static int
said_score(struct context *c, const struct mention *m, const struct match **rule)
{
	static const int near[] = {0, 3, 5, 6}, far[] = {0, 2, 4, 4}; /* by rank() */
	const struct doc *d = c->d;
	const struct sentence *s = &d->sent[d->tok[m->tok].sent];
	enum { AFTER_REACH = 3 };
	const struct match *x = NULL;
	*rule = NULL;
	int score = 0;
	if (near_before(d, LEX_DEADLINE, m->tok, m->tok_end, &x) ||
	    (x = doc_at(d, LEX_DEADLINE, m->tok)) != NULL) {
		*rule = x;
		score = near[rank(d, x)];
	} else if ((x = doc_find(d, LEX_DEADLINE, s->tok, m->tok)) != NULL) {
		*rule = x;
		score = far[rank(d, x)];
	}
	/* in German the verb comes last: "am 20. Januar vorliegt" */
	x = doc_find(d, LEX_DEADLINE_AFTER, m->tok_end, s->tok_end);
	int after = x && slice_is(match_arg(d, x), "need") ? 6 : 4;
	if (x && (!score || (after > score && after > 4)) && x->tok <= m->tok_end + AFTER_REACH &&
	    !day_between(d, m->tok_end, x->tok)) {
		*rule = x;
		score = after;
	}
	if (score)
		return score;
	return doc_find_in(d, LEX_ASK, s) || doc_find_in(d, LEX_PLEASE, s) ||
			       (s->tok_end - s->tok <= m->tok_end - m->tok + 2 &&
				c->question_count)
		       ? 2
		       : 0;
}

/* About a year ahead, or more. */
static bool
too_late(const struct context *c, const struct mention *m)
{
	enum { DAYS_AHEAD = 330 };
	const struct civil *now = &c->clue.now;
	return m->due.known && day_number(m->due.year, m->due.month, m->due.day) -
					       day_number(now->year, now->month, now->day) >
				       DAYS_AHEAD;
}

static int
deadline_score(struct context *c, const struct mention *m, const struct match **rule)
{
	const struct doc *d = c->d;
	const struct sentence *s = &d->sent[d->tok[m->tok].sent];
	enum { LABELLED = 7, MEANT_LATER = 4, HENCE_SCORE = 8 };
	if (m->past)
		return 0;
	int score = said_score(c, m, rule);
	const struct match *off = barred_by(d, m), *back;
	/* "we would like to start on 3 May": the longer words tell what the date is */
	if (off && *rule && (*rule)->tok < off->tok && (*rule)->tok_end >= off->tok_end)
		off = NULL;
	if (label_before(d, m))
		score = LABELLED;
	if (m->by && score < 3)
		score = 3;
	if (score < 2 && stands_alone(c, m))
		score = 2;
	/* "could we have it by Friday?" asks for it, "will it be there by Friday?" does not */
	if (s->close == '?' && score < 6 && score > 2 && !doc_find_in(d, LEX_ASK, s) &&
	    !doc_find_in(d, LEX_ASK_NOUN, s) && !doc_find_in(d, LEX_PLEASE, s))
		score -= 1;
	if (taken(c, m) && (score < 6 || in_field(c, FIELD_COPY_OR_OFFER, m)))
		score = 0; /* "15 % off until 30 May" is never the deadline */
	bool old = off && slice_is(match_arg(d, off), "old");
	if (old && off->tok_end >= m->tok)
		return 0; /* "instead of the 26th": the date that no longer holds */
	if (off && !old)
		score -= 4;
	/* "the year-end bulletin": a date in the name of the work */
	if (score < 6 && in_field(c, FIELD_DELIVERABLE, m))
		score -= 2;
	/* "launch 23/11 so to us on the 18th": what comes of another date outweighs that one */
	if (score > 1 && follows_from(d, m))
		score = score < HENCE_SCORE ? HENCE_SCORE : score + 1;
	/* "never in forty-one years", "the contract runs until 2029": no work is wanted so late */
	if (too_late(c, m))
		score -= 3;
	if (score < MEANT_LATER && meant_later(d, m, &back)) {
		*rule = back;
		return MEANT_LATER;
	}
	return score;
}

/* "on Wednesdays": each of them. "One boat a month": so many in each. */
static bool
recurs(const struct doc *d, const struct mention *m)
{
	static const enum lex_class no_noun[] = {LEX_VERB,     LEX_PREPOSITION, LEX_JOIN,
						 LEX_DEADLINE, LEX_FOR,		LEX_ADVERB,
						 LEX_PRONOUN,  LEX_ASK,		LEX_DATE};
	size_t t = m->tok;
	if (d->lang == LANG_EN && t > d->sent[d->tok[t].sent].tok + 1 && doc_is(d, t, "a") &&
	    !d->tok[t].gap && d->tok[t - 1].kind == TOK_WORD &&
	    !doc_at_any(d, no_noun, COUNT(no_noun), t - 1) &&
	    (d->tok[t - 2].kind == TOK_NUMBER || doc_at(d, LEX_COUNTS, t - 2)))
		return true;
	return d->lang == LANG_EN && m->tok_end == m->tok + 1 &&
	       slice_ends(doc_word(d, m->tok), "days");
}

/* "the Christmas lights", "our Easter menu": the name of a thing, not a day. */
static bool
names_thing(const struct doc *d, const struct mention *m)
{
	static const enum lex_class ends[] = {LEX_VERB, LEX_PREPOSITION, LEX_JOIN,
					      LEX_FOR,	LEX_PRONOUN,	 LEX_DEADLINE_AFTER};
	size_t k = m->tok_end;
	/* "le marché de Noël", "la campaña de Reyes" */
	if (slice_is(slice_of(m->rule), "date: holiday") && !m->by &&
	    (d->lang == LANG_FR || d->lang == LANG_ES) &&
	    (doc_at(d, LEX_OF, m->tok) || (m->tok && doc_at(d, LEX_OF, m->tok - 1))))
		return true;
	return d->lang == LANG_EN && slice_is(slice_of(m->rule), "date: holiday") && !m->by &&
	       k < d->tok_count && d->tok[k].sent == d->tok[m->tok].sent &&
	       d->tok[k].kind == TOK_WORD && !(d->tok[k].gap & ~(unsigned)GAP_LINE) &&
	       !doc_at_any(d, ends, COUNT(ends), k);
}

/* "the 6th", "by the 6th", "am 28.": a day of the month, and nothing that says which month. */
static bool
bare_day(const struct doc *d, const struct mention *m)
{
	size_t numbers = 0;
	for (size_t t = m->tok; t < m->tok_end; t++) {
		numbers += d->tok[t].kind == TOK_NUMBER;
		if (names_day(d, t) || (t > m->tok && d->tok[t].kind == TOK_NUMBER &&
					d->tok[t - 1].kind == TOK_NUMBER))
			return false;
	}
	return numbers == 1 && m->grain == GRAIN_DAY;
}

/*
 * "The fair is on 11 November, so by the 6th": a bare day of the month is of the month that was
 * spoken of just before, or of the one before that when it would come too late.
 */
static void
follow_month(const struct doc *d, const struct mention *prev, struct mention *m)
{
	enum { REACH_SENTENCES = 2, OTHER_MONTH = 20 };
	const struct when *p = &prev->due;
	if (!bare_day(d, m) || prev->past || prev->grain != GRAIN_DAY || !p->known || !m->due.known ||
	    d->tok[m->tok].sent > d->tok[prev->tok].sent + REACH_SENTENCES ||
	    day_number(p->year, p->month, p->day) - OTHER_MONTH <
		    day_number(m->due.year, m->due.month, m->due.day))
		return;
	int months = p->year * 12 + p->month - 1 - (m->due.day > p->day);
	if (!day_exists(months / 12, months % 12 + 1, m->due.day))
		return;
	m->due.year = months / 12;
	m->due.month = months % 12 + 1;
	m->when = m->due;
}

/* "The meeting is on Thursday at 7 and we need it by noon that day": of the date before. */
static void
follow_day(const struct doc *d, const struct mention *prev, struct mention *m)
{
	if (m->grain != GRAIN_TIME || prev->past || !prev->due.known || !m->due.known ||
	    !(doc_at(d, LEX_SAME_DAY, m->tok_end) || (m->tok && doc_at(d, LEX_SAME_DAY, m->tok - 1))))
		return;
	m->due.year = prev->due.year;
	m->due.month = prev->due.month;
	m->due.day = prev->due.day;
	m->when = m->due;
	m->grain = GRAIN_DAY;
}

/* Takes the date of tokens [from, to) that is most surely the deadline. Returns its score. */
static int
best_date(struct context *c, size_t from, size_t to, struct said_field *s)
{
	const struct doc *d = c->d;
	enum { ALONE = 2, RETRACT_REACH = 40 };
	int best = 1, best_score = 0;
	size_t best_end = 0;
	struct mention prev = {.past = true};
	enum grain best_grain = GRAIN_DAY;
	for (size_t t = from; t < to;) {
		struct mention m;
		const struct match *rule = NULL;
		if (d->tok[t].flags & TOK_QUOTED ||
		    (d->tok[t].kind != TOK_NUMBER && !doc_at(d, LEX_DATE, t)) ||
		    !date_at(d, &c->clue, t, &m)) {
			t++;
			continue;
		}
		follow_month(d, &prev, &m);
		follow_day(d, &prev, &m);
		prev = m;
		if (slice_is(slice_of(m.rule), "date: part of"))
			m.grain = GRAIN_DAY; /* its first or last day is what is meant */
		/* "two weeks before that" counts from another day: open_deadline() */
		bool none = names_thing(d, &m) || recurs(d, &m);
		for (size_t k = m.tok; k < m.tok_end; k++)
			none = none || doc_at(d, LEX_EARLIER, k);
		int score = none ? 0 : deadline_score(c, &m, &rule);
		/* "May 14. Scratch that, it's May 18." */
		size_t since = m.tok > RETRACT_REACH ? m.tok - RETRACT_REACH : 0;
		if (s->given &&
		    doc_find(d, LEX_RETRACT, since > best_end ? since : best_end, m.tok)) {
			best = 1;
			score = score > 1 ? score : 2;
		}
		if (m.grain == GRAIN_TIME && score < 4)
			score = 0;
		/* "in April" is hardly ever the day asked for; "before the weekend" is */
		if (m.grain > GRAIN_WEEK)
			score -= 3;
		else if (m.grain == GRAIN_WEEK && !m.by && !(rule && rule->tok_end + 1 >= m.tok))
			score -= 1;
		/* of several that only stand there, the last: what matters comes at the end */
		bool finer = score == best && m.grain < best_grain && best_grain > GRAIN_DAY;
		if (score > best || finer || (score == best && score == ALONE)) {
			best = best_score = score;
			best_end = m.tok_end;
			best_grain = m.grain;
			date_not_past(&c->clue, &m);
			date_as_deadline(&m);
			s->given = true;
			s->when = m.when;
			s->value = doc_found(d, m.tok, limit_end(d, m.tok_end),
					     rule ? match_rule(d, rule) : slice_of(m.rule));
		}
		t = m.tok_end;
	}
	return best_score;
}

bool
field_deadline_labelled(struct context *c, size_t from, size_t to, struct said_field *out)
{
	const struct doc *d = c->d;
	struct mention m;
	if (!field_deadline_in(c, d, from, to, out))
		return false;
	/* "Deadline: the fair is 9 March, so final files by the 2nd": not the first date at once */
	(void)date_find(d, &c->clue, from, to, &m);
	enum { OPENS_WORDS = 2 };
	struct said_field best = {.given = false};
	if (m.tok > from + OPENS_WORDS && best_date(c, from, to, &best) > 0)
		*out = best;
	return true;
}

void
fields_deadline(struct context *c)
{
	struct said_field *s = &c->r->fields[FIELD_DEADLINE];
	if (!s->given)
		c->deadline_score = best_date(c, 0, c->d->tok_count, s);
}

/*
 * In a mail that moves a deadline the date it speaks of is the new one, whatever the words around
 * it: the last that is not the old date, of those that name a day.
 */
void
fields_deadline_moved(struct context *c)
{
	const struct doc *d = c->d;
	struct said_field *s = &c->r->fields[FIELD_DEADLINE];
	enum { SURE = 4 };
	if (s->given && (c->deadline_score >= SURE || c->labelled & FIELD_BIT(FIELD_DEADLINE)))
		return;
	for (size_t t = 0; t < d->tok_count;) {
		struct mention m;
		if (d->tok[t].flags & TOK_QUOTED ||
		    (d->tok[t].kind != TOK_NUMBER && !doc_at(d, LEX_DATE, t)) ||
		    !date_at(d, &c->clue, t, &m)) {
			t++;
			continue;
		}
		t = m.tok_end;
		const struct match *off = barred_by(d, &m);
		if (m.past || m.grain > GRAIN_WEEK || m.grain == GRAIN_TIME || !m.when.known ||
		    (off && slice_is(match_arg(d, off), "old")))
			continue;
		date_not_past(&c->clue, &m);
		date_as_deadline(&m);
		*s = (struct said_field){.given = true,
					 .when = m.when,
					 .value = doc_found(d, m.tok, m.tok_end, slice_of(m.rule))};
	}
}
