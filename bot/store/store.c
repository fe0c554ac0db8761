/*
 * Opening and closing DATA, transactions, named values, and what is done when nothing else is.
 * The writer's lock is flock(2) on DATA/lock: the kernel drops it whatever way the process ends.
 */
#include "db.h"

#include "docket/base/file.h"
#include "docket/base/step.h"
#include "blob.h"
#include "inputs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

enum {
	BUSY_MS = 2000,
	WAL_PAGES_MAX = 2000,	       /* 8 MB: then a commit folds it in itself */
	WAL_PAGES_IDLE = 250,	       /* 1 MB: not worth two fsyncs below that */
	WAL_ALARM = 256 * 1024 * 1024, /* bytes (D5) */
	BUF_MAX = 64 * 1024 * 1024,    /* of s->buf: more than any mail we write */
};

/* db.c knows the first three by their place. */
enum {
	Q_SAVE,
	Q_UNDO,
	Q_RELEASE,
	Q_MARK,
	Q_MARK_UNDO,
	Q_MARK_RELEASE,
	Q_BEGIN,
	Q_COMMIT,
	Q_ROLLBACK,
	Q_GET,
	Q_SET
};
static const char *const sql[] = {
	[Q_SAVE] = "SAVEPOINT unit",
	[Q_UNDO] = "ROLLBACK TO unit",
	[Q_RELEASE] = "RELEASE unit",
	[Q_MARK] = "SAVEPOINT mark",
	[Q_MARK_UNDO] = "ROLLBACK TO mark",
	[Q_MARK_RELEASE] = "RELEASE mark",
	[Q_BEGIN] = "BEGIN IMMEDIATE",
	[Q_COMMIT] = "COMMIT",
	[Q_ROLLBACK] = "ROLLBACK",
	[Q_GET] = "SELECT value FROM named WHERE key = :key",
	[Q_SET] = ("INSERT INTO named (key, value) VALUES (:key, coalesce(:value, x'')) "
		   "ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
};
const struct db_sql store_sql = {sql, COUNT(sql)};

static const struct db_sql *const parts[DB_PARTS] = {
	[DB_STORE] = &store_sql,
	[DB_BLOB] = &blob_sql,
	[DB_LEASE] = &lease_sql,
	[DB_CLIENT] = &client_sql,
	[DB_CONTACT] = &contact_sql,
	[DB_MEMBER] = &member_sql,
	[DB_INBOX] = &inbox_sql,
	[DB_INBOX_FIND] = &inbox_find_sql,
	[DB_SEARCH] = &search_sql,
	[DB_JOBS] = &jobs_sql,
	[DB_BRIEF] = &brief_sql,
	[DB_LEDGER] = &ledger_sql,
	[DB_DIGEST] = &digest_sql,
	[DB_VERIFY] = &verify_sql,
	[DB_OUTBOX] = &outbox_sql,
	[DB_OUTBOX_FIND] = &outbox_find_sql,
	[DB_OUTBOX_WAIT] = &outbox_wait_sql,
	[DB_CORRECTION] = &correction_sql,
	[DB_MODES] = &modes_sql,
	[DB_VERSIONS] = &versions_sql,
	[DB_CLOSEOUT] = &closeout_sql,
	[DB_REPAIR] = &repair_sql,
	[DB_REVIEWS] = &reviews_sql,
	[DB_DECISIONS] = &decisions_sql,
	[DB_REVISIONS] = &revisions_sql,
	[DB_SCOPE] = &scope_sql,
	[DB_PROFILE] = &profile_sql,
	[DB_RETAINERS] = &retainers_sql,
	[DB_PLANS] = &plans_sql,
	[DB_VERIFY_LIFE] = &verify_life_sql,
	[DB_VERIFY_CLIENT] = &verify_client_sql,
	[DB_DELEGATES] = &delegates_sql,
	[DB_LOAD] = &load_sql, [DB_REMINDERS] = &reminders_sql, [DB_INPUTS] = &inputs_sql,
	[DB_FETCHES] = &fetches_sql,
	[DB_CHAT_IN] = &chat_in_sql, [DB_CHAT_PEOPLE] = &chat_people_sql, [DB_CHAT_OUT] = &chat_out_sql,
};

/* Counts what waits in the WAL, and folds it in when it grows under load. */
static int
after_commit(void *arg, sqlite3 *db, const char *name, int pages)
{
	struct store *s = arg;

	s->wal_pages = pages;
	if (pages >= WAL_PAGES_MAX) {
		/* A reader in the way costs nothing but another try at the next commit. */
		(void)sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	}
	return SQLITE_OK;
}

static char *
join(const char *dir, const char *name)
{
	char *path;

	return asprintf(&path, "%s/%s", dir, name) < 0 ? NULL : path;
}

static int
lock_take(struct store *s, struct err *e)
{
	char *path = join(s->data, "lock"), pid[32] = "";
	ssize_t n;

	if (path == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	s->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	free(path);
	if (s->lock_fd < 0)
		return db_fail_errno(s, errno, e);
	if (flock(s->lock_fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK)
			return db_fail_errno(s, errno, e);
		n = pread(s->lock_fd, pid, sizeof(pid) - 1, 0);
		pid[n < 0 ? 0 : n] = '\0';
		pid[strcspn(pid, "\n")] = '\0';
		return err_set(
			e, ERR_REFUSED,
			"another docket (process %s) works on '%s': stop it, or leave the work "
			"to it",
			pid[0] == '\0' ? "unknown" : pid, s->data);
	}
	/* The number helps people only, so a full disk here stops nothing. */
	(void)snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());
	(void)!(ftruncate(s->lock_fd, 0) == 0 && pwrite(s->lock_fd, pid, strlen(pid), 0) > 0);
	return 0;
}

/* Statements are prepared when they are first asked for: a command of the shell needs a dozen of them. */
static int
stmts_new(struct store *s, struct err *e)
{
	for (size_t p = 0; p < DB_PARTS; p++) {
		s->stmts[p] = calloc(parts[p]->count, sizeof(sqlite3_stmt *));
		if (s->stmts[p] == NULL)
			return err_set(e, ERR_RETRY, "out of memory");
	}
	return 0;
}

int
db_stmt(struct store *s, enum db_part part, int row, sqlite3_stmt **out, struct err *e)
{
	sqlite3_stmt **st = &s->stmts[part][row];
	const char *text = parts[part]->sql[row];
	int rc = *st != NULL ? SQLITE_OK
			     : sqlite3_prepare_v3(s->db, text, -1, SQLITE_PREPARE_PERSISTENT, st, NULL);

	*out = *st;
	if (rc == SQLITE_ERROR)
		return err_set(e, ERR_STOP, "a defect of docket: %s in \"%.200s\"",
			       sqlite3_errmsg(s->db), text);
	return rc == SQLITE_OK ? 0 : db_fail(s, rc, e);
}

int
store_prepare(struct store *s, struct err *e)
{
	sqlite3_stmt *st;

	for (int p = 0; p < DB_PARTS; p++)
		for (int i = 0; i < (int)parts[p]->count; i++)
			if (db_stmt(s, (enum db_part)p, i, &st, e) < 0)
				return -1;
	return 0;
}

/*
 * A reader normally shares the WAL's index with the writer. Where no WAL is there and the folder
 * is not ours to write, nobody else is writing either: the file alone is the whole database.
 */
static int
open_reader(struct store *s, struct err *e)
{
	const int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
	int rc = sqlite3_open_v2(s->path, &s->db, flags & ~SQLITE_OPEN_URI, NULL);
	char *wal;
	const char *c;
	struct str u;

	if (rc == SQLITE_OK)
		rc = sqlite3_exec(s->db, "SELECT 1 FROM sqlite_schema", NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		return 0;
	wal = join(s->data, "docket.db-wal");
	if (((rc & 0xff) != SQLITE_CANTOPEN && (rc & 0xff) != SQLITE_READONLY) || wal == NULL ||
	    access(wal, F_OK) == 0) {
		free(wal);
		return db_fail(s, rc, e);
	}
	free(wal);
	/* RFC 3986 2.1, as SQLite reads it */
	str_init(&u, 3 * strlen(s->path) + 64);
	str_adds(&u, "file:");
	for (c = s->path; *c != '\0'; c++) {
		if (strchr("%?#", *c) != NULL)
			str_addf(&u, "%%%02X", (unsigned)(unsigned char)*c);
		else
			str_addc(&u, *c);
	}
	str_adds(&u, "?immutable=1");
	(void)sqlite3_close(s->db);
	s->db = NULL;
	rc = str_failed(&u) ? SQLITE_NOMEM : sqlite3_open_v2(str_cstr(&u), &s->db, flags, NULL);
	str_clear(&u);
	return rc == SQLITE_OK ? 0 : db_fail(s, rc, e);
}

/* SQLite keeps silent when a file system has no shared memory for a WAL. */
static int
wal_on(struct store *s, struct err *e)
{
	sqlite3_stmt *st;
	int rc = sqlite3_prepare_v2(s->db, "PRAGMA journal_mode = WAL", -1, &st, NULL), r = 0;

	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	if (rc != SQLITE_ROW)
		r = db_fail(s, rc, e);
	else if (strcmp((const char *)sqlite3_column_text(st, 0), "wal") != 0)
		r = err_set(e, ERR_CONFIG,
			    "'%s' cannot keep a database safely (no WAL): choose a local disk",
			    s->data);
	(void)sqlite3_finalize(st);
	return r;
}

/* Nothing here has threads, so nothing of SQLite's is locked, nor its memory counted, at each call. */
static void
one_thread(void)
{
	static bool done;

	if (done)
		return;
	(void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	done = true;
}

static int
open_db(struct store *s, bool writer, struct err *e)
{
	/* FULL: what a commit says is on disk is there after a power failure (DESIGN D4). */
	static const char writing[] = "PRAGMA synchronous = FULL;"
				      "PRAGMA journal_size_limit = 16777216;"
				      "PRAGMA secure_delete = FAST;";
	static const char both[] = "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
				   "PRAGMA cache_size = -2000; PRAGMA mmap_size = 0;";
	struct stat st;
	int rc;

	one_thread();
	if (!writer && stat(s->path, &st) < 0)
		return errno == ENOENT
			       ? err_set(e, ERR_CONFIG,
					 "there is no docket database in '%s' yet: 'docket run' or "
					 "'docket sync' makes it",
					 s->data)
			       : err_errno(e, ERR_CONFIG, errno, "cannot read '%s'", s->path);
	if (writer) {
		/* Ours alone; SQLite gives the WAL the same mode. */
		rc = open(s->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		if (rc < 0)
			return db_fail_errno(s, errno, e);
		(void)close(rc);
		rc = sqlite3_open_v2(
			s->path, &s->db,
			SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
		if (rc != SQLITE_OK)
			return db_fail(s, rc, e);
	} else if (open_reader(s, e) < 0) {
		return -1;
	}
	(void)sqlite3_extended_result_codes(s->db, 1);
	(void)sqlite3_busy_timeout(s->db, BUSY_MS);
	(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (writer) {
		(void)sqlite3_wal_hook(s->db, after_commit, s);
		wrote_watch(s);
	}
	if ((writer && (wal_on(s, e) < 0 || db_exec(s, writing, e) < 0)) || db_exec(s, both, e) < 0)
		return -1;
	/* SQLite syncs the folder for the WAL; for the database itself we do. */
	if (writer && file_sync_dir(s->data, e) < 0)
		return -1;
	return migrate_run(s, writer, e) < 0 ? -1 : stmts_new(s, e);
}

int
store_open(const char *data, enum store_open how, struct store **out, struct err *e)
{
	bool writer = how == STORE_WRITE;
	struct store *s;

	struct err made = ERR_INIT;
	if (writer && file_mkdirs(data, 0700, &made) < 0) {
		/* A folder that cannot be is the configuration's fault; a full disk is not. */
		err_set(e, made.kind == ERR_RETRY ? ERR_RETRY : ERR_CONFIG, "data: %s", made.text);
		return -1;
	}
	s = calloc(1, sizeof(*s));
	if (s == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	s->lock_fd = -1;
	s->scratch = pool_new();
	str_init(&s->buf, BUF_MAX);
	s->data = strdup(data);
	s->path = join(data, "docket.db");
	if (s->data == NULL || s->path == NULL) {
		(void)err_set(e, ERR_RETRY, "out of memory");
		goto fail;
	}
	if (writer && (lock_take(s, e) < 0 || blob_prepare(s, e) < 0))
		goto fail;
	if (open_db(s, writer, e) < 0)
		goto fail;
	*out = s;
	return 0;
fail:
	store_close(s);
	return -1;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	if (s->db != NULL && s->in_txn)
		store_rollback(s);
	for (size_t p = 0; p < DB_PARTS; p++) {
		for (size_t i = 0; s->stmts[p] != NULL && i < parts[p]->count; i++)
			(void)sqlite3_finalize(s->stmts[p][i]);
		free(s->stmts[p]);
	}
	inputs_close(s);
	(void)sqlite3_close(s->db); /* the last connection folds the WAL in and removes it */
	if (s->lock_fd >= 0)
		(void)close(s->lock_fd);
	(void)ZSTD_freeCCtx(s->packer);
	(void)ZSTD_freeDCtx(s->unpacker);
	pool_free(s->scratch);
	str_clear(&s->buf);
	free(s->data);
	free(s->path);
	free(s);
}

static int
run(struct store *s, int row, struct err *e)
{
	struct query q = query_on(s, DB_STORE, row);

	return query_run(&q, e);
}

int
store_begin(struct store *s, struct err *e)
{
	int fault;

	if (s->in_txn)
		return err_set(e, ERR_STOP,
			       "a defect of docket: a transaction inside a transaction");
	if (s->lock_fd < 0)
		return err_set(e, ERR_CONFIG, "'%s' was opened for reading only", s->path);
	fault = step_fault("db.begin");
	if (fault != 0)
		return db_fail_errno(s, fault, e);
	if (run(s, Q_BEGIN, e) < 0)
		return -1;
	s->in_txn = true;
	return 0;
}

void
store_rollback(struct store *s)
{
	if (s->in_txn && !db_lost(s))
		(void)run(s, Q_ROLLBACK, NULL);
	s->in_txn = false;
	inputs_after(s, false);
}

int
store_commit(struct store *s, struct err *e)
{
	int fault, r;

	if (!s->in_txn)
		return err_set(e, ERR_STOP, "a defect of docket: commit without begin");
	r = inputs_before_commit(s, e);
	step("store.commit.before");
	fault = step_fault("db.commit");
	if (r == 0)
		r = fault != 0 ? db_fail_errno(s, fault, e) : run(s, Q_COMMIT, e);
	if (r < 0) {
		store_rollback(s);
		return -1;
	}
	s->in_txn = false;
	inputs_after(s, true);
	step("store.commit.after");
	return 0;
}

int
store_mark(struct store *s, struct err *e)
{
	if (!s->in_txn)
		return err_set(e, ERR_STOP, "a defect of docket: a mark outside a transaction");
	return run(s, Q_MARK, e);
}

int
store_unmark(struct store *s, bool keep, struct err *e)
{
	if (!keep && run(s, Q_MARK_UNDO, e) < 0)
		return -1;
	return run(s, Q_MARK_RELEASE, e);
}

int
store_get(struct store *s, struct pool *pool, const char *key, struct slice *out, struct err *e)
{
	struct query q = query_on(s, DB_STORE, Q_GET);
	int got;

	query_cstr(&q, ":key", key);
	got = query_step(&q, e);
	if (got == 1) {
		*out = query_get(&q, pool);
		query_end(&q);
	}
	return got;
}

int
store_set(struct store *s, const char *key, struct slice value, struct err *e)
{
	struct query q = query_on(s, DB_STORE, Q_SET);

	query_cstr(&q, ":key", key);
	query_bytes(&q, ":value", value);
	return query_run(&q, e);
}

int
store_idle(struct store *s, struct err *e)
{
	int pages = 0, folded = 0, rc;
	char *wal;
	struct stat st;
	bool large;

	if (s->lock_fd < 0 || s->in_txn || s->wal_pages < WAL_PAGES_IDLE)
		return 0;
	rc = sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &pages, &folded);
	if (rc != SQLITE_OK && (rc & 0xff) != SQLITE_BUSY)
		return db_fail(s, rc, e);
	/* All of it is in the database: the next commit starts the WAL over. */
	s->wal_pages = pages - folded;
	if (s->wal_pages <= 0)
		return 0;
	wal = join(s->data, "docket.db-wal");
	large = wal != NULL && stat(wal, &st) == 0 && st.st_size > WAL_ALARM;
	free(wal);
	return !large ? 0
		      : err_set(e, ERR_RETRY,
				"'%s-wal' has %lld MB: a program that reads the database for hours "
				"keeps it from being folded in; end that program",
				s->path, (long long)(st.st_size >> 20));
}
