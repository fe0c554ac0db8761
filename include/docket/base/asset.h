/* Files of templates/ and config/kits/ that are built into the program, by their path in the tree. */
#ifndef DOCKET_BASE_ASSET_H
#define DOCKET_BASE_ASSET_H

#include "docket/base/slice.h"

struct asset {
	const char *path; /* "templates/en/mail/prompt.txt" */
	struct slice text;
};

/* All of them, sorted by path; *count_out entries. */
const struct asset *asset_all(size_t *count_out);
const struct asset *asset_find(const char *path); /* NULL if there is none */

#endif
