/* Blobs: kept, found, damaged. */
#include "fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void
blob_path(struct fixture *f, const char *sha, char out[200])
{
	(void)snprintf(out, 200, "%s/blobs/%.2s/%s.zst", f->dir, sha, sha);
}

static int
files_in_tmp(struct fixture *f)
{
	char dir[100];
	int n = 0;
	struct dirent *d;
	DIR *open;

	(void)snprintf(dir, sizeof(dir), "%s/blobs/tmp", f->dir);
	open = opendir(dir);
	while (open != NULL && (d = readdir(open)) != NULL)
		n += d->d_name[0] != '.';
	(void)closedir(open);
	return n;
}

TEST(blob_round)
{
	static const size_t sizes[] = {0, 1, 100, 4096, 20000, 1000000};
	struct fixture f;
	char sha[COUNT(sizes)][65];
	char *bytes = malloc(1000000);
	struct str out;

	fixture_open(&f);
	for (size_t i = 0; i < 1000000; i++)
		bytes[i] = (char)(i * i >> 7);
	struct blob_batch *b = blob_batch_new(f.s);
	for (size_t i = 0; i < COUNT(sizes); i++)
		CHECK_INT(blob_add(b, slice_make(bytes, sizes[i]), sha[i], &f.e), 0);
	/* Nothing has a name before it is on disk. */
	CHECK_INT(blob_exists(f.s, sha[4]), 0);
	CHECK_INT(blob_sync(b, &f.e), 0);
	blob_batch_free(b);
	CHECK_STR(fixture_error(&f), "");
	CHECK_INT(files_in_tmp(&f), 0);
	str_init(&out, 2000000);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		CHECK_INT(blob_exists(f.s, sha[i]), 1);
		str_reset(&out);
		CHECK_INT(blob_read(f.s, sha[i], 1000000, &out, &f.e), 0);
		CHECK_INT(out.len, sizes[i]);
		CHECK(memcmp(out.data == NULL ? "" : out.data, bytes, sizes[i]) == 0);
	}
	CHECK_STR(fixture_error(&f), "");
	CHECK_INT(blob_read(f.s, sha[5], 999999, &out, &f.e), -1);
	CHECK_INT(f.e.kind, ERR_MESSAGE);
	str_clear(&out);
	free(bytes);
	fixture_close(&f);
}

TEST(blob_names)
{
	static const char *const bad[] = {
		"",
		"00",
		"../../../etc/passwd",
		"G000000000000000000000000000000000000000000000000000000000000000",
		"A000000000000000000000000000000000000000000000000000000000000000",
		"0000000000000000000000000000000000000000000000000000000000000000", /* absent */
	};
	struct fixture f;
	struct str out;

	fixture_open(&f);
	str_init(&out, 100);
	for (size_t i = 0; i < COUNT(bad); i++) {
		CHECK_INT(blob_exists(f.s, bad[i]), 0);
		CHECK_INT(blob_read(f.s, bad[i], 100, &out, &f.e), -1);
		CHECK_INT(f.e.kind, ERR_NOFILE);
		err_clear(&f.e);
	}
	str_clear(&out);
	fixture_close(&f);
}

static void
keep_one(struct fixture *f, struct slice bytes, char sha[65])
{
	struct blob_batch *b = blob_batch_new(f->s);

	CHECK_INT(blob_add(b, bytes, sha, &f->e), 0);
	CHECK_INT(blob_sync(b, &f->e), 0);
	blob_batch_free(b);
}

/* Bytes that zstd cannot shrink, so that a length decides between a row and a file. */
static char *
noise(size_t len)
{
	char *bytes = malloc(len);
	uint32_t x = 2463534242u;

	if (bytes == NULL)
		abort();
	for (size_t i = 0; i < len; i++) {
		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
		bytes[i] = (char)(x >> 11);
	}
	return bytes;
}

enum { LARGE = 50000 }; /* a file */

static const char *const damage[] = {
	"", "x", "longer than the frame was, and no frame either, whatever it may be, at all"};

/* Told, and made whole when the mail comes again. */
static void
check_damage(struct fixture *f, struct slice bytes, const char *sha)
{
	char again[65];
	struct str out;

	str_init(&out, 2 * (size_t)LARGE);
	CHECK_INT(blob_read(f->s, sha, LARGE, &out, &f->e), -1);
	CHECK_INT(f->e.kind, ERR_MESSAGE);
	err_clear(&f->e);
	CHECK_INT(out.len, 0);
	keep_one(f, bytes, again);
	CHECK_INT(blob_read(f->s, sha, LARGE, &out, &f->e), 0);
	CHECK(slice_eq(str_slice(&out), bytes));
	str_clear(&out);
}

TEST(blob_again_and_damaged)
{
	char *bytes = noise(LARGE);
	struct slice text = slice_make(bytes, LARGE);
	struct fixture f;
	char sha[65], other[65], path[200];
	struct stat one, two;
	struct str out;

	fixture_open(&f);
	str_init(&out, LARGE);
	keep_one(&f, text, sha);
	blob_path(&f, sha, path);
	CHECK_INT(stat(path, &one), 0);
	/* twice in a batch, and in the next one: the file stays */
	struct blob_batch *b = blob_batch_new(f.s);
	CHECK_INT(blob_add(b, text, other, &f.e), 0);
	CHECK_STR(other, sha);
	CHECK_INT(blob_add(b, text, other, &f.e), 0);
	CHECK_INT(blob_sync(b, &f.e), 0);
	blob_batch_free(b);
	CHECK_INT(stat(path, &two), 0);
	CHECK_INT(two.st_ino, one.st_ino);
	for (size_t i = 0; i < COUNT(damage); i++) {
		int fd = open(path, O_WRONLY | O_TRUNC);
		CHECK_INT(write(fd, damage[i], strlen(damage[i])), (long long)strlen(damage[i]));
		(void)close(fd);
		check_damage(&f, text, sha);
	}
	/* a whole frame of other bytes under this name */
	char wrong[200];
	bytes[7] ^= 1;
	keep_one(&f, text, other);
	blob_path(&f, other, wrong);
	CHECK_INT(rename(wrong, path), 0);
	CHECK_INT(blob_read(f.s, sha, LARGE, &out, &f.e), -1);
	CHECK_INT(f.e.kind, ERR_MESSAGE);
	str_clear(&out);
	free(bytes);
	fixture_close(&f);
}

/* The same for a small one, which is a row and no file. */
TEST(blob_row)
{
	struct slice text = SLICE_LIT("a mail that comes twice, a mail that comes twice\n");
	struct fixture f;
	char sha[65], other[65], path[200];
	struct stat st;
	struct str out;

	fixture_open(&f);
	str_init(&out, 1000);
	keep_one(&f, text, sha);
	keep_one(&f, text, other);
	blob_path(&f, sha, path);
	CHECK_INT(stat(path, &st), -1);
	fixture_commit(&f);
	CHECK_INT(fixture_sql_int(&f, "SELECT count(*) FROM blob"), 1);
	for (size_t i = 0; i < COUNT(damage); i++) {
		char set[200];

		CHECK_INT(store_commit(f.s, &f.e), 0);
		(void)snprintf(set, sizeof(set), "UPDATE blob SET packed = CAST('%s' AS BLOB)",
			       damage[i]);
		CHECK_INT(fixture_sql(&f, set), 0);
		CHECK_INT(store_begin(f.s, &f.e), 0);
		check_damage(&f, text, sha);
	}
	CHECK_INT(blob_read(f.s, sha, text.len - 1, &out, &f.e), -1);
	CHECK_INT(f.e.kind, ERR_MESSAGE);
	err_clear(&f.e);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	CHECK_INT(fixture_sql(&f, "DELETE FROM blob"), 0);
	CHECK_INT(blob_exists(f.s, sha), 0);
	/* what is undone with its transaction is not there */
	CHECK_INT(store_begin(f.s, &f.e), 0);
	keep_one(&f, text, sha);
	CHECK_INT(blob_exists(f.s, sha), 1);
	store_rollback(f.s);
	CHECK_INT(blob_exists(f.s, sha), 0);
	/* outside a transaction it makes its own */
	keep_one(&f, text, sha);
	CHECK_INT(blob_exists(f.s, sha), 1);
	CHECK_STR(fixture_error(&f), "");
	str_clear(&out);
	fixture_close(&f);
}

/* More than a batch keeps open, and a batch that is given up. */
TEST(blob_many)
{
	struct fixture f;
	char sha[65], text[32];
	int found = 0;

	fixture_open(&f);
	struct blob_batch *b = blob_batch_new(f.s);
	for (int i = 0; i < 300; i++) {
		(void)snprintf(text, sizeof(text), "mail %d", i);
		CHECK_INT(blob_add(b, slice_of(text), sha, &f.e), 0);
	}
	CHECK_INT(blob_sync(b, &f.e), 0);
	blob_batch_free(b);
	for (int i = 0; i < 300; i++) {
		struct blob_batch *one = blob_batch_new(f.s);
		(void)snprintf(text, sizeof(text), "mail %d", i);
		CHECK_INT(blob_add(one, slice_of(text), sha, &f.e), 0);
		blob_batch_free(one);
		found += blob_exists(f.s, sha);
	}
	CHECK_INT(found, 300);
	b = blob_batch_new(f.s);
	char *bytes = noise(LARGE);
	CHECK_INT(blob_add(b, SLICE_LIT("given up"), sha, &f.e), 0);
	CHECK_INT(blob_add(b, slice_make(bytes, LARGE), sha, &f.e), 0);
	CHECK_INT(files_in_tmp(&f), 1);
	blob_batch_free(b);
	free(bytes);
	CHECK_INT(files_in_tmp(&f), 0);
	CHECK_INT(blob_exists(f.s, sha), 0);
	blob_batch_free(NULL);
	fixture_close(&f);
}

/* What a crash left half written is swept away at the next start. */
TEST(blob_sweep)
{
	struct fixture f;
	char path[128];

	fixture_open(&f);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	(void)snprintf(path, sizeof(path), "%s/blobs/tmp/17", f.dir);
	(void)close(open(path, O_WRONLY | O_CREAT, 0600));
	CHECK_INT(files_in_tmp(&f), 1);
	fixture_reopen(&f);
	CHECK_INT(files_in_tmp(&f), 0);
	fixture_close(&f);
}

static int
full_disk(const char *dir)
{
	struct rlimit limit = {100, RLIM_INFINITY};
	struct err e = ERR_INIT;
	struct store *s;
	char sha[65], *bytes = noise(LARGE);
	int bad = 0;

	(void)signal(SIGXFSZ, SIG_IGN);
	if (store_open(dir, STORE_WRITE, &s, &e) < 0)
		return 10;
	struct blob_batch *b = blob_batch_new(s);
	if (setrlimit(RLIMIT_FSIZE, &limit) < 0)
		return 11;
	bad += blob_add(b, slice_make(bytes, LARGE), sha, &e) != -1;
	bad += e.kind != ERR_RETRY || !slice_has(slice_of(e.text), "disk full (");
	limit.rlim_cur = RLIM_INFINITY;
	if (setrlimit(RLIMIT_FSIZE, &limit) < 0)
		return 12;
	err_clear(&e);
	bad += blob_add(b, slice_make(bytes, LARGE), sha, &e) != 0 || blob_sync(b, &e) != 0;
	bad += blob_exists(s, sha) != 1;
	blob_batch_free(b);
	store_close(s);
	free(bytes);
	return bad;
}

TEST(blob_disk_full)
{
	struct fixture f;
	int status = 0;
	pid_t pid;

	fixture_open(&f);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	store_close(f.s);
	f.s = NULL;
	pid = fork();
	if (pid == 0)
		_exit(full_disk(f.dir));
	CHECK_INT(waitpid(pid, &status, 0), pid);
	CHECK_INT(status, 0);
	fixture_close(&f);
}
