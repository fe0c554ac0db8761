/* The fields of a brief, and what the numbers of a prompt asked. */
#include "jobs.h"

enum { Q_READ, Q_PUT, Q_TAKE, Q_ASK, Q_ASKED, Q_NEWEST };
static const char *const sql[] = {
	[Q_READ] = "SELECT field, value, date, time, alt_date, message, start, \"end\", rule, "
		   "said_by FROM brief WHERE job = :job",
	[Q_PUT] = "INSERT OR REPLACE INTO brief (job, field, value, date, time, alt_date, message, "
		  "start, \"end\", rule, said_by) VALUES (:job, :field, :value, :date, :time, "
		  ":alt_date, :message, :start, :end, :rule, :said_by)",
	[Q_TAKE] = "DELETE FROM brief WHERE job = :job AND field = :field",
	[Q_ASK] = "INSERT OR REPLACE INTO question (job, outbox, number, field) "
		  "VALUES (:job, :outbox, :number, :field)",
	[Q_ASKED] = "SELECT number, field, outbox FROM question WHERE job = :job AND "
		    "outbox = :outbox ORDER BY number",
	[Q_NEWEST] = "SELECT number, field, outbox FROM question WHERE job = :job AND "
		     "outbox = (SELECT max(outbox) FROM question WHERE job = :job AND NOT EXISTS "
		     "(SELECT 1 FROM outbox o WHERE o.id = question.outbox AND o.state <> 'sent')) "
		     "ORDER BY number",
};
const struct db_sql brief_sql = {sql, COUNT(sql)};

static int
put(struct store *s, int64_t job, int field, const struct brief_field *b, struct err *e)
{
	struct query q = query_on(s, DB_BRIEF, Q_PUT);

	query_int(&q, ":job", job);
	query_int(&q, ":field", field);
	query_string(&q, ":value", b->value);
	query_text(&q, ":date", b->date);
	query_text(&q, ":time", b->time);
	query_text(&q, ":alt_date", b->alt_date);
	query_id(&q, ":message", b->message);
	query_int(&q, ":start", (int64_t)b->start);
	query_int(&q, ":end", (int64_t)b->end);
	query_text(&q, ":rule", b->rule);
	query_text(&q, ":said_by", b->by);
	return query_run(&q, e);
}

static int
take(struct store *s, int64_t job, int field, struct err *e)
{
	struct query q = query_on(s, DB_BRIEF, Q_TAKE);

	query_int(&q, ":job", job);
	query_int(&q, ":field", field);
	return query_run(&q, e);
}

/* Compares the row at hand, behind its field number, with b: most saves change nothing. */
static bool
row_is(struct query *q, const struct brief_field *b)
{
	bool same = slice_eq(query_peek(q), b->value);

	same &= slice_eq(query_peek(q), b->date);
	same &= slice_eq(query_peek(q), b->time);
	same &= slice_eq(query_peek(q), b->alt_date);
	same &= query_get_int(q) == b->message;
	same &= query_get_int(q) == (int64_t)b->start;
	same &= query_get_int(q) == (int64_t)b->end;
	same &= slice_eq(query_peek(q), b->rule);
	same &= slice_eq(query_peek(q), b->by);
	return same;
}

int
brief_write(struct store *s, int64_t job, const struct brief_field *fields, struct err *e)
{
	enum { ABSENT, SAME, OTHER } stored[BRIEF_FIELDS] = {0};
	struct query q = query_on(s, DB_BRIEF, Q_READ);
	int got;

	query_int(&q, ":job", job);
	while ((got = query_step(&q, e)) == 1) {
		int64_t f = query_get_int(&q);

		if (f >= 0 && f < BRIEF_FIELDS)
			stored[f] = row_is(&q, &fields[f]) ? SAME : OTHER;
	}
	for (int f = 0; got == 0 && f < BRIEF_FIELDS; f++) {
		if (fields[f].given && stored[f] != SAME)
			got = put(s, job, f, &fields[f], e);
		else if (!fields[f].given && stored[f] != ABSENT)
			got = take(s, job, f, e);
	}
	return got;
}

int
jobs_brief_read(struct store *s, struct pool *p, int64_t job, struct brief_field *fields,
		struct err *e)
{
	struct query q = query_on(s, DB_BRIEF, Q_READ);
	int got;

	query_int(&q, ":job", job);
	while ((got = query_step(&q, e)) == 1) {
		int64_t f = query_get_int(&q);
		struct brief_field *b;

		if (f < 0 || f >= BRIEF_FIELDS)
			continue;
		b = &fields[f];
		b->given = true;
		b->value = query_get(&q, p);
		b->date = query_get(&q, p);
		b->time = query_get(&q, p);
		b->alt_date = query_get(&q, p);
		b->message = query_get_int(&q);
		b->start = (size_t)query_get_int(&q);
		b->end = (size_t)query_get_int(&q);
		b->rule = query_get(&q, p);
		b->by = query_get(&q, p);
	}
	return got;
}

int
question_put(struct store *s, int64_t job, int64_t outbox, unsigned number, int field,
	     struct err *e)
{
	struct query q = query_on(s, DB_BRIEF, Q_ASK);

	query_int(&q, ":job", job);
	query_int(&q, ":outbox", outbox);
	query_int(&q, ":number", number);
	query_int(&q, ":field", field);
	return query_run(&q, e);
}

int
question_get(struct store *s, struct pool *p, int64_t job, int64_t outbox, question_list *out,
	     struct err *e)
{
	struct query q = query_on(s, DB_BRIEF, outbox != 0 ? Q_ASKED : Q_NEWEST);
	question_list list = {0};
	int got;

	query_int(&q, ":job", job);
	if (outbox != 0)
		query_int(&q, ":outbox", outbox);
	while ((got = query_step(&q, e)) == 1) {
		struct question *a = VEC_NEW(&list, p);

		a->number = (unsigned)query_get_int(&q);
		a->field = (int)query_get_int(&q);
		a->outbox = query_get_int(&q);
	}
	if (got == 0)
		*out = list;
	return got;
}
