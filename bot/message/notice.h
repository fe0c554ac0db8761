/* Comments that were left in a design or document tool and come as its notice (PRODUCT P2.2). */
#ifndef DOCKET_MESSAGE_NOTICE_H
#define DOCKET_MESSAGE_NOTICE_H

#include "docket/message/mail.h"

/* Fills m->notice from m and the HTML it came with; leaves it empty where m is no such notice. */
void notice_read(struct pool *pool, struct slice html, struct mail *m);

#endif
