/* A client's vague words: what they meant last time is offered, what they mean now is kept (P3). */
#ifndef DOCKET_INTAKE_GLOSSARY_H
#define DOCKET_INTAKE_GLOSSARY_H

#include "ctx.h"

#include "docket/store/revisions.h"

/* The vague phrases of an item, or of the reading itself with r NULL; cores, each once. */
void glossary_phrases(const struct intake *in, struct pool *pool, const struct reading *from,
                      const struct revision *r, slice_list *out);
/*
 * What to ask about these phrases: the usual choice, or what one of them meant last time. *known_out is
 * that meaning, or empty.
 */
int glossary_ask(struct intake *in, struct pool *pool, int64_t client, const slice_list *phrases,
                 const char *lang, struct slice *ask_out, struct slice *known_out, struct err *e);
/*
 * What an answer to that question means: their words, or the known meaning where they say yes. Empty
 * where it is a bare no.
 */
struct slice glossary_hear(const struct intake *in, struct pool *pool, struct slice text,
                           struct slice known);
int glossary_learn(struct ctx *c, const slice_list *phrases, struct slice meaning, struct err *e);

/* The numbered answer to that question in a brief's prompt. 1 learned, 0 there is none, -1. */
int glossary_of_prompt(struct ctx *c, const struct job *j, struct err *e);

#endif
