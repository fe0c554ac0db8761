/* Retainers, what was said of them, and the counts of a client's month. */
#include "docket/store/retainers.h"

#include "db.h"

enum { Q_SET, Q_GET, Q_ALL, Q_DROP, Q_SAY, Q_COUNT };
#define COLUMNS "client, minutes, rounds, deliverables, since, said_by, at"
#define OF_EVENT                                                                                   \
	"FROM event v JOIN job j ON j.id = v.job WHERE j.client = :client AND v.at >= :from AND "  \
	"v.at < :until AND "
#define OPENED "FROM job WHERE client = :client AND created >= :from AND created < :until"
static const char *const sql[] = {
	[Q_SET] = "INSERT INTO retainer (" COLUMNS ") VALUES (:client, :minutes, :rounds, "
		  ":deliverables, :since, :by, :at) ON CONFLICT (client) DO UPDATE SET "
		  "minutes = excluded.minutes, rounds = excluded.rounds, "
		  "deliverables = excluded.deliverables, since = excluded.since, "
		  "said_by = excluded.said_by, at = excluded.at",
	[Q_GET] = "SELECT " COLUMNS " FROM retainer WHERE client = :client",
	[Q_ALL] = "SELECT " COLUMNS " FROM retainer ORDER BY client",
	[Q_DROP] = "DELETE FROM retainer WHERE client = :client",
	[Q_SAY] = "INSERT OR IGNORE INTO retainer_said (client, month, line, level, at) VALUES "
		  "(:client, :month, :line, :level, :at)",
	[Q_COUNT] = "SELECT (SELECT count(DISTINCT coalesce('m' || v.message, 'e' || v.id)) " OF_EVENT
		    "v.kind = 'opened'), (SELECT count(*) " OPENED "), (SELECT count(DISTINCT v.job) "
		    OF_EVENT "v.kind = 'moved' AND json_extract(v.payload, '$.data.to') = 'ready' "
		    "AND json_extract(v.payload, '$.data.event') = 'accept' AND "
		    "j.state NOT IN ('declined', 'cancelled')), "
		    "(SELECT count(*) FROM scope_note n JOIN job j ON j.id = n.job WHERE "
		    "j.client = :client AND n.kind = 'extra' AND n.created >= :from AND "
		    "n.created < :until), (SELECT count(*) " OF_EVENT "v.kind = 'round-closed' AND "
		    "json_extract(v.payload, '$.data.accepted') > 0), "
		    "(SELECT count(*) FROM scope_note n JOIN job j ON j.id = n.job WHERE "
		    "j.client = :client AND n.kind = 'round' AND n.created >= :from AND "
		    "n.created < :until), (SELECT count(*) " OPENED " AND urgent = 1), "
		    "(SELECT count(*) " OPENED " AND urgent_granted = 1), "
		    "(SELECT count(*) FROM message WHERE client = :client AND member IS NULL AND "
		    "class = 'human' AND state <> 'duplicate' AND received >= :from AND "
		    "received < :until)",
};
const struct db_sql retainers_sql = {sql, COUNT(sql)};

int
retainer_set(struct store *s, const struct retainer *r, struct err *e)
{
	struct query q = query_on(s, DB_RETAINERS, Q_SET);

	query_int(&q, ":client", r->client);
	query_id(&q, ":minutes", r->terms.minutes);
	query_id(&q, ":rounds", r->terms.rounds);
	query_id(&q, ":deliverables", r->terms.deliverables);
	query_string(&q, ":since", r->since);
	query_string(&q, ":by", r->by);
	query_int(&q, ":at", r->at);
	return query_run(&q, e);
}

static void
read_row(struct query *q, struct pool *p, struct retainer *r)
{
	r->client = query_get_int(q);
	r->terms.minutes = query_get_int(q);
	r->terms.rounds = query_get_int(q);
	r->terms.deliverables = query_get_int(q);
	r->since = query_get(q, p);
	r->by = query_get(q, p);
	r->at = query_get_int(q);
}

int
retainer_get(struct store *s, struct pool *p, int64_t client, struct retainer *out, struct err *e)
{
	struct query q = query_on(s, DB_RETAINERS, Q_GET);
	int got;

	query_int(&q, ":client", client);
	got = query_step(&q, e);
	if (got != 1)
		return got;
	read_row(&q, p, out);
	query_end(&q);
	return 1;
}

int
retainer_all(struct store *s, struct pool *p, retainer_list *out, struct err *e)
{
	struct query q = query_on(s, DB_RETAINERS, Q_ALL);
	retainer_list list = {0};
	int got;

	while ((got = query_step(&q, e)) == 1)
		read_row(&q, p, VEC_NEW(&list, p));
	if (got == 0)
		*out = list;
	return got;
}

int
retainer_drop(struct store *s, int64_t client, struct err *e)
{
	struct query q = query_on(s, DB_RETAINERS, Q_DROP);

	query_int(&q, ":client", client);
	if (query_run(&q, e) < 0)
		return -1;
	return query_changes(s) > 0;
}

int
retainer_say(struct store *s, const struct retainer_word *w, struct err *e)
{
	struct query q = query_on(s, DB_RETAINERS, Q_SAY);

	query_int(&q, ":client", w->client);
	query_string(&q, ":month", w->month);
	query_cstr(&q, ":line", w->line);
	query_int(&q, ":level", w->level);
	query_int(&q, ":at", w->at);
	if (query_run(&q, e) < 0)
		return -1;
	return query_changes(s) > 0;
}

int
client_count(struct store *s, int64_t client, struct time_span when, struct client_counts *out,
	     struct err *e)
{
	struct query q = query_on(s, DB_RETAINERS, Q_COUNT);

	query_int(&q, ":client", client);
	query_int(&q, ":from", when.from);
	query_int(&q, ":until", when.until);
	if (query_step(&q, e) != 1)
		return -1;
	out->requests = query_get_int(&q);
	out->jobs = query_get_int(&q);
	out->taken = query_get_int(&q);
	out->extra = query_get_int(&q);
	out->rounds = query_get_int(&q);
	out->beyond = query_get_int(&q);
	out->rush_asked = query_get_int(&q);
	out->rush_granted = query_get_int(&q);
	out->mails = query_get_int(&q);
	query_end(&q);
	return 0;
}
