/* Writes one structured line per event to standard error, each with a single write. */
#include "docket/base/log.h"

#include "docket/base/clock.h"
#include "docket/base/day.h"
#include "docket/base/slice.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 4096 }; /* PIPE_BUF on Linux: lines of several processes do not mix */

static enum log_level least = LOG_INFO;
static const char *prefix;

void
log_set_level(enum log_level level)
{
	least = level;
}

void
log_set_prefix(const char *who)
{
	prefix = who;
}

static size_t
head(char *line, size_t size, enum log_level level, const char *event)
{
	static const char *const names[] = {"debug", "info", "warn", "alarm"};
	struct clock real =
		clock_real(); /* also in tests: what happened when, not the story's time */
	int64_t now = clock_now(&real);
	struct civil d = day_civil(now / CLOCK_DAY);
	int64_t ms = now % CLOCK_DAY;
	int n = snprintf(line, size, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ %s %s%s%s", d.year,
			 d.month, d.day, (int)(ms / CLOCK_HOUR), (int)(ms / CLOCK_MINUTE % 60),
			 (int)(ms / CLOCK_SECOND % 60), (int)(ms % CLOCK_SECOND),
			 names[(size_t)level < COUNT(names) ? level : LOG_ALARM],
			 prefix == NULL ? "" : prefix, prefix == NULL ? "" : ": ", event);

	if (n < 0)
		return 0;
	return (size_t)n < size ? (size_t)n : size - 1;
}

/* A value must not start a new line or steer a terminal: C0, DEL and C1 (as UTF-8) become '?'. */
static void
defuse(char *line, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)line[i];

		if (c < 0x20 || c == 0x7F) {
			line[i] = '?';
		} else if (c == 0xC2 && i + 1 < len && (line[i + 1] & 0xE0) == 0x80) {
			line[i] = '?';
			line[i + 1] = '?';
		}
	}
}

void
log_event(enum log_level level, const char *event, const char *format, ...)
{
	char line[LINE_MAX_BYTES];
	size_t len, size = sizeof(line) - 1; /* one byte for the line feed */
	int saved = errno;
	ssize_t written;

	if (level < least)
		return;
	len = head(line, size, level, event);
	if (format != NULL && format[0] != '\0' && len + 2 < size) {
		va_list ap;
		int n;

		line[len++] = ' ';
		va_start(ap, format);
		n = vsnprintf(line + len, size - len, format, ap);
		va_end(ap);
		if (n > 0)
			len += (size_t)n < size - len ? (size_t)n : size - len - 1;
	}
	while (len > 0 && line[len - 1] == ' ')
		len--;
	defuse(line, len);
	line[len++] = '\n';
	written = write(STDERR_FILENO, line, len); /* a log that cannot be written has no log */
	(void)written;
	errno = saved;
}

bool
log_let(struct log_limit *l, int64_t mono, uint64_t *held_out)
{
	enum { LINES_A_MINUTE = 10 };

	if (l->lines == 0 || mono - l->since >= CLOCK_MINUTE) {
		l->since = mono;
		l->lines = 0;
	}
	if (l->lines >= LINES_A_MINUTE) {
		l->held++;
		return false;
	}
	l->lines++;
	*held_out = l->held;
	l->held = 0;
	return true;
}
