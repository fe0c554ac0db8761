/* The real, the fake and the file clock, and one that can be held. Calendars and zones are in day.c and zone.c. */
#include "docket/base/clock.h"

#include "docket/base/slice.h"

#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static int64_t
milliseconds(clockid_t id)
{
	struct timespec t = {0, 0};

	(void)clock_gettime(id, &t); /* cannot fail for the two ids used here */
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t
now_real(const struct clock *c)
{
	(void)c;
	return milliseconds(CLOCK_REALTIME);
}

static int64_t
now_fake(const struct clock *c)
{
	return c->fixed;
}

/* Falls back to the real time, as a test may be replacing the file at this moment. */
static int64_t
now_file(const struct clock *c)
{
	char text[64];
	ssize_t n = -1;
	int64_t at;
	int fd = open(c->file, O_RDONLY | O_CLOEXEC);

	if (fd >= 0) {
		n = read(fd, text, sizeof(text));
		(void)close(fd);
	}
	if (n <= 0 || !slice_int(slice_trim(slice_make(text, (size_t)n)), &at))
		return milliseconds(CLOCK_REALTIME);
	return at;
}

int64_t
clock_now(const struct clock *c)
{
	return c->now(c);
}

struct clock
clock_real(void)
{
	return (struct clock){.now = now_real};
}

struct clock
clock_fake(int64_t at)
{
	return (struct clock){.now = now_fake, .fixed = at};
}

struct clock
clock_program(void)
{
	const char *file = getenv("DOCKET_CLOCK");

	if (file == NULL || file[0] == '\0')
		return clock_real();
	return (struct clock){.now = now_file, .file = file};
}

static int64_t
now_holding(const struct clock *c)
{
	return c->held ? c->fixed : clock_now(c->of);
}

struct clock
clock_holding(const struct clock *of)
{
	return (struct clock){.now = now_holding, .of = of};
}

int64_t
clock_hold(struct clock *c)
{
	c->fixed = clock_now(c->of);
	c->held = true;
	return c->fixed;
}

void
clock_let_go(struct clock *c)
{
	c->held = false;
}

int64_t
clock_mono(void)
{
	return milliseconds(CLOCK_MONOTONIC);
}

int64_t
clock_mono_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}
