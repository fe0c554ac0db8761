/* Modes of a client over those for all, and how many drafts in a row left unchanged. */
#include "docket/store/modes.h"

#include "docket/store/outbox.h"
#include "fixture.h"

enum { DRAFT, DELAY, AUTOMATIC }; /* of enum conf_mode */

static void
put(struct fixture *f, int64_t client, int mode)
{
	const struct mode_row row = {.client = client,
				     .kind = SLICE_LIT("prompt"),
				     .mode = mode,
				     .member = f->member,
				     .at = T0};

	CHECK_INT(mode_set(f->s, &row, &f->e), 0);
}

TEST(mode_get)
{
	static const struct {
		int line, all, own, want; /* -1: not set */
	} cases[] = {
		{__LINE__, -1, -1, -1},
		{__LINE__, DELAY, -1, DELAY},
		{__LINE__, -1, AUTOMATIC, AUTOMATIC},
		{__LINE__, AUTOMATIC, DRAFT, DRAFT},
		{__LINE__, DRAFT, AUTOMATIC, AUTOMATIC},
	};
	struct fixture f;
	mode_list rows = {0};

	fixture_open(&f);
	for (size_t i = 0; i < COUNT(cases); i++) {
		int mode = -1;

		put(&f, 0, cases[i].all);
		put(&f, f.client, cases[i].own);
		CHECK_INT_AT(cases[i].line, mode_get(f.s, f.client, "prompt", &mode, &f.e),
			     cases[i].want >= 0);
		CHECK_INT_AT(cases[i].line, mode, cases[i].want);
		mode = -1;
		CHECK_INT_AT(cases[i].line, mode_get(f.s, f.client, "review", &mode, &f.e), 0);
		CHECK_INT_AT(cases[i].line, mode_get(f.s, f.client + 1, "prompt", &mode, &f.e),
			     cases[i].all >= 0);
		CHECK_INT_AT(cases[i].line, mode, cases[i].all);
	}
	CHECK_INT(mode_rows(f.s, f.p, &rows, &f.e), 0);
	CHECK_INT(rows.len, 2);
	CHECK_INT(rows.at[1].client, f.client);
	CHECK_INT(rows.at[1].member, f.member);
	fixture_close(&f);
}

/* Sends a mail of mode kind "prompt"; a draft where `shown`. */
static int64_t
leave(struct fixture *f, int i, bool shown)
{
	struct outbox_new n = fixture_out(f, pool_cstr(f->p, pool_slicef(f->p, "%d@x", i)));
	enum outbox_state state = OUTBOX_DRAFT;
	int64_t id = 0;
	const struct outbox_settle accepted = {
		.now = T0, .address = SLICE_LIT("ann@acme.example"), .code = 250};

	n.client = f->client;
	n.mode_kind = "prompt";
	n.state = shown ? OUTBOX_DRAFT : OUTBOX_QUEUED;
	n.rcpts.len = 0;
	VEC_ADD(&n.rcpts, f->p, accepted.address);
	CHECK_INT(outbox_add(f->s, &n, &id, &f->e), 0);
	CHECK_INT(shown ? outbox_release(f->s, id, T0, &f->e) : 0, 0);
	struct outbox_settle one = accepted;
	one.id = id;
	CHECK_INT(outbox_settle_rcpt(f->s, &one, &f->e), 0);
	CHECK_INT(outbox_settle(f->s, id, T0, T0, SLICE_NONE, &state, &f->e), 0);
	CHECK_INT(state, OUTBOX_SENT);
	return id;
}

static int64_t
run_of(struct fixture *f)
{
	mode_run_list runs = {0};

	CHECK_INT(mode_runs(f->s, f->p, 2, &runs, &f->e), 0);
	return runs.len == 0 ? 0 : runs.at[0].count;
}

TEST(mode_runs)
{
	struct fixture f;
	int64_t id = 0;

	fixture_open(&f);
	leave(&f, 1, true);
	CHECK_INT(run_of(&f), 0); /* fewer than the two asked for */
	leave(&f, 2, false);	  /* nobody looked at this one */
	CHECK_INT(run_of(&f), 0);
	leave(&f, 3, true);
	id = leave(&f, 4, true);
	CHECK_INT(run_of(&f), 3);
	CHECK_INT(correction_add(f.s, id, 1, f.member, SLICE_NONE, T0, &f.e), 0);
	CHECK_INT(run_of(&f), 3);
	CHECK_INT(correction_add(f.s, id, 4, f.member, SLICE_LIT("other words"), T0, &f.e), 0);
	CHECK_INT(run_of(&f), 0); /* a correction begins the row anew */
	leave(&f, 5, true);
	leave(&f, 6, true);
	CHECK_INT(run_of(&f), 2);
	fixture_close(&f);
}
