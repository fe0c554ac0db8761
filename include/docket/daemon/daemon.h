/*
 * The main process (DESIGN D3): one loop with one place that sleeps, children for all that blocks
 * or may crash, a control socket for the shell.
 */
#ifndef DOCKET_DAEMON_DAEMON_H
#define DOCKET_DAEMON_DAEMON_H

#include "docket/base/chat.h"
#include "docket/daemon/desk.h"
#include "docket/store/people.h"

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

/*
 * The terminal chat: one more source of chat events (intake/chat.h), for the local operator. Who
 * types is told by the socket's owner, so no identity is looked up; what is said goes through the
 * same queue as on any platform, under the source "terminal", while a terminal is open.
 */
/* Whoever types: the member `as`, or where nobody is named the agency's owner. */
int terminal_member(struct desk *d, struct pool *p, struct slice as, struct member *out,
                    struct err *e);
/* What was typed or pressed; the answer is queued. In a transaction of its own. */
int terminal_say(struct desk *d, const struct member *m, struct chat_event *ev, struct err *e);
/* Brings the cards up to date and shows what is queued: each message once, in order. `ref` is what
 * a later update names it by. Returns how many were shown, or -1. */
typedef void terminal_show(void *arg, struct slice ref, const struct chat_message *m);
int terminal_pump(struct desk *d, terminal_show *show, void *arg, struct err *e);

/* A chat on the socket of a running daemon. */
struct terminal_line {
	int fd;
	void *chan; /* control.c's own */
};
/* 1 connected, *who_out (64 bytes) is the member's handle; 0 no daemon runs there; -1. */
int terminal_open(struct terminal_line *t, const char *data, struct slice as, char *who_out,
                  struct err *e);
int terminal_send(struct terminal_line *t, const struct chat_event *ev, struct err *e);
/* What has come: shows messages. 1 the answer to terminal_send is complete, 0 not yet, -1 it ended. */
int terminal_read(struct terminal_line *t, bool wait, terminal_show *show, void *arg, struct err *e);
void terminal_close(struct terminal_line *t);

#endif
