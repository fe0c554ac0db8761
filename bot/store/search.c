/*
 * Full text search. Indexing a mail costs as much as all the rest of applying it, so messages are
 * queued in the transaction that settles them and indexed when there is time.
 */
#include "inbox.h"

#include "docket/store/search.h"

enum {
	WORDS_MAX = 32,
	WORD_BYTES_MAX = 100,
	INDEX_MAX = 10000 /* in one transaction: a second's work */
};

/* One block a kind: what waits, how it comes into its index, how it is found. */
enum { WAITING, LEAVE, INDEX, DONE, RANK, PLACE, KIND_ROWS };
enum { Q_ENQUEUE = SEARCH_KINDS * KIND_ROWS, Q_UNQUEUE, Q_FORGET };
#define OF(kind, what)	[SEARCH_##kind * KIND_ROWS + (what)]
#define NEXT(id, queue) "SELECT " id " FROM " queue " ORDER BY " id " LIMIT :max"
#define NEXT_BRIEFS	NEXT("job", "search_brief_queue")
#define NEXT_ITEMS	NEXT("revision", "search_revision_queue")
#define NEXT_MAILS	NEXT("message", "search_queue")
/*
 * The newest are compared: ranking every hit of a frequent word costs what a turn may take twice.
 * A partner's are picked out of the newest, so that a word that stands everywhere costs no more.
 */
#define RANKED(table, weights, theirs)                                                              \
	"SELECT * FROM (SELECT rowid AS id, bm25(" table ", " weights ") AS score FROM " table      \
	" WHERE " table " MATCH :words AND rowid >= CASE :member WHEN 0 THEN 0 ELSE coalesce("      \
	"(SELECT rowid FROM " table " WHERE " table " MATCH :words ORDER BY rowid DESC "            \
	"LIMIT 1 OFFSET :looked), 0) END AND (:member = 0 OR +rowid IN (" theirs ")) "              \
	"ORDER BY rowid DESC LIMIT :ranked) ORDER BY score, id DESC LIMIT :max"
/* A partner's: made once a search; the plus keeps it from becoming one search for each. */
#define THEIR_JOBS "SELECT id FROM job WHERE owner = :member UNION SELECT id FROM job WHERE maker = :member"
#define SNIPPET(table) "snippet(" table ", -1, '[', ']', '…', 16)"
static const char *const sql[] = {
	OF(BRIEF, WAITING) = "SELECT 1 FROM search_brief_queue LIMIT 1",
	OF(BRIEF, LEAVE) = "DELETE FROM search_brief WHERE rowid IN (" NEXT_BRIEFS ")",
	OF(BRIEF, INDEX) =
		"INSERT INTO search_brief (rowid, ref, title, words) SELECT id, ref, title, "
		"(SELECT group_concat(value, ' · ') FROM brief b WHERE b.job = job.id) "
		"FROM job WHERE id IN (" NEXT_BRIEFS ")",
	OF(BRIEF, DONE) = "DELETE FROM search_brief_queue WHERE job IN (" NEXT_BRIEFS ")",
	OF(BRIEF, RANK) = RANKED("search_brief", "4.0, 2.0, 1.0", THEIR_JOBS),
	OF(BRIEF, PLACE) = "SELECT j.id, 0, j.ref, j.title, '', " SNIPPET(
		"search_brief") " FROM "
				"search_brief JOIN job j ON j.id = search_brief.rowid WHERE "
				"search_brief "
				"MATCH :words AND search_brief.rowid = :id",
	OF(REVISION, WAITING) = "SELECT 1 FROM search_revision_queue LIMIT 1",
	OF(REVISION, LEAVE) = "DELETE FROM search_revision WHERE rowid IN (" NEXT_ITEMS ")",
	OF(REVISION, INDEX) =
		"INSERT INTO search_revision (rowid, target, words) SELECT id, target, "
		"concat_words "
		"FROM (SELECT id, target, coalesce(summary, '') || coalesce(' · ' || why, '') || "
		"coalesce(' · ' || (SELECT group_concat(quote, ' · ') FROM revision_source s WHERE "
		"s.revision = r.id), '') AS concat_words FROM revision r) WHERE id IN (" NEXT_ITEMS
		")",
	OF(REVISION, DONE) = "DELETE FROM search_revision_queue WHERE revision IN (" NEXT_ITEMS ")",
	OF(REVISION, RANK) =
		RANKED("search_revision", "2.0, 1.0",
		       "SELECT id FROM revision WHERE job IN (" THEIR_JOBS ")"),
	OF(REVISION, PLACE) = "SELECT j.id, r.number, j.ref, r.target, '', " SNIPPET(
		"search_revision") " FROM search_revision JOIN revision r ON r.id = "
				   "search_revision.rowid "
				   "JOIN job j ON j.id = r.job WHERE search_revision MATCH :words "
				   "AND "
				   "search_revision.rowid = :id",
	OF(MAIL, WAITING) = "SELECT 1 FROM search_queue LIMIT 1",
	/* A mail's old words were forgotten when they changed: search_forget. */
	OF(MAIL, LEAVE) = "SELECT 1 WHERE :max < 0",
	OF(MAIL, INDEX) = "INSERT INTO search (rowid, subject, text) SELECT id, subject, text FROM "
			  "message WHERE id IN (" NEXT_MAILS ")",
	OF(MAIL, DONE) = "DELETE FROM search_queue WHERE message IN (" NEXT_MAILS ")",
	OF(MAIL, RANK) = RANKED("search", "2.0, 1.0",
		       "SELECT id FROM message WHERE member = :member UNION "
		       "SELECT id FROM message WHERE job IN (" THEIR_JOBS ")"),
	OF(MAIL, PLACE) = "SELECT coalesce(m.job, 0), 0, j.ref, m.subject, m.sender, " SNIPPET(
		"search") " FROM search JOIN message m ON m.id = search.rowid LEFT JOIN job j ON "
			  "j.id = m.job WHERE search MATCH :words AND search.rowid = :id",
	[Q_ENQUEUE] = "INSERT OR IGNORE INTO search_queue (message) VALUES (:id)",
	[Q_UNQUEUE] = "DELETE FROM search_queue WHERE message = :id",
	/* An external-content index has to be told the old words to forget them. */
	[Q_FORGET] = "INSERT INTO search (search, rowid, subject, text) "
		     "SELECT 'delete', id, subject, text FROM message WHERE id = :id AND "
		     "state <> 'duplicate' AND (subject IS NOT NULL OR text IS NOT NULL)",
};
const struct db_sql search_sql = {sql, COUNT(sql)};

const char *
search_kind_name(enum search_kind k)
{
	static const char *const names[SEARCH_KINDS] = {"brief", "revision", "mail"};

	return names[k];
}

static struct query
query_of(struct store *s, enum search_kind k, int row)
{
	return query_on(s, DB_SEARCH, (int)k * KIND_ROWS + row);
}

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
index_next(struct store *s, enum search_kind k, size_t max, size_t *done, struct err *e)
{
	static const int steps[] = {LEAVE, INDEX, DONE};
	int64_t limit = max > INDEX_MAX ? INDEX_MAX : (int64_t)max;

	for (size_t i = 0; i < COUNT(steps); i++) {
		struct query q = query_of(s, k, steps[i]);

		query_int(&q, ":max", limit);
		if (query_run(&q, e) < 0)
			return -1;
	}
	*done += (size_t)query_changes(s);
	return 0;
}

/* What is found depends on how far the index is, so that is an input; it knows no time. */
static int
index_kind(struct store *s, enum search_kind k, size_t max, size_t *done, struct err *e)
{
	char data[64];
	struct input what = {.kind = SLICE_LIT("index")};

	(void)snprintf(data, sizeof(data), "{\"kind\":%d,\"max\":%zu}", (int)k, max);
	what.data = slice_of(data);
	if (store_begin(s, e) < 0)
		return -1;
	if (index_next(s, k, max, done, e) == 0 && input_record(s, &what, e) == 0)
		return store_commit(s, e);
	store_rollback(s);
	return -1;
}

int
store_index_again(struct store *s, int64_t kind, int64_t max, struct err *e)
{
	size_t done = 0;

	if (kind < 0 || kind >= SEARCH_KINDS || max < 0)
		return err_set(e, ERR_MESSAGE, "there is no such index");
	return index_kind(s, (enum search_kind)kind, (size_t)max, &done, e);
}

int
store_index_some(struct store *s, size_t max, size_t *done_out, struct err *e)
{
	size_t done = 0;

	for (int k = 0; k < SEARCH_KINDS && done < max; k++) {
		struct query q = query_of(s, (enum search_kind)k, WAITING);
		int64_t one;
		int got = query_value(&q, &one, e);

		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		if (index_kind(s, (enum search_kind)k, max - done, &done, e) < 0)
			return -1;
	}
	*done_out = done;
	return 0;
}

struct find {
	struct slice words; /* as FTS5 reads them */
	int64_t member, max;
};

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

/* The best of one kind: where, and how good. What stands there is read for those that are told. */
static int
ranked(struct store *s, struct pool *p, const struct find *f, enum search_kind k, search_hits *out,
       struct err *e)
{
	struct query q = query_of(s, k, RANK);
	int got;

	query_string(&q, ":words", f->words);
	query_int(&q, ":member", f->member);
	query_int(&q, ":ranked", SEARCH_RANKED);
	query_int(&q, ":looked", SEARCH_LOOKED);
	query_int(&q, ":max", f->max);
	while ((got = query_step(&q, e)) == 1) {
		struct search_hit *x = VEC_NEW(out, p);

		*x = (struct search_hit){.kind = k, .id = query_get_int(&q)};
		x->score = query_get_real(&q);
	}
	return got;
}

static int
by_score(const void *a, const void *b)
{
	const struct search_hit *x = a, *y = b;

	if (x->score < y->score || x->score > y->score)
		return x->score < y->score ? -1 : 1;
	return (x->kind > y->kind) - (x->kind < y->kind);
}

/* A copy on one line: blanks and ends of lines as one blank. */
static struct slice
one_line(struct pool *p, struct slice text)
{
	char *to = pool_array(p, text.len + 1, 1);
	size_t n = 0;

	text = slice_trim(text);
	for (size_t i = 0; i < text.len; i++) {
		bool blank = slice_blank(slice_sub(text, i, i + 1));

		if (!blank || to[n - 1] != ' ')
			to[n++] = blank ? ' ' : text.data[i];
	}
	return slice_make(to, n);
}

/* What stands there: its head, and the words around the hit. */
static int
place(struct store *s, struct pool *p, const struct find *f, struct search_hit *x, struct err *e)
{
	struct query q = query_of(s, x->kind, PLACE);
	int got;

	query_string(&q, ":words", f->words);
	query_int(&q, ":id", x->id);
	got = query_step(&q, e);
	if (got != 1)
		return got;
	x->job = query_get_int(&q);
	x->number = query_get_int(&q);
	x->ref = query_get(&q, p);
	x->head = query_get(&q, p);
	x->who = query_get(&q, p);
	x->snippet = one_line(p, query_peek(&q));
	query_end(&q);
	return 0;
}

int
search_find(struct store *s, struct pool *p, struct slice words, int64_t member, size_t max,
	    search_hits *out, struct err *e)
{
	struct find f = {.member = member,
			 .max = max > SEARCH_RANKED ? SEARCH_RANKED : (int64_t)max};
	search_hits all = {0};

	str_reset(&s->buf);
	match_words(words, &s->buf);
	f.words = pool_copy(p, str_slice(&s->buf));
	for (int k = 0; f.words.len > 0 && k < SEARCH_KINDS; k++)
		if (ranked(s, p, &f, (enum search_kind)k, &all, e) < 0)
			return -1;
	if (all.len > 0)
		qsort(all.at, all.len, sizeof(all.at[0]), by_score);
	all.len = all.len > max ? max : all.len;
	for (size_t i = 0; i < all.len; i++)
		if (place(s, p, &f, &all.at[i], e) < 0)
			return -1;
	*out = all;
	return 0;
}
