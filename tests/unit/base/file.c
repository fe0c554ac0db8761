/* Tests of file: reading with limits and from pipes, replacing durably, folders, injected faults.
 */
#include "docket/base/file.h"

#include "docket/base/step.h"

#include "../check.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[] = "/tmp/docket-file-XXXXXX";

/* A path in a folder of this test's own; good until the next call but three. */
static const char *
in_dir(const char *name)
{
	static char paths[4][256];
	static size_t next;
	char *path = paths[next++ % 4];

	if (strstr(dir, "XXXXXX") != NULL && mkdtemp(dir) == NULL)
		abort();
	(void)snprintf(path, sizeof(paths[0]), "%s/%s", dir, name);
	return path;
}

static void __attribute__((destructor)) clean_up(void)
{
	char command[sizeof(dir) + 16];

	if (strstr(dir, "XXXXXX") != NULL)
		return;
	(void)snprintf(command, sizeof(command), "rm -rf %s", dir);
	if (system(command) != 0)
		perror("rm");
}

/* Number of names in the folder; -1 if there is none. */
static int
entries(const char *path)
{
	DIR *d = opendir(path);
	int n = -2; /* "." and ".." */

	if (d == NULL)
		return -1;
	while (readdir(d) != NULL)
		n++;
	(void)closedir(d);
	return n;
}

TEST(file_writes_and_reads)
{
	const char *path = in_dir("a.txt");
	struct err e = ERR_INIT;
	struct str s;
	struct stat st;

	str_init(&s, 10);
	CHECK_INT(file_write(path, SLICE_LIT("0123456789"), 0600, &e), 0);
	CHECK_INT(file_read(path, &s, &e), 0);
	CHECK_STR(str_cstr(&s), "0123456789");
	CHECK_INT(stat(path, &st), 0);
	CHECK_INT(st.st_mode & 0777, 0600);
	str_reset(&s);
	CHECK_INT(file_write(path, SLICE_NONE, 0600, &e), 0);
	CHECK_INT(file_read(path, &s, &e), 0);
	CHECK_STR(str_cstr(&s), "");
	CHECK_INT(entries(dir), 1);
	CHECK_STR(e.text, "");
	str_clear(&s);
}

TEST(file_read_limits)
{
	static const struct {
		int line;
		size_t size, max;
		bool ok;
	} cases[] = {
		{__LINE__, 0, 0, true},
		{__LINE__, 1, 0, false},
		{__LINE__, 10, 10, true},
		{__LINE__, 11, 10, false},
		{__LINE__, 70000, 70000, true},
		{__LINE__, 70001, 70000, false},
		{__LINE__, 300000, 1 << 20, true},
	};
	static char text[300000];

	memset(text, 'x', sizeof(text));
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *path = in_dir("limit");
		struct err e = ERR_INIT;
		struct str s;

		str_init(&s, cases[i].max);
		CHECK_INT(file_write(path, slice_make(text, cases[i].size), 0600, &e), 0);
		CHECK_INT_AT(cases[i].line, file_read(path, &s, &e), cases[i].ok ? 0 : -1);
		CHECK_INT_AT(cases[i].line, e.kind, cases[i].ok ? ERR_NONE : ERR_MESSAGE);
		CHECK_INT_AT(cases[i].line, s.len, cases[i].ok ? cases[i].size : 0);
		CHECK_AT(cases[i].line, !str_failed(&s));
		str_clear(&s);
		(void)unlink(path);
	}
}

TEST(file_read_adds)
{
	const char *path = in_dir("adds");
	struct err e = ERR_INIT;
	struct str s;

	str_init(&s, 6);
	str_adds(&s, "ab");
	CHECK_INT(file_write(path, SLICE_LIT("cdef"), 0600, &e), 0);
	CHECK_INT(file_read(path, &s, &e), 0);
	CHECK_STR(str_cstr(&s), "abcdef");
	str_cut(&s, 3);
	CHECK_INT(file_read(path, &s, &e), -1); /* untouched on failure */
	CHECK_STR(str_cstr(&s), "abc");
	str_clear(&s);
	(void)unlink(path);
}

/* Standard input is a pipe that a child fills slowly. */
static int
read_pipe(size_t size, struct str *out, struct err *e)
{
	int fds[2], saved, ret;
	pid_t pid;

	if (pipe(fds) < 0)
		return -2;
	pid = fork();
	if (pid == 0) {
		bool ok = true;

		(void)close(fds[0]);
		for (size_t i = 0; ok && i < size; i++)
			ok = write(fds[1], "p", 1) == 1;
		_exit(0);
	}
	(void)close(fds[1]);
	saved = dup(STDIN_FILENO);
	(void)dup2(fds[0], STDIN_FILENO);
	ret = file_read("-", out, e);
	(void)dup2(saved, STDIN_FILENO);
	(void)close(saved);
	(void)close(fds[0]);
	(void)waitpid(pid, NULL, 0);
	return ret;
}

TEST(file_reads_standard_input)
{
	struct err e = ERR_INIT;
	struct str s;

	str_init(&s, 5000);
	CHECK_INT(read_pipe(5000, &s, &e), 0);
	CHECK_INT(s.len, 5000);
	str_reset(&s);
	CHECK_INT(read_pipe(0, &s, &e), 0);
	CHECK_INT(s.len, 0);
	CHECK_INT(read_pipe(5001, &s, &e), -1);
	CHECK_INT(e.kind, ERR_MESSAGE);
	CHECK_STR(e.text, "'standard input' is larger than the limit of 5000 bytes");
	str_clear(&s);
}

TEST(file_endless)
{
	struct err e = ERR_INIT;
	struct str s;

	str_init(&s, 100000);
	CHECK_INT(file_read("/dev/zero", &s, &e), -1);
	CHECK_INT(e.kind, ERR_MESSAGE);
	err_clear(&e);
	CHECK_INT(file_read("/proc/self/status", &s, &e), 0); /* says it has 0 bytes */
	CHECK(s.len > 100);
	str_clear(&s);
}

TEST(file_missing)
{
	struct err e = ERR_INIT;
	struct str s;

	str_init(&s, 100);
	CHECK_INT(file_read("/nonexistent/x", &s, &e), -1);
	CHECK_INT(e.kind, ERR_NOFILE);
	CHECK_STR(e.text, "cannot open '/nonexistent/x': No such file or directory");
	err_clear(&e);
	CHECK_INT(file_read("/tmp", &s, &e), -1);
	CHECK_INT(e.kind, ERR_NOFILE);
	err_clear(&e);
	CHECK_INT(file_write("/nonexistent/x", SLICE_LIT("x"), 0600, &e), -1);
	CHECK_INT(e.kind, ERR_NOFILE);
	CHECK_STR(e.text, "'/nonexistent/x': cannot create: No such file or directory");
	err_clear(&e);
	CHECK_INT(file_write(in_dir("."), SLICE_LIT("x"), 0600, &e), -1);
	err_clear(&e);
	CHECK_INT(file_sync_dir("/nonexistent", &e), -1);
	CHECK_INT(e.kind, ERR_NOFILE);
	CHECK_INT(file_sync_dir("/tmp", NULL), 0);
	str_clear(&s);
}

TEST(file_makes_folders)
{
	static const char *const names[] = {"m/a/b/c", "m/a/b/c", "m//x///y/", "m"};
	struct err e = ERR_INIT;
	struct stat st;

	for (size_t i = 0; i < COUNT(names); i++) {
		const char *path = in_dir(names[i]);

		CHECK_INT(file_mkdirs(path, 0700, &e), 0);
		CHECK_INT(stat(path, &st), 0);
		CHECK(S_ISDIR(st.st_mode));
		CHECK_INT(st.st_mode & 0777, 0700);
	}
	CHECK_INT(file_mkdirs("/", 0700, &e), 0);
	CHECK_INT(file_mkdirs(".", 0700, &e), 0);
	CHECK_STR(e.text, "");
	CHECK_INT(file_write(in_dir("m/file"), SLICE_LIT("x"), 0600, &e), 0);
	CHECK_INT(file_mkdirs(in_dir("m/file"), 0700, &e), -1);
	err_clear(&e);
	CHECK_INT(file_mkdirs(in_dir("m/file/deeper"), 0700, &e), -1);
	err_clear(&e);
	CHECK_INT(file_mkdirs("", 0700, &e), -1);
}

/* Each outside call of file_write failing: the old text stays and no half file is left. */
TEST(file_faults_leave_the_old_file)
{
	char path[256];
	struct err e = ERR_INIT;
	struct str s;

	str_init(&s, 100);
	(void)snprintf(path, sizeof(path), "%s", in_dir("f/kept"));
	CHECK_INT(file_mkdirs(in_dir("f"), 0700, &e), 0);
	CHECK_INT(file_write(path, SLICE_LIT("old"), 0600, &e), 0);
	for (int n = 1; n <= 4; n++) {
		char at[16];
		int ret;

		(void)snprintf(at, sizeof(at), "%d", n);
		(void)setenv("DOCKET_FAIL_AT", at, 1);
		step_arm();
		ret = file_write(path, SLICE_LIT("new"), 0600, &e);
		(void)unsetenv("DOCKET_FAIL_AT");
		step_arm();
		str_reset(&s);
		CHECK_INT(file_read(path, &s, NULL), 0);
		CHECK_INT(entries(in_dir("f")), 1);
		/* Write, sync of the file, sync of the folder (behind the rename), no fault. */
		CHECK_INT(ret, n <= 3 ? -1 : 0);
		CHECK_STR(str_cstr(&s), n <= 2 ? "old" : "new");
		CHECK_INT(e.kind, n <= 3 ? ERR_RETRY : ERR_NONE);
		if (n == 1)
			CHECK(slice_has(slice_of(e.text), "No space left on device"));
		err_clear(&e);
	}
	str_clear(&s);
}

TEST(file_write_fd_to_full)
{
	struct err e = ERR_INIT;
	int fd = open("/dev/full", O_WRONLY);

	if (fd < 0)
		SKIP("no /dev/full here");
	CHECK_INT(file_write_fd(fd, SLICE_LIT("x"), &e), -1);
	CHECK_INT(e.kind, ERR_RETRY);
	CHECK_INT(file_write_fd(fd, SLICE_NONE, &e), 0);
	(void)close(fd);
}
