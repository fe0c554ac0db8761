/* Links between jobs, merged jobs, and the rows that `undo` reads. */
#include "docket/store/repair.h"

#include "db.h"

enum {
	Q_LINK,
	Q_UNLINK,
	Q_LINKS,
	Q_MERGE,
	Q_QUESTIONS,
	Q_MERGED,
	Q_MARK,
	Q_ADD,
	Q_FORGET,
	Q_LAST,
	Q_DONE,
	Q_BEFORE,
	Q_SENT,
	Q_CANCEL,
	Q_SINCE
};
#define ITS_MAILS                                                                                  \
	"id > :from AND id <= :to AND internal = 0 AND (job IS NULL OR :job IS NULL OR job = :job)"
static const char *const sql[] = {
	[Q_LINK] = "INSERT OR IGNORE INTO job_link (job, other, said_by, at) VALUES "
		   "(min(:a, :b), max(:a, :b), :by, :at)",
	[Q_UNLINK] = "DELETE FROM job_link WHERE job = min(:a, :b) AND other = max(:a, :b)",
	[Q_LINKS] = "SELECT other FROM job_link WHERE job = :job UNION "
		    "SELECT job FROM job_link WHERE other = :job UNION "
		    "SELECT linked FROM job WHERE id = :job AND linked IS NOT NULL UNION "
		    "SELECT id FROM job WHERE linked = :job ORDER BY 1",
	[Q_MERGE] = "UPDATE job SET merged = :keep WHERE id = :other",
	[Q_QUESTIONS] = "UPDATE OR IGNORE question SET job = :keep WHERE job = :other",
	[Q_MERGED] = "SELECT id FROM job WHERE merged = :job ORDER BY id",
	[Q_MARK] = "SELECT (SELECT coalesce(max(id), 0) FROM outbox), "
		   "coalesce((SELECT head_seq FROM job WHERE id = :job), 0)",
	[Q_ADD] = "INSERT INTO undo (actor, at, line, job, kind, was, outbox_from, outbox_to, seq_from, seq) "
		  "VALUES (:actor, :at, :line, :job, :kind, :was, :from, "
		  "(SELECT coalesce(max(id), 0) FROM outbox), :seq_from, "
		  "coalesce((SELECT head_seq FROM job WHERE id = :job), 0))",
	[Q_FORGET] = "DELETE FROM undo WHERE at < :since",
	[Q_LAST] = "SELECT id, at, job, actor, line, kind, was, outbox_from, outbox_to, seq_from, seq, undone "
		   "FROM undo WHERE actor = :actor AND undone IS NULL ORDER BY id DESC LIMIT 1",
	[Q_DONE] = "UPDATE undo SET undone = :now WHERE id = :id",
	[Q_BEFORE] = "UPDATE undo SET seq = (SELECT head_seq FROM job WHERE id = :job) "
		     "WHERE actor = :actor AND job = :job AND undone IS NULL AND seq = :seq_from",
	[Q_SENT] = "SELECT count(*) FROM outbox WHERE " ITS_MAILS
		   " AND (state IN ('sent', 'dead') OR (state = 'queued' AND attempts > 0))",
	[Q_CANCEL] = "UPDATE outbox SET state = 'cancelled' WHERE " ITS_MAILS
		     " AND state IN ('draft', 'queued') AND attempts = 0",
	[Q_SINCE] = "SELECT kind FROM event WHERE job = :job AND seq > :seq AND kind NOT IN "
		    "('note', 'filed', 'member-mail', 'unverified-mail') ORDER BY seq LIMIT 1",
};
const struct db_sql repair_sql = {sql, COUNT(sql)};

static int
change(struct store *s, int row, int64_t a, int64_t b, struct err *e)
{
	struct query q = query_on(s, DB_REPAIR, row);

	query_int(&q, ":a", a);
	query_int(&q, ":b", b);
	return query_run(&q, e) < 0 ? -1 : query_changes(s) > 0;
}

int
job_link_add(struct store *s, int64_t a, int64_t b, struct slice said_by, int64_t now,
	     struct err *e)
{
	struct query q = query_on(s, DB_REPAIR, Q_LINK);

	query_int(&q, ":a", a);
	query_int(&q, ":b", b);
	query_string(&q, ":by", said_by);
	query_int(&q, ":at", now);
	return query_run(&q, e) < 0 ? -1 : query_changes(s) > 0;
}

int
job_link_drop(struct store *s, int64_t a, int64_t b, struct err *e)
{
	return change(s, Q_UNLINK, a, b, e);
}

static int
read_ids(struct store *s, struct pool *p, int row, int64_t job, job_ids *out, struct err *e)
{
	struct query q = query_on(s, DB_REPAIR, row);
	job_ids list = {0};
	int got;

	query_int(&q, ":job", job);
	while ((got = query_step(&q, e)) == 1)
		VEC_ADD(&list, p, query_get_int(&q));
	if (got == 0)
		*out = list;
	return got;
}

int
job_links(struct store *s, struct pool *p, int64_t job, job_ids *out, struct err *e)
{
	return read_ids(s, p, Q_LINKS, job, out, e);
}

int
jobs_merged(struct store *s, struct pool *p, int64_t job, job_ids *out, struct err *e)
{
	return read_ids(s, p, Q_MERGED, job, out, e);
}

static int
merge_rows(struct store *s, int64_t other, int64_t keep, struct err *e)
{
	static const int rows[] = {Q_MERGE, Q_QUESTIONS};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct query q = query_on(s, DB_REPAIR, rows[i]);

		query_int(&q, ":other", other);
		query_int(&q, ":keep", keep);
		if (query_run(&q, e) < 0)
			return -1;
	}
	return 0;
}

int
job_merge(struct store *s, int64_t other, int64_t keep, struct err *e)
{
	struct db_unit u;

	return db_enter(s, &u, e) < 0 ? -1 : db_leave(s, &u, merge_rows(s, other, keep, e), e);
}

int
undo_mark(struct store *s, struct undo_row *u, struct err *e)
{
	struct query q = query_on(s, DB_REPAIR, Q_MARK);

	u->changes = sqlite3_total_changes64(s->db);
	query_id(&q, ":job", u->job);
	if (query_step(&q, e) != 1)
		return -1;
	u->outbox_from = query_get_int(&q);
	u->seq_from = query_get_int(&q);
	query_end(&q);
	return 0;
}

static int
add_rows(struct store *s, struct undo_row *u, int64_t keep_since, struct err *e)
{
	struct query q = query_on(s, DB_REPAIR, Q_FORGET);

	query_int(&q, ":since", keep_since);
	if (query_run(&q, e) < 0)
		return -1;
	q = query_on(s, DB_REPAIR, Q_ADD);
	query_string(&q, ":actor", u->actor);
	query_int(&q, ":at", u->at);
	query_string(&q, ":line", u->line);
	query_id(&q, ":job", u->job);
	query_text(&q, ":kind", u->kind);
	query_text(&q, ":was", u->was);
	query_int(&q, ":from", u->outbox_from);
	query_int(&q, ":seq_from", u->seq_from);
	return query_run(&q, e);
}

int
undo_add(struct store *s, struct undo_row *u, int64_t keep_since, struct err *e)
{
	struct db_unit unit;

	if (sqlite3_total_changes64(s->db) == u->changes)
		return 0;
	return db_enter(s, &unit, e) < 0 ? -1
					 : db_leave(s, &unit, add_rows(s, u, keep_since, e), e);
}

int
undo_last(struct store *s, struct pool *p, struct slice actor, struct undo_row *out, struct err *e)
{
	struct query q = query_on(s, DB_REPAIR, Q_LAST);
	struct undo_row u = {0};
	int got;

	query_string(&q, ":actor", actor);
	if ((got = query_step(&q, e)) != 1)
		return got;
	u.id = query_get_int(&q);
	u.at = query_get_int(&q);
	u.job = query_get_int(&q);
	u.actor = query_get(&q, p);
	u.line = query_get(&q, p);
	u.kind = query_get(&q, p);
	u.was = query_get(&q, p);
	u.outbox_from = query_get_int(&q);
	u.outbox_to = query_get_int(&q);
	u.seq_from = query_get_int(&q);
	u.seq = query_get_int(&q);
	u.undone = query_get_int(&q);
	query_end(&q);
	*out = u;
	return 1;
}

int
undo_done(struct store *s, const struct undo_row *u, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_REPAIR, Q_DONE);

	query_int(&q, ":now", now);
	query_int(&q, ":id", u->id);
	if (query_run(&q, e) < 0 || u->job == 0)
		return u->job == 0 ? 0 : -1;
	q = query_on(s, DB_REPAIR, Q_BEFORE);
	query_string(&q, ":actor", u->actor);
	query_int(&q, ":job", u->job);
	query_int(&q, ":seq_from", u->seq_from);
	return query_run(&q, e);
}

static struct query
on_mails(struct store *s, int row, const struct undo_row *u)
{
	struct query q = query_on(s, DB_REPAIR, row);

	query_int(&q, ":from", u->outbox_from);
	query_int(&q, ":to", u->outbox_to);
	query_id(&q, ":job", u->job);
	return q;
}

int
undo_sent(struct store *s, const struct undo_row *u, int64_t *out, struct err *e)
{
	struct query q = on_mails(s, Q_SENT, u);

	return query_value(&q, out, e) < 0 ? -1 : 0;
}

int
undo_cancel_mails(struct store *s, const struct undo_row *u, struct err *e)
{
	struct query q = on_mails(s, Q_CANCEL, u);

	return query_run(&q, e);
}

int
undo_since(struct store *s, struct pool *p, const struct undo_row *u, struct slice *kind_out,
	   struct err *e)
{
	struct query q = query_on(s, DB_REPAIR, Q_SINCE);
	int got;

	query_int(&q, ":job", u->job);
	query_int(&q, ":seq", u->seq);
	if ((got = query_step(&q, e)) != 1)
		return got;
	*kind_out = query_get(&q, p);
	query_end(&q);
	return 1;
}
