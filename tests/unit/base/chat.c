/* Tests of chat's stored forms, of lengths as platforms count them, and of where a text is cut. */
#include "docket/base/chat.h"

#include "../check.h"

#include "docket/base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

#define EMOJI	"\xf0\x9f\x98\x80"			       /* 4 bytes, 2 UTF-16 units */
#define FAMILY	"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7" /* woman, joiner, girl */
#define WAVE	"\xf0\x9f\x91\x8b\xf0\x9f\x8f\xbd"	       /* a hand and its skin tone */
#define E_ACUTE "e\xcc\x81"				       /* e and a combining acute */

TEST(chat_lengths)
{
	static const struct {
		int line;
		const char *text;
		size_t bytes, utf16, points;
	} cases[] = {
		{__LINE__, "", 0, 0, 0},
		{__LINE__, "abc", 3, 3, 3},
		{__LINE__, "caf\xc3\xa9", 5, 4, 4},
		{__LINE__, "\xe2\x82\xac", 3, 1, 1},
		{__LINE__, EMOJI, 4, 2, 1},
		{__LINE__, FAMILY, 11, 5, 3},
		{__LINE__, WAVE, 8, 4, 2},
		{__LINE__, E_ACUTE, 3, 2, 2},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice s = slice_of(cases[i].text);
		CHECK_INT_AT(cases[i].line, chat_length(s, CHAT_BYTES), cases[i].bytes);
		CHECK_INT_AT(cases[i].line, chat_length(s, CHAT_UTF16), cases[i].utf16);
		CHECK_INT_AT(cases[i].line, chat_length(s, CHAT_CODEPOINTS), cases[i].points);
	}
}

TEST(chat_split_where)
{
	static const struct {
		int line;
		const char *text;
		size_t max;
		enum chat_unit unit;
		const char *parts; /* parted by | */
	} cases[] = {
		{__LINE__, "", 10, CHAT_BYTES, ""},
		{__LINE__, "short", 10, CHAT_BYTES, "short"},
		{__LINE__, "0123456789", 10, CHAT_BYTES, "0123456789"},
		{__LINE__, "01234567890", 10, CHAT_BYTES, "0123456789|0"},
		{__LINE__, "one two three", 9, CHAT_BYTES, "one two|three"},
		{__LINE__, "first line\nsecond line", 15, CHAT_BYTES, "first line|second line"},
		{__LINE__, "a b c d\n\ne f g h i j", 14, CHAT_BYTES, "a b c d|e f g h i j"},
		/* a blank in the first half would make a needlessly short part */
		{__LINE__, "a bcdefghijklmnop", 10, CHAT_BYTES, "a bcdefghi|jklmnop"},
		{__LINE__, "caf\xc3\xa9s", 4, CHAT_BYTES, "caf|\xc3\xa9s"},
		{__LINE__, "caf\xc3\xa9s", 4, CHAT_CODEPOINTS, "caf\xc3\xa9|s"},
		{__LINE__, EMOJI EMOJI EMOJI, 4, CHAT_UTF16, EMOJI EMOJI "|" EMOJI},
		{__LINE__, EMOJI EMOJI EMOJI, 5, CHAT_UTF16, EMOJI EMOJI "|" EMOJI},
		{__LINE__, EMOJI EMOJI EMOJI, 9, CHAT_BYTES, EMOJI EMOJI "|" EMOJI},
		{__LINE__, "xxxx" E_ACUTE "y", 5, CHAT_CODEPOINTS, "xxxx|" E_ACUTE "y"},
		{__LINE__, "xxxx" WAVE, 6, CHAT_UTF16, "xxxx|" WAVE},
		{__LINE__, "xxxx" FAMILY, 7, CHAT_UTF16, "xxxx|" FAMILY},
	};
	struct pool *p = pool_new();
	for (size_t i = 0; i < COUNT(cases); i++) {
		slice_list parts = {0};
		struct str got;
		str_init(&got, 1000);
		chat_split(p, slice_of(cases[i].text), cases[i].max, cases[i].unit, &parts);
		for (size_t k = 0; k < parts.len; k++) {
			if (k > 0)
				str_addc(&got, '|');
			str_add(&got, parts.at[k]);
		}
		CHECK_STR_AT(cases[i].line, str_cstr(&got), cases[i].parts);
		str_clear(&got);
	}
	pool_free(p);
}

/* Whatever the text: no part is too long, none ends inside a character, and but for blanks at the
 * cuts nothing is lost. */
TEST(chat_split_keeps_all)
{
	static const char *const bits[] = {
		"word", " ",	 "\n",	     "\n\n",	     EMOJI, FAMILY,
		WAVE,	E_ACUTE, "\xc3\xa9", "\xe2\x82\xac", "x",   "a-long-word-without-end"};
	struct pool *p = pool_new();
	unsigned seed = 7;
	for (int round = 0; round < 300; round++) {
		struct str text, all, want;
		str_init(&text, 1 << 16);
		str_init(&all, 1 << 16);
		str_init(&want, 1 << 16);
		for (int n = 0; n < 60; n++) {
			seed = seed * 1103515245U + 12345U;
			str_adds(&text, bits[(seed >> 16) % COUNT(bits)]);
		}
		size_t max = 24 + (size_t)(round % 40);
		enum chat_unit unit = (enum chat_unit)(round % 3);
		slice_list parts = {0};
		chat_split(p, str_slice(&text), max, unit, &parts);
		for (size_t k = 0; k < parts.len; k++) {
			CHECK(chat_length(parts.at[k], unit) <= max);
			CHECK(utf8_valid(parts.at[k]));
			for (size_t i = 0; i < parts.at[k].len; i++)
				if (parts.at[k].data[i] != ' ' && parts.at[k].data[i] != '\n')
					str_addc(&all, parts.at[k].data[i]);
		}
		for (size_t i = 0; i < text.len; i++)
			if (text.data[i] != ' ' && text.data[i] != '\n')
				str_addc(&want, text.data[i]);
		CHECK_STR(str_cstr(&all), str_cstr(&want));
		str_clear(&text);
		str_clear(&all);
		str_clear(&want);
	}
	pool_free(p);
}

static struct slice
written(struct pool *p, const struct chat_event *ev, const struct chat_message *m)
{
	struct str s;
	struct json w;
	str_init(&s, 1 << 20);
	json_begin(&w, &s);
	if (ev != NULL)
		chat_event_write(&w, ev);
	else
		chat_message_write(&w, m);
	struct slice out = pool_copy(p, str_slice(&s));
	str_clear(&s);
	return out;
}

TEST(chat_event_round_trip)
{
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	for (int kind = 0; kind < CHAT_KINDS; kind++) {
		struct chat_event back, ev = {.kind = (enum chat_kind)kind,
					      .key = SLICE_LIT("k:1"),
					      .at = 1747000000123,
					      .room = SLICE_LIT("C1"),
					      .thread = SLICE_LIT("1.2"),
					      .message = SLICE_LIT("1.3"),
					      .direct = kind % 2 == 0,
					      .mention = kind % 2 == 1,
					      .who = {.tenant = SLICE_LIT("T"),
						      .uid = SLICE_LIT("-100123456789012345678"),
						      .handle = SLICE_LIT("maya"),
						      .display = SLICE_LIT("M\xc3\xa9 \"x\""),
						      .email = SLICE_LIT("m@x.example"),
						      .email_verified = true,
						      .outsider = true},
					      .text = SLICE_LIT("line\n" EMOJI " <b> \\ \""),
					      .token = SLICE_LIT("tok"),
					      .field_count = 2,
					      .trigger = SLICE_LIT("tr"),
					      .reply = SLICE_LIT("https://x/"),
					      .reply_until = 9,
					      .reply_left = -1};
		ev.fields[0] = (struct chat_field){SLICE_LIT("a"), SLICE_LIT("")};
		ev.fields[1] = (struct chat_field){SLICE_LIT("b"), SLICE_LIT("two\nlines")};
		struct chat_file file = {SLICE_LIT("a.pdf"), SLICE_LIT("application/pdf"),
					 SLICE_LIT("F1"), 12};
		chat_file_add(p, &ev, &file);
		struct slice json = written(p, &ev, NULL);
		CHECK_INT(chat_event_read(p, json, &back, &e), 0);
		struct slice again = written(p, &back, NULL);
		CHECK(slice_eq(json, again));
		CHECK_INT(back.file_count, 1);
		CHECK_SLICE_AT(__LINE__, back.files[0].id, "F1");
		CHECK_INT(back.files[0].size, 12);
		CHECK_INT(back.kind, kind);
		CHECK_SLICE_AT(__LINE__, back.who.uid, "-100123456789012345678");
		CHECK_INT(back.field_count, 2);
		CHECK_INT(back.reply_left, -1);
		CHECK(back.who.outsider && back.who.email_verified && !back.who.bot &&
		      !back.who.self);
	}
	pool_free(p);
}

/* However many, and whatever they are called: each stands on a line, and what is too much is told. */
TEST(chat_files_of_an_event)
{
	struct pool *p = pool_new();
	struct chat_event ev = {.kind = CHAT_MESSAGE};
	struct chat_file odd = {.name = SLICE_LIT("a\nb\tc.pdf")}, kind = {.type = SLICE_LIT("image/png")},
			 none = {.size = 1};
	CHECK_SLICE_AT(__LINE__, chat_file_names(p, &ev), "");
	chat_file_add(p, &ev, &odd);
	chat_file_add(p, &ev, &kind);
	chat_file_add(p, &ev, &none);
	CHECK_SLICE_AT(__LINE__, chat_file_names(p, &ev), "a b c.pdf\nimage/png\nfile");
	for (int i = 0; i < 30; i++)
		chat_file_add(p, &ev, &odd);
	CHECK_INT(ev.file_count, CHAT_FILES_MAX);
	CHECK(slice_ends(chat_file_names(p, &ev), "a b c.pdf \xe2\x80\xa6"));
	pool_free(p);
}

TEST(chat_message_round_trip)
{
	struct pool *p = pool_new();
	struct err e = ERR_INIT;
	struct chat_message back, m = {.act = CHAT_UPDATE,
				       .key = SLICE_LIT("abc"),
				       .room = SLICE_LIT("C1"),
				       .thread = SLICE_LIT("t"),
				       .replace = SLICE_LIT("r"),
				       .reply = SLICE_LIT("re"),
				       .trigger = SLICE_LIT("tr"),
				       .only = SLICE_LIT("U1"),
				       .direct = true,
				       .part = 1,
				       .parts = 1};
	m.card = (struct chat_card){.title = SLICE_LIT("ACME-042"),
				    .text = SLICE_LIT("a\nb"),
				    .context = SLICE_LIT("small"),
				    .field_count = 1,
				    .button_count = 2,
				    .code = true};
	m.card.fields[0] = (struct chat_field){SLICE_LIT("due"), SLICE_LIT("Thu")};
	m.card.buttons[0] = (struct chat_button){.label = SLICE_LIT("Approve"),
						 .token = SLICE_LIT("t1"),
						 .confirm = SLICE_LIT("sure?"),
						 .command = SLICE_LIT("approve ACME-042 t1"),
						 .style = CHAT_PRIMARY};
	m.card.buttons[1] = (struct chat_button){.label = SLICE_LIT("Open"),
						 .url = SLICE_LIT("https://x.example/"),
						 .style = CHAT_DANGER};
	m.form = (struct chat_form){.title = SLICE_LIT("New"),
				    .submit = SLICE_LIT("Send"),
				    .token = SLICE_LIT("ft"),
				    .question_count = 1};
	m.form.questions[0] = (struct chat_question){.name = SLICE_LIT("kit"),
						     .label = SLICE_LIT("Kit"),
						     .input = CHAT_CHOICE,
						     .must = true,
						     .hint = SLICE_LIT("h"),
						     .value = SLICE_LIT("banner")};
	VEC_ADD(&m.form.questions[0].choices, p, SLICE_LIT("banner"));
	VEC_ADD(&m.form.questions[0].choices, p, SLICE_LIT("flyer"));
	/* A form is what is opened, a card all else. */
	for (int act = CHAT_POST; act <= CHAT_OPEN; act++) {
		m.act = (enum chat_act)act;
		struct slice json = written(p, NULL, &m);
		CHECK_INT(chat_message_read(p, json, &back, &e), 0);
		CHECK(slice_eq(json, written(p, NULL, &back)));
		CHECK_INT(back.act, act);
		CHECK_INT(back.form.question_count, act == CHAT_OPEN);
		CHECK_INT(back.card.button_count, act == CHAT_OPEN ? 0 : 2);
		if (act == CHAT_OPEN)
			CHECK_INT(back.form.questions[0].choices.len, 2);
	}
	m.act = CHAT_POST;
	CHECK_INT(chat_message_read(p, written(p, NULL, &m), &back, &e), 0);
	CHECK_SLICE_AT(__LINE__, back.card.buttons[0].command, "approve ACME-042 t1");
	CHECK_SLICE_AT(__LINE__, chat_plain(p, &back.card),
		       "ACME-042\na\nb\ndue: Thu\nApprove: approve ACME-042 t1\n"
		       "Open: https://x.example/\nsmall");
	pool_free(p);
}

TEST(chat_stored_forms_that_are_none)
{
	static const struct {
		int line;
		const char *json;
		int event, message;
	} cases[] = {
		{__LINE__, "", -1, -1},
		{__LINE__, "[]", -1, -1},
		{__LINE__, "{", -1, -1},
		{__LINE__, "null", -1, -1},
		{__LINE__, "{\"kind\":\"nonsense\",\"key\":\"k\"}", -1, -1},
		{__LINE__, "{\"kind\":\"command\",\"key\":\"k\",\"act\":1}", 0, 0},
		{__LINE__, "{\"act\":99}", -1, -1},
		{__LINE__, "{\"act\":-1}", -1, -1},
	};
	struct pool *p = pool_new();
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct chat_event ev;
		struct chat_message m;
		struct err e = ERR_INIT;
		CHECK_INT_AT(cases[i].line, chat_event_read(p, slice_of(cases[i].json), &ev, &e),
			     cases[i].event);
		err_clear(&e);
		CHECK_INT_AT(cases[i].line, chat_message_read(p, slice_of(cases[i].json), &m, &e),
			     cases[i].message);
	}
	pool_free(p);
}
