/* Leases on named things, and alarms: a few an hour, what is held back is counted. */
#include "docket/store/jobs.h"

#include "db.h"

#include "docket/base/clock.h"

enum { Q_TAKE, Q_DROP, Q_ALARM, Q_ALARM_HOLD, Q_ALARM_HELD, Q_ALARM_TOLD };
enum { HELD_MAX = 50 }; /* of one look; the rest comes with the next */
static const char *const sql[] = {
	[Q_TAKE] = "INSERT INTO lease (name, owner, until) VALUES (:name, :owner, :until) "
		   "ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, "
		   "until = excluded.until WHERE owner = excluded.owner OR until <= :now",
	[Q_DROP] = "DELETE FROM lease WHERE name = :name AND owner = :owner",
	/* A clock set back by more than an hour does not silence anything. */
	[Q_ALARM] = "INSERT INTO alarm (key, raised, quiet, told, client, text) "
		    "VALUES (:key, :now, 0, 1, :client, :text) ON CONFLICT (key) DO UPDATE SET "
		    "told = iif(abs(:now - raised) >= :hour, 1, told + 1), "
		    "raised = iif(abs(:now - raised) >= :hour, :now, raised), text = :text "
		    "WHERE abs(:now - raised) >= :hour OR told < :most",
	[Q_ALARM_HOLD] = "UPDATE alarm SET quiet = quiet + 1 WHERE key = :key",
	[Q_ALARM_HELD] = ("SELECT key, quiet, client, text FROM alarm "
			 "WHERE quiet > 0 AND abs(:now - raised) >= :hour ORDER BY key LIMIT :max"),
	[Q_ALARM_TOLD] = "UPDATE alarm SET quiet = 0, told = 1, raised = :now WHERE key = :key",
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
alarm_raise(struct store *s, const struct alarm *a, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_LEASE, Q_ALARM);

	query_string(&q, ":key", a->key);
	query_string(&q, ":text", a->text);
	query_id(&q, ":client", a->client);
	query_int(&q, ":most", a->most < 1 ? 1 : a->most);
	query_int(&q, ":now", now);
	query_int(&q, ":hour", CLOCK_HOUR);
	if (query_run(&q, e) < 0)
		return -1;
	if (query_changes(s) > 0)
		return 1;
	q = query_on(s, DB_LEASE, Q_ALARM_HOLD);
	query_string(&q, ":key", a->key);
	return query_run(&q, e);
}

int
alarm_held(struct store *s, struct pool *pool, int64_t now, alarm_list *out, struct err *e)
{
	struct query q = query_on(s, DB_LEASE, Q_ALARM_HELD);
	int got;

	query_int(&q, ":now", now);
	query_int(&q, ":hour", CLOCK_HOUR);
	query_int(&q, ":max", HELD_MAX);
	while ((got = query_step(&q, e)) == 1) {
		struct alarm a = {.key = query_get(&q, pool)};

		a.held = query_get_int(&q);
		a.client = query_get_int(&q);
		a.text = query_get(&q, pool);
		VEC_ADD(out, pool, a);
	}
	return got;
}

int
alarm_told(struct store *s, struct slice key, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_LEASE, Q_ALARM_TOLD);

	query_string(&q, ":key", key);
	query_int(&q, ":now", now);
	return query_run(&q, e);
}
