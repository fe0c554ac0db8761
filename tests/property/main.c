/*
 * build/property [--steps N] [--seed S] [--rounds N] [--trace] [--quiet]
 * Random sequences of what people do to docket, checked after every step. A step is a seed and a
 * lane, so that a sequence with steps left out stays the same otherwise: what fails is shrunken to
 * the lane it failed in, then by halves. Prints how often each row of the move table was taken.
 */
#include "world.h"

#include "docket/base/clock.h"
#include "docket/domain/job.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TAKEN_LEAST = 20, SHRINK_MS = 90 * 1000, CHECK_ALL_EVERY = 1000 };

struct step {
	uint64_t seed;
	int lane;
	int way;  /* what was done when it was first played, or -1 */
	bool out; /* left out */
};

struct run {
	struct step *steps;
	size_t count;
	size_t failed_at; /* step, when fault is not empty */
	char fault[FAULT_MAX];
	bool trace;
};

static void
play(struct run *r, bool whole)
{
	struct world w = {.keep_trace = r->trace};
	r->fault[0] = '\0';
	play_begin();
	if (world_open(&w)) {
		size_t played = 0;
		for (size_t i = 0; i < r->count && w.fault[0] == '\0'; i++) {
			if (r->steps[i].out)
				continue;
			r->failed_at = i;
			str_reset(&w.trace);
			play_step(&w, r->steps[i].seed, r->steps[i].lane, &r->steps[i].way);
			check_step(&w);
			if (whole && ++played % CHECK_ALL_EVERY == 0)
				check_all(&w);
			if (r->trace)
				printf("step %zu, lane %d\n%s", i, r->steps[i].lane,
				       str_cstr(&w.trace));
		}
		if (whole && w.fault[0] == '\0')
			check_all(&w);
		if (whole && w.fault[0] == '\0')
			world_rebuild(&w);
	}
	snprintf(r->fault, sizeof(r->fault), "%s", w.fault);
	check_forget();
	world_close(&w);
}

/* The words before the first colon: the same rule, whatever job broke it. */
static bool
same_fault(const char *a, const char *b)
{
	size_t n = strcspn(a, ":0123456789");
	return n == strcspn(b, ":0123456789") && strncmp(a, b, n) == 0;
}

static bool
still_fails(struct run *r, const char *fault)
{
	play(r, false);
	return r->fault[0] != '\0' && same_fault(r->fault, fault);
}

static void
shrink(struct run *r)
{
	char fault[FAULT_MAX];
	int64_t end = clock_mono() + SHRINK_MS;
	memcpy(fault, r->fault, sizeof(fault));
	r->count = r->failed_at + 1;
	struct step *was = malloc(r->count * sizeof(*was));
	if (was == NULL)
		return;
	memcpy(was, r->steps, r->count * sizeof(*was));
	for (size_t i = 0; i < r->count; i++)
		r->steps[i].out |= r->steps[i].lane != r->steps[r->count - 1].lane;
	if (!still_fails(r, fault))
		memcpy(r->steps, was, r->count * sizeof(*was));
	for (size_t size = r->count / 2; size > 0 && clock_mono() < end; size /= 2)
		for (size_t at = 0; at + size <= r->count && clock_mono() < end; at += size) {
			bool any = false;
			memcpy(was, r->steps, r->count * sizeof(*was));
			for (size_t i = at; i < at + size; i++) {
				any |= !r->steps[i].out;
				r->steps[i].out = true;
			}
			if (any && !still_fails(r, fault))
				memcpy(r->steps, was, r->count * sizeof(*was));
		}
	free(was);
	r->trace = true;
	play(r, false);
}

static void
print_moves(void)
{
	size_t n;
	const struct job_move_row *m = job_moves(&n);
	for (size_t i = 0; i < n; i++)
		printf("%6d  %-16s %-17s -> %s\n", moves_taken[i], job_state_name(m[i].from),
		       job_event_name(m[i].event),
		       m[i].event == EV_RESUME ? "as before" : job_state_name(m[i].to));
}

static int
few_moves(void)
{
	size_t n;
	int few = 0;
	(void)job_moves(&n);
	for (size_t i = 0; i < n; i++)
		few += moves_taken[i] < TAKEN_LEAST;
	return few;
}

/* Returns whether it held. */
static bool
one(uint64_t seed, size_t count, bool trace)
{
	struct rng r = {seed};
	struct run run = {
		.steps = calloc(count, sizeof(*run.steps)), .count = count, .trace = trace};
	if (run.steps == NULL)
		return false;
	for (size_t i = 0; i < count; i++) {
		run.steps[i].seed = rng_next(&r);
		run.steps[i].lane = (int)rng_below(&r, LANES);
		run.steps[i].way = -1;
	}
	int64_t begun = clock_mono();
	play(&run, true);
	bool held = run.fault[0] == '\0';
	printf("seed %llu: %zu steps in %.1f s, %.1f s of work%s%s\n", (unsigned long long)seed,
	       count, (double)(clock_mono() - begun) / 1000, (double)clock() / CLOCKS_PER_SEC,
	       held ? "" : ": FAIL at one of them: ", run.fault);
	/* What a rebuild finds comes at the end of all steps: fewer of them are another story. */
	if (!held && strncmp(run.fault, "rebuild", strlen("rebuild")) != 0) {
		size_t left = 0;
		shrink(&run);
		for (size_t i = 0; i < run.count; i++)
			left += !run.steps[i].out;
		printf("shrunken to %zu steps: %s\n", left, run.fault);
	}
	free(run.steps);
	return held;
}

int
main(int argc, char **argv)
{
	size_t steps = 10000;
	uint64_t seed = 1;
	int rounds = 1, failed = 0, passed = 0;
	bool trace = false, quiet = false;
	struct str unknown;
	setlocale(LC_CTYPE, "C.UTF-8");
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 1; i < argc; i++) {
		bool more = i + 1 < argc;
		if (strcmp(argv[i], "--steps") == 0 && more)
			steps = strtoull(argv[++i], NULL, 10);
		else if (strcmp(argv[i], "--seed") == 0 && more)
			seed = strtoull(argv[++i], NULL, 10);
		else if (strcmp(argv[i], "--rounds") == 0 && more)
			rounds = atoi(argv[++i]);
		else if (strcmp(argv[i], "--trace") == 0)
			trace = true;
		else if (strcmp(argv[i], "--quiet") == 0)
			quiet = true;
		else {
			fputs("usage: property [--steps N] [--seed S] [--rounds N] [--trace] "
			      "[--quiet]\n",
			      stderr);
			return 64;
		}
	}
	str_init(&unknown, 64 << 10);
	if (usage_unknown(&unknown) > 0)
		fputs(str_cstr(&unknown), stdout);
	str_clear(&unknown);
	for (int i = 0; i < rounds; i++) {
		bool held = one(seed + (uint64_t)i, steps, trace);
		passed += held;
		failed += !held;
	}
	if (!quiet)
		print_moves();
	/* Short runs need not come everywhere; together they have to. */
	int few = steps * (size_t)rounds >= 10000 ? few_moves() : 0;
	if (few > 0)
		printf("FAIL %d rows were taken less than %d times\n", few, TAKEN_LEAST);
	printf("%d passed, %d failed, 0 skipped\n", passed + (few == 0), failed + (few > 0));
	return failed > 0 || few > 0;
}
