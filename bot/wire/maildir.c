/*
 * A Maildir as a source and as a sink (https://cr.yp.to/proto/maildir.html). Reading changes
 * nothing in the folder. A file's key is its name up to the ':' before the flags, which stays the
 * same when another program marks it as seen or moves it from new/ to cur/.
 */
#include "docket/wire/source.h"
#include "skeleton.h"

#include "docket/base/file.h"
#include "docket/base/hash.h"
#include "docket/base/step.h"
#include "docket/base/vec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	NAME_LONGEST = 200, /* of 255 that file systems take: room for flags behind it */
	READ_START = 32 * 1024,
};

struct entry {
	const char *file; /* name in its folder, flags included */
	const char *key;  /* without them; the same memory if there are none */
	uint64_t when;	  /* the leading number, seconds by convention */
	bool cur;
};

struct maildir {
	char *path;
	int dir, watch;
	size_t max;
	struct pool *pool; /* of the scan */
	VEC(struct entry) found;
	size_t at;
	struct str raw;
};

static const char *const FOLDERS[] = {"new", "cur"};

int
maildir_open(const char *path, size_t message_max, struct maildir **out, struct err *e)
{
	static const char *const parts[] = {"tmp", "new", "cur"};
	struct maildir *m = calloc(1, sizeof(*m));
	struct str sub;

	if (m == NULL)
		return err_set(e, ERR_RETRY, "no memory for Maildir %s", path);
	m->dir = m->watch = -1;
	m->max = message_max;
	m->path = strdup(path);
	m->pool = pool_new();
	str_init(&m->raw, message_max < SKELETON_MAX ? SKELETON_MAX : message_max + 1);
	str_init(&sub, 4096);
	if (m->path == NULL) {
		err_set(e, ERR_RETRY, "no memory for Maildir %s", path);
		goto fail;
	}
	for (size_t i = 0; i < COUNT(parts); i++) {
		str_reset(&sub);
		str_addf(&sub, "%s/%s", path, parts[i]);
		if (file_mkdirs(str_cstr(&sub), 0700, e) < 0) {
			err_wrap(e, "Maildir %s", path);
			goto fail;
		}
	}
	m->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (m->dir < 0) {
		err_errno(e, ERR_SOURCE, errno, "cannot open Maildir %s", path);
		goto fail;
	}
	str_clear(&sub);
	*out = m;
	return 0;
fail:
	str_clear(&sub);
	maildir_close(m);
	return -1;
}

void
maildir_close(struct maildir *m)
{
	if (m == NULL)
		return;
	if (m->dir >= 0)
		close(m->dir);
	if (m->watch >= 0)
		close(m->watch);
	str_clear(&m->raw);
	pool_free(m->pool);
	free(m->path);
	free(m);
}

static int
entry_cmp(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int order;

	if (x->when != y->when)
		return x->when < y->when ? -1 : 1;
	order = strcmp(x->key, y->key);
	/* Caught twice while it moved: the later place comes first and wins. */
	return order != 0 ? order : (int)y->cur - (int)x->cur;
}

static void
note(struct maildir *m, const char *file, bool cur)
{
	struct slice name = slice_of(file);
	ptrdiff_t colon = slice_index(name, ':');
	struct entry *n = VEC_NEW(&m->found, m->pool);

	n->file = pool_cstr(m->pool, name);
	n->key = colon < 0 ? n->file : pool_cstr(m->pool, slice_sub(name, 0, (size_t)colon));
	n->cur = cur;
	for (const char *p = file; *p >= '0' && *p <= '9' && n->when < UINT64_MAX / 16; p++)
		n->when = n->when * 10 + (uint64_t)(*p - '0');
}

static int
scan_one(struct maildir *m, bool cur, struct err *e)
{
	int fd = openat(m->dir, FOLDERS[cur], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dirent *d;
	DIR *dir;
	int why;

	if (fd < 0)
		return err_errno(e, ERR_SOURCE, errno, "cannot read %s/%s", m->path, FOLDERS[cur]);
	dir = fdopendir(fd);
	if (dir == NULL) {
		why = errno;
		close(fd);
		return err_errno(e, ERR_RETRY, why, "cannot read %s/%s", m->path, FOLDERS[cur]);
	}
	for (errno = 0; (d = readdir(dir)) != NULL; errno = 0)
		if (d->d_name[0] != '.' && d->d_name[0] != ':' && d->d_type != DT_DIR)
			note(m, d->d_name, cur);
	why = errno;
	closedir(dir);
	if (why != 0)
		return err_errno(e, ERR_RETRY, why, "cannot read %s/%s", m->path, FOLDERS[cur]);
	return 0;
}

int
maildir_scan(struct maildir *m, struct err *e)
{
	size_t kept = 0;

	pool_reset(m->pool);
	memset(&m->found, 0, sizeof(m->found));
	m->at = 0;
	/* new/ first: what moves to cur/ meanwhile is then seen there, not missed. */
	if (scan_one(m, false, e) < 0 || scan_one(m, true, e) < 0) {
		memset(&m->found, 0, sizeof(m->found));
		return -1;
	}
	if (m->found.len > 1)
		qsort(m->found.at, m->found.len, sizeof(*m->found.at), entry_cmp);
	for (size_t i = 0; i < m->found.len; i++)
		if (i == 0 || strcmp(m->found.at[i].key, m->found.at[kept - 1].key) != 0)
			m->found.at[kept++] = m->found.at[i];
	m->found.len = kept;
	return 0;
}

size_t
maildir_count(const struct maildir *m)
{
	return m->found.len;
}

/* Reads at most max + 1 bytes; the one more tells that the file is longer. */
static int
read_all(int fd, struct str *raw, size_t max)
{
	for (size_t want = READ_START; raw->len <= max;) {
		char *to;
		ssize_t n;

		if (want > max + 1 - raw->len)
			want = max + 1 - raw->len;
		to = str_room(raw, want);
		if (to == NULL)
			return ENOMEM;
		n = read(fd, to, want);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		if (n == 0)
			break;
		str_grown(raw, (size_t)n);
		want = raw->len; /* doubles */
	}
	return 0;
}

/* The same of a file that is too large: what stays without its large files. */
static int
read_skeleton(int fd, struct str *raw, bool *cut_out)
{
	enum { PIECE = 64 << 10, WALK_MAX = 256 << 20 /* no mail system takes longer ones */ };
	struct skeleton k;
	ssize_t n = 1;
	char *piece = malloc(PIECE);

	skeleton_init(&k);
	while (piece != NULL && n > 0 && k.fed < WALK_MAX) {
		n = read(fd, piece, PIECE);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n > 0)
			skeleton_feed(&k, slice_make(piece, (size_t)n));
	}
	int why = piece == NULL ? ENOMEM : n < 0 ? errno : 0;
	str_add(raw, skeleton_end(&k));
	*cut_out = raw->len < k.fed || n > 0;
	skeleton_clear(&k);
	free(piece);
	return why;
}

/* 1 read, 0 gone or no mail, -1 failed. */
static int
load(struct maildir *m, const struct entry *n, struct maildir_mail *out, struct err *e)
{
	char path[PATH_MAX];
	struct stat st;
	int fd, why = step_fault("maildir.read");

	snprintf(path, sizeof(path), "%s/%s", FOLDERS[n->cur], n->file);
	/* Not blocking: somebody may have put a FIFO there. */
	fd = why ? -1 : openat(m->dir, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0) {
		why = why ? why : errno;
		if (why == ENOENT || why == ELOOP)
			return 0;
		return err_errno(e, ERR_MESSAGE, why, "cannot read %s/%s", m->path, path);
	}
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return 0;
	}
	str_reset(&m->raw);
	bool large = (uint64_t)st.st_size > m->max;
	out->cut = false;
	why = large ? read_skeleton(fd, &m->raw, &out->cut) : read_all(fd, &m->raw, m->max);
	close(fd);
	if (why != 0)
		return err_errno(e, ERR_MESSAGE, why, "cannot read %s/%s", m->path, path);
	out->name = n->key;
	out->mtime_ms = (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000;
	out->cut |= !large && m->raw.len > m->max; /* it has grown since */
	out->raw = slice_sub(str_slice(&m->raw), 0, large ? m->raw.len : m->max);
	return 1;
}

int
maildir_next(struct maildir *m, bool (*known)(void *ctx, const char *name), void *ctx,
	     struct maildir_mail *out, struct err *e)
{
	while (m->at < m->found.len) {
		const struct entry *n = &m->found.at[m->at++];
		int got;

		if (known != NULL && known(ctx, n->key))
			continue;
		got = load(m, n, out, e);
		if (got < 0)
			out->name = n->key; /* so that the caller can set this one aside */
		if (got != 0)
			return got;
	}
	return 0;
}

int
maildir_watch(struct maildir *m, struct err *e)
{
	/* Delivery renames or links into new/; who writes there directly is done at the close. */
	static const uint32_t events = IN_MOVED_TO | IN_CREATE | IN_CLOSE_WRITE | IN_ONLYDIR;

	if (m->watch >= 0)
		return m->watch;
	m->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (m->watch < 0)
		return err_errno(e, ERR_RETRY, errno, "cannot watch %s", m->path);
	for (size_t i = 0; i < COUNT(FOLDERS); i++) {
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "%s/%s", m->path, FOLDERS[i]);
		if (inotify_add_watch(m->watch, path, events) < 0) {
			int why = errno;

			close(m->watch);
			m->watch = -1;
			return err_errno(e, ERR_RETRY, why, "cannot watch %s", path);
		}
	}
	return m->watch;
}

void
maildir_drain(struct maildir *m)
{
	char buf[8192];

	while (m->watch >= 0 && read(m->watch, buf, sizeof(buf)) > 0)
		;
}

/*
 * The file name for a key: its harmless characters, and where others were replaced or it was cut,
 * a part of its hash, so that two keys never share a name.
 */
static void
put_name(const char *key, struct str *name)
{
	static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789._@=+-";
	struct slice k = slice_of(key);
	bool changed = k.len == 0 || k.len > NAME_LONGEST - 17;
	char hex[HASH_HEX];

	for (size_t i = 0; i < k.len && i < NAME_LONGEST - 17; i++) {
		bool ok = k.data[i] != '\0' && strchr(harmless, k.data[i]) != NULL &&
			  (i > 0 || k.data[i] != '.');

		changed |= !ok;
		str_addc(name, ok ? k.data[i] : '_');
	}
	if (changed) {
		hash_sha256_hex(k, hex);
		str_addf(name, "-%.16s", hex);
	}
}

/* Whether name is delivered already: 1, 0, -1. */
static int
put_present(int dir, const char *path, const char *name, struct err *e)
{
	char in_new[PATH_MAX];
	size_t len = strlen(name);
	struct dirent *d;
	bool found = false;
	int fd;
	DIR *cur;

	snprintf(in_new, sizeof(in_new), "new/%s", name);
	if (faccessat(dir, in_new, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return 1;
	fd = openat(dir, "cur", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cur = fd < 0 ? NULL : fdopendir(fd);
	if (cur == NULL) {
		if (fd >= 0)
			close(fd);
		return err_errno(e, ERR_RETRY, errno, "cannot read %s/cur", path);
	}
	/* A reader may have added any flags: only the listing tells. */
	while (!found && (d = readdir(cur)) != NULL)
		found = strncmp(d->d_name, name, len) == 0 &&
			(d->d_name[len] == '\0' || d->d_name[len] == ':');
	closedir(cur);
	return found;
}

static int
put_file(int dir, const char *path, const char *name, struct slice raw, struct err *e)
{
	char tmp[PATH_MAX], to[PATH_MAX], to_dir[PATH_MAX];
	int fd, why = step_fault("maildir.write");
	struct err w = ERR_INIT;

	snprintf(tmp, sizeof(tmp), "tmp/%s", name);
	snprintf(to, sizeof(to), "new/%s", name);
	snprintf(to_dir, sizeof(to_dir), "%s/new", path);
	/* The same name each time: what a crash left in tmp/ is written over, not piled up. */
	fd = why ? -1
		 : openat(dir, tmp, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_errno(e, ERR_RETRY, why ? why : errno, "cannot write %s/%s", path, tmp);
	if (file_write_fd(fd, raw, &w) < 0 || fsync(fd) < 0) {
		why = errno;
		close(fd);
		unlinkat(dir, tmp, 0);
		if (w.kind != ERR_NONE)
			return err_set(e, ERR_RETRY, "%s/%s: %s", path, tmp, w.text);
		return err_errno(e, ERR_RETRY, why, "cannot write %s/%s", path, tmp);
	}
	close(fd);
	step("maildir.written");
	why = step_fault("maildir.rename");
	if (why == 0 && renameat2(dir, tmp, dir, to, RENAME_NOREPLACE) < 0)
		why = errno;
	/* A file system without RENAME_NOREPLACE: put_present() has just looked. */
	if (why == EINVAL)
		why = renameat(dir, tmp, dir, to) < 0 ? errno : 0;
	if (why != 0 && why != EEXIST) {
		unlinkat(dir, tmp, 0);
		return err_errno(e, ERR_RETRY, why, "cannot deliver to %s/%s", path, to);
	}
	if (why == EEXIST)
		unlinkat(dir, tmp, 0);
	return file_sync_dir(to_dir, e);
}

int
maildir_put(const char *path, const char *key, struct slice raw, struct err *e)
{
	static const char *const parts[] = {"tmp", "new", "cur"};
	struct str name, sub;
	int dir = -1, result = -1, present;

	str_init(&name, NAME_LONGEST + 1);
	str_init(&sub, PATH_MAX);
	put_name(key, &name);
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (size_t i = 0; i < COUNT(parts); i++) {
		if (dir >= 0 && faccessat(dir, parts[i], F_OK, 0) == 0)
			continue;
		str_reset(&sub);
		str_addf(&sub, "%s/%s", path, parts[i]);
		if (file_mkdirs(str_cstr(&sub), 0700, e) < 0) {
			err_wrap(e, "Maildir %s", path);
			goto done;
		}
	}
	if (dir < 0)
		dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0) {
		err_errno(e, ERR_RETRY, errno, "cannot open Maildir %s", path);
		goto done;
	}
	present = put_present(dir, path, str_cstr(&name), e);
	if (present < 0)
		goto done;
	/* Present may mean that a crash came before its folder was synced. */
	str_reset(&sub);
	str_addf(&sub, "%s/new", path);
	result = present ? file_sync_dir(str_cstr(&sub), e)
			 : put_file(dir, path, str_cstr(&name), raw, e);
done:
	if (dir >= 0)
		close(dir);
	str_clear(&sub);
	str_clear(&name);
	return result;
}
