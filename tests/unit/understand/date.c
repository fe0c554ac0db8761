/* Dates and times in four languages, each against a day and hour, and the rules of the guide. */
#include "sample.h"

#include <stdio.h>

/* w as "2026-03-13", "2026-03-13 12:00", "2026-03-13..2026-03-15", with " or 05-06". */
static const char *
spell(const struct when *w)
{
	static char out[80];
	size_t n = (size_t)snprintf(out, sizeof(out), "%04d-%02d-%02d", w->year, w->month, w->day);
	if (w->hour >= 0)
		n += (size_t)snprintf(out + n, sizeof(out) - n, " %02d:%02d", w->hour, w->minute);
	if (w->has_end || w->has_end_time)
		n += (size_t)snprintf(out + n, sizeof(out) - n, "..");
	if (w->has_end)
		n += (size_t)snprintf(out + n, sizeof(out) - n, "%04d-%02d-%02d", w->end_year,
				      w->end_month, w->end_day);
	if (w->has_end_time)
		n += (size_t)snprintf(out + n, sizeof(out) - n, "%s%02d:%02d",
				      w->has_end ? " " : "", w->end_hour, w->end_minute);
	if (w->ambiguous)
		snprintf(out + n, sizeof(out) - n, " or %02d-%02d", w->alt_month, w->alt_day);
	return out;
}

static struct civil
civil_at(const char *now)
{
	int64_t at = 0;
	zone_parse_iso(slice_of(now), zone_utc(), &at);
	return zone_civil(zone_utc(), at);
}

/* The date in text as it was said, or "-". */
static const char *
said(const char *lang, const char *now, const char *text)
{
	struct pool *pool = pool_new();
	struct when w;
	bool found = understand_date(sample_understanding(), pool, slice_of(text), slice_of(lang),
				     civil_at(now), &w, NULL);
	pool_free(pool);
	return found ? spell(&w) : "-";
}

/* The deadline that text answers, or "-". */
static const char *
due(const char *lang, const char *now, const char *text)
{
	struct pool *pool = pool_new();
	struct said_field f;
	bool found = understand_answer(sample_understanding(), pool, FIELD_DEADLINE, slice_of(text),
				       slice_of(lang), civil_at(now), &f);
	pool_free(pool);
	return found ? spell(&f.when) : "-";
}

/* Deadlines. 2026-03-10 is a Tuesday. */
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
	{__LINE__, "en", "Thursday week", "2026-03-19"},
	{__LINE__, "en", "Monday fortnight", "2026-03-30"},
	{__LINE__, "en", "a week today", "2026-03-17"},
	{__LINE__, "en", "a week Friday", "2026-03-20"},
	{__LINE__, "en", "Friday-week", "2026-03-20"},
	{__LINE__, "en", "needed a week tomorrow", "2026-03-18"},
	{__LINE__, "en", "a fortnight tomorrow at noon", "2026-03-25 12:00"},
	{__LINE__, "en", "two weeks today", "2026-03-24"},
	{__LINE__, "en", "tomorrow week", "2026-03-18"},
	{__LINE__, "en", "a fortnight on Monday", "2026-03-30"},
	{__LINE__, "en", "three weeks on Friday", "2026-04-03"},
	{__LINE__, "en", "Friday's", "2026-03-13"},
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
	{__LINE__, "en", "May 4 to 8", "2026-05-04"},
	{__LINE__, "en", "4 - 8 May", "2026-05-04"},
	{__LINE__, "en", "by noon on Thursday", "2026-03-12 12:00"},
	{__LINE__, "en", "by EOD", "2026-03-10 18:00"},
	{__LINE__, "en", "COB this Friday", "2026-03-13 18:00"},
	{__LINE__, "en", "end of play tomorrow", "2026-03-11 18:00"},
	{__LINE__, "en", "tomorrow morning", "2026-03-11"},
	{__LINE__, "en", "by lunchtime on Friday", "2026-03-13 12:00"},
	{__LINE__, "en", "Friday by 5pm", "2026-03-13 17:00"},
	{__LINE__, "en", "in 3 to 4 days", "2026-03-14"},
	{__LINE__, "en", "the last working day of April", "2026-04-30"},
	{__LINE__, "en", "Monday in two weeks", "2026-03-23"},
	{__LINE__, "en", "tomorrow morning at 9", "2026-03-11 09:00"},
	{__LINE__, "en", "half past four on Thursday", "2026-03-12 16:30"},
	{__LINE__, "en", "a fortnight from today", "2026-03-24"},
	{__LINE__, "en", "three working days from now", "2026-03-13"},
	{__LINE__, "en", "two days before May 14", "2026-05-12"},
	{__LINE__, "en", "the first Monday of April", "2026-04-06"},
	{__LINE__, "en", "the last Friday in May", "2026-05-29"},
	{__LINE__, "en", "the last day of the month", "2026-03-31"},
	{__LINE__, "en", "EOM", "2026-03-31"},
	{__LINE__, "en", "next month", "2026-04-30"},
	{__LINE__, "en", "the week of April 13", "2026-04-17"},
	{__LINE__, "en", "early next week", "2026-03-16"},
	{__LINE__, "en", "mid next week", "2026-03-18"},
	{__LINE__, "en", "later this week", "2026-03-13"},
	{__LINE__, "en", "Wednesday the eighteenth", "2026-03-18"},
	{__LINE__, "en", "Tues. 24th March", "2026-03-24"},
	{__LINE__, "en", "Good Friday", "2026-04-03"},
	{__LINE__, "en", "the day before Thanksgiving", "2026-11-25"},
	{__LINE__, "en", "Thursday 19 March between 2 and 4 pm", "2026-03-19 14:00"},
	{__LINE__, "en", "29 February 2026", "-"},
	{__LINE__, "en", "it may take a second or two", "-"},
	{__LINE__, "en", "The sun sat on mars, so to speak", "-"},
	{__LINE__, "en", "up to date at all times", "-"},
	{__LINE__, "en", "good morning all", "-"},
	{__LINE__, "en", "call +44 20 7946 0958 or 555-0142-88", "-"},
	{__LINE__, "en", "5.10 mm by 3.5 percent", "-"},
	{__LINE__, "en", "the third slide and the first 2 weeks", "-"},
	{__LINE__, "en", "a new version 3.4.2026a", "-"},
	{__LINE__, "en", "at 0:32 the logo jumps", "-"},
	{__LINE__, "en", "one of two options for the page", "-"},
	{__LINE__, "en", "31 June", "-"},
	{__LINE__, "en", "the second slide", "-"},
	{__LINE__, "en", "we may march on", "-"},
	{__LINE__, "en", "version 2.1 costs $4.90", "-"},
	{__LINE__, "en", "24/7 support in 16:9", "-"},
	{__LINE__, "en", "1080x1080 and 300x250", "-"},
	{__LINE__, "de", "heute", "2026-03-10"},
	{__LINE__, "de", "heute in acht Tagen", "2026-03-17"}, /* both days counted */
	{__LINE__, "de", "heute in vierzehn Tagen", "2026-03-24"},
	{__LINE__, "de", "morgen in einer Woche", "2026-03-18"},
	{__LINE__, "fr", "mardi en huit", "2026-03-24"},
	{__LINE__, "fr", "vendredi en quinze", "2026-03-27"},
	{__LINE__, "fr", "d'aujourd'hui en huit", "2026-03-17"},
	{__LINE__, "fr", "mardi en dix langues", "2026-03-17"},
	{__LINE__, "fr", "mardi en huit exemplaires", "2026-03-17"},
	{__LINE__, "fr", "mardi en huit, au plus tard", "2026-03-24"},
	{__LINE__, "fr", "sous huitaine", "2026-03-18"},
	{__LINE__, "fr", "sous quinzaine", "2026-03-25"},
	{__LINE__, "es", "de hoy en ocho", "2026-03-17"},
	{__LINE__, "es", "de mañana en ocho días", "2026-03-18"},
	{__LINE__, "es", "el viernes en quince", "2026-03-27"},
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
	{__LINE__, "de", "bitte bis zum 29. Mai", "2026-05-29"},
	{__LINE__, "de", "bis spätestens 14. April, 10 Uhr", "2026-04-14 10:00"},
	{__LINE__, "de", "bis Monatsende", "2026-03-31"},
	{__LINE__, "de", "bis Ende des Quartals", "2026-03-31"},
	{__LINE__, "de", "Mittwoch nächster Woche", "2026-03-18"},
	{__LINE__, "de", "morgen Mittag", "2026-03-11 12:00"},
	{__LINE__, "de", "halb vier am Donnerstag", "2026-03-12 15:30"},
	{__LINE__, "de", "am siebzehnten April", "2026-04-17"},
	{__LINE__, "de", "Di, 24.3., 9 Uhr", "2026-03-24 09:00"},
	{__LINE__, "de", "innerhalb von drei Werktagen", "2026-03-13"},
	{__LINE__, "de", "Karfreitag", "2026-04-03"},
	{__LINE__, "de", "So geht das nicht, guten Morgen", "-"},
	{__LINE__, "de", "Fassung 3.1 mit 4,5 Prozent", "-"},
	{__LINE__, "de", "vor drei Tagen", "2026-03-07"},
	{__LINE__, "fr", "demain", "2026-03-11"},
	{__LINE__, "fr", "vendredi", "2026-03-13"},
	{__LINE__, "fr", "vendredi 20 mars", "2026-03-20"},
	{__LINE__, "fr", "le 20 mars", "2026-03-20"},
	{__LINE__, "fr", "dans deux semaines", "2026-03-24"},
	{__LINE__, "fr", "fin mai", "2026-05-31"},
	{__LINE__, "fr", "demain à 14h30", "2026-03-11 14:30"},
	{__LINE__, "fr", "demain midi", "2026-03-11 12:00"},
	{__LINE__, "fr", "jeudi prochain", "2026-03-19"},
	{__LINE__, "fr", "la semaine prochaine", "2026-03-20"},
	{__LINE__, "fr", "fin de la semaine prochaine", "2026-03-20"},
	{__LINE__, "fr", "avant le 1er avril", "2026-04-01"},
	{__LINE__, "fr", "vendredi à dix heures", "2026-03-13 10:00"},
	{__LINE__, "fr", "le 24", "2026-03-24"},
	{__LINE__, "fr", "lundi de Pâques", "2026-04-06"},
	{__LINE__, "fr", "bonne journée", "-"},
	{__LINE__, "es", "mañana", "2026-03-11"},
	{__LINE__, "es", "pasado mañana", "2026-03-12"},
	{__LINE__, "es", "el viernes 20 de marzo", "2026-03-20"},
	{__LINE__, "es", "20 de marzo de 2027", "2027-03-20"},
	{__LINE__, "es", "en dos semanas", "2026-03-24"},
	{__LINE__, "es", "fin de mes", "2026-03-31"},
	{__LINE__, "es", "el próximo jueves", "2026-03-19"},
	{__LINE__, "es", "la semana que viene", "2026-03-20"},
	{__LINE__, "es", "mañana a las cinco y media de la tarde", "2026-03-11 17:30"},
	{__LINE__, "es", "antes del 3 de abril", "2026-04-03"},
	{__LINE__, "es", "dentro de tres días hábiles", "2026-03-13"},
	{__LINE__, "es", "el martes 24 a las 16:00", "2026-03-24 16:00"},
	{__LINE__, "es", "buenas tardes a todos", "-"},
	{__LINE__, "es", "a finales de mayo", "2026-05-31"},
};

TEST(date_deadlines)
{
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_STR_AT(cases[i].line,
			     due(cases[i].lang, "2026-03-10T10:00:00Z", cases[i].text),
			     cases[i].want);
}

/* The same day; but a stretch of time is said with both ends. No language: guessed. */
static const struct {
	int line;
	const char *lang, *text, *want;
} phrases[] = {
	{__LINE__, "", "now", "2026-03-10 10:00"},
	{__LINE__, "", "EOD Thursday", "2026-03-12 23:59"},
	{__LINE__, "", "next week", "2026-03-16..2026-03-23"},
	{__LINE__, "", "this weekend", "2026-03-14..2026-03-16"},
	{__LINE__, "", "end of next week", "2026-03-20..2026-03-23"},
	{__LINE__, "", "end of May", "2026-05-21..2026-06-01"},
	{__LINE__, "", "Q3", "2026-07-01..2026-10-01"},
	{__LINE__, "", "by Friday noon", "2026-03-10 10:00..2026-03-13 12:00"},
	{__LINE__, "", "within ten days", "2026-03-10 10:00..2026-03-20 00:00"},
	{__LINE__, "", "May 4 to 8", "2026-05-04..2026-05-08"},
	{__LINE__, "", "between the 3rd and the 12th of June", "2026-06-03..2026-06-12"},
	{__LINE__, "", "from 28 December to 3 January", "2026-12-28..2027-01-03"},
	{__LINE__, "", "Thursday 9:30-11am", "2026-03-12 09:30..11:00"},
	{__LINE__, "", "tomorrow from 2 to 3:30", "2026-03-11 14:00..15:30"},
	{__LINE__, "", "tomorrow afternoon", "2026-03-11 12:00..19:00"},
	{__LINE__, "", "last month", "2026-02-01..2026-03-01"},
	{__LINE__, "", "the next 3 days", "2026-03-11..2026-03-14"},
	{__LINE__, "", "two weeks from Friday", "2026-03-27"},
	{__LINE__, "", "5/6", "2026-05-06 or 06-05"},
	{__LINE__, "", "Wednesday 5/6", "2026-05-06"},
	{__LINE__, "", "2026-05-06T07:08:09", "2026-05-06 07:08"},
	{__LINE__, "", "in half an hour", "2026-03-10 10:30"},
	{__LINE__, "", "2.5 hours ago", "2026-03-10 07:30"},
	{__LINE__, "", "twenty to five", "2026-03-10 16:40"},
	{__LINE__, "", "vom 4. bis zum 8. Mai", "2026-05-04..2026-05-08"},
	{__LINE__, "", "übernächste Woche", "2026-03-23..2026-03-30"},
	{__LINE__, "", "morgen zwischen 10 und 12 Uhr", "2026-03-11 10:00..12:00"},
	{__LINE__, "", "du 4 au 8 mai", "2026-05-04..2026-05-08"},
	{__LINE__, "", "demain entre 10h et 12h30", "2026-03-11 10:00..12:30"},
	{__LINE__, "", "del 4 al 8 de mayo", "2026-05-04..2026-05-08"},
	{__LINE__, "", "el lunes de 9 a 11 de la mañana", "2026-03-16 09:00..11:00"},
	{__LINE__, "", "vom 28.-30. Mai", "2026-05-28..2026-05-30"},
	{__LINE__, "", "2026-14-02", "-"},
	{__LINE__, "", "by May 45", "-"},
	{__LINE__, "", "15 June 27", "2027-06-15"},
	{__LINE__, "", "040 12 34 56", "-"},
};

TEST(date_phrases)
{
	for (size_t i = 0; i < COUNT(phrases); i++)
		CHECK_STR_AT(phrases[i].line,
			     said(phrases[i].lang, "2026-03-10T10:00:00Z", phrases[i].text),
			     phrases[i].want);
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
	{__LINE__, "We need a poster by 5.6.", 60, "2026-06-05", false},
	{__LINE__, "We need a poster by 04/04.", -300, "2026-04-04", false},
	{__LINE__, "We need a poster by Wednesday 05/06.", -300, "2026-05-06", false},
	{__LINE__, "We need a poster before the end of the quarter.", -300, "2026-03-31", false},
	{__LINE__, "We need a poster by May 5. Correction, that is May 8.", -300, "2026-05-08", false},
	{__LINE__, "We need a poster by 19 May rather than the 26th.", 60, "2026-05-19", false},
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

/* Hours of another zone on the sender's own clock, in summer and in winter. */
static const struct {
	int line;
	const char *text, *date;
	int offset;
	const char *want;
} zones[] = {
	{__LINE__, "We need a poster by Friday 5pm CEST.", "2026-06-09T10:00:00", -240, "12 11:00"},
	{__LINE__, "We need a poster by Friday 5pm CET.", "2026-06-09T10:00:00", 60, "12 16:00"},
	{__LINE__, "We need a poster by Friday 5pm CET.", "2026-01-06T10:00:00", 0, "09 16:00"},
	{__LINE__, "We need a poster by Friday 5pm EST.", "2026-06-09T10:00:00", -240, "12 17:00"},
	{__LINE__, "We need a poster by Friday 5pm EST.", "2026-06-09T10:00:00", 480, "13 05:00"},
	{__LINE__, "We need a poster by Friday 5pm GMT.", "2026-06-09T10:00:00", 60, "12 17:00"},
	{__LINE__, "We need a poster by Friday 2am UTC.", "2026-06-09T10:00:00", -420, "11 19:00"},
	{__LINE__, "We need a poster by Friday 5pm IST.", "2026-06-09T10:00:00", 330, "12 17:00"},
};

TEST(date_zones)
{
	for (size_t i = 0; i < COUNT(zones); i++) {
		struct sample s = {.subject = "A poster",
				   .text = zones[i].text,
				   .date = zones[i].date,
				   .offset = zones[i].offset};
		const struct when *w = &sample_read(&s)->fields[FIELD_DEADLINE].when;
		char got[16];
		snprintf(got, sizeof(got), "%02d %02d:%02d", w->day, w->hour, w->minute);
		CHECK_STR_AT(zones[i].line, got, zones[i].want);
	}
}

TEST(date_over_midnight)
{
	CHECK_STR(said("en", "2026-03-10T23:30:00Z", "next hour"), "2026-03-11 00:00");
}

TEST(date_weekday_on_its_own_day)
{
	/* said on a Friday, "Friday" is the next one, "this Friday" is today */
	CHECK_STR(due("en", "2026-03-13T10:00:00Z", "Friday"), "2026-03-20");
	CHECK_STR(due("en", "2026-03-13T10:00:00Z", "this Friday"), "2026-03-13");
	CHECK_STR(due("en", "2026-12-30T10:00:00Z", "next Monday"), "2027-01-04");
	CHECK_STR(due("en", "2026-12-30T10:00:00Z", "end of next month"), "2027-01-31");
	CHECK_STR(said("en", "2024-02-28T10:00:00Z", "tomorrow"), "2024-02-29");
}
