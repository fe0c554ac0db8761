/* One request as curl makes it: where it may go, what leaves, what comes of it. */
#include "http_transfer.h"

#include "docket/base/utf8.h"
#include "http_addr.h"
#include "peer.h"

#include <sys/socket.h>

enum {
	CONNECT_MS = 10 * 1000,
	HEAD_MAX = 64 << 10, /* of an answer */
};

static const char SYSTEM_CA[] = "/etc/ssl/certs/ca-certificates.crt";

/* curl's reading of the address decides, not ours: it is the one that connects. */
static bool
may(const char *url, bool strange, bool *plain_out)
{
	CURLU *u = curl_url();
	char *scheme = NULL, *host = NULL, *user = NULL;
	bool ok = u != NULL && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK &&
		  curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
		  curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK;
	if (ok && curl_url_get(u, CURLUPART_USER, &user, 0) == CURLUE_OK)
		ok = false;
	if (ok) {
		*plain_out = strcmp(scheme, "http") == 0;
		if (*plain_out)
			ok = strange || peer_loopback(host) || strcmp(host, "[::1]") == 0;
		else
			ok = strcmp(scheme, "https") == 0;
	}
	curl_free(scheme);
	curl_free(host);
	curl_free(user);
	curl_url_cleanup(u);
	return ok;
}

static bool
clean(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] == '\r' || s.data[i] == '\n' || s.data[i] == '\0')
			return false;
	return true;
}

bool
http_transfer_may(struct http_call *c, bool *plain_out)
{
	return clean(c->out.url) && c->out.url.len > 0 &&
	       may(pool_cstr(c->pool, c->out.url), c->out.take != NULL, plain_out);
}

bool
http_out_may(struct slice url)
{
	bool plain;
	struct pool *p = pool_new();
	bool ok = memchr(url.data != NULL ? url.data : "", '\0', url.len) == NULL &&
		  may(pool_cstr(p, url), false, &plain);
	pool_free(p);
	return ok;
}

/* Some bytes for whoever takes them; 0 ends the transfer. */
static size_t
hand_on(struct http_running *r, struct slice some)
{
	const struct http_take *t = r->call->out.take;
	long status = 0;
	curl_easy_getinfo(r->h, CURLINFO_RESPONSE_CODE, &status);
	r->enough = status != 200;
	r->taken += (int64_t)some.len;
	r->too_large = !r->enough && r->taken > t->most;
	return r->enough || r->too_large || !t->bytes(t->arg, some) ? 0 : some.len;
}

static size_t
on_body(char *data, size_t size, size_t n, void *arg)
{
	struct http_running *r = arg;
	if (r->call->out.take != NULL)
		return hand_on(r, slice_make(data, size * n));
	if (r->body.len + size * n > HTTP_RESPONSE_MAX) {
		r->too_large = true;
		return 0;
	}
	str_add(&r->body, slice_make(data, size * n));
	return str_failed(&r->body) ? 0 : size * n;
}

static size_t
on_head(char *data, size_t size, size_t n, void *arg)
{
	struct http_running *r = arg;
	struct slice line = slice_make(data, size * n);
	if (slice_starts(line, "HTTP/")) /* a 100 came before */
		str_reset(&r->head);
	if (r->head.len + line.len <= HEAD_MAX)
		str_add(&r->head, line);
	return size * n;
}

/* Only how much has left is noted; what it was is looked at for the end of the head alone. */
static int
on_debug(CURL *easy, curl_infotype type, char *data, size_t size, void *arg)
{
	struct http_running *r = arg;
	(void)easy;
	if (type == CURLINFO_DATA_OUT)
		r->body_out += size;
	for (size_t i = 0; type == CURLINFO_HEADER_OUT && i < size; i++) {
		bool cr = r->line_ends % 2 == 0;
		r->line_ends = data[i] == (cr ? '\r' : '\n') ? r->line_ends + 1
			       : data[i] == '\r'	     ? 1
							     : 0;
		if (r->line_ends == 4)
			r->head_out = true;
	}
	return 0;
}

static int
add_header(struct http_running *r, const char *line)
{
	struct curl_slist *more = curl_slist_append(r->headers, line);
	if (more == NULL)
		return -1;
	r->headers = more;
	return 0;
}

static int
set_headers(struct http_running *r, struct err *e)
{
	struct http_call *c = r->call;
	bool typed = false;
	int bad = add_header(r, "Expect:"); /* a round trip for nothing */
	for (size_t i = 0; i < c->out.headers.len && bad == 0; i++) {
		const struct http_header *h = &c->out.headers.at[i];
		if (h->name.len == 0 || !clean(h->name) || !clean(h->value))
			return err_set(e, ERR_MESSAGE, "a header with a line end in it");
		typed |= slice_iis(h->name, "Content-Type");
		/* curl drops "Name:", and sends "Name;" as an empty one. */
		struct slice l = h->value.len > 0
					 ? pool_slicef(c->pool, "%.*s: %.*s", SLICE_ARG(h->name),
						       SLICE_ARG(h->value))
					 : pool_slicef(c->pool, "%.*s;", SLICE_ARG(h->name));
		bad = add_header(r, pool_cstr(c->pool, l));
	}
	if (bad == 0 && !typed)
		bad = add_header(r, "Content-Type:");
	return bad < 0 ? err_set(e, ERR_RETRY, "no memory for a request") : 0;
}

static void
set_method(struct http_running *r)
{
	const struct http_out *o = &r->call->out;
	bool get = strcmp(o->method, "GET") == 0;
	if (get) {
		curl_easy_setopt(r->h, CURLOPT_HTTPGET, 1L);
	} else {
		curl_easy_setopt(r->h, CURLOPT_POST, 1L);
		curl_easy_setopt(r->h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)o->body.len);
		curl_easy_setopt(r->h, CURLOPT_POSTFIELDS, o->body.len > 0 ? o->body.data : "");
		curl_easy_setopt(r->h, CURLOPT_CUSTOMREQUEST, o->method);
		/* On a kept connection that died curl sends again by itself, whatever happened. */
		curl_easy_setopt(r->h, CURLOPT_FRESH_CONNECT, 1L);
		curl_easy_setopt(r->h, CURLOPT_FORBID_REUSE, 1L);
	}
}

/* After the name was resolved and before a packet leaves; each address of a host by itself. */
static curl_socket_t
on_open(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct http_running *r = arg;
	struct http_addr at;
	(void)purpose;
	if (!r->call->out.take->inside &&
	    (!http_addr_of(&to->addr, &at) || !http_addr_public(&at))) {
		r->refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static void
set_take(struct http_running *r)
{
	/* A connection that is kept was opened under another rule. */
	curl_easy_setopt(r->h, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(r->h, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(r->h, CURLOPT_OPENSOCKETFUNCTION, on_open);
	curl_easy_setopt(r->h, CURLOPT_OPENSOCKETDATA, r);
	curl_easy_setopt(r->h, CURLOPT_HTTP_CONTENT_DECODING, 0L); /* the bytes as they are */
	curl_easy_setopt(r->h, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)r->call->out.take->most);
}

static void
set_options(struct http_running *r, bool plain, const char *ca)
{
	const char *url = pool_cstr(r->call->pool, r->call->out.url);
	long ms = r->call->out.timeout_ms > 0 ? r->call->out.timeout_ms : HTTP_OUT_MS;
	CURL *h = r->h;
	curl_easy_setopt(h, CURLOPT_URL, url);
	curl_easy_setopt(h, CURLOPT_PRIVATE, r);
	curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, plain ? "http" : "https");
	curl_easy_setopt(h, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h, CURLOPT_PROXY, "");
	curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, ms < HTTP_OUT_MOST_MS ? ms : HTTP_OUT_MOST_MS);
	curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, (long)(ms < CONNECT_MS ? ms : CONNECT_MS));
	curl_easy_setopt(h, CURLOPT_USERAGENT, "docket/" DOCKET_VERSION);
	curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(h, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	/* A folder of certificates would be parsed anew at each connection. */
	curl_easy_setopt(h, CURLOPT_CAINFO, ca != NULL ? ca : SYSTEM_CA);
	curl_easy_setopt(h, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(h, CURLOPT_ERRORBUFFER, r->why);
	curl_easy_setopt(h, CURLOPT_HTTPHEADER, r->headers);
	curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(h, CURLOPT_WRITEDATA, r);
	curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, on_head);
	curl_easy_setopt(h, CURLOPT_HEADERDATA, r);
	curl_easy_setopt(h, CURLOPT_DEBUGFUNCTION, on_debug);
	curl_easy_setopt(h, CURLOPT_DEBUGDATA, r);
	curl_easy_setopt(h, CURLOPT_VERBOSE, 1L); /* to on_debug alone */
}

int
http_transfer_open(struct http_running *r, bool plain, const char *ca, struct err *e)
{
	str_init(&r->body, HTTP_RESPONSE_MAX);
	str_init(&r->head, HEAD_MAX);
	r->h = curl_easy_init();
	if (r->h == NULL)
		return err_set(e, ERR_RETRY, "no memory for a request");
	if (set_headers(r, e) < 0)
		return -1;
	set_options(r, plain, ca);
	set_method(r);
	if (r->call->out.take != NULL)
		set_take(r);
	return 0;
}

static void
take_headers(struct http_running *r)
{
	struct http_call *c = r->call;
	struct slice rest = pool_copy(c->pool, str_slice(&r->head)), line, name;
	while (slice_line(&rest, &line) && c->result.headers.len < HTTP_HEADERS_MAX) {
		if (slice_index(line, ':') <= 0 || !slice_cut(&line, ':', &name))
			continue;
		struct http_header *h = VEC_NEW(&c->result.headers, c->pool);
		h->name = slice_trim(name);
		h->value = slice_trim(line);
	}
}

/* curl's words may name the address: only those of which it is known are passed on. */
static struct slice
why_of(const struct http_running *r, CURLcode rc)
{
	switch (rc) {
	case CURLE_COULDNT_RESOLVE_HOST: return SLICE_LIT("no address is known for that host");
	case CURLE_COULDNT_CONNECT: return SLICE_LIT("it cannot be reached");
	case CURLE_OPERATION_TIMEDOUT: return SLICE_LIT("it did not answer in time");
	case CURLE_PEER_FAILED_VERIFICATION: return SLICE_LIT("its certificate cannot be verified");
	case CURLE_SSL_CONNECT_ERROR: return SLICE_LIT("no TLS can be agreed on");
	case CURLE_SSL_CACERT_BADFILE: return SLICE_LIT("the system's certificates cannot be read");
	case CURLE_GOT_NOTHING: return SLICE_LIT("it closed without an answer");
	default: break;
	}
	if (r->too_large)
		return r->call->out.take != NULL ? SLICE_LIT("its answer is too long")
						 : SLICE_LIT("its answer is longer than 4 MB");
	return slice_of(curl_easy_strerror(rc));
}

static enum http_fault
fault_of(const struct http_running *r, CURLcode rc)
{
	if (r->too_large || rc == CURLE_FILESIZE_EXCEEDED)
		return HTTP_FAULT_LARGE;
	if (rc == CURLE_OPERATION_TIMEDOUT)
		return HTTP_FAULT_SLOW;
	if (rc == CURLE_PEER_FAILED_VERIFICATION)
		return HTTP_FAULT_CERTIFICATE;
	return r->refused && rc == CURLE_COULDNT_CONNECT ? HTTP_FAULT_ADDRESS : HTTP_FAULT_AWAY;
}

void
http_transfer_result(struct http_running *r, CURLcode rc)
{
	struct http_call *c = r->call;
	long status = 0;
	curl_easy_getinfo(r->h, CURLINFO_RESPONSE_CODE, &status);
	c->result.sent = r->head_out && r->body_out >= c->out.body.len;
	if ((rc == CURLE_OK || r->enough) && status >= 200) {
		c->result.status = (int)status;
		c->result.sent = true;
		take_headers(r);
		c->result.body = pool_copy(c->pool, str_slice(&r->body));
	} else {
		c->result.why = rc == CURLE_OK ? SLICE_LIT("it answered nothing that is HTTP")
					       : why_of(r, rc);
		c->result.fault = fault_of(r, rc);
	}
}
