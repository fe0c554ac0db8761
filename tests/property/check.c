/*
 * What must hold after every step. Each row of the tables is a statement that finds what does not:
 * the first for one job, the second for all of the database. Chains are computed again here, by the
 * words of schema.sql and not by the code under test.
 */
#include "world.h"

#include "docket/base/hash.h"
#include "docket/domain/job.h"
#include "docket/store/jobs.h"

#include <stdio.h>

enum { MOVES_MAX = 200 };
int moves_taken[MOVES_MAX];

#define OPEN   "j.state NOT IN ('declined', 'cancelled', 'archived')"
#define COUNTS "d.withdrawn IS NULL AND d.strength IN ('decision', 'attested')"

/* :job is bound. A row is a fault: its first column says what of. */
static const struct {
	const char *what, *sql;
} of_job[] = {
	{"an open job has one owner, who is active",
	 "SELECT j.ref FROM job j LEFT JOIN member m ON m.id = j.owner WHERE j.id = :job AND " OPEN
	 " AND (m.id IS NULL OR m.active = 0)"},
	{"the state is the one that the newest move led to",
	 "SELECT j.ref || ' is ' || j.state FROM job j WHERE j.id = :job AND j.state <> "
	 "coalesce((SELECT "
	 "json_extract(e.payload, '$.data.to') FROM event e WHERE e.job = j.id AND e.kind = "
	 "'moved' "
	 "ORDER BY e.seq DESC LIMIT 1), (SELECT json_extract(e.payload, '$.data.state') FROM event "
	 "e "
	 "WHERE e.job = j.id AND e.kind = 'opened'))"},
	{"a move begins where the one before it ended",
	 "SELECT e.seq FROM event e WHERE e.job = :job AND e.kind = 'moved' AND "
	 "json_extract(e.payload, "
	 "'$.data.from') IS NOT coalesce((SELECT json_extract(b.payload, '$.data.to') FROM event b "
	 "WHERE "
	 "b.job = e.job AND b.kind = 'moved' AND b.seq < e.seq ORDER BY b.seq DESC LIMIT 1), "
	 "(SELECT "
	 "json_extract(o.payload, '$.data.state') FROM event o WHERE o.job = e.job AND o.kind = "
	 "'opened'))"},
	{"no client stage opens before ours are passed, or overridden with a reason",
	 "SELECT 'v' || v.number FROM review c JOIN version v ON v.id = c.version JOIN review i ON "
	 "i.version = c.version AND i.side = 'us' WHERE c.job = :job AND c.side = 'client' AND "
	 "c.opened IS "
	 "NOT NULL AND NOT (i.state = 'passed' OR (i.state = 'overridden' AND length(i.reason) > "
	 "0))"},
	{"an override is on record", "SELECT r.stage FROM review r WHERE r.job = :job AND r.state "
				     "= 'overridden' AND NOT EXISTS (SELECT "
				     "1 FROM event e WHERE e.job = r.job AND e.kind = 'override')"},
	{"a maker never reviews their own version",
	 "SELECT 'v' || v.number FROM version v JOIN review r ON r.version = v.id JOIN "
	 "review_decider d ON "
	 "d.review = r.id WHERE v.job = :job AND d.member = v.maker UNION ALL SELECT 'v' || "
	 "v.number FROM "
	 "version v JOIN decision d ON d.version = v.id WHERE v.job = :job AND d.member = v.maker"},
	{"what counts was said by a decider of that review, on its version",
	 "SELECT 'decision ' || d.id FROM decision d LEFT JOIN review r ON r.id = d.review WHERE "
	 "d.job = :job "
	 "AND " COUNTS
	 " AND (r.id IS NULL OR r.version IS NOT d.version OR r.job <> d.job OR NOT (EXISTS "
	 "(SELECT 1 FROM review_decider w WHERE w.review = r.id AND (w.member IS d.member OR "
	 "w.contact IS "
	 "d.contact)) OR (d.contact = (SELECT c.decider FROM client c JOIN job j ON j.client = "
	 "c.id WHERE "
	 "j.id = d.job) AND d.kind <> 'approve')))"},
	{"a decider is of the job's client, or of ours",
	 "SELECT 'review ' || r.id FROM review r JOIN job j ON j.id = r.job JOIN review_decider d "
	 "ON d.review "
	 "= r.id LEFT JOIN contact c ON c.id = d.contact WHERE r.job = :job AND ((r.side = 'us') "
	 "<> "
	 "(d.member IS NOT NULL) OR (c.id IS NOT NULL AND c.client <> j.client))"},
	{"an approved job has an approval that counts behind each client stage, or was waived "
	 "unseen",
	 "SELECT j.ref FROM job j WHERE j.id = :job AND j.state IN ('approved', 'final-qa', "
	 "'delivered') AND "
	 "(SELECT json_extract(e.payload, '$.data.event') FROM event e WHERE e.job = j.id AND "
	 "e.kind = "
	 "'moved' AND json_extract(e.payload, '$.data.to') = 'approved' ORDER BY e.seq DESC LIMIT "
	 "1) = "
	 "'approve' AND EXISTS (SELECT 1 FROM review r WHERE r.job = j.id AND r.side = 'client' "
	 "AND r.version "
	 "= (SELECT max(id) FROM version v WHERE v.job = j.id) AND NOT (r.state = 'passed' AND "
	 "EXISTS (SELECT "
	 "1 FROM decision d WHERE d.review = r.id AND d.contact IS NOT NULL AND d.kind = 'approve' "
	 "AND " COUNTS ")))"},
	{"our clock and the client's never run together",
	 "SELECT j.ref FROM job j WHERE j.id = :job AND (SELECT count(DISTINCT r.side) FROM review "
	 "r WHERE "
	 "r.job = j.id AND r.state = 'open') > 1"},
	{"a review is open only while its side has the move",
	 "SELECT j.ref || ' is ' || j.state || ', ' || r.stage || ' is open' FROM job j JOIN "
	 "review r ON "
	 "r.job = j.id WHERE j.id = :job AND r.state = 'open' AND iif(j.state = 'on-hold', "
	 "j.held_from, j.state) <> iif(r.side = 'us', 'internal-review', "
	 "'client-review')"},
	{"a review of the client's is open while the client reviews",
	 "SELECT j.ref FROM job j WHERE j.id = :job AND j.state = 'client-review' AND NOT EXISTS "
	 "(SELECT 1 "
	 "FROM review r WHERE r.job = j.id AND r.side = 'client' AND r.state = 'open' AND "
	 "r.version = (SELECT "
	 "max(id) FROM version v WHERE v.job = j.id))"},
	{"only the newest version is in review",
	 "SELECT 'review ' || r.id FROM review r WHERE r.job = :job AND r.state IN ('open', "
	 "'waiting') AND "
	 "r.version <> (SELECT max(id) FROM version v WHERE v.job = r.job)"},
	{"stages are taken in order", "SELECT 'review ' || r.id FROM review r JOIN review b ON "
				      "b.version = r.version AND b.position < "
				      "r.position WHERE r.job = :job AND r.state = 'open' AND "
				      "b.state NOT IN ('passed', 'overridden')"},
	{"versions are numbered without gaps",
	 "SELECT j.ref FROM job j WHERE j.id = :job AND (SELECT count(*) FROM version v WHERE "
	 "v.job = j.id) "
	 "<> (SELECT coalesce(max(number), 0) FROM version v WHERE v.job = j.id)"},
	{"items are numbered without gaps",
	 "SELECT j.ref FROM job j WHERE j.id = :job AND (SELECT count(*) FROM revision v WHERE "
	 "v.job = j.id) "
	 "<> (SELECT coalesce(max(number), 0) FROM revision v WHERE v.job = j.id)"},
	{"no mail that asks for a decision waits to be sent when there is nothing left to decide",
	 "SELECT 'outbox ' || o.id || ', review ' || r.state FROM review r JOIN review_decider d "
	 "ON d.review "
	 "= r.id JOIN outbox o ON o.id = d.outbox JOIN job j ON j.id = r.job WHERE r.job = :job "
	 "AND r.side = "
	 "'client' AND o.state IN ('queued', 'draft') AND o.attempts = 0 AND (r.state <> 'open' OR "
	 "j.state IN "
	 "('cancelled', 'declined', 'archived'))"},
	{"no question to the client waits for a job that is over",
	 "SELECT 'outbox ' || o.id FROM outbox o JOIN job j ON j.id = o.job WHERE j.id = :job AND "
	 "o.kind = "
	 "'prompt' AND o.state IN ('queued', 'draft') AND o.attempts = 0 AND j.state IN "
	 "('cancelled', "
	 "'declined', 'archived')"},
	{"mails about a job are its client's",
	 "SELECT 'outbox ' || o.id FROM outbox o JOIN job j ON j.id = o.job WHERE j.id = :job AND "
	 "o.client IS "
	 "NOT j.client UNION ALL SELECT 'm' || m.id FROM message m JOIN job j ON j.id = m.job "
	 "WHERE j.id = "
	 ":job AND m.client IS NOT NULL AND m.client <> j.client"},
	{"an event's columns are what was hashed",
	 "SELECT 'event ' || e.seq FROM event e WHERE e.job = :job AND NOT "
	 "(json_extract(e.payload, '$.seq') "
	 "IS e.seq AND json_extract(e.payload, '$.kind') IS e.kind AND json_extract(e.payload, "
	 "'$.actor') IS "
	 "e.actor AND json_extract(e.payload, '$.at') IS e.at AND json_extract(e.payload, "
	 "'$.message') IS "
	 "e.message)"},
	{"decisions are the ones of the ledger",
	 "SELECT 'decision ' || d.id FROM decision d LEFT JOIN event e ON e.job = d.job AND e.seq "
	 "= d.event "
	 "AND e.kind = 'decision' WHERE d.job = :job AND (e.id IS NULL OR json_extract(e.payload, "
	 "'$.data.kind') IS NOT d.kind OR json_extract(e.payload, '$.data.strength') IS NOT "
	 "d.strength)"},
};

/* Of what came since :since, an outbox row; else of everything. */
static const struct {
	const char *what, *sql;
} of_all[] = {
	{"every recipient is inside the client's wall",
	 "SELECT 'outbox ' || o.id || ' to ' || r.address FROM outbox o JOIN outbox_rcpt r ON "
	 "r.outbox = o.id "
	 "WHERE o.id > :since AND NOT EXISTS (SELECT 1 FROM member m WHERE m.address = r.address "
	 "COLLATE "
	 "NOCASE) AND (o.internal = 1 OR NOT (EXISTS (SELECT 1 FROM contact c WHERE c.address = "
	 "r.address "
	 "COLLATE NOCASE AND c.client = o.client) OR EXISTS (SELECT 1 FROM client_domain d WHERE "
	 "d.client = "
	 "o.client AND lower(r.address) LIKE '%@' || d.domain)))"},
	{"nothing received is left behind",
	 "SELECT 'm' || id FROM message WHERE state = 'recorded' AND :since IS NOT NULL"},
	{"what waits in triage says why", "SELECT 'm' || id FROM message WHERE triage_open = 1 AND "
					  "coalesce(reason, '') = '' AND :since IS NOT "
					  "NULL"},
	{"no Message-ID of ours is used twice",
	 "SELECT message_id FROM outbox WHERE id > :since GROUP BY message_id HAVING count(*) > 1"},
};

/* Prepared once: the tables are short and the steps are many. */
static struct {
	const char *sql;
	sqlite3_stmt *st;
} kept[64];

static void
run(struct world *w, const char *what, const char *sql, const char *name, int64_t value)
{
	sqlite3_stmt *st = NULL;
	for (size_t i = 0; i < COUNT(kept) && st == NULL; i++) {
		if (kept[i].sql == NULL) {
			if (sqlite3_prepare_v2(w->db, sql, -1, &kept[i].st, NULL) != SQLITE_OK) {
				world_fault(w, "%s: %s", sqlite3_errmsg(w->db), sql);
				return;
			}
			kept[i].sql = sql;
		}
		if (kept[i].sql == sql)
			st = kept[i].st;
	}
	sqlite3_bind_int64(st, sqlite3_bind_parameter_index(st, name), value);
	if (sqlite3_step(st) == SQLITE_ROW)
		world_fault(w, "%s: %s", what, (const char *)sqlite3_column_text(st, 0));
	sqlite3_reset(st);
}

void
check_forget(void)
{
	for (size_t i = 0; i < COUNT(kept); i++)
		sqlite3_finalize(kept[i].st);
	memset(kept, 0, sizeof(kept));
}

/* hash = SHA-256("docket-event-1\n" || hex of the previous hash || "\n" || payload). */
static void
chain(struct world *w, int64_t job)
{
	sqlite3_stmt *st = NULL;
	char prev[65], now[65];
	int64_t seq = 0;
	memset(prev, '0', 64);
	prev[64] = '\0';
	if (sqlite3_prepare_v2(
		    w->db,
		    "SELECT seq, payload, lower(hex(hash)) FROM event WHERE job = ? ORDER BY "
		    "seq",
		    -1, &st, NULL) != SQLITE_OK)
		return;
	sqlite3_bind_int64(st, 1, job);
	while (sqlite3_step(st) == SQLITE_ROW) {
		struct hash_ctx ctx;
		unsigned char hash[HASH_LEN];
		hash_begin(&ctx);
		hash_feed(&ctx, SLICE_LIT("docket-event-1\n"));
		hash_feed(&ctx, slice_of(prev));
		hash_feed(&ctx, SLICE_LIT("\n"));
		hash_feed(&ctx, slice_make((const char *)sqlite3_column_text(st, 1),
					   (size_t)sqlite3_column_bytes(st, 1)));
		hash_end(&ctx, hash);
		hash_hex(hash, HASH_LEN, now);
		if (sqlite3_column_int64(st, 0) != ++seq ||
		    strcmp(now, (const char *)sqlite3_column_text(st, 2)) != 0)
			world_fault(w, "the chain of job %lld is broken at %lld", (long long)job,
				    (long long)seq);
		memcpy(prev, now, sizeof(prev));
	}
	sqlite3_finalize(st);
	if (seq > 0 &&
	    strcmp(prev, world_text(w, "SELECT lower(hex(head)) FROM job WHERE id = %lld",
				    (long long)job)) != 0)
		world_fault(w, "the head of job %lld is not its last event", (long long)job);
}

static void
count_move(struct slice from, struct slice event)
{
	size_t n;
	const struct job_move_row *m = job_moves(&n);
	for (size_t i = 0; i < n && i < MOVES_MAX; i++)
		if (slice_is(from, job_state_name(m[i].from)) &&
		    slice_is(event, job_event_name(m[i].event)))
			moves_taken[i]++;
}

static void
check_job(struct world *w, int64_t job)
{
	for (size_t i = 0; i < COUNT(of_job); i++)
		run(w, of_job[i].what, of_job[i].sql, ":job", job);
	chain(w, job);
}

/* A decision by mail comes from the person whom the step let decide, and from nobody else. */
static void
entitled(struct world *w, int64_t since)
{
	int64_t bad = world_int(
		w,
		"SELECT d.id FROM decision d JOIN event e ON e.job = d.job AND e.seq = "
		"d.event WHERE e.id > %lld AND d.strength = 'decision' AND d.contact IS NOT "
		"NULL AND (d.message IS NOT %lld OR d.contact <> %lld)",
		(long long)since, (long long)w->message, (long long)w->entitled);
	if (bad != 0)
		world_fault(w, "decision %lld was taken from a mail that may not decide",
			    (long long)bad);
}

void
check_step(struct world *w)
{
	sqlite3_stmt *st = NULL;
	int64_t jobs[64], since = w->last_event;
	static int64_t outbox;
	size_t count = 0;
	if (since == 0)
		outbox = 0;
	entitled(w, since);
	if (sqlite3_prepare_v2(
		    w->db,
		    "SELECT id, job, kind, json_extract(payload, '$.data.from'), "
		    "json_extract(payload, '$.data.event') FROM event WHERE id > ? ORDER BY id",
		    -1, &st, NULL) != SQLITE_OK)
		return;
	sqlite3_bind_int64(st, 1, since);
	while (sqlite3_step(st) == SQLITE_ROW) {
		int64_t job = sqlite3_column_int64(st, 1);
		size_t k = 0;
		w->last_event = sqlite3_column_int64(st, 0);
		if (strcmp((const char *)sqlite3_column_text(st, 2), "moved") == 0)
			count_move(slice_of((const char *)sqlite3_column_text(st, 3)),
				   slice_of((const char *)sqlite3_column_text(st, 4)));
		while (k < count && jobs[k] != job)
			k++;
		if (k == count && count < COUNT(jobs))
			jobs[count++] = job;
	}
	sqlite3_finalize(st);
	for (size_t i = 0; i < count; i++)
		check_job(w, jobs[i]);
	for (size_t i = 0; i < COUNT(of_all); i++)
		run(w, of_all[i].what, of_all[i].sql, ":since", outbox);
	outbox = world_int(w, "SELECT max(id) FROM outbox");
}

void
check_all(struct world *w)
{
	struct err e = ERR_INIT;
	struct str report;
	int64_t checked, most = world_int(w, "SELECT max(id) FROM job");
	str_init(&report, 1 << 20);
	for (int64_t job = 1; job <= most; job++)
		check_job(w, job);
	for (size_t i = 0; i < COUNT(of_all); i++)
		run(w, of_all[i].what, of_all[i].sql, ":since", 0);
	if (ledger_verify(w->d.store, &report, &checked, &e) != 0)
		world_fault(w, "verify: %s%s", str_cstr(&report), e.text);
	str_clear(&report);
}
