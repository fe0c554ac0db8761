/* Opening, locking, transactions, named values, leases, alarms. */
#include "fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

TEST(store_values)
{
	static const struct {
		int line;
		const char *key, *value;
	} cases[] = {
		{__LINE__, "install-id", "abc"},
		{__LINE__, "install-id", "replaced"},
		{__LINE__, "empty", ""},
		{__LINE__, "a'; DROP TABLE named; --", "quoted \"value\""},
	};
	struct fixture f;
	struct slice got;

	fixture_open(&f);
	CHECK_INT(store_get(f.s, f.p, "nothing", &got, &f.e), 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		CHECK_INT_AT(cases[i].line,
			     store_set(f.s, cases[i].key, slice_of(cases[i].value), &f.e), 0);
		CHECK_INT_AT(cases[i].line, store_get(f.s, f.p, cases[i].key, &got, &f.e), 1);
		CHECK_SLICE_AT(cases[i].line, got, cases[i].value);
	}
	fixture_close(&f);
}

TEST(store_transactions)
{
	struct fixture f;
	struct slice got;

	fixture_open(&f);
	fixture_commit(&f);
	CHECK_INT(store_set(f.s, "gone", SLICE_LIT("1"), &f.e), 0);
	store_rollback(f.s);
	store_rollback(f.s); /* harmless */
	CHECK_INT(store_get(f.s, f.p, "gone", &got, &f.e), 0);

	CHECK_INT(store_begin(f.s, &f.e), 0);
	CHECK_INT(store_begin(f.s, &f.e), -1);
	CHECK_INT(f.e.kind, ERR_STOP);
	err_clear(&f.e);
	CHECK_INT(store_set(f.s, "kept", SLICE_LIT("1"), &f.e), 0);
	CHECK_INT(store_mark(f.s, &f.e), 0);
	CHECK_INT(store_set(f.s, "undone", SLICE_LIT("1"), &f.e), 0);
	CHECK_INT(store_unmark(f.s, false, &f.e), 0);
	CHECK_INT(store_mark(f.s, &f.e), 0);
	CHECK_INT(store_set(f.s, "second", SLICE_LIT("1"), &f.e), 0);
	CHECK_INT(store_unmark(f.s, true, &f.e), 0);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	CHECK_INT(store_commit(f.s, &f.e), -1);
	err_clear(&f.e);
	CHECK_INT(store_mark(f.s, &f.e), -1);
	err_clear(&f.e);

	fixture_reopen(&f);
	CHECK_INT(store_get(f.s, f.p, "kept", &got, &f.e), 1);
	CHECK_INT(store_get(f.s, f.p, "undone", &got, &f.e), 0);
	CHECK_INT(store_get(f.s, f.p, "second", &got, &f.e), 1);
	fixture_close(&f);
}

/* What was committed is there after SIGKILL, what was not is not; the lock went with the process.
 */
TEST(store_killed)
{
	struct fixture f;
	struct slice got;
	int status = 0;
	pid_t pid;

	fixture_open(&f);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	store_close(f.s);
	f.s = NULL;
	pid = fork();
	if (pid == 0) {
		struct store *s;
		if (store_open(f.dir, STORE_WRITE, &s, NULL) < 0 || store_begin(s, NULL) < 0 ||
		    store_set(s, "first", SLICE_LIT("1"), NULL) < 0 || store_commit(s, NULL) < 0 ||
		    store_begin(s, NULL) < 0 || store_set(s, "second", SLICE_LIT("1"), NULL) < 0)
			_exit(1);
		(void)raise(SIGKILL);
	}
	CHECK_INT(waitpid(pid, &status, 0), pid);
	CHECK(WIFSIGNALED(status));
	CHECK_INT(store_open(f.dir, STORE_WRITE, &f.s, &f.e), 0);
	CHECK_STR(fixture_error(&f), "");
	CHECK_INT(store_get(f.s, f.p, "first", &got, &f.e), 1);
	CHECK_INT(store_get(f.s, f.p, "second", &got, &f.e), 0);
	fixture_close(&f);
}

TEST(store_second_writer)
{
	struct fixture f;
	struct store *other = NULL;
	char want[32];

	fixture_open(&f);
	CHECK_INT(store_open(f.dir, STORE_WRITE, &other, &f.e), -1);
	CHECK_INT(f.e.kind, ERR_REFUSED);
	(void)snprintf(want, sizeof(want), "(process %ld)", (long)getpid());
	CHECK(slice_has(slice_of(f.e.text), want));
	CHECK(other == NULL);
	err_clear(&f.e);
	store_close(f.s);
	f.s = NULL;
	CHECK_INT(store_open(f.dir, STORE_WRITE, &other, &f.e), 0);
	store_close(other);
	fixture_close(&f);
}

TEST(store_reader)
{
	struct fixture f;
	struct store *reader = NULL;
	struct slice got;

	fixture_open(&f);
	CHECK_INT(store_set(f.s, "key", SLICE_LIT("1"), &f.e), 0);
	fixture_commit(&f);
	/* while the writer has a transaction open */
	CHECK_INT(store_set(f.s, "key", SLICE_LIT("2"), &f.e), 0);
	CHECK_INT(store_open(f.dir, STORE_READ, &reader, &f.e), 0);
	CHECK_STR(fixture_error(&f), "");
	CHECK_INT(store_get(reader, f.p, "key", &got, &f.e), 1);
	CHECK_SLICE_AT(__LINE__, got, "1");
	CHECK_INT(store_commit(f.s, &f.e), 0);
	CHECK_INT(store_get(reader, f.p, "key", &got, &f.e), 1);
	CHECK_SLICE_AT(__LINE__, got, "2");
	/* it writes nothing */
	CHECK_INT(store_set(reader, "key", SLICE_LIT("3"), &f.e), -1);
	CHECK_INT(f.e.kind, ERR_CONFIG);
	err_clear(&f.e);
	CHECK_INT(store_begin(reader, &f.e), -1);
	err_clear(&f.e);
	CHECK_INT(store_idle(reader, &f.e), 0);
	store_close(reader);
	/* and works when nobody writes and no WAL is there */
	store_close(f.s);
	f.s = NULL;
	char wal[128];
	(void)snprintf(wal, sizeof(wal), "%s/docket.db-wal", f.dir);
	CHECK(access(wal, F_OK) != 0);
	CHECK_INT(store_open(f.dir, STORE_READ, &reader, &f.e), 0);
	CHECK_STR(fixture_error(&f), "");
	CHECK_INT(store_get(reader, f.p, "key", &got, &f.e), 1);
	store_close(reader);
	fixture_close(&f);
}

/* A folder that the reader may not write, without a WAL: another user's, or a copy on a CD. */
TEST(store_reader_of_foreign_folder)
{
	struct fixture f;
	int status = 0;
	pid_t pid;

	if (getuid() != 0)
		SKIP("only root can become another user");
	fixture_open(&f);
	CHECK_INT(store_set(f.s, "key", SLICE_LIT("1"), &f.e), 0);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	store_close(f.s);
	f.s = NULL;
	char db[128];
	(void)snprintf(db, sizeof(db), "%s/docket.db", f.dir);
	CHECK_INT(chmod(f.dir, 0555), 0);
	CHECK_INT(chmod(db, 0444), 0);
	pid = fork();
	if (pid == 0) {
		struct store *reader;
		struct slice got;
		if (setuid(65534) < 0 || store_open(f.dir, STORE_READ, &reader, &f.e) < 0)
			_exit(1);
		_exit(store_get(reader, f.p, "key", &got, &f.e) == 1 ? 0 : 2);
	}
	CHECK_INT(waitpid(pid, &status, 0), pid);
	CHECK_INT(status, 0);
	(void)chmod(f.dir, 0700);
	fixture_close(&f);
}

TEST(store_refuses_other_files)
{
	static const struct {
		int line;
		const char *sql, *says;
	} cases[] = {
		{__LINE__, "PRAGMA user_version = 9999", "made by a newer docket"},
		{__LINE__, "PRAGMA user_version = 1; PRAGMA application_id = 5",
		 "no docket database"},
	};
	struct fixture f;
	struct store *s = NULL;

	fixture_open(&f);
	CHECK_INT(store_open("/nonexistent/docket", STORE_READ, &s, &f.e), -1);
	CHECK_INT(f.e.kind, ERR_CONFIG);
	err_clear(&f.e);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	store_close(f.s);
	f.s = NULL;
	for (size_t i = 0; i < COUNT(cases); i++) {
		CHECK_INT_AT(cases[i].line, fixture_sql(&f, cases[i].sql), 0);
		for (int how = STORE_WRITE; how <= STORE_READ; how++) {
			CHECK_INT_AT(cases[i].line,
				     store_open(f.dir, (enum store_open)how, &s, &f.e), -1);
			CHECK_INT_AT(cases[i].line, f.e.kind, ERR_CONFIG);
			CHECK_AT(cases[i].line, slice_has(slice_of(f.e.text), cases[i].says));
			err_clear(&f.e);
		}
	}
	CHECK(s == NULL);
	/* no database at all */
	char db[128];
	(void)snprintf(db, sizeof(db), "%s/docket.db", f.dir);
	int fd = open(db, O_WRONLY | O_TRUNC);
	CHECK_INT(
		write(fd, "This is a text, not a database, but long enough to be looked at.\n", 65),
		65);
	(void)close(fd);
	for (int how = STORE_WRITE; how <= STORE_READ; how++) {
		CHECK_INT(store_open(f.dir, (enum store_open)how, &s, &f.e), -1);
		CHECK_INT(f.e.kind, ERR_CONFIG);
		CHECK(slice_has(slice_of(f.e.text), "no docket database"));
		err_clear(&f.e);
	}
	/* an empty file is what a crash at the very beginning leaves: the writer goes on */
	CHECK_INT(truncate(db, 0), 0);
	CHECK_INT(store_open(f.dir, STORE_READ, &s, &f.e), -1);
	err_clear(&f.e);
	CHECK_INT(store_open(f.dir, STORE_WRITE, &f.s, &f.e), 0);
	CHECK_STR(fixture_error(&f), "");
	fixture_close(&f);
}

/* A disk that is full in the middle: the error says so, everything since begin is gone, and the
 * store works again as soon as there is room. */
static int
fill_up(const char *dir)
{
	struct rlimit limit = {4096, RLIM_INFINITY};
	struct err e = ERR_INIT;
	struct store *s;
	struct pool *p = pool_new();
	struct slice got;
	char *big = calloc(1, 1 << 20);
	int bad = 0;

	(void)signal(SIGXFSZ, SIG_IGN);
	memset(big, 'x', 1 << 20);
	if (store_open(dir, STORE_WRITE, &s, &e) < 0 || store_begin(s, &e) < 0 ||
	    store_set(s, "before", SLICE_LIT("1"), &e) < 0 || setrlimit(RLIMIT_FSIZE, &limit) < 0)
		return 10;
	/* Larger than the page cache, so that it fails before the commit and not only in it. */
	int r = 0;
	char key[16];
	for (int i = 0; r == 0 && i < 10; i++) {
		(void)snprintf(key, sizeof(key), "big-%d", i);
		r = store_set(s, key, slice_make(big, 1 << 20), &e);
	}
	if (r == 0)
		r = store_commit(s, &e);
	else
		/* What was undone cannot be committed in halves. */
		bad += store_set(s, "after", SLICE_LIT("1"), NULL) == 0 ||
		       store_commit(s, NULL) == 0;
	bad += r == 0;
	bad += e.kind != ERR_RETRY || !slice_starts(slice_of(e.text), "disk full (") ||
	       !slice_has(slice_of(e.text), "docket goes on by itself");
	store_rollback(s);
	limit.rlim_cur = RLIM_INFINITY;
	if (setrlimit(RLIMIT_FSIZE, &limit) < 0)
		return 11;
	err_clear(&e);
	bad += store_get(s, p, "before", &got, &e) != 0;
	bad += store_begin(s, &e) < 0 || store_set(s, "later", SLICE_LIT("1"), &e) < 0 ||
	       store_commit(s, &e) < 0;
	bad += store_get(s, p, "later", &got, &e) != 1;
	store_close(s);
	pool_free(p);
	free(big);
	return bad;
}

TEST(store_disk_full)
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
		_exit(fill_up(f.dir));
	CHECK_INT(waitpid(pid, &status, 0), pid);
	CHECK_INT(status, 0);
	fixture_close(&f);
}

TEST(store_lease)
{
	static const struct {
		int line;
		const char *owner;
		int64_t now, until;
		int got;
	} cases[] = {
		{__LINE__, "a", 100, 200, 1}, {__LINE__, "b", 150, 300, 0},
		{__LINE__, "a", 160, 250, 1}, {__LINE__, "b", 249, 300, 0},
		{__LINE__, "b", 250, 300, 1}, {__LINE__, "a", 251, 300, 0},
	};
	struct fixture f;

	fixture_open(&f);
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line,
			     lease_take(f.s, "clock", cases[i].owner, cases[i].now, cases[i].until,
					&f.e),
			     cases[i].got);
	CHECK_INT(lease_drop(f.s, "clock", "a", &f.e), 0); /* not a's */
	CHECK_INT(lease_take(f.s, "clock", "c", 260, 300, &f.e), 0);
	CHECK_INT(lease_drop(f.s, "clock", "b", &f.e), 0);
	CHECK_INT(lease_take(f.s, "clock", "c", 260, 300, &f.e), 1);
	fixture_close(&f);
}

TEST(store_alarm)
{
	enum { HOUR = 3600000 };
	static const struct {
		int line;
		const char *key;
		int64_t now;
		int got;
	} cases[] = {
		{__LINE__, "wal", T0, 1},	 {__LINE__, "wal", T0 + 1, 0},
		{__LINE__, "smtp", T0 + 1, 1},	 {__LINE__, "wal", T0 + HOUR - 1, 0},
		{__LINE__, "wal", T0 + HOUR, 1}, {__LINE__, "wal", T0 + HOUR + 1, 0},
		{__LINE__, "wal", T0 - HOUR, 1}, /* the clock was set back */
	};
	struct fixture f;

	fixture_open(&f);
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line,
			     alarm_raise(f.s,
					 &(struct alarm){.key = slice_of(cases[i].key),
							 .text = SLICE_LIT("said")},
					 cases[i].now, &f.e),
			     cases[i].got);
	fixture_close(&f);
}

/* A few an hour; the rest is counted and told once the hour is over. */
TEST(store_alarm_swarm)
{
	enum { HOUR = 3600000, MOST = 3, MAILS = 10 };
	struct fixture f;
	struct alarm a = {.key = SLICE_LIT("triage:1"), .text = SLICE_LIT("a mail"), .most = MOST};
	alarm_list held = {0};
	int told = 0;

	fixture_open(&f);
	a.client = f.client;
	for (int i = 0; i < MAILS; i++)
		told += alarm_raise(f.s, &a, T0 + i, &f.e);
	CHECK_INT(told, MOST);
	CHECK_INT(alarm_held(f.s, f.p, T0 + HOUR - 1, &held, &f.e), 0);
	CHECK_INT(held.len, 0);
	/* the next hour begins with a mail of its own, which does not hide the others */
	CHECK_INT(alarm_raise(f.s, &a, T0 + HOUR, &f.e), 1);
	CHECK_INT(alarm_held(f.s, f.p, T0 + 2 * HOUR, &held, &f.e), 0);
	CHECK_INT(held.len, 1);
	CHECK_INT(held.at[0].held, MAILS - MOST);
	CHECK_INT(held.at[0].client, f.client);
	CHECK_INT(alarm_told(f.s, a.key, T0 + 2 * HOUR, &f.e), 0);
	held.len = 0;
	CHECK_INT(alarm_held(f.s, f.p, T0 + 4 * HOUR, &held, &f.e), 0);
	CHECK_INT(held.len, 0);
	CHECK_STR(fixture_error(&f), "");
	fixture_close(&f);
}

TEST(store_checkpoint)
{
	struct fixture f;
	char big[4096], key[16];
	struct stat st;

	fixture_open(&f);
	memset(big, 'x', sizeof(big));
	CHECK_INT(store_idle(f.s, &f.e), 0); /* not inside a transaction */
	for (int i = 0; i < 500; i++) {
		(void)snprintf(key, sizeof(key), "k%d", i);
		CHECK_INT(store_set(f.s, key, slice_make(big, sizeof(big)), &f.e), 0);
	}
	CHECK_INT(store_commit(f.s, &f.e), 0);
	char db[128];
	(void)snprintf(db, sizeof(db), "%s/docket.db", f.dir);
	CHECK_INT(stat(db, &st), 0);
	off_t before = st.st_size;
	CHECK_INT(store_idle(f.s, &f.e), 0);
	CHECK_INT(stat(db, &st), 0);
	CHECK(st.st_size > before + 1000000);
	fixture_close(&f);
}
