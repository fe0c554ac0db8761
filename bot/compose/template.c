/*
 * All templates of all languages: the built-in ones and, over them, those of a folder that people
 * edit. Those of people are compiled at the start, where their faults are told; the built-in ones,
 * which the tests compile, when they are first asked for.
 */
#include "docket/compose/template.h"

#include "tpl_tree.h"
#include "tpl_words.h"

#include "docket/base/file.h"
#include "docket/base/near.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	TEXT_MAX = 512 * 1024,
	HTML_MAX = 2 * 1024 * 1024,
	FILE_MAX = 256 * 1024,
	LANGS_MAX = 32,
};

struct lang {
	const char *name; /* "en", "pt-BR" */
	struct tpl_words *words;
	const struct asset *built_in[TPL_KINDS];
	struct tpl *kinds[TPL_KINDS]; /* compiled; NULL: not yet, or there is none */
};

struct templates {
	struct pool *pool;
	VEC(struct lang) langs; /* [0] is English */
};

/* While loading. */
struct loader {
	struct templates *t;
	struct tpl_faults *faults;
	bool built_in; /* the files of the program, not a folder's */
};

/* "en", "pt-BR": letters, digits and hyphens, as it stands in paths and in the page. */
static bool
is_lang(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.data[i];

		if (!(c >= 'a' && c <= 'z') && !(i > 0 && ((c >= 'A' && c <= 'Z') || c == '-')))
			return false;
	}
	return s.len >= 2 && s.len <= 12;
}

static struct lang *
lang_exactly(const struct templates *t, struct slice name)
{
	struct lang *l;

	VEC_EACH (l, &t->langs)
		if (slice_ieq(name, slice_of(l->name)))
			return l;
	return NULL;
}

/* The language, the language without its country, or English. */
static struct lang *
lang_of(const struct templates *t, struct slice name)
{
	struct lang *l = lang_exactly(t, name);
	struct slice rest = name, base = SLICE_NONE;

	if (l == NULL && slice_cut(&rest, '-', &base))
		l = lang_exactly(t, base);
	return l == NULL ? &t->langs.at[0] : l;
}

static struct lang *
lang_add(struct templates *t, struct slice name)
{
	struct lang *l = lang_exactly(t, name);

	if (l != NULL)
		return l;
	l = VEC_NEW(&t->langs, t->pool);
	l->name = pool_cstr(t->pool, name);
	l->words = tpl_words_new(t->pool, l->name, t->langs.len == 1 ? NULL : t->langs.at[0].words);
	return l;
}

static void
load_unknown(struct loader *load, const char *file, struct slice kind)
{
	size_t best = kind.len / 2 + 2;
	char sentence[200];
	const char *near = NULL;

	for (int i = 0; i < TPL_KINDS; i++) {
		size_t d = near_distance(kind, slice_of(tpl_names_kinds[i].kind));

		if (d < best) {
			best = d;
			near = tpl_names_kinds[i].kind;
		}
	}
	(void)snprintf(sentence, sizeof(sentence), "'%.*s' is no kind of mail%s%s%s",
		       SLICE_ARG(kind), near == NULL ? "" : "; the nearest is '",
		       near == NULL ? "" : near, near == NULL ? "" : "'");
	tpl_parse_fault(load->faults, file, SLICE_NONE, 0, slice_of(sentence));
}

static struct tpl *
compile(struct pool *pool, int kind, const struct asset *file, struct tpl_faults *faults)
{
	const struct tpl_source source = {
		.kind = &tpl_names_kinds[kind], .file = file->path, .text = file->text};

	return tpl_parse(pool, &source, faults);
}

static bool
has(const struct lang *l, int kind)
{
	return l->kinds[kind] != NULL || l->built_in[kind] != NULL;
}

/* The language's template of a kind, or NULL. */
static const struct tpl *
compiled(const struct templates *t, struct lang *l, int kind)
{
	struct tpl_faults none = {0};

	if (l->kinds[kind] == NULL && l->built_in[kind] != NULL)
		l->kinds[kind] = compile(t->pool, kind, l->built_in[kind], &none);
	return l->kinds[kind];
}

/* One file: `name` is KIND.mail or words.tsv. */
static void
load_one(struct loader *load, struct slice lang, struct slice name, const struct asset *file)
{
	struct lang *l = lang_add(load->t, lang);
	struct tpl *own;
	int kind;

	if (slice_is(name, "words.tsv")) {
		tpl_words_read(l->words, file->path, file->text, load->faults);
		return;
	}
	if (!slice_ends(name, ".mail"))
		return; /* an editor's backup, a note */
	kind = tpl_names_kind(slice_sub(name, 0, name.len - 5));
	if (kind < 0) {
		load_unknown(load, file->path, slice_sub(name, 0, name.len - 5));
		return;
	}
	if (load->built_in) {
		l->built_in[kind] = file;
		return;
	}
	own = compile(load->t->pool, kind, file, load->faults);
	if (own != NULL)
		l->kinds[kind] = own;
}

/* "templates/LANG/mail/NAME" of the built-in files. */
static void
load_assets(struct loader *load)
{
	size_t count;
	const struct asset *all = asset_all(&count);

	for (size_t i = 0; i < count; i++) {
		struct slice rest = slice_of(all[i].path), lang, folder;

		if (!slice_starts(rest, "templates/"))
			continue;
		rest = slice_sub(rest, 10, rest.len);
		if (slice_cut(&rest, '/', &lang) && slice_cut(&rest, '/', &folder) &&
		    slice_is(folder, "mail") && is_lang(lang))
			load_one(load, lang, rest, &all[i]);
	}
}

static int
not_hidden(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int
load_file(struct loader *load, const char *path, struct slice lang, struct slice name,
	  struct err *e)
{
	struct asset file = {.path = pool_cstr(load->t->pool, slice_of(path))};
	struct str text;
	int ret;

	str_init(&text, FILE_MAX);
	ret = file_read(path, &text, e);
	if (ret == 0) {
		file.text = pool_copy(load->t->pool, str_slice(&text));
		load_one(load, lang, name, &file);
	}
	str_clear(&text);
	return ret;
}

/* FOLDER/LANG/mail/NAME, in order of name so that faults come in the same order everywhere. */
static int
load_lang_folder(struct loader *load, const char *folder, const char *lang, struct err *e)
{
	struct dirent **files;
	char path[1024];
	int n, ret = 0;

	(void)snprintf(path, sizeof(path), "%s/%s/mail", folder, lang);
	n = scandir(path, &files, not_hidden, alphasort);
	if (n < 0)
		return 0; /* no folder of mails: only a lexicon is laid over */
	for (int i = 0; i < n; i++) {
		struct slice name = slice_of(files[i]->d_name);

		(void)snprintf(path, sizeof(path), "%s/%s/mail/%s", folder, lang, files[i]->d_name);
		if (ret == 0 && (slice_ends(name, ".mail") || slice_is(name, "words.tsv")))
			ret = load_file(load, path, slice_of(lang), name, e);
		free(files[i]);
	}
	free(files);
	return ret;
}

static int
load_folder(struct loader *load, const char *folder, struct err *e)
{
	struct dirent **langs;
	int n = scandir(folder, &langs, not_hidden, alphasort), ret = 0;

	if (n < 0)
		return err_set(e, ERR_CONFIG, "cannot read the templates in '%s'", folder);
	for (int i = 0; i < n; i++) {
		if (ret == 0 && is_lang(slice_of(langs[i]->d_name)) &&
		    load->t->langs.len < LANGS_MAX)
			ret = load_lang_folder(load, folder, langs[i]->d_name, e);
		free(langs[i]);
	}
	free(langs);
	if (ret < 0 && e != NULL)
		e->kind = ERR_CONFIG;
	return ret;
}

int
templates_new(const char *folder, struct templates **out, struct str *faults, struct err *e)
{
	struct tpl_faults found = {.out = faults};
	struct pool *pool = pool_new();
	struct templates *t = pool_alloc(pool, sizeof(*t));
	struct loader load = {.t = t, .faults = &found, .built_in = true};
	const struct asset *words = asset_find("templates/en/mail/words.tsv");

	t->pool = pool;
	(void)lang_add(t, SLICE_LIT("en"));
	/* English words first: they say which keys there are. */
	if (words != NULL)
		load_one(&load, SLICE_LIT("en"), SLICE_LIT("words.tsv"), words);
	tpl_words_seal(t->langs.at[0].words);
	load_assets(&load);
	load.built_in = false;
	if (folder != NULL && load_folder(&load, folder, e) < 0)
		goto failed;
	for (int i = 0; i < TPL_KINDS && found.count == 0; i++)
		if (!has(&t->langs.at[0], i)) {
			(void)err_set(e, ERR_CONFIG, "templates/en/mail/%s.mail is missing",
				      tpl_names_kinds[i].kind);
			goto failed;
		}
	if (found.count > 0) {
		(void)err_set(e, ERR_CONFIG, "%zu %s in the mail templates; the first: %s",
			      found.count, found.count == 1 ? "fault" : "faults", found.first);
		goto failed;
	}
	*out = t;
	return 0;
failed:
	templates_free(t);
	return -1;
}

void
templates_free(struct templates *t)
{
	if (t != NULL)
		pool_free(t->pool);
}

/* The writers' text into the pool. */
static int
keep(struct pool *pool, struct str *text, struct slice *out, struct err *e)
{
	bool failed = str_failed(text);

	if (!failed)
		*out = pool_copy(pool, str_slice(text));
	str_clear(text);
	return failed ? err_set(e, ERR_MESSAGE, "the mail would be too large to write") : 0;
}

int
templates_render(const struct templates *t, struct pool *pool, const char *kind, const char *lang,
		 const struct value *v, struct rendered *out, struct err *e)
{
	struct lang *l = lang_of(t, slice_of(lang));
	int k = tpl_names_kind(slice_of(kind));
	const struct tpl *tpl;
	struct rendered r = {0};
	struct tpl_filled filled;
	struct str text, flowed, html;
	int ret;

	if (k < 0)
		return err_set(e, ERR_STOP, "there is no mail template '%s'", kind);
	if (!has(l, k))
		l = &t->langs.at[0];
	tpl = compiled(t, l, k);
	if (tpl == NULL)
		return err_set(e, ERR_STOP, "a defect of docket: %s does not compile",
			       l->built_in[k] == NULL ? kind : l->built_in[k]->path);
	tpl_fill(tpl, pool, l->words, v, &filled);
	str_init(&text, TEXT_MAX);
	str_init(&flowed, TEXT_MAX);
	str_init(&html, HTML_MAX);
	(void)str_room(&text, 4096);
	(void)str_room(&html, 16384);
	tpl_text_write(&filled, false, &text);
	tpl_text_write(&filled, true, &flowed);
	tpl_html_write(&filled, l->name, &html);
	r.subject = filled.subject;
	r.lang = slice_of(l->name);
	/* All three are cleared, whichever fails. */
	ret = keep(pool, &text, &r.text, e);
	if (keep(pool, &flowed, &r.flowed, e) < 0)
		ret = -1;
	if (keep(pool, &html, &r.html, e) < 0)
		ret = -1;
	if (ret < 0)
		return -1;
	*out = r;
	return 0;
}

const char *
templates_word(const struct templates *t, const char *lang, const char *key)
{
	return tpl_words_get(lang_of(t, slice_of(lang))->words, key);
}

struct slice
templates_date(const struct templates *t, struct pool *pool, const char *lang, struct civil when,
	       const char *zone_abbrev)
{
	return tpl_words_date(lang_of(t, slice_of(lang))->words, pool, when, zone_abbrev);
}
