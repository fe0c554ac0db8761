/* Binding by name, stepping, and reading columns of prepared statements. */
#include "db.h"

struct query
query_on(struct store *s, enum db_part part, int row)
{
	struct query q = {.s = s, .part = part, .row = row};

	(void)db_stmt(s, part, row, &q.st, NULL);
	return q;
}

static int
index_of(struct query *q, const char *name)
{
	int i = sqlite3_bind_parameter_index(q->st, name);

	if (i == 0 && q->st != NULL)
		q->bad = name;
	return i;
}

/* Binding fails only on a wrong index or a length above 1 GB; both end the statement. */
static void
check(struct query *q, const char *name, int rc)
{
	if (rc != SQLITE_OK && q->st != NULL && q->bad == NULL)
		q->bad = name;
}

void
query_int(struct query *q, const char *name, int64_t n)
{
	check(q, name, sqlite3_bind_int64(q->st, index_of(q, name), n));
}

void
query_id(struct query *q, const char *name, int64_t id)
{
	if (id != 0)
		query_int(q, name, id);
	else
		check(q, name, sqlite3_bind_null(q->st, index_of(q, name)));
}

void
query_string(struct query *q, const char *name, struct slice text)
{
	check(q, name,
	      sqlite3_bind_text64(q->st, index_of(q, name), text.len > 0 ? text.data : "", text.len,
				  SQLITE_STATIC, SQLITE_UTF8));
}

void
query_text(struct query *q, const char *name, struct slice text)
{
	if (text.len > 0)
		query_string(q, name, text);
	else
		check(q, name, sqlite3_bind_null(q->st, index_of(q, name)));
}

void
query_cstr(struct query *q, const char *name, const char *text)
{
	if (text != NULL)
		query_string(q, name, slice_of(text));
	else
		check(q, name, sqlite3_bind_null(q->st, index_of(q, name)));
}

void
query_bytes(struct query *q, const char *name, struct slice bytes)
{
	int rc = bytes.len == 0 ? sqlite3_bind_null(q->st, index_of(q, name))
				: sqlite3_bind_blob64(q->st, index_of(q, name), bytes.data,
						      bytes.len, SQLITE_STATIC);

	check(q, name, rc);
}

void
query_end(struct query *q)
{
	if (q->st == NULL)
		return;
	(void)sqlite3_reset(q->st); /* repeats the error of the step, which was told */
	(void)sqlite3_clear_bindings(q->st);
}

int
query_step(struct query *q, struct err *e)
{
	int rc;

	if (q->st == NULL) {
		/* Bound to nothing: even a second try that succeeds is of no use here. */
		if (db_stmt(q->s, q->part, q->row, &q->st, e) == 0)
			(void)err_set(e, ERR_RETRY, "the database was busy for a moment: try again");
		q->st = NULL;
		return -1;
	}
	if (q->bad != NULL) {
		(void)err_set(e, ERR_STOP, "a defect of docket: cannot bind %s in \"%.120s\"",
			      q->bad, sqlite3_sql(q->st));
		query_end(q);
		return -1;
	}
	if (db_lost(q->s)) {
		query_end(q);
		return err_set(e, ERR_RETRY,
			       "an earlier failure has undone this transaction on '%s'",
			       q->s->path);
	}
	q->col = 0;
	rc = sqlite3_step(q->st);
	if (rc == SQLITE_ROW)
		return 1;
	if (rc != SQLITE_DONE)
		(void)db_fail(q->s, rc, e);
	query_end(q);
	return rc == SQLITE_DONE ? 0 : -1;
}

int
query_run(struct query *q, struct err *e)
{
	int got;

	while ((got = query_step(q, e)) == 1)
		;
	return got;
}

int
query_value(struct query *q, int64_t *out, struct err *e)
{
	int got = query_step(q, e);

	if (got == 1) {
		*out = query_get_int(q);
		query_end(q);
	}
	return got;
}

int64_t
query_get_int(struct query *q)
{
	return sqlite3_column_int64(q->st, q->col++);
}

bool
query_get_bool(struct query *q)
{
	return query_get_int(q) != 0;
}

double
query_get_real(struct query *q)
{
	return sqlite3_column_double(q->st, q->col++);
}

bool
query_get_null(struct query *q)
{
	return sqlite3_column_type(q->st, q->col) == SQLITE_NULL;
}

struct slice
query_peek(struct query *q)
{
	/* blob, then bytes: the order in which SQLite promises that the length fits the data */
	const char *data = sqlite3_column_blob(q->st, q->col);
	int len = sqlite3_column_bytes(q->st, q->col++);

	return slice_make(data, data == NULL ? 0 : (size_t)len);
}

struct slice
query_get(struct query *q, struct pool *pool)
{
	struct slice s = query_peek(q);

	return s.len == 0 ? SLICE_NONE : pool_copy(pool, s);
}

int64_t
query_changes(const struct store *s)
{
	return sqlite3_changes64(s->db);
}

int64_t
query_last_id(const struct store *s)
{
	return sqlite3_last_insert_rowid(s->db);
}
