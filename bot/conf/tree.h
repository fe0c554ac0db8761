/*
 * A YAML file as a tree of texts, lists and mappings, each with its place. libyaml ends here: no
 * type of its leaves tree.c. All scalars are text ("no" stays "no"); what they mean is the
 * business of the table of keys.
 */
#ifndef DOCKET_CONF_TREE_H
#define DOCKET_CONF_TREE_H

#include "fault.h"

enum tree_kind { TREE_EMPTY, TREE_TEXT, TREE_LIST, TREE_MAP };

enum {
	TREE_BYTES_MAX = 256 * 1024, /* of a file; 100 times a large one */
	TREE_DEPTH_MAX = 12,	     /* the deepest key stands at 5 */
	TREE_WIDTH_MAX = 500,	     /* entries of one list or mapping */
};

struct tree;
struct tree_pair {
	struct slice key;
	int line, col;
	const struct tree *value;
};
struct tree {
	enum tree_kind kind;
	int line, col;
	struct slice text; /* TREE_TEXT; NUL-terminated, line ends at its end left out */
	VEC(struct tree_pair) pairs;
	VEC(const struct tree *) items;
};

/*
 * Reads `text`. Adds faults for bad syntax, tabs, anchors, aliases, tags, duplicate keys, too deep
 * nesting. Returns 0 with the root, in the pool of f, or -1 when there is nothing to look at.
 */
int tree_read(struct slice text, struct faults *f, const struct tree **out);
/* The value of a key; NULL if t is NULL, no mapping, or has no such key. */
const struct tree *tree_get(const struct tree *t, const char *key);
/* What t is, in a person's words. */
const char *tree_kind_name(const struct tree *t);

#endif
