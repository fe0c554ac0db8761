/* The ledger: what it holds, and that every kind of tampering is found. */
#include "fixture.h"

#include "docket/base/hash.h"

static void
add(struct fixture *f, int64_t job, const char *kind, const char *data, const char *text)
{
	struct ledger_entry entry = {.job = job,
				     .at = T0,
				     .kind = kind,
				     .actor = SLICE_LIT("contact:1"),
				     .data = slice_of(data),
				     .text = slice_of(text)};

	CHECK_INT(ledger_add(f->s, &entry, &f->e), 0);
	CHECK_STR(fixture_error(f), "");
}

/* A job with a brief whose chain has opened, field, moved, note. */
static int64_t
story(struct fixture *f)
{
	struct job j = {.client = f->client, .state = JOB_INTAKE};

	CHECK_INT(job_create(f->s, f->p, &j, T0, &f->e), 0);
	add(f, j.id, "opened", "{\"state\":\"intake\"}", "");
	add(f, j.id, "field", "{\"field\":\"objective\",\"given\":true}", "more leads");
	add(f, j.id, "field", "{\"field\":\"deadline\",\"given\":true,\"date\":\"2026-05-01\"}",
	    "1 May");
	add(f, j.id, "moved", "{\"from\":\"intake\",\"to\":\"scoping\"}", "");
	add(f, j.id, "note", "", "She called: \"fine\" \\ ünïcödé \x01");
	j.state = JOB_SCOPING;
	j.brief[1] = (struct brief_field){.given = true, .value = SLICE_LIT("more leads")};
	j.brief[BRIEF_DEADLINE] = (struct brief_field){
		.given = true, .value = SLICE_LIT("1 May"), .date = SLICE_LIT("2026-05-01")};
	CHECK_INT(job_save(f->s, &j, T0, &f->e), 0);
	return j.id;
}

TEST(ledger_chain)
{
	struct fixture f;
	ledger_list list;
	char head[65], hash[HASH_HEX];
	struct str report;

	fixture_open(&f);
	str_init(&report, 10000);
	int64_t job = fixture_job(&f);
	CHECK_INT(ledger_head(f.s, job, head, &f.e), 0);
	CHECK_INT(strspn(head, "0"), 64);
	CHECK_INT(ledger_head(f.s, 999, head, &f.e), -1);
	err_clear(&f.e);
	job = story(&f);
	CHECK_INT(ledger_of_job(f.s, f.p, job, &list, &f.e), 0);
	CHECK_INT(list.len, 5);
	CHECK_INT(ledger_head(f.s, job, head, &f.e), 0);
	CHECK_STR(list.at[4].hash, head);
	/* the contract, computed here by hand */
	for (size_t i = 0; i < list.len; i++) {
		struct slice want = pool_slicef(f.p, "docket-event-1\n%s\n%.*s", list.at[i].prev,
						SLICE_ARG(list.at[i].payload));
		hash_sha256_hex(want, hash);
		CHECK_STR(list.at[i].hash, hash);
		CHECK_INT(list.at[i].seq, (long long)i + 1);
		CHECK_STR(
			list.at[i].prev,
			i == 0 ? "0000000000000000000000000000000000000000000000000000000000000000"
			       : list.at[i - 1].hash);
	}
	CHECK_SLICE_AT(__LINE__, list.at[0].payload,
		       "{\"v\":1,\"job\":\"ACME-002\",\"job_id\":2,\"seq\":1,\"at\":1000000000,"
		       "\"kind\":\"opened\",\"actor\":\"contact:1\",\"message\":null,"
		       "\"data\":{\"state\":\"intake\"},\"text_sha256\":null}");
	CHECK_SLICE_AT(__LINE__, list.at[1].text, "more leads");
	CHECK(!slice_has(list.at[1].payload, "leads")); /* no words in the payload */
	CHECK(!list.at[1].erased && !list.at[0].erased);
	/* the same words are not the same hash: salted */
	add(&f, job, "note", "{}", "more leads");
	CHECK_INT(ledger_of_job(f.s, f.p, job, &list, &f.e), 0);
	CHECK(slice_find(list.at[5].payload,
			 slice_sub(list.at[1].payload, list.at[1].payload.len - 60,
				   list.at[1].payload.len)) < 0);
	int64_t checked = 0;
	CHECK_INT(ledger_verify(f.s, &report, &checked, &f.e), 0);
	CHECK_INT(checked, 6);
	CHECK_STR(str_cstr(&report), "");

	/* erased words are counted, not a fault, before and after a restart */
	CHECK_INT(ledger_erase_text(f.s, list.at[1].id, &f.e), 1);
	CHECK_INT(ledger_erase_text(f.s, list.at[1].id, &f.e), 0);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	fixture_reopen(&f);
	CHECK_INT(ledger_verify(f.s, &report, &checked, &f.e), 0);
	CHECK_STR(str_cstr(&report), "1 texts were erased; their events stand\n");
	CHECK_INT(ledger_of_job(f.s, f.p, job, &list, &f.e), 0);
	CHECK(list.at[1].erased);
	CHECK_INT(list.at[1].text.len, 0);

	struct ledger_entry bad = {.job = 999, .kind = "note", .actor = SLICE_LIT("docket")};
	CHECK_INT(ledger_add(f.s, &bad, &f.e), -1);
	CHECK_INT(f.e.kind, ERR_NOFILE);
	err_clear(&f.e);
	bad.job = job;
	bad.data = SLICE_LIT("{no json");
	CHECK_INT(ledger_add(f.s, &bad, &f.e), -1);
	CHECK_INT(f.e.kind, ERR_MESSAGE);
	err_clear(&f.e);
	/* the failed ones left the chain as it was */
	CHECK_INT(ledger_verify(f.s, &report, &checked, &f.e), 0);
	str_clear(&report);
	fixture_close(&f);
}

TEST(ledger_triggers)
{
	static const char *const refused[] = {
		"UPDATE event SET kind = 'x'",
		"UPDATE event SET payload = '{}' WHERE seq = 1",
		"DELETE FROM event",
		"DELETE FROM event WHERE seq = 5",
	};
	struct fixture f;

	fixture_open(&f);
	story(&f);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	for (size_t i = 0; i < COUNT(refused); i++)
		CHECK(fixture_sql(&f, refused[i]) != 0);
	CHECK_INT(fixture_sql_int(&f, "SELECT count(*) FROM event"), 5);
	fixture_close(&f);
}

/* Somebody with the file and sqlite3 in hand: the triggers are gone first. */
TEST(ledger_tampering)
{
#define FREE "DROP TRIGGER event_keep_update; DROP TRIGGER event_keep_delete; "
	static const struct {
		int line;
		const char *sql;
		int faults;
		const char *says;
	} cases[] = {
		{__LINE__, "SELECT 1", 0, ""},
		{__LINE__,
		 FREE "UPDATE event SET payload = replace(payload, 'contact:1', 'contact:2') "
		      "WHERE seq = 2",
		 2, "event 2 was changed"},
		{__LINE__,
		 FREE "UPDATE event SET payload = json_set(payload, '$.data.to', 'ready') "
		      "WHERE seq = 4",
		 2, "its last move went to ready"},
		{__LINE__, FREE "UPDATE event SET actor = 'member:1' WHERE seq = 2", 1,
		 "the columns of event 2"},
		{__LINE__, FREE "UPDATE event SET at = at + 1 WHERE seq = 3", 1,
		 "the columns of event 3"},
		{__LINE__, FREE "UPDATE event SET hash = zeroblob(32) WHERE seq = 3", 2,
		 "event 3 was changed"},
		{__LINE__,
		 FREE "DELETE FROM event_text WHERE event = 5; DELETE FROM event WHERE seq = 5", 1,
		 "has 4 events, its head counts 5"},
		{__LINE__, FREE "DELETE FROM event WHERE seq = 1", 7,
		 "event 2 stands where 1 should"},
		{__LINE__,
		 FREE "UPDATE event SET seq = 99 WHERE seq = 1; UPDATE event SET seq = 1 WHERE "
		      "seq = 2; UPDATE event SET seq = 2 WHERE seq = 99",
		 5, "event 1 was changed"},
		{__LINE__,
		 FREE "PRAGMA ignore_check_constraints = 1; "
		      "UPDATE event SET payload = 'no json' WHERE seq = 5",
		 3, "event 5 was changed"},
		{__LINE__, "UPDATE event_text SET text = 'less leads' WHERE text = 'more leads'", 2,
		 "the text of event 2 was changed"},
		{__LINE__, "INSERT INTO event_text VALUES (1, zeroblob(16), 'invented')", 1,
		 "event 1 has a text that was not recorded"},
		{__LINE__, "UPDATE job SET state = 'ready'", 1,
		 "is in state ready, its last move went to "
		 "scoping"},
		{__LINE__, "UPDATE job SET head = zeroblob(32)", 1, "not the head of the chain"},
		{__LINE__, "UPDATE job SET head_seq = 4", 1, "its head counts 4"},
		{__LINE__, "UPDATE job SET number = 7, ref = 'ACME-007'", 6,
		 "beyond the client's counter"},
		{__LINE__, "UPDATE job SET number = 9", 2, "does not fit its client and number"},
		{__LINE__, "UPDATE client SET last_number = 0", 1, "beyond the client's counter"},
		{__LINE__, "UPDATE brief SET value = 'fewer' WHERE field = 1", 1,
		 "its objective is not what the last event says"},
		{__LINE__, "UPDATE brief SET date = '2026-06-01' WHERE field = 3", 1,
		 "its deadline is not what"},
		{__LINE__, "DELETE FROM brief WHERE field = 1", 1, "its objective is missing"},
		{__LINE__, "PRAGMA foreign_keys = 0; DELETE FROM brief; DELETE FROM job", 1,
		 "5 events belong to no job"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f;
		struct str report;
		int64_t checked = 0;

		fixture_open(&f);
		str_init(&report, 10000);
		story(&f);
		CHECK_INT(store_commit(f.s, &f.e), 0);
		CHECK_INT_AT(cases[i].line, fixture_sql(&f, cases[i].sql), 0);
		CHECK_INT_AT(cases[i].line, ledger_verify(f.s, &report, &checked, &f.e),
			     cases[i].faults);
		CHECK_AT(cases[i].line, slice_has(str_slice(&report), cases[i].says));
		CHECK_STR_AT(cases[i].line, fixture_error(&f), "");
		str_clear(&report);
		fixture_close(&f);
	}
}

/* More jobs than one read transaction serves; from a reader too. */
TEST(ledger_many)
{
	struct fixture f;
	struct str report;
	struct store *reader;
	int64_t checked = 0;

	fixture_open(&f);
	str_init(&report, 1000);
	for (int i = 0; i < 450; i++)
		add(&f, fixture_job(&f), "note", "{}", "words");
	CHECK_INT(ledger_verify(f.s, &report, &checked, &f.e), 0); /* inside a transaction */
	CHECK_INT(checked, 450);
	CHECK_INT(store_commit(f.s, &f.e), 0);
	CHECK_INT(store_open(f.dir, STORE_READ, &reader, &f.e), 0);
	CHECK_INT(ledger_verify(reader, &report, &checked, &f.e), 0);
	CHECK_INT(checked, 450);
	CHECK_STR(fixture_error(&f), "");
	store_close(reader);
	str_clear(&report);
	fixture_close(&f);
}

TEST(ledger_data_of_an_event)
{
	static const struct {
		int line;
		size_t row;
		const char *key, *want;
		int64_t number;
	} cases[] = {
		{__LINE__, 0, "state", "intake", 0},     {__LINE__, 2, "date", "2026-05-01", 0},
		{__LINE__, 3, "to", "scoping", 0},       {__LINE__, 3, "kind", "", 0},
		{__LINE__, 4, "to", "", 0},              {__LINE__, 5, "round", "12", 12},
		{__LINE__, 5, "unread", "0", 0},         {__LINE__, 5, "seq", "", 0},
		{__LINE__, 2, "given", "true", 0},
	};
	struct fixture f;
	ledger_list list;

	fixture_open(&f);
	int64_t job = story(&f);
	add(&f, job, "feedback", "{\"round\":12,\"unread\":0}", "\"round\":99");
	CHECK_INT(ledger_of_job(f.s, f.p, job, &list, &f.e), 0);
	for (size_t i = 0; i < COUNT(cases) && list.len == 6; i++) {
		const struct ledger_row *r = &list.at[cases[i].row];

		CHECK_SLICE_AT(cases[i].line, ledger_data(r, cases[i].key), cases[i].want);
		CHECK_INT_AT(cases[i].line, ledger_number(r, cases[i].key), cases[i].number);
	}
	fixture_close(&f);
}

/* A client's row against the newest event that set it. */
TEST(ledger_client_settings)
{
	static const struct {
		int line;
		const char *sql, *said;
	} cases[] = {
		{__LINE__, "UPDATE client SET name = 'Other'", NULL}, /* nothing set it */
		{__LINE__, "UPDATE client SET zone = 'Europe/Paris'", "its zone is not"},
		{__LINE__, "UPDATE client SET zone = NULL", "its zone is not"},
		{__LINE__, "UPDATE client SET lang = 'fr'", NULL},
		{__LINE__, "UPDATE client SET rounds = 9", "its rounds is not"},
		{__LINE__, "UPDATE client SET window = NULL", "its window is not"},
		{__LINE__, "UPDATE client SET window = 3", "its window is not"},
		{__LINE__, "UPDATE client SET decider = 1", "its decider is not"},
	};
	static const struct {
		const char *kind, *data;
	} events[] = {
		{"set", "{\"what\":\"zone\",\"to\":\"America/New_York\"}"},
		{"set", "{\"what\":\"zone\",\"to\":\"Europe/Berlin\"}"},
		{"set", "{\"what\":\"rounds\",\"to\":\"3\"}"},
		{"set", "{\"what\":\"window\",\"to\":\"off\"}"},
		{"set", "{\"what\":\"prompt\",\"to\":\"draft\"}"}, /* a mode */
		{"decider", "{\"contact\":1}"},
		{"contact", "{\"what\":\"left\",\"contact\":1}"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f;
		struct str report;
		int64_t checked = 0;

		fixture_open(&f);
		for (size_t k = 0; k < COUNT(events); k++) {
			struct ledger_entry entry = {.client = f.client, .at = T0, .kind = events[k].kind,
						     .actor = SLICE_LIT("member:1"),
						     .data = slice_of(events[k].data)};
			CHECK_INT(ledger_add(f.s, &entry, &f.e), 0);
		}
		CHECK_INT(store_commit(f.s, &f.e), 0);
		CHECK_INT(fixture_sql(&f, "UPDATE client SET zone = 'Europe/Berlin', rounds = 3, window = 0"), 0);
		CHECK_INT_AT(cases[i].line, fixture_sql(&f, cases[i].sql), 0);
		str_init(&report, 4096);
		CHECK_INT_AT(cases[i].line, ledger_verify(f.s, &report, &checked, &f.e), cases[i].said != NULL);
		if (cases[i].said != NULL)
			CHECK_AT(cases[i].line, slice_has(str_slice(&report), cases[i].said));
		str_clear(&report);
		fixture_close(&f);
	}
}

/* The chain of a client is checked as that of a job: what was done to it, and what verify says. */
TEST(ledger_of_clients)
{
	static const struct {
		int line;
		const char *sql, *said;
	} cases[] = {
		{__LINE__, "SELECT 1", NULL},
		{__LINE__, "UPDATE client_event SET payload = replace(payload, '40 h', '90 h') WHERE seq = 1",
		 "event 1 was changed"},
		{__LINE__, "UPDATE client_event SET actor = 'member:9' WHERE seq = 2", "the columns of event 2"},
		{__LINE__, "DELETE FROM client_event WHERE seq = 2", "its head counts"},
		{__LINE__, "UPDATE client_event_text SET text = 'another'", "the text of event"},
		{__LINE__, "DELETE FROM client_event_text", NULL}, /* erased: the chain stays whole */
		{__LINE__, "UPDATE client SET head = zeroblob(32)", "not the head of the chain"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture f;
		struct str report;
		ledger_list all = {0};
		int64_t checked = 0;

		fixture_open(&f);
		struct ledger_entry entry = {.client = f.client, .at = T0, .kind = "retainer",
					     .actor = SLICE_LIT("member:1"),
					     .data = SLICE_LIT("{\"what\":\"agreed\",\"to\":\"40 h\"}")};
		CHECK_INT(ledger_add(f.s, &entry, &f.e), 0);
		entry.kind = "glossary";
		entry.data = SLICE_NONE;
		entry.text = SLICE_LIT("premium: a darker palette");
		CHECK_INT(ledger_add(f.s, &entry, &f.e), 0);
		CHECK_INT(store_commit(f.s, &f.e), 0);
		CHECK_INT(ledger_of_client(f.s, f.p, f.client, &all, &f.e), 0);
		CHECK_INT(all.len, 2);
		CHECK_SLICE_AT(__LINE__, ledger_data(&all.at[0], "to"), "40 h");
		CHECK(slice_find(all.at[1].payload, SLICE_LIT("darker")) < 0);
		CHECK_INT_AT(cases[i].line, fixture_sql(&f, "DROP TRIGGER client_event_keep_update; "
							    "DROP TRIGGER client_event_keep_delete; "
							    "PRAGMA foreign_keys = OFF"), 0);
		CHECK_INT_AT(cases[i].line, fixture_sql(&f, cases[i].sql), 0);
		str_init(&report, 4000);
		CHECK_INT_AT(cases[i].line, ledger_verify(f.s, &report, &checked, &f.e) > 0,
			     cases[i].said != NULL);
		if (cases[i].said != NULL)
			CHECK_AT(cases[i].line, strstr(str_cstr(&report), cases[i].said) != NULL);
		str_clear(&report);
		fixture_close(&f);
	}
}
