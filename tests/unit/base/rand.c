/* Tests of rand: bounds, and the repeatable stream of DOCKET_SEED, in children. */
#include "docket/base/rand.h"

#include "docket/base/hash.h"

#include "../check.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

TEST(rand_differs_and_stays_below)
{
	unsigned char a[32], b[32];
	bool seen[6] = {0};

	rand_bytes(a, sizeof(a));
	rand_bytes(b, sizeof(b));
	CHECK(memcmp(a, b, sizeof(a)) != 0);
	for (int i = 0; i < 1000; i++) {
		uint64_t n = rand_below(6);

		CHECK(n < 6);
		if (n < 6)
			seen[n] = true;
	}
	for (size_t i = 0; i < COUNT(seen); i++)
		CHECK(seen[i]);
	CHECK_INT(rand_below(1), 0);
	CHECK(rand_below(UINT64_MAX) < UINT64_MAX);
	CHECK(rand_below((UINT64_C(1) << 63) + 1) <= UINT64_C(1) << 63);
	rand_bytes(a, 0);
}

/* The first 70 bytes under a seed, taken in pieces of the given size, as hex. */
static void
seeded(const char *seed, size_t piece, char out[141])
{
	int fds[2];
	size_t have = 0;
	pid_t pid;

	memset(out, 0, 141);
	if (pipe(fds) < 0)
		return;
	pid = fork();
	if (pid == 0) {
		unsigned char bytes[70];
		char hex[141];
		ssize_t n;

		(void)setenv("DOCKET_SEED", seed, 1);
		for (size_t i = 0; i < sizeof(bytes); i += piece)
			rand_bytes(bytes + i,
				   piece < sizeof(bytes) - i ? piece : sizeof(bytes) - i);
		hash_hex(bytes, sizeof(bytes), hex);
		n = write(fds[1], hex, 140);
		_exit(n == 140 ? 0 : 1);
	}
	(void)close(fds[1]);
	while (have < 140) {
		ssize_t n = read(fds[0], out + have, 140 - have);

		if (n <= 0)
			break;
		have += (size_t)n;
	}
	(void)close(fds[0]);
	(void)waitpid(pid, NULL, 0);
}

TEST(rand_seed_repeats)
{
	char one[141], again[141], pieces[141], other[141];
	/* SHA-256 of "seed" and eight zero bytes, then of "seed" and 1. */
	char want[2 * HASH_HEX];

	hash_sha256_hex(SLICE_LIT("seed\0\0\0\0\0\0\0\0"), want);
	hash_sha256_hex(SLICE_LIT("seed\1\0\0\0\0\0\0\0"), want + 64);
	seeded("seed", 70, one);
	seeded("seed", 70, again);
	seeded("seed", 9, pieces);
	seeded("another", 70, other);
	CHECK_INT(strlen(one), 140);
	CHECK_SLICE_AT(__LINE__, slice_sub(slice_of(one), 0, 128), want);
	CHECK_STR(again, one);
	CHECK_STR(pieces, one);
	CHECK(strcmp(other, one) != 0);
}
