/* The connection under websocket_frame.c: curl connects and encrypts, the rest is ours, because
 * Debian 12's libcurl speaks no ws. */
#include "docket/wire/websocket.h"

#include "docket/base/base64.h"
#include "docket/base/clock.h"
#include "docket/base/rand.h"
#include "peer.h"
#include "websocket_frame.h"

#include <poll.h>
#include <stdlib.h>

enum {
	READ_SIZE = 16 << 10,
	LEAVE_READS = 64,     /* of READ_SIZE a step, then others have their turn */
	OUT_MAX = 4 << 20,    /* that the other side has not taken: then it is stuck */
	CONNECT_LOOK_MS = 20, /* while curl connects its descriptors are not ours to wait for */
	LEAVE_MS = 2000,      /* for the other side to read why we leave, and to hang up */
	HTTPS_PORT = 443,
	HTTP_PORT = 80,
};

enum ws_state { WS_CONNECTING, WS_SHAKING, WS_OPEN, WS_LEAVING, WS_OVER };
struct websocket {
	enum ws_state state;
	struct peer peer;
	char *host, *authority, *target;
	CURLM *multi;
	CURL *h;
	curl_socket_t fd;
	char key[WS_KEY_LEN + 1];
	struct ws_reader reader;
	struct str out, head;
	size_t out_off;
	bool more; /* curl or the reader may hold what poll does not see */
	bool held; /* curl does: there was no room for it */
	int64_t deadline, heard, pinged;
	struct err why;
};

static int
read_url(struct websocket *w, const char *url, struct err *e)
{
	CURLU *u = curl_url();
	char *scheme = NULL, *port = NULL, *path = NULL, *query = NULL, *user = NULL;
	const unsigned flags = CURLU_NON_SUPPORT_SCHEME;
	int64_t number = 0;
	int r = -1;
	if (u != NULL && curl_url_set(u, CURLUPART_URL, url, flags) == CURLUE_OK &&
	    curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
	    curl_url_get(u, CURLUPART_HOST, &w->host, 0) == CURLUE_OK &&
	    curl_url_get(u, CURLUPART_PATH, &path, 0) == CURLUE_OK &&
	    curl_url_get(u, CURLUPART_USER, &user, 0) != CURLUE_OK) {
		bool tls = strcmp(scheme, "wss") == 0;
		(void)curl_url_get(u, CURLUPART_PORT, &port, 0);
		(void)curl_url_get(u, CURLUPART_QUERY, &query, 0);
		if (port == NULL || !slice_int(slice_of(port), &number))
			number = tls ? HTTPS_PORT : HTTP_PORT;
		w->peer = (struct peer){.scheme = "https",
					.host = w->host,
					.pipe = true,
					.port = (int)number,
					.tls = tls ? CONF_TLS_IMPLICIT : CONF_TLS_NONE,
					.ca = getenv("DOCKET_HTTP_CA"),
					.connect_ms = WEBSOCKET_OPEN_MS,
					.reply_s = WEBSOCKET_OPEN_MS / 1000};
		size_t size = strlen(w->host) + 8, long_enough;
		w->authority = calloc(1, size);
		long_enough = strlen(path) + (query != NULL ? strlen(query) : 0) + 3;
		w->target = calloc(1, long_enough);
		if (w->authority != NULL && w->target != NULL &&
		    (tls || strcmp(scheme, "ws") == 0)) {
			(void)snprintf(w->authority, size, "%s%s%s", w->host,
				       port != NULL ? ":" : "", port != NULL ? port : "");
			(void)snprintf(w->target, long_enough, "%s%s%s", path,
				       query != NULL ? "?" : "", query != NULL ? query : "");
			r = peer_clean(w->target) && peer_clean(w->authority) ? 0 : -1;
		}
	}
	curl_free(scheme);
	curl_free(port);
	curl_free(path);
	curl_free(query);
	curl_free(user);
	curl_url_cleanup(u);
	return r < 0 ? err_set(e, ERR_CONFIG, "an address that is no wss://") : 0;
}

int
websocket_new(struct slice url, struct websocket **out, struct err *e)
{
	struct websocket *w = calloc(1, sizeof(*w));
	struct pool *p = pool_new();
	if (w == NULL)
		abort(); /* as a pool does */
	peer_global();
	w->fd = CURL_SOCKET_BAD;
	ws_reader_init(&w->reader);
	str_init(&w->out, OUT_MAX);
	str_init(&w->head, WS_HEAD_MAX + READ_SIZE);
	int r = read_url(w, pool_cstr(p, url), e);
	pool_free(p);
	if (r == 0)
		r = peer_handle(&w->peer, &w->h, e);
	if (r == 0 && ((w->multi = curl_multi_init()) == NULL ||
		       curl_multi_add_handle(w->multi, w->h) != CURLM_OK))
		r = err_set(e, ERR_RETRY, "no memory for a connection");
	w->deadline = clock_mono() + WEBSOCKET_OPEN_MS;
	if (r < 0) {
		websocket_free(w);
		return -1;
	}
	*out = w;
	return 0;
}

static int
over(struct websocket *w, struct err *e)
{
	w->state = WS_OVER;
	if (w->why.kind == ERR_NONE)
		w->why = *e;
	return -1;
}

static void
put(struct websocket *w, enum ws_opcode op, struct slice payload)
{
	unsigned char mask[4];
	rand_bytes(mask, sizeof(mask));
	ws_put(&w->out, op, payload, mask);
}

/* 0, or -1 when the connection is gone. */
static int
flush(struct websocket *w, struct err *e)
{
	if (str_failed(&w->out))
		return err_set(e, ERR_SOURCE, "it takes nothing any more");
	while (w->out_off < w->out.len) {
		size_t n = 0;
		CURLcode rc =
			curl_easy_send(w->h, w->out.data + w->out_off, w->out.len - w->out_off, &n);
		if (rc == CURLE_AGAIN)
			return 0;
		if (rc != CURLE_OK)
			return err_set(e, ERR_SOURCE, "it closed the connection");
		w->out_off += n;
	}
	str_reset(&w->out);
	w->out_off = 0;
	return 0;
}

void
websocket_free(struct websocket *w)
{
	static const char away[2] = {(char)(WS_NORMAL >> 8), (char)(WS_NORMAL & 0xff)};
	struct err ignored = ERR_INIT;
	if (w == NULL)
		return;
	if (w->state == WS_OPEN) {
		put(w, WS_CLOSE, slice_make(away, sizeof(away)));
		(void)flush(w, &ignored);
	}
	if (w->multi != NULL && w->h != NULL)
		curl_multi_remove_handle(w->multi, w->h);
	peer_hang_up(w->h);
	if (w->multi != NULL)
		curl_multi_cleanup(w->multi);
	curl_free(w->host);
	free(w->authority);
	free(w->target);
	ws_reader_clear(&w->reader);
	str_clear(&w->out);
	str_clear(&w->head);
	free(w);
}

int
websocket_fd(const struct websocket *w)
{
	return w->state == WS_CONNECTING || w->state == WS_OVER ? -1 : w->fd;
}

bool
websocket_writes(const struct websocket *w)
{
	return w->out_off < w->out.len;
}

int64_t
websocket_wait(const struct websocket *w, int64_t limit)
{
	if (w->more || w->state == WS_OVER)
		return 0;
	if (w->state == WS_CONNECTING)
		return limit < CONNECT_LOOK_MS ? limit : CONNECT_LOOK_MS;
	if (w->state == WS_LEAVING) {
		int64_t left = w->deadline - clock_mono();
		return left < 0 ? 0 : left < limit ? left : limit;
	}
	return limit;
}

static void
shake(struct websocket *w)
{
	unsigned char raw[16];
	struct str text;
	rand_bytes(raw, sizeof(raw));
	str_init(&text, 64);
	base64_add(&text, BASE64, slice_make((const char *)raw, sizeof(raw)));
	slice_cstr(str_slice(&text), w->key, sizeof(w->key));
	str_clear(&text);
	ws_hello(&w->out, slice_of(w->authority), slice_of(w->target), slice_of(w->key));
	w->state = WS_SHAKING;
	w->more = true;
}

static int
connect_on(struct websocket *w, struct err *e)
{
	CURLMsg *msg;
	int running, left;
	curl_multi_perform(w->multi, &running);
	while ((msg = curl_multi_info_read(w->multi, &left)) != NULL) {
		if (msg->msg != CURLMSG_DONE)
			continue;
		if (msg->data.result != CURLE_OK)
			return peer_failure(&w->peer, w->h, msg->data.result, e);
		if (curl_easy_getinfo(w->h, CURLINFO_ACTIVESOCKET, &w->fd) != CURLE_OK)
			return err_set(e, ERR_SOURCE, "it closed the connection");
		shake(w);
	}
	return 0;
}

/* Takes what is there: curl may hold what poll does not show, so until it says that it has none. */
static int
receive(struct websocket *w, struct err *e)
{
	char buf[READ_SIZE];
	w->more = w->held = false;
	for (;;) {
		size_t n = 0, room = w->reader.in.max - (w->reader.in.len - w->reader.off);
		if (w->state == WS_OPEN && room < sizeof(buf)) {
			w->more = w->held = true; /* a message waits to be taken first */
			return 0;
		}
		CURLcode rc = curl_easy_recv(w->h, buf, sizeof(buf), &n);
		if (rc == CURLE_AGAIN)
			return 0;
		if (rc != CURLE_OK || n == 0)
			return err_set(e, ERR_SOURCE, "it closed the connection");
		w->heard = clock_mono();
		if (w->state == WS_OPEN) {
			ws_feed(&w->reader, slice_make(buf, n));
			w->more = true;
			continue;
		}
		size_t head = 0;
		str_add(&w->head, slice_make(buf, n));
		int got = ws_welcome(str_slice(&w->head), slice_of(w->key), &head, e);
		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		w->state = WS_OPEN;
		ws_feed(&w->reader, slice_sub(str_slice(&w->head), head, w->head.len));
		str_clear(&w->head);
		w->more = true;
	}
}

/*
 * RFC 6455 7.1.1: the server hangs up first. To close while its bytes lie unread would reset the
 * connection, and our reason could be lost on the way.
 */
static int
leave_on(struct websocket *w, struct err *e)
{
	char buf[READ_SIZE];
	struct err ignored = ERR_INIT;
	CURLcode rc = CURLE_OK;
	size_t n = 1;
	bool gone = clock_mono() >= w->deadline || flush(w, &ignored) < 0;
	for (int k = 0; k < LEAVE_READS && !gone && rc == CURLE_OK; k++) {
		rc = curl_easy_recv(w->h, buf, sizeof(buf), &n);
		gone = rc == CURLE_OK ? n == 0 : rc != CURLE_AGAIN;
	}
	w->more = !gone && rc == CURLE_OK;
	if (!gone)
		return 0;
	w->state = WS_OVER;
	return err_set(e, w->why.kind, "%s", w->why.text);
}

int
websocket_step(struct websocket *w, struct err *e)
{
	int64_t now = clock_mono();
	if (w->state == WS_OVER)
		return err_set(e, w->why.kind, "%s", w->why.text);
	if (w->state == WS_LEAVING)
		return leave_on(w, e);
	if (w->state == WS_CONNECTING && connect_on(w, e) < 0)
		return over(w, e);
	if (w->state != WS_OPEN && now >= w->deadline) {
		err_set(e, ERR_RETRY, "it did not answer in time");
		return over(w, e);
	}
	if (w->state == WS_CONNECTING)
		return 0;
	if (flush(w, e) < 0)
		return over(w, e);
	if (receive(w, e) < 0) {
		/* What came before the end is still taken: websocket_next says when it is over. */
		if (w->state == WS_OPEN) {
			w->why = *e;
			err_clear(e);
			return 1;
		}
		return over(w, e);
	}
	if (w->state != WS_OPEN)
		return 0;
	if (w->heard == 0)
		w->heard = now;
	if (now - w->heard >= WEBSOCKET_SILENT_MS) {
		err_set(e, ERR_RETRY, "it fell silent");
		return over(w, e);
	}
	if (now - w->heard >= WEBSOCKET_PING_MS && now - w->pinged >= WEBSOCKET_PING_MS) {
		w->pinged = now;
		put(w, WS_PING, SLICE_LIT("docket"));
		if (flush(w, e) < 0)
			return over(w, e);
	}
	return 1;
}

/* Says why. What still comes is not read any more. */
static int
close_with(struct websocket *w, enum ws_code code, struct err *e)
{
	char raw[2] = {(char)(code >> 8), (char)(code & 0xff)};
	put(w, WS_CLOSE, slice_make(raw, sizeof(raw)));
	w->why = *e;
	err_clear(e);
	w->state = WS_LEAVING;
	w->more = true; /* the next step sends it */
	w->deadline = clock_mono() + LEAVE_MS;
	return 0;
}

int
websocket_next(struct websocket *w, struct slice *text_out, struct err *e)
{
	enum ws_opcode op;
	enum ws_code code = WS_PROTOCOL;
	struct slice payload;
	int got;
	if (w->state == WS_OVER)
		return err_set(e, w->why.kind, "%s", w->why.text);
	if (w->state != WS_OPEN)
		return 0;
	while ((got = ws_next(&w->reader, &op, &payload, &code, e)) == 1) {
		switch (op) {
		case WS_TEXT: *text_out = payload; return 1;
		case WS_PING: put(w, WS_PONG, payload); break;
		case WS_PONG: break;
		case WS_CLOSE:
			err_set(e, ERR_SOURCE, "it said good-bye");
			put(w, WS_CLOSE, slice_sub(payload, 0, 2));
			(void)flush(w, &(struct err)ERR_INIT);
			return over(w, e);
		case WS_MORE:
		case WS_BINARY:
			err_set(e, ERR_SOURCE, "it sent what is no text");
			return close_with(w, WS_NOT_TEXT, e);
		}
	}
	if (got < 0)
		return close_with(w, code, e);
	if (flush(w, e) < 0)
		return over(w, e);
	if (w->why.kind != ERR_NONE) { /* the connection had ended, and all that came is taken */
		*e = w->why;
		return over(w, e);
	}
	w->more = w->held;
	return 0;
}

void
websocket_send(struct websocket *w, struct slice text)
{
	struct err e = ERR_INIT;
	if (w->state != WS_OPEN)
		return;
	put(w, WS_TEXT, text);
	if (flush(w, &e) < 0)
		over(w, &e);
}
