/* "Start like ACME-017": which earlier job a request wants to be modelled on. Pure. */
#ifndef DOCKET_DOMAIN_LIKE_H
#define DOCKET_DOMAIN_LIKE_H

#include "docket/domain/phrases.h"

/*
 * The next docket number in text, at or behind *at, that stands close behind a word of likeness in
 * one of our languages ("like", "same as", "wie", "comme", "como", "based on") and is not denied.
 * *at moves past it.
 */
bool like_next(const struct phrases *p, struct slice text, size_t *at, struct slice *ref_out);

#endif
