/* Opens and closes what a working docket needs, in one order. */
#include "docket/daemon/desk.h"

#include "docket/base/file.h"
#include "docket/base/step.h"
#include "docket/compose/mail_out.h"
#include "docket/daemon/setup.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

enum { FAULTS_MAX = 64 << 10, LEXICON_MAX = 4 << 20 };

int
desk_conf(const char *given, struct conf **out, struct err *e)
{
	char path[4096];
	struct str faults;
	str_init(&faults, FAULTS_MAX);
	int r = conf_find(given, path, sizeof(path), e);
	if (r == 0)
		r = conf_load(path, out, &faults, e);
	if (faults.len > 0)
		fputs(str_cstr(&faults), stderr);
	str_clear(&faults);
	return r;
}

static const char *const lexicon_langs[] = {"en", "de", "fr", "es"};

/* The built-in files; those of FOLDER/LANG/NAME.tsv take the place of lexicons of that name. */
static int
overlay(struct pool *pool, const char *folder, struct asset **out, size_t *count_out, struct err *e)
{
	size_t count;
	const struct asset *built_in = asset_all(&count);
	struct asset *assets = pool_array(pool, count + 1, sizeof(*assets));
	memcpy(assets, built_in, count * sizeof(*assets));
	*out = assets;
	*count_out = count;
	for (size_t i = 0; folder != NULL && i < count; i++) {
		const char *lexicon = strstr(assets[i].path, "/lexicon/");
		if (lexicon == NULL)
			continue;
		for (size_t k = 0; k < COUNT(lexicon_langs); k++) {
			char path[4096];
			if (strncmp(assets[i].path + strlen("templates/"), lexicon_langs[k], 2) != 0)
				continue;
			snprintf(path, sizeof(path), "%s/%s/%s", folder, lexicon_langs[k],
			         lexicon + strlen("/lexicon/"));
			if (access(path, R_OK) != 0)
				continue;
			struct str text;
			str_init(&text, LEXICON_MAX);
			int r = file_read(path, &text, e);
			assets[i] = (struct asset){pool_cstr(pool, slice_of(path)),
			                           pool_copy(pool, str_slice(&text))};
			str_clear(&text);
			if (r < 0)
				return -1;
		}
	}
	return 0;
}

int
desk_understanding(const char *lexicon_folder, const struct kits *kits, struct understanding **out,
                   struct err *e)
{
	size_t count;
	struct asset *assets;
	struct pool *pool = pool_new();
	struct kit_need *needs = pool_array(pool, kits->all.len + 1, sizeof(*needs));
	for (size_t i = 0; i < kits->all.len; i++) {
		needs[i].name = kits->all.at[i].name;
		for (size_t k = 0; k < kits->all.at[i].required.len; k++) {
			int f = field_of(slice_of(kits->all.at[i].required.at[k]));
			if (f >= 0)
				needs[i].required |= FIELD_BIT((unsigned)f);
		}
	}
	int r = overlay(pool, lexicon_folder, &assets, &count, e);
	if (r == 0)
		r = understand_new(assets, count, needs, kits->all.len, out, e);
	pool_free(pool);
	return r;
}

int
desk_phrases(const char *lexicon_folder, struct phrases **out, struct err *e)
{
	size_t count;
	struct asset *assets;
	struct pool *pool = pool_new();
	int r = overlay(pool, lexicon_folder, &assets, &count, e);
	if (r == 0)
		r = phrases_new(assets, count, out, e);
	pool_free(pool);
	return r;
}

/* Lexicons of the agency's own are compiled at the start, where their faults are told. */
static const struct understanding *
lexicons(void *arg, struct err *e)
{
	struct desk *d = arg;
	if (d->understanding == NULL)
		(void)desk_understanding(d->conf->lexicon, d->kits, &d->understanding, e);
	return d->understanding;
}

int
desk_open(const char *conf_path, enum store_open how, struct desk *d, struct err *e)
{
	return desk_open_as(conf_path, &(struct desk_way){.how = how}, d, e);
}

/* Kits, templates and the agency's own word lists, by the configuration. */
static int
load_files(struct desk *d, struct err *e)
{
	struct str faults;
	str_init(&faults, FAULTS_MAX);
	int r = kits_load(d->conf->kits, &d->kits, &faults, e);
	if (r == 0)
		r = templates_new(d->conf->templates, &d->templates, &faults, e);
	if (faults.len > 0)
		fputs(str_cstr(&faults), stderr);
	str_clear(&faults);
	if (r == 0)
		r = desk_phrases(d->conf->lexicon, &d->phrases, e);
	if (r == 0 && d->conf->lexicon != NULL && lexicons(d, e) == NULL)
		r = -1;
	return r;
}

static int
load_intake(struct desk *d, bool rebuilds, struct err *e)
{
	struct intake_env env = {d->store, d->conf, d->kits, d->templates, d->phrases,
	                         lexicons, d, &d->clock, rebuilds};
	return intake_new(&env, &d->intake, e);
}

int
desk_open_as(const char *conf_path, const struct desk_way *way, struct desk *d, struct err *e)
{
	*d = (struct desk){.clock = clock_program()};
	int r = desk_conf(conf_path, &d->conf, e);
	if (r == 0 && way->data != NULL)
		d->conf->data = way->data;
	if (r == 0)
		r = load_files(d, e);
	if (r == 0)
		r = store_open(d->conf->data, way->how, &d->store, e);
	if (r == 0) {
		mail_out_setup();
		r = load_intake(d, way->rebuilds, e);
	}
	if (r == 0 && way->how == STORE_WRITE && !way->rebuilds)
		r = setup_note(d, e);
	if (r < 0)
		desk_close(d);
	return r;
}

/* What the configuration brought; the store stays open. */
static void
drop_files(struct desk *d)
{
	intake_free(d->intake);
	understand_free(d->understanding);
	phrases_free(d->phrases);
	templates_free(d->templates);
	kits_free(d->kits);
	conf_free(d->conf);
}

int
desk_change(struct desk *d, const char *conf_path, const struct desk_folders *laid, struct err *e)
{
	struct desk next = {.store = d->store, .clock = d->clock};
	struct str faults;
	str_init(&faults, FAULTS_MAX);
	int r = conf_load(conf_path, &next.conf, &faults, e);
	str_clear(&faults);
	if (r == 0) {
		/* Beside the configuration they came with, whatever it calls them. */
		struct pool *pool = next.conf->pool;
		next.conf->data = pool_cstr(pool, slice_of(d->conf->data));
		next.conf->kits = laid->kits != NULL ? pool_cstr(pool, slice_of(laid->kits)) : NULL;
		next.conf->templates =
		        laid->templates != NULL ? pool_cstr(pool, slice_of(laid->templates)) : NULL;
		next.conf->lexicon =
		        laid->lexicon != NULL ? pool_cstr(pool, slice_of(laid->lexicon)) : NULL;
		r = load_files(&next, e);
	}
	if (r < 0) {
		drop_files(&next);
		return -1;
	}
	drop_files(d);
	*d = next;
	return load_intake(d, true, e);
}

void
desk_close(struct desk *d)
{
	struct store *s = d->store;
	drop_files(d);
	store_close(s);
	zone_free_all();
	*d = (struct desk){.conf = NULL};
}
