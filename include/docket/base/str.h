/*
 * Text to write. A str grows up to a ceiling given at birth; beyond it, or when memory is short,
 * it fails for good and says so once, at the end: str_failed(). What it holds is NUL-terminated.
 */
#ifndef DOCKET_BASE_STR_H
#define DOCKET_BASE_STR_H

#include "docket/base/slice.h"

struct str {
	char *data;
	size_t len, cap, max;
	bool failed;
};

void str_init(struct str *s, size_t max); /* max: bytes it may hold, NUL not counted */
void str_clear(struct str *s);            /* frees; s is as after str_init */
void str_reset(struct str *s);            /* empties, keeps the memory, forgets the failure */
void str_add(struct str *s, struct slice text);
void str_adds(struct str *s, const char *cstr);
void str_addf(struct str *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
void str_cut(struct str *s, size_t len); /* shortens to len */
/* Drops the first n bytes. */
void str_shift(struct str *s, size_t n);
/* Makes room for n more bytes and returns where they go, or NULL; then str_grown(s, written). */
char *str_room(struct str *s, size_t n);
void str_grown(struct str *s, size_t n);
struct slice str_slice(const struct str *s);
const char *str_cstr(const struct str *s); /* "" when empty */
bool str_failed(const struct str *s);

/* Here, as most of a text's growing is this. */
static inline void
str_addc(struct str *s, char c)
{
	if (s->failed || s->len + 1 >= s->cap) {
		str_add(s, (struct slice){&c, 1});
		return;
	}
	s->data[s->len++] = c;
	s->data[s->len] = '\0';
}

#endif
