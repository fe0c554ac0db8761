/*
 * Base64 (RFC 4648 4) and base64url (5), and hex back to bytes. Strict: what is not the one way to
 * write these bytes is refused (blanks, missing or misplaced padding, stray low bits), because two
 * texts of one signature would be two keys of one thing. For mail's lenient kind see message.
 */
#ifndef DOCKET_BASE_BASE64_H
#define DOCKET_BASE_BASE64_H

#include "docket/base/pool.h"
#include "docket/base/str.h"

/* BASE64: + and /, padded. BASE64_URL: - and _, never padded (RFC 7515 2). */
enum base64_kind { BASE64, BASE64_URL };

void base64_add(struct str *out, enum base64_kind kind, struct slice bytes);
/* The bytes of s, in pool. 0, or -1 when s is not strictly of that kind. */
int base64_read(struct pool *p, enum base64_kind kind, struct slice s, struct slice *out);
/* Exactly `len` bytes of 2*len lower-case hex digits; -1 on anything else, out untouched. */
int base64_unhex(struct slice s, unsigned char *out, size_t len);

#endif
