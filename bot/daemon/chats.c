/* The chat side of a turn, see chats.h. */
#include "chat_socket.h"

#include "docket/base/clock.h"
#include "docket/base/step.h"

enum {
	ONCE_MS = 60 * 1000, /* a single pass ends then, whatever a platform makes it wait for */
	CARDS_MS = 1000,	    /* between two looks at what changed on jobs */
	UNKNOWN_MS = 5 * 60 * 1000, /* between two looks at accounts that were never answered for */
};

/* What people are told to type: where slash commands are pushed and nothing is, a mention. */
static void
name_call(struct chats *c, size_t i)
{
	const struct chat_caps *caps = &c->entries[i].adapter->caps;
	const char *command = c->entries[i].conf->command;
	char first = caps->slash_called && !c->pushed[i] ? '@' : caps->calls != 0 ? caps->calls : '/';
	(void)snprintf(c->calls[i], sizeof(c->calls[i]), "%c%s", first,
		       command != NULL ? command : "docket");
	c->from[i].call = c->calls[i];
}

/* Entries that were refused when docket last ran. */
static int
know_refused(struct chats *c, struct err *e)
{
	chat_refused_list all = {0};
	const struct chat_refused *r;
	if (chat_refused_all(c->d->store, c->turn_pool, &all, e) < 0)
		return -1;
	VEC_EACH (r, &all)
		for (size_t i = 0; i < c->count; i++)
			c->entries[i].refused |= slice_is(r->source, c->entries[i].conf->name);
	return 0;
}

int
chats_open(struct chats *c, struct desk *d, bool once, struct err *e)
{
	const struct conf *conf = d->conf;
	bool listens = conf->http.listen != NULL && !once;
	*c = (struct chats){.d = d, .once = once, .gate = {.listen_fd = -1}};
	c->gate.child.chan.fd = -1;
	if (conf->chat.len == 0 && !listens)
		return 0;
	struct chat_entry_as as = {
		.public_url = conf->http.public_url, .clock = &d->clock, .quick = once};
	c->turn_pool = pool_new();
	c->opened = clock_mono();
	c->once_until = c->opened + ONCE_MS;
	if (http_calls_new(&c->http, e) < 0)
		return -1;
	for (size_t i = 0; i < conf->chat.len && i < CHATS_MAX; i++) {
		struct chat_entry *en = &c->entries[i];
		if (chat_entry_open(en, &conf->chat.at[i], &as, e) < 0)
			return -1;
		c->count++;
		c->from[i] = (struct chat_from){
			.name = en->conf->name, .room = en->conf->room, .tenant = en->conf->tenant,
			.caps = chat_entry_caps(en)};
		c->pushed[i] = chat_entry_uses(en, CONF_TRANSPORT_PUSH, listens) &&
			       en->adapter->verify != NULL && en->adapter->decode != NULL;
		c->pulls[i].used = en->adapter->pull != NULL &&
				   chat_entry_uses(en, CONF_TRANSPORT_PULL, listens);
		c->pulls[i].good = c->opened;
	}
	for (size_t i = 0; i < c->count; i++)
		name_call(c, i);
	if (know_refused(c, e) < 0)
		return -1;
	if (chat_sockets_open(c, listens, e) < 0)
		return -1;
	intake_chat_use(d->intake, c->from, c->count);
	if (listens && http_gate_open(&c->gate, conf, e) < 0)
		return -1;
	for (size_t i = 0; i < c->count; i++)
		if (c->pushed[i])
			http_gate_name(&c->gate, c->entries[i].conf->name,
				       c->entries[i].adapter->caps.ack_ms,
				       c->entries[i].adapter->caps.puts);
	return deliver_chat_new(d->store, &d->clock, c->http, c->entries, c->count, &c->deliver, e);
}

void
chats_close(struct chats *c)
{
	http_gate_close(&c->gate);
	http_in_clear(c);
	chat_asks_clear(c);
	chat_pulls_clear(c);
	chat_sockets_clear(c);
	deliver_chat_free(c->deliver);
	for (size_t i = 0; i < c->count; i++)
		chat_entry_close(&c->entries[i]);
	http_calls_free(c->http);
	pool_free(c->turn_pool);
}

void
chats_pump(struct chats *c)
{
	http_gate_pump(&c->gate);
	if (c->count == 0)
		return;
	chat_pulls_pump(c);
	chat_sockets_pump(c);
	chat_asks_pump(c);
}

size_t
chats_wait(const struct chats *c, struct smtp_wait *w)
{
	size_t n = 0;
	short out = http_gate_writes(&c->gate) ? 4 : 0;
	w[n++] = (struct smtp_wait){.fd = http_gate_fd(&c->gate), .events = (short)(1 | out)};
	w[n++] = (struct smtp_wait){.fd = c->http != NULL ? http_calls_fd(c->http) : -1,
				    .events = 1};
	return n + chat_sockets_wait(c, w + n);
}

int64_t
chats_nap(struct chats *c, int64_t limit)
{
	if (c->http == NULL)
		return limit;
	int64_t now = clock_mono();
	const struct child *child = &c->gate.child;
	if (c->gate.listen_fd >= 0 && child->pid == 0 && child->restart_at - now < limit)
		limit = child->restart_at > now ? child->restart_at - now : 0;
	limit = http_calls_wait(c->http, limit);
	if (c->count > 0)
		limit = chat_sockets_nap(c,
					 chat_pulls_nap(c, deliver_chat_wait(c->deliver, limit)));
	return limit;
}

void
chats_read(struct chats *c)
{
	if (c->http == NULL)
		return;
	if (http_gate_fd(&c->gate) >= 0) {
		http_gate_read(&c->gate);
		c->readable = true;
	}
	http_calls_step(c->http);
	if (c->sockets != NULL)
		chat_sockets_read(c);
}

static bool
has_work(struct chats *c)
{
	return c->pushes.len > 0 || chat_pulls_ready(c) || chat_sockets_ready(c) ||
	       chat_asks_ready(c) || deliver_chat_has_work(c->deliver);
}

static void
tell_dead(struct chats *c)
{
	struct deliver_chat_dead dead;
	while (deliver_chat_next_dead(c->deliver, &dead))
		for (size_t i = 0; i < c->count && !dead.answer; i++)
			if (strcmp(c->entries[i].conf->name, dead.name) == 0)
				chat_trouble(c, i, slice_of(dead.why), dead.refused);
}

/* What callers have sent, and those who come while it is applied. */
static int
take_callers(struct chats *c, struct err *e)
{
	int r = http_in_turn(c, e);
	int64_t until = clock_mono_ns() + http_in_patience(c);
	while (r == 0 && http_in_more(c, until)) {
		http_in_gather(c);
		r = http_in_turn(c, e);
	}
	return r;
}

static int
commit(struct chats *c, struct err *e)
{
	size_t moved = 0;
	if (store_begin(c->d->store, e) < 0)
		return -1;
	bool done = take_callers(c, e) >= 0 && chat_pulls_turn(c, e) >= 0 &&
		    chat_sockets_turn(c, e) >= 0 && chat_asks_turn(c, e) >= 0 &&
		    deliver_chat_turn(c->deliver, &moved, e) >= 0;
	int64_t begun = clock_mono_ns();
	if (!done || store_commit(c->d->store, e) < 0) {
		store_rollback(c->d->store);
		return -1;
	}
	c->flush_ns = clock_mono_ns() - begun;
	step("chat.committed");
	return 0;
}

int
chats_turn(struct chats *c, struct err *e)
{
	if (c->http == NULL)
		return 0;
	pool_reset(c->turn_pool);
	http_in_gather(c);
	if (c->count == 0 || !has_work(c)) {
		http_gate_pump(&c->gate);
		return c->readable;
	}
	c->turns++;
	if (commit(c, e) < 0) {
		deliver_chat_undo(c->deliver);
		chat_pulls_undo(c);
		chat_sockets_undo(c);
		http_in_answer(c, false);
		return -1;
	}
	bool changed = c->pushes.len > 0 || chat_pulls_ready(c) || chat_sockets_ready(c) ||
		       chat_asks_ready(c);
	http_in_answer(c, true);
	chat_pulls_committed(c);
	chat_sockets_committed(c);
	chat_asks_committed(c);
	deliver_chat_start(c->deliver);
	tell_dead(c);
	c->cards_due |= changed;
	return 1;
}

void
chats_poke(struct chats *c)
{
	c->cards_due = true;
	if (c->deliver != NULL)
		deliver_chat_poke(c->deliver);
}

static void
look_for_unknown(struct chats *c)
{
	for (size_t i = 0; i < c->count; i++) {
		struct err e = ERR_INIT;
		struct pool *p = pool_new();
		chat_actor_list who = {0};
		if (intake_chat_unknown(c->d->intake, &c->from[i], p, &who, &e) < 0)
			log_event(LOG_WARN, "chat.who", "why=%s", e.text);
		for (size_t k = 0; k < who.len; k++)
			chat_ask_who(c, i, &who.at[k]);
		pool_free(p);
	}
}

/* A bot that is dead must not look well. Told again after as long. */
static void
look_for_silent(struct chats *c, int64_t now)
{
	for (size_t i = 0; i < c->count; i++) {
		struct chat_pull *p = &c->pulls[i];
		struct chat_socket *s = &c->sockets[i];
		if (p->used && now - p->good >= SILENT_MS && now >= p->told) {
			p->told = now + SILENT_MS;
			chat_trouble(c, i, slice_of(p->why), false);
		}
		if (s->used && now - s->good >= SILENT_MS && now >= s->told) {
			s->told = now + SILENT_MS;
			chat_trouble(c, i, slice_of(s->why), false);
		}
	}
}

void
chats_idle(struct chats *c)
{
	struct err e = ERR_INIT;
	int64_t now = clock_mono();
	if (c->count == 0)
		return;
	if (now >= c->unknown_at) {
		c->unknown_at = now + UNKNOWN_MS;
		look_for_unknown(c);
	}
	look_for_silent(c, now);
	if (!c->cards_due && now < c->cards_at)
		return;
	c->cards_due = false;
	c->cards_at = now + CARDS_MS;
	int queued = intake_chat_cards(c->d->intake, &e);
	if (queued < 0)
		log_event(LOG_WARN, "chat.cards", "why=%s", e.text);
	if (queued > 0)
		deliver_chat_poke(c->deliver);
}

bool
chats_busy(struct chats *c)
{
	if (c->deliver == NULL)
		return false;
	if (deliver_chat_busy(c->deliver) > 0 || deliver_chat_has_work(c->deliver))
		return true;
	/* What a room's own rate puts off by seconds is still of this pass. */
	int64_t left = c->once_until - clock_mono();
	return c->once && left > 0 &&
	       (!chat_pulls_done(c) || c->ask_count > 0 || c->cards_due ||
		deliver_chat_wait(c->deliver, left) < left);
}

int
chats_outcome(const struct chats *c, struct err *e)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->pulls[i].failed)
			return err_set(e, ERR_SOURCE, "chat %s: %s", c->entries[i].conf->name,
				       c->pulls[i].why[0] != '\0' ? c->pulls[i].why
								  : "it could not be asked");
	return 0;
}

void
chats_stop(struct chats *c)
{
	if (c->deliver != NULL)
		deliver_chat_stop(c->deliver);
}

void
chats_say(const struct chats *c)
{
	log_event(LOG_INFO, "chat.served", "requests=%llu commits=%llu refused=%llu",
		  (unsigned long long)c->requests, (unsigned long long)c->turns,
		  (unsigned long long)c->refused);
}

const char *
chats_health(const struct chats *c, size_t i, int64_t mono)
{
	if (c->entries[i].health == CHAT_REAUTH || c->entries[i].refused)
		return "refused";
	if (c->pulls[i].used && c->pulls[i].failures > 0)
		return mono - c->pulls[i].good > CLOCK_MINUTE ? "silent" : "ok";
	return chat_socket_health(c, i, mono);
}
