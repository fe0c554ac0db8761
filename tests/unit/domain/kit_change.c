/* Answers as changes of a kit's file; the shipped kits take each of them and can still be read. */
#include "check.h"

#include "docket/base/asset.h"
#include "docket/base/file.h"
#include "docket/conf/kit.h"
#include "docket/domain/kit_change.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char file[] = "# a kit\n"
			   "required: [deliverable, deadline]\n"
			   "qa:\n"
			   "  - \"It is right\"\n"
			   "naming: \"x\"\n"
			   "hours: 24\n"
			   "sla: 60\n";

TEST(kit_change_by_lines)
{
	static const struct {
		int line, question;
		const char *words, *diff; /* NULL: refused */
	} cases[] = {
		{__LINE__, 1, "channels: nobody knew them", "@@ required @@\n-required: [deliverable, deadline]\n"
		 "+required: [deliverable, deadline, channels]\n"},
		{__LINE__, 1, "deadline", NULL},
		{__LINE__, 1, "who owns the photos?", "@@ qa @@\n+  - \"Asked at the start: who owns the photos?\"\n"},
		{__LINE__, 2, "Say \"yes\" \\ no\ttwice", "@@ qa @@\n+  - \"Say \\\"yes\\\" \\\\ no twice\"\n"},
		{__LINE__, 2, "It is right", NULL},
		{__LINE__, 2, " \n", NULL},
		{__LINE__, 3, "about 31 hours, the photos", "@@ hours @@\n-hours: 24\n+hours: 31\n"},
		{__LINE__, 3, "31,5 Stunden", "@@ hours @@\n-hours: 24\n+hours: 31.5\n"},
		{__LINE__, 3, "24", NULL},
		{__LINE__, 3, "too many", NULL},
		{__LINE__, 3, "99999", NULL},
		{__LINE__, 3, "0", NULL},
		{__LINE__, 4, "x", NULL},
	};
	struct pool *p = pool_new();
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct kit_change c = {.diff = SLICE_NONE};
		struct err e = ERR_INIT;
		int r = kit_change(p, slice_of(file), cases[i].question, slice_of(cases[i].words), &c, &e);
		CHECK_INT_AT(cases[i].line, r, cases[i].diff == NULL ? -1 : 0);
		CHECK_SLICE_AT(cases[i].line, c.diff, cases[i].diff == NULL ? "" : cases[i].diff);
	}
	struct kit_change c;
	struct err e = ERR_INIT;
	CHECK_INT(kit_change(p, slice_of(file), 2, SLICE_LIT("Sizes"), &c, &e), 0);
	CHECK(slice_has(c.text, "  - \"It is right\"\n  - \"Sizes\"\nnaming:"));
	CHECK(slice_starts(c.text, "# a kit\nrequired:"));
	CHECK(slice_ends(c.text, "sla: 60\n"));
	pool_free(p);
}

TEST(kit_change_of_shipped_kits)
{
	static const char *const words[] = {"budget", "say \"hi\": it's 100% # right - ok", "31.5 h"};
	char dir[] = "/tmp/docket-kit-XXXXXX", path[128];
	struct pool *p = pool_new();
	size_t count, tried = 0;
	const struct asset *all = asset_all(&count);

	CHECK(mkdtemp(dir) != NULL);
	for (size_t i = 0; i < count; i++) {
		struct slice text = all[i].text;
		struct kits *kits = NULL;
		struct err e = ERR_INIT;
		if (strncmp(all[i].path, "config/kits/", 12) != 0)
			continue;
		for (int q = 1; q <= 3; q++) {
			struct kit_change c;
			struct err no = ERR_INIT;
			if (kit_change(p, text, q, slice_of(words[q - 1]), &c, &no) == 0)
				text = c.text;
		}
		CHECK(!slice_eq(text, all[i].text));
		(void)snprintf(path, sizeof(path), "%s/%s", dir, all[i].path + 12);
		CHECK_INT(file_write(path, text, 0600, &e), 0);
		CHECK_INT(kits_load(dir, &kits, NULL, &e), 0);
		CHECK_STR(e.text, "");
		tried++;
		kits_free(kits);
		(void)unlink(path);
	}
	CHECK(tried > 5);
	(void)rmdir(dir);
	pool_free(p);
}
