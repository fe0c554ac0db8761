/*
 * Business time, pure (P9): the days and hours in which somebody is expected to answer. Monday to
 * Friday but for the agency's holidays; those of a client have their place here.
 */
#ifndef DOCKET_DOMAIN_CALENDAR_H
#define DOCKET_DOMAIN_CALENDAR_H

#include "docket/base/zone.h"

enum {
	CALENDAR_OPENS = 9,   /* o'clock: nothing is asked before */
	CALENDAR_CLOSES = 17, /* o'clock: what is due on a day is due then */
};
struct calendar {
	const struct zone *zone;
	const struct day_off *off; /* further days off, in any order */
	size_t off_count;
};

bool calendar_works(const struct calendar *c, int64_t day);
/* The count-th business day after `day`; count 0: `day` itself, or the next business day. */
int64_t calendar_day(const struct calendar *c, int64_t day, int count);
/* The local day of an instant. */
int64_t calendar_day_of(const struct calendar *c, int64_t instant);
/* When that day closes. */
int64_t calendar_close(const struct calendar *c, int64_t day);
/* Outside of business hours: nothing is sent that can wait. */
bool calendar_quiet(const struct calendar *c, int64_t instant);

/* The instant that lies so many minutes of business time behind `instant`. */
int64_t calendar_after(const struct calendar *c, int64_t instant, int64_t minutes);

/*
 * Work that was due at `due` rested from `held` until `resumed`: the business time that was left counts on
 * from there. What was late by then stays so.
 */
int64_t calendar_resumed(const struct calendar *c, int64_t due, int64_t held, int64_t resumed);

/*
 * When the word on a review that opens at `opened` is due: `days` business days later, or, where the
 * job's deadline (a day number, or CALENDAR_NO_DAY) comes first, on the business day before it; never
 * before the next business day.
 */
#define CALENDAR_NO_DAY INT64_MIN
int64_t calendar_review_due(const struct calendar *c, int64_t opened, int days, int64_t deadline);

/*
 * When a round's window of `days` business days closes; never before the business day after `due`,
 * the instant the word was asked for by: whoever is reminded then still has a day.
 */
int64_t calendar_window(const struct calendar *c, int64_t opened, int days, int64_t due);

#endif
