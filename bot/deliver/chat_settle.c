/*
 * What becomes of a row of chat once a try came to something: one consequence for each of the words
 * of enum chat_status (see the header of chat's way out for what is repeated and what is not).
 */
#include "chat_post.h"

#include "docket/base/log.h"
#include "docket/base/rand.h"

enum {
	ATTEMPTS_MAX = 30, /* about six hours of back-off */
	UNKNOWN_TRIES = 2, /* sends without an answer, where a repeat may be seen */
	PROBES_MAX = 5,
	HELD_MS = 10 * CLOCK_MINUTE, /* a refused token is tried again so often, by one message a room */
	ANSWER_KEPT_MS = CLOCK_HOUR, /* who asked has moved on, and things may be otherwise */
};

int64_t
deliver_chat_backoff(int attempts, uint64_t jitter)
{
	enum { FIRST = 5, LAST = 15 * 60 };
	int64_t ms = (int64_t)FIRST * CLOCK_SECOND, most = (int64_t)LAST * CLOCK_SECOND;
	for (int i = 1; i < attempts && ms < most; i++)
		ms *= 2;
	if (ms > most)
		ms = most;
	return ms + (int64_t)(jitter % (uint64_t)(ms / 4));
}

uint64_t
post_room(const struct chat_message *m)
{
	struct slice s = m->direct ? m->only : m->room;
	uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.data[i]) * UINT64_C(0x100000001b3);
	return h | 1;
}

static struct deliver_chat_dead *
bury(struct deliver_chat *d, const struct post *p, struct slice why)
{
	if (d->dead_count == POST_DEAD_MAX) /* the newest is as good as any: all are in the log */
		d->dead_count--;
	struct deliver_chat_dead *dead = &d->dead[d->dead_count++];
	*dead = (struct deliver_chat_dead){
		.row = p->row.id, .job = p->row.job, .name = d->entries[p->entry].conf->name};
	bool person = p->row.m.act == CHAT_REPLY || p->row.m.act == CHAT_OPEN;
	dead->answer = person && p->result.status != CHAT_REAUTH;
	slice_cstr(why, dead->why, sizeof(dead->why));
	return dead;
}

bool
deliver_chat_next_dead(struct deliver_chat *d, struct deliver_chat_dead *out)
{
	if (d->dead_count == 0)
		return false;
	*out = d->dead[--d->dead_count];
	return true;
}

/* Told to wait: the room does; a second room that is told so means that all of the platform does.
 */
static int64_t
later(struct deliver_chat *d, struct post *p, int64_t now)
{
	struct post_entry *s = &d->state[p->entry];
	int64_t until = p->result.not_before;
	uint64_t room = post_room(&p->row.m);
	if (until <= now)
		until = now + deliver_chat_backoff(p->row.attempts + 1, rand_below(UINT32_MAX));
	if (s->later_until > now && s->later_room != room && until > s->rest_until)
		s->rest_until = until;
	s->later_until = until;
	s->later_room = room;
	return until;
}

/* An entry whose token is refused, or is taken again. */
static int
look_at_token(struct deliver_chat *d, struct post *p, const struct chat_settle *c, struct err *e)
{
	struct chat_entry *en = &d->entries[p->entry];
	struct slice source = slice_of(en->conf->name);
	if (p->result.status == CHAT_REAUTH) {
		bury(d, p, c->why)->refused = true;
		return 0;
	}
	if (!en->refused || (p->result.status != CHAT_OK && p->result.status != CHAT_ACCEPTED))
		return 0;
	if (p->row.held != 0 && chat_out_release(d->store, source, c->now, e) < 0)
		return -1;
	int ended = chat_refused_end(d->store, source, e);
	if (ended == 1) {
		en->refused = false;
		log_event(LOG_INFO, "chat.token", "chat=%s state=well", en->conf->name);
	}
	return ended < 0 ? -1 : 0;
}

int
post_settle(struct deliver_chat *d, struct post *p, struct err *e)
{
	int64_t now = clock_now(d->clock);
	struct chat_settle c = {.id = p->row.id,
				.now = now,
				.state = CHAT_OUT_QUEUED,
				.parts_done = p->row.parts_done,
				.unknown = p->row.unknown,
				.why = p->result.why};
	int64_t again = now + deliver_chat_backoff(p->row.attempts + 1, rand_below(UINT32_MAX));
	bool care = !chat_entry_caps(&d->entries[p->entry])->idempotent && p->row.m.act != CHAT_UPDATE;
	switch (p->result.status) {
	case CHAT_OK:
	case CHAT_ACCEPTED:
		c.parts_done++;
		c.unknown = false;
		c.why = SLICE_NONE;
		c.state = c.parts_done >= p->parts ? CHAT_OUT_SENT : CHAT_OUT_QUEUED;
		c.due = now;
		if (p->row.parts_done == 0)
			c.posted = p->result.posted;
		c.thread = p->result.thread;
		break;
	case CHAT_RETRY:
		c.counts = true;
		c.due = p->probing ? now
				   : again; /* probed: it is not there, so it may go at once */
		break;
	case CHAT_LATER: c.due = later(d, p, now); break;
	case CHAT_UNKNOWN:
		c.counts = true;
		c.unknown = true;
		c.due = again;
		/* Where it can't be asked whether it arrived, it is not said twice: a person looks. */
		if (care && (d->entries[p->entry].adapter->probe == NULL ||
			     (p->row.unknown &&
			      p->row.attempts + 1 >= (p->probing ? PROBES_MAX : UNKNOWN_TRIES))))
			c.state = CHAT_OUT_DEAD;
		break;
	case CHAT_REAUTH: /* no fault of the message: it waits, in its place, for a token that is taken */
		c.held = true;
		c.due = now + HELD_MS;
		if (p->row.m.act == CHAT_REPLY && now - p->row.created >= ANSWER_KEPT_MS)
			c.state = CHAT_OUT_DROPPED;
		break;
	case CHAT_GONE:
	case CHAT_TOO_BIG:
	case CHAT_REJECTED: c.state = CHAT_OUT_DEAD; break;
	}
	if (c.state == CHAT_OUT_QUEUED && p->row.attempts + 1 >= ATTEMPTS_MAX && c.counts)
		c.state = CHAT_OUT_DEAD;
	if (p->row.m.act == CHAT_OPEN && c.state == CHAT_OUT_QUEUED)
		c.state = CHAT_OUT_DROPPED; /* who pressed is gone elsewhere within seconds */
	c.held &= c.state == CHAT_OUT_QUEUED;
	if (chat_out_settle(d->store, &c, e) < 0 || look_at_token(d, p, &c, e) < 0)
		return -1;
	if (c.state == CHAT_OUT_DEAD)
		bury(d, p, c.why.len > 0 ? c.why : SLICE_LIT("it could not be sent"));
	log_event(c.state == CHAT_OUT_DEAD ? LOG_WARN : LOG_INFO, "chat.settled",
		  "chat=%s row=%lld state=%d status=%d parts=%u/%u",
		  d->entries[p->entry].conf->name, (long long)p->row.id, (int)c.state,
		  (int)p->result.status, c.parts_done, p->parts);
	return 0;
}
