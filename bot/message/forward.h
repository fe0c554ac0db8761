/* The pieces a forward is read from; forward.c puts them together. */
#ifndef DOCKET_MESSAGE_FORWARD_H
#define DOCKET_MESSAGE_FORWARD_H

#include "split.h"

/* One field of a header block, into f; the first of each kind counts. */
void forward_take(struct pool *pool, struct forward *f, enum phrase_key key, struct slice value);

/*
 * A header block in one line, as Yahoo writes it: "From: A <a@b.com>To: …Subject: …".
 * Returns false, with f as it was, if the text holds none.
 */
bool forward_inline(struct split *s, struct slice text, struct forward *f);

/* Who is named by "On Monday Ann Lee <a@b.com> wrote:", in any language; empty if nobody is. */
struct addr forward_author(struct pool *pool, struct slice attribution);

#endif
