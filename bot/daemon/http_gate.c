/* Frames to and from the http-child, see http_gate.h. */
#include "http_gate.h"

#include "docket/base/clock.h"
#include "docket/base/log.h"

#include <unistd.h>

enum {
	/* Taken off a platform's patience: for the way back through a proxy. */
	MARGIN_MS = 500,
	LEAST_MS = 1000,
	USUAL_MS = 3000,
	STARTS_SHIFT = 48,
	STARTS_MASK = 0xffff,
};

int
http_gate_open(struct http_gate *g, const struct conf *conf, struct err *e)
{
	*g = (struct http_gate){.conf = conf, .listen_fd = -1};
	g->child.args[0] = "http-child";
	g->child.chan.fd = -1;
	if (conf->http.listen == NULL)
		return 0;
	return http_listen(conf->http.listen, &g->listen_fd, e);
}

void
http_gate_name(struct http_gate *g, const char *name, int ms, bool puts)
{
	if (g->name_count == HTTP_NAMES_MAX)
		return;
	if (ms <= 0)
		ms = USUAL_MS;
	ms -= MARGIN_MS;
	g->names[g->name_count].name = name;
	g->names[g->name_count].puts = puts;
	g->names[g->name_count++].ms = ms < LEAST_MS ? LEAST_MS : ms;
}

void
http_gate_close(struct http_gate *g)
{
	child_stop(&g->child, false);
	if (g->listen_fd >= 0)
		close(g->listen_fd);
	g->listen_fd = -1;
}

static int
set_up(struct http_gate *g, struct err *e)
{
	struct str frame;
	str_init(&frame, 64 << 10);
	frame_put_u32(&frame, (uint32_t)g->conf->http.trusted_proxies.len);
	for (size_t i = 0; i < g->conf->http.trusted_proxies.len; i++)
		frame_put_bytes(&frame, slice_of(g->conf->http.trusted_proxies.at[i]));
	frame_put_u32(&frame, (uint32_t)g->name_count);
	for (size_t i = 0; i < g->name_count; i++) {
		frame_put_bytes(&frame, slice_of(g->names[i].name));
		frame_put_u32(&frame, (uint32_t)g->names[i].ms);
		frame_put_u32(&frame, g->names[i].puts);
	}
	struct slice part = str_slice(&frame);
	int r = frame_queue(&g->child.chan, HTTP_SETUP, &part, 1, e);
	str_clear(&frame);
	return r;
}

static void
ended(struct http_gate *g)
{
	child_ended(&g->child, clock_mono());
	log_event(LOG_WARN, "http.child", "state=ended failures=%d", g->child.failures);
}

void
http_gate_pump(struct http_gate *g)
{
	struct err e = ERR_INIT;
	if (g->listen_fd < 0)
		return;
	if (child_due(&g->child, clock_mono())) {
		g->child.extra_fd = g->listen_fd;
		if (child_start(&g->child, HTTP_FRAME_MAX, &e) < 0 || set_up(g, &e) < 0) {
			log_event(LOG_WARN, "http.start", "why=%s", e.text);
			child_ended(&g->child, clock_mono());
			return;
		}
		g->starts = (g->starts + 1) & STARTS_MASK;
	}
	if (g->child.pid != 0 && frame_flush(&g->child.chan, &e) < 0)
		ended(g);
}

int
http_gate_fd(const struct http_gate *g)
{
	return g->child.pid != 0 ? g->child.chan.fd : -1;
}

bool
http_gate_writes(const struct http_gate *g)
{
	return g->child.pid != 0 && frame_pending(&g->child.chan);
}

void
http_gate_read(struct http_gate *g)
{
	struct err e = ERR_INIT;
	if (g->child.pid != 0 && frame_fill(&g->child.chan, &e) < 0)
		ended(g); /* what it had not handed over is not answered: the platform repeats it */
}

size_t
http_gate_whole(const struct http_gate *g, size_t max)
{
	return g->child.pid != 0 ? frame_whole(&g->child.chan, max) : 0;
}

static bool
take(struct slice p, struct pool *pool, struct http_in *in, uint64_t *id)
{
	uint32_t ms, count;
	if (!frame_get_u64(&p, id) || !frame_get_u32(&p, &ms) ||
	    !frame_get_bytes(&p, &in->method) || !frame_get_bytes(&p, &in->path) ||
	    !frame_get_bytes(&p, &in->query) || !frame_get_u32(&p, &count) ||
	    count > HTTP_HEADERS_MAX)
		return false;
	in->headers.at = pool_array(pool, count + 1, sizeof(*in->headers.at));
	in->headers.len = in->headers.cap = count;
	for (uint32_t i = 0; i < count; i++)
		if (!frame_get_bytes(&p, &in->headers.at[i].name) ||
		    !frame_get_bytes(&p, &in->headers.at[i].value))
			return false;
	return frame_get_bytes(&p, &in->body);
}

int
http_gate_next(struct http_gate *g, struct pool *pool, struct http_in *in, uint64_t *id_out)
{
	unsigned char type;
	struct slice p;
	struct err e = ERR_INIT;
	if (g->child.pid == 0)
		return 0;
	int next = frame_next(&g->child.chan, &type, &p, &e);
	if (next == 0)
		return 0;
	*in = (struct http_in){.now = 0};
	if (next < 0 || type != HTTP_REQUEST || !take(p, pool, in, id_out)) {
		log_event(LOG_ALARM, "http.child", "state=malformed why=%s", e.text);
		ended(g);
		return 0;
	}
	*id_out |= g->starts << STARTS_SHIFT;
	g->served++;
	return 1;
}

void
http_gate_answer(struct http_gate *g, uint64_t id, const struct http_answer *a)
{
	struct str head;
	struct err e = ERR_INIT;
	if (g->child.pid == 0 || id >> STARTS_SHIFT != g->starts)
		return;
	str_init(&head, 4096);
	frame_put_u64(&head, id & ((UINT64_C(1) << STARTS_SHIFT) - 1));
	frame_put_u32(&head, (uint32_t)a->status);
	frame_put_bytes(&head, slice_of(a->type));
	frame_put_u32(&head, (uint32_t)a->body.len);
	struct slice parts[] = {str_slice(&head), a->body};
	if (frame_queue(&g->child.chan, HTTP_REPLY, parts, COUNT(parts), &e) < 0)
		log_event(LOG_WARN, "http.answer", "why=%s", e.text);
	g->answers += a->status >= 200 && a->status < 300;
	str_clear(&head);
}
