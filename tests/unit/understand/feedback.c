/* Items, targets, praise and questions of one mail. */
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
	{__LINE__, "Please make the logo bigger.",
	 "change|the logo|Please make the logo bigger.\n"},
	{__LINE__, "The headline is too long.", "change|headline|The headline is too long.\n"},
	{__LINE__, "Slide 4: the chart is missing a legend.",
	 "change|the chart|Slide 4: the chart is missing a legend.\n"},
	{__LINE__, "- make the button green\n- remove the footer",
	 "change|the button|make the button green\nchange|the footer|remove the footer\n"},
	{__LINE__, "Remove the footer and make the logo smaller.",
	 "change|the footer|Remove the footer\nchange|the logo|make the logo smaller.\n"},
	/* the verb is said once for both */
	{__LINE__, "Make the logo bigger and the button green.",
	 "change|the logo|Make the logo bigger\nchange|the button|the button green.\n"},
	/* what is wrong and what to do about it is one point, in one sentence or in two */
	{__LINE__, "The intro drags, cut it by half.",
	 "change|intro|The intro drags, cut it by half.\n"},
	{__LINE__, "The waiter in the picture has left us. Replace him.",
	 "change|waiter|The waiter in the picture has left us. Replace him.\n"},
	{__LINE__, "The subtitles are cut off on my tablet. Could they move up?",
	 "change|subtitles|The subtitles are cut off on my tablet. Could they move up?\n"},
	/* two points that only share a line */
	{__LINE__, "The logo is too small. Remove the footer.",
	 "change|logo|The logo is too small.\nchange|the footer|Remove the footer.\n"},
	/* lines of a film, whatever their width */
	{__LINE__, "0:05 the title comes too late\n0:17 the music drowns the speaker, turn it down",
	 "change|the title|0:05 the title comes too late\n"
	 "change|the music|0:17 the music drowns the speaker, turn it down\n"},
	/* entries under a heading take it as their target when they name none */
	{__LINE__, "Menu card\n- too crowded\n- the prices need a space before the euro",
	 "change|Menu card|too crowded\n"
	 "change|the prices|the prices need a space before the euro\n"},
	{__LINE__, "Opening hours: Sunday is missing.",
	 "change|Opening hours|Opening hours: Sunday is missing.\n"},
	{__LINE__, "I love the colours.", "+I love the colours.\n"},
	{__LINE__, "The photo is beautiful, but the headline is too small.",
	 "change|the headline|the headline is too small.\n+The photo is beautiful\n"},
	{__LINE__, "The border is gorgeous, don't touch it.",
	 "+The border is gorgeous, don't touch it.\n"},
	{__LINE__, "Please keep the border.", "change|the border|Please keep the border.\n"},
	{__LINE__, "Which font is that?", "question|font|Which font is that?\n"},
	{__LINE__, "Could the logo be a bit larger?",
	 "change|the logo|Could the logo be a bit larger?\n"},
	{__LINE__, "Is the logo final?", "question|the logo|Is the logo final?\n"},
	{__LINE__, "She asked whether the map may be printed.",
	 "question|the map|She asked whether the map may be printed.\n"},
	{__LINE__, "It needs more personality.", "vague||It needs more personality.\n"},
	{__LINE__, "The cover should be a bit more festive.",
	 "vague|cover|The cover should be a bit more festive.\n"},
	{__LINE__, "Could you also make us a postcard?",
	 "out-of-scope|postcard|Could you also make us a postcard?\n"},
	{__LINE__, "Hi Maya,\n\nThe date is wrong.\n\nThanks", "change|date|The date is wrong.\n"},
	/* people, decisions and what happens next are no points */
	{__LINE__, "Eva has the final say. I only read for spelling.", ""},
	{__LINE__, "The board meeting is on Tuesday.", ""},
	{__LINE__, "No need to show me again, just drop the comma in the headline and print it.",
	 "change|the comma|just drop the comma in the headline\n"},
	{__LINE__, "Approved once the date is corrected.",
	 "change|the date|once the date is corrected.\n"},
	{__LINE__, "Once the date is corrected you have my approval.",
	 "change|the date|Once the date is corrected\n"},
	{__LINE__, "Das Logo ist zu klein.", "change|Logo|Das Logo ist zu klein.\n"},
	{__LINE__, "Bitte das Datum streichen und die Karte etwas heller machen.",
	 "change|Datum|Bitte das Datum streichen\nchange|Karte|die Karte etwas heller machen.\n"},
	{__LINE__, "Die Farben sind wunderbar geworden.", "+Die Farben sind wunderbar geworden.\n"},
	{__LINE__, "Wir bräuchten außerdem noch einen Flyer.",
	 "out-of-scope|Flyer|Wir bräuchten außerdem noch einen Flyer.\n"},
	{__LINE__, "Le titre est trop long.", "change|titre|Le titre est trop long.\n"},
	{__LINE__, "Je mettrais la photo plus bas.",
	 "change|la photo|Je mettrais la photo plus bas.\n"},
	{__LINE__, "Est-ce que la police est libre de droits ?",
	 "question|la police|Est-ce que la police est libre de droits ?\n"},
	{__LINE__, "El logo es muy pequeño.", "change|logo|El logo es muy pequeño.\n"},
	{__LINE__, "Yo quitaría el fondo.", "change|el fondo|Yo quitaría el fondo.\n"},
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

TEST(feedback_joins_quotes_over_lines)
{
	struct sample s = {
		.subject = "[ACME-042] v3",
		.reply = true,
		.text = "Mind you, the water has no name any more, so do put \"Irish\nSea\" back please."};
	struct reading *r = sample_read(&s);
	CHECK_INT(r->items.len, 1);
	if (r->items.len == 1)
		CHECK(slice_has(r->items.at[0].quote.text, "Irish Sea"));
}
