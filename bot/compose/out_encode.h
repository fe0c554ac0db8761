/* The encodings a mail is written in: all output is 7-bit, lines end in CRLF. */
#ifndef DOCKET_COMPOSE_OUT_ENCODE_H
#define DOCKET_COMPOSE_OUT_ENCODE_H

#include "docket/base/str.h"

/* Quoted-printable of text whose lines end in LF or CRLF (RFC 2045 6.7); ends with CRLF. */
void out_encode_qp(struct str *out, struct slice text);
/* Base64 in lines of 76 (RFC 2045 6.8); ends with CRLF unless empty. */
void out_encode_base64(struct str *out, struct slice bytes);

/*
 * Encoded-words (RFC 2047), folded so that no line passes 76 columns; `column` is where the first
 * one starts, 40 at most. Text is UTF-8. `phrase` restricts Q to what may stand in a display name
 * (5 (3)).
 */
void out_encode_words(struct str *out, struct slice text, size_t column, bool phrase);

/*
 * Parameter NAME of a MIME field (RFC 2045 5.1, RFC 2231 3 and 4), each piece on a line of its own:
 * ";\r\n\tfilename=\"a.pdf\"" or filename*0*=utf-8''… .
 */
void out_encode_parameter(struct str *out, const char *name, struct slice value);

#endif
