/* What the tests of understanding share: the built-in lexicons, and mails made of a few words. */
#ifndef TESTS_UNDERSTAND_SAMPLE_H
#define TESTS_UNDERSTAND_SAMPLE_H

#include "../check.h"

#include "docket/understand/reading.h"

struct sample {
	const char *subject, *text, *quoted;
	bool reply;
	const char *date; /* ISO, of the Date field; NULL: 2026-03-10T10:00:00-05:00, a Tuesday */
	int offset;	  /* minutes east, with `date` */
};

const struct understanding *sample_understanding(void); /* compiled once */
/* Reads the sample; the reading lives until the next call. */
struct reading *sample_read(const struct sample *s);
const char *sample_text(struct slice s); /* NUL-terminated, lives until the next sample_read */

#endif
