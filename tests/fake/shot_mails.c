/*
 * Renders every kind of mail in every language into a folder, as KIND.LANG.html and .txt, for
 * tests/lint/shots.sh. With --bench it renders and writes one mail over and over and says how long
 * that takes.
 */
#include "sample.h"

#include "docket/base/clock.h"
#include "docket/base/file.h"
#include "docket/compose/mail_out.h"

#include <stdio.h>

static int
write_one(const char *folder, const char *name, const char *ending, struct slice text)
{
	struct err e = ERR_INIT;
	char path[512];

	(void)snprintf(path, sizeof(path), "%s/%s.%s", folder, name, ending);
	if (file_write(path, text, 0644, &e) < 0) {
		fprintf(stderr, "%s\n", e.text);
		return -1;
	}
	return 0;
}

static int
render_all(const struct templates *t, struct pool *pool, const char *folder)
{
	struct err e = ERR_INIT;

	for (size_t k = 0; k < COUNT(sample_kinds); k++)
		for (size_t l = 0; l < COUNT(sample_langs); l++) {
			struct value *v = sample_values(t, pool, sample_kinds[k], sample_langs[l]);
			struct rendered r;
			char name[64];

			(void)snprintf(name, sizeof(name), "%s.%s", sample_kinds[k],
				       sample_langs[l]);
			if (templates_render(t, pool, sample_kinds[k], sample_langs[l], v, &r, &e) <
			    0) {
				fprintf(stderr, "%s\n", e.text);
				return -1;
			}
			if (write_one(folder, name, "html", r.html) < 0 ||
			    write_one(folder, name, "txt",
				      pool_slicef(pool, "Subject: %.*s\n\n%.*s",
						  SLICE_ARG(r.subject), SLICE_ARG(r.text))) < 0)
				return -1;
		}
	return 0;
}

static int
bench(const struct templates *t)
{
	enum { ROUNDS = 20000 };
	struct mail_out m = {
		.from_name = SLICE_LIT("Harbor & Pine"),
		.from_address = SLICE_LIT("intake@harborpine.example"),
		.to_name = SLICE_LIT("Jane Doe"),
		.to_address = SLICE_LIT("jane@acme.example"),
		.message_id = SLICE_LIT("k7f3qa2mwx5d.1@harborpine.example"),
		.date = INT64_C(1778774400000),
	};
	struct pool *pool = pool_new();
	struct str out;
	int64_t start = clock_mono(), middle;
	struct rendered r;
	struct err e = ERR_INIT;

	str_init(&out, 1 << 24);
	for (int i = 0; i < ROUNDS; i++) {
		pool_reset(pool);
		if (templates_render(t, pool, "prompt", "en",
				     sample_values(t, pool, "prompt", "en"), &r, &e) < 0)
			return -1;
	}
	middle = clock_mono();
	m.subject = r.subject;
	m.text = r.text;
	m.html = r.html;
	for (int i = 0; i < ROUNDS; i++) {
		str_reset(&out);
		if (mail_out_write(pool, &m, &out, &e) < 0)
			return -1;
	}
	printf("render %.4f ms, write %.4f ms; text %zu, html %zu, mail %zu bytes\n",
	       (double)(middle - start) / ROUNDS, (double)(clock_mono() - middle) / ROUNDS,
	       r.text.len, r.html.len, out.len);
	str_clear(&out);
	pool_free(pool);
	return 0;
}

int
main(int argc, char **argv)
{
	struct templates *t;
	struct pool *pool = pool_new();
	struct err e = ERR_INIT;
	struct str faults;
	int ret;

	str_init(&faults, 1 << 16);
	if (argc != 2) {
		fprintf(stderr, "usage: shot_mails FOLDER | --bench\n");
		return 64;
	}
	if (templates_new(NULL, &t, &faults, &e) < 0) {
		fprintf(stderr, "%s%s\n", str_cstr(&faults), e.text);
		return 78;
	}
	ret = strcmp(argv[1], "--bench") == 0 ? bench(t) : render_all(t, pool, argv[1]);
	str_clear(&faults);
	templates_free(t);
	pool_free(pool);
	return ret < 0 ? 74 : 0;
}
