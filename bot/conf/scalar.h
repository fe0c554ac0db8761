/*
 * One text of the file as what its row asks for: a line, a path, a word of a list, a number. What
 * is wrong goes to the schema's faults.
 */
#ifndef DOCKET_CONF_SCALAR_H
#define DOCKET_CONF_SCALAR_H

#include "schema.h"

/* One value on its way: the row, what it is called in faults, where it comes from and goes to. */
struct fill {
	const struct schema *s;
	const struct key *k;
	const char *name;
	const struct tree *t;
	char *base; /* of the innermost element */
};

/* What the row wants, in words. In the pool of the faults, as all texts here. */
const char *scalar_type(const struct schema *s, const struct key *k);
/* The fault of a key that stands there without a value. */
void scalar_empty(const struct fill *v, const struct tree *t);
/* t's text, one line, good by the row's own check; t is v->t or an item of it. NULL: a fault. */
const char *scalar_text(const struct fill *v, const struct tree *t);
/* The same as a path; a relative one starts in the folder of the schema. */
const char *scalar_path(const struct fill *v);
/* Number of t's word in the row's words, with the word; -1 after a fault. */
int scalar_choice(const struct fill *v, const struct tree *t, const char **word_out);
/* A whole number, for KEY_SIZE with a unit; false after a fault. */
bool scalar_number(const struct fill *v, int64_t *out);
bool scalar_real(const struct fill *v, double *out);

#endif
