/* Listing and fetching over an open folder, and waiting for news in it. */
#ifndef BOT_WIRE_IMAP_FETCH_H
#define BOT_WIRE_IMAP_FETCH_H

#include "imap_conn.h"

/* A mail on the server, and how far we are with it. */
struct imap_item {
	uint32_t uid, size; /* size as the server says, which may be wrong */
	uint32_t offset;    /* of HOW_WALK: what was fetched so far */
	uint8_t tries;	    /* enum imap_how: what is to be tried next */
	bool more;	    /* of HOW_WALK: there is a next piece */
	bool done;	    /* handed over, gone, or given up */
	bool refused;	    /* the server gave NIL for it */
};
enum imap_how {
	HOW_BATCH,  /* with others in one command */
	HOW_SINGLE, /* alone: something failed with the batch */
	HOW_WALK,   /* in pieces, of which large files are left out: too large, or it failed alone */
	HOW_PART,   /* its first part only */
	HOW_HEAD,   /* its header only */
	HOW_GIVE_UP,
};
enum {
	IMAP_PART = 256 * 1024, /* of a mail that fails otherwise: its header and text as a rule */
	IMAP_PIECE = 1024 * 1024,   /* of one that is walked through */
	IMAP_WALK_MAX = 256 << 20, /* of it: no server takes longer mails; what is behind is left out */
	IMAP_MAIL_HEAD = 36,	/* bytes of a mail frame before the raw mail */
};

struct imap_list {
	struct imap_item *at;
	size_t len, cap;
};

/* The mails above UID `after`, ascending. */
int imap_list(struct imap_conn *c, uint32_t after, struct imap_list *out, struct err *e);
/* How many mails a search for all of them finds. */
int imap_count(struct imap_conn *c, uint64_t *count_out, struct err *e);

/* Asks for the items [first, last); tag_out as imap_say. Several may be under way. */
int imap_fetch(struct imap_conn *c, const struct imap_list *list, size_t first, size_t last,
	       char *tag_out);
struct imap_mail {
	uint32_t uid, flags;
	int64_t date; /* INTERNALDATE, ms; 0 if it is none */
	size_t size;  /* of the body in c->body, which starts at IMAP_MAIL_HEAD */
	bool body, nil;
};
/*
 * The next mail of the fetch with this tag (NULL: of any): 1, 0 at its end (facts.tag and .status
 * say whose and how), -1. No mail may be longer than limit.
 */
int imap_fetch_next(struct imap_conn *c, const char *tag, uint64_t limit, struct imap_mail *out);

/*
 * Waits in IDLE (RFC 2177) until news, a wake, or until timeout_ms have passed. 1 news, 0 not,
 * -1. If the server refuses, c->idle_refused is set and 0 returned at once. `left` is asked after
 * each wake whether to leave.
 */
int imap_idle(struct imap_conn *c, int timeout_ms, bool (*left)(void *ctx), void *ctx,
	      struct err *e);
/* The same without IDLE: listens, asks nothing. */
int imap_listen(struct imap_conn *c, int timeout_ms, bool (*left)(void *ctx), void *ctx,
		struct err *e);

/* ---- of imap_response.c, for imap_fetch.c ---- */

struct imap_response {
	uint64_t uid, size;
	bool sized;
	struct imap_mail mail;
};
/* The next FETCH response before the tagged line: 1, 0 at the tagged line, -1. */
int imap_next_response(struct imap_conn *c, const char *tag, uint64_t limit,
		       struct imap_response *r);

#endif
