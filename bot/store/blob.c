/*
 * Raw mails and files, one zstd frame each: up to ROW_MAX bytes as rows of the database
 * (blob_row.c), which the commit that names them makes durable; larger ones as files (blob_file.c).
 */
#include "blob.h"

#include "db.h"

#include "docket/base/hash.h"
#include "docket/base/step.h"

#include <stdlib.h>
#include <zstd.h>

enum {
	LEVEL = 1, /* mail is mostly base64: higher ones cost time and save next to nothing */
	ROW_MAX = 32 * 1024, /* a row up to here, packed: most mails. SQLite is faster than a
				file system below some 100 kB; what is larger is often asked for
				as a file and would only fill the pages others need */
	ROWS_MAX = 128,	     /* rows a batch holds in memory before it writes them */
};

struct waiting_row {
	char sha[HASH_HEX];
	size_t at, len; /* in the batch's packed bytes */
};

struct blob_batch {
	struct store *s;
	struct str packed; /* of the rows */
	struct waiting_row rows[ROWS_MAX];
	size_t row_count;
	struct blob_files files;
	ZSTD_CCtx *z; /* its own: after a large mail it holds megabytes, and goes with the batch */
	char *buf;
	size_t cap;
};

/* Names come from the database and from commands: only a hash becomes a path. */
static bool
is_sha(const char *sha)
{
	return strlen(sha) == 64 && strspn(sha, "0123456789abcdef") == 64;
}

struct blob_batch *
blob_batch_new(struct store *s)
{
	struct blob_batch *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return NULL;
	b->s = s;
	str_init(&b->packed, (size_t)ROW_MAX * ROWS_MAX);
	blob_files_init(&b->files, s);
	b->z = ZSTD_createCCtx();
	if (b->z == NULL) {
		blob_batch_free(b);
		return NULL;
	}
	return b;
}

void
blob_batch_free(struct blob_batch *b)
{
	if (b == NULL)
		return;
	blob_files_clear(&b->files);
	(void)ZSTD_freeCCtx(b->z);
	str_clear(&b->packed);
	free(b->buf);
	free(b);
}

static int
pack(struct blob_batch *b, struct slice bytes, size_t *len_out, struct err *e)
{
	size_t need = ZSTD_compressBound(bytes.len), len;

	if (need > b->cap) {
		char *more = realloc(b->buf, need);

		if (more == NULL)
			return err_set(e, ERR_RETRY, "out of memory for a blob of %zu bytes",
				       bytes.len);
		b->buf = more;
		b->cap = need;
	}
	len = ZSTD_compressCCtx(b->z, b->buf, b->cap, bytes.len > 0 ? bytes.data : "", bytes.len,
				LEVEL);
	if (ZSTD_isError(len))
		return err_set(e, ERR_RETRY, "cannot compress a blob of %zu bytes: %s", bytes.len,
			       ZSTD_getErrorName(len));
	*len_out = len;
	return 0;
}

/* All rows in one go: inside the caller's transaction, else in one of their own. */
static int
put_rows(struct blob_batch *b, struct err *e)
{
	struct db_unit u;
	int r = 0;

	if (b->row_count == 0)
		return 0;
	if (db_enter(b->s, &u, e) < 0)
		return -1;
	for (size_t i = 0; r == 0 && i < b->row_count; i++)
		r = blob_row_put(b->s, b->rows[i].sha,
				 slice_sub(str_slice(&b->packed), b->rows[i].at,
					   b->rows[i].at + b->rows[i].len),
				 e);
	r = db_leave(b->s, &u, r, e);
	b->row_count = 0;
	str_reset(&b->packed);
	return r;
}

static int
add_row(struct blob_batch *b, const char *sha, struct slice packed, struct err *e)
{
	struct waiting_row *w;
	int fault = step_fault("blob.write");

	if (fault != 0)
		return db_fail_errno(b->s, fault, e);
	if (b->row_count == ROWS_MAX && put_rows(b, e) < 0)
		return -1;
	w = &b->rows[b->row_count];
	memcpy(w->sha, sha, HASH_HEX);
	w->at = b->packed.len;
	w->len = packed.len;
	str_add(&b->packed, packed);
	if (str_failed(&b->packed))
		return err_set(e, ERR_RETRY, "out of memory for a blob of %zu bytes", packed.len);
	b->row_count++;
	return 0;
}

static bool
waits(const struct blob_batch *b, const char *sha)
{
	for (size_t i = 0; i < b->row_count; i++)
		if (memcmp(b->rows[i].sha, sha, HASH_HEX) == 0)
			return true;
	return blob_files_have(&b->files, sha);
}

/* 1 when a blob of this packed length is kept already, 0 when not, -1. */
static int
kept(struct blob_batch *b, const char *sha, size_t len, struct err *e)
{
	size_t found = 0;
	int got;

	if (len <= ROW_MAX && (got = blob_row_len(b->s, sha, &found, e)) != 0)
		return got < 0 ? -1 : found == len;
	return blob_files_kept(&b->files, sha, len, e);
}

int
blob_add(struct blob_batch *b, struct slice bytes, char sha_out[65], struct err *e)
{
	char sha[HASH_HEX];
	struct slice packed;
	size_t len = 0;
	int r;

	if (bytes.len > SIZE_MAX / 4)
		return err_set(e, ERR_MESSAGE, "a blob of %zu bytes", bytes.len);
	hash_sha256_hex(bytes, sha);
	memcpy(sha_out, sha, HASH_HEX);
	if (waits(b, sha))
		return 0;
	if (pack(b, bytes, &len, e) < 0)
		return -1;
	packed = slice_make(b->buf, len);
	r = kept(b, sha, len, e);
	if (r != 0)
		return r < 0 ? -1 : 0;
	r = len <= ROW_MAX ? add_row(b, sha, packed, e) : blob_files_add(&b->files, sha, packed, e);
	return r < 0 ? err_wrap(e, "keeping a mail of %zu bytes", bytes.len) : 0;
}

int
blob_sync(struct blob_batch *b, struct err *e)
{
	if (put_rows(b, e) < 0 || blob_files_sync(&b->files, e) < 0)
		return -1;
	step("blob.synced");
	return 0;
}

static int
unpack(struct store *s, struct slice packed, size_t max, struct str *out, const char *sha,
       struct err *e)
{
	unsigned long long size =
		ZSTD_getFrameContentSize(packed.len > 0 ? packed.data : "", packed.len);
	unsigned char digest[HASH_LEN];
	char found[HASH_HEX], *room;
	size_t got;

	if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR)
		return err_set(e, ERR_MESSAGE, "blob %.12s is damaged: no zstd frame", sha);
	if (size > max)
		return err_set(e, ERR_MESSAGE, "blob %.12s has %llu bytes, limit %zu", sha, size,
			       max);
	if (s->unpacker == NULL && (s->unpacker = ZSTD_createDCtx()) == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	room = str_room(out, (size_t)size);
	if (room == NULL)
		return err_set(e, ERR_MESSAGE, "blob %.12s has %llu bytes, too many here", sha,
			       size);
	got = ZSTD_decompressDCtx(s->unpacker, room, (size_t)size, packed.data, packed.len);
	if (ZSTD_isError(got) || got != size)
		return err_set(e, ERR_MESSAGE, "blob %.12s is damaged: %s", sha,
			       ZSTD_isError(got) ? ZSTD_getErrorName(got) : "too short");
	hash_sha256(slice_make(room, got), digest);
	hash_hex(digest, sizeof(digest), found);
	if (memcmp(found, sha, HASH_HEX) != 0)
		return err_set(e, ERR_MESSAGE, "blob %.12s is damaged: its bytes hash to %.12s",
			       sha, found);
	str_grown(out, got);
	return 0;
}

/* The frame, from wherever it is. 0, or -1 with ERR_NOFILE when there is none. */
static int
fetch(struct store *s, const char *sha, struct str *packed, struct err *e)
{
	int got = blob_row_get(s, sha, packed, e);

	if (got != 0)
		return got < 0 ? -1 : 0;
	return blob_file_read(s, sha, packed, e);
}

int
blob_read(struct store *s, const char *sha, size_t max, struct str *out, struct err *e)
{
	struct str packed;
	int r;

	if (!is_sha(sha))
		return err_set(e, ERR_NOFILE, "'%.80s' is no blob's name", sha);
	str_init(&packed, ZSTD_compressBound(max) + 64);
	r = fetch(s, sha, &packed, e);
	if (r == 0 && str_failed(&packed))
		r = err_set(e, ERR_MESSAGE, "blob %.12s has more than %zu bytes", sha, max);
	if (r == 0)
		r = unpack(s, str_slice(&packed), max, out, sha, e);
	str_clear(&packed);
	return r;
}

int
blob_exists(struct store *s, const char *sha)
{
	size_t len;

	if (!is_sha(sha))
		return 0;
	return blob_row_len(s, sha, &len, NULL) == 1 || blob_file_exists(s, sha);
}
