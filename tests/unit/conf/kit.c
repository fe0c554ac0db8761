/* Kits: the shipped ones keep the guide's promises; wrong files are named; folders lie on top. */
#include "../check.h"

#include "docket/base/file.h"
#include "docket/conf/kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const fields[] = {"deliverable", "objective",     "audience", "deadline",
				     "channels",    "copy_or_offer", "specs",	 "references",
				     "approver",    "budget"};

static struct kits *
built_in(void)
{
	struct kits *k = NULL;
	struct err e = ERR_INIT;
	struct str faults;

	str_init(&faults, 1 << 16);
	if (kits_load(NULL, &k, &faults, &e) < 0)
		CHECK_STR(str_cstr(&faults), "");
	str_clear(&faults);
	return k;
}

static bool requires(const struct kit *kit, const char *field)
{
	for (size_t i = 0; i < kit->required.len; i++)
		if (strcmp(kit->required.at[i], field) == 0)
			return true;
	return false;
}

static bool
has_line(const struct kit *kit, const char *start)
{
	for (size_t i = 0; i < kit->qa.len; i++)
		if (slice_starts(slice_of(kit->qa.at[i]), start))
			return true;
	return false;
}

/* GUIDE.md: every kit asks for deliverable, objective, deadline, approver, and these for more. */
TEST(kits_required_as_in_the_guide)
{
	static const struct {
		int line;
		const char *kit;
		const char *more[3];
	} cases[] = {
		{__LINE__, "social", {"audience", "channels"}},
		{__LINE__, "landing-page", {"audience", "copy_or_offer"}},
		{__LINE__, "email-campaign", {"audience", "copy_or_offer"}},
		{__LINE__, "blog-graphic", {"specs"}},
		{__LINE__, "ad-variants", {"audience", "copy_or_offer"}},
		{__LINE__, "pitch-deck", {NULL}},
		{__LINE__, "monthly-report", {NULL}},
		{__LINE__, "video", {"specs"}},
		{__LINE__, "brand", {NULL}},
		{__LINE__, "print", {"specs"}},
		{__LINE__, "web", {NULL}},
		{__LINE__, "copy", {NULL}},
		{__LINE__, "other", {NULL}},
	};
	struct kits *k = built_in();

	if (k == NULL)
		return;
	CHECK_INT(k->all.len, COUNT(cases));
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct kit *kit = kits_find(k, cases[i].kit);
		size_t more = 0;

		CHECK_AT(cases[i].line, kit != NULL);
		if (kit == NULL)
			continue;
		CHECK_AT(cases[i].line,
			 requires(kit, "deliverable") && requires(kit, "objective") &&
				 requires(kit, "deadline") && requires(kit, "approver"));
		for (; cases[i].more[more] != NULL; more++)
			CHECK_AT(cases[i].line, requires(kit, cases[i].more[more]));
		CHECK_INT_AT(cases[i].line, kit->required.len, 4 + more);
	}
	kits_free(k);
}

TEST(kits_are_whole)
{
	struct kits *k = built_in();

	if (k == NULL)
		return;
	for (size_t i = 0; i < k->all.len; i++) {
		const struct kit *kit = &k->all.at[i];

		if (i > 0)
			CHECK(strcmp(k->all.at[i - 1].name, kit->name) < 0);
		CHECK(has_line(kit, "Rights: "));
		CHECK(has_line(kit, "Accessibility: "));
		CHECK(kit->route.len >= 2);
		CHECK_STR(kit->route.at[kit->route.len - 1].role, "client");
		CHECK(kit->naming != NULL && kit->hours > 0 && kit->sla_hours > 0);
		for (size_t l = 0; l < KIT_LANGS; l++) {
			CHECK(kit->title[l] != NULL);
			for (size_t q = 0; q < kit->questions.len; q++)
				CHECK(kit->questions.at[q].ask[l] != NULL);
			for (size_t f = 0; f < COUNT(fields); f++) {
				const char *ask = kit_question(k, kit, fields[f], kit_langs[l]);

				CHECK(strlen(ask) > 10);
			}
		}
	}
	kits_free(k);
}

TEST(kit_question_falls_back)
{
	struct kits *k = built_in();
	const struct kit *print;

	if (k == NULL)
		return;
	print = kits_find(k, "print");
	CHECK_STR(
		kit_question(k, print, "specs", "en"),
		"Which format, size and paper? How many pages, and is there a data sheet from the "
		"printer?");
	CHECK_STR(kit_question(k, print, "approver", "de"),
		  "Wer gibt die endgültige Freigabe? Name und E-Mail-Adresse.");
	CHECK_STR(kit_question(k, print, "approver", "it"),
		  "Who gives the final yes? A name and an e-mail address.");
	CHECK_STR(kit_question(k, NULL, "budget", NULL), "Is there a budget or an upper limit?");
	CHECK_STR(kit_question(k, print, "no such field", "en"), "");
	CHECK_STR(kit_title(print, "fr"), "imprimé");
	CHECK_STR(kit_title(print, "it"), "print piece");
	CHECK(kits_find(k, "sculpture") == NULL);
	kits_free(k);
}

#define GOOD                                                                                       \
	"title: {en: zine}\nrequired: [deliverable]\nroute: [{name: client, role: client}]\n"      \
	"qa: [read it]\n"

static const struct {
	int line;
	const char *file, *yaml, *want; /* NULL: right */
} cases[] = {
	{__LINE__, "zine.yaml", GOOD, NULL},
	{__LINE__, "zine.yaml", GOOD "hours: 2.5\nsla: 8\nsizes: [210x297mm A4, 10x20]\n", NULL},
	{__LINE__, "zine.yaml", GOOD "naming: '{client}_{date}.v1'\n", NULL},
	{__LINE__, "Zine.yaml", GOOD,
	 "1:1: the name of a kit's file must be made of a-z, 0-9 and - (not as its first "
	 "character)"},
	{__LINE__, "zine.yaml",
	 "required: [deliverable]\nroute: [{name: client, role: client}]\nqa: [x]\n",
	 "1:1: 'title' is missing here - what people call it, in the middle of a sentence"},
	{__LINE__, "zine.yaml", GOOD "title: {de: Heft}\n",
	 "5:1: 'title' is set twice, first in line 1 - keep one"},
	{__LINE__, "zine.yaml", GOOD "questions: {specs: {de: Wie gross?}}\n",
	 "5:20: 'en' is missing here - in English; also where another language is left out"},
	{__LINE__, "zine.yaml", GOOD "questions: {spec: {en: How big?}}\n",
	 "5:13: unknown field 'spec' - did you mean 'specs'?"},
	{__LINE__, "zine.yaml", GOOD "questions: {specs: {it: Quanto?, en: How big?}}\n",
	 "5:21: unknown language 'it'"},
	{__LINE__, "zine.yaml", GOOD "hour: 3\n",
	 "5:1: unknown setting 'hour' - did you mean 'hours'?"},
	{__LINE__, "zine.yaml", GOOD "hours: 1e3\n",
	 "5:8: 'hours' must be a number from 0 to 2000, not '1e3'"},
	{__LINE__, "zine.yaml", GOOD "hours: 1.2.3\n",
	 "5:8: 'hours' must be a number from 0 to 2000, not '1.2.3'"},
	{__LINE__, "zine.yaml", GOOD "sizes: [large]\n",
	 "5:9: 'sizes' must be WIDTHxHEIGHT in pixels, or with mm, and a label if you like "
	 "(1080x1350 feed), not 'large'"},
	{__LINE__, "zine.yaml", GOOD "formats: [.PNG]\n",
	 "5:11: 'formats' must be a file ending in small letters, such as png, not '.PNG'"},
	{__LINE__, "zine.yaml", GOOD "naming: '{clint}'\n",
	 "5:9: 'naming' may hold {client}, {job}, {version}, {size}, {title}, {date}, {lang}, "
	 "letters, digits, and - _ . only, not '{clint}'"},
	{__LINE__, "zine.yaml", GOOD "naming: ../x\n",
	 "5:9: 'naming' may hold {client}, {job}, {version}, {size}, {title}, {date}, {lang}, "
	 "letters, digits, and - _ . only, not '../x'"},
	{__LINE__, "zine.yaml",
	 "title: {en: zine}\nrequired: [delivrable, price]\nqa: [x]\n"
	 "route: [{name: a, role: client}, {name: a, role: boss, rule: most}]\n",
	 "2:12: 'required' must be a list out of deliverable, objective, audience, deadline, "
	 "channels, copy_or_offer, specs, references, approver or budget, not 'delivrable' - did "
	 "you mean 'deliverable'?\n"
	 "2:24: 'required' must be a list out of deliverable, objective, audience, deadline, "
	 "channels, copy_or_offer, specs, references, approver or budget, not 'price'\n"
	 "4:41: the route has a stage 'a' already\n"
	 "4:50: 'role' must be account, creative, copy, ops, owner, client or legal, not 'boss'\n"
	 "4:62: 'rule' must be any, all or order, not 'most'"},
	{__LINE__, "other.yaml", GOOD "questions: {specs: {en: x}}\n",
	 "1:1: the kit 'other' needs a "
	 "question for 'deliverable', because all kits fall back to it"},
};

TEST(kits_folder)
{
	char folder[] = "/tmp/docket-kits-XXXXXX", path[200];

	if (mkdtemp(folder) == NULL)
		SKIP("no temporary folder");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str shown, said;
		struct slice rest, line;
		struct kits *k = NULL;
		struct err e = ERR_INIT;
		int status;

		str_init(&shown, 1 << 16);
		str_init(&said, 1 << 16);
		(void)snprintf(path, sizeof(path), "%s/%s", folder, cases[i].file);
		CHECK_INT_AT(cases[i].line, file_write(path, slice_of(cases[i].yaml), 0644, &e), 0);
		status = kits_load(folder, &k, &shown, &e);
		rest = str_slice(&shown);
		while (slice_line(&rest, &line)) {
			if (!slice_starts(line, path) || slice_starts(line, ": "))
				continue;
			line = slice_sub(line, strlen(path) + 1, line.len);
			if (slice_starts(line, " "))
				continue;
			if (said.len > 0)
				str_addc(&said, '\n');
			str_add(&said, line);
		}
		CHECK_INT_AT(cases[i].line, status, cases[i].want == NULL ? 0 : -1);
		/* The kit "other" misses nine questions: the first line is enough. */
		if (strcmp(cases[i].file, "other.yaml") == 0)
			CHECK_AT(cases[i].line, slice_starts(str_slice(&said), cases[i].want));
		else
			CHECK_STR_AT(cases[i].line, str_cstr(&said),
				     cases[i].want == NULL ? "" : cases[i].want);
		if (status == 0) {
			CHECK_AT(cases[i].line, kits_find(k, "zine") != NULL);
			CHECK_INT_AT(cases[i].line, k->all.len, 14);
		}
		kits_free(k);
		(void)unlink(path);
		str_clear(&shown);
		str_clear(&said);
	}
	(void)rmdir(folder);
}

TEST(kits_folder_lies_on_top)
{
	char folder[] = "/tmp/docket-kits-XXXXXX", path[200];
	struct kits *k = NULL;
	struct err e = ERR_INIT;
	const struct kit *kit;

	if (mkdtemp(folder) == NULL)
		SKIP("no temporary folder");
	(void)snprintf(path, sizeof(path), "%s/print.yaml", folder);
	CHECK_INT(file_write(path, SLICE_LIT(GOOD "questions: {specs: {en: How thick?}}\n"), 0644,
			     &e),
		  0);
	CHECK_INT(kits_load(folder, &k, NULL, &e), 0);
	if (k != NULL) {
		CHECK_INT(k->all.len, 13);
		kit = kits_find(k, "print");
		CHECK_STR(kit->title[0], "zine");
		CHECK_STR(kit->route.at[0].rule, "any");
		CHECK_STR(kit_question(k, kit, "specs", "en"), "How thick?");
		/* In German the general question is better than the sharp one in English. */
		CHECK_STR(kit_question(k, kit, "specs", "de"),
			  "Gibt es feste Größen, Längen oder Formate?");
	}
	kits_free(k);
	(void)unlink(path);
	(void)rmdir(folder);
	err_clear(&e);
	CHECK_INT(kits_load(folder, &k, NULL, &e), -1);
	CHECK_INT(e.kind, ERR_CONFIG);
}
