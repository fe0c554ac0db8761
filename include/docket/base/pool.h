/*
 * One pool per message or per request: everything allocated from it goes at once. Nobody frees
 * inside the pipeline. Running out of memory ends the process: in the reader child that sets the
 * message aside, in main every size is bounded by a limit long before.
 */
#ifndef DOCKET_BASE_POOL_H
#define DOCKET_BASE_POOL_H

#include "docket/base/slice.h"

struct pool;

struct pool *pool_new(void);
void pool_free(struct pool *p); /* takes NULL */
void pool_reset(struct pool *p); /* gives all back but one block */

void *pool_alloc(struct pool *p, size_t size); /* zeroed, aligned for any type */
void *pool_array(struct pool *p, size_t count, size_t size);
char *pool_cstr(struct pool *p, struct slice s);          /* NUL-terminated copy */
struct slice pool_copy(struct pool *p, struct slice s);   /* also NUL-terminated */
struct slice pool_slicef(struct pool *p, const char *format, ...)
        __attribute__((format(printf, 2, 3)));
size_t pool_used(const struct pool *p); /* bytes handed out since new or reset */

#endif
