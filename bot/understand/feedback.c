/*
 * Feedback taken apart into items: what each clause wishes, asks or praises, which part of the work
 * it is about, and the sender's own words for it. A point may go on in the next sentence ("It hides
 * the date. Move it up."), and what stands over it ("Slide 4:", a heading, the line it answers)
 * says what it is about.
 */
#include "judge.h"

#include "names.h"

enum { HEADING_WORDS = 6, LABEL_WORDS = 5 };

/* The point before, for what goes on with it. */
struct before {
	bool item, plain; /* an item; a statement that is none yet */
	bool entry;	  /* of a list, or behind a label */
	size_t from, to, sent;
	unsigned flags;
};

/* End of "Headline:" from t on, or 0. */
static size_t
colon_after(const struct doc *d, const struct sentence *s, size_t t)
{
	for (size_t k = t + 1; k < s->tok_end && k - t <= LABEL_WORDS; k++) {
		if (d->tok[k].gap & GAP_COLON && d->tok[k].sep != ':')
			return k;
		if (d->tok[k].gap & GAP_DASH && k - t <= 4)
			return k;
		if (d->tok[k].gap & (GAP_COMMA | GAP_SEMI) || doc_at(d, LEX_VERB, k) ||
		    doc_at(d, LEX_PLEASE, k))
			return 0;
	}
	return 0;
}

/* Tokens of "Headline:", "p. 3 -", "0:22" before what is said of it; s->tok when there are none. */
static size_t
label_end(const struct doc *d, const struct sentence *s, size_t *noun)
{
	size_t end, colon;
	size_t k = s->tok;
	*noun = s->tok;
	while (k < s->tok_end && k - s->tok < 2 &&
	       (doc_at(d, LEX_PREPOSITION, k) || doc_at(d, LEX_FOR, k) || doc_at(d, LEX_JOIN, k) ||
		doc_at(d, LEX_LEAD, k)))
		k++;
	bool part = clause_part_at(d, k, &end);
	if (!part && k > s->tok && k < s->tok_end && clause_is_letter(d, k)) {
		part = true; /* "On C the price …" */
		end = k + 1;
	}
	if (part && end < s->tok_end) {
		size_t more;
		while (end < s->tok_end && clause_part_at(d, end, &more) && more < s->tok_end)
			end = more; /* "0:12-0:18" */
		*noun = end;
		if (d->tok[end].gap & (GAP_COLON | GAP_DASH))
			return end;
		colon = colon_after(d, s, end);
		return colon ? colon : end;
	}
	colon = colon_after(d, s, s->tok);
	if (!colon || !s->first_in_line || doc_find(d, LEX_PREAMBLE, s->tok, colon))
		return s->tok;
	return colon;
}

static bool
small_talk(const struct doc *d, const struct sentence *s)
{
	size_t words = s->tok_end - s->tok;
	if (doc_at(d, LEX_GREETING, s->tok) && words <= 5)
		return true;
	return doc_at(d, LEX_CLOSING, s->tok) && words <= 8 && !doc_find_in(d, LEX_TARGET, s);
}

static bool
alone_in_line(const struct doc *d, size_t i)
{
	const struct sentence *s = &d->sent[i];
	return s->first_in_line && (i + 1 == d->sent_count || d->sent[i + 1].line != s->line);
}

/* A line that only names what the lines below it are about. */
static bool
is_heading(const struct doc *d, size_t i)
{
	const struct sentence *s = &d->sent[i];
	const struct sentence *next = i + 1 < d->sent_count ? &d->sent[i + 1] : NULL;
	if (!next || !alone_in_line(d, i) || s->tok_end - s->tok > HEADING_WORDS ||
	    s->close == '?' || s->close == '!' || s->close == '.')
		return false;
	struct clause x = clause_read(d, s->tok, s->tok_end);
	if (x.flags & CL_POINT)
		return false;
	if (s->close == ':')
		return true;
	if (s->bullet)
		return next->bullet && next->indent > s->indent;
	return next->bullet ||
	       (x.flags & CL_TOPIC && next->line == s->line + 1 && next->para == s->para);
}

static void
enter_line(struct context *c, struct above *a, size_t i)
{
	const struct doc *d = c->d;
	const struct sentence *s = &d->sent[i];
	if (i && s->para != a->para && !s->bullet)
		a->depth = 0;
	while (a->depth && s->bullet && a->heading[a->depth - 1].indent >= s->indent &&
	       a->heading[a->depth - 1].indent != UINT16_MAX)
		a->depth--;
	if (s->line != a->line || s->first_in_line)
		a->label = a->noun = SLICE_NONE;
	a->line = s->line;
	a->para = s->para;
}

static void
push_heading(struct context *c, struct above *a, const struct sentence *s)
{
	struct slice text = doc_found(c->d, s->tok, s->tok_end, SLICE_NONE).text;
	if (!s->bullet)
		a->depth = 0;
	if (a->depth == LEVELS)
		a->depth--;
	a->heading[a->depth].indent = s->bullet ? s->indent : UINT16_MAX;
	a->heading[a->depth++].text = text;
}

/* "Use another one.", "Please correct.": says what to do, not with what. */
static bool
is_remedy(const struct doc *d, const struct clause *x)
{
	enum { SHORT = 10, BARE = 5 };
	/* "Cream costs a third more, so white please." has no verb that says what to do */
	if (!(x->flags & (CL_IMPERATIVE | CL_PLEASE)) || x->flags & CL_KEEP ||
	    x->to - x->from > (x->flags & CL_IMPERATIVE ? SHORT : BARE))
		return false;
	if (!(x->flags & CL_TOPIC))
		return true;
	for (size_t t = x->body; t + 1 < x->to; t++) {
		const struct match *m = doc_at(d, LEX_ARTICLE, t + 1);
		if ((doc_at(d, LEX_BECOMES, t) || doc_at(d, LEX_PLEASE, t)) &&
		    ((m && slice_is(match_arg(d, m), "a")) || doc_at(d, LEX_EXTRA, t + 1)))
			return true;
	}
	return false;
}

/* Does a word of tokens [from, to) begin like the one at t? */
static bool
said_before(const struct doc *d, size_t from, size_t to, size_t t)
{
	enum {
		ROOT = 4,   /* what inflection leaves alone */
		REACH = 200 /* words of a point; nobody refers back to more */
	};
	struct slice word = doc_folded(d, t);
	size_t len = word.len > ROOT ? ROOT : word.len;
	for (size_t k = from; k < to && k < from + REACH; k++) {
		struct slice other = doc_folded(d, k);
		if (other.len >= len && !memcmp(other.data, word.data, len))
			return true;
	}
	return false;
}

/* "Replace the gulls.": speaks of something definite that the point before did not name. */
static bool
names_other(const struct doc *d, const struct clause *x, const struct before *b)
{
	for (size_t t = x->body; t + 1 < x->to; t++) {
		const struct match *m = doc_at(d, LEX_ARTICLE, t);
		if (!m || m->tok_end >= x->to || !slice_is(match_arg(d, m), "the"))
			continue;
		return !said_before(d, b->from, b->to, m->tok_end);
	}
	return false;
}

/* Names a part of the work that the point before did not. */
static bool
names_part(const struct doc *d, const struct clause *x, const struct before *b)
{
	size_t end;
	for (size_t t = x->from; t < x->to; t++) {
		if (clause_part_at(d, t, &end))
			return true;
		if ((doc_at(d, LEX_TARGET, t) || doc_at(d, LEX_CONCEPT, t) ||
		     d->tok[t].flags & TOK_QUOTED) &&
		    !said_before(d, b->from, b->to, t))
			return true;
	}
	return false;
}

/* Does the clause go on with the point before it? Then its words join that item's. */
static bool
goes_on(struct context *c, const struct clause *x, const struct before *b, bool question)
{
	const struct doc *d = c->d;
	const struct sentence *s = &d->sent[d->tok[x->from].sent];
	unsigned f = x->flags;
	size_t end;
	if (clause_part_at(d, x->from, &end) && end < x->to)
		return false; /* "0:20 it is …" */
	if (!(b->item || b->plain) || s->first_in_line || d->tok[x->from].sent != b->sent + 1)
		return false;
	if (f & (CL_PRAISE | CL_NEW | CL_VAGUE | CL_APPROVE))
		return false;
	if (b->item && is_remedy(d, x) && !(b->flags & CL_IMPERATIVE))
		return f & CL_BACK || !names_other(d, x, b);
	/* "Photo of laser: no glasses. This we cannot print." */
	if (b->entry && b->item && !question && f & (CL_NEED | CL_WEAK) &&
	    !(f & (CL_KEEP | CL_IMPERATIVE)))
		return !names_part(d, x, b) && !names_other(d, x, b) && !colon_after(d, s, s->tok);
	if (!(f & CL_BACK))
		return false;
	if (question)
		return !(b->flags & (CL_IMPERATIVE | CL_ASK)) &&
		       (judge_asks_for_change(d, x) || judge_asks_if_possible(d, x));
	/* "Tiramisu is 7.50. The font …, nobody can read it.": a thing of its own */
	if (!doc_at(d, LEX_BACKREF, x->body) &&
	    (f & CL_WISH || doc_at(d, LEX_ARTICLE, x->body)) && names_other(d, x, b))
		return false;
	if (b->plain)
		return f & CL_WISH;
	/* "Move it up." behind what is wrong; "It was five." behind "It says six." */
	return !(b->flags & CL_IMPERATIVE) &&
	       !(f & CL_SELF && !(f & CL_IMPERATIVE) && !doc_at(d, LEX_BACKREF, x->body));
}

/* "One more thing": introduces the next words and wishes nothing itself. */
static bool
only_leads(const struct doc *d, size_t from, size_t to)
{
	const struct match *lead = clause_lead_at(d, from);
	return lead && lead->tok_end >= to;
}

/* "Dear Mr Wolff, my foreword …": who is spoken to is no part of what is said. */
static size_t
skip_greeting(const struct doc *d, const struct sentence *s)
{
	enum { LONGEST = 5 };
	if (!doc_at(d, LEX_GREETING, s->tok))
		return s->tok;
	for (size_t t = s->tok + 1; t < s->tok_end && t - s->tok <= LONGEST; t++)
		if (d->tok[t].gap & GAP_COMMA)
			return t;
	return s->tok;
}

/* "Last thing from me: …", "to make it easy for you: …": what stands before the colon is no part.
 */
static size_t
skip_preamble(const struct doc *d, size_t from, size_t to)
{
	size_t end;
	for (size_t t = from + 1; t < to; t++) {
		if (!(d->tok[t].gap & GAP_COLON) || d->tok[t].sep == ':')
			continue;
		if (only_leads(d, from, t))
			return t;
		struct clause x = clause_read(d, from, t);
		if (x.flags & (CL_TOPIC | CL_WISH) || clause_part_at(d, from, &end))
			return from;
		return t;
	}
	return from;
}

static void
read_sentence(struct context *c, struct above *a, size_t i, struct before *b)
{
	const struct doc *d = c->d;
	const struct sentence *s = &d->sent[i];
	struct clause cl[CLAUSES_MAX];
	bool entry = s->bullet && s->close != ':';
	size_t noun, label = label_end(d, s, &noun), from = s->tok;
	if (label > s->tok && label < s->tok_end) {
		bool marked = d->tok[label].gap & (GAP_COLON | GAP_DASH);
		a->label = doc_found(d, s->tok, label, SLICE_NONE).text;
		a->noun = doc_found(d, noun, marked ? label : noun, SLICE_NONE).text;
		entry = entry || marked;
		if (marked)
			from = label;
	} else {
		from = skip_preamble(d, skip_greeting(d, s), s->tok_end);
	}
	size_t n = clause_cut(d, from, s->tok_end, cl);
	/* "Slide 4: …" belongs to the words of a point that has the line for itself */
	if (n == 1 && label > s->tok)
		cl[0].from = s->tok;
	for (size_t k = 0; k < n; k++) {
		struct clause *x = &cl[k];
		bool question = s->close == '?' && k + 1 == n;
		if (k + 1 < n && only_leads(d, x->from, x->to))
			continue;
		if (k == 0 && goes_on(c, x, b, question)) {
			if (b->plain) {
				x->from = b->from;
				x->flags |= CL_WISH & b->flags;
				b->item = judge(c, a, x, false, entry) == J_ITEM;
				b->plain = false;
			} else {
				judge_extend_last(c, x);
			}
			b->flags |= x->flags & CL_IMPERATIVE;
			b->sent = i;
			b->to = x->to;
			continue;
		}
		enum judged j = judge(c, a, x, question, entry && k == 0);
		/* the number of a page stays with its line, a noun names one point */
		*b = (struct before){j == J_ITEM, j == J_PLAIN, entry, x->from, x->to, i, x->flags};
	}
}

void
feedback_read(struct context *c)
{
	const struct doc *d = c->d;
	struct above a = {.depth = 0};
	struct before b = {.sent = SIZE_MAX - 1};
	if (c->only_deadline)
		return; /* a line of the brief, no wish about the work */
	for (size_t i = 0; i < d->sent_count; i++) {
		const struct sentence *s = &d->sent[i];
		if (s->tok >= s->tok_end || small_talk(d, s))
			continue;
		enter_line(c, &a, i);
		if (is_heading(d, i)) {
			push_heading(c, &a, s);
			continue;
		}
		read_sentence(c, &a, i, &b);
	}
}

/*
 * What is hardly a wish keeps a mail from being an approval, but is no item of the list, unless
 * another message wishes the same.
 */
void
feedback_settle(struct context *c)
{
	size_t n = 0;
	for (size_t i = 0; i < c->r->items.len; i++)
		if (!c->r->items.at[i].doubted)
			c->r->items.at[n++] = c->r->items.at[i];
		else if (c->r->maybe.len < READING_LIST_MAX)
			VEC_ADD(&c->r->maybe, c->pool, c->r->items.at[i]);
	c->r->items.len = n;
}
