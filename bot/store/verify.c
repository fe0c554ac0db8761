/*
 * Recomputes the ledger: every link of every chain, every text against its salted hash, and the
 * state and brief of each job against what its chain says. A read transaction serves a few hundred
 * jobs at a time, so that a large ledger never holds up the WAL.
 */
#include "jobs.h"

#include <inttypes.h>

enum { JOBS_AT_ONCE = 200 };

enum { Q_BEGIN, Q_COMMIT, Q_JOBS, Q_EVENTS, Q_BRIEF, Q_NUMBERS, Q_ORPHANS };
/* clang-format off */
static const char *const sql[] = {
	[Q_BEGIN] = "BEGIN DEFERRED",
	[Q_COMMIT] = "COMMIT",
	[Q_JOBS] = ("SELECT j.id, j.ref, j.state, j.head, j.head_seq, j.number > c.last_number, "
		    "j.ref <> printf('%s-%03d', c.code, j.number) "
		    "FROM job j JOIN client c ON c.id = j.client "
		    "WHERE j.id > :after ORDER BY j.id LIMIT :max"),
	[Q_EVENTS] = "SELECT " CHAIN_COLUMNS("job", "job_id", "job", "j.ref") ", "
		     "coalesce(" CHAIN_MEMBER("data.to") ", " CHAIN_MEMBER("data.state") "), "
		     CHAIN_MEMBER("data.field") ", "
		     CHAIN_MEMBER("data.given") ", "
		     CHAIN_MEMBER("data.date") " "
		     "FROM event e JOIN job j ON j.id = e.job "
		     "LEFT JOIN event_text t ON t.event = e.id WHERE e.job = :job ORDER BY e.seq",
	[Q_BRIEF] = "SELECT field, value, coalesce(date, '') FROM brief WHERE job = :job",
	[Q_NUMBERS] = "SELECT c.code, j.number FROM job j JOIN client c ON c.id = j.client "
		      "GROUP BY j.client, j.number HAVING count(*) > 1",
	[Q_ORPHANS] = "SELECT count(*) FROM event WHERE job NOT IN (SELECT id FROM job)",
};
/* clang-format on */
const struct db_sql verify_sql = {sql, COUNT(sql)};

/* What the chain says about a field: the newest event of kind "field". */
struct told {
	bool told, given, has_value;
	struct slice value, date;
};
struct check {
	struct store *s;
	struct pool *pool; /* for one job */
	struct chain_check chain;
	int64_t last_job;
	struct told brief[BRIEF_FIELDS];
};
struct job_row {
	int64_t id, head_seq;
	struct slice ref, state, head;
	bool beyond, misnamed;
};

static void
note_field(struct check *c, struct query *q, struct slice text)
{
	int f = brief_field_of(query_peek(q));
	struct told *t;

	if (f < 0)
		return;
	t = &c->brief[f];
	t->told = true;
	t->given = query_get_bool(q);
	t->date = query_get(q, c->pool);
	t->has_value = text.len > 0;
	t->value = t->has_value ? pool_copy(c->pool, text) : SLICE_NONE;
}

/* What an event says of the state and the brief of its job. */
static void
note_told(struct check *c, const struct chain_at *at, struct query *q, struct slice *state)
{
	if (slice_is(at->kind, "moved") || slice_is(at->kind, "opened")) {
		struct slice to = query_get(q, c->pool);

		if (to.len > 0)
			*state = to;
	} else {
		(void)query_peek(q);
	}
	if (slice_is(at->kind, "field"))
		note_field(c, q, at->text);
}

static int
check_brief(struct check *c, const struct chain_at *at, int64_t job, struct err *e)
{
	struct query q = query_on(c->s, DB_VERIFY, Q_BRIEF);
	bool there[BRIEF_FIELDS] = {false};
	int got;

	query_int(&q, ":job", job);
	while ((got = query_step(&q, e)) == 1) {
		int64_t f = query_get_int(&q);
		struct slice value = query_peek(&q), date = query_peek(&q);
		const struct told *t;

		if (f < 0 || f >= BRIEF_FIELDS)
			continue;
		there[f] = true;
		t = &c->brief[f];
		if (t->told && t->given &&
		    ((t->has_value && !slice_eq(t->value, value)) || !slice_eq(t->date, date)))
			chain_fault(&c->chain, at, "its %s is not what the last event says", brief_field_names[f]);
	}
	for (int f = 0; got == 0 && f < BRIEF_FIELDS; f++)
		if (c->brief[f].told && c->brief[f].given != there[f])
			chain_fault(&c->chain, at, "its %s is %s, against the last event", brief_field_names[f],
				    there[f] ? "given" : "missing");
	return got;
}

static int
check_job(struct check *c, const struct job_row *j, struct err *e)
{
	struct query q = query_on(c->s, DB_VERIFY, Q_EVENTS);
	struct chain_at at = {.ref = j->ref};
	struct slice state = SLICE_NONE;
	int got;

	memset(c->brief, 0, sizeof(c->brief));
	if (j->beyond)
		chain_fault(&c->chain, &at, "its number is beyond the client's counter");
	if (j->misnamed)
		chain_fault(&c->chain, &at, "its name does not fit its client and number");
	query_int(&q, ":job", j->id);
	while ((got = query_step(&q, e)) == 1) {
		chain_event(&c->chain, &at, &q);
		note_told(c, &at, &q, &state);
	}
	if (got < 0)
		return -1;
	chain_end(&c->chain, &at, j->head_seq, j->head);
	if (state.len > 0 && !slice_eq(state, j->state))
		chain_fault(&c->chain, &at, "is in state %.*s, its last move went to %.*s", SLICE_ARG(j->state),
			    SLICE_ARG(state));
	return check_brief(c, &at, j->id, e);
}

/* The next few hundred jobs. 1 there may be more, 0 that was all, -1. */
static int
check_some(struct check *c, struct pool *rows, struct err *e)
{
	struct query q = query_on(c->s, DB_VERIFY, Q_JOBS);
	VEC(struct job_row) jobs = {0};
	int got;

	query_int(&q, ":after", c->last_job);
	query_int(&q, ":max", JOBS_AT_ONCE);
	while ((got = query_step(&q, e)) == 1) {
		struct job_row *j = VEC_NEW(&jobs, rows);

		j->id = query_get_int(&q);
		j->ref = query_get(&q, rows);
		j->state = query_get(&q, rows);
		j->head = query_get(&q, rows);
		j->head_seq = query_get_int(&q);
		j->beyond = query_get_bool(&q);
		j->misnamed = query_get_bool(&q);
	}
	for (size_t i = 0; got == 0 && i < jobs.len; i++) {
		pool_reset(c->pool);
		got = check_job(c, &jobs.at[i], e);
		c->last_job = jobs.at[i].id;
	}
	return got < 0 ? -1 : jobs.len == JOBS_AT_ONCE;
}

static int
check_chains(struct check *c, struct pool *rows, struct err *e)
{
	bool own = !c->s->in_txn;
	struct query q;
	int more;

	do {
		pool_reset(rows);
		q = query_on(c->s, DB_VERIFY, Q_BEGIN);
		if (own && query_run(&q, e) < 0)
			return -1;
		more = check_some(c, rows, e);
		q = query_on(c->s, DB_VERIFY, Q_COMMIT); /* nothing was written: it only ends */
		if (own && query_run(&q, more < 0 ? NULL : e) < 0)
			return -1;
	} while (more > 0);
	return more;
}

static int
check_numbers(struct check *c, struct err *e)
{
	struct query q = query_on(c->s, DB_VERIFY, Q_NUMBERS);
	int64_t orphans = 0;
	int got;

	while ((got = query_step(&q, e)) == 1) {
		struct slice code = query_peek(&q);

		c->chain.faults++;
		str_addf(c->chain.report, "%.*s: number %" PRId64 " was given twice\n", SLICE_ARG(code),
			 query_get_int(&q));
	}
	q = query_on(c->s, DB_VERIFY, Q_ORPHANS);
	if (got < 0 || query_value(&q, &orphans, e) < 0)
		return -1;
	if (orphans > 0) {
		c->chain.faults++;
		str_addf(c->chain.report, "%" PRId64 " events belong to no job\n", orphans);
	}
	return 0;
}

int
ledger_verify(struct store *s, struct str *report, int64_t *checked_out, struct err *e)
{
	struct check c = {.s = s, .pool = pool_new(), .chain = {.report = report}};
	struct pool *rows = pool_new();
	int r = check_chains(&c, rows, e);

	if (r == 0)
		r = check_numbers(&c, e);
	if (r == 0)
		r = verify_life(s, report, &c.chain.faults, e);
	if (r == 0)
		r = verify_clients(s, &c.chain, e);
	pool_free(rows);
	pool_free(c.pool);
	if (r < 0)
		return -1;
	if (c.chain.erased > 0)
		str_addf(report, "%" PRId64 " texts were erased; their events stand\n", c.chain.erased);
	*checked_out = c.chain.events;
	return c.chain.faults;
}
