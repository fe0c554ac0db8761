/*
 * Slack, inside: the parts of the adapter chat_slack.c.
 *
 * Refs: a room is Slack's id of it ("C024BE91L"); a message or thread is "ROOM:TS", so that it can
 * be told from every other on its own. A thread is named by its first message.
 */
#ifndef DOCKET_WIRE_CHAT_SLACK_H
#define DOCKET_WIRE_CHAT_SLACK_H

#include "chat_json.h"
#include "docket/wire/chat.h"

enum {
	SLACK_ID_MAX = 40,	    /* "T024BE7LD": nine to eleven characters, with room to grow */
	SLACK_DMS_MAX = 64,	    /* direct talks whose room is remembered */
	SLACK_TEXT_MAX = 7500,	    /* of one message: five times that, escaped, is below 40,000 */
	SLACK_BODY_MAX = 512 << 10, /* of a request of ours: far above what Slack takes */
};

/* What the bot was told of itself and of direct rooms; kept by slack_took and slack_result. */
struct slack {
	const struct conf_chat *conf;
	struct pool *pool;
	bool socket;
	struct slice base; /* "https://slack.com/api/" */
	struct slice hook; /* host that answers to an event go to */
	struct slice token, secret, app_token;
	char team[SLACK_ID_MAX], user[SLACK_ID_MAX]; /* of auth.test; "" until then */
	int64_t ask_at;				     /* when auth.test is due */
	struct slack_dm {
		char user[SLACK_ID_MAX], room[SLACK_ID_MAX];
	} dms[SLACK_DMS_MAX];
	size_t dm_next;
};

/* Texts. */

/* Whether it is an id: letters and digits. */
bool slack_is_id(struct slice s);
/* Whether it is a time stamp as ids of messages are: "1503435956.000247". */
bool slack_is_ts(struct slice s);
/* "ROOM:TS", or empty when one of them is none. */
struct slice slack_ref(struct pool *p, struct slice room, struct slice ts);
struct slice slack_ref_room(struct slice ref);
struct slice slack_ref_ts(struct slice ref);
/*
 * Slack's markup as plain text: <@U1|maya> is "@maya", a link its address, &amp; an ampersand; the
 * mention of `self` is taken off. *mentioned is set when it was there; may be NULL.
 */
struct slice slack_plain(struct pool *p, struct slice text, struct slice self, bool *mentioned);
/* Adds plain text so that nothing in it is a mention; links: addresses can be clicked. */
void slack_escape(struct str *out, struct slice text, bool links);

/* A slash command, from a form or from Socket Mode's JSON; texts clean (chat_clean()). */
struct slack_command {
	struct slice team, room, user, handle, command, text, trigger, reply;
};
struct slack_command slack_command_of(struct pool *p, const json_t *o);

/* Decoding. None of these needs more than the payload; `at` is when it was sent, UTC ms, or 0. */
int slack_decode_command(struct slack *s, struct pool *p, const struct slack_command *c, int64_t at,
			 chat_event_list *out, struct err *e);
int slack_decode_interactive(struct slack *s, struct pool *p, const json_t *o, int64_t at,
			     chat_event_list *out, struct err *e);
int slack_decode_event(struct slack *s, struct pool *p, const json_t *o, chat_event_list *out,
		       struct err *e);
/* What a person answers with may go there only. */
bool slack_hook_ok(const struct slack *s, struct slice url);
/* How the event came, from its key. */
bool slack_by_slash(const struct chat_event *ev);
bool slack_by_form(const struct chat_event *ev);
/* The form's token with the room and thread it was asked in, one a line. */
struct slice slack_form_state(struct pool *p, const struct chat_message *m);

/* Rendering. Members of an open JSON object: "text", and "blocks" when they fit. */
int slack_put_card(struct json *w, struct pool *p, const struct chat_message *m, bool update,
		   struct err *e);
void slack_put_view(struct json *w, struct pool *p, const struct chat_message *m);
/* A window that shows what a form was answered; false when the card does not fit one. */
bool slack_put_said(struct json *w, struct pool *p, const struct chat_message *m);
int slack_render(void *self, struct pool *p, const struct chat_message *m, struct http_out *out,
		 struct err *e);
/* The body of an answer to a slash command, or for its response address. */
int slack_reply_body(struct pool *p, const struct chat_message *m, struct slice *out,
		     struct err *e);

/* Requests and results. */

/* A call of the Web API, as Slack's own clients make it: what changes something as JSON, what only
 * asks as a form (one of the two is empty). */
void slack_call(struct slack *s, struct pool *p, const char *method, struct slice form,
		struct slice json, struct http_out *out);
/* What a call became of: HTTP first, then "ok" and "error". The document, to be freed, or NULL. */
json_t *slack_judge(struct pool *p, const struct http_result *r, int64_t now,
		    struct chat_result *out);
void slack_result(void *self, struct pool *p, const struct chat_message *m,
		  const struct http_result *r, int64_t now, struct chat_result *out);
int slack_probe(void *self, struct pool *p, const struct chat_message *m, struct http_out *out);
int slack_probed(void *self, struct pool *p, const struct chat_message *m,
		 const struct http_result *r, struct chat_result *out);
int slack_whois(void *self, struct pool *p, const struct chat_actor *a, struct http_out *out);
int slack_whois_is(void *self, struct pool *p, const struct http_result *r, struct chat_actor *a,
		   struct chat_result *out);
int slack_wants(void *self, struct pool *p, int64_t now, struct http_out *out);
void slack_took(void *self, const struct http_result *r, int64_t now, struct chat_result *out);
/* The room of a direct talk with that person, or empty. */
struct slice slack_dm_room(const struct slack *s, struct slice user);
void slack_dm_learn(struct slack *s, struct slice user, struct slice room);

/* Set-up. */
int slack_check(void *self, struct pool *p, unsigned step, struct http_out *out);
int slack_checked(void *self, struct pool *p, unsigned step, const struct http_result *r,
		  struct str *out);
int slack_setup(const struct conf *c, const struct conf_chat *chat, struct str *out, struct err *e);

/* Socket Mode. */
int slack_socket_ask(void *self, struct pool *p, struct http_out *out, struct slice *url_out,
		     struct err *e);
int slack_socket_url(void *self, struct pool *p, const struct http_result *r, struct slice *url_out,
		     struct chat_result *result);
int slack_socket_text(void *self, struct pool *p, struct slice text, chat_event_list *out,
		      chat_frames *frames, struct err *e);
int slack_socket_ack(void *self, struct pool *p, const struct chat_event *ev,
		     const struct chat_message *m, struct slice *frame_out);
/* What goes back with an acknowledgement: 1 m stands in *body_out (JSON, or empty), 0 it does not.
 */
int slack_ack_body(struct pool *p, const struct chat_event *ev, const struct chat_message *m,
		   struct slice *body_out);

#endif
