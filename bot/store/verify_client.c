/*
 * The chains of clients, checked as those of jobs are, and what their newest events say of the client
 * against its row: what was never set by an event is compared with nothing.
 */
#include "jobs.h"

#include <inttypes.h>

enum { Q_CLIENTS, Q_EVENTS, Q_LOOSE };
/* clang-format off */
static const char *const sql[] = {
	/* What stands in the row, in the words of its events, in the order of `settings`. */
	[Q_CLIENTS] = "SELECT c.id, c.code, c.head, c.head_seq, coalesce(c.zone, ''), coalesce(c.lang, ''), "
		      "CAST(c.rounds AS TEXT), "
		      "CASE WHEN c.window IS NULL THEN 'kit' WHEN c.window = 0 THEN 'off' "
		      "ELSE CAST(c.window AS TEXT) END, "
		      "coalesce(m.handle, ''), coalesce(CAST(c.decider AS TEXT), '') "
		      "FROM client c LEFT JOIN member m ON m.id = c.lead "
		      "WHERE c.head_seq > 0 OR c.head IS NOT NULL OR c.id IN (SELECT client FROM client_event)",
	[Q_EVENTS] = "SELECT " CHAIN_COLUMNS("client", "client_id", "client", "c.code") ", "
		     CHAIN_MEMBER("data.what") ", "
		     CHAIN_MEMBER("data.to") ", "
		     "CAST(" CHAIN_MEMBER("data.contact") " AS TEXT) "
		     "FROM client_event e JOIN client c ON c.id = e.client "
		     "LEFT JOIN client_event_text t ON t.event = e.id WHERE e.client = :client ORDER BY e.seq",
	[Q_LOOSE] = "SELECT count(*) FROM client_event WHERE client NOT IN (SELECT id FROM client)",
};
/* clang-format on */
const struct db_sql verify_client_sql = {sql, COUNT(sql)};

static const char *const settings[] = {"zone", "lang", "rounds", "window", "lead", "decider"};
enum { SETTINGS = COUNT(settings), SET_DECIDER = 5 };

struct row {
	int64_t id, head_seq;
	struct slice code, head, is[SETTINGS];
};
typedef VEC(struct row) row_list;

struct told {
	bool told;
	struct slice value;
};

/* A mode of a client is "set", too; it has a row of its own. */
static void
note_set(struct pool *pool, const struct chain_at *at, struct query *q, struct told *told)
{
	struct slice what = query_peek(q), to = query_peek(q), contact = query_peek(q);

	if (slice_is(at->kind, "decider"))
		told[SET_DECIDER] = (struct told){true, pool_copy(pool, contact)};
	if (slice_is(at->kind, "contact") && slice_is(what, "left")) {
		/* Who decides is nobody then; older events do not say who left. */
		if (contact.len == 0)
			told[SET_DECIDER].told = false;
		else if (slice_eq(contact, told[SET_DECIDER].value))
			told[SET_DECIDER].value = SLICE_NONE;
	}
	for (int i = 0; slice_is(at->kind, "set") && i < SET_DECIDER; i++)
		if (slice_is(what, settings[i]))
			told[i] = (struct told){true, pool_copy(pool, to)};
}

static int
check_chain(struct store *s, struct pool *pool, struct chain_check *c, const struct row *of, struct err *e)
{
	struct query q = query_on(s, DB_VERIFY_CLIENT, Q_EVENTS);
	struct chain_at at = {.ref = of->code};
	struct told told[SETTINGS] = {{.told = false}};
	int got;

	query_int(&q, ":client", of->id);
	while ((got = query_step(&q, e)) == 1) {
		chain_event(c, &at, &q);
		note_set(pool, &at, &q, told);
	}
	if (got < 0)
		return -1;
	chain_end(c, &at, of->head_seq, of->head);
	for (int i = 0; i < SETTINGS; i++)
		if (told[i].told && !slice_eq(told[i].value, of->is[i]))
			chain_fault(c, &at, "its %s is not what the last event says", settings[i]);
	return 0;
}

int
verify_clients(struct store *s, struct chain_check *c, struct err *e)
{
	struct query q = query_on(s, DB_VERIFY_CLIENT, Q_CLIENTS);
	struct pool *pool = pool_new();
	row_list all = {0};
	int64_t loose = 0;
	int got;

	while ((got = query_step(&q, e)) == 1) {
		struct row *of = VEC_NEW(&all, pool);

		of->id = query_get_int(&q);
		of->code = query_get(&q, pool);
		of->head = query_get(&q, pool);
		of->head_seq = query_get_int(&q);
		for (int i = 0; i < SETTINGS; i++)
			of->is[i] = query_get(&q, pool);
	}
	for (size_t i = 0; got == 0 && i < all.len; i++)
		got = check_chain(s, pool, c, &all.at[i], e);
	pool_free(pool);
	q = query_on(s, DB_VERIFY_CLIENT, Q_LOOSE);
	if (got < 0 || query_value(&q, &loose, e) < 0)
		return -1;
	if (loose > 0) {
		c->faults++;
		str_addf(c->report, "%" PRId64 " events belong to no client\n", loose);
	}
	return 0;
}
