/* What is wrong with a template is said with file, line and column, and all of it at once. */
#include "../check.h"

#include "overlay.h"

#define HEAD "Subject: s\n\n"
#define AT3  "en/mail/prompt.mail:3:"

static const struct {
	int line;
	const char *name, *text;
	const char *said; /* NULL: nothing is wrong */
} cases[] = {
	{__LINE__, "prompt.mail", HEAD "Hello {{first_name}}", NULL},
	{__LINE__, "prompt.mail", HEAD "{{first_nam}}",
	 AT3 "3: no 'first_nam' is given here; the nearest name is 'first_name'\n"},
	{__LINE__, "prompt.mail", HEAD "é {{first_nam}}",
	 AT3 "5: no 'first_nam' is given here; the nearest name is 'first_name'\n"},
	{__LINE__, "prompt.mail", HEAD "{{zzzzzzzzzz}}", AT3 "3: no 'zzzzzzzzzz' is given here\n"},
	{__LINE__, "prompt.mail", HEAD "{{ ref }}", NULL},
	{__LINE__, "prompt.mail", HEAD "{{label}}", AT3 "3: no 'label' is given here\n"},
	{__LINE__, "prompt.mail", HEAD "{{#each fields}}\n{{label}} of {{ref}}\n{{/each}}", NULL},
	{__LINE__, "prompt.mail", HEAD "{{#each fields}}\n{{lable}}\n{{/each}}",
	 "en/mail/prompt.mail:4:3: no 'lable' is given here; the nearest name is 'label'\n"},
	{__LINE__, "prompt.mail", HEAD "{{#each feilds}}\n{{label}}\n{{/each}}",
	 AT3 "9: no 'feilds' is given here; the nearest name is 'fields'\n"},
	{__LINE__, "prompt.mail", HEAD "{{fields}}",
	 AT3 "3: 'fields' is a list: use {{#each fields}}\n"},
	{__LINE__, "prompt.mail", HEAD "{{again}}",
	 AT3 "3: 'again' is a flag: use {{#if again}}\n"},
	{__LINE__, "prompt.mail", HEAD "{{#each ref}}\nx\n{{/each}}",
	 AT3 "9: 'ref' is a text, and #each needs a list\n"},
	{__LINE__, "prompt.mail", HEAD "{{ref|date}}",
	 AT3 "7: date needs a date; 'ref' is a text\n"},
	{__LINE__, "prompt.mail", HEAD "{{deadline|date}} {{deadline}}", NULL},
	{__LINE__, "prompt.mail", HEAD "{{ref|uper}}",
	 AT3 "7: 'uper' is no filter; the nearest is 'upper'\n"},
	{__LINE__, "prompt.mail", HEAD "{{ref|}}", AT3 "1: a filter is missing behind '|'\n"},
	{__LINE__, "prompt.mail", HEAD "{{ref|upper:x}}", AT3 "7: upper takes nothing behind it\n"},
	{__LINE__, "prompt.mail", HEAD "{{question_count|plural:one}}",
	 AT3 "18: plural needs two forms: plural:one:many\n"},
	{__LINE__, "prompt.mail", HEAD "{{question_count|plural:a:b:c}}",
	 AT3 "18: plural needs two forms: plural:one:many\n"},
	{__LINE__, "prompt.mail", HEAD "{{ref", AT3 "1: '{{' is not closed by '}}' in this line\n"},
	{__LINE__, "prompt.mail", HEAD "{{}}", AT3 "1: a name is missing here\n"},
	{__LINE__, "prompt.mail", HEAD "{{Ref}}",
	 AT3 "3: a name is made of small letters, digits and _\n"},
	{__LINE__, "prompt.mail", HEAD "{{#iff ref}}\nx\n",
	 AT3 "1: '#iff ref' is no part; there are #if NAME, else, /if, #each NAME and /each\n"},
	{__LINE__, "prompt.mail", HEAD "{{#if ref}}\nx\n",
	 AT3 "1: this is never closed: {{/if}} is missing\n"},
	{__LINE__, "prompt.mail", HEAD "x {{#if ref}} y\nz\n",
	 AT3 "3: this is never closed: {{/if}} is missing\n"},
	{__LINE__, "prompt.mail", HEAD "{{#if ref}}\nx\n{{/each}}\ny",
	 "en/mail/prompt.mail:5:1: {{/if}} is expected here\n"},
	{__LINE__, "prompt.mail", HEAD "x\n{{/if}}\n",
	 "en/mail/prompt.mail:4:1: nothing is open that this could close\n"},
	{__LINE__, "prompt.mail", HEAD "x {{else}} y\n",
	 AT3 "3: nothing in this line is open that this could close\n"},
	{__LINE__, "prompt.mail", HEAD "{{#if ref}}\na\n{{else}}\nb\n{{else}}\nc\n{{/if}}\n",
	 "en/mail/prompt.mail:7:1: this #if had its else before\n"
	 "en/mail/prompt.mail:9:1: nothing is open that this could close\n"},
	{__LINE__, "prompt.mail", HEAD "| {{ref}} | {{title}}\n", AT3 "22: a row ends with '|'\n"},
	{__LINE__, "prompt.mail", HEAD "| {{ref}} |\n",
	 AT3 "12: a row has a label and a value: | label | value |\n"},
	{__LINE__, "prompt.mail", HEAD "| a | b | c | d |\n",
	 AT3 "14: a row has a label, a value and a note at most\n"},
	{__LINE__, "prompt.mail", HEAD "? who\n",
	 AT3 "3: a question begins with its number: ? {{n}}. {{text}}\n"},
	{__LINE__, "prompt.mail", HEAD "a **b\n", AT3 "1: ** is opened here and not closed\n"},
	{__LINE__, "prompt.mail", "Hello\n\nx\n",
	 "en/mail/prompt.mail:1:1: a template begins with lines such as 'Subject: words', then an "
	 "empty line\n"
	 "en/mail/prompt.mail:1:1: the line 'Subject: words' is missing\n"},
	{__LINE__, "prompt.mail", "Sujbect: x\n\nx\n",
	 "en/mail/prompt.mail:1:1: 'Sujbect' is no line a template begins with; the nearest is "
	 "'Subject'\n"
	 "en/mail/prompt.mail:1:1: the line 'Subject: words' is missing\n"},
	{__LINE__, "prompt.mail", "Subject: x\nTone: loud\n\nx\n",
	 "en/mail/prompt.mail:2:7: 'loud' is no tone; there are calm and alarm\n"},
	{__LINE__, "prompt.mail", "Subject: x\n\n",
	 "en/mail/prompt.mail:3:1: the mail has no text\n"},
	{__LINE__, "prompt.mail", HEAD "a\x01", AT3 "2: a control character, 0x01\n"},
	{__LINE__, "prompt.mail", HEAD "a\xff", AT3 "2: this byte is not UTF-8\n"},
	{__LINE__, "promt.mail", HEAD "x",
	 "en/mail/promt.mail:1:1: 'promt' is no kind of mail; the nearest is 'prompt'\n"},
	{__LINE__, "prompt.mail~", "not looked at", NULL},
	{__LINE__, "prompt.mail", HEAD "{{a}}\n{{title}}\n{{b|c}} {{ref|date}}",
	 AT3 "3: no 'a' is given here\n"
	     "en/mail/prompt.mail:5:3: no 'b' is given here\n"
	     "en/mail/prompt.mail:5:5: 'c' is no filter; the nearest is 'date'\n"
	     "en/mail/prompt.mail:5:15: date needs a date; 'ref' is a text\n"},
	{__LINE__, "words.tsv", "field.budget\tMoney\n# a remark\n\n", NULL},
	{__LINE__, "words.tsv", "field.budgt\tMoney\n",
	 "en/mail/words.tsv:1:1: no word is called 'field.budgt'; the nearest is 'field.budget'\n"},
	{__LINE__, "words.tsv", "field.budget Money\n",
	 "en/mail/words.tsv:1:1: a line is KEY<TAB>TEXT\n"},
	{__LINE__, "words.tsv", "date.day\t{weekday} {dya}\n",
	 "en/mail/words.tsv:1:1: a date is written with {weekday} {day} {month} {year} {time} "
	 "{zone} "
	 "and [optional parts]\n"},
	{__LINE__, "words.tsv", "date.day\t{day}[ {month}\n",
	 "en/mail/words.tsv:1:1: a date is written with {weekday} {day} {month} {year} {time} "
	 "{zone} "
	 "and [optional parts]\n"},
};

TEST(compose_faults)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct templates *t;
		struct str faults;

		str_init(&faults, 1 << 20);
		t = overlay("en", cases[i].name, cases[i].text, &faults);
		CHECK_INT_AT(cases[i].line, t != NULL, cases[i].said == NULL);
		CHECK_STR_AT(cases[i].line, str_cstr(&faults),
			     cases[i].said == NULL ? "" : cases[i].said);
		templates_free(t);
		str_clear(&faults);
	}
}

TEST(compose_faults_error)
{
	struct templates *t = NULL;
	struct err e = ERR_INIT;

	CHECK_INT(templates_new("/nowhere/at/all", &t, NULL, &e), -1);
	CHECK_INT(e.kind, ERR_CONFIG);
	CHECK_STR(e.text, "cannot read the templates in '/nowhere/at/all'");
	CHECK(t == NULL);
}
