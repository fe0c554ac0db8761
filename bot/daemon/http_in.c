/*
 * Requests of platforms: whose they are, whether they are authentic, what they say. A turn takes
 * all that are whole, so that the more there are, the more share one flush.
 */
#include "chats.h"

#include "docket/base/clock.h"
#include "docket/base/json.h"
#include "docket/base/step.h"

#include <poll.h>
#include <stdlib.h>

enum {
	GATHER_MS = 20, /* of a turn; the rest waits for the next */
	GATHER_MAX = 256,
	CROWD_MIN = 4,                /* fewer callers answer each other's flushes anyway */
	CROWD_WAIT_NS = 1000 * 1000,  /* at most: a slow disk must not make us idle */
	WAITING_MAX = 32, /* for keys, of all entries: more are told to come again */
	WAIT_MS = 2000,	  /* below every platform's patience */
};

static const struct http_answer AGAIN = {.status = 503};

static bool
entry_of(const struct chats *c, struct slice path, size_t *out)
{
	struct slice name = SLICE_NONE;
	if (!slice_starts(path, "/chat/"))
		return false;
	path = slice_sub(path, 6, path.len);
	slice_cut(&path, '/', &name);
	for (size_t i = 0; i < c->count; i++)
		if (c->pushed[i] && slice_is(name, c->entries[i].conf->name)) {
			*out = i;
			return true;
		}
	return false;
}

static void
refuse(struct chats *c, uint64_t id, const char *name, int status, const char *why)
{
	uint64_t held = 0;
	c->refused++;
	http_gate_answer(&c->gate, id, &(struct http_answer){.status = status});
	if (log_let(&c->quiet, clock_mono(), &held))
		log_event(LOG_WARN, "chat.refused", "chat=%s status=%d held=%llu why=%s", name,
			  status, (unsigned long long)held, why);
}

/* What it says. Answered at once where there is nothing to keep. */
static void
decode(struct chats *c, size_t entry, uint64_t id, const struct http_in *in)
{
	struct chat_entry *en = &c->entries[entry];
	struct http_push push = {.id = id, .entry = entry};
	struct err e = ERR_INIT;
	if (en->adapter->decode(en->self, c->turn_pool, in, &push.events, &push.answer, &e) < 0) {
		refuse(c, id, en->conf->name, 400, e.text);
		return;
	}
	if (push.events.len == 0) {
		if (push.answer.status == 0)
			push.answer.status = 200;
		http_gate_answer(&c->gate, id, &push.answer);
		return;
	}
	VEC_ADD(&c->pushes, c->turn_pool, push);
}

static struct slice
keep(struct pool *p, struct slice s)
{
	return pool_copy(p, s);
}

/* It needs keys that are not there: it waits while they are fetched. */
static void
wait(struct chats *c, size_t entry, uint64_t id, const struct http_in *in)
{
	struct chat_entry *en = &c->entries[entry];
	struct http_waiting *w = NULL;
	if (c->waiting_count < WAITING_MAX && chat_entry_refresh(en, c->http) == 1)
		w = calloc(1, sizeof(*w));
	if (w == NULL) {
		refuse(c, id, en->conf->name, 503, "its signing key is not there");
		return;
	}
	w->pool = pool_new();
	w->id = id;
	w->entry = entry;
	w->errands = en->errands;
	w->until = clock_mono() + WAIT_MS;
	w->in = (struct http_in){.method = keep(w->pool, in->method),
				 .path = keep(w->pool, in->path),
				 .query = keep(w->pool, in->query),
				 .body = keep(w->pool, in->body),
				 .now = in->now};
	for (size_t i = 0; i < in->headers.len; i++) {
		struct http_header *h = VEC_NEW(&w->in.headers, w->pool);
		h->name = keep(w->pool, in->headers.at[i].name);
		h->value = keep(w->pool, in->headers.at[i].value);
	}
	w->next = c->waiting;
	c->waiting = w;
	c->waiting_count++;
}

/* Patient: it may wait for keys. */
static void
look_at(struct chats *c, size_t entry, uint64_t id, const struct http_in *in, bool patient)
{
	struct chat_entry *en = &c->entries[entry];
	struct err e = ERR_INIT;
	int status = en->adapter->verify(en->self, c->turn_pool, in, &e);
	if (status == 0)
		decode(c, entry, id, in);
	else if (status == CHAT_VERIFY_WAIT && patient)
		wait(c, entry, id, in);
	else if (status == CHAT_VERIFY_WAIT)
		refuse(c, id, en->conf->name, 401, "no such signing key");
	else
		refuse(c, id, en->conf->name, status >= 400 ? status : 401, e.text);
}

/* For a monitor: what is well. Names only; why it is not is in the log and in `docket check`. */
static void
say_health(struct chats *c, uint64_t id)
{
	struct str out;
	struct json w;
	bool well = true;
	int64_t now = clock_mono();
	str_init(&out, 8192);
	json_begin(&w, &out);
	json_open(&w);
	json_key(&w, "chat");
	json_open(&w);
	for (size_t i = 0; i < c->count; i++) {
		const char *state = chats_health(c, i, now);
		well &= strcmp(state, "ok") == 0;
		json_put_cstr(&w, c->entries[i].conf->name, state);
	}
	json_close(&w);
	json_put_cstr(&w, "status", well ? "ok" : "degraded");
	json_close(&w);
	struct http_answer a = {
		.status = well ? 200 : 503, .type = "application/json", .body = str_slice(&out)};
	http_gate_answer(&c->gate, id, &a);
	str_clear(&out);
}

static void
wake(struct chats *c)
{
	int64_t mono = clock_mono();
	for (struct http_waiting **at = &c->waiting; *at != NULL;) {
		struct http_waiting *w = *at;
		bool there = c->entries[w->entry].errands != w->errands;
		if (!there && mono < w->until) {
			at = &w->next;
			continue;
		}
		*at = w->next;
		c->waiting_count--;
		/* Its texts last as long as the turn: events point into them. */
		struct http_in in = {.method = keep(c->turn_pool, w->in.method),
				     .path = keep(c->turn_pool, w->in.path),
				     .query = keep(c->turn_pool, w->in.query),
				     .body = keep(c->turn_pool, w->in.body),
				     .now = w->in.now};
		for (size_t i = 0; i < w->in.headers.len; i++) {
			struct http_header *h = VEC_NEW(&in.headers, c->turn_pool);
			h->name = keep(c->turn_pool, w->in.headers.at[i].name);
			h->value = keep(c->turn_pool, w->in.headers.at[i].value);
		}
		if (there)
			look_at(c, w->entry, w->id, &in, false);
		else
			refuse(c, w->id, c->entries[w->entry].conf->name, 503, "no keys in time");
		pool_free(w->pool);
		free(w);
	}
}

/*
 * Who comes while a flush is under way waits for the next one, so a crowd of callers falls into two
 * halves that take turns, and each flush serves a half. Where a crowd was seen the commit waits for the
 * rest of it, for what a flush takes: no longer than those would lose who come too late.
 */
bool
http_in_more(struct chats *c, int64_t until)
{
	size_t crowd = c->crowd < GATHER_MAX ? c->crowd : GATHER_MAX;
	if (c->pushes.len == 0 || crowd < CROWD_MIN || c->pushes.len >= crowd * 3 / 4)
		return false;
	int64_t left = until - clock_mono_ns();
	struct pollfd p = {.fd = http_gate_fd(&c->gate), .events = POLLIN};
	struct timespec t = {.tv_nsec = left > 0 ? left : 0};
	if (p.fd < 0 || ppoll(&p, 1, &t, NULL) <= 0)
		return false;
	http_gate_read(&c->gate);
	c->readable = true;
	return http_gate_fd(&c->gate) >= 0;
}

int64_t
http_in_patience(const struct chats *c)
{
	return c->flush_ns < CROWD_WAIT_NS ? c->flush_ns : CROWD_WAIT_NS;
}

void
http_in_gather(struct chats *c)
{
	int64_t end = clock_mono() + GATHER_MS;
	struct http_in in;
	uint64_t id;
	size_t entry, n = 0;
	if (c->waiting != NULL)
		wake(c);
	while (c->readable && n < GATHER_MAX && clock_mono() < end) {
		if (http_gate_next(&c->gate, c->turn_pool, &in, &id) != 1) {
			c->readable = false;
			break;
		}
		n++;
		in.now = clock_now(&c->d->clock);
		if (slice_is(in.path, "/health"))
			say_health(c, id);
		else if (entry_of(c, in.path, &entry))
			look_at(c, entry, id, &in, true);
		else
			refuse(c, id, "-", 404, "no such entry");
	}
	c->requests += n;
}

int
http_in_turn(struct chats *c, struct err *e)
{
	(void)e;
	for (; c->applied < c->pushes.len; c->applied++) {
		struct http_push *p = &c->pushes.at[c->applied];
		struct http_answer given = p->answer;
		for (size_t k = 0; k < p->events.len; k++) {
			struct err one = ERR_INIT;
			struct http_answer a = {.status = 0};
			struct chat_taken how = {.way = CHAT_BY_PUSH, .answer = &a};
			if (chats_take(c, p->entry, c->turn_pool, &p->events.at[k], &how, &one) <
			    0) {
				log_event(LOG_WARN, "chat.event", "chat=%s why=%s",
					  c->entries[p->entry].conf->name, one.text);
				given = AGAIN; /* what of it was kept is known when it comes again
						*/
				break;
			}
			if (a.status != 0)
				given = a;
		}
		if (given.status == 0)
			given.status = 200;
		given.body = pool_copy(c->turn_pool, given.body); /* what it came from may be read over */
		p->answer = given;
	}
	return 0;
}

void
http_in_answer(struct chats *c, bool committed)
{
	for (size_t i = 0; i < c->pushes.len; i++) {
		step("chat.answer");
		http_gate_answer(&c->gate, c->pushes.at[i].id,
				 committed ? &c->pushes.at[i].answer : &AGAIN);
	}
	size_t answered = c->pushes.len;
	c->pushes = (http_push_list){.at = NULL};
	c->applied = 0;
	http_gate_pump(&c->gate);
	if (answered == 0)
		return;
	http_gate_read(&c->gate);
	c->readable = true;
	c->crowd = answered + http_gate_whole(&c->gate, GATHER_MAX);
}

void
http_in_clear(struct chats *c)
{
	while (c->waiting != NULL) {
		struct http_waiting *w = c->waiting;
		c->waiting = w->next;
		pool_free(w->pool);
		free(w);
	}
}
