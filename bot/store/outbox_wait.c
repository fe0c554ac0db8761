/* Answers above the caps of P12: they wait in the outbox, and count as said only once they leave. */
#include "outbox.h"

#define WAITING "o.waits IS NOT NULL AND o.state = 'queued'"
enum { Q_ALL, Q_OF, Q_TO, Q_OVER, Q_RENEW };
static const char *const sql[] = {
	[Q_ALL] = "SELECT " OUTBOX_COLUMNS " FROM outbox o WHERE " WAITING " ORDER BY o.id LIMIT :max",
	[Q_OF] = "SELECT " OUTBOX_COLUMNS " FROM outbox o WHERE " WAITING " AND o.job = :job AND "
		 "o.kind = :kind ORDER BY o.id",
	[Q_TO] = "SELECT count(*) FROM outbox o WHERE " WAITING " AND o.to_key = :key",
	/* The caps look at `created`: it is said now. */
	[Q_OVER] = "UPDATE outbox AS o SET waits = NULL, created = :now, due = max(due, :now) "
		   "WHERE o.id = :id AND " WAITING,
	[Q_RENEW] = "UPDATE outbox AS o SET state = 'cancelled', waits = NULL WHERE " WAITING
		    " AND o.token = :token AND o.kind = :kind",
};
const struct db_sql outbox_wait_sql = {sql, COUNT(sql)};

int
outbox_waiting(struct store *s, struct pool *p, int max, outbox_list *out, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX_WAIT, Q_ALL);

	query_int(&q, ":max", max);
	return outbox_read_list(&q, p, out, e);
}

int
outbox_waiting_of(struct store *s, struct pool *p, int64_t job, const char *kind, outbox_list *out,
		  struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX_WAIT, Q_OF);

	query_int(&q, ":job", job);
	query_cstr(&q, ":kind", kind);
	return outbox_read_list(&q, p, out, e);
}

int
outbox_waiting_to(struct store *s, struct slice address, int64_t *out, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX_WAIT, Q_TO);

	pool_reset(s->scratch);
	query_string(&q, ":key", db_fold(s->scratch, address));
	return query_value(&q, out, e) < 0 ? -1 : 0;
}

int
outbox_waited(struct store *s, int64_t id, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX_WAIT, Q_OVER);

	query_int(&q, ":id", id);
	query_int(&q, ":now", now);
	if (query_run(&q, e) < 0)
		return -1;
	return query_changes(s) > 0 ? 0
				    : err_set(e, ERR_NOFILE, "outbox row %lld does not wait", (long long)id);
}

int
outbox_renew(struct store *s, struct slice token, const char *kind, struct err *e)
{
	struct query q = query_on(s, DB_OUTBOX_WAIT, Q_RENEW);

	query_string(&q, ":token", token);
	query_cstr(&q, ":kind", kind);
	return query_run(&q, e);
}
