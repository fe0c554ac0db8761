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
