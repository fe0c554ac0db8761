/* What parse, date and consolidate share: lexicons and kits from the built-in files, one mail read.
 */
#ifndef CLI_READING_TOOLS_H
#define CLI_READING_TOOLS_H

#include "docket/understand/reading.h"

enum { CLI_MESSAGE_MAX = 64 * 1024 * 1024 };

/* Lexicons and kits as built in. -1 with ERR_CONFIG. */
int reading_tools_open(struct understanding **out, struct err *e);
/* Reads the file (or "-") and what it says. The reading lives in pool. Returns 0, or -1. */
int reading_tools_read(const struct understanding *u, struct pool *pool, const char *path,
		       const slice_list *own, struct reading **out, struct err *e);
/* Prints "docket VERB: TEXT" and returns the exit status that stands for e. */
int reading_tools_fail(const char *verb, const struct err *e);

#endif
