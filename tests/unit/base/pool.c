/* Tests of pool: alignment, zeroes, reset, large blocks, running out. */
#include "docket/base/pool.h"

#include "../check.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

TEST(pool_aligned_and_zeroed)
{
	struct pool *p = pool_new();

	/* Twice, so that the second round gets memory the first one has written to. */
	for (int round = 0; round < 2; round++) {
		for (size_t size = 0; size < 40000; size = size * 2 + 1) {
			for (int k = 0; k < 5; k++) {
				unsigned char *at = pool_alloc(p, size);
				size_t dirty = 0;

				CHECK_INT((uintptr_t)at % _Alignof(max_align_t), 0);
				for (size_t i = 0; i < size; i++)
					dirty += at[i];
				CHECK_INT(dirty, 0);
				memset(at, 0xAA, size);
			}
		}
		pool_reset(p);
		CHECK_INT(pool_used(p), 0);
	}
	pool_free(p);
	pool_free(NULL);
}

TEST(pool_keeps_apart)
{
	enum { N = 3000 };
	struct pool *p = pool_new();
	static struct slice made[N];

	for (int i = 0; i < N; i++) {
		made[i] = pool_slicef(p, "%d", i);
		if (i % 100 == 0)
			memset(pool_alloc(p, 20000), 0xFF, 20000); /* a block of its own */
		if (i % 500 == 0)
			memset(pool_alloc(p, 1 << 20), 0xFF, 1 << 20);
	}
	for (int i = 0; i < N; i++) {
		int64_t n = -1;

		CHECK(slice_int(made[i], &n));
		CHECK_INT(n, i);
		CHECK_INT(made[i].data[made[i].len], '\0');
	}
	CHECK(pool_used(p) >= 30 * 20000 + 6 * (1 << 20));
	pool_free(p);
}

TEST(pool_first_allocation_large)
{
	struct pool *p = pool_new();
	char *small = pool_cstr(p, SLICE_LIT("small"));

	memset(pool_alloc(p, 5000000), 1, 5000000);
	memset(pool_alloc(p, 5000000), 1, 5000000);
	CHECK_STR(small, "small");
	pool_reset(p);
	pool_reset(p);
	CHECK_STR(pool_cstr(p, SLICE_NONE), "");
	pool_free(p);
}

TEST(pool_copies)
{
	struct pool *p = pool_new();
	struct slice c = pool_copy(p, SLICE_LIT("a\0b"));

	CHECK_INT(c.len, 3);
	CHECK_INT(memcmp(c.data, "a\0b", 4), 0);
	CHECK_INT(pool_copy(p, SLICE_NONE).len, 0);
	CHECK(pool_copy(p, SLICE_NONE).data != NULL);
	CHECK_SLICE_AT(__LINE__, pool_slicef(p, "%s-%04d", "x", 7), "x-0007");
	CHECK_SLICE_AT(__LINE__, pool_slicef(p, "%s", ""), "");
	pool_free(p);
}

/* The exit status of a child that asks for too much. */
static int
ask(size_t count, size_t size)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY);

		(void)dup2(null, STDERR_FILENO);
		(void)pool_array(pool_new(), count, size);
		_exit(0);
	}
	(void)waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(pool_ends_the_process)
{
	CHECK_INT(ask(10, 10), 0);
	CHECK_INT(ask(SIZE_MAX / 2, 4), 70);
	CHECK_INT(ask(SIZE_MAX, 1), 70);
	CHECK_INT(ask(1, SIZE_MAX / 2 + 1), 70);
}
