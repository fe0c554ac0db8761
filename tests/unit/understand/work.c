/*
 * Work on hostile mail grows as the mail does: twice the size may cost twice the looks, and a
 * little more for what has a fixed price. Counted, not timed.
 */
#include "../check.h"

#include "../../../bot/understand/work.h"
#include "sample.h"

enum {
	SMALL_BODY = 16 * 1024, /* twice and four times as much is still read to its end */
	SLACK_PERCENT = 15,
	PER_BYTE = 500,
};

static char *
filled(struct pool *pool, const char *unit, size_t size)
{
	size_t len = strlen(unit);
	char *text = pool_alloc(pool, size + 1);

	size -= size % len; /* how it ends may tell what is looked for */
	for (size_t i = 0; i < size; i++)
		text[i] = unit[i % len];
	return text;
}

static size_t
mail_work(struct pool *pool, const char *unit, size_t size, bool review)
{
	size_t before = understand_work;
	sample_read(&(struct sample){
		.subject = review ? "Re: [NORD-017] v3 for review" : "New leaflet",
		.text = filled(pool, unit, size),
		.quoted =
			review ? "Reply APPROVE to approve NORD-017 v3, or list your changes." : "",
		.reply = review});
	return understand_work - before;
}

static void
compare(int line, size_t small, size_t large, size_t fixed)
{
	CHECK_AT(line, large <= 2 * small + 2 * small * SLACK_PERCENT / 100 + fixed);
}

static const struct {
	int line;
	const char *unit;
} bodies[] = {
	{__LINE__, "word "}, /* one long line */
	{__LINE__, "x"},     /* one long word */
	{__LINE__, "1"},
	{__LINE__, "1 "},
	{__LINE__, " "},
	{__LINE__, "\n"},
	{__LINE__, "\xc3\xa9 "},
	{__LINE__, "\xf0\x9f\x91\x8d"},
	{__LINE__, "."},
	{__LINE__, ","},
	{__LINE__, ". "},
	{__LINE__, "? "},
	{__LINE__, "- "},
	{__LINE__, ":"},
	{__LINE__, ": "},
	{__LINE__, "\""},
	{__LINE__, "\"a\" "},
	{__LINE__, "("},
	{__LINE__, "a@"},
	{__LINE__, "a@b.example "},
	{__LINE__, "http://x.example/ "},
	{__LINE__, "ok\n"},
	{__LINE__, "logo\n"},
	{__LINE__, "x\n\n"},
	{__LINE__, "why?\n"},
	{__LINE__, "a: "},
	{__LINE__, "A b "},
	{__LINE__, "headline: "},
	{__LINE__, "Deadline: Friday\n"},
	{__LINE__, "the first of the "},
	{__LINE__, "der erste der "},
	{__LINE__, "le premier de la "},
	{__LINE__, "el primero de la "},
	{__LINE__, "3 May "},
	{__LINE__, "Monday 4 May 2026 at 5 pm, "},
	{__LINE__, "by the end of next week "},
	{__LINE__, "from 3 to 4 or 5 to 6 "},
	{__LINE__, "1/2/3/"},
	{__LINE__, "0:32-"},
	{__LINE__, "Jane Smith "},
	{__LINE__, "Jane Smith <j@x.example>, "},
	{__LINE__, "Jane will approve it "},
	{__LINE__, "who signs off? "},
	{__LINE__, "$5,000 "},
	{__LINE__, "1200x628 "},
	{__LINE__, "and "},
	{__LINE__, "and the "},
	{__LINE__, "or "},
	{__LINE__, "if "},
	{__LINE__, "not "},
	{__LINE__, "please "},
	{__LINE__, "we need a logo "},
	{__LINE__, "logo "},
	{__LINE__, "logo bigger, button green, "},
	{__LINE__, "make the logo bigger. "},
	{__LINE__, "- make the logo bigger\n"},
	{__LINE__, "  - a\n    - b\n      - c\n"},
	{__LINE__, "slide 4: "},
	{__LINE__, "0:32 "},
	{__LINE__, "approved "},
	{__LINE__, "approved but not approved once the date is fixed "},
	{__LINE__, "I am out of the office until Monday "},
	{__LINE__, "thanks "},
};

TEST(work_understand)
{
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(bodies); i++)
		for (int review = 0; review < 2; review++) {
			size_t size = SMALL_BODY, small, large;
			const char *unit = bodies[i].unit;
			small = mail_work(pool, unit, size, review);
			large = mail_work(pool, unit, 2 * size, review);
			compare(bodies[i].line, small, large, SMALL_BODY);
			CHECK_AT(bodies[i].line, small <= (size_t)SMALL_BODY * PER_BYTE);
			pool_reset(pool);
		}
	pool_free(pool);
}

/* --- rounds --- */

enum { MESSAGES = 60, ITEMS = 4 };

/* A round of `messages`, each with `items` wishes; who says what is chosen by the kind of round. */
struct round_kind {
	int line;
	const char *from;    /* #: the number of the message */
	const char *wish[2]; /* of the even and the odd messages; #: the number of the item */
};

/* The text with its # replaced by the number. */
static struct slice
numbered(struct pool *pool, const char *text, size_t number)
{
	struct slice out;
	struct str s;
	str_init(&s, 1 << 10);
	for (; *text; text++)
		if (*text == '#')
			str_addf(&s, "%zu", number);
		else
			str_addc(&s, *text);
	out = pool_copy(pool, str_slice(&s));
	str_clear(&s);
	return out;
}

static size_t
round_work(struct pool *pool, const struct round_kind *k, size_t messages, size_t items)
{
	struct round_message *round = pool_array(pool, messages, sizeof(*round));
	struct str out;
	for (size_t i = 0; i < messages; i++) {
		struct reading *r = pool_alloc(pool, sizeof(*r));
		r->from.mailbox = numbered(pool, k->from, i);
		r->from.name = r->from.mailbox;
		r->lang = SLICE_LIT("en");
		/* the latest comes first */
		r->date_ms = (int64_t)(messages - i);
		for (size_t n = 0; n < items; n++) {
			struct said_item x = {.kind = ITEM_CHANGE, .target = SLICE_LIT("logo")};
			x.quote.text = x.summary = numbered(pool, k->wish[i & 1], n);
			VEC_ADD(&r->items, pool, x);
		}
		round[i].name = SLICE_LIT("x.eml");
		round[i].reading = r;
	}
	size_t before = understand_work;
	str_init(&out, 1 << 24);
	consolidate(sample_understanding(), pool, round, messages, &out);
	str_clear(&out);
	pool_reset(pool);
	return understand_work - before;
}

TEST(work_consolidate)
{
	static const struct round_kind kinds[] = {
		{__LINE__, "ann@x.example", {"make the logo bigger", "make the logo bigger"}},
		{__LINE__, "p#@x.example", {"make the logo bigger", "make the logo bigger"}},
		{__LINE__, "p#@x.example", {"make the logo bigger", "make the logo smaller"}},
		{__LINE__, "ann@x.example", {"make the logo bigger", "make the logo smaller"}},
		{__LINE__, "Jane#@x.example", {"Jane is right, I agree", "make the logo smaller"}},
		{__LINE__, "p#@x.example", {"page # is too dark", "picture # is too light"}},
		{__LINE__, "p#@x.example", {"\"a#\" should say \"b\"", "keep \"a#\""}},
	};
	struct pool *pool = pool_new();
	const struct round_kind *k = kinds;

	for (size_t i = 0; i < COUNT(kinds); i++, k++) {
		size_t small = round_work(pool, k, MESSAGES, ITEMS);
		/* below LOOKED_MAX each wish may be compared with each: a fixed price of a round */
		compare(k->line, round_work(pool, k, 4 * MESSAGES, ITEMS),
			round_work(pool, k, 8 * MESSAGES, ITEMS), 0);
		compare(k->line, round_work(pool, k, MESSAGES, 4 * ITEMS),
			round_work(pool, k, MESSAGES, 8 * ITEMS), 0);
		CHECK_AT(k->line, small > 0);
	}
	pool_free(pool);
}
