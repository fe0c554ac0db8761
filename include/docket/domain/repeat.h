/* When a job comes again (P3), as pure rules over days: no clock, no zone, no I/O. */
#ifndef DOCKET_DOMAIN_REPEAT_H
#define DOCKET_DOMAIN_REPEAT_H

#include "docket/base/day.h"
#include "docket/base/err.h"

enum repeat_every { REPEAT_WEEK, REPEAT_MONTH, REPEAT_QUARTER };
struct repeat_rule {
	enum repeat_every every;
	int day; /* of the week, 0 Monday; else of the month, 1..31, where a month is shorter its last */
};
/* "weekly on mon", "monthly on 3", "quarterly on 31", without a day the first. ERR_USAGE says how. */
int repeat_parse(struct slice text, struct repeat_rule *out, struct err *e);
/* The rule in the words it is kept in, in buf. */
const char *repeat_words(const struct repeat_rule *r, char buf[40]);
/* The newest day of the rule after `since` and not after `today`; false when there is none. */
bool repeat_due(const struct repeat_rule *r, int64_t since, int64_t today, int64_t *day_out);
/* The first day of the rule after `day`. */
int64_t repeat_next(const struct repeat_rule *r, int64_t day);

#endif
