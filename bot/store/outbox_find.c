/* Looking the outbox up, and counting what docket said by itself (the caps of P12). */
#include "outbox.h"

#define FULL "SELECT " OUTBOX_COLUMNS ", o.size, o.packed FROM outbox o "
#define SAID "automatic = 1 AND internal = 0 AND waits IS NULL AND state <> 'cancelled' "
enum {
	Q_BY_ID,
	Q_BY_TOKEN,
	Q_TO_ADDRESS,
	Q_ALL,
	Q_THREAD,
	Q_LAST,
	Q_COUNT,
	Q_OLDEST,
	Q_OF_JOB,
	Q_BY_STATE,
	Q_PROPOSED
};
/* The + keeps to the index on job: a person may have thousands of mails, a job has dozens. */
static const char *const sql[] = {
	[Q_BY_ID] = FULL "WHERE o.message_id = :message_id",
	/* One token serves all mails of a job to one person: the newest is the one at hand. */
	[Q_BY_TOKEN] = FULL "WHERE o.token = :token ORDER BY o.id DESC LIMIT 1",
	[Q_TO_ADDRESS] = "SELECT count(*) FROM outbox WHERE to_key = :key AND created >= :since "
			 "AND " SAID,
	[Q_ALL] = "SELECT count(*) FROM outbox WHERE created >= :since AND " SAID,
	[Q_THREAD] = "SELECT count(*) FROM outbox WHERE job = :job AND +to_key = :key AND " SAID
		     "AND created > coalesce((SELECT max(at) FROM event WHERE job = :job AND "
		     "(actor = 'operator' OR actor GLOB 'member:*')), -1)",
	[Q_LAST] = "SELECT id, created FROM outbox WHERE job = :job AND +to_key = :key AND " SAID
		   "ORDER BY created DESC, id DESC LIMIT 1",
	[Q_COUNT] = "SELECT state, count(*) FROM outbox GROUP BY state",
	[Q_OLDEST] = "SELECT min(due) FROM outbox WHERE state = 'queued' AND waits IS NULL",
	[Q_OF_JOB] = "SELECT " OUTBOX_COLUMNS " FROM outbox o WHERE o.job = :job ORDER BY o.id",
	[Q_BY_STATE] = "SELECT " OUTBOX_COLUMNS " FROM outbox o WHERE o.state = :state "
		       "ORDER BY o.id",
	[Q_PROPOSED] = "SELECT " OUTBOX_COLUMNS " FROM outbox o WHERE o.state = 'draft' OR "
		       "(o.state = 'queued' AND o.drafted = 1 AND o.attempts = 0 AND "
		       "o.due > :now) OR (o.state = 'queued' AND o.waits IS NOT NULL) ORDER BY o.id",
};
const struct db_sql outbox_find_sql = {sql, COUNT(sql)};

int
outbox_by_id(struct store *s, struct pool *p, struct slice message_id, struct outbox_row *out,
	     struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX_FIND, Q_BY_ID);

	query_string(&q, ":message_id", db_bare_id(message_id));
	return outbox_read_one(&q, p, out, e);
}

int
outbox_by_token(struct store *s, struct pool *p, struct slice token, struct outbox_row *out,
		struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX_FIND, Q_BY_TOKEN);

	query_string(&q, ":token", token);
	return outbox_read_one(&q, p, out, e);
}

int
outbox_count_address(struct store *s, struct slice address, int64_t since, int64_t *out,
		     struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX_FIND, Q_TO_ADDRESS);

	pool_reset(s->scratch);
	query_string(&q, ":key", db_fold(s->scratch, address));
	query_int(&q, ":since", since);
	return query_value(&q, out, e) < 0 ? -1 : 0;
}

int
outbox_count_all(struct store *s, int64_t since, int64_t *out, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX_FIND, Q_ALL);

	query_int(&q, ":since", since);
	return query_value(&q, out, e) < 0 ? -1 : 0;
}

int
outbox_count_thread(struct store *s, int64_t job, struct slice address, int64_t *out, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX_FIND, Q_THREAD);

	pool_reset(s->scratch);
	query_string(&q, ":key", db_fold(s->scratch, address));
	query_int(&q, ":job", job);
	return query_value(&q, out, e) < 0 ? -1 : 0;
}

int
outbox_last_answer(struct store *s, int64_t job, struct slice address, int64_t *id_out,
		   int64_t *created_out, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX_FIND, Q_LAST);
	int64_t id = 0, created = 0;
	int got;

	pool_reset(s->scratch);
	query_string(&q, ":key", db_fold(s->scratch, address));
	query_int(&q, ":job", job);
	got = query_step(&q, e);
	if (got < 0)
		return -1;
	if (got == 1) {
		id = query_get_int(&q);
		created = query_get_int(&q);
		query_end(&q);
	}
	*id_out = id;
	*created_out = created;
	return 0;
}

int
outbox_count(struct store *s, struct outbox_counts *out, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX_FIND, Q_COUNT);
	struct outbox_counts c = {0};
	int got;

	while ((got = query_step(&q, e)) == 1) {
		struct slice name = query_peek(&q);
		int64_t count = query_get_int(&q);

		for (int i = 0; i < OUTBOX_STATE_COUNT; i++)
			if (slice_is(name, outbox_state_name((enum outbox_state)i)))
				c.by_state[i] = count;
	}
	if (got < 0)
		return -1;
	q = query_on(s, DB_OUTBOX_FIND, Q_OLDEST);
	if (query_value(&q, &c.oldest_due, e) < 0)
		return -1;
	*out = c;
	return 0;
}

int
outbox_of_job(struct store *s, struct pool *p, int64_t job, outbox_list *out, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX_FIND, Q_OF_JOB);

	query_int(&q, ":job", job);
	return outbox_read_list(&q, p, out, e);
}

int
outbox_list_state(struct store *s, struct pool *p, enum outbox_state state, outbox_list *out,
		  struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX_FIND, Q_BY_STATE);

	query_cstr(&q, ":state", outbox_state_name(state));
	return outbox_read_list(&q, p, out, e);
}

int
outbox_list_proposed(struct store *s, struct pool *p, int64_t now, outbox_list *out, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX_FIND, Q_PROPOSED);

	query_int(&q, ":now", now);
	return outbox_read_list(&q, p, out, e);
}
