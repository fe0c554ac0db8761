/* What kind of mail it is: RFC 3834, 3464, 5965, 2919, and what programs write without them. */
#ifndef DOCKET_MESSAGE_AUTOREPLY_H
#define DOCKET_MESSAGE_AUTOREPLY_H

#include "mime.h"

/* Sets class, class_rule, bounce, out_of_office. Call when header and body of mail are read. */
void autoreply_class(struct pool *pool, const struct mime *m, const slice_list *own,
		     struct mail *mail);

#endif
