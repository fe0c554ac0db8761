/*
 * The schema and its steps. Row n of the table brings a database from version n - 1 to n; all that
 * are missing run in one transaction. A released step is never edited: changes get the next number.
 */
#include "db.h"

/* The assembler reads the file; the path is relative to the root of the source tree. */
#define SQL_FILE(symbol, path)                                                                     \
	extern const char symbol[] __attribute__((visibility("hidden")));                          \
	__asm__(".pushsection .rodata\n" #symbol ":\n\t.incbin \"" path                            \
		"\"\n\t.byte 0\n.popsection\n")

SQL_FILE(docket_sql_1, "bot/store/schema.sql");
SQL_FILE(docket_sql_2, "bot/store/migrate/002.sql");
SQL_FILE(docket_sql_3, "bot/store/migrate/003.sql");
SQL_FILE(docket_sql_4, "bot/store/migrate/004.sql");
SQL_FILE(docket_sql_5, "bot/store/migrate/005.sql");
SQL_FILE(docket_sql_6, "bot/store/migrate/006.sql");
SQL_FILE(docket_sql_7, "bot/store/migrate/007.sql");
SQL_FILE(docket_sql_8, "bot/store/migrate/008.sql");
SQL_FILE(docket_sql_9, "bot/store/migrate/009.sql");
SQL_FILE(docket_sql_10, "bot/store/migrate/010.sql");
SQL_FILE(docket_sql_11, "bot/store/migrate/011.sql");
SQL_FILE(docket_sql_12, "bot/store/migrate/012.sql");
SQL_FILE(docket_sql_13, "bot/store/migrate/013.sql");
SQL_FILE(docket_sql_14, "bot/store/migrate/014.sql");
SQL_FILE(docket_sql_15, "bot/store/migrate/015.sql");
SQL_FILE(docket_sql_16, "bot/store/migrate/016.sql");

static const char *const steps[] = {
	docket_sql_1,
	docket_sql_2,
	docket_sql_3,
	docket_sql_4,
	docket_sql_5,
	docket_sql_6,
	docket_sql_7,
	docket_sql_8,
	docket_sql_9,
	docket_sql_10,
	docket_sql_11,
	docket_sql_12,
	docket_sql_13,
	docket_sql_14,
	docket_sql_15,
	docket_sql_16,
};

enum { APPLICATION_ID = 0x646f6b74 }; /* "dokt" in file(1)'s eyes */

static int
pragma(struct store *s, const char *sql, int64_t *out, struct err *e)
{
	sqlite3_stmt *st;
	int rc = sqlite3_prepare_v2(s->db, sql, -1, &st, NULL);

	if (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		*out = sqlite3_column_int64(st, 0);
		rc = SQLITE_OK;
	}
	if (rc != SQLITE_OK)
		(void)db_fail(s, rc, e);
	(void)sqlite3_finalize(st);
	return rc == SQLITE_OK ? 0 : -1;
}

static int
migrate_from(struct store *s, int64_t have, struct err *e)
{
	char text[80];

	for (size_t i = (size_t)have; i < COUNT(steps); i++)
		if (db_exec(s, steps[i], e) < 0)
			return err_wrap(e, "schema step %zu", i + 1);
	(void)snprintf(text, sizeof(text), "PRAGMA application_id = %d; PRAGMA user_version = %zu",
		       APPLICATION_ID, COUNT(steps));
	return db_exec(s, text, e);
}

int
migrate_run(struct store *s, bool writer, struct err *e)
{
	int64_t id = 0, version = 0, tables = 0;

	if (pragma(s, "PRAGMA application_id", &id, e) < 0 ||
	    pragma(s, "PRAGMA user_version", &version, e) < 0 ||
	    pragma(s, "SELECT count(*) FROM sqlite_schema", &tables, e) < 0)
		return -1;
	if (id != APPLICATION_ID && (tables > 0 || id != 0 || !writer))
		return err_set(e, ERR_CONFIG,
			       "'%s' is no docket database: choose another data folder", s->path);
	if (version > (int64_t)COUNT(steps))
		return err_set(e, ERR_CONFIG,
			       "'%s' was made by a newer docket (schema %lld, this one knows %zu): "
			       "install that docket again, or restore a backup from before",
			       s->path, (long long)version, COUNT(steps));
	if (version == (int64_t)COUNT(steps))
		return 0;
	if (version < 0)
		return err_set(e, ERR_CONFIG, "'%s' has schema %lld: restore a backup", s->path,
			       (long long)version);
	if (!writer)
		return err_set(
			e, ERR_CONFIG,
			"'%s' was made by an older docket (schema %lld, this one needs %zu): "
			"run 'docket sync' once, which brings it up to date",
			s->path, (long long)version, COUNT(steps));
	if (db_exec(s, "BEGIN IMMEDIATE", e) < 0)
		return -1;
	if (migrate_from(s, version, e) == 0 && db_exec(s, "COMMIT", e) == 0)
		return 0;
	if (sqlite3_get_autocommit(s->db) == 0)
		(void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return -1;
}
