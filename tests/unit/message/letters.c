/* Letters that are not what they look like. */
#include "../check.h"

#include "../../../bot/message/letters.h"

TEST(letters_that_are_odd)
{
	static const struct {
		int line;
		const char *text;
		bool odd;
	} cases[] = {
		{__LINE__, "Approved, thanks!", false},
		{__LINE__, "", false},
		{__LINE__,
		 "Freigabe erteilt, sch\xc3\xb6ne Gr\xc3\xbc\xc3\x9f"
		 "e",
		 false},
		{__LINE__,
		 "N\xd0\xbe"
		 "t approved",
		 true}, /* Cyrillic o */
		{__LINE__, "\xd0\x9e\xd0\xb4\xd0\xbe\xd0\xb1\xd1\x80\xd0\xb5\xd0\xbd\xd0\xbe by me",
		 false},
		{__LINE__, "n\xe2\x80\x8bot approved", true}, /* U+200B */
		{__LINE__,
		 "\xef\xbb\xbf"
		 "Approved\xe2\x80\x8b",
		 false}, /* around words they are harmless */
		{__LINE__,
		 "un\xc2\xad"
		 "approved",
		 true},					      /* U+00AD */
		{__LINE__, "approved \xe2\x80\xaeton", true}, /* U+202E */
		{__LINE__, "\xef\xbc\xa1PPROVE", true},	      /* full width */
		{__LINE__,
		 "ok \xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x92\xbb \xe2\x9c\x85\xef\xb8\x8f", false},
		{__LINE__, "\xe6\x89\xbf\xe8\xaa\x8d", false},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line, letters_odd(slice_of(cases[i].text)), cases[i].odd);
}
