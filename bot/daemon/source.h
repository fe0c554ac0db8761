/* The mailboxes: each an imap-child or a Maildir, handing over batches of raw mail. */
#ifndef DOCKET_DAEMON_SOURCE_H
#define DOCKET_DAEMON_SOURCE_H

#include "children.h"
#include "reader.h"

#include "docket/intake/intake.h"
#include "docket/wire/source.h"

struct source;

enum { READER_AHEAD_BYTES = 1 << 20 }; /* raw mail waiting to be read, of all sources: keeps main small */

/* Mails of one commit; their server-side flags are set when all are applied. */
struct batch {
	struct batch *next;
	struct source *source;
	uint64_t uidvalidity;
	struct str uids;  /* "1,2,3" */
	size_t left;      /* not yet applied */
	bool has_cursor;
	struct inbox_cursor cursor;
};

struct raw_mail {
	uint64_t uid;
	int64_t internal;
	bool cut;
	struct str raw;
	char *name;
};

struct source {
	const struct conf_mailbox *conf;
	struct child child;      /* IMAP */
	struct maildir *maildir; /* or this */
	int watch_fd;
	bool scan;               /* the Maildir wants a look */
	VEC(struct raw_mail) raws;
	uint64_t uidvalidity;
	size_t raw_bytes, batches_open;
	bool once, done, failed, exited;
	int exit_code;           /* of the child, once it has exited */
	char state[16], text[240];
	bool refused;            /* the team was told that it cannot be read */
	bool said;               /* a mail about that was queued: whoever sees it takes it back */
	uint64_t on_server;
	int64_t last_good;       /* our clock */
	int64_t good_mono;       /* the same by the clock for waiting, or 0 */
	struct pool *pool;       /* of raws' names */
};

/* What a source needs of the loop. */
struct source_env {
	struct intake *intake;
	struct store *store;
	const struct conf *conf;
	const struct clock *clock;
	struct reader *reader;
};

/* Milliseconds since the mailbox was last read with success; INT64_MAX: never. */
int64_t source_unread(const struct source *s);
void source_init(struct source *s, const struct conf_mailbox *mb, bool once);
void source_clear(struct source *s);
/* Starts or restarts the child, opens the Maildir. */
void source_pump(struct source *s, const struct source_env *env);
/* Its descriptor is readable. */
void source_read(struct source *s, const struct source_env *env);
int source_fd(const struct source *s); /* -1 if there is none to wait for */
/* Records whole batches and hands them to the reader. 1 did something, 0 nothing, -1 (kept). */
int source_record(struct source *s, const struct source_env *env, struct err *e);
/* A batch is applied and committed: its flags may be set now. Frees it. */
void source_batch_done(struct batch *b);
void source_exited(struct source *s, int code);
void source_stop(struct source *s);

#endif
