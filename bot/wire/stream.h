/*
 * A byte stream to a server that may be slow, silent or hostile: lines and counted bytes, read
 * under a deadline for each wait, a deadline for each command, and a budget of bytes for each
 * command. What goes wrong is said once, in s->why; afterwards every call fails at once.
 */
#ifndef BOT_WIRE_STREAM_H
#define BOT_WIRE_STREAM_H

#include "docket/base/err.h"
#include "docket/base/str.h"

enum {
	STREAM_LINE_MAX = 64 * 1024, /* of a line; a literal is not part of it */
	STREAM_WAKES = 2,
};

/* The transport. recv and send: bytes moved, 0 nothing now, -1 closed or broken. */
struct stream_io {
	void *ctx;
	ssize_t (*recv)(void *ctx, char *to, size_t size);
	ssize_t (*send)(void *ctx, const char *from, size_t size);
	void (*close)(void *ctx);
	int fd; /* to poll */
};

struct stream {
	struct stream_io io;
	char *buf;
	size_t start, end, cap, seen; /* seen: no LF between start and here */
	int timeout_ms;		      /* of one wait */
	int64_t deadline;	      /* of the command, clock_mono(); INT64_MAX: none */
	int64_t last;		      /* of everything: the program is to stop */
	uint64_t budget;	      /* bytes that may still come */
	/*
	 * Files that interrupt a wait, -1 unused; `woken` is called when one is readable and
	 * returns -1 if the stream is to be given up.
	 */
	int wake_fds[STREAM_WAKES];
	int (*woken)(void *ctx);
	void *wake_ctx;
	bool broken;
	struct err why;
};

int stream_init(struct stream *s, struct stream_io io, int timeout_ms, struct err *e);
void stream_clear(struct stream *s); /* closes */
/*
 * Starts a command: it may bring `bytes`, and last four waits and, beyond the first megabyte, a
 * second for each 2 kB.
 */
void stream_begin(struct stream *s, uint64_t bytes);
/* As stream_begin for a command sent while others are under way. */
void stream_extend(struct stream *s, uint64_t bytes);
/* Marks the stream as unusable. Returns -1. */
int stream_break(struct stream *s, enum err_kind kind, const char *text);
/* The next line without its end, valid until the next call. 0, -1. A NUL in it is an error. */
int stream_line(struct stream *s, struct slice *line_out);
/* Exactly n bytes to `to`, or dropped if it is NULL. */
int stream_bytes(struct stream *s, char *to, size_t n);
int stream_write(struct stream *s, const char *data, size_t len);
/*
 * Waits up to timeout_ms for input, counting what lies in the buffers: 1 there is some, 0 the time
 * is up or `woken` was called, -1.
 */
int stream_wait(struct stream *s, int timeout_ms);

#endif
