/* What a clause of feedback is: an item of some kind, praise, or nothing of it. */
#ifndef UNDERSTAND_JUDGE_H
#define UNDERSTAND_JUDGE_H

#include "clause.h"
#include "model.h"

enum {
	ABOUT_MAX = 240,
	LEVELS = 4,
	HEARD_MAX = 500 /* clauses of one mail that the weights are asked about */
};

/* What stands over the sentence that is being read. */
struct above {
	struct {
		uint16_t indent;
		struct slice text;
	} heading[LEVELS];
	size_t depth;
	struct slice label, noun; /* of the line; its words without "slide 4" */
	uint32_t line, para;
	size_t answers; /* inline answers passed */
	size_t heard;	/* clauses that the weights were asked about */
};

enum judged { J_NOTHING, J_PLAIN, J_PRAISE, J_ITEM };

/* Adds the clause to the reading as what it is. `entry`: it is one of a list, or has a label. */
enum judged judge(struct context *c, struct above *a, const struct clause *x, bool question,
		  bool entry);
/* "Could the logo be bigger?" is a wish, "Is the logo final?" a question. */
bool judge_asks_for_change(const struct doc *d, const struct clause *x);
bool judge_asks_if_possible(const struct doc *d, const struct clause *x); /* "Can it …" */
/* Takes the words up to the end of x into the item added last. */
void judge_extend_last(struct context *c, const struct clause *x);

/* judge_doubt.c: is the wish added last one that nobody who was learnt from has called so? */
bool judge_doubts(struct context *c, struct above *a, const struct clause *x);

/* judge_feature.c: the features of which templates/model/items.tsv was learnt. */
void judge_features(const struct doc *d, size_t from, size_t to, feature_fn *fn, void *arg);

#endif
