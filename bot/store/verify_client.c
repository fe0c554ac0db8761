/*
 * The chains of clients, checked as those of jobs are: every link, every text against its salted hash,
 * columns against payloads, and the head that the client bears.
 */
#include "jobs.h"

#include <inttypes.h>

#define MEMBER(path) "json_extract(iif(json_valid(e.payload), e.payload, '{}'), '$." path "')"
enum { Q_CLIENTS, Q_EVENTS, Q_LOOSE };
static const char *const sql[] = {
	[Q_CLIENTS] = "SELECT id, code, head, head_seq FROM client WHERE head_seq > 0 OR head IS NOT NULL "
		      "OR id IN (SELECT client FROM client_event)",
	[Q_EVENTS] = "SELECT e.seq, e.payload, e.hash, " MEMBER("client_id") " IS e.client AND " MEMBER(
		"client") " IS c.code AND " MEMBER("seq") " IS e.seq AND " MEMBER("at") " IS e.at AND " MEMBER(
		"kind") " IS e.kind AND " MEMBER("actor") " IS e.actor AND " MEMBER("message")
		" IS e.message, " MEMBER("text_sha256") ", t.event, t.salt, t.text FROM client_event e "
		"JOIN client c ON c.id = e.client LEFT JOIN client_event_text t ON t.event = e.id "
		"WHERE e.client = :client ORDER BY e.seq",
	[Q_LOOSE] = "SELECT count(*) FROM client_event WHERE client NOT IN (SELECT id FROM client)",
};
const struct db_sql verify_client_sql = {sql, COUNT(sql)};

struct chain {
	int64_t id, head_seq;
	struct slice code, head;
};
typedef VEC(struct chain) chain_list;

static void
fault(struct client_check *c, struct slice code, int64_t seq, const char *what)
{
	c->faults++;
	str_addf(c->report, "%.*s: event %" PRId64 " %s\n", SLICE_ARG(code), seq, what);
}

static void
check_text(struct client_check *c, const struct chain *of, int64_t seq, struct query *q)
{
	struct slice sha = query_peek(q), salt, text;
	bool there = !query_get_null(q);
	char found[HASH_HEX];

	(void)query_get_int(q);
	salt = query_peek(q);
	text = query_peek(q);
	if (sha.len == 0) {
		if (there)
			fault(c, of->code, seq, "has a text that was not recorded");
		return;
	}
	if (!there) {
		c->erased++;
		return;
	}
	ledger_text_hash(salt, text, found);
	if (!slice_is(sha, found))
		fault(c, of->code, seq, "has a text that was changed");
}

static int
check_chain(struct store *s, struct client_check *c, const struct chain *of, struct err *e)
{
	struct query q = query_on(s, DB_VERIFY_CLIENT, Q_EVENTS);
	unsigned char prev[HASH_LEN] = {0}, found[HASH_LEN];
	int64_t want = 0;
	int got;

	query_int(&q, ":client", of->id);
	while ((got = query_step(&q, e)) == 1) {
		int64_t seq = query_get_int(&q);
		struct slice payload = query_peek(&q), hash = query_peek(&q);

		want++;
		c->events++;
		if (seq != want)
			fault(c, of->code, seq, "stands where another should");
		ledger_link(prev, payload, found);
		if (hash.len != HASH_LEN || memcmp(found, hash.data, HASH_LEN) != 0)
			fault(c, of->code, seq,
			      "was changed, or one before it: its hash does not fit");
		if (hash.len == HASH_LEN)
			memcpy(prev, hash.data, HASH_LEN);
		if (!query_get_bool(&q))
			fault(c, of->code, seq, "has columns that differ from what was hashed");
		check_text(c, of, seq, &q);
	}
	if (got == 0 && (want != of->head_seq ||
			 (want > 0 && (of->head.len != HASH_LEN ||
				       memcmp(prev, of->head.data, HASH_LEN) != 0))))
		fault(c, of->code, want, "is not the newest: events are missing at the end");
	return got;
}

int
verify_clients(struct store *s, struct client_check *c, struct err *e)
{
	struct query q = query_on(s, DB_VERIFY_CLIENT, Q_CLIENTS);
	struct pool *pool = pool_new();
	chain_list all = {0};
	int64_t loose = 0;
	int got;

	while ((got = query_step(&q, e)) == 1) {
		struct chain *of = VEC_NEW(&all, pool);

		of->id = query_get_int(&q);
		of->code = query_get(&q, pool);
		of->head = query_get(&q, pool);
		of->head_seq = query_get_int(&q);
	}
	for (size_t i = 0; got == 0 && i < all.len; i++)
		got = check_chain(s, c, &all.at[i], e);
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
