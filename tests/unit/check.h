/*
 * The unit test framework: TEST(name) { … } registers itself; a check that fails prints where and
 * both values, and the test goes on. main.c runs them all.
 */
#ifndef DOCKET_TESTS_UNIT_CHECK_H
#define DOCKET_TESTS_UNIT_CHECK_H

#include "docket/base/slice.h"

#include <stdbool.h>
#include <stddef.h>

struct check_test {
	const char *name, *file;
	void (*run)(void);
	struct check_test *next;
};

void check_register(struct check_test *t);
void check_cond(const char *file, int line, const char *what, bool held);
void check_int(const char *file, int line, const char *what, long long got, long long want);
/* NULL equals NULL only. */
void check_str(const char *file, int line, const char *what, const char *got, const char *want);
void check_slice(const char *file, int line, const char *what, struct slice got, const char *want);
void check_skip(const char *reason);

#define TEST(name)                                                                                 \
	static void test_##name(void);                                                             \
	static void __attribute__((constructor)) test_register_##name(void)                        \
	{                                                                                          \
		static struct check_test t = {#name, __FILE__, test_##name, NULL};                 \
		check_register(&t);                                                                \
	}                                                                                          \
	static void test_##name(void)

/* The _AT forms name the row of a table that failed. */
#define CHECK_AT(line, cond) check_cond(__FILE__, (line), #cond, (cond))
#define CHECK_INT_AT(line, got, want)                                                              \
	check_int(__FILE__, (line), #got, (long long)(got), (long long)(want))
#define CHECK_STR_AT(line, got, want)	check_str(__FILE__, (line), #got, (got), (want))
#define CHECK_SLICE_AT(line, got, want) check_slice(__FILE__, (line), #got, (got), (want))

#define CHECK(cond)	     CHECK_AT(__LINE__, cond)
#define CHECK_INT(got, want) CHECK_INT_AT(__LINE__, got, want)
#define CHECK_STR(got, want) CHECK_STR_AT(__LINE__, got, want)

/* Ends the test; to be used in the body of TEST itself. */
#define SKIP(reason)                                                                               \
	do {                                                                                       \
		check_skip(reason);                                                                \
		return;                                                                            \
	} while (0)

#endif
