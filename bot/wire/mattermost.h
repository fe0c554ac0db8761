/*
 * The parts of the Mattermost adapter: chat_mattermost.c is its table, mattermost_in.c reads what
 * their server sends, mattermost_out.c says things there, mattermost_pull.c asks it. API v4 of
 * Mattermost; facts in the project's reference of chat platforms, 2.5.
 */
#ifndef BOT_WIRE_MATTERMOST_H
#define BOT_WIRE_MATTERMOST_H

#include "chat_util.h"

enum {
	MM_POST_MAX = 16383, /* code points of a message (65,535 bytes by 4) */
	MM_REQUEST_MAX = 512 << 10,
	MM_ID_MAX = 32,	     /* ids have 26 characters */
	MM_DIRECTS_MAX = 64, /* direct channels kept in mind: a team's people */
	MM_WORD_MAX = 128,   /* a token, a name */
};

struct mattermost {
	const struct conf_chat *conf;
	struct slice base;	/* of the API, without the slash at the end */
	struct slice host;	/* of the address people use: response URLs must lie there */
	const char *public_url; /* ours, or NULL: no buttons */
	struct slice token, secret, hook_token;
	char me[MM_ID_MAX],
		name[MM_WORD_MAX]; /* the bot's id and user name; empty: not asked yet */
	bool asked_me;		   /* by the last pull */
	bool no_ephemeral; /* their server refuses it to this bot: a direct message instead */
	struct mattermost_direct {
		char person[MM_ID_MAX], channel[MM_ID_MAX];
	} directs[MM_DIRECTS_MAX];
	size_t direct_next;
};

/* GET, POST … BASE/api/v4PATH with the bot's token. */
void mattermost_request(const struct mattermost *mm, struct pool *p, const char *method,
			const char *path, struct http_out *out);
/* What /users/me answered: keeps id and name. False if it was not that. */
bool mattermost_took_me(struct mattermost *mm, struct pool *p, struct slice body);
/* An id of theirs: 26 letters and digits. Nothing else may become part of a path. */
bool mattermost_id_ok(struct slice id);

/*
 * A card as members of an open object: text and attachments as slash commands are answered with, or
 * (post) message and props, as posts have them, with `key` in them for the probe.
 */
enum mattermost_form { MM_ANSWER, MM_MESSAGE };
void mattermost_card(const struct mattermost *mm, struct json *w, const struct chat_card *c,
		     enum mattermost_form form, struct slice key);
/* Title and text, and fields where there are no attachments, as Markdown that shows what was
 * written: nothing in it becomes markup or a mention. */
void mattermost_text(struct str *out, const struct chat_card *c, bool fields);
void mattermost_escape(struct str *out, struct slice text);

/* Each call is checked by what it carries: a status to refuse it with, or 0. */
int mattermost_verify(void *self, struct pool *p, const struct http_in *in, struct err *e);
int mattermost_decode(void *self, struct pool *p, const struct http_in *in, chat_event_list *out,
		      struct http_answer *answer, struct err *e);

int mattermost_render(void *self, struct pool *p, const struct chat_message *m,
		      struct http_out *out, struct err *e);
void mattermost_result(void *self, struct pool *p, const struct chat_message *m,
		       const struct http_result *r, int64_t now, struct chat_result *out);
int mattermost_probe(void *self, struct pool *p, const struct chat_message *m,
		     struct http_out *out);
int mattermost_probed(void *self, struct pool *p, const struct chat_message *m,
		      const struct http_result *r, struct chat_result *out);

int mattermost_pull(void *self, struct pool *p, struct slice cursor, struct http_out *out,
		    struct err *e);
int mattermost_pulled(void *self, struct pool *p, struct slice cursor, const struct http_result *r,
		      int64_t now, struct chat_pulled *out, struct err *e);

int mattermost_whois(void *self, struct pool *p, const struct chat_actor *a, struct http_out *out);
int mattermost_whois_is(void *self, struct pool *p, const struct http_result *r,
			struct chat_actor *a, struct chat_result *out);
int mattermost_check(void *self, struct pool *p, unsigned step, struct http_out *out);
int mattermost_checked(void *self, struct pool *p, unsigned step, const struct http_result *r,
		       struct str *out);
int mattermost_setup(const struct conf *c, const struct conf_chat *chat, struct str *out,
		     struct err *e);

#endif
