/* Sets of UIDs as IMAP writes them, "1:5,9" (RFC 3501 section 9, sequence-set), without "*". */
#ifndef BOT_WIRE_UIDSET_H
#define BOT_WIRE_UIDSET_H

#include "docket/base/str.h"
#include "docket/base/vec.h"

struct uid_range {
	uint32_t first, last;
};
struct uidset {
	struct uid_range *at;
	size_t len, cap;
};

void uidset_clear(struct uidset *s);
/* 0, or -1 if text is no set of UIDs or memory is short; then s is unchanged. */
int uidset_parse(struct uidset *s, struct slice text);
int uidset_add(struct uidset *s, uint32_t first, uint32_t last);
/* Sorts and joins neighbours. */
void uidset_tidy(struct uidset *s);
bool uidset_has(const struct uidset *s, uint32_t uid); /* of a tidy set */
/* Writes from range *from on, until out holds max bytes or more; moves *from. */
void uidset_write(const struct uidset *s, size_t *from, size_t max, struct str *out);

#endif
