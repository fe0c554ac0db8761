/* Readings as JSON: there and back unchanged, and what a hostile child may not hand over. */
#include "sample.h"

#include <stdio.h>

static const char *
written(struct pool *pool, const struct reading *r, bool full)
{
	struct str out;
	str_init(&out, 1 << 22);
	reading_write(r, full, &out);
	CHECK(!str_failed(&out));
	const char *s = pool_cstr(pool, str_slice(&out));
	str_clear(&out);
	return s;
}

TEST(reading_round_trip)
{
	static const struct sample samples[] = {
		{.subject = "New job",
		 .text = "We need a poster and a flyer by Friday at noon, \"quoted\" \\ \n"
			 "Audience: f\xc3\xbcr alle. Ann Roe approves. Make it pop."},
		{.subject = "[ACME-042] v3",
		 .text = "The logo is too small. I love the photo.",
		 .reply = true},
		{.subject = "[ACME-042]",
		 .text = "1) landing page 2 parents 3 05/06",
		 .reply = true,
		 .quoted = "1. What exactly do you need?\n2. Who is it for?\n3. When do you need "
			   "it?"},
		{.subject = "", .text = ""},
		{.subject = "x", .text = "/approve ACME-042 v3\n\nbest"},
	};
	struct pool *pool = pool_new();
	for (size_t i = 0; i < COUNT(samples); i++) {
		struct reading *back = NULL;
		struct err e = ERR_INIT;
		const char *first = written(pool, sample_read(&samples[i]), true);
		CHECK_INT(reading_parse(pool, slice_of(first), &back, &e), 0);
		CHECK_STR(e.text, "");
		if (back)
			CHECK_STR(written(pool, back, true), first);
	}
	pool_free(pool);
}

/* Every part of a reading, filled by hand. */
TEST(reading_round_trip_of_everything)
{
	struct pool *pool = pool_new();
	struct sample s = {.subject = "New job", .text = "We need a poster."};
	struct reading *r = sample_read(&s), *back = NULL;
	struct err e = ERR_INIT;
	VEC_ADD(&r->to, pool, ((struct addr){SLICE_LIT("T"), SLICE_LIT("t@x.example")}));
	VEC_ADD(&r->cc, pool, ((struct addr){SLICE_LIT("C"), SLICE_LIT("c@x.example")}));
	VEC_ADD(&r->delivered_to, pool, SLICE_LIT("i@x.example"));
	VEC_ADD(&r->references, pool, SLICE_LIT("1@x.example"));
	VEC_ADD(&r->warnings, pool, SLICE_LIT("tnef"));
	VEC_ADD(&r->attachments, pool,
		((struct attachment){.name = SLICE_LIT("a.png"),
				     .type = SLICE_LIT("image/png"),
				     .size = 77,
				     .is_inline = true,
				     .decoration = true}));
	VEC_ADD(&r->auth, pool,
		((struct auth_result){.method = SLICE_LIT("dmarc"),
				      .result = SLICE_LIT("pass"),
				      .domain = SLICE_LIT("x.example"),
				      .block = 1,
				      .position = 9}));
	r->forward = (struct forward){.found = true,
				      .from = {SLICE_LIT("F"), SLICE_LIT("f@x.example")},
				      .subject = SLICE_LIT("old"),
				      .body = SLICE_LIT("text"),
				      .message = SLICE_LIT("see below")};
	r->bounce.status = SLICE_LIT("5.1.1");
	r->out_of_office = true;
	r->away.until = (struct said_time){.words = {SLICE_LIT("5/6"), 2, 5, SLICE_LIT("away")},
					   .when = {.known = true,
						    .year = 2026,
						    .month = 6,
						    .day = 5,
						    .hour = -1,
						    .ambiguous = true}};
	VEC_ADD(&r->away.substitutes, pool,
		((struct said_substitute){
			SLICE_LIT("Bo"),
			SLICE_LIT("bo@x.example"),
			{SLICE_LIT("Bo, bo@x.example"), 7, 23, SLICE_LIT("away")}}));
	r->has_date = true;
	r->date_ms = 1770000000000;
	r->date_offset = -330;
	r->extra[0].name = SLICE_LIT("brand");
	r->extra[0].value = (struct found){SLICE_LIT("no red"), 3, 9, SLICE_LIT("label")};
	r->extra_count = 1;
	r->fields[FIELD_DEADLINE] =
		(struct said_field){.given = true,
				    .value = {SLICE_LIT("05/06"), 1, 6, SLICE_LIT("x")},
				    .when = {.known = true,
					     .year = 2026,
					     .month = 5,
					     .day = 6,
					     .hour = 9,
					     .minute = 30,
					     .ambiguous = true,
					     .alt_month = 6,
					     .alt_day = 5,
					     .has_end = true,
					     .end_year = 2026,
					     .end_month = 5,
					     .end_day = 8,
					     .has_end_time = true,
					     .end_hour = 10,
					     .end_minute = 1}};
	const char *first = written(pool, r, true);
	CHECK_INT(reading_parse(pool, slice_of(first), &back, &e), 0);
	CHECK_STR(e.text, "");
	if (back)
		CHECK_STR(written(pool, back, true), first);
	pool_free(pool);
}

static const struct {
	int line;
	const char *json;
	int want;
} hostile[] = {
	{__LINE__, "{}", 0},
	{__LINE__, "{\"unknown\":[1,2,{}],\"class\":\"human\"}", 0},
	{__LINE__, "", -1},
	{__LINE__, "[]", -1},
	{__LINE__, "{\"class\":\"robot\"}", -1},
	{__LINE__, "{\"class\":7}", -1},
	{__LINE__, "{\"intent\":\"nothing\"}", -1},
	{__LINE__, "{\"verdict\":[]}", -1},
	{__LINE__, "{\"urgent\":\"yes\"}", -1},
	{__LINE__, "{\"requests\":-1}", -1},
	{__LINE__, "{\"requests\":1e3}", -1},
	{__LINE__, "{\"requests\":99999999999}", -1},
	{__LINE__, "{\"to\":[1]}", -1},
	{__LINE__, "{\"to\":{}}", -1},
	{__LINE__, "{\"from\":[]}", -1},
	{__LINE__, "{\"missing\":[\"everything\"]}", -1},
	{__LINE__, "{\"fields\":{\"deadline\":{\"text\":\"x\",\"date\":\"2026-02-30\"}}}", -1},
	{__LINE__,
	 "{\"fields\":{\"deadline\":{\"text\":\"x\",\"date\":\"2026-02-28\",\"time\":\"25:00\"}}}",
	 -1},
	{__LINE__,
	 "{\"fields\":{\"deadline\":{\"text\":\"x\",\"date\":\"2026-02-28\",\"time\":\"23:00\"}}}",
	 0},
	{__LINE__, "{\"fields\":{\"audience\":{}}}", -1},
	{__LINE__, "{\"content_sha256\":\"zz\"}", -1},
	{__LINE__, "{\"date_offset\":5000}", -1},
	{__LINE__, "{\"items\":[{\"kind\":\"wish\"}]}", -1},
	{__LINE__, "{\"items\":[{\"kind\":\"vague\",\"quote\":{\"start\":9,\"end\":3}}]}", -1},
	{__LINE__, "{\"text\":\"\\ud800\"}", -1},
	{__LINE__, "{\"out_of_office\":true}", 0},
	{__LINE__, "{\"out_of_office\":{}}", 0},
	{__LINE__, "{\"out_of_office\":7}", -1},
	{__LINE__, "{\"out_of_office\":{\"until\":{\"date\":\"2026-02-30\"}}}", -1},
	{__LINE__, "{\"out_of_office\":{\"substitutes\":[7]}}", -1},
	{__LINE__, "{\"subject\":null,\"kit\":null}", 0},
};

TEST(reading_refuses_what_is_no_reading)
{
	struct pool *pool = pool_new();
	for (size_t i = 0; i < COUNT(hostile); i++) {
		struct reading *r = NULL;
		struct err e = ERR_INIT;
		CHECK_INT_AT(hostile[i].line,
			     reading_parse(pool, slice_of(hostile[i].json), &r, &e),
			     hostile[i].want);
		if (hostile[i].want < 0) {
			CHECK_INT_AT(hostile[i].line, e.kind, ERR_MESSAGE);
			CHECK_AT(hostile[i].line, r == NULL);
		}
	}
	/* lists have a ceiling, and a field of a brief has one */
	struct str big;
	struct reading *r = NULL;
	struct err e = ERR_INIT;
	str_init(&big, 1 << 20);
	str_adds(&big, "{\"vague\":[\"x\"");
	for (int i = 0; i < 600; i++)
		str_adds(&big, ",\"x\"");
	str_adds(&big, "]}");
	CHECK_INT(reading_parse(pool, str_slice(&big), &r, &e), -1);
	str_reset(&big);
	err_clear(&e);
	str_adds(&big, "{\"kit\":\"");
	for (int i = 0; i < 5000; i++)
		str_addc(&big, 'x');
	str_adds(&big, "\"}");
	CHECK_INT(reading_parse(pool, str_slice(&big), &r, &e), -1);
	str_clear(&big);
	pool_free(pool);
}

TEST(names_there_and_back)
{
	for (int i = 0; i < FIELD_COUNT; i++)
		CHECK_INT(field_of(slice_of(field_name((enum field)i))), i);
	for (int i = 0; i < INTENT_COUNT; i++)
		CHECK_INT(intent_of(slice_of(intent_name((enum intent)i))), i);
	for (int i = 0; i < VERDICT_COUNT; i++)
		CHECK_INT(verdict_of(slice_of(verdict_name((enum verdict)i))), i);
	CHECK_INT(field_of(SLICE_LIT("nothing")), -1);
}
