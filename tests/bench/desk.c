/*
 * build/bench-desk [JOBS]: what commands and mails cost in a database of 100,000 jobs and more than
 * a million events, as time of work inside the program. The database is written here, valid in all
 * its parts (`verify` has to pass), by a connection of its own; what is measured goes the daemon's
 * way.
 */
#include "../property/world.h"

#include "docket/base/hash.h"
#include "docket/store/jobs.h"
#include "docket/store/people.h"

#include <stdlib.h>
#include <time.h>

enum {
	JOBS = 100000,
	OPEN_OF = 50, /* every one of so many jobs is at work */
	PARTNER_OF = 500, /* … and a partner's */
	CLIENTS = 300,
	MEMBERS = 20,
	ROUNDS = 21, /* of each command: the median is what is told */
	MAILS = 220,
	WARM = 20,	 /* of them */
	COMMAND_MS = 20, /* what a command may take */
};

struct filler {
	sqlite3 *db;
	sqlite3_stmt *event, *job, *message, *search, *outbox, *rcpt, *version, *file, *review,
		*decider, *decision, *brief, *item, *source;
	int64_t at;
	char ref[24];
	int64_t job_id, seq;
	char head[65];
};

#define RATIO_MOST 1.3

static void
die(sqlite3 *db, const char *what)
{
	fprintf(stderr, "bench-desk: %s: %s\n", what, sqlite3_errmsg(db));
	exit(1);
}

static sqlite3_stmt *
statement(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st = NULL;
	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK)
		die(db, sql);
	return st;
}

/* i: integer, t: text, n: null. */
static void
run(struct filler *f, sqlite3_stmt *st, const char *types, ...)
{
	va_list ap;
	va_start(ap, types);
	for (int i = 0; types[i] != '\0'; i++) {
		if (types[i] == 'i')
			sqlite3_bind_int64(st, i + 1, va_arg(ap, int64_t));
		else if (types[i] == 't')
			sqlite3_bind_text(st, i + 1, va_arg(ap, const char *), -1,
					  SQLITE_TRANSIENT);
		else
			sqlite3_bind_null(st, i + 1);
	}
	va_end(ap);
	if (sqlite3_step(st) != SQLITE_DONE)
		die(f->db, sqlite3_sql(st));
	sqlite3_reset(st);
}

static void
event(struct filler *f, const char *kind, const char *actor, const char *data)
{
	char payload[900];
	unsigned char hash[HASH_LEN];
	struct hash_ctx ctx;
	f->at += 60000;
	f->seq++;
	int n = snprintf(
		payload, sizeof(payload),
		"{\"v\":1,\"job\":\"%s\",\"job_id\":%lld,\"seq\":%lld,\"at\":%lld,\"kind\":\"%s\","
		"\"actor\":\"%s\",\"message\":null,\"data\":%s,\"text_sha256\":null}",
		f->ref, (long long)f->job_id, (long long)f->seq, (long long)f->at, kind, actor,
		data);
	hash_begin(&ctx);
	hash_feed(&ctx, SLICE_LIT("docket-event-1\n"));
	hash_feed(&ctx, slice_of(f->head));
	hash_feed(&ctx, SLICE_LIT("\n"));
	hash_feed(&ctx, slice_make(payload, (size_t)n));
	hash_end(&ctx, hash);
	hash_hex(hash, HASH_LEN, f->head);
	sqlite3_bind_blob(f->event, 7, hash, HASH_LEN, SQLITE_TRANSIENT);
	run(f, f->event, "iiittt", f->job_id, f->seq, f->at, kind, actor, payload);
}

static void
moved(struct filler *f, const char *from, const char *to, const char *what)
{
	char data[200];
	snprintf(data, sizeof(data), "{\"from\":\"%s\",\"to\":\"%s\",\"event\":\"%s\"}", from, to,
		 what);
	event(f, "moved", "member:1", data);
}

static void
prepare_all(struct filler *f)
{
	f->event = statement(f->db,
			     "INSERT INTO event (job, seq, at, kind, actor, payload, hash) VALUES "
			     "(?, ?, ?, ?, ?, ?, ?)");
	f->job = statement(
		f->db, "INSERT INTO job (id, client, number, ref, state, owner, maker, requester, "
		       "created, changed, head_seq, title, head, urgent, urgent_granted, required, "
		       "waived, asked, prompts, kit, lang, held_from) VALUES (?, ?, ?, ?, ?, ?, ?, "
		       "?, ?, ?, ?, "
		       "?, ?, 0, 0, 0, 0, 0, 0, 'other', 'en', 'intake')");
	f->message = statement(
		f->db, "INSERT INTO message (id, folder, uidvalidity, uid, name, received, "
		       "internal, blob, size, cut, state, job, client, contact, class, auth, "
		       "message_id, content_sha, text_sha, sender, subject, text, trail, reading) "
		       "VALUES (?1, 1, 0, 0, 'b' || ?1, ?2, ?2, printf('%064d', 0), 3000, 0, "
		       "'applied', ?1, ?3, ?4, 'human', 'token', 'b' || ?1 || '@bench.example', "
		       "randomblob(32), randomblob(32), ?5, ?6, ?7, ?8, ?8)");
	f->search = statement(f->db, "INSERT INTO search (rowid, subject, text) VALUES (?, ?, ?)");
	f->outbox = statement(
		f->db, "INSERT INTO outbox (id, job, client, kind, state, due, created, sent, "
		       "attempts, automatic, internal, drafted, message_id, sender, to_address, "
		       "to_key, token, subject, size, packed) VALUES (?1, ?2, ?3, ?4, 'sent', ?5, "
		       "?5, ?5, 1, ?6, 0, 0, 'o' || ?1 || '@harborpine.example', "
		       "'intake@harborpine.example', ?7, ?7, 'b' || ?1, 'About your job', 900, "
		       "randomblob(900))");
	f->rcpt = statement(
		f->db, "INSERT INTO outbox_rcpt (outbox, address, state) VALUES (?, ?, 'sent')");
	f->version = statement(
		f->db, "INSERT INTO version (id, job, number, maker, at) VALUES (?, ?, 1, ?, ?)");
	f->file = statement(
		f->db, "INSERT INTO version_file (version, position, kind, name, url, size, width, "
		       "height) VALUES (?, 1, 'link', 'v1', 'https://files.example/v1', 0, 0, 0)");
	f->review = statement(
		f->db,
		"INSERT INTO review (id, job, version, stage, position, rule, side, round, "
		"state, opened) VALUES (?1, ?2, ?2, 'client', 1, 'any', 'client', 1, ?3, ?4)");
	f->decider = statement(
		f->db, "INSERT INTO review_decider (review, position, contact, outbox, token) "
		       "VALUES (?, 1, ?, ?, ?)");
	f->decision = statement(
		f->db, "INSERT INTO decision (job, review, version, kind, strength, contact, "
		       "event, at) VALUES (?1, ?1, ?1, 'approve', 'decision', ?2, ?3, ?4)");
	f->brief = statement(f->db, "INSERT INTO brief (job, field, value, start, \"end\") VALUES "
				    "(?, ?, ?, 0, 0)");
	f->item = statement(
		f->db, "INSERT INTO revision (id, job, number, version, review, round, kind, "
		       "target, summary, state, created, changed) VALUES (?1, ?1, 1, ?1, ?1, 1, "
		       "'change', 'headline', ?2, 'done', ?3, ?3)");
	f->source = statement(f->db, "INSERT INTO revision_source (revision, message, person, quote, "
				     "at) VALUES (?1, ?1, 'contact:1', ?2, ?3)");
}

static void
people(struct filler *f)
{
	char sql[600];
	for (int m = 1; m <= MEMBERS; m++) {
		snprintf(sql, sizeof(sql),
			 "INSERT INTO member (handle, name, address, address_key, roles, active, "
			 "created) VALUES ('b%d', 'Bench %d', 'b%d@harborpine.example', "
			 "'b%d@harborpine.example', 3, 1, 0)",
			 m, m, m, m);
		if (sqlite3_exec(f->db, sql, NULL, NULL, NULL) != SQLITE_OK)
			die(f->db, sql);
	}
	snprintf(sql, sizeof(sql),
		 "INSERT INTO member (handle, name, address, address_key, roles, active, created) "
		 "VALUES ('kim', 'Kim', 'kim@b.example', 'kim@b.example', %d, 1, 0)",
		 ROLE_PARTNER);
	if (sqlite3_exec(f->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		die(f->db, sql);
	for (int c = 1; c <= CLIENTS; c++) {
		snprintf(sql, sizeof(sql),
			 "INSERT INTO client (id, code, name, lead, rounds, created) VALUES (%d, "
			 "'B%d', 'Bench %d', 1, 2, 0); INSERT INTO contact (id, client, name, "
			 "address, address_key, created) VALUES (%d, %d, 'Ann %d', "
			 "'ann@b%d.example', 'ann@b%d.example', 0); UPDATE client SET decider = %d "
			 "WHERE id = %d",
			 1000 + c, c, c, 1000 + c, 1000 + c, c, c, c, 1000 + c, 1000 + c);
		if (sqlite3_exec(f->db, sql, NULL, NULL, NULL) != SQLITE_OK)
			die(f->db, sql);
	}
}

static const char *const lives[][3] = {
	{"intake", "scoping", "complete"},
	{"scoping", "ready", "accept"},
	{"ready", "production", "assign"},
	{"production", "internal-review", "submit"},
	{"internal-review", "client-review", "internal-passed"},
	{"client-review", "approved", "approve"},
	{"approved", "final-qa", "qa"},
	{"final-qa", "delivered", "deliver"},
	{"delivered", "archived", "archive"},
};

/* The events of a life up to `steps` moves, then the rows that follow from them. */
static void
one_job(struct filler *f, int64_t id, bool open, struct rng *r)
{
	char address[64], text[400], data[300], token[32];
	int64_t client = 1001 + (int64_t)(id % CLIENTS), number = id / CLIENTS + 1, decided = 0;
	int64_t submitted = 0, submitted_at = 0, decided_at = 0;
	size_t steps = open ? rng_below(r, 8) : COUNT(lives);
	f->job_id = id;
	f->seq = 0;
	f->at = INT64_C(1700000000000) + id * 600000; /* up to shortly before the mails */
	memset(f->head, '0', 64);
	snprintf(f->ref, sizeof(f->ref), "B%d-%03d", (int)(client - 1000), (int)number);
	snprintf(address, sizeof(address), "ann@b%d.example", (int)(client - 1000));
	event(f, "opened", "docket", "{\"state\":\"intake\"}");
	for (size_t i = 0; i < steps; i++) {
		if (strcmp(lives[i][2], "submit") == 0) {
			event(f, "submitted", "member:2",
			      "{\"version\":1,\"maker\":2,\"files\":[\"content not "
			      "fixed\"]}");
			submitted = f->seq;
			submitted_at = f->at;
		}
		if (strcmp(lives[i][2], "approve") == 0) {
			snprintf(data, sizeof(data),
				 "{\"kind\":\"approve\",\"strength\":\"decision\",\"review\":%lld,"
				 "\"stage\":\"client\",\"version\":1,\"files\":[\"content not "
				 "fixed\"],\"member\":0,\"contact\":%lld,\"attested_by\":0}",
				 (long long)id, (long long)client);
			event(f, "decision", "docket", data);
			decided = f->seq;
			decided_at = f->at;
		}
		moved(f, lives[i][0], lives[i][1], lives[i][2]);
	}
	unsigned char head[HASH_LEN];
	for (size_t i = 0; i < HASH_LEN; i++) {
		char pair[3] = {f->head[2 * i], f->head[2 * i + 1], '\0'};
		head[i] = (unsigned char)strtoul(pair, NULL, 16);
	}
	sqlite3_bind_blob(f->job, 13, head, HASH_LEN, SQLITE_TRANSIENT);
	run(f, f->job, "iiittiiiiiit", id, client, number, f->ref,
	    steps == 0 ? "intake" : lives[steps - 1][1], (int64_t)rng_below(r, MEMBERS) + 1,
	    (int64_t)2, client, f->at, f->at, f->seq, "A page of the bench");
	snprintf(text, sizeof(text),
		 "We need page number %lld for the %s sale, please. The price is %u and the "
		 "colour is %s.",
		 (long long)id, rng_chance(r, 50) ? "spring" : "autumn", rng_below(r, 100000),
		 rng_chance(r, 1) ? "vermilion" : "blue");
	run(f, f->message, "iiiitttt", id, f->at, client, client, address, "A new page", text,
	    "[]");
	run(f, f->search, "itt", id, "A new page", text);
	for (int64_t k = 0; k < 4; k++) {
		snprintf(text, sizeof(text), "The objective of page %lld is to sell %s, part %d",
			 (long long)id, rng_chance(r, 1) ? "kayaks" : "tents", (int)k);
		run(f, f->brief, "iit", id, k, text);
	}
	for (int64_t k = 0; k < 2; k++) {
		run(f, f->outbox, "iiitiit", id * 2 + k, id, client, k == 0 ? "prompt" : "review",
		    f->at, (int64_t)(k == 0), address);
		run(f, f->rcpt, "it", id * 2 + k, address);
	}
	if (submitted == 0)
		return;
	run(f, f->version, "iiii", id, id, (int64_t)2, submitted_at);
	run(f, f->file, "i", id);
	run(f, f->review, "iiti", id, id,
	    decided != 0 ? "passed"
	    : steps == 5 ? "open"
			 : "waiting",
	    f->at);
	snprintf(text, sizeof(text), "the %s of page %lld must be bigger",
		 rng_chance(r, 1) ? "marquees" : "letters", (long long)id);
	run(f, f->item, "iti", id, text, f->at);
	run(f, f->source, "iti", id, text, f->at);
	snprintf(token, sizeof(token), "r%lld", (long long)id);
	run(f, f->decider, "iiit", id, client, id * 2 + 1, token);
	if (decided != 0)
		run(f, f->decision, "iiii", id, client, decided, decided_at);
}

static void
fill(struct world *w, int64_t jobs)
{
	char path[160];
	struct filler f = {0};
	struct rng r = {7};
	snprintf(path, sizeof(path), "%s/data/docket.db", w->dir);
	if (sqlite3_open_v2(path, &f.db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		die(f.db, path);
	sqlite3_exec(f.db, "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN", NULL,
		     NULL, NULL);
	people(&f);
	prepare_all(&f);
	for (int64_t id = 1; id <= jobs; id++)
		one_job(&f, id, id % OPEN_OF == 0, &r);
	char sql[300]; /* no ANALYZE: a database in the field has none either */
	snprintf(sql, sizeof(sql),
		 "UPDATE client SET last_number = %lld WHERE id > 1000; UPDATE job SET maker = "
		 "(SELECT id FROM member WHERE handle = 'kim') WHERE id %% %d = 0; COMMIT",
		 (long long)jobs / CLIENTS + 2, PARTNER_OF);
	if (sqlite3_exec(f.db, sql, NULL, NULL, NULL) != SQLITE_OK)
		die(f.db, sql);
	sqlite3_stmt *all[] = {f.event,	   f.job,     f.message, f.search, f.outbox,
			       f.rcpt,	   f.version, f.file,	 f.review, f.decider,
			       f.decision, f.brief,   f.item,	 f.source};
	for (size_t i = 0; i < COUNT(all); i++)
		sqlite3_finalize(all[i]);
	/* Folded in, as the daemon does when it is idle: nobody writes a million events at once. */
	sqlite3_exec(f.db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
	sqlite3_close(f.db);
}

/* As the daemon does when it is idle; a mail is applied without waiting for it. */
static void
index_all(struct world *w)
{
	struct err e = ERR_INIT;
	size_t done = 1;
	while (done > 0)
		if (store_index_some(w->d.store, 1000, &done, &e) < 0) {
			fprintf(stderr, "bench-desk: %s\n", e.text);
			exit(1);
		}
}

static double
work_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Returns the median; prints the row. */
static double
command_cost(struct world *w, const char *as, const char *line)
{
	double took[ROUNDS];
	for (int i = 0; i < ROUNDS; i++) {
		double begun = work_ms();
		int status = world_command(w, as, line);
		took[i] = work_ms() - begun;
		if (status != 0) {
			printf("%-28s exit %d\n", line, status);
			return COMMAND_MS + 1;
		}
	}
	qsort(took, ROUNDS, sizeof(took[0]), by_value);
	printf("%-28s %8.2f ms, at most %.2f\n", line, took[ROUNDS / 2], took[ROUNDS - 1]);
	return took[ROUNDS / 2];
}

static double
one_mail(struct world *w, int i)
{
	char subject[40], body[200];
	snprintf(subject, sizeof(subject), "A landing page, the %dth", i);
	snprintf(body, sizeof(body),
		 "Hi, we need a landing page for our spring sale. It is the %dth, and "
		 "sells %d tents.",
		 i, i * 7);
	w->now += 30 * CLOCK_MINUTE;
	w->d.clock = clock_fake(w->now);
	double begun = work_ms();
	world_mail(w,
		   &(struct letter){.from = i % 2 ? "jane@acme.example" : "erik@northwind.example",
				    .from_name = "Jane Doe",
				    .subject = subject,
				    .auth = "pass",
				    .body = body});
	return work_ms() - begun;
}

/* Turn by turn in both, so that what else the machine does falls on both. */
static double
mail_ratio(struct world *empty, struct world *full)
{
	static double a[MAILS], b[MAILS];
	for (int i = 0; i < MAILS; i++) {
		a[i] = one_mail(empty, i);
		b[i] = one_mail(full, i);
	}
	size_t n = MAILS - WARM;
	qsort(a + WARM, n, sizeof(a[0]), by_value);
	qsort(b + WARM, n, sizeof(b[0]), by_value);
	double before = a[WARM + n / 2], after = b[WARM + n / 2];
	printf("a mail: %.2f ms of work in an empty database, %.2f here: %.2f times\n", before,
	       after, after / before);
	return after / before;
}

static bool
verified(struct world *w)
{
	struct err e = ERR_INIT;
	struct str report;
	int64_t checked = 0;
	str_init(&report, 1 << 20);
	int faults = ledger_verify(w->d.store, &report, &checked, &e);
	printf("%lld events, verify finds %d faults\n%.*s", (long long)checked, faults,
	       report.len > 800 ? 800 : (int)report.len, str_cstr(&report));
	str_clear(&report);
	return faults == 0;
}

int
main(int argc, char **argv)
{
	static const char *const lines[] = {
		"status B51-100",
		"show B51-100",
		"approvals B51-100",
		"list",
		"list B51",
		"list client-review",
		"mine",
		"board",
		"find vermilion",
		"find spring sale",
		"find page",
		"find headline marquees",
		"find objective kayaks",
		"digest",
		"triage",
	};
	struct world empty = {.keep_trace = false}, full = {.keep_trace = false};
	int64_t jobs = argc > 1 ? strtoll(argv[1], NULL, 10) : JOBS;
	int failed = 0;
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!world_open(&empty) || !world_open(&full)) {
		fprintf(stderr, "bench-desk: %s%s\n", empty.fault, full.fault);
		return 1;
	}
	/* It makes the folder row that the messages need, and goes out of the way of their numbers.
	 */
	world_mail(&full, &(struct letter){.from = "pat@nowhere.example",
					   .from_name = "Pat",
					   .subject = "First",
					   .body = "Hello"});
	sqlite3 *db = NULL;
	char path[160];
	snprintf(path, sizeof(path), "%s/data/docket.db", full.dir);
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
	    sqlite3_exec(db, "UPDATE message SET id = 1000000000", NULL, NULL, NULL) != SQLITE_OK)
		die(db, "the first message");
	sqlite3_close(db);
	fill(&full, jobs);
	index_all(&full);
	printf("%lld jobs\n", (long long)jobs);
	failed += !verified(&full);
	for (size_t i = 0; i < COUNT(lines); i++)
		failed += command_cost(&full, "b3", lines[i]) > COMMAND_MS;
	/* A partner's jobs are looked for among the hits of all. */
	printf("a partner's:\n");
	failed += command_cost(&full, "kim", "find page") > COMMAND_MS;
	failed += command_cost(&full, "kim", "find vermilion") > COMMAND_MS;
	failed += mail_ratio(&empty, &full) > RATIO_MOST;
	if (full.fault[0] != '\0')
		printf("%s\n", full.fault);
	failed += full.fault[0] != '\0';
	world_close(&empty);
	world_close(&full);
	printf("%s\n", failed == 0 ? "all within bounds" : "OUT OF BOUNDS");
	return failed != 0;
}
