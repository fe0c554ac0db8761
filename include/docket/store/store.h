/*
 * The database DATA/docket.db and the blobs beside it (DESIGN D5). SQL and SQLite types end here.
 * One process writes: it holds the lease "writer" (an flock on DATA/lock besides). Readers open
 * read-only. All texts returned live in the caller's pool. Times are UTC milliseconds.
 */
#ifndef DOCKET_STORE_STORE_H
#define DOCKET_STORE_STORE_H

#include "docket/base/err.h"
#include "docket/base/str.h"
#include "docket/base/vec.h"

struct store;

enum store_open { STORE_WRITE, STORE_READ };

/*
 * Opens DATA (made if missing), migrates to the newest schema in one transaction. ERR_REFUSED: another docket holds the writer's lock (names its pid). ERR_CONFIG: made
 * by a newer docket, or no docket database. ERR_RETRY: disk full, locked.
 */
int store_open(const char *data, enum store_open how, struct store **out, struct err *e);
/* Every statement now, not at its first use: what stays for long sees a damaged schema at its start. */
int store_prepare(struct store *s, struct err *e);
void store_close(struct store *s); /* takes NULL; checkpoints when it was the writer */

/* BEGIN IMMEDIATE … COMMIT. After a failed commit everything since begin is gone. */
int store_begin(struct store *s, struct err *e);
int store_commit(struct store *s, struct err *e);
void store_rollback(struct store *s);
/* One message inside a batch: undo only what came since the mark. A command inside
 * a message has one of its own: they nest, the newest ends first. */
int store_mark(struct store *s, struct err *e);
int store_unmark(struct store *s, bool keep, struct err *e);

/* Whether a row of the queue was written since this was last asked, undone or not; asking forgets. */
enum store_queue { STORE_OUTBOX, STORE_FETCHES, STORE_QUEUES };
bool store_wrote(struct store *s, enum store_queue queue);

/* Named values: "token-key-1", "install-id", cursors. get: 1, 0 absent, -1. */
int store_get(struct store *s, struct pool *pool, const char *key, struct slice *out, struct err *e);
int store_set(struct store *s, const char *key, struct slice value, struct err *e);

/* When idle: WAL checkpoint; ALARM text in warn if the WAL passed 256 MB. */
int store_idle(struct store *s, struct err *e);
/* Indexes up to `max` more messages for full text search, behind the cursor. Own transaction. */
int store_index_some(struct store *s, size_t max, size_t *done_out, struct err *e);
/* One step of that, as the input log has it. Own transaction. */
int store_index_again(struct store *s, int64_t kind, int64_t max, struct err *e);

/*
 * Blobs: content-addressed, zstd. Small ones are rows, which the caller's transaction (or one of
 * their own) makes durable; larger ones are files, fsynced before the row that names them.
 */
struct blob_batch;
struct blob_batch *blob_batch_new(struct store *s);
/* Queues bytes; sha_out is its name. A blob that is there already costs nothing. */
int blob_add(struct blob_batch *b, struct slice bytes, char sha_out[65], struct err *e);
/* Everything queued is durable after this, or with the commit of the transaction around it. */
int blob_sync(struct blob_batch *b, struct err *e);
void blob_batch_free(struct blob_batch *b);
/* ERR_NOFILE if there is none, ERR_MESSAGE if damaged (hash differs). */
int blob_read(struct store *s, const char *sha, size_t max, struct str *out, struct err *e);
int blob_exists(struct store *s, const char *sha);

/* Who owns what, for more than one process some day (D5). 1 got it, 0 another has it, -1. */
int lease_take(struct store *s, const char *name, const char *owner, int64_t now, int64_t until,
               struct err *e);
int lease_drop(struct store *s, const char *name, const char *owner, struct err *e);

#endif
