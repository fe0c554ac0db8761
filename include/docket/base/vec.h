/*
 * Growing arrays in a pool: `VEC(struct addr) to;` has .at, .len, .cap. The elements move when the
 * array grows: keep indexes, not pointers, while adding.
 */
#ifndef DOCKET_BASE_VEC_H
#define DOCKET_BASE_VEC_H

#include "docket/base/pool.h"

#define VEC(type)                                                                                  \
	struct {                                                                                   \
		type *at;                                                                          \
		size_t len, cap;                                                                   \
	}

/* Adds one zeroed element and returns a pointer to it. */
#define VEC_NEW(v, pool)                                                                           \
	(vec_grow_((pool), (void **)&(v)->at, &(v)->len, &(v)->cap, sizeof(*(v)->at)),             \
	 &(v)->at[(v)->len - 1])
#define VEC_ADD(v, pool, value) (*VEC_NEW(v, pool) = (value))
/* An empty array has no memory, and NULL + 0 is undefined. */
#define VEC_EACH(p, v)                                                                             \
	for ((p) = (v)->at; (p) != NULL && (p) < (v)->at + (v)->len; (p)++)

typedef VEC(struct slice) slice_list;

void vec_grow_(struct pool *pool, void **at, size_t *len, size_t *cap, size_t size);

#endif
