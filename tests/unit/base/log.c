/* Tests of log: the form of a line, levels, prefix, what is replaced, the longest line. */
#include "docket/base/log.h"

#include "../check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char line[10000];
static int fds[2], saved;

static void
listen_begin(void)
{
	saved = dup(STDERR_FILENO);
	if (pipe(fds) < 0 || saved < 0)
		abort();
	(void)dup2(fds[1], STDERR_FILENO);
}

/* What was logged since, without time stamps of the first line; one read, so one write. */
static const char *
listen_end(void)
{
	ssize_t n;

	(void)dup2(saved, STDERR_FILENO);
	(void)close(saved);
	(void)close(fds[1]);
	n = read(fds[0], line, sizeof(line) - 1);
	(void)close(fds[0]);
	line[n < 0 ? 0 : n] = '\0';
	/* 2026-05-14T12:00:00.123Z */
	if (n < 25)
		return line;
	CHECK_INT(line[4], '-');
	CHECK_INT(line[10], 'T');
	CHECK_INT(line[13], ':');
	CHECK_INT(line[19], '.');
	CHECK_INT(line[23], 'Z');
	CHECK_INT(line[24], ' ');
	CHECK(slice_starts(slice_of(line), "20"));
	return line + 25;
}

TEST(log_line)
{
	listen_begin();
	log_event(LOG_INFO, "mail.recorded", "count=%d mailbox=%s", 3, "intake");
	CHECK_STR(listen_end(), "info mail.recorded count=3 mailbox=intake\n");
	listen_begin();
	log_event(LOG_ALARM, "outbox.stuck", "%s", "");
	CHECK_STR(listen_end(), "alarm outbox.stuck\n");
	listen_begin();
	log_set_prefix("imap intake");
	errno = ENOTTY;
	log_event(LOG_WARN, "imap.away", "tries=%d", 2);
	CHECK_INT(errno, ENOTTY);
	log_set_prefix(NULL);
	CHECK_STR(listen_end(), "warn imap intake: imap.away tries=2\n");
}

TEST(log_levels)
{
	listen_begin();
	log_event(LOG_DEBUG, "quiet", "a=%d", 1);
	CHECK_STR(listen_end(), "");
	listen_begin();
	log_set_level(LOG_DEBUG);
	log_event(LOG_DEBUG, "loud", "a=%d", 1);
	CHECK_STR(listen_end(), "debug loud a=1\n");
	listen_begin();
	log_set_level(LOG_ALARM);
	log_event(LOG_WARN, "quiet", "a=%d", 1);
	log_set_level(LOG_INFO);
	CHECK_STR(listen_end(), "");
}

TEST(log_defuses)
{
	static const struct {
		int line;
		const char *value, *want;
	} cases[] = {
		{__LINE__, "a\nb", "info e v=a?b\n"},
		{__LINE__, "\x1b[31m\r\x7f", "info e v=?[31m??\n"},
		{__LINE__,
		 "\xC2\x9B"
		 "2J",
		 "info e v=??2J\n"}, /* CSI of C1 */
		{__LINE__, "gr\xC3\xBC\xC3\x9F\xC2\xA0x", "info e v=gr\xC3\xBC\xC3\x9F\xC2\xA0x\n"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		listen_begin();
		log_event(LOG_INFO, "e", "v=%s", cases[i].value);
		CHECK_STR_AT(cases[i].line, listen_end(), cases[i].want);
	}
}

TEST(log_cuts_long_lines)
{
	static const size_t sizes[] = {4040, 4050, 4051, 4052, 4053, 4054, 4055, 4060, 9000};
	static char value[9001];

	for (size_t i = 0; i < COUNT(sizes); i++) {
		size_t got;

		memset(value, 'v', sizes[i]);
		value[sizes[i]] = '\0';
		listen_begin();
		log_event(LOG_INFO, "e", "%s", value);
		got = strlen(listen_end()) + 25;
		CHECK(got <= 4096);
		CHECK(got == sizes[i] + 33 || got >= 4090);
		CHECK_INT(line[got - 1], '\n');
		CHECK_INT(line[got - 2], 'v');
	}
}
