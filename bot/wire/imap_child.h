/*
 * The imap-child's state, shared by its loop (imap_child.c), what main tells it (imap_orders.c) and
 * its fetching (imap_sync.c).
 */
#ifndef BOT_WIRE_IMAP_CHILD_H
#define BOT_WIRE_IMAP_CHILD_H

#include "imap_fetch.h"
#include "skeleton.h"

#include "docket/base/frame.h"
#include "docket/wire/source.h"

enum { CHILD_AHEAD = 2 /* batches that main has not committed yet, those on their way included */ };

enum child_after { AFTER_KEEP, AFTER_SEEN, AFTER_MOVE };

/* A batch that main has and has not acknowledged in full. */
struct child_sent {
	uint32_t *uids; /* ascending; 0: acknowledged */
	size_t len, left;
};

struct child {
	struct frame_chan chan;
	struct stream like; /* only its wakes count: given to each connection */
	struct imap_conn conn;
	bool open;

	/* of IMAP_SETUP */
	struct imap_login login;
	char *texts[6]; /* what login points to; [1] is the password */
	enum child_after after;
	const char *move_to;
	bool once;
	uint32_t batch_count;
	uint64_t batch_bytes, message_max;
	int poll_ms, idle_ms, reconcile_ms, backoff_min_ms, backoff_max_ms;

	/* where we are */
	uint64_t uidvalidity;
	uint32_t cursor; /* highest UID below which nothing is left to fetch */
	struct imap_list list;
	struct skeleton walked; /* of the mail with UID walked_uid */
	uint32_t walked_uid;
	unsigned long listed; /* conn.facts.news when it was asked for */
	uint32_t *batch;      /* UIDs sent since the last B */
	size_t batch_len, batch_cap;
	struct child_sent sent[16];
	size_t sent_len;
	struct uidset pending; /* committed: `after` is to be done */
	uint32_t stuck_uid;    /* where connections broke again and again */
	int stuck;
	bool progress; /* a mail was handed over since connecting */

	/* what main or a signal asked for */
	bool stop, gone;
	bool can_abort; /* the command under way only reads */
};

/* Fetches everything above the cursor and hands it over; does what is pending. 0, -1. */
int child_sync(struct child *ch, struct err *e);
/* Does `after` for what is pending. A refusal is told to main and not an error, but with once. */
int child_after(struct child *ch, struct err *e);
/* After the connection broke: closes the batch that is half sent, and notes where it broke. */
int child_broke(struct child *ch, struct err *e);

/* Takes what main sent, without waiting. -1: it is gone or sends nonsense. */
int child_orders(struct child *ch, struct err *e);

/* ---- of imap_child.c, for imap_sync.c ---- */

int child_state(struct child *ch, const char *word, const char *text);
/* Queues a frame; waits while more than 256 kB have not gone. */
int child_send(struct child *ch, unsigned char type, struct slice payload, struct err *e);
/* Waits for an order of main, at most timeout_ms. -1 stop or gone. */
int child_wait(struct child *ch, int timeout_ms, struct err *e);
void child_forget_sent(struct child *ch);

#endif
