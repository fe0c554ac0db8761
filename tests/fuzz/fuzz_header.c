/* Header fields, encoded words, parameters, dates, addresses, Authentication-Results. */
#include "../../bot/message/address.h"
#include "../../bot/message/authres.h"
#include "../../bot/message/header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pool *pool = pool_new();
	struct slice raw = slice_make((const char *)data, size);
	field_list fields = {0};
	struct mail mail = {.class = MAIL_HUMAN};

	header_parse(pool, raw, 200, &fields);
	authres_read(pool, &fields, &mail);
	for (size_t i = 0; i < fields.len; i++) {
		struct slice v = fields.at[i].value;
		addr_list addrs = {0};
		slice_list ids = {0};
		int64_t ms;
		int offset;
		header_decode(pool, v);
		header_param(pool, v, "charset");
		header_param(pool, v, "filename");
		header_token(pool, v);
		header_ids(pool, v, &ids, 50);
		header_date(v, &ms, &offset);
		address_list(pool, v, 50, &addrs);
		for (size_t k = 0; k < addrs.len; k++)
			addr_sendable(addrs.at[k].mailbox);
	}
	pool_free(pool);
	return 0;
}
