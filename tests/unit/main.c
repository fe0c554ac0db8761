/* Runs the unit tests, or those whose name contains the first argument, and counts them. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct check_test *first, **last = &first;
static const struct check_test *running;
static bool failed;
static const char *skipped;

void
check_register(struct check_test *t)
{
	*last = t;
	last = &t->next;
}

static void
complain(const char *file, int line, const char *what)
{
	failed = true;
	printf("%s:%d: %s: %s", file, line, running == NULL ? "?" : running->name, what);
}

void
check_cond(const char *file, int line, const char *what, bool held)
{
	if (held)
		return;
	complain(file, line, what);
	printf(": does not hold\n");
}

void
check_int(const char *file, int line, const char *what, long long got, long long want)
{
	if (got == want)
		return;
	complain(file, line, what);
	printf(": got %lld, want %lld\n", got, want);
}

/* Shows white space and control characters, which are what the eye misses. */
static void
show(struct slice s)
{
	putchar('"');
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.data[i];

		if (c == '\n')
			printf("\\n");
		else if (c < 0x20 || c == 0x7F || c == '"' || c == '\\')
			printf("\\x%02x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static void
differ(struct slice got, bool got_null, const char *want)
{
	printf(": got ");
	if (got_null)
		printf("NULL");
	else
		show(got);
	printf(", want ");
	if (want == NULL)
		printf("NULL");
	else
		show((struct slice){want, strlen(want)});
	printf("\n");
}

void
check_str(const char *file, int line, const char *what, const char *got, const char *want)
{
	if (got == want || (got != NULL && want != NULL && strcmp(got, want) == 0))
		return;
	complain(file, line, what);
	differ((struct slice){got, got == NULL ? 0 : strlen(got)}, got == NULL, want);
}

void
check_slice(const char *file, int line, const char *what, struct slice got, const char *want)
{
	size_t len = want == NULL ? 0 : strlen(want);

	/* No text wanted: an empty slice will do, wherever it points. */
	if (got.len == len && (len == 0 || memcmp(got.data, want, len) == 0))
		return;
	complain(file, line, what);
	differ(got, false, want);
}

void
check_skip(const char *reason)
{
	skipped = reason;
}

int
main(int argc, char **argv)
{
	int passed = 0, failures = 0, skips = 0;

	/* Tests fork and crash: what was printed before must be out, and once. */
	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	for (struct check_test *t = first; t != NULL; t = t->next) {
		if (argc > 1 && strstr(t->name, argv[1]) == NULL)
			continue;
		running = t;
		failed = false;
		skipped = NULL;
		t->run();
		if (failed) {
			failures++;
			printf("FAIL %s (%s)\n", t->name, t->file);
		} else if (skipped != NULL) {
			skips++;
			printf("skip %s: %s\n", t->name, skipped);
		} else {
			passed++;
		}
	}
	printf("%d passed, %d failed, %d skipped\n", passed, failures, skips);
	return failures > 0 ? 1 : 0;
}
