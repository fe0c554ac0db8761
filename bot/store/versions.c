/* Versions of a job's work with their files, and the QA ticks of each. */
#include "db.h"
#include "docket/store/reviews.h"

#include "docket/base/hash.h"

enum { ROW_COLUMNS = 10 }; /* of Q_ROWS */

#define COLUMNS "id, job, number, maker, message, at"
enum { Q_ADD, Q_FILE, Q_GET, Q_NUMBER, Q_OF_JOB, Q_FILES, Q_ROWS, Q_LINK, Q_QA_PUT, Q_QA };
static const char *const sql[] = {
	[Q_ADD] = "INSERT INTO version (job, number, maker, message, at) SELECT :job, "
		  "coalesce(max(number), 0) + 1, :maker, :message, :now FROM version "
		  "WHERE job = :job RETURNING id, number",
	[Q_FILE] = "INSERT INTO version_file (version, position, kind, name, url, sha, size, type, "
		   "width, height, fault) VALUES (:version, :position, :kind, :name, :url, :sha, "
		   ":size, :type, :width, :height, :fault)",
	[Q_GET] = "SELECT " COLUMNS " FROM version WHERE id = :id",
	[Q_NUMBER] = "SELECT " COLUMNS " FROM version WHERE job = :job AND "
		     "(:number = 0 OR number = :number) ORDER BY number DESC LIMIT 1",
	[Q_OF_JOB] = "SELECT " COLUMNS " FROM version WHERE job = :job ORDER BY number",
	/* The copy of a link stands in for the bytes it has not. */
	[Q_FILES] = "SELECT f.kind, f.name, f.url, coalesce(f.sha, c.sha), iif(c.sha IS NULL, f.size, "
		    "c.size), coalesce(f.type, c.type), iif(c.sha IS NULL, f.width, c.width), "
		    "iif(c.sha IS NULL, f.height, c.height), f.fault, c.state, c.why, c.host, c.at, "
		    "c.event FROM version_file f LEFT JOIN fetch c ON c.version = f.version AND "
		    "c.position = f.position AND c.decision IS NULL WHERE f.version = :version ORDER BY f.position",
	/* All as text: the hash depends on no number format but SQLite's plain one. */
	[Q_ROWS] = "SELECT CAST(position AS TEXT), kind, name, url, sha, CAST(size AS TEXT), type, "
		   "CAST(width AS TEXT), CAST(height AS TEXT), fault FROM version_file "
		   "WHERE version = :version ORDER BY position",
	[Q_LINK] = "SELECT v.job FROM version_file f JOIN version v ON v.id = f.version "
		   "WHERE f.url IS NOT NULL AND instr(f.url, :key) > 0 ORDER BY v.id DESC LIMIT 1",
	[Q_QA_PUT] = "INSERT INTO qa (version, position, state, said_by, reason, at) VALUES "
		     "(:version, :position, :state, :by, :reason, :at) ON CONFLICT DO UPDATE SET "
		     "state = :state, said_by = :by, reason = :reason, at = :at",
	[Q_QA] = "SELECT version, position, state, said_by, reason, at FROM qa "
		 "WHERE version = :version ORDER BY position",
};
const struct db_sql versions_sql = {sql, COUNT(sql)};

static int
add_file(struct store *s, int64_t version, size_t i, const struct version_file *f, struct err *e)
{
	struct query q = query_on(s, DB_VERSIONS, Q_FILE);

	query_int(&q, ":version", version);
	query_int(&q, ":position", (int64_t)i + 1);
	query_cstr(&q, ":kind", f->link ? "link" : "file");
	query_string(&q, ":name", f->name);
	query_text(&q, ":url", f->url);
	query_text(&q, ":sha", f->sha);
	query_int(&q, ":size", f->size);
	query_text(&q, ":type", f->type);
	query_int(&q, ":width", f->width);
	query_int(&q, ":height", f->height);
	query_text(&q, ":fault", f->fault);
	return query_run(&q, e);
}

static int
add_rows(struct store *s, struct version *v, int64_t now, struct err *e)
{
	struct query q = query_on(s, DB_VERSIONS, Q_ADD);
	int64_t id, number;

	query_int(&q, ":job", v->job);
	query_id(&q, ":maker", v->maker);
	query_id(&q, ":message", v->message);
	query_int(&q, ":now", now);
	if (query_step(&q, e) != 1)
		return -1;
	id = query_get_int(&q);
	number = query_get_int(&q);
	if (query_run(&q, e) < 0)
		return -1;
	for (size_t i = 0; i < v->files.len; i++)
		if (add_file(s, id, i, &v->files.at[i], e) < 0)
			return -1;
	v->id = id;
	v->number = number;
	v->at = now;
	return 0;
}

int
version_link_job(struct store *s, struct slice key, int64_t *job_out, struct err *e)
{
	struct query q = query_on(s, DB_VERSIONS, Q_LINK);

	query_string(&q, ":key", key);
	return query_value(&q, job_out, e);
}

int
version_add(struct store *s, struct version *v, int64_t now, struct err *e)
{
	struct db_unit u;

	return db_enter(s, &u, e) < 0 ? -1 : db_leave(s, &u, add_rows(s, v, now, e), e);
}

static void
read_row(struct query *q, struct version *v)
{
	*v = (struct version){0};
	v->id = query_get_int(q);
	v->job = query_get_int(q);
	v->number = query_get_int(q);
	v->maker = query_get_int(q);
	v->message = query_get_int(q);
	v->at = query_get_int(q);
}

static enum fetch_state
fetch_state_of(struct slice name)
{
	return slice_is(name, "due")    ? FETCH_DUE
	       : slice_is(name, "kept") ? FETCH_KEPT
	       : name.len > 0		? FETCH_NOT
					: FETCH_NONE;
}

static int
read_files(struct store *s, struct pool *p, struct version *v, struct err *e)
{
	struct query q = query_on(s, DB_VERSIONS, Q_FILES);
	int got;

	query_int(&q, ":version", v->id);
	while ((got = query_step(&q, e)) == 1) {
		struct version_file *f = VEC_NEW(&v->files, p);

		*f = (struct version_file){0};
		f->link = slice_is(query_peek(&q), "link");
		f->name = query_get(&q, p);
		f->url = query_get(&q, p);
		f->sha = query_get(&q, p);
		f->size = query_get_int(&q);
		f->type = query_get(&q, p);
		f->width = query_get_int(&q);
		f->height = query_get_int(&q);
		f->fault = query_get(&q, p);
		f->fetch = fetch_state_of(query_peek(&q));
		f->why = query_get(&q, p);
		f->host = query_get(&q, p);
		f->fetched = query_get_int(&q);
		f->event = query_get_int(&q);
	}
	return got;
}

static int
read_one(struct query *q, struct pool *p, struct version *out, struct err *e)
{
	struct version v;
	int got = query_step(q, e);

	if (got != 1)
		return got;
	read_row(q, &v);
	query_end(q);
	if (read_files(q->s, p, &v, e) < 0)
		return -1;
	*out = v;
	return 1;
}

int
version_get(struct store *s, struct pool *p, int64_t id, struct version *out, struct err *e)
{
	struct query q = query_on(s, DB_VERSIONS, Q_GET);

	query_int(&q, ":id", id);
	return read_one(&q, p, out, e);
}

int
version_of_job(struct store *s, struct pool *p, int64_t job, int64_t number, struct version *out,
	       struct err *e)
{
	struct query q = query_on(s, DB_VERSIONS, Q_NUMBER);

	query_int(&q, ":job", job);
	query_int(&q, ":number", number);
	return read_one(&q, p, out, e);
}

int
versions_of_job(struct store *s, struct pool *p, int64_t job, version_list *out, struct err *e)
{
	struct query q = query_on(s, DB_VERSIONS, Q_OF_JOB);
	version_list list = {0};
	int got;

	query_int(&q, ":job", job);
	while ((got = query_step(&q, e)) == 1)
		read_row(&q, VEC_NEW(&list, p));
	for (size_t i = 0; got == 0 && i < list.len; i++)
		got = read_files(s, p, &list.at[i], e);
	if (got == 0)
		*out = list;
	return got;
}

/* Each column as its length and its bytes, "-" for null: no two rows read the same. */
int
version_rows_hash(struct store *s, int64_t version, char out[HASH_HEX], struct err *e)
{
	struct query q = query_on(s, DB_VERSIONS, Q_ROWS);
	unsigned char digest[HASH_LEN];
	struct hash_ctx c;
	int got;

	hash_begin(&c);
	query_int(&q, ":version", version);
	while ((got = query_step(&q, e)) == 1) {
		for (int i = 0; i < ROW_COLUMNS; i++) {
			bool null = query_get_null(&q);
			struct slice value = query_peek(&q);
			char len[24];

			(void)snprintf(len, sizeof(len), "%zu:", value.len);
			hash_feed(&c, slice_of(null ? "-" : len));
			hash_feed(&c, value);
		}
	}
	hash_end(&c, digest);
	hash_hex(digest, HASH_LEN, out);
	return got;
}

bool
version_unfixed(const struct version *v)
{
	for (size_t i = 0; i < v->files.len; i++)
		if (v->files.at[i].sha.len == 0)
			return true;
	return v->files.len == 0;
}

int
qa_put(struct store *s, const struct qa_tick *t, struct err *e)
{
	struct query q = query_on(s, DB_VERSIONS, Q_QA_PUT);

	query_int(&q, ":version", t->version);
	query_int(&q, ":position", t->position);
	query_cstr(&q, ":state", t->waived ? "waived" : "ok");
	query_string(&q, ":by", t->said_by);
	query_text(&q, ":reason", t->reason);
	query_int(&q, ":at", t->at);
	return query_run(&q, e);
}

int
qa_of_version(struct store *s, struct pool *p, int64_t version, qa_list *out, struct err *e)
{
	struct query q = query_on(s, DB_VERSIONS, Q_QA);
	qa_list list = {0};
	int got;

	query_int(&q, ":version", version);
	while ((got = query_step(&q, e)) == 1) {
		struct qa_tick *t = VEC_NEW(&list, p);

		t->version = query_get_int(&q);
		t->position = query_get_int(&q);
		t->waived = slice_is(query_peek(&q), "waived");
		t->said_by = query_get(&q, p);
		t->reason = query_get(&q, p);
		t->at = query_get_int(&q);
	}
	if (got == 0)
		*out = list;
	return got;
}
