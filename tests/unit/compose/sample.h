/* Values for every kind of mail in every language, as a day at the agency would give them. */
#ifndef DOCKET_TESTS_UNIT_COMPOSE_SAMPLE_H
#define DOCKET_TESTS_UNIT_COMPOSE_SAMPLE_H

#include "docket/compose/template.h"

extern const char *const sample_langs[4];
extern const char *const sample_kinds[32];

/* In pool. `t` gives the labels and questions. */
struct value *sample_values(const struct templates *t, struct pool *pool, const char *kind,
			    const char *lang);

#endif
