/* UTF-8 and the Unicode folding that comparing people's words needs (RFC 3629, UAX 15). */
#ifndef DOCKET_BASE_UTF8_H
#define DOCKET_BASE_UTF8_H

#include "docket/base/pool.h"
#include "docket/base/str.h"

/* Offset of the first byte that is not well-formed UTF-8, or s.len. */
size_t utf8_valid_len(struct slice s);
bool utf8_valid(struct slice s);
/* Decodes the character at s.data; *len_out bytes long. U+FFFD and 1 for a malformed byte. */
uint32_t utf8_decode(struct slice s, size_t *len_out);
void utf8_put(struct str *out, uint32_t codepoint);
/* Adds s to out, each malformed byte as U+FFFD. Returns how many were replaced. */
size_t utf8_clean(struct str *out, struct slice s);
/* NFKC and full case folding: the form in which words and names are compared. Lives in pool. */
struct slice utf8_fold(struct pool *pool, struct slice s);
struct slice utf8_nfc(struct pool *pool, struct slice s);
/* s without its last, incomplete character when cut at max bytes. */
struct slice utf8_cut(struct slice s, size_t max);
/* Columns on a terminal: 0 combining, 2 wide, else 1. */
size_t utf8_width(struct slice s);
bool utf8_is_letter(uint32_t c);
bool utf8_is_digit(uint32_t c);
bool utf8_is_space(uint32_t c);

#endif
