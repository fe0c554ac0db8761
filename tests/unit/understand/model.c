/* The learnt weights: they are those of the texts, and say what a clause does and why. */
#include "sample.h"

#include <stdio.h>
#include <string.h>

#include "docket/base/asset.h"
#include "docket/base/file.h"
#include "docket/base/hash.h"

#include "../../../bot/understand/lexicon.h"
#include "../../../bot/understand/model.h"

static const char path[] = "templates/model/acts.tsv";

static const struct {
	int line;
	int lang;
	const char *clause, *want;
} cases[] = {
	{__LINE__, LANG_EN, "Off to print with it please.", "release"},
	{__LINE__, LANG_EN, "Please don't print it yet.", "withhold"},
	{__LINE__, LANG_EN, "Could you make the logo bigger?", "change"},
	{__LINE__, LANG_EN, "I'll look at it tomorrow.", "defer"},
	{__LINE__, LANG_EN, "Ask Bob, he decides.", "delegate"},
	{__LINE__, LANG_EN, "It needs more punch.", "vague"},
	{__LINE__, LANG_EN, "When will it be delivered?", "status"},
	{__LINE__, LANG_DE, "Das Logo ist zu klein.", "change"},
	{__LINE__, LANG_DE, "Kann so in den Druck.", "release"},
	{__LINE__, LANG_FR, "Vous pouvez imprimer.", "release"},
	{__LINE__, LANG_FR, "Je regarde ça demain.", "defer"},
	{__LINE__, LANG_ES, "No imprimáis todavía.", "withhold"},
};

TEST(model_of_a_clause)
{
	const struct understanding *u = sample_understanding();
	struct pool *pool = pool_new();
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct doc *d = doc_new(u, pool, slice_of(cases[i].clause), cases[i].lang);
		struct model_said said;
		float all = 0;
		model_read(u->model, d, 0, d->tok_count, &said);
		CHECK_STR_AT(cases[i].line, speech_names[said.best], cases[i].want);
		for (size_t k = 0; k < SPEECH_COUNT; k++)
			all += said.p[k];
		CHECK_AT(cases[i].line, all > 0.999f && all < 1.001f && said.known > 0);
		struct slice why = model_why(u->model, d, 0, d->tok_count, (enum speech)said.best, pool);
		CHECK_AT(cases[i].line, slice_starts(why, "model: ") && slice_has(why, "'"));
	}
	pool_free(pool);
}

TEST(model_says_nothing_without_words)
{
	const struct understanding *u = sample_understanding();
	struct pool *pool = pool_new();
	struct doc *d = doc_new(u, pool, slice_of("xqzzt wvvbk"), LANG_EN);
	struct model_said said;
	model_read(u->model, d, 0, 0, &said);
	CHECK(said.known <= 0);
	model_read(u->model, d, 0, d->tok_count, &said);
	CHECK(said.known <= 0);
	model_read(NULL, d, 0, d->tok_count, &said);
	CHECK(said.known <= 0);
	pool_free(pool);
}

/* Whoever changes the texts has to run `make model`: the file names the texts it was made of. */
TEST(model_is_of_the_texts)
{
	static const char *const langs[] = {"de", "en", "es", "fr"}; /* as make sorts them */
	const struct asset *file = asset_find(path);
	struct hash_ctx hash;
	unsigned char sum[HASH_LEN];
	char hex[HASH_HEX];
	hash_begin(&hash);
	for (size_t i = 0; i < COUNT(langs); i++) {
		char name[64];
		struct str text;
		struct err e = ERR_INIT;
		snprintf(name, sizeof(name), "tests/corpus/train/acts/%s.tsv", langs[i]);
		str_init(&text, 16 * 1024 * 1024);
		if (file_read(name, &text, &e) < 0) {
			str_clear(&text);
			SKIP("not run from the source tree");
		}
		hash_feed(&hash, str_slice(&text));
		str_clear(&text);
	}
	hash_end(&hash, sum);
	hash_hex(sum, HASH_LEN, hex);
	CHECK(file != NULL && slice_has(slice_sub(file->text, 0, 400), hex));
}

TEST(model_file_with_a_fault)
{
	static const struct {
		int line;
		const char *text;
		bool good;
	} files[] = {
		{__LINE__, "# a model\n", true},
		{__LINE__, "w:ship\tOOO\n", false},
		{__LINE__, "scale\t0\trelease\n", false},
		/* a kind that is younger than the file is missing there */
		{__LINE__, "scale\t10\trelease nod\n", true},
		{__LINE__, "scale\t10\trelease release\n", false},
		{__LINE__, "scale\t10\trelease readers\n", false},
		{__LINE__, "scale\t10\trelease nod\nw:ship\tOO\n", true},
		{__LINE__, "scale\t10\trelease nod\nw:ship\tOOO\n", false},
		{__LINE__, "scale\t10\t\n", false},
	};
	struct pool *pool = pool_new();
	for (size_t i = 0; i < COUNT(files); i++) {
		struct asset file = {path, slice_of(files[i].text)};
		struct model *m = NULL;
		struct err e = ERR_INIT;
		CHECK_AT(files[i].line,
			 (model_load(pool, &file, &speech_kinds, &m, &e) == 0) == files[i].good);
	}
	pool_free(pool);
}
