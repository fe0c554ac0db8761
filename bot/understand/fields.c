/* Fields under a label: "Deadline: …". Which of several dates it is tells fields_deadline.c. */
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
bracket_stop(const struct doc *d, size_t from, size_t to)
{
	size_t end = d->tok[to - 1].end;
	bool open = false;
	for (size_t k = from + 1; k < to; k++)
		open = (open || d->tok[k].gap & GAP_OPEN) && !(d->tok[k].gap & GAP_CLOSE);
	return end + (open && end < d->text.len && d->text.data[end] == ')');
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

/* --- labels --- */

/* A label that begins at token k, its mark behind it. */
const struct match *
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

/* Does the sentence speak of other fields of the brief than the deadline? */
static bool
names_others(const struct doc *d, const struct sentence *s)
{
	static const enum lex_class cues[] = {LEX_APPROVER_BEFORE, LEX_APPROVER_AFTER,
					      LEX_APPROVER_SELF,   LEX_ASK,
					      LEX_OBJECTIVE,	   LEX_PLEASE};
	for (size_t i = 0; i < COUNT(cues); i++)
		if (doc_find_in(d, cues[i], s))
			return true;
	return label_at(d, s->tok) != NULL;
}

/* Does the sentence speak of another field of the brief? */
static bool
other_field(const struct doc *d, const struct sentence *s)
{
	const struct match *deadline = doc_find_in(d, LEX_DEADLINE, s);
	return names_others(d, s) || (deadline && !slice_is(match_arg(d, deadline), "weak"));
}

/* "Job: a poster. End of May.": when it is wanted is no part of what is wanted. */
static bool
opens_with_day(const struct doc *d, const struct sentence *s)
{
	if (s->tok >= s->tok_end)
		return false;
	bool by = doc_at(d, LEX_DEADLINE, s->tok) != NULL;
	return names_day(d, s->tok) || (by && names_day(d, s->tok + 1));
}

/* End of the value of a label in sentence `sent`: the rest of its line, up to the next label. */
static size_t
value_end(const struct doc *d, size_t from, size_t sent, bool opens)
{
	size_t s = sent;
	if (opens && d->sent[sent].first_in_line)
		while (s + 1 < d->sent_count && d->sent[s + 1].line == d->sent[sent].line &&
		       !other_field(d, &d->sent[s + 1]) && !opens_with_day(d, &d->sent[s + 1]))
			s++;
	for (size_t k = from + 1; k < d->sent[s].tok_end; k++)
		if (inner_label(d, k))
			return k;
	return d->sent[s].tok_end;
}

/* A deadline may be told in several sentences: "trade show is 9 March. Let's say 2 March." */
static size_t
deadline_end(const struct doc *d, size_t to)
{
	size_t s = d->tok[to - 1].sent;
	if (to < d->sent[s].tok_end)
		return to; /* another label follows */
	while (s + 1 < d->sent_count && d->sent[s + 1].line == d->sent[s].line &&
	       !label_at(d, d->sent[s + 1].tok) &&
	       (doc_find_in(d, LEX_DEADLINE, &d->sent[s + 1]) ||
		!names_others(d, &d->sent[s + 1])))
		s++;
	return d->sent[s].tok_end;
}

static void
give_labelled(struct context *c, struct slice name, size_t from, size_t to, struct slice rule)
{
	const struct doc *d = c->d;
	int f = field_of(name);
	if (f >= 0)
		c->labelled |= FIELD_BIT(f);
	if (from >= to || doc_at(d, LEX_UNKNOWN, from))
		return;
	struct found value =
		doc_found_bytes(d, money_start(d, d->tok[from].start), bracket_stop(d, from, to),
				rule);
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
		/* "Needed: a poster." is the thing */
		bool day = field_deadline_labelled(c, from, deadline_end(d, to), s);
		if (!day && doc_at(d, LEX_ARTICLE, from) && phrase_has_product(d, from, to)) {
			give_labelled(c, SLICE_LIT("deliverable"), from, to, rule);
			return;
		}
		if (!day) {
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
