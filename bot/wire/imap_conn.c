/* A connection: curl below, libetpan above, and what passes between them, see imap_conn.h. */
#include "imap_conn.h"

#include "docket/base/clock.h"
#include "docket/base/step.h"
#include "docket/wire/source.h"

#include <stdlib.h>

/* ---- the transport: curl ---- */

static ssize_t
curl_take(void *h, char *to, size_t size)
{
	size_t n = 0;
	CURLcode rc = curl_easy_recv(h, to, size, &n);

	if (rc == CURLE_AGAIN)
		return 0;
	return rc == CURLE_OK && n > 0 ? (ssize_t)n : -1;
}

static ssize_t
curl_put(void *h, const char *from, size_t size)
{
	size_t n = 0;
	CURLcode rc = curl_easy_send(h, from, size, &n);

	return rc == CURLE_AGAIN ? 0 : rc == CURLE_OK ? (ssize_t)n : -1;
}

static void
curl_end(void *h)
{
	peer_hang_up(h);
}

/* curl asks about once a second whether to go on. */
static int
curl_asks(void *like, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	const struct stream *s = like;

	(void)a, (void)b, (void)c, (void)d;
	return s->woken != NULL && s->woken(s->wake_ctx) < 0;
}

/* ---- libetpan's side: one harmless line at a time ---- */

static ssize_t
low_read(mailstream_low *low, void *to, size_t size)
{
	struct imap_conn *c = low->data;

	while (c->line_at == c->line_len) {
		struct slice line;
		static const struct {
			const char *is, *say;
		} shapes[] = {{"* OK", "* OK ready\r\n"}, {"* PREAUTH", "* PREAUTH ready\r\n"}};

		c->line_at = c->line_len = 0;
		if (stream_line(&c->stream, &line) < 0)
			return -1;
		for (size_t i = 0; i < COUNT(shapes); i++)
			if (slice_istarts(line, shapes[i].is)) {
				imap_note(&c->facts, line);
				c->line_len = strlen(shapes[i].say);
				memcpy(c->line, shapes[i].say, c->line_len);
			}
		if (c->line_len > 0 || slice_starts(line, "+"))
			continue;
		if (slice_istarts(line, "* BYE")) {
			/* libetpan leaks at a greeting of BYE; at LOGOUT it does not miss it. */
			imap_note(&c->facts, line);
			if (!c->leaving)
				return stream_break(&c->stream, ERR_RETRY,
						    "the server says good-bye");
			continue;
		}
		if (slice_starts(line, "* ")) {
			imap_note(&c->facts, line);
			if (imap_skip_literals(c, line) < 0)
				return -1;
			continue;
		}
		if (!imap_note_tagged(&c->facts, line, NULL)) {
			stream_break(&c->stream, ERR_RETRY, "the server speaks no IMAP");
			return -1;
		}
		c->line_len = (size_t)snprintf(c->line, sizeof(c->line), "%.*s %s done\r\n",
					       (int)slice_index(line, ' '), line.data,
					       c->facts.status == 'O'	? "OK"
					       : c->facts.status == 'N' ? "NO"
									: "BAD");
	}
	if (size > c->line_len - c->line_at)
		size = c->line_len - c->line_at;
	memcpy(to, c->line + c->line_at, size);
	c->line_at += size;
	return (ssize_t)size;
}

static ssize_t
low_write(mailstream_low *low, const void *from, size_t size)
{
	struct imap_conn *c = low->data;

	return stream_write(&c->stream, from, size) < 0 ? -1 : (ssize_t)size;
}

static int
low_close(mailstream_low *low)
{
	(void)low;
	return 0;
}

static int
low_fd(mailstream_low *low)
{
	struct imap_conn *c = low->data;

	return c->stream.io.fd;
}

static void
low_free(mailstream_low *low)
{
	free(low->identifier);
	free(low);
}

static void
low_cancel(mailstream_low *low)
{
	(void)low;
}

static mailstream_low_driver low_driver = {
	.mailstream_read = low_read,
	.mailstream_write = low_write,
	.mailstream_close = low_close,
	.mailstream_get_fd = low_fd,
	.mailstream_free = low_free,
	.mailstream_cancel = low_cancel,
};

int
imap_fail(struct imap_conn *c, const char *what, struct err *e)
{
	if (c->facts.bye)
		return err_set(e, ERR_RETRY, "%s: the server says good-bye: %s", what,
			       c->facts.words);
	return err_set(e, c->stream.why.kind == ERR_NONE ? ERR_RETRY : c->stream.why.kind, "%s: %s",
		       what, c->stream.why.text[0] ? c->stream.why.text : "the connection broke");
}

void
imap_begin(struct imap_conn *c)
{
	c->facts.status = '\0';
	c->facts.code[0] = c->facts.words[0] = '\0';
	stream_begin(&c->stream, IMAP_REPLY_BYTES);
}

/* ---- opening and closing ---- */

/* Hands the stream to libetpan and takes the greeting: 1 it knows us already, 0 it does not, -1. */
static int
greet(struct imap_conn *c, struct err *e)
{
	mailstream_low *low = mailstream_low_new(c, &low_driver);
	mailstream *ms = low != NULL ? mailstream_new(low, 8192) : NULL;
	int r;

	c->etpan = ms != NULL ? mailimap_new(0, NULL) : NULL;
	if (c->etpan == NULL) {
		if (ms != NULL)
			mailstream_close(ms);
		else if (low != NULL)
			mailstream_low_free(low);
		return err_set(e, ERR_RETRY, "no memory for a connection");
	}
	if (c->greeted) {
		static const char ours[] = "* OK ready\r\n";

		memcpy(c->line, ours, sizeof(ours) - 1);
		c->line_len = sizeof(ours) - 1;
	}
	imap_begin(c);
	r = mailimap_connect(c->etpan, ms);
	if (c->facts.bye || c->stream.broken)
		return imap_fail(c, "connecting", e);
	if (r != MAILIMAP_NO_ERROR_AUTHENTICATED && r != MAILIMAP_NO_ERROR_NON_AUTHENTICATED)
		return err_set(e, ERR_RETRY, "the server's greeting is not IMAP");
	return r == MAILIMAP_NO_ERROR_AUTHENTICATED;
}

int
imap_open_on(struct imap_conn *c, const struct imap_login *l, struct stream_io io,
	     const struct stream *like, struct err *e)
{
	int known;

	str_init(&c->body, IMAP_FRAME_MAX);
	if (stream_init(&c->stream, io, l->timeout_ms, e) < 0) {
		if (io.close != NULL)
			io.close(io.ctx);
		return -1;
	}
	if (like != NULL) {
		memcpy(c->stream.wake_fds, like->wake_fds, sizeof(like->wake_fds));
		c->stream.woken = like->woken;
		c->stream.wake_ctx = like->wake_ctx;
	}
	known = greet(c, e);
	if (known < 0)
		return -1;
	/* PREAUTH: over TLS or on this machine only, for curl refuses it before STARTTLS. */
	if (imap_log_in(c, l, known == 1, e) < 0)
		return -1;
	return imap_select(c, l, e);
}

int
imap_open(struct imap_conn *c, const struct imap_login *l, const struct stream *like, struct err *e)
{
	struct stream_io io = {.recv = curl_take, .send = curl_put, .close = curl_end};
	curl_socket_t fd = CURL_SOCKET_BAD;
	int fault = step_fault("imap.connect");
	CURL *h = NULL;
	CURLcode rc;

	memset(c, 0, sizeof(*c));
	c->stream.broken = true;
	c->peer = (struct peer){.scheme = "imap",
				.host = l->host,
				.port = l->port,
				.tls = l->tls,
				.ca = l->ca,
				.pipe = true,
				.connect_ms = l->connect_ms,
				.reply_s = (l->timeout_ms + 999) / 1000};
	if (fault != 0)
		return err_errno(e, ERR_RETRY, fault, "cannot connect to %s", l->host);
	if (peer_handle(&c->peer, &h, e) < 0)
		return -1;
	if (like != NULL) {
		curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
		curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, curl_asks);
		curl_easy_setopt(h, CURLOPT_XFERINFODATA, (void *)(uintptr_t)like);
	}
	rc = curl_easy_perform(h);
	if (rc == CURLE_OK)
		rc = curl_easy_getinfo(h, CURLINFO_ACTIVESOCKET, &fd);
	if (rc == CURLE_ABORTED_BY_CALLBACK)
		err_set(e, ERR_STOP, "stopped");
	else if (rc != CURLE_OK)
		peer_failure(&c->peer, h, rc, e);
	if (rc != CURLE_OK) {
		peer_hang_up(h);
		return -1;
	}
	io.ctx = h;
	io.fd = fd;
	c->greeted = l->tls == CONF_TLS_STARTTLS;
	return imap_open_on(c, l, io, like, e);
}

void
imap_close(struct imap_conn *c, int polite_ms)
{
	if (c->etpan != NULL) {
		if (polite_ms == 0)
			stream_break(&c->stream, ERR_STOP, "hung up");
		imap_begin(c);
		c->leaving = true;
		c->stream.last = clock_mono() + polite_ms;
		/* Says LOGOUT, unless the stream is broken. */
		mailimap_free(c->etpan);
	}
	stream_clear(&c->stream);
	str_clear(&c->body);
	memset(c, 0, sizeof(*c));
	c->stream.broken = true;
}
