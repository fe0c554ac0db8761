/* A new client's answers, taken apart. */
#include "phrases.h"

#include "docket/domain/onboard.h"

TEST(onboard_reads_answers)
{
	static const struct {
		int line;
		const char *text;
		unsigned number;
		int field;
		const char *answer; /* of the first; NULL: none */
		size_t count;
	} cases[] = {
	        {__LINE__, "1) Bob decides\n2) Berlin", 1, -1, "Bob decides", 2},
	        {__LINE__, "3. Berlin", 3, -1, "Berlin", 1},
	        {__LINE__, "Zone: Berlin", 0, ONBOARD_ZONE, "Berlin", 1},
	        {__LINE__, "ZEITZONE: Wien", 0, ONBOARD_ZONE, "Wien", 1},
	        {__LINE__, "Contacts: Bob bob@a.example\nEve eve@a.example", 0, ONBOARD_CONTACTS,
	         "Bob bob@a.example\nEve eve@a.example", 1},
	        {__LINE__, "We work in Berlin. Bob decides.", 0, ONBOARD_ZONE, "We work in Berlin", 2},
	        {__LINE__, "> 1. Who decides?", 0, -1, NULL, 0},
	        {__LINE__, "Let us meet at 09:30", 0, -1, NULL, 0},
	        {__LINE__, "Hello, thank you for this", 0, -1, NULL, 0},
	};
	struct pool *p = pool_new();
	for (size_t i = 0; i < COUNT(cases); i++) {
		onboard_list list = {0};
		onboard_read(sample_phrases(), p, slice_of(cases[i].text), &list);
		CHECK_INT_AT(cases[i].line, (long)list.len, (long)cases[i].count);
		if (list.len == 0 || cases[i].answer == NULL)
			continue;
		CHECK_INT_AT(cases[i].line, (long)list.at[0].number, (long)cases[i].number);
		CHECK_INT_AT(cases[i].line, list.at[0].field, cases[i].field);
		CHECK_SLICE_AT(cases[i].line, list.at[0].text, cases[i].answer);
	}
	pool_free(p);
}

TEST(onboard_values)
{
	static const struct {
		int line;
		const char *text, *zone;
		int64_t rounds;
		bool answered;
	} cases[] = {
	        {__LINE__, "Europe/Berlin", "Europe/Berlin", 0, true},
	        {__LINE__, "We work in New York, mostly.", "America/New_York", 0, true},
	        {__LINE__, "München", "Europe/Berlin", 0, true},
	        {__LINE__, "Eastern time", "America/New_York", 0, true},
	        {__LINE__, "Madrid", "Europe/Madrid", 0, true},
	        {__LINE__, "Atlantis", NULL, 0, true},
	        {__LINE__, "", NULL, 0, false},
	        {__LINE__, "three, usually", NULL, 3, true},
	        {__LINE__, "2", NULL, 2, true},
	        {__LINE__, "zwei Runden", NULL, 2, true},
	        {__LINE__, "400", NULL, 0, true},
	        {__LINE__, "don't know", NULL, 0, false},
	        {__LINE__, "Weiß ich nicht.", NULL, 0, false},
	        {__LINE__, "not sure.", NULL, 0, false},
	        {__LINE__, "none", NULL, 0, true},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice t = slice_of(cases[i].text);
		CHECK_STR_AT(cases[i].line, onboard_zone(sample_phrases(), t), cases[i].zone);
		CHECK_INT_AT(cases[i].line, (long)onboard_rounds(sample_phrases(), t), (long)cases[i].rounds);
		CHECK_INT_AT(cases[i].line, onboard_answered(sample_phrases(), t), cases[i].answered);
	}
}

TEST(onboard_people)
{
	static const struct {
		int line;
		const char *text;
		size_t count;
		const char *name, *address; /* of the last */
	} cases[] = {
	        {__LINE__, "Bob Stone <bob@acme.example>", 1, "Bob Stone", "bob@acme.example"},
	        {__LINE__, "Bob Stone, bob@acme.example.", 1, "Bob Stone", "bob@acme.example"},
	        {__LINE__, "Bob bob@a.example and Eve Lee (eve@a.example)", 2, "Eve Lee", "eve@a.example"},
	        {__LINE__, "Bob bob@a.example und Eve Lee (eve@a.example)", 2, "Eve Lee", "eve@a.example"},
	        {__LINE__, "And Bob bob@a.example, Andy Lee eve@a.example", 2, "Andy Lee", "eve@a.example"},
	        {__LINE__, "bob@a.example; eve@a.example", 2, "", "eve@a.example"},
	        {__LINE__, "- Bob: bob@a.example\n- Eve: eve@a.example", 2, "Eve", "eve@a.example"},
	        {__LINE__, "only me", 0, NULL, NULL},
	        {__LINE__, "@", 0, NULL, NULL},
	        {__LINE__, "@@ a@ @b", 0, NULL, NULL},
	};
	struct pool *p = pool_new();
	for (size_t i = 0; i < COUNT(cases); i++) {
		onboard_people list = {0};
		onboard_persons(sample_phrases(), p, slice_of(cases[i].text), &list);
		CHECK_INT_AT(cases[i].line, (long)list.len, (long)cases[i].count);
		if (list.len == 0 || cases[i].count == 0)
			continue;
		CHECK_SLICE_AT(cases[i].line, list.at[list.len - 1].name, cases[i].name);
		CHECK_SLICE_AT(cases[i].line, list.at[list.len - 1].address, cases[i].address);
	}
	pool_free(p);
}
