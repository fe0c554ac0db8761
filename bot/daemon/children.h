/* Child processes: the same program executed afresh, one socket each, restarted with back-off. */
#ifndef DOCKET_DAEMON_CHILDREN_H
#define DOCKET_DAEMON_CHILDREN_H

#include "docket/base/frame.h"

#include <sys/types.h>

enum {
	CHILD_FD = 3,                 /* where a child finds its socket */
	CHILD_EXTRA_FD = 4,           /* and what else it was given, if it was */
	READER_FRAME_MAX = 68 << 20,  /* the largest mail that is fetched whole, and a little */
	CHILD_ARGS = 6,
};
/* Frames of the reader. */
enum {
	READER_READ = 'R',   /* u64 id, u64 fallback time, u32 zone offset + 1440, bytes raw */
	READER_SAID = 'O',   /* u64 id, JSON to the end */
	READER_FAILED = 'E', /* u64 id, a sentence to the end */
};

struct child {
	const char *args[CHILD_ARGS]; /* subcommand and its words, NULL at the end */
	int extra_fd;                 /* a descriptor of ours it gets, or 0 */
	pid_t pid;                    /* 0: not running */
	struct frame_chan chan;
	int64_t restart_at;           /* monotonic ms: not before */
	int64_t started;
	int failures;                 /* in a row */
};

/* Starts the child; its socket is non-blocking on our side. */
int child_start(struct child *c, size_t frame_max, struct err *e);
/* Closes the socket; the child ends by itself. With kill_it at once. */
void child_stop(struct child *c, bool kill_it);
/* It has ended (or is broken): closes, and sets restart_at by back-off. */
void child_ended(struct child *c, int64_t mono);
bool child_due(const struct child *c, int64_t mono);

#endif
