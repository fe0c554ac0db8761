/* Whole mails: parts, encodings, kind, bounces, attachments. Spans must cover the body. */
#include <stdlib.h>

#include "docket/message/mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pool *pool = pool_new();
	struct slice raw = slice_make((const char *)data, size);
	struct mail *m = NULL;
	struct err e = ERR_INIT;
	struct str out;
	size_t at = 0;

	if (mail_read(pool, raw, NULL, NULL, &m, &e) == 0) {
		for (size_t i = 0; i < m->spans.len; i++) {
			if (m->spans.at[i].start != at)
				abort();
			at = m->spans.at[i].end;
		}
		if (at != m->body.len)
			abort();
		for (size_t i = 0; i < m->attachments.len && i < 3; i++) {
			str_init(&out, 1 << 20);
			if (mail_attachment(raw, i, &out, &e) == 0 &&
			    out.len != m->attachments.at[i].size)
				abort();
			str_clear(&out);
		}
	}
	pool_free(pool);
	return 0;
}
