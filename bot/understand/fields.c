/* Fields under a label ("Deadline: …"), and which of the dates in prose is the deadline. */
#include "context.h"

#include "docket/base/utf8.h"

#include "names.h"

enum { CLAUSE_WORDS = 24, ANSWER_WORDS = 20, LABEL_WORDS = 4 };

void
field_give(struct context *c, enum field f, struct found value)
{
	struct said_field *s = &c->r->fields[f];
	if (s->given || !value.text.len)
		return;
	s->given = true;
	s->value = value;
	s->when.hour = -1;
}

bool
gap_before(const struct doc *d, size_t k, unsigned gaps)
{
	/* the comma of "10,000" ends nothing */
	bool inside = k && d->tok[k].kind == TOK_NUMBER && d->tok[k - 1].kind == TOK_NUMBER &&
		      d->tok[k].sep == ',';
	return !inside && d->tok[k].gap & gaps;
}

size_t
money_start(const struct doc *d, size_t start)
{
	static const char *const signs[] = {"$", "\xc2\xa3", "\xe2\x82\xac"};
	for (size_t i = 0; i < COUNT(signs); i++)
		if (slice_ends(slice_sub(d->text, 0, start), signs[i]))
			return start - strlen(signs[i]);
	return start;
}

size_t
clause_end(const struct doc *d, size_t tok, unsigned gaps)
{
	size_t k = tok + 1;
	while (k < d->tok_count && d->tok[k].sent == d->tok[tok].sent && !gap_before(d, k, gaps) &&
	       k - tok < CLAUSE_WORDS)
		k++;
	return k < d->tok_count ? k : d->tok_count;
}

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
				   .value = doc_found(d, m.tok, m.tok_end, slice_of(m.rule))};
	return true;
}

/* --- labels --- */

/* A label that begins at token k, its mark behind it. */
static const struct match *
label_at(const struct doc *d, size_t k)
{
	const struct match *m = doc_at(d, LEX_LABEL, k);
	return m && m->tok_end < d->tok_count && d->tok[m->tok_end].sent == d->tok[k].sent &&
			       d->tok[m->tok_end].gap & GAP_COLON
		       ? m
		       : NULL;
}

/* "Deadline: Friday, approver: Dana": a label in the middle of a sentence. */
static const struct match *
inner_label(const struct doc *d, size_t k)
{
	const unsigned marks = GAP_COMMA | GAP_SEMI | GAP_STOP | GAP_LINE | GAP_SLASH | GAP_DASH;
	return d->tok[k].gap & marks ? label_at(d, k) : NULL;
}

/* Does the sentence speak of another field of the brief? */
static bool
other_field(const struct doc *d, const struct sentence *s)
{
	static const enum lex_class cues[] = {LEX_APPROVER_BEFORE, LEX_APPROVER_AFTER,
					      LEX_APPROVER_SELF,   LEX_ASK,
					      LEX_OBJECTIVE,	   LEX_PLEASE};
	const struct match *deadline = doc_find_in(d, LEX_DEADLINE, s);
	for (size_t i = 0; i < COUNT(cues); i++)
		if (doc_find_in(d, cues[i], s))
			return true;
	return label_at(d, s->tok) || (deadline && !slice_is(match_arg(d, deadline), "weak"));
}

/* End of the value of a label in sentence `sent`: the rest of its line, up to the next label. */
static size_t
value_end(const struct doc *d, size_t from, size_t sent, bool opens)
{
	size_t s = sent;
	if (opens && d->sent[sent].first_in_line)
		while (s + 1 < d->sent_count && d->sent[s + 1].line == d->sent[sent].line &&
		       !other_field(d, &d->sent[s + 1]))
			s++;
	for (size_t k = from + 1; k < d->sent[s].tok_end; k++)
		if (inner_label(d, k))
			return k;
	return d->sent[s].tok_end;
}

static void
give_labelled(struct context *c, struct slice name, size_t from, size_t to, struct slice rule)
{
	const struct doc *d = c->d;
	int f = field_of(name);
	if (from >= to || doc_at(d, LEX_UNKNOWN, from))
		return;
	struct found value =
		doc_found_bytes(d, money_start(d, d->tok[from].start), d->tok[to - 1].end, rule);
	value.text = utf8_cut(value.text, READING_SHORT_MAX);
	if (f < 0) {
		if (c->r->extra_count < COUNT(c->r->extra)) {
			c->r->extra[c->r->extra_count].name = name;
			c->r->extra[c->r->extra_count++].value = value;
		}
		return;
	}
	struct said_field *s = &c->r->fields[f];
	if (s->given)
		return;
	if (f == FIELD_DEADLINE) {
		if (!field_deadline_in(c, d, from, to, s)) {
			field_give(c, FIELD_DEADLINE, value);
			s->when.known = false;
		}
		s->value.rule = rule;
		return;
	}
	field_give(c, (enum field)f, value);
	if (f == FIELD_APPROVER)
		s->self = approver_is_sender(d, from, to);
	if (f == FIELD_DELIVERABLE) {
		c->deliverable_tok = from;
		c->deliverable_end = to;
		c->strong_request = true;
	}
}

/* A form whose columns became lines: several of them open with a label and no mark behind it. */
static bool
is_table(const struct doc *d)
{
	enum { TABLE_LINES = 4 };
	size_t lines = 0;
	for (size_t i = 0; i < d->sent_count; i++) {
		const struct sentence *s = &d->sent[i];
		const struct match *m = s->first_in_line ? doc_at(d, LEX_LABEL, s->tok) : NULL;
		lines += m && m->tok_end < s->tok_end && !d->tok[m->tok_end].gap && !s->close;
	}
	return lines >= TABLE_LINES;
}

/* "The offer for readers: ...": a label, some words that say which, and the mark. */
static const struct match *
label_near(const struct doc *d, size_t k)
{
	const struct match *m = doc_at(d, LEX_LABEL, k);
	for (size_t t = m ? m->tok_end : d->tok_count;
	     t < d->tok_count && t < m->tok_end + LABEL_WORDS && d->tok[t].sent == d->tok[k].sent;
	     t++) {
		if (d->tok[t].gap & GAP_COLON)
			return m;
		if (doc_at(d, LEX_VERB, t) || d->tok[t].gap & ~(unsigned)GAP_LINE)
			break;
	}
	return NULL;
}

/* A label that opens a sentence; its value stands behind it, or in the line below. */
static void
opening_label(struct context *c, size_t sent, bool table)
{
	const struct doc *d = c->d;
	const struct sentence *s = &d->sent[sent];
	const struct match *m = doc_at(d, LEX_LABEL, s->tok);
	/* "The target group: ...", "Zur Zielgruppe: ..." */
	for (size_t k = s->tok; !m && k < s->tok + 2 && k + 1 < s->tok_end &&
				(doc_at(d, LEX_ARTICLE, k) || doc_at(d, LEX_PREPOSITION, k) ||
				 doc_at(d, LEX_FOR, k) || doc_at(d, LEX_JOIN, k));
	     k++)
		m = label_near(d, k + 1);
	size_t next = m ? m->tok_end : 0;
	if (!m || next >= d->tok_count)
		return;
	/* "Sign-off as always: Dana" */
	for (size_t k = next; k < next + LABEL_WORDS && k < s->tok_end; k++) {
		if (doc_at(d, LEX_VERB, k) || d->tok[k].gap & ~(unsigned)(GAP_COLON | GAP_LINE))
			break;
		if (d->tok[k].gap & GAP_COLON)
			next = k;
	}
	if (next < s->tok_end) {
		if (d->tok[next].gap & (GAP_COLON | (s->first_in_line ? GAP_DASH : 0)) ||
		    (table && s->first_in_line && !d->tok[next].gap && !s->close))
			give_labelled(c, match_arg(d, m), next, value_end(d, next, sent, true),
				      match_rule(d, m));
		return;
	}
	/* "Deadline:" alone, or "Who approves? The board." */
	const struct sentence *n = &d->sent[d->tok[next].sent];
	bool asked = s->close == '?' && n->close != '?' && n->tok_end - n->tok <= ANSWER_WORDS &&
		     !(table && doc_at(d, LEX_LABEL, n->tok));
	bool below = (s->close == ':' || (!s->close && d->tok[next].gap & GAP_COLON)) &&
		     !(table && doc_at(d, LEX_LABEL, n->tok)); /* an empty field of a form */
	if ((asked || below) && !(d->tok[next].gap & GAP_PARA))
		give_labelled(c, match_arg(d, m), next, value_end(d, next, d->tok[next].sent, true),
			      match_rule(d, m));
}

void
fields_labelled(struct context *c)
{
	const struct doc *d = c->d;
	bool table = is_table(d);
	for (size_t i = 0; i < d->sent_count; i++) {
		const struct sentence *s = &d->sent[i];
		opening_label(c, i, table);
		for (size_t k = s->tok + 1; k < s->tok_end; k++) {
			const struct match *m = inner_label(d, k);
			if (m)
				give_labelled(c, match_arg(d, m), m->tok_end,
					      value_end(d, m->tok_end, i, false), match_rule(d, m));
		}
	}
}

/* --- deadline --- */

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

static bool
near_before(const struct doc *d, enum lex_class class, size_t tok, size_t reach,
	    const struct match **out)
{
	size_t first = d->sent[d->tok[tok].sent].tok;
	size_t from = tok > first + reach ? tok - reach : first;
	for (size_t k = tok; k > from; k--) {
		const struct match *m = doc_at(d, class, k - 1);
		if (m && m->tok_end <= tok + 1 && m->tok_end + 2 >= tok) {
			*out = m;
			return true;
		}
	}
	return false;
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
	while (k > first && !(d->tok[k].gap & (GAP_SEMI | GAP_DASH)))
		k--;
	return m->grain <= GRAIN_DAY && !doc_find(d, LEX_NOT_DEADLINE, k, m->tok_end) &&
	       !doc_find(d, LEX_UNKNOWN, k, m->tok);
}

/* Does the mention lie in words that another field took? "80 bookings by end of June" */
static bool
taken(const struct context *c, const struct mention *m)
{
	static const enum field others[] = {FIELD_OBJECTIVE, FIELD_AUDIENCE, FIELD_COPY_OR_OFFER};
	const struct token *t = &c->d->tok[m->tok];
	for (size_t i = 0; i < COUNT(others); i++) {
		const struct said_field *f = &c->r->fields[others[i]];
		if (f->given && f->value.end > f->value.start && t->start >= f->value.start &&
		    t->start < f->value.end)
			return true;
	}
	return false;
}

static bool
in_offer(const struct context *c, const struct mention *m)
{
	const struct said_field *f = &c->r->fields[FIELD_COPY_OR_OFFER];
	size_t start = c->d->tok[m->tok].start;
	return f->given && start >= f->value.start && start < f->value.end;
}

static int
deadline_score(struct context *c, const struct mention *m, const struct match **rule)
{
	const struct doc *d = c->d;
	const struct sentence *s = &d->sent[d->tok[m->tok].sent];
	enum { AFTER_REACH = 3 };
	const struct match *x = NULL;
	int score = 0;
	*rule = NULL;
	if (m->past)
		return 0;
	const struct match *off = NULL;
	bool barred = near_before(d, LEX_NOT_DEADLINE, m->tok, 5, &off);
	/* "for the party, A2, by 20 May": the comma ends what is said of the party */
	for (size_t k = off ? off->tok_end : m->tok; barred && k <= m->tok; k++)
		barred = !(d->tok[k].gap & (GAP_COMMA | GAP_SEMI));
	/* "for our sale by 29 May": what happens on a day is on it; by a day something is wanted */
	if (barred && m->by && slice_is(match_arg(d, off), "event") && off->tok_end == off->tok + 1)
		barred = false;
	/* "between 3 and 5 May" begins so; "the end of" May is the date itself */
	const struct match *in = doc_at(d, LEX_NOT_DEADLINE, m->tok);
	if (!barred && in && (in->tok_end == m->tok + 1 || in->tok_end > m->tok_end)) {
		off = in;
		barred = true;
	}
	if (near_before(d, LEX_DEADLINE, m->tok, 6, &x) ||
	    (x = doc_at(d, LEX_DEADLINE, m->tok)) != NULL) {
		*rule = x;
		score = slice_is(match_arg(d, x), "weak") ? 3 : 6;
	} else if ((x = doc_find(d, LEX_DEADLINE, s->tok, m->tok)) != NULL) {
		*rule = x;
		score = slice_is(match_arg(d, x), "weak") ? 2 : 4;
	} else if ((x = doc_find(d, LEX_DEADLINE_AFTER, m->tok_end, s->tok_end)) != NULL &&
		   x->tok <= m->tok_end + AFTER_REACH) {
		*rule = x;
		score = 4;
	} else if (doc_find_in(d, LEX_ASK, s) || doc_find_in(d, LEX_PLEASE, s) ||
		   (s->tok_end - s->tok <= m->tok_end - m->tok + 2 && c->question_count)) {
		score = 2;
	}
	if (m->by && score < 3)
		score = 3;
	if (score < 2 && stands_alone(c, m))
		score = 2;
	/* "could we have it by Friday?" asks for it, "will it be there by Friday?" does not */
	if (s->close == '?' && score < 6 && score > 2 && !doc_find_in(d, LEX_ASK, s) &&
	    !doc_find_in(d, LEX_ASK_NOUN, s) && !doc_find_in(d, LEX_PLEASE, s))
		score -= 1;
	if (taken(c, m) && (score < 6 || in_offer(c, m)))
		score = 0; /* "15 % off until 30 May" is never the deadline */
	bool old = barred && slice_is(match_arg(d, off), "old");
	if (old && off->tok_end >= m->tok)
		return 0; /* "instead of the 26th": the date that no longer holds */
	if (barred && !old)
		score -= 4;
	return score;
}

void
fields_deadline(struct context *c)
{
	const struct doc *d = c->d;
	struct said_field *s = &c->r->fields[FIELD_DEADLINE];
	enum { ALONE = 2, RETRACT_REACH = 40 };
	int best = 1;
	size_t best_end = 0;
	enum grain best_grain = GRAIN_DAY;
	if (s->given)
		return;
	for (size_t t = 0; t < d->tok_count;) {
		struct mention m;
		const struct match *rule;
		if (d->tok[t].flags & TOK_QUOTED ||
		    (d->tok[t].kind != TOK_NUMBER && !doc_at(d, LEX_DATE, t)) ||
		    !date_at(d, &c->clue, t, &m)) {
			t++;
			continue;
		}
		int score = deadline_score(c, &m, &rule);
		/* "May 14. Scratch that, it's May 18." */
		size_t since = m.tok > RETRACT_REACH ? m.tok - RETRACT_REACH : 0;
		if (s->given &&
		    doc_find(d, LEX_RETRACT, since > best_end ? since : best_end, m.tok)) {
			best = 1;
			score = score > 1 ? score : 2;
		}
		if (m.grain == GRAIN_TIME && score < 4)
			score = 0;
		if (m.grain > GRAIN_DAY) /* "in April" is hardly ever the day asked for */
			score -= m.grain > GRAIN_WEEK ? 3 : 1;
		/* of several that only stand there, the last: what matters comes at the end */
		bool finer = score == best && m.grain < best_grain && best_grain > GRAIN_DAY;
		if (score > best || finer || (score == best && score == ALONE)) {
			best = score;
			best_end = m.tok_end;
			best_grain = m.grain;
			c->deadline_score = score;
			date_not_past(&c->clue, &m);
			date_as_deadline(&m);
			s->given = true;
			s->when = m.when;
			s->value = doc_found(d, m.tok, m.tok_end,
					     rule ? match_rule(d, rule) : slice_of(m.rule));
		}
		t = m.tok_end;
	}
}
