/*
 * The one error object. Functions return 0 or -1 (1, 0, -1 for got, none, failed) and fill a
 * struct err: a kind that tells the caller what to do next and a text that is already a sentence.
 * The first cause wins; callers on the way up add where it happened.
 */
#ifndef DOCKET_BASE_ERR_H
#define DOCKET_BASE_ERR_H

#include <stddef.h>

/* What the caller should do. */
enum err_kind {
	ERR_NONE,    /* nothing failed */
	ERR_RETRY,   /* the same call may work later: a lock, a full disk, a server that is away */
	ERR_MESSAGE, /* this one message cannot be handled: set it aside and go on */
	ERR_SOURCE,  /* this mailbox, host or file is at fault: rest it, others go on */
	ERR_CONFIG,  /* a person has to change the configuration */
	ERR_USAGE,   /* a person typed something that is no command */
	ERR_NOFILE,  /* a named file or record does not exist */
	ERR_REFUSED, /* forbidden, or against the rules of the job */
	ERR_STOP,    /* going on would do harm: stop the program */
};

enum { ERR_TEXT_MAX = 480 }; /* one line of a terminal or a log, with room for two file names */

struct err {
	enum err_kind kind;
	char text[ERR_TEXT_MAX];
};

/* Starts an err with nothing in it. */
#define ERR_INIT {ERR_NONE, ""}

/* Sets kind and text unless e already holds a cause. Always returns -1. e may be NULL. */
int err_set(struct err *e, enum err_kind kind, const char *format, ...)
        __attribute__((format(printf, 3, 4)));

/* As err_set, with ": strerror(errnum)" behind the text. Returns -1. */
int err_errno(struct err *e, enum err_kind kind, int errnum, const char *format, ...)
        __attribute__((format(printf, 4, 5)));

/* Puts "WHERE: " before the text. Returns -1. */
int err_wrap(struct err *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

void err_clear(struct err *e);

/* The exit status of sysexits.h that stands for the kind: 64, 66, 69, 74, 75, 77, 78; 0 for none. */
int err_exit_status(const struct err *e);

/* The kind in one lower-case word, for logs. */
const char *err_kind_name(enum err_kind kind);

#endif
