/*
 * Feedback taken apart into items: what each sentence or list entry wishes, asks or praises, which
 * part of the work it is about, and the sender's own words for it.
 */
#include "context.h"

#include "docket/base/utf8.h"

#include "names.h"

enum { TARGET_WORDS = 6 };

/* A stretch of tokens that may be one item. */
struct piece {
	size_t from, to;
	size_t sent;
	bool question, label;
};

static bool
skip_token(const struct doc *d, size_t t)
{
	return doc_at(d, LEX_ARTICLE, t) || doc_at(d, LEX_PREPOSITION, t) || doc_at(d, LEX_JOIN, t);
}

/* slide 4, page 2, p. 3, 0:32, "third paragraph" */
static bool
part_at(const struct doc *d, size_t t, size_t *end)
{
	const struct match *m = doc_at(d, LEX_PART, t);
	if (m && m->tok_end < d->tok_count && d->tok[m->tok_end].kind == TOK_NUMBER &&
	    d->tok[m->tok_end].sent == d->tok[t].sent) {
		*end = m->tok_end + 1;
		return true;
	}
	if (d->tok[t].kind == TOK_NUMBER && t + 1 < d->tok_count &&
	    d->tok[t + 1].kind == TOK_NUMBER && d->tok[t + 1].sep == ':' &&
	    d->tok[t + 1].digits == 2) {
		*end = t + 2;
		return true;
	}
	return false;
}

static size_t
noun_end(const struct doc *d, size_t t, size_t to)
{
	size_t k = t;
	while (k < to && k - t < TARGET_WORDS &&
	       !(k > t &&
		 d->tok[k].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON | GAP_OPEN)) &&
	       !doc_at(d, LEX_VERB, k) && !doc_at(d, LEX_NEED, k) &&
	       !doc_at(d, LEX_PREPOSITION, k) && !doc_at(d, LEX_FOR, k) &&
	       !doc_at(d, LEX_JOIN, k) && !doc_at(d, LEX_NEGATION, k) &&
	       !doc_at(d, LEX_PLEASE, k) && !doc_at(d, LEX_CONTRAST, k) &&
	       !(k > t && doc_at(d, LEX_ARTICLE, k)))
		k++;
	return k;
}

/* The part of the work that tokens [from, to) are about: in the sender's words, or empty. */
struct slice
feedback_target(const struct doc *d, size_t from, size_t to)
{
	size_t end, best = to, best_end = to;
	/* a known part of a work, with the words that narrow it down before it */
	for (size_t t = from; t < to; t++) {
		const struct match *m = doc_at(d, LEX_TARGET, t);
		if (m && m->tok_end <= to && !part_at(d, t, &end)) {
			best = t;
			best_end = m->tok_end;
			while (best_end < to && doc_at(d, LEX_TARGET, best_end) &&
			       !d->tok[best_end].gap)
				best_end = doc_at(d, LEX_TARGET, best_end)->tok_end;
			break;
		}
	}
	if (best < to) {
		size_t first = best;
		while (first > from && best - first < 2 && !d->tok[first].gap &&
		       !skip_token(d, first - 1) && !doc_at(d, LEX_CHANGE, first - 1) &&
		       !doc_at(d, LEX_VERB, first - 1) && !doc_at(d, LEX_NEED, first - 1) &&
		       !doc_at(d, LEX_PLEASE, first - 1) && !doc_at(d, LEX_FOR, first - 1) &&
		       d->tok[first - 1].kind == TOK_WORD)
			first--;
		return doc_found(d, first, best_end, SLICE_NONE).text;
	}
	for (size_t t = from; t < to; t++)
		if (part_at(d, t, &end) && end <= to)
			return doc_found(d, t, end, SLICE_NONE).text;
	/* the subject or object: behind the leading verb, the first noun phrase */
	size_t t = from;
	while (t < to &&
	       (doc_at(d, LEX_PLEASE, t) || doc_at(d, LEX_CHANGE, t) || skip_token(d, t) ||
		doc_at(d, LEX_VERB, t) || doc_at(d, LEX_NEED, t) || doc_at(d, LEX_CONTRAST, t))) {
		const struct match *m = doc_at(d, LEX_PLEASE, t);
		t = m ? m->tok_end : t + 1;
	}
	end = noun_end(d, t, to);
	if (end > t)
		return doc_found(d, t, end, SLICE_NONE).text;
	return SLICE_NONE;
}

static bool
imperative_at(const struct doc *d, size_t t, size_t from)
{
	if (!doc_at(d, LEX_CHANGE, t))
		return false;
	if (t == from)
		return true;
	if (d->tok[t].gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON))
		return true;
	return doc_at(d, LEX_JOIN, t - 1) || doc_at(d, LEX_PLEASE, t - 1) ||
	       doc_at(d, LEX_CONTRAST, t - 1) || doc_at(d, LEX_VERB, t - 1);
}

/* Does the piece wish for something? The match that says so. */
static const struct match *
wish_in(const struct doc *d, size_t from, size_t to)
{
	const struct match *need = doc_find(d, LEX_NEED, from, to);
	if (need)
		return need;
	for (size_t t = from; t < to; t++)
		if (imperative_at(d, t, from) ||
		    (doc_at(d, LEX_CHANGE, t) && doc_find(d, LEX_PLEASE, from, to)))
			return doc_at(d, LEX_CHANGE, t);
	/* German: the verb comes last */
	if (d->lang == LANG_DE || doc_find(d, LEX_PLEASE, from, to))
		return doc_find(d, LEX_CHANGE, from, to);
	return NULL;
}

static void
summarise(struct context *c, struct said_item *x)
{
	struct slice q = x->quote.text;
	while (q.len && strchr(".!,; ", q.data[q.len - 1]))
		q.len--;
	x->summary = q;
	(void)c;
}

static void
add_item(struct context *c, const struct piece *p, enum item_kind kind, struct slice rule)
{
	const struct doc *d = c->d;
	const struct sentence *s = &d->sent[p->sent];
	if (c->r->items.len >= READING_LIST_MAX)
		return;
	struct said_item x = {.kind = kind, .target = feedback_target(d, p->from, p->to)};
	size_t end = p->to == s->tok_end ? s->end : d->tok[p->to - 1].end;
	size_t start = d->tok[p->from].start;
	if (p->from == s->tok)
		start = s->start < start ? s->start : start;
	/* a mark of quotation that opens just before belongs to the words */
	if (start && d->text.data[start - 1] == '"')
		start--;
	else if (start > 2 && (d->tok[p->from].gap & GAP_QUOTE) &&
		 (unsigned char)d->text.data[start - 3] == 0xe2)
		start -= 3;
	x.quote = doc_found_bytes(d, start, end, rule);
	x.quote.text = utf8_cut(x.quote.text, READING_SHORT_MAX);
	summarise(c, &x);
	VEC_ADD(&c->r->items, c->pool, x);
}

static void
add_praise(struct context *c, const struct piece *p, struct slice rule)
{
	if (c->r->praise.len >= READING_LIST_MAX)
		return;
	VEC_ADD(&c->r->praise, c->pool, doc_found(c->d, p->from, p->to, rule));
}

static bool
judge(struct context *c, const struct piece *p)
{
	const struct doc *d = c->d;
	const struct match *m, *wish = wish_in(d, p->from, p->to);
	if (doc_at(d, LEX_GREETING, p->from) && p->to - p->from <= 5)
		return false;
	if ((m = doc_find(d, LEX_NEW_WORK, p->from, p->to)) ||
	    ((m = doc_find(d, LEX_SCOPE, p->from, p->to)) && (wish || p->question))) {
		add_item(c, p, ITEM_OUT_OF_SCOPE, match_rule(d, m));
		return true;
	}
	const struct match *vague = doc_find(d, LEX_VAGUE, p->from, p->to);
	if (vague && p->to - p->from <= vague->tok_end - vague->tok + 14) {
		add_item(c, p, ITEM_VAGUE, match_rule(d, vague));
		return true;
	}
	if (p->question) {
		/* "Could you make it bigger?" is a wish */
		if (wish && doc_find(d, LEX_PLEASE, p->from, p->to)) {
			add_item(c, p, ITEM_CHANGE, match_rule(d, wish));
			return true;
		}
		add_item(c, p, ITEM_QUESTION, SLICE_LIT("a question"));
		return true;
	}
	const struct match *praise = doc_find(d, LEX_PRAISE, p->from, p->to);
	if (praise && !wish && !doc_find(d, LEX_NEGATION, p->from, praise->tok)) {
		add_praise(c, p, match_rule(d, praise));
		return false;
	}
	if (doc_find(d, LEX_KEEP, p->from, p->to) && !wish)
		return false;
	if (wish) {
		m = doc_find(d, LEX_AGAIN, p->from, p->to);
		if (m && p->to - p->from < 9 && wish->tok >= m->tok && wish->tok_end <= m->tok_end)
			return false;
		m = doc_find(d, LEX_NOT_AGAIN, p->from, p->to);
		if (!m)
			m = doc_find(d, LEX_RETRACT, p->from, p->to);
		if (m && wish->tok >= m->tok && wish->tok < m->tok_end)
			return false;
		if ((m = doc_find(d, LEX_APPROVE, p->from, p->to)) && wish->tok >= m->tok &&
		    wish->tok_end <= m->tok_end)
			return false;
		add_item(c, p, ITEM_CHANGE, match_rule(d, wish));
		return true;
	}
	/* an entry of a list, or "target: text", is a wish whatever its words */
	const struct sentence *s = &d->sent[p->sent];
	bool entry = (s->bullet && s->close != ':') || p->label;
	if (entry && p->to - p->from >= 2 && !doc_find(d, LEX_APPROVE, p->from, p->to)) {
		add_item(c, p, ITEM_CHANGE, SLICE_LIT("an entry of a list"));
		return true;
	}
	return false;
}

/* Where a sentence holds two wishes: at "and", "but", ";" with a wish on either side. */
static size_t
cut_at(const struct doc *d, size_t from, size_t to)
{
	for (size_t t = from + 2; t + 1 < to; t++) {
		bool join = doc_at(d, LEX_JOIN, t) != NULL;
		bool mark = d->tok[t].gap & (GAP_SEMI | GAP_DASH);
		bool contrast = doc_at(d, LEX_CONTRAST, t) != NULL;
		bool comma = d->tok[t].gap & GAP_COMMA;
		if (!join && !mark && !contrast && !comma)
			continue;
		size_t next = join ? t + 1 : t;
		if (next >= to)
			continue;
		if (contrast)
			return t;
		/* "it is too long, cut it": the remedy belongs to its reason */
		if (doc_find(d, LEX_BACKREF, next, next + 4 < to ? next + 4 : to) &&
		    !doc_find(d, LEX_TARGET, next, to))
			continue;
		bool left = wish_in(d, from, t) || doc_find(d, LEX_NOT_AGAIN, from, t) ||
			    doc_find(d, LEX_PRAISE, from, t) || doc_find(d, LEX_APPROVE, from, t);
		const struct match *ask = doc_at(d, LEX_PLEASE, next);
		bool right =
			imperative_at(d, next, next) ||
			(ask && ask->tok_end < to && imperative_at(d, ask->tok_end, ask->tok_end));
		const struct match *need = doc_find(d, LEX_NEED, next, to);
		bool subject = need && doc_find(d, LEX_TARGET, next, need->tok) != NULL;
		if (left && (right || (subject && (join || mark || comma))))
			return t;
	}
	return to;
}

static void
take_apart(struct context *c, struct piece p)
{
	const struct doc *d = c->d;
	for (int n = 0; n < 6 && p.from < p.to; n++) {
		size_t cut = p.question ? p.to : cut_at(d, p.from, p.to);
		struct piece left = p;
		left.to = cut;
		/* praise before a "but" is apart from the wish behind it */
		judge(c, &left);
		p.from = cut;
		p.label = false;
		while (p.from < p.to && cut < p.to &&
		       (doc_at(d, LEX_JOIN, p.from) || doc_at(d, LEX_CONTRAST, p.from)))
			p.from++;
	}
}

/* "Headline: …", "p. 3 - …": the words before the mark are the target. */
static bool
has_label(const struct doc *d, const struct sentence *s)
{
	for (size_t t = s->tok + 1; t < s->tok_end && t - s->tok <= 6; t++)
		if (d->tok[t].gap & (GAP_COLON | GAP_DASH))
			return !(d->tok[t].kind == TOK_NUMBER && d->tok[t].sep == ':');
	return false;
}

static bool
small_talk(const struct doc *d, const struct sentence *s)
{
	size_t words = s->tok_end - s->tok;
	if (doc_at(d, LEX_GREETING, s->tok) && words <= 5)
		return true;
	if (doc_at(d, LEX_CLOSING, s->tok) && words <= 8)
		return true;
	return false;
}

void
feedback_read(struct context *c)
{
	const struct doc *d = c->d;
	for (size_t i = 0; i < d->sent_count; i++) {
		const struct sentence *s = &d->sent[i];
		size_t before = c->r->items.len;
		if (s->tok >= s->tok_end || small_talk(d, s))
			continue;
		struct piece p = {s->tok, s->tok_end, i, s->close == '?',
				  has_label(d, s) && s->first_in_line};
		if (s->close == ':' && s->bullet)
			continue;
		/* an entry that only names what the entries below it are about */
		if (s->bullet && i + 1 < d->sent_count && d->sent[i + 1].bullet &&
		    d->sent[i + 1].indent > s->indent && !wish_in(d, s->tok, s->tok_end))
			continue;
		bool after_entry = i && s->line == d->sent[i - 1].line && before &&
				   !s->first_in_line &&
				   c->r->items.at[before - 1].quote.end >= d->sent[i - 1].end;
		/* a reason behind a wish in the same line belongs to it */
		if (after_entry && !wish_in(d, s->tok, s->tok_end) && s->close != '?' &&
		    !doc_find_in(d, LEX_PRAISE, s) &&
		    (d->sent[i - 1].first_in_line && has_label(d, &d->sent[i - 1]))) {
			struct said_item *x = &c->r->items.at[before - 1];
			struct slice rule = x->quote.rule;
			x->quote = doc_found_bytes(d, x->quote.start, s->end, rule);
			summarise(c, x);
			continue;
		}
		take_apart(c, p);
	}
}
