/* Inside the store: what the blobs need from opening it. */
#ifndef DOCKET_STORE_BLOB_H
#define DOCKET_STORE_BLOB_H

#include "docket/base/hash.h"
#include "docket/base/str.h"
#include "docket/store/store.h"

enum {
	BLOB_FILES_MAX = 128, /* descriptors held by a batch before it is synced in between */
	BLOB_FANOUT = 256,    /* folders 00 to ff */
};

struct blob_waiting {
	char sha[HASH_HEX];
	int fd;
	unsigned number; /* of the temporary name */
};
/* The files of a batch. */
struct blob_files {
	struct store *s;
	int root; /* DATA/blobs, for syncfs */
	struct blob_waiting waiting[BLOB_FILES_MAX];
	size_t count;
	unsigned next;
	bool touched[BLOB_FANOUT]; /* folders to sync */
	bool made;		   /* a folder was made: DATA/blobs has to be synced too */
};

/* *f is zeroed by the caller. clear drops what was not synced. */
void blob_files_init(struct blob_files *f, struct store *s);
void blob_files_clear(struct blob_files *f);
/* Writes a file under a temporary name; syncs those before it when they are many. */
int blob_files_add(struct blob_files *f, const char *sha, struct slice packed, struct err *e);
/* Whether the batch has it, not yet synced. */
bool blob_files_have(const struct blob_files *f, const char *sha);
/* 1 it is there with this packed length, and synced with the batch; 0 not; -1. */
int blob_files_kept(struct blob_files *f, const char *sha, size_t len, struct err *e);
/* Makes all durable, names included. */
int blob_files_sync(struct blob_files *f, struct err *e);
/* Appends the packed bytes; ERR_NOFILE when there is none. */
int blob_file_read(struct store *s, const char *sha, struct str *packed, struct err *e);
bool blob_file_exists(struct store *s, const char *sha);

/* Makes DATA/blobs and removes what a crash left half written. Writer only. */
int blob_prepare(struct store *s, struct err *e);

/* Rows of packed bytes by the hash of what they hold. 1 there is one, 0 none, -1. */
int blob_row_len(struct store *s, const char *sha, size_t *len_out, struct err *e);
int blob_row_get(struct store *s, const char *sha, struct str *out, struct err *e);
int blob_row_put(struct store *s, const char *sha, struct slice packed, struct err *e); /* 0, -1 */

#endif
