/* Time as an argument. Instants are UTC milliseconds since 1970 (int64_t). */
#ifndef DOCKET_BASE_CLOCK_H
#define DOCKET_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct clock {
	int64_t (*now)(const struct clock *c);
	int64_t fixed;    /* of a fake clock */
	const char *file; /* of a file clock */
	const struct clock *of; /* of a clock that can be held */
	bool held;
};

int64_t clock_now(const struct clock *c);
struct clock clock_real(void);
struct clock clock_fake(int64_t at);
/*
 * The program's clock: the real one, or, for tests, the one that DOCKET_CLOCK names: a file whose
 * text is the instant in milliseconds, read at each call.
 */
struct clock clock_program(void);
/*
 * A clock that goes as `of` does, which is borrowed, but stands while it is held: everything that one
 * input causes happens at one instant, and can happen at that instant again.
 */
struct clock clock_holding(const struct clock *of);
int64_t clock_hold(struct clock *c); /* at the instant that is returned */
void clock_let_go(struct clock *c);
int64_t clock_mono(void); /* monotonic milliseconds, for waiting only; never stored */
int64_t clock_mono_ns(void);

enum { CLOCK_SECOND = 1000, CLOCK_MINUTE = 60 * 1000, CLOCK_HOUR = 3600 * 1000 };
#define CLOCK_DAY (INT64_C(24) * CLOCK_HOUR)

#endif
