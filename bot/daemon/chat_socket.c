/*
 * Platforms that are called and then speak (WebSocket). An event is acknowledged when it is
 * committed, on the connection it came on; a connection that the platform wants replaced is kept
 * until the new one is there.
 */
#include "chat_socket.h"

#include "docket/base/clock.h"
#include "docket/base/rand.h"
#include "docket/base/step.h"

#include <stdlib.h>

enum {
	FIRST_MS = 1000,
	LAST_MS = 5 * 60 * 1000,
	DEAD_MS = 10 * 60 * 1000, /* a token that was refused is tried again so often */
	OLD_MS = 30 * 1000,	  /* a replaced connection: what is under way there ends by then */
	PENDING_MAX = 256,	  /* events of one turn; more wait in the socket */
};

static void
rest(struct chat_socket *s, int64_t least)
{
	int64_t ms = FIRST_MS;
	s->failures++;
	for (int i = 1; i < s->failures && ms < LAST_MS; i++)
		ms *= 2;
	ms = ms < LAST_MS ? ms : LAST_MS;
	ms = ms > least ? ms : least;
	s->next = clock_mono() + ms + (int64_t)rand_below((uint64_t)ms / 2 + 1);
}

static void
failed(struct chats *c, size_t i, const char *why, int64_t least)
{
	struct chat_socket *s = &c->sockets[i];
	slice_cstr(slice_of(why), s->why, sizeof(s->why));
	log_event(LOG_WARN, "chat.socket", "chat=%s why=%s", c->entries[i].conf->name, s->why);
	rest(s, least);
}

static void
open_at(struct chats *c, size_t i, struct slice url)
{
	struct chat_socket *s = &c->sockets[i];
	struct err e = ERR_INIT;
	if (websocket_new(url, &s->now, &e) < 0)
		failed(c, i, e.text, 0);
	s->greeted = false;
}

static void
named(struct http_call *call)
{
	struct chats *c = call->arg;
	size_t i = (size_t)call->id;
	struct chat_socket *s = &c->sockets[i];
	struct chat_entry *en = &c->entries[i];
	struct chat_result result = {.status = CHAT_OK};
	struct slice url = SLICE_NONE;
	s->ask = NULL;
	int r = en->adapter->socket_url(en->self, call->pool, &call->result, &url, &result);
	if (r >= 0 && url.len > 0) {
		open_at(c, i, url);
	} else {
		char why[CHAT_WHY_MAX];
		bool dead = result.status == CHAT_REAUTH || result.status == CHAT_REJECTED;
		int64_t later = result.not_before - clock_now(&c->d->clock);
		failed(c, i, slice_cstr(result.why, why, sizeof(why)),
		       dead					  ? DEAD_MS
		       : result.status == CHAT_LATER && later > 0 ? later
								  : 0);
		s->dead = dead;
		if (dead)
			chat_trouble(c, i, result.why, result.status == CHAT_REAUTH);
	}
	http_call_free(call);
}

static void
begin(struct chats *c, size_t i)
{
	struct chat_socket *s = &c->sockets[i];
	struct chat_entry *en = &c->entries[i];
	struct err e = ERR_INIT;
	struct slice url = SLICE_NONE;
	if (chat_entry_refresh(en, c->http) != 0) {
		s->next = clock_mono() + FIRST_MS;
		return;
	}
	struct http_call *call = http_call_new();
	int r = en->adapter->socket_ask(en->self, call->pool, &call->out, &url, &e);
	call->done = named;
	call->arg = c;
	call->id = (int64_t)i;
	s->dead = false;
	if (r == 0)
		open_at(c, i, url);
	else if (r == 1 && http_call_start(c->http, call, &e) == 0) {
		s->ask = call;
		return;
	} else
		failed(c, i, e.text, 0);
	http_call_free(call);
}

/* What it brought is kept, but cannot be acknowledged any more. */
static void
hang_up(struct chat_socket *s, struct websocket *w)
{
	for (size_t k = 0; k < s->pending.len; k++)
		if (s->pending.at[k].on == w)
			s->pending.at[k].on = NULL;
	websocket_free(w);
}

void
chat_sockets_pump(struct chats *c)
{
	int64_t mono = clock_mono();
	for (size_t i = 0; i < c->count; i++) {
		struct chat_socket *s = &c->sockets[i];
		if (s->old != NULL && mono >= s->old_until) {
			hang_up(s, s->old);
			s->old = NULL;
		}
		if (s->used && s->now == NULL && s->ask == NULL && mono >= s->next)
			begin(c, i);
	}
}

/* The platform asks for another connection: this one goes on until that is open. */
static void
replace(struct chat_socket *s)
{
	if (s->old != NULL)
		hang_up(s, s->old);
	s->old = s->now;
	s->old_until = clock_mono() + OLD_MS;
	s->now = NULL;
	s->next = clock_mono() + (int64_t)rand_below(FIRST_MS);
}

/* One text of the platform. True: it asks for a new connection. */
static bool
take_text(struct chats *c, size_t i, struct websocket *w, struct slice text)
{
	struct chat_socket *s = &c->sockets[i];
	struct chat_entry *en = &c->entries[i];
	struct err e = ERR_INIT;
	chat_event_list events = {0};
	chat_frames frames = {0};
	text = pool_copy(s->pool, text);
	int r = en->adapter->socket_text(en->self, s->pool, text, &events, &frames, &e);
	if (r < 0)
		log_event(LOG_WARN, "chat.socket", "chat=%s passed over: %s", en->conf->name,
			  e.text);
	for (size_t k = 0; k < frames.len; k++)
		websocket_send(w, frames.at[k]);
	for (size_t k = 0; k < events.len; k++) {
		struct chat_pending *p = VEC_NEW(&s->pending, s->pool);
		*p = (struct chat_pending){.event = events.at[k], .on = w};
	}
	return r == 1;
}

/* Reads one connection. -1 it is over. */
static int
read_one(struct chats *c, size_t i, struct websocket *w, bool *again)
{
	struct chat_socket *s = &c->sockets[i];
	struct err e = ERR_INIT;
	struct slice text;
	int got, state = websocket_step(w, &e);
	if (state < 0) {
		slice_cstr(slice_of(e.text), s->why, sizeof(s->why));
		return -1;
	}
	if (state == 0)
		return 0;
	s->good = clock_mono();
	if (w == s->now && !s->greeted) {
		s->greeted = true;
		log_event(LOG_INFO, "chat.socket", "chat=%s state=open", c->entries[i].conf->name);
		chat_well(c, i);
	}
	while (s->pending.len < PENDING_MAX && (got = websocket_next(w, &text, &e)) != 0) {
		if (got < 0) {
			slice_cstr(slice_of(e.text), s->why, sizeof(s->why));
			return -1;
		}
		s->failures =
			0; /* only one that spoke was well: an open door alone proves nothing */
		*again |= take_text(c, i, w, text);
	}
	return 0;
}

void
chat_sockets_read(struct chats *c)
{
	for (size_t i = 0; i < c->count; i++) {
		struct chat_socket *s = &c->sockets[i];
		bool again = false, ignored = false;
		if (s->old != NULL && read_one(c, i, s->old, &ignored) < 0) {
			hang_up(s, s->old);
			s->old = NULL;
		}
		if (s->now == NULL)
			continue;
		if (read_one(c, i, s->now, &again) < 0) {
			hang_up(s, s->now);
			s->now = NULL;
			failed(c, i, s->why, 0);
		} else if (again) {
			replace(s);
		}
	}
}

bool
chat_sockets_ready(const struct chats *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->sockets[i].pending.len > 0)
			return true;
	return false;
}

int
chat_sockets_turn(struct chats *c, struct err *e)
{
	(void)e;
	for (size_t i = 0; i < c->count; i++) {
		struct chat_socket *s = &c->sockets[i];
		for (size_t k = 0; k < s->pending.len; k++) {
			struct chat_pending *p = &s->pending.at[k];
			struct chat_taken how = {.way = CHAT_BY_SOCKET, .frame = &p->frame};
			struct err one = ERR_INIT;
			p->frame = SLICE_NONE;
			p->taken = chats_take(c, i, s->pool, &p->event, &how, &one) == 0;
			/* Not acknowledged, it comes again. */
			if (!p->taken)
				log_event(LOG_WARN, "chat.event", "chat=%s why=%s",
					  c->entries[i].conf->name, one.text);
		}
	}
	return 0;
}

static void
forget(struct chat_socket *s)
{
	s->pending.len = s->pending.cap = 0;
	s->pending.at = NULL;
	if (s->pool != NULL)
		pool_reset(s->pool);
}

void
chat_sockets_committed(struct chats *c)
{
	for (size_t i = 0; i < c->count; i++) {
		struct chat_socket *s = &c->sockets[i];
		for (size_t k = 0; k < s->pending.len; k++) {
			const struct chat_pending *p = &s->pending.at[k];
			step("chat.acknowledge");
			if (p->taken && p->on != NULL && p->frame.len > 0)
				websocket_send(p->on, p->frame);
		}
		forget(s);
	}
}

void
chat_sockets_undo(struct chats *c)
{
	for (size_t i = 0; i < c->count; i++)
		forget(&c->sockets[i]);
}

void
chat_sockets_clear(struct chats *c)
{
	for (size_t i = 0; c->sockets != NULL && i < c->count; i++) {
		struct chat_socket *s = &c->sockets[i];
		http_call_free(s->ask);
		websocket_free(s->now);
		websocket_free(s->old);
		pool_free(s->pool);
	}
	free(c->sockets);
	c->sockets = NULL;
}

int
chat_sockets_open(struct chats *c, bool listens, struct err *e)
{
	c->sockets = calloc(CHATS_MAX, sizeof(*c->sockets));
	if (c->sockets == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	for (size_t i = 0; i < c->count && !c->once; i++) {
		struct chat_socket *s = &c->sockets[i];
		s->used = c->entries[i].adapter->socket_ask != NULL &&
			  chat_entry_uses(&c->entries[i], CONF_TRANSPORT_SOCKET, listens);
		if (s->used)
			s->pool = pool_new();
		s->good = clock_mono();
	}
	return 0;
}

size_t
chat_sockets_wait(const struct chats *c, struct smtp_wait *w)
{
	size_t n = 0;
	for (size_t i = 0; c->sockets != NULL && i < c->count; i++) {
		const struct websocket *both[] = {c->sockets[i].now, c->sockets[i].old};
		for (size_t k = 0; k < COUNT(both); k++) {
			if (both[k] == NULL)
				continue;
			short out = websocket_writes(both[k]) ? 4 : 0;
			w[n++] = (struct smtp_wait){.fd = websocket_fd(both[k]),
						    .events = (short)(1 | out)};
		}
	}
	return n;
}

int64_t
chat_sockets_nap(const struct chats *c, int64_t limit)
{
	int64_t now = clock_mono();
	for (size_t i = 0; i < c->count; i++) {
		const struct chat_socket *s = &c->sockets[i];
		if (s->now != NULL)
			limit = websocket_wait(s->now, limit);
		if (s->old != NULL)
			limit = websocket_wait(s->old, limit);
		if (s->used && s->now == NULL && s->ask == NULL && s->next - now < limit)
			limit = s->next > now ? s->next - now : 0;
	}
	return limit;
}

const char *
chat_socket_health(const struct chats *c, size_t i, int64_t mono)
{
	const struct chat_socket *s = c->sockets != NULL ? &c->sockets[i] : NULL;
	if (s == NULL || !s->used)
		return "ok";
	return s->dead ? "refused" : mono - s->good > CLOCK_MINUTE ? "silent" : "ok";
}
