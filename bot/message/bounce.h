/* Returned mail: RFC 3462, 3464, and the many programs that never heard of them. */
#ifndef DOCKET_MESSAGE_BOUNCE_H
#define DOCKET_MESSAGE_BOUNCE_H

#include "mime.h"

/* Whether it is one; the short name of the rule that says so, or NULL. */
const char *bounce_rule(struct pool *pool, const struct mime *m, const struct mail *mail);
/* Whether it is a complaint in the form of Amazon SES. */
bool bounce_complaint(const struct mail *mail);
/* Whether it is from an address that nobody reads. */
bool bounce_robot(struct pool *pool, const struct mail *mail);
/* Which mail came back, to whom it went, why. */
void bounce_read(struct pool *pool, const struct mime *m, struct mail *mail);
/* The first part of a type, NULL if there is none. */
const struct part *bounce_part(const struct mime *m, const char *type);

#endif
