/*
 * A ZIP archive of stored files (PKWARE APPNOTE 6.3.10): no compression, names in UTF-8, one time
 * for all of them. The same files give the same bytes. Archives stay below 4 GB: no ZIP64.
 */
#ifndef DOCKET_BASE_ZIP_H
#define DOCKET_BASE_ZIP_H

#include "docket/base/day.h"
#include "docket/base/err.h"
#include "docket/base/str.h"

struct zip {
	struct str *out;
	size_t start;        /* of the archive in out */
	struct str central;  /* the directory, written at the end */
	unsigned count;
	uint16_t date, time; /* as MS-DOS has them */
};

/* The archive is added to out, whose ceiling is its limit. `at`: local time of every file. */
void zip_begin(struct zip *z, struct str *out, struct civil at);
/* The caller sees to safe, different names: no "..", no leading slash. */
void zip_add(struct zip *z, struct slice name, struct slice bytes);
/* ERR_REFUSED when it grew beyond its limit or holds too many files; z is done with either way. */
int zip_end(struct zip *z, struct err *e);

#endif
