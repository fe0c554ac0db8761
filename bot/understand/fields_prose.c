/* Fields of a brief in prose: channels, specs, money, links, what is offered; and where what is asked
 * for begins. */
#include "context.h"

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
	/* "3m x 1m" */
	if (k + 2 < d->tok_count && doc_is(d, k + 1, "x") && doc_at(d, LEX_LENGTH_UNIT, k) &&
	    d->tok[k + 2].kind == TOK_NUMBER)
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
	const struct match *unit = doc_at(d, LEX_LENGTH_UNIT, *end);
	if (!unit)
		unit = doc_at(d, LEX_SPEC, *end);
	if (unit && d->tok[*end].sent == a->sent)
		*end = unit->tok_end;
	return true;
}

/* Does the part of a sentence from token k on say something else than how the work is made? */
static bool
other_part(const struct doc *d, size_t k)
{
	static const enum lex_class other[] = {
		LEX_VERB,	    LEX_PRONOUN,	 LEX_ASK,
		LEX_OBJECTIVE,	    LEX_AUDIENCE,	 LEX_PEOPLE,
		LEX_APPROVER_AFTER, LEX_APPROVER_BEFORE, LEX_APPROVER_SELF,
		LEX_APPROVER_ME,    LEX_OFFER,		 LEX_BUDGET,
		LEX_URGENT,	    LEX_CHANNEL,	 LEX_VAGUE,
		LEX_CONTRAST,	    LEX_PLEASE,		 LEX_UNKNOWN};
	if (doc_at_any(d, other, COUNT(other), k))
		return true;
	const struct match *by = doc_at(d, LEX_DEADLINE, k);
	if (by && !slice_is(match_arg(d, by), "weak"))
		return true;
	/* "a flyer" is another thing, "no text" and "for the plaque" are not */
	const struct match *a = k ? doc_at(d, LEX_ARTICLE, k - 1) : NULL;
	if (doc_at(d, LEX_KIT, k) && a && slice_is(match_arg(d, a), "a"))
		return true;
	return names_day(d, k) || d->tok[k].kind == TOK_URL;
}

/* "20 seconds, 9:16, music on": what follows in the same list belongs to it. */
static size_t
specs_end(const struct doc *d, size_t end)
{
	enum { PART_WORDS = 7 };
	size_t stop = end ? d->sent[d->tok[end - 1].sent].tok_end : end;
	while (end < stop && !(d->tok[end].gap & GAP_OPEN)) {
		size_t k = end, from = end;
		bool joined = doc_at(d, LEX_JOIN, k) != NULL;
		/* words behind the size itself, up to the comma, then part by part */
		if (!(d->tok[k].gap & GAP_COMMA) && !joined && d->tok[k].gap & ~(unsigned)GAP_LINE)
			return end;
		k += joined;
		for (; k < stop && k - from < PART_WORDS; k++) {
			if (k > from && d->tok[k].gap & ~(unsigned)(GAP_LINE | GAP_QUOTE))
				break;
			const struct match *to = k == from ? doc_at(d, LEX_FOR, k) : NULL;
			/* ", to slip into the bag", ", of the vats": what for, and of what */
			if (other_part(d, k) || (to && slice_is(match_arg(d, to), "near")) ||
			    (k == from && doc_at(d, LEX_OF, k)))
				return end;
			if (k > from + joined && doc_at(d, LEX_JOIN, k))
				break;
		}
		if (k - from == PART_WORDS || k == from + joined)
			return end;
		end = k;
	}
	return end;
}

/* "round, 90 mm", "folded to DL, six panels": a few words before the mark that say how, too. */
static size_t
part_before(const struct doc *d, size_t k)
{
	enum { PART_WORDS = 4 };
	size_t first = d->sent[d->tok[k].sent].tok, from = k;
	if (k == first || !gap_before(d, k, GAP_COMMA) ||
	    d->tok[k].gap & (GAP_OPEN | GAP_CLOSE))
		return k;
	do {
		from--;
		if (k - from > PART_WORDS || other_part(d, from) || doc_at(d, LEX_KIT, from) ||
		    doc_at(d, LEX_PRODUCT, from) || doc_at(d, LEX_LABEL, from) ||
		    (d->lang != LANG_DE && from > first && d->tok[from].flags & TOK_UPPER &&
		     !doc_at(d, LEX_SPEC, from)))
			return k;
	} while (from > first && !(d->tok[from].gap & ~(unsigned)GAP_LINE));
	return from > first && d->tok[from].gap & GAP_COMMA ? k : from;
}

/* "about 25 cm high", "60 to 80 words": up to the mark before, when nothing else stands there. */
static size_t
specs_start(const struct doc *d, size_t from)
{
	size_t first = d->sent[d->tok[from].sent].tok, k = from;
	while (k > first && from - k < 5 && !(d->tok[k].gap & ~(unsigned)GAP_LINE) &&
	       (d->tok[k - 1].kind == TOK_NUMBER || doc_at(d, LEX_PREPOSITION, k - 1) ||
		doc_at(d, LEX_BUDGET, k - 1) || doc_at(d, LEX_ARTICLE, k - 1)) &&
	       !names_day(d, k - 1))
		k--;
	while (k < from && doc_at(d, LEX_PREPOSITION, k) && !doc_at(d, LEX_BUDGET, k))
		k++;
	return part_before(d, k);
}

/* An amount of money with its currency: $1,800, 3'000 CHF, 500 €. */
static bool
amount_at(const struct doc *d, size_t t, size_t *start, size_t *end)
{
	enum { PREFIXES = 4 }; /* the first ones may stand before the number */
	static const char *const currencies[] = {"usd",	    "eur",    "chf",	 "gbp",
						 "euro",    "euros",  "dollars", "francs",
						 "franken", "pounds", "k"};
	if (d->tok[t].kind != TOK_NUMBER ||
	    (t && d->tok[t - 1].kind == TOK_NUMBER && d->tok[t].sep && d->tok[t].digits == 3 &&
	     strchr(",.' ", d->tok[t].sep)) ||
	    (t && (d->tok[t].sep == ',' || d->tok[t].sep == '\'')))
		return false;
	size_t k = t + 1;
	while (k < d->tok_count && d->tok[k].kind == TOK_NUMBER && d->tok[k].sep &&
	       (strchr(",.'", d->tok[k].sep) ||
		(d->tok[k].sep == ' ' && d->tok[k].digits == 3 && d->tok[k - 1].digits <= 3)))
		k++; /* "1 500" */
	size_t s = d->tok[t].start, e = d->tok[k - 1].end;
	s = money_start(d, s);
	bool money = s < d->tok[t].start;
	for (size_t i = 0; t && !money && i < PREFIXES; i++)
		if (doc_is(d, t - 1, currencies[i]) && d->tok[t - 1].sent == d->tok[t].sent)
			money = true, s = d->tok[t - 1].start; /* "CHF 900" */
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

static bool
holds_money(const struct doc *d, const struct match *m)
{
	size_t start, end;
	for (size_t k = m->tok; k < m->tok_end; k++)
		if (amount_at(d, k, &start, &end))
			return true;
	return false;
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
		if (m && !size && (doc_at(d, LEX_PEOPLE, m->tok_end) || holds_money(d, m)))
			continue; /* "landscape gardeners", "max $1500" */
		/* "9 in the morning", "a 20 minute call" */
		bool clock = m && doc_is(d, m->tok_end - 1, "in") &&
			     doc_at(d, LEX_ARTICLE, m->tok_end);
		if (m && !size && (clock || doc_at(d, LEX_RESULT, m->tok_end)))
			continue;
		/* "should be five minutes", "we have no text" */
		if (m && (doc_find_in(d, LEX_SCOPE, &d->sent[d->tok[t].sent]) ||
			  (doc_is(d, t, "no") && t && doc_at(d, LEX_VERB, t - 1))))
			continue;
		if (m && m->tok_end > e)
			e = m->tok_end;
		if (!rule.data) {
			from = t;
			rule = m ? match_rule(d, m) : SLICE_LIT("specs: a size");
		} else if (d->tok[t].sent != d->tok[from].sent || t > end + 4) {
			/* "a 20-second clip ... Square, no sound.": the later group is the specs */
			bool named = from >= c->deliverable_tok && from < c->deliverable_end;
			if (end - from > 1 && !named)
				break;
			from = t; /* a lone word is worth less than a later group */
		}
		end = e > end ? e : end;
		t = e - 1;
	}
	/* "ein A1-Plakat": the size alone is the form, what it is joined to is the thing */
	if (rule.data && end < d->tok_count && d->tok[end].sep == '-' && doc_at(d, LEX_KIT, end))
		field_give(c, FIELD_SPECS, doc_found(d, from, end, rule));
	else if (rule.data)
		field_give(c, FIELD_SPECS,
			   doc_found(d, specs_start(d, from), specs_end(d, end), rule));
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

static bool
in_offer(const struct context *c, size_t start)
{
	const struct said_field *f = &c->r->fields[FIELD_COPY_OR_OFFER];
	return f->given && start >= f->value.start && start < f->value.end;
}

static void
budget(struct context *c)
{
	const struct doc *d = c->d;
	for (size_t i = 0; i < d->match_count; i++) {
		if (d->match[i].class != LEX_BUDGET)
			continue;
		/* "the price is $189" in feedback is no budget */
		if (c->reply && slice_is(match_arg(d, &d->match[i]), "weak") &&
		    !(c->asked & FIELD_BIT(FIELD_BUDGET)))
			continue;
		const struct sentence *s = &d->sent[d->tok[d->match[i].tok].sent];
		/* "between 6 and 8 grand" */
		if (slice_is(match_arg(d, &d->match[i]), "sum")) {
			field_give(c, FIELD_BUDGET,
				   doc_found(d, d->match[i].tok, d->match[i].tok_end,
					     match_rule(d, &d->match[i])));
			return;
		}
		if (slice_is(match_arg(d, &d->match[i]), "amount")) {
			/* "the budget is twelve thousand" */
			const struct match *b = doc_find_in(d, LEX_BUDGET, s);
			if (b && !match_arg(d, b).len) {
				field_give(c, FIELD_BUDGET,
					   doc_found(d, d->match[i].tok, d->match[i].tok_end,
						     match_rule(d, &d->match[i])));
				return;
			}
			continue;
		}
		for (size_t t = s->tok; t < s->tok_end; t++) {
			size_t start, end;
			if (!amount_at(d, t, &start, &end) || in_offer(c, start))
				continue;
			field_give(c, FIELD_BUDGET,
				   doc_found_bytes(d, start, end, match_rule(d, &d->match[i])));
			return;
		}
	}
}

/* First token of the clause that token `tok` stands in. */
static size_t
clause_start(const struct doc *d, size_t tok)
{
	size_t first = d->sent[d->tok[tok].sent].tok;
	while (tok > first && !(d->tok[tok].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON)))
		tok--;
	while (doc_at(d, LEX_JOIN, tok) && tok + 1 < d->sent[d->tok[tok].sent].tok_end)
		tok++;
	return tok;
}

/* Where the words of an offer begin that m tells; false when none follow. */
static bool
offer_start(const struct doc *d, const struct match *m, size_t *from)
{
	const struct sentence *s = &d->sent[d->tok[m->tok].sent];
	struct slice arg = match_arg(d, m);
	/* "free parking", not "a free morning", "free to choose", "we are free on" */
	static const enum lex_class no_gift[] = {LEX_DATE, LEX_PREPOSITION, LEX_PRONOUN, LEX_JOIN,
						 LEX_VERB, LEX_FOR,	    LEX_ARTICLE};
	if (slice_is(arg, "loose") && (doc_at_any(d, no_gift, COUNT(no_gift), m->tok_end - 1) ||
				       d->tok[m->tok_end - 1].gap & ~(unsigned)GAP_LINE ||
				       (m->tok > s->tok && doc_at(d, LEX_VERB, m->tok - 1))))
		return false;
	/* "20 % on everything", not "20 on all" */
	size_t number = d->tok[m->tok].end;
	if (slice_is(arg, "percent") && !slice_has(slice_sub(d->text, number, number + 4), "%"))
		return false;
	if (slice_is(arg, "after")) {
		*from = m->tok_end;
		/* "the offer for readers: $40 off" */
		for (size_t k = *from; k < *from + 4 && k < s->tok_end; k++)
			if (d->tok[k].gap & GAP_COLON)
				*from = k;
		return *from < s->tok_end;
	}
	if (slice_is(arg, "benefit")) {
		*from = m->tok_end - 1;
		return true;
	}
	*from = slice_is(arg, "clause") ? clause_start(d, m->tok) : m->tok;
	while (*from > s->tok && !slice_is(arg, "clause") &&
	       (d->tok[*from - 1].kind == TOK_NUMBER || doc_at(d, LEX_ARTICLE, *from - 1)) &&
	       !(d->tok[*from].gap & GAP_COMMA))
		--*from;
	return true;
}

static void
offer(struct context *c)
{
	const struct doc *d = c->d;
	const struct match *best = NULL;
	size_t best_from = 0;
	for (size_t i = 0; i < d->match_count; i++) {
		const struct match *m = &d->match[i];
		size_t from;
		if (m->class != LEX_OFFER || !offer_start(d, m, &from))
			continue;
		/* words that announce an offer tell where it begins, "free" only that there is one
		 */
		bool tells =
			slice_is(match_arg(d, m), "after") || slice_is(match_arg(d, m), "clause");
		if (!best || (tells && from <= best->tok)) {
			best = m;
			best_from = from;
		}
	}
	if (!best)
		return;
	/* "nobody knows yet who signs off, we'll get to that" */
	const struct sentence *s = &d->sent[d->tok[best->tok].sent];
	if (doc_find_in(d, LEX_UNKNOWN, s) ||
	    (slice_is(match_arg(d, best), "clause") && doc_find_in(d, LEX_APPROVER_BEFORE, s)))
		return;
	/* at least all of the words that tell it: "who books in May, gets a free night" */
	size_t last = best->tok_end - 1 > best_from ? best->tok_end - 1 : best_from;
	size_t end = clause_end(d, last, GAP_COMMA | GAP_SEMI | GAP_DASH);
	/* "two for one until Sunday so we need it by Friday" */
	for (size_t k = last + 1; k < end; k++)
		if (doc_at(d, LEX_HENCE, k))
			end = k;
	/* words in quotation marks are taken to the closing one */
	size_t stop = d->sent[d->tok[best_from].sent].tok_end;
	while (d->tok[best_from].flags & TOK_QUOTED && end < stop && d->tok[end].flags & TOK_QUOTED)
		end++;
	field_give(c, FIELD_COPY_OR_OFFER,
		   doc_found_bytes(d, money_start(d, d->tok[best_from].start), d->tok[end - 1].end,
				   match_rule(d, best)));
}

static bool
names_work(const struct doc *d, size_t from, size_t to)
{
	return doc_find(d, LEX_KIT, from, to) || doc_find(d, LEX_PRODUCT, from, to);
}

/*
 * "Könnt ihr uns zum Start ein Karussell bauen", "could you for the fair in May make a poster": what
 * is asked for stands behind words that say when or where. The first product with an article of its
 * own up to the next mark; `from` if there is none.
 */
size_t
ask_beyond(const struct doc *d, size_t from)
{
	enum { BEYOND = 9, NOUN_REACH = 8 };
	size_t stop = d->sent[d->tok[from].sent].tok_end;
	if (!doc_at(d, LEX_PREPOSITION, from) && !doc_at(d, LEX_FOR, from) &&
	    !names_day(d, from) && !doc_at(d, LEX_ADVERB, from))
		return from;
	for (size_t k = from + 1; k < stop && k < from + BEYOND; k++) {
		const struct match *a = doc_at(d, LEX_ARTICLE, k);
		if (d->tok[k].gap & ~(unsigned)GAP_LINE || doc_at(d, LEX_KIT, k - 1) ||
		    doc_at(d, LEX_PRODUCT, k - 1))
			break;
		bool one = d->tok[k].kind == TOK_NUMBER || (a && slice_is(match_arg(d, a), "a"));
		if (!one || d->tok[k].flags & TOK_UPPER ||
		    !names_work(d, k, phrase_end(d, k, NOUN_REACH)))
			continue;
		/* "zum Start der neuen Pumpe ein Plakat": the article that is nearest to it */
		for (size_t t = k + 2; t < stop && t < k + NOUN_REACH; t++) {
			const struct match *b = doc_at(d, LEX_ARTICLE, t);
			if (doc_at(d, LEX_KIT, t) || doc_at(d, LEX_PRODUCT, t))
				break;
			if (b && slice_is(match_arg(d, b), "a"))
				return t;
		}
		return k;
	}
	return from;
}

void
fields_prose(struct context *c)
{
	fields_deliverable(c);
	fields_audience(c);
	fields_objective(c);
	fields_approver(c);
	cluster(c, FIELD_CHANNELS, LEX_CHANNEL, 3);
	specs(c);
	references(c);
	offer(c);
	budget(c);
	fields_deadline(c); /* not a date inside of what another field took */
}
