/* Inside the store: what clients, contacts and members share. */
#ifndef DOCKET_STORE_PRIVATE_PEOPLE_H
#define DOCKET_STORE_PRIVATE_PEOPLE_H

#include "db.h"
#include "docket/store/people.h"

/* One @, no blanks or controls, at most 254 bytes (RFC 5321 4.5.3.1). ERR_REFUSED. */
int people_check_address(struct slice address, struct err *e);
/* ERR_REFUSED when a contact or member has it, and who. `folded` is compared. */
int people_check_free(struct store *s, struct slice address, struct slice folded, struct err *e);

#endif
