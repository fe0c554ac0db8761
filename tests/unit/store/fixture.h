/* A store in a folder of its own, with a client, a contact and a member in it. */
#ifndef DOCKET_TESTS_UNIT_STORE_FIXTURE_H
#define DOCKET_TESTS_UNIT_STORE_FIXTURE_H

#include "check.h"
#include "docket/store/inbox.h"
#include "docket/store/jobs.h"
#include "docket/store/outbox.h"
#include "docket/store/people.h"

enum { T0 = 1000000000 }; /* an instant; tests add to it */

struct fixture {
	char dir[64];
	struct store *s;
	struct pool *p;
	struct err e;
	int64_t client, contact, member;
};

void fixture_open(struct fixture *f);	/* inside a transaction */
void fixture_reopen(struct fixture *f); /* closes and opens again, no transaction */
void fixture_close(struct fixture *f);	/* and removes the folder */
void fixture_commit(struct fixture *f); /* and begins the next one */
/* Runs SQL on the file behind docket's back; 0, or SQLite's code. */
int fixture_sql(struct fixture *f, const char *sql);
int64_t fixture_sql_int(struct fixture *f, const char *sql);
/* A recorded message with this uid, then settled with words. Returns its row. */
int64_t fixture_mail(struct fixture *f, uint64_t uid);
int64_t fixture_settled(struct fixture *f, uint64_t uid, const char *message_id, const char *text);
int64_t fixture_job(struct fixture *f);
/* A queued mail to jo@acme.example with this Message-ID. */
struct outbox_new fixture_out(struct fixture *f, const char *message_id);
int64_t fixture_queued(struct fixture *f, const char *message_id);
/* The text of the error, or "" if none; cleared. */
const char *fixture_error(struct fixture *f);

#endif
