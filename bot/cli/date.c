/* docket date: dates in people's words, one line each, or one phrase for a person to try. */
#include "docket/cli/verbs.h"

#include <stdio.h>
#include <stdlib.h>

#include "docket/base/clock.h"
#include "docket/base/file.h"
#include "reading_tools.h"

enum { IN_MAX = 64 * 1024 * 1024, EX_USAGE_STATUS = 64 };

static void
put_instant(int year, int month, int day, int hour, int minute)
{
	printf("%04d-%02d-%02d", year, month, day);
	if (hour >= 0)
		printf("T%02d:%02d", hour, minute);
}

static void
put(const struct when *w)
{
	put_instant(w->year, w->month, w->day, w->hour, w->minute);
	int hour = w->has_end_time ? w->end_hour : -1;
	if (w->has_end || w->has_end_time)
		putchar('\t');
	if (w->has_end)
		put_instant(w->end_year, w->end_month, w->end_day, hour, w->end_minute);
	else if (w->has_end_time)
		put_instant(w->year, w->month, w->day, hour, w->end_minute);
	putchar('\n');
}

/* The other way to read 03/04 is for people only: a line of input has one line of output. */
static bool
one(const struct understanding *u, struct pool *pool, struct civil now, struct slice text,
    bool people)
{
	struct when w;
	if (!understand_date(u, pool, text, SLICE_NONE, now, &w, NULL))
		return false;
	put(&w);
	if (people && w.ambiguous)
		printf("or %04d-%02d-%02d\n", w.year, w.alt_month, w.alt_day);
	return true;
}

static int
from_input(const struct understanding *u, struct pool *pool, struct err *e)
{
	struct str in;
	struct slice rest, line, ref = SLICE_NONE;
	str_init(&in, IN_MAX);
	if (file_read("-", &in, e) < 0) {
		str_clear(&in);
		return -1;
	}
	rest = str_slice(&in);
	while (slice_line(&rest, &line)) {
		int64_t now;
		slice_cut(&line, '\t', &ref);
		if (!zone_parse_iso(slice_trim(ref), zone_utc(), &now) ||
		    !one(u, pool, zone_civil(zone_utc(), now), line, false))
			puts("-");
		pool_reset(pool);
	}
	str_clear(&in);
	return 0;
}

int
cli_date(int argc, char **argv)
{
	struct pool *pool = pool_new();
	struct understanding *u = NULL;
	struct err e = ERR_INIT;
	struct clock clock = clock_program();
	const struct zone *zone = zone_utc();
	struct slice now_text = SLICE_NONE, text = SLICE_NONE;
	int64_t now = clock_now(&clock);
	int status = 0;
	for (int i = 0; i < argc; i++) {
		struct slice a = slice_of(argv[i]);
		if (slice_is(a, "--now") && i + 1 < argc) {
			now_text = slice_of(argv[++i]);
		} else if (slice_is(a, "--zone") && i + 1 < argc) {
			zone = zone_find(argv[++i]);
			if (!zone) {
				fprintf(stderr, "docket date: no time zone is called '%s'\n",
					argv[i]);
				status = EX_USAGE_STATUS;
				goto out;
			}
		} else if (slice_starts(a, "--")) {
			status = cli_usage("date");
			goto out;
		} else {
			text = text.len ? pool_slicef(pool, "%.*s %s", SLICE_ARG(text), argv[i])
					: a;
		}
	}
	if (now_text.len && !zone_parse_iso(now_text, zone, &now)) {
		fprintf(stderr, "docket date: '%.*s' is no date such as 2026-05-14T09:00\n",
			SLICE_ARG(now_text));
		status = EX_USAGE_STATUS;
		goto out;
	}
	if (reading_tools_open(&u, &e) < 0 || (!text.len && from_input(u, pool, &e) < 0))
		status = reading_tools_fail("date", &e);
	else if (text.len && !one(u, pool, zone_civil(zone, now), text, true))
		puts("-");
out:
	understand_free(u);
	pool_free(pool);
	return status;
}
