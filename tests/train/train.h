/* What the trainers share. What cannot be read ends the program and says what it was. */
#ifndef TESTS_TRAIN_TRAIN_H
#define TESTS_TRAIN_TRAIN_H

#include "docket/base/pool.h"
#include "docket/understand/reading.h"

enum {
	TRAIN_TEXTS_MAX = 64 * 1024 * 1024, /* bytes of one file */
	TRAIN_FOLDS = 5,
};

struct understanding;

_Noreturn void train_die(const char *what, const char *about);
/* The file's bytes, owned by the pool. */
struct slice train_file(struct pool *p, const char *path);
/* The fold of a block or a case: SHA-256 of its name modulo TRAIN_FOLDS, as tests/bench/folds.py.
 */
unsigned train_fold(struct slice name);
/* The text as a whole reply to the review mail of job's version 3, read by all that u has. */
enum verdict train_verdict(const struct understanding *u, const char *job, struct slice text);

#endif
