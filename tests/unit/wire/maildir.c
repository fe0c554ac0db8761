/* Tests of maildir: order, what is skipped, and that one key is one file. */
#include "docket/wire/source.h"

#include "docket/base/file.h"

#include "../check.h"

#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[64];

static void
put(const char *name, const char *text)
{
	char path[300];
	struct err e = ERR_INIT;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	CHECK_INT(file_write(path, slice_of(text), 0600, &e), 0);
}

static struct maildir *
start(size_t max)
{
	struct maildir *m = NULL;
	struct err e = ERR_INIT;

	snprintf(dir, sizeof(dir), "/tmp/docket-maildir-XXXXXX");
	if (mkdtemp(dir) == NULL || maildir_open(dir, max, &m, &e) < 0)
		abort();
	return m;
}

static void
end(struct maildir *m)
{
	char command[128];

	maildir_close(m);
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	CHECK_INT(system(command), 0);
}

static int
count(const char *sub)
{
	char path[128];
	int n = 0;
	DIR *d;

	snprintf(path, sizeof(path), "%s/%s", dir, sub);
	d = opendir(path);
	while (d != NULL && readdir(d) != NULL)
		n++;
	if (d != NULL)
		closedir(d);
	return n - 2;
}

static bool
is_b(void *ctx, const char *name)
{
	++*(int *)ctx;
	return strcmp(name, "20.b") == 0;
}

TEST(wire_maildir_order)
{
	static const char *const want[] = {"x", "9.z", "10.a", "30.c"};
	struct maildir *m = start(1000);
	struct maildir_mail mail;
	struct err e = ERR_INIT;
	int asked = 0;

	put("new/30.c", "three");
	put("cur/20.b:2,S", "known");
	put("cur/9.z:2,FS", "nine");
	put("new/10.a", "ten");
	put("new/10.a.gone", "gone");
	put("new/x", "no time");
	put("new/.hidden", "hidden");
	put("tmp/5.t", "not delivered");
	CHECK_INT(maildir_scan(m, &e), 0);
	CHECK_INT(maildir_count(m), 6);
	{
		char path[300];

		snprintf(path, sizeof(path), "%s/new/10.a.gone", dir);
		CHECK_INT(unlink(path), 0);
	}
	for (size_t i = 0; i < COUNT(want); i++) {
		CHECK_INT(maildir_next(m, is_b, &asked, &mail, &e), 1);
		CHECK_STR(mail.name, want[i]);
	}
	CHECK_INT(maildir_next(m, is_b, &asked, &mail, &e), 0);
	CHECK_INT(asked, 6);
	end(m);
}

TEST(wire_maildir_moved_while_scanned)
{
	struct maildir *m = start(1000);
	struct err e = ERR_INIT;

	put("new/1.a", "a");
	put("cur/1.a:2,S", "a");
	CHECK_INT(maildir_scan(m, &e), 0);
	CHECK_INT(maildir_count(m), 1);
	end(m);
}

TEST(wire_maildir_limits)
{
	struct maildir *m = start(10);
	struct maildir_mail mail;
	struct err e = ERR_INIT;
	char path[300];

	put("new/1.fits", "0123456789");
	put("new/2.long", "0123456789x"); /* without a large file in it: all of it stays */
	put("new/3.empty", "");
	snprintf(path, sizeof(path), "%s/new/4.fifo", dir);
	CHECK_INT(mkfifo(path, 0600), 0);
	snprintf(path, sizeof(path), "%s/new/5.link", dir);
	CHECK_INT(symlink("/etc/passwd", path), 0);
	CHECK_INT(maildir_scan(m, &e), 0);
	CHECK_INT(maildir_next(m, NULL, NULL, &mail, &e), 1);
	CHECK_INT(mail.raw.len, 10);
	CHECK(!mail.cut);
	CHECK_INT(maildir_next(m, NULL, NULL, &mail, &e), 1);
	CHECK_INT(mail.raw.len, 11);
	CHECK(!mail.cut);
	CHECK_INT(maildir_next(m, NULL, NULL, &mail, &e), 1);
	CHECK_INT(mail.raw.len, 0);
	CHECK_INT(maildir_next(m, NULL, NULL, &mail, &e), 0);
	end(m);
}

TEST(wire_maildir_put_once)
{
	static const struct {
		int line;
		const char *key;
	} keys[] = {
		{__LINE__, "reply-17"}, {__LINE__, "<a.b@c>"},
		{__LINE__, "<a.b@c<"},	{__LINE__, "../../etc/x"},
		{__LINE__, ".hidden"},	{__LINE__, "a:2,S"},
		{__LINE__, ""},		{__LINE__, "a/b"},
		{__LINE__, "a_b"},
	};
	struct maildir *m = start(1000);
	struct maildir_mail mail;
	struct err e = ERR_INIT;
	char from[300], to[300];

	for (size_t i = 0; i < COUNT(keys); i++) {
		for (int again = 0; again < 2; again++)
			CHECK_INT_AT(keys[i].line,
				     maildir_put(dir, keys[i].key, slice_of(keys[i].key), &e), 0);
		CHECK_INT_AT(keys[i].line, count("new"), i + 1);
		CHECK_INT_AT(keys[i].line, count("tmp"), 0);
	}
	/* Read and flagged by somebody: still there. */
	snprintf(from, sizeof(from), "%s/new/reply-17", dir);
	snprintf(to, sizeof(to), "%s/cur/reply-17:2,FSa", dir);
	CHECK_INT(rename(from, to), 0);
	CHECK_INT(maildir_put(dir, "reply-17", SLICE_LIT("again"), &e), 0);
	CHECK_INT(count("new"), COUNT(keys) - 1);
	CHECK_INT(maildir_scan(m, &e), 0);
	while (maildir_next(m, NULL, NULL, &mail, &e) == 1)
		if (strcmp(mail.name, "reply-17") == 0)
			CHECK_SLICE_AT(__LINE__, mail.raw, "reply-17");
	end(m);
}

TEST(wire_maildir_watch)
{
	struct maildir *m = start(1000);
	struct err e = ERR_INIT;
	struct pollfd p = {.fd = maildir_watch(m, &e), .events = POLLIN};

	CHECK(p.fd >= 0);
	CHECK_INT(poll(&p, 1, 0), 0);
	CHECK_INT(maildir_put(dir, "one", SLICE_LIT("x"), &e), 0);
	CHECK_INT(poll(&p, 1, 1000), 1);
	maildir_drain(m);
	CHECK_INT(poll(&p, 1, 0), 0);
	end(m);
}
