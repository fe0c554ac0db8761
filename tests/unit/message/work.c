/*
 * Work on hostile bodies grows as they do: four times the size may cost four times the looks, and
 * a little more for what has a fixed price. Counted, not timed.
 */
#include "../check.h"

#include "../../../bot/message/html.h"
#include "../../../bot/message/work.h"
#include "docket/message/mail.h"

enum { SMALL_BODY = 32 * 1024, GROWTH = 4, SLACK_PERCENT = 15, PER_BYTE = 60 };

static struct slice
filled(struct pool *pool, const char *head, const char *unit, size_t size)
{
	size_t n = strlen(head), len = strlen(unit);
	char *text = pool_alloc(pool, size + n + 1);

	memcpy(text, head, n);
	for (size_t i = 0; i < size; i++)
		text[n + i] = unit[i % len];
	return slice_make(text, n + size);
}

static size_t
split_work(struct slice body)
{
	struct pool *pool = pool_new();
	struct mail m = {.class = MAIL_HUMAN};
	size_t before = message_work;

	VEC_ADD(&m.from, pool,
		((struct addr){slice_of("Dana Fox"), slice_of("dana@client.example")}));
	m.subject = m.subject_base = SLICE_LIT("x");
	m.body = body;
	mail_split(pool, &m);
	pool_free(pool);
	return message_work - before;
}

static size_t
html_work(struct slice html)
{
	struct pool *pool = pool_new();
	struct html_text out;
	size_t before = message_work;

	html_render(pool, html, 4 << 20, &out);
	struct mail m = {.class = MAIL_HUMAN};
	m.body = out.text;
	for (size_t i = 0; i < out.marks.len; i++)
		VEC_ADD(&m.marks, pool, out.marks.at[i]);
	mail_split(pool, &m);
	pool_free(pool);
	return message_work - before;
}

static const struct {
	int line;
	const char *head, *unit;
} bodies[] = {
	{__LINE__, "", ">"}, /* one line, quoted a million times */
	{__LINE__, "", "> a\n"},
	{__LINE__, "", ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> x\n"},
	{__LINE__, "", "> a\nb\n"},
	{__LINE__, "", "> a?\n\nyes\n\n"},
	{__LINE__, "", "word "}, /* one long line */
	{__LINE__, "", "a:"},
	{__LINE__, "", "\n"},
	{__LINE__, "", " "},
	{__LINE__, "", "\xc3\xa9\n"},
	{__LINE__, "", "On Mon, 5 Jan 2026, Bo <bo@x.example> wrote\n"},
	{__LINE__, "", "On Mon, 5 Jan 2026, Bo <bo@x.example> wrote:\n> x\n\nyes\n"},
	{__LINE__, "", "On Monday 2026 Bo\n<bo@x.example>\nsaid that\n"},
	{__LINE__, "", "wrote:\n"},
	{__LINE__, "", "> wrote:\n<\n"},
	{__LINE__, "", ">>> Bo 09:00 >>\n"},
	{__LINE__, "", "From: a\n"},
	{__LINE__, "", "To: a@b.example,\n c@d.example,\n"},
	{__LINE__, "", "Subject: a\nto be\n"},
	{__LINE__, "", "---- x ----\n"},
	{__LINE__, "---------- Forwarded message ---------\n", "Xa: b\n"},
	{__LINE__, "----- x ----- From: a@b.example", ">To: b Sent: c "},
	{__LINE__, "", "--\nthis is a long little sentence\n"},
	{__LINE__, "", "--\nDana\n"}, /* almost signatures */
	{__LINE__, "", "-- \nDana\n> x\n"},
	{__LINE__, "", "Best regards,\nDana\n> x\n"},
	{__LINE__, "", "Best regards,\nDana\nhttps://x.example\n"},
	{__LINE__, "", "Sent from my desk, which is easier\n"},
	{__LINE__, "", "----------\nhttps://x.example\n"},
	{__LINE__, "", "confidential, and we mean it\n"},
	{__LINE__, "", "- a.doc\n"},
	{__LINE__, "", "| x\n"},
	{__LINE__, "", "| x\nAB> y\n"},
	{__LINE__, "", "_"},
};

static const struct {
	int line;
	const char *head, *unit;
} pages[] = {
	{__LINE__, "", "<blockquote>x"},
	{__LINE__, "", "<blockquote>x</blockquote>y"},
	{__LINE__, "", "<div>"},
	{__LINE__, "", "<div class=\"gmail_quote\">x"},
	{__LINE__, "", "<div class=\"gmail_quote\">x</div>"},
	{__LINE__, "", "<div><blockquote>x</blockquote>"},
	{__LINE__, "", "<table><tr><td>x"},
	{__LINE__, "", "<table><tr><td>x</td></tr></table>"},
	{__LINE__, "", "<div style=\"border:none;border-top:solid #E1E1E1 1pt\">x"},
	{__LINE__, "", "<b>x"},
	{__LINE__, "", "</b>"},
	{__LINE__, "", "&"},
	{__LINE__, "", "<"},
	{__LINE__, "", "<p>x<br>"},
	{__LINE__, "<pre>", "> x\n"},
};

static void
compare(int line, size_t small, size_t large)
{
	size_t limit = small * GROWTH;

	CHECK_AT(line, large <= limit + limit * SLACK_PERCENT / 100 + SMALL_BODY);
	CHECK_AT(line, small <= (size_t)SMALL_BODY * PER_BYTE);
}

TEST(work_split)
{
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(bodies); i++) {
		const char *head = bodies[i].head, *unit = bodies[i].unit;
		compare(bodies[i].line, split_work(filled(pool, head, unit, SMALL_BODY)),
			split_work(filled(pool, head, unit, (size_t)SMALL_BODY * GROWTH)));
	}
	pool_free(pool);
}

TEST(work_html)
{
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(pages); i++) {
		const char *head = pages[i].head, *unit = pages[i].unit;
		compare(pages[i].line, html_work(filled(pool, head, unit, SMALL_BODY)),
			html_work(filled(pool, head, unit, (size_t)SMALL_BODY * GROWTH)));
	}
	pool_free(pool);
}
