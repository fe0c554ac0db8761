/* Rounds of several mails: what is the same wish, what contradicts another, who has given in. */
#include "sample.h"

enum { MAILS_MAX = 4 };

/* A mail of a round: who wrote it, and what. */
struct said {
	const char *who, *text;
};

/* Consolidates the mails and gives the JSON. */
static const char *
consolidated(struct pool *pool, const struct said said[MAILS_MAX])
{
	static const char *const names[] = {"1.eml", "2.eml", "3.eml", "4.eml"};
	struct round_message round[MAILS_MAX];
	struct str out;
	size_t n = 0;
	for (; n < MAILS_MAX && said[n].who; n++) {
		struct reading *r = pool_alloc(pool, sizeof(*r));
		struct mail *m = pool_alloc(pool, sizeof(*m));
		m->class = MAIL_HUMAN;
		m->subject = m->subject_base = SLICE_LIT("[ACME-042] v3");
		VEC_ADD(&m->in_reply_to, pool, SLICE_LIT("x@y.example"));
		VEC_ADD(&m->from, pool,
			((struct addr){slice_of(said[n].who),
				       pool_slicef(pool, "%s@client.example", said[n].who)}));
		m->has_date = true;
		m->date_ms = (int64_t)n * 1000;
		m->text = slice_of(said[n].text);
		understand_mail(sample_understanding(), pool, m, 0, NULL, r);
		round[n] = (struct round_message){slice_of(names[n]), r};
	}
	str_init(&out, 1 << 20);
	consolidate(sample_understanding(), pool, round, n, &out);
	const char *json = pool_cstr(pool, str_slice(&out));
	str_clear(&out);
	return json;
}

static unsigned
count(const char *json, const char *what)
{
	unsigned n = 0;
	for (const char *at = json; (at = strstr(at, what)); at++)
		n++;
	return n;
}

/* Number of items, and of conflicts (each is named on both sides). */
static const struct {
	int line;
	struct said said[MAILS_MAX];
	unsigned items, conflicts;
} rounds[] = {
	{__LINE__,
	 {{"Ann", "Please make the logo bigger."}, {"Ben", "The logo is too small."}},
	 1,
	 0},
	{__LINE__,
	 {{"Ann", "Please make the logo bigger."}, {"Ben", "The logo is too large."}},
	 2,
	 1},
	/* the same person later: the later stands, and it is one item */
	{__LINE__,
	 {{"Ann", "Please make the logo bigger."}, {"Ann", "The logo is too large after all."}},
	 1,
	 0},
	{__LINE__, {{"Ann", "Please make the logo bigger."}, {"Ben", "The date is wrong."}}, 2, 0},
	/* other words for the same part, in the same language and in another */
	{__LINE__,
	 {{"Ann", "The picture is too dark."}, {"Ben", "Could the photo be brighter?"}},
	 1,
	 0},
	{__LINE__,
	 {{"Ann", "The headline is too long."}, {"Ida", "Die Überschrift ist zu lang."}},
	 1,
	 0},
	{__LINE__,
	 {{"Ann", "Le titre est trop long."}, {"Ida", "El título es demasiado corto."}},
	 2,
	 1},
	/* the same page is not yet the same thing; another page is another thing */
	{__LINE__,
	 {{"Ann", "Page 4: the map is wrong."}, {"Ben", "Page 4: the caption has a typo."}},
	 2,
	 0},
	{__LINE__,
	 {{"Ann", "p. 4 - the chart is too small"}, {"Ben", "Slide 6: the chart is too small"}},
	 2,
	 0},
	{__LINE__,
	 {{"Ann", "p. 4 - the chart is too small"}, {"Ben", "Slide 4: chart hard to read"}},
	 1,
	 0},
	{__LINE__,
	 {{"Ann", "0:31 the cut is too hard"}, {"Ben", "At 0:31 it jumps, make it softer."}},
	 1,
	 0},
	/* keep against remove, one value against another */
	{__LINE__, {{"Ann", "The ribbon can go."}, {"Ben", "Please keep the ribbon."}}, 2, 1},
	{__LINE__, {{"Ann", "Don't remove the ribbon."}, {"Ben", "Please keep the ribbon."}}, 1, 0},
	{__LINE__,
	 {{"Ann", "The button should be orange."}, {"Ben", "Make the button dark blue."}},
	 2,
	 1},
	{__LINE__,
	 {{"Ann", "The headline should be \"Sail away\"."},
	  {"Ben", "Please change the headline to \"Come aboard\"."}},
	 2,
	 1},
	/* who wanted otherwise gives in: one item of three sources */
	{__LINE__,
	 {{"Ann", "The ribbon can go."},
	  {"Ben", "Please keep the ribbon."},
	  {"Ann", "Ben is right, keep the ribbon."}},
	 1,
	 0},
	/* agreement with somebody, by name or not; with nobody it is nothing */
	{__LINE__, {{"Ann", "The map is outdated."}, {"Ben", "+1 on the map"}}, 1, 0},
	{__LINE__,
	 {{"Ann", "The date is wrong."}, {"Ben", "I agree with Ann about the date."}},
	 1,
	 0},
	{__LINE__,
	 {{"Ann", "The date is wrong."}, {"Ben", "I agree with Joe about the soup."}},
	 1,
	 0},
	/* praise is no item, unless it wants left alone what another wants changed */
	{__LINE__,
	 {{"Ann", "Please make the photo brighter."}, {"Ben", "The photo is beautiful."}},
	 1,
	 0},
	{__LINE__,
	 {{"Ann", "Slide 4: drop the third bullet."}, {"Ben", "Slide 4 is good as it is."}},
	 2,
	 1},
	/* options, order, there or not, values by kind, tone */
	{__LINE__, {{"Ann", "I'd go with layout C."}, {"Ben", "Layout D for me, please."}}, 2, 1},
	{__LINE__,
	 {{"Ann", "Venue first, date second."}, {"Ben", "The date comes first, then the venue."}},
	 2,
	 1},
	{__LINE__,
	 {{"Ann", "Show the film before the map."},
	  {"Ben", "The map should come before the film."}},
	 2,
	 1},
	{__LINE__, {{"Ann", "Add a map."}, {"Ben", "No map please."}}, 2, 1},
	{__LINE__,
	 {{"Ann", "Please mention the price in the first line."}, {"Ben", "Leave the price out."}},
	 2,
	 1},
	{__LINE__,
	 {{"Ann", "The interest should be 2.1 %."}, {"Ben", "The interest should be 2.4 %."}},
	 2,
	 1},
	{__LINE__,
	 {{"Ann", "The button should say \"Join us\"."},
	  {"Ben", "Please put \"Become a member\" on the button."}},
	 2,
	 1},
	{__LINE__,
	 {{"Ann", "The text should be funnier."},
	  {"Ben", "Please keep the text serious, no puns."}},
	 2,
	 1},
	{__LINE__,
	 {{"Ann", "Das Bild mit dem Hafen soll raus."}, {"Ben", "Das Hafenbild bitte behalten."}},
	 2,
	 1},
	{__LINE__, {{"Ann", "End with the map."}, {"Ben", "Don't end with the map."}}, 2, 1},
	{__LINE__,
	 {{"Ann", "Der Preis soll auf die Titelseite."}, {"Ben", "Den Preis bitte weglassen."}},
	 2,
	 1},
	{__LINE__, {{"Ann", "Approved, this is the one."}}, 0, 0},
	/* one thing by two names; one word in common */
	{__LINE__,
	 {{"Ann", "Toilets are missing on the map."}, {"Ben", "Mark the restrooms on the plan."}},
	 1,
	 0},
	{__LINE__,
	 {{"Ann", "Far too many exclamation marks."}, {"Ben", "Take out the exclamation marks."}},
	 1,
	 0},
	{__LINE__,
	 {{"Ann", "The headline is too long."}, {"Ben", "The footer is too long."}},
	 2,
	 0},
	{__LINE__,
	 {{"Ann", "The boat is the wrong colour."},
	  {"Ben", "Add the boat's name to the timetable."}},
	 2,
	 0},
	/* where it stands and where it shall stand */
	{__LINE__,
	 {{"Ann", "The button is hidden at the bottom."}, {"Ben", "Could the button move up?"}},
	 1,
	 0},
	{__LINE__, {{"Ann", "Make the title 48pt."}, {"Ben", "The title should be 36pt."}}, 2, 1},
	/* a condition of an approval is a source of the wish it repeats */
	{__LINE__,
	 {{"Ann", "The zip code in the footer is wrong."},
	  {"Ben", "Approved, as soon as the zip code is corrected."}},
	 1,
	 0},
	/* what is no wish by itself, beside one about the same thing */
	{__LINE__,
	 {{"Ann", "Tiramisu is 7.50."},
	  {"Ben", "The tiramisu costs 8 euros."},
	  {"Ann", "Fine, Ben wins, 8 for the tiramisu."}},
	 1,
	 0},
	{__LINE__, {{"Ben", "The weather was fine, 8 for dinner."}}, 0, 0},
	{__LINE__,
	 {{"Ann", "Please remove the confetti on screen 4."},
	  {"Ben", "The confetti stays, she clapped."}},
	 2,
	 1},
	/* what one sets aside and the other names */
	{__LINE__,
	 {{"Ann", "Please say \"assembly point\", not \"meeting point\"."},
	  {"Ben", "\"Meeting point\" is right."}},
	 2,
	 1},
	{__LINE__,
	 {{"Ann", "Moira plays Varya, not Anya."},
	  {"Ben", "I'm down as Anya in the cast, should be Varya!"}},
	 1,
	 0},
	/* a whole page is one thing; what stands on it may be many */
	{__LINE__,
	 {{"Ann", "Page 15 may be dropped."},
	  {"Ben", "Page 15 has to stay, the board asks for it."}},
	 2,
	 1},
	/* who asks where a thing is misses it; who asks another thing of it does not */
	{__LINE__, {{"Ann", "Please add the motto."}, {"Ben", "Where is the motto?"}}, 1, 0},
	{__LINE__, {{"Ann", "Please add the motto."}, {"Ben", "Who wrote the motto?"}}, 2, 0},
	/* who is spoken to is no part of what is said */
	{__LINE__,
	 {{"Ann", "Dear Mr Wolff, the map is too dark."},
	  {"Ben", "Dear Mr Wolff, the footer is too long."}},
	 2,
	 0},
	/* a thing of its own behind a sentence, not the same one going on */
	{__LINE__,
	 {{"Ann", "The title still talks about spring. You can barely see the unsubscribe link."}},
	 2,
	 0},
	{__LINE__, {{"Ann", "The title still talks about spring. You can barely see it."}}, 1, 0},
};

TEST(merge_rounds)
{
	struct pool *pool = pool_new();
	for (size_t i = 0; i < COUNT(rounds); i++) {
		const char *json = consolidated(pool, rounds[i].said);
		CHECK_INT_AT(rounds[i].line, count(json, "\"summary\""), rounds[i].items);
		CHECK_INT_AT(rounds[i].line, count(json, "\"conflicts_with\":[\""),
			     2 * rounds[i].conflicts);
	}
	pool_free(pool);
}

/* What a round costs grows with its items, not with their square, even when all say the same. */
TEST(merge_is_bounded)
{
	enum { WISHES = 900 };
	struct pool *pool = pool_new();
	struct str text;
	str_init(&text, 1 << 20);
	for (int i = 0; i < WISHES; i++)
		str_addf(&text, "- make the logo %s\n", i % 2 ? "bigger" : "smaller");
	const char *all = pool_cstr(pool, str_slice(&text));
	const struct said said[MAILS_MAX] = {{"Ann", all}, {"Ben", all}, {NULL, NULL}};
	CHECK(strstr(consolidated(pool, said), "\"items\"") != NULL);
	str_clear(&text);
	pool_free(pool);
}
