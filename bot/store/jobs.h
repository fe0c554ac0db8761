/* Inside the store: the brief of a job, as jobs.c writes it; the ledger, as verify.c reads it. */
#ifndef DOCKET_STORE_PRIVATE_JOBS_H
#define DOCKET_STORE_PRIVATE_JOBS_H

#include "db.h"
#include "docket/base/hash.h"
#include "docket/store/jobs.h"

/* Rows of fields that changed are written, of fields taken away removed. */
int brief_write(struct store *s, int64_t job, const struct brief_field *fields, struct err *e);
int jobs_brief_read(struct store *s, struct pool *p, int64_t job, struct brief_field *fields,
		    struct err *e);

/* Decisions, versions and files against the ledger; counts into *faults. */
int verify_life(struct store *s, struct str *report, int *faults, struct err *e);

/* The chains of clients; counts go into *c. */
struct client_check {
	struct str *report;
	int faults;
	int64_t events, erased;
};
int verify_clients(struct store *s, struct client_check *c, struct err *e);

enum { LEDGER_SALT = 16 };
/* The link of the chain: from the previous event's hash (zeros before the first) and a payload. */
void ledger_link(const unsigned char prev[HASH_LEN], struct slice payload,
		 unsigned char out[HASH_LEN]);
void ledger_text_hash(struct slice salt, struct slice text, char out[HASH_HEX]);

#endif
