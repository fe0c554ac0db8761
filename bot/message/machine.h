/*
 * What programs write without saying so in the header: receipts, answers of calendars and help
 * desks, and a machine's word about itself.
 */
#ifndef DOCKET_MESSAGE_MACHINE_H
#define DOCKET_MESSAGE_MACHINE_H

#include "mime.h"

/* Whether its author's first or last lines say that no person wrote it. */
bool machine_says(struct pool *pool, const struct mail *mail);
/* The short name of the rule by which a program wrote it, or NULL. */
const char *machine_rule(struct pool *pool, const struct mime *m, const struct mail *mail);
/* Whether the text asks something, as people do: a question mark that is in no link. */
bool machine_asked(struct slice text);

#endif
