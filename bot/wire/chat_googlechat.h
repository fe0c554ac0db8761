/*
 * Google Chat, for its files: chat_googlechat.c (settings, tokens, where a message goes and what
 * came of it), chat_googlechat_pull.c (Pub/Sub), chat_googlechat_in.c (both forms of events),
 * chat_googlechat_ack.c (their answers), chat_googlechat_card.c (messages and dialogs as JSON).
 *
 * References are Google's resource names: "spaces/S", "spaces/S/threads/T", "spaces/S/messages/M".
 * What an event may be answered by is "KIND SPACE THREAD", with the letters below.
 */
#ifndef DOCKET_WIRE_CHAT_GOOGLECHAT_H
#define DOCKET_WIRE_CHAT_GOOGLECHAT_H

#include "chat_talks.h"
#include "chat_util.h"
#include "oauth.h"
#include "jwt.h"

enum {
	GOOGLE_BODY_MAX = 32000, /* bytes of a message with its cards */
	GOOGLE_TEXT_MAX = 5000,	 /* bytes: escaped, it stays below that */
	GOOGLE_NAME_MAX = 300,	 /* bytes of a resource name */
	GOOGLE_PULL_MAX = 20,	 /* messages of one pull */
	GOOGLE_CURSOR_MAX = 32 << 10,
};

/* What the answer in the response has to look like. */
enum google_kind {
	GOOGLE_MESSAGE = 'm', /* classic: a message came */
	GOOGLE_CLICK = 'k',   /* classic: a button */
	GOOGLE_DIALOG = 'd',  /* classic: a dialog was sent */
	GOOGLE_ADDON = 'a',   /* add-on form of the first two */
	GOOGLE_ADDON_DIALOG = 'o',
	GOOGLE_PUBSUB = 'p', /* none: it came by asking */
};
struct google_reply {
	enum google_kind kind;
	struct slice space, thread;
};
int google_reply_read(struct slice ref, struct google_reply *out);
/* "spaces/S" with count 2, "spaces/S/messages/M" with 4: letters, digits and -_. only. */
bool google_name(struct slice s, const char *first, size_t count);

enum google_errand { GOOGLE_NO_ERRAND, GOOGLE_KEYS, GOOGLE_TOKEN, GOOGLE_TALK };
struct google {
	const struct conf_chat *conf;
	bool quick; /* see struct chat_setup */
	const char *function; /* what a button calls: our address */
	struct pool *pool;    /* of the texts below */
	struct slice email, pem, kid;
	struct jwt_keys *keys;
	bool project; /* its tokens are for a project number, with certificates for keys */
	struct oauth_token token;
	enum google_errand errand;
	struct chat_talks talks;
};

/* An address of Google's, or of the API that is set instead. */
struct slice google_based(const struct google *g, struct pool *p, const char *base,
			  const char *path);
void google_result(void *self, struct pool *p, const struct chat_message *m,
		   const struct http_result *r, int64_t now, struct chat_result *out);
int google_pull(void *self, struct pool *p, struct slice cursor, struct http_out *out,
		struct err *e);
int google_pulled(void *self, struct pool *p, struct slice cursor, const struct http_result *r,
		  int64_t now, struct chat_pulled *out, struct err *e);
int google_check(void *self, struct pool *p, unsigned step, struct http_out *out);
int google_checked(void *self, struct pool *p, unsigned step, const struct http_result *r,
		   struct str *out);

/* One event as JSON. via: of Pub/Sub, its message id; empty when it was pushed. 1, 0 nothing of
 * ours, -1. */
int google_event(const struct google *g, struct pool *p, struct slice json, struct slice via,
		 struct chat_event *out, struct err *e);
int google_decode(void *self, struct pool *p, const struct http_in *in, chat_event_list *out,
		  struct http_answer *answer, struct err *e);
int google_ack(void *self, struct pool *p, const struct chat_event *ev,
	       const struct chat_message *m, struct http_answer *out);

/* The fields of a message, into an object that is open. */
void google_card(const struct google *g, struct pool *p, struct json *w,
		 const struct chat_message *m);
/* A card with the questions, into a value. */
void google_form(const struct google *g, struct json *w, const struct chat_form *f);
int google_setup(const struct conf *c, const struct conf_chat *chat, struct str *out,
		 struct err *e);

#endif
