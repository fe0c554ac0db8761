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

/* The chains of clients, and their settings against them. */
struct chain_check;
int verify_clients(struct store *s, struct chain_check *c, struct err *e);

/* ---- verify_chain.c: what is the same of every chain ---- */

/* What was found so far. */
struct chain_check {
	struct str *report;
	int faults;
	int64_t events, erased;
};
/* One chain, read from its beginning. */
struct chain_at {
	struct slice ref; /* of its job or client, for the report */
	int64_t seq;	  /* of the event at hand, as it should be */
	int64_t says;	  /* as it is */
	unsigned char prev[HASH_LEN];
	struct slice kind, text; /* of the event at hand, until the next step of the query */
};
void chain_fault(struct chain_check *c, const struct chain_at *at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/*
 * The next event, from the columns of CHAIN_COLUMNS: its number, its hash behind that of the one before,
 * its columns against what was hashed, its text against its salted hash.
 */
void chain_event(struct chain_check *c, struct chain_at *at, struct query *q);
/* After the last one: the head that the job or client bears. */
void chain_end(struct chain_check *c, const struct chain_at *at, int64_t head_seq, struct slice head);

/* A payload that is no JSON any more reads as one without members. */
#define CHAIN_MEMBER(path) "json_extract(iif(json_valid(e.payload), e.payload, '{}'), '$." path "')"
/* clang-format off */
/* Of e, an event of `of`, whose id and ref its payload has as `id` and `name`; t: its text. */
#define CHAIN_COLUMNS(of, id, name, ref) \
	"e.seq, e.payload, e.hash, e.kind, " \
	CHAIN_MEMBER(id) " IS e." of " AND " \
	CHAIN_MEMBER(name) " IS " ref " AND " \
	CHAIN_MEMBER("seq") " IS e.seq AND " \
	CHAIN_MEMBER("at") " IS e.at AND " \
	CHAIN_MEMBER("kind") " IS e.kind AND " \
	CHAIN_MEMBER("actor") " IS e.actor AND " \
	CHAIN_MEMBER("message") " IS e.message, " \
	CHAIN_MEMBER("text_sha256") ", t.event, t.salt, t.text"
/* clang-format on */

enum { LEDGER_SALT = 16 };
/* The link of the chain: from the previous event's hash (zeros before the first) and a payload. */
void ledger_link(const unsigned char prev[HASH_LEN], struct slice payload,
		 unsigned char out[HASH_LEN]);
void ledger_text_hash(struct slice salt, struct slice text, char out[HASH_HEX]);

#endif
