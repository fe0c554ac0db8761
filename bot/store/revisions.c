/* Revision items and their sources. */
#include "db.h"
#include "docket/store/revisions.h"

#define COLUMNS                                                                                    \
	"id, job, number, version, review, round, kind, target, summary, state, conflict_with, "   \
	"why, done_in, created, changed"
enum {
	Q_ADD,
	Q_SAVE,
	Q_GET,
	Q_OF_JOB,
	Q_ANSWERED,
	Q_SHOWN,
	Q_SCOPE,
	Q_SOURCE_ADD,
	Q_SOURCE_MOVE,
	Q_SOURCES
};
static const char *const sql[] = {
	[Q_ADD] = "INSERT INTO revision (job, number, version, review, round, kind, target, summary, "
		  "state, conflict_with, why, done_in, created, changed) SELECT :job, "
		  "coalesce(max(number), 0) + 1, :version, :review, :round, :kind, :target, "
		  ":summary, :state, :conflict, :why, :done, :now, :now FROM revision "
		  "WHERE job = :job RETURNING id, number",
	[Q_SAVE] = "UPDATE revision SET version = :version, review = :review, round = :round, "
		   "kind = :kind, target = :target, summary = :summary, state = :state, "
		   "conflict_with = :conflict, why = :why, done_in = :done, changed = :now "
		   "WHERE id = :id",
	[Q_GET] = "SELECT " COLUMNS " FROM revision WHERE job = :job AND number = :number",
	[Q_OF_JOB] = "SELECT " COLUMNS " FROM revision WHERE job = :job AND "
		     "(:round = 0 OR round = :round) ORDER BY number",
	/* Since the version before: an item is answered in one review mail only, an open one in all. */
	[Q_ANSWERED] =
		"SELECT " COLUMNS " FROM revision WHERE job = (SELECT job FROM version WHERE id = "
		":version) AND (done_in = :version AND state = 'done' OR done_in IS NULL AND "
		"state = 'done' OR state = 'declined' AND changed >= (SELECT coalesce(max(b.at), 0) "
		"FROM version v JOIN version b ON b.job = v.job AND b.number < v.number "
		"WHERE v.id = :version) OR state NOT IN ('done', 'declined') AND created < "
		"(SELECT at FROM version WHERE id = :version)) ORDER BY number",
	[Q_SHOWN] = "UPDATE revision SET done_in = :version WHERE job = :job AND state = 'done' "
		    "AND done_in IS NULL",
	[Q_SCOPE] = "SELECT count(*) FROM revision r JOIN job j ON j.id = r.job WHERE "
		    "j.client = :client AND r.kind = 'out-of-scope' AND r.created >= :since",
	[Q_SOURCE_ADD] = "INSERT INTO revision_source (revision, message, person, quote, at) "
			 "VALUES (:revision, :message, :person, :quote, :at)",
	[Q_SOURCE_MOVE] = "UPDATE revision_source SET revision = :revision WHERE id = :id",
	[Q_SOURCES] = "SELECT s.id, s.message, s.person, s.quote, s.at, "
		      "json_extract(m.reading, '$.lang'), m.sender FROM revision_source s "
		      "LEFT JOIN message m ON m.id = s.message WHERE s.revision = :revision "
		      "ORDER BY s.at, s.id",
};
const struct db_sql revisions_sql = {sql, COUNT(sql)};

static void
bind(struct query *q, const struct revision *r, int64_t now)
{
	query_id(q, ":version", r->version);
	query_id(q, ":review", r->review);
	query_int(q, ":round", r->round);
	query_cstr(q, ":kind", revision_kind_name(r->kind));
	query_text(q, ":target", r->target);
	query_text(q, ":summary", r->summary);
	query_cstr(q, ":state", revision_state_name(r->state));
	query_id(q, ":conflict", r->conflict_with);
	query_text(q, ":why", r->why);
	query_id(q, ":done", r->done_in);
	query_int(q, ":now", now);
}

int
revision_source_add(struct store *s, int64_t revision, const struct revision_source *source,
		    struct err *e)
{
	struct query q = query_on(s, DB_REVISIONS, Q_SOURCE_ADD);

	query_int(&q, ":revision", revision);
	query_id(&q, ":message", source->message);
	query_string(&q, ":person", source->person);
	query_text(&q, ":quote", source->quote);
	query_int(&q, ":at", source->at);
	return query_run(&q, e);
}

static int
add_rows(struct store *s, struct revision *r, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_REVISIONS, Q_ADD);
	int64_t id, number;

	query_int(&q, ":job", r->job);
	bind(&q, r, now);
	if (query_step(&q, e) != 1)
		return -1;
	id = query_get_int(&q);
	number = query_get_int(&q);
	if (query_run(&q, e) < 0)
		return -1;
	for (size_t i = 0; i < r->sources.len; i++)
		if (revision_source_add(s, id, &r->sources.at[i], e) < 0)
			return -1;
	r->id = id;
	r->number = number;
	r->created = r->changed = now;
	return 0;
}

int
revision_add(struct store *s, struct revision *r, int64_t now, struct err *e)
{
	struct db_unit u;

	return db_enter(s, &u, e) < 0 ? -1 : db_leave(s, &u, add_rows(s, r, now, e), e);
}

int
revision_save(struct store *s, struct revision *r, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_REVISIONS, Q_SAVE);

	query_int(&q, ":id", r->id);
	bind(&q, r, now);
	if (query_run(&q, e) < 0)
		return -1;
	if (query_changes(s) == 0)
		return err_set(e, ERR_NOFILE, "there is no R%lld to save", (long long)r->number);
	r->changed = now;
	return 0;
}

int
revision_source_move(struct store *s, int64_t source, int64_t revision, struct err *e)
{
	struct query q = query_on(s, DB_REVISIONS, Q_SOURCE_MOVE);

	query_int(&q, ":id", source);
	query_int(&q, ":revision", revision);
	return query_run(&q, e);
}

static int
read_row(struct query *q, struct pool *p, struct revision *r, struct err *e)
{
	int kind, state;

	*r = (struct revision){0};
	r->id = query_get_int(q);
	r->job = query_get_int(q);
	r->number = query_get_int(q);
	r->version = query_get_int(q);
	r->review = query_get_int(q);
	r->round = query_get_int(q);
	kind = revision_kind_of(query_peek(q));
	r->target = query_get(q, p);
	r->summary = query_get(q, p);
	state = revision_state_of(query_peek(q));
	r->conflict_with = query_get_int(q);
	r->why = query_get(q, p);
	r->done_in = query_get_int(q);
	r->created = query_get_int(q);
	r->changed = query_get_int(q);
	if (kind < 0 || state < 0)
		return err_set(e, ERR_STOP, "R%lld has a %s this docket does not know",
			       (long long)r->number, kind < 0 ? "kind" : "state");
	r->kind = (enum revision_kind)kind;
	r->state = (enum revision_state)state;
	return 0;
}

static int
read_sources(struct store *s, struct pool *p, struct revision *r, struct err *e)
{
	struct query q = query_on(s, DB_REVISIONS, Q_SOURCES);
	int got;

	query_int(&q, ":revision", r->id);
	while ((got = query_step(&q, e)) == 1) {
		struct revision_source *x = VEC_NEW(&r->sources, p);

		x->id = query_get_int(&q);
		x->message = query_get_int(&q);
		x->person = query_get(&q, p);
		x->quote = query_get(&q, p);
		x->at = query_get_int(&q);
		x->lang = query_get(&q, p);
		x->sender = query_get(&q, p);
	}
	return got;
}

int
revision_get(struct store *s, struct pool *p, int64_t job, int64_t number, struct revision *out,
	     struct err *e)
{
	struct query q = query_on(s, DB_REVISIONS, Q_GET);
	struct revision r;
	int got;

	query_int(&q, ":job", job);
	query_int(&q, ":number", number);
	got = query_step(&q, e);
	if (got != 1)
		return got;
	got = read_row(&q, p, &r, e);
	query_end(&q);
	if (got < 0 || read_sources(s, p, &r, e) < 0)
		return -1;
	*out = r;
	return 1;
}

static int
read_all(struct query *q, struct pool *p, revision_list *out, struct err *e)
{
	revision_list list = {0};
	int got;

	while ((got = query_step(q, e)) == 1) {
		if (read_row(q, p, VEC_NEW(&list, p), e) < 0) {
			query_end(q);
			return -1;
		}
	}
	if (got == 0)
		*out = list;
	return got;
}

int
revisions_of_job(struct store *s, struct pool *p, int64_t job, int64_t round, revision_list *out,
		 struct err *e)
{
	struct query q = query_on(s, DB_REVISIONS, Q_OF_JOB);
	revision_list list = {0};

	query_int(&q, ":job", job);
	query_int(&q, ":round", round);
	if (read_all(&q, p, &list, e) < 0)
		return -1;
	for (size_t i = 0; i < list.len; i++)
		if (read_sources(s, p, &list.at[i], e) < 0)
			return -1;
	*out = list;
	return 0;
}

int
revisions_answered(struct store *s, struct pool *p, int64_t version, revision_list *out,
		   struct err *e)
{
	struct query q = query_on(s, DB_REVISIONS, Q_ANSWERED);

	query_int(&q, ":version", version);
	return read_all(&q, p, out, e);
}

int
revisions_shown_in(struct store *s, int64_t job, int64_t version, struct err *e)
{
	struct query q = query_on(s, DB_REVISIONS, Q_SHOWN);

	query_int(&q, ":job", job);
	query_int(&q, ":version", version);
	return query_run(&q, e);
}

int
revisions_out_of_scope(struct store *s, int64_t client, int64_t since, int64_t *out, struct err *e)
{
	struct query q = query_on(s, DB_REVISIONS, Q_SCOPE);

	query_int(&q, ":client", client);
	query_int(&q, ":since", since);
	return query_value(&q, out, e) < 0 ? -1 : 0;
}
