/* Tests of the distance between two words. */
#include "docket/base/near.h"

#include "check.h"

TEST(near_distance)
{
	static const struct {
		int line;
		const char *a, *b;
		size_t slips;
	} cases[] = {
		{__LINE__, "", "", 0},
		{__LINE__, "", "date", 4},
		{__LINE__, "approve", "approve", 0},
		{__LINE__, "Approve", "aPPROVE", 0},
		{__LINE__, "aprove", "approve", 1},
		{__LINE__, "approove", "approve", 1},
		{__LINE__, "apprave", "approve", 1},
		{__LINE__, "hlep", "help", 1}, /* a swap is one slip … */
		{__LINE__, "hlpe", "help", 2},
		{__LINE__, "[a", "{A", 1}, /* … and marks have no case */
		{__LINE__, "kitten", "sitting", 3},
		{__LINE__, "ca", "abc", 3}, /* nothing is edited twice */
		{__LINE__, "1234567890123456789012345678901234567890", "", 40},
		{__LINE__, "12345678901234567890123456789012345678901", "", NEAR_WORD_MAX},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice a = slice_of(cases[i].a), b = slice_of(cases[i].b);
		CHECK_INT_AT(cases[i].line, near_distance(a, b), cases[i].slips);
		CHECK_INT_AT(cases[i].line, near_distance(b, a), cases[i].slips);
	}
}
