/* Bytes in any charset, or a wrong one, to clean UTF-8. */
#ifndef DOCKET_MESSAGE_CHARSET_H
#define DOCKET_MESSAGE_CHARSET_H

#include "docket/base/err.h"
#include "docket/base/pool.h"

/* Opens every iconv handle: once, before the sandbox. Without it they open at first use. */
int charset_setup(struct err *e);
void charset_teardown(void);

/*
 * The ladder: UTF-8 if well-formed; the declared charset if it is on the list and fits; what
 * uchardet says of 200 bytes or more; windows-1252. *guessed_out (may be NULL) tells that the
 * declaration did not hold. Never fails. The result is s itself where nothing had to change.
 */
struct slice charset_decode(struct pool *pool, struct slice s, struct slice declared,
			    bool *guessed_out);

#endif
