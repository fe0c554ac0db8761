/*
 * The table of names each kind of mail is given: templates may use these and no others, callers
 * fill them. A list has names of its own for its elements.
 */
#ifndef DOCKET_COMPOSE_TPL_NAMES_H
#define DOCKET_COMPOSE_TPL_NAMES_H

#include "docket/base/slice.h"

enum tpl_type { TPL_TEXT, TPL_INT, TPL_FLAG, TPL_DATE, TPL_LIST };

struct tpl_name {
	const char *name; /* NULL ends a table */
	enum tpl_type type;
	const struct tpl_name *items; /* of a list */
};

struct tpl_kind {
	const char *kind;
	const struct tpl_name *names;
};

enum { TPL_KINDS = 32 };
extern const struct tpl_kind tpl_names_kinds[TPL_KINDS];

int tpl_names_kind(struct slice kind); /* index, or -1 */
const struct tpl_name *tpl_names_find(const struct tpl_name *names, struct slice name);
const char *tpl_names_type(enum tpl_type type); /* "a text", "a list" … */

#endif
