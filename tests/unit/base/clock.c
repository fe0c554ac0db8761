/* Tests of clock: fake, real, and the file named by DOCKET_CLOCK. */
#include "docket/base/clock.h"

#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

TEST(clock_fake_stands_still)
{
	struct clock c = clock_fake(1778760000123);

	CHECK_INT(clock_now(&c), 1778760000123);
	CHECK_INT(clock_now(&c), 1778760000123);
	c = clock_fake(-1);
	CHECK_INT(clock_now(&c), -1);
	CHECK_INT(CLOCK_DAY, 86400000);
}

static bool
about_now(int64_t at)
{
	int64_t now = (int64_t)time(NULL) * 1000;

	return at > now - 5000 && at < now + 5000;
}

TEST(clock_real_and_mono)
{
	struct clock c = clock_real();
	int64_t before = clock_mono();

	CHECK(about_now(clock_now(&c)));
	CHECK(before > 0);
	CHECK(clock_mono() >= before);
}

static void
set(const char *file, const char *text)
{
	FILE *f = fopen(file, "w");

	if (f == NULL)
		return;
	(void)fputs(text, f);
	(void)fclose(f);
}

TEST(clock_reads_its_file_each_time)
{
	static const struct {
		int line;
		const char *text;
		int64_t want; /* 0: falls back to the real time */
	} cases[] = {
		{__LINE__, "1778760000000\n", 1778760000000},
		{__LINE__, " 1778760000001", 1778760000001},
		{__LINE__, "-5", -5},
		{__LINE__, "", 0},
		{__LINE__, "soon", 0},
		{__LINE__, "12 34", 0},
		{__LINE__, "1778760000002\n", 1778760000002},
	};
	char file[] = "/tmp/docket-clock-XXXXXX";
	int fd = mkstemp(file);
	struct clock c;

	CHECK(fd >= 0);
	(void)close(fd);
	(void)setenv("DOCKET_CLOCK", file, 1);
	c = clock_program();
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t now;

		set(file, cases[i].text);
		now = clock_now(&c);
		if (cases[i].want == 0)
			CHECK_AT(cases[i].line, about_now(now));
		else
			CHECK_INT_AT(cases[i].line, now, cases[i].want);
	}
	(void)unlink(file);
	CHECK(about_now(clock_now(&c)));
	(void)unsetenv("DOCKET_CLOCK");
	c = clock_program();
	CHECK(about_now(clock_now(&c)));
}
