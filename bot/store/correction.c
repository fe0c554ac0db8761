/* Members' verdicts on drafts (P14), and how often they changed something. */
#include "outbox.h"

enum { Q_ADD, Q_MEMBER, Q_DRAFTS, Q_CORRECTED };
static const char *const sql[] = {
	[Q_ADD] = "INSERT INTO correction (outbox, digit, member, at, text) "
		  "VALUES (:outbox, :digit, :member, :now, :text)",
	[Q_MEMBER] = "UPDATE outbox SET member = :member WHERE id = :outbox",
	[Q_DRAFTS] = "SELECT count(*) FROM outbox WHERE drafted = 1 AND created >= :since",
	/* Digit 1 sends a draft as it is. */
	[Q_CORRECTED] = "SELECT count(DISTINCT c.outbox) FROM correction c JOIN outbox o "
			"ON o.id = c.outbox WHERE c.digit > 1 AND o.drafted = 1 AND "
			"o.created >= :since",
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
correction_count(struct store *s, int64_t since, int64_t *drafts_out, int64_t *corrected_out,
		 struct err *e)
{
	struct query q = query_on(s, DB_CORRECTION, Q_DRAFTS);
	int64_t drafts, corrected;

	query_int(&q, ":since", since);
	if (query_value(&q, &drafts, e) < 0)
		return -1;
	q = query_on(s, DB_CORRECTION, Q_CORRECTED);
	query_int(&q, ":since", since);
	if (query_value(&q, &corrected, e) < 0)
		return -1;
	*drafts_out = drafts;
	*corrected_out = corrected;
	return 0;
}
