/* The text parts as one decoded body. */
#ifndef DOCKET_MESSAGE_BODY_H
#define DOCKET_MESSAGE_BODY_H

#include "mime.h"

struct body_info {
	bool guessed;	   /* a charset label did not hold */
	bool cut;	   /* a part was longer than the limits */
	struct slice html; /* decoded HTML of the mail, shown or not; for cid: */
};

/* Chooses the text parts and fills mail->body, from_html and marks. */
void body_read(struct pool *pool, struct mime *m, const struct mail_limits *limits,
	       struct mail *mail, struct body_info *info);

/* The text of one part alone as the mail's body. */
void body_read_part(struct pool *pool, const struct part *p, const struct mail_limits *limits,
		    struct mail *mail);

#endif
