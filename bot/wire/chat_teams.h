/*
 * Microsoft Teams, for its files: chat_teams.c (who may call, tokens, what came of a message),
 * chat_teams_who.c (accounts), chat_teams_in.c (activities to events), chat_teams_card.c (messages
 * to activities).
 *
 * References: a room is the conversation's id without its thread; a thread the whole id
 * ("19:…@thread.tacv2;messageid=…"); a message "CONVERSATION|ACTIVITY"; what an event may be
 * answered by "KIND|SERVICE|CONVERSATION|ACTIVITY" with one of the kinds below.
 */
#ifndef DOCKET_WIRE_CHAT_TEAMS_H
#define DOCKET_WIRE_CHAT_TEAMS_H

#include "chat_talks.h"
#include "chat_util.h"
#include "oauth.h"
#include "jwt.h"

enum {
	TEAMS_REF_MAX = 400,   /* bytes of an id or service address; seen: 180 */
	TEAMS_TEXT_MAX = 5000, /* UTF-16 units: in lines of a card it stays below TEAMS_BODY_MAX */
	TEAMS_BODY_MAX = 20 << 10, /* Teams takes 28672 bytes after an expansion of its own */
	TEAMS_TOAST_MAX = 800,	   /* an answer inside the response to a button */
};

enum teams_kind { TEAMS_BOT = 'b', TEAMS_INVOKE = 'i', TEAMS_HOOK = 'h' };
struct teams_reply {
	enum teams_kind kind;
	struct slice service, conversation, activity;
};

enum teams_errand { TEAMS_NO_ERRAND, TEAMS_KEYS, TEAMS_TOKEN, TEAMS_TALK };
struct teams {
	const struct conf_chat *conf;
	struct pool *pool; /* of the two below */
	struct slice secret, hook_key;
	struct jwt_keys *keys;
	struct oauth_token token;
	char service[TEAMS_REF_MAX];   /* where the last authentic activity came from */
	enum teams_errand errand;
	struct chat_talks talks;
};

struct teams_target {
	struct slice service, conversation, activity; /* activity: edited or replied to */
};
/* SERVICE/v3/conversations/CONVERSATION, then `what`, then "/ID" unless that is empty. */
struct slice teams_address(struct pool *p, const struct teams_target *to, const char *what,
			   struct slice id);
void teams_ask_keys(const struct teams *t, struct pool *p, struct http_out *out);
int teams_whois(void *self, struct pool *p, const struct chat_actor *a, struct http_out *out);
int teams_whois_is(void *self, struct pool *p, const struct http_result *r, struct chat_actor *a,
		   struct chat_result *out);
int teams_check(void *self, struct pool *p, unsigned step, struct http_out *out);
int teams_checked(void *self, struct pool *p, unsigned step, const struct http_result *r,
		  struct str *out);

/* Whether activities may come from and go to that address. */
bool teams_service_ok(const struct teams *t, struct slice url);
/* -1: no such reference. */
int teams_reply_read(struct slice ref, struct teams_reply *out);

int teams_decode(void *self, struct pool *p, const struct http_in *in, chat_event_list *out,
		 struct http_answer *answer, struct err *e);
int teams_ack(void *self, struct pool *p, const struct chat_event *ev, const struct chat_message *m,
	      struct http_answer *out);

/* The activity as JSON. buttons: those that call back too, else only links. */
int teams_activity(struct pool *p, const struct chat_message *m, bool buttons, struct slice *out,
		   struct err *e);
int teams_setup(const struct conf *c, const struct conf_chat *chat, struct str *out, struct err *e);

#endif
