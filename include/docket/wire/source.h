/*
 * Where mail comes from. An IMAP mailbox (in its own process, imap-child) and a Maildir hand over
 * the same thing: raw messages with a key. Nothing on the server or in the folder changes until
 * the caller has recorded them and says so.
 */
#ifndef DOCKET_WIRE_SOURCE_H
#define DOCKET_WIRE_SOURCE_H

#include "docket/base/err.h"
#include "docket/base/frame.h"

/* Frames from an imap-child to main. Payload fields as frame_put_* write them, in this order. */
enum imap_frame {
	IMAP_MAIL = 'M',  /* u64 uidvalidity, u64 uid, u64 internaldate ms, u32 flags, u32 cut, bytes raw.
	                     cut: 1 if only the header and a first part of the body were fetched */
	IMAP_BATCH = 'B', /* u64 uidvalidity, u64 highest uid, u64 modseq, u32 count of mails sent since the
	                     last B: ask for a commit. The child waits for IMAP_DONE before the next
	                     batch but one */
	IMAP_STATE = 'S', /* bytes word ("connected", "idle", "poll", "retry", "synced", "away"),
	                     bytes text for people (an error as a sentence), u64 mails on the server */
	IMAP_GONE = 'G',  /* bytes reason: the child is about to exit for a configuration fault */
};
/* Frames from main to an imap-child. */
enum imap_order {
	IMAP_SETUP = 'C', /* bytes JSON: host port tls user password folder after ca, u64 uidvalidity,
	                     u64 uid, u64 modseq known, u32 once (1: sync then exit), u32 batch_count,
	                     u64 batch_bytes, u64 message_max */
	IMAP_DONE = 'D',  /* u64 uidvalidity, bytes uid set ("1:5,9"): these are committed; do `after` now */
	IMAP_STOP = 'Q',  /* finish the command under way, log out, exit */
};
/* The flags of an IMAP_MAIL. */
enum imap_flag {
	IMAP_FLAG_SEEN = 1,
	IMAP_FLAG_ANSWERED = 2,
	IMAP_FLAG_FLAGGED = 4,
	IMAP_FLAG_DELETED = 8,
	IMAP_FLAG_DRAFT = 16,
};
enum { IMAP_FRAME_MAX = 64 << 20 }; /* a mail above message_max is cut by the child */

/* The body of `docket imap-child`, speaking frames on fd. Returns the exit status. */
int imap_child(int fd);
/* Login, SELECT and size of the folder, for `docket check`. */
struct conf_mailbox;
int imap_probe(const struct conf_mailbox *mb, uint64_t *messages_out, struct err *e);

/* Maildir (D6): new/ and cur/ are read, nothing is moved before maildir_settle. */
struct maildir;
struct maildir_mail {
	const char *name; /* unique part of the file name: the key instead of a UID */
	int64_t mtime_ms;
	struct slice raw; /* valid until the next call */
	bool cut;         /* longer than message_max */
};
int maildir_open(const char *path, size_t message_max, struct maildir **out, struct err *e);
void maildir_close(struct maildir *m);
/* Lists what is in new/ and cur/ afresh (cur/ too: \Seen means nothing). */
int maildir_scan(struct maildir *m, struct err *e);
size_t maildir_count(const struct maildir *m);
/* Next mail of the scan, names in order; `known` is asked first. 1, 0 at the end, -1 (one file). */
int maildir_next(struct maildir *m, bool (*known)(void *ctx, const char *name), void *ctx,
                 struct maildir_mail *out, struct err *e);
/* An inotify descriptor that gets readable when something arrives; drain before a scan. */
int maildir_watch(struct maildir *m, struct err *e);
void maildir_drain(struct maildir *m);
/* Delivers raw into DIR/new under a name made from key: the same key twice is one file. */
int maildir_put(const char *dir, const char *key, struct slice raw, struct err *e);

#endif
