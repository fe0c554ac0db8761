/* One rule per field of a brief: under a label ("Deadline: …") and in prose. */
#include "context.h"

#include "docket/base/utf8.h"

#include "names.h"

enum { DELIVERABLE_WORDS = 14, CLAUSE_WORDS = 24, NAME_WORDS = 8, NAME_REACH = 9 };

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

/* Does something begin at tok that a noun phrase does not contain? */
static bool
phrase_stops(const struct doc *d, size_t tok)
{
	return doc_at(d, LEX_DEADLINE, tok) || doc_at(d, LEX_OBJECTIVE, tok) ||
	       doc_at(d, LEX_AUDIENCE, tok) || doc_at(d, LEX_VERB, tok) ||
	       doc_at(d, LEX_PRONOUN, tok) ||
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
	       doc_at(d, LEX_DATE, end);
}

size_t
phrase_end(const struct doc *d, size_t tok, size_t max)
{
	size_t k = tok + 1;
	while (k < d->tok_count && d->tok[k].sent == d->tok[tok].sent && k - tok < max) {
		if (d->tok[k].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON | GAP_OPEN | GAP_LINE))
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
	*out = (struct said_field){.given = true, .when = m.when,
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
	if (from >= d->tok_count || d->tok[from].sent != d->tok[m->tok].sent)
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
	bool have_product = c->deliverable_end && names_product(d, c->deliverable_tok, c->deliverable_end);
	if (c->r->fields[FIELD_DELIVERABLE].given && (!product || have_product))
		return;
	c->r->fields[FIELD_DELIVERABLE].given = false;
	field_give(c, FIELD_DELIVERABLE, doc_found(d, from, to, match_rule(d, m)));
	c->deliverable_tok = from;
	c->deliverable_end = to;
}

/* A sentence that begins with a product: "Landing page for the spring sale." "The header is missing." */
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
		       (doc_at(d, LEX_JOIN, from) || doc_at(d, LEX_PREPOSITION, from) || doc_at(d, LEX_VERB, from)))
			from++;
		c->r->fields[FIELD_DELIVERABLE].given = false;
		field_give(c, FIELD_DELIVERABLE, doc_found(d, from, to, match_rule(d, k)));
		c->deliverable_tok = from;
		c->deliverable_end = to;
		return;
	}
}

static void
deliverable(struct context *c)
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
		struct found f = {c->mail->subject_base, 0, 0, SLICE_LIT("subject names a product")};
		if (c->strong_request)
			field_give(c, FIELD_DELIVERABLE, f);
	}
}

/* --- deadline --- */

static bool
near_before(const struct doc *d, enum lex_class class, size_t tok, size_t reach, const struct match **out)
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
	bool not = near_before(d, LEX_NOT_DEADLINE, m->tok, 5, &x) || doc_at(d, LEX_NOT_DEADLINE, m->tok);
	if (near_before(d, LEX_DEADLINE, m->tok, 6, &x) || (x = doc_at(d, LEX_DEADLINE, m->tok)) != NULL) {
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
	if (s->close == '?' && score < 6)
		score -= 1;
	if (not)
		score -= 4;
	return score;
}

static void
deadline(struct context *c)
{
	const struct doc *d = c->d;
	struct said_field *s = &c->r->fields[FIELD_DEADLINE];
	int best = 1;
	if (s->given)
		return;
	for (size_t t = 0; t < d->tok_count;) {
		struct mention m;
		const struct match *rule;
		if (d->tok[t].flags & TOK_QUOTED || (d->tok[t].kind != TOK_NUMBER && !doc_at(d, LEX_DATE, t)) ||
		    !date_at(d, &c->clue, t, &m)) {
			t++;
			continue;
		}
		int score = deadline_score(c, &m, &rule);
		if (m.grain == GRAIN_TIME && score < 4)
			score = 0;
		if (m.grain > GRAIN_DAY)
			score -= 1;
		if (score > best) {
			best = score;
			c->deadline_score = score;
			date_as_deadline(&m);
			s->given = true;
			s->when = m.when;
			s->value = doc_found(d, m.tok, m.tok_end,
			                     rule ? match_rule(d, rule) : slice_of(m.rule));
		}
		t = m.tok_end;
	}
}

/* --- audience, objective --- */

static size_t
value_end(const struct doc *d, size_t from, unsigned gaps)
{
	size_t end = clause_end(d, from, gaps);
	for (size_t k = from + 1; k < end; k++)
		if (doc_at(d, LEX_DEADLINE, k) || doc_at(d, LEX_OBJECTIVE, k) ||
		    (doc_at(d, LEX_JOIN, k) && (doc_at(d, LEX_ASK, k + 1) || doc_at(d, LEX_APPROVER_BEFORE, k + 1))))
			end = k;
	while (end > from + 1 && (doc_at(d, LEX_JOIN, end - 1) || doc_at(d, LEX_ARTICLE, end - 1)))
		end--;
	return end;
}

static void
audience(struct context *c)
{
	const struct doc *d = c->d;
	if (c->r->fields[FIELD_AUDIENCE].given)
		return;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		size_t from = m->tok_end;
		if (m->class == LEX_AUDIENCE && from < d->tok_count && d->tok[from].sent == d->tok[m->tok].sent) {
			size_t end = value_end(d, from, GAP_SEMI | GAP_DASH);
			field_give(c, FIELD_AUDIENCE, doc_found(d, from, end, match_rule(d, m)));
			return;
		}
	}
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		size_t from = m->tok_end;
		if (m->class != LEX_FOR || from >= d->tok_count || d->tok[from].sent != d->tok[m->tok].sent)
			continue;
		size_t end = value_end(d, from, GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_OPEN);
		size_t reach = slice_is(match_arg(d, m), "near") ? 3 : 5;
		const struct match *p = doc_find(d, LEX_PEOPLE, from, end < from + reach ? end : from + reach);
		if (p) {
			field_give(c, FIELD_AUDIENCE, doc_found(d, from, end, match_rule(d, p)));
			return;
		}
	}
}

static void
objective(struct context *c)
{
	const struct doc *d = c->d;
	if (c->r->fields[FIELD_OBJECTIVE].given)
		return;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		size_t from = m->tok_end;
		if (m->class != LEX_OBJECTIVE || from >= d->tok_count || d->tok[from].sent != d->tok[m->tok].sent)
			continue;
		if (slice_is(match_arg(d, m), "whole"))
			from = m->tok;
		size_t end = clause_end(d, from, GAP_SEMI | GAP_DASH);
		/* a comma ends it when something else follows: a deadline, an approver, a new clause */
		for (size_t k = from + 2; k < end; k++) {
			if (!(d->tok[k].gap & GAP_COMMA))
				continue;
			if (doc_at(d, LEX_DEADLINE, k) || doc_at(d, LEX_ASK, k) || doc_at(d, LEX_JOIN, k) ||
			    doc_at(d, LEX_CONTRAST, k) || doc_find(d, LEX_APPROVER_BEFORE, k, end)) {
				end = k;
				break;
			}
		}
		if (end < from + 2)
			continue;
		field_give(c, FIELD_OBJECTIVE, doc_found(d, from, end, match_rule(d, m)));
		return;
	}
}

/* --- approver --- */

static bool
name_token(const struct doc *d, size_t t)
{
	return d->tok[t].kind == TOK_WORD && (d->tok[t].flags & TOK_UPPER);
}

/* The name that is the subject of what begins at `at`: nearest to it in its sentence, with its role. */
static struct found
name_before(const struct doc *d, size_t at, struct slice rule)
{
	size_t first = d->sent[d->tok[at].sent].tok, to = at, end;
	size_t reach = at > first + NAME_REACH ? at - NAME_REACH : first;
	while (to > reach && (!name_token(d, to - 1) || doc_at(d, LEX_DATE, to - 1)))
		to--;
	if (to <= reach)
		return (struct found){.rule = rule};
	struct found name = name_near(d, to, true, rule);
	if (!name.text.len)
		return name;
	/* "in compliance", "our chair": up to a verb or the next mark but one */
	end = to;
	bool apposition = end < at && (d->tok[end].gap & GAP_COMMA) && doc_at(d, LEX_ARTICLE, end);
	if (apposition || (end < at && doc_at(d, LEX_PREPOSITION, end) && !d->tok[end].gap)) {
		end++;
		while (end < at && !doc_at(d, LEX_VERB, end) && !(d->tok[end].gap & (GAP_COMMA | GAP_DASH)))
			end++;
	}
	return doc_found_bytes(d, name.start, d->tok[end - 1].end, rule);
}

/* A capitalised name just before or just behind token `at`. */
struct found
name_near(const struct doc *d, size_t at, bool before, struct slice rule)
{
	size_t from = at, to = at;
	if (before) {
		size_t first = at ? d->sent[d->tok[at - 1].sent].tok : 0;
		if (!at || (at < d->tok_count && d->tok[at].sent != d->tok[at - 1].sent))
			return (struct found){.rule = rule};
		while (from > first && at - from < NAME_WORDS && name_token(d, from - 1) &&
		       !doc_at(d, LEX_DATE, from - 1)) {
			from--;
			if (d->tok[from].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON))
				break;
		}
		/* "and", "Then": a capital at the beginning of a sentence is no name by itself */
		while (from < to && from == first && (doc_at(d, LEX_JOIN, from) || doc_at(d, LEX_PLEASE, from) ||
		                                      doc_at(d, LEX_ARTICLE, from)))
			from++;
	} else {
		while (to < d->tok_count && to - from < NAME_WORDS && name_token(d, to) &&
		       (to == from || (d->tok[to].sent == d->tok[from].sent &&
		                       !(d->tok[to].gap & (GAP_COMMA | GAP_SEMI | GAP_LINE | GAP_DASH)))))
			to++;
	}
	return doc_found(d, from, to, rule);
}

static void
approver(struct context *c)
{
	const struct doc *d = c->d;
	if (c->r->fields[FIELD_APPROVER].given)
		return;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		struct found f = {0};
		if (d->sent[d->tok[m->tok].sent].close == '?' && m->class != LEX_APPROVER_SELF)
			continue;
		if (m->class == LEX_APPROVER_SELF)
			f = doc_found(d, m->tok, m->tok_end, match_rule(d, m));
		else if (m->class == LEX_APPROVER_BEFORE)
			f = name_before(d, m->tok, match_rule(d, m));
		else if (m->class == LEX_APPROVER_AFTER && m->tok_end < d->tok_count &&
		         d->tok[m->tok_end].sent == d->tok[m->tok].sent)
			f = name_near(d, m->tok_end, false, match_rule(d, m));
		if (f.text.len) {
			field_give(c, FIELD_APPROVER, f);
			return;
		}
	}
}

/* --- channels, specs, references, budget, offer --- */

/* Takes the matches of a class in one sentence that stand close together as one value. */
static void
cluster(struct context *c, enum field f, enum lex_class class, size_t reach)
{
	const struct doc *d = c->d;
	if (c->r->fields[f].given)
		return;
	const struct match *first = NULL;
	size_t end = 0;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		if (m->class != class || d->tok[m->tok].flags & TOK_QUOTED)
			continue;
		if (!first) {
			first = m;
			end = m->tok_end;
		} else if (d->tok[m->tok].sent == d->tok[first->tok].sent && m->tok <= end + reach) {
			end = m->tok_end > end ? m->tok_end : end;
		}
	}
	if (first)
		field_give(c, f, doc_found(d, first->tok, end, match_rule(d, first)));
}

/* 1080x1080, 24 x 36 in, A4, 16:9, 45 seconds, 12 slides, 300 dpi */
bool
is_size(const struct doc *d, size_t t, size_t *end)
{
	const struct token *a = &d->tok[t];
	if (a->kind != TOK_NUMBER)
		return false;
	size_t k = t + 1;
	if (k < d->tok_count && d->tok[k].sep == '.' && d->tok[k].kind == TOK_NUMBER)
		k++;
	if (k + 1 < d->tok_count && d->tok[k + 1].kind == TOK_NUMBER && d->tok[k].kind == TOK_WORD &&
	    doc_is(d, k, "x") && d->tok[k + 1].sent == a->sent) {
		*end = k + 2;
	} else if (k < d->tok_count && d->tok[k].kind == TOK_NUMBER && d->tok[k].sep == ':' &&
	           ((a->value == 16 && d->tok[k].value == 9) || (a->value == 9 && d->tok[k].value == 16) ||
	            (a->value == 1 && d->tok[k].value == 1) || (a->value == 4 && d->tok[k].value <= 5))) {
		*end = k + 1;
		return true;
	} else {
		/* U+00D7 between the numbers */
		size_t gap = k < d->tok_count ? d->tok[k].start - d->tok[k - 1].end : 0;
		struct slice between = slice_sub(d->text, d->tok[k - 1].end, d->tok[k - 1].end + gap);
		if (k < d->tok_count && d->tok[k].kind == TOK_NUMBER && slice_has(between, "\xc3\x97"))
			*end = k + 1;
		else
			return false;
	}
	while (*end < d->tok_count && d->tok[*end].sep == '.' && d->tok[*end].kind == TOK_NUMBER)
		(*end)++;
	const struct match *unit = doc_at(d, LEX_SPEC, *end);
	if (unit && d->tok[*end].sent == a->sent)
		*end = unit->tok_end;
	return true;
}

static void
specs(struct context *c)
{
	const struct doc *d = c->d;
	size_t from = 0, end = 0;
	struct slice rule = SLICE_NONE;
	if (c->r->fields[FIELD_SPECS].given)
		return;
	for (size_t t = 0; t < d->tok_count; t++) {
		size_t e = 0;
		const struct match *m = doc_at(d, LEX_SPEC, t);
		bool size = is_size(d, t, &e);
		if (d->tok[t].flags & TOK_QUOTED || (!m && !size))
			continue;
		if (m && m->tok_end > e)
			e = m->tok_end;
		if (!rule.data) {
			from = t;
			rule = m ? match_rule(d, m) : SLICE_LIT("specs: a size");
		} else if (d->tok[t].sent != d->tok[from].sent || t > end + 4) {
			if (end - from > 1)
				break;
			from = t; /* a lone word is worth less than a later group */
		}
		end = e > end ? e : end;
		t = e - 1;
	}
	if (rule.data)
		field_give(c, FIELD_SPECS, doc_found(d, from, end, rule));
}

static void
references(struct context *c)
{
	const struct doc *d = c->d;
	struct found f = {0};
	if (c->r->fields[FIELD_REFERENCES].given)
		return;
	for (size_t t = 0; t < d->tok_count; t++) {
		if (d->tok[t].kind != TOK_URL)
			continue;
		struct found one = doc_found(d, t, t + 1, SLICE_LIT("references: a link"));
		if (!f.text.len)
			f = one;
		else if (f.text.len < 1000)
			f.text = pool_slicef(c->pool, "%.*s, %.*s", SLICE_ARG(f.text), SLICE_ARG(one.text));
	}
	if (!f.text.len) {
		for (size_t i = 0; i < d->match_count && !f.text.len; i++)
			if (d->match[i].class == LEX_REFERENCE)
				f = doc_found(d, d->match[i].tok, d->match[i].tok_end, match_rule(d, &d->match[i]));
	}
	field_give(c, FIELD_REFERENCES, f);
}

/* An amount of money with its currency: $1,800, 3'000 CHF, 500 €. */
static bool
amount_at(const struct doc *d, size_t t, size_t *start, size_t *end)
{
	static const char *const currencies[] = {"usd", "eur", "euro", "euros", "chf", "gbp", "dollars",
	                                         "francs", "franken", "pounds", "k"};
	if (d->tok[t].kind != TOK_NUMBER || (t && (d->tok[t].sep == ',' || d->tok[t].sep == '\'')))
		return false;
	size_t k = t + 1;
	while (k < d->tok_count && d->tok[k].kind == TOK_NUMBER && d->tok[k].sep && strchr(",.'", d->tok[k].sep))
		k++;
	size_t s = d->tok[t].start, e = d->tok[k - 1].end;
	bool money = false;
	if (s && d->text.data[s - 1] == '$')
		money = true, s -= 1;
	else if (s >= 2 && (unsigned char)d->text.data[s - 2] == 0xc2 && (unsigned char)d->text.data[s - 1] == 0xa3)
		money = true, s -= 2;
	else if (s >= 3 && memcmp(d->text.data + s - 3, "\xe2\x82\xac", 3) == 0)
		money = true, s -= 3;
	struct slice after = slice_sub(d->text, e, e + 5);
	ptrdiff_t euro = slice_find(after, SLICE_LIT("\xe2\x82\xac"));
	if (euro >= 0 && euro <= 1)
		money = true, e += (size_t)euro + 3;
	else if (slice_starts(after, " $") || slice_starts(after, "$"))
		money = true, e += after.data[0] == ' ' ? 2 : 1;
	else if (k < d->tok_count && d->tok[k].sent == d->tok[t].sent)
		for (size_t i = 0; i < COUNT(currencies); i++)
			if (doc_is(d, k, currencies[i]))
				money = true, e = d->tok[k].end;
	*start = s;
	*end = e;
	return money;
}

static void
budget(struct context *c)
{
	const struct doc *d = c->d;
	for (size_t i = 0; i < d->match_count; i++) {
		if (d->match[i].class != LEX_BUDGET)
			continue;
		const struct sentence *s = &d->sent[d->tok[d->match[i].tok].sent];
		for (size_t t = s->tok; t < s->tok_end; t++) {
			size_t start, end;
			if (!amount_at(d, t, &start, &end))
				continue;
			field_give(c, FIELD_BUDGET, doc_found_bytes(d, start, end, match_rule(d, &d->match[i])));
			return;
		}
	}
}

static void
offer(struct context *c)
{
	const struct doc *d = c->d;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		if (m->class != LEX_OFFER)
			continue;
		const struct sentence *s = &d->sent[d->tok[m->tok].sent];
		size_t from = m->tok, end;
		if (slice_is(match_arg(d, m), "after")) {
			from = m->tok_end;
			if (from >= s->tok_end)
				continue;
		} else {
			while (from > s->tok && (d->tok[from - 1].kind == TOK_NUMBER || doc_at(d, LEX_ARTICLE, from - 1)) &&
			       !(d->tok[from].gap & GAP_COMMA))
				from--;
		}
		end = clause_end(d, from, GAP_COMMA | GAP_SEMI | GAP_DASH);
		size_t start = d->tok[from].start;
		if (start && d->text.data[start - 1] == '$')
			start--;
		field_give(c, FIELD_COPY_OR_OFFER, doc_found_bytes(d, start, d->tok[end - 1].end, match_rule(d, m)));
		return;
	}
}

void
fields_prose(struct context *c)
{
	deliverable(c);
	deadline(c);
	audience(c);
	objective(c);
	approver(c);
	cluster(c, FIELD_CHANNELS, LEX_CHANNEL, 3);
	specs(c);
	references(c);
	budget(c);
	offer(c);
}
