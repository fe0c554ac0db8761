/* Reads and writes whole files so that a crash leaves the old one or the new one. */
#include "docket/base/file.h"

#include "docket/base/step.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024 };

/* EX_NOINPUT stands for "did not exist or was not readable". */
static enum err_kind
kind_of_read(int errnum)
{
	switch (errnum) {
	case ENOENT:
	case ENOTDIR:
	case EISDIR:
	case EACCES:
	case EPERM:
	case ELOOP:
	case ENAMETOOLONG:
	case ENXIO: return ERR_NOFILE;
	default: return ERR_RETRY;
	}
}

static enum err_kind
kind_of_write(int errnum)
{
	switch (errnum) {
	case ENOENT: return ERR_NOFILE;
	case ENOTDIR:
	case EISDIR:
	case EACCES:
	case EPERM:
	case EROFS:
	case ELOOP:
	case ENAMETOOLONG: return ERR_CONFIG;
	default: return ERR_RETRY;
	}
}

/* Adds all that fd gives to out; more than out->max is found by reading one byte more. */
static int
read_all(int fd, size_t chunk, const char *name, struct str *out, struct err *e)
{
	for (;;) {
		size_t left = out->max - out->len;
		size_t want = left < chunk ? left : chunk;
		char extra, *to = &extra;
		ssize_t n;

		if (left > 0 && (to = str_room(out, want)) == NULL)
			return err_set(e, ERR_RETRY, "no memory to read '%s'", name);
		do
			n = read(fd, to, left > 0 ? want : 1);
		while (n < 0 && errno == EINTR);
		if (n < 0)
			return err_errno(e, kind_of_read(errno), errno, "cannot read '%s'", name);
		if (n == 0)
			return 0;
		if (left == 0)
			return err_set(e, ERR_MESSAGE, "'%s' is larger than the limit of %zu bytes",
				       name, out->max);
		str_grown(out, (size_t)n);
	}
}

int
file_read(const char *path, struct str *out, struct err *e)
{
	bool in = strcmp(path, "-") == 0;
	const char *name = in ? "standard input" : path;
	size_t start = out->len, chunk = CHUNK;
	int fd = in ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	int ret;
	struct stat st;

	if (fd < 0)
		return err_errno(e, kind_of_read(errno), errno, "cannot open '%s'", name);
	ret = fstat(fd, &st);
	if (ret < 0) {
		(void)err_errno(e, kind_of_read(errno), errno, "cannot read '%s'", name);
		goto out;
	}
	if (S_ISREG(st.st_mode) && st.st_size > 0) {
		/* The size is a hint, standard input may be half read: reading decides. */
		if (!in && (uintmax_t)st.st_size > out->max - start) {
			ret = err_set(e, ERR_MESSAGE, "'%s' has %jd bytes, the limit is %zu", name,
				      (intmax_t)st.st_size, out->max);
			goto out;
		}
		chunk = (uintmax_t)st.st_size < SIZE_MAX / 8 ? (size_t)st.st_size + 1 : chunk;
	}
	ret = read_all(fd, chunk, name, out, e);
	if (ret < 0) {
		out->failed = false;
		str_cut(out, start);
	}
out:
	if (!in)
		(void)close(fd);
	return ret;
}

int
file_write_fd(int fd, struct slice text, struct err *e)
{
	int fault = step_fault("file.write");

	if (fault != 0)
		return err_errno(e, kind_of_write(fault), fault, "cannot write");
	while (text.len > 0) {
		ssize_t n = write(fd, text.data, text.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(e, kind_of_write(errno), errno, "cannot write");
		text = slice_sub(text, (size_t)n, text.len);
	}
	return 0;
}

static int
sync_fd(int fd)
{
	int fault = step_fault("file.sync");

	if (fault != 0) {
		errno = fault;
		return -1;
	}
	return fsync(fd);
}

int
file_sync_dir(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int ret = 0;

	if (fd < 0)
		return err_errno(e, kind_of_write(errno), errno, "cannot open folder '%s'", path);
	/* EINVAL: a file system that cannot sync folders and keeps their order itself. */
	if (sync_fd(fd) < 0 && errno != EINVAL)
		ret = err_errno(e, kind_of_write(errno), errno, "cannot sync folder '%s'", path);
	(void)close(fd);
	return ret;
}

/* The folder that holds path. */
static int
parent(const char *path, char out[PATH_MAX], struct err *e)
{
	struct slice p = slice_of(path);
	ptrdiff_t slash;

	while (p.len > 1 && p.data[p.len - 1] == '/')
		p.len--;
	slash = slice_rindex(p, '/');
	if (slash < 0)
		p = SLICE_LIT(".");
	else
		p.len = slash == 0 ? 1 : (size_t)slash;
	if (p.len >= PATH_MAX)
		return err_errno(e, ERR_CONFIG, ENAMETOOLONG, "'%.*s'", SLICE_ARG(p));
	(void)slice_cstr(p, out, PATH_MAX);
	return 0;
}

/* Writes and syncs tmp, which must not be there yet. */
static int
write_new(const char *tmp, struct slice text, unsigned mode, struct err *e)
{
	int ret, fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, (mode_t)mode);

	if (fd < 0)
		return err_errno(e, kind_of_write(errno), errno, "cannot create");
	ret = file_write_fd(fd, text, e);
	if (ret == 0 && sync_fd(fd) < 0)
		ret = err_errno(e, kind_of_write(errno), errno, "cannot sync");
	if (close(fd) < 0 && ret == 0)
		ret = err_errno(e, kind_of_write(errno), errno, "cannot close");
	return ret;
}

int
file_write(const char *path, struct slice text, unsigned mode, struct err *e)
{
	char dir[PATH_MAX], tmp[PATH_MAX];
	struct err why = ERR_INIT;
	int n = snprintf(tmp, sizeof(tmp), "%s.%ld.tmp", path, (long)getpid());

	if (n < 0 || (size_t)n >= sizeof(tmp))
		return err_errno(e, ERR_CONFIG, ENAMETOOLONG, "'%s'", path);
	if (parent(path, dir, e) < 0)
		return -1;
	(void)unlink(tmp); /* left by a crashed process that had our number */
	if (write_new(tmp, text, mode, &why) < 0)
		goto fail;
	if (rename(tmp, path) < 0) {
		(void)err_errno(&why, kind_of_write(errno), errno, "cannot rename");
		goto fail;
	}
	return file_sync_dir(dir, e);
fail:
	(void)unlink(tmp);
	return err_set(e, why.kind, "'%s': %s", path, why.text);
}

/* One folder of the way. What it made is synced into its parent: the folder must outlive a crash.
 */
static int
make_dir(const char *path, unsigned mode, struct err *e)
{
	char dir[PATH_MAX];
	struct stat st;

	if (mkdir(path, (mode_t)mode) == 0)
		return parent(path, dir, e) < 0 ? -1 : file_sync_dir(dir, e);
	if (errno == EEXIST && stat(path, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			return 0;
		errno = ENOTDIR;
	}
	return err_errno(e, kind_of_write(errno), errno, "cannot make folder '%s'", path);
}

int
file_mkdirs(const char *path, unsigned mode, struct err *e)
{
	struct slice p = slice_of(path);
	char way[PATH_MAX];
	struct stat st;

	if (p.len >= sizeof(way))
		return err_errno(e, ERR_CONFIG, ENAMETOOLONG, "'%s'", path);
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return 0;
	for (size_t i = 1; i < p.len; i++) {
		if (p.data[i] != '/' || p.data[i - 1] == '/')
			continue;
		/* As mkdir -p: we must be able to go on below the folders on the way. */
		if (make_dir(slice_cstr(slice_sub(p, 0, i), way, sizeof(way)), mode | 0300, e) < 0)
			return -1;
	}
	return make_dir(path, mode, e);
}
