/*
 * What a link gave, judged: a file fixes the content of a version, a page does not (P6). Pure.
 */
#ifndef DOCKET_DOMAIN_FETCH_H
#define DOCKET_DOMAIN_FETCH_H

#include "docket/domain/artwork.h"

enum { FETCH_CLAIMS_MAX = 10 }; /* a try that ends docket each time is not begun for ever */

/*
 * Whether bytes that were announced as `type` (Content-Type, lower case, without parameters) are a
 * file: NULL, or the word why not. Both must say so: what a browser shows as a page is more than
 * its bytes, and a page under another name is a page.
 */
const char *fetch_judge(struct slice type, struct slice bytes, const struct artwork *look);
/* When to try again after that many tries that failed for now; 0: no more. */
int64_t fetch_retry(int64_t failed, int64_t now);

#endif
