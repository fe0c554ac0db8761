/*
 * `docket rebuild`: plays the input log of a data folder into a new one, by the clock that is
 * recorded there, sends nothing, and compares both.
 */
#ifndef DOCKET_DAEMON_REBUILD_H
#define DOCKET_DAEMON_REBUILD_H

#include "docket/daemon/desk.h"
#include "docket/store/origin.h"

/*
 * Reads a raw mail again, where the reading that was used is kept no more. Its answer is the
 * reading, or empty and why in `fault`. For programs that read in their own process, as tests do.
 */
typedef int rebuild_reader(void *arg, struct slice raw, int64_t fallback, struct str *json,
			   struct str *fault, struct err *e);
struct rebuild_how {
	const char *conf;     /* path of the configuration, or NULL: found as always */
	const char *into;     /* the folder to make; it may be there if it is empty */
	rebuild_reader *read; /* NULL: the reader child */
	void *read_arg;
};
struct rebuilt {
	int64_t inputs, failed; /* played; which could not be done again */
	struct compared tables;
	int blobs_missing;
	struct str report; /* a line for everything that is not as it was */
};
/*
 * Fills *out, whose report the caller clears, also on failure. -1: nothing was made; but a folder
 * INTO.part may be left, which says that it is unfinished by its name. ERR_REFUSED: the folder is
 * not empty, or the log does not begin with the first input.
 */
int rebuild_run(const struct rebuild_how *how, struct rebuilt *out, struct err *e);

#endif
