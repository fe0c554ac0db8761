/*
 * One structured line per outcome, on standard error: time, level, event, then key=value pairs.
 * At the default level nothing of a message's text, no address and no token is logged.
 */
#ifndef DOCKET_BASE_LOG_H
#define DOCKET_BASE_LOG_H

#include <stdbool.h>
#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ALARM, LOG_NONE };

void log_set_level(enum log_level level);
void log_set_prefix(const char *who); /* "imap intake"; kept by pointer */
/* log_event(LOG_INFO, "mail.recorded", "count=%zu mailbox=%s", n, name); values without blanks */
void log_event(enum log_level level, const char *event, const char *format, ...)
        __attribute__((format(printf, 3, 4)));

/*
 * For what strangers can cause at will: ten lines a minute, the rest is only counted. True: write
 * the line; *held_out is how many were held back since the last one. mono is clock_mono().
 */
struct log_limit {
	int64_t since;
	unsigned lines;
	uint64_t held;
};
bool log_let(struct log_limit *l, int64_t mono, uint64_t *held_out);

#endif
