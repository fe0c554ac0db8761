/* Versions, reviews, decisions: written, read back, numbered. */
#include "fixture.h"

#include <stdio.h>

#include "docket/store/reviews.h"

static struct version
submitted(struct fixture *f, int64_t job)
{
	struct version v = {.job = job, .maker = f->member};
	struct version_file file = {.name = SLICE_LIT("hero.png"), .size = 12,
		.sha = SLICE_LIT("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
		.type = SLICE_LIT("png"), .width = 1440, .height = 900,
		.fault = SLICE_LIT("its name does not follow the kit")};

	VEC_ADD(&v.files, f->p, file);
	CHECK_INT(version_add(f->s, &v, T0, &f->e), 0);
	CHECK_STR(fixture_error(f), "");
	return v;
}

TEST(version_round)
{
	struct fixture f;
	struct version v, w = {0}, back;
	version_list all = {0};

	fixture_open(&f);
	int64_t job = fixture_job(&f);
	v = submitted(&f, job);
	CHECK_INT(v.number, 1);
	CHECK(!version_unfixed(&v));
	w.job = job;
	VEC_ADD(&w.files, f.p, ((struct version_file){.link = true, .name = SLICE_LIT("page"),
		.url = SLICE_LIT("https://x.example/page")}));
	CHECK_INT(version_add(f.s, &w, T0 + 1, &f.e), 0);
	CHECK_INT(w.number, 2);
	CHECK_INT(version_of_job(f.s, f.p, job, 0, &back, &f.e), 1);
	CHECK_INT(back.id, w.id);
	CHECK(back.files.len == 1 && back.files.at[0].link);
	CHECK(version_unfixed(&back));
	CHECK_INT(version_of_job(f.s, f.p, job, 1, &back, &f.e), 1);
	CHECK_INT(back.files.at[0].width, 1440);
	CHECK_SLICE_AT(__LINE__, back.files.at[0].type, "png");
	CHECK_INT(back.maker, f.member);
	CHECK_INT(version_of_job(f.s, f.p, job, 3, &back, &f.e), 0);
	CHECK_INT(versions_of_job(f.s, f.p, job, &all, &f.e), 0);
	CHECK_INT(all.len, 2);
	fixture_close(&f);
}

TEST(review_round_trip)
{
	struct fixture f;
	struct review back;
	review_list all = {0};
	int64_t round = -1;

	fixture_open(&f);
	int64_t job = fixture_job(&f);
	struct version v = submitted(&f, job);
	struct review r = {.job = job, .version = v.id, .stage = SLICE_LIT("client"), .position = 2,
		.rule = RULE_ALL, .side = SIDE_CLIENT, .state = REVIEW_WAITING};
	VEC_ADD(&r.deciders, f.p, ((struct review_decider){.contact = f.contact}));
	CHECK_INT(review_add(f.s, &r, &f.e), 0);
	CHECK_INT(review_round(f.s, job, &round, &f.e), 0);
	CHECK_INT(round, 0);
	r.state = REVIEW_OPEN;
	r.opened = T0;
	r.round = 1;
	r.deciders.at[0].token = SLICE_LIT("atoken");
	CHECK_INT(review_save(f.s, &r, &f.e), 0);
	CHECK_INT(review_round(f.s, job, &round, &f.e), 0);
	CHECK_INT(round, 1);
	CHECK_INT(review_by_token(f.s, f.p, SLICE_LIT("atoken"), &back, &f.e), 1);
	CHECK_INT(back.id, r.id);
	CHECK_INT(back.rule, RULE_ALL);
	CHECK_INT(back.side, SIDE_CLIENT);
	CHECK_INT(back.state, REVIEW_OPEN);
	CHECK_INT(back.deciders.len, 1);
	CHECK_INT(back.deciders.at[0].contact, f.contact);
	CHECK_INT(review_by_token(f.s, f.p, SLICE_LIT("other"), &back, &f.e), 0);
	CHECK_INT(reviews_of_job(f.s, f.p, job, 0, &all, &f.e), 0);
	CHECK_INT(all.len, 1);
	CHECK_STR(fixture_error(&f), "");
	fixture_close(&f);
}

TEST(decision_round_trip)
{
	struct fixture f;
	decision_list all = {0};
	contact_ids deciders = {0};

	fixture_open(&f);
	int64_t job = fixture_job(&f);
	struct version v = submitted(&f, job);
	struct ledger_entry entry = {.job = job, .at = T0, .kind = "decision",
		.actor = SLICE_LIT("contact:1"), .text = SLICE_LIT("Approved, thanks")};
	CHECK_INT(ledger_add(f.s, &entry, &f.e), 0);
	struct decision d = {.job = job, .version = v.id, .kind = DECIDE_APPROVE,
		.strength = STRENGTH_DECISION, .contact = f.contact, .at = T0};
	CHECK_INT(decision_add(f.s, &d, &f.e), 0);
	CHECK_INT(decisions_of_job(f.s, f.p, job, 0, &all, &f.e), 0);
	CHECK_INT(all.len, 1);
	CHECK_SLICE_AT(__LINE__, all.at[0].words, "Approved, thanks");
	CHECK_INT(all.at[0].contact, f.contact);
	CHECK_INT(all.at[0].withdrawn, 0);
	CHECK_INT(decision_withdraw(f.s, d.id, T0 + 5, &f.e), 0);
	CHECK_INT(decisions_of_job(f.s, f.p, job, 0, &all, &f.e), 0);
	CHECK_INT(all.at[0].withdrawn, T0 + 5);
	/* A decision is of a version; an attested one names its witness. */
	struct decision bad = {.job = job, .kind = DECIDE_APPROVE, .strength = STRENGTH_DECISION,
		.contact = f.contact, .at = T0};
	CHECK_INT(decision_add(f.s, &bad, &f.e), -1);
	err_clear(&f.e);
	bad.version = v.id;
	bad.strength = STRENGTH_ATTESTED;
	CHECK_INT(decision_add(f.s, &bad, &f.e), -1);
	err_clear(&f.e);
	CHECK_INT(job_decider_add(f.s, job, f.contact, SLICE_LIT("member:1"), T0, &f.e), 0);
	CHECK_INT(job_deciders(f.s, f.p, job, &deciders, &f.e), 0);
	CHECK(deciders.len == 1 && deciders.at[0] == f.contact);
	CHECK_STR(fixture_error(&f), "");
	fixture_close(&f);
}

TEST(qa_ticks)
{
	struct fixture f;
	qa_list all = {0};

	fixture_open(&f);
	struct version v = submitted(&f, fixture_job(&f));
	struct qa_tick t = {.version = v.id, .position = 2, .said_by = SLICE_LIT("member:1"), .at = T0};
	CHECK_INT(qa_put(f.s, &t, &f.e), 0);
	t.waived = true;
	t.reason = SLICE_LIT("no form on it");
	CHECK_INT(qa_put(f.s, &t, &f.e), 0);
	CHECK_INT(qa_of_version(f.s, f.p, v.id, &all, &f.e), 0);
	CHECK(all.len == 1 && all.at[0].waived);
	CHECK_SLICE_AT(__LINE__, all.at[0].reason, "no form on it");
	CHECK_STR(fixture_error(&f), "");
	fixture_close(&f);
}

/* A version with its event, and a decision with its own: what the life of a job writes. */
static void
told(struct fixture *f, int64_t job, const char *kind, const char *data, const char *text)
{
	struct ledger_entry entry = {.job = job, .at = T0, .kind = kind,
		.actor = SLICE_LIT("member:1"), .data = slice_of(data), .text = slice_of(text)};
	CHECK_INT(ledger_add(f->s, &entry, &f->e), 0);
}

static int
faults(struct fixture *f)
{
	struct str report;
	int64_t checked = 0;

	str_init(&report, 10000);
	int n = ledger_verify(f->s, &report, &checked, &f->e);
	if (n < 0)
		printf("%s\n", fixture_error(f));
	str_clear(&report);
	return n;
}

TEST(verify_finds_changed_decisions_and_versions)
{
	static const struct {
		int line;
		const char *change, *back;
	} cases[] = {
		{__LINE__, "UPDATE decision SET kind = 'reject'", "UPDATE decision SET kind = 'approve'"},
		{__LINE__, "UPDATE decision SET strength = 'opinion'", "UPDATE decision SET strength = 'decision'"},
		{__LINE__, "UPDATE decision SET contact = NULL", "UPDATE decision SET contact = (SELECT id FROM contact)"},
		{__LINE__, "UPDATE decision SET at = at + 1", "UPDATE decision SET at = at - 1"},
		{__LINE__, "UPDATE decision SET event = 1", "UPDATE decision SET event = (SELECT max(seq) FROM event)"},
		{__LINE__, "UPDATE version SET at = at + 1", "UPDATE version SET at = at - 1"},
		{__LINE__, "UPDATE version_file SET url = 'https://x.example/other'", "UPDATE version_file SET url = 'https://x.example/page'"},
		{__LINE__, "UPDATE version_file SET sha = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'", "UPDATE version_file SET sha = NULL"},
		{__LINE__, "DELETE FROM decision", NULL},
	};
	struct fixture f;

	fixture_open(&f);
	int64_t job = fixture_job(&f);
	struct version v = {.job = job, .maker = f.member};
	char data[300];
	VEC_ADD(&v.files, f.p, ((struct version_file){.link = true, .name = SLICE_LIT("page"),
		.url = SLICE_LIT("https://x.example/page")}));
	CHECK_INT(version_add(f.s, &v, T0, &f.e), 0);
	snprintf(data, sizeof(data), "{\"version\":1,\"maker\":%lld,\"files\":[\"content not fixed\"]}",
		 (long long)f.member);
	told(&f, job, "submitted", data, "https://x.example/page");
	snprintf(data, sizeof(data), "{\"kind\":\"approve\",\"strength\":\"decision\",\"version\":1,"
		 "\"member\":0,\"contact\":%lld,\"attested_by\":0}", (long long)f.contact);
	told(&f, job, "decision", data, "Approved");
	struct decision d = {.job = job, .version = v.id, .kind = DECIDE_APPROVE,
		.strength = STRENGTH_DECISION, .contact = f.contact, .at = T0};
	CHECK_INT(decision_add(f.s, &d, &f.e), 0);
	fixture_commit(&f);
	CHECK_INT(faults(&f), 0);
	for (size_t i = 0; i < COUNT(cases); i++) {
		fixture_commit(&f);
		store_rollback(f.s);
		CHECK_INT_AT(cases[i].line, fixture_sql(&f, cases[i].change), 0);
		CHECK_AT(cases[i].line, faults(&f) > 0);
		if (cases[i].back != NULL)
			CHECK_INT_AT(cases[i].line, fixture_sql(&f, cases[i].back), 0);
		CHECK_INT(store_begin(f.s, &f.e), 0);
		if (cases[i].back != NULL)
			CHECK_INT_AT(cases[i].line, faults(&f), 0);
	}
	CHECK_STR(fixture_error(&f), "");
	fixture_close(&f);
}

/* Events that say so fix the file rows, and what was asked and withdrawn; older ones do not. */
TEST(verify_follows_a_decision_and_its_files)
{
	static const struct {
		int line;
		const char *change, *back;
		bool old; /* found in a database from before those events, too */
	} cases[] = {
		{__LINE__, "UPDATE decision SET withdrawn = withdrawn + 1 WHERE id = 1",
		 "UPDATE decision SET withdrawn = withdrawn - 1 WHERE id = 1", false},
		{__LINE__, "UPDATE decision SET withdrawn = NULL WHERE id = 1",
		 "UPDATE decision SET withdrawn = at WHERE id = 1", false},
		{__LINE__, "UPDATE decision SET withdrawn = 1 WHERE id = 2",
		 "UPDATE decision SET withdrawn = NULL WHERE id = 2", false},
		{__LINE__, "UPDATE version_file SET name = 'pager'", "UPDATE version_file SET name = 'page'", false},
		{__LINE__, "UPDATE version_file SET position = 2", "UPDATE version_file SET position = 1", false},
		{__LINE__, "UPDATE version_file SET width = 1", "UPDATE version_file SET width = 0", false},
		{__LINE__, "UPDATE version_file SET fault = ''", "UPDATE version_file SET fault = NULL", false},
		{__LINE__, "UPDATE decision SET id = 9 WHERE id = 2", "UPDATE decision SET id = 2 WHERE id = 9", true},
	};

	for (int old = 0; old < 2; old++) {
		struct fixture f;
		char data[300], rows[65];

		fixture_open(&f);
		int64_t job = fixture_job(&f);
		struct version v = {.job = job, .maker = f.member};
		VEC_ADD(&v.files, f.p, ((struct version_file){.link = true, .name = SLICE_LIT("page"),
			.url = SLICE_LIT("https://x.example/page")}));
		CHECK_INT(version_add(f.s, &v, T0, &f.e), 0);
		CHECK_INT(version_rows_hash(f.s, v.id, rows, &f.e), 0);
		snprintf(data, sizeof(data), "{\"version\":1,\"maker\":%lld,\"files\":[\"content not fixed\"]%s%s%s}",
			 (long long)f.member, old ? "" : ",\"rows\":\"", old ? "" : rows, old ? "" : "\"");
		told(&f, job, "submitted", data, "https://x.example/page");
		struct decision d = {.job = job, .version = v.id, .kind = DECIDE_APPROVE,
			.strength = STRENGTH_DECISION, .contact = f.contact, .at = T0};
		for (int i = 0; i < 2; i++) { /* the second takes the place of the first */
			int64_t first = d.id;
			snprintf(data, sizeof(data), "{\"kind\":\"approve\",\"strength\":\"decision\",\"version\":1,"
				 "\"member\":0,\"contact\":%lld,\"attested_by\":0", (long long)f.contact);
			size_t n = strlen(data);
			if (old)
				snprintf(data + n, sizeof(data) - n, "}");
			else
				snprintf(data + n, sizeof(data) - n, ",\"settles\":%lld}", (long long)d.event);
			told(&f, job, "decision", data, "Approved");
			CHECK_INT(decision_add(f.s, &d, &f.e), 0);
			if (first != 0)
				CHECK_INT(decision_withdraw(f.s, first, T0, &f.e), 0);
		}
		fixture_commit(&f);
		CHECK_INT(faults(&f), 0);
		for (size_t i = 0; i < COUNT(cases); i++) {
			fixture_commit(&f);
			store_rollback(f.s);
			CHECK_INT_AT(cases[i].line, fixture_sql(&f, cases[i].change), 0);
			CHECK_AT(cases[i].line, (faults(&f) > 0) == (!old || cases[i].old));
			CHECK_INT_AT(cases[i].line, fixture_sql(&f, cases[i].back), 0);
			CHECK_INT(store_begin(f.s, &f.e), 0);
			CHECK_INT_AT(cases[i].line, faults(&f), 0);
		}
		CHECK_STR(fixture_error(&f), "");
		fixture_close(&f);
	}
}
