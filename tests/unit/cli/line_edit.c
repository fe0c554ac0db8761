/* Tests of the line editor: keys in, the line, the cursor's column, and what is drawn. */
#include "../../../bot/cli/line_edit.h"

#include "../check.h"

#include <stdio.h>

static enum line_event
type(struct line *l, const char *keys)
{
	enum line_event last = LINE_MORE;
	for (; *keys != '\0'; keys++)
		last = line_feed(l, (unsigned char)*keys);
	return last;
}

TEST(cli_line_edit_keys)
{
	static const struct {
		int line;
		const char *keys, *text;
		size_t column;
		enum line_event last;
	} cases[] = {
		{__LINE__, "hello", "hello", 5, LINE_MORE},
		{__LINE__, "hello\r", "hello", 5, LINE_DONE},
		{__LINE__, "hello\n", "hello", 5, LINE_DONE},
		{__LINE__, "helo\033[Dl", "hello", 4, LINE_MORE},
		{__LINE__, "helo\033ODl", "hello", 4, LINE_MORE},
		{__LINE__, "b\001a", "ab", 1, LINE_MORE},
		{__LINE__, "b\033[Ha\033[Fc", "abc", 3, LINE_MORE},
		{__LINE__, "b\033[1~a\033[4~c", "abc", 3, LINE_MORE},
		{__LINE__, "abc\177", "ab", 2, LINE_MORE},
		{__LINE__, "abc\b", "ab", 2, LINE_MORE},
		{__LINE__, "\177\177", "", 0, LINE_MORE},
		{__LINE__, "abc\001\033[3~", "bc", 0, LINE_MORE},
		{__LINE__, "abc\001\004", "bc", 0, LINE_MORE},
		{__LINE__, "\004", "", 0, LINE_END},
		{__LINE__, "abc\003", "", 0, LINE_CANCEL},
		{__LINE__, "abc\014", "abc", 3, LINE_CLEAR},
		{__LINE__, "one two three\027", "one two ", 8, LINE_MORE},
		{__LINE__, "one two  \027", "one ", 4, LINE_MORE},
		{__LINE__, "one two\033b\013", "one ", 4, LINE_MORE},
		{__LINE__, "one two\033b\025", "two", 0, LINE_MORE},
		{__LINE__, "one two\001\033f!", "one! two", 4, LINE_MORE},
		{__LINE__, "one two\033[1;5Dx", "one xtwo", 5, LINE_MORE},
		{__LINE__, "ab\024", "ba", 2, LINE_MORE},
		/* UTF-8: a character is one key press; marks go with their letter; wide ones are
		   two. */
		{__LINE__, "gr\xc3\xbcn\177\177", "gr", 2, LINE_MORE},
		{__LINE__, "e\xcc\x81x\033[D\177", "x", 0, LINE_MORE},
		{__LINE__, "\xe6\x97\xa5\xe6\x9c\xac", "\xe6\x97\xa5\xe6\x9c\xac", 4, LINE_MORE},
		{__LINE__, "\xe6\x97\xa5\xe6\x9c\xac\033[D", "\xe6\x97\xa5\xe6\x9c\xac", 2,
		 LINE_MORE},
		/* Pasted: a line end is a blank, no key has an effect. */
		{__LINE__, "\033[200~a\nb\001c\033[201~d", "a bcd", 5, LINE_MORE},
		/* Keys nobody knows leave nothing behind. */
		{__LINE__, "a\033[15~b\033[99;99Xc\033zd", "abcd", 4, LINE_MORE},
		{__LINE__, "a\tb", "a b", 3, LINE_MORE},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct line *l = line_new();
		CHECK_INT_AT(cases[i].line, type(l, cases[i].keys), cases[i].last);
		CHECK_SLICE_AT(cases[i].line, line_text(l), cases[i].text);
		CHECK_INT_AT(cases[i].line, line_column(l), cases[i].column);
		line_free(l);
	}
}

TEST(cli_line_edit_history)
{
	struct line *l = line_new();
	static const char *const said[] = {"one", "two", "two", "", "three"};
	for (size_t i = 0; i < COUNT(said); i++) {
		type(l, said[i]);
		line_take(l, true);
	}
	type(l, "now\033[A");
	CHECK_SLICE_AT(__LINE__, line_text(l), "three");
	type(l, "\033[A\020");
	CHECK_SLICE_AT(__LINE__, line_text(l), "one");
	type(l, "\033[A"); /* there is none before */
	CHECK_SLICE_AT(__LINE__, line_text(l), "one");
	type(l, "\016\016");
	CHECK_SLICE_AT(__LINE__, line_text(l), "three");
	type(l, "\033[B"); /* and what was begun is still there */
	CHECK_SLICE_AT(__LINE__, line_text(l), "now");
	type(l, "\033[B");
	CHECK_SLICE_AT(__LINE__, line_text(l), "now");
	line_take(l, false);
	for (int i = 0; i < LINE_HISTORY + 50; i++) {
		char n[16];
		snprintf(n, sizeof(n), "n%d", i);
		type(l, n);
		line_take(l, true);
	}
	for (int i = 0; i < LINE_HISTORY + 50; i++)
		type(l, "\033[A");
	CHECK_SLICE_AT(__LINE__, line_text(l), "n50");
	line_free(l);
}

TEST(cli_line_edit_draw)
{
	static const struct {
		int line;
		const char *keys;
		size_t width;
		const char *want;
	} cases[] = {
		{__LINE__, "hi", 20, "\r\033[Km> hi\r\033[5C"},
		{__LINE__, "hi\033[D", 20, "\r\033[Km> hi\r\033[4C"},
		{__LINE__, "", 20, "\r\033[Km> \r\033[3C"},
		/* Scrolled: the cursor's end is in sight, the last column stays free. */
		{__LINE__, "0123456789abcdef", 10, "\r\033[Km> bcdef\r\033[8C"},
		{__LINE__, "0123456789abcdef\001", 10, "\r\033[Km> 012345\r\033[3C"},
		{__LINE__, "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", 9,
		 "\r\033[Km> \xe6\x9c\xac\xe8\xaa\x9e\r\033[7C"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct line *l = line_new();
		struct str out;
		str_init(&out, 4096);
		type(l, cases[i].keys);
		line_draw(l, SLICE_LIT("m> "), false, cases[i].width, &out);
		CHECK_SLICE_AT(cases[i].line, str_slice(&out), cases[i].want);
		str_reset(&out);
		line_draw(l, SLICE_LIT("m> "), true, cases[i].width, &out);
		CHECK_AT(cases[i].line, slice_starts(str_slice(&out), "\r\033[K\033[1mm> \033[0m"));
		str_clear(&out);
		line_free(l);
	}
}

/* Longer than the line holds: what does not fit is left out, nothing breaks. */
TEST(cli_line_edit_full)
{
	struct line *l = line_new();
	for (int i = 0; i < LINE_MAX_BYTES + 100; i++)
		line_feed(l, 'x');
	CHECK(line_text(l).len > LINE_MAX_BYTES - 10 && line_text(l).len <= LINE_MAX_BYTES);
	type(l, "\001y\005");
	CHECK(line_text(l).len <= LINE_MAX_BYTES);
	line_free(l);
}
