/* SHA-256 and HMAC over nettle; hex, base32 and comparison in constant time. */
#include "docket/base/hash.h"

#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>

_Static_assert(sizeof(struct sha256_ctx) <= sizeof(struct hash_ctx), "opaque is too small");
_Static_assert(_Alignof(struct sha256_ctx) <= _Alignof(struct hash_ctx), "opaque is misaligned");
_Static_assert(SHA256_DIGEST_SIZE == HASH_LEN, "32 bytes");

static const char ALPHABET[] = "abcdefghijklmnopqrstuvwxyz234567";

static const uint8_t *
bytes_of(struct slice s)
{
	return (const uint8_t *)(s.data == NULL ? "" : s.data);
}

void
hash_begin(struct hash_ctx *c)
{
	sha256_init((struct sha256_ctx *)(void *)c);
}

void
hash_feed(struct hash_ctx *c, struct slice s)
{
	sha256_update((struct sha256_ctx *)(void *)c, s.len, bytes_of(s));
}

void
hash_end(struct hash_ctx *c, unsigned char out[HASH_LEN])
{
	sha256_digest((struct sha256_ctx *)(void *)c, HASH_LEN, out);
}

void
hash_sha256(struct slice s, unsigned char out[HASH_LEN])
{
	struct hash_ctx c;

	hash_begin(&c);
	hash_feed(&c, s);
	hash_end(&c, out);
}

void
hash_hmac(struct slice key, struct slice s, unsigned char out[HASH_LEN])
{
	struct hmac_sha256_ctx c;

	hmac_sha256_set_key(&c, key.len, bytes_of(key));
	hmac_sha256_update(&c, s.len, bytes_of(s));
	hmac_sha256_digest(&c, HASH_LEN, out);
	explicit_bzero(&c, sizeof(c)); /* holds the key's padded states */
}

void
hash_hex(const unsigned char *bytes, size_t len, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * len] = '\0';
}

void
hash_sha256_hex(struct slice s, char out[HASH_HEX])
{
	unsigned char digest[HASH_LEN];

	hash_sha256(s, digest);
	hash_hex(digest, sizeof(digest), out);
}

void
hash_base32(const unsigned char *bytes, size_t len, struct str *out)
{
	uint32_t bits = 0;
	unsigned count = 0; /* bits that wait in the low end of `bits` */

	for (size_t i = 0; i < len; i++) {
		bits = (bits << 8 | bytes[i]) & 0xFFFF;
		for (count += 8; count >= 5; count -= 5)
			str_addc(out, ALPHABET[bits >> (count - 5) & 31]);
	}
	if (count > 0)
		str_addc(out, ALPHABET[bits << (5 - count) & 31]);
}

bool
hash_equal(const void *a, const void *b, size_t len)
{
	return memeql_sec(a, b, len) != 0;
}

bool
hash_same(struct slice given, struct slice want)
{
	return want.len > 0 && given.len == want.len && hash_equal(given.data, want.data, want.len);
}
