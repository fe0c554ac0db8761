/*
 * One chat platform, as pure functions (DESIGN D6): bytes to structs and back. An adapter opens no
 * socket, never sleeps, reads no clock and no store; what it needs from outside it asks for as an
 * http_out. Whatever it returns lives in the pool it was given. No platform's word (thread_ts,
 * response_url, card JSON) leaves its file.
 */
#ifndef DOCKET_WIRE_CHAT_H
#define DOCKET_WIRE_CHAT_H

#include "docket/base/chat.h"
#include "docket/conf/conf.h"
#include "docket/wire/http.h"

/* What became of a message. */
enum chat_status {
	CHAT_OK,
	CHAT_ACCEPTED, /* taken, delivery not proven (Teams Workflows) */
	CHAT_RETRY,    /* again, by back-off */
	CHAT_LATER,    /* again, not before not_before */
	CHAT_REAUTH,   /* the token is dead or lacks a right: stop and tell a person */
	CHAT_GONE,     /* the room or message is gone: stop and tell a person */
	CHAT_TOO_BIG,
	CHAT_REJECTED, /* our fault: never again */
	CHAT_UNKNOWN,  /* sent, no answer: probe, or send again where the key makes that harmless */
};
struct chat_result {
	enum chat_status status;
	int64_t not_before;  /* UTC ms, of CHAT_LATER */
	struct slice posted; /* ref of the new message: for later updates; may be empty */
	struct slice thread; /* ref under which answers to it are posted; may be empty */
	struct slice why;    /* a sentence for people, without secrets; empty when all is well */
};

/* The settings of one entry of `chat:`, secrets read. Texts live as long as the adapter. */
struct chat_setup {
	const struct conf_chat *conf;
	const char *public_url; /* http.public_url, or NULL: buttons that call back need it */
	struct slice token, secret, app_token, hook_token, webhook; /* empty where not set */
	bool quick; /* a poll is answered at once, whether something is there or not */
};

/* A frame to be sent on a socket. */
typedef slice_list chat_frames;

struct chat_pulled {
	chat_event_list events;
	struct slice next;	 /* the cursor to keep, in the transaction that keeps the events */
	int wait_ms;		 /* before the next pull; 0: at once */
	enum chat_status status; /* CHAT_OK, or why nothing came */
	int64_t not_before;
	struct slice why;
};

enum { CHAT_VERIFY_WAIT = -2 };

struct chat_adapter {
	const char *name; /* value of `platform` */
	struct chat_caps caps;
	/* What of them the settings decide; NULL: nothing. */
	const struct chat_caps *(*caps_of)(const void *self);

	/* Checks the settings. -1 (ERR_CONFIG): what is missing and where to get it. */
	int (*open)(const struct chat_setup *setup, void **self_out, struct err *e);
	void (*close)(void *self);

	/* Push. verify: 0 authentic; an HTTP status (400, 401, 403, 405, 415) that refuses, with e
	   for the log; CHAT_VERIFY_WAIT when keys must be fetched first (wants). Raw bytes,
	   constant time. */
	int (*verify)(void *self, struct pool *p, const struct http_in *in, struct err *e);
	/* What an authentic request says: 0..n events; or an answer of its own (a challenge, a
	   ping), then answer->status is set and there are no events. -1 (ERR_MESSAGE): it is
	   answered 400. */
	int (*decode)(void *self, struct pool *p, const struct http_in *in, chat_event_list *out,
		      struct http_answer *answer, struct err *e);
	/* The HTTP answer to a push with that event. m: what it is answered, or NULL when that
	   comes later. Returns 1 when m stands in the answer, 0 when it must go its own way. */
	int (*ack)(void *self, struct pool *p, const struct chat_event *ev,
		   const struct chat_message *m, struct http_answer *out);

	/* Pull. cursor is empty at first. pull: 1 a request is to be made, 0 nothing to do, -1. */
	int (*pull)(void *self, struct pool *p, struct slice cursor, struct http_out *out,
		    struct err *e);
	int (*pulled)(void *self, struct pool *p, struct slice cursor, const struct http_result *r,
		      int64_t now, struct chat_pulled *out, struct err *e);

	/* Socket (RFC 6455). socket_ask: 1 the request whose answer names the URL, 0 *url_out is
	   set already. socket_text: one whole text message; frames are sent back at once (`hello`,
	   pongs of the platform); 1 when the platform asks for a new connection, 0, -1. socket_ack:
	   the frame that acknowledges the event once it is committed (empty: none); as ack. */
	int (*socket_ask)(void *self, struct pool *p, struct http_out *out, struct slice *url_out,
			  struct err *e);
	int (*socket_url)(void *self, struct pool *p, const struct http_result *r,
			  struct slice *url_out, struct chat_result *result);
	int (*socket_text)(void *self, struct pool *p, struct slice text, chat_event_list *out,
			   chat_frames *frames, struct err *e);
	int (*socket_ack)(void *self, struct pool *p, const struct chat_event *ev,
			  const struct chat_message *m, struct slice *frame_out);

	/* Out. render: -1 (ERR_MESSAGE) when it can't be said there; -1 (ERR_RETRY) when wants has
	   to be asked first (a token, a conversation with one person that has to be begun) and then
	   render again. The same message gives the same bytes. */
	int (*render)(void *self, struct pool *p, const struct chat_message *m,
		      struct http_out *out, struct err *e);
	void (*result)(void *self, struct pool *p, const struct chat_message *m,
		       const struct http_result *r, int64_t now, struct chat_result *out);
	/* After CHAT_UNKNOWN: did the message with that key arrive? probed: 1 yes (out->posted), 0
	   no, -1 not known yet: ask once more. NULL, or a probe that returns 0: it can't be asked;
	   1 a request is to be made. */
	int (*probe)(void *self, struct pool *p, const struct chat_message *m,
		     struct http_out *out);
	int (*probed)(void *self, struct pool *p, const struct chat_message *m,
		      const struct http_result *r, struct chat_result *out);

	/* Who an account is. actor->tenant and uid are kept, the rest is filled. whois: 1 a request
	   is to be made, 0 the platform says nothing of accounts (as when NULL). whois_is: 1 filled,
	   -1 not, *out says why. */
	int (*whois)(void *self, struct pool *p, const struct chat_actor *a, struct http_out *out);
	int (*whois_is)(void *self, struct pool *p, const struct http_result *r,
			struct chat_actor *a, struct chat_result *out);

	/* Access tokens, signing keys: 1 a request should be made now (for instance before the next
	   render, or because verify waits), 0 nothing. took: what it answered; keeps it in self. */
	int (*wants)(void *self, struct pool *p, int64_t now, struct http_out *out);
	void (*took)(void *self, const struct http_result *r, int64_t now, struct chat_result *out);

	/* For `docket check`: step 0, 1, … until it returns 0. checked adds lines for people to out:
	   who we are there, what right is missing; 0 fine, -1 a person has to do something. */
	int (*check)(void *self, struct pool *p, unsigned step, struct http_out *out);
	int (*checked)(void *self, struct pool *p, unsigned step, const struct http_result *r,
		       struct str *out);
	/* For `docket init chat NAME`: the manifest or the steps, complete. */
	int (*setup)(const struct conf *c, const struct conf_chat *chat, struct str *out,
		     struct err *e);
};

/* Every adapter there is; NULL for a word that is none. */
const struct chat_adapter *chat_adapter_of(const char *platform);
const struct chat_adapter *const *chat_adapters(size_t *count_out);

#endif
