/* Leases on named things, and alarms that are not repeated within the hour. */
#include "docket/store/jobs.h"

#include "db.h"

#include "docket/base/clock.h"

enum { Q_TAKE, Q_DROP, Q_ALARM, Q_ALARM_HOLD };
static const char *const sql[] = {
	[Q_TAKE] = "INSERT INTO lease (name, owner, until) VALUES (:name, :owner, :until) "
		   "ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, "
		   "until = excluded.until WHERE owner = excluded.owner OR until <= :now",
	[Q_DROP] = "DELETE FROM lease WHERE name = :name AND owner = :owner",
	/* A clock set back by more than an hour does not silence anything. */
	[Q_ALARM] = "INSERT INTO alarm (key, raised, quiet, text) VALUES (:key, :now, 0, :text) "
		    "ON CONFLICT (key) DO UPDATE SET raised = :now, quiet = 0, text = :text "
		    "WHERE abs(:now - raised) >= :hour",
	[Q_ALARM_HOLD] = "UPDATE alarm SET quiet = quiet + 1 WHERE key = :key",
};
const struct db_sql lease_sql = {sql, COUNT(sql)};

int
lease_take(struct store *s, const char *name, const char *owner, int64_t now, int64_t until,
	   struct err *e)
{
	struct query q = query_on(s, DB_LEASE, Q_TAKE);

	query_cstr(&q, ":name", name);
	query_cstr(&q, ":owner", owner);
	query_int(&q, ":now", now);
	query_int(&q, ":until", until);
	return query_run(&q, e) < 0 ? -1 : query_changes(s) > 0;
}

int
lease_drop(struct store *s, const char *name, const char *owner, struct err *e)
{
	struct query q = query_on(s, DB_LEASE, Q_DROP);

	query_cstr(&q, ":name", name);
	query_cstr(&q, ":owner", owner);
	return query_run(&q, e);
}

int
alarm_raise(struct store *s, struct slice key, struct slice text, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_LEASE, Q_ALARM);

	query_string(&q, ":key", key);
	query_string(&q, ":text", text);
	query_int(&q, ":now", now);
	query_int(&q, ":hour", CLOCK_HOUR);
	if (query_run(&q, e) < 0)
		return -1;
	if (query_changes(s) > 0)
		return 1;
	q = query_on(s, DB_LEASE, Q_ALARM_HOLD);
	query_string(&q, ":key", key);
	return query_run(&q, e);
}
