/* What the scanners look at, counted, so that tests compare work and not seconds. */
#ifndef DOCKET_MESSAGE_WORK_H
#define DOCKET_MESSAGE_WORK_H

#include <stddef.h>

/* Lines, words, elements and bytes looked at by this thread; only differences mean something. */
extern _Thread_local size_t message_work;

#endif
