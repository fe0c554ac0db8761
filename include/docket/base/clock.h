/* Time as an argument. Instants are UTC milliseconds since 1970 (int64_t). */
#ifndef DOCKET_BASE_CLOCK_H
#define DOCKET_BASE_CLOCK_H

#include <stdint.h>

struct clock {
	int64_t (*now)(const struct clock *c);
	int64_t fixed;    /* of a fake clock */
	const char *file; /* of a file clock */
};

int64_t clock_now(const struct clock *c);
struct clock clock_real(void);
struct clock clock_fake(int64_t at);
/*
 * The program's clock: the real one, or, for tests, the one that DOCKET_CLOCK names: a file whose
 * text is the instant in milliseconds, read at each call.
 */
struct clock clock_program(void);
int64_t clock_mono(void); /* monotonic milliseconds, for waiting only; never stored */

enum { CLOCK_SECOND = 1000, CLOCK_MINUTE = 60 * 1000, CLOCK_HOUR = 3600 * 1000 };
#define CLOCK_DAY (INT64_C(24) * CLOCK_HOUR)

#endif
