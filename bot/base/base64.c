/* Base64 in both alphabets, and hex, read strictly. */
#include "docket/base/base64.h"

static const char *const alphabets[] = {
	[BASE64] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
	[BASE64_URL] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
};

void
base64_add(struct str *out, enum base64_kind kind, struct slice bytes)
{
	const char *alphabet = alphabets[kind];
	for (size_t i = 0; i < bytes.len; i += 3) {
		uint32_t v = 0;
		size_t n = bytes.len - i < 3 ? bytes.len - i : 3;
		for (size_t k = 0; k < 3; k++)
			v = v << 8 | (k < n ? (unsigned char)bytes.data[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			if (k <= n)
				str_addc(out, alphabet[v >> (18 - 6 * k) & 63]);
			else if (kind == BASE64)
				str_addc(out, '=');
	}
}

static int
value_of(enum base64_kind kind, char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == alphabets[kind][62] ? 62 : c == alphabets[kind][63] ? 63 : -1;
}

int
base64_read(struct pool *p, enum base64_kind kind, struct slice s, struct slice *out)
{
	if (kind == BASE64) {
		if (s.len % 4 != 0)
			return -1;
		for (int i = 0; i < 2 && s.len > 0 && s.data[s.len - 1] == '='; i++)
			s.len--;
	}
	if (s.len % 4 == 1)
		return -1;
	unsigned char *to = pool_alloc(p, s.len / 4 * 3 + 4);
	uint32_t bits = 0;
	unsigned count = 0; /* bits that wait in the low end of `bits` */
	size_t n = 0;
	for (size_t i = 0; i < s.len; i++) {
		int v = value_of(kind, s.data[i]);
		if (v < 0)
			return -1;
		bits = (bits << 6 | (uint32_t)v) & 0xFFFF;
		count += 6;
		if (count >= 8) {
			count -= 8;
			to[n++] = (unsigned char)(bits >> count);
		}
	}
	if ((bits & ((1U << count) - 1)) != 0)
		return -1;
	*out = slice_make((const char *)to, n);
	return 0;
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int
base64_unhex(struct slice s, unsigned char *out, size_t len)
{
	if (s.len != 2 * len)
		return -1;
	for (size_t i = 0; i < s.len; i++)
		if (hex_value(s.data[i]) < 0)
			return -1;
	for (size_t i = 0; i < len; i++)
		out[i] = (unsigned char)(hex_value(s.data[2 * i]) << 4 |
					 hex_value(s.data[2 * i + 1]));
	return 0;
}
