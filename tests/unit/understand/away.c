/* Automatic answers: how long their owners are away, and who stands in. */
#include "sample.h"

static struct pool *pool;

static struct reading *
read_away(const char *subject, const char *text)
{
	struct mail m = {.class = MAIL_AUTO, .class_rule = "test", .out_of_office = true};
	struct reading *r = pool_alloc(pool, sizeof(*r));

	VEC_ADD(&m.from, pool,
		((struct addr){SLICE_LIT("Ann Lee"), SLICE_LIT("ann@client.example")}));
	m.subject = m.subject_base = slice_of(subject);
	m.text = m.text_signed = m.body = slice_of(text);
	m.has_date = true;
	m.date_ms = 1777618800000; /* Friday 1 May 2026, 09:00 +02:00 */
	m.date_offset = 120;
	understand_mail(sample_understanding(), pool, &m, 0, NULL, r);
	return r;
}

static const char *
day(const struct said_time *t)
{
	return t->words.text.len ? pool_slicef(pool, "%04d-%02d-%02d", t->when.year, t->when.month,
					       t->when.day)
					   .data
				 : "";
}

TEST(away_dates)
{
	static const struct {
		int line;
		const char *subject, *text, *from, *until, *back;
	} cases[] = {
		{__LINE__, "x", "I am out of the office until Tuesday 5 May.", "", "2026-05-05",
		 ""},
		{__LINE__, "x", "I'm on vacation from 4 May until 15 May and back on 18 May.",
		 "2026-05-04", "2026-05-15", "2026-05-18"},
		{__LINE__, "x", "I will be back in the office on Monday 11 May 2026.", "", "",
		 "2026-05-11"},
		{__LINE__, "x", "I'm away today.", "2026-05-01", "2026-05-01", ""},
		{__LINE__, "x", "I'll be on vacation in July.", "2026-07-01", "2026-07-31", ""},
		{__LINE__, "x", "I'm away today and on Monday.", "2026-05-01", "2026-05-04", ""},
		{__LINE__, "x", "I'll be away from my desk next week.", "2026-05-04", "2026-05-08",
		 ""},
		{__LINE__, "Out of office (returning 05/11/2026)", "Thanks.", "", "", "2026-05-11"},
		{__LINE__, "x",
		 "Ich bin bis zum 8. Mai nicht im Büro. Ab dem 11. Mai bin ich "
		 "wieder erreichbar.",
		 "", "2026-05-08", "2026-05-11"},
		{__LINE__, "x", "Ich habe ab dem 4. Mai Urlaub und bin am 18. Mai wieder zurück.",
		 "2026-05-04", "", "2026-05-18"},
		{__LINE__, "x", "Je suis absent du 4 au 15 mai, de retour le 18 mai.", "2026-05-04",
		 "2026-05-15", "2026-05-18"},
		{__LINE__, "x", "Je suis en congé jusqu'au 8 mai inclus.", "", "2026-05-08", ""},
		{__LINE__, "x", "Estaré ausente desde el 4 de mayo y regresaré el 11 de mayo.",
		 "2026-05-04", "", "2026-05-11"},
		{__LINE__, "x", "Estoy de vacaciones hasta el 8 de mayo.", "", "2026-05-08", ""},
		{__LINE__, "x", "I am out of the office. The fair was on 3 April.", "", "", ""},
	};

	pool = pool_new();
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct said_away *a = &read_away(cases[i].subject, cases[i].text)->away;
		CHECK_STR_AT(cases[i].line, day(&a->from), cases[i].from);
		CHECK_STR_AT(cases[i].line, day(&a->until), cases[i].until);
		CHECK_STR_AT(cases[i].line, day(&a->back), cases[i].back);
	}
	pool_free(pool);
}

TEST(away_substitutes)
{
	static const struct {
		int line;
		const char *text, *want; /* "name <address>; …" */
	} cases[] = {
		{__LINE__, "I'm away. Please contact Bo Ek (bo@x.example).",
		 "Bo Ek <bo@x.example>;"},
		{__LINE__,
		 "I'm away. For urgent matters:\n\nBo Ek\nbo@x.example\n\nIda Moe - "
		 "ida@x.example\n\nKind regards\nAnn Lee",
		 "Bo Ek <bo@x.example>;Ida Moe <ida@x.example>;"},
		{__LINE__, "I'm away. Bo Ek is covering for me.", "Bo Ek <>;"},
		{__LINE__, "I'm away. For press please reach the desk at press@x.example.",
		 " <press@x.example>;"},
		{__LINE__, "I'm away. Contact me at ann@client.example.", ""},
		{__LINE__, "I'm away. Please contact our team.", ""},
		{__LINE__,
		 "Ich bin im Urlaub. Bitte wenden Sie sich an meine Kollegin Ida Moe "
		 "(ida@x.example).",
		 "Ida Moe <ida@x.example>;"},
		{__LINE__, "Ich bin im Urlaub. In dringenden Fällen hilft Ihnen Herr Ek.",
		 "Ek <>;"},
		{__LINE__, "Ich bin im Urlaub. Bitte wenden Sie sich an die Zentrale.", ""},
		{__LINE__,
		 "Ich bin bis Montag nicht da. Freigaben erteilt in dieser Zeit Frau Moe "
		 "(ida@x.example).",
		 "Moe <ida@x.example>;"},
		{__LINE__,
		 "Vielen Dank für Ihre Nachricht. Ich bin im Urlaub. Es hilft Frau Moe, "
		 "ida@x.example.",
		 "Moe <ida@x.example>;"},
		{__LINE__, "Je suis absente. Ida Moe (ida@x.example) me remplace.",
		 "Ida Moe <ida@x.example>;"},
		{__LINE__, "Je suis en congé. En cas d'urgence, merci de contacter Bo Ek.",
		 "Bo Ek <>;"},
		{__LINE__, "Estoy de vacaciones. Puede contactar con Bo Ek: bo@x.example",
		 "Bo Ek <bo@x.example>;"},
	};

	pool = pool_new();
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct said_away *a = &read_away("x", cases[i].text)->away;
		struct str got;
		str_init(&got, 4096);
		for (size_t k = 0; k < a->substitutes.len; k++) {
			const struct said_substitute *s = &a->substitutes.at[k];
			str_addf(&got, "%.*s <%.*s>;", SLICE_ARG(s->name), SLICE_ARG(s->address));
			/* the words stand where they are said to */
			CHECK_AT(cases[i].line, s->words.end > s->words.start &&
							s->words.end <= strlen(cases[i].text));
		}
		CHECK_SLICE_AT(cases[i].line, str_slice(&got), cases[i].want);
		str_clear(&got);
	}
	pool_free(pool);
}

/* A person's mail says nothing about absence that docket would act on. */
TEST(away_of_people)
{
	struct sample s = {.subject = "x",
			   .text = "I'm away until Monday; ask Bo Ek (b@x.example)."};
	const struct reading *r = sample_read(&s);

	CHECK(!r->out_of_office);
	CHECK(r->away.until.words.text.len == 0);
	CHECK(r->away.substitutes.len == 0);
}
