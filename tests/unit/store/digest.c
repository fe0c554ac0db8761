/* One row per person and local day. */
#include "fixture.h"

#include "docket/store/digest.h"

TEST(digest_once_per_local_day)
{
	struct fixture f;
	fixture_open(&f);
	int64_t id = 0, again = 0;
	struct digest_new n = {.member = f.member, .day = 20585, .now = T0};
	CHECK_INT(digest_add(f.s, &n, &id, &f.e), 1);
	CHECK_INT(digest_add(f.s, &n, &again, &f.e), 0);
	n.day++;
	CHECK_INT(digest_add(f.s, &n, &again, &f.e), 1);
	n = (struct digest_new){.client = f.client, .day = 20585, .now = T0};
	CHECK_INT(digest_add(f.s, &n, &again, &f.e), 1);
	CHECK_INT(digest_add(f.s, &n, &again, &f.e), 0);
	digest_person_list people = {0};
	CHECK_INT(digest_people(f.s, f.p, &people, &f.e), 0);
	for (size_t i = 0; i < people.len; i++) {
		const struct digest_person *p = &people.at[i];
		int64_t want = p->member == f.member ? 20586 : p->client == f.client ? 20585 : DIGEST_NO_DAY;
		CHECK_INT(p->last_day, want);
	}
	CHECK(people.len >= 2);
	fixture_close(&f);
}

TEST(digest_lines_by_number)
{
	struct fixture f;
	fixture_open(&f);
	struct outbox_new o = {.kind = "digest", .state = OUTBOX_QUEUED, .created = T0, .due = T0,
	                       .internal = true, .message_id = SLICE_LIT("d1@x.example"),
	                       .from = SLICE_LIT("i@x.example"), .to = SLICE_LIT("m@x.example"),
	                       .subject = SLICE_LIT("Today"), .bytes = SLICE_LIT("x")};
	VEC_ADD(&o.rcpts, f.p, o.to);
	int64_t outbox = 0, id = 0, job = fixture_job(&f), mail = fixture_mail(&f, 7);
	CHECK_INT(outbox_add(f.s, &o, &outbox, &f.e), 0);
	struct digest_new n = {.member = f.member, .day = 1, .now = T0, .outbox = outbox};
	CHECK_INT(digest_add(f.s, &n, &id, &f.e), 1);
	digest_line_list lines = {0};
	VEC_ADD(&lines, f.p, ((struct digest_line){.number = 1, .job = job}));
	VEC_ADD(&lines, f.p, ((struct digest_line){.number = 2, .message = mail}));
	CHECK_INT(digest_lines_add(f.s, id, &lines, &f.e), 0);
	struct digest_line got = {0};
	CHECK_INT(digest_line_get(f.s, outbox, 1, &got, &f.e), 1);
	CHECK_INT(got.job, job);
	CHECK_INT(got.message, 0);
	CHECK_INT(digest_line_get(f.s, outbox, 2, &got, &f.e), 1);
	CHECK_INT(got.message, mail);
	CHECK_INT(digest_line_get(f.s, outbox, 3, &got, &f.e), 0);
	CHECK_INT(digest_line_get(f.s, outbox + 1, 1, &got, &f.e), 0);
	fixture_close(&f);
}
