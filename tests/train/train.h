/* What the trainers share. What cannot be read ends the program and says what it was. */
#ifndef TESTS_TRAIN_TRAIN_H
#define TESTS_TRAIN_TRAIN_H

#include "docket/base/pool.h"
#include "docket/understand/reading.h"

enum { TRAIN_TEXTS_MAX = 64 * 1024 * 1024 }; /* bytes of one file */

struct understanding;

_Noreturn void train_die(const char *what, const char *about);
/* The file's bytes, owned by the pool. */
struct slice train_file(struct pool *p, const char *path);
/* The text as a whole reply to the review mail of job's version 3, read by all that u has. */
enum verdict train_verdict(const struct understanding *u, const char *job, struct slice text);

#endif
