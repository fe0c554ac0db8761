/* Bounded reading from a server, see stream.h. Knows nothing of IMAP. */
#include "stream.h"

#include "docket/base/clock.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

enum { BUF_SIZE = 256 * 1024, DIRECT_MIN = 64 * 1024, FREE_BYTES = 1 << 20 };

int
stream_init(struct stream *s, struct stream_io io, int timeout_ms, struct err *e)
{
	memset(s, 0, sizeof(*s));
	s->buf = malloc(BUF_SIZE);
	if (s->buf == NULL)
		return err_set(e, ERR_RETRY, "no memory for a connection");
	s->cap = BUF_SIZE;
	s->io = io;
	s->timeout_ms = timeout_ms;
	s->deadline = s->last = INT64_MAX;
	for (size_t i = 0; i < STREAM_WAKES; i++)
		s->wake_fds[i] = -1;
	return 0;
}

void
stream_clear(struct stream *s)
{
	if (s->io.close != NULL)
		s->io.close(s->io.ctx);
	free(s->buf);
	memset(s, 0, sizeof(*s));
	s->broken = true;
}

/* Milliseconds that so many bytes may take. */
static int64_t
slowness(uint64_t bytes)
{
	return bytes > FREE_BYTES ? (int64_t)((bytes - FREE_BYTES) / 2) : 0;
}

void
stream_begin(struct stream *s, uint64_t bytes)
{
	s->budget = bytes;
	s->deadline = clock_mono() + (int64_t)s->timeout_ms * 4 + slowness(bytes);
}

void
stream_extend(struct stream *s, uint64_t bytes)
{
	int64_t now = clock_mono(), least = now + (int64_t)s->timeout_ms * 4;

	s->budget += bytes;
	if (s->deadline < least)
		s->deadline = least;
	s->deadline += slowness(bytes);
}

int
stream_break(struct stream *s, enum err_kind kind, const char *text)
{
	if (!s->broken)
		err_set(&s->why, kind, "%s", text);
	s->broken = true;
	return -1;
}

/* 1 the socket is ready, 0 time is up, 2 woken, -1 given up. */
static int
wait_for(struct stream *s, short events, int timeout_ms)
{
	struct pollfd p[1 + STREAM_WAKES] = {{.fd = s->io.fd, .events = events}};
	bool woken = false;

	for (size_t i = 0; i < STREAM_WAKES; i++)
		p[1 + i] = (struct pollfd){.fd = s->wake_fds[i], .events = POLLIN};
	if (poll(p, COUNT(p), timeout_ms) < 0 && errno != EINTR)
		return stream_break(s, ERR_RETRY, "cannot wait for the server");
	for (size_t i = 0; i < STREAM_WAKES; i++)
		woken |= p[1 + i].fd >= 0 && p[1 + i].revents != 0;
	if (woken && s->woken(s->wake_ctx) < 0)
		return stream_break(s, ERR_STOP, "stopped");
	if (p[0].revents != 0)
		return 1;
	return woken ? 2 : 0;
}

/* Waits until the transport may move, within the wait's and the command's deadline. */
static int
patience(struct stream *s, short events)
{
	int64_t start = clock_mono();

	for (;;) {
		int64_t now = clock_mono(), left = start + s->timeout_ms - now;
		int r;

		if (s->deadline - now < left)
			left = s->deadline - now;
		if (s->last - now < left)
			left = s->last - now;
		if (left <= 0)
			return stream_break(s, ERR_RETRY,
					    now >= s->deadline ? "the server answers too slowly"
							       : "the server has fallen silent");
		r = wait_for(s, events, (int)left);
		if (r < 0)
			return -1;
		if (r == 1)
			return 0;
	}
}

/* Some bytes into `to`: how many, or -1. */
static ssize_t
take(struct stream *s, char *to, size_t size)
{
	for (;;) {
		ssize_t n;

		if (s->broken)
			return -1;
		if (s->budget == 0)
			return stream_break(s, ERR_RETRY,
					    "the server sends more than the command asked for");
		n = s->io.recv(s->io.ctx, to, size);
		if (n < 0)
			return stream_break(s, ERR_RETRY, "the server closed the connection");
		if (n > 0) {
			s->budget -= (uint64_t)n < s->budget ? (uint64_t)n : s->budget;
			return n;
		}
		if (patience(s, POLLIN) < 0)
			return -1;
	}
}

static int
fill(struct stream *s)
{
	ssize_t n;

	if (s->start == s->end)
		s->start = s->end = s->seen = 0;
	if (s->end == s->cap) {
		memmove(s->buf, s->buf + s->start, s->end - s->start);
		s->end -= s->start;
		s->seen -= s->start;
		s->start = 0;
	}
	n = take(s, s->buf + s->end, s->cap - s->end);
	if (n < 0)
		return -1;
	s->end += (size_t)n;
	return 0;
}

int
stream_line(struct stream *s, struct slice *line_out)
{
	char *lf, *at;
	size_t len;

	if (s->broken)
		return -1;
	if (s->seen < s->start)
		s->seen = s->start;
	while ((lf = memchr(s->buf + s->seen, '\n', s->end - s->seen)) == NULL) {
		s->seen = s->end;
		if (s->end - s->start > STREAM_LINE_MAX)
			return stream_break(s, ERR_RETRY, "the server sends a line without an end");
		if (fill(s) < 0)
			return -1;
	}
	at = s->buf + s->start;
	len = (size_t)(lf - at);
	s->start += len + 1;
	if (len > 0 && at[len - 1] == '\r')
		len--;
	if (len > STREAM_LINE_MAX)
		return stream_break(s, ERR_RETRY, "the server sends a line without an end");
	if (memchr(at, '\0', len) != NULL)
		return stream_break(s, ERR_RETRY, "the server sends a NUL");
	*line_out = slice_make(at, len);
	return 0;
}

int
stream_bytes(struct stream *s, char *to, size_t n)
{
	while (n > 0) {
		size_t have = s->end - s->start;

		if (s->broken)
			return -1;
		if (have == 0 && to != NULL && n >= DIRECT_MIN) {
			ssize_t got = take(s, to, n);

			if (got < 0)
				return -1;
			to += got;
			n -= (size_t)got;
			continue;
		}
		if (have == 0) {
			if (fill(s) < 0)
				return -1;
			continue;
		}
		if (have > n)
			have = n;
		if (to != NULL) {
			memcpy(to, s->buf + s->start, have);
			to += have;
		}
		s->start += have;
		n -= have;
	}
	return 0;
}

int
stream_write(struct stream *s, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n;

		if (s->broken)
			return -1;
		n = s->io.send(s->io.ctx, data, len);
		if (n < 0)
			return stream_break(s, ERR_RETRY, "the server closed the connection");
		data += n;
		len -= (size_t)n;
		if (n == 0 && patience(s, POLLOUT) < 0)
			return -1;
	}
	return 0;
}

int
stream_wait(struct stream *s, int timeout_ms)
{
	ssize_t n;

	if (s->broken)
		return -1;
	if (s->start < s->end)
		return 1;
	s->start = s->end = s->seen = 0;
	/* TLS may hold bytes that poll() does not see. */
	n = s->budget == 0 ? 0 : s->io.recv(s->io.ctx, s->buf, s->cap);
	if (n == 0) {
		int r = wait_for(s, POLLIN, timeout_ms);

		return r == 2 ? 0 : r;
	}
	if (n < 0)
		return stream_break(s, ERR_RETRY, "the server closed the connection");
	s->budget -= (uint64_t)n < s->budget ? (uint64_t)n : s->budget;
	s->end = (size_t)n;
	return 1;
}
