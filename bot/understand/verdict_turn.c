/*
 * Turns of a reply that change what was said: something wished or doubted is given up in the same
 * breath, a question comes before the decision, a reason behind a question wishes nothing.
 */
#include "model.h"
#include "verdict.h"

/*
 * "I'd still have put the team first but you've convinced me", "I am not mad about the green but I
 * can live with it": beside a yes nothing is left of it.
 */
static void
concede(const struct verdict_view *v, size_t i, size_t before, act_list *acts)
{
	const unsigned given_up = ACT_BIT(ACT_WISH) | ACT_BIT(ACT_NEED) | ACT_BIT(ACT_HINT) |
				  ACT_BIT(ACT_DOUBT) | ACT_BIT(ACT_UNKNOWN);
	if (!doc_find_in(v->d, LEX_CONCEDED, &v->d->sent[i]) ||
	    v->sent_scope[i] & (SC_ORDER | SC_ASKED | SC_CONDITION))
		return;
	for (size_t a = before; a < acts->len; a++)
		if (ACT_BIT(acts->at[a].act) & given_up)
			acts->at[a].idle = true;
}

/*
 * "Before I say yes: does the price include the garage?" asks; "before I approve, can you change
 * the date?" wishes. What is asked first outweighs a wish, so it has to be a question without one.
 */
static void
ask_first(const struct verdict_view *v, size_t i, size_t before, act_list *acts)
{
	const struct doc *d = v->d;
	const struct match *m = doc_find_in(d, LEX_BEFORE, &d->sent[i]);
	struct model_said said;
	bool wish = false;
	if (!m || !(v->sent_scope[i] & SC_ASKED))
		return;
	for (size_t a = before; a < acts->len; a++)
		wish |= acts->at[a].act == ACT_WISH;
	model_read(v->c->u->model, d, m->tok_end, d->sent[i].tok_end, &said);
	if (wish && said.best != SPEECH_QUESTION && said.best != SPEECH_STATUS)
		return;
	for (size_t a = before; a < acts->len; a++)
		if (acts->at[a].act == ACT_WISH || acts->at[a].act == ACT_NEED)
			acts->at[a].act = ACT_QUESTION;
	struct found why = doc_found(d, m->tok, m->tok_end, match_rule(d, m));
	if (d != v->c->d)
		why.start = why.end = 0;
	VEC_ADD(acts, v->c->pool, ((struct act_said){.act = ACT_BEFORE, .why = why}));
}

/* "Who is the lady at 0:35? Because she is none of ours.": why it is asked, no wish. */
static void
explain(const struct verdict_view *v, size_t i, size_t before, act_list *acts)
{
	bool asked = before && acts->at[before - 1].act == ACT_QUESTION;
	if (!asked || !doc_at(v->d, LEX_REASON, v->d->sent[i].tok) ||
	    v->sent_scope[i] & (SC_ORDER | SC_PLEASE))
		return;
	for (size_t a = before; a < acts->len; a++)
		if (acts->at[a].act == ACT_NEED || acts->at[a].act == ACT_HINT)
			acts->at[a].act = ACT_QUESTION;
}

void
verdict_turn(const struct verdict_view *v, size_t sent, size_t before, bool postscript,
	     act_list *acts)
{
	if (!postscript) /* who adds it under his name means it */
		concede(v, sent, before, acts);
	ask_first(v, sent, before, acts);
	explain(v, sent, before, acts);
}
