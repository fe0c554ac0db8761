/* Fetching links, see fetch.h. http_out.c makes the requests, one a hop. */
#include "docket/wire/fetch.h"

#include "docket/base/clock.h"
#include "docket/base/step.h"
#include "docket/base/utf8.h"
#include "docket/wire/http_out.h"
#include "peer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { HTTP_PORT = 80, HTTPS_PORT = 443, TYPE_MAX = 100 };

struct fetch_running {
	struct fetcher *of;
	struct fetch *next; /* in a list of the fetcher */
	struct fetch_hop at;
	struct http_call *call; /* NULL: between two hops */
	struct http_take take;
	int hops;
	int64_t ends; /* monotonic ms */
	int fd;	      /* of the file without a name; -1 */
	size_t size;
	bool full; /* it could not be written */
};
struct fetcher {
	const struct conf *conf;
	const char *folder;
	struct http_calls *calls;
	struct fetch *under_way, *done;
	size_t count;
};

/* HOST or HOST:PORT of the configuration against a host and the port it is asked on. */
static bool
is_entry(struct slice entry, struct slice host, int64_t port, bool usual)
{
	int64_t wanted = 0;
	ptrdiff_t colon = slice_rindex(entry, ':');
	if (slice_starts(entry, "[")) {
		ptrdiff_t end = slice_index(entry, ']');
		if (colon > end && end > 0)
			(void)slice_int(slice_sub(entry, (size_t)colon + 1, entry.len), &wanted);
		entry = slice_sub(entry, 0, (size_t)end + 1);
	} else if (colon > 0 && slice_index(entry, ':') == colon) {
		(void)slice_int(slice_sub(entry, (size_t)colon + 1, entry.len), &wanted);
		entry = slice_sub(entry, 0, (size_t)colon);
	}
	return slice_ieq(entry, host) && (wanted != 0 ? wanted == port : usual);
}

/* The host itself, or one below it. */
static bool
is_below(struct slice host, struct slice domain)
{
	return slice_ieq(host, domain) ||
	       (host.len > domain.len && slice_iends(host, domain.data) &&
		host.data[host.len - domain.len - 1] == '.');
}

/* ASCII's letters: hosts and types have no others that count. */
static struct slice
lower(struct pool *pool, struct slice text)
{
	char *copy = pool_cstr(pool, text);
	for (size_t i = 0; i < text.len; i++)
		if (copy[i] >= 'A' && copy[i] <= 'Z')
			copy[i] = (char)(copy[i] + 'a' - 'A');
	return slice_make(copy, text.len);
}

static struct slice
part(struct pool *pool, CURLU *u, CURLUPart what)
{
	char *text = NULL;
	struct slice got = SLICE_NONE;
	if (curl_url_get(u, what, &text, what == CURLUPART_PORT ? CURLU_DEFAULT_PORT : 0) ==
	    CURLUE_OK)
		got = pool_copy(pool, slice_of(text));
	curl_free(text);
	return got;
}

static const char *
judge(const struct conf *c, const struct fetch_hop *from, struct fetch_hop *to, int64_t port)
{
	const char *const *host;
	bool usual = port == (to->secure ? HTTPS_PORT : HTTP_PORT);
	VEC_EACH (host, &c->fetch.private_hosts)
		to->inside |= is_entry(slice_of(*host), to->host, port, usual);
	VEC_EACH (host, &c->fetch.skip_hosts)
		if (is_below(to->host, slice_of(*host)))
			return "skipped";
	if (from != NULL && from->secure && !to->secure)
		return "scheme"; /* who listens on the way could put anything there */
	if (to->inside && from != NULL && !from->inside)
		return "private"; /* the public does not lead us around our own network */
	return usual || to->inside ? NULL : "port";
}

const char *
fetch_hop(struct pool *pool, const struct conf *c, const struct fetch_hop *from, struct slice to,
	  struct fetch_hop *out)
{
	CURLU *u = curl_url();
	int64_t port = 0;
	struct fetch_hop at = {.secure = false};
	const char *why = "broken";
	bool ok = u != NULL && to.len > 0 && memchr(to.data, '\0', to.len) == NULL;
	if (ok && from != NULL)
		ok = curl_url_set(u, CURLUPART_URL, pool_cstr(pool, from->url), 0) == CURLUE_OK;
	if (ok) {
		CURLUcode rc = curl_url_set(u, CURLUPART_URL, pool_cstr(pool, to), CURLU_URLENCODE);
		ok = rc == CURLUE_OK;
		why = rc == CURLUE_UNSUPPORTED_SCHEME ? "scheme" : why;
	}
	if (ok && part(pool, u, CURLUPART_USER).len + part(pool, u, CURLUPART_PASSWORD).len > 0) {
		ok = false; /* a login is nobody's to send */
		why = "login";
	}
	(void)(ok && curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0) == CURLUE_OK);
	if (ok) {
		struct slice scheme = part(pool, u, CURLUPART_SCHEME);
		at.url = part(pool, u, CURLUPART_URL);
		at.host = lower(pool, part(pool, u, CURLUPART_HOST));
		at.secure = slice_is(scheme, "https");
		if (!at.secure && !slice_is(scheme, "http"))
			why = "scheme";
		else if (at.host.len > 0 && slice_int(part(pool, u, CURLUPART_PORT), &port))
			why = judge(c, from, &at, port);
	}
	curl_url_cleanup(u);
	if (why == NULL)
		*out = at;
	return why;
}

int
fetcher_new(const struct conf *c, const char *folder, struct fetcher **out, struct err *e)
{
	struct fetcher *f = calloc(1, sizeof(*f));
	if (f == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	*f = (struct fetcher){.conf = c, .folder = folder};
	if (http_calls_new(&f->calls, e) < 0) {
		free(f);
		return -1;
	}
	*out = f;
	return 0;
}

static void
hang_up(struct fetch *x)
{
	if (x->running == NULL)
		return;
	http_call_free(x->running->call);
	if (x->running->fd >= 0)
		close(x->running->fd);
	free(x->running);
	x->running = NULL;
}

void
fetch_free(struct fetch *x)
{
	if (x == NULL)
		return;
	if (x->bytes.len > 0)
		munmap((void *)(uintptr_t)x->bytes.data, x->bytes.len);
	hang_up(x);
	pool_free(x->pool);
	free(x);
}

static void
free_list(struct fetch *x)
{
	while (x != NULL) {
		struct fetch *next = x->running->next;
		fetch_free(x);
		x = next;
	}
}

void
fetcher_free(struct fetcher *f)
{
	if (f == NULL)
		return;
	free_list(f->under_way);
	free_list(f->done);
	http_calls_free(f->calls);
	free(f);
}

size_t
fetcher_busy(const struct fetcher *f)
{
	return f != NULL ? f->count : 0;
}

bool
fetcher_has(const struct fetcher *f, int64_t id)
{
	for (int i = 0; f != NULL && i < 2; i++)
		for (const struct fetch *x = i == 0 ? f->under_way : f->done; x != NULL;
		     x = x->running->next)
			if (x->id == id)
				return true;
	return false;
}

static void
end(struct fetch *x, const char *why, bool again)
{
	struct fetcher *f = x->running->of;
	struct fetch **at = &f->under_way;
	while (*at != x)
		at = &(*at)->running->next;
	*at = x->running->next;
	x->running->next = f->done;
	f->done = x;
	x->end = (struct fetch_end){why, again};
	http_call_free(x->running->call);
	x->running->call = NULL;
}

/* Gone with its descriptor, whatever becomes of us. */
static int
nameless(const char *folder)
{
	char path[4096];
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
		return fd;
	/* Some file systems have no such files. */
	if (snprintf(path, sizeof(path), "%s/fetch.XXXXXX", folder) >= (int)sizeof(path))
		return -1;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

static bool
on_bytes(void *arg, struct slice some)
{
	struct fetch *x = arg;
	struct fetch_running *r = x->running;
	if (r->fd < 0)
		r->fd = nameless(r->of->folder);
	r->full = r->fd < 0 || step_fault("fetch.write") != 0;
	while (!r->full && some.len > 0) {
		ssize_t n = write(r->fd, some.data, some.len);
		if (n < 0 && errno == EINTR)
			continue;
		r->full = n <= 0;
		if (n > 0) {
			r->size += (size_t)n;
			some = slice_sub(some, (size_t)n, some.len);
		}
	}
	return !r->full;
}

/* The head says how long it is, so that what was cut short is seen (RFC 9112 6.3). */
static bool
is_measured(const struct http_result *res)
{
	return http_result_header(res, "Content-Length").len > 0 ||
	       http_result_header(res, "Transfer-Encoding").len > 0;
}

static void
take_type(struct fetch *x, const struct http_result *res)
{
	struct slice type = http_result_header(res, "Content-Type"), name;
	if (slice_cut(&type, ';', &name) && name.len <= TYPE_MAX && utf8_valid(name))
		x->type = lower(x->pool, slice_trim(name));
}

static void
take_bytes(struct fetch *x, const struct http_result *res)
{
	struct fetch_running *r = x->running;
	struct slice packed = http_result_header(res, "Content-Encoding");
	take_type(x, res);
	if (r->size == 0) {
		end(x, "empty", false);
	} else if (packed.len > 0 && !slice_iis(packed, "identity")) {
		end(x, "packed",
		    false); /* nobody asked for that: what it holds is anybody's guess */
	} else if (!is_measured(res)) {
		end(x, "unmeasured", false);
	} else {
		void *map = mmap(NULL, r->size, PROT_READ, MAP_PRIVATE, r->fd, 0);
		if (map == MAP_FAILED) {
			end(x, "disk", true);
			return;
		}
		x->bytes = slice_make(map, r->size);
		end(x, NULL, false);
	}
}

static void go(struct fetch *x, struct slice to);

static void
take_answer(struct fetch *x, const struct http_result *res)
{
	static const struct {
		int from, to;
		const char *why;
		bool again;
	} rows[] = {
		{401, 401, "login", false},   {403, 403, "login", false},
		{407, 407, "login", false},   {404, 404, "missing", false},
		{410, 410, "missing", false}, {408, 408, "server", true},
		{425, 425, "server", true},   {429, 429, "server", true},
		{500, 599, "server", true},
	};
	int s = res->status;
	bool moved = s == 301 || s == 302 || s == 303 || s == 307 || s == 308;
	struct slice to = http_result_header(res, "Location");
	x->status = s;
	if (s == 200) {
		take_bytes(x, res);
		return;
	}
	if (moved && to.len > 0) {
		go(x, pool_copy(x->pool, to));
		return;
	}
	for (size_t i = 0; i < COUNT(rows); i++)
		if (s >= rows[i].from && s <= rows[i].to) {
			end(x, rows[i].why, rows[i].again);
			return;
		}
	end(x, "status", false);
}

static void
take_fault(struct fetch *x, enum http_fault fault)
{
	static const struct fetch_end ends[] = {
		[HTTP_FAULT_AWAY] = {"away", true},
		[HTTP_FAULT_SLOW] = {"slow", true},
		[HTTP_FAULT_CERTIFICATE] = {"certificate", false},
		[HTTP_FAULT_LARGE] = {"large", false},
		[HTTP_FAULT_ADDRESS] = {"private", false},
	};
	x->status = 0;
	if (x->running->full)
		end(x, "disk", true);
	else
		end(x, ends[fault].why, ends[fault].again);
}

static void
on_done(struct http_call *call)
{
	struct fetch *x = call->arg;
	/* The call goes with the hop. */
	x->running->call = NULL;
	if (call->result.status != 0)
		take_answer(x, &call->result);
	else
		take_fault(x, call->result.fault);
	http_call_free(call);
}

/* The next hop, or the first. */
static void
go(struct fetch *x, struct slice to)
{
	struct fetch_running *r = x->running;
	struct fetch_hop next;
	struct err e = ERR_INIT;
	int64_t left = r->ends - clock_mono();
	const char *why = fetch_hop(x->pool, r->of->conf, r->hops > 0 ? &r->at : NULL, to, &next);
	if (why == NULL && r->hops++ > FETCH_HOPS_MAX)
		why = "loop";
	if (why == NULL && left <= 0) {
		end(x, "slow", true);
		return;
	}
	if (why != NULL) {
		end(x, why, false);
		return;
	}
	r->at = next;
	x->host = next.host;
	r->take = (struct http_take){next.inside, r->of->conf->fetch.size, on_bytes, x};
	struct http_call *call = http_call_new();
	call->out = (struct http_out){.method = "GET",
				      .url = next.url,
				      .timeout_ms = (int)left,
				      .secret_url = true,
				      .take = &r->take};
	call->done = on_done;
	call->arg = x;
	if (http_call_start(r->of->calls, call, &e) < 0) {
		http_call_free(call);
		end(x, "away", true);
		return;
	}
	r->call = call;
}

int
fetcher_start(struct fetcher *f, int64_t id, struct slice url, struct err *e)
{
	if (f->count >= FETCHES_AT_ONCE)
		return err_set(e, ERR_RETRY, "%d links are being fetched", FETCHES_AT_ONCE);
	struct fetch *x = calloc(1, sizeof(*x));
	struct fetch_running *r = calloc(1, sizeof(*r));
	if (x == NULL || r == NULL) {
		free(x);
		free(r);
		return err_set(e, ERR_RETRY, "out of memory");
	}
	*r = (struct fetch_running){.of = f,
				    .next = f->under_way,
				    .fd = -1,
				    .ends = clock_mono() + (int64_t)f->conf->fetch.seconds * 1000};
	*x = (struct fetch){.pool = pool_new(), .id = id, .running = r};
	f->under_way = x;
	f->count++;
	go(x, pool_copy(x->pool, url));
	return 0;
}

int
fetcher_fd(const struct fetcher *f)
{
	return f != NULL ? http_calls_fd(f->calls) : -1;
}

int64_t
fetcher_wait(const struct fetcher *f, int64_t limit)
{
	if (f == NULL || f->count == 0)
		return limit;
	return f->done != NULL ? 0 : http_calls_wait(f->calls, limit);
}

void
fetcher_step(struct fetcher *f)
{
	if (f != NULL)
		http_calls_step(f->calls);
}

struct fetch *
fetcher_next(struct fetcher *f)
{
	struct fetch *x = f != NULL ? f->done : NULL;
	if (x == NULL)
		return NULL;
	f->done = x->running->next;
	f->count--;
	hang_up(x); /* what is mapped stays */
	return x;
}
