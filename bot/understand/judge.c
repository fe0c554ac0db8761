/*
 * Judges the clauses of feedback: the strongest sign decides, in the order of what would be worst
 * to overlook: new work, a question, a wish nobody can act on, praise, a change.
 */
#include "judge.h"

#include "docket/base/utf8.h"

#include "names.h"

enum {
	FEW_WORDS = 4,
	VAGUE_AROUND = 14 /* a longer clause has something to act on */
};

static struct slice
trimmed(struct slice q)
{
	while (q.len && strchr(".!,;: ", q.data[q.len - 1]))
		q.len--;
	return q;
}

/* The quoted line that an inline comment answers, if it stands under one. */
static struct slice
answered(const struct context *c, struct above *a, size_t at)
{
	const struct mail *m = c->mail;
	struct slice q;
	if (c->forwarded)
		return SLICE_NONE;
	while (a->answers < m->answers.len && m->answers.at[a->answers].answer_start <= at)
		a->answers++;
	if (!a->answers)
		return SLICE_NONE;
	q = slice_trim(m->answers.at[a->answers - 1].question);
	/* a whole mail above its answer is no line that is commented on */
	return q.len > ABOUT_MAX ? SLICE_NONE : q;
}

static struct slice
about(struct context *c, struct above *a, size_t at)
{
	struct str s;
	struct slice out, q = answered(c, a, at);
	str_init(&s, 4 * ABOUT_MAX);
	if (q.len)
		str_addf(&s, "%.*s\n\n", SLICE_ARG(q));
	for (size_t i = 0; i < a->depth; i++)
		str_addf(&s, "%.*s\n\n", SLICE_ARG(utf8_cut(a->heading[i].text, ABOUT_MAX / 2)));
	if (a->label.len)
		str_addf(&s, "%.*s\n\n", SLICE_ARG(a->label));
	out = utf8_cut(slice_trim(str_slice(&s)), ABOUT_MAX);
	out = pool_copy(c->pool, out);
	str_clear(&s);
	return out;
}

/* Where the words of a clause begin: its "and", "also", "one more from me:" left out. */
static size_t
quote_start(const struct doc *d, const struct clause *x)
{
	size_t t = x->from, start;
	const struct match *m;
	while (t < x->body) {
		m = doc_at(d, LEX_JOIN, t);
		if (!m)
			m = doc_at(d, LEX_CONTRAST, t);
		if (!m)
			m = clause_lead_at(d, t);
		if (!m || m->tok_end > x->body)
			break;
		t = m->tok_end;
	}
	const struct sentence *s = &d->sent[d->tok[t].sent];
	start = d->tok[t].start;
	if (t == s->tok && s->start < start)
		start = s->start;
	/* a mark of quotation that opens just before belongs to the words */
	if (start && strchr("\"+", d->text.data[start - 1]))
		start--;
	else if (start > 2 && (d->tok[t].gap & GAP_QUOTE) &&
		 (unsigned char)d->text.data[start - 3] == 0xe2)
		start -= 3;
	return start;
}

static size_t
quote_end(const struct doc *d, const struct clause *x)
{
	const struct sentence *s = &d->sent[d->tok[x->to - 1].sent];
	return x->to == s->tok_end ? s->end : d->tok[x->to - 1].end;
}

static struct slice
target_of(struct context *c, const struct above *a, const struct clause *x)
{
	const struct doc *d = c->d;
	struct slice t, part;
	if (a->noun.len) {
		t = clause_subject(d, x);
		return t.len ? t : a->noun;
	}
	t = clause_target(d, x);
	if (t.len)
		return t;
	part = clause_part(d, x->from, x->to);
	if (part.len)
		return part;
	if (a->label.len)
		return a->label;
	return a->depth ? a->heading[a->depth - 1].text : SLICE_NONE;
}

static struct said_item
item_of(struct context *c, struct above *a, const struct clause *x, enum item_kind kind,
	struct slice rule)
{
	const struct doc *d = c->d;
	struct said_item item = {.kind = kind};
	size_t start = quote_start(d, x);
	item.target = utf8_cut(target_of(c, a, x), READING_SHORT_MAX);
	item.about = about(c, a, start);
	item.quote = doc_found_bytes(d, start, quote_end(d, x), rule);
	item.quote.text = utf8_cut(item.quote.text, READING_SHORT_MAX);
	item.summary = trimmed(item.quote.text);
	return item;
}

static void
add_item(struct context *c, struct above *a, const struct clause *x, enum item_kind kind,
	 struct slice rule)
{
	if (c->r->items.len < READING_LIST_MAX)
		VEC_ADD(&c->r->items, c->pool, item_of(c, a, x, kind, rule));
}

/* "8 for the tiramisu": nothing to act on, unless somebody else wishes something of it. */
static void
add_maybe(struct context *c, struct above *a, const struct clause *x)
{
	enum { WORDS_MIN = 2, WORDS_MAX = 24 };
	size_t words = x->to - x->from;
	if (words >= WORDS_MIN && words <= WORDS_MAX && c->r->maybe.len < READING_LIST_MAX)
		VEC_ADD(&c->r->maybe, c->pool,
			item_of(c, a, x, ITEM_CHANGE, SLICE_LIT("says so, too")));
}

/* What is read again with more words is no longer what it was. */
static void
drop_maybe(struct context *c, const struct clause *x)
{
	size_t start = c->d->tok[x->from].start;
	while (c->r->maybe.len && c->r->maybe.at[c->r->maybe.len - 1].quote.start >= start)
		c->r->maybe.len--;
}

static void
add_praise(struct context *c, const struct clause *x, struct slice rule)
{
	if (c->r->praise.len >= READING_LIST_MAX)
		return;
	VEC_ADD(&c->r->praise, c->pool,
		doc_found_bytes(c->d, quote_start(c->d, x), quote_end(c->d, x), rule));
}

/* Words of a decision or of what happens to the mail, not of the work. */
static bool
is_procedure(const struct doc *d, const struct clause *x)
{
	static const enum lex_class classes[] = {LEX_AGAIN, LEX_NOT_AGAIN, LEX_RETRACT, LEX_APPROVE,
						 LEX_DEFER};
	for (size_t i = 0; i < COUNT(classes); i++)
		if (!(x->flags & (CL_WISH | CL_CONDITION)) &&
		    doc_find(d, classes[i], x->from, x->to))
			return true;
	return x->flags & CL_DECISION && (!(x->flags & CL_IMPERATIVE) || !(x->flags & CL_TOPIC));
}

/* "Can it …", "kann man …" */
bool
judge_asks_if_possible(const struct doc *d, const struct clause *x)
{
	for (size_t t = x->from; t < x->to; t++)
		if (doc_at(d, LEX_ASKS, t) && doc_at(d, LEX_POSSIBLE, t))
			return true;
	return false;
}

/* "Could the logo be bigger?" is a wish, "Is the logo final?" a question. */
bool
judge_asks_for_change(const struct doc *d, const struct clause *x)
{
	if (doc_find(d, LEX_WONDER, x->from, x->to))
		return false;
	if (x->flags & CL_NEED && doc_at(d, LEX_NEED, x->body))
		return true; /* "could the …" */
	if (!(x->flags & CL_PLEASE) && !judge_asks_if_possible(d, x))
		return false;
	/* "can it be cropped?" */
	for (size_t t = x->from + 2; d->lang == LANG_EN && t < x->to; t++)
		if (doc_is(d, t - 1, "be") && slice_ends(doc_word(d, t), "ed"))
			return true;
	return x->flags & CL_WISH || doc_find(d, LEX_SENSE, x->from, x->to) ||
	       doc_find(d, LEX_CHANGE, x->from, x->to);
}

/* "The octopus …": what both know is, in an answer to a review, mostly in the work. */
static bool
definite(const struct doc *d, const struct clause *x)
{
	const struct match *m = doc_at(d, LEX_ARTICLE, x->body);
	if (!m && x->why[WHY_KEEP])
		m = doc_at(d, LEX_ARTICLE, x->why[WHY_KEEP]->tok_end);
	return m && slice_is(match_arg(d, m), "the") && !doc_at(d, LEX_VERB, m->tok) &&
	       !doc_at(d, LEX_BACKREF, m->tok);
}

/* "then please a white outline" */
static bool
asks_for_thing(const struct doc *d, const struct clause *x)
{
	const struct match *please = doc_find(d, LEX_PLEASE, x->from, x->to);
	return please && doc_at(d, LEX_ARTICLE, please->tok_end) && please->tok_end + 1 < x->to &&
	       !doc_at(d, LEX_VERB, please->tok);
}

/* "Logo right.", "The lid in yellow", "Venue first, date second": says how, and needs no verb. */
static bool
is_fragment(const struct doc *d, const struct clause *x)
{
	enum { LONGEST = 9 };
	static const char *const hows[] = {"colour=", "order=first", "order=last", "side",
					   "place",   "shape=",	     "tint=",	   "face=",
					   "sort=",   "finish=",     "case=",	   "format=",
					   "there-",  "where=",	     "length",	   "size"};
	static const enum lex_class others[] = {LEX_VERB,     LEX_SELF,	    LEX_PRONOUN,
						LEX_APPROVE,  LEX_DECISION, LEX_CLOSING,
						LEX_GREETING, LEX_OUTSIDE};
	if (!d->match_at || x->to - x->body < 2 || x->to - x->body > LONGEST)
		return false;
	for (size_t i = 0; i < COUNT(others); i++)
		if (doc_find(d, others[i], x->body, x->to))
			return false;
	for (size_t k = d->match_at[x->body]; k < d->match_at[x->to]; k++)
		for (size_t i = 0; d->match[k].class == LEX_SENSE && i < COUNT(hows); i++)
			if (d->match[k].tok_end <= x->to &&
			    slice_starts(match_arg(d, &d->match[k]), hows[i]))
				return true;
	return false;
}

/* "approved once the date is fixed", "once the date is fixed you have my approval" */
static enum judged
judge_condition(struct context *c, struct above *a, const struct clause *x)
{
	const struct doc *d = c->d;
	const struct match *if_ = doc_find(d, LEX_CONDITION, x->from, x->to);
	struct clause part = *x;
	if (doc_find(d, LEX_OTHERS, x->from, x->to))
		return J_NOTHING;
	if (if_ && x->flags & CL_APPROVE && if_->tok < x->why[WHY_WISH]->tok) {
		part.from = if_->tok;
		part.to = x->why[WHY_WISH]->tok_end;
	}
	add_item(c, a, &part, ITEM_CHANGE, match_rule(d, x->why[WHY_WISH]));
	return J_ITEM;
}

/* "The printer needs …": its subject is no part of the work. */
static bool
is_outside(const struct doc *d, const struct clause *x)
{
	enum { NEAR = 3 };
	for (size_t t = x->body; t < x->to && t - x->body < NEAR; t++) {
		const struct match *m = doc_at(d, LEX_OUTSIDE, t);
		if (m && m->tok_end < x->to &&
		    (doc_at(d, LEX_VERB, m->tok_end) || doc_at(d, LEX_NEED, m->tok_end) ||
		     doc_at(d, LEX_PREDICATE, m->tok_end)))
			return true;
		if (doc_at(d, LEX_TARGET, t) || d->tok[t].flags & TOK_QUOTED)
			return false;
	}
	return false;
}

static enum judged
judge_praise(struct context *c, const struct clause *x)
{
	add_praise(c, x, match_rule(c->d, x->why[WHY_PRAISE]));
	return J_PRAISE;
}

/* "Is …?", "By the way, which …?"; not "It is wrong, isn't it?" */
static bool
asks_in_form(const struct doc *d, const struct clause *x)
{
	enum { TAG = 2 };
	if (doc_at(d, LEX_ASKS, x->body))
		return true;
	for (size_t t = x->body + 1; t + TAG < x->to; t++)
		if (d->tok[t].gap & (GAP_COMMA | GAP_COLON | GAP_DASH) && doc_at(d, LEX_ASKS, t))
			return true;
	return false;
}

/* "The opening brags a bit, doesn't it?" asks for no answer. */
static bool
ends_in_tag(const struct doc *d, const struct clause *x)
{
	enum { TAG = 2 };
	if (x->to < x->body + TAG + TAG)
		return false;
	size_t t = x->to - TAG;
	return d->tok[t].gap & GAP_COMMA && doc_at(d, LEX_ASKS, t) &&
	       (doc_at(d, LEX_BACKREF, t + 1) || doc_at(d, LEX_PRONOUN, t + 1));
}

static enum judged
judge_question(struct context *c, struct above *a, const struct clause *x)
{
	const struct doc *d = c->d;
	unsigned f = x->flags;
	if (f & CL_DECISION && !(f & CL_TOPIC))
		return J_NOTHING; /* "Unrelated: …?" */
	if (f & CL_VAGUE && f & (CL_PLEASE | CL_NEED)) {
		add_item(c, a, x, ITEM_VAGUE, match_rule(d, x->why[WHY_VAGUE]));
		return J_ITEM;
	}
	if (!(f & (CL_TOPIC | CL_ASK | CL_PLEASE)) && !doc_at(d, LEX_ASKS, x->body) &&
	    x->to - x->from <= FEW_WORDS)
		return J_PLAIN; /* "we're close??" */
	if (judge_asks_for_change(d, x)) {
		add_item(c, a, x, ITEM_CHANGE, SLICE_LIT("asks for a change"));
		return J_ITEM;
	}
	add_item(c, a, x, ITEM_QUESTION, SLICE_LIT("a question"));
	return J_ITEM;
}

static enum judged
judge_rules(struct context *c, struct above *a, const struct clause *x, bool question, bool entry)
{
	const struct doc *d = c->d;
	const struct match *const *why = x->why;
	unsigned f = x->flags;
	bool about_work = f & CL_TOPIC || a->label.len || entry || definite(d, x);
	if (!(f & (CL_TOPIC | CL_IMPERATIVE)) && is_outside(d, x) && !a->label.len &&
	    /* "our director wants the logo larger" only reports */
	    !(f & CL_NEED && doc_find(d, LEX_SENSE, x->body, x->to)) && !question &&
	    !(f & (CL_ASK | CL_NEW)))
		return f & CL_PRAISE ? judge_praise(c, x) : J_NOTHING;
	bool wish = f & CL_WISH || (f & CL_WEAK && about_work && !(f & CL_SELF));
	if (f & CL_NEW && !is_procedure(d, x)) {
		add_item(c, a, x, ITEM_OUT_OF_SCOPE, match_rule(d, why[WHY_NEW]));
		return J_ITEM;
	}
	if (doc_find(d, LEX_SCOPE, x->from, x->to) && (wish || question) &&
	    doc_find(d, LEX_MAKES, x->from, x->to)) {
		add_item(c, a, x, ITEM_OUT_OF_SCOPE, SLICE_LIT("new work as a favour"));
		return J_ITEM;
	}
	/* "The year is wrong?" says what is wrong, whatever its mark */
	if (question && !(f & CL_ASK) && !asks_in_form(d, x) && !(f & CL_PLEASE) &&
	    f & (CL_NEED | CL_IMPERATIVE | CL_VAGUE) && f & CL_TOPIC)
		question = false;
	if (question && f & CL_TOPIC && !(f & (CL_ASK | CL_PLEASE)) && ends_in_tag(d, x)) {
		question = false;
		wish = wish || !(f & CL_PRAISE);
	}
	if (question || f & CL_ASK)
		return judge_question(c, a, x);
	if (f & CL_VAGUE && !(f & CL_PRAISE && !wish) &&
	    x->to - x->from <= why[WHY_VAGUE]->tok_end - why[WHY_VAGUE]->tok + VAGUE_AROUND) {
		add_item(c, a, x, ITEM_VAGUE, match_rule(d, why[WHY_VAGUE]));
		return J_ITEM;
	}
	if (f & CL_PRAISE && !(f & CL_WISH) && !(f & CL_CONDITION)) {
		if (f & CL_AGREE)
			add_maybe(c, a, x); /* "Amina is right on the stars": more than praise */
		return judge_praise(c, x);
	}
	if (f & CL_KEEP && !wish) {
		if (!about_work || doc_find(d, LEX_APPROVE, x->from, x->to))
			return J_NOTHING;
		add_item(c, a, x, ITEM_CHANGE, match_rule(d, why[WHY_KEEP]));
		return J_ITEM;
	}
	if (f & CL_CONDITION && !(f & CL_WISH) && !(f & CL_DECISION && !(f & CL_APPROVE)))
		return judge_condition(c, a, x);
	if (f & CL_AGREE && !wish) {
		add_item(c, a, x, ITEM_CHANGE, SLICE_LIT("agrees with another"));
		return J_ITEM;
	}
	if (is_procedure(d, x))
		return J_NOTHING;
	if (wish) {
		add_item(c, a, x, ITEM_CHANGE,
			 why[WHY_WISH] ? match_rule(d, why[WHY_WISH])
				       : SLICE_LIT("states a value"));
		return J_ITEM;
	}
	if (f & CL_PLEASE && (f & CL_TOPIC || asks_for_thing(d, x)) && !(f & CL_APPROVE)) {
		add_item(c, a, x, ITEM_CHANGE, SLICE_LIT("please, and a part of the work"));
		return J_ITEM;
	}
	if (!(f & (CL_PRAISE | CL_APPROVE | CL_SELF | CL_DECISION)) && is_fragment(d, x)) {
		add_item(c, a, x, ITEM_CHANGE, SLICE_LIT("says how, without a verb"));
		return J_ITEM;
	}
	if (entry && x->to - x->from >= 2 && !(f & CL_APPROVE) && !(f & CL_SELF)) {
		add_item(c, a, x, ITEM_CHANGE, SLICE_LIT("an entry of a list"));
		return J_ITEM;
	}
	return f & CL_SELF && !(f & CL_BACK) ? J_NOTHING : J_PLAIN;
}

/*
 * Where the rules find nothing, what was learnt is asked (templates/model/items.tsv). It has not
 * heard what stands around the clause: what lets the work go or speaks of who decides stays
 * nothing. The shares were chosen on voices held out of the learning.
 */
static enum judged
judge_learnt(struct context *c, struct above *a, const struct clause *x, bool entry)
{
	static const float sure = 0.85f, sure_entry = 0.60f, known_enough = 0.30f;
	const struct doc *d = c->d;
	const unsigned wishes = SPEECH_BIT(CHANGE) | SPEECH_BIT(VAGUE) | SPEECH_BIT(NEW_WORK) |
				SPEECH_BIT(QUESTION);
	enum { WORDS_MIN = 2 };
	enum item_kind kind = ITEM_CHANGE;
	struct model_said said;
	if (!c->u->items || x->to - x->from < WORDS_MIN || a->heard++ >= HEARD_MAX ||
	    x->flags & (CL_APPROVE | CL_DECISION) || is_procedure(d, x))
		return J_NOTHING;
	model_read_by(c->u->items, judge_features, d, x->from, x->to, &said);
	bool labelled = entry || a->label.len;
	if (model_sum(&said, wishes) < (labelled ? sure_entry : sure) || said.known < known_enough)
		return J_NOTHING;
	if (said.best == SPEECH_VAGUE)
		kind = ITEM_VAGUE;
	else if (said.best == SPEECH_NEW_WORK)
		kind = ITEM_OUT_OF_SCOPE;
	else if (said.best == SPEECH_QUESTION && d->sent[d->tok[x->from].sent].close == '?')
		kind = ITEM_QUESTION;
	add_item(c, a, x, kind, SLICE_LIT("model: a wish"));
	return J_ITEM;
}

enum judged
judge(struct context *c, struct above *a, const struct clause *x, bool question, bool entry)
{
	size_t had = c->r->items.len;
	drop_maybe(c, x);
	enum judged j = judge_rules(c, a, x, question, entry);
	if (c->r->items.len > had && judge_doubts(c, a, x)) {
		c->r->items.at[c->r->items.len - 1].doubted = true;
		return J_PLAIN;
	}
	if (j != J_PLAIN && j != J_NOTHING)
		return j;
	if (judge_learnt(c, a, x, entry) == J_ITEM)
		return J_ITEM;
	if (!question && !(x->flags & CL_DECISION && x->flags & CL_SELF) &&
	    !is_outside(c->d, x))
		add_maybe(c, a, x);
	return j;
}

void
judge_extend_last(struct context *c, const struct clause *x)
{
	const struct doc *d = c->d;
	struct said_item *item = &c->r->items.at[c->r->items.len - 1];
	struct slice rule = item->quote.rule;
	item->quote = doc_found_bytes(d, item->quote.start, quote_end(d, x), rule);
	item->quote.text = utf8_cut(item->quote.text, READING_SHORT_MAX);
	item->summary = trimmed(item->quote.text);
}
