/*
 * The copy that a rebuild works from, attached as `was`. Its statements are its own: the tables of
 * the other files are prepared before there is anything attached.
 */
#include "origin.h"

#include "docket/base/hash.h"
#include "inputs.h"
#include "jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define SALT(events, texts, owner)                                                                 \
	"SELECT t.salt, json_extract(e.payload, '$.text_sha256') FROM was." events " e "           \
	"LEFT JOIN was." texts " t ON t.event = e.id WHERE e." owner " = :of AND e.seq = :seq"
static const char *const sql[O_COUNT] = {
	[O_INPUT] = "SELECT i.id, i.at, i.kind, i.data, w.words FROM was.input i "
		    "LEFT JOIN was.input_words w ON w.input = i.id WHERE i.id > :after "
		    "ORDER BY i.id LIMIT 1",
	[O_RECORD] = "INSERT INTO main.message (id, folder, uidvalidity, uid, name, received, "
		     "internal, blob, size, cut, state) SELECT id, folder, uidvalidity, uid, name, "
		     "received, internal, blob, size, cut, 'recorded' FROM was.message "
		     "WHERE id BETWEEN :first AND :last ORDER BY id",
	[O_RECORDED] = "SELECT id FROM was.message WHERE id BETWEEN :first AND :last ORDER BY id",
	[O_READING] = "SELECT reading FROM was.message WHERE id = :id AND reading IS NOT NULL",
	[O_BLOBS] = "SELECT blob FROM was.message UNION SELECT sha FROM was.version_file "
		    "WHERE sha IS NOT NULL UNION SELECT sha FROM was.closeout UNION SELECT sha FROM was.fetch "
		    "WHERE sha IS NOT NULL ORDER BY 1",
	[O_SALT] = SALT("event", "event_text", "job"),
	[O_SALT_CLIENT] = SALT("client_event", "client_event_text", "client"),
};

int
store_copy(struct store *s, const char *path, struct err *e)
{
	sqlite3 *to = NULL;
	sqlite3_backup *b;
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600), rc;

	if (fd < 0)
		return err_errno(e, ERR_STOP, errno, "cannot write '%s'", path);
	(void)close(fd);
	rc = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK) {
		b = sqlite3_backup_init(to, "main", s->db, "main");
		if (b != NULL) {
			(void)sqlite3_backup_step(b, -1);
			(void)sqlite3_backup_finish(b);
		}
		rc = sqlite3_errcode(to);
	}
	if (rc != SQLITE_OK)
		(void)err_set(e, ERR_RETRY, "the database could not be copied to '%s': %s", path,
			      sqlite3_errmsg(to));
	(void)sqlite3_close(to);
	return rc == SQLITE_OK ? 0 : -1;
}

int
store_logged_from_start(struct store *s, struct err *e)
{
	struct pool *pool = pool_new();
	struct slice late;
	int got = store_get(s, pool, "inputs-late", &late, e);

	pool_free(pool);
	return got < 0 ? -1 : got == 0;
}

int
origin_prepare(struct store *s, const char *text, sqlite3_stmt **out, struct err *e)
{
	int rc = sqlite3_prepare_v2(s->db, text, -1, out, NULL);

	return rc == SQLITE_OK ? 0 : db_fail(s, rc, e);
}

int
origin_new(struct store *s, const char *copy, struct origin **out, struct err *e)
{
	struct origin *o = calloc(1, sizeof(*o));
	sqlite3_stmt *attach = NULL;
	int r;

	if (o == NULL)
		return err_set(e, ERR_RETRY, "out of memory");
	o->s = s;
	r = origin_prepare(s, "ATTACH :copy AS was", &attach, e);
	if (r == 0) {
		struct query q = {.s = s, .st = attach};
		query_cstr(&q, ":copy", copy);
		r = query_run(&q, e);
	}
	(void)sqlite3_finalize(attach);
	for (size_t i = 0; r == 0 && i < O_COUNT; i++)
		r = origin_prepare(s, sql[i], &o->stmts[i], e);
	if (r < 0) {
		origin_free(o);
		return -1;
	}
	s->origin = o;
	*out = o;
	return 0;
}

void
origin_free(struct origin *o)
{
	if (o == NULL)
		return;
	for (size_t i = 0; i < O_COUNT; i++)
		(void)sqlite3_finalize(o->stmts[i]);
	o->s->origin = NULL;
	free(o);
}

static struct query
on(struct origin *o, int row)
{
	return (struct query){.s = o->s, .st = o->stmts[row]};
}

int
origin_take_over(struct origin *o, struct err *e)
{
	return db_exec(o->s,
		       "BEGIN IMMEDIATE;"
		       "INSERT INTO main.named (key, value) SELECT key, value FROM was.named;"
		       "INSERT INTO main.folder SELECT * FROM was.folder;"
		       "COMMIT",
		       e);
}

int
origin_input(struct origin *o, struct pool *pool, int64_t after, struct input *out, struct err *e)
{
	struct query q = on(o, O_INPUT);

	return input_read(&q, pool, after, out, e);
}

int
origin_record(struct origin *o, struct pool *pool, int64_t first, int64_t last, id_list *out,
	      struct err *e)
{
	struct query q = on(o, O_RECORD);
	int got;

	query_int(&q, ":first", first);
	query_int(&q, ":last", last);
	if (query_run(&q, e) < 0)
		return -1;
	q = on(o, O_RECORDED);
	query_int(&q, ":first", first);
	query_int(&q, ":last", last);
	while ((got = query_step(&q, e)) == 1)
		VEC_ADD(out, pool, query_get_int(&q));
	return got;
}

int
origin_reading(struct origin *o, struct pool *pool, int64_t message, struct slice *out,
	       struct err *e)
{
	struct query q = on(o, O_READING);
	int got;

	query_int(&q, ":id", message);
	got = query_step(&q, e);
	if (got == 1) {
		*out = query_get(&q, pool);
		query_end(&q);
	}
	return got;
}

int
origin_blobs(struct origin *o, struct pool *pool, slice_list *out, struct err *e)
{
	struct query q = on(o, O_BLOBS);
	int got;

	while ((got = query_step(&q, e)) == 1)
		VEC_ADD(out, pool, query_get(&q, pool));
	return got;
}

int
origin_salt(struct origin *o, const struct ledger_entry *entry, int64_t seq, struct salt *out,
	    struct err *e)
{
	bool job = entry->job != 0;
	struct query q = on(o, job ? O_SALT : O_SALT_CLIENT);
	struct slice was, sha;
	int got;

	query_int(&q, ":of", job ? entry->job : entry->client);
	query_int(&q, ":seq", seq);
	got = query_step(&q, e);
	if (got != 1)
		return got;
	was = query_peek(&q);
	if (was.len == LEDGER_SALT)
		memcpy(out->salt, was.data, LEDGER_SALT);
	got = was.len == LEDGER_SALT;
	sha = query_peek(&q);
	if (got == 0 && sha.len == HASH_HEX - 1) {
		(void)slice_cstr(sha, out->text_sha, HASH_HEX);
		got = 2;
	}
	query_end(&q);
	return got;
}
