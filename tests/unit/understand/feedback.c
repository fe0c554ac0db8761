/* Items, targets, praise and questions of one mail, and rounds of several. */
#include "sample.h"

#include <stdio.h>

/* kind|target|quote of each item, "+" before praise, one a line. */
static const char *
items(const char *text)
{
	static char out[2000];
	struct sample s = {
		.subject = "[ACME-042] v3 ready for review", .text = text, .reply = true};
	struct reading *r = sample_read(&s);
	size_t n = 0;
	out[0] = '\0';
	for (size_t i = 0; i < r->items.len && n < 1500; i++)
		n += (size_t)snprintf(out + n, sizeof(out) - n, "%s|%.*s|%.*s\n",
				      item_kind_name(r->items.at[i].kind),
				      SLICE_ARG(r->items.at[i].target),
				      SLICE_ARG(r->items.at[i].quote.text));
	for (size_t i = 0; i < r->praise.len && n < 1500; i++)
		n += (size_t)snprintf(out + n, sizeof(out) - n, "+%.*s\n",
				      SLICE_ARG(r->praise.at[i].text));
	return out;
}

static const struct {
	int line;
	const char *text, *want;
} cases[] = {
	{__LINE__, "Please make the logo bigger.", "change|logo|Please make the logo bigger.\n"},
	{__LINE__, "The headline is too long.", "change|headline|The headline is too long.\n"},
	{__LINE__, "Slide 4: the chart is missing a legend.",
	 "change|chart|Slide 4: the chart is missing a legend.\n"},
	{__LINE__, "- make the button green\n- remove the footer",
	 "change|button|make the button green\nchange|footer|remove the footer\n"},
	{__LINE__, "Remove the footer and make the logo smaller.",
	 "change|footer|Remove the footer\nchange|logo|make the logo smaller.\n"},
	{__LINE__, "I love the colours.", "+I love the colours\n"},
	{__LINE__, "The photo is beautiful, but the headline is too small.",
	 "change|headline|the headline is too small.\n+The photo is beautiful\n"},
	{__LINE__, "Which font is that?", "question|font|Which font is that?\n"},
	{__LINE__, "Hi Maya,\n\nThe date is wrong.\n\nThanks", "change|date|The date is wrong.\n"},
	{__LINE__, "Das Logo ist zu klein.", "change|Logo|Das Logo ist zu klein.\n"},
	{__LINE__, "Le titre est trop long.", "change|titre|Le titre est trop long.\n"},
	{__LINE__, "El logo es muy pequeño.", "change|logo|El logo es muy pequeño.\n"},
	{__LINE__, "Hello", ""},
};

TEST(feedback_items)
{
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_STR_AT(cases[i].line, items(cases[i].text), cases[i].want);
}

TEST(feedback_joins_wrapped_lines)
{
	struct sample s = {
		.subject = "[ACME-042] v3",
		.reply = true,
		.text = "Please move the photograph of the old harbour a little further to the\n"
			"left, it covers the date."};
	struct reading *r = sample_read(&s);
	CHECK_INT(r->items.len, 1);
	if (r->items.len == 1)
		CHECK(slice_has(r->items.at[0].quote.text, "to the left"));
}

/* Consolidates two mails of two people and gives the JSON. */
static const char *
both(struct pool *pool, const char *first, const char *second, const char *second_from)
{
	struct reading *a = pool_alloc(pool, sizeof(*a)), *b = pool_alloc(pool, sizeof(*b));
	struct mail *m = pool_alloc(pool, sizeof(*m));
	struct str out;
	m->class = MAIL_HUMAN;
	m->subject = m->subject_base = SLICE_LIT("[ACME-042] v3");
	VEC_ADD(&m->in_reply_to, pool, SLICE_LIT("x@y.example"));
	VEC_ADD(&m->from, pool, ((struct addr){SLICE_LIT("A"), SLICE_LIT("a@client.example")}));
	m->has_date = true;
	m->text = slice_of(first);
	understand_mail(sample_understanding(), pool, m, 0, NULL, a);
	m->text = slice_of(second);
	m->from.at = NULL;
	m->from.len = m->from.cap = 0;
	VEC_ADD(&m->from, pool, ((struct addr){SLICE_LIT("B"), slice_of(second_from)}));
	m->date_ms = 1000;
	understand_mail(sample_understanding(), pool, m, 0, NULL, b);
	struct round_message round[] = {{SLICE_LIT("1.eml"), a}, {SLICE_LIT("2.eml"), b}};
	str_init(&out, 1 << 20);
	consolidate(sample_understanding(), pool, round, 2, &out);
	const char *json = pool_cstr(pool, str_slice(&out));
	str_clear(&out);
	return json;
}

TEST(round_merges_and_conflicts)
{
	struct pool *pool = pool_new();
	const char *json = both(pool, "Please make the logo bigger.", "The logo is too small.",
				"b@client.example");
	CHECK(strstr(json, "\"R1\"") && !strstr(json, "\"R2\""));
	json = both(pool, "Please make the logo bigger.", "The logo is too large, make it smaller.",
		    "b@client.example");
	CHECK(strstr(json, "\"R2\"") && strstr(json, "\"conflicts_with\":[\"R1\"]"));
	/* the same person later: the later stands, and it is one item */
	json = both(pool, "Please make the logo bigger.", "The logo is too large, make it smaller.",
		    "a@client.example");
	CHECK(!strstr(json, "\"R2\""));
	json = both(pool, "Please make the logo bigger.", "The date is wrong.", "b@client.example");
	CHECK(strstr(json, "\"R2\"") && strstr(json, "\"conflicts_with\":[]"));
	pool_free(pool);
}
