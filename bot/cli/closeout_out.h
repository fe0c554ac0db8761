/* closeout JOB --out FILE: the kept pack, out of the store into a file. */
#ifndef DOCKET_CLI_CLOSEOUT_OUT_H
#define DOCKET_CLI_CLOSEOUT_OUT_H

#include "docket/base/err.h"
#include "docket/base/slice.h"

/*
 * Writes the newest pack of the job to `file`, byte for byte as it was kept, and says so on standard
 * output. Only reads the store, whether a daemon runs or not. ERR_NOFILE when there is no such job
 * or pack.
 */
int closeout_out(const char *conf, struct slice ref, const char *file, struct err *e);

#endif
