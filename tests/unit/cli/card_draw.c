/* Tests of cards on a terminal: golden frames, widths that hold, and words that cannot steer it. */
#include "../../../bot/cli/card_draw.h"

#include "../check.h"
#include "docket/base/utf8.h"

static struct chat_card
card(void)
{
	return (struct chat_card){
		.title = SLICE_LIT("ACME-001 a landing page"),
		.text = SLICE_LIT("Ready to start · our move"),
		.context = SLICE_LIT("v1"),
		.fields = {{SLICE_LIT("Owner"), SLICE_LIT("Maya Ortiz")},
			   {SLICE_LIT("Due"), SLICE_LIT("Thursday 28 May 2026, 17:00 EDT")}},
		.field_count = 2,
		.buttons = {{.label = SLICE_LIT("Take it"), .style = CHAT_PRIMARY},
			    {.label = SLICE_LIT("Drop"), .style = CHAT_DANGER},
			    {.label = SLICE_LIT("Files"), .url = SLICE_LIT("https://x.example/")}},
		.button_count = 3,
	};
}

static struct slice
drawn(struct pool *p, const struct chat_card *c, const struct card_look *look, size_t *rows)
{
	struct str out;
	str_init(&out, 1 << 20);
	*rows = card_draw(&out, c, look);
	struct slice s = pool_copy(p, str_slice(&out));
	str_clear(&out);
	return s;
}

TEST(cli_card_draw_golden)
{
	static const struct {
		int line;
		struct card_look look;
		const char *want;
	} cases[] = {
		{__LINE__,
		 {.width = 40, .utf8 = true, .first = 1},
		 "╭─ ACME-001 a landing page ────────────╮\n"
		 "│ Ready to start · our move            │\n"
		 "│                                      │\n"
		 "│ Owner  Maya Ortiz                    │\n"
		 "│ Due    Thursday 28 May 2026, 17:00   │\n"
		 "│        EDT                           │\n"
		 "│                                      │\n"
		 "│ [1] Take it   [2] Drop               │\n"
		 "│ Files: https://x.example/            │\n"
		 "╰─ v1 ─────────────────────────────────╯\n"},
		{__LINE__,
		 {.width = 0, .utf8 = true, .first = 7},
		 "ACME-001 a landing page\n"
		 "Ready to start · our move\n"
		 "Owner: Maya Ortiz\n"
		 "Due: Thursday 28 May 2026, 17:00 EDT\n"
		 "[7] Take it\n"
		 "[8] Drop\n"
		 "Files: https://x.example/\n"
		 "v1\n"},
	};
	struct pool *p = pool_new();
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_card c = card();
		size_t rows, lines = 0;
		struct slice got = drawn(p, &c, &cases[i].look, &rows), line;
		CHECK_SLICE_AT(cases[i].line, got, cases[i].want);
		while (slice_line(&got, &line))
			lines++;
		CHECK_INT_AT(cases[i].line, rows, lines);
	}
	/* Nothing but text: a bar. Colours only where they are wanted. */
	struct chat_card bare = {.text = SLICE_LIT("done")};
	size_t rows;
	struct card_look look = {.width = 40, .utf8 = true};
	CHECK_SLICE_AT(__LINE__, drawn(p, &bare, &look, &rows), "│ done\n");
	look.colour = true;
	CHECK_SLICE_AT(__LINE__, drawn(p, &bare, &look, &rows), "\033[2m│ \033[0mdone\n");
	look = (struct card_look){.width = 40};
	CHECK_SLICE_AT(__LINE__, drawn(p, &bare, &look, &rows), "| done\n");
	pool_free(p);
}

/* Whatever the card and the width: every row of a frame has that width, and nothing is lost. */
TEST(cli_card_draw_width)
{
	static const char *const texts[] = {
		"",
		"a",
		"words that are wrapped at blanks and words that are wrapped",
		"averylongwordwithoutanyblankthatmustbecutinthemiddleofitselfbecauseitdoesnotfit",
		"日本語のテキストは二列の幅がある文字でできている日本語のテキスト",
		"  name    a table whose second column is long enough to be wrapped\n  b    c",
		"- a bullet whose text goes on and on until it has to be wrapped\n- b",
		"e\xcc\x81\xcc\x81\xcc\x81 marks \xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd",
		"\n\n\n",
		"\xff\xfe broken \xc3",
	};
	struct pool *p = pool_new();
	for (size_t t = 0; t < COUNT(texts); t++)
		for (size_t width = 24; width <= 130; width += 7)
			for (int code = 0; code < 2; code++) {
				struct chat_card c = card();
				size_t rows, want = width > 100 ? 100 : width;
				struct card_look look = {.width = width, .utf8 = true, .first = 98};
				c.text = c.title = c.context = slice_of(texts[t]);
				c.fields[1].value = c.text;
				c.buttons[1].label = c.text;
				c.code = code;
				struct slice got = drawn(p, &c, &look, &rows), line;
				while (slice_line(&got, &line)) {
					/* A button's words are not wrapped, they are a label. */
					if (slice_has(line, "[99]") || slice_has(line, "https:"))
						continue;
					CHECK_INT_AT((int)(t * 1000 + width), utf8_width(line),
						     want);
				}
			}
	pool_free(p);
}

TEST(cli_card_draw_hostile)
{
	struct chat_card c = {
		.title = SLICE_LIT("T\033[2J\nU"),
		.text = SLICE_LIT("a\033]0;owned\007b\rc\x9b"
				  "31m\xc2\x9b"
				  "31m \xe2\x80\xaetxet\xe2\x81\xa6 tab\there"),
		.fields = {{SLICE_LIT("N\033[31m"), SLICE_LIT("v\033c")}},
		.field_count = 1,
		.buttons = {{.label = SLICE_LIT("B\033[0m")}},
		.button_count = 1,
	};
	struct pool *p = pool_new();
	for (size_t width = 0; width <= 80; width += 40) {
		struct card_look look = {.width = width, .utf8 = true, .first = 1};
		size_t rows;
		struct slice got = drawn(p, &c, &look, &rows);
		CHECK(slice_index(got, '\033') < 0 && slice_index(got, '\007') < 0 &&
		      slice_index(got, '\r') < 0 && slice_index(got, '\t') < 0);
		CHECK(!slice_has(got, "\xc2\x9b") && !slice_has(got, "\xe2\x80\xae"));
		CHECK(slice_has(got, "a]0;ownedbc") && slice_has(got, "tab    here"));
	}
	pool_free(p);
}
