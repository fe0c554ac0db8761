/* Members' verdicts on drafts (P14), and how often they changed something. */
#include "outbox.h"

enum { Q_ADD, Q_MEMBER, Q_SUMS };
static const char *const sql[] = {
	[Q_ADD] = "INSERT INTO correction (outbox, digit, member, at, text) "
		  "VALUES (:outbox, :digit, :member, :now, :text)",
	[Q_MEMBER] = "UPDATE outbox SET member = :member WHERE id = :outbox",
	/* Digit 1 sends a draft as it is. */
	[Q_SUMS] = "SELECT o.client, count(*), sum(EXISTS (SELECT 1 FROM correction c "
		   "WHERE c.outbox = o.id AND c.digit > 1)) FROM outbox o WHERE o.drafted = 1 AND "
		   "o.created >= :since GROUP BY o.client",
};
const struct db_sql correction_sql = {sql, COUNT(sql)};

struct verdict {
	int64_t outbox, member, now;
	int digit;
	struct slice text;
};

static int
add_row(struct store *s, const struct verdict *v, struct err *e)
{
	struct query q = query_on(s, DB_CORRECTION, Q_ADD);

	query_int(&q, ":outbox", v->outbox);
	query_int(&q, ":digit", v->digit);
	query_id(&q, ":member", v->member);
	query_int(&q, ":now", v->now);
	query_text(&q, ":text", v->text);
	if (query_run(&q, e) < 0)
		return -1;
	q = query_on(s, DB_CORRECTION, Q_MEMBER);
	query_int(&q, ":outbox", v->outbox);
	query_id(&q, ":member", v->member);
	return query_run(&q, e);
}

int
correction_add(struct store *s, int64_t outbox, int digit, int64_t member, struct slice text,
	       int64_t now, struct err *e)
{
	const struct verdict v = {outbox, member, now, digit, text};
	struct db_unit u;

	return db_enter(s, &u, e) < 0 ? -1 : db_leave(s, &u, add_row(s, &v, e), e);
}

int
correction_sums(struct store *s, struct pool *p, int64_t since, correction_sum_list *out,
		struct err *e)
{
	struct query q = query_on(s, DB_CORRECTION, Q_SUMS);
	correction_sum_list list = {0};
	int got;

	query_int(&q, ":since", since);
	while ((got = query_step(&q, e)) == 1) {
		struct correction_sum *one = VEC_NEW(&list, p);

		one->client = query_get_int(&q);
		one->shown = query_get_int(&q);
		one->corrected = query_get_int(&q);
	}
	if (got == 0)
		*out = list;
	return got;
}
