/* Modes that members set (P14), and how many drafts of a kind went out as they were. */
#include "docket/store/modes.h"

#include "db.h"

enum { Q_GET, Q_SET, Q_UNSET, Q_ROWS, Q_RUNS };
static const char *const sql[] = {
	[Q_GET] = "SELECT mode FROM mode WHERE kind = :kind AND ifnull(client, 0) IN (:client, 0) "
		  "ORDER BY client IS NULL LIMIT 1",
	[Q_SET] = "INSERT INTO mode (client, kind, mode, member, at) "
		  "VALUES (:client, :kind, :mode, :member, :at) "
		  "ON CONFLICT (kind, ifnull(client, 0)) DO UPDATE SET mode = excluded.mode, "
		  "member = excluded.member, at = excluded.at",
	[Q_UNSET] =
		"DELETE FROM mode WHERE kind = :kind AND ifnull(client, 0) = ifnull(:client, 0)",
	[Q_ROWS] = "SELECT client, kind, mode, member, at FROM mode "
		   "ORDER BY client IS NOT NULL, client, kind",
	/* A correction with digit 1 is none: the draft was sent as it stood. The last real one of
	 * each kind is found once, not for every mail. */
	[Q_RUNS] = "WITH corrected AS MATERIALIZED (SELECT x.client, x.mode_kind, max(x.id) AS id "
		   "FROM correction c JOIN outbox x ON x.id = c.outbox WHERE c.digit > 1 "
		   "GROUP BY x.client, x.mode_kind) "
		   "SELECT o.client, o.mode_kind, count(*) AS run FROM outbox o "
		   "LEFT JOIN corrected k ON k.client = o.client AND k.mode_kind = o.mode_kind "
		   "WHERE o.drafted = 1 AND o.client IS NOT NULL AND o.mode_kind IS NOT NULL AND "
		   "o.state = 'sent' AND o.id > coalesce(k.id, 0) GROUP BY o.client, o.mode_kind "
		   "HAVING run >= :least ORDER BY run DESC, o.client, o.mode_kind",
};
const struct db_sql modes_sql = {sql, COUNT(sql)};

/* In the order of enum conf_mode. */
static const char *const words[] = {"draft", "delay", "automatic", "never"};

static int
mode_of_word(struct slice word)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (slice_is(word, words[i]))
			return (int)i;
	return 0; /* the CHECK of the column allows no other; a draft harms nobody */
}

int
mode_get(struct store *s, int64_t client, const char *kind, int *mode_out, struct err *e)
{
	struct query q = query_on(s, DB_MODES, Q_GET);
	int got;

	query_cstr(&q, ":kind", kind);
	query_int(&q, ":client", client);
	got = query_step(&q, e);
	if (got != 1)
		return got;
	*mode_out = mode_of_word(query_peek(&q));
	query_end(&q);
	return 1;
}

int
mode_set(struct store *s, const struct mode_row *row, struct err *e)
{
	struct query q = query_on(s, DB_MODES, row->mode < 0 ? Q_UNSET : Q_SET);

	query_id(&q, ":client", row->client);
	query_string(&q, ":kind", row->kind);
	if (row->mode >= 0) {
		if ((size_t)row->mode >= COUNT(words))
			return err_set(e, ERR_STOP, "a defect of docket: mode %d", row->mode);
		query_cstr(&q, ":mode", words[row->mode]);
		query_id(&q, ":member", row->member);
		query_int(&q, ":at", row->at);
	}
	return query_run(&q, e);
}

int
mode_rows(struct store *s, struct pool *p, mode_list *out, struct err *e)
{
	struct query q = query_on(s, DB_MODES, Q_ROWS);
	mode_list list = {0};
	int got;

	while ((got = query_step(&q, e)) == 1) {
		struct mode_row *one = VEC_NEW(&list, p);

		one->client = query_get_int(&q);
		one->kind = query_get(&q, p);
		one->mode = mode_of_word(query_peek(&q));
		one->member = query_get_int(&q);
		one->at = query_get_int(&q);
	}
	if (got == 0)
		*out = list;
	return got;
}

int
mode_runs(struct store *s, struct pool *p, int64_t least, mode_run_list *out, struct err *e)
{
	struct query q = query_on(s, DB_MODES, Q_RUNS);
	mode_run_list list = {0};
	int got;

	query_int(&q, ":least", least);
	while ((got = query_step(&q, e)) == 1) {
		struct mode_run *one = VEC_NEW(&list, p);

		one->client = query_get_int(&q);
		one->kind = query_get(&q, p);
		one->count = query_get_int(&q);
	}
	if (got == 0)
		*out = list;
	return got;
}
