/* Tests of step: inert until armed, stopping, failing once and from then on, the logs. */
#include "docket/base/step.h"

#include "docket/base/file.h"

#include "../check.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const variables[] = {"DOCKET_STOP_AT", "DOCKET_STEP_LOG", "DOCKET_FAIL_AT",
					"DOCKET_FAIL_ERRNO", "DOCKET_FAULT_LOG"};

static void
disarm(void)
{
	for (size_t i = 0; i < COUNT(variables); i++)
		(void)unsetenv(variables[i]);
	step_arm();
}

TEST(step_faults)
{
	static const struct {
		int line;
		const char *at, *errnum;
		int want[6]; /* of a, b, a, b, a, b */
	} cases[] = {
		{__LINE__, NULL, NULL, {0}},
		{__LINE__, "", NULL, {0}},
		{__LINE__, "0", NULL, {0}},
		{__LINE__, "-1", NULL, {0}},
		{__LINE__, "x", NULL, {0}},
		{__LINE__, "+", NULL, {0}},
		{__LINE__, "1", NULL, {ENOSPC}},
		{__LINE__, "3", NULL, {0, 0, ENOSPC}},
		{__LINE__, "1+", NULL, {ENOSPC, 0, ENOSPC, 0, ENOSPC, 0}},
		{__LINE__, "4+", NULL, {0, 0, 0, ENOSPC, 0, ENOSPC}},
		{__LINE__, "2", "EIO", {0, EIO}},
		{__LINE__, "2", "104", {0, ECONNRESET}},
		{__LINE__, "2", "nonsense", {0, ENOSPC}},
		{__LINE__, "99", NULL, {0}},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		disarm();
		if (cases[i].at != NULL)
			(void)setenv("DOCKET_FAIL_AT", cases[i].at, 1);
		if (cases[i].errnum != NULL)
			(void)setenv("DOCKET_FAIL_ERRNO", cases[i].errnum, 1);
		step_arm();
		for (int k = 0; k < 6; k++)
			CHECK_INT_AT(cases[i].line, step_fault(k % 2 == 0 ? "a" : "b"),
				     cases[i].want[k]);
	}
	disarm();
}

/* The signal that ends a child which passes five marks; 0 if none does. */
static int
stopped_by(const char *at, const char *log, bool armed)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		(void)setenv("DOCKET_STOP_AT", at, 1);
		(void)setenv("DOCKET_STEP_LOG", log, 1);
		(void)setenv("DOCKET_FAULT_LOG", log, 1);
		if (armed)
			step_arm();
		for (int i = 1; i <= 5; i++) {
			char name[32];

			(void)snprintf(name, sizeof(name), "mark.%d", i);
			(void)step_fault("call");
			step(name);
		}
		_exit(0);
	}
	(void)waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? WTERMSIG(status) : status == 0 ? 0 : -1;
}

TEST(step_stops_and_logs)
{
	static const struct {
		int line;
		const char *at;
		bool armed;
		int signal;
		const char *log;
	} cases[] = {
		{__LINE__, "1", true, SIGKILL, "1 call\n1 mark.1\n"},
		{__LINE__, "3", true, SIGKILL,
		 "1 call\n1 mark.1\n2 call\n2 mark.2\n3 call\n3 mark.3\n"},
		{__LINE__, "6", true, 0,
		 "1 call\n1 mark.1\n2 call\n2 mark.2\n3 call\n3 mark.3\n4 call\n4 mark.4\n"
		 "5 call\n5 mark.5\n"},
		{__LINE__, "1", false, 0, ""},
	};

	disarm();
	for (size_t i = 0; i < COUNT(cases); i++) {
		char log[] = "/tmp/docket-step-XXXXXX";
		int fd = mkstemp(log);
		struct str s;

		str_init(&s, 1000);
		CHECK(fd >= 0);
		CHECK_INT_AT(cases[i].line, stopped_by(cases[i].at, log, cases[i].armed),
			     cases[i].signal);
		CHECK_INT(file_read(log, &s, NULL), 0);
		CHECK_STR_AT(cases[i].line, str_cstr(&s), cases[i].log);
		str_clear(&s);
		(void)close(fd);
		(void)unlink(log);
	}
}
