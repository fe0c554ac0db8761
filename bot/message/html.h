/* HTML to text, with what its structure says about quotes and signatures. */
#ifndef DOCKET_MESSAGE_HTML_H
#define DOCKET_MESSAGE_HTML_H

#include "docket/message/mail.h"

typedef VEC(struct span) mark_list;

struct html_text {
	struct slice text; /* UTF-8, LF, trimmed line ends */
	mark_list marks;   /* stretches of text; they may overlap */
	bool cut;	   /* longer than the limit */
};

/* Renders html, clean UTF-8, at most `max` bytes of it. Linear in its length. */
void html_render(struct pool *pool, struct slice html, size_t max, struct html_text *out);

/* Whether html refers to cid:ID anywhere. */
bool html_refers(struct slice html, struct slice cid);

#endif
