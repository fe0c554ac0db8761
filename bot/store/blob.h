/* Inside the store: what the blobs need from opening it. */
#ifndef DOCKET_STORE_BLOB_H
#define DOCKET_STORE_BLOB_H

#include "docket/store/store.h"

/* Makes DATA/blobs and removes what a crash left half written. Writer only. */
int blob_prepare(struct store *s, struct err *e);

#endif
