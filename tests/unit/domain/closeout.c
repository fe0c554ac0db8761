/* Phrases in texts, and names that are safe in an archive. */
#include "check.h"

#include "docket/domain/closeout.h"

TEST(wording_finds_phrases)
{
	static const struct {
		int line;
		const char *text, *phrase;
		bool has;
	} cases[] = {
		{__LINE__, "The world's best coffee.", "world's best", true},
		{__LINE__, "The WORLD\xe2\x80\x99S\n\tBEST coffee.", "world's best", true},
		{__LINE__, "the world's bestseller", "world's best", false},
		{__LINE__, "underworld's best", "world's best", false},
		{__LINE__, "bestseller, and best", "best", true},
		{__LINE__, "Die gr\xc3\xb6\xc3\x9fte Auswahl", "GR\xc3\x96SSTE", true},
		{__LINE__, "fat\xc2\xad" "free", "fatfree", true},
		{__LINE__, "it is 100% safe", "100%", true},
		{__LINE__, "it is 1100% safe", "100%", false},
		{__LINE__, "100%ig", "100%", true},
		{__LINE__, "risk\xe2\x80\x91" "free", "risk-free", true},
		{__LINE__, "risk free", "risk-free", false},
		{__LINE__, "", "best", false},
		{__LINE__, "best", "", false},
		{__LINE__, "\xc3\xa9t\xc3\xa9", "t", false},
	};
	struct pool *p = pool_new();
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line,
			     wording_has(p, slice_of(cases[i].text), slice_of(cases[i].phrase)),
			     cases[i].has);
	pool_free(p);
}

TEST(closeout_names_are_safe)
{
	static const struct {
		int line;
		const char *given, *want; /* in this order: the same name again gets a number */
	} cases[] = {
		{__LINE__, "hero.png", "files/hero.png"},
		{__LINE__, "hero.png", "files/hero (2).png"},
		{__LINE__, "HERO.PNG", "files/HERO (3).PNG"},
		{__LINE__, "../../etc/passwd", "files/passwd"},
		{__LINE__, "C:\\Users\\tom\\hero.png", "files/hero (4).png"},
		{__LINE__, "..", "files/unnamed"},
		{__LINE__, "", "files/unnamed (2)"},
		{__LINE__, "a/", "files/unnamed (3)"},
		{__LINE__, "gr\xc3\xb6\xc3\x9f""e \xe5\xb0\x8f.pdf", "files/gr\xc3\xb6\xc3\x9f""e \xe5\xb0\x8f.pdf"},
		{__LINE__, "gr\x6f\xcc\x88\xc3\x9f""e \xe5\xb0\x8f.pdf", "files/gr\xc3\xb6\xc3\x9f""e \xe5\xb0\x8f (2).pdf"},
		{__LINE__, "a\x01\nb.txt", "files/ab.txt"},
		{__LINE__, "exe\xe2\x80\xaegnp.txt", "files/exegnp.txt"},
		{__LINE__, "what? <now>: 1|2.txt", "files/what_ _now__ 1_2.txt"},
		{__LINE__, "dots...", "files/dots"},
		{__LINE__, "con.txt", "files/_con.txt"},
		{__LINE__, "COM3.tar.gz", "files/_COM3.tar.gz"},
		{__LINE__, ".htaccess", "files/.htaccess"},
	};
	struct pool *p = pool_new();
	slice_list taken = {0};
	char long_name[400];
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_SLICE_AT(cases[i].line,
			       closeout_name(p, &taken, "files/", slice_of(cases[i].given)),
			       cases[i].want);
	memset(long_name, 'x', sizeof(long_name));
	memcpy(long_name + sizeof(long_name) - 4, ".png", 4);
	struct slice cut = closeout_name(p, &taken, "", slice_make(long_name, sizeof(long_name)));
	CHECK_INT(cut.len, 150);
	CHECK(slice_ends(cut, ".png"));
	pool_free(p);
}
