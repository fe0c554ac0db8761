/* Fields of a brief in prose: audience, objective, approver, channels, specs, money, links. */
#include "context.h"

enum { NAME_WORDS = 8, NAME_REACH = 9 };

static size_t
value_end(const struct doc *d, size_t from, unsigned gaps)
{
	size_t end = clause_end(d, from, gaps);
	for (size_t k = from + 1; k < end; k++)
		if (doc_at(d, LEX_DEADLINE, k) || doc_at(d, LEX_OBJECTIVE, k) ||
		    (doc_at(d, LEX_JOIN, k) &&
		     (doc_at(d, LEX_ASK, k + 1) || doc_at(d, LEX_APPROVER_BEFORE, k + 1))))
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
		if (m->class == LEX_AUDIENCE && m == doc_at(d, m->class, m->tok) &&
		    from < d->tok_count && d->tok[from].sent == d->tok[m->tok].sent) {
			size_t end = value_end(d, from, GAP_SEMI | GAP_DASH);
			field_give(c, FIELD_AUDIENCE, doc_found(d, from, end, match_rule(d, m)));
			return;
		}
	}
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		size_t from = m->tok_end;
		if (m->class != LEX_FOR || from >= d->tok_count ||
		    d->tok[from].sent != d->tok[m->tok].sent)
			continue;
		size_t end = value_end(d, from, GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_OPEN);
		size_t reach = slice_is(match_arg(d, m), "near") ? 3 : 5;
		const struct match *p =
			doc_find(d, LEX_PEOPLE, from, end < from + reach ? end : from + reach);
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
		if (m->class != LEX_OBJECTIVE || m != doc_at(d, m->class, m->tok) ||
		    from >= d->tok_count || d->tok[from].sent != d->tok[m->tok].sent)
			continue;
		if (slice_is(match_arg(d, m), "whole"))
			from = m->tok;
		size_t end = clause_end(d, from, GAP_SEMI | GAP_DASH);
		/* a comma ends it when something else follows: a deadline, an approver, a new
		 * clause */
		for (size_t k = from + 2; k < end; k++) {
			if (!(d->tok[k].gap & GAP_COMMA))
				continue;
			if (doc_at(d, LEX_DEADLINE, k) || doc_at(d, LEX_ASK, k) ||
			    doc_at(d, LEX_JOIN, k) || doc_at(d, LEX_CONTRAST, k) ||
			    doc_find(d, LEX_APPROVER_BEFORE, k, end)) {
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

/* The name that is the subject of what begins at `at`: nearest to it in its sentence, with its
 * role. */
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
		while (end < at && !doc_at(d, LEX_VERB, end) &&
		       !(d->tok[end].gap & (GAP_COMMA | GAP_DASH)))
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
		while (from < to && from == first &&
		       (doc_at(d, LEX_JOIN, from) || doc_at(d, LEX_PLEASE, from) ||
			doc_at(d, LEX_ARTICLE, from)))
			from++;
	} else {
		while (to < d->tok_count && to - from < NAME_WORDS && name_token(d, to) &&
		       (to == from ||
			(d->tok[to].sent == d->tok[from].sent &&
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
		if (m != doc_at(d, m->class, m->tok) ||
		    (d->sent[d->tok[m->tok].sent].close == '?' && m->class != LEX_APPROVER_SELF))
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
		} else if (d->tok[m->tok].sent == d->tok[first->tok].sent &&
			   m->tok <= end + reach) {
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
	if (k + 1 < d->tok_count && d->tok[k + 1].kind == TOK_NUMBER &&
	    d->tok[k].kind == TOK_WORD && doc_is(d, k, "x") && d->tok[k + 1].sent == a->sent) {
		*end = k + 2;
	} else if (k < d->tok_count && d->tok[k].kind == TOK_NUMBER && d->tok[k].sep == ':' &&
		   ((a->value == 16 && d->tok[k].value == 9) ||
		    (a->value == 9 && d->tok[k].value == 16) ||
		    (a->value == 1 && d->tok[k].value == 1) ||
		    (a->value == 4 && d->tok[k].value <= 5))) {
		*end = k + 1;
		return true;
	} else {
		/* U+00D7 between the numbers */
		size_t gap = k < d->tok_count ? d->tok[k].start - d->tok[k - 1].end : 0;
		struct slice between =
			slice_sub(d->text, d->tok[k - 1].end, d->tok[k - 1].end + gap);
		if (k < d->tok_count && d->tok[k].kind == TOK_NUMBER &&
		    slice_has(between, "\xc3\x97"))
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
			f.text = pool_slicef(c->pool, "%.*s, %.*s", SLICE_ARG(f.text),
					     SLICE_ARG(one.text));
	}
	if (!f.text.len) {
		for (size_t i = 0; i < d->match_count && !f.text.len; i++)
			if (d->match[i].class == LEX_REFERENCE)
				f = doc_found(d, d->match[i].tok, d->match[i].tok_end,
					      match_rule(d, &d->match[i]));
	}
	field_give(c, FIELD_REFERENCES, f);
}

/* An amount of money with its currency: $1,800, 3'000 CHF, 500 €. */
static bool
amount_at(const struct doc *d, size_t t, size_t *start, size_t *end)
{
	static const char *const currencies[] = {"usd",	    "eur",    "euro",	 "euros",
						 "chf",	    "gbp",    "dollars", "francs",
						 "franken", "pounds", "k"};
	if (d->tok[t].kind != TOK_NUMBER || (t && (d->tok[t].sep == ',' || d->tok[t].sep == '\'')))
		return false;
	size_t k = t + 1;
	while (k < d->tok_count && d->tok[k].kind == TOK_NUMBER && d->tok[k].sep &&
	       strchr(",.'", d->tok[k].sep))
		k++;
	size_t s = d->tok[t].start, e = d->tok[k - 1].end;
	bool money = false;
	if (s && d->text.data[s - 1] == '$')
		money = true, s -= 1;
	else if (s >= 2 && (unsigned char)d->text.data[s - 2] == 0xc2 &&
		 (unsigned char)d->text.data[s - 1] == 0xa3)
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
			field_give(c, FIELD_BUDGET,
				   doc_found_bytes(d, start, end, match_rule(d, &d->match[i])));
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
			while (from > s->tok &&
			       (d->tok[from - 1].kind == TOK_NUMBER ||
				doc_at(d, LEX_ARTICLE, from - 1)) &&
			       !(d->tok[from].gap & GAP_COMMA))
				from--;
		}
		end = clause_end(d, from, GAP_COMMA | GAP_SEMI | GAP_DASH);
		size_t start = d->tok[from].start;
		if (start && d->text.data[start - 1] == '$')
			start--;
		field_give(c, FIELD_COPY_OR_OFFER,
			   doc_found_bytes(d, start, d->tok[end - 1].end, match_rule(d, m)));
		return;
	}
}

void
fields_prose(struct context *c)
{
	fields_deliverable(c);
	fields_deadline(c);
	audience(c);
	objective(c);
	approver(c);
	cluster(c, FIELD_CHANNELS, LEX_CHANNEL, 3);
	specs(c);
	references(c);
	budget(c);
	offer(c);
}
