/* Inside the store: rows of the inbox, as several files read them. */
#ifndef DOCKET_STORE_PRIVATE_INBOX_H
#define DOCKET_STORE_PRIVATE_INBOX_H

#include "db.h"
#include "docket/store/inbox.h"

/* What inbox_read_head takes, in its order; from message m, folder f. */
#define INBOX_COLUMNS                                                                              \
	"m.id, f.account, f.folder, m.uidvalidity, m.uid, m.name, m.received, m.internal, "        \
	"m.blob, "                                                                                 \
	"m.size, m.cut, m.state, m.same_as, m.job, m.client, m.contact, m.member, "    \
	"m.class, m.sender, m.subject, m.message_id, m.auth, m.reason, m.triage_open"
#define INBOX_FROM "FROM message m JOIN folder f ON f.id = m.folder "

void inbox_read_head(struct query *q, struct pool *p, struct inbox_row *m);
/* Runs q to its end. */
int inbox_read_list(struct query *q, struct pool *p, inbox_list *out, struct err *e);

/* A message's words are about to change: takes them out of the index, or off its queue. */
int search_forget(struct store *s, int64_t id, struct err *e);
int search_enqueue(struct store *s, int64_t id, struct err *e);

#endif
