/* Random bytes from the kernel, or, for tests, a repeatable stream named by DOCKET_SEED. */
#ifndef DOCKET_BASE_RAND_H
#define DOCKET_BASE_RAND_H

#include <stddef.h>
#include <stdint.h>

void rand_bytes(void *out, size_t len);
uint64_t rand_below(uint64_t bound); /* 0 .. bound-1; bound > 0 */

#endif
