/* The outbox: claimed, settled, counted, corrected. */
#include "fixture.h"

#include <stdlib.h>

static struct outbox_row
row(struct fixture *f, int64_t id)
{
	struct outbox_row r = {0};

	CHECK_INT(outbox_get(f->s, f->p, id, &r, &f->e), 1);
	CHECK_STR(fixture_error(f), "");
	return r;
}

TEST(outbox_bytes)
{
	struct fixture f;
	struct outbox_row r;
	size_t big = 3000000;
	char *bytes = malloc(big);
	int64_t id = 0;

	fixture_open(&f);
	for (size_t i = 0; i < big; i++)
		bytes[i] = (char)(i * i >> 5);
	struct outbox_new n = fixture_out(&f, "<one@agency.example>");
	n.bytes = slice_make(bytes, big);
	n.token = SLICE_LIT("tok1");
	n.job = fixture_job(&f);
	VEC_ADD(&n.rcpts, f.p, SLICE_LIT("ann@acme.example"));
	VEC_ADD(&n.rcpts, f.p, SLICE_LIT("JO@acme.example")); /* the first one again */
	CHECK_INT(outbox_add(f.s, &n, &id, &f.e), 0);
	r = row(&f, id);
	CHECK(slice_eq(r.bytes, n.bytes));
	CHECK_INT(r.rcpts.len, 2);
	CHECK_SLICE_AT(__LINE__, r.message_id, "one@agency.example");
	CHECK_SLICE_AT(__LINE__, r.kind, "prompt");
	CHECK(r.automatic && !r.internal);
	CHECK_INT(r.state, OUTBOX_QUEUED);
	CHECK_INT(outbox_by_id(f.s, f.p, SLICE_LIT("one@agency.example"), &r, &f.e), 1);
	CHECK_INT(outbox_by_id(f.s, f.p, SLICE_LIT("<one@agency.example>"), &r, &f.e), 1);
	CHECK_INT(r.id, id);
	CHECK_INT(outbox_by_id(f.s, f.p, SLICE_LIT("two@agency.example"), &r, &f.e), 0);
	CHECK_INT(outbox_by_token(f.s, f.p, SLICE_LIT("tok1"), &r, &f.e), 1);
	CHECK_INT(outbox_by_token(f.s, f.p, SLICE_LIT("tok2"), &r, &f.e), 0);
	CHECK_INT(outbox_by_token(f.s, f.p, SLICE_NONE, &r, &f.e), 0);
	CHECK_INT(outbox_get(f.s, f.p, 999, &r, &f.e), 0);
	/* one Message-ID, one mail */
	CHECK_INT(outbox_add(f.s, &n, &id, &f.e), -1);
	CHECK_INT(f.e.kind, ERR_MESSAGE);
	err_clear(&f.e);
	n.rcpts.len = 0;
	CHECK_INT(outbox_add(f.s, &n, &id, &f.e), -1);
	CHECK_INT(f.e.kind, ERR_STOP);
	err_clear(&f.e);
	outbox_list list;
	CHECK_INT(outbox_of_job(f.s, f.p, n.job, &list, &f.e), 0);
	CHECK_INT(list.len, 1);
	CHECK_INT(list.at[0].bytes.len, 0);
	CHECK_INT(list.at[0].rcpts.len, 2);
	CHECK_INT(outbox_list_state(f.s, f.p, OUTBOX_QUEUED, &list, &f.e), 0);
	CHECK_INT(list.len, 1);
	free(bytes);
	fixture_close(&f);
}

/* Who sends is woken by rows alone, so each way a row becomes due must show. */
TEST(outbox_wrote)
{
	struct fixture f;
	int64_t id = 0;

	fixture_open(&f);
	(void)store_wrote(f.s, STORE_OUTBOX);
	CHECK(!store_wrote(f.s, STORE_OUTBOX));
	struct outbox_new n = fixture_out(&f, "<one@agency.example>");
	CHECK_INT(outbox_add(f.s, &n, &id, &f.e), 0);
	CHECK(!store_wrote(f.s, STORE_FETCHES));
	CHECK(store_wrote(f.s, STORE_OUTBOX));
	CHECK(!store_wrote(f.s, STORE_OUTBOX));
	CHECK_INT(store_set(f.s, "cursor", SLICE_LIT("1"), &f.e), 0);
	CHECK(!store_wrote(f.s, STORE_OUTBOX));
	CHECK_INT(outbox_postpone(f.s, id, 50, SLICE_LIT("later"), &f.e), 0);
	CHECK(store_wrote(f.s, STORE_OUTBOX));
	fixture_close(&f);
}

TEST(outbox_claims)
{
	struct fixture f;
	struct outbox_row r;

	fixture_open(&f);
	CHECK(outbox_next_due(f.s) == INT64_MAX);
	int64_t ids[3];
	static const int due[] = {30, 10, 20};
	for (int i = 0; i < 3; i++) {
		struct outbox_new n = fixture_out(&f, i == 0 ? "a@x" : i == 1 ? "b@x" : "c@x");
		n.due = due[i];
		CHECK_INT(outbox_add(f.s, &n, &ids[i], &f.e), 0);
	}
	CHECK_INT(outbox_next_due(f.s), 10);
	static const struct {
		int line;
		int64_t now, retry;
		int got, which;
	} cases[] = {
		{__LINE__, 9, 100, 0, 0},   {__LINE__, 25, 100, 1, 1}, {__LINE__, 25, 100, 1, 2},
		{__LINE__, 25, 100, 0, 0},  {__LINE__, 30, 100, 1, 0}, {__LINE__, 99, 200, 0, 0},
		{__LINE__, 100, 200, 1, 0}, /* equally due: the older row; nobody settled it */
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct outbox_due d = {cases[i].now, cases[i].retry};
		CHECK_INT_AT(cases[i].line, outbox_claim(f.s, f.p, &d, &r, &f.e), cases[i].got);
		if (cases[i].got == 1) {
			CHECK_INT_AT(cases[i].line, r.id, ids[cases[i].which]);
			CHECK_INT_AT(cases[i].line, r.due, cases[i].retry);
			CHECK_SLICE_AT(cases[i].line, r.bytes, "From: x\r\n\r\nHello Jo\r\n");
		}
	}
	CHECK_INT(row(&f, ids[0]).attempts, 2);
	/* a claim that was committed holds after a crash: the row comes again at retry, not before
	 */
	CHECK_INT(store_commit(f.s, &f.e), 0);
	fixture_reopen(&f);
	CHECK_INT(outbox_next_due(f.s), 100);
	CHECK_INT(outbox_postpone(f.s, ids[0], 500, SLICE_LIT("host away"), &f.e), 0);
	r = row(&f, ids[0]);
	CHECK_INT(r.attempts, 1);
	CHECK_INT(r.due, 500);
	CHECK_SLICE_AT(__LINE__, r.last_error, "host away");
	fixture_close(&f);
}

TEST(outbox_settles)
{
	static const struct {
		int line;
		int first, second; /* outcomes: 0 sent, 1 later, 2 dead, -1 none */
		enum outbox_state state;
		size_t open;
	} cases[] = {
		{__LINE__, 0, 0, OUTBOX_SENT, 0},    {__LINE__, 0, 2, OUTBOX_SENT, 0},
		{__LINE__, 2, 2, OUTBOX_DEAD, 0},    {__LINE__, 0, 1, OUTBOX_QUEUED, 1},
		{__LINE__, 2, 1, OUTBOX_QUEUED, 1},  {__LINE__, 1, 1, OUTBOX_QUEUED, 2},
		{__LINE__, 0, -1, OUTBOX_QUEUED, 1}, {__LINE__, -1, -1, OUTBOX_QUEUED, 2},
	};
	struct fixture f;

	fixture_open(&f);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *id = pool_cstr(f.p, pool_slicef(f.p, "%zu@x", i));
		struct outbox_new n = fixture_out(&f, id);
		int64_t row_id;
		enum outbox_state state;

		VEC_ADD(&n.rcpts, f.p, SLICE_LIT("ann@acme.example"));
		CHECK_INT_AT(cases[i].line, outbox_add(f.s, &n, &row_id, &f.e), 0);
		struct outbox_settle s = {.id = row_id,
					  .now = T0 + 5,
					  .address = SLICE_LIT("JO@acme.example"),
					  .outcome = cases[i].first,
					  .code = 250,
					  .reply = SLICE_LIT("ok")};
		if (cases[i].first >= 0)
			CHECK_INT_AT(cases[i].line, outbox_settle_rcpt(f.s, &s, &f.e), 0);
		s.address = SLICE_LIT("ann@acme.example");
		s.outcome = cases[i].second;
		if (cases[i].second >= 0)
			CHECK_INT_AT(cases[i].line, outbox_settle_rcpt(f.s, &s, &f.e), 0);
		CHECK_INT_AT(
			cases[i].line,
			outbox_settle(f.s, row_id, T0 + 6, T0 + 99, SLICE_LIT("why"), &state, &f.e),
			0);
		CHECK_INT_AT(cases[i].line, state, cases[i].state);
		struct outbox_row r = row(&f, row_id);
		CHECK_INT_AT(cases[i].line, r.state, cases[i].state);
		CHECK_INT_AT(cases[i].line, r.rcpts.len, cases[i].open);
		CHECK_INT_AT(cases[i].line, r.due, cases[i].state == OUTBOX_QUEUED ? T0 + 99 : T0);
		CHECK_INT_AT(cases[i].line, r.sent, cases[i].state == OUTBOX_SENT ? T0 + 6 : 0);
	}
	struct outbox_settle s = {.id = 1, .address = SLICE_LIT("no@body.example")};
	CHECK_INT(outbox_settle_rcpt(f.s, &s, &f.e), -1);
	CHECK_INT(f.e.kind, ERR_NOFILE);
	err_clear(&f.e);
	enum outbox_state state;
	CHECK_INT(outbox_settle(f.s, 999, 1, 2, SLICE_NONE, &state, &f.e), -1);
	err_clear(&f.e);
	struct outbox_counts c;
	CHECK_INT(outbox_count(f.s, &c, &f.e), 0);
	CHECK_INT(c.by_state[OUTBOX_SENT], 2);
	CHECK_INT(c.by_state[OUTBOX_DEAD], 1);
	CHECK_INT(c.by_state[OUTBOX_QUEUED], 5);
	CHECK_INT(c.oldest_due, T0 + 99);
	fixture_close(&f);
}

TEST(outbox_coalesces)
{
	struct fixture f;
	struct outbox_due d = {T0, T0 + 100};
	struct outbox_row r;
	int64_t count = 99, id[5];

	fixture_open(&f);
	for (size_t i = 0; i < COUNT(id); i++) {
		struct outbox_new n = fixture_out(&f, pool_cstr(f.p, pool_slicef(f.p, "%zu@x", i)));
		n.coalesce = i == 4 ? SLICE_LIT("other") : SLICE_LIT("1:jo");
		n.state = i == 1 ? OUTBOX_DRAFT : OUTBOX_QUEUED;
		n.due = T0 + (int64_t)i;
		CHECK_INT(outbox_add(f.s, &n, &id[i], &f.e), 0);
	}
	CHECK_INT(outbox_claim(f.s, f.p, &d, &r, &f.e), 1); /* row 0 may be on the wire */
	CHECK_INT(outbox_coalesce(f.s, SLICE_LIT("1:jo"), true, &count, &f.e), 0);
	CHECK_INT(count, 2); /* rows 2 and 3 */
	static const enum outbox_state want[] = {OUTBOX_QUEUED, OUTBOX_DRAFT, OUTBOX_CANCELLED,
						 OUTBOX_CANCELLED, OUTBOX_QUEUED};
	for (size_t i = 0; i < COUNT(id); i++)
		CHECK_INT(row(&f, id[i]).state, want[i]);
	CHECK_INT(outbox_coalesce(f.s, SLICE_NONE, true, &count, &f.e), 0);
	CHECK_INT(count, 0);
	/* postponed before a word was said: may be replaced; partly sent: may not */
	CHECK_INT(outbox_postpone(f.s, id[0], T0 + 50, SLICE_NONE, &f.e), 0);
	struct outbox_settle s = {
		.id = id[4], .address = SLICE_LIT("jo@acme.example"), .outcome = 0};
	CHECK_INT(outbox_settle_rcpt(f.s, &s, &f.e), 0);
	CHECK_INT(outbox_coalesce(f.s, SLICE_LIT("1:jo"), true, &count, &f.e), 0);
	CHECK_INT(count, 1);
	CHECK_INT(outbox_coalesce(f.s, SLICE_LIT("other"), true, &count, &f.e), 0);
	CHECK_INT(count, 0);
	fixture_close(&f);
}

/* What waits for the caps is neither due nor said, until it leaves. */
TEST(outbox_waits)
{
	struct fixture f;
	struct outbox_due d = {T0 + 9, T0 + 100};
	struct outbox_row r;
	outbox_list list = {0};
	int64_t count = 0, when = 0, id[3];

	fixture_open(&f);
	for (size_t i = 0; i < COUNT(id); i++) {
		struct outbox_new n = fixture_out(&f, pool_cstr(f.p, pool_slicef(f.p, "%zu@x", i)));
		n.coalesce = SLICE_LIT("1:jo");
		n.token = i == 2 ? SLICE_LIT("tok2") : SLICE_LIT("tok1");
		n.waits = T0;
		n.about = SLICE_LIT("conflict 1");
		CHECK_INT(outbox_add(f.s, &n, &id[i], &f.e), 0);
	}
	CHECK_INT(outbox_claim(f.s, f.p, &d, &r, &f.e), 0);
	CHECK(outbox_next_due(f.s) == INT64_MAX);
	struct slice to = row(&f, id[0]).to;
	CHECK_INT(outbox_count_address(f.s, to, 0, &count, &f.e), 0);
	CHECK_INT(count, 0);
	CHECK_INT(outbox_waiting_to(f.s, to, &count, &f.e), 0);
	CHECK_INT(count, 3);
	CHECK_INT(outbox_coalesce(f.s, SLICE_LIT("1:jo"), false, &count, &f.e), 0);
	CHECK_INT(count, 0);
	CHECK_INT(outbox_waited(f.s, id[2], T0 + 5, &f.e), 0);
	CHECK_INT(outbox_waited(f.s, id[2], T0 + 5, &f.e), -1); /* once */
	err_clear(&f.e);
	CHECK_INT(outbox_count_address(f.s, to, T0 + 5, &count, &f.e), 0);
	CHECK_INT(count, 1); /* said now, not when it was written */
	CHECK_INT(outbox_claim(f.s, f.p, &d, &r, &f.e), 1);
	CHECK_INT(r.id, id[2]);
	CHECK_INT(outbox_release(f.s, id[0], T0 + 7, &f.e), 0); /* by a member's word */
	CHECK_INT(row(&f, id[0]).waits, 0);
	CHECK_INT(outbox_waiting(f.s, f.p, 9, &list, &f.e), 0);
	CHECK_INT(list.len, 1);
	CHECK_INT(list.at[0].waits, T0);
	CHECK_SLICE_AT(__LINE__, list.at[0].about, "conflict 1");
	CHECK_INT(outbox_renew(f.s, SLICE_LIT("tok1"), "prompt", &f.e), 0);
	CHECK_INT(row(&f, id[1]).state, OUTBOX_CANCELLED);
	CHECK_INT(row(&f, id[0]).state, OUTBOX_QUEUED); /* on its way */
	CHECK_INT(outbox_last_answer(f.s, 0, to, &count, &when, &f.e), 0);
	fixture_close(&f);
}

TEST(outbox_words)
{
	struct fixture f;
	correction_sum_list sums = {0};
	int64_t id[3];

	fixture_open(&f);
	for (size_t i = 0; i < COUNT(id); i++) {
		struct outbox_new n = fixture_out(&f, pool_cstr(f.p, pool_slicef(f.p, "%zu@x", i)));
		n.state = OUTBOX_DRAFT;
		n.created = T0 + (int64_t)i;
		CHECK_INT(outbox_add(f.s, &n, &id[i], &f.e), 0);
	}
	fixture_queued(&f, "q@x");
	CHECK_INT(outbox_release(f.s, id[0], T0 + 7, &f.e), 0);
	CHECK_INT(row(&f, id[0]).due, T0 + 7);
	CHECK_INT(row(&f, id[0]).state, OUTBOX_QUEUED);
	CHECK_INT(outbox_cancel(f.s, id[1], &f.e), 0);
	CHECK_INT(outbox_cancel(f.s, id[0], &f.e), 0); /* queued: can still be stopped */
	static const struct {
		int line;
		bool release;
		int which;
		enum err_kind kind;
		const char *says;
	} cases[] = {
		{__LINE__, true, 0, ERR_REFUSED, "cancelled already: it cannot be released"},
		{__LINE__, false, 1, ERR_REFUSED, "cancelled already: it cannot be cancelled"},
		{__LINE__, true, -1, ERR_NOFILE, "there is no draft 999"},
		{__LINE__, false, -1, ERR_NOFILE, "there is no draft 999"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t which = cases[i].which < 0 ? 999 : id[cases[i].which];
		CHECK_INT_AT(cases[i].line,
			     cases[i].release ? outbox_release(f.s, which, T0, &f.e)
					      : outbox_cancel(f.s, which, &f.e),
			     -1);
		CHECK_INT_AT(cases[i].line, f.e.kind, cases[i].kind);
		CHECK_AT(cases[i].line, slice_has(slice_of(f.e.text), cases[i].says));
		err_clear(&f.e);
	}
	CHECK_INT(correction_add(f.s, id[0], 1, f.member, SLICE_NONE, T0, &f.e), 0);
	CHECK_INT(correction_add(f.s, id[1], 2, f.member, SLICE_NONE, T0, &f.e), 0);
	CHECK_INT(correction_add(f.s, id[1], 4, 0, SLICE_LIT("better words"), T0, &f.e), 0);
	CHECK_INT(correction_add(f.s, id[2], 5, 0, SLICE_NONE, T0, &f.e), -1);
	err_clear(&f.e);
	CHECK_INT(correction_add(f.s, 999, 1, 0, SLICE_NONE, T0, &f.e), -1);
	err_clear(&f.e);
	CHECK_INT(correction_sums(f.s, f.p, T0, &sums, &f.e), 0);
	CHECK_INT(sums.len, 1);
	CHECK_INT(sums.at[0].shown, 3);
	CHECK_INT(sums.at[0].corrected, 1);
	CHECK_INT(correction_sums(f.s, f.p, T0 + 2, &sums, &f.e), 0);
	CHECK_INT(sums.at[0].shown, 1);
	CHECK_INT(sums.at[0].corrected, 0);
	CHECK_INT(row(&f, id[0]).member, f.member);
	fixture_close(&f);
}

TEST(outbox_caps)
{
	struct fixture f;
	int64_t n = 0, id = 0, when = 0;

	fixture_open(&f);
	int64_t job = fixture_job(&f);
	static const struct {
		int line;
		int at;
		bool on_job, automatic, internal, cancelled, other;
	} rows[] = {
		{__LINE__, 10, true, true, false, false, false},
		{__LINE__, 20, true, true, false, false, false},
		{__LINE__, 30, false, true, false, false, false},
		{__LINE__, 40, true, false, false, false, false}, /* a member's word */
		{__LINE__, 50, true, true, true, false, false},	  /* to the team */
		{__LINE__, 60, true, true, false, true, false},	  /* taken back */
		{__LINE__, 70, true, true, false, false, true},	  /* to Ann */
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct outbox_new o = fixture_out(&f, pool_cstr(f.p, pool_slicef(f.p, "%zu@x", i)));
		o.created = rows[i].at;
		o.job = rows[i].on_job ? job : 0;
		o.automatic = rows[i].automatic;
		o.internal = rows[i].internal;
		if (rows[i].other)
			o.to = SLICE_LIT("ann@acme.example");
		CHECK_INT_AT(rows[i].line, outbox_add(f.s, &o, &id, &f.e), 0);
		if (rows[i].cancelled)
			CHECK_INT_AT(rows[i].line, outbox_cancel(f.s, id, &f.e), 0);
	}
	struct slice jo = SLICE_LIT("Jo@ACME.example"), ann = SLICE_LIT("ann@acme.example");
	const struct {
		int line;
		struct slice who;
		int64_t since, count;
	} address[] = {
		{__LINE__, jo, 0, 3},  {__LINE__, jo, 15, 2}, {__LINE__, jo, 20, 2},
		{__LINE__, jo, 31, 0}, {__LINE__, ann, 0, 1},
	};
	for (size_t i = 0; i < COUNT(address); i++) {
		CHECK_INT_AT(address[i].line,
			     outbox_count_address(f.s, address[i].who, address[i].since, &n, &f.e),
			     0);
		CHECK_INT_AT(address[i].line, n, address[i].count);
	}
	CHECK_INT(outbox_count_all(f.s, 0, &n, &f.e), 0);
	CHECK_INT(n, 4);
	CHECK_INT(outbox_count_all(f.s, 25, &n, &f.e), 0);
	CHECK_INT(n, 2);
	CHECK_INT(outbox_last_answer(f.s, job, jo, &id, &when, &f.e), 0);
	CHECK_INT(when, 20);
	CHECK_INT(outbox_last_answer(f.s, 999, jo, &id, &when, &f.e), 0);
	CHECK_INT(id, 0);
	/* a person of ours in between starts the thread's count anew; a client or docket does not
	 */
	static const struct {
		int line;
		const char *actor;
		int at;
		int count;
	} events[] = {
		{__LINE__, "docket", 15, 2},   {__LINE__, "contact:1", 16, 2},
		{__LINE__, "member:1", 12, 1}, {__LINE__, "members", 100, 1},
		{__LINE__, "operator", 20, 0},
	};
	CHECK_INT(outbox_count_thread(f.s, job, jo, &n, &f.e), 0);
	CHECK_INT(n, 2);
	for (size_t i = 0; i < COUNT(events); i++) {
		struct ledger_entry entry = {.job = job,
					     .at = events[i].at,
					     .kind = "note",
					     .actor = slice_of(events[i].actor)};
		CHECK_INT_AT(events[i].line, ledger_add(f.s, &entry, &f.e), 0);
		CHECK_INT_AT(events[i].line, outbox_count_thread(f.s, job, jo, &n, &f.e), 0);
		CHECK_INT_AT(events[i].line, n, events[i].count);
	}
	CHECK_STR(fixture_error(&f), "");
	fixture_close(&f);
}
