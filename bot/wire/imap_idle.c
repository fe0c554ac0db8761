/*
 * Waiting for news (RFC 2177). libetpan's own IDLE sleeps over news that came with the "+", hangs
 * when an untagged line comes before it, and loses that line.
 */
#include "imap_fetch.h"

#include "docket/base/clock.h"

enum { IDLE_BYTES = 4 << 20 /* that a server may say in one IDLE */ };

/*
 * Reads what comes until news, `left`, or the time is up. Lines are complete or the server is
 * sick: then the stream's own deadline ends it.
 */
static int
watch(struct imap_conn *c, int timeout_ms, bool (*left)(void *ctx), void *ctx)
{
	unsigned long before = c->facts.news;
	int64_t end = clock_mono() + timeout_ms;

	for (;;) {
		int64_t now = clock_mono();
		struct slice line;
		int r;

		if (c->facts.news != before)
			return 1;
		if (now >= end || left(ctx))
			return 0;
		r = stream_wait(&c->stream, (int)(end - now));
		if (r < 0)
			return -1;
		if (r == 0)
			continue;
		c->stream.deadline = clock_mono() + c->stream.timeout_ms;
		if (stream_line(&c->stream, &line) < 0)
			return -1;
		c->stream.deadline = INT64_MAX;
		if (!slice_starts(line, "* "))
			return stream_break(&c->stream, ERR_RETRY, "the server ended the wait");
		if (imap_pass(c, line) < 0)
			return -1;
	}
}

int
imap_listen(struct imap_conn *c, int timeout_ms, bool (*left)(void *ctx), void *ctx, struct err *e)
{
	int r;

	stream_begin(&c->stream, IDLE_BYTES);
	c->stream.deadline = INT64_MAX;
	r = watch(c, timeout_ms, left, ctx);
	return r < 0 ? imap_fail(c, "waiting for mail", e) : r;
}

/* Until the "+": 1, 0 refused, -1. */
static int
enter(struct imap_conn *c, const char *tag)
{
	struct slice line;

	for (;;) {
		if (stream_line(&c->stream, &line) < 0)
			return -1;
		if (slice_starts(line, "+"))
			return 1;
		if (imap_note_tagged(&c->facts, line, tag))
			return 0;
		if (imap_pass(c, line) < 0)
			return -1;
	}
}

int
imap_idle(struct imap_conn *c, int timeout_ms, bool (*left)(void *ctx), void *ctx, struct err *e)
{
	unsigned long before = c->facts.news;
	char tag[16];
	int r;

	stream_begin(&c->stream, IDLE_BYTES);
	r = imap_say(c, "IDLE", tag) < 0 ? -1 : enter(c, tag);
	if (r < 0)
		return imap_fail(c, "waiting for mail", e);
	if (r == 0) {
		c->idle_refused = true;
		return c->facts.news != before;
	}
	c->stream.deadline = INT64_MAX;
	/* News may have come before the "+". */
	r = c->facts.news != before ? 1 : watch(c, timeout_ms, left, ctx);
	if (r < 0)
		return imap_fail(c, "waiting for mail", e);
	stream_begin(&c->stream, IMAP_REPLY_BYTES);
	if (stream_write(&c->stream, "DONE\r\n", 6) < 0 || imap_finish(c, tag) < 0)
		return imap_fail(c, "waiting for mail", e);
	return c->facts.news != before;
}
