/*
 * What a reply to a review decides. A false approval is the worst that can happen here, so an
 * approval has to be said by the sender, of this work, now, without negation, condition, question
 * or other version, and nothing after it may take it back. In doubt it is none.
 */
#include "context.h"

enum stance {
	S_NONE,
	S_APPROVE,
	S_WEAK,
	S_COND_WORK,
	S_WAIT,
	S_CHANGE,
	S_REJECT,
	S_QUESTION,
	S_SUBJUNCTIVE
};

struct tally {
	size_t approve, weak, cond, wait, change, reject, question, again, aside, other_version;
	struct found why[VERDICT_COUNT];
	bool not_again, negated;
	size_t last_approve, last_retract; /* sentence + 1 */
	size_t last_change;
};

static bool
in_quotes(const struct doc *d, const struct match *m)
{
	for (size_t t = m->tok; t < m->tok_end; t++)
		if (!(d->tok[t].flags & TOK_QUOTED))
			return false;
	return true;
}

/* "v2" in the sentence, when another version is under review. */
static bool
other_version(const struct context *c, size_t from, size_t to, bool *same)
{
	const struct doc *d = c->d;
	bool other = false;
	*same = false;
	for (size_t t = from; t < to; t++) {
		struct slice w = doc_word(d, t);
		int64_t n;
		if (w.len < 2 || w.len > 3 || (w.data[0] | 32) != 'v' ||
		    !slice_int(slice_sub(w, 1, w.len), &n)) {
			if (!(d->tok[t].kind == TOK_NUMBER && t > from &&
			      doc_is(d, t - 1, "version")))
				continue;
			n = d->tok[t].value;
		}
		if (c->version && n != c->version)
			other = true;
		else
			*same = true;
	}
	return other;
}

static size_t
clause_start(const struct doc *d, size_t tok)
{
	size_t first = d->sent[d->tok[tok].sent].tok;
	while (tok > first && !(d->tok[tok].gap & (GAP_SEMI | GAP_DASH | GAP_COLON)) &&
	       !doc_at(d, LEX_CONTRAST, tok))
		tok--;
	return tok;
}

static size_t
clause_stop(const struct doc *d, size_t tok)
{
	size_t end = d->sent[d->tok[tok].sent].tok_end;
	tok++;
	while (tok < end && !(d->tok[tok].gap & (GAP_SEMI | GAP_DASH)) &&
	       !doc_at(d, LEX_CONTRAST, tok))
		tok++;
	return tok;
}

/* What an approving word says where it stands. */
static enum stance
weigh(const struct context *c, const struct match *m)
{
	const struct doc *d = c->d;
	const struct sentence *s = &d->sent[d->tok[m->tok].sent];
	size_t from = clause_start(d, m->tok), to = clause_stop(d, m->tok_end - 1);
	bool same;
	if (in_quotes(d, m) && s->tok_end - s->tok > m->tok_end - m->tok)
		return S_NONE;
	if (s->close == '?')
		return S_QUESTION;
	for (size_t t = from; t < to; t++) {
		const struct match *n = doc_at(d, LEX_NEGATION, t);
		/* "no changes, approved": a comma parts them; "not approved" does not */
		if (n && n->tok_end <= m->tok && m->tok - n->tok_end <= 4) {
			bool parted = false;
			for (size_t k = n->tok_end; k <= m->tok; k++)
				parted = parted || (d->tok[k].gap & GAP_COMMA);
			if (!parted)
				return S_CHANGE;
		}
		if (n && n->tok >= m->tok_end && n->tok - m->tok_end <= 1 &&
		    !(d->tok[n->tok].gap & GAP_COMMA))
			return S_CHANGE;
	}
	if (doc_find(d, LEX_OTHER_OBJECT, from, to))
		return S_NONE;
	if (other_version(c, from, to, &same))
		return S_NONE;
	const struct match *cond = doc_find_in(d, LEX_CONDITION, s);
	if (cond && doc_find(d, LEX_WOULD, from, to))
		return S_SUBJUNCTIVE;
	if (slice_is(match_arg(d, m), "if-negated"))
		return S_NONE;
	if (doc_find(d, LEX_OTHERS, s->tok, s->tok_end) ||
	    (doc_find(d, LEX_DEFER, from, to) && !doc_find_in(d, LEX_NOT_AGAIN, s)))
		return S_WAIT;
	if (cond)
		return S_COND_WORK;
	/* reported: "Jane approves": a name and a verb in the third person */
	if (slice_is(match_arg(d, m), "verb"))
		return m->tok > s->tok && (d->tok[m->tok - 1].flags & TOK_UPPER) &&
				       !doc_at(d, LEX_ARTICLE, m->tok - 1)
			       ? S_WAIT
			       : S_NONE;
	return slice_is(match_arg(d, m), "weak") ? S_WEAK : S_APPROVE;
}

static void
note(struct tally *t, const struct context *c, const struct match *m, enum verdict v)
{
	if (!t->why[v].text.len)
		t->why[v] = doc_found(c->d, m->tok, m->tok_end, match_rule(c->d, m));
}

static void
tally_approve(struct context *c, struct tally *t, const struct match *m)
{
	size_t sent = c->d->tok[m->tok].sent + 1;
	switch (weigh(c, m)) {
	case S_APPROVE:
		t->approve++;
		t->last_approve = sent;
		note(t, c, m, VERDICT_APPROVE);
		break;
	case S_WEAK:
		t->weak++;
		t->last_approve = sent;
		note(t, c, m, VERDICT_APPROVE);
		break;
	case S_COND_WORK:
		t->cond++;
		note(t, c, m, VERDICT_APPROVE_WITH_CHANGES);
		break;
	case S_WAIT:
		t->wait++;
		note(t, c, m, VERDICT_NONE);
		break;
	case S_CHANGE:
		t->negated = true;
		note(t, c, m, VERDICT_CHANGES);
		break;
	case S_SUBJUNCTIVE:
		t->change++;
		note(t, c, m, VERDICT_CHANGES);
		break;
	case S_QUESTION:
		t->question++;
		note(t, c, m, VERDICT_QUESTION);
		break;
	case S_NONE:
	case S_REJECT: break;
	}
}

static void
tally_match(struct context *c, struct tally *t, const struct match *m)
{
	const struct doc *d = c->d;
	const struct sentence *s = &d->sent[d->tok[m->tok].sent];
	size_t sent = d->tok[m->tok].sent + 1;
	if (doc_at(d, LEX_GREETING, s->tok) && s->tok_end - s->tok <= 4 && s->first_in_line)
		return; /* "Guten Morgen" is no date to decide on */
	switch (m->class) {
	case LEX_APPROVE: tally_approve(c, t, m); break;
	case LEX_REJECT:
		if (in_quotes(d, m) || s->close == '?')
			break;
		{
			bool same;
			if (other_version(c, s->tok, s->tok_end, &same))
				break;
		}
		t->reject++;
		note(t, c, m, VERDICT_REJECT);
		break;
	case LEX_RETRACT: t->last_retract = sent; break;
	case LEX_AGAIN:
		if (!doc_find_in(d, LEX_NOT_AGAIN, s))
			t->again++;
		note(t, c, m, VERDICT_CHANGES);
		break;
	case LEX_NOT_AGAIN: t->not_again = true; break;
	case LEX_DEFER:
	case LEX_OTHERS:
		if (doc_find_in(d, LEX_NOT_AGAIN, s))
			break;
		t->wait++;
		note(t, c, m, VERDICT_NONE);
		break;
	case LEX_ASIDE: t->aside++; break;
	default: break;
	}
}

static enum verdict
decide(struct context *c, struct tally *t)
{
	size_t changes = 0, questions = 0, valid_from = 0;
	/* "Earlier I wrote … Forget that, it is approved": what stands before is taken back */
	if (t->last_retract && t->last_approve >= t->last_retract)
		valid_from = c->d->sent[t->last_retract - 1].start;
	for (size_t i = 0; i < c->r->items.len; i++) {
		enum item_kind k = c->r->items.at[i].kind;
		if (c->r->items.at[i].quote.start < valid_from)
			continue;
		if (k == ITEM_QUESTION)
			questions++;
		else
			changes++;
	}
	if (t->last_retract) {
		/* what was said before no longer holds */
		if (t->last_approve && t->last_approve < t->last_retract)
			t->approve = t->weak = 0;
		else
			t->negated = false, t->wait = 0, t->reject = 0;
	}
	bool yes = t->approve > 0, work = changes + t->change > 0;
	if (t->reject && !t->negated && !(work && t->again && !yes))
		return yes ? VERDICT_NONE : VERDICT_REJECT; /* both: somebody has to ask */
	if (t->negated && !yes && !t->cond)
		return t->wait && !work ? VERDICT_NONE : VERDICT_CHANGES;
	if (t->again && (work || yes))
		return VERDICT_CHANGES;
	if (t->wait && (yes || t->cond || !work))
		return VERDICT_NONE;
	if (t->cond)
		return VERDICT_APPROVE_WITH_CHANGES;
	if (t->negated && yes)
		return work ? VERDICT_CHANGES : VERDICT_NONE;
	if (yes || (t->not_again && !t->weak)) {
		if (work)
			return VERDICT_APPROVE_WITH_CHANGES;
		if ((questions || t->question) && !t->aside)
			return VERDICT_QUESTION;
		return yes ? VERDICT_APPROVE : VERDICT_NONE;
	}
	if (t->weak) {
		if (work)
			return VERDICT_APPROVE_WITH_CHANGES;
		if (questions || t->question)
			return VERDICT_QUESTION;
		return c->review ? VERDICT_APPROVE : VERDICT_NONE;
	}
	if (work)
		return VERDICT_CHANGES;
	if (questions || t->question)
		return VERDICT_QUESTION;
	return VERDICT_NONE;
}

void
verdict_read(struct context *c)
{
	struct tally t = {0};
	const struct doc *d = c->d;
	if (c->mail->class != MAIL_HUMAN && c->mail->class != MAIL_LIST)
		return;
	for (size_t i = 0; i < d->match_count; i++)
		tally_match(c, &t, &d->match[i]);
	c->r->verdict = decide(c, &t);
	c->r->verdict_why = t.why[c->r->verdict];
	if (c->r->verdict == VERDICT_APPROVE && doc_find(d, LEX_SARCASM, 0, d->tok_count))
		c->r->verdict = VERDICT_NONE;
	if (!c->r->verdict_why.text.len && c->r->items.len && c->r->verdict != VERDICT_NONE)
		c->r->verdict_why = c->r->items.at[0].quote;
}
