/* HTML: marks must lie inside the text. */
#include <stdlib.h>

#include "../../bot/message/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pool *pool = pool_new();
	struct html_text out;

	html_render(pool, slice_make((const char *)data, size), 1 << 20, &out);
	for (size_t i = 0; i < out.marks.len; i++)
		if (out.marks.at[i].start > out.text.len || out.marks.at[i].end > out.text.len)
			abort();
	pool_free(pool);
	return 0;
}
