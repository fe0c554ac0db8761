/*
 * Frames over a socketpair: a length, a type, a payload. Nothing is allocated because the other
 * side announced it: `in` holds only what has arrived, and never more than one whole frame and one
 * read.
 */
#include "docket/base/frame.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	HEADER = 5, /* length and type */
	READ_SIZE = 256 * 1024,
	KEEP_SIZE = 1024 * 1024, /* an idle buffer larger than this is given back */
};

static const char CLOSED[] = "the other side closed";

static uint32_t
u32_of(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return (uint32_t)u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

void
frame_init(struct frame_chan *c, int fd, size_t max)
{
	if (max > UINT32_MAX - HEADER)
		max = UINT32_MAX - HEADER;
	*c = (struct frame_chan){.fd = fd, .max = max};
	str_init(&c->in, max + HEADER + READ_SIZE);
	/* What waits to be sent is the sender's own: it asks frame_pending() before it adds. */
	str_init(&c->out, SIZE_MAX);
}

void
frame_clear(struct frame_chan *c)
{
	str_clear(&c->in);
	str_clear(&c->out);
	c->in_off = 0;
	c->out_off = 0;
}

/* Drops the first *off bytes of a buffer; an empty one does not stay large. */
static void
compact(struct str *s, size_t *off)
{
	if (*off >= s->len && s->cap > KEEP_SIZE)
		str_clear(s);
	else
		str_shift(s, *off);
	*off = 0;
}

int
frame_queue(struct frame_chan *c, unsigned char type, const struct slice *parts, size_t n,
	    struct err *e)
{
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		if (parts[i].len > c->max - len)
			return err_set(e, ERR_MESSAGE, "a frame of more than %zu bytes", c->max);
		len += parts[i].len;
	}
	/* Moving what waits costs its length, so only when at least as much is gone already. */
	if (c->out_off >= c->out.len - c->out_off)
		compact(&c->out, &c->out_off);
	if (str_room(&c->out, HEADER + len) == NULL) {
		c->out.failed = false;
		return err_set(e, ERR_RETRY, "no memory for a frame of %zu bytes", len);
	}
	frame_put_u32(&c->out, (uint32_t)len + 1);
	str_addc(&c->out, (char)type);
	for (size_t i = 0; i < n; i++)
		str_add(&c->out, parts[i]);
	return 0;
}

int
frame_flush(struct frame_chan *c, struct err *e)
{
	while (frame_pending(c)) {
		const char *data = c->out.data + c->out_off;
		size_t len = c->out.len - c->out_off;
		ssize_t n = send(c->fd, data, len, MSG_NOSIGNAL);

		if (n < 0 && errno == ENOTSOCK)
			n = write(c->fd, data, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return 0;
		if (n < 0 && (errno == EPIPE || errno == ECONNRESET))
			return err_set(e, ERR_SOURCE, "%s", CLOSED);
		if (n < 0)
			return err_errno(e, ERR_SOURCE, errno, "cannot send a frame");
		c->out_off += (size_t)n;
	}
	compact(&c->out, &c->out_off);
	return 1;
}

bool
frame_pending(const struct frame_chan *c)
{
	return c->out_off < c->out.len;
}

enum { GOT = 1, LATER = 0, BROKEN = -1, END = -2 };

static int
fill(struct frame_chan *c, struct err *e)
{
	char *to;
	ssize_t n;

	compact(&c->in, &c->in_off);
	/* At least one frame is whole or too large: frame_next has to look before more is read. */
	if (c->in.len >= c->max + HEADER)
		return GOT;
	to = str_room(&c->in, READ_SIZE);
	if (to == NULL) {
		c->in.failed = false;
		return err_set(e, ERR_RETRY, "no memory to read a frame");
	}
	do
		n = read(c->fd, to, READ_SIZE);
	while (n < 0 && errno == EINTR);
	if (n > 0) {
		str_grown(&c->in, (size_t)n);
		return GOT;
	}
	if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return LATER;
	if (n < 0 && errno != ECONNRESET)
		return err_errno(e, ERR_SOURCE, errno, "cannot receive a frame");
	return END;
}

int
frame_fill(struct frame_chan *c, struct err *e)
{
	int got = fill(c, e);

	return got == END ? err_set(e, ERR_SOURCE, "%s", CLOSED) : got;
}

size_t
frame_whole(const struct frame_chan *c, size_t max)
{
	struct slice in = slice_sub(str_slice(&c->in), c->in_off, c->in.len);
	size_t n = 0, len;

	while (n < max && in.len >= 4 && (len = u32_of(in.data)) <= in.len - 4) {
		in = slice_sub(in, 4 + len, in.len);
		n++;
	}
	return n;
}

int
frame_next(struct frame_chan *c, unsigned char *type_out, struct slice *payload_out, struct err *e)
{
	struct slice in = slice_sub(str_slice(&c->in), c->in_off, c->in.len);
	size_t len;

	if (in.len < 4)
		return 0;
	len = u32_of(in.data);
	if (len == 0)
		return err_set(e, ERR_SOURCE, "a frame without a type");
	if (len - 1 > c->max)
		return err_set(e, ERR_SOURCE, "a frame of %zu bytes, limit %zu", len - 1, c->max);
	if (in.len < 4 + len)
		return 0;
	*type_out = (unsigned char)in.data[4];
	*payload_out = slice_sub(in, HEADER, 4 + len);
	c->in_off += 4 + len;
	return 1;
}

/* Only for a socket that is not blocking after all: the kernel waits for the others. */
static void
wait_for(int fd, short events)
{
	struct pollfd p = {.fd = fd, .events = events};

	(void)poll(&p, 1, -1);
}

int
frame_send(struct frame_chan *c, unsigned char type, const struct slice *parts, size_t n,
	   struct err *e)
{
	int sent;

	if (frame_queue(c, type, parts, n, e) < 0)
		return -1;
	while ((sent = frame_flush(c, e)) == 0)
		wait_for(c->fd, POLLOUT);
	return sent < 0 ? -1 : 0;
}

int
frame_recv(struct frame_chan *c, unsigned char *type_out, struct slice *payload_out, struct err *e)
{
	for (;;) {
		int got = frame_next(c, type_out, payload_out, e);

		if (got != 0)
			return got;
		got = fill(c, e);
		if (got == LATER)
			wait_for(c->fd, POLLIN);
		else if (got == END)
			return c->in.len == 0 ? 0
					      : err_set(e, ERR_SOURCE, "%s inside a frame", CLOSED);
		else if (got < 0)
			return -1;
	}
}

static void
put(struct str *s, uint64_t n, size_t bytes)
{
	char le[8];

	for (size_t i = 0; i < bytes; i++)
		le[i] = (char)(unsigned char)(n >> (8 * i));
	str_add(s, slice_make(le, bytes));
}

void
frame_put_u32(struct str *s, uint32_t n)
{
	put(s, n, 4);
}

void
frame_put_u64(struct str *s, uint64_t n)
{
	put(s, n, 8);
}

void
frame_put_bytes(struct str *s, struct slice b)
{
	if (b.len > UINT32_MAX) {
		s->failed = true; /* a length that does not fit must not go out shortened */
		return;
	}
	frame_put_u32(s, (uint32_t)b.len);
	str_add(s, b);
}

bool
frame_get_u32(struct slice *s, uint32_t *out)
{
	if (s->len < 4)
		return false;
	*out = u32_of(s->data);
	*s = slice_sub(*s, 4, s->len);
	return true;
}

bool
frame_get_u64(struct slice *s, uint64_t *out)
{
	if (s->len < 8)
		return false;
	*out = (uint64_t)u32_of(s->data) | (uint64_t)u32_of(s->data + 4) << 32;
	*s = slice_sub(*s, 8, s->len);
	return true;
}

bool
frame_get_bytes(struct slice *s, struct slice *out)
{
	struct slice rest = *s;
	uint32_t len;

	if (!frame_get_u32(&rest, &len) || len > rest.len)
		return false;
	*out = slice_sub(rest, 0, len);
	*s = slice_sub(rest, len, rest.len);
	return true;
}
