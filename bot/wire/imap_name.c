/* Modified UTF-7, see imap_name.h. */
#include "imap_name.h"

#include "docket/base/utf8.h"

static const char BASE64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

struct bits {
	uint32_t have;
	unsigned count;
};

static void
put16(struct bits *b, uint32_t unit, struct str *out)
{
	b->have = b->have << 16 | unit;
	for (b->count += 16; b->count >= 6; b->count -= 6)
		str_addc(out, BASE64[b->have >> (b->count - 6) & 63]);
	b->have &= (1u << b->count) - 1;
}

static void
end_shift(struct bits *b, bool *shifted, struct str *out)
{
	if (!*shifted)
		return;
	if (b->count > 0)
		str_addc(out, BASE64[b->have << (6 - b->count) & 63]);
	str_addc(out, '-');
	*b = (struct bits){0, 0};
	*shifted = false;
}

int
imap_name_encode(struct slice name, struct str *out)
{
	struct bits b = {0, 0};
	bool shifted = false;
	size_t len;

	if (name.len == 0 || !utf8_valid(name))
		return -1;
	for (size_t i = 0; i < name.len; i += len) {
		uint32_t c = utf8_decode(slice_sub(name, i, name.len), &len);

		if (c < 0x20 || (c >= 0x7f && c < 0xa0))
			return -1;
		if (c < 0x7f) {
			end_shift(&b, &shifted, out);
			str_addc(out, (char)c);
			if (c == '&')
				str_addc(out, '-');
			continue;
		}
		if (!shifted)
			str_addc(out, '&');
		shifted = true;
		if (c >= 0x10000) {
			put16(&b, 0xd800 + ((c - 0x10000) >> 10), out);
			put16(&b, 0xdc00 + ((c - 0x10000) & 0x3ff), out);
		} else {
			put16(&b, c, out);
		}
	}
	end_shift(&b, &shifted, out);
	return str_failed(out) ? -1 : 0;
}
