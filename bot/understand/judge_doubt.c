/* Clauses that a rule takes for a wish, heard again by the weights of templates/model/items.tsv. */
#include "judge.h"

/* "Straighten the horizon.", "the logo must be larger" */
static bool
is_ordered(const struct doc *d, const struct clause *x)
{
	const struct match *verb = doc_at(d, LEX_CHANGE, x->body);
	if (!clause_imperative(d, x->body))
		return x->flags & CL_TOPIC && x->flags & CL_MODAL;
	const struct match *m = doc_at(d, LEX_ARTICLE, verb->tok_end);
	return x->flags & CL_TOPIC || (m && slice_is(match_arg(d, m), "the"));
}

/* Is what a rule takes for a change one that nobody who was learnt from has called so? */
bool
judge_doubts(struct context *c, struct above *a, const struct clause *x)
{
	static const float hardly = 0.30f, known_enough = 0.30f;
	const unsigned wishes = SPEECH_BIT(CHANGE) | SPEECH_BIT(VAGUE) | SPEECH_BIT(NEW_WORK) |
				SPEECH_BIT(QUESTION);
	struct model_said said;
	/* who agrees or keeps says little, and what it is about tells the rest of the round */
	bool ordered = is_ordered(c->d, x);
	if (!c->u->items || ordered ||
	    x->flags & (CL_AGREE | CL_KEEP | CL_CONDITION | CL_PLEASE | CL_CORRECT) ||
	    a->heard++ >= HEARD_MAX || c->r->items.at[c->r->items.len - 1].kind != ITEM_CHANGE)
		return false;
	model_read_by(c->u->items, judge_features, c->d, x->from, x->to, &said);
	return model_sum(&said, wishes) < hardly && said.known >= known_enough;
}
