/*
 * Decisions, versions, hours and files against the ledger: what the rows say has to be what was hashed, no
 * row may be missing or too much, and the bytes of each file have to be those that were decided on.
 */
#include "jobs.h"

#include "docket/store/reviews.h"

enum { FILE_MAX = 64 << 20 };

#define DATA(path) "json_extract(iif(json_valid(e.payload), e.payload, '{}'), '$.data." path "')"
#define FOLLOW(path) "json_extract(iif(json_valid(x.payload), x.payload, '{}'), '$.data." path "')"
#define NO_GAPS(table)                                                                             \
	"SELECT 'the database', 'a row of " table " is missing, or has another number' WHERE "     \
	"(SELECT count(*) FROM " table ") > 0 AND ((SELECT min(id) FROM " table ") <> 1 OR "       \
	"(SELECT max(id) FROM " table ") <> (SELECT count(*) FROM " table "))"
#define NO_LOOSE(table)                                                                            \
	"SELECT 'the database', f.\"table\" || coalesce(' ' || f.rowid, '') || ' points at nothing in ' " \
	"|| f.parent FROM pragma_foreign_key_check('" table "') f"
/* Statements before Q_ROWS give faults. */
enum { Q_DECISIONS, Q_FOLLOWED, Q_EVENT_IDS, Q_DECISION_IDS, Q_LOOSE, Q_LOST, Q_DENIED, Q_VERSIONS, Q_LOST_VERSIONS, Q_COPIES, Q_LOST_COPIES, Q_HOURS, Q_LOST_HOURS,
       Q_ESTIMATE, Q_ROWS, Q_FILES };
static const char *const sql[] = {
	[Q_DECISIONS] =
		"SELECT j.ref, 'decision ' || d.id || ' is not what its event says' "
		"FROM decision d JOIN job j ON j.id = d.job "
		"LEFT JOIN event e ON e.job = d.job AND e.seq = d.event AND e.kind = 'decision' "
		"WHERE e.id IS NULL OR NOT (" DATA("kind") " IS d.kind AND " DATA("strength")
		" IS d.strength AND " DATA("contact") " IS coalesce(d.contact, 0) AND " DATA("member")
		" IS coalesce(d.member, 0) AND " DATA("attested_by") " IS coalesce(d.attested_by, 0) "
		"AND " DATA("for") " IS (SELECT g.stands_for FROM delegate g WHERE g.id = d.delegate) "
		"AND " DATA("until") " IS (SELECT g.until FROM delegate g WHERE g.id = d.delegate) AND " DATA("review") " IS d.review AND " DATA("version") " IS (SELECT v.number FROM "
		"version v WHERE v.id = d.version AND v.job = d.job) AND e.message IS d.message AND "
		"e.at IS d.at) OR (d.version IS NOT NULL AND " DATA("version") " IS NULL)",
	/* Events that say what they settle came with those that say what was asked about them. */
	[Q_FOLLOWED] =
		"SELECT j.ref, 'decision ' || d.id || ' was asked about or withdrawn otherwise than "
		"its history says' FROM decision d JOIN job j ON j.id = d.job "
		"JOIN event e ON e.job = d.job AND e.seq = d.event AND e.kind = 'decision' "
		"WHERE " DATA("settles") " IS NOT NULL AND ("
		"d.withdrawn IS NOT (SELECT x.at FROM event x WHERE x.job = d.job AND x.seq > d.event "
		"AND iif(x.kind = 'contradicted', " FOLLOW("event") ", iif(x.kind = 'decision', "
		FOLLOW("settles") ", NULL)) = d.event ORDER BY x.seq LIMIT 1) OR "
		"d.asked IS NOT (SELECT " FOLLOW("outbox") " FROM event x WHERE x.job = d.job AND "
		"x.seq > d.event AND x.kind = 'decision-asked' AND " FOLLOW("decision") " = d.id "
		"ORDER BY x.seq DESC LIMIT 1))",
	/* Neither is ever deleted, so their row numbers run from 1 without gaps. */
	[Q_EVENT_IDS] = NO_GAPS("event"),
	[Q_DECISION_IDS] = NO_GAPS("decision"),
	[Q_LOOSE] = NO_LOOSE("event_text") " UNION ALL " NO_LOOSE("decision")
		    " UNION ALL " NO_LOOSE("version") " UNION ALL " NO_LOOSE("version_file")
		    " UNION ALL " NO_LOOSE("fetch"),
	[Q_LOST] = "SELECT j.ref, 'event ' || e.seq || ' is a decision that has no row' FROM event e "
		   "JOIN job j ON j.id = e.job WHERE e.kind = 'decision' AND NOT EXISTS (SELECT 1 "
		   "FROM decision d WHERE d.job = e.job AND d.event = e.seq)",
	[Q_DENIED] = "SELECT j.ref, 'decision ' || d.id || ' was contradicted, but counts' "
		     "FROM event e JOIN decision d ON d.id = " DATA("decision")
		     " JOIN job j ON j.id = e.job WHERE e.kind = 'contradicted' AND "
		     "(d.withdrawn IS NULL OR d.job <> e.job)",
	[Q_VERSIONS] =
		"SELECT j.ref, 'v' || v.number || ' is not what was submitted' "
		"FROM version v JOIN job j ON j.id = v.job "
		"LEFT JOIN event e ON e.job = v.job AND e.kind = 'submitted' AND " DATA("version")
		" = v.number LEFT JOIN event_text t ON t.event = e.id "
		"WHERE e.id IS NULL OR " DATA("maker") " IS NOT v.maker OR e.at IS NOT v.at OR "
		"e.message IS NOT v.message OR " DATA("files") " IS NOT (SELECT json_group_array("
		"coalesce(f.sha, 'content not fixed')) FROM (SELECT sha FROM version_file WHERE "
		"version = v.id ORDER BY position) f) OR (t.event IS NOT NULL AND t.text IS NOT "
		"(SELECT group_concat(f.name, ', ') FROM (SELECT iif(kind = 'link', url, name) AS "
		"name FROM version_file WHERE version = v.id ORDER BY position) f))",
	[Q_LOST_VERSIONS] =
		"SELECT j.ref, 'event ' || e.seq || ' is a version that has no row' FROM event e "
		"JOIN job j ON j.id = e.job WHERE e.kind = 'submitted' AND NOT EXISTS (SELECT 1 "
		"FROM version v WHERE v.job = e.job AND v.number = " DATA("version") ")",
	[Q_COPIES] =
		"SELECT j.ref, 'the copy of link ' || c.position || ' of v' || v.number || ' is not what "
		"its event says' FROM fetch c JOIN version v ON v.id = c.version JOIN job j ON "
		"j.id = v.job JOIN version_file f ON f.version = c.version AND f.position = c.position "
		"LEFT JOIN event e ON e.job = v.job AND e.seq = c.event AND e.kind = "
		"iif(c.decision IS NULL, 'fetched', 'link-checked') "
		"LEFT JOIN event_text t ON t.event = e.id WHERE c.state <> 'due' AND (e.id IS NULL OR "
		"NOT (" DATA("decision") " IS c.decision AND " DATA("version") " IS v.number AND " DATA("file") " IS c.position AND " DATA("sha")
		" IS c.sha AND coalesce(" DATA("size") ", 0) IS c.size AND " DATA("type") " IS c.type AND "
		DATA("why") " IS c.why AND " DATA("host") " IS c.host AND " DATA("status")
		" IS c.status AND coalesce(" DATA("width") ", 0) IS c.width AND coalesce(" DATA("height")
		", 0) IS c.height AND e.at IS c.at AND coalesce(t.text, f.url) IS f.url))",
	[Q_LOST_COPIES] =
		"SELECT j.ref, 'event ' || e.seq || ' is a fetched link that has no row' FROM event e "
		"JOIN job j ON j.id = e.job WHERE e.kind IN ('fetched', 'link-checked') AND NOT EXISTS (SELECT 1 FROM "
		"fetch c JOIN version v ON v.id = c.version WHERE v.job = e.job AND c.event = e.seq)",
	[Q_HOURS] =
		"SELECT j.ref, 'hours ' || h.id || ' are not what their event says' FROM hours h "
		"JOIN job j ON j.id = h.job LEFT JOIN event e ON e.job = h.job AND e.seq = h.event "
		"AND e.kind = 'hours' WHERE e.id IS NULL OR NOT (" DATA("minutes") " IS h.minutes AND "
		DATA("member") " IS h.member AND " DATA("day") " IS h.day AND e.at IS h.at)",
	[Q_LOST_HOURS] = "SELECT j.ref, 'event ' || e.seq || ' are hours that have no row' FROM event e "
			 "JOIN job j ON j.id = e.job WHERE e.kind = 'hours' AND NOT EXISTS (SELECT 1 "
			 "FROM hours h WHERE h.job = e.job AND h.event = e.seq)",
	[Q_ESTIMATE] = "SELECT j.ref, 'its estimate is not what its history says' FROM job j WHERE "
		       "j.estimate IS NOT (SELECT " DATA("minutes") " FROM event e WHERE e.job = j.id "
		       "AND e.kind = 'estimate' ORDER BY e.seq DESC LIMIT 1)",
	[Q_ROWS] = "SELECT j.ref, v.id, v.number, " DATA("rows") " FROM version v "
		   "JOIN job j ON j.id = v.job JOIN event e ON e.job = v.job AND "
		   "e.kind = 'submitted' AND " DATA("version") " = v.number "
		   "WHERE " DATA("rows") " IS NOT NULL ORDER BY v.id",
	[Q_FILES] = "SELECT j.ref, f.name, f.sha FROM (SELECT version, name, sha FROM version_file "
		    "UNION ALL SELECT c.version, l.url, c.sha FROM fetch c JOIN version_file l ON "
		    "l.version = c.version AND l.position = c.position WHERE c.decision IS NULL) f JOIN version v ON v.id = "
		    "f.version JOIN job j ON j.id = v.job WHERE f.sha IS NOT NULL "
		    "GROUP BY f.sha ORDER BY f.sha",
};
const struct db_sql verify_life_sql = {sql, COUNT(sql)};

/* Statements whose every row is a fault: the job, and a sentence. */
static int
rows(struct store *s, int which, struct str *report, int *faults, struct err *e)
{
	struct query q = query_on(s, DB_VERIFY_LIFE, which);
	int got;

	while ((got = query_step(&q, e)) == 1) {
		struct slice ref = query_peek(&q), text = query_peek(&q);

		++*faults;
		str_addf(report, "%.*s: %.*s\n", SLICE_ARG(ref), SLICE_ARG(text));
	}
	return got;
}

struct fixed {
	struct slice ref, hash;
	int64_t version, number;
};

/* What was recorded of each file beside its bytes: name, place, type, size, faults. */
static int
file_rows(struct store *s, struct str *report, int *faults, struct err *e)
{
	struct query q = query_on(s, DB_VERIFY_LIFE, Q_ROWS);
	struct pool *pool = pool_new();
	VEC(struct fixed) all = {0};
	int got;

	while ((got = query_step(&q, e)) == 1) {
		struct fixed *f = VEC_NEW(&all, pool);

		f->ref = query_get(&q, pool);
		f->version = query_get_int(&q);
		f->number = query_get_int(&q);
		f->hash = query_get(&q, pool);
	}
	for (size_t i = 0; got == 0 && i < all.len; i++) {
		char found[HASH_HEX];

		got = version_rows_hash(s, all.at[i].version, found, e);
		if (got < 0 || slice_is(all.at[i].hash, found))
			continue;
		++*faults;
		str_addf(report, "%.*s: what is recorded of the files of v%lld was changed\n",
			 SLICE_ARG(all.at[i].ref), (long long)all.at[i].number);
	}
	pool_free(pool);
	return got;
}

struct file {
	struct slice ref, name, sha;
};

static int
files(struct store *s, struct str *report, int *faults, struct err *e)
{
	struct query q = query_on(s, DB_VERIFY_LIFE, Q_FILES);
	struct pool *pool = pool_new();
	VEC(struct file) all = {0};
	int got;

	while ((got = query_step(&q, e)) == 1) {
		struct file *f = VEC_NEW(&all, pool);

		f->ref = query_get(&q, pool);
		f->name = query_get(&q, pool);
		f->sha = query_get(&q, pool);
	}
	for (size_t i = 0; got == 0 && i < all.len; i++) {
		struct err bad = ERR_INIT;
		struct str bytes;
		char sha[HASH_HEX];

		str_init(&bytes, FILE_MAX);
		if (blob_read(s, slice_cstr(all.at[i].sha, sha, sizeof(sha)), FILE_MAX, &bytes,
			      &bad) < 0) {
			if (bad.kind == ERR_RETRY || bad.kind == ERR_STOP)
				got = err_set(e, bad.kind, "%s", bad.text);
			++*faults;
			str_addf(report, "%.*s: the file '%.*s' is not what was submitted: %s\n",
				 SLICE_ARG(all.at[i].ref), SLICE_ARG(all.at[i].name), bad.text);
		}
		str_clear(&bytes);
	}
	pool_free(pool);
	return got;
}

int
verify_life(struct store *s, struct str *report, int *faults, struct err *e)
{
	for (int which = Q_DECISIONS; which < Q_ROWS; which++)
		if (rows(s, which, report, faults, e) < 0)
			return -1;
	return file_rows(s, report, faults, e) < 0 ? -1 : files(s, report, faults, e);
}
