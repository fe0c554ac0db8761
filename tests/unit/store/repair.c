/* Links, merged jobs, and what undo may and may not take back. */
#include "fixture.h"

#include "docket/store/closeout.h"
#include "docket/store/repair.h"

TEST(repair_links)
{
	struct fixture f;
	job_ids ids = {0};
	struct job j;

	fixture_open(&f);
	int64_t a = fixture_job(&f), b = fixture_job(&f), c = fixture_job(&f);
	CHECK_INT(job_link_add(f.s, b, a, SLICE_LIT("operator"), T0, &f.e), 1);
	CHECK_INT(job_link_add(f.s, a, b, SLICE_LIT("operator"), T0, &f.e), 0);
	CHECK_INT(job_link_add(f.s, a, c, SLICE_LIT("operator"), T0, &f.e), 1);
	CHECK_INT(job_links(f.s, f.p, a, &ids, &f.e), 0);
	CHECK_INT(ids.len, 2);
	CHECK_INT(job_links(f.s, f.p, b, &ids, &f.e), 0);
	CHECK_INT(ids.len, 1);
	CHECK_INT(ids.at[0], a);
	CHECK_INT(job_link_drop(f.s, a, b, &f.e), 1);
	CHECK_INT(job_link_drop(f.s, a, b, &f.e), 0);
	CHECK_INT(question_put(f.s, b, 1, 2, 4, &f.e), 0);
	CHECK_INT(job_merge(f.s, b, a, &f.e), 0);
	CHECK_INT(job_get(f.s, f.p, b, &j, &f.e), 1);
	CHECK_INT(j.merged, a);
	CHECK_INT(job_save(f.s, &j, T0 + 1, &f.e), 0);
	CHECK_INT(job_get(f.s, f.p, b, &j, &f.e), 1);
	CHECK_INT(j.merged, a);
	CHECK_INT(jobs_merged(f.s, f.p, a, &ids, &f.e), 0);
	CHECK_INT(ids.len, 1);
	CHECK_STR(fixture_error(&f), "");
	CHECK_INT(fixture_sql_int(&f, "SELECT 0"), 0);
	fixture_close(&f);
}

static struct undo_row
did(struct fixture *f, int64_t job, const char *line)
{
	struct undo_row u = {.actor = SLICE_LIT("member:1"), .at = T0, .job = job,
			     .kind = SLICE_LIT("note"), .was = SLICE_LIT("{}")};
	struct ledger_entry note = {.job = job, .at = T0, .kind = "field", .actor = u.actor};

	CHECK_INT(undo_mark(f->s, &u, &f->e), 0);
	CHECK_INT(ledger_add(f->s, &note, &f->e), 0);
	u.line = slice_of(line);
	CHECK_INT(undo_add(f->s, &u, 0, &f->e), 0);
	CHECK_STR(fixture_error(f), "");
	return u;
}

TEST(repair_undo_rows)
{
	struct fixture f;
	struct undo_row u;
	struct slice kind;
	int64_t sent = -1;

	fixture_open(&f);
	int64_t job = fixture_job(&f);
	CHECK_INT(undo_last(f.s, f.p, SLICE_LIT("member:1"), &u, &f.e), 0);
	did(&f, job, "first");
	did(&f, job, "second");
	CHECK_INT(undo_last(f.s, f.p, SLICE_LIT("member:2"), &u, &f.e), 0);
	CHECK_INT(undo_last(f.s, f.p, SLICE_LIT("member:1"), &u, &f.e), 1);
	CHECK_SLICE_AT(__LINE__, u.line, "second");
	CHECK_INT(undo_since(f.s, f.p, &u, &kind, &f.e), 0);
	CHECK_INT(undo_sent(f.s, &u, &sent, &f.e), 0);
	CHECK_INT(sent, 0);
	/* Undoing is an event, too; the command before it stays the last thing that was done. */
	struct ledger_entry undone = {.job = job, .at = T0, .kind = "undone", .actor = u.actor};
	CHECK_INT(ledger_add(f.s, &undone, &f.e), 0);
	CHECK_INT(undo_done(f.s, &u, T0, &f.e), 0);
	CHECK_INT(undo_last(f.s, f.p, SLICE_LIT("member:1"), &u, &f.e), 1);
	CHECK_SLICE_AT(__LINE__, u.line, "first");
	CHECK_INT(undo_since(f.s, f.p, &u, &kind, &f.e), 0);
	struct ledger_entry note = {.job = job, .at = T0, .kind = "note", .actor = u.actor};
	CHECK_INT(ledger_add(f.s, &note, &f.e), 0);
	CHECK_INT(undo_since(f.s, f.p, &u, &kind, &f.e), 0);
	struct ledger_entry moved = {.job = job, .at = T0, .kind = "moved", .actor = u.actor};
	CHECK_INT(ledger_add(f.s, &moved, &f.e), 0);
	CHECK_INT(undo_since(f.s, f.p, &u, &kind, &f.e), 1);
	CHECK_SLICE_AT(__LINE__, kind, "moved");
	fixture_close(&f);
}

TEST(repair_undo_forgets_looks_and_old_rows)
{
	struct fixture f;
	struct undo_row u = {.actor = SLICE_LIT("member:1"), .at = T0};

	fixture_open(&f);
	int64_t job = fixture_job(&f);
	CHECK_INT(undo_mark(f.s, &u, &f.e), 0);
	u.line = SLICE_LIT("qa ACME-001"); /* it only looked */
	CHECK_INT(undo_add(f.s, &u, 0, &f.e), 0);
	CHECK_INT(undo_last(f.s, f.p, u.actor, &u, &f.e), 0);
	did(&f, job, "old");
	u = (struct undo_row){.actor = SLICE_LIT("member:1"), .at = T0 + 9, .line = SLICE_LIT("new")};
	CHECK_INT(undo_mark(f.s, &u, &f.e), 0);
	struct ledger_entry note = {.job = job, .at = T0, .kind = "note", .actor = u.actor};
	CHECK_INT(ledger_add(f.s, &note, &f.e), 0);
	CHECK_INT(undo_add(f.s, &u, T0 + 1, &f.e), 0);
	CHECK_INT(undo_last(f.s, f.p, u.actor, &u, &f.e), 1);
	CHECK_SLICE_AT(__LINE__, u.line, "new");
	CHECK_INT(undo_done(f.s, &u, T0, &f.e), 0);
	CHECK_INT(undo_last(f.s, f.p, u.actor, &u, &f.e), 0);
	fixture_close(&f);
}

TEST(repair_client_rules)
{
	struct fixture f;
	client_rule_list all = {0};

	fixture_open(&f);
	struct client_rule r = {.client = f.client, .phrase = SLICE_LIT("world's best"),
				.said_by = SLICE_LIT("operator"), .at = T0};
	CHECK_INT(client_rule_add(f.s, &r, &f.e), 1);
	CHECK_INT(client_rule_add(f.s, &r, &f.e), 0);
	CHECK_INT(client_rules(f.s, f.p, f.client, &all, &f.e), 0);
	CHECK_INT(all.len, 1);
	CHECK_SLICE_AT(__LINE__, all.at[0].phrase, "world's best");
	CHECK_INT(client_rule_drop(f.s, f.client, SLICE_LIT("best"), &f.e), 0);
	CHECK_INT(client_rule_drop(f.s, f.client, SLICE_LIT("world's best"), &f.e), 1);
	CHECK_INT(client_rules(f.s, f.p, f.client, &all, &f.e), 0);
	CHECK_INT(all.len, 0);
	fixture_close(&f);
}
