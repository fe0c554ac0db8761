/*
 * Platforms that are asked: one long poll an entry, its cursor moved by the transaction that keeps
 * the events, so that a crash asks for the same ones again.
 */
#include "chats.h"

#include "docket/base/clock.h"
#include "docket/base/rand.h"
#include "docket/base/step.h"

enum {
	QUIET_MS = 5000, /* an adapter has nothing to ask just now */
	FIRST_MS = 1000,
	LAST_MS = 5 * 60 * 1000,
	ONCE_TRIES = 3, /* of a single pass */
	DEAD_MS = 10 * 60 * 1000, /* a token that was refused is tried again so often */
};

static void
rest(struct chat_pull *p, int64_t least)
{
	int64_t ms = FIRST_MS;
	p->failures++;
	for (int i = 1; i < p->failures && ms < LAST_MS; i++)
		ms *= 2;
	ms = ms < LAST_MS ? ms : LAST_MS;
	ms += (int64_t)rand_below((uint64_t)ms / 4 + 1);
	p->next = clock_mono() + (ms > least ? ms : least);
}

/* Of a single pass: what cannot be asked is left to the next one. */
static void
once_failed(struct chats *c, struct chat_pull *p, struct slice why, bool dead)
{
	if (!c->once || (!dead && ++p->once_tries < ONCE_TRIES))
		return;
	p->done = p->failed = true;
	slice_cstr(why, p->why, sizeof(p->why));
}

static void
drop(struct chat_pull *p)
{
	http_call_free(p->call);
	p->call = NULL;
	p->ready = false;
	p->got = (struct chat_pulled){.wait_ms = 0};
}

/* An answer is there: what it says is read at once, and kept in the next turn. */
static void
pulled(struct http_call *call)
{
	struct chats *c = call->arg;
	size_t i = (size_t)call->id;
	struct chat_pull *p = &c->pulls[i];
	struct chat_entry *en = &c->entries[i];
	struct err e = ERR_INIT;
	int64_t now = clock_now(&c->d->clock);
	p->got = (struct chat_pulled){.status = CHAT_OK};
	if (en->adapter->pulled(en->self, call->pool, p->cursor, &call->result, now, &p->got, &e) <
	    0) {
		p->got = (struct chat_pulled){.status = CHAT_RETRY, .why = slice_of(e.text)};
		p->got.why = pool_copy(call->pool, p->got.why);
	}
	p->ready = true;
}

static void
ask(struct chats *c, size_t i)
{
	struct chat_pull *p = &c->pulls[i];
	struct chat_entry *en = &c->entries[i];
	struct err e = ERR_INIT;
	int errand = chat_entry_refresh(en, c->http);
	if (errand != 0) {
		p->next = clock_mono() + FIRST_MS;
		if (errand < 0 && en->health == CHAT_REAUTH && !p->refused) {
			p->refused = true;
			chat_trouble(c, i, slice_of(en->why), true);
		}
		if (errand < 0)
			once_failed(c, p, slice_of(en->why), en->health == CHAT_REAUTH);
		return;
	}
	struct http_call *call = http_call_new();
	int r = chat_cursor_get(c->d->store, call->pool, slice_of(en->conf->name), &p->cursor, &e);
	if (r >= 0)
		r = en->adapter->pull(en->self, call->pool, p->cursor, &call->out, &e);
	call->done = pulled;
	call->arg = c;
	call->id = (int64_t)i;
	if (r == 1 && http_call_start(c->http, call, &e) == 0) {
		p->call = call;
		return;
	}
	http_call_free(call);
	if (r == 0) {
		p->done = c->once;
		p->next = clock_mono() + QUIET_MS;
		p->good = clock_mono();
		return;
	}
	log_event(LOG_WARN, "chat.pull", "chat=%s why=%s", en->conf->name, e.text);
	rest(p, 0);
	once_failed(c, p, slice_of(e.text), false);
}

void
chat_pulls_pump(struct chats *c)
{
	int64_t now = clock_mono();
	for (size_t i = 0; i < c->count; i++) {
		struct chat_pull *p = &c->pulls[i];
		if (p->used && !p->done && p->call == NULL && now >= p->next)
			ask(c, i);
	}
}

bool
chat_pulls_done(const struct chats *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->pulls[i].used && !c->pulls[i].done)
			return false;
	return true;
}

bool
chat_pulls_ready(const struct chats *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->pulls[i].ready)
			return true;
	return false;
}

/* The events of one answer and its cursor; all or nothing. */
static int
keep(struct chats *c, size_t i, struct err *e)
{
	struct chat_pull *p = &c->pulls[i];
	const char *name = c->entries[i].conf->name;
	struct chat_taken how = {.way = CHAT_BY_PULL};
	for (size_t k = 0; k < p->got.events.len; k++) {
		struct err one = ERR_INIT;
		if (chats_take(c, i, p->call->pool, &p->got.events.at[k], &how, &one) == 0)
			continue;
		if (one.kind == ERR_RETRY && p->stuck + 1 < TRIES_MAX)
			return err_set(e, ERR_RETRY, "%s", one.text);
		/* One that never goes in must not hold up those behind it. */
		log_event(LOG_ALARM, "chat.event", "chat=%s passed over: %s", name, one.text);
	}
	if (p->got.next.len == 0 || slice_eq(p->got.next, p->cursor))
		return 0;
	return chat_cursor_put(c->d->store, slice_of(name), p->got.next, clock_now(&c->d->clock),
			       e);
}

int
chat_pulls_turn(struct chats *c, struct err *e)
{
	for (size_t i = 0; i < c->count; i++) {
		struct chat_pull *p = &c->pulls[i];
		struct err one = ERR_INIT, undo = ERR_INIT;
		if (!p->ready)
			continue;
		if (store_mark(c->d->store, e) < 0)
			return -1;
		int r = keep(c, i, &one);
		if (store_unmark(c->d->store, r == 0, &undo) < 0)
			return err_set(e, ERR_RETRY, "%s", undo.text);
		if (r == 0) {
			p->stuck = 0;
			continue;
		}
		p->stuck++;
		p->got = (struct chat_pulled){.status = CHAT_RETRY,
					      .why = pool_copy(p->call->pool, slice_of(one.text))};
	}
	return 0;
}

/* What comes next, by how it went. */
static void
settle(struct chats *c, size_t i)
{
	struct chat_pull *p = &c->pulls[i];
	int64_t mono = clock_mono(), now = clock_now(&c->d->clock);
	enum chat_status status = p->got.status;
	if (status == CHAT_OK || status == CHAT_ACCEPTED) {
		if (p->failures > 0)
			log_event(LOG_INFO, "chat.pull", "chat=%s state=well",
				  c->entries[i].conf->name);
		p->failures = 0;
		if (p->refused || p->good == c->opened) /* after a start the token may be another */
			chat_well(c, i);
		p->refused = false;
		p->good = mono;
		p->next = mono + p->got.wait_ms;
		p->why[0] = '\0';
		p->done = c->once && p->got.wait_ms > 0; /* it has nothing more just now */
		return;
	}
	slice_cstr(p->got.why, p->why, sizeof(p->why));
	log_event(LOG_WARN, "chat.pull", "chat=%s status=%d why=%s", c->entries[i].conf->name,
		  (int)status, p->why);
	bool dead = status == CHAT_REAUTH || status == CHAT_GONE || status == CHAT_REJECTED;
	rest(p, dead ? DEAD_MS : p->got.wait_ms);
	if (status == CHAT_LATER && p->got.not_before - now > p->next - mono)
		p->next = mono + (p->got.not_before - now);
	once_failed(c, p, p->got.why, dead);
	p->refused = status == CHAT_REAUTH;
	if (dead)
		chat_trouble(c, i, slice_of(p->why), p->refused);
}

void
chat_pulls_committed(struct chats *c)
{
	for (size_t i = 0; i < c->count; i++) {
		if (!c->pulls[i].ready)
			continue;
		step("chat.pulled");
		settle(c, i);
		drop(&c->pulls[i]);
	}
}

/* The commit failed: the same is asked for again, from the same cursor. */
void
chat_pulls_undo(struct chats *c)
{
	for (size_t i = 0; i < c->count; i++) {
		if (!c->pulls[i].ready)
			continue;
		drop(&c->pulls[i]);
		rest(&c->pulls[i], 0);
	}
}

void
chat_pulls_clear(struct chats *c)
{
	for (size_t i = 0; i < c->count; i++)
		drop(&c->pulls[i]);
}

int64_t
chat_pulls_nap(const struct chats *c, int64_t limit)
{
	int64_t now = clock_mono();
	for (size_t i = 0; i < c->count; i++) {
		const struct chat_pull *p = &c->pulls[i];
		if (!p->used || p->done || p->call != NULL || p->next - now >= limit)
			continue;
		limit = p->next > now ? p->next - now : 0;
	}
	return limit;
}
