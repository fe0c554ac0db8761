/*
 * What an answer of a closeout's questions would change in the file of a kit: a line of text put in
 * or replaced, so that comments and order of the file stay. Pure.
 */
#ifndef DOCKET_DOMAIN_KIT_CHANGE_H
#define DOCKET_DOMAIN_KIT_CHANGE_H

#include "docket/base/err.h"
#include "docket/base/vec.h"

enum kit_question_number {
	ASKED_AT_START = 1, /* a field's name at its head: required from now on; else a line to check */
	ASKED_AT_CHECKS,    /* a line of the checklist */
	ASKED_HOURS,        /* a number of hours */
};

struct kit_change {
	struct slice text; /* the file as it would be */
	struct slice diff; /* the change for people: "@@ qa @@", "-" and "+" lines */
};
/*
 * `file` is the kit's YAML as docket ships it: keys at the margin. 0, or -1 with ERR_REFUSED: the
 * words change nothing (no hours named, required already), or the file has no place for them.
 */
int kit_change(struct pool *pool, struct slice file, int64_t question, struct slice words,
               struct kit_change *out, struct err *e);

#endif
