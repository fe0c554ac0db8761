/* Reading and writing of effort. */
#include "docket/domain/effort.h"

#include "docket/base/str.h"

#include <stdio.h>
#include <stdlib.h>

enum { HOUR = 60, DIGITS_MAX = 5 };

/* Digits at the start of *rest, which moves behind them. -1 if there are none, or too many. */
static int64_t
digits(struct slice *rest)
{
	int64_t n = -1;
	size_t len = 0;
	while (len < rest->len && rest->data[len] >= '0' && rest->data[len] <= '9')
		len++;
	if (len == 0 || len > DIGITS_MAX || !slice_int(slice_sub(*rest, 0, len), &n))
		return -1;
	*rest = slice_sub(*rest, len, rest->len);
	return n;
}

/* Behind the whole hours and a point or comma: ".5" is 30 minutes; beyond two decimals nobody means
 * it. */
static int64_t
decimals(struct slice *rest)
{
	size_t before = rest->len;
	int64_t n = digits(rest);
	size_t len = before - rest->len;
	if (n < 0 || len > 2)
		return -1;
	return len == 1 ? n * 6 : (n * HOUR + 50) / 100;
}

/* Behind the whole hours: what is left is the part below an hour, or its unit. */
static int64_t
below_hour(struct slice *rest, int64_t *hours)
{
	int64_t minutes = 0;
	char mark = rest->len > 0 ? rest->data[0] : '\0';
	if (mark == '.' || mark == ',') {
		*rest = slice_sub(*rest, 1, rest->len);
		minutes = decimals(rest);
		if (slice_iis(*rest, "h"))
			*rest = SLICE_NONE;
	} else if (mark == ':' || mark == 'h' || mark == 'H') {
		*rest = slice_sub(*rest, 1, rest->len);
		if (rest->len == 0 && mark != ':')
			return 0;
		size_t before = rest->len;
		minutes = digits(rest);
		if (minutes >= HOUR || before - rest->len != 2)
			minutes = -1;
		if (slice_iis(*rest, "m") && mark != ':')
			*rest = SLICE_NONE;
	} else if (slice_iis(*rest, "m") || slice_iis(*rest, "min")) {
		minutes = *hours;
		*hours = 0;
		*rest = SLICE_NONE;
	}
	return minutes;
}

bool
effort_parse(struct slice text, int64_t *minutes_out)
{
	struct slice rest = slice_trim(text);
	bool minus = slice_starts(rest, "-");
	if (minus || slice_starts(rest, "+"))
		rest = slice_sub(rest, 1, rest.len);
	int64_t hours = digits(&rest);
	int64_t minutes = hours < 0 ? -1 : below_hour(&rest, &hours);
	int64_t all = hours * HOUR + minutes;
	if (minutes < 0 || rest.len > 0 || all == 0 || all > EFFORT_MAX)
		return false;
	*minutes_out = minus ? -all : all;
	return true;
}

const char *
effort_number(int64_t minutes, char buf[EFFORT_TEXT])
{
	int64_t whole = llabs(minutes) / HOUR;
	int64_t cents = (llabs(minutes) % HOUR * 100 + HOUR / 2) / HOUR;
	int n = snprintf(buf, EFFORT_TEXT, "%s%lld", minutes < 0 ? "-" : "", (long long)whole);
	if (cents % 10 == 0 && cents > 0)
		(void)snprintf(buf + n, EFFORT_TEXT - (size_t)n, ".%lld", (long long)(cents / 10));
	else if (cents > 0)
		(void)snprintf(buf + n, EFFORT_TEXT - (size_t)n, ".%02lld", (long long)cents);
	return buf;
}

const char *
effort_text(int64_t minutes, char buf[EFFORT_TEXT])
{
	size_t n = strlen(effort_number(minutes, buf));

	(void)snprintf(buf + n, EFFORT_TEXT - n, " h");
	return buf;
}

int64_t
effort_of_hours(double hours)
{
	return (int64_t)(hours * HOUR + 0.5);
}
