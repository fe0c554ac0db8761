/*
 * What SMTP says, without a connection (RFC 5321): the body as it goes over the wire, replies, and
 * what they mean. smtp_address_ok() of smtp.h is here, too.
 */
#ifndef BOT_WIRE_SMTP_TEXT_H
#define BOT_WIRE_SMTP_TEXT_H

#include "docket/base/str.h"
#include "docket/wire/smtp.h"

enum { SMTP_WORDS_MAX = 400 /* bytes kept of a reply */ };

struct smtp_body {
	struct slice bytes;
	size_t at;	 /* how much of it is encoded */
	bool line_start; /* true before the first */
};
/*
 * Adds the next part of the body to out, less than 100 kB: CRLF at each line's end, whatever
 * stood there (a bare LF before a dot would end the mail for some servers), a dot doubled at a
 * line's start (4.5.2). True at the end, when the final dot is added as well.
 */
bool smtp_encode(struct smtp_body *body, struct str *out);
/* One line of a reply, without its end: 1 it is the last, 0 more follow, -1 it is no reply. */
int smtp_reply_line(struct slice line, int *code_out, struct slice *words_out);
/* What a reply code means for a mail. */
enum smtp_outcome smtp_outcome_of(int code);
/* A reply's words made fit for people: one line of clean UTF-8. In pool. */
struct slice smtp_words(struct pool *pool, struct slice words);

#endif
