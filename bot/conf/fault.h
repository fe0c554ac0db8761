/* All faults of one file, gathered first and shown at once: place, sentence, line, caret. */
#ifndef DOCKET_CONF_FAULT_H
#define DOCKET_CONF_FAULT_H

#include "docket/base/err.h"
#include "docket/base/str.h"
#include "docket/base/vec.h"

enum {
	FAULT_MAX = 50,	     /* shown; a file with more is not a configuration */
	FAULT_VALUE_MAX = 60 /* bytes of a wrong value that are quoted */
};

struct fault {
	int line, col; /* from 1; columns are characters */
	const char *text;
};
struct fault_secret {
	int line, col, last; /* lines, the first from col on */
};
struct faults {
	struct pool *pool;
	const char *path;
	struct slice source;
	VEC(struct fault) all;
	VEC(struct fault_secret) secrets;
	size_t left_off;
};

void fault_init(struct faults *f, struct pool *pool, const char *path, struct slice source);
void fault_add(struct faults *f, int line, int col, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* Lines [line, last] are shown as asterisks, the first from `col` on. */
void fault_hide(struct faults *f, int line, int col, int last);
/* Whether what stands behind this word is a secret. */
bool fault_is_secret(struct slice key);

/*
 * 0 if there is none. Else -1 with ERR_CONFIG and the first by place in e, and all of them added
 * to `out` (may be NULL). What was hidden, and what stands on a line behind a key like "password",
 * is shown as asterisks.
 */
int fault_report(struct faults *f, struct str *out, struct err *e);

/*
 * The word of `words` (blank-separated) a person most likely meant, in pool, or NULL. At most one
 * slip (insert, leave out, change, swap) per three letters counts as likely.
 */
const char *fault_nearest(struct pool *pool, struct slice word, const char *words);
/* A value for quoting in a fault: one line, clean UTF-8, cut to FAULT_VALUE_MAX. In pool. */
const char *fault_quote(struct pool *pool, struct slice value);

#endif
