/*
 * Text to read: a pointer and a length into memory that somebody else owns. Not NUL-terminated.
 * Comparison without case is ASCII only; for people's words see utf8.h.
 */
#ifndef DOCKET_BASE_SLICE_H
#define DOCKET_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const char *data;
	size_t len;
};

/* For printf: "%.*s", SLICE_ARG(s). Longer than INT_MAX is cut. */
#define SLICE_ARG(s) (int)((s).len > 0x7fffffff ? 0x7fffffff : (s).len), ((s).data ? (s).data : "")
#define SLICE_NONE   ((struct slice){NULL, 0})
#define SLICE_LIT(l) ((struct slice){(l), sizeof(l) - 1})
#define COUNT(a)     (sizeof(a) / sizeof((a)[0]))

struct slice slice_of(const char *cstr); /* NULL gives an empty slice */

static inline struct slice
slice_make(const char *data, size_t len)
{
	return (struct slice){data, len};
}

/* Bytes from start (included) to end (left out), both clamped to s. */
static inline struct slice
slice_sub(struct slice s, size_t start, size_t end)
{
	if (end > s.len)
		end = s.len;
	if (start > end)
		start = end;
	/* NULL + 0 is undefined in C, so an empty slice stays as it is. */
	return start == 0 ? slice_make(s.data, end) : slice_make(s.data + start, end - start);
}

bool slice_eq(struct slice a, struct slice b);
bool slice_is(struct slice a, const char *cstr);
bool slice_ieq(struct slice a, struct slice b);
uint64_t slice_hash(struct slice s); /* FNV-1a, for tables in memory: not against somebody who wants them to meet */
bool slice_iis(struct slice a, const char *cstr);
bool slice_starts(struct slice s, const char *prefix);
bool slice_istarts(struct slice s, const char *prefix);
bool slice_ends(struct slice s, const char *suffix);
bool slice_iends(struct slice s, const char *suffix);
int slice_cmp(struct slice a, struct slice b); /* bytewise, as memcmp */

/* Which of `count` names it is, without case, or -1. */
int slice_among(struct slice s, const char *const *names, size_t count);

/* Offset of the first occurrence, or -1. */
ptrdiff_t slice_find(struct slice s, struct slice needle);
ptrdiff_t slice_ifind(struct slice s, struct slice needle);
ptrdiff_t slice_index(struct slice s, char c);
ptrdiff_t slice_rindex(struct slice s, char c);
bool slice_has(struct slice s, const char *needle);
bool slice_ihas(struct slice s, const char *needle);

/* White space is space, tab, CR, LF, VT, FF. */
struct slice slice_trim(struct slice s);
struct slice slice_ltrim(struct slice s);
struct slice slice_rtrim(struct slice s);
bool slice_blank(struct slice s); /* empty or white space only */

/*
 * Takes the part of *rest before the first c and moves *rest behind it; the last part is the whole
 * rest. Returns false when nothing is left.
 */
bool slice_cut(struct slice *rest, char c, struct slice *part_out);
/* The next line of *rest without its LF or CRLF. */
bool slice_line(struct slice *rest, struct slice *line_out);

/* Whole slice as a decimal number. Returns false on anything else or overflow. */
bool slice_int(struct slice s, int64_t *out);

/* The value of a hexadecimal digit, or -1. */
int slice_hex(char c);

/* Copies into a NUL-terminated buffer, cut to fit. Returns buf. */
char *slice_cstr(struct slice s, char *buf, size_t size);

#endif
