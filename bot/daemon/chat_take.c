/* One event into the desk, and the accounts that had to be asked for. */
#include "chats.h"

#include "docket/base/clock.h"
#include "docket/store/chat.h"

#include <stdlib.h>

enum {
	ASKS_MAX = 64, /* the rest is found again by intake_chat_unknown */
	ASK_TRIES = 3,
	ASK_PAUSE_MS = 20 * 1000,
};

/* What the event is answered: in the acknowledgement where that can hold it, else by its own way.
 */
static int
answer(struct chats *c, size_t entry, struct pool *p, const struct chat_event *ev,
       const struct chat_said *said, bool fresh, const struct chat_taken *how, struct err *e)
{
	struct chat_entry *en = &c->entries[entry];
	const struct chat_message *m = said->has ? &said->m : NULL, *now = m;
	struct chat_message part;
	int in = 0;
	int64_t id;
	/* An acknowledgement holds one message: a longer text goes its own way, in parts. */
	if (m != NULL && deliver_chat_part(p, m, chat_entry_caps(en), 0, &part) > 1)
		now = NULL;
	if (how->way == CHAT_BY_PUSH && en->adapter->ack != NULL)
		in = en->adapter->ack(en->self, p, ev, now, how->answer);
	if (how->way == CHAT_BY_SOCKET && en->adapter->socket_ack != NULL)
		in = en->adapter->socket_ack(en->self, p, ev, now, how->frame);
	/* A repeat's answer was queued when the event was new. */
	if ((in == 1 && now != NULL) || m == NULL || !fresh)
		return 0;
	return chat_out_add(c->d->store, slice_of(en->conf->name), m, said->job,
			    clock_now(&c->d->clock), &id, e);
}

int
chats_take(struct chats *c, size_t entry, struct pool *p, const struct chat_event *ev,
	   const struct chat_taken *how, struct err *e)
{
	struct chat_said said = {.has = false};
	if (store_mark(c->d->store, e) < 0)
		return -1;
	int r = intake_chat(c->d->intake, &c->from[entry], ev, p, &said, e);
	if (r >= 0 && answer(c, entry, p, ev, &said, r == 1, how, e) < 0)
		r = -1;
	struct err undo = ERR_INIT;
	if (store_unmark(c->d->store, r >= 0, r >= 0 ? e : &undo) < 0)
		return err_set(e, ERR_RETRY, "%s", undo.text);
	if (r < 0)
		return -1;
	if (said.ask_who)
		chat_ask_who(c, entry, &ev->who);
	return 0;
}

void
chat_trouble(struct chats *c, size_t entry, struct slice why, bool refused)
{
	struct err e = ERR_INIT;
	struct chat_entry *en = &c->entries[entry];
	struct store *s = c->d->store;
	struct chat_refused r = {.source = slice_of(en->conf->name),
				 .why = why.len > 0 ? why : SLICE_LIT("the token is refused"),
				 .at = clock_now(&c->d->clock)};
	if (store_begin(s, &e) < 0)
		return;
	int fresh = refused ? chat_refused_begin(s, &r, &e) : 1;
	log_event(fresh != 0 ? LOG_ALARM : LOG_WARN, "chat.trouble", "chat=%s why=%.*s",
		  en->conf->name, SLICE_ARG(r.why));
	if (fresh < 0 ||
	    (fresh == 1 &&
	     intake_chat_trouble(c->d->intake, r.source, r.why, refused, &e) < 0) ||
	    store_commit(s, &e) < 0) {
		store_rollback(s);
		log_event(LOG_WARN, "chat.trouble", "chat=%s why=%s", en->conf->name, e.text);
		return;
	}
	en->refused |= refused;
}

void
chat_well(struct chats *c, size_t entry)
{
	struct err e = ERR_INIT;
	struct chat_entry *en = &c->entries[entry];
	struct slice source = slice_of(en->conf->name);
	if (!en->refused || store_begin(c->d->store, &e) < 0)
		return;
	int ended = chat_refused_end(c->d->store, source, &e);
	if (ended < 0 || chat_out_release(c->d->store, source, clock_now(&c->d->clock), &e) < 0 ||
	    store_commit(c->d->store, &e) < 0) {
		store_rollback(c->d->store);
		return;
	}
	en->refused = ended == 0;
	deliver_chat_poke(c->deliver);
}

void
chat_ask_who(struct chats *c, size_t entry, const struct chat_actor *who)
{
	for (const struct chat_ask *a = c->asks; a != NULL; a = a->next)
		if (a->entry == entry && slice_eq(a->who.uid, who->uid) &&
		    slice_eq(a->who.tenant, who->tenant))
			return;
	if (c->ask_count >= ASKS_MAX)
		return;
	struct chat_ask *a = calloc(1, sizeof(*a));
	if (a == NULL)
		return;
	a->entry = entry;
	a->call = http_call_new();
	a->who = (struct chat_actor){.tenant = pool_copy(a->call->pool, who->tenant),
				     .uid = pool_copy(a->call->pool, who->uid),
				     .handle = pool_copy(a->call->pool, who->handle),
				     .display = pool_copy(a->call->pool, who->display),
				     .outsider = who->outsider};
	a->next = c->asks;
	c->asks = a;
	c->ask_count++;
}

static void
ask_done(struct http_call *call)
{
	struct chat_ask *a = call->arg;
	a->done = true;
}

/* The platform's word. An answer that is none is asked for again, then the account stays unknown.
 */
static void
understand(struct chats *c, struct chat_ask *a)
{
	struct chat_entry *en = &c->entries[a->entry];
	struct chat_result result = {.status = CHAT_OK};
	int r = en->adapter->whois_is(en->self, a->call->pool, &a->call->result, &a->who, &result);
	bool again = r != 1 && (result.status == CHAT_RETRY || result.status == CHAT_LATER ||
				result.status == CHAT_UNKNOWN || a->call->result.status == 0);
	a->known = r == 1;
	a->done = false;
	if (!again || a->tries >= ASK_TRIES) {
		a->settled = true;
		return;
	}
	a->after = clock_mono() + (int64_t)ASK_PAUSE_MS * a->tries;
}

static void
begin(struct chats *c, struct chat_ask *a)
{
	struct chat_entry *en = &c->entries[a->entry];
	struct err e = ERR_INIT;
	if (en->adapter->whois == NULL || en->adapter->whois_is == NULL) {
		a->settled = true;
		return;
	}
	int errand = chat_entry_refresh(en, c->http);
	if (errand > 0)
		return;
	a->tries++;
	a->call->out = (struct http_out){.method = NULL};
	a->call->done = ask_done;
	a->call->arg = a;
	a->after = clock_mono() + (int64_t)ASK_PAUSE_MS * a->tries;
	if (errand == 0 && en->adapter->whois(en->self, a->call->pool, &a->who, &a->call->out) != 1)
		a->settled = true; /* this platform says nothing about accounts */
	else if (errand < 0 || http_call_start(c->http, a->call, &e) < 0)
		a->settled = a->tries >= ASK_TRIES;
}

void
chat_asks_pump(struct chats *c)
{
	int64_t now = clock_mono();
	for (struct chat_ask *a = c->asks; a != NULL; a = a->next) {
		if (a->done)
			understand(c, a);
		if (!a->settled && a->call->running == NULL && now >= a->after)
			begin(c, a);
	}
}

bool
chat_asks_ready(const struct chats *c)
{
	for (const struct chat_ask *a = c->asks; a != NULL; a = a->next)
		if (a->settled)
			return true;
	return false;
}

int
chat_asks_turn(struct chats *c, struct err *e)
{
	for (struct chat_ask *a = c->asks; a != NULL; a = a->next) {
		struct err one = ERR_INIT, undo = ERR_INIT;
		if (!a->settled)
			continue;
		if (store_mark(c->d->store, e) < 0)
			return -1;
		int r = intake_chat_who(c->d->intake, &c->from[a->entry], &a->who, a->known, &one);
		if (r < 0)
			log_event(LOG_WARN, "chat.who", "chat=%s why=%s",
				  c->entries[a->entry].conf->name, one.text);
		if (store_unmark(c->d->store, r >= 0, &undo) < 0)
			return err_set(e, ERR_RETRY, "%s", undo.text);
	}
	return 0;
}

void
chat_asks_committed(struct chats *c)
{
	for (struct chat_ask **at = &c->asks; *at != NULL;) {
		struct chat_ask *a = *at;
		if (!a->settled) {
			at = &a->next;
			continue;
		}
		*at = a->next;
		c->ask_count--;
		http_call_free(a->call);
		free(a);
	}
}

void
chat_asks_clear(struct chats *c)
{
	while (c->asks != NULL) {
		struct chat_ask *a = c->asks;
		c->asks = a->next;
		http_call_free(a->call);
		free(a);
	}
	c->ask_count = 0;
}
