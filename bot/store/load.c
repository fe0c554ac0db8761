/* Hours, estimates, days off, and what loads people. */
#include "docket/store/load.h"

#include "docket/base/day.h"

#include "db.h"

enum {
	Q_HOURS_ADD,
	Q_HOURS,
	Q_HOURS_OF,
	Q_HOURS_CLIENT,
	Q_ESTIMATE,
	Q_ESTIMATED,
	Q_AWAY_ADD,
	Q_AWAY,
	Q_AWAY_DROP,
	Q_AWAY_FROM,
	Q_LOAD,
	Q_SINCE
};
/* A day is text in the file and a number outside. */
#define DAY(text)  "CAST(unixepoch(" text ") / 86400 AS INTEGER)"
#define DATE(name) "date(" name " * 86400, 'unixepoch')"
/* Accepted work: what nobody took on yet is no load, and what rests or is delivered is none now. */
#define WORK                                                                                       \
	"'ready', 'production', 'internal-review', 'client-review', 'revision', 'approved', "      \
	"'final-qa'"
static const char *const sql[] = {
	[Q_HOURS_ADD] = "INSERT INTO hours (job, member, minutes, day, event, at) SELECT id, "
			":member, :minutes, " DATE(":day") ", head_seq, :at FROM job WHERE "
							   "id = :job",
	[Q_HOURS] =
		"SELECT id, job, member, minutes, " DAY("day") ", at, event FROM hours "
							       "WHERE job = :job ORDER BY day, id",
	[Q_HOURS_OF] = "SELECT coalesce(sum(minutes), 0) FROM hours WHERE job = :job AND "
		       "member = :member",
	[Q_HOURS_CLIENT] = "SELECT coalesce(sum(h.minutes), 0) FROM hours h JOIN job j ON "
			   "j.id = h.job WHERE h.day BETWEEN " DATE(":first") " AND " DATE(
				   ":last") " AND j.client = :client",
	[Q_ESTIMATE] = "UPDATE job SET estimate = :minutes WHERE id = :job",
	[Q_ESTIMATED] = "SELECT estimate FROM job WHERE id = :job",
	[Q_AWAY_ADD] =
		"INSERT INTO away (member, first, last, words, said_by, at) VALUES (:member, " DATE(
			":first") ", " DATE(":last") ", :words, :by, :now)",
	[Q_AWAY] = "SELECT id, member, " DAY("first") ", " DAY(
		"last") ", words FROM away "
			"WHERE id = :id AND dropped IS NULL",
	[Q_AWAY_DROP] = "UPDATE away SET dropped = :now, dropped_by = :by WHERE id = :id AND "
			"dropped IS NULL",
	[Q_AWAY_FROM] = "SELECT id, member, " DAY("first") ", " DAY(
		"last") ", words FROM away "
			"WHERE (:member IS NULL OR member = :member) AND last >= " DATE(
				":since") " AND dropped IS NULL ORDER BY first, id",
	[Q_LOAD] = "SELECT j.id, j.client, j.maker, j.estimate, (SELECT sum(minutes) FROM hours h "
		   "WHERE h.job = j.id), j.ref, j.title, j.kit, c.code, j.state, "
		   "j.urgent AND j.urgent_granted, iif(b.alt_date IS NULL, " DAY(
			   "b.date") ", NULL) "
				     "FROM job j JOIN client c ON c.id = j.client LEFT JOIN brief "
				     "b ON b.job = j.id AND "
				     "b.field = :deadline WHERE j.state NOT IN ('declined', "
				     "'cancelled', 'archived') "
				     "AND j.state IN (" WORK ") AND "
				     "(:job IS NULL OR j.id = :job) ORDER BY j.id",
	/* A new maker in the same state is a move, but no other state. */
	[Q_SINCE] =
		"SELECT at FROM event WHERE job = :job AND (kind = 'opened' OR (kind = 'moved' AND "
		"json_extract(payload, '$.data.from') IS NOT json_extract(payload, '$.data.to'))) "
		"ORDER BY seq DESC LIMIT 1",
};
const struct db_sql load_sql = {sql, COUNT(sql)};

int
hours_add(struct store *s, struct hours_row *h, struct err *e)
{
	struct query q = query_on(s, DB_LOAD, Q_HOURS_ADD);

	query_int(&q, ":job", h->job);
	query_int(&q, ":member", h->member);
	query_int(&q, ":minutes", h->minutes);
	query_int(&q, ":day", h->day);
	query_int(&q, ":at", h->at);
	if (query_run(&q, e) < 0)
		return -1;
	h->id = query_last_id(s);
	return 0;
}

int
hours_of_job(struct store *s, struct pool *p, int64_t job, hours_list *out, struct err *e)
{
	struct query q = query_on(s, DB_LOAD, Q_HOURS);
	hours_list list = {0};
	int got;

	query_int(&q, ":job", job);
	while ((got = query_step(&q, e)) == 1) {
		struct hours_row *h = VEC_NEW(&list, p);

		h->id = query_get_int(&q);
		h->job = query_get_int(&q);
		h->member = query_get_int(&q);
		h->minutes = query_get_int(&q);
		h->day = query_get_int(&q);
		h->at = query_get_int(&q);
		h->event = query_get_int(&q);
	}
	if (got == 0)
		*out = list;
	return got;
}

int
hours_of_member(struct store *s, int64_t job, int64_t member, int64_t *minutes_out, struct err *e)
{
	struct query q = query_on(s, DB_LOAD, Q_HOURS_OF);

	query_int(&q, ":job", job);
	query_int(&q, ":member", member);
	return query_value(&q, minutes_out, e) < 0 ? -1 : 0;
}

int
hours_of_client(struct store *s, int64_t client, int64_t first, int64_t last, int64_t *minutes_out,
		struct err *e)
{
	struct query q = query_on(s, DB_LOAD, Q_HOURS_CLIENT);

	query_int(&q, ":client", client);
	query_int(&q, ":first", first);
	query_int(&q, ":last", last);
	return query_value(&q, minutes_out, e) < 0 ? -1 : 0;
}

int
estimate_set(struct store *s, int64_t job, int64_t minutes, struct err *e)
{
	struct query q = query_on(s, DB_LOAD, Q_ESTIMATE);

	query_int(&q, ":job", job);
	query_id(&q, ":minutes", minutes);
	return query_run(&q, e);
}

int
estimate_get(struct store *s, int64_t job, int64_t *minutes_out, struct err *e)
{
	struct query q = query_on(s, DB_LOAD, Q_ESTIMATED);

	query_int(&q, ":job", job);
	return query_value(&q, minutes_out, e) < 0 ? -1 : 0;
}

int
away_add(struct store *s, struct away_row *a, struct slice said_by, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_LOAD, Q_AWAY_ADD);

	query_int(&q, ":member", a->member);
	query_int(&q, ":first", a->first);
	query_int(&q, ":last", a->last);
	query_text(&q, ":words", a->words);
	query_string(&q, ":by", said_by);
	query_int(&q, ":now", now);
	if (query_run(&q, e) < 0)
		return -1;
	a->id = query_last_id(s);
	return 0;
}

static void
read_away(struct query *q, struct pool *p, struct away_row *a)
{
	a->id = query_get_int(q);
	a->member = query_get_int(q);
	a->first = query_get_int(q);
	a->last = query_get_int(q);
	a->words = query_get(q, p);
}

int
away_get(struct store *s, struct pool *p, int64_t id, struct away_row *out, struct err *e)
{
	struct query q = query_on(s, DB_LOAD, Q_AWAY);
	int got;

	query_int(&q, ":id", id);
	got = query_step(&q, e);
	if (got == 1) {
		read_away(&q, p, out);
		query_end(&q);
	}
	return got;
}

int
away_drop(struct store *s, int64_t id, struct slice by, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_LOAD, Q_AWAY_DROP);

	query_int(&q, ":id", id);
	query_string(&q, ":by", by);
	query_int(&q, ":now", now);
	return query_run(&q, e) < 0 ? -1 : query_changes(s) > 0;
}

int
away_from(struct store *s, struct pool *p, int64_t member, int64_t since, away_list *out,
	  struct err *e)
{
	struct query q = query_on(s, DB_LOAD, Q_AWAY_FROM);
	away_list list = {0};
	int got;

	query_id(&q, ":member", member);
	query_int(&q, ":since", since);
	while ((got = query_step(&q, e)) == 1)
		read_away(&q, p, VEC_NEW(&list, p));
	if (got == 0)
		*out = list;
	return got;
}

static int
read_load(struct query *q, struct pool *p, struct load_row *l, struct err *e)
{
	struct slice state;
	int known;

	l->job = query_get_int(q);
	l->client = query_get_int(q);
	l->maker = query_get_int(q);
	l->estimate = query_get_int(q);
	l->spent = query_get_int(q);
	l->ref = query_get(q, p);
	l->title = query_get(q, p);
	l->kit = query_get(q, p);
	l->code = query_get(q, p);
	state = query_peek(q);
	known = job_state_of(state);
	if (known < 0)
		return err_set(e, ERR_STOP,
			       "%.*s has the state '%.*s', which this docket does not know",
			       SLICE_ARG(l->ref), SLICE_ARG(state));
	l->state = (enum job_state)known;
	l->urgent = query_get_bool(q);
	l->deadline = query_get_null(q) ? LOAD_NO_DAY : query_get_int(q);
	return 0;
}

int
load_jobs(struct store *s, struct pool *p, int64_t job, load_list *out, struct err *e)
{
	struct query q = query_on(s, DB_LOAD, Q_LOAD);
	load_list list = {0};
	int got;

	query_id(&q, ":job", job);
	query_int(&q, ":deadline", BRIEF_DEADLINE);
	while ((got = query_step(&q, e)) == 1) {
		if (read_load(&q, p, VEC_NEW(&list, p), e) < 0) {
			query_end(&q);
			return -1;
		}
	}
	if (got == 0)
		*out = list;
	return got;
}

int
state_since(struct store *s, int64_t job, int64_t *at_out, struct err *e)
{
	struct query q = query_on(s, DB_LOAD, Q_SINCE);

	query_int(&q, ":job", job);
	return query_value(&q, at_out, e) < 0 ? -1 : 0;
}
