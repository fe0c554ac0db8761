/*
 * The promise about crashes as a loop: a small intake and delivery is stopped at each mark, and
 * each outside call fails once; afterwards the store is consistent, and going on ends in the same
 * state.
 */
#include "fixture.h"

#include "docket/base/step.h"
#include "docket/store/search.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAILS = 3, TRIES = 3, STEPS_MAX = 60 };

static int
record(struct store *s, struct err *e)
{
	struct blob_batch *b = blob_batch_new(s);
	char sha[MAILS][65], text[32];
	int r = 0;

	for (int i = 0; r == 0 && i < MAILS; i++) {
		(void)snprintf(text, sizeof(text), "raw mail %d", i);
		r = blob_add(b, slice_of(text), sha[i], e);
	}
	if (r == 0)
		r = blob_sync(b, e);
	blob_batch_free(b);
	if (r < 0 || store_begin(s, e) < 0)
		return -1;
	for (int i = 0; r >= 0 && i < MAILS; i++) {
		struct inbox_new n = {
			.key = {SLICE_LIT("a"), SLICE_LIT("INBOX"), 1, (uint64_t)i + 1, SLICE_NONE},
			.received = T0,
			.blob = sha[i],
			.size = 10};
		int64_t id;
		r = inbox_record(s, &n, &id, e);
	}
	if (r >= 0)
		return store_commit(s, e);
	store_rollback(s);
	return -1;
}

static int
apply_one(struct store *s, struct pool *p, int64_t id, struct err *e)
{
	struct job j = {.client = 1, .state = JOB_INTAKE};
	struct ledger_entry opened = {.at = T0,
				      .kind = "opened",
				      .actor = SLICE_LIT("docket"),
				      .message = id,
				      .data = SLICE_LIT("{\"state\":\"intake\"}"),
				      .text = SLICE_LIT("words")};
	struct inbox_settled m = {.id = id, .state = INBOX_APPLIED, .text = SLICE_LIT("words")};
	struct outbox_new o = {.kind = "prompt",
			       .state = OUTBOX_QUEUED,
			       .due = T0,
			       .created = T0,
			       .cause = id,
			       .from = SLICE_LIT("a@b"),
			       .to = SLICE_LIT("c@d"),
			       .message_id = pool_slicef(p, "%lld@b", (long long)id),
			       .bytes = SLICE_LIT("bytes")};
	int64_t out;

	VEC_ADD(&o.rcpts, p, o.to);
	if (job_create(s, p, &j, T0, e) < 0)
		return -1;
	opened.job = o.job = m.job = j.id;
	return ledger_add(s, &opened, e) < 0 || outbox_add(s, &o, &out, e) < 0
		       ? -1
		       : inbox_settle(s, &m, e);
}

static int
apply(struct store *s, struct pool *p, struct err *e)
{
	id_list ids = {0};
	int r = store_begin(s, e);

	if (r < 0)
		return -1;
	r = inbox_pending(s, p, 0, 100, &ids, e);
	for (size_t i = 0; r == 0 && i < ids.len; i++)
		r = apply_one(s, p, ids.at[i], e);
	if (r == 0)
		return store_commit(s, e);
	store_rollback(s);
	return -1;
}

/* Each row: claimed in one commit, settled in the next. 1 one was sent, 0 none due, -1. */
static int
deliver(struct store *s, struct pool *p, struct err *e)
{
	struct outbox_due d = {T0 + 1, T0 + 1}; /* due again at once: the test does not wait */
	struct outbox_row row;
	struct outbox_settle settled = {.now = T0 + 1, .code = 250};
	enum outbox_state state;
	int got;

	if (store_begin(s, e) < 0)
		return -1;
	got = outbox_claim(s, p, &d, &row, e);
	if (got < 0 || store_commit(s, e) < 0) {
		store_rollback(s);
		return -1;
	}
	if (got == 0)
		return 0;
	if (store_begin(s, e) < 0)
		return -1;
	settled.id = row.id;
	settled.address = row.to;
	if (outbox_settle_rcpt(s, &settled, e) == 0 &&
	    outbox_settle(s, row.id, T0 + 1, T0 + 2, SLICE_NONE, &state, e) == 0)
		return store_commit(s, e) < 0 ? -1 : 1;
	store_rollback(s);
	return -1;
}

static int
work(struct store *s, struct pool *p, struct err *e)
{
	size_t done;
	int got;

	if (record(s, e) < 0 || apply(s, p, e) < 0)
		return -1;
	while ((got = deliver(s, p, e)) == 1)
		;
	return got < 0 ? -1 : store_index_some(s, 100, &done, e);
}

/* In the child: works, and after a failure of the outside tries again as the daemon would. */
static int
child(const char *dir, const char *variable, int n)
{
	struct pool *p = pool_new();
	struct store *s = NULL;
	char number[16];
	int r = -1;

	(void)snprintf(number, sizeof(number), "%d", n);
	(void)setenv(variable, number, 1);
	step_arm();
	for (int i = 0; r < 0 && i < TRIES; i++) {
		struct err e = ERR_INIT;

		if (s != NULL || store_open(dir, STORE_WRITE, &s, &e) == 0)
			r = work(s, p, &e);
		if (r < 0 && e.kind != ERR_RETRY) {
			printf("%s=%d: %s\n", variable, n, e.text);
			return 3;
		}
	}
	store_close(s);
	pool_free(p);
	return r < 0 ? 4 : 0;
}

static int64_t
count(struct fixture *f, const char *sql)
{
	return fixture_sql_int(f, sql);
}

static void
check_whole(struct fixture *f, int n, bool finished)
{
	struct str out;
	search_hits list;
	int64_t checked = 0;
	int64_t mails = count(f, "SELECT count(*) FROM message");
	int64_t applied = count(f, "SELECT count(*) FROM message WHERE state = 'applied'");

	str_init(&out, 10000);
	CHECK_INT_AT(n, ledger_verify(f->s, &out, &checked, &f->e), 0);
	CHECK_INT_AT(n, checked, applied);
	CHECK_INT_AT(n, count(f, "SELECT count(*) FROM job"), applied);
	CHECK_INT_AT(n, count(f, "SELECT last_number FROM client"), applied);
	CHECK_INT_AT(n, count(f, "SELECT count(*) FROM outbox"), applied);
	CHECK_INT_AT(n, count(f, "SELECT count(*) FROM event_text"), applied);
	CHECK_AT(n, mails == 0 || mails == MAILS);
	if (finished) {
		CHECK_INT_AT(n, applied, MAILS);
		CHECK_INT_AT(n, count(f, "SELECT count(*) FROM outbox WHERE state = 'sent'"),
			     MAILS);
		CHECK_INT_AT(n, search_find(f->s, f->p, SLICE_LIT("words"), 0, 9, &list, &f->e), 0);
		CHECK_INT_AT(n, list.len, MAILS);
	}
	/* every row's blob is there and whole */
	for (int64_t id = 1; id <= mails; id++) {
		struct inbox_row m;
		char sha[65];

		str_reset(&out);
		CHECK_INT_AT(n, inbox_get(f->s, f->p, id, &m, &f->e), 1);
		CHECK_INT_AT(
			n, blob_read(f->s, slice_cstr(m.blob, sha, sizeof(sha)), 100, &out, &f->e),
			0);
	}
	CHECK_STR_AT(n, fixture_error(f), "");
	str_clear(&out);
}

/* Runs the loop over one variable; how many rounds it took until nothing was hit any more. */
static int
loop(const char *variable, bool kills)
{
	for (int n = 1; n < STEPS_MAX; n++) {
		struct fixture f;
		int status = 0;
		bool hit;
		pid_t pid;

		fixture_open(&f);
		CHECK_INT(store_commit(f.s, &f.e), 0);
		store_close(f.s);
		f.s = NULL;
		(void)fflush(stdout);
		pid = fork();
		if (pid == 0)
			_exit(child(f.dir, variable, n));
		CHECK_INT_AT(n, waitpid(pid, &status, 0), pid);
		hit = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
		if (!hit)
			CHECK_INT_AT(n, status, 0);
		CHECK_INT_AT(n, store_open(f.dir, STORE_WRITE, &f.s, &f.e), 0);
		CHECK_STR_AT(n, fixture_error(&f), "");
		if (f.s == NULL)
			return -1;
		check_whole(&f, n, !hit);
		CHECK_INT_AT(n, work(f.s, f.p, &f.e), 0);
		check_whole(&f, n, true);
		fixture_close(&f);
		if (kills && !hit)
			return n;
	}
	return STEPS_MAX;
}

TEST(store_stopped_at_every_step)
{
	int rounds = loop("DOCKET_STOP_AT", true);

	CHECK(rounds > 15 && rounds < STEPS_MAX);
}

TEST(store_every_call_fails_once)
{
	CHECK_INT(loop("DOCKET_FAIL_AT", false), STEPS_MAX);
}
