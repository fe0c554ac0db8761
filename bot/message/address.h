/* Address lists: RFC 5322 3.4 and 4.4, and what senders make of them. */
#ifndef DOCKET_MESSAGE_ADDRESS_H
#define DOCKET_MESSAGE_ADDRESS_H

#include "docket/message/mail.h"

/* Adds at most max addresses of a raw field value. Linear in its length. */
void address_list(struct pool *pool, struct slice value, size_t max, addr_list *out);
/* The one address of a field whose domain is missing, as local mail systems write it; or empty. */
struct addr address_local(struct pool *pool, struct slice value);
/* The first one, or an empty one. */
struct addr address_first(struct pool *pool, struct slice value);

#endif
