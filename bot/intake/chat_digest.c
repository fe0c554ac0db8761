/*
 * Digests in chat (P9): a member's daily list goes to their accounts as well, in the transaction of
 * the mail; a plain incoming webhook, which can be told nothing else, gets the board once a day.
 */
#include "chat_desk.h"
#include "digest.h"

/* The entry of that name, where something is known of it. */
static const struct chat_from *
entry_of(const struct intake *in, struct slice name)
{
	for (size_t i = 0; i < in->chat_count; i++)
		if (slice_is(name, in->chat[i].name))
			return &in->chat[i];
	return NULL;
}

int
chat_digest_member(struct intake *in, struct pool *pool, const struct member *m,
                   const struct rendered *body, struct err *e)
{
	chat_identity_list ids = {0};
	int64_t now = clock_now(in->env.clock), row;
	if (in->chat_count == 0)
		return 0;
	if (chat_identities(in->env.store, pool, m->id, 0, &ids, e) < 0)
		return -1;
	for (size_t i = 0; i < ids.len; i++) {
		const struct chat_from *from = entry_of(in, ids.at[i].source);
		if (from == NULL || !from->caps->direct)
			continue;
		struct chat_message say = {.act = CHAT_POST, .direct = true, .only = ids.at[i].uid, .part = 1,
		                           .parts = 1, .newest = SLICE_LIT("digest"), .card = {.title = body->subject, .text = body->text}};
		if (chat_out_add(in->env.store, ids.at[i].source, &say, 0, now, &row, e) < 0)
			return -1;
	}
	return 0;
}

/* One that can only be sent to: no command, no button, no card that could be changed. */
static bool
is_deaf(const struct chat_from *f)
{
	return !f->caps->push && !f->caps->pull && !f->caps->socket;
}

static int
tell_board(struct intake *in, struct pool *pool, const struct chat_from *from, int64_t day, struct err *e)
{
	struct str text;
	struct command_from operator_ = {.member = 0};
	const struct slice words[] = {SLICE_LIT("board")};
	int64_t row;
	struct civil c = day_civil(day);
	str_init(&text, 64 << 10);
	int r = command_run(in, &operator_, words, COUNT(words), &text, e);
	if (r == 0) {
		struct chat_message say = {.act = CHAT_POST, .room = slice_of(from->room), .part = 1, .parts = 1};
		say.newest = SLICE_LIT("board");
		say.card.title = pool_slicef(pool, "%s %04d-%02d-%02d", in->env.conf->agency.name, c.year,
		                             c.month, c.day);
		say.card.text = slice_trim(str_slice(&text));
		say.card.code = true;
		r = chat_out_add(in->env.store, slice_of(from->name), &say, 0, clock_now(in->env.clock), &row, e);
	}
	str_clear(&text);
	return r;
}

/* 1 told, 0 not due, -1. */
static int
board_turn(struct intake *in, struct pool *pool, const struct chat_from *from, struct err *e)
{
	char key[80];
	struct slice kept = SLICE_NONE;
	int64_t last = DIGEST_NO_DAY, day = 0;
	struct digest_plan daily = digest_plan_of(in->env.conf->digest.time, -1);
	snprintf(key, sizeof(key), "board:%s", from->name);
	int got = chat_cursor_get(in->env.store, pool, slice_of(key), &kept, e);
	if (got < 0)
		return -1;
	if (got == 1)
		slice_int(kept, &last);
	enum digest_say say = digest_due(&daily, zone_of(in, SLICE_NONE), clock_now(in->env.clock), last, &day);
	if (say == DIGEST_WAIT)
		return 0;
	bool tells = say == DIGEST_SEND || say == DIGEST_LATE;
	if ((tells && tell_board(in, pool, from, day, e) < 0) ||
	    chat_cursor_put(in->env.store, slice_of(key), pool_slicef(pool, "%lld", (long long)day),
	                    clock_now(in->env.clock), e) < 0)
		return -1;
	return tells;
}

int
chat_idle(struct intake *in, struct err *e)
{
	int64_t now = clock_now(in->env.clock);
	int count = 0, r = 0;
	if (in->chat_count == 0)
		return 0;
	struct pool *pool = pool_new();
	if (store_begin(in->env.store, e) < 0)
		r = -1;
	for (size_t i = 0; r == 0 && i < in->chat_count; i++) {
		int told = is_deaf(&in->chat[i]) ? board_turn(in, pool, &in->chat[i], e) : 0;
		r = told < 0 ? -1 : 0;
		count += told > 0;
	}
	if (r == 0 && (now - in->chat_forgot > CLOCK_DAY || now < in->chat_forgot)) {
		r = chat_forget(in->env.store, now, e);
		in->chat_forgot = now;
	}
	if (r == 0)
		r = store_commit(in->env.store, e);
	if (r < 0)
		store_rollback(in->env.store);
	pool_free(pool);
	return r < 0 ? -1 : count;
}
