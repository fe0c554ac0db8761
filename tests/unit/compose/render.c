/* What comes out of a template: every kind in every language, and a few to the letter. */
#include "../check.h"

#include "docket/base/utf8.h"

#include "overlay.h"
#include "sample.h"

#include <stdlib.h>

static void
check_lines(int line, struct slice text)
{
	struct slice rest = text, one;

	while (slice_line(&rest, &one)) {
		CHECK_AT(line, utf8_width(one) <= 76);
		CHECK_AT(line, one.len == 0 || one.data[one.len - 1] != ' ');
	}
}

/* Each tag that is opened is closed, in order; attributes are quoted. */
static void
check_html(struct slice html)
{
	struct slice open[64];
	size_t depth = 0;

	for (size_t i = 0; i < html.len; i++) {
		struct slice tag = slice_sub(html, i, html.len), name = SLICE_NONE;
		ptrdiff_t end;
		bool closing;

		if (html.data[i] != '<')
			continue;
		end = slice_index(tag, '>');
		CHECK(end > 0);
		if (end <= 0)
			return;
		tag = slice_sub(tag, 1, (size_t)end);
		i += (size_t)end;
		if (slice_starts(tag, "!") || slice_starts(tag, "meta") || slice_starts(tag, "br"))
			continue;
		closing = slice_starts(tag, "/");
		if (closing)
			tag = slice_sub(tag, 1, tag.len);
		(void)slice_cut(&tag, ' ', &name);
		if (!closing) {
			CHECK(depth < COUNT(open));
			if (depth < COUNT(open))
				open[depth++] = name;
			continue;
		}
		CHECK(depth > 0 && slice_eq(open[depth - 1], name));
		depth -= depth > 0;
	}
	CHECK_INT(depth, 0);
}

TEST(compose_all_kinds)
{
	struct pool *pool = pool_new();
	struct templates *t = NULL;
	struct err e = ERR_INIT;

	CHECK_INT(templates_new(NULL, &t, NULL, &e), 0);
	CHECK_STR(e.text, "");
	for (size_t k = 0; t != NULL && k < COUNT(sample_kinds); k++)
		for (size_t l = 0; l < COUNT(sample_langs); l++) {
			const char *kind = sample_kinds[k], *lang = sample_langs[l];
			struct value *v = sample_values(t, pool, kind, lang);
			struct rendered r = {0};

			CHECK_INT(templates_render(t, pool, kind, lang, v, &r, &e), 0);
			CHECK_SLICE_AT(__LINE__, r.lang, lang);
			CHECK(r.subject.len > 0 && !slice_has(r.subject, "{{"));
			CHECK(r.text.len > 100 && !slice_has(r.text, "{{"));
			CHECK(!slice_has(r.text, "  \n") && !slice_has(r.text, "\n\n\n\n"));
			CHECK(!slice_has(r.html, "{{") && !slice_has(r.html, "<img"));
			CHECK(!slice_has(r.html, "href") && !slice_has(r.html, "<script"));
			CHECK(slice_has(r.html,
					pool_slicef(pool, "<html lang=\"%s\">", lang).data));
			CHECK(!slice_has(r.text, "!")); /* the tone of the house */
			check_lines(__LINE__, r.text);
			check_html(r.html);
			/* An empty mail is no crash and no stray mark either. */
			CHECK_INT(templates_render(t, pool, kind, lang, value_new(pool), &r, &e),
				  0);
			CHECK(!slice_has(r.text, "“”") && !slice_has(r.text, "( )"));
			check_html(r.html);
		}
	templates_free(t);
	pool_free(pool);
}

TEST(compose_fallback)
{
	struct pool *pool = pool_new();
	struct templates *t = NULL;
	struct err e = ERR_INIT;
	struct rendered r = {0};

	CHECK_INT(templates_new(NULL, &t, NULL, &e), 0);
	CHECK_INT(templates_render(t, pool, "prompt", "it", value_new(pool), &r, &e), 0);
	CHECK_SLICE_AT(__LINE__, r.lang, "en");
	CHECK_INT(templates_render(t, pool, "prompt", "de-AT", value_new(pool), &r, &e), 0);
	CHECK_SLICE_AT(__LINE__, r.lang, "de");
	CHECK_INT(templates_render(t, pool, "prmpt", "en", value_new(pool), &r, &e), -1);
	CHECK_INT(e.kind, ERR_STOP);
	CHECK_STR(templates_word(t, "de", "side.us"), "wir");
	CHECK_STR(templates_word(t, "it", "side.us"), "with us");
	CHECK_STR(templates_word(t, "en", "no.such"), NULL);
	templates_free(t);
	pool_free(pool);
}

/* A language of one's own: one kind of mail and a few words; all else is English. */
TEST(compose_own_language)
{
	struct pool *pool = pool_new();
	struct value *v = value_new(pool);
	struct templates *t;
	struct err e = ERR_INIT;
	struct rendered r = {0};
	struct str faults;

	str_init(&faults, 4096);
	t = overlay("pt-BR", "status.mail", "Subject: {{ref}}\n\nOlá: {{updated}}\n", &faults);
	CHECK_STR(str_cstr(&faults), "");
	CHECK(t != NULL);
	value_cstr(v, "ref", "ACME-1");
	value_date(v, "updated", (struct civil){2026, 5, 14, 17, 0, 0}, "");
	CHECK_INT(templates_render(t, pool, "status", "pt-BR", v, &r, &e), 0);
	CHECK_SLICE_AT(__LINE__, r.text, "Olá: Thursday 14 May 2026, 17:00\n");
	CHECK_INT(templates_render(t, pool, "prompt", "pt-BR", v, &r, &e), 0);
	CHECK_SLICE_AT(__LINE__, r.lang, "en");
	templates_free(t);
	str_clear(&faults);
	pool_free(pool);
}

static const struct {
	int line;
	const char *lang;
	struct civil when;
	const char *zone, *said;
} dates[] = {
	{__LINE__, "en", {2026, 5, 14, 17, 0, 0}, "BST", "Thursday 14 May 2026, 17:00 BST"},
	{__LINE__, "en", {2026, 5, 14, 17, 0, 0}, "", "Thursday 14 May 2026, 17:00"},
	{__LINE__, "en", {2026, 5, 14, -1, 0, 0}, "BST", "Thursday 14 May 2026"},
	{__LINE__, "de", {2026, 5, 14, 17, 0, 0}, "", "Donnerstag, 14. Mai 2026, 17:00 Uhr"},
	{__LINE__, "de", {2026, 3, 1, 9, 5, 0}, "CET", "Sonntag, 1. März 2026, 09:05 Uhr (CET)"},
	{__LINE__, "fr", {2026, 5, 14, 17, 0, 0}, "", "jeudi 14 mai 2026 à 17:00"},
	{__LINE__, "fr", {2026, 5, 1, 0, 0, 0}, NULL, "vendredi 1er mai 2026 à 00:00"},
	{__LINE__, "es", {2026, 5, 14, 17, 0, 0}, "", "jueves 14 de mayo de 2026, 17:00"},
	{__LINE__, "es", {2028, 2, 29, -1, 0, 0}, "", "martes 29 de febrero de 2028"},
	{__LINE__, "en", {2026, 2, 30, -1, 0, 0}, "", ""},
	{__LINE__, "en", {0, 0, 0, 0, 0, 0}, "", ""},
};

TEST(compose_dates)
{
	struct pool *pool = pool_new();
	struct templates *t = NULL;
	struct err e = ERR_INIT;

	CHECK_INT(templates_new(NULL, &t, NULL, &e), 0);
	for (size_t i = 0; i < COUNT(dates); i++)
		CHECK_SLICE_AT(dates[i].line,
			       templates_date(t, pool, dates[i].lang, dates[i].when, dates[i].zone),
			       dates[i].said);
	templates_free(t);
	pool_free(pool);
}

static const struct {
	int line;
	const char *lang, *template;
	int64_t n;
	const char *said;
} numbers[] = {
	{__LINE__, "en", "{{job_count|plural:one job:# jobs}}", 1, "one job\n"},
	{__LINE__, "en", "{{job_count|plural:one job:# jobs}}", 12, "12 jobs\n"},
	{__LINE__, "en", "{{job_count|plural:one job:# jobs}}", 0, "0 jobs\n"},
	{__LINE__, "fr", "{{job_count|plural:# travail:# travaux}}", 0, "0 travail\n"},
	{__LINE__, "fr", "{{job_count|plural:# travail:# travaux}}", 2, "2 travaux\n"},
	{__LINE__, "en", "{{job_count}}", -7, "-7\n"},
	{__LINE__, "en", "{{job_count|size}}", 1, "1\u00A0kB\n"},
	{__LINE__, "en", "{{job_count|size}}", 999999, "999\u00A0kB\n"},
	{__LINE__, "en", "{{job_count|size}}", 4404019, "4.4\u00A0MB\n"},
	{__LINE__, "de", "{{job_count|size}}", 2500000000, "2,5\u00A0GB\n"},
	{__LINE__, "en", "a {{#if job_count}}b{{else}}c{{/if}} d", 0, "a c d\n"},
	{__LINE__, "en", "a {{#if job_count}}b{{else}}c{{/if}} d", 3, "a b d\n"},
	{__LINE__, "en", "\\# a \\{{job_count}} **b** `c` \\*", 1, "# a {{job_count}} b c *\n"},
};

TEST(compose_numbers)
{
	struct pool *pool = pool_new();

	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct value *v = value_new(pool);
		struct err e = ERR_INIT;
		struct rendered r = {0};
		struct templates *t;
		struct str faults;

		str_init(&faults, 4096);
		t = overlay(numbers[i].lang, "prompt.mail",
			    pool_slicef(pool, "Subject: s\n\n%s\n", numbers[i].template).data,
			    &faults);
		CHECK_STR_AT(numbers[i].line, str_cstr(&faults), "");
		value_int(v, "job_count", numbers[i].n);
		CHECK_INT_AT(numbers[i].line,
			     templates_render(t, pool, "prompt", numbers[i].lang, v, &r, &e), 0);
		CHECK_SLICE_AT(numbers[i].line, r.text, numbers[i].said);
		templates_free(t);
		str_clear(&faults);
	}
	pool_free(pool);
}

/* Every mark once, and one #each inside another: the inner `ref` is the job's. */
static const char all_marks[] = "Subject: {{ref}}\nHead: {{agency}} | {{ref}}\nTitle: {{title}}\n"
				"\n"
				"Words of {{ref}}\n"
				"go on here.\n"
				"\n"
				"# Jobs\n"
				"{{#each jobs}}\n"
				"- {{ref}}:{{#each questions}} {{n}}={{text}}{{/each}}\n"
				"{{#each questions}}\n"
				"? {{n}}. {{text}}\n"
				"{{/each}}\n"
				"{{/each}}\n"
				"| Label | {{title}} | {{ref}} |\n"
				"| A much longer label than that | {{title}} |\n"
				"| None | {{first_name}} |\n"
				"1. one\n"
				"2. two\n"
				"  goes on\n"
				"! notice\n"
				"= {{title|upper}}\n"
				"> {{title|wrap}}\n"
				"--- small {{ref}}\n";
static const char all_marks_text[] = "Words of ACME-1 go on here.\n"
				     "\n"
				     "Jobs\n"
				     "----\n"
				     "- ACME-2: 1=who 2=when\n"
				     "\n"
				     "1. who\n"
				     "\n\n"
				     "2. when\n"
				     "\n\n"
				     "- ACME-3: 3=where\n"
				     "\n"
				     "3. where\n"
				     "\n\n"
				     "Label:  a title of two lines\n"
				     "        ACME-1\n"
				     "A much longer label than that: a title of two lines\n"
				     "\n"
				     "1. one\n"
				     "2. two goes on\n"
				     "\n"
				     "notice\n"
				     "\n"
				     "    A TITLE\n"
				     "    OF TWO LINES\n"
				     "\n"
				     "> a title of two lines\n"
				     "\n"
				     "---\n"
				     "small ACME-1\n";

TEST(compose_marks)
{
	struct pool *pool = pool_new();
	struct value *v = value_new(pool), *job, *q;
	struct err e = ERR_INIT;
	struct rendered r = {0};
	struct templates *t;
	struct str faults;

	str_init(&faults, 4096);
	t = overlay("en", "prompt.mail", all_marks, &faults);
	CHECK_STR(str_cstr(&faults), "");
	value_cstr(v, "ref", "OLD-1");
	value_cstr(v, "ref", "ACME-1"); /* the last value given counts */
	value_cstr(v, "title", "a title\nof two lines");
	job = value_item(v, "jobs");
	value_cstr(job, "ref", "ACME-2");
	q = value_item(job, "questions");
	value_int(q, "n", 1);
	value_cstr(q, "text", "who");
	q = value_item(job, "questions");
	value_int(q, "n", 2);
	value_cstr(q, "text", "when");
	job = value_item(v, "jobs");
	value_cstr(job, "ref", "ACME-3");
	q = value_item(job, "questions");
	value_int(q, "n", 3);
	value_cstr(q, "text", "where");
	CHECK_INT(templates_render(t, pool, "prompt", "en", v, &r, &e), 0);
	CHECK_SLICE_AT(__LINE__, r.text, all_marks_text);
	CHECK(slice_has(r.flowed, "Label: a title of two lines\n"));
	check_html(r.html);
	templates_free(t);
	str_clear(&faults);
	pool_free(pool);
}

TEST(compose_wrap)
{
	struct pool *pool = pool_new();
	struct value *v = value_new(pool);
	struct err e = ERR_INIT;
	struct rendered r = {0};
	struct templates *t;
	struct str faults, long_text;

	str_init(&faults, 4096);
	str_init(&long_text, 1 << 20);
	t = overlay("en", "prompt.mail", "Subject: {{title}}\n\n{{title}}\n\n> {{ref}}\n", &faults);
	for (int i = 0; i < 60; i++)
		str_adds(&long_text, "漢字かな");
	value_text(v, "title", str_slice(&long_text));
	str_reset(&long_text);
	for (int i = 0; i < 200; i++)
		str_adds(&long_text, "äöü 12 ");
	value_text(v, "ref", str_slice(&long_text));
	CHECK_INT(templates_render(t, pool, "prompt", "en", v, &r, &e), 0);
	check_lines(__LINE__, r.text);
	CHECK(r.subject.len <= 223 && slice_ends(r.subject, "…") && utf8_valid(r.subject));
	/* Quoted lines that are short enough keep their columns; flowed ones are not wrapped at
	 * all. */
	value_cstr(v, "ref", "a     b\n\n  c");
	value_cstr(v, "title",
		   "one two three four five six seven eight nine ten eleven twelve thirteen "
		   "fourteen fifteen sixteen");
	CHECK_INT(templates_render(t, pool, "prompt", "en", v, &r, &e), 0);
	CHECK_SLICE_AT(__LINE__, r.text,
		       "one two three four five six seven eight nine ten eleven twelve "
		       "thirteen\nfourteen fifteen sixteen\n\n> a     b\n>\n>   c\n");
	CHECK_SLICE_AT(__LINE__, r.flowed,
		       "one two three four five six seven eight nine ten eleven twelve thirteen "
		       "fourteen fifteen sixteen\n\n> a     b\n>\n>   c\n");
	/* One word that cannot be broken stays whole. */
	value_cstr(v, "ref",
		   "https://files.example/a/very/long/path/that/no/line/of/text/could/ever/"
		   "hold/in/full?id=1234567890");
	CHECK_INT(templates_render(t, pool, "prompt", "en", v, &r, &e), 0);
	CHECK(slice_has(r.text,
			"> https://files.example/a/very/long/path/that/no/line/of/text/could/"
			"ever/hold/in/full?id=1234567890\n"));
	/* Much too much of one value is cut, not refused. */
	for (int i = 0; i < 20000; i++)
		str_adds(&long_text, "word ");
	value_text(v, "ref", str_slice(&long_text));
	CHECK_INT(templates_render(t, pool, "prompt", "en", v, &r, &e), 0);
	CHECK(r.text.len < 40000 && slice_has(r.text, "…\n"));
	templates_free(t);
	str_clear(&faults);
	str_clear(&long_text);
	pool_free(pool);
}

/* A prompt to the letter. */
static const char prompt_text[] =
	"Hello Jane,\n"
	"\n"
	"Thank you for your request. Its docket number is ACME-042; please leave\n"
	"it in the subject line and everything stays in one place.\n"
	"\n"
	"What we understood\n"
	"------------------\n"
	"Deliverable:       “a landing page for the spring sale, plus the three\n"
	"                   banners that lead to it”\n"
	"Goal:              “more sign-ups from returning customers”\n"
	"Copy or offer:     “20% off all garden furniture until the end of May”\n"
	"Deadline:          “next Thursday, 5pm”\n"
	"Deadline in full:  Thursday 14 May 2026, 17:00 BST\n"
	"\n"
	"Files we received\n"
	"-----------------\n"
	"- logo-2026.svg (18\u00A0kB)\n"
	"- garden-terrace-hero.jpg (4.4\u00A0MB)\n"
	"\n"
	"What we still need from you\n"
	"---------------------------\n"
	"1. Who should it speak to?\n"
	"\n\n"
	"2. Who signs off on your side?\n"
	"\n\n"
	"3. You wrote “a bit more premium”. What would come closest: less copy, a\n"
	"   darker palette, or more product detail?\n"
	"\n\n"
	"Your move. Reply to this mail and write under the lines, answer by\n"
	"number, or tell us in your own words. What you do not know yet can wait\n"
	"for a second mail.\n"
	"\n"
	"---\n"
	"If something above is not what you meant, say so in the same reply and\n"
	"we will correct it.\n"
	"\n"
	"Harbor & Pine · ACME-042 · k7f3qa2mwx5d\n";

TEST(compose_prompt)
{
	struct pool *pool = pool_new();
	struct templates *t = NULL;
	struct err e = ERR_INIT;
	struct rendered r = {0};

	CHECK_INT(templates_new(NULL, &t, NULL, &e), 0);
	CHECK_INT(templates_render(t, pool, "prompt", "en", sample_values(t, pool, "prompt", "en"),
				   &r, &e),
		  0);
	CHECK_SLICE_AT(__LINE__, r.subject,
		       "[ACME-042] Spring landing page: 3 questions before we start");
	CHECK_SLICE_AT(__LINE__, r.text, prompt_text);
	CHECK(slice_has(r.html, "<title>[ACME-042] Spring landing page: 3 questions before we start"
				"</title>"));
	CHECK(slice_has(r.html, "Harbor &amp; Pine"));
	templates_free(t);
	pool_free(pool);
}

/* x^2.4 for 0 < x <= 1 without libm: x^2 times the fifth root of x^2, by Newton. */
static double
gamma_of(double x)
{
	double square = x * x, root = 1;

	for (int i = 0; i < 60; i++)
		root -= (root * root * root * root * root - square) /
			(5 * root * root * root * root);
	return square * root;
}

/* Of a colour such as "#1f2528": WCAG 2.1, relative luminance. */
static double
luminance(const char *colour)
{
	static const double share[3] = {0.2126, 0.7152, 0.0722};
	unsigned long rgb = strtoul(colour + 1, NULL, 16);
	double sum = 0;

	for (int i = 0; i < 3; i++) {
		double c = (double)(rgb >> (16 - 8 * i) & 0xFF) / 255;

		sum += share[i] * (c <= 0.03928 ? c / 12.92 : gamma_of((c + 0.055) / 1.055));
	}
	return sum;
}

static const struct {
	int line;
	const char *ink, *paper;
} colours[] = {
	/* as tpl_html.c pairs them, on light screens and on dark ones */
	{__LINE__, "#1f2528", "#ffffff"}, {__LINE__, "#5a6468", "#ffffff"},
	{__LINE__, "#5a6468", "#f3f1ec"}, {__LINE__, "#1d5c4a", "#ffffff"},
	{__LINE__, "#1d5c4a", "#f3f1ec"}, {__LINE__, "#8f3d0e", "#f3f1ec"},
	{__LINE__, "#8f3d0e", "#ffffff"}, {__LINE__, "#1f2528", "#edf4f0"},
	{__LINE__, "#1f2528", "#fbefe4"}, {__LINE__, "#434b4f", "#ffffff"},
	{__LINE__, "#1f2528", "#f8f6f2"}, {__LINE__, "#1f2528", "#faf8f4"},
	{__LINE__, "#e9e7e1", "#1d2325"}, {__LINE__, "#a7b0b2", "#1d2325"},
	{__LINE__, "#a7b0b2", "#14181a"}, {__LINE__, "#8fd3bb", "#1d2325"},
	{__LINE__, "#8fd3bb", "#14181a"}, {__LINE__, "#f3b48b", "#14181a"},
	{__LINE__, "#f3b48b", "#1d2325"}, {__LINE__, "#e9e7e1", "#20302b"},
	{__LINE__, "#e9e7e1", "#372417"}, {__LINE__, "#c9ced0", "#1d2325"},
	{__LINE__, "#e9e7e1", "#15191b"},
};

TEST(compose_contrast)
{
	struct pool *pool = pool_new();
	struct templates *t = NULL;
	struct rendered calm = {0}, alarm = {0};
	struct err e = ERR_INIT;

	CHECK_INT(templates_new(NULL, &t, NULL, &e), 0);
	CHECK_INT(templates_render(t, pool, "draft", "en", sample_values(t, pool, "draft", "en"),
				   &calm, &e),
		  0);
	CHECK_INT(templates_render(t, pool, "alarm", "en", sample_values(t, pool, "alarm", "en"),
				   &alarm, &e),
		  0);
	for (size_t i = 0; i < COUNT(colours); i++) {
		double a = luminance(colours[i].ink), b = luminance(colours[i].paper);

		CHECK_AT(colours[i].line,
			 ((a > b ? a : b) + 0.05) / ((a > b ? b : a) + 0.05) >= 4.5);
	}
	CHECK(slice_has(calm.html, "color:#1f2528") && slice_has(alarm.html, "background:#fbefe4"));
	templates_free(t);
	pool_free(pool);
}
