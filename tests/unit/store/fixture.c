/* The fixture of fixture.h. */
#include "fixture.h"

#include "docket/base/hash.h"

#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void
add_people(struct fixture *f)
{
	struct client c = {.code = SLICE_LIT("ACME"), .name = SLICE_LIT("Acme Ltd")};
	struct contact p = {.name = SLICE_LIT("Jo"), .address = SLICE_LIT("jo@acme.example")};
	struct member m = {.handle = SLICE_LIT("maya"),
			   .name = SLICE_LIT("Maya"),
			   .address = SLICE_LIT("maya@agency.example"),
			   .roles = ROLE_ACCOUNT,
			   .active = true};

	VEC_ADD(&c.domains, f->p, SLICE_LIT("acme.example"));
	CHECK_INT(client_add(f->s, &c, T0, &f->e), 0);
	f->client = p.client = c.id;
	CHECK_INT(contact_add(f->s, &p, T0, &f->e), 0);
	f->contact = p.id;
	CHECK_INT(member_add(f->s, &m, T0, &f->e), 0);
	f->member = m.id;
}

void
fixture_open(struct fixture *f)
{
	*f = (struct fixture){.dir = "/tmp/docket-store-XXXXXX"};
	f->p = pool_new();
	CHECK(mkdtemp(f->dir) != NULL);
	CHECK_INT(store_open(f->dir, STORE_WRITE, &f->s, &f->e), 0);
	CHECK_STR(fixture_error(f), "");
	if (f->s == NULL)
		abort(); /* every test needs it */
	CHECK_INT(store_prepare(f->s, &f->e), 0);
	CHECK_STR(fixture_error(f), "");
	CHECK_INT(store_begin(f->s, &f->e), 0);
	add_people(f);
	CHECK_STR(fixture_error(f), "");
}

void
fixture_reopen(struct fixture *f)
{
	store_close(f->s);
	f->s = NULL;
	CHECK_INT(store_open(f->dir, STORE_WRITE, &f->s, &f->e), 0);
	CHECK_STR(fixture_error(f), "");
}

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

void
fixture_close(struct fixture *f)
{
	store_close(f->s);
	pool_free(f->p);
	(void)nftw(f->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void
fixture_commit(struct fixture *f)
{
	CHECK_INT(store_commit(f->s, &f->e), 0);
	CHECK_INT(store_begin(f->s, &f->e), 0);
	CHECK_STR(fixture_error(f), "");
}

static sqlite3 *
behind(struct fixture *f)
{
	char path[128];
	sqlite3 *db = NULL;

	(void)snprintf(path, sizeof(path), "%s/docket.db", f->dir);
	CHECK_INT(sqlite3_open(path, &db), SQLITE_OK);
	return db;
}

int
fixture_sql(struct fixture *f, const char *sql)
{
	sqlite3 *db = behind(f);
	int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);

	(void)sqlite3_close(db);
	return rc;
}

int64_t
fixture_sql_int(struct fixture *f, const char *sql)
{
	sqlite3 *db = behind(f);
	sqlite3_stmt *st = NULL;
	int64_t n = -1;

	CHECK_INT(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
	if (sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int64(st, 0);
	(void)sqlite3_finalize(st);
	(void)sqlite3_close(db);
	return n;
}

int64_t
fixture_mail(struct fixture *f, uint64_t uid)
{
	struct inbox_new n = {.key = {.account = SLICE_LIT("intake"),
				      .folder = SLICE_LIT("INBOX"),
				      .uidvalidity = 7,
				      .uid = uid},
			      .received = T0 + (int64_t)uid,
			      .internal = T0,
			      .blob = "00",
			      .size = 10};
	int64_t id = 0;

	CHECK_INT(inbox_record(f->s, &n, &id, &f->e), 1);
	return id;
}

int64_t
fixture_settled(struct fixture *f, uint64_t uid, const char *message_id, const char *text)
{
	char sha[HASH_HEX];
	struct inbox_settled m = {.id = fixture_mail(f, uid),
				  .state = INBOX_APPLIED,
				  .client = f->client,
				  .contact = f->contact,
				  .class_ = SLICE_LIT("human"),
				  .sender = SLICE_LIT("jo@acme.example"),
				  .subject = SLICE_LIT("Landing page"),
				  .message_id = slice_of(message_id),
				  .text = slice_of(text),
				  .auth = SLICE_LIT("none"),
				  .date = T0};

	hash_sha256_hex(slice_of(text), sha);
	m.content_sha = m.text_sha = slice_of(sha);
	CHECK_INT(inbox_settle(f->s, &m, &f->e), 0);
	CHECK_STR(fixture_error(f), "");
	return m.id;
}

int64_t
fixture_job(struct fixture *f)
{
	struct job j = {.client = f->client,
			.kit = SLICE_LIT("landing-page"),
			.title = SLICE_LIT("Landing page"),
			.state = JOB_INTAKE,
			.requester = f->contact};

	CHECK_INT(job_create(f->s, f->p, &j, T0, &f->e), 0);
	CHECK_STR(fixture_error(f), "");
	return j.id;
}

struct outbox_new
fixture_out(struct fixture *f, const char *message_id)
{
	struct outbox_new n = {.client = f->client,
			       .kind = "prompt",
			       .state = OUTBOX_QUEUED,
			       .due = T0,
			       .created = T0,
			       .automatic = true,
			       .message_id = slice_of(message_id),
			       .from = SLICE_LIT("intake@agency.example"),
			       .to = SLICE_LIT("jo@acme.example"),
			       .subject = SLICE_LIT("[ACME-001] Landing page"),
			       .bytes = SLICE_LIT("From: x\r\n\r\nHello Jo\r\n"),
			       .lang = SLICE_LIT("en")};

	VEC_ADD(&n.rcpts, f->p, SLICE_LIT("jo@acme.example"));
	return n;
}

int64_t
fixture_queued(struct fixture *f, const char *message_id)
{
	struct outbox_new n = fixture_out(f, message_id);
	int64_t id = 0;

	CHECK_INT(outbox_add(f->s, &n, &id, &f->e), 0);
	CHECK_STR(fixture_error(f), "");
	return id;
}

const char *
fixture_error(struct fixture *f)
{
	const char *text = pool_cstr(f->p, slice_of(f->e.text));

	err_clear(&f->e);
	return text;
}
