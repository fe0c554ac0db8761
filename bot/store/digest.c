/* Digests: one row per person and local day, and what each numbered line stands for. */
#include "docket/store/digest.h"

#include "db.h"

enum { Q_MEMBERS, Q_CLIENTS, Q_ADD, Q_LINE_ADD, Q_LINE, Q_NEWEST };
/* A local day is text in the file and a day number outside; NULL where there is none. */
#define DAY(text) "CAST(unixepoch(" text ") / 86400 AS INTEGER)"
static const char *const sql[] = {
	[Q_MEMBERS] = "SELECT m.id, m.zone, " DAY("(SELECT max(day) FROM digest WHERE member = m.id)") " "
		      "FROM member m WHERE m.active = 1 ORDER BY m.id",
	[Q_CLIENTS] = "SELECT c.id, c.zone, " DAY("(SELECT max(day) FROM digest WHERE client = c.id)") " "
		      "FROM client c ORDER BY c.id",
	[Q_ADD] = "INSERT OR IGNORE INTO digest (member, client, day, decided, outbox) VALUES "
		  "(:member, :client, date(:day * 86400, 'unixepoch'), :now, :outbox)",
	[Q_LINE_ADD] = "INSERT INTO digest_line (digest, number, job, message) "
		       "VALUES (:digest, :number, :job, :message)",
	[Q_LINE] = "SELECT l.number, l.job, l.message FROM digest d JOIN digest_line l "
		   "ON l.digest = d.id WHERE d.outbox = :outbox AND l.number = :number",
	[Q_NEWEST] = "SELECT outbox FROM digest WHERE member = :member AND outbox IS NOT NULL "
		     "ORDER BY id DESC LIMIT 1",
};
const struct db_sql digest_sql = {sql, COUNT(sql)};

static int
read_people(struct query *q, struct pool *p, bool members, digest_person_list *list, struct err *e)
{
	int got;

	while ((got = query_step(q, e)) == 1) {
		struct digest_person *one = VEC_NEW(list, p);

		*(members ? &one->member : &one->client) = query_get_int(q);
		one->zone = query_get(q, p);
		one->last_day = query_get_null(q) ? DIGEST_NO_DAY : query_get_int(q);
	}
	return got;
}

int
digest_people(struct store *s, struct pool *p, digest_person_list *out, struct err *e)
{
	struct query q = query_on(s, DB_DIGEST, Q_MEMBERS);
	digest_person_list list = {0};

	if (read_people(&q, p, true, &list, e) < 0)
		return -1;
	q = query_on(s, DB_DIGEST, Q_CLIENTS);
	if (read_people(&q, p, false, &list, e) < 0)
		return -1;
	*out = list;
	return 0;
}

int
digest_add(struct store *s, const struct digest_new *n, int64_t *id_out, struct err *e)
{
	struct query q = query_on(s, DB_DIGEST, Q_ADD);

	query_id(&q, ":member", n->member);
	query_id(&q, ":client", n->client);
	query_int(&q, ":day", n->day);
	query_int(&q, ":now", n->now);
	query_id(&q, ":outbox", n->outbox);
	if (query_run(&q, e) < 0)
		return -1;
	if (query_changes(s) == 0)
		return 0;
	*id_out = query_last_id(s);
	return 1;
}

int
digest_lines_add(struct store *s, int64_t digest, const digest_line_list *lines, struct err *e)
{
	const struct digest_line *l;

	VEC_EACH(l, lines) {
		struct query q = query_on(s, DB_DIGEST, Q_LINE_ADD);

		query_int(&q, ":digest", digest);
		query_int(&q, ":number", l->number);
		query_id(&q, ":job", l->job);
		query_id(&q, ":message", l->message);
		if (query_run(&q, e) < 0)
			return -1;
	}
	return 0;
}

int
digest_line_get(struct store *s, int64_t outbox, int64_t number, struct digest_line *out,
		struct err *e)
{
	struct query q = query_on(s, DB_DIGEST, Q_LINE);
	int got;

	query_int(&q, ":outbox", outbox);
	query_int(&q, ":number", number);
	got = query_step(&q, e);
	if (got == 1) {
		out->number = (int)query_get_int(&q);
		out->job = query_get_int(&q);
		out->message = query_get_int(&q);
		query_end(&q);
	}
	return got;
}

int
digest_newest(struct store *s, int64_t member, int64_t *outbox_out, struct err *e)
{
	struct query q = query_on(s, DB_DIGEST, Q_NEWEST);

	query_int(&q, ":member", member);
	return query_value(&q, outbox_out, e);
}
