/* Claim and send for chat, see the header. A claim sends one part; what was sent of a long text is
 * settled (chat_settle.c) before its next part goes. */
#include "chat_post.h"

#include "docket/base/step.h"

#include <stdlib.h>

enum {
	CLAIM_MINUTES = 5, /* longer than any request's own limit: the retry after a crash */
	FLYING_MAX = 4,	   /* of one entry at once */
	ERRAND_WAIT_MS = 30 * 1000,
};

int
deliver_chat_new(struct store *store, const struct clock *clock, struct http_calls *http,
		 struct chat_entry *entries, size_t count, struct deliver_chat **out, struct err *e)
{
	struct deliver_chat *d = calloc(1, sizeof(*d));
	if (d != NULL)
		d->state = calloc(count + 1, sizeof(*d->state));
	if (d == NULL || d->state == NULL) {
		free(d);
		return err_set(e, ERR_RETRY, "out of memory");
	}
	d->store = store;
	d->clock = clock;
	d->http = http;
	d->entries = entries;
	d->count = count;
	d->stale = true;
	if (chat_out_wake(store, clock_now(clock), e) < 0) {
		deliver_chat_free(d);
		return -1;
	}
	*out = d;
	return 0;
}

static void
post_free(struct deliver_chat *d, struct post *p)
{
	d->state[p->entry].flying--;
	d->busy--;
	http_call_free(p->call);
	pool_free(p->pool);
	free(p);
}

static void
list_free(struct deliver_chat *d, struct post **list)
{
	while (*list != NULL) {
		struct post *next = (*list)->next;
		post_free(d, *list);
		*list = next;
	}
}

static void
push(struct post **list, struct post *p)
{
	p->next = *list;
	*list = p;
}

static void
take_out(struct post **list, const struct post *p)
{
	for (; *list != NULL; list = &(*list)->next)
		if (*list == p) {
			*list = p->next;
			return;
		}
}

void
deliver_chat_free(struct deliver_chat *d)
{
	if (d == NULL)
		return;
	list_free(d, &d->claimed);
	list_free(d, &d->waiting);
	list_free(d, &d->flying);
	list_free(d, &d->finished);
	list_free(d, &d->settling);
	free(d->state);
	free(d);
}

static struct post_lane *
lane_of(struct post_entry *s, uint64_t room)
{
	struct post_lane *oldest = &s->rooms[0];
	for (size_t i = 0; i < POST_ROOMS; i++) {
		if (s->rooms[i].room == room)
			return &s->rooms[i];
		if (s->rooms[i].next < oldest->next)
			oldest = &s->rooms[i];
	}
	*oldest = (struct post_lane){.room = room};
	return oldest;
}

/* -- what a try came to ---------------------------------------------------------------------- */

static void
finish(struct deliver_chat *d, struct post *p, enum chat_status status, struct slice why)
{
	p->result = (struct chat_result){.status = status, .why = why};
	push(&d->finished, p);
}

static void
answered(struct http_call *c)
{
	struct post *p = c->arg;
	p->done = true;
}

static void
judge(struct deliver_chat *d, struct post *p)
{
	struct chat_entry *en = &d->entries[p->entry];
	int64_t now = clock_now(d->clock);
	if (!p->probing) {
		en->adapter->result(en->self, p->pool, &p->m, &p->call->result, now, &p->result);
	} else {
		int there =
			en->adapter->probed(en->self, p->pool, &p->m, &p->call->result, &p->result);
		if (there == 1)
			p->result.status = CHAT_OK;
		else if (there == 0) {
			/* It never arrived: as if it had not been tried. */
			p->result.status = CHAT_RETRY;
			p->row.unknown = false;
		} else if (p->result.status == CHAT_OK)
			p->result.status = CHAT_UNKNOWN;
	}
	step("chat.answered");
	push(&d->finished, p);
}

static void
collect(struct deliver_chat *d)
{
	for (struct post *p = d->flying, *next; p != NULL; p = next) {
		next = p->next;
		if (!p->done)
			continue;
		take_out(&d->flying, p);
		judge(d, p);
	}
}

/* -- claiming -------------------------------------------------------------------------------- */

/* 1 claimed or put off, 0 nothing due, -1. */
static int
claim(struct deliver_chat *d, size_t i, struct err *e)
{
	struct chat_entry *en = &d->entries[i];
	struct post_entry *s = &d->state[i];
	int64_t now = clock_now(d->clock);
	struct post *p = calloc(1, sizeof(*p));
	if (p == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	p->pool = pool_new();
	p->entry = i;
	s->flying++;
	d->busy++;
	int got = chat_out_claim(d->store, p->pool, slice_of(en->conf->name), now,
				 now + (int64_t)CLAIM_MINUTES * CLOCK_MINUTE, &p->row, e);
	if (got <= 0) {
		post_free(d, p);
		return got;
	}
	int a_minute = chat_entry_caps(en)->per_room_minute;
	bool spread = a_minute > 0 && p->row.m.act == CHAT_POST;
	struct post_lane *lane = spread ? lane_of(s, post_room(&p->row.m)) : NULL;
	if (lane != NULL && lane->next > now && lane->next - now <= CLOCK_MINUTE) {
		struct chat_settle c = {.id = p->row.id,
					.now = now,
					.state = CHAT_OUT_QUEUED,
					.due = lane->next,
					.unknown = p->row.unknown,
					.parts_done = p->row.parts_done};
		post_free(d, p);
		return chat_out_settle(d->store, &c, e) < 0 ? -1 : 1;
	}
	if (lane != NULL)
		lane->next = now + CLOCK_MINUTE / a_minute;
	push(&d->claimed, p);
	return 1;
}

int
deliver_chat_turn(struct deliver_chat *d, size_t *work_out, struct err *e)
{
	*work_out = 0;
	collect(d);
	while (d->finished != NULL) {
		struct post *p = d->finished;
		if (post_settle(d, p, e) < 0)
			return -1;
		d->finished = p->next;
		push(&d->settling, p);
		++*work_out;
	}
	int64_t now = clock_now(d->clock);
	d->stale = true;
	for (size_t i = 0; i < d->count && !d->stopping; i++) {
		int got = 1;
		while (got == 1 && d->state[i].flying < FLYING_MAX &&
		       d->state[i].rest_until <= now && http_calls_free_slots(d->http) > 0) {
			got = claim(d, i, e);
			if (got < 0)
				return -1;
			*work_out += got == 1;
		}
	}
	return 0;
}

void
deliver_chat_undo(struct deliver_chat *d)
{
	list_free(d, &d->claimed);
	d->dead_count = 0;
	while (d->settling != NULL) {
		struct post *p = d->settling;
		d->settling = p->next;
		push(&d->finished, p);
	}
	d->stale = true;
}

/* -- sending --------------------------------------------------------------------------------- */

static int
prepare(struct deliver_chat *d, struct post *p, struct err *e)
{
	struct chat_entry *en = &d->entries[p->entry];
	const struct chat_adapter *a = en->adapter;
	p->parts = deliver_chat_part(p->pool, &p->row.m, chat_entry_caps(en), p->row.parts_done, &p->m);
	if (p->row.parts_done > 0 && p->m.thread.len == 0 && p->row.thread.len > 0)
		p->m.thread =
			p->row.thread; /* a long text goes on in the thread of its first part */
	p->call = http_call_new();
	p->call->done = answered;
	p->call->arg = p;
	p->probing = p->row.unknown && !chat_entry_caps(en)->idempotent && a->probe != NULL &&
		     a->probe(en->self, p->pool, &p->m, &p->call->out) == 1;
	if (p->probing)
		return 0;
	p->call->out = (struct http_out){.method = NULL};
	return a->render(en->self, p->pool, &p->m, &p->call->out, e);
}

/* It can't be rendered before an errand, which rendering made known. True: it waits for that. */
static bool
begin_again(struct deliver_chat *d, struct post *p)
{
	int64_t mono = clock_mono();
	http_call_free(p->call);
	p->call = NULL;
	if (p->waits_until == 0)
		p->waits_until = mono + ERRAND_WAIT_MS;
	if (mono >= p->waits_until || chat_entry_refresh(&d->entries[p->entry], d->http) <= 0)
		return false;
	push(&d->waiting, p);
	return true;
}

static void
send_one(struct deliver_chat *d, struct post *p)
{
	struct chat_entry *en = &d->entries[p->entry];
	struct err e = ERR_INIT;
	int errand = chat_entry_refresh(en, d->http);
	if (errand > 0) {
		int64_t mono = clock_mono();
		if (p->waits_until == 0)
			p->waits_until = mono + ERRAND_WAIT_MS;
		if (mono < p->waits_until)
			push(&d->waiting, p);
		else
			finish(d, p, CHAT_RETRY, SLICE_LIT("no access token came in time"));
		return;
	}
	if (errand < 0) {
		finish(d, p, en->health == CHAT_REAUTH ? CHAT_REAUTH : CHAT_RETRY,
		       slice_of(en->why));
		return;
	}
	if (prepare(d, p, &e) < 0) {
		snprintf(p->why, sizeof(p->why), "%.*s", (int)sizeof(p->why) - 1, e.text);
		if (e.kind == ERR_RETRY && begin_again(d, p))
			return;
		finish(d, p, e.kind == ERR_RETRY ? CHAT_RETRY : CHAT_REJECTED, slice_of(p->why));
		return;
	}
	step("chat.send");
	if (http_call_start(d->http, p->call, &e) < 0) {
		snprintf(p->why, sizeof(p->why), "%.*s", (int)sizeof(p->why) - 1, e.text);
		finish(d, p, e.kind == ERR_RETRY ? CHAT_RETRY : CHAT_REJECTED, slice_of(p->why));
		return;
	}
	push(&d->flying, p);
}

void
deliver_chat_start(struct deliver_chat *d)
{
	list_free(d, &d->settling);
	struct post *todo = NULL;
	while (d->claimed != NULL) { /* claimed is newest first */
		struct post *p = d->claimed;
		d->claimed = p->next;
		push(&todo, p);
	}
	while (todo != NULL) {
		struct post *p = todo;
		todo = p->next;
		send_one(d, p);
	}
}

/* Posts that waited for a token that is there now. */
static void
wake(struct deliver_chat *d)
{
	struct post *list = d->waiting;
	d->waiting = NULL;
	while (list != NULL) {
		struct post *p = list;
		list = p->next;
		send_one(d, p);
	}
}

static void
refresh(struct deliver_chat *d)
{
	if (!d->stale)
		return;
	for (size_t i = 0; i < d->count; i++)
		d->state[i].next_due =
			chat_out_next_due(d->store, slice_of(d->entries[i].conf->name));
	d->stale = false;
}

bool
deliver_chat_has_work(struct deliver_chat *d)
{
	if (d->waiting != NULL)
		wake(d);
	collect(d);
	if (d->finished != NULL)
		return true;
	refresh(d);
	int64_t now = clock_now(d->clock);
	for (size_t i = 0; i < d->count && !d->stopping; i++)
		if (d->state[i].next_due <= now && d->state[i].flying < FLYING_MAX &&
		    d->state[i].rest_until <= now && http_calls_free_slots(d->http) > 0)
			return true;
	return false;
}

size_t
deliver_chat_busy(const struct deliver_chat *d)
{
	return d->busy;
}

int64_t
deliver_chat_wait(struct deliver_chat *d, int64_t limit)
{
	refresh(d);
	int64_t now = clock_now(d->clock);
	if (d->finished != NULL)
		return 0;
	for (size_t i = 0; i < d->count; i++) {
		const struct post_entry *s = &d->state[i];
		int64_t due = s->next_due > s->rest_until ? s->next_due : s->rest_until;
		if (s->next_due == INT64_MAX || s->flying >= FLYING_MAX || due - now > limit)
			continue;
		limit = due > now ? due - now : 0;
	}
	return limit;
}

void
deliver_chat_poke(struct deliver_chat *d)
{
	d->stale = true;
}

void
deliver_chat_stop(struct deliver_chat *d)
{
	d->stopping = true;
}
