/* Links that are to be fetched. What a copy is shown as with its version is versions.c's. */
#include "docket/store/fetches.h"

#include "db.h"

#define COLUMNS "f.id, f.version, f.position, v.job, f.decision, l.url, f.claims, f.failed"
#define FROM                                                                                       \
	" FROM fetch f JOIN version v ON v.id = f.version JOIN version_file l ON "                 \
	"l.version = f.version AND l.position = f.position "
enum { Q_ADD, Q_DUE, Q_GET, Q_NEXT, Q_CLAIM, Q_AGAIN, Q_END, Q_OPEN, Q_CHECKS };
static const char *const sql[] = {
	[Q_ADD] = "INSERT INTO fetch (version, position, decision, state, due) VALUES (:version, "
		  ":position, :decision, 'due', :now)",
	[Q_DUE] =
		"SELECT " COLUMNS FROM "WHERE f.state = 'due' AND (f.due <= :now OR f.claimed = 1) "
		"ORDER BY f.due, f.id LIMIT :max",
	[Q_GET] = "SELECT " COLUMNS FROM "WHERE f.id = :id AND f.state = 'due'",
	[Q_NEXT] = "SELECT min(due) FROM fetch WHERE state = 'due' AND claimed = 0",
	[Q_CLAIM] = "UPDATE fetch SET claimed = 1, claims = claims + 1 WHERE id = :id AND state = "
		    "'due'",
	[Q_AGAIN] = "UPDATE fetch SET claimed = 0, failed = failed + 1, due = :due, why = :why, "
		    "status = :status, host = :host WHERE id = :id AND state = 'due'",
	[Q_END] = "UPDATE fetch SET state = iif(:sha IS NULL, 'not', 'kept'), claimed = 0, why = "
		  ":why, "
		  "status = :status, host = :host, sha = :sha, size = :size, type = :type, "
		  "width = :width, height = :height, at = :now, event = (SELECT j.head_seq FROM "
		  "version v "
		  "JOIN job j ON j.id = v.job WHERE v.id = fetch.version) WHERE id = :id AND "
		  "state = 'due'",
	[Q_OPEN] = "SELECT count(*) FROM fetch WHERE version = :version AND decision IS NULL AND "
		   "state = 'due'",
	[Q_CHECKS] =
		"SELECT l.url, f.sha, f.why, f.sha IS c.sha, f.at FROM fetch f JOIN version_file l "
		"ON l.version = f.version AND l.position = f.position JOIN fetch c ON c.version = "
		"f.version AND c.position = f.position AND c.decision IS NULL WHERE "
		"f.decision = :decision ORDER BY f.position",
};
const struct db_sql fetches_sql = {sql, COUNT(sql)};

int
fetch_add(struct store *s, const struct fetch_wanted *w, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_FETCHES, Q_ADD);

	query_int(&q, ":version", w->version);
	query_int(&q, ":position", w->position);
	query_id(&q, ":decision", w->decision);
	query_int(&q, ":now", now);
	return query_run(&q, e);
}

static void
read_row(struct query *q, struct pool *p, struct fetch_row *out)
{
	*out = (struct fetch_row){0};
	out->id = query_get_int(q);
	out->version = query_get_int(q);
	out->position = query_get_int(q);
	out->job = query_get_int(q);
	out->decision = query_get_int(q);
	out->url = query_get(q, p);
	out->claims = query_get_int(q);
	out->failed = query_get_int(q);
}

int
fetches_due(struct store *s, struct pool *p, int64_t now, int64_t max, fetch_row_list *out,
	    struct err *e)
{
	struct query q = query_on(s, DB_FETCHES, Q_DUE);
	fetch_row_list list = {0};
	int got;

	query_int(&q, ":now", now);
	query_int(&q, ":max", max);
	while ((got = query_step(&q, e)) == 1)
		read_row(&q, p, VEC_NEW(&list, p));
	if (got == 0)
		*out = list;
	return got;
}

int
fetch_get(struct store *s, struct pool *p, int64_t id, struct fetch_row *out, struct err *e)
{
	struct query q = query_on(s, DB_FETCHES, Q_GET);
	int got;

	query_int(&q, ":id", id);
	got = query_step(&q, e);
	if (got != 1)
		return got;
	read_row(&q, p, out);
	query_end(&q);
	return 1;
}

int
fetch_next(struct store *s, int64_t *due_out, struct err *e)
{
	struct query q = query_on(s, DB_FETCHES, Q_NEXT);

	return query_value(&q, due_out, e) < 0 ? -1 : 0;
}

int
fetch_claim(struct store *s, int64_t id, struct err *e)
{
	struct query q = query_on(s, DB_FETCHES, Q_CLAIM);

	query_int(&q, ":id", id);
	return query_run(&q, e);
}

int
fetch_settle(struct store *s, const struct fetch_result *r, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_FETCHES, r->again ? Q_AGAIN : Q_END);

	query_int(&q, ":id", r->id);
	query_text(&q, ":why", r->why);
	query_int(&q, ":status", r->status);
	query_text(&q, ":host", r->host);
	if (r->again) {
		query_int(&q, ":due", r->due);
		return query_run(&q, e);
	}
	query_text(&q, ":sha", r->sha);
	query_text(&q, ":type", r->type);
	query_int(&q, ":size", r->size);
	query_int(&q, ":width", r->width);
	query_int(&q, ":height", r->height);
	query_int(&q, ":now", now);
	return query_run(&q, e);
}

int
fetches_left(struct store *s, int64_t version, int64_t *out, struct err *e)
{
	struct query q = query_on(s, DB_FETCHES, Q_OPEN);

	query_int(&q, ":version", version);
	return query_value(&q, out, e) < 0 ? -1 : 0;
}

int
fetch_checks(struct store *s, struct pool *p, int64_t decision, fetch_check_list *out,
	     struct err *e)
{
	struct query q = query_on(s, DB_FETCHES, Q_CHECKS);
	fetch_check_list list = {0};
	int got;

	query_int(&q, ":decision", decision);
	while ((got = query_step(&q, e)) == 1) {
		struct fetch_check *c = VEC_NEW(&list, p);

		c->url = query_get(&q, p);
		c->sha = query_get(&q, p);
		c->why = query_get(&q, p);
		c->same = query_get_bool(&q);
		c->at = query_get_int(&q);
	}
	if (got == 0)
		*out = list;
	return got;
}
