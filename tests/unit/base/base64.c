/* Tests of base64: the vectors of RFC 4648 10, and what is not the one way to write something. */
#include "docket/base/base64.h"

#include "../check.h"

TEST(base64_vectors_both_ways)
{
	static const struct {
		int line;
		enum base64_kind kind;
		const char *bytes, *text;
	} cases[] = {
		{__LINE__, BASE64, "", ""},
		{__LINE__, BASE64, "f", "Zg=="},
		{__LINE__, BASE64, "fo", "Zm8="},
		{__LINE__, BASE64, "foo", "Zm9v"},
		{__LINE__, BASE64, "foob", "Zm9vYg=="},
		{__LINE__, BASE64, "fooba", "Zm9vYmE="},
		{__LINE__, BASE64, "foobar", "Zm9vYmFy"},
		{__LINE__, BASE64, "\xfb\xff\xfe", "+//+"},
		{__LINE__, BASE64_URL, "", ""},
		{__LINE__, BASE64_URL, "f", "Zg"},
		{__LINE__, BASE64_URL, "fo", "Zm8"},
		{__LINE__, BASE64_URL, "foo", "Zm9v"},
		{__LINE__, BASE64_URL, "\xfb\xff\xfe", "-__-"},
	};
	struct pool *p = pool_new();
	struct str out;

	str_init(&out, 100);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice back = SLICE_NONE;

		str_reset(&out);
		base64_add(&out, cases[i].kind, slice_of(cases[i].bytes));
		CHECK_STR_AT(cases[i].line, str_cstr(&out), cases[i].text);
		CHECK_INT_AT(cases[i].line,
			     base64_read(p, cases[i].kind, slice_of(cases[i].text), &back), 0);
		CHECK_SLICE_AT(cases[i].line, back, cases[i].bytes);
	}
	str_clear(&out);
	pool_free(p);
}

TEST(base64_refuses_what_is_not_canonical)
{
	static const struct {
		int line;
		enum base64_kind kind;
		const char *text;
	} cases[] = {
		{__LINE__, BASE64, "Zg"},
		{__LINE__, BASE64, "Zg="},
		{__LINE__, BASE64, "Zg==="},
		{__LINE__, BASE64, "Zh=="},
		{__LINE__, BASE64, "Zm9="},
		{__LINE__, BASE64, "Zm9v\n"},
		{__LINE__, BASE64, "Zm 9v"},
		{__LINE__, BASE64, "===="},
		{__LINE__, BASE64, "Z==="},
		{__LINE__, BASE64, "Zg==Zm9v"},
		{__LINE__, BASE64, "-__-"},
		{__LINE__, BASE64_URL, "Zg=="},
		{__LINE__, BASE64_URL, "Zh"},
		{__LINE__, BASE64_URL, "Z"},
		{__LINE__, BASE64_URL, "Zm9vY"},
		{__LINE__, BASE64_URL, "+//+"},
		{__LINE__, BASE64_URL, "Zm9v "},
		{__LINE__, BASE64_URL, "Zm9"},
		{__LINE__, BASE64_URL, "\xc3\xa4Zm9"},
	};
	struct pool *p = pool_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice back = SLICE_LIT("untouched");

		CHECK_INT_AT(cases[i].line,
			     base64_read(p, cases[i].kind, slice_of(cases[i].text), &back), -1);
		CHECK_SLICE_AT(cases[i].line, back, "untouched");
	}
	pool_free(p);
}

TEST(base64_unhex_takes_exactly_lower_case_digits)
{
	unsigned char out[3] = {9, 9, 9};

	CHECK_INT(base64_unhex(slice_of("00a1Ff"), out, 3), -1);
	CHECK_INT(base64_unhex(slice_of("00a1f"), out, 3), -1);
	CHECK_INT(base64_unhex(slice_of("00a1ff0"), out, 3), -1);
	CHECK_INT(base64_unhex(slice_of("00a1fg"), out, 3), -1);
	CHECK_INT(out[0], 9);
	CHECK_INT(base64_unhex(slice_of("00a1ff"), out, 3), 0);
	CHECK_INT(out[0] << 16 | out[1] << 8 | out[2], 0x00a1ff);
}
