/* Fields under a label ("Deadline: …"), and the two that a request stands on: what, and by when. */
#include "context.h"

#include "docket/base/utf8.h"

#include "names.h"

enum { DELIVERABLE_WORDS = 14, CLAUSE_WORDS = 24 };

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

size_t
clause_end(const struct doc *d, size_t tok, unsigned gaps)
{
	size_t k = tok + 1;
	while (k < d->tok_count && d->tok[k].sent == d->tok[tok].sent && !(d->tok[k].gap & gaps) &&
	       k - tok < CLAUSE_WORDS)
		k++;
	return k < d->tok_count ? k : d->tok_count;
}

/* A month, a weekday, "next" or "end of": not the bare "the" and "of" that dates also hold. */
static bool
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

/* Does something begin at tok that a noun phrase does not contain? */
static bool
phrase_stops(const struct doc *d, size_t tok)
{
	const struct match *by = doc_at(d, LEX_DEADLINE, tok);
	/* "for the spring market" is no deadline, "for Friday" is */
	if (by && doc_at(d, LEX_FOR, tok) && slice_is(match_arg(d, by), "weak"))
		by = names_day(d, by->tok_end) || names_day(d, by->tok_end + 1) ? by : NULL;
	return by || doc_at(d, LEX_OBJECTIVE, tok) || doc_at(d, LEX_AUDIENCE, tok) ||
	       doc_at(d, LEX_VERB, tok) || doc_at(d, LEX_PRONOUN, tok) ||
	       doc_at(d, LEX_REFERENCE, tok) || doc_at(d, LEX_URGENT, tok);
}

/* "for" begins an audience or a channel list rather than more of the noun. */
static bool
for_stops(const struct doc *d, size_t tok)
{
	const struct match *m = doc_at(d, LEX_FOR, tok);
	size_t end = m ? m->tok_end : tok + 1;
	if (!m)
		return false;
	size_t stop = clause_end(d, tok, GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON);
	size_t reach = slice_is(match_arg(d, m), "near") ? 3 : 5;
	if (stop > end + reach)
		stop = end + reach;
	return doc_find(d, LEX_PEOPLE, end, stop) || doc_find(d, LEX_CHANNEL, end, stop) ||
	       names_day(d, end) || (doc_at(d, LEX_ARTICLE, end) && names_day(d, end + 1));
}

size_t
phrase_end(const struct doc *d, size_t tok, size_t max)
{
	size_t k = tok + 1;
	while (k < d->tok_count && d->tok[k].sent == d->tok[tok].sent && k - tok < max) {
		if (d->tok[k].gap &
		    (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON | GAP_OPEN | GAP_LINE))
			break;
		if (phrase_stops(d, k) || for_stops(d, k))
			break;
		if (doc_at(d, LEX_CHANNEL, k) && doc_at(d, LEX_PREPOSITION, k - 1)) {
			k--;
			break;
		}
		k++;
	}
	/* no phrase ends in "the", "for" or "and" */
	while (k > tok + 1 && (doc_at(d, LEX_PREPOSITION, k - 1) || doc_at(d, LEX_ARTICLE, k - 1) ||
			       doc_at(d, LEX_JOIN, k - 1) || doc_at(d, LEX_FOR, k - 1)))
		k--;
	return k;
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

static size_t
line_end(const struct doc *d, size_t sent)
{
	size_t s = sent;
	while (s + 1 < d->sent_count && d->sent[s + 1].line == d->sent[sent].line)
		s++;
	return d->sent[s].tok_end;
}

static void
give_labelled(struct context *c, struct slice name, size_t from, size_t to, struct slice rule)
{
	const struct doc *d = c->d;
	int f = field_of(name);
	if (from >= to || doc_at(d, LEX_UNKNOWN, from))
		return;
	struct found value = doc_found(d, from, to, rule);
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

void
fields_labelled(struct context *c)
{
	const struct doc *d = c->d;
	bool table = is_table(d);
	for (size_t i = 0; i < d->sent_count; i++) {
		const struct sentence *s = &d->sent[i];
		const struct match *m = doc_at(d, LEX_LABEL, s->tok);
		if (!m)
			continue;
		size_t end = s->first_in_line ? line_end(d, i) : s->tok_end, next = m->tok_end;
		if (next >= d->tok_count || (!s->first_in_line && next >= end))
			continue;
		if (next < end) {
			if (d->tok[next].gap & (GAP_COLON | (s->first_in_line ? GAP_DASH : 0)) ||
			    (table && s->first_in_line && !d->tok[next].gap && !s->close))
				give_labelled(c, match_arg(d, m), next, end, match_rule(d, m));
		} else if (s->close == ':' && !(d->tok[next].gap & GAP_PARA)) {
			give_labelled(c, match_arg(d, m), next, line_end(d, d->tok[next].sent),
				      match_rule(d, m));
		}
	}
}

/* --- deliverable --- */

static bool
names_product(const struct doc *d, size_t from, size_t to)
{
	return doc_find(d, LEX_KIT, from, to) || doc_find(d, LEX_PRODUCT, from, to);
}

static void
ask_match(struct context *c, const struct match *m)
{
	const struct doc *d = c->d;
	size_t from = m->tok_end;
	if (m != doc_at(d, m->class, m->tok))
		return; /* a longer one begins here */
	while (from < d->tok_count && doc_at(d, LEX_PRONOUN, from))
		from++; /* "make us a poster" */
	if (from >= d->tok_count || d->tok[from].sent != d->tok[m->tok].sent ||
	    doc_is(d, from, "to"))
		return;
	size_t to = phrase_end(d, from, DELIVERABLE_WORDS);
	bool product = names_product(d, from, to);
	bool article = doc_at(d, LEX_ARTICLE, from) || d->tok[from].kind == TOK_NUMBER;
	if (c->reply || d->sent[d->tok[m->tok].sent].close == '?')
		article = false; /* there it takes a product to be a request */
	if (doc_at(d, LEX_VAGUE, from) && !product) {
		c->strong_request = c->strong_request || m->class == LEX_ASK;
		return;
	}
	if (!product && (m->class != LEX_ASK || !article || doc_at(d, LEX_UNKNOWN, from)))
		return;
	if (!c->strong_request)
		c->request_why = doc_found(d, m->tok, to, match_rule(d, m));
	c->strong_request = true;
	bool have_product =
		c->deliverable_end && names_product(d, c->deliverable_tok, c->deliverable_end);
	if (c->r->fields[FIELD_DELIVERABLE].given && (!product || have_product))
		return;
	c->r->fields[FIELD_DELIVERABLE].given = false;
	field_give(c, FIELD_DELIVERABLE, doc_found(d, from, to, match_rule(d, m)));
	c->deliverable_tok = from;
	c->deliverable_end = to;
}

/* A sentence that begins with a product: "Landing page for the spring sale." "The header is
 * missing." */
static void
bare_product(struct context *c)
{
	const struct doc *d = c->d;
	for (size_t i = 0; i < d->sent_count && i < 6; i++) {
		const struct sentence *s = &d->sent[i];
		size_t to = phrase_end(d, s->tok, DELIVERABLE_WORDS);
		const struct match *k = doc_find(d, LEX_KIT, s->tok, to);
		if (!k || k->tok > s->tok + 4 || s->close == '?')
			continue;
		size_t from = s->tok;
		while (from < k->tok && !doc_at(d, LEX_ARTICLE, from) && d->tok[from].id &&
		       (doc_at(d, LEX_JOIN, from) || doc_at(d, LEX_PREPOSITION, from) ||
			doc_at(d, LEX_VERB, from)))
			from++;
		c->r->fields[FIELD_DELIVERABLE].given = false;
		field_give(c, FIELD_DELIVERABLE, doc_found(d, from, to, match_rule(d, k)));
		c->deliverable_tok = from;
		c->deliverable_end = to;
		return;
	}
}

void
fields_deliverable(struct context *c)
{
	const struct doc *d = c->d;
	for (size_t i = 0; i < d->match_count; i++)
		if (d->match[i].class == LEX_ASK || d->match[i].class == LEX_ASK_NOUN)
			ask_match(c, &d->match[i]);
	bool sure = c->deliverable_end && names_product(d, c->deliverable_tok, c->deliverable_end);
	if (!sure && !c->reply)
		bare_product(c);
	/* the subject, when it names a product */
	if (!c->r->fields[FIELD_DELIVERABLE].given && !c->reply && c->subject->tok_count &&
	    names_product(c->subject, 0, c->subject->tok_count)) {
		struct found f = {c->mail->subject_base, 0, 0,
				  SLICE_LIT("subject names a product")};
		if (c->strong_request)
			field_give(c, FIELD_DELIVERABLE, f);
	}
}

/* --- deadline --- */

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

static int
deadline_score(struct context *c, const struct mention *m, const struct match **rule)
{
	const struct doc *d = c->d;
	const struct sentence *s = &d->sent[d->tok[m->tok].sent];
	const struct match *x = NULL;
	int score = 0;
	*rule = NULL;
	if (m->past)
		return 0;
	/* "between 3 and 5 May" begins so; "the end of" May is the date itself */
	const struct match *in = doc_at(d, LEX_NOT_DEADLINE, m->tok);
	bool not = near_before(d, LEX_NOT_DEADLINE, m->tok, 5, &x) ||
		   (in && (in->tok_end == m->tok + 1 || in->tok_end > m->tok_end));
	if (near_before(d, LEX_DEADLINE, m->tok, 6, &x) ||
	    (x = doc_at(d, LEX_DEADLINE, m->tok)) != NULL) {
		*rule = x;
		score = slice_is(match_arg(d, x), "weak") ? 3 : 6;
	} else if ((x = doc_find(d, LEX_DEADLINE, s->tok, m->tok)) != NULL) {
		*rule = x;
		score = slice_is(match_arg(d, x), "weak") ? 2 : 4;
	} else if ((x = doc_find(d, LEX_DEADLINE_AFTER, m->tok_end, s->tok_end)) != NULL) {
		*rule = x;
		score = 4;
	} else if (doc_find_in(d, LEX_ASK, s) || doc_find_in(d, LEX_PLEASE, s) ||
		   (s->tok_end - s->tok <= m->tok_end - m->tok + 2 && c->question_count)) {
		score = 2;
	}
	if (m->by && score < 3)
		score = 3;
	if (s->close == '?' && score < 6)
		score -= 1;
	if (not )
		score -= 4;
	return score;
}

void
fields_deadline(struct context *c)
{
	const struct doc *d = c->d;
	struct said_field *s = &c->r->fields[FIELD_DEADLINE];
	int best = 1;
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
		if (m.grain == GRAIN_TIME && score < 4)
			score = 0;
		if (m.grain > GRAIN_DAY)
			score -= 1;
		/* "by May 14. Scratch that, it's May 18." */
		size_t from = d->sent[d->tok[m.tok].sent].tok;
		if (s->given && score >= 0 && !m.past && doc_find(d, LEX_RETRACT, from, m.tok))
			score = best + 1;
		if (score > best) {
			best = score;
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
