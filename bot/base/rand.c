/* Random bytes from the kernel, or the repeatable stream SHA-256(seed || counter) for tests. */
#include "docket/base/rand.h"

#include "docket/base/hash.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sysexits.h>
#include <unistd.h>

static struct {
	uint64_t counter;
	unsigned char block[HASH_LEN];
	size_t left; /* unused bytes at the end of block */
} stream;

static void
from_seed(const char *seed, unsigned char *out, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (stream.left == 0) {
			unsigned char number[8];
			struct hash_ctx ctx;

			for (size_t k = 0; k < sizeof(number); k++)
				number[k] = (unsigned char)(stream.counter >> (8 * k));
			hash_begin(&ctx);
			hash_feed(&ctx, slice_of(seed));
			hash_feed(&ctx, slice_make((const char *)number, sizeof(number)));
			hash_end(&ctx, stream.block);
			stream.counter++;
			stream.left = HASH_LEN;
		}
		out[i] = stream.block[HASH_LEN - stream.left--];
	}
}

/* Tokens rest on these bytes: without them the program must not go on. */
static void
from_kernel(unsigned char *out, size_t len)
{
	while (len > 0) {
		ssize_t n = getrandom(out, len, 0);

		if (n < 0 && errno != EINTR) {
			static const char said[] = "docket: no random bytes from the kernel\n";
			ssize_t ignored = write(STDERR_FILENO, said, sizeof(said) - 1);

			(void)ignored;
			_exit(EX_OSERR);
		}
		if (n > 0) {
			out += n;
			len -= (size_t)n;
		}
	}
}

void
rand_bytes(void *out, size_t len)
{
	const char *seed = getenv("DOCKET_SEED");

	if (seed != NULL && seed[0] != '\0')
		from_seed(seed, out, len);
	else
		from_kernel(out, len);
}

uint64_t
rand_below(uint64_t bound)
{
	/* 2^64 mod bound: values below it would come up once more often than the others. */
	uint64_t uneven = (0 - bound) % bound;
	uint64_t n;

	do
		rand_bytes(&n, sizeof(n));
	while (n < uneven);
	return n % bound;
}
