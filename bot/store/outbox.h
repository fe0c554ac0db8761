/* Inside the store: rows of the outbox, as several files read them. */
#ifndef DOCKET_STORE_PRIVATE_OUTBOX_H
#define DOCKET_STORE_PRIVATE_OUTBOX_H

#include "db.h"
#include "docket/store/outbox.h"

#define OUTBOX_COLUMNS                                                                             \
	"o.id, o.job, o.client, o.cause, o.kind, o.state, o.due, o.created, o.sent, o.attempts, "  \
	"o.automatic, o.internal, o.draft_of, o.member, o.message_id, o.sender, o.to_address, "    \
	"o.token, o.coalesce_key, o.lang, o.subject, o.last_error, o.waits, o.about"

void outbox_read_head(struct query *q, struct pool *p, struct outbox_row *r);
/* Runs q (OUTBOX_COLUMNS, size, packed) for one row with its bytes and open recipients. */
int outbox_read_one(struct query *q, struct pool *p, struct outbox_row *out, struct err *e);
/* Runs q (OUTBOX_COLUMNS) to its end; open recipients, no bytes. */
int outbox_read_list(struct query *q, struct pool *p, outbox_list *out, struct err *e);

#endif
