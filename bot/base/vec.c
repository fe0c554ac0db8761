/* Grows the arrays of vec.h inside their pool. */
#include "docket/base/vec.h"

enum {
	FIRST = 4,
	LARGE = 1024, /* bytes: of such elements most arrays have one */
};

void
vec_grow_(struct pool *pool, void **at, size_t *len, size_t *cap, size_t size)
{
	char *elements;

	/* `at` really is a `type **`: read and written as bytes, because C lets no void ** do it.
	 */
	memcpy(&elements, at, sizeof(elements));
	if (*len == *cap) {
		size_t more = *cap > 0 ? *cap * 2 : size < LARGE ? FIRST : 1;
		char *moved = pool_array(pool, more, size);

		if (*len > 0)
			memcpy(moved, elements, *len * size);
		memcpy(at, &moved, sizeof(moved));
		elements = moved;
		*cap = more;
	}
	/* The caller may have lowered len: the element is zeroed here, not only by the pool. */
	memset(elements + *len * size, 0, size);
	(*len)++;
}
