/*
 * Prints the features of whole mails that bot/understand/whole.c asks the weights for, for `learn
 * --decision` and `learn --intent` to learn from: LABEL<TAB>BLOCK<TAB>FEATURE<TAB>FEATURE... The
 * rules read with all other weights; a block is what is held out together.
 *
 *   whole decision [--folds DIR] [--held] FILE|DIR...
 *   whole intent [--held] DIR...
 *
 * Of decisions: FILE.tsv holds replies to a review, VERDICT<TAB>TEXT with \n for a line's end,
 * where "# ..." opens a block; FILE.txt holds "%% ID CLASS LANG" with the text below it, approvals
 * in plain*.txt and else what the rules read that is none, so that the weights learn where they
 * end; DIR holds rounds NNN of mails beside a gold.json that says the verdicts, each a block.
 *
 * Of intents: DIR holds NNN.eml beside NNN.json, which says the intent; every BLOCK mails are one
 * block.
 *
 * DIR behind --folds holds 0.tsv to 4.tsv, the weights of clauses learnt without the sentences of
 * that fold: a reply is read by those that have not seen its sentences, as any new reply is.
 *
 * Of a DIR behind --held fold 4 is left out, which tests/bench/folds.py measures.
 */
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docket/base/asset.h"
#include "docket/message/mail.h"

#include "../../bot/understand/whole.h"
#include "train.h"

enum { MAIL_MAX = 1024 * 1024, BLOCK = 10, NAME_MAX_LEN = 500 };

struct work {
	struct understanding *u;
	struct whole_ear ear;
	enum whole what;
	bool heard;
	bool held;	  /* leave out what is_held() */
	bool rules_label; /* the label is the rules' answer, so that answer is no feature */
	struct str features;
	unsigned blocks;
	struct model *all_sentences, *fold[TRAIN_FOLDS]; /* without those of each fold */
};

static const char job[] = "NORD-017"; /* of the review that was answered */

static void
hear(void *arg, enum whole what, const struct feature *f)
{
	struct work *k = arg;
	char name[FEATURE_MAX];
	if (what != k->what || (k->rules_label && (f->kind == 'r' || f->kind == 'v')))
		return;
	k->heard = true;
	str_addf(&k->features, "\t%.*s", (int)feature_name(f, name), name);
}

static void
say(struct work *k, const char *label)
{
	if (k->heard)
		printf("%s\t%u%s\n", label, k->blocks, str_cstr(&k->features));
	str_clear(&k->features);
	str_init(&k->features, TRAIN_TEXTS_MAX);
	k->heard = false;
}

/* "%% p001 oneword en" and the text up to the next. */
static void
read_contrasts(struct work *k, const char *path)
{
	enum { BLOCK_TEXTS = 25 };
	const char *base = strrchr(path, '/');
	bool plain = slice_starts(slice_of(base ? base + 1 : path), "plain");
	struct pool *pool = pool_new();
	struct slice text = train_file(pool, path), line;
	k->rules_label = true;
	for (size_t n = 0; slice_line(&text, &line); n++) {
		size_t len = 0;
		while (len < text.len && !slice_starts(slice_sub(text, len, text.len), "%% "))
			len += slice_index(slice_sub(text, len, text.len), '\n') >= 0
				       ? (size_t)slice_index(slice_sub(text, len, text.len), '\n') +
						 1
				       : text.len - len;
		k->blocks += n % BLOCK_TEXTS == 0;
		enum verdict v = train_verdict(k->u, job, slice_trim(slice_sub(text, 0, len)));
		if (plain)
			v = VERDICT_APPROVE;
		else if (v == VERDICT_APPROVE) /* the reading of a negative that went wrong teaches
						  wrong */
			k->heard = false;
		say(k, verdict_name(v));
		text = slice_sub(text, len, text.len);
	}
	k->rules_label = false;
	pool_free(pool);
}

static void
read_replies(struct work *k, const char *path)
{
	struct pool *pool = pool_new();
	struct slice text = train_file(pool, path), line, label;
	while (slice_line(&text, &line)) {
		struct str reply;
		char name[40];
		if (slice_starts(line, "#")) {
			k->blocks++;
			if (k->fold[0])
				k->u->sentences = k->fold[train_fold(
					slice_trim(slice_sub(line, 1, line.len)))];
			continue;
		}
		if (!slice_cut(&line, '\t', &label))
			train_die(path, "a line is not VERDICT<TAB>TEXT");
		str_init(&reply, MAIL_MAX);
		for (size_t i = 0; i < line.len; i++) {
			bool end =
				line.data[i] == '\\' && i + 1 < line.len && line.data[i + 1] == 'n';
			str_addf(&reply, "%c", end ? '\n' : line.data[i]);
			i += end;
		}
		slice_cstr(label, name, sizeof(name));
		train_verdict(k->u, job, str_slice(&reply));
		say(k, name);
		str_clear(&reply);
	}
	k->u->sentences = k->all_sentences;
	pool_free(pool);
}

static bool
is_held(const char *name)
{
	struct slice case_name = slice_of(name);
	ptrdiff_t dot = slice_index(case_name, '.');
	return train_fold(slice_sub(case_name, 0, dot < 0 ? case_name.len : (size_t)dot)) ==
	       TRAIN_FOLDS - 1;
}

static int
is_mail(const struct dirent *d)
{
	return slice_ends(slice_of(d->d_name), ".eml");
}

static void
read_mail(struct work *k, const char *dir, const char *file, const char *label)
{
	struct err e = ERR_INIT;
	char path[NAME_MAX_LEN];
	struct pool *pool = pool_new();
	struct mail *m;
	struct reading *r = pool_alloc(pool, sizeof(*r));
	snprintf(path, sizeof(path), "%s/%s", dir, file);
	if (!label)
		train_die(path, "nothing beside it says what it is");
	if (mail_read(pool, train_file(pool, path), NULL, &mail_limits_default, &m, &e) < 0)
		train_die(path, e.text);
	understand_mail(k->u, pool, m, 0, NULL, r);
	say(k, label);
	pool_free(pool);
}

static void
read_mails(struct work *k, const char *dir)
{
	struct dirent **entry;
	int n = scandir(dir, &entry, is_mail, alphasort);
	if (n < 0)
		train_die(dir, "cannot be read");
	for (int i = 0; i < n; i++) {
		const char *file = entry[i]->d_name;
		char path[NAME_MAX_LEN];
		snprintf(path, sizeof(path), "%s/%.*s.json", dir, (int)strlen(file) - 4, file);
		json_t *gold = json_load_file(path, 0, NULL);
		k->blocks += i % BLOCK == 0;
		if (!k->held || !is_held(file))
			read_mail(k, dir, file, json_string_value(json_object_get(gold, "intent")));
		json_decref(gold);
		free(entry[i]);
	}
	free(entry);
}

static int
is_round(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static void
read_rounds(struct work *k, const char *dir)
{
	struct dirent **entry;
	int n = scandir(dir, &entry, is_round, alphasort);
	for (int i = 0; i < n; i++) {
		char path[NAME_MAX_LEN], json[NAME_MAX_LEN + 20];
		const char *file;
		json_t *verdict;
		snprintf(path, sizeof(path), "%s/%s", dir, entry[i]->d_name);
		snprintf(json, sizeof(json), "%s/gold.json", path);
		json_t *gold = json_load_file(json, 0, NULL);
		k->blocks++;
		bool left_out = k->held && is_held(entry[i]->d_name);
		json_object_foreach(json_object_get(gold, "verdicts"), file, verdict) if (!left_out)
			read_mail(k, path, file, json_string_value(verdict));
		json_decref(gold);
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
}

/* DIR/0.tsv and so on. */
static void
load_folds(struct work *k, struct pool *pool, const char *dir)
{
	struct err e = ERR_INIT;
	for (int i = 0; i < TRAIN_FOLDS; i++) {
		char path[NAME_MAX_LEN];
		snprintf(path, sizeof(path), "%s/%d.tsv", dir, i);
		struct asset file = {"a fold", train_file(pool, path)};
		if (model_load(pool, &file, &speech_kinds, &k->fold[i], &e) < 0)
			train_die(path, e.text);
	}
}

int
main(int argc, char **argv)
{
	struct work k = {.heard = false};
	struct err e = ERR_INIT;
	struct pool *pool = pool_new();
	size_t count;
	const struct asset *all = asset_all(&count);
	struct asset *rules = calloc(count, sizeof(*rules));
	size_t n = 0;
	if (argc < 3 || !rules)
		train_die("usage", "whole decision FILE|DIR... | whole intent DIR...");
	k.what = strcmp(argv[1], "intent") == 0 ? WHOLE_INTENT : WHOLE_DECISION;
	for (size_t i = 0; i < count; i++) { /* not the weights that are to be learnt */
		struct slice path = slice_of(all[i].path);
		bool own = slice_is(path, "templates/model/intent.tsv") ||
			   (k.what == WHOLE_DECISION &&
			    slice_is(path, "templates/model/decision.tsv"));
		if (!own)
			rules[n++] = all[i];
	}
	if (mail_setup(&e) < 0 || understand_new(rules, n, NULL, 0, &k.u, &e) < 0)
		train_die("the lexicons", e.text);
	k.ear = (struct whole_ear){hear, &k};
	k.u->ear = &k.ear;
	k.all_sentences = k.u->sentences;
	str_init(&k.features, TRAIN_TEXTS_MAX);
	int first = 2;
	if (argc > 4 && strcmp(argv[2], "--folds") == 0) {
		load_folds(&k, pool, argv[3]);
		first = 4;
	}
	for (int i = first; i < argc; i++) {
		k.held = strcmp(argv[i], "--held") == 0 && i + 1 < argc;
		i += k.held;
		if (k.what == WHOLE_INTENT)
			read_mails(&k, argv[i]);
		else if (slice_ends(slice_of(argv[i]), ".tsv"))
			read_replies(&k, argv[i]);
		else if (slice_ends(slice_of(argv[i]), ".txt"))
			read_contrasts(&k, argv[i]);
		else
			read_rounds(&k, argv[i]);
	}
	str_clear(&k.features);
	understand_free(k.u);
	mail_teardown();
	pool_free(pool);
	free(rules);
	return 0;
}
