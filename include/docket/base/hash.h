/* SHA-256 (FIPS 180-4), HMAC (RFC 2104), hex and lower-case base32 (RFC 4648 section 6, no padding). */
#ifndef DOCKET_BASE_HASH_H
#define DOCKET_BASE_HASH_H

#include "docket/base/slice.h"
#include "docket/base/str.h"

enum { HASH_LEN = 32, HASH_HEX = 65 };

struct hash_ctx {
	uint64_t opaque[32];
};

void hash_begin(struct hash_ctx *c);
void hash_feed(struct hash_ctx *c, struct slice s);
void hash_end(struct hash_ctx *c, unsigned char out[HASH_LEN]);
void hash_sha256(struct slice s, unsigned char out[HASH_LEN]);
void hash_hmac(struct slice key, struct slice s, unsigned char out[HASH_LEN]);
void hash_hex(const unsigned char *bytes, size_t len, char *out); /* 2*len+1 chars */
void hash_sha256_hex(struct slice s, char out[HASH_HEX]);
void hash_base32(const unsigned char *bytes, size_t len, struct str *out);
bool hash_equal(const void *a, const void *b, size_t len); /* constant time */
/* A secret that was given is the one that is wanted; only its length shows in the time it takes. An
 * empty one is never right. */
bool hash_same(struct slice given, struct slice want);

#endif
