/* Authentication-Results (RFC 8601). What may be trusted is the caller's decision. */
#ifndef DOCKET_MESSAGE_AUTHRES_H
#define DOCKET_MESSAGE_AUTHRES_H

#include "header.h"

/* Reads every such field into mail->auth, with its place in the header. */
void authres_read(struct pool *pool, const field_list *fields, struct mail *mail);

#endif
