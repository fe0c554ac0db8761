/* Answers to numbered questions: by number, in one line, by label, in prose. */
#include "sample.h"

#define PROMPT                                                                                     \
	"Thanks, we still need:\n1. What exactly do you need?\n2. Who is it for?\n"                \
	"3. Which channels should it run on?\n4. When do you need it?\n5. Who signs it off?\n"

static const struct {
	int line;
	const char *text, *field, *want;
} cases[] = {
	{__LINE__, "1. a landing page\n2. young parents\n4. next Thursday\n5. Jane Roe",
	 "deliverable", "a landing page"},
	{__LINE__, "1. a landing page\n2. young parents\n4. next Thursday\n5. Jane Roe", "audience",
	 "young parents"},
	{__LINE__, "1. a landing page\n2. young parents\n4. next Thursday\n5. Jane Roe", "deadline",
	 "next Thursday"},
	{__LINE__, "1. a landing page\n2. young parents\n4. next Thursday\n5. Jane Roe", "approver",
	 "Jane Roe"},
	{__LINE__, "1) landing page 3b 4 next Thu", "deliverable", "landing page"},
	{__LINE__, "1) landing page 3b 4 next Thu", "channels", "b"},
	{__LINE__, "1) landing page 3b 4 next Thu", "deadline", "next Thu"},
	{__LINE__, "2) young parents", "audience", "young parents"},
	{__LINE__, "4) don't know yet", "deadline", ""},
	{__LINE__, "Audience: young parents\nDeadline: 3 April", "audience", "young parents"},
	{__LINE__, "Audience: young parents\nDeadline: 3 April", "deadline", "3 April"},
	{__LINE__, "We need it by 3 April, Jane Roe signs off.", "approver", "Jane Roe"},
	/* words that answer nothing leave the field open */
	{__LINE__, "1) a poster\n2) we do not know yet\n5) tbd", "audience", ""},
	{__LINE__, "1) a poster\n2) we do not know yet\n5) tbd", "approver", ""},
	{__LINE__, "2) young parents\n5) not sure yet", "approver", ""},
	{__LINE__, "2) young parents\n5) Still arguing about that, I'll tell you on Monday.",
	 "approver", ""},
	{__LINE__, "2) young parents, not sure about the rest", "audience", "young parents"},
	{__LINE__, "1) ein Plakat\n2) keine Ahnung", "audience", ""},
	{__LINE__, "1) une affiche\n2) pas encore décidé", "audience", ""},
	{__LINE__, "1) un cartel\n2) todavía no lo sabemos", "audience", ""},
	/* marks of other shapes */
	{__LINE__, "to 1: a poster\nto 5: that would be Jane Roe", "deliverable", "a poster"},
	{__LINE__, "to 1: a poster\nto 5: that would be Jane Roe", "approver", "Jane Roe"},
	{__LINE__, "5. Put Jane Roe down for that.", "approver", "Jane Roe"},
	{__LINE__, "2. It's for young parents", "audience", "young parents"},
	{__LINE__, "So the who: young parents. By when: 3 April.", "audience", "young parents"},
};

TEST(answers_to_a_prompt)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sample s = {.subject = "[ACME-042] five questions",
				   .text = cases[i].text,
				   .quoted = PROMPT,
				   .reply = true};
		struct reading *r = sample_read(&s);
		const struct said_field *f = &r->fields[field_of(slice_of(cases[i].field))];
		CHECK_STR_AT(cases[i].line, f->given ? sample_text(f->value.text) : "",
			     cases[i].want);
		if (cases[i].want[0])
			CHECK_STR_AT(cases[i].line, intent_name(r->intent), "info");
	}
}

TEST(answers_keep_their_numbers)
{
	struct sample s = {.subject = "[ACME-042]",
			   .text = "1) landing page 3b 4 next Thu",
			   .quoted = PROMPT,
			   .reply = true};
	struct reading *r = sample_read(&s);
	CHECK_INT(r->answers.len, 3);
	if (r->answers.len == 3) {
		CHECK_INT(r->answers.at[1].number, 3);
		CHECK_STR(sample_text(r->answers.at[1].text), "b");
		CHECK_STR(sample_text(r->answers.at[2].text), "next Thu");
	}
	/* audience and approver stay open */
	CHECK(r->missing & FIELD_BIT(FIELD_AUDIENCE));
	CHECK(r->missing & FIELD_BIT(FIELD_APPROVER));
	CHECK(!(r->missing & FIELD_BIT(FIELD_DEADLINE)));
}

TEST(answers_written_into_an_unmarked_quotation)
{
	struct sample s = {.subject = "[ACME-042] five questions",
			   .text = "See my answers in blue below.",
			   .quoted = "Dear Ann, please add:\nRecipients?\nyoung parents\n"
				     "Final approval?\nJane Roe\nNeeded by?\nto be confirmed",
			   .reply = true};
	struct reading *r = sample_read(&s);
	CHECK_STR(intent_name(r->intent), "info");
	CHECK_STR(sample_text(r->fields[FIELD_AUDIENCE].value.text), "young parents");
	CHECK_STR(sample_text(r->fields[FIELD_APPROVER].value.text), "Jane Roe");
	CHECK(r->missing & FIELD_BIT(FIELD_DEADLINE));
}

TEST(a_question_in_prose_is_a_prompt)
{
	struct sample s = {.subject = "[ACME-042] one question",
			   .text = "Thursday.",
			   .quoted = "Ann, by when do you need the poster?",
			   .reply = true};
	struct reading *r = sample_read(&s);
	CHECK_STR(intent_name(r->intent), "info");
	CHECK(r->fields[FIELD_DEADLINE].given);
	s.text = "Friday, and Jane signs off.";
	s.quoted = "Three blanks on the mailing. Audience, approver and a date.";
	r = sample_read(&s);
	CHECK_STR(intent_name(r->intent), "info");
	CHECK(r->missing == FIELD_BIT(FIELD_AUDIENCE));
}
