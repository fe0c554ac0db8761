/* Repeating jobs with what was made of them, and milestones. */
#include "docket/store/plans.h"

#include "db.h"

#define DAY(text) "CAST(unixepoch(" text ") / 86400 AS INTEGER)"
#define ISO(name) "date(" name " * 86400, 'unixepoch')"
enum { Q_ADD, Q_ALL, Q_STOP, Q_RUN, Q_MARK, Q_DONE, Q_OF_JOB, Q_DUE };
#define MARK "m.job, m.number, m.title, " DAY("m.day") ", m.done, j.ref, j.client, j.owner"
static const char *const sql[] = {
	[Q_ADD] = "INSERT INTO repeat (job, rule, zone, since, said_by, created) VALUES (:job, :rule, "
		  ":zone, " ISO(":since") ", :by, :now)",
	[Q_ALL] = "SELECT r.id, r.job, r.rule, r.zone, " DAY("r.since") ", r.said_by, r.stopped, " DAY(
		"(SELECT max(day) FROM repeat_run WHERE repeat = r.id)") " FROM repeat r WHERE "
		  ":all = 1 OR r.stopped IS NULL ORDER BY r.id",
	[Q_STOP] = "UPDATE repeat SET stopped = :now WHERE id = :id AND stopped IS NULL",
	[Q_RUN] = "INSERT OR IGNORE INTO repeat_run (repeat, day, job, at) VALUES (:repeat, "
		  ISO(":day") ", :job, :now)",
	[Q_MARK] = "INSERT INTO milestone (job, number, title, day, said_by, created) SELECT :job, "
		   "coalesce(max(number), 0) + 1, :title, " ISO(":day") ", :by, :now FROM milestone "
		   "WHERE job = :job RETURNING number",
	[Q_DONE] = "UPDATE milestone SET done = :now WHERE job = :job AND number = :number AND "
		   "done IS NULL",
	[Q_OF_JOB] = "SELECT " MARK " FROM milestone m JOIN job j ON j.id = m.job WHERE m.job = :job "
		     "ORDER BY m.day, m.number",
	[Q_DUE] = "SELECT " MARK " FROM milestone m JOIN job j ON j.id = m.job WHERE m.done IS NULL AND "
		  "m.day <= " ISO(":day") " AND j.state NOT IN ('declined', 'cancelled', 'archived') "
		  "ORDER BY m.day, m.job, m.number",
};
const struct db_sql plans_sql = {sql, COUNT(sql)};

int
repeat_add(struct store *s, struct repeat *r, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_PLANS, Q_ADD);

	query_int(&q, ":job", r->job);
	query_string(&q, ":rule", r->rule);
	query_string(&q, ":zone", r->zone);
	query_int(&q, ":since", r->since);
	query_string(&q, ":by", r->by);
	query_int(&q, ":now", now);
	if (query_run(&q, e) < 0)
		return -1;
	r->id = query_last_id(s);
	return 0;
}

int
repeat_all(struct store *s, struct pool *p, bool all, repeat_list *out, struct err *e)
{
	struct query q = query_on(s, DB_PLANS, Q_ALL);
	repeat_list list = {0};
	int got;

	query_int(&q, ":all", all);
	while ((got = query_step(&q, e)) == 1) {
		struct repeat *r = VEC_NEW(&list, p);

		r->id = query_get_int(&q);
		r->job = query_get_int(&q);
		r->rule = query_get(&q, p);
		r->zone = query_get(&q, p);
		r->since = query_get_int(&q);
		r->by = query_get(&q, p);
		r->stopped = query_get_int(&q);
		r->last_day = query_get_null(&q) ? PLAN_NO_DAY : query_get_int(&q);
	}
	if (got == 0)
		*out = list;
	return got;
}

int
repeat_stop(struct store *s, int64_t id, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_PLANS, Q_STOP);

	query_int(&q, ":id", id);
	query_int(&q, ":now", now);
	if (query_run(&q, e) < 0)
		return -1;
	return query_changes(s) > 0;
}

int
repeat_run_add(struct store *s, int64_t repeat, int64_t day, int64_t job, int64_t now,
	       struct err *e)
{
	struct query q = query_on(s, DB_PLANS, Q_RUN);

	query_int(&q, ":repeat", repeat);
	query_int(&q, ":day", day);
	query_int(&q, ":job", job);
	query_int(&q, ":now", now);
	if (query_run(&q, e) < 0)
		return -1;
	return query_changes(s) > 0;
}

int
milestone_add(struct store *s, struct milestone *m, struct slice by, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_PLANS, Q_MARK);

	query_int(&q, ":job", m->job);
	query_string(&q, ":title", m->title);
	query_int(&q, ":day", m->day);
	query_string(&q, ":by", by);
	query_int(&q, ":now", now);
	if (query_step(&q, e) != 1)
		return -1;
	m->number = query_get_int(&q);
	return query_run(&q, e);
}

int
milestone_done(struct store *s, int64_t job, int64_t number, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_PLANS, Q_DONE);

	query_int(&q, ":job", job);
	query_int(&q, ":number", number);
	query_int(&q, ":now", now);
	if (query_run(&q, e) < 0)
		return -1;
	return query_changes(s) > 0;
}

static int
read_marks(struct query *q, struct pool *p, milestone_list *out, struct err *e)
{
	milestone_list list = {0};
	int got;

	while ((got = query_step(q, e)) == 1) {
		struct milestone *m = VEC_NEW(&list, p);

		m->job = query_get_int(q);
		m->number = query_get_int(q);
		m->title = query_get(q, p);
		m->day = query_get_int(q);
		m->done = query_get_int(q);
		m->ref = query_get(q, p);
		m->client = query_get_int(q);
		m->owner = query_get_int(q);
	}
	if (got == 0)
		*out = list;
	return got;
}

int
milestones_of_job(struct store *s, struct pool *p, int64_t job, milestone_list *out, struct err *e)
{
	struct query q = query_on(s, DB_PLANS, Q_OF_JOB);

	query_int(&q, ":job", job);
	return read_marks(&q, p, out, e);
}

int
milestones_due(struct store *s, struct pool *p, int64_t day, milestone_list *out, struct err *e)
{
	struct query q = query_on(s, DB_PLANS, Q_DUE);

	query_int(&q, ":day", day);
	return read_marks(&q, p, out, e);
}
