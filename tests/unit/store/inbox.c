/* Messages: recorded once, settled, found, searched. */
#include "fixture.h"

#include "docket/base/hash.h"

TEST(inbox_keys)
{
	static const struct {
		int line;
		const char *account, *folder, *name;
		uint64_t uidvalidity, uid;
		int got;
	} cases[] = {
		{__LINE__, "a", "INBOX", "", 1, 1, 1},
		{__LINE__, "a", "INBOX", "", 1, 1, 0}, /* fetched again */
		{__LINE__, "a", "INBOX", "", 1, 2, 1},
		{__LINE__, "a", "INBOX", "", 2, 1, 1}, /* the server renumbered */
		{__LINE__, "a", "Other", "", 1, 1, 1},
		{__LINE__, "b", "INBOX", "", 1, 1, 1},
		{__LINE__, "b", "INBOX", "", 4294967295u, 4294967295u, 1},
		{__LINE__, "m", "", "1700.M1P2.host", 0, 0, 1},
		{__LINE__, "m", "", "1700.M1P2.host", 0, 0, 0},
		{__LINE__, "m", "", "1700.M1P3.host", 0, 0, 1},
	};
	struct fixture f;
	int64_t last = 0;

	fixture_open(&f);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct inbox_new n = {.key = {slice_of(cases[i].account), slice_of(cases[i].folder),
					      cases[i].uidvalidity, cases[i].uid,
					      slice_of(cases[i].name)},
				      .received = T0,
				      .blob = "00",
				      .size = 1,
				      .cut = i == 1};
		int64_t id = 0;
		CHECK_INT_AT(cases[i].line, inbox_record(f.s, &n, &id, &f.e), cases[i].got);
		CHECK_AT(cases[i].line, cases[i].got == 1 ? id > last : id == 0);
		last = id > last ? id : last;
	}
	CHECK_INT(inbox_known_name(f.s, SLICE_LIT("m"), SLICE_LIT("1700.M1P2.host"), &f.e), 1);
	CHECK_INT(inbox_known_name(f.s, SLICE_LIT("a"), SLICE_LIT("1700.M1P2.host"), &f.e), 0);
	CHECK_INT(inbox_known_name(f.s, SLICE_LIT("m"), SLICE_LIT("other"), &f.e), 0);
	CHECK_INT(inbox_known_name(f.s, SLICE_LIT("a"), SLICE_NONE, &f.e), 0);
	struct inbox_row r;
	CHECK_INT(inbox_get(f.s, f.p, last, &r, &f.e), 1);
	CHECK_SLICE_AT(__LINE__, r.key.name, "1700.M1P3.host");
	CHECK_INT(inbox_get(f.s, f.p, 999, &r, &f.e), 0);
	CHECK_STR(fixture_error(&f), "");
	/* known after a restart too, outside a transaction */
	CHECK_INT(store_commit(f.s, &f.e), 0);
	fixture_reopen(&f);
	struct inbox_new n = {.key = {SLICE_LIT("a"), SLICE_LIT("INBOX"), 1, 1, SLICE_NONE},
			      .received = T0,
			      .blob = "00"};
	int64_t id;
	CHECK_INT(inbox_record(f.s, &n, &id, &f.e), 0);
	fixture_close(&f);
}

TEST(inbox_life)
{
	struct fixture f;
	struct inbox_row r;
	struct inbox_counts c;
	id_list ids;
	inbox_list list;

	fixture_open(&f);
	int64_t m1 = fixture_mail(&f, 1), m2 = fixture_mail(&f, 2), m3 = fixture_mail(&f, 3);
	CHECK_INT(inbox_pending(f.s, f.p, 0, 10, &ids, &f.e), 0);
	CHECK_INT(ids.len, 3);
	CHECK_INT(ids.at[0], m1);
	CHECK_INT(inbox_pending(f.s, f.p, m1, 1, &ids, &f.e), 0);
	CHECK_INT(ids.len, 1);
	CHECK_INT(ids.at[0], m2);

	struct inbox_settled m = {.id = m1,
				  .state = INBOX_TRIAGE,
				  .class_ = SLICE_LIT("human"),
				  .sender = SLICE_LIT("x@y.example"),
				  .reason = SLICE_LIT("who?"),
				  .trail = SLICE_LIT("[1]"),
				  .reading = SLICE_LIT("{}"),
				  .text = SLICE_LIT("words"),
				  .message_id = SLICE_LIT("<a@b>")};
	CHECK_INT(inbox_settle(f.s, &m, &f.e), 0);
	m.id = 999;
	CHECK_INT(inbox_settle(f.s, &m, &f.e), -1);
	CHECK_INT(f.e.kind, ERR_NOFILE);
	err_clear(&f.e);
	CHECK_INT(inbox_get(f.s, f.p, m1, &r, &f.e), 1);
	CHECK_INT(r.state, INBOX_TRIAGE);
	CHECK(r.triage_open);
	CHECK_SLICE_AT(__LINE__, r.reason, "who?");
	CHECK_SLICE_AT(__LINE__, r.trail, "[1]");
	CHECK_SLICE_AT(__LINE__, r.reading, "{}");
	CHECK_SLICE_AT(__LINE__, r.text, "words");
	CHECK_SLICE_AT(__LINE__, r.message_id, "a@b");
	CHECK_INT(r.client, 0);
	CHECK_INT(r.key.uidvalidity, 7);
	CHECK_INT(inbox_triage(f.s, f.p, &list, &f.e), 0);
	CHECK_INT(list.len, 1);
	CHECK_INT(list.at[0].text.len, 0);

	CHECK_INT(inbox_close_triage(f.s, m1, &f.e), 0);
	CHECK_INT(inbox_get(f.s, f.p, m1, &r, &f.e), 1);
	CHECK(!r.triage_open);
	CHECK_INT(r.state, INBOX_APPLIED);
	CHECK_INT(inbox_reopen_triage(f.s, m1, SLICE_LIT("wrong job"), &f.e), 0);
	CHECK_INT(inbox_get(f.s, f.p, m1, &r, &f.e), 1);
	CHECK(r.triage_open);
	CHECK_SLICE_AT(__LINE__, r.reason, "wrong job");
	CHECK_INT(inbox_replay(f.s, m1, &f.e), 0);
	CHECK_INT(inbox_replay(f.s, m1, &f.e), 0); /* waits already */
	CHECK_INT(inbox_get(f.s, f.p, m1, &r, &f.e), 1);
	CHECK_INT(r.state, INBOX_RECORDED);
	CHECK(!r.triage_open);
	CHECK_INT(inbox_replay(f.s, 999, &f.e), -1);
	err_clear(&f.e);

	int64_t job = fixture_job(&f);
	CHECK_INT(inbox_set_job(f.s, m2, job, f.client, &f.e), 0);
	CHECK_INT(inbox_get(f.s, f.p, m2, &r, &f.e), 1);
	CHECK_INT(r.job, job);
	m = (struct inbox_settled){.id = m3, .state = INBOX_DUPLICATE, .same_as = m1};
	CHECK_INT(inbox_settle(f.s, &m, &f.e), 0);
	CHECK_INT(inbox_count(f.s, &c, &f.e), 0);
	CHECK_INT(c.total, 3);
	CHECK_INT(c.by_state[INBOX_RECORDED], 2);
	CHECK_INT(c.by_state[INBOX_DUPLICATE], 1);
	CHECK_INT(c.triage_open, 0);
	/* a message may not be a copy of nothing: the database says so, this message alone fails */
	m = (struct inbox_settled){.id = m2, .state = INBOX_DUPLICATE, .same_as = 999};
	CHECK_INT(inbox_settle(f.s, &m, &f.e), -1);
	CHECK_INT(f.e.kind, ERR_MESSAGE);
	err_clear(&f.e);
	fixture_commit(&f);
	CHECK_STR(fixture_error(&f), "");
	fixture_close(&f);
}

TEST(inbox_find_by)
{
	struct fixture f;
	int64_t id = 0;

	fixture_open(&f);
	int64_t m1 = fixture_settled(&f, 1, "one@x", "first"),
		m2 = fixture_settled(&f, 2, "", "second");
	const struct {
		int line;
		const char *what;
		int got;
		int64_t id;
	} cases[] = {
		{__LINE__, "m1", 1, m1},
		{__LINE__, "1", 1, m1},
		{__LINE__, " M2 ", 1, m2},
		{__LINE__, "one@x", 1, m1},
		{__LINE__, "<one@x>", 1, m1},
		{__LINE__, "m999", 0, 0},
		{__LINE__, "0", 0, 0},
		{__LINE__, "-1", 0, 0},
		{__LINE__, "", 0, 0},
		{__LINE__, "m", 0, 0},
		{__LINE__, "two@x", 0, 0},
		{__LINE__, "' OR 1=1", 0, 0},
		{__LINE__, "99999999999999999999", 0, 0},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		id = 0;
		CHECK_INT_AT(cases[i].line,
			     inbox_find(f.s, f.p, slice_of(cases[i].what), &id, &f.e),
			     cases[i].got);
		CHECK_INT_AT(cases[i].line, id, cases[i].id);
	}
	CHECK_STR(fixture_error(&f), "");
	fixture_close(&f);
}

TEST(inbox_sameness)
{
	struct fixture f;
	char sha[HASH_HEX], other[HASH_HEX];
	int64_t id = 0, job = 0, client = 0;

	fixture_open(&f);
	hash_sha256_hex(SLICE_LIT("words"), sha);
	hash_sha256_hex(SLICE_LIT("others"), other);
	int64_t m1 = fixture_settled(&f, 1, "one@x", "words");
	int64_t m2 = fixture_settled(&f, 2, "", "words");
	const struct {
		int line;
		const char *message_id, *sha;
		int64_t but;
		int got;
		int64_t id;
	} content[] = {
		{__LINE__, "one@x", sha, 99, 1, m1},  {__LINE__, "<one@x>", sha, 99, 1, m1},
		{__LINE__, "one@x", other, 99, 0, 0}, {__LINE__, "two@x", sha, 99, 0, 0},
		{__LINE__, "one@x", sha, m1, 0, 0},   {__LINE__, "", sha, 99, 1, m2},
		{__LINE__, "", sha, m2, 0, 0},	      {__LINE__, "", other, 99, 0, 0},
		{__LINE__, "one@x", "", 99, 0, 0},
	};
	for (size_t i = 0; i < COUNT(content); i++) {
		id = 0;
		CHECK_INT_AT(content[i].line,
			     inbox_same_content(f.s, slice_of(content[i].message_id),
						slice_of(content[i].sha), content[i].but, &id,
						&f.e),
			     content[i].got);
		CHECK_INT_AT(content[i].line, id, content[i].id);
	}
	CHECK_INT(inbox_same_id(f.s, SLICE_LIT("one@x"), 99, &id, &f.e), 1);
	CHECK_INT(inbox_same_id(f.s, SLICE_LIT("one@x"), m1, &id, &f.e), 0);
	CHECK_INT(inbox_same_id(f.s, SLICE_NONE, 99, &id, &f.e), 0);
	/* a list's copy: received at T0 + 1 */
	CHECK_INT(inbox_same_text(f.s, SLICE_LIT("JO@acme.example"), slice_of(sha), T0, 99, &id,
				  &f.e),
		  1);
	CHECK_INT(id, m1);
	CHECK_INT(inbox_same_text(f.s, SLICE_LIT("jo@acme.example"), slice_of(sha), T0 + 9, 99, &id,
				  &f.e),
		  0);
	CHECK_INT(inbox_same_text(f.s, SLICE_LIT("ann@acme.example"), slice_of(sha), T0, 99, &id,
				  &f.e),
		  0);
	CHECK_INT(inbox_same_text(f.s, SLICE_LIT("jo@acme.example"), slice_of(other), T0, 99, &id,
				  &f.e),
		  0);
	/* threads */
	CHECK_INT(inbox_job_of_id(f.s, SLICE_LIT("one@x"), &job, &client, &f.e), 0);
	CHECK_INT(inbox_set_job(f.s, m1, fixture_job(&f), f.client, &f.e), 0);
	CHECK_INT(inbox_job_of_id(f.s, SLICE_LIT("<one@x>"), &job, &client, &f.e), 1);
	CHECK_INT(client, f.client);
	CHECK_INT(inbox_job_of_id(f.s, SLICE_NONE, &job, &client, &f.e), 0);
	CHECK_STR(fixture_error(&f), "");
	fixture_close(&f);
}

TEST(inbox_cursor)
{
	struct fixture f;
	struct inbox_cursor c, set = {4294967295u, 17, INT64_MAX, T0, 99};

	fixture_open(&f);
	CHECK_INT(inbox_cursor_get(f.s, SLICE_LIT("intake"), SLICE_LIT("INBOX"), &c, &f.e), 0);
	CHECK_INT(c.uid, 0);
	CHECK_INT(c.uidvalidity, 0);
	for (int i = 0; i < 2; i++) {
		CHECK_INT(
			inbox_cursor_set(f.s, SLICE_LIT("intake"), SLICE_LIT("INBOX"), &set, &f.e),
			0);
		CHECK_INT(inbox_cursor_get(f.s, SLICE_LIT("intake"), SLICE_LIT("INBOX"), &c, &f.e),
			  0);
		CHECK_INT(memcmp(&c, &set, sizeof(c)), 0);
		set.uid++;
		fixture_mail(&f, (uint64_t)i + 1); /* shares the folder's row */
	}
	CHECK_INT(inbox_cursor_get(f.s, SLICE_LIT("intake"), SLICE_LIT("Other"), &c, &f.e), 0);
	CHECK_INT(c.uid, 0);
	fixture_close(&f);
}
