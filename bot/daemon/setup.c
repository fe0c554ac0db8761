/* See setup.h: what was configured, as one JSON text of the files. */
#include "docket/daemon/setup.h"

#include "docket/base/file.h"
#include "docket/base/json.h"

#include <dirent.h>
#include <jansson.h>
#include <stdlib.h>
#include <sys/stat.h>

enum {
	FILE_MAX = 4 << 20,   /* as large as a word list may be */
	WORDS_MAX = 64 << 20, /* of all files together */
	DEPTH_MAX = 4,	      /* LANG/mail/FILE and a little */
	PATH_BYTES = 4096,
};

/* What editors and `kit accept` leave beside the files is no part of the set-up. */
static int
is_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && strstr(entry->d_name, ".proposed-") == NULL &&
	       strchr(entry->d_name, '~') == NULL;
}

static int
put_file(struct json *w, const char *path, const char *name, struct err *e)
{
	struct str text;
	str_init(&text, FILE_MAX);
	int r = file_read(path, &text, e);
	if (r == 0) {
		json_key(w, name);
		json_text(w, str_slice(&text));
	}
	str_clear(&text);
	return r;
}

/* Files below folder/under, named by their path below the folder. */
static int
put_files(struct json *w, const char *folder, const char *under, int depth, struct err *e)
{
	char path[PATH_BYTES], name[PATH_BYTES];
	struct dirent **list = NULL;
	struct stat st;
	int r = 0;
	snprintf(path, sizeof(path), "%s/%s", folder, under);
	int n = depth < DEPTH_MAX ? scandir(path, &list, is_file, alphasort) : 0;
	for (int i = 0; i < n; i++) {
		int len = snprintf(name, sizeof(name), "%s%s%s", under, under[0] != '\0' ? "/" : "",
				   list[i]->d_name);
		int full = snprintf(path, sizeof(path), "%s/%s", folder, name);
		if (r == 0 && len < PATH_BYTES && full < PATH_BYTES && stat(path, &st) == 0) {
			if (S_ISDIR(st.st_mode))
				r = put_files(w, folder, name, depth + 1, e);
			else if (S_ISREG(st.st_mode))
				r = put_file(w, path, name, e);
		}
		free(list[i]);
	}
	free(list);
	return r;
}

static const struct folder {
	const char *name;
	size_t at; /* in struct conf */
} folders[] = {
	{"kits", offsetof(struct conf, kits)},
	{"templates", offsetof(struct conf, templates)},
	{"lexicon", offsetof(struct conf, lexicon)},
};

static const char **
folder_of(struct conf *c, size_t i)
{
	return (const char **)(void *)((char *)c + folders[i].at);
}

static int
collect(struct desk *d, struct str *out, struct err *e)
{
	struct json w;
	json_begin(&w, out);
	json_open(&w);
	int r = put_file(&w, d->conf->path, "configuration", e);
	for (size_t i = 0; r == 0 && i < COUNT(folders); i++) {
		const char *path = *folder_of(d->conf, i);
		if (path == NULL)
			continue;
		json_key(&w, folders[i].name);
		json_open(&w);
		r = put_files(&w, path, "", 0, e);
		json_close(&w);
	}
	json_close(&w);
	return r == 0 && str_failed(out) ? err_set(e, ERR_CONFIG,
						   "kits, templates and word lists have "
						   "more than %d MB",
						   WORDS_MAX >> 20)
					 : r;
}

int
setup_note(struct desk *d, struct err *e)
{
	struct pool *pool = pool_new();
	struct input was = {.id = 0};
	struct str words;
	char data[80];
	str_init(&words, WORDS_MAX);
	int r = collect(d, &words, e);
	if (r == 0)
		r = input_newest_setup(d->store, pool, &was, e);
	snprintf(data, sizeof(data), "{\"docket\":\"%s\"}", DOCKET_VERSION);
	if (r == 0 ||
	    (r == 1 && (!slice_eq(was.words, str_slice(&words)) || !slice_is(was.data, data)))) {
		struct input now = {.at = clock_now(&d->clock),
				    .kind = SLICE_LIT("setup"),
				    .data = slice_of(data),
				    .words = str_slice(&words)};
		input_ahead(d->store, &now);
	}
	str_clear(&words);
	pool_free(pool);
	return r < 0 ? -1 : 0;
}

static int
write_file(const char *folder, const char *name, const json_t *text, struct err *e)
{
	char path[PATH_BYTES];
	int n = snprintf(path, sizeof(path), "%s/%s", folder, name);
	char *slash = n > 0 && n < PATH_BYTES ? strrchr(path, '/') : NULL;
	if (slash == NULL || !json_is_string(text) || strstr(name, "..") != NULL)
		return err_set(e, ERR_MESSAGE, "what is recorded of the set-up is damaged");
	*slash = '\0';
	if (file_mkdirs(path, 0700, e) < 0)
		return -1;
	*slash = '/';
	return file_write(path, slice_make(json_string_value(text), json_string_length(text)), 0600,
			  e);
}

static int
write_files(const char *folder, json_t *files, struct err *e)
{
	const char *name;
	json_t *text;
	if (file_mkdirs(folder, 0700, e) < 0)
		return -1;
	json_object_foreach(files, name, text) if (write_file(folder, name, text, e) < 0) return -1;
	return 0;
}

int
setup_use(struct desk *d, struct slice words, const char *folder, struct err *e)
{
	char path[PATH_BYTES];
	const char *laid[COUNT(folders)] = {NULL};
	struct pool *pool = pool_new();
	json_t *all = json_loadb(words.data, words.len, 0, NULL);
	int r = write_file(folder, "docket.yaml", json_object_get(all, "configuration"), e);
	for (size_t i = 0; r == 0 && i < COUNT(folders); i++) {
		json_t *files = json_object_get(all, folders[i].name);
		if (files == NULL)
			continue;
		laid[i] = pool_cstr(pool, pool_slicef(pool, "%s/%s", folder, folders[i].name));
		r = write_files(laid[i], files, e);
	}
	snprintf(path, sizeof(path), "%s/docket.yaml", folder);
	if (r == 0)
		r = desk_change(d, path, &(struct desk_folders){laid[0], laid[1], laid[2]}, e);
	json_decref(all);
	pool_free(pool);
	return r;
}
