/* What SQLite's failures mean for docket, and groups of writes that succeed or fail as one. */
#include "db.h"

#include "docket/base/base64.h"
#include "docket/base/utf8.h"

#include <errno.h>

enum { STORE_SAVE, STORE_UNDO, STORE_RELEASE }; /* the first three of store_sql */

int
db_fail_errno(struct store *s, int errnum, struct err *e)
{
	char why[128];
	const char *text = strerror_r(errnum, why, sizeof(why));

	switch (errnum) {
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return err_set(e, ERR_RETRY,
			       "disk full (%s): free space on '%s', then docket goes on by itself",
			       text, s->data);
	case EACCES:
	case EPERM:
	case EROFS:
		return err_set(e, ERR_CONFIG,
			       "cannot write in '%s' (%s): let docket's user write there", s->data,
			       text);
	default:
		return err_set(e, ERR_RETRY,
			       "disk error (%s): check the disk of '%s'; docket goes on by itself",
			       text, s->data);
	}
}

int
db_fail(struct store *s, int rc, struct err *e)
{
	int errnum = sqlite3_system_errno(s->db);

	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(e, ERR_RETRY,
			       "'%s' is locked by another program: docket tries again", s->path);
	case SQLITE_FULL: return db_fail_errno(s, errnum == EDQUOT ? EDQUOT : ENOSPC, e);
	case SQLITE_IOERR: return db_fail_errno(s, errnum == 0 ? EIO : errnum, e);
	case SQLITE_NOMEM: return err_set(e, ERR_RETRY, "out of memory in the database");
	case SQLITE_CONSTRAINT:
	case SQLITE_TOOBIG:
		return err_set(e, ERR_MESSAGE, "the database refuses it: %s",
			       sqlite3_errmsg(s->db));
	case SQLITE_READONLY:
		return err_set(e, ERR_CONFIG,
			       "'%s' was opened for reading only, or may not be written", s->path);
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return err_errno(e, ERR_CONFIG, errnum == 0 ? EACCES : errnum, "cannot open '%s'",
				 s->path);
	case SQLITE_NOTADB:
		return err_set(e, ERR_CONFIG,
			       "'%s' is no docket database: choose another data folder", s->path);
	case SQLITE_CORRUPT:
		return err_set(e, ERR_STOP,
			       "'%s' is damaged (%s): stop docket and restore a backup", s->path,
			       sqlite3_errmsg(s->db));
	default: return err_set(e, ERR_STOP, "database '%s': %s", s->path, sqlite3_errmsg(s->db));
	}
}

bool
db_lost(const struct store *s)
{
	return s->in_txn && sqlite3_get_autocommit(s->db) != 0;
}

int
db_exec(struct store *s, const char *sql, struct err *e)
{
	int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : db_fail(s, rc, e);
}

int
db_enter(struct store *s, struct db_unit *u, struct err *e)
{
	u->own = !s->in_txn;
	if (u->own)
		return store_begin(s, e);
	struct query q = query_on(s, DB_STORE, STORE_SAVE);
	return query_run(&q, e);
}

int
db_leave(struct store *s, struct db_unit *u, int result, struct err *e)
{
	if (u->own) {
		if (result < 0) {
			store_rollback(s);
			return result;
		}
		return store_commit(s, e) < 0 ? -1 : result;
	}
	if (result < 0 && !db_lost(s)) {
		struct query undo = query_on(s, DB_STORE, STORE_UNDO);
		(void)query_run(&undo, NULL);
	}
	struct query release = query_on(s, DB_STORE, STORE_RELEASE);
	return query_run(&release, result < 0 ? NULL : e) < 0 ? -1 : result;
}

struct slice
db_fold(struct pool *pool, struct slice address)
{
	return utf8_fold(pool, slice_trim(address));
}

struct slice
db_bare_id(struct slice id)
{
	id = slice_trim(id);
	if (id.len >= 2 && id.data[0] == '<' && id.data[id.len - 1] == '>')
		id = slice_trim(slice_sub(id, 1, id.len - 1));
	return id;
}

struct slice
db_sha_bytes(struct slice hex, unsigned char buf[32])
{
	return base64_unhex(hex, buf, 32) < 0 ? hex : slice_make((const char *)buf, 32);
}
