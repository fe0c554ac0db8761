/*
 * What a mail does as a whole, judged by weights that were learnt from whole mails: the rules say
 * what each clause does, the weights what such clauses come to together. They know the rules' own
 * answer and speak beside it. Learnt from tests/corpus/train/decisions and the intake sets (`make
 * model`).
 *
 * Kinds of features (the letter before the colon in templates/model/decision.tsv and intent.tsv):
 * both: w a word, b two words, l how long, q how many questions, i kinds of items and how many,
 *   v the rules' verdict, r the row of its table, or the rules' intent;
 * of a decision: a acts, f the first, e the last of them, s what templates/model/sentences.tsv
 *   makes of the sentences and p how surely, m of the last, z and j the same of the clauses;
 * of an intent: t and u words of the subject, g circumstances, n how many fields, k kinds of words,
 *   y what else it might be to the rules.
 */
#ifndef UNDERSTAND_WHOLE_H
#define UNDERSTAND_WHOLE_H

#include "model.h"
#include "verdict.h"

enum whole { WHOLE_DECISION, WHOLE_INTENT, WHOLE_COUNT };
extern const struct model_kinds whole_kinds[WHOLE_COUNT]; /* enum verdict, enum intent */

/* What is known when the rules have answered; seen, acts and row are those of a decision. */
struct whole_view {
	const struct context *c;
	enum whole what;
	const struct verdict_view *seen;
	const act_list *acts;
	const char *row;
	const int *score; /* of each intent, by the rules */
};

/* Who wants the features instead of an answer: the trainer (tests/train/whole.c). */
struct whole_ear {
	void (*hear)(void *arg, enum whole what, const struct feature *f);
	void *arg;
};

/*
 * Changes the verdict or the intent of the reading where the weights are sure of another. The first
 * gives the rule to name then, or nothing; the second names it.
 */
struct slice whole_decision(const struct verdict_view *seen, const act_list *acts, const char *row);
void whole_intent(struct context *c, const int score[INTENT_COUNT]);

#endif
