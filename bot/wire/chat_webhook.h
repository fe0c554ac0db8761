/* Formats of plain incoming webhooks. */
#ifndef DOCKET_WIRE_CHAT_WEBHOOK_H
#define DOCKET_WIRE_CHAT_WEBHOOK_H

#include "docket/wire/chat.h"

enum { WEBHOOK_TEAMS_MAX = 20 * 1024 }; /* of a request: their 28,672 are counted after expansion */

struct webhook_format {
	const char *name;
	const char *query; /* added to the address, or NULL */
	/* Members of the open JSON object. c is the part of m's card that goes. */
	int (*put)(struct json *w, struct pool *p, const struct chat_message *m,
		   const struct chat_card *c, struct err *e);
	/* What a 2xx answer with that body means. */
	enum chat_status (*took)(struct slice body, int status);
};
/* NULL for a word that is none of CHAT_FORMAT_WORDS. */
const struct webhook_format *webhook_format_of(const char *name);

#endif
