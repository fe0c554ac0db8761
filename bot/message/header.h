/* Header fields of a mail or a part: RFC 5322 2.2, 2.3; RFC 2045 5.1; RFC 2047; RFC 2231. */
#ifndef DOCKET_MESSAGE_HEADER_H
#define DOCKET_MESSAGE_HEADER_H

#include "docket/message/mail.h"

/* Slices of the raw mail. The value still holds its folds. */
struct field {
	struct slice name, value;
};
typedef VEC(struct field) field_list;

/*
 * Splits the header at the start of raw into at most `max` fields. Returns the offset of the body:
 * behind the empty line, or of the first line that can be no header field.
 */
size_t header_parse(struct pool *pool, struct slice raw, size_t max, field_list *out);
/* The first field of that name, NULL if there is none. */
const struct field *header_find(const field_list *fields, const char *name);
/* Its raw value, trimmed; empty if there is none. */
struct slice header_get(const field_list *fields, const char *name);

/* One line: folds and runs of white space as one space, trimmed; bytes unchanged. */
struct slice header_unfold(struct pool *pool, struct slice value);
/* As header_unfold, with encoded words (RFC 2047) and raw 8-bit bytes as clean UTF-8. */
struct slice header_decode(struct pool *pool, struct slice value);

/* As header_decode; raw bytes that are no UTF-8 are read in the charset the body is declared in. */
struct slice header_decode_in(struct pool *pool, struct slice value, struct slice charset);
/* The length of the encoded word that s begins with, 0 if there is none. */
size_t header_word(struct slice s);
/* The six bits of one letter of base64 (RFC 4648 4 and 5), -1 for any other byte. */
int header_base64(char c);

/* "text/plain; a=b" without its parameters and comments, lower case. */
struct slice header_token(struct pool *pool, struct slice value);
/* A parameter, decoded (RFC 2231 with continuations, RFC 2047 where senders put it); or empty. */
struct slice header_param(struct pool *pool, struct slice value, const char *name);

/* The identifiers in a Message-ID, In-Reply-To or References field, without <>. */
void header_ids(struct pool *pool, struct slice value, slice_list *out, size_t max);
/* RFC 5322 3.3 with the obsolete forms of 4.3. */
bool header_date(struct slice value, int64_t *ms_out, int *offset_out);

#endif
