/* Intent, kit, fields and what is missing, of mails made up for these tables. */
#include "sample.h"

#include <stdio.h>

static const struct {
	int line;
	const char *subject, *text, *want;
	bool reply;
} intents[] = {
	{__LINE__, "New poster", "Hi, we need a poster for the spring market by 3 April.",
	 "request", false},
	{__LINE__, "Hello", "Could you design a landing page for our webinar?", "request", false},
	{__LINE__, "Video", "We are looking for a short video about our bakery.", "request", false},
	{__LINE__, "Plakat", "Hallo, wir brauchen ein Plakat bis Freitag.", "request", false},
	{__LINE__, "Affiche", "Bonjour, il nous faut une affiche pour vendredi.", "request", false},
	{__LINE__, "Cartel", "Hola, necesitamos un cartel para el viernes.", "request", false},
	{__LINE__, "[ACME-042] status", "Any news on this?", "status", true},
	{__LINE__, "[ACME-042]", "Just checking in, are we still on track?", "status", true},
	{__LINE__, "ACME-042", "Wie ist der Stand bei unserem Plakat?", "status", true},
	{__LINE__, "ACME-042", "Please cancel the job, the fair is off.", "cancel", true},
	{__LINE__, "ACME-042", "Bitte stornieren, die Messe fällt aus.", "cancel", true},
	{__LINE__, "[ACME-042]", "Can we move the deadline to Friday?", "change-deadline", true},
	{__LINE__, "[ACME-042]", "We have to push the launch to May 20.", "change-deadline", true},
	{__LINE__, "[ACME-042] v3", "The headline is too long. Please remove the red box.",
	 "feedback", true},
	{__LINE__, "[ACME-042] v3", "Approved, thank you.", "approval", true},
	{__LINE__, "[ACME-042] v3", "We reject this concept, start over.", "rejection", true},
	{__LINE__, "Question", "Do you also print on fabric?", "question", false},
	{__LINE__, "Hi", "Happy holidays to the whole team!", "social", false},
	{__LINE__, "Invoice", "Our accounting sent the payment for your invoice.", "other", false},
};

TEST(intent_of_a_mail)
{
	for (size_t i = 0; i < COUNT(intents); i++) {
		struct sample s = {.subject = intents[i].subject,
				   .text = intents[i].text,
				   .reply = intents[i].reply};
		CHECK_STR_AT(intents[i].line, intent_name(sample_read(&s)->intent),
			     intents[i].want);
	}
}

static const struct {
	int line;
	const char *text, *field, *want;
} fields[] = {
	{__LINE__, "We need a poster for the spring market.", "deliverable",
	 "a poster for the spring market"},
	{__LINE__, "Could you make us two banners, please?", "deliverable", "two banners"},
	{__LINE__, "We need a flyer. Deadline: 3 April", "deadline", "3 April"},
	{__LINE__, "We need a flyer by Friday at noon.", "deadline", "Friday at noon"},
	{__LINE__, "We need a flyer by Jan 5.", "deadline", "Jan 5"},
	{__LINE__, "We need a flyer, needed by 3 April.", "deadline", "3 April"},
	{__LINE__, "We need a flyer.\n- Audience - young families", "audience", "young families"},
	{__LINE__, "We need a flyer. It is aimed at hikers with dogs.", "audience",
	 "hikers with dogs"},
	{__LINE__, "We need a flyer for parents of toddlers.", "audience", "parents of toddlers"},
	{__LINE__, "We need a flyer. The goal is to fill the evening class.", "objective",
	 "fill the evening class"},
	{__LINE__, "We need a flyer. Jane Roe signs off.", "approver", "Jane Roe"},
	{__LINE__, "We need a flyer. Approval by Dr. Roe.", "approver", "Dr. Roe"},
	{__LINE__, "We need a flyer. Mia Roe in finance has final approval.", "approver",
	 "Mia Roe in finance"},
	{__LINE__, "We need a post for Instagram and LinkedIn.", "channels",
	 "Instagram and LinkedIn"},
	{__LINE__, "We need a flyer, A5, CMYK.", "specs", "A5, CMYK"},
	{__LINE__, "We need a banner, 1200 x 630 px.", "specs", "1200 x 630 px"},
	{__LINE__, "We need a flyer. Budget is $900.", "budget", "$900"},
	{__LINE__, "We need a flyer. Logo: https://files.example/logo", "references",
	 "https://files.example/logo"},
	{__LINE__, "We need a flyer. They get 20% off in May.", "copy_or_offer", "20% off in May"},
	{__LINE__, "Wir brauchen einen Flyer. Zielgruppe: junge Familien", "audience",
	 "junge Familien"},
	{__LINE__, "Wir brauchen einen Flyer bis Freitag.", "deadline", "Freitag"},
	{__LINE__, "Wir brauchen einen Flyer. Freigabe durch Frau Roe.", "approver", "Frau Roe"},
	{__LINE__, "Il nous faut une affiche.\nPublic : jeunes familles", "audience",
	 "jeunes familles"},
	{__LINE__, "Il nous faut une affiche. Marie Roe approuve.", "approver", "Marie Roe"},
	{__LINE__, "Necesitamos un cartel.\nPúblico: familias", "audience", "familias"},
	{__LINE__, "Necesitamos un cartel. Ana Roe aprueba.", "approver", "Ana Roe"},
};

TEST(fields_of_a_brief)
{
	for (size_t i = 0; i < COUNT(fields); i++) {
		struct sample s = {.subject = "New job", .text = fields[i].text};
		struct reading *r = sample_read(&s);
		const struct said_field *f = &r->fields[field_of(slice_of(fields[i].field))];
		CHECK_STR_AT(fields[i].line, f->given ? sample_text(f->value.text) : "",
			     fields[i].want);
		/* the offsets are those of the words */
		if (f->given && f->value.end > f->value.start)
			CHECK_STR_AT(fields[i].line,
				     sample_text(slice_sub(r->text, f->value.start, f->value.end)),
				     fields[i].want);
		CHECK_AT(fields[i].line, !f->given || f->value.rule.len > 0);
	}
}

static const struct {
	int line;
	const char *text, *kit, *missing;
} kits[] = {
	{__LINE__, "We need a poster.", "print", "objective deadline specs approver "},
	{__LINE__, "We need a landing page by Friday. Ann Roe approves.", "landing-page",
	 "objective audience copy_or_offer "},
	{__LINE__, "We need an Instagram post.", "social", "objective audience deadline approver "},
	{__LINE__,
	 "We need a 30 seconds video by Friday, the goal is to fill our class. I sign off.",
	 "video", ""},
	{__LINE__, "Please redo our homepage.", "web", "objective deadline approver "},
};

TEST(missing_follows_the_kit)
{
	for (size_t i = 0; i < COUNT(kits); i++) {
		struct sample s = {.subject = "New job", .text = kits[i].text};
		struct reading *r = sample_read(&s);
		char got[200] = "";
		size_t n = 0;
		for (int f = 0; f < FIELD_COUNT; f++)
			if (r->missing & FIELD_BIT(f))
				n += (size_t)snprintf(got + n, sizeof(got) - n, "%s ",
						      field_name((enum field)f));
		CHECK_STR_AT(kits[i].line, sample_text(r->kit), kits[i].kit);
		CHECK_STR_AT(kits[i].line, got, kits[i].missing);
	}
}

TEST(several_deliverables_are_several_jobs)
{
	struct sample s = {.subject = "New jobs",
			   .text = "We need a poster, a flyer and two banners."};
	struct reading *r = sample_read(&s);
	CHECK_INT(r->requests, 3);
	CHECK_INT(r->jobs.len, 3);
	if (r->jobs.len == 3) {
		CHECK_STR(sample_text(r->jobs.at[0].deliverable), "a poster");
		CHECK_STR(sample_text(r->jobs.at[2].deliverable), "two banners");
		CHECK_STR(sample_text(r->jobs.at[2].kit), "ad-variants");
	}
}

TEST(urgent_vague_and_scope)
{
	struct sample s = {.subject = "New job", .text = "We need a poster ASAP, make it pop."};
	struct reading *r = sample_read(&s);
	CHECK(r->urgent);
	CHECK_INT(r->vague.len, 1);
	s.text = "We need a poster, no rush.";
	CHECK(!sample_read(&s)->urgent);
	s.text = "We need a poster by tomorrow.";
	CHECK(sample_read(&s)->urgent);
	s = (struct sample){
		.subject = "[ACME-042] v3",
		.reply = true,
		.text = "Please fix the date. While you're on it, could you also do a flyer?"};
	CHECK(sample_read(&s)->scope);
	s.text = "Please fix the date.";
	CHECK(!sample_read(&s)->scope);
}

TEST(commands_only_at_the_top)
{
	struct sample s = {.subject = "x",
			   .text = "/approve ACME-042\n/note all fine\n\nBest, /ann"};
	struct reading *r = sample_read(&s);
	CHECK_INT(r->commands.len, 2);
	if (r->commands.len == 2)
		CHECK_STR(sample_text(r->commands.at[1]), "/note all fine");
	s.text = "Hello\n/approve ACME-042";
	CHECK_INT(sample_read(&s)->commands.len, 0);
	s.text = "/var/log is full";
	CHECK_INT(sample_read(&s)->commands.len, 0);
}
