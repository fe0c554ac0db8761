/*
 * Inside the store: the connection, and statements bound by name. Every file of the module has one
 * table of SQL; all of them are prepared when the store opens, so a typo fails at start.
 */
#ifndef DOCKET_STORE_DB_H
#define DOCKET_STORE_DB_H

#include "docket/store/inputs.h"

#include <sqlite3.h>

/* One per file with SQL. */
enum db_part {
	DB_STORE,
	DB_BLOB,
	DB_LEASE,
	DB_CLIENT,
	DB_CONTACT,
	DB_MEMBER,
	DB_INBOX,
	DB_INBOX_FIND,
	DB_SEARCH,
	DB_JOBS,
	DB_BRIEF,
	DB_LEDGER,
	DB_DIGEST,
	DB_VERIFY,
	DB_OUTBOX,
	DB_OUTBOX_FIND,
	DB_OUTBOX_WAIT,
	DB_CORRECTION,
	DB_MODES,
	DB_VERSIONS,
	DB_CLOSEOUT,
	DB_REPAIR,
	DB_REVIEWS,
	DB_DECISIONS,
	DB_REVISIONS,
	DB_SCOPE,
	DB_PROFILE,
	DB_RETAINERS,
	DB_PLANS,
	DB_VERIFY_LIFE,
	DB_VERIFY_CLIENT,
	DB_DELEGATES,
	DB_LOAD,
	DB_REMINDERS,
	DB_CHAT_IN,
	DB_CHAT_PEOPLE,
	DB_CHAT_OUT,
	DB_INPUTS,
	DB_FETCHES,
	DB_PARTS
};
struct db_sql {
	const char *const *sql;
	size_t count;
};
extern const struct db_sql chat_in_sql, chat_people_sql, chat_out_sql;
extern const struct db_sql digest_sql, load_sql, reminders_sql, verify_client_sql, delegates_sql;
extern const struct db_sql closeout_sql, repair_sql, inputs_sql, fetches_sql;
extern const struct db_sql store_sql, blob_sql, lease_sql, client_sql, contact_sql, member_sql, inbox_sql,
	inbox_find_sql, search_sql, jobs_sql, brief_sql, ledger_sql, verify_sql, outbox_sql,
	outbox_find_sql, outbox_wait_sql, correction_sql, modes_sql, versions_sql, reviews_sql, decisions_sql, verify_life_sql,
	revisions_sql, scope_sql, profile_sql, retainers_sql, plans_sql;

/* Recorded before the next input. */
struct input_ahead {
	struct pool *pool;
	struct input input;
};

struct store {
	sqlite3 *db;
	char *data, *path; /* DATA, DATA/docket.db */
	int lock_fd;	   /* -1 in a reader */
	bool in_txn;
	int wal_pages;	      /* in the WAL since it was last folded into the database */
	struct pool *scratch; /* emptied by whoever starts to use it; never across a public call */
	struct str buf;	      /* payloads, packed bytes: as scratch */
	void *packer, *unpacker; /* ZSTD contexts, made at first use */
	sqlite3_stmt **stmts[DB_PARTS];
	const struct input *watched; /* what each commit records, or NULL */
	int64_t watched_from;	     /* changes of the connection when it was last looked at */
	struct input_ahead *ahead;   /* or NULL */
	bool ahead_written;	     /* in the open transaction */
	struct origin *origin;	     /* of a rebuild: where salts come from; or NULL */
	bool wrote[STORE_QUEUES];    /* since store_wrote() was last asked */
};

/* Sees what is written to the queues of store_wrote(). */
void wrote_watch(struct store *s);

/* Turns SQLite's last failure into an err: what to do next, in words. Returns -1. */
int db_fail(struct store *s, int rc, struct err *e);
/* The same for a plain errno of a write below DATA. */
int db_fail_errno(struct store *s, int errnum, struct err *e);
/* True when SQLite has undone the open transaction by itself (disk full in its middle). */
bool db_lost(const struct store *s);
int db_exec(struct store *s, const char *sql, struct err *e);

/*
 * Several writes as one: inside the caller's transaction a savepoint, else a transaction of its
 * own. Leave with the result of what was done; returns it, or -1 when the end itself fails.
 */
struct db_unit {
	bool own;
};
int db_enter(struct store *s, struct db_unit *u, struct err *e);
int db_leave(struct store *s, struct db_unit *u, int result, struct err *e);

/* Brings the schema to what this docket needs (writer), or says why it cannot be read (reader). */
int migrate_run(struct store *s, bool writer, struct err *e);

/* Statement `row` of a part, prepared at its first use and kept; -1 where SQLite refuses it. */
int db_stmt(struct store *s, enum db_part part, int row, sqlite3_stmt **out, struct err *e);

/* One use of a prepared statement. */
struct query {
	struct store *s;
	sqlite3_stmt *st; /* NULL: it could not be prepared, which query_step tells */
	enum db_part part;
	int row;
	const char *bad; /* a name the statement does not have */
	int col;	 /* next column to read */
};
struct query query_on(struct store *s, enum db_part part, int row);
/* Bound memory must stay until the statement has ended. */
void query_int(struct query *q, const char *name, int64_t n);
void query_id(struct query *q, const char *name, int64_t id);		 /* 0: null */
void query_text(struct query *q, const char *name, struct slice text);	 /* empty: null */
void query_string(struct query *q, const char *name, struct slice text); /* empty: '' */
void query_cstr(struct query *q, const char *name, const char *text);	 /* NULL: null */
void query_bytes(struct query *q, const char *name, struct slice bytes); /* empty: null */
/* 1 a row, 0 the end, -1; at the end and on failure the statement is reset. */
int query_step(struct query *q, struct err *e);
/* To the end; rows are ignored. 0 or -1. */
int query_run(struct query *q, struct err *e);
/* For a statement that was not stepped to its end. Any number of times. */
void query_end(struct query *q);
/* Columns of the row, each call the next one. */
int64_t query_get_int(struct query *q); /* null: 0 */
bool query_get_bool(struct query *q);
double query_get_real(struct query *q);
struct slice query_get(struct query *q, struct pool *pool); /* a copy; null: empty */
struct slice query_peek(struct query *q);		    /* until the next step or end */
bool query_get_null(struct query *q);			    /* looks, does not move on */
/* Rows the last statement changed; row number of the last insert. */
int64_t query_changes(const struct store *s);
int64_t query_last_id(const struct store *s);

/* Runs q and takes the first column of its one row. 1, 0, -1. */
int query_value(struct query *q, int64_t *out, struct err *e);

/* The form in which mail addresses are compared. */
struct slice db_fold(struct pool *pool, struct slice address);
/* A Message-ID without <> and blanks. */
struct slice db_bare_id(struct slice id);
/* 64 hex digits as 32 bytes in buf; anything else as it is. */
struct slice db_sha_bytes(struct slice hex, unsigned char buf[32]);

#endif
