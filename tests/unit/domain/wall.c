/* Who may read what, and what the search of a text finds. */
#include "check.h"

#include "docket/domain/wall.h"

TEST(wall_each_reader_and_part)
{
	static const struct {
		int line;
		struct wall_reader reader;
		struct wall_part part;
		bool may;
	} cases[] = {
	        {__LINE__, {.side = WALL_CLIENT, .client = 1}, {.client = 1}, true},
	        {__LINE__, {.side = WALL_CLIENT, .client = 1}, {.client = 2}, false},
	        {__LINE__, {.side = WALL_CLIENT, .client = 1}, {.client = 0}, true}, /* the agency's own words */
	        {__LINE__, {.side = WALL_CLIENT, .client = 1}, {.client = 1, .internal = true}, false},
	        {__LINE__, {.side = WALL_CLIENT, .client = 1}, {.client = 0, .internal = true}, false},
	        {__LINE__, {.side = WALL_TEAM, .client = 0}, {.client = 2}, true},
	        {__LINE__, {.side = WALL_TEAM, .client = 0}, {.client = 2, .internal = true}, true},
	        {__LINE__, {.side = WALL_STRANGER, .client = 0}, {.client = 1}, false},
	        {__LINE__, {.side = WALL_STRANGER, .client = 1}, {.client = 1}, false},
	        {__LINE__, {.side = WALL_STRANGER, .client = 0}, {.client = 0}, false},
	        /* A partner: what was given to them, and what is about no job. */
	        {__LINE__, {.side = WALL_PARTNER, .member = 7}, {.client = 0, .internal = true}, true},
	        {__LINE__, {.side = WALL_PARTNER, .member = 7}, {.client = 1, .maker = 7}, true},
	        {__LINE__, {.side = WALL_PARTNER, .member = 7}, {.client = 1, .maker = 3, .owner = 7}, true},
	        {__LINE__, {.side = WALL_PARTNER, .member = 7}, {.client = 1, .maker = 3, .owner = 4}, false},
	        {__LINE__, {.side = WALL_PARTNER, .member = 7}, {.client = 1}, false},
	        {__LINE__, {.side = WALL_PARTNER, .member = 7}, {.client = 0, .ref = {"ACME-001", 8}}, false},
	        {__LINE__, {.side = WALL_PARTNER, .member = 0}, {.client = 1, .maker = 0}, false},
	        {__LINE__, {.side = WALL_TEAM, .member = 7}, {.client = 1, .maker = 3}, true},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		CHECK_INT_AT(cases[i].line, wall_refuses(&cases[i].reader, &cases[i].part) == NULL,
		             cases[i].may);
}

TEST(wall_finds_docket_numbers)
{
	static const struct {
		int line;
		const char *text, *found; /* joined by blanks */
	} cases[] = {
	        {__LINE__, "as in NORTH-001, please", "NORTH-001"},
	        {__LINE__, "north-001 and (ACME-1042)", "north-001 ACME-1042"},
	        {__LINE__, "[B2B-007]", "B2B-007"},
	        {__LINE__, "NORTH-001", "NORTH-001"},
	        {__LINE__, "UTF-8, A4-100 and COVID-19", "A4-100"},
	        {__LINE__, "TOOLONGCODE-001 X-001 7UP-001", ""},
	        {__LINE__, "NORTH-001b is no number", ""},
	        {__LINE__, "NORTH- 001, NORTH 001, -001", ""},
	        {__LINE__, "", ""},
	};
	struct pool *p = pool_new();
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice one, all = SLICE_NONE;
		for (size_t at = 0; wall_next_ref(slice_of(cases[i].text), &at, &one);)
			all = all.len == 0 ? one
			                   : pool_slicef(p, "%.*s %.*s", SLICE_ARG(all), SLICE_ARG(one));
		CHECK_SLICE_AT(cases[i].line, all, cases[i].found);
	}
	pool_free(p);
}

TEST(wall_finds_tokens)
{
	static const struct {
		int line;
		const char *text, *found;
	} cases[] = {
	        {__LINE__, "Harbor & Pine \xC2\xB7 aq2w3e4r5t6y7u2i3o4", "aq2w3e4r5t6y7u2i3o4"},
	        {__LINE__, "<intake+aq2w3e4r5t6y7u2i3o4@x.example>", "aq2w3e4r5t6y7u2i3o4"},
	        {__LINE__, "aq2w3e4r5t6y7u2i3o", ""},
	        {__LINE__, "aq2w3e4r5t6y7u2i3o44", ""},
	        {__LINE__, "Aq2w3e4r5t6y7u2i3o4", ""},
	        {__LINE__, "aq2w3e4r5t6y7u2i3o1", ""},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct slice one = SLICE_NONE;
		size_t at = 0;
		bool got = wall_next_token(slice_of(cases[i].text), &at, &one);
		CHECK_INT_AT(cases[i].line, got, cases[i].found[0] != '\0');
		CHECK_SLICE_AT(cases[i].line, one, cases[i].found);
	}
}

TEST(wall_own_words_are_no_news)
{
	struct pool *p = pool_new();
	wall_list parts = {0};
	VEC_ADD(&parts, p, ((struct wall_part){.client = 1, .words = SLICE_LIT("like North-001")}));
	VEC_ADD(&parts, p, ((struct wall_part){.client = 0, .words = SLICE_LIT("LINDE-001")}));
	CHECK(wall_own_words(&parts, 1, SLICE_LIT("NORTH-001")));
	CHECK(!wall_own_words(&parts, 2, SLICE_LIT("NORTH-001")));
	CHECK(!wall_own_words(&parts, 1, SLICE_LIT("LINDE-001")));
	CHECK(!wall_own_words(&parts, 0, SLICE_LIT("LINDE-001")));
	CHECK(!wall_own_words(&parts, 1, SLICE_LIT("NORTH-00")));
	pool_free(p);
}
