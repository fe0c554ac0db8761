/* Limits on connections, see http_guard.h. Lists are short enough to be walked. */
#include "http_guard.h"

static bool
is_whole(const struct guard_conn *c)
{
	return c->state == GUARD_ASKED || c->state == GUARD_ANSWER;
}

static void
drop(struct guard *g, struct guard_conn *c)
{
	if (c->closing)
		return;
	g->count--;
	g->whole -= is_whole(c);
	g->dropped++;
	c->closing = true;
	g->drop(c);
}

/* Drops the best to go, of one party or (NULL) of all: one that idles, else the one whose request
 * has been coming in for longest. False: all are whole. */
static bool
make_room(struct guard *g, const struct http_addr *party)
{
	struct guard_conn *worst = NULL;
	for (struct guard_conn *c = g->first; c != NULL; c = c->next) {
		if (c->closing || is_whole(c))
			continue;
		if (party != NULL && memcmp(&c->party, party, sizeof(*party)) != 0)
			continue;
		bool idle = c->state == GUARD_IDLE,
		     before = worst != NULL && worst->state == GUARD_IDLE;
		if (worst == NULL || (idle && !before) ||
		    (idle == before && c->since < worst->since))
			worst = c;
	}
	if (worst == NULL)
		return false;
	drop(g, worst);
	return true;
}

static size_t
of_party(const struct guard *g, const struct http_addr *party)
{
	size_t n = 0;
	for (const struct guard_conn *c = g->first; c != NULL; c = c->next)
		n += !c->closing && memcmp(&c->party, party, sizeof(*party)) == 0;
	return n;
}

bool
guard_add(struct guard *g, struct guard_conn *c, int64_t now)
{
	c->party = http_addr_party(&c->peer);
	/* A proxy speaks for many: its connections count where its head says. */
	bool proxy = http_nets_have(g->proxies, g->proxy_count, &c->peer);
	if (!proxy && of_party(g, &c->party) >= GUARD_PARTY && !make_room(g, &c->party))
		return false;
	if (g->count - g->whole >= GUARD_CONNECTIONS - GUARD_WHOLE && !make_room(g, NULL))
		return false;
	if (g->count >= GUARD_CONNECTIONS && !make_room(g, NULL))
		return false;
	c->state = GUARD_HEAD;
	c->since = now;
	c->deadline = now + GUARD_REQUEST_MS;
	c->closing = false;
	c->prev = NULL;
	c->next = g->first;
	if (g->first != NULL)
		g->first->prev = c;
	g->first = c;
	g->count++;
	return true;
}

void
guard_remove(struct guard *g, struct guard_conn *c)
{
	if (!c->closing) {
		g->count--;
		g->whole -= is_whole(c);
	}
	if (c->prev != NULL)
		c->prev->next = c->next;
	else
		g->first = c->next;
	if (c->next != NULL)
		c->next->prev = c->prev;
}

void
guard_state(struct guard *g, struct guard_conn *c, enum guard_state state, int64_t now)
{
	bool before = is_whole(c);
	enum guard_state was = c->state;
	c->state = state;
	if (!c->closing)
		g->whole += (size_t)is_whole(c) - (size_t)before;
	switch (state) {
	case GUARD_HEAD:
	case GUARD_BODY:
		/* One deadline for a request: a head that came slowly leaves less for its body. */
		if (was != GUARD_IDLE)
			return;
		c->deadline = now + GUARD_REQUEST_MS;
		break;
	case GUARD_IDLE: c->deadline = now + GUARD_IDLE_MS; break;
	case GUARD_ASKED: break; /* the caller's */
	case GUARD_ANSWER: c->deadline = now + GUARD_ANSWER_MS; break;
	}
	c->since = now;
}

void
guard_party(struct guard *g, struct guard_conn *c, struct slice forwarded_for)
{
	struct http_addr client = http_client(&c->peer, forwarded_for, g->proxies, g->proxy_count);
	struct http_addr party = http_addr_party(&client);
	if (memcmp(&party, &c->party, sizeof(party)) == 0)
		return;
	if (of_party(g, &party) >= GUARD_PARTY)
		make_room(g, &party);
	c->party = party;
}

struct guard_conn *
guard_overdue(struct guard *g, int64_t now)
{
	for (struct guard_conn *c = g->first; c != NULL; c = c->next) {
		if (c->closing || now < c->deadline)
			continue;
		if (c->state == GUARD_ASKED)
			return c;
		drop(g, c);
	}
	return NULL;
}
