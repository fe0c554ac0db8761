/* The charset ladder: the first line names the charset. The result must be UTF-8. */
#include <stdlib.h>

#include "../../bot/message/charset.h"
#include "docket/base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pool *pool = pool_new();
	struct slice rest = slice_make((const char *)data, size), name = SLICE_NONE;

	slice_line(&rest, &name);
	if (!utf8_valid(charset_decode(pool, rest, name, NULL)))
		abort();
	pool_free(pool);
	return 0;
}
