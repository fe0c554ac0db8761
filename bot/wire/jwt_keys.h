/* The inside of a set of keys, for jwt.c and jwt_keys.c. */
#ifndef DOCKET_WIRE_JWT_KEYS_H
#define DOCKET_WIRE_JWT_KEYS_H

#include "jwt.h"

#include <gnutls/abstract.h>

struct jwt_key {
	struct slice kid;
	gnutls_pubkey_t key;
	slice_list endorsements;
};

struct jwt_keys {
	struct pool *pool; /* of the texts below */
	VEC(struct jwt_key) list;
	int64_t fetched, asked; /* UTC ms, 0: never */
	bool unknown;		/* a sound token named a key that is not here */
	bool asking;		/* asked for, and nothing came yet */
};

/* NULL when there is none, or the set is too old to count. */
const struct jwt_key *jwt_key_of(const struct jwt_keys *k, struct slice kid, int64_t now);

#endif
