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

TEST(blob_again_and_damaged)
{
	struct slice text = SLICE_LIT("a mail that comes twice, a mail that comes twice\n");
	struct fixture f;
	char sha[65], other[65], path[200];
	struct stat one, two;
	struct str out;

	fixture_open(&f);
	str_init(&out, 1000);
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
	/* damaged: told, and made whole when the mail comes again */
	static const char *const damage[] = {
		"", "x",
		"longer than the frame was, and no frame either, whatever it may be, at all"};
	for (size_t i = 0; i < COUNT(damage); i++) {
		int fd = open(path, O_WRONLY | O_TRUNC);
		CHECK_INT(write(fd, damage[i], strlen(damage[i])), (long long)strlen(damage[i]));
		(void)close(fd);
		CHECK_INT(blob_read(f.s, sha, 1000, &out, &f.e), -1);
		CHECK_INT(f.e.kind, ERR_MESSAGE);
		err_clear(&f.e);
		CHECK_INT(out.len, 0);
		keep_one(&f, text, sha);
		CHECK_INT(blob_read(f.s, sha, 1000, &out, &f.e), 0);
		str_reset(&out);
	}
	/* a whole frame of other bytes under this name */
	char wrong[200];
	keep_one(&f, SLICE_LIT("other bytes"), other);
	blob_path(&f, other, wrong);
	CHECK_INT(rename(wrong, path), 0);
	CHECK_INT(blob_read(f.s, sha, 1000, &out, &f.e), -1);
	CHECK_INT(f.e.kind, ERR_MESSAGE);
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
	CHECK_INT(blob_add(b, SLICE_LIT("given up"), sha, &f.e), 0);
	CHECK_INT(files_in_tmp(&f), 1);
	blob_batch_free(b);
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
	char sha[65], bytes[5000];
	int bad = 0;

	(void)signal(SIGXFSZ, SIG_IGN);
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 7919 >> 3 ^ i);
	if (store_open(dir, STORE_WRITE, &s, &e) < 0)
		return 10;
	struct blob_batch *b = blob_batch_new(s);
	if (setrlimit(RLIMIT_FSIZE, &limit) < 0)
		return 11;
	bad += blob_add(b, slice_make(bytes, sizeof(bytes)), sha, &e) != -1;
	bad += e.kind != ERR_RETRY || !slice_has(slice_of(e.text), "disk full (");
	limit.rlim_cur = RLIM_INFINITY;
	if (setrlimit(RLIMIT_FSIZE, &limit) < 0)
		return 12;
	err_clear(&e);
	bad += blob_add(b, slice_make(bytes, sizeof(bytes)), sha, &e) != 0 || blob_sync(b, &e) != 0;
	bad += blob_exists(s, sha) != 1;
	blob_batch_free(b);
	store_close(s);
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
