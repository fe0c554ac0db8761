/* What the rules of understanding look at, counted, so that tests compare work and not seconds. */
#ifndef UNDERSTAND_WORK_H
#define UNDERSTAND_WORK_H

#include <stddef.h>

/*
 * Bytes and tokens read, live states of the lexicons, matches looked at, steps and edges of the
 * chart of dates, keys compared and entries walked while a round is merged, by this thread; only
 * differences mean something.
 */
extern _Thread_local size_t understand_work;

#endif
