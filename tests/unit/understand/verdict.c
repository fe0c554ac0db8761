/* What replies to a review decide. Each trap stands beside a twin that differs only in it. */
#include "sample.h"

#define PROMPT "Reply APPROVE to approve ACME-042 v3, or list your changes."

static const struct {
	int line;
	const char *text, *want;
} cases[] = {
	{__LINE__, "Approved.", "approve"},
	{__LINE__, "APPROVE", "approve"},
	{__LINE__, "This is approved, thank you.", "approve"},
	{__LINE__, "ACME-042 v3 is approved.", "approve"},
	{__LINE__, "We approve v3 for release.", "approve"},
	{__LINE__, "Good to go!", "approve"},
	{__LINE__, "Looks great, go ahead and publish.", "approve"},
	{__LINE__, "No changes from our side, please print it.", "approve"},
	{__LINE__, "👍", "approve"},
	{__LINE__, "ship it 🚀", "approve"},
	{__LINE__, "Perfect, no notes.", "approve"},
	{__LINE__, "Not approved.", "changes"},
	{__LINE__, "I can't approve this.", "changes"},
	{__LINE__, "This isn't approved yet.", "changes"},
	{__LINE__, "Is this approved already?", "question"},
	{__LINE__, "If I approve today, when does it go out?", "question"},
	{__LINE__, "The stamp says \"approved\" on the cover.", "none"},
	{__LINE__, "Approved once legal signs off.", "none"},
	{__LINE__, "Approved as soon as the phone number is corrected.", "approve-with-changes"},
	{__LINE__, "Approved provided that the logo moves up.", "approve-with-changes"},
	{__LINE__, "We would approve this if the photo were sharper.", "changes"},
	{__LINE__, "Approved, but make the button bigger.", "approve-with-changes"},
	{__LINE__, "Approved. Please change the year to 2026.", "approve-with-changes"},
	{__LINE__, "👍 but please fix the typo in line two", "approve-with-changes"},
	{__LINE__, "Looks good, just drop the second comma.", "approve-with-changes"},
	{__LINE__, "Nice! Drop the red box, then send us another version.", "changes"},
	{__LINE__, "v1 was approved by us last week.", "none"},
	{__LINE__, "v2 is approved.", "none"},
	{__LINE__, "Your invoice is approved.", "none"},
	{__LINE__, "Jane approves.", "none"},
	{__LINE__, "Ask Bob, it is his call.", "none"},
	{__LINE__, "Will look at it tomorrow.", "none"},
	{__LINE__, "I haven't opened it yet.", "none"},
	{__LINE__, "I forwarded it to our lawyers.", "none"},
	{__LINE__, "Approved!\n\nWait, no. The price is wrong.", "changes"},
	{__LINE__, "Thanks, got it.", "none"},
	{__LINE__, "We reject this design.", "reject"},
	{__LINE__, "Please start over.", "reject"},
	{__LINE__, "👎", "reject"},
	{__LINE__, "The headline is too long.", "changes"},
	{__LINE__, "Please make the logo smaller.", "changes"},
	{__LINE__, "Which paper will you use?", "question"},
	{__LINE__, "Approved! Unrelated question: which door code do we use?", "approve"},
	{__LINE__, "Freigabe erteilt.", "approve"},
	{__LINE__, "Freigegeben, danke!", "approve"},
	{__LINE__, "Noch nicht freigegeben.", "changes"},
	{__LINE__, "Freigabe erteilt, sofern die Adresse noch geändert wird.",
	 "approve-with-changes"},
	{__LINE__, "Das Logo muss größer werden.", "changes"},
	{__LINE__, "Den Entwurf lehnen wir ab.", "reject"},
	{__LINE__, "Ich melde mich morgen dazu.", "none"},
	{__LINE__, "Bon à tirer.", "approve"},
	{__LINE__, "Approuvé, merci !", "approve"},
	{__LINE__, "Pas approuvé, le prix est faux.", "changes"},
	{__LINE__, "Bon pour accord, sous réserve de corriger le prix.", "approve-with-changes"},
	{__LINE__, "Il faut remplacer la photo.", "changes"},
	{__LINE__, "Aprobado.", "approve"},
	{__LINE__, "No está aprobado.", "changes"},
	{__LINE__, "Aprobado, salvo el teléfono.", "approve-with-changes"},
	{__LINE__, "Lo reviso mañana.", "none"},
	{__LINE__, "", "none"},
};

TEST(verdict_of_a_reply)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sample s = {.subject = "[ACME-042] v3 ready for review",
				   .text = cases[i].text,
				   .quoted = PROMPT,
				   .reply = true};
		CHECK_STR_AT(cases[i].line, verdict_name(sample_read(&s)->verdict), cases[i].want);
	}
}

TEST(verdict_needs_a_review)
{
	/* the same "ok" under a note that asked for nothing is an acknowledgement */
	struct sample s = {.subject = "[ACME-042] v3 ready for review",
			   .text = "ok",
			   .quoted = PROMPT,
			   .reply = true};
	CHECK_STR(verdict_name(sample_read(&s)->verdict), "approve");
	s.quoted = "> The server moves tonight.\n>> " PROMPT;
	CHECK_STR(verdict_name(sample_read(&s)->verdict), "none");
	/* and who answers a prompt names an approver, and approves nothing */
	s = (struct sample){.subject = "[ACME-042] one question",
			    .text = "Jane Roe approves.",
			    .quoted = "1. Who signs it off?",
			    .reply = true};
	CHECK_STR(verdict_name(sample_read(&s)->verdict), "none");
}
