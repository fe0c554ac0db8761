/* Tests of str: growth, the ceiling, sticky failure. */
#include "docket/base/str.h"

#include "../check.h"

TEST(str_starts_empty)
{
	struct str s;

	str_init(&s, 10);
	CHECK_STR(str_cstr(&s), "");
	CHECK_INT(str_slice(&s).len, 0);
	CHECK(!str_failed(&s));
	str_cut(&s, 0);
	str_shift(&s, 5);
	str_reset(&s);
	str_add(&s, SLICE_NONE);
	CHECK_STR(str_cstr(&s), "");
	str_clear(&s);
	str_clear(&s);
	CHECK_INT(s.max, 10);
}

TEST(str_adds_and_formats)
{
	struct str s;

	str_init(&s, 1000);
	str_adds(&s, "one ");
	str_addc(&s, '2');
	str_add(&s, SLICE_LIT(" three"));
	str_addf(&s, " %d %s", 4, "five");
	str_adds(&s, NULL);
	CHECK_STR(str_cstr(&s), "one 2 three 4 five");
	str_cut(&s, 5);
	CHECK_STR(str_cstr(&s), "one 2");
	str_cut(&s, 99); /* only ever shorter */
	CHECK_STR(str_cstr(&s), "one 2");
	str_shift(&s, 4);
	CHECK_STR(str_cstr(&s), "2");
	str_shift(&s, 100);
	CHECK_STR(str_cstr(&s), "");
	str_addf(&s, "%s", "");
	CHECK_STR(str_cstr(&s), "");
	str_clear(&s);
}

/* Adding in each way ends exactly at the ceiling, and one byte more fails without a trace. */
TEST(str_ceiling)
{
	static const size_t limits[] = {0, 1, 2, 63, 64, 65, 127, 128, 129, 1000};

	for (size_t i = 0; i < COUNT(limits); i++) {
		for (int way = 0; way < 4; way++) {
			struct str s;

			str_init(&s, limits[i]);
			for (size_t k = 0; k <= limits[i]; k++) {
				CHECK_INT(str_failed(&s), false);
				if (way == 0)
					str_addc(&s, 'x');
				else if (way == 1)
					str_add(&s, SLICE_LIT("x"));
				else if (way == 2)
					str_addf(&s, "%c", 'x');
				else if (str_room(&s, 1) != NULL)
					memcpy(s.data + s.len, "x", 1), str_grown(&s, 1);
			}
			CHECK_INT(str_failed(&s), true);
			CHECK_INT(s.len, limits[i]);
			CHECK_INT(strlen(str_cstr(&s)), limits[i]);
			CHECK(s.cap <= limits[i] + 1);
			str_clear(&s);
		}
	}
}

TEST(str_failure_sticks)
{
	struct str s;

	str_init(&s, 4);
	str_adds(&s, "abc");
	str_adds(&s, "de"); /* does not fit: nothing of it is added */
	str_adds(&s, "f");  /* would fit */
	str_addf(&s, "%d", 1);
	CHECK(str_room(&s, 1) == NULL);
	CHECK(str_failed(&s));
	CHECK_STR(str_cstr(&s), "abc");
	str_reset(&s);
	CHECK(!str_failed(&s));
	str_addf(&s, "%s", "12345");
	CHECK(str_failed(&s));
	CHECK_STR(str_cstr(&s), "");
	str_clear(&s);
	CHECK(!str_failed(&s));
}

TEST(str_huge_requests)
{
	struct str s;

	str_init(&s, SIZE_MAX);
	str_adds(&s, "a");
	CHECK(str_room(&s, SIZE_MAX) == NULL);
	CHECK(str_failed(&s));
	CHECK_STR(str_cstr(&s), "a");
	str_clear(&s);
}

TEST(str_grows_far)
{
	struct str s;

	str_init(&s, 1 << 20);
	for (int i = 0; i < 100000; i++)
		str_addf(&s, "%05d,", i % 99999);
	CHECK_INT(s.len, 600000);
	CHECK(!str_failed(&s));
	CHECK_SLICE_AT(__LINE__, slice_sub(str_slice(&s), 6 * 99998, 6 * 99998 + 12),
		       "99998,00000,");
	str_shift(&s, 6 * 99999);
	CHECK_STR(str_cstr(&s), "00000,");
	str_clear(&s);
}
