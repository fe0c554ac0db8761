/* Looking messages up: by name, by sameness, by where they wait. */
#include "inbox.h"

/* Of several rows with one id the first that is no copy speaks for them. */
#define FIRST " ORDER BY state = 'duplicate', id LIMIT 1"
enum {
	Q_BY_NUMBER,
	Q_BY_ID,
	Q_SAME_CONTENT,
	Q_SAME_CONTENT_NO_ID,
	Q_SAME_ID,
	Q_SAME_TEXT,
	Q_JOB_OF_ID,
	Q_TRIAGE,
	Q_COUNT,
	Q_COUNT_OPEN
};
static const char *const sql[] = {
	[Q_BY_NUMBER] = "SELECT id FROM message WHERE id = :id",
	[Q_BY_ID] = "SELECT id FROM message WHERE message_id = :what" FIRST,
	[Q_SAME_CONTENT] = "SELECT id FROM message WHERE message_id = :message_id AND "
			   "content_sha = :content AND id <> :but AND state <> 'duplicate' "
			   "ORDER BY id LIMIT 1",
	[Q_SAME_CONTENT_NO_ID] = "SELECT id FROM message WHERE message_id IS NULL AND "
				 "content_sha = :content AND id <> :but AND state <> 'duplicate' "
				 "ORDER BY id LIMIT 1",
	[Q_SAME_ID] = "SELECT id FROM message WHERE message_id = :message_id AND id <> :but" FIRST,
	[Q_SAME_TEXT] = "SELECT id FROM message WHERE text_sha = :text AND id <> :but AND "
			"received >= :since AND sender = :sender COLLATE NOCASE AND "
			"state <> 'duplicate' ORDER BY id LIMIT 1",
	[Q_JOB_OF_ID] = "SELECT job, client FROM message WHERE message_id = :message_id AND "
			"job IS NOT NULL ORDER BY id DESC LIMIT 1",
	[Q_TRIAGE] = "SELECT " INBOX_COLUMNS " " INBOX_FROM "WHERE m.triage_open = 1 ORDER BY m.id",
	[Q_COUNT] = "SELECT state, count(*) FROM message GROUP BY state",
	[Q_COUNT_OPEN] = "SELECT count(*) FROM message WHERE triage_open = 1",
};
const struct db_sql inbox_find_sql = {sql, COUNT(sql)};

int
inbox_find(struct store *s, struct pool *p, struct slice what, int64_t *id_out, struct err *e)
{
	struct query q;
	struct slice digits = what = slice_trim(what);
	int64_t n;

	(void)p;
	if (digits.len > 1 && (digits.data[0] == 'm' || digits.data[0] == 'M'))
		digits = slice_sub(digits, 1, digits.len);
	if (slice_int(digits, &n) && n > 0) {
		q = query_on(s, DB_INBOX_FIND, Q_BY_NUMBER);
		query_int(&q, ":id", n);
	} else {
		q = query_on(s, DB_INBOX_FIND, Q_BY_ID);
		query_string(&q, ":what", db_bare_id(what));
	}
	return query_value(&q, id_out, e);
}

int
inbox_same_content(struct store *s, struct slice message_id, struct slice content_sha,
		   int64_t but_not, int64_t *id_out, struct err *e)
{
	struct slice id = db_bare_id(message_id);
	unsigned char sha[32];
	struct query q =
		query_on(s, DB_INBOX_FIND, id.len > 0 ? Q_SAME_CONTENT : Q_SAME_CONTENT_NO_ID);

	if (content_sha.len == 0)
		return 0;
	if (id.len > 0)
		query_string(&q, ":message_id", id);
	query_bytes(&q, ":content", db_sha_bytes(content_sha, sha));
	query_int(&q, ":but", but_not);
	return query_value(&q, id_out, e);
}

int
inbox_same_id(struct store *s, struct slice message_id, int64_t but_not, int64_t *id_out,
	      struct err *e)
{
	struct query q = query_on(s, DB_INBOX_FIND, Q_SAME_ID);
	struct slice id = db_bare_id(message_id);

	if (id.len == 0)
		return 0;
	query_string(&q, ":message_id", id);
	query_int(&q, ":but", but_not);
	return query_value(&q, id_out, e);
}

int
inbox_same_text(struct store *s, struct slice sender, struct slice text_sha, int64_t since,
		int64_t but_not, int64_t *id_out, struct err *e)
{
	struct query q = query_on(s, DB_INBOX_FIND, Q_SAME_TEXT);
	unsigned char sha[32];

	if (text_sha.len == 0)
		return 0;
	query_bytes(&q, ":text", db_sha_bytes(text_sha, sha));
	query_string(&q, ":sender", sender);
	query_int(&q, ":since", since);
	query_int(&q, ":but", but_not);
	return query_value(&q, id_out, e);
}

int
inbox_job_of_id(struct store *s, struct slice message_id, int64_t *job_out, int64_t *client_out,
		struct err *e)
{
	struct query q = query_on(s, DB_INBOX_FIND, Q_JOB_OF_ID);
	struct slice id = db_bare_id(message_id);
	int got;

	if (id.len == 0)
		return 0;
	query_string(&q, ":message_id", id);
	got = query_step(&q, e);
	if (got == 1) {
		*job_out = query_get_int(&q);
		*client_out = query_get_int(&q);
		query_end(&q);
	}
	return got;
}

int
inbox_triage(struct store *s, struct pool *p, inbox_list *out, struct err *e)
{
	struct query q = query_on(s, DB_INBOX_FIND, Q_TRIAGE);

	return inbox_read_list(&q, p, out, e);
}

int
inbox_count(struct store *s, struct inbox_counts *out, struct err *e)
{
	struct query q = query_on(s, DB_INBOX_FIND, Q_COUNT);
	struct inbox_counts c = {0};
	int got;

	while ((got = query_step(&q, e)) == 1) {
		struct slice name = query_peek(&q);
		int state = 0;

		while (state < INBOX_STATE_COUNT - 1 &&
		       !slice_is(name, inbox_state_name((enum inbox_state)state)))
			state++;
		c.by_state[state] = query_get_int(&q);
		c.total += c.by_state[state];
	}
	if (got < 0)
		return -1;
	q = query_on(s, DB_INBOX_FIND, Q_COUNT_OPEN);
	if (query_value(&q, &c.triage_open, e) < 0)
		return -1;
	*out = c;
	return 0;
}
