/* mail_split on any body; the first line is the subject. All slices must lie in body or pool. */
#include <stdlib.h>

#include "docket/message/mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pool *pool = pool_new();
	struct slice rest = slice_make((const char *)data, size);
	struct mail m = {.class = MAIL_HUMAN};
	size_t at = 0;

	VEC_ADD(&m.from, pool,
		((struct addr){slice_of("Dana Fox"), slice_of("dana@client.example")}));
	slice_line(&rest, &m.subject);
	m.subject_base = m.subject;
	m.body = rest;
	mail_split(pool, &m);
	for (size_t i = 0; i < m.spans.len; i++) {
		if (m.spans.at[i].start != at)
			abort();
		at = m.spans.at[i].end;
	}
	if (at != m.body.len)
		abort();
	for (size_t i = 0; i < m.answers.len; i++)
		if (m.answers.at[i].answer_start > m.text.len)
			abort();
	pool_free(pool);
	return 0;
}
