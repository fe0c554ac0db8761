/* Whole files, durably. */
#ifndef DOCKET_BASE_FILE_H
#define DOCKET_BASE_FILE_H

#include "docket/base/err.h"
#include "docket/base/str.h"

/* Reads the file or, for "-", standard input, up to out->max bytes. ERR_NOFILE, ERR_RETRY. */
int file_read(const char *path, struct str *out, struct err *e);
/* Writes tmp, fsyncs, renames, fsyncs the folder: afterwards the file is old or new, never half. */
int file_write(const char *path, struct slice text, unsigned mode, struct err *e);
int file_write_fd(int fd, struct slice text, struct err *e); /* all of it, over short writes */
int file_sync_dir(const char *path, struct err *e);
int file_mkdirs(const char *path, unsigned mode, struct err *e); /* as mkdir -p */

#endif
