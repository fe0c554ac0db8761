/* Formats of plain incoming webhooks. */
#ifndef DOCKET_WIRE_CHAT_WEBHOOK_H
#define DOCKET_WIRE_CHAT_WEBHOOK_H

#include "docket/wire/chat.h"

enum { WEBHOOK_TEAMS_MAX = 20 * 1024 }; /* of a request: their 28,672 are counted after expansion */

struct webhook_format {
	const char *name;
	/* Of one message before it is escaped, so that it fits after: most escapes double a character,
	   those of Teams' JSON and Google's "<" make four bytes of it. */
	enum chat_unit unit;
	size_t text_max;
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
