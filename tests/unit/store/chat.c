/* Chat in the store: deliveries once, rooms in order, codes and buttons that only fit whom they were made for. */
#include "fixture.h"

#include "docket/base/clock.h"
#include "docket/store/chat.h"

#define SRC SLICE_LIT("slack")

static struct chat_message
post(const char *room, const char *text)
{
	return (struct chat_message){.act = CHAT_POST, .room = slice_of(room), .parts = 1, .part = 1,
				     .card = {.text = slice_of(text)}};
}

TEST(store_chat_deliveries)
{
	struct fixture f;
	struct chat_in_row known = {0};
	struct chat_event ev = {.kind = CHAT_COMMAND, .key = SLICE_LIT("t1"), .text = SLICE_LIT("list"),
				.who = {.tenant = SLICE_LIT("T1"), .uid = SLICE_LIT("U1")},
				.field_count = 1, .fields = {{SLICE_LIT("a\n"), SLICE_LIT("ü\"")}}};
	struct chat_message m = post("C1", "one line"), back;
	chat_in_list waiting = {0};
	struct chat_event read;
	int64_t id = 0, other = 0;

	fixture_open(&f);
	CHECK_INT(chat_in_add(f.s, f.p, SRC, &ev, T0, &id, &known, &f.e), 1);
	CHECK_INT(chat_in_answered(f.s, id, &m, &f.e), 0);
	CHECK_INT(chat_in_add(f.s, f.p, SRC, &ev, T0 + 1, &other, &known, &f.e), 0);
	CHECK_INT(known.id, id);
	CHECK_INT(chat_message_read(f.p, known.answer, &back, &f.e), 0);
	CHECK_SLICE_AT(__LINE__, back.card.text, "one line");
	CHECK_INT(chat_event_read(f.p, known.event, &read, &f.e), 0);
	CHECK_SLICE_AT(__LINE__, read.fields[0].value, "ü\"");
	CHECK_SLICE_AT(__LINE__, read.who.uid, "U1");
	/* the same key on another entry is another delivery */
	CHECK_INT(chat_in_add(f.s, f.p, SLICE_LIT("zulip"), &ev, T0, &other, &known, &f.e), 1);
	CHECK_INT(chat_in_wait(f.s, id, true, &f.e), 0);
	CHECK_INT(chat_in_waiting(f.s, f.p, SRC, SLICE_LIT("U1"), &waiting, &f.e), 0);
	CHECK_INT(waiting.len, 1);
	waiting.len = 0;
	CHECK_INT(chat_in_waiting(f.s, f.p, SRC, SLICE_LIT("U2"), &waiting, &f.e), 0);
	CHECK_INT(waiting.len, 0);
	CHECK_INT(chat_forget(f.s, T0 + 29 * CLOCK_DAY, &f.e), 0);
	CHECK_INT(chat_in_add(f.s, f.p, SRC, &ev, T0, &other, &known, &f.e), 0);
	CHECK_INT(chat_forget(f.s, T0 + 31 * CLOCK_DAY, &f.e), 0);
	CHECK_INT(chat_in_add(f.s, f.p, SRC, &ev, T0, &other, &known, &f.e), 1);
	fixture_close(&f);
}

TEST(store_chat_lanes)
{
	struct fixture f;
	struct chat_message a = post("C1", "first"), b = post("C1", "second"), c = post("C2", "other"),
			    r = {.act = CHAT_REPLY, .reply = SLICE_LIT("https://x/"),
				 .key = SLICE_LIT("k1"), .room = SLICE_LIT("C1")};
	struct chat_out_row row;
	int64_t first = 0, id = 0, job = 0;

	fixture_open(&f);
	job = fixture_job(&f);
	CHECK_INT(chat_out_add(f.s, SRC, &a, job, T0, &first, &f.e), 0);
	CHECK_INT(chat_out_add(f.s, SRC, &b, 0, T0, &id, &f.e), 0);
	CHECK_INT(chat_out_add(f.s, SRC, &c, 0, T0, &id, &f.e), 0);
	CHECK_INT(chat_out_add(f.s, SRC, &r, 0, T0, &id, &f.e), 0);
	CHECK_INT(chat_out_next_due(f.s, SRC), T0);
	CHECK_INT(chat_out_next_due(f.s, SLICE_LIT("other")), INT64_MAX);
	/* the first of each lane, not the second of C1 */
	static const char *const texts[] = {"first", "other", ""};
	for (size_t i = 0; i < COUNT(texts); i++) {
		CHECK_INT(chat_out_claim(f.s, f.p, SRC, T0, T0 + 100, &row, &f.e), 1);
		CHECK_SLICE_AT(__LINE__, row.m.card.text, texts[i]);
	}
	CHECK_INT(chat_out_claim(f.s, f.p, SRC, T0, T0 + 100, &row, &f.e), 0);
	/* a crash now: whoever claims it next has to ask whether it arrived, and need not wait */
	CHECK(!row.unknown);
	CHECK_INT(chat_out_wake(f.s, T0 + 1, &f.e), 0);
	CHECK_INT(chat_out_claim(f.s, f.p, SRC, T0 + 1, T0 + 100, &row, &f.e), 1);
	CHECK_SLICE_AT(__LINE__, row.m.card.text, "first");
	CHECK(row.unknown);
	CHECK_INT(chat_out_replace(f.s, first, &b, &f.e), 0); /* it may be on its way */
	struct chat_settle done = {.id = first, .now = T0, .state = CHAT_OUT_SENT, .parts_done = 1,
				   .counts = true, .posted = SLICE_LIT("17.0"),
				   .thread = SLICE_LIT("17.1")};
	CHECK_INT(chat_out_settle(f.s, &done, &f.e), 0);
	CHECK_INT(chat_out_claim(f.s, f.p, SRC, T0, T0 + 100, &row, &f.e), 1);
	CHECK_SLICE_AT(__LINE__, row.m.card.text, "second");
	CHECK(row.m.key.len == 24);
	CHECK_INT(chat_out_get(f.s, f.p, first, &row, &f.e), 1);
	CHECK_SLICE_AT(__LINE__, row.posted, "17.0");
	CHECK_INT(row.attempts, 1);
	CHECK_INT(chat_thread_job(f.s, SRC, SLICE_LIT("17.1"), &id, &f.e), 1);
	CHECK_INT(id, job);
	id = 0;
	CHECK_INT(chat_thread_job(f.s, SRC, SLICE_LIT("17.0"), &id, &f.e), 1); /* no thread of its own */
	CHECK_INT(id, job);
	CHECK_INT(chat_thread_job(f.s, SRC, SLICE_LIT("17.2"), &id, &f.e), 0);
	CHECK_INT(chat_thread_job(f.s, SLICE_LIT("zulip"), SLICE_LIT("17.1"), &id, &f.e), 0);
	fixture_close(&f);
}

TEST(store_chat_codes)
{
	struct fixture f;
	struct chat_actor who = {.tenant = SLICE_LIT("T1"), .uid = SLICE_LIT("U1")},
			  other = {.tenant = SLICE_LIT("T1"), .uid = SLICE_LIT("U2")};
	struct chat_code c = {.source = SRC, .tenant = who.tenant, .uid = who.uid, .expires = T0 + 900},
			 out;
	const struct slice code = SLICE_LIT("7f3k92qd"), wrong = SLICE_LIT("7f3k92qe");

	fixture_open(&f);
	c.member = f.member;
	CHECK_INT(chat_code_put(f.s, &c, code, T0, &f.e), 0);
	CHECK_INT(chat_code_use(f.s, f.p, SRC, &other, code, T0, &out, &f.e), 0);
	CHECK_INT(chat_code_use(f.s, f.p, SRC, &who, code, T0 + 901, &out, &f.e), 0);
	CHECK_INT(chat_code_use(f.s, f.p, SRC, &who, code, T0 + 1, &out, &f.e), 1);
	CHECK_INT(out.member, f.member);
	CHECK_INT(chat_code_use(f.s, f.p, SRC, &who, code, T0 + 1, &out, &f.e), 0); /* once */
	CHECK_INT(chat_code_put(f.s, &c, code, T0, &f.e), 0);
	for (int i = 0; i < 5; i++)
		CHECK_INT(chat_code_use(f.s, f.p, SRC, &who, wrong, T0, &out, &f.e), 0);
	CHECK_INT(chat_code_use(f.s, f.p, SRC, &who, code, T0, &out, &f.e), 0); /* five tries */
	/* a new mail makes the old code void */
	CHECK_INT(chat_code_put(f.s, &c, code, T0, &f.e), 0);
	CHECK_INT(chat_code_put(f.s, &c, wrong, T0, &f.e), 0);
	CHECK_INT(chat_code_use(f.s, f.p, SRC, &who, code, T0, &out, &f.e), 0);
	CHECK_INT(chat_code_use(f.s, f.p, SRC, &who, wrong, T0, &out, &f.e), 1);
	CHECK_INT(fixture_sql_int(&f, "SELECT count(*) FROM chat_code WHERE hash LIKE '%7f3k%'"), 0);
	fixture_close(&f);
}

TEST(store_chat_identities)
{
	struct fixture f;
	struct chat_actor who = {.tenant = SLICE_LIT("T1"), .uid = SLICE_LIT("U1")},
			  elsewhere = {.tenant = SLICE_LIT("T2"), .uid = SLICE_LIT("U1")};
	struct chat_identity i = {.source = SRC, .tenant = who.tenant, .uid = who.uid,
				  .how = SLICE_LIT("address"), .at = T0}, out;
	chat_identity_list all = {0};
	struct chat_press b = {.token = SLICE_LIT("abc"), .command = SLICE_LIT("approve ACME-001"),
			       .expires = T0 + 5}, press;
	int64_t client = 0;

	fixture_open(&f);
	i.member = f.member;
	CHECK_INT(chat_identity_put(f.s, &i, &f.e), 0);
	CHECK_INT(chat_identity_of(f.s, f.p, SRC, &elsewhere, &out, &f.e), 0);
	CHECK_INT(chat_identity_of(f.s, f.p, SRC, &who, &out, &f.e), 1);
	CHECK_INT(out.member, f.member);
	CHECK_INT(chat_identities(f.s, f.p, f.member, 0, &all, &f.e), 0);
	CHECK_INT(all.len, 1);
	CHECK_INT(chat_identity_revoke(f.s, out.id, T0, &f.e), 0);
	CHECK_INT(chat_identity_of(f.s, f.p, SRC, &who, &out, &f.e), 0);
	CHECK_INT(chat_press_put(f.s, &b, T0, &f.e), 0);
	CHECK_INT(chat_press_of(f.s, f.p, SLICE_LIT("abd"), &press, &f.e), 0);
	CHECK_INT(chat_press_of(f.s, f.p, SLICE_LIT("abc"), &press, &f.e), 1);
	CHECK_SLICE_AT(__LINE__, press.command, "approve ACME-001");
	CHECK_INT(chat_room_client(f.s, SRC, SLICE_LIT("C9"), &client, &f.e), 0);
	CHECK_INT(chat_room_put(f.s, SRC, SLICE_LIT("C9"), f.client, T0, &f.e), 0);
	CHECK_INT(chat_room_client(f.s, SRC, SLICE_LIT("C9"), &client, &f.e), 1);
	CHECK_INT(client, f.client);
	fixture_close(&f);
}
