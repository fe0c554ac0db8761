/*
 * The access token that a program's own grant gave (RFC 6749 5.1), kept until a while before its end.
 * Private to bot/wire.
 */
#ifndef BOT_WIRE_OAUTH_H
#define BOT_WIRE_OAUTH_H

#include "docket/base/slice.h"

struct oauth_token {
	char *text;	   /* NULL: none */
	int64_t at, until; /* UTC ms: kept since, good until */
};
void oauth_forget(struct oauth_token *t); /* from memory too */
/* A new one has to be asked for; also when our clock was put back. */
bool oauth_due(const struct oauth_token *t, int64_t now);
/* Takes what a token endpoint gave, for `lives_s` seconds. False: it is no token. */
bool oauth_keep(struct oauth_token *t, struct slice token, int64_t lives_s, int64_t now);
/*
 * A request with it was answered 401: it may have been withdrawn before its end. True: it is forgotten
 * and worth another try; false: it is brand-new, and another would fare no better.
 */
bool oauth_withdrawn(struct oauth_token *t, int64_t now);

#endif
