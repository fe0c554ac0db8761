/*
 * Full text search. Indexing a mail costs as much as all the rest of applying it, so messages are
 * queued in the transaction that settles them and indexed when there is time.
 */
#include "inbox.h"

enum { WORDS_MAX = 32, WORD_BYTES_MAX = 100 };

enum { Q_ENQUEUE, Q_UNQUEUE, Q_FORGET, Q_WAITING, Q_INDEX, Q_DONE, Q_SEARCH };
#define NEXT "SELECT message FROM search_queue ORDER BY message LIMIT :max"
static const char *const sql[] = {
	[Q_ENQUEUE] = "INSERT OR IGNORE INTO search_queue (message) VALUES (:id)",
	[Q_UNQUEUE] = "DELETE FROM search_queue WHERE message = :id",
	/* An external-content index has to be told the old words to forget them. */
	[Q_FORGET] = "INSERT INTO search (search, rowid, subject, text) "
		     "SELECT 'delete', id, subject, text FROM message WHERE id = :id AND "
		     "state <> 'duplicate' AND (subject IS NOT NULL OR text IS NOT NULL)",
	[Q_WAITING] = "SELECT 1 FROM search_queue LIMIT 1",
	[Q_INDEX] = "INSERT INTO search (rowid, subject, text) "
		    "SELECT id, subject, text FROM message WHERE id IN (" NEXT ")",
	[Q_DONE] = "DELETE FROM search_queue WHERE message IN (" NEXT ")",
	[Q_SEARCH] = "SELECT " INBOX_COLUMNS " FROM search "
		     "JOIN message m ON m.id = search.rowid JOIN folder f ON f.id = m.folder "
		     "WHERE search MATCH :words ORDER BY search.rowid DESC LIMIT :max",
};
const struct db_sql search_sql = {sql, COUNT(sql)};

int
search_enqueue(struct store *s, int64_t id, struct err *e)
{
	struct query q = query_on(s, DB_SEARCH, Q_ENQUEUE);

	query_int(&q, ":id", id);
	return query_run(&q, e);
}

int
search_forget(struct store *s, int64_t id, struct err *e)
{
	struct query q = query_on(s, DB_SEARCH, Q_UNQUEUE);

	query_int(&q, ":id", id);
	if (query_run(&q, e) < 0)
		return -1;
	if (query_changes(s) > 0)
		return 0; /* it was not indexed yet */
	q = query_on(s, DB_SEARCH, Q_FORGET);
	query_int(&q, ":id", id);
	return query_run(&q, e);
}

static int
index_next(struct store *s, size_t max, size_t *done_out, struct err *e)
{
	int64_t limit = max > 10000 ? 10000 : (int64_t)max;
	struct query q = query_on(s, DB_SEARCH, Q_INDEX);

	query_int(&q, ":max", limit);
	if (query_run(&q, e) < 0)
		return -1;
	q = query_on(s, DB_SEARCH, Q_DONE);
	query_int(&q, ":max", limit);
	if (query_run(&q, e) < 0)
		return -1;
	*done_out = (size_t)query_changes(s);
	return 0;
}

int
store_index_some(struct store *s, size_t max, size_t *done_out, struct err *e)
{
	struct query q = query_on(s, DB_SEARCH, Q_WAITING);
	int64_t one;
	size_t done = 0;
	int got = max == 0 ? 0 : query_value(&q, &one, e);

	if (got > 0) {
		if (store_begin(s, e) < 0)
			return -1;
		if (index_next(s, max, &done, e) < 0) {
			store_rollback(s);
			return -1;
		}
		got = store_commit(s, e);
	}
	if (got < 0)
		return -1;
	*done_out = done;
	return 0;
}

/*
 * Each word becomes a quoted FTS5 string, so that no character of it is query syntax; all have to
 * occur. A star behind a word stays what it is to people: any ending.
 */
static void
match_words(struct slice words, struct str *out)
{
	size_t count = 0;

	while (words.len > 0 && count < WORDS_MAX) {
		size_t n = 0;
		bool any_end;

		words = slice_ltrim(words);
		while (n < words.len && n < WORD_BYTES_MAX &&
		       !slice_blank(slice_sub(words, n, n + 1)))
			n++;
		if (n == 0)
			break;
		any_end = n > 1 && words.data[n - 1] == '*';
		str_adds(out, count++ > 0 ? " \"" : "\"");
		for (size_t i = 0; i < n - any_end; i++) {
			char c = words.data[i];

			if (c == '"')
				str_addc(out, c);
			str_addc(out, c == '\0' ? ' ' : c);
		}
		str_adds(out, any_end ? "\"*" : "\"");
		words = slice_sub(words, n, words.len);
	}
}

int
inbox_search(struct store *s, struct pool *p, struct slice words, size_t max, inbox_list *out,
	     struct err *e)
{
	struct query q = query_on(s, DB_SEARCH, Q_SEARCH);

	str_reset(&s->buf);
	match_words(words, &s->buf);
	if (s->buf.len == 0) {
		*out = (inbox_list){0};
		return 0;
	}
	query_string(&q, ":words", str_slice(&s->buf));
	query_int(&q, ":max", max > INT64_MAX ? INT64_MAX : (int64_t)max);
	return inbox_read_list(&q, p, out, e);
}
