/* The inside of a value tree, for the files of compose that read it. */
#ifndef DOCKET_COMPOSE_VALUE_TREE_H
#define DOCKET_COMPOSE_VALUE_TREE_H

#include "docket/compose/value.h"

enum value_kind { VALUE_TEXT, VALUE_INT, VALUE_FLAG, VALUE_DATE, VALUE_LIST };

struct value_entry {
	const char *name;
	enum value_kind kind;
	struct slice text;
	int64_t number; /* or the flag */
	struct civil when;
	const char *zone;
	VEC(struct value *) items;
};

struct value {
	struct pool *pool;
	VEC(struct value_entry) entries;
};

/* NULL if v has no such name. */
const struct value_entry *value_get(const struct value *v, const char *name);

#endif
