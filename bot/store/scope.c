/* Sold scope, and scope notes with their numbers. */
#include "docket/store/scope.h"

#include "db.h"

#define COLUMNS                                                                                    \
	"id, job, number, kind, state, revision, round, message, contact, quote, words, minutes, " \
	"rounds, deliverables, token, opened, said_by, why, created, changed"
enum { Q_SET, Q_GET, Q_ADD, Q_SAVE, Q_OF_JOB, Q_BY_TOKEN, Q_GRANTED };
static const char *const sql[] = {
	[Q_SET] = "INSERT INTO job_scope (job, minutes, rounds, deliverables, words, said_by, at) "
		  "VALUES (:job, :minutes, :rounds, :deliverables, :words, :by, :at) "
		  "ON CONFLICT (job) DO UPDATE SET minutes = excluded.minutes, rounds = "
		  "excluded.rounds, deliverables = excluded.deliverables, words = excluded.words, "
		  "said_by = excluded.said_by, at = excluded.at",
	[Q_GET] = "SELECT job, minutes, rounds, deliverables, words, said_by, at FROM job_scope "
		  "WHERE job = :job",
	[Q_ADD] = "INSERT OR IGNORE INTO scope_note (job, number, kind, state, revision, round, "
		  "message, contact, quote, words, minutes, rounds, deliverables, created, changed) "
		  "SELECT :job, coalesce(max(number), 0) + 1, :kind, :state, :revision, :round, "
		  ":message, :contact, :quote, :words, :minutes, :rounds, :deliverables, :now, :now "
		  "FROM scope_note WHERE job = :job RETURNING id, number",
	[Q_SAVE] = "UPDATE scope_note SET state = :state, contact = :contact, words = :words, "
		   "minutes = :minutes, rounds = :rounds, deliverables = :deliverables, token = :token, "
		   "opened = :opened, said_by = :by, why = :why, changed = :now WHERE id = :id",
	[Q_OF_JOB] = "SELECT " COLUMNS " FROM scope_note WHERE job = :job ORDER BY number",
	[Q_BY_TOKEN] = "SELECT " COLUMNS " FROM scope_note WHERE job = (SELECT job FROM outbox WHERE "
		       "token = :token LIMIT 1) AND token = :token",
	[Q_GRANTED] = "SELECT count(*) FROM scope_note WHERE job = :job AND kind = 'round' AND "
		      "state = 'accepted'",
};
const struct db_sql scope_sql = {sql, COUNT(sql)};

/* 0: null */
static void
bind_terms(struct query *q, const struct scope_terms *t)
{
	query_id(q, ":minutes", t->minutes);
	query_id(q, ":rounds", t->rounds);
	query_id(q, ":deliverables", t->deliverables);
}

int
job_scope_set(struct store *s, const struct job_scope *sc, struct err *e)
{
	struct query q = query_on(s, DB_SCOPE, Q_SET);

	query_int(&q, ":job", sc->job);
	bind_terms(&q, &sc->terms);
	query_text(&q, ":words", sc->words);
	query_string(&q, ":by", sc->by);
	query_int(&q, ":at", sc->at);
	return query_run(&q, e);
}

int
job_scope_get(struct store *s, struct pool *p, int64_t job, struct job_scope *out, struct err *e)
{
	struct query q = query_on(s, DB_SCOPE, Q_GET);
	int got;

	query_int(&q, ":job", job);
	got = query_step(&q, e);
	if (got != 1)
		return got;
	out->job = query_get_int(&q);
	out->terms.minutes = query_get_int(&q);
	out->terms.rounds = query_get_int(&q);
	out->terms.deliverables = query_get_int(&q);
	out->words = query_get(&q, p);
	out->by = query_get(&q, p);
	out->at = query_get_int(&q);
	query_end(&q);
	return 1;
}

int
scope_note_add(struct store *s, struct scope_note *n, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_SCOPE, Q_ADD);
	int got;

	query_int(&q, ":job", n->job);
	query_cstr(&q, ":kind", scope_kind_name(n->kind));
	query_cstr(&q, ":state", scope_state_name(n->state));
	query_id(&q, ":revision", n->revision);
	query_id(&q, ":round", n->round);
	query_id(&q, ":message", n->message);
	query_id(&q, ":contact", n->contact);
	query_text(&q, ":quote", n->quote);
	query_text(&q, ":words", n->words);
	bind_terms(&q, &n->terms);
	query_int(&q, ":now", now);
	got = query_step(&q, e);
	if (got != 1)
		return got;
	n->id = query_get_int(&q);
	n->number = query_get_int(&q);
	n->created = n->changed = now;
	return query_run(&q, e) < 0 ? -1 : 1;
}

int
scope_note_save(struct store *s, struct scope_note *n, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_SCOPE, Q_SAVE);

	query_int(&q, ":id", n->id);
	query_cstr(&q, ":state", scope_state_name(n->state));
	query_id(&q, ":contact", n->contact);
	query_text(&q, ":words", n->words);
	bind_terms(&q, &n->terms);
	query_text(&q, ":token", n->token);
	query_id(&q, ":opened", n->opened);
	query_text(&q, ":by", n->by);
	query_text(&q, ":why", n->why);
	query_int(&q, ":now", now);
	if (query_run(&q, e) < 0)
		return -1;
	n->changed = now;
	return 0;
}

static int
read_row(struct query *q, struct pool *p, struct scope_note *n, struct err *e)
{
	int kind, state;

	n->id = query_get_int(q);
	n->job = query_get_int(q);
	n->number = query_get_int(q);
	kind = scope_kind_of(query_peek(q));
	state = scope_state_of(query_peek(q));
	n->revision = query_get_int(q);
	n->round = query_get_int(q);
	n->message = query_get_int(q);
	n->contact = query_get_int(q);
	n->quote = query_get(q, p);
	n->words = query_get(q, p);
	n->terms.minutes = query_get_int(q);
	n->terms.rounds = query_get_int(q);
	n->terms.deliverables = query_get_int(q);
	n->token = query_get(q, p);
	n->opened = query_get_int(q);
	n->by = query_get(q, p);
	n->why = query_get(q, p);
	n->created = query_get_int(q);
	n->changed = query_get_int(q);
	if (kind < 0 || state < 0)
		return err_set(e, ERR_STOP, "scope note %lld has a %s this docket does not know",
			       (long long)n->id, kind < 0 ? "kind" : "state");
	n->kind = (enum scope_kind)kind;
	n->state = (enum scope_state)state;
	return 0;
}

int
scope_notes_of_job(struct store *s, struct pool *p, int64_t job, scope_note_list *out,
		   struct err *e)
{
	struct query q = query_on(s, DB_SCOPE, Q_OF_JOB);
	scope_note_list list = {0};
	int got;

	query_int(&q, ":job", job);
	while ((got = query_step(&q, e)) == 1) {
		if (read_row(&q, p, VEC_NEW(&list, p), e) < 0) {
			query_end(&q);
			return -1;
		}
	}
	if (got == 0)
		*out = list;
	return got;
}

static int
read_one(struct query *q, struct pool *p, struct scope_note *out, struct err *e)
{
	struct scope_note n = {0};
	int got = query_step(q, e);

	if (got != 1)
		return got;
	got = read_row(q, p, &n, e);
	query_end(q);
	if (got < 0)
		return -1;
	*out = n;
	return 1;
}

int
scope_note_by_token(struct store *s, struct pool *p, struct slice token, struct scope_note *out,
		    struct err *e)
{
	struct query q = query_on(s, DB_SCOPE, Q_BY_TOKEN);

	query_string(&q, ":token", token);
	return read_one(&q, p, out, e);
}

int
scope_rounds_granted(struct store *s, int64_t job, int64_t *out, struct err *e)
{
	struct query q = query_on(s, DB_SCOPE, Q_GRANTED);

	query_int(&q, ":job", job);
	return query_value(&q, out, e) < 0 ? -1 : 0;
}
