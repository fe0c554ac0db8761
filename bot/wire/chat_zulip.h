/*
 * Zulip in three files: chat_zulip.c (settings, checks, set-up, the outgoing webhook),
 * chat_zulip_in.c (the queue of events and what was missed between two queues) and chat_zulip_out.c
 * (messages).
 *
 * Refs: a room is the id of a channel, or, where `room` of the settings names a channel, that name;
 * a talk is "dm:8" or "dm:8,10", the ids of the others. A thread is "ROOM:TOPIC", a message its id.
 * The topic "ACME-042 Spring sale" is the thread of that job.
 */
#ifndef BOT_WIRE_CHAT_ZULIP_H
#define BOT_WIRE_CHAT_ZULIP_H

#include "chat_util.h"

enum {
	ZULIP_CARD_MAX = 9500, /* characters asked for; a message holds 10,000 */
	ZULIP_ID_MAX = 24,
	ZULIP_NAME_MAX = 256,
	ZULIP_POSTED_MAX = 64, /* messages of ours remembered, to tell a lost one from them */
};

struct zulip {
	const struct conf_chat *conf;
	struct slice user, token, hook_token;
	bool push;
	bool quick; /* see struct chat_setup */
	char id[ZULIP_ID_MAX];	   /* our account; empty until /users/me told it */
	char name[ZULIP_NAME_MAX]; /* its full name: what a mention holds */
	int64_t asked;		   /* when that was last asked for */
	int hold_ms;		   /* the server answers a poll within this */
	size_t text_max, topic_max;
	char posted[ZULIP_POSTED_MAX][ZULIP_ID_MAX];
	size_t next_posted;
};

/* METHOD {url}/api/v1/{path} with our credentials; body is a form or, of GET, part of path. */
void zulip_ask(const struct zulip *z, struct pool *p, const char *method, const char *path,
	       struct slice body, struct http_out *out);
/* What an answer means: by its `code`, because the words are translated. */
void zulip_judge(struct pool *p, const struct http_result *r, const json_t *answer, int64_t now,
		 struct chat_result *out);
/* Keeps who we are, of an answer to /users/me. */
bool zulip_learn(struct zulip *z, struct pool *p, const json_t *me);
/* The event of a message object; none for our own and those of Zulip's own programs. */
void zulip_message(const struct zulip *z, struct pool *p, const json_t *message,
		   chat_event_list *out);

int zulip_pull(void *self, struct pool *p, struct slice cursor, struct http_out *out,
	       struct err *e);
int zulip_pulled(void *self, struct pool *p, struct slice cursor, const struct http_result *r,
		 int64_t now, struct chat_pulled *out, struct err *e);

/* The card in Zulip's markdown, with nothing of anybody's words in it but words. */
struct slice zulip_text(const struct zulip *z, struct pool *p, const struct chat_message *m);
int zulip_render(void *self, struct pool *p, const struct chat_message *m, struct http_out *out,
		 struct err *e);
void zulip_result(void *self, struct pool *p, const struct chat_message *m,
		  const struct http_result *r, int64_t now, struct chat_result *out);
int zulip_probe(void *self, struct pool *p, const struct chat_message *m, struct http_out *out);
int zulip_probed(void *self, struct pool *p, const struct chat_message *m,
		 const struct http_result *r, struct chat_result *out);

#endif
