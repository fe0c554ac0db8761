/* Mailbox names on the wire: modified UTF-7 (RFC 3501 5.1.3). */
#ifndef BOT_WIRE_IMAP_NAME_H
#define BOT_WIRE_IMAP_NAME_H

#include "docket/base/str.h"

/*
 * Adds the UTF-8 name as the server wants it. -1 if it is empty, no UTF-8, or holds a control
 * character, which could end the command.
 */
int imap_name_encode(struct slice name, struct str *out);

#endif
