/* Inside the store: what the blobs need from opening it. */
#ifndef DOCKET_STORE_BLOB_H
#define DOCKET_STORE_BLOB_H

#include "docket/store/store.h"

/* Makes DATA/blobs and removes what a crash left half written. Writer only. */
int blob_prepare(struct store *s, struct err *e);

/* Rows of packed bytes by the hash of what they hold. 1 there is one, 0 none, -1. */
int blob_row_len(struct store *s, const char *sha, size_t *len_out, struct err *e);
int blob_row_get(struct store *s, const char *sha, struct str *out, struct err *e);
int blob_row_put(struct store *s, const char *sha, struct slice packed, struct err *e); /* 0, -1 */

#endif
