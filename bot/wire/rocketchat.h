/*
 * The parts of the Rocket.Chat adapter: chat_rocketchat.c takes what its outgoing webhook sends,
 * rocketchat_out.c says things there, rocketchat_pull.c asks it. REST API v1; facts in the
 * project's reference of chat platforms, 2.9.
 */
#ifndef BOT_WIRE_ROCKETCHAT_H
#define BOT_WIRE_ROCKETCHAT_H

#include "chat_util.h"

enum {
	RC_REQUEST_MAX = 256 << 10,
	RC_WORD_MAX = 128, /* an id, a name */
};

struct rocketchat {
	const struct conf_chat *conf;
	struct slice base; /* of the API, without the slash at the end */
	struct slice token, hook_token;
	char name[RC_WORD_MAX]; /* the bot's user name; empty: not asked yet */
	bool asked_me;		/* by the last pull */
};

void rocketchat_request(const struct rocketchat *rc, struct pool *p, const char *method,
			const char *path, struct http_out *out);
/* What /me answered: keeps the name. False if it is not the account of the settings. */
bool rocketchat_took_me(struct rocketchat *rc, struct pool *p, const json_t *o);
/* Letters and digits, as their ids are. Nothing else may become part of a query. */
bool rocketchat_id_ok(struct slice id);
/* A direct room's id is made of the two accounts' ids. */
bool rocketchat_direct(const struct rocketchat *rc, struct slice room, struct slice person);
/* "error-invalid-room" of an answer that is no success; empty: none. */
struct slice rocketchat_fault(struct pool *p, const json_t *o);
/* Whether text calls the bot; *rest is the text without it. */
bool rocketchat_calls(const struct rocketchat *rc, struct pool *p, struct slice text,
		      struct slice *rest);
/* The key of a message as it was first, and as it was edited to `text`: the same by webhook and by
 * asking. */
struct slice rocketchat_key(struct pool *p, struct slice id);
/* What came with a message. */
void rocketchat_files(struct pool *p, const json_t *m, struct chat_event *ev);
struct slice rocketchat_edit_key(struct pool *p, struct slice id, struct slice text);

int rocketchat_render(void *self, struct pool *p, const struct chat_message *m,
		      struct http_out *out, struct err *e);
void rocketchat_result(void *self, struct pool *p, const struct chat_message *m,
		       const struct http_result *r, int64_t now, struct chat_result *out);
int rocketchat_probe(void *self, struct pool *p, const struct chat_message *m,
		     struct http_out *out);
int rocketchat_probed(void *self, struct pool *p, const struct chat_message *m,
		      const struct http_result *r, struct chat_result *out);
int rocketchat_pull(void *self, struct pool *p, struct slice cursor, struct http_out *out,
		    struct err *e);
int rocketchat_pulled(void *self, struct pool *p, struct slice cursor, const struct http_result *r,
		      int64_t now, struct chat_pulled *out, struct err *e);

#endif
