/* What the tests of the domain share: the built-in phrases. */
#ifndef DOCKET_TESTS_UNIT_DOMAIN_PHRASES_H
#define DOCKET_TESTS_UNIT_DOMAIN_PHRASES_H

#include "check.h"
#include "docket/domain/phrases.h"

const struct phrases *sample_phrases(void);

#endif
