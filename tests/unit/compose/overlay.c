/* Writes one template into a fresh folder, loads it and takes the folder away again. */
#include "overlay.h"

#include "docket/base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void
cut_folder(struct str *faults, const char *folder)
{
	struct slice needle = slice_of(folder), rest = str_slice(faults);
	struct str kept;
	ptrdiff_t at;

	str_init(&kept, 1 << 20);
	while ((at = slice_find(rest, needle)) >= 0) {
		str_add(&kept, slice_sub(rest, 0, (size_t)at));
		rest = slice_sub(rest, (size_t)at + needle.len + 1, rest.len);
	}
	str_add(&kept, rest);
	str_clear(faults);
	*faults = kept;
}

struct templates *
overlay(const char *lang, const char *name, const char *text, struct str *faults)
{
	char folder[] = "/tmp/docket-overlay.XXXXXX", path[200];
	struct templates *t = NULL;
	struct err e = ERR_INIT;

	if (mkdtemp(folder) == NULL)
		return NULL;
	(void)snprintf(path, sizeof(path), "%s/%s/mail", folder, lang);
	if (file_mkdirs(path, 0700, &e) == 0) {
		(void)snprintf(path, sizeof(path), "%s/%s/mail/%s", folder, lang, name);
		if (file_write(path, slice_of(text), 0600, &e) == 0 &&
		    templates_new(folder, &t, faults, &e) < 0)
			cut_folder(faults, folder);
		(void)unlink(path);
	}
	(void)snprintf(path, sizeof(path), "%s/%s/mail", folder, lang);
	(void)rmdir(path);
	(void)snprintf(path, sizeof(path), "%s/%s", folder, lang);
	(void)rmdir(path);
	(void)rmdir(folder);
	return t;
}
