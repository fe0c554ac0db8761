/*
 * Messages that came in. Each fetch is one row with its key; the record commit makes it, the apply
 * commit settles it. The same mail under another key becomes a row that points at the first.
 */
#ifndef DOCKET_STORE_INBOX_H
#define DOCKET_STORE_INBOX_H

#include "docket/store/store.h"

enum inbox_state {
	INBOX_RECORDED,  /* raw is durable; nothing is applied yet */
	INBOX_APPLIED,   /* filed to a job, or looked at and of no effect */
	INBOX_DUPLICATE, /* same mail as `same_as` */
	INBOX_TRIAGE,    /* waits for a member's word; `reason` says why */
	INBOX_DROPPED,   /* own mail coming back, auto-replies, lists: kept, without effect */
	INBOX_STATE_COUNT
};
const char *inbox_state_name(enum inbox_state s);

/* P2.1: account, folder, UIDVALIDITY, UID; of a Maildir uid is 0 and name its file's name. */
struct inbox_key {
	struct slice account, folder;
	uint64_t uidvalidity, uid;
	struct slice name;
};
struct inbox_new {
	struct inbox_key key;
	int64_t received, internal; /* our clock; the server's INTERNALDATE or 0 */
	const char *blob;           /* sha of the raw mail */
	uint64_t size;
	bool cut;
};
struct inbox_row {
	int64_t id;
	struct inbox_key key;
	int64_t received, internal;
	struct slice blob;
	uint64_t size;
	bool cut;
	enum inbox_state state;
	int64_t same_as, job, client, contact, member;
	struct slice class_, sender, subject, message_id, text, reading; /* reading: JSON */
	struct slice auth;     /* "token", "dmarc", "none", "fail" */
	struct slice reason;   /* of triage or dropping: a sentence */
	struct slice trail;    /* JSON array of {step, verdict, why}: what `docket why` prints */
	bool triage_open;
};

/* Adds a row unless its key is there. 1 new (*id_out set), 0 known, -1. */
int inbox_record(struct store *s, const struct inbox_new *n, int64_t *id_out, struct err *e);
int inbox_known_name(struct store *s, struct slice account, struct slice name, struct err *e);

/* What the apply commit writes about one message; empty slices and zeros are stored as null. */
struct inbox_settled {
	int64_t id;
	enum inbox_state state;
	int64_t same_as, job, client, contact, member;
	struct slice class_, sender, subject, message_id, content_sha, text_sha, text, reading, auth,
	        reason, trail;
	int64_t date;
};
int inbox_settle(struct store *s, const struct inbox_settled *m, struct err *e);
/* A member's word: triage closed, or back to RECORDED for replay. */
int inbox_close_triage(struct store *s, int64_t id, struct err *e);
int inbox_reopen_triage(struct store *s, int64_t id, struct slice reason, struct err *e);
int inbox_replay(struct store *s, int64_t id, struct err *e);
int inbox_set_job(struct store *s, int64_t id, int64_t job, int64_t client, struct err *e);

/* Recorded and not yet applied, oldest first, ids > after. */
typedef VEC(int64_t) id_list;
int inbox_pending(struct store *s, struct pool *p, int64_t after, size_t max, id_list *out,
                  struct err *e);
int inbox_get(struct store *s, struct pool *p, int64_t id, struct inbox_row *out, struct err *e);
/* By Message-ID with or without <>, a docket message number ("m17" or "17"), 1, 0, -1. */
int inbox_find(struct store *s, struct pool *p, struct slice what, int64_t *id_out, struct err *e);

/* Earlier row (not a duplicate itself) with the same content; or same Message-ID, other content. */
int inbox_same_content(struct store *s, struct slice message_id, struct slice content_sha,
                       int64_t but_not, int64_t *id_out, struct err *e);
int inbox_same_id(struct store *s, struct slice message_id, int64_t but_not, int64_t *id_out,
                  struct err *e);
/* A list copy: same sender, same new text, received since `since`. */
int inbox_same_text(struct store *s, struct slice sender, struct slice text_sha, int64_t since,
                    int64_t but_not, int64_t *id_out, struct err *e);
/* The job a message with this Message-ID was filed to: 1 (*job_out, *client_out), 0, -1. */
int inbox_job_of_id(struct store *s, struct slice message_id, int64_t *job_out, int64_t *client_out,
                    struct err *e);

typedef VEC(struct inbox_row) inbox_list; /* without reading, trail and text */
int inbox_triage(struct store *s, struct pool *p, inbox_list *out, struct err *e);
struct inbox_counts {
	int64_t by_state[INBOX_STATE_COUNT], triage_open, total;
};
int inbox_count(struct store *s, struct inbox_counts *out, struct err *e);

/* Fetch cursors of an IMAP folder; uid is the highest committed. */
struct inbox_cursor {
	uint64_t uidvalidity, uid, modseq;
	int64_t last_good; /* last successful fetch */
	uint64_t on_server;
};
int inbox_cursor_get(struct store *s, struct slice account, struct slice folder,
                     struct inbox_cursor *out, struct err *e); /* zeros if none */
/* When the newest mail of that folder was recorded, by our clock; 0: none was. */
int inbox_newest(struct store *s, struct slice account, struct slice folder, int64_t *at_out,
                 struct err *e);
int inbox_cursor_set(struct store *s, struct slice account, struct slice folder,
                     const struct inbox_cursor *c, struct err *e);

#endif
