/* Hands out memory from blocks that all go at once; out of memory ends the process. */
#include "docket/base/pool.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

enum {
	BLOCK_FIRST = 16 * 1024,
	BLOCK_MOST = 256 * 1024, /* blocks double up to here, so that a small mail stays small */
	ALIGN = _Alignof(max_align_t),
};

struct block {
	struct block *next;
	size_t size, used; /* of data */
	_Alignas(max_align_t) char data[];
};

struct pool {
	struct block *first; /* kept by pool_reset */
	struct block *head; /* the one in use; older and own blocks behind it, the first one last */
	size_t used;
};

static void out_of_memory(void) __attribute__((noreturn));

static void
out_of_memory(void)
{
	static const char said[] = "docket: out of memory\n";
	ssize_t n = write(STDERR_FILENO, said, sizeof(said) - 1);

	(void)n;
	_exit(EX_SOFTWARE);
}

static struct block *
block_new(size_t size)
{
	struct block *b;

	if (size > SIZE_MAX / 2)
		out_of_memory();
	b = malloc(sizeof(*b) + size);
	if (b == NULL)
		out_of_memory();
	b->next = NULL;
	b->size = size;
	b->used = 0;
	return b;
}

struct pool *
pool_new(void)
{
	struct pool *p = malloc(sizeof(*p));

	if (p == NULL)
		out_of_memory();
	p->first = block_new(BLOCK_FIRST);
	p->head = p->first;
	p->used = 0;
	return p;
}

void
pool_reset(struct pool *p)
{
	while (p->head != p->first) {
		struct block *next = p->head->next;

		free(p->head);
		p->head = next;
	}
	p->first->used = 0;
	p->used = 0;
}

void
pool_free(struct pool *p)
{
	if (p == NULL)
		return;
	pool_reset(p);
	free(p->first);
	free(p);
}

/* As pool_alloc, but not zeroed. */
static void *
take(struct pool *p, size_t size)
{
	struct block *b = p->head;
	size_t need;
	void *at;

	if (size > SIZE_MAX / 2)
		out_of_memory();
	need = size == 0 ? ALIGN : (size + ALIGN - 1) / ALIGN * ALIGN;
	if (need > b->size - b->used) {
		size_t next_size = b->size < BLOCK_MOST ? b->size * 2 : BLOCK_MOST;
		bool own = need > next_size / 4;
		struct block *fresh = block_new(own ? need : next_size);

		fresh->next = b;
		p->head = fresh;
		if (own && b != p->first) {
			/* A full block of its own goes behind the one that still has room. */
			fresh->next = b->next;
			b->next = fresh;
			p->head = b;
		}
		b = fresh;
	}
	at = b->data + b->used;
	b->used += need;
	p->used += need;
	return at;
}

void *
pool_alloc(struct pool *p, size_t size)
{
	return memset(take(p, size), 0, size);
}

void *
pool_array(struct pool *p, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		out_of_memory();
	return pool_alloc(p, bytes);
}

char *
pool_cstr(struct pool *p, struct slice s)
{
	char *copy;

	if (s.len == SIZE_MAX)
		out_of_memory();
	copy = take(p, s.len + 1);
	if (s.len > 0)
		memcpy(copy, s.data, s.len);
	copy[s.len] = '\0';
	return copy;
}

struct slice
pool_copy(struct pool *p, struct slice s)
{
	return slice_make(pool_cstr(p, s), s.len);
}

struct slice
pool_slicef(struct pool *p, const char *format, ...)
{
	va_list ap, again;
	char *text;
	int n;

	va_start(ap, format);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (n < 0)
		n = 0; /* only an invalid wide character gets here, and docket has none */
	text = pool_alloc(p, (size_t)n + 1);
	(void)vsnprintf(text, (size_t)n + 1, format, again);
	va_end(again);
	return slice_make(text, (size_t)n);
}

size_t
pool_used(const struct pool *p)
{
	return p->used;
}
