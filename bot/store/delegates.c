/* Who decides for a decider of a client, and until when. */
#include "db.h"
#include "docket/store/reviews.h"

#define COLUMNS "SELECT id, client, job, contact, stands_for, until, ends, said_by FROM delegate "
#define HOLDS "ends > :now AND ended IS NULL "
enum { Q_ADD, Q_END, Q_GET, Q_IN_FORCE, Q_OF_JOB };
static const char *const sql[] = {
	[Q_ADD] = "INSERT INTO delegate (client, job, contact, stands_for, until, ends, said_by, at) "
		  "VALUES (:client, :job, :contact, :for, :until, :ends, :by, :now)",
	[Q_END] = "UPDATE delegate SET ended = :now WHERE client = :client AND job IS :job AND "
		  "contact = :contact AND stands_for = :for AND " HOLDS,
	[Q_GET] = COLUMNS "WHERE id = :id",
	[Q_IN_FORCE] = COLUMNS "WHERE id = :id AND " HOLDS,
	[Q_OF_JOB] = COLUMNS "WHERE client = (SELECT client FROM job WHERE id = :job) AND "
			     "(job IS NULL OR job = :job) AND " HOLDS "ORDER BY id",
};
const struct db_sql delegates_sql = {sql, COUNT(sql)};

static void
bind_people(struct query *q, const struct delegate *d, int64_t now)
{
	query_int(q, ":client", d->client);
	query_id(q, ":job", d->job);
	query_int(q, ":contact", d->contact);
	query_int(q, ":for", d->stands_for);
	query_int(q, ":now", now);
}

int
delegate_end(struct store *s, const struct delegate *d, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_DELEGATES, Q_END);

	bind_people(&q, d, now);
	return query_run(&q, e) < 0 ? -1 : query_changes(s) > 0;
}

static int
add_rows(struct store *s, struct delegate *d, int64_t now, struct err *e)
{
	struct query q;

	if (delegate_end(s, d, now, e) < 0)
		return -1;
	q = query_on(s, DB_DELEGATES, Q_ADD);
	bind_people(&q, d, now);
	query_string(&q, ":until", d->until);
	query_int(&q, ":ends", d->ends);
	query_string(&q, ":by", d->said_by);
	if (query_run(&q, e) < 0)
		return -1;
	d->id = query_last_id(s);
	return 0;
}

int
delegate_add(struct store *s, struct delegate *d, int64_t now, struct err *e)
{
	struct db_unit u;

	return db_enter(s, &u, e) < 0 ? -1 : db_leave(s, &u, add_rows(s, d, now, e), e);
}

static void
read_row(struct query *q, struct pool *p, struct delegate *d)
{
	d->id = query_get_int(q);
	d->client = query_get_int(q);
	d->job = query_get_int(q);
	d->contact = query_get_int(q);
	d->stands_for = query_get_int(q);
	d->until = query_get(q, p);
	d->ends = query_get_int(q);
	d->said_by = query_get(q, p);
}

static int
read_one(struct query *q, struct pool *p, struct delegate *out, struct err *e)
{
	int got = query_step(q, e);

	if (got == 1) {
		read_row(q, p, out);
		query_end(q);
	}
	return got;
}

int
delegate_in_force(struct store *s, struct pool *p, int64_t id, int64_t now, struct delegate *out,
		  struct err *e)
{
	struct query q = query_on(s, DB_DELEGATES, Q_IN_FORCE);

	query_int(&q, ":id", id);
	query_int(&q, ":now", now);
	return read_one(&q, p, out, e);
}

int
delegate_get(struct store *s, struct pool *p, int64_t id, struct delegate *out, struct err *e)
{
	struct query q = query_on(s, DB_DELEGATES, Q_GET);

	query_int(&q, ":id", id);
	return read_one(&q, p, out, e);
}

int
delegates_of_job(struct store *s, struct pool *p, int64_t job, int64_t now, delegate_list *out,
		 struct err *e)
{
	struct query q = query_on(s, DB_DELEGATES, Q_OF_JOB);
	delegate_list list = {0};
	int got;

	query_int(&q, ":job", job);
	query_int(&q, ":now", now);
	while ((got = query_step(&q, e)) == 1)
		read_row(&q, p, VEC_NEW(&list, p));
	if (got == 0)
		*out = list;
	return got;
}
