/* Effort as people write and read it: minutes inside, hours with at most two decimals outside. */
#ifndef DOCKET_DOMAIN_EFFORT_H
#define DOCKET_DOMAIN_EFFORT_H

#include "docket/base/slice.h"

enum {
	EFFORT_MAX =
		10000 * 60, /* minutes: five years of one person; more is a slip of the finger */
	EFFORT_TEXT = 24,
};

/* "2.5", "2,5", "2h", "2h30", "1:30", "90m", each with a sign before it. False for anything else,
 * for nothing, and for more than EFFORT_MAX. */
bool effort_parse(struct slice text, int64_t *minutes_out);
/* "2.5 h", "-0.33 h". Returns buf. */
const char *effort_text(int64_t minutes, char buf[EFFORT_TEXT]);
/* The same without its unit, for JSON and for texts that name it: "2.25". */
const char *effort_number(int64_t minutes, char buf[EFFORT_TEXT]);
/* Hours of a kit as minutes. */
int64_t effort_of_hours(double hours);

#endif
