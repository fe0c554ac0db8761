/*
 * Raw mails and files, one zstd frame each: up to ROW_MAX bytes as rows of the database
 * (blob_row.c), which the commit that names them makes durable; larger ones as files
 * DATA/blobs/ab/<sha256>.zst. A file's name appears only by rename after its bytes are on disk, so
 * whatever bears a name is whole.
 *
 * How the files of a batch become durable: all are written, their data synced, then renamed, then the
 * names synced. A few files are synced one by one. For many, one syncfs(2) per step does the same
 * with one journal commit and one flush of the disk's cache instead of hundreds: 200 mails of 20 kB
 * took 11 ms here against 34 to 46 ms with fdatasync and fsync of each (ext4; the gap grows with
 * the time of a flush). It is as safe: syncfs waits for data and metadata, flushes the disk's cache
 * (ext4, XFS, btrfs), and since Linux 5.8 tells any write error on the file system since the
 * descriptor was opened, which a batch therefore opens before it writes. It also waits for what
 * others are writing there; under such load fdatasync waits for their journal commits as well.
 */
#include "blob.h"

#include "db.h"

#include "docket/base/file.h"
#include "docket/base/hash.h"
#include "docket/base/step.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

enum {
	LEVEL = 1,	      /* mail is mostly base64: higher ones cost time and save next to nothing */
	OPEN_MAX_FILES = 128, /* descriptors held by a batch before it is synced in between */
	FANOUT = 256,	      /* folders 00 to ff */
	MANY = 8,	      /* from here on syncfs is cheaper than syncs one by one */
	ROW_MAX = 32 * 1024,  /* a row up to here, packed: most mails. SQLite is faster than a
				 file system below some 100 kB; what is larger is often asked for
				 as a file and would only fill the pages others need */
	ROWS_MAX = 128,	      /* rows a batch holds in memory before it writes them */
};

struct waiting {
	char sha[HASH_HEX];
	int fd;
	unsigned number; /* of the temporary name */
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
	int root;     /* DATA/blobs, for syncfs */
	ZSTD_CCtx *z; /* its own: after a large mail it holds megabytes, and goes with the batch */
	char *buf;
	size_t cap;
	struct waiting files[OPEN_MAX_FILES];
	size_t count;
	unsigned next;
	bool touched[FANOUT]; /* folders to sync */
	bool made;	      /* a folder was made: DATA/blobs has to be synced too */
};

static int
path_of(const struct store *s, const char *sha, char out[PATH_MAX])
{
	int n = snprintf(out, PATH_MAX, "%s/blobs/%.2s/%s.zst", s->data, sha, sha);

	return n < 0 || n >= PATH_MAX ? -1 : 0;
}

static int
temp_of(const struct store *s, unsigned number, char out[PATH_MAX])
{
	int n = snprintf(out, PATH_MAX, "%s/blobs/tmp/%u", s->data, number);

	return n < 0 || n >= PATH_MAX ? -1 : 0;
}

static int
folder_of(const struct store *s, unsigned index, char out[PATH_MAX])
{
	int n = snprintf(out, PATH_MAX, "%s/blobs/%02x", s->data, index);

	return n < 0 || n >= PATH_MAX ? -1 : 0;
}

/* Names come from the database and from commands: only a hash becomes a path. */
static bool
is_sha(const char *sha)
{
	return strlen(sha) == 64 && strspn(sha, "0123456789abcdef") == 64;
}

static unsigned
fan_of(const char *sha)
{
	char two[3] = {sha[0], sha[1], '\0'};

	return (unsigned)strtoul(two, NULL, 16);
}

int
blob_prepare(struct store *s, struct err *e)
{
	char dir[PATH_MAX];
	int n = snprintf(dir, sizeof(dir), "%s/blobs/tmp", s->data);
	struct dirent *d;
	DIR *open;

	if (n < 0 || n >= PATH_MAX - 80)
		return err_errno(e, ERR_CONFIG, ENAMETOOLONG, "'%s'", s->data);
	if (file_mkdirs(dir, 0700, e) < 0)
		return -1;
	open = opendir(dir);
	if (open == NULL)
		return db_fail_errno(s, errno, e);
	while ((d = readdir(open)) != NULL)
		if (d->d_name[0] != '.')
			(void)unlinkat(dirfd(open), d->d_name, 0);
	(void)closedir(open);
	return 0;
}

struct blob_batch *
blob_batch_new(struct store *s)
{
	struct blob_batch *b = calloc(1, sizeof(*b));
	char dir[PATH_MAX];

	if (b == NULL)
		return NULL;
	b->s = s;
	str_init(&b->packed, (size_t)ROW_MAX * ROWS_MAX);
	(void)snprintf(dir, sizeof(dir), "%s/blobs", s->data);
	b->root = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	b->z = ZSTD_createCCtx();
	if (b->z == NULL) {
		blob_batch_free(b);
		return NULL;
	}
	return b;
}

static void
drop_files(struct blob_batch *b)
{
	char tmp[PATH_MAX];

	for (size_t i = 0; i < b->count; i++) {
		(void)close(b->files[i].fd);
		if (temp_of(b->s, b->files[i].number, tmp) == 0)
			(void)unlink(tmp);
	}
	b->count = 0;
}

void
blob_batch_free(struct blob_batch *b)
{
	if (b == NULL)
		return;
	drop_files(b);
	if (b->root >= 0)
		(void)close(b->root);
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

static int
write_temp(struct blob_batch *b, struct slice packed, struct waiting *w, struct err *e)
{
	char tmp[PATH_MAX];
	struct err why = ERR_INIT;
	int fault = step_fault("blob.write"), saved;

	if (fault != 0)
		return db_fail_errno(b->s, fault, e);
	w->number = b->next++;
	if (temp_of(b->s, w->number, tmp) < 0)
		return err_errno(e, ERR_CONFIG, ENAMETOOLONG, "'%s'", b->s->data);
	(void)unlink(tmp); /* of an earlier batch that failed */
	w->fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (w->fd < 0)
		return db_fail_errno(b->s, errno, e);
	errno = 0;
	if (file_write_fd(w->fd, packed, &why) == 0)
		return 0;
	saved = errno;
	(void)close(w->fd);
	(void)unlink(tmp);
	/* errno is 0 when a test's fault stood in for the disk */
	return saved != 0 ? db_fail_errno(b->s, saved, e) : err_set(e, why.kind, "%s", why.text);
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
		r = blob_row_put(
			b->s, b->rows[i].sha,
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

static int flush(struct blob_batch *b, struct err *e);

static int
add_file(struct blob_batch *b, const char *sha, struct slice packed, struct err *e)
{
	struct waiting w = {.fd = -1};

	if (b->count == OPEN_MAX_FILES && flush(b, e) < 0)
		return -1;
	if (write_temp(b, packed, &w, e) < 0)
		return -1;
	memcpy(w.sha, sha, HASH_HEX);
	b->files[b->count++] = w;
	return 0;
}

static bool
waits(const struct blob_batch *b, const char *sha)
{
	for (size_t i = 0; i < b->count; i++)
		if (memcmp(b->files[i].sha, sha, HASH_HEX) == 0)
			return true;
	for (size_t i = 0; i < b->row_count; i++)
		if (memcmp(b->rows[i].sha, sha, HASH_HEX) == 0)
			return true;
	return false;
}

/* 1 when a blob of this packed length is kept already, 0 when not, -1. */
static int
kept(struct blob_batch *b, const char *sha, size_t len, struct err *e)
{
	char path[PATH_MAX];
	struct stat st;
	size_t found = 0;
	int got;

	if (path_of(b->s, sha, path) < 0)
		return err_errno(e, ERR_CONFIG, ENAMETOOLONG, "'%s'", b->s->data);
	if (len <= ROW_MAX && (got = blob_row_len(b->s, sha, &found, e)) != 0)
		return got < 0 ? -1 : found == len;
	if (stat(path, &st) < 0 || st.st_size != (off_t)len)
		return 0;
	/* Its bytes are on disk, but a crash may have come before its folder was synced. */
	b->touched[fan_of(sha)] = true;
	return 1;
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
	r = len <= ROW_MAX ? add_row(b, sha, packed, e) : add_file(b, sha, packed, e);
	return r < 0 ? err_wrap(e, "keeping a mail of %zu bytes", bytes.len) : 0;
}

static int
move_in(struct blob_batch *b, const struct waiting *w)
{
	char tmp[PATH_MAX], path[PATH_MAX], dir[PATH_MAX];

	if (temp_of(b->s, w->number, tmp) < 0 || path_of(b->s, w->sha, path) < 0 ||
	    folder_of(b->s, fan_of(w->sha), dir) < 0)
		return ENAMETOOLONG;
	b->touched[fan_of(w->sha)] = true;
	if (rename(tmp, path) == 0)
		return 0;
	if (errno != ENOENT)
		return errno;
	if (mkdir(dir, 0700) < 0 && errno != EEXIST)
		return errno;
	b->made = true;
	return rename(tmp, path) == 0 ? 0 : errno;
}

static int
sync_data(struct blob_batch *b)
{
	if (b->count >= MANY && b->root >= 0)
		return syncfs(b->root) < 0 ? errno : 0;
	for (size_t i = 0; i < b->count; i++)
		if (fdatasync(b->files[i].fd) < 0)
			return errno;
	return 0;
}

/* All files: data to disk, then the names. The folders are left to blob_sync. */
static int
flush(struct blob_batch *b, struct err *e)
{
	int fault = step_fault("blob.sync");

	if (fault == 0)
		fault = sync_data(b);
	for (size_t i = 0; fault == 0 && i < b->count; i++)
		fault = move_in(b, &b->files[i]);
	drop_files(b); /* what was renamed has no temporary name any more */
	return fault == 0 ? 0 : db_fail_errno(b->s, fault, e);
}

static int
sync_folders(struct blob_batch *b, struct err *e)
{
	char dir[PATH_MAX];

	if (b->made) {
		(void)snprintf(dir, sizeof(dir), "%s/blobs", b->s->data);
		if (file_sync_dir(dir, e) < 0)
			return -1;
	}
	for (unsigned i = 0; i < FANOUT; i++)
		if (b->touched[i] && (folder_of(b->s, i, dir) < 0 || file_sync_dir(dir, e) < 0))
			return -1;
	return 0;
}

int
blob_sync(struct blob_batch *b, struct err *e)
{
	size_t folders = b->made;

	if (put_rows(b, e) < 0 || flush(b, e) < 0)
		return -1;
	for (size_t i = 0; i < FANOUT; i++)
		folders += b->touched[i];
	if (folders >= MANY && b->root >= 0) {
		if (syncfs(b->root) < 0)
			return db_fail_errno(b->s, errno, e);
	} else if (sync_folders(b, e) < 0) {
		return -1;
	}
	memset(b->touched, 0, sizeof(b->touched));
	b->made = false;
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
	char path[PATH_MAX];
	struct err why = ERR_INIT;
	int got = blob_row_get(s, sha, packed, e);

	if (got != 0)
		return got < 0 ? -1 : 0;
	if (path_of(s, sha, path) < 0)
		return err_errno(e, ERR_CONFIG, ENAMETOOLONG, "'%s'", s->data);
	if (file_read(path, packed, &why) < 0)
		return err_set(e, why.kind, "blob %.12s: %s", sha, why.text);
	return 0;
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
	char path[PATH_MAX];
	struct stat st;
	size_t len;

	if (!is_sha(sha))
		return 0;
	if (blob_row_len(s, sha, &len, NULL) == 1)
		return 1;
	return path_of(s, sha, path) == 0 && stat(path, &st) == 0;
}
