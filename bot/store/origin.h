/* Inside the store: the copy that a rebuild works from. */
#ifndef DOCKET_STORE_ORIGIN_PRIVATE_H
#define DOCKET_STORE_ORIGIN_PRIVATE_H

#include "db.h"
#include "docket/store/origin.h"
#include "jobs.h"

enum { O_INPUT, O_RECORD, O_RECORDED, O_READING, O_BLOBS, O_SALT, O_SALT_CLIENT, O_COUNT };
struct origin {
	struct store *s;
	sqlite3_stmt *stmts[O_COUNT];
};

struct salt {
	unsigned char salt[LEDGER_SALT];
	char text_sha[HASH_HEX];
};
/*
 * The salt of that event: 1 with it; 2 when its words were erased, with the hash that the payload
 * has of them; 0 there is none; -1.
 */
int origin_salt(struct origin *o, const struct ledger_entry *entry, int64_t seq, struct salt *out,
		struct err *e);
/* A statement of its own on s->db, to be finalized. */
int origin_prepare(struct store *s, const char *sql, sqlite3_stmt **out, struct err *e);

#endif
