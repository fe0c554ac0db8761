/*
 * What the weights of templates/model/items.tsv look at: the features of model_feature.c, and what
 * the rules make of the clause, so that what the rules weigh too lightly is weighed anew. The
 * trainer calls the same function.
 */
#include "judge.h"

static const struct {
	unsigned flag;
	const char *name;
} flags[] = {
	{CL_IMPERATIVE, "imperative"},
	{CL_NEED, "need"},
	{CL_TOPIC, "topic"},
	{CL_BACK, "back"},
	{CL_PRAISE, "praise"},
	{CL_KEEP, "keep"},
	{CL_ASK, "ask"},
	{CL_VAGUE, "vague"},
	{CL_NEW, "new"},
	{CL_AGREE, "agree"},
	{CL_APPROVE, "approve"},
	{CL_PLEASE, "please"},
	{CL_SELF, "self"},
	{CL_CONDITION, "cond"},
	{CL_MODAL, "modal"},
	{CL_DECISION, "decision"},
	{CL_WEAK, "weak"},
};

/* Kinds of words, in whichever language. */
static const struct {
	enum lex_class class;
	const char *name;
} kinds[] = {
	{LEX_TARGET, "target"},	    {LEX_CONCEPT, "concept"}, {LEX_SENSE, "sense"},
	{LEX_NEED, "need"},	    {LEX_CHANGE, "change"},   {LEX_PLEASE, "please"},
	{LEX_PRAISE, "praise"},	    {LEX_SELF, "self"},	      {LEX_PRONOUN, "pronoun"},
	{LEX_DECISION, "decision"}, {LEX_OUTSIDE, "outside"}, {LEX_BECOMES, "becomes"},
	{LEX_INSTEAD, "instead"},   {LEX_EXTRA, "extra"},     {LEX_SYNONYM, "synonym"},
	{LEX_GREETING, "greeting"}, {LEX_CLOSING, "closing"}, {LEX_DATE, "date"},
	{LEX_PART, "part"},	    {LEX_NEGATION, "not"},    {LEX_ASKS, "asks"},
};

void
judge_features(const struct doc *d, size_t from, size_t to, feature_fn *fn, void *arg)
{
	if (from >= to)
		return;
	struct clause x = clause_read(d, from, to);
	const char *has[COUNT(kinds)];
	const struct feature_out o = {fn, arg};
	size_t n = 0, end;
	model_features(d, from, to, fn, arg);
	for (size_t i = 0; i < COUNT(flags); i++) {
		if (!(x.flags & flags[i].flag))
			continue;
		feature_give(&o, 'f', flags[i].name, NULL);
		for (size_t k = 0; k < i; k++)
			if (x.flags & flags[k].flag)
				feature_give(&o, 'f', flags[k].name, flags[i].name);
	}
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (doc_find(d, kinds[i].class, from, to))
			has[n++] = kinds[i].name;
	for (size_t i = 0; i < n; i++) {
		feature_give(&o, 'g', has[i], NULL);
		for (size_t k = 0; k < i; k++)
			feature_give(&o, 'g', has[k], has[i]);
	}
	/* how it opens, in kinds */
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (doc_at(d, kinds[i].class, x.body))
			feature_give(&o, 'o', kinds[i].name, NULL);
	if (doc_at(d, LEX_ARTICLE, x.body))
		feature_give(&o, 'o', "article", NULL);
	for (size_t t = from; t < to; t++)
		if (clause_part_at(d, t, &end)) {
			feature_give(&o, 'g', "place", NULL);
			break;
		}
	for (size_t t = from; t < to; t++)
		if (d->tok[t].kind == TOK_NUMBER) {
			feature_give(&o, 'g', "number", NULL);
			break;
		}
}
