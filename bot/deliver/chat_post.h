/*
 * The inside of chat's way out: chat.c claims and sends, chat_settle.c says what becomes of a row
 * once a try came to something.
 */
#ifndef BOT_DELIVER_CHAT_POST_H
#define BOT_DELIVER_CHAT_POST_H

#include "docket/deliver/chat.h"

enum {
	POST_ROOMS = 64, /* whose last message is remembered, of one entry */
	POST_DEAD_MAX = 32,
};

/* A claimed row on its way. */
struct post {
	struct post *next;
	size_t entry;
	struct chat_out_row row;
	struct chat_message m; /* the part that goes */
	unsigned parts;
	struct pool *pool;
	struct http_call *call;
	bool probing, done;
	int64_t waits_until; /* for the entry's errand */
	struct chat_result result;
	char why[CHAT_WHY_MAX];
};
struct post_lane {
	uint64_t room; /* hash */
	int64_t next;  /* UTC ms: the next message not before */
};
struct post_entry {
	struct post_lane rooms[POST_ROOMS];
	size_t flying;
	int64_t rest_until, later_until; /* later_until: of the last room that was told to wait */
	uint64_t later_room;
	int64_t next_due;
};
struct deliver_chat {
	struct store *store;
	const struct clock *clock;
	struct http_calls *http;
	struct chat_entry *entries;
	struct post_entry *state;
	size_t count;
	struct post *claimed, *waiting, *flying, *finished, *settling;
	struct deliver_chat_dead dead[POST_DEAD_MAX];
	size_t dead_count;
	size_t busy;
	bool stale, stopping;
};

/* The room or person a message goes to, as a hash: two that meet in it only wait for each other. */
uint64_t post_room(const struct chat_message *m);
/* Writes what p's result means for its row, inside the caller's transaction. */
int post_settle(struct deliver_chat *d, struct post *p, struct err *e);

#endif
