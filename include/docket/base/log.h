/*
 * One structured line per outcome, on standard error: time, level, event, then key=value pairs.
 * At the default level nothing of a message's text, no address and no token is logged.
 */
#ifndef DOCKET_BASE_LOG_H
#define DOCKET_BASE_LOG_H

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ALARM };

void log_set_level(enum log_level level);
void log_set_prefix(const char *who); /* "imap intake"; kept by pointer */
/* log_event(LOG_INFO, "mail.recorded", "count=%zu mailbox=%s", n, name); values without blanks */
void log_event(enum log_level level, const char *event, const char *format, ...)
        __attribute__((format(printf, 3, 4)));

#endif
