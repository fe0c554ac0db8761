/*
 * Cards in the team's rooms, kept up to date: one for each job, for each mail that waits for a word
 * before it leaves, for each mail in triage. A card is changed where it stands; only what is new
 * makes a new message. Reviews stand in the rooms shared with their client, too. What changed is found behind a cursor over the ledger, so nothing else has to
 * know that chat exists.
 */
#include "chat_desk.h"

enum { JOBS_A_TIME = 200 }; /* of one call: an import of thousands must not hold up the loop */

/* One room being brought up to date. */
struct board {
	struct intake *in;
	struct store *store;
	struct pool *pool;
	const struct chat_from *from;
	int64_t now;
	int queued;
	bool more; /* it is not all done: look again soon, whether something changes or not */
};

/* A card of this kind and subject, composed without and, when it goes out, with buttons. */
struct subject {
	const char *kind;
	int64_t id, job;
	bool over; /* nothing will change any more; and no card is begun for it */
	const struct job *j;
	const struct outbox_row *o;
	const struct inbox_row *m;
	const struct review *r;
	struct slice room; /* empty: the team's */
};

static int
compose(struct board *b, const struct subject *s, bool press, struct chat_card *out, char seen[65],
        struct err *e)
{
	if (s->j != NULL)
		return card_of_job(b->in, b->pool, s->j, press, out, seen, e);
	if (s->r != NULL)
		return card_of_review(b->in, b->pool, s->r, slice_of(b->from->name), press, out, seen, e);
	if (s->o != NULL)
		return card_of_draft(b->in, b->pool, s->o, press, out, seen, e);
	return card_of_triage(b->in, b->pool, s->m, press, out, seen, e);
}

static struct slice
room_of(const struct board *b, const struct subject *s)
{
	return s->room.len > 0 ? s->room : slice_of(b->from->room);
}

static int
queue(struct board *b, const struct subject *s, struct slice replace, int64_t *id_out, struct err *e)
{
	char seen[65];
	struct chat_message m = {.act = replace.len > 0 ? CHAT_UPDATE : CHAT_POST,
	                         .room = room_of(b, s), .replace = replace, .part = 1,
	                         .parts = 1};
	if (compose(b, s, true, &m.card, seen, e) < 0 ||
	    chat_out_add(b->store, slice_of(b->from->name), &m, s->job, b->now, id_out, e) < 0)
		return -1;
	b->queued++;
	return 0;
}

/* The newest message about it has not left: its words are changed instead of sending two. 1, 0, -1. */
static int
reword(struct board *b, const struct subject *s, const struct chat_out_row *row, struct err *e)
{
	char seen[65];
	struct chat_message m = row->m;
	return compose(b, s, true, &m.card, seen, e) < 0 ? -1 : chat_out_replace(b->store, row->id, &m, e);
}

/* Brings a card that is there up to date. */
static int
renew(struct board *b, const struct subject *s, struct chat_shown *c, struct err *e)
{
	struct chat_out_row first, last;
	int got = chat_out_get(b->store, b->pool, c->out, &first, e);
	if (got == 1)
		got = chat_out_get(b->store, b->pool, c->newest, &last, e);
	if (got < 0)
		return -1;
	if (got == 0 || first.state == CHAT_OUT_DEAD || first.state == CHAT_OUT_DROPPED) {
		c->settled = true; /* the room is gone, or never was: a person was told */
		return 0;
	}
	c->behind = false;
	got = last.state == CHAT_OUT_QUEUED ? reword(b, s, &last, e) : 0;
	if (got != 0)
		return got < 0 ? -1 : 0;
	if (first.posted.len == 0) { /* it is on its way just now, or the platform gave no name for it */
		c->behind = first.state == CHAT_OUT_QUEUED;
		b->more |= c->behind;
		return 0;
	}
	if (!b->from->caps->update)
		return 0;
	return queue(b, s, first.posted, &c->newest, e);
}

static int
show(struct board *b, const struct subject *s, struct err *e)
{
	struct chat_shown c = {.kind = s->kind, .subject = s->id, .source = slice_of(b->from->name),
	                       .room = room_of(b, s)};
	struct chat_card card;
	char seen[65];
	int got = chat_shown_get(b->store, b->pool, &c, e);
	if (got < 0 || compose(b, s, false, &card, seen, e) < 0)
		return -1;
	if (got == 1 && slice_is(c.shown, seen) && !c.behind) {
		if (c.settled == s->over)
			return 0;
	} else if (got == 1) {
		if (renew(b, s, &c, e) < 0)
			return -1;
	} else {
		if (s->over)
			return 0;
		if (queue(b, s, SLICE_NONE, &c.out, e) < 0)
			return -1;
		c.newest = c.out;
	}
	c.shown = slice_of(seen);
	c.settled = s->over && !c.behind;
	return chat_shown_put(b->store, &c, e);
}

static int
show_job(struct board *b, int64_t id, struct err *e)
{
	struct job j;
	int got = job_get(b->store, b->pool, id, &j, e);
	struct subject s = {.kind = "job", .id = id, .job = id, .j = &j};
	if (got <= 0)
		return got;
	s.over = job_is_over(j.state); /* reopened, it is shown again: the same card */
	return show(b, &s, e);
}

static int
jobs(struct board *b, struct err *e)
{
	char key[80];
	struct slice kept = SLICE_NONE;
	id_list changed = {0};
	chat_shown_list open = {0};
	int64_t after = 0, last = 0;
	snprintf(key, sizeof(key), "cards:%s", b->from->name);
	int got = chat_cursor_get(b->store, b->pool, slice_of(key), &kept, e);
	if (got < 0)
		return -1;
	if (got == 1)
		slice_int(kept, &after);
	else if (chat_newest_event(b->store, &after, e) < 0) /* the past is not told now */
		return -1;
	if (chat_jobs_changed(b->store, b->pool, after, JOBS_A_TIME, &changed, &last, e) < 0 ||
	    chat_shown_open(b->store, b->pool, slice_of(b->from->name), "job", &open, e) < 0)
		return -1;
	for (size_t i = 0; i < changed.len; i++)
		if (show_job(b, changed.at[i], e) < 0)
			return -1;
	for (size_t i = 0; i < open.len; i++)
		if (open.at[i].behind && show_job(b, open.at[i].subject, e) < 0)
			return -1;
	b->more |= last > after;
	if (got == 1 && last == after)
		return 0;
	return chat_cursor_put(b->store, slice_of(key), pool_slicef(b->pool, "%lld", (long long)last),
	                       b->now, e);
}

static int
drafts(struct board *b, struct err *e)
{
	outbox_list waiting = {0};
	chat_shown_list open = {0};
	if (outbox_list_state(b->store, b->pool, OUTBOX_DRAFT, &waiting, e) < 0 ||
	    chat_shown_open(b->store, b->pool, slice_of(b->from->name), "draft", &open, e) < 0)
		return -1;
	for (size_t i = 0; i < waiting.len; i++) {
		struct subject s = {.kind = "draft", .id = waiting.at[i].id, .job = waiting.at[i].job,
		                    .o = &waiting.at[i]};
		if (show(b, &s, e) < 0)
			return -1;
	}
	for (size_t i = 0; i < open.len; i++) {
		struct outbox_row o;
		int got = outbox_get(b->store, b->pool, open.at[i].subject, &o, e);
		struct subject s = {.kind = "draft", .id = open.at[i].subject, .job = got == 1 ? o.job : 0,
		                    .o = &o, .over = true};
		if (got < 0 || (got == 1 && o.state != OUTBOX_DRAFT && show(b, &s, e) < 0))
			return -1;
	}
	return 0;
}

static int
triage(struct board *b, struct err *e)
{
	inbox_list waiting = {0};
	chat_shown_list open = {0};
	if (inbox_triage(b->store, b->pool, &waiting, e) < 0 ||
	    chat_shown_open(b->store, b->pool, slice_of(b->from->name), "triage", &open, e) < 0)
		return -1;
	for (size_t i = 0; i < waiting.len; i++) {
		struct inbox_row m; /* the list has no words */
		struct subject s = {.kind = "triage", .id = waiting.at[i].id, .m = &m};
		int got = inbox_get(b->store, b->pool, waiting.at[i].id, &m, e);
		if (got < 0 || (got == 1 && show(b, &s, e) < 0))
			return -1;
	}
	for (size_t i = 0; i < open.len; i++) {
		struct inbox_row m;
		int got = inbox_get(b->store, b->pool, open.at[i].subject, &m, e);
		struct subject s = {.kind = "triage", .id = open.at[i].subject, .m = &m, .over = true};
		if (got < 0 || (got == 1 && !m.triage_open && show(b, &s, e) < 0))
			return -1;
	}
	return 0;
}

/* A client's reviews in the rooms they share with the team. */
static int
reviews(struct board *b, struct err *e)
{
	chat_shown_list now = {0}, shown = {0};
	struct slice source = slice_of(b->from->name);
	if (chat_room_reviews(b->store, b->pool, source, &now, e) < 0 ||
	    chat_shown_open(b->store, b->pool, source, "review", &shown, e) < 0)
		return -1;
	for (size_t i = 0; i < now.len + shown.len; i++) {
		const struct chat_shown *c = i < now.len ? &now.at[i] : &shown.at[i - now.len];
		struct review r;
		struct job j;
		int64_t client = 0;
		int got = review_get(b->store, b->pool, c->subject, &r, e);
		if (got == 1) /* a room that is not shared any more hears nothing more */
			got = chat_room_client(b->store, source, c->room, &client, e);
		if (got == 1)
			got = job_get(b->store, b->pool, r.job, &j, e);
		if (got == 1 && j.client != client)
			got = 0;
		struct subject s = {.kind = "review", .id = c->subject, .job = r.job, .r = &r, .room = c->room,
		                    .over = r.state != REVIEW_OPEN};
		if (got < 0 || (got == 1 && show(b, &s, e) < 0))
			return -1;
	}
	return 0;
}

void
intake_chat_use(struct intake *in, const struct chat_from *from, size_t count)
{
	in->chat = from;
	in->chat_count = count;
}

/* kept: what the store looked like when all of these entries were up to date. */
static int
boards(struct intake *in, const struct chat_from *from, size_t count, int64_t kept[CHAT_PULSE],
       struct err *e)
{
	int64_t pulse[CHAT_PULSE];
	int queued = 0;
	if (count == 0)
		return 0;
	if (chat_pulse(in->env.store, pulse, e) < 0)
		return -1;
	if (memcmp(pulse, kept, sizeof(pulse)) == 0)
		return 0;
	if (store_begin(in->env.store, e) < 0)
		return -1;
	struct pool *pool = pool_new();
	bool more = false;
	int r = 0;
	for (size_t i = 0; r == 0 && i < count; i++) {
		struct board b = {.in = in, .store = in->env.store, .pool = pool, .from = &from[i],
		                  .now = clock_now(in->env.clock)};
		int64_t client = 0;
		int shared = from[i].room == NULL ? 1
		                                  : chat_room_client(in->env.store, slice_of(from[i].name),
		                                                     slice_of(from[i].room), &client, e);
		if (shared < 0) {
			r = -1;
			break;
		}
		bool team = shared == 0; /* a room that a client reads is no team's room, whatever is configured */
		if ((team && (jobs(&b, e) < 0 || drafts(&b, e) < 0 || triage(&b, e) < 0)) ||
		    reviews(&b, e) < 0)
			r = -1;
		queued += b.queued;
		more |= b.more;
	}
	pool_free(pool);
	if (r == 0 && store_commit(in->env.store, e) == 0) {
		if (!more)
			memcpy(kept, pulse, sizeof(pulse));
		step("chat.cards");
		return queued;
	}
	store_rollback(in->env.store);
	return -1;
}

int
intake_chat_cards(struct intake *in, struct err *e)
{
	return boards(in, in->chat, in->chat_count, in->chat_pulse, e);
}

int
intake_chat_cards_at(struct intake *in, const struct chat_from *from, struct err *e)
{
	return boards(in, from, 1, in->terminal_pulse, e);
}
