/*
 * What a reply to a review decides. A false approval is the worst that can happen here, so an
 * approval has to be said by the sender, of this work, now, without negation, condition, question
 * or other version, and nothing after it may take it back. In doubt it is none. verdict_acts.c
 * tells what the clauses do; here the acts of the whole mail are combined by one table.
 */
#include "whole.h"

#define A(name) ACT_BIT(ACT_##name)

/* First row all of whose `need` are said and none of whose `without`. */
static const struct {
	unsigned need, without;
	enum verdict verdict;
	const char *name;
} table[] = {
	{A(MACHINE), 0, VERDICT_NONE, "a machine answers"},
	{A(VOID), A(APPROVE) | A(COND), VERDICT_NONE, "no answer to the review"},
	{A(REJECT) | A(APPROVE), 0, VERDICT_NONE, "a yes and a no"},
	{A(REJECT) | A(WISH) | A(AGAIN), 0, VERDICT_CHANGES, "thrown out, changed, seen again"},
	{A(REJECT), 0, VERDICT_REJECT, "rejected"},
	{A(NO) | A(APPROVE), 0, VERDICT_NONE, "a yes and a no"},
	{A(NO), A(WISH) | A(COND), VERDICT_REJECT, "no"},
	{A(DENY) | A(APPROVE) | A(WISH), 0, VERDICT_CHANGES, "yes, no, and wishes"},
	{A(DENY) | A(APPROVE), 0, VERDICT_NONE, "a yes and a not yet"},
	{A(DENY) | A(WAIT), A(WISH) | A(COND), VERDICT_NONE, "not yet, and waits"},
	{A(DENY), A(COND), VERDICT_CHANGES, "not approved"},
	{A(BEFORE) | A(QUESTION), A(APPROVE) | A(COND), VERDICT_QUESTION, "a question first"},
	{A(AGAIN) | A(APPROVE), 0, VERDICT_CHANGES, "wants to see it again"},
	{A(AGAIN) | A(COND), 0, VERDICT_CHANGES, "wants to see it again"},
	{A(AGAIN) | A(WISH), 0, VERDICT_CHANGES, "wishes, and wants to see it again"},
	{A(WAIT) | A(APPROVE), A(WISH), VERDICT_NONE, "a yes that waits"},
	{A(WAIT) | A(COND), A(WISH), VERDICT_NONE, "a yes that waits"},
	{A(WAIT) | A(WISH), A(NOT_AGAIN), VERDICT_CHANGES, "wishes, and waits"},
	{A(WAIT), A(WISH) | A(QUESTION) | A(AGAIN), VERDICT_NONE, "waits"},
	{A(WOULD), 0, VERDICT_CHANGES, "would approve"},
	{A(COND), 0, VERDICT_APPROVE_WITH_CHANGES, "a yes once it is changed"},
	{A(APPROVE) | A(WISH) | A(RETRACT) | A(DOUBT), 0, VERDICT_CHANGES,
	 "a yes taken back, and wishes"},
	{A(APPROVE) | A(WISH), 0, VERDICT_APPROVE_WITH_CHANGES, "a yes and wishes"},
	{A(NOT_AGAIN) | A(WISH), 0, VERDICT_APPROVE_WITH_CHANGES, "wishes, not to be seen again"},
	{A(WISH), 0, VERDICT_CHANGES, "wishes"},
	{A(AGAIN), A(QUESTION), VERDICT_CHANGES, "wants to see it again"},
	{A(APPROVE) | A(DOUBT), 0, VERDICT_NONE, "a yes in doubt"},
	{A(APPROVE) | A(QUESTION), A(ASIDE), VERDICT_QUESTION, "a yes and a question"},
	{A(APPROVE), 0, VERDICT_APPROVE, "a yes"},
	{A(RETRACT) | A(DOUBT), A(WAIT), VERDICT_CHANGES, "a yes taken back"},
	{A(QUESTION), 0, VERDICT_QUESTION, "a question"},
	{A(AFTER), 0, VERDICT_QUESTION, "a question"},
	{A(THEIRS), 0, VERDICT_NONE, "a yes of others"},
	{A(NOD), A(UNKNOWN) | A(DOUBT) | A(ELSEWHERE) | A(RETRACT), VERDICT_APPROVE, "a nod"},
	{0, 0, VERDICT_NONE, "no decision"},
};

enum {
	/* what a retraction takes back, and what a yes after a retraction does */
	YES = A(APPROVE) | A(NOD) | A(LETS_GO) | A(ACK) | A(COND),
	AGAINST = A(WISH) | A(NEED) | A(HINT) | A(DENY) | A(WAIT) | A(REJECT) | A(NO) | A(AGAIN) |
		  A(DOUBT) | A(UNKNOWN),
	/* beside these, what may be a wish is none */
	NO_HINT = A(APPROVE) | A(WAIT) | A(ELSEWHERE) | A(VOID) | A(QUESTION) | A(THEIRS),
	/* beside these, a yes in words that no phrase knows is none */
	NO_LETS_GO = A(UNKNOWN) | A(DOUBT) | A(ELSEWHERE) | A(THEIRS) | A(RETRACT) | A(WAIT) |
		     A(DENY) | A(WOULD) | A(REJECT) | A(NO) | A(AGAIN) | A(HINT) | A(NEED) |
		     A(VOID) | A(QUESTION)
};

/* The acts that hold in the end, as bits. */
static unsigned
settle(const act_list *acts)
{
	size_t retract = acts->len, last_yes = acts->len;
	unsigned said = 0, taken_back = 0;
	bool wished = false, faulted = false;
	for (size_t i = 0; i < acts->len; i++)
		wished |= acts->at[i].act == ACT_WISH && !acts->at[i].idle;
	for (size_t i = 0; i < acts->len; i++) {
		if (acts->at[i].act == ACT_RETRACT)
			retract = i;
		if (acts->at[i].act == ACT_APPROVE && !(wished && acts->at[i].learnt))
			last_yes = i;
	}
	/* "Earlier I wrote ... Forget that, it is approved": the later holds either way */
	if (retract < acts->len)
		taken_back = last_yes < acts->len && last_yes > retract ? AGAINST : YES;
	for (size_t i = 0; i < acts->len; i++) {
		unsigned a = ACT_BIT(acts->at[i].act);
		bool grumbled = last_yes < acts->len &&
				((a == A(DOUBT) && i < last_yes) || acts->at[i].idle);
		bool unsure = a == A(APPROVE) && wished && acts->at[i].learnt;
		if (!(i < retract && a & taken_back) && !grumbled && !unsure) {
			said |= a;
			faulted |= acts->at[i].fault;
		}
	}
	if (said & A(LETS_GO) && !(said & NO_LETS_GO))
		said |= A(APPROVE);
	/* "It still says Monday, we're closed on Mondays. But print it." */
	if (faulted && said & (A(APPROVE) | A(NOD)))
		said |= A(WISH);
	/* "I want our chairman to see it" beside "you will hear from us" is no wish for the work */
	/* nor "ours says 38,500" behind "where does the figure come from?" */
	if (said & A(NEED) && (!(said & (A(WAIT) | A(BEFORE))) || said & (A(APPROVE) | A(COND))))
		said |= A(WISH);
	bool yes_gone = retract < acts->len && last_yes < retract;
	if (said & A(HINT) && !(said & NO_HINT) && !yes_gone)
		said |= A(WISH);
	return said;
}

/* A postscript below the signature, or what takes back, is cut off with it, and counts last. */
static struct slice
postscript(struct context *c)
{
	enum { SIGNATURE_MAX = 4 * 1024 };
	struct slice sign = slice_sub(c->mail->signature, 0, SIGNATURE_MAX);
	const struct doc *d = doc_new(c->u, c->pool, sign, c->d->lang);
	for (size_t i = 0; i < d->sent_count; i++)
		if (d->sent[i].tok < d->sent[i].tok_end &&
		    (doc_at(d, LEX_POSTSCRIPT, d->sent[i].tok) ||
		     doc_find_in(d, LEX_RETRACT, &d->sent[i])))
			return slice_sub(sign, d->sent[i].start, sign.len);
	return SLICE_NONE;
}

static const enum act why_act[VERDICT_COUNT][4] = {
	[VERDICT_NONE] = {ACT_WAIT, ACT_ELSEWHERE, ACT_THEIRS, ACT_VOID},
	[VERDICT_APPROVE] = {ACT_APPROVE, ACT_LETS_GO, ACT_NOD, ACT_NOD},
	[VERDICT_APPROVE_WITH_CHANGES] = {ACT_COND, ACT_APPROVE, ACT_LETS_GO, ACT_WISH},
	[VERDICT_CHANGES] = {ACT_DENY, ACT_WISH, ACT_AGAIN, ACT_AGAIN},
	[VERDICT_REJECT] = {ACT_REJECT, ACT_NO, ACT_NO, ACT_NO},
	[VERDICT_QUESTION] = {ACT_QUESTION, ACT_AFTER, ACT_AFTER, ACT_AFTER},
};

static struct found
why(const struct context *c, const act_list *acts, enum verdict v)
{
	for (size_t k = 0; k < COUNT(why_act[v]); k++)
		for (size_t i = 0; i < acts->len; i++)
			if (acts->at[i].act == why_act[v][k] && acts->at[i].why.rule.len)
				return acts->at[i].why;
	if (c->r->items.len && v != VERDICT_NONE)
		return c->r->items.at[0].quote;
	return (struct found){.start = 0};
}

void
verdict_read(struct context *c)
{
	act_list acts = {0};
	struct verdict_view view;
	if (c->mail->class != MAIL_HUMAN && c->mail->class != MAIL_LIST)
		return;
	verdict_acts(c, c->d, &acts, &view);
	struct slice ps = postscript(c);
	if (ps.len)
		verdict_acts(c, doc_new(c->u, c->pool, ps, c->d->lang), &acts, NULL);
	unsigned said = settle(&acts);
	if (c->mail->text.len > DOC_TEXT_MAX) /* nobody has read the rest */
		said |= A(DOUBT);
	size_t row = 0;
	while ((table[row].need & ~said) || (table[row].without & said) ||
	       (said & A(NOD) && table[row].need == A(NOD) && !c->review))
		row++;
	c->r->verdict = table[row].verdict;
	/* who passes on another's words decides nothing, but his wishes are wishes */
	if (c->forwarded && c->r->verdict != VERDICT_NONE)
		c->r->verdict = said & A(WISH) ? VERDICT_CHANGES : VERDICT_NONE;
	for (size_t i = 0; i < acts.len; i++) {
		struct found f = acts.at[i].why;
		f.rule = pool_slicef(c->pool, "%s%s%.*s", act_names[acts.at[i].act],
				     f.rule.len ? ": " : "", SLICE_ARG(f.rule));
		VEC_ADD(&c->r->acts, c->pool, f);
	}
	c->r->verdict_row = slice_of(table[row].name);
	struct slice rule = view.d && !ps.len && !(said & A(VOID))
				    ? whole_decision(&view, &acts, table[row].name)
				    : SLICE_NONE;
	c->r->verdict_why = why(c, &acts, c->r->verdict);
	if (rule.len) {
		for (size_t i = 0; i < acts.len && !c->r->verdict_why.text.len; i++)
			c->r->verdict_why = acts.at[i].why;
		c->r->verdict_why.rule = rule;
	}
}
