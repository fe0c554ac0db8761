/*
 * The features of each pair of wishes that docket compares when it merges a round, for
 * tests/train/pairs.py. Each line of standard input names the mails of one round, parted by spaces.
 * Output: "# NAME..." of the features; a line "round" before each round, then
 * MESSAGE<TAB>QUOTE<TAB>MESSAGE<TAB>QUOTE<TAB>FEATURES.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docket/base/file.h"
#include "docket/cli/verbs.h"

#include "../../bot/cli/reading_tools.h"
#include "../../bot/understand/merge.h"

enum { LINE_BYTES = 64 * 1024, FILES_MAX = 64 };

static const char *const names[PAIR_COUNT] = {
#define PAIR(e, related, opposed) [PAIR_##e] = #e,
#include "../../bot/understand/wish_pair.def"
#undef PAIR
};

static void
put(const struct merge *g, const struct entry *e)
{
	printf("%.*s\t%.*s\t", SLICE_ARG(g->messages[e->message].name),
	       SLICE_ARG(e->said->quote.text));
}

static void
put_pair(const struct merge *g, const struct entry *a, const struct entry *b)
{
	float f[PAIR_COUNT];
	bool author = a->author == b->author, refers = false, shared = false;
	if (a->message == b->message)
		return;
	for (size_t i = 0; i < a->wish.keys; i++)
		for (size_t k = 0; k < b->wish.keys; k++)
			shared = shared || a->wish.key[i].hash == b->wish.key[k].hash ||
				 (a->wish.key[i].root &&
				  a->wish.key[i].root == b->wish.key[k].root);
	if (!shared)
		return;
	for (size_t i = 0; i < b->wish.names; i++)
		refers = refers || b->wish.name[i] == a->author;
	wish_features(
		&(struct wish_pair){.a = &a->wish,
				    .b = &b->wish,
				    .author = author,
				    .refers = !author && refers,
				    .wishes = g->entries.len},
		f);
	put(g, a);
	put(g, b);
	for (size_t i = 0; i < PAIR_COUNT; i++)
		printf("%s%.4g", i ? " " : "", (double)f[i]);
	printf("\n");
}

static void
put_round(const struct understanding *u, struct pool *pool, const struct round_message *messages,
	  size_t count)
{
	struct merge *g = pool_alloc(pool, sizeof(*g));
	g->u = u;
	g->pool = pool;
	g->scratch = pool_new();
	g->messages = messages;
	merge_find_authors(g, count);
	merge_collect_names(g, count);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < messages[i].reading->items.len; k++)
			merge_add_entry(g, i, &messages[i].reading->items.at[k]);
	for (size_t i = 0; i < g->entries.len; i++)
		merge_mark_rare(g, &g->entries.at[i].wish);
	printf("round\n");
	for (size_t i = 0; i < g->entries.len; i++)
		for (size_t k = 0; k < i; k++)
			put_pair(g, &g->entries.at[k], &g->entries.at[i]);
	pool_free(g->scratch);
}

int
main(void)
{
	static char line[LINE_BYTES];
	struct understanding *u = NULL;
	struct err e = ERR_INIT;
	slice_list own = {0};
	if (mail_setup(&e) < 0 || reading_tools_open(&u, &e) < 0)
		return 1;
	printf("#");
	for (size_t i = 0; i < PAIR_COUNT; i++)
		printf(" %s", names[i]);
	printf("\n");
	while (fgets(line, sizeof(line), stdin)) {
		struct pool *pool = pool_new();
		struct round_message messages[FILES_MAX];
		size_t count = 0;
		line[strcspn(line, "\n")] = '\0';
		for (char *rest = line, *path; (path = strsep(&rest, " ")) && count < FILES_MAX;) {
			struct reading *r = NULL;
			const char *base = strrchr(path, '/');
			if (reading_tools_read(u, pool, path, &own, &r, &e) < 0) {
				fprintf(stderr, "pairs: %s\n", e.text);
				return 1;
			}
			messages[count++] =
				(struct round_message){slice_of(base ? base + 1 : path), r};
		}
		put_round(u, pool, messages, count);
		pool_free(pool);
	}
	understand_free(u);
	mail_teardown();
	return 0;
}
