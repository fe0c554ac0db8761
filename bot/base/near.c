/* See the header. */
#include "docket/base/near.h"

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

size_t
near_distance(struct slice a, struct slice b)
{
	/* The row before last, the last, the current; which is which goes round. */
	size_t row[3][NEAR_WORD_MAX + 1] = {{0}};

	if (a.len > NEAR_WORD_MAX || b.len > NEAR_WORD_MAX)
		return NEAR_WORD_MAX;
	for (size_t j = 0; j <= b.len; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *now = row[i % 3], *last = row[(i + 2) % 3], *older = row[(i + 1) % 3];
		char one = lower(a.data[i - 1]);

		now[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			char other = lower(b.data[j - 1]);
			size_t best = last[j - 1] + (one != other);

			if (last[j] + 1 < best)
				best = last[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && one == lower(b.data[j - 2]) &&
			    lower(a.data[i - 2]) == other && older[j - 2] + 1 < best)
				best = older[j - 2] + 1;
			now[j] = best;
		}
	}
	return row[a.len % 3][b.len];
}
