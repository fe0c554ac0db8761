/* The input log: adding to it and reading it. What is done with it is daemon/rebuild.c's. */
#include "docket/store/inputs.h"

#include "inputs.h"

enum { Q_ADD, Q_WORDS, Q_NEXT, Q_SETUP };
static const char *const sql[] = {
	[Q_ADD] = "INSERT INTO input (at, kind, data) VALUES (:at, :kind, :data)",
	[Q_WORDS] = "INSERT INTO input_words (input, words) VALUES (:input, :words)",
#define COLUMNS                                                                                    \
	"SELECT i.id, i.at, i.kind, i.data, w.words FROM input i "                                 \
	"LEFT JOIN input_words w ON w.input = i.id "
	[Q_NEXT] = COLUMNS "WHERE i.id > :after ORDER BY i.id LIMIT 1",
	[Q_SETUP] = COLUMNS "WHERE i.kind = 'setup' AND i.id > :after ORDER BY i.id DESC LIMIT 1",
};
const struct db_sql inputs_sql = {sql, COUNT(sql)};

static int
add(struct store *s, const struct input *in, struct err *e)
{
	struct query q = query_on(s, DB_INPUTS, Q_ADD);

	query_int(&q, ":at", in->at);
	query_string(&q, ":kind", in->kind);
	query_string(&q, ":data", in->data.len > 0 ? in->data : SLICE_LIT("{}"));
	if (query_run(&q, e) < 0)
		return -1;
	if (in->words.len == 0)
		return 0;
	q = query_on(s, DB_INPUTS, Q_WORDS);
	query_int(&q, ":input", query_last_id(s));
	query_string(&q, ":words", in->words);
	return query_run(&q, e);
}

int
input_record(struct store *s, const struct input *in, struct err *e)
{
	if (!s->in_txn)
		return err_set(e, ERR_STOP, "a defect of docket: an input outside a transaction");
	if (s->ahead != NULL && !s->ahead_written) {
		if (add(s, &s->ahead->input, e) < 0)
			return -1;
		s->ahead_written = true;
	}
	return add(s, in, e);
}

static void
drop_ahead(struct store *s)
{
	if (s->ahead != NULL)
		pool_free(s->ahead->pool);
	s->ahead = NULL;
	s->ahead_written = false;
}

void
input_ahead(struct store *s, const struct input *in)
{
	struct pool *pool = pool_new();

	drop_ahead(s);
	s->ahead = pool_alloc(pool, sizeof(*s->ahead));
	*s->ahead = (struct input_ahead){.pool = pool, .input = {.at = in->at}};
	s->ahead->input.kind = pool_copy(pool, in->kind);
	s->ahead->input.data = pool_copy(pool, in->data);
	s->ahead->input.words = pool_copy(pool, in->words);
}

void
inputs_after(struct store *s, bool committed)
{
	if (committed && s->ahead_written)
		drop_ahead(s);
	s->ahead_written = false;
}

void
inputs_close(struct store *s)
{
	drop_ahead(s);
}

void
input_watch(struct store *s, const struct input *in)
{
	s->watched = in;
	s->watched_from = sqlite3_total_changes64(s->db);
}

int
inputs_before_commit(struct store *s, struct err *e)
{
	if (s->watched == NULL || sqlite3_total_changes64(s->db) == s->watched_from)
		return 0;
	if (input_record(s, s->watched, e) < 0)
		return -1;
	s->watched_from = sqlite3_total_changes64(s->db);
	return 0;
}

int
input_read(struct query *q, struct pool *pool, int64_t after, struct input *out, struct err *e)
{
	int got;

	query_int(q, ":after", after);
	got = query_step(q, e);
	if (got != 1)
		return got;
	out->id = query_get_int(q);
	out->at = query_get_int(q);
	out->kind = query_get(q, pool);
	out->data = query_get(q, pool);
	out->words = query_get(q, pool);
	query_end(q);
	return 1;
}

int
input_newest_setup(struct store *s, struct pool *pool, struct input *out, struct err *e)
{
	struct query q = query_on(s, DB_INPUTS, Q_SETUP);

	return input_read(&q, pool, 0, out, e);
}

int
input_next(struct store *s, struct pool *pool, int64_t after, struct input *out, struct err *e)
{
	struct query q = query_on(s, DB_INPUTS, Q_NEXT);

	return input_read(&q, pool, after, out, e);
}
