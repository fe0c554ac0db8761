/* Grows text up to a ceiling; a failure sticks and is asked for once. */
#include "docket/base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	FIRST_CAP = 64,
	PAGE = 4096, /* up to it memory is cheaper than copies */
};

void
str_init(struct str *s, size_t max)
{
	/* Half the address space: sums of two lengths below never overflow. */
	if (max > SIZE_MAX / 4)
		max = SIZE_MAX / 4;
	*s = (struct str){.max = max};
}

void
str_clear(struct str *s)
{
	free(s->data);
	str_init(s, s->max);
}

void
str_reset(struct str *s)
{
	s->failed = false;
	str_cut(s, 0);
}

/* Makes room for n more bytes and a NUL. */
static bool
grow(struct str *s, size_t n)
{
	size_t need, cap;
	char *data;

	if (s->failed)
		return false;
	if (n > s->max - s->len) {
		s->failed = true;
		return false;
	}
	need = s->len + n + 1;
	if (need <= s->cap)
		return true;
	cap = s->cap < FIRST_CAP ? FIRST_CAP : s->cap * (s->cap < PAGE ? 4 : 2);
	if (cap < need)
		cap = need;
	if (cap > s->max + 1)
		cap = s->max + 1;
	data = realloc(s->data, cap);
	if (data == NULL) {
		s->failed = true;
		return false;
	}
	s->data = data;
	s->cap = cap;
	s->data[s->len] = '\0';
	return true;
}

void
str_add(struct str *s, struct slice text)
{
	if (!grow(s, text.len) || text.len == 0)
		return;
	memcpy(s->data + s->len, text.data, text.len);
	str_grown(s, text.len);
}

void
str_adds(struct str *s, const char *cstr)
{
	str_add(s, slice_of(cstr));
}

void
str_addf(struct str *s, const char *format, ...)
{
	va_list ap, again;
	size_t room = s->cap - s->len;
	int n;

	if (s->failed)
		return;
	va_start(ap, format);
	va_copy(again, ap);
	n = vsnprintf(room > 0 ? s->data + s->len : NULL, room, format, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n >= room) {
		if (room > 0)
			s->data[s->len] = '\0'; /* takes back the part that fitted */
		if (grow(s, (size_t)n))
			n = vsnprintf(s->data + s->len, s->cap - s->len, format, again);
	}
	va_end(again);
	if (n < 0)
		s->failed = true;
	if (!s->failed)
		str_grown(s, (size_t)n);
}

void
str_cut(struct str *s, size_t len)
{
	if (len > s->len || s->data == NULL)
		return;
	s->len = len;
	s->data[len] = '\0';
}

void
str_shift(struct str *s, size_t n)
{
	if (n >= s->len) {
		str_cut(s, 0);
		return;
	}
	if (n == 0)
		return;
	memmove(s->data, s->data + n, s->len - n);
	str_cut(s, s->len - n);
}

char *
str_room(struct str *s, size_t n)
{
	return grow(s, n) ? s->data + s->len : NULL;
}

void
str_grown(struct str *s, size_t n)
{
	s->len += n;
	s->data[s->len] = '\0';
}

struct slice
str_slice(const struct str *s)
{
	return slice_make(str_cstr(s), s->len);
}

const char *
str_cstr(const struct str *s)
{
	return s->data == NULL ? "" : s->data;
}

bool
str_failed(const struct str *s)
{
	return s->failed;
}
