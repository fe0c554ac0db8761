/* Which parts are the text and which are files; what is remembered of the files. */
#ifndef DOCKET_MESSAGE_ATTACH_H
#define DOCKET_MESSAGE_ATTACH_H

#include "mime.h"

typedef VEC(size_t) index_list;

/*
 * The parts that make up the text, in order: of alternatives the plain one unless it is blank.
 * Marks these, and the alternatives not chosen, as `used`.
 */
void attach_choose_text(struct pool *pool, struct mime *m, index_list *text_out);
/* The indexes of the parts that are attachments, after attach_choose_text. */
void attach_list(struct pool *pool, const struct mime *m, index_list *out);
/* Hashes every leaf once: fills mail->attachments and mail->content_sha256. html may be empty. */
void attach_read(struct pool *pool, const struct mime *m, struct slice html, struct mail *mail);

#endif
