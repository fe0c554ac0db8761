/* Vague words as a client's glossary keeps them (P3): what is left of a phrase without its frame. */
#ifndef DOCKET_DOMAIN_GLOSSARY_H
#define DOCKET_DOMAIN_GLOSSARY_H

#include "docket/domain/phrases.h"

/*
 * "should feel a bit more premium" as "more premium": the words that carry no taste are left out,
 * so that the same wish in another sentence is the same phrase. A phrase of such
 * words only stays as it is. In pool.
 */
struct slice glossary_core(const struct phrases *p, struct pool *pool, struct slice phrase);

#endif
