/*
 * Discord, for its files: chat_discord.c (settings, signatures, where a message goes and what came
 * of it), chat_discord_in.c (interactions to events and back), chat_discord_card.c (messages and
 * forms as JSON).
 *
 * References: a room is a channel's id; a thread the id of the message it hangs on, which Discord
 * gives to the thread too; a message "CHANNEL/MESSAGE"; what an event may be answered by
 * "KIND ID TOKEN" with one of the kinds below. Snowflakes exceed 2^53 and are text everywhere.
 */
#ifndef DOCKET_WIRE_CHAT_DISCORD_H
#define DOCKET_WIRE_CHAT_DISCORD_H

#include "chat_talks.h"
#include "chat_util.h"

enum {
	DISCORD_CONTENT_MAX = 2000, /* of a message; counted in UTF-16 units to be safe */
	DISCORD_TEXT_MAX = 1600,    /* of a card's text: title, context and fence fit beside it */
	DISCORD_TITLE_MAX = 150,
	DISCORD_CONTEXT_MAX = 150,
	DISCORD_QUESTIONS_MAX = 5,	    /* of a modal */
	DISCORD_CHOICES_MAX = 25,	    /* of a select */
	DISCORD_TOKEN_MAX = 1000,	    /* bytes of an interaction's token; seen: 212 */
	DISCORD_ANSWER_MS = 14 * 60 * 1000, /* a token lives 15 minutes */
};
enum { DISCORD_EPHEMERAL = 64 };

enum discord_kind {
	DISCORD_COMMAND = 'c', /* a command or a sent form: deferred, @original waits for words */
	DISCORD_BUTTON = 'b',  /* @original is the card with the button */
};
struct discord_reply {
	enum discord_kind kind;
	struct slice id, token;
};
int discord_reply_read(struct slice ref, struct discord_reply *out);
bool discord_snowflake(struct slice s);
/* When it was made, UTC ms: its upper bits. 0: it is none. */
int64_t discord_time(struct slice snowflake);

int discord_decode(void *self, struct pool *p, const struct http_in *in, chat_event_list *out,
		   struct http_answer *answer, struct err *e);
int discord_ack(void *self, struct pool *p, const struct chat_event *ev,
		const struct chat_message *m, struct http_answer *out);

/* The fields of a message object, into an object that is open. */
void discord_card(struct pool *p, struct json *w, const struct chat_message *m, bool private);
/* The data of a modal. */
void discord_form(struct pool *p, struct json *w, const struct chat_form *f);
int discord_setup(const struct conf *c, const struct conf_chat *chat, struct str *out,
		  struct err *e);

struct discord {
	const struct conf_chat *conf;
	const char *public_url;
	struct slice token;
	unsigned char key[32];
	struct chat_talks talks;
	bool asked; /* for a talk */
};

#endif
