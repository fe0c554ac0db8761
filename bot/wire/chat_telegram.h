/*
 * Telegram's Bot API in three files: chat_telegram.c (settings, polling, set-up),
 * chat_telegram_in.c (updates to events) and chat_telegram_out.c (messages to requests). Refs of
 * messages and threads are "CHAT:TOPIC:MESSAGE", of a room "CHAT" or "CHAT:TOPIC"; parts may be
 * empty.
 */
#ifndef BOT_WIRE_CHAT_TELEGRAM_H
#define BOT_WIRE_CHAT_TELEGRAM_H

#include "chat_util.h"

enum {
	TELEGRAM_TEXT_MAX = 4096, /* UTF-16 units of a message */
	TELEGRAM_CARD_MAX = 4000, /* asked for: joiners that keep an "@name" quiet come on top */
	TELEGRAM_TOAST_MAX = 200, /* characters answerCallbackQuery takes */
	TELEGRAM_DATA_MAX = 64,	  /* bytes of callback_data */
	TELEGRAM_NAME_MAX = 64,	  /* of a bot: 32 */
	TELEGRAM_CLICKS_MAX = 64, /* clicks remembered until they are answered */
	TELEGRAM_MOVES_MAX = 32,  /* groups that became supergroups, as far as noticed */
	TELEGRAM_ID_MAX = 40,
};

/* A click: somebody's client shows a spinner until it is answered. */
struct telegram_click {
	char id[TELEGRAM_ID_MAX];
	int64_t seen;  /* since when it waits; 0: not yet looked at */
	bool answered; /* a toast is on its way, or was given */
	bool late;     /* too old for a toast: its answer goes into the chat */
};
struct telegram_move {
	char from[TELEGRAM_ID_MAX], to[TELEGRAM_ID_MAX];
};
struct telegram {
	const struct conf_chat *conf;
	struct slice token, secret;
	const char *api;
	bool push;
	bool quick; /* see struct chat_setup */
	char id[TELEGRAM_ID_MAX];     /* our account: the digits before the token's colon */
	char name[TELEGRAM_NAME_MAX]; /* without "@"; empty until getMe told it */
	int64_t asked_name;	      /* when getMe was last asked for */
	bool unhook;		      /* a webhook stands in the way of polling */
	struct telegram_click clicks[TELEGRAM_CLICKS_MAX];
	size_t next_click,
		asking; /* asking: the click that wants() answers, or TELEGRAM_CLICKS_MAX */
	struct telegram_move moves[TELEGRAM_MOVES_MAX];
	size_t next_move;
};

/* POST {api}/bot{token}/{method} with body as JSON. */
void telegram_ask(const struct telegram *t, struct pool *p, const char *method, struct slice body,
		  struct http_out *out);
/* The events of one update; none for what does not concern us. */
void telegram_update(struct telegram *t, struct pool *p, const json_t *update,
		     chat_event_list *out);
/* "CHAT:TOPIC:MESSAGE" of a message object. */
struct slice telegram_ref(struct pool *p, const json_t *message);
/* Its parts; empty where there is none. */
void telegram_parts(struct slice ref, struct slice *chat, struct slice *topic,
		    struct slice *message);

struct telegram_click *telegram_clicked(struct telegram *t, struct slice id);
void telegram_moved(struct telegram *t, struct slice from, struct slice to);

int telegram_render(void *self, struct pool *p, const struct chat_message *m, struct http_out *out,
		    struct err *e);
void telegram_result(void *self, struct pool *p, const struct chat_message *m,
		     const struct http_result *r, int64_t now, struct chat_result *out);
/* What an answer of the Bot API means, whatever was asked. */
void telegram_judge(struct pool *p, const struct http_result *r, const json_t *answer, int64_t now,
		    struct chat_result *out);

int telegram_check(void *self, struct pool *p, unsigned step, struct http_out *out);
int telegram_checked(void *self, struct pool *p, unsigned step, const struct http_result *r,
		     struct str *out);
int telegram_setup(const struct conf *c, const struct conf_chat *chat, struct str *out,
		   struct err *e);

#endif
