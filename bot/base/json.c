/* Writes JSON, with the commas. Whether it all fitted is asked of the str at the end. */
#include "docket/base/json.h"

#include "docket/base/utf8.h"


/* Before any value or key. */
static void
part(struct json *j)
{
	if (j->comma)
		str_addc(j->out, ',');
	j->comma = true;
}

static bool
plain(char c)
{
	return (unsigned char)(c - 0x20) < 0x60 && c != '"' && c != '\\';
}

static void
escape(struct str *out, unsigned char c)
{
	static const char shorts[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";
	const char *hit = c == 0 ? NULL : strchr(shorts, c);

	if (hit != NULL)
		str_add(out, slice_make((const char[]){'\\', letters[hit - shorts]}, 2));
	else
		str_addf(out, "\\u%04x", (unsigned)c);
}

static void
quoted(struct str *out, struct slice s)
{
	str_addc(out, '"');
	while (s.len > 0 && !str_failed(out)) {
		size_t n = 0;

		while (n < s.len && plain(s.data[n]))
			n++;
		str_add(out, slice_make(s.data, n));
		s = slice_make(s.data + n, s.len - n);
		if (s.len == 0)
			break;
		n = 1;
		if ((unsigned char)s.data[0] < 0x80)
			escape(out, (unsigned char)s.data[0]);
		else
			utf8_put(out, utf8_decode(s, &n));
		s = slice_make(s.data + n, s.len - n);
	}
	str_addc(out, '"');
}

static void
open_with(struct json *j, char bracket)
{
	part(j);
	str_addc(j->out, bracket);
	j->comma = false;
}

static void
close_with(struct json *j, char bracket)
{
	str_addc(j->out, bracket);
	j->comma = true;
}

void
json_begin(struct json *j, struct str *out)
{
	j->out = out;
	j->comma = false;
}

void
json_open(struct json *j)
{
	open_with(j, '{');
}

void
json_close(struct json *j)
{
	close_with(j, '}');
}

void
json_list(struct json *j)
{
	open_with(j, '[');
}

void
json_list_end(struct json *j)
{
	close_with(j, ']');
}

void
json_key(struct json *j, const char *key)
{
	part(j);
	quoted(j->out, slice_of(key));
	str_addc(j->out, ':');
	j->comma = false;
}

void
json_text(struct json *j, struct slice s)
{
	part(j);
	quoted(j->out, s);
}

void
json_cstr(struct json *j, const char *s)
{
	if (s == NULL)
		json_nil(j);
	else
		json_text(j, slice_of(s));
}

void
json_int(struct json *j, int64_t n)
{
	char digits[21]; /* "-9223372036854775808" */
	size_t at = sizeof(digits);
	uint64_t left = n < 0 ? UINT64_C(0) - (uint64_t)n : (uint64_t)n;

	do
		digits[--at] = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	if (n < 0)
		digits[--at] = '-';
	part(j);
	str_add(j->out, slice_make(digits + at, sizeof(digits) - at));
}

void
json_bool(struct json *j, bool b)
{
	json_raw(j, b ? SLICE_LIT("true") : SLICE_LIT("false"));
}

void
json_nil(struct json *j)
{
	json_raw(j, SLICE_LIT("null"));
}

void
json_raw(struct json *j, struct slice s)
{
	part(j);
	str_add(j->out, s);
}

void
json_put_text(struct json *j, const char *key, struct slice s)
{
	json_key(j, key);
	json_text(j, s);
}

void
json_put_cstr(struct json *j, const char *key, const char *s)
{
	json_key(j, key);
	json_cstr(j, s);
}

void
json_put_int(struct json *j, const char *key, int64_t n)
{
	json_key(j, key);
	json_int(j, n);
}

void
json_put_bool(struct json *j, const char *key, bool b)
{
	json_key(j, key);
	json_bool(j, b);
}
