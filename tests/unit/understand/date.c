/* Dates and times in four languages, each against a day and hour, and the rules of the guide. */
#include "sample.h"

#include <stdio.h>

/* The mention in text as "2026-03-13", "2026-03-13 12:00", "2026-03-13..2026-03-15", or "-". */
static const char *
said(const char *lang, const char *now, const char *text)
{
	static char out[64];
	struct pool *pool = pool_new();
	struct when w;
	struct civil c = {.second = 0};
	int64_t at = 0;
	zone_parse_iso(slice_of(now), zone_utc(), &at);
	c = zone_civil(zone_utc(), at);
	size_t n = 0;
	if (!understand_date(sample_understanding(), pool, slice_of(text), slice_of(lang), c, &w,
			     NULL)) {
		snprintf(out, sizeof(out), "-");
	} else {
		n = (size_t)snprintf(out, sizeof(out), "%04d-%02d-%02d", w.year, w.month, w.day);
		if (w.hour >= 0)
			n += (size_t)snprintf(out + n, sizeof(out) - n, " %02d:%02d", w.hour,
					      w.minute);
		if (w.has_end)
			n += (size_t)snprintf(out + n, sizeof(out) - n, "..%04d-%02d-%02d",
					      w.end_year, w.end_month, w.end_day);
		if (w.ambiguous)
			snprintf(out + n, sizeof(out) - n, " or %02d-%02d", w.alt_month, w.alt_day);
	}
	pool_free(pool);
	return out;
}

/* 2026-03-10 is a Tuesday. */
static const struct {
	int line;
	const char *lang, *text, *want;
} cases[] = {
	{__LINE__, "en", "today", "2026-03-10"},
	{__LINE__, "en", "tomorrow", "2026-03-11"},
	{__LINE__, "en", "tmrw at noon", "2026-03-11 12:00"},
	{__LINE__, "en", "the day after tomorrow", "2026-03-12"},
	{__LINE__, "en", "yesterday", "2026-03-09"},
	{__LINE__, "en", "Friday", "2026-03-13"},
	{__LINE__, "en", "this Friday", "2026-03-13"},
	{__LINE__, "en", "next Friday", "2026-03-20"},
	{__LINE__, "en", "next Monday", "2026-03-16"},
	{__LINE__, "en", "last Friday", "2026-03-06"},
	{__LINE__, "en", "Tuesday", "2026-03-17"},
	{__LINE__, "en", "EOD Thursday", "2026-03-12 18:00"},
	{__LINE__, "en", "end of day tomorrow", "2026-03-11 18:00"},
	{__LINE__, "en", "close of business on Wednesday", "2026-03-11 18:00"},
	{__LINE__, "en", "Friday noon", "2026-03-13 12:00"},
	{__LINE__, "en", "noon on Friday", "2026-03-13 12:00"},
	{__LINE__, "en", "Friday at 5pm", "2026-03-13 17:00"},
	{__LINE__, "en", "5:30 pm on Friday", "2026-03-13 17:30"},
	{__LINE__, "en", "tomorrow 10am", "2026-03-11 10:00"},
	{__LINE__, "en", "tomorrow at 9", "2026-03-11 09:00"},
	{__LINE__, "en", "tomorrow at 4", "2026-03-11 16:00"},
	{__LINE__, "en", "tomorrow at 15:45", "2026-03-11 15:45"},
	{__LINE__, "en", "in two weeks", "2026-03-24"},
	{__LINE__, "en", "in 3 days", "2026-03-13"},
	{__LINE__, "en", "within 5 business days", "2026-03-17"},
	{__LINE__, "en", "in a month", "2026-04-10"},
	{__LINE__, "en", "two weeks from now", "2026-03-24"},
	{__LINE__, "en", "a week from Friday", "2026-03-20"},
	{__LINE__, "en", "three days ago", "2026-03-07"},
	{__LINE__, "en", "end of the week", "2026-03-13"},
	{__LINE__, "en", "end of next week", "2026-03-20"},
	{__LINE__, "en", "the end of the month", "2026-03-31"},
	{__LINE__, "en", "end of next month", "2026-04-30"},
	{__LINE__, "en", "end of May", "2026-05-31"},
	{__LINE__, "en", "end of February", "2027-02-28"},
	{__LINE__, "en", "mid April", "2026-04-15"},
	{__LINE__, "en", "the end of Q2", "2026-06-30"},
	{__LINE__, "en", "Q3", "2026-09-30"},
	{__LINE__, "en", "Tuesday next week", "2026-03-17"},
	{__LINE__, "en", "next week Thursday", "2026-03-19"},
	{__LINE__, "en", "March 20", "2026-03-20"},
	{__LINE__, "en", "March 20th, 2027", "2027-03-20"},
	{__LINE__, "en", "20 March", "2026-03-20"},
	{__LINE__, "en", "the 20th of March", "2026-03-20"},
	{__LINE__, "en", "Friday, March 20, 5 pm", "2026-03-20 17:00"},
	{__LINE__, "en", "Jan 5", "2026-01-05"},
	{__LINE__, "en", "2026-04-02", "2026-04-02"},
	{__LINE__, "en", "2026-04-02 14:30", "2026-04-02 14:30"},
	{__LINE__, "en", "3/20", "2026-03-20"},
	{__LINE__, "en", "20/3", "2026-03-20"},
	{__LINE__, "en", "Friday 3/20", "2026-03-20"},
	{__LINE__, "en", "3/20/2027", "2027-03-20"},
	{__LINE__, "en", "May 4 to 8", "2026-05-04..2026-05-08"},
	{__LINE__, "en", "4 - 8 May", "2026-05-04..2026-05-08"},
	{__LINE__, "en", "29 February 2026", "-"},
	{__LINE__, "en", "31 June", "-"},
	{__LINE__, "en", "the second slide", "-"},
	{__LINE__, "en", "we may march on", "-"},
	{__LINE__, "en", "version 2.1 costs $4.90", "-"},
	{__LINE__, "en", "24/7 support in 16:9", "-"},
	{__LINE__, "en", "1080x1080 and 300x250", "-"},
	{__LINE__, "de", "heute", "2026-03-10"},
	{__LINE__, "de", "morgen um 9 Uhr", "2026-03-11 09:00"},
	{__LINE__, "de", "übermorgen, 14 Uhr", "2026-03-12 14:00"},
	{__LINE__, "de", "bis Freitag", "2026-03-13"},
	{__LINE__, "de", "nächsten Freitag", "2026-03-20"},
	{__LINE__, "de", "kommenden Freitag", "2026-03-13"},
	{__LINE__, "de", "am 20. März", "2026-03-20"},
	{__LINE__, "de", "20.03.2026", "2026-03-20"},
	{__LINE__, "de", "05.06.26", "2026-06-05"},
	{__LINE__, "de", "Freitag, 20. März, 14 Uhr", "2026-03-20 14:00"},
	{__LINE__, "de", "Ende nächster Woche", "2026-03-20"},
	{__LINE__, "de", "Ende Mai", "2026-05-31"},
	{__LINE__, "de", "Ende KW 17", "2026-04-24"},
	{__LINE__, "de", "in zwei Wochen", "2026-03-24"},
	{__LINE__, "de", "vor drei Tagen", "2026-03-07"},
	{__LINE__, "fr", "demain", "2026-03-11"},
	{__LINE__, "fr", "vendredi", "2026-03-13"},
	{__LINE__, "fr", "vendredi 20 mars", "2026-03-20"},
	{__LINE__, "fr", "le 20 mars", "2026-03-20"},
	{__LINE__, "fr", "dans deux semaines", "2026-03-24"},
	{__LINE__, "fr", "fin mai", "2026-05-31"},
	{__LINE__, "fr", "demain à 14h30", "2026-03-11 14:30"},
	{__LINE__, "fr", "demain midi", "2026-03-11 12:00"},
	{__LINE__, "es", "mañana", "2026-03-11"},
	{__LINE__, "es", "pasado mañana", "2026-03-12"},
	{__LINE__, "es", "el viernes 20 de marzo", "2026-03-20"},
	{__LINE__, "es", "20 de marzo de 2027", "2027-03-20"},
	{__LINE__, "es", "en dos semanas", "2026-03-24"},
	{__LINE__, "es", "fin de mes", "2026-03-31"},
	{__LINE__, "es", "a finales de mayo", "2026-05-31"},
};

TEST(date_phrases)
{
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_STR_AT(cases[i].line,
			     said(cases[i].lang, "2026-03-10T10:00:00Z", cases[i].text),
			     cases[i].want);
}

/* The order of 03/04 by the sender's clues: offset, language, other dates of the mail. */
static const struct {
	int line;
	const char *text;
	int offset;
	const char *want;
	bool ambiguous;
} orders[] = {
	{__LINE__, "We need a poster by 05/06.", -300, "2026-05-06", true},
	{__LINE__, "We need a poster by 05/06.", 60, "2026-06-05", true},
	{__LINE__, "We need a poster by 05/06. The fair is on 25/6.", -300, "2026-06-05", false},
	{__LINE__, "We need a poster by 05/06. The fair is on 6/25.", 60, "2026-05-06", false},
	{__LINE__, "Wir brauchen bis 05.06. ein Plakat.", -300, "2026-06-05", false},
	{__LINE__, "We need a poster by 04/04.", -300, "2026-04-04", false},
};

TEST(date_order_of_day_and_month)
{
	for (size_t i = 0; i < COUNT(orders); i++) {
		struct sample s = {.subject = "A poster",
				   .text = orders[i].text,
				   .date = "2026-03-10T10:00:00",
				   .offset = orders[i].offset};
		const struct said_field *f = &sample_read(&s)->fields[FIELD_DEADLINE];
		char got[16];
		snprintf(got, sizeof(got), "%04d-%02d-%02d", f->when.year, f->when.month,
			 f->when.day);
		CHECK_STR_AT(orders[i].line, got, orders[i].want);
		CHECK_INT_AT(orders[i].line, f->when.ambiguous, orders[i].ambiguous);
	}
}

TEST(date_weekday_on_its_own_day)
{
	/* said on a Friday, "Friday" is the next one, "this Friday" is today */
	CHECK_STR(said("en", "2026-03-13T10:00:00Z", "Friday"), "2026-03-20");
	CHECK_STR(said("en", "2026-03-13T10:00:00Z", "this Friday"), "2026-03-13");
	CHECK_STR(said("en", "2026-12-30T10:00:00Z", "next Monday"), "2027-01-04");
	CHECK_STR(said("en", "2026-12-30T10:00:00Z", "end of next month"), "2027-01-31");
	CHECK_STR(said("en", "2024-02-28T10:00:00Z", "tomorrow"), "2024-02-29");
}
