/*
 * Where asking room by room goes on: the cursor of platforms that keep messages but push none to
 * us over a plain request (Mattermost, Rocket.Chat). Text, so that the store need not know it.
 * Private to bot/wire.
 */
#ifndef BOT_WIRE_CHAT_ROOMS_H
#define BOT_WIRE_CHAT_ROOMS_H

#include "docket/base/err.h"
#include "docket/base/pool.h"
#include "docket/base/vec.h"
#include "docket/wire/chat.h"

enum {
	CHAT_ROOMS_MAX = 2000,	      /* an account is in fewer; a cursor of more is no cursor */
	CHAT_ROOMS_POLL_MS = 2500,    /* between looks at the list of rooms */
	CHAT_ROOMS_SWEEP_MS = 60000,  /* between looks into quiet rooms, for edits */
	CHAT_ROOMS_JOINED_MS = 60000, /* a new room is read from this long before the last list */
	/* Asked for again: what was stored late, by a slower thread or node of theirs, has an older
	   stamp than what we saw already. Events are told apart by key, so twice is harmless. */
	CHAT_ROOMS_OVERLAP_MS = 10000,
};

enum chat_room_todo {
	CHAT_ROOM_QUIET,
	CHAT_ROOM_ASK,	 /* for all that changed since mark */
	CHAT_ROOM_BACK,	 /* too much for one answer: page by page back to what is known (step) */
	CHAT_ROOM_AFTER, /* and from there forward (anchor) */
};
struct chat_room {
	struct slice id;
	bool direct;
	int64_t mark; /* their clock, ms: what changed until then was taken */
	int64_t last; /* when the list last showed a message there */
	enum chat_room_todo todo;
	int64_t step;
	struct slice anchor;
};
struct chat_rooms {
	int64_t listed, swept; /* their clock, ms, 0 never */
	VEC(struct chat_room) list;
};

/* Reads a cursor; empty text is an empty one. -1 (ERR_MESSAGE) on anything else that is none. */
int chat_rooms_read(struct pool *p, struct slice text, struct chat_rooms *out, struct err *e);
struct slice chat_rooms_write(struct pool *p, const struct chat_rooms *r);
struct chat_room *chat_rooms_find(const struct chat_rooms *r, struct slice id);
/* The room that is to be asked now, or NULL: the list is. */
struct chat_room *chat_rooms_next(struct chat_rooms *r);

/*
 * A new list of rooms is being read: `now` starts as {.listed = their clock}. Adds a room that is
 * in it, with the place that `before` has of it. At first what was said before docket came is not
 * its business; later a room that is new may hold the very message it was made for.
 */
struct chat_room *chat_rooms_add(struct pool *p, struct chat_rooms *now,
				 const struct chat_rooms *before, struct slice id, int64_t last);
/* The list is whole: tells of rooms that are gone from it, and when to ask again. */
void chat_rooms_turn(struct pool *p, struct chat_rooms *rooms, struct chat_rooms *now,
		     struct chat_pulled *out);
/* The room shuts us out: it is told of, and the others go on. */
void chat_rooms_drop(struct pool *p, struct chat_rooms *rooms, struct chat_room *room,
		     struct chat_pulled *out);
/* What the server's clock says (its Date, up to the end of that second), or ours without one. */
int64_t chat_rooms_clock(const struct http_result *r, int64_t now);

#endif
