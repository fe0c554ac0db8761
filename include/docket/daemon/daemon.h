/*
 * The main process (DESIGN D3): one loop with one place that sleeps, children for all that blocks
 * or may crash, a control socket for the shell.
 */
#ifndef DOCKET_DAEMON_DAEMON_H
#define DOCKET_DAEMON_DAEMON_H

#include "docket/daemon/desk.h"

/* Runs until SIGTERM, or with `once` until all mail is fetched, applied and what is due is sent.
 * Returns 0; -1 when it had to stop; 1 (once only) when a mailbox could not be read. */
int daemon_run(struct desk *d, bool once, struct err *e);

/* The body of `docket reader-child`, speaking frames on fd 3. */
int reader_child(int argc, char **argv);
/* The body of `docket http-child`: frames on fd 3, the listening socket on fd 4. */
int http_child(int argc, char **argv);
/*
 * What it does with one mail: raw bytes in, the reading as JSON out. For programs that may read in
 * their own process, as tests do; the daemon never does.
 */
struct reader_order {
	const struct understanding *understanding;
	const slice_list *own; /* addresses of docket itself */
	struct slice raw;
	int64_t fallback; /* the time to use for a mail without Date */
	int offset;       /* of the agency's zone then, minutes east of UTC */
};
int reader_read_mail(const struct reader_order *o, struct pool *pool, struct str *out,
                     struct err *why);
/* For the sandbox test: tries one forbidden act inside the sandbox. Returns only if it worked. */
int sandbox_probe(const char *act);

/* A command of the shell, through DATA/docket.sock. */
struct control_answer {
	int status;
	struct str out, err;
};
/* 1 the daemon answered, 0 none runs there, -1. */
int control_call(const char *data, const struct slice *words, size_t count, struct slice as,
                 bool json, struct control_answer *answer, struct err *e);

/* The same on an open desk, in a transaction of its own if it writes. 0, or -1: see answer. */
int command_on_desk(struct desk *d, const struct slice *words, size_t count, struct slice as,
                    bool json, struct control_answer *answer);

#endif
