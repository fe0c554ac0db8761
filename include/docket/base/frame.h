/*
 * Length-prefixed frames between docket's processes, over a socketpair: 4 bytes length (little
 * endian, of what follows), 1 byte type, payload. The peer may be a child that a hostile message
 * has taken over: lengths are checked against `max` before memory is spent.
 */
#ifndef DOCKET_BASE_FRAME_H
#define DOCKET_BASE_FRAME_H

#include "docket/base/err.h"
#include "docket/base/str.h"

struct frame_chan {
	int fd;
	size_t max; /* largest payload taken or sent, bytes */
	struct str in, out;
	size_t in_off, out_off;
};

void frame_init(struct frame_chan *c, int fd, size_t max);
void frame_clear(struct frame_chan *c); /* frees buffers; the caller owns fd */

/* Queues a frame made of n parts. -1 if larger than max. */
int frame_queue(struct frame_chan *c, unsigned char type, const struct slice *parts, size_t n,
                struct err *e);
/* Writes what it can. 1 all gone, 0 more waits, -1 broken. */
int frame_flush(struct frame_chan *c, struct err *e);
bool frame_pending(const struct frame_chan *c);
/* Reads what is there. 1 got bytes, 0 nothing now, -1 end or broken. */
int frame_fill(struct frame_chan *c, struct err *e);
/* The next whole frame; the payload stays until the next fill or next. 1, 0, or -1: too large. */
int frame_next(struct frame_chan *c, unsigned char *type_out, struct slice *payload_out,
               struct err *e);

size_t frame_whole(const struct frame_chan *c, size_t max); /* frames that can be taken, counted up to max */

/* For children, on a blocking socket: send at once; wait for a frame. recv: 1, 0 at the end, -1. */
int frame_send(struct frame_chan *c, unsigned char type, const struct slice *parts, size_t n,
               struct err *e);
int frame_recv(struct frame_chan *c, unsigned char *type_out, struct slice *payload_out,
               struct err *e);

/* Fields inside a payload: numbers little endian, byte strings with a 4-byte length before them. */
void frame_put_u32(struct str *s, uint32_t n);
void frame_put_u64(struct str *s, uint64_t n);
void frame_put_bytes(struct str *s, struct slice b);
bool frame_get_u32(struct slice *s, uint32_t *out);
bool frame_get_u64(struct slice *s, uint64_t *out);
bool frame_get_bytes(struct slice *s, struct slice *out);

#endif
