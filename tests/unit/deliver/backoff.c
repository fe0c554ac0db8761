/* Back-off grows, has a ceiling, and spreads. */
#include "check.h"

#include "docket/deliver/deliver.h"

TEST(deliver_backoff_doubles_to_four_hours)
{
	CHECK(deliver_backoff(1, 0) == CLOCK_MINUTE);
	CHECK(deliver_backoff(2, 0) == 2 * CLOCK_MINUTE);
	CHECK(deliver_backoff(4, 0) == 8 * CLOCK_MINUTE);
	CHECK(deliver_backoff(30, 0) == 4 * CLOCK_HOUR);
	for (int n = 1; n < 40; n++) {
		int64_t base = deliver_backoff(n, 0);
		CHECK(deliver_backoff(n, UINT32_MAX) >= base);
		CHECK(deliver_backoff(n, UINT32_MAX) < base + base / 4 + 1);
	}
}
