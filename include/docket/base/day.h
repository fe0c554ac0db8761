/* The proleptic Gregorian calendar: days, weekdays, civil times. No zones here: see zone.h. */
#ifndef DOCKET_BASE_DAY_H
#define DOCKET_BASE_DAY_H

#include "docket/base/slice.h"

struct civil {
	int year, month, day; /* month 1..12, day 1..31 */
	int hour, minute, second;
};

int64_t day_number(int year, int month, int day); /* days since 1970-01-01 */
struct civil day_civil(int64_t number);           /* at 00:00:00 */
int day_week(int64_t number);                     /* 0 Monday .. 6 Sunday */
int day_month_len(int year, int month);
bool day_exists(int year, int month, int day);
/* "2026-05-14", exactly so (ISO 8601), as a day's number. False for anything else. */
bool day_parse(struct slice text, int64_t *day_out);

/* Days on which nobody works: from first to last, or, where month is not 0, a day of each year. */
struct day_off {
	int64_t first, last;
	int month, day;
};
/* "2026-05-25", "2026-12-24..2027-01-01" (both ends off), "12-25". False for anything else. */
bool day_off_parse(struct slice text, struct day_off *out);
bool day_off_has(const struct day_off *off, int64_t day);

#endif
