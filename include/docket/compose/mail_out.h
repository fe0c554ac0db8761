/* An outgoing mail as bytes: RFC 5322, multipart/alternative, 7-bit safe, CRLF. */
#ifndef DOCKET_COMPOSE_MAIL_OUT_H
#define DOCKET_COMPOSE_MAIL_OUT_H

#include "docket/base/err.h"
#include "docket/base/str.h"
#include "docket/base/vec.h"

enum { MAIL_OUT_FILES = 64 }; /* as many as a version of a job may have, and a few more */

struct mail_out {
	struct slice from_name, from_address;
	struct slice reply_to;     /* intake+TOKEN@…, or empty */
	struct slice to_name, to_address;
	slice_list cc;
	struct slice subject;
	struct slice message_id;   /* without <> */
	struct slice in_reply_to;  /* without <>, or empty */
	slice_list references;     /* oldest first; cut to the first and the last 20 */
	int64_t date;              /* UTC milliseconds */
	int date_offset;           /* minutes east, for the Date field */
	bool automatic;            /* Auto-Submitted: auto-replied (RFC 3834), else auto-generated */
	struct slice origin;       /* X-Docket-Origin: installation id and signature */
	struct slice text, html;   /* html may be empty */
	struct slice lang;         /* Content-Language */
	struct { struct slice name, type, bytes; } attach[MAIL_OUT_FILES];
	size_t attach_count;
};
void mail_out_setup(void); /* once; does nothing at present */
/*
 * Adds m to out. The same m gives the same bytes; boundaries come from the Message-ID. Header
 * injection is impossible: control characters in values become spaces, ids that cannot be written
 * are left out of References and In-Reply-To. ERR_MESSAGE, with out untouched, for an address or a
 * Message-ID that cannot be written (addresses are ASCII) and for a mail larger than out may grow.
 */
int mail_out_write(struct pool *pool, const struct mail_out *m, struct str *out, struct err *e);

#endif
