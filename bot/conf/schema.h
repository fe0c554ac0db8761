/* Fills a struct from a file's tree by a table of keys; what is not set gets its default. */
#ifndef DOCKET_CONF_SCHEMA_H
#define DOCKET_CONF_SCHEMA_H

#include "key.h"
#include "tree.h"

struct schema {
	const struct key *keys;
	size_t count;
	const char *folder;    /* of relative paths, or NULL: kept as they are */
	struct faults *faults; /* its pool owns all texts */
};

/* Fills *whole (zeroed by the caller); every fault goes to s->faults. */
void schema_fill(const struct schema *s, const struct tree *root, void *whole);

#endif
