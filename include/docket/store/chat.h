/*
 * Chat: events by their key, identities, what buttons mean, what goes out. `source` is the name of
 * an entry of `chat:`. All but the readers run in the caller's transaction.
 */
#ifndef DOCKET_STORE_CHAT_H
#define DOCKET_STORE_CHAT_H

#include "docket/base/chat.h"
#include "docket/store/inbox.h"

/* Events. */
struct chat_in_row {
	int64_t id, at;
	bool waiting;	     /* for the platform's word on who it is */
	struct slice event;  /* JSON of the event */
	struct slice answer; /* JSON of the message it was answered with; may be empty */
};
/* 1 it is new (id_out), 0 that key is known (*known: as it was kept), -1. */
int chat_in_add(struct store *s, struct pool *p, struct slice source, const struct chat_event *ev,
		int64_t now, int64_t *id_out, struct chat_in_row *known, struct err *e);
int chat_in_answered(struct store *s, int64_t id, const struct chat_message *m, struct err *e);
int chat_in_wait(struct store *s, int64_t id, bool waiting, struct err *e);
typedef VEC(struct chat_in_row) chat_in_list;
/* What waits, oldest first: of one account, or (uid empty) of all. */
int chat_in_waiting(struct store *s, struct pool *p, struct slice source, struct slice uid,
		    chat_in_list *out, struct err *e);

/* Where a pull goes on. 1, 0 (empty), -1. */
int chat_cursor_get(struct store *s, struct pool *p, struct slice source, struct slice *out,
		    struct err *e);
int chat_cursor_put(struct store *s, struct slice source, struct slice cursor, int64_t now,
		    struct err *e);

/* Who an account is. */
struct chat_identity {
	int64_t id;
	struct slice source, tenant, uid;
	int64_t member, contact; /* one of them; both 0: asked, and nobody we know */
	struct slice how;	 /* "address", "code", "unknown" */
	int64_t at;		 /* when it was verified, or asked */
};
int chat_identity_of(struct store *s, struct pool *p, struct slice source,
		     const struct chat_actor *who, struct chat_identity *out, struct err *e);
int chat_identity_put(struct store *s, const struct chat_identity *i, struct err *e);
typedef VEC(struct chat_identity) chat_identity_list;
/* The accounts that were linked to them; of everybody when both are 0. */
int chat_identities(struct store *s, struct pool *p, int64_t member, int64_t contact,
		    chat_identity_list *out, struct err *e);
int chat_identity_revoke(struct store *s, int64_t id, int64_t now, struct err *e);
/* One-time codes that are mailed (8 symbols, 15 minutes, 5 tries): only a hash is kept. */
struct chat_code {
	struct slice source, tenant, uid;
	int64_t member, contact;
	int64_t expires;
};
int chat_code_put(struct store *s, const struct chat_code *c, struct slice code, int64_t now,
		  struct err *e);
/* 1 it fits (and is used up), 0 no (counted), -1. */
int chat_code_use(struct store *s, struct pool *p, struct slice source,
		  const struct chat_actor *who, struct slice code, int64_t now,
		  struct chat_code *out, struct err *e);

/* What a button does: a command line, bound to a version and to who may press it. */
struct chat_press {
	struct slice token;   /* as in the button */
	struct slice command; /* "approve ACME-042" */
	int64_t job, version,
		review;		 /* it is void when the job's newest version is another; 0: any */
	int64_t member, contact; /* only this person; both 0: any member who may */
	int64_t expires;
};
int chat_press_put(struct store *s, const struct chat_press *b, int64_t now, struct err *e);
int chat_press_of(struct store *s, struct pool *p, struct slice token, struct chat_press *out,
		  struct err *e);

/* Rooms of a client, shared with them: only what the client may see is said there. */
int chat_room_client(struct store *s, struct slice source, struct slice room, int64_t *client_out,
		     struct err *e);
int chat_room_put(struct store *s, struct slice source, struct slice room, int64_t client,
		  int64_t now, struct err *e);

/* What goes out. */
enum chat_out_state { CHAT_OUT_QUEUED, CHAT_OUT_SENT, CHAT_OUT_DEAD, CHAT_OUT_DROPPED };
struct chat_out_row {
	int64_t id, job, due, created;
	struct slice source, room;
	struct chat_message m; /* key is set */
	enum chat_out_state state;
	int attempts;
	bool unknown;		     /* the last try left without an answer: probe first */
	unsigned parts_done;	     /* of a long text: these were sent */
	struct slice posted, thread; /* ref of the first part */
	int64_t held;		     /* since when it waits for a token that is taken; 0: it does not */
};
int chat_out_add(struct store *s, struct slice source, const struct chat_message *m, int64_t job,
		 int64_t now, int64_t *id_out, struct err *e);
/* The most overdue row of that source; its next try moves to `retry` first, and until it
 * is settled it counts as unknown, but for out, which says what was known before. One row a room at a
 * time, in order of adding: what one thread is told arrives in order. 1, 0, -1. */
int chat_out_claim(struct store *s, struct pool *p, struct slice source, int64_t now, int64_t retry,
		   struct chat_out_row *out, struct err *e);
/* What an earlier process had under way, and what waits for a token, is looked after at once: nobody
 * else sends now, and the token may be another. */
int chat_out_wake(struct store *s, int64_t now, struct err *e);
struct chat_settle {
	int64_t id, now;
	enum chat_out_state state; /* CHAT_OUT_QUEUED: again at `due` */
	int64_t due;
	bool unknown, counts; /* counts: the try is one of its attempts */
	bool held;	      /* the token was refused: it waits for one that is not */
	unsigned parts_done;
	struct slice posted, thread; /* empty: as before */
	struct slice why;
};
int chat_out_settle(struct store *s, const struct chat_settle *c, struct err *e);
/* What waits for a token of that source is due now: one of them went through. */
int chat_out_release(struct store *s, struct slice source, int64_t now, struct err *e);
/* Entries whose token is refused. begin: 1 it is new, 0 that was known, -1. end: 1 it was refused and
 * nothing waits for it any more, 0, -1. */
struct chat_refused {
	struct slice source, why;
	int64_t at, waiting; /* since when; how many messages */
};
typedef VEC(struct chat_refused) chat_refused_list;
int chat_refused_begin(struct store *s, const struct chat_refused *r, struct err *e);
int chat_refused_end(struct store *s, struct slice source, struct err *e);
int chat_refused_all(struct store *s, struct pool *p, chat_refused_list *out, struct err *e);
/* When the next row of that source is due, UTC ms; INT64_MAX: none. */
int64_t chat_out_next_due(struct store *s, struct slice source);
int chat_out_get(struct store *s, struct pool *p, int64_t id, struct chat_out_row *out,
		 struct err *e);

/* What is shown in a room and kept up to date there: a job, a draft, a mail in triage. */
struct chat_shown {
	const char *kind;   /* "job", "draft", "triage", "review" */
	int64_t subject;    /* row of job, outbox, message or review */
	int64_t out;        /* row of the message that posted it */
	int64_t newest;     /* of the last one that brought it up to date */
	struct slice source, room;
	struct slice shown; /* hash of what it shows */
	bool behind;        /* it could not be brought up to date yet */
	bool settled;       /* nothing will change any more */
};
/* 1, 0, -1. kind, subject, source and room of *c say which. */
int chat_shown_get(struct store *s, struct pool *p, struct chat_shown *c, struct err *e);
int chat_shown_put(struct store *s, const struct chat_shown *c, struct err *e);
/* Those of that kind and source which are not settled. */
typedef VEC(struct chat_shown) chat_shown_list;
int chat_shown_open(struct store *s, struct pool *p, struct slice source, const char *kind,
                    chat_shown_list *out, struct err *e);
/* Open reviews of clients who share a room on that source, and whose review mail has left. */
int chat_room_reviews(struct store *s, struct pool *p, struct slice source, chat_shown_list *out,
                      struct err *e);
/* Another text for a message that was never tried: 1 replaced, 0 too late, -1. */
int chat_out_replace(struct store *s, int64_t id, const struct chat_message *m, struct err *e);
int chat_newest_event(struct store *s, int64_t *out, struct err *e); /* 0: there is none */
/* Jobs of the next `max` events behind that one; *last_out is the last of these. */
int chat_jobs_changed(struct store *s, struct pool *p, int64_t after, size_t max, id_list *out,
                      int64_t *last_out, struct err *e);
/* What cards are about: changes whenever one of them may have to. */
enum { CHAT_PULSE = 5 };
int chat_pulse(struct store *s, int64_t out[CHAT_PULSE], struct err *e);
/* Forgets events, codes and buttons that are of no use any more. */
int chat_forget(struct store *s, int64_t now, struct err *e);

/* The job whose card, or a message about which, is the root of that thread. 1, 0, -1. */
int chat_thread_job(struct store *s, struct slice source, struct slice thread, int64_t *job_out,
		    struct err *e);

#endif
