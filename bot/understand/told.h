/* The second opinion on what a clause of a brief tells: fields_learnt.c. */
#ifndef UNDERSTAND_TOLD_H
#define UNDERSTAND_TOLD_H

#include "context.h"
#include "model.h"

/* The features of which templates/model/brief.tsv was learnt. */
void told_features(const struct doc *d, size_t from, size_t to, feature_fn *fn, void *arg);
/* The clause that most surely tells the objective, or the audience, when no rule found one. */
void field_learnt(struct context *c, enum field field);

#endif
