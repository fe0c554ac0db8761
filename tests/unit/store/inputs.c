/* The input log, and what a rebuild takes from the folder it repeats and finds different in it. */
#include "fixture.h"

#include "docket/store/inputs.h"
#include "docket/store/origin.h"

#include <stdio.h>

static int
record(struct fixture *f, const char *kind, const char *data, const char *words)
{
	struct input in = {
		.at = T0, .kind = slice_of(kind), .data = slice_of(data), .words = slice_of(words)};

	return input_record(f->s, &in, &f->e);
}

TEST(input_order_and_words)
{
	struct fixture f;
	struct input in;

	fixture_open(&f);
	CHECK_INT(record(&f, "record", "{\"first\":1,\"last\":2}", ""), 0);
	CHECK_INT(record(&f, "command", "{\"member\":3}", "[\"list\"]"), 0);
	CHECK_INT(record(&f, "mail", "no object", ""), -1); /* the column takes JSON only */
	err_clear(&f.e);
	CHECK_INT(input_next(f.s, f.p, 0, &in, &f.e), 1);
	CHECK_INT(in.at, T0);
	CHECK(slice_is(in.kind, "record") && slice_is(in.data, "{\"first\":1,\"last\":2}"));
	CHECK_INT(in.words.len, 0);
	int64_t second = in.id;
	CHECK_INT(input_next(f.s, f.p, second, &in, &f.e), 1);
	CHECK(slice_is(in.kind, "command") && slice_is(in.words, "[\"list\"]"));
	CHECK_INT(store_commit(f.s, &f.e), 0);
	/* the words may be erased; that there was an input stays */
	CHECK_INT(fixture_sql(&f, "DELETE FROM input_words"), 0);
	CHECK_INT(input_next(f.s, f.p, second, &in, &f.e), 1);
	CHECK(slice_is(in.kind, "command") && in.words.len == 0);
	CHECK_INT(input_next(f.s, f.p, in.id, &in, &f.e), 0);
	CHECK_INT(record(&f, "mail", "{}", ""),
		  -1); /* outside a transaction it would not be of one */
	err_clear(&f.e);
	CHECK_INT(store_begin(f.s, &f.e), 0);
	fixture_close(&f);
}

TEST(input_watched_by_commits)
{
	struct fixture f;
	struct input tick = {.at = T0, .kind = SLICE_LIT("tick"), .data = SLICE_LIT("{}")};

	fixture_open(&f);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	input_watch(f.s, &tick);
	CHECK_INT(store_begin(f.s, &f.e), 0);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	CHECK_INT(fixture_sql_int(&f, "SELECT count(*) FROM input"), 0); /* it changed nothing */
	CHECK_INT(store_begin(f.s, &f.e), 0);
	CHECK_INT(store_set(f.s, "a", SLICE_LIT("1"), &f.e), 0);
	store_rollback(f.s);
	CHECK_INT(fixture_sql_int(&f, "SELECT count(*) FROM input"), 0);
	CHECK_INT(store_begin(f.s, &f.e), 0);
	CHECK_INT(store_set(f.s, "a", SLICE_LIT("1"), &f.e), 0);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	CHECK_INT(fixture_sql_int(&f, "SELECT count(*) FROM input WHERE kind = 'tick'"), 1);
	input_watch(f.s, NULL);
	CHECK_INT(store_begin(f.s, &f.e), 0);
	CHECK_INT(store_set(f.s, "a", SLICE_LIT("2"), &f.e), 0);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	CHECK_INT(fixture_sql_int(&f, "SELECT count(*) FROM input"), 1);
	CHECK_INT(store_begin(f.s, &f.e), 0);
	fixture_close(&f);
}

TEST(input_log_from_the_start)
{
	struct fixture f;

	fixture_open(&f);
	CHECK_INT(store_logged_from_start(f.s, &f.e), 1);
	/* as step 11 of the schema leaves a database that was at work before */
	CHECK_INT(store_set(f.s, "inputs-late", SLICE_LIT("1"), &f.e), 0);
	CHECK_INT(store_logged_from_start(f.s, &f.e), 0);
	fixture_close(&f);
}

/* The same people and one event with words, in two stores; the second takes after the first. */
struct twins {
	struct fixture was, now;
	struct origin *o;
	int64_t job;
};

static int64_t
with_event(struct fixture *f)
{
	struct ledger_entry entry = {.at = T0,
				     .kind = "note",
				     .actor = SLICE_LIT("operator"),
				     .text = SLICE_LIT("she called")};

	entry.job = fixture_job(f);
	CHECK_INT(ledger_add(f->s, &entry, &f->e), 0);
	return entry.job;
}

static void
twins_open(struct twins *t, const char *before)
{
	char copy[128];

	fixture_open(&t->was);
	t->job = with_event(&t->was);
	CHECK_INT(store_commit(t->was.s, &t->was.e), 0);
	CHECK_INT(fixture_sql(&t->was, before), 0);
	fixture_open(&t->now);
	CHECK_INT(store_commit(t->now.s, &t->now.e), 0);
	(void)snprintf(copy, sizeof(copy), "%s/copy.db", t->now.dir);
	CHECK_INT(store_copy(t->was.s, copy, &t->was.e), 0);
	CHECK_INT(store_copy(t->was.s, copy, &t->was.e), -1); /* it overwrites nothing */
	err_clear(&t->was.e);
	CHECK_INT(origin_new(t->now.s, copy, &t->o, &t->now.e), 0);
	CHECK_INT(store_begin(t->now.s, &t->now.e), 0);
	CHECK_INT(with_event(&t->now), t->job);
	CHECK_INT(store_commit(t->now.s, &t->now.e), 0);
}

static void
twins_close(struct twins *t)
{
	origin_free(t->o);
	CHECK_INT(store_begin(t->was.s, &t->was.e), 0);
	CHECK_INT(store_begin(t->now.s, &t->now.e), 0);
	fixture_close(&t->was);
	fixture_close(&t->now);
}

TEST(rebuild_takes_salts)
{
	struct twins t;
	char was[65], now[65];

	twins_open(&t, "SELECT 1");
	CHECK_INT(ledger_head(t.was.s, t.job, was, &t.was.e), 0);
	CHECK_INT(ledger_head(t.now.s, t.job, now, &t.now.e), 0);
	CHECK_STR(now, was);
	twins_close(&t);
	/* erased words stay erased, and the chain is the same all the same */
	twins_open(&t, "DELETE FROM event_text");
	CHECK_INT(ledger_head(t.was.s, t.job, was, &t.was.e), 0);
	CHECK_INT(ledger_head(t.now.s, t.job, now, &t.now.e), 0);
	CHECK_STR(now, was);
	CHECK_INT(fixture_sql_int(&t.now, "SELECT count(*) FROM event_text"), 0);
	twins_close(&t);
}

TEST(rebuild_compares)
{
	static const struct {
		int line;
		const char *change, *says;
	} cases[] = {
		{__LINE__, "SELECT 1", ""},
		{__LINE__, "UPDATE job SET title = 'another'",
		 "job: 1 row differs, the first is 1, in title\n"},
		{__LINE__, "UPDATE job SET title = 'another', urgent = 1",
		 "job: 1 row differs, the first is 1, in urgent, title\n"},
		{__LINE__, "UPDATE client SET last_number = 9",
		 "client: 1 row differs, the first is 1, in last_number\n"},
		{__LINE__, "DELETE FROM event_text", "event_text: 1 row missing, the first is 1\n"},
		{__LINE__, "INSERT INTO named VALUES ('x', x'00'), ('y', x'00')",
		 "named: 2 rows too many, the first is 'x'\n"},
		{__LINE__, "INSERT INTO blob VALUES (7, zeroblob(32), x'')",
		 "blob: 1 row too many, the first is "
		 "X'0000000000000000000000000000000000000000000000000000000000000000'\n"},
		/* of no consequence: who holds what at the moment, where fetching stands */
		{__LINE__, "INSERT INTO lease VALUES ('clock', 'me', 1)", ""},
		{__LINE__, "UPDATE folder SET uid = uid + 1", ""},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct twins t;
		struct str report;
		struct compared got;

		twins_open(&t, "SELECT 1");
		str_init(&report, 10000);
		CHECK_INT_AT(cases[i].line, fixture_sql(&t.now, cases[i].change), 0);
		CHECK_INT_AT(cases[i].line, origin_compare(t.o, &report, &got, &t.now.e), 0);
		CHECK_STR_AT(cases[i].line, str_cstr(&report), cases[i].says);
		CHECK_INT_AT(cases[i].line, got.differ, cases[i].says[0] != '\0');
		CHECK_AT(cases[i].line, got.tables > 30 && got.rows > 5);
		str_clear(&report);
		twins_close(&t);
	}
}
