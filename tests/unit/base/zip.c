/* Archives byte for byte; whether others can read them is seen by the scenarios. */
#include "docket/base/zip.h"

#include "docket/base/hash.h"

#include "../check.h"

TEST(zip_of_two_files)
{
	static const struct civil at = {2026, 5, 14, 17, 30, 59};
	/* As Info-ZIP's zip -0 -X has it, but for the flag of UTF-8 names. */
	static const char head[] = "PK\x03\x04\x14\0\0\x08\0\0\xdd\x8b\xae\\\xd2\x63\x48\x88"
				   "\x03\0\0\0\x03\0\0\0\x05\0\0\0a.txt";
	struct str out, again;
	struct zip z;
	struct err e = ERR_INIT;

	str_init(&out, 4096);
	str_init(&again, 4096);
	for (int i = 0; i < 2; i++) {
		zip_begin(&z, i == 0 ? &out : &again, at);
		zip_add(&z, SLICE_LIT("a.txt"), SLICE_LIT("abc"));
		zip_add(&z, SLICE_LIT("\xc3\xa4/b"), SLICE_NONE);
		CHECK_INT(zip_end(&z, &e), 0);
	}
	CHECK(slice_eq(str_slice(&out), str_slice(&again)));
	CHECK_INT(out.len, 30 + 5 + 3 + 30 + 4 + 46 + 5 + 46 + 4 + 22);
	CHECK(memcmp(out.data, head, 14) == 0);
	CHECK(memcmp(out.data + 18, head + 18, sizeof(head) - 1 - 18) == 0);
	/* CRC-32 of "abc" is 352441c2. */
	CHECK(memcmp(out.data + 14, "\xc2\x41\x24\x35", 4) == 0);
	str_clear(&out);
	str_clear(&again);
}

TEST(zip_says_that_it_is_full)
{
	struct str out;
	struct zip z;
	struct err e = ERR_INIT;

	str_init(&out, 60);
	zip_begin(&z, &out, (struct civil){1970, 1, 1, 0, 0, 0});
	zip_add(&z, SLICE_LIT("a.txt"), SLICE_LIT("abc"));
	CHECK_INT(zip_end(&z, &e), -1);
	CHECK_INT((int)e.kind, ERR_REFUSED);
	str_clear(&out);
}
