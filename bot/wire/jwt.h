/*
 * Signed tokens (RFC 7515, 7519), of which chat platforms use one kind: RS256, compact, with a key
 * named by kid. The algorithm is ours to say, never the token's: nothing in a token chooses what
 * it is checked with. Keys come as a JWKS (RFC 7517) or as a map from kid to an X.509 certificate.
 */
#ifndef DOCKET_WIRE_JWT_H
#define DOCKET_WIRE_JWT_H

#include "docket/base/vec.h"
#include "docket/wire/http.h"

enum {
	JWT_MAX = 16 << 10,	     /* bytes of a token: platforms send about 1 KB */
	JWT_KEYS_MAX = 64,	     /* of a set: Microsoft has about ten at a time */
	JWT_RSA_BITS_MIN = 2048,     /* RFC 7518 3.3 */
	JWT_SKEW_MS = 5 * 60 * 1000, /* between two clocks */
	JWT_KEYS_DAY_MS = 86400000,  /* keys are asked for anew */
	JWT_KEYS_HOUR_MS = 3600000,  /* at most once for tokens that name unknown keys */
	JWT_KEYS_AGAIN_MS = 10000,   /* between tries while asking fails */
	JWT_KEYS_DEAD_DAYS = 5,	     /* keys that could not be renewed for so long count no more */
};

/* A set of public keys and when it was asked for. */
struct jwt_keys;
struct jwt_keys *jwt_keys_new(void);
void jwt_keys_free(struct jwt_keys *k); /* takes NULL */
/* Replaces the set by what the platform answered at `now`. On -1 (ERR_MESSAGE) the old one stays.
 * Keys that are no RSA keys for signing are left out. */
int jwt_keys_jwks(struct jwt_keys *k, struct slice json, int64_t now, struct err *e);
int jwt_keys_x509(struct jwt_keys *k, struct slice json, int64_t now, struct err *e);
/* Whether the set should be asked for now; jwt_keys_asked says that it was, jwt_keys_came that
 * there was an answer, whatever it was: in between, tokens with unknown keys wait for it. */
bool jwt_keys_due(const struct jwt_keys *k, int64_t now);
void jwt_keys_asked(struct jwt_keys *k, int64_t now);
void jwt_keys_came(struct jwt_keys *k);

/* What a token must say. */
struct jwt_want {
	const char *const *issuers; /* one of these; NULL ends the list */
	struct slice audience;
	int64_t now;
};
/* What an authentic token said. All in pool. */
struct jwt {
	struct slice claims;	 /* JSON, an object */
	slice_list endorsements; /* of its key */
};
/*
 * Checks form, algorithm, issuer, audience and times before a key is looked for: a flood of rubbish
 * asks for no keys. 0 authentic, -1 refused (ERR_REFUSED, for the log), 1 its key is not known and
 * the set should be asked for first, or was and did not come yet.
 */
int jwt_check(struct jwt_keys *k, struct pool *p, struct slice token, const struct jwt_want *want,
	      struct jwt *out, struct err *e);
/* A claim that is a text; empty when absent or something else. */
struct slice jwt_claim(struct pool *p, const struct jwt *t, const char *name);
/* A claim that is true, or the text "true", as some of Google's are. */
bool jwt_claim_true(struct pool *p, const struct jwt *t, const char *name);

/* A token with these claims (JSON), signed with a private key (PEM), added to out. kid may be
 * empty. -1 (ERR_CONFIG) when that is no RSA key. */
int jwt_sign(struct slice pem, struct slice kid, struct slice claims, struct str *out,
	     struct err *e);

#endif
