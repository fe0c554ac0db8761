/* words.tsv: the words of a language that are not in any one mail, and how it writes dates. */
#ifndef DOCKET_COMPOSE_TPL_WORDS_H
#define DOCKET_COMPOSE_TPL_WORDS_H

#include "tpl_tree.h"

struct tpl_words;

/* `fallback` (English) answers for keys that are missing, and names the keys there are; NULL for
 * English itself. */
struct tpl_words *tpl_words_new(struct pool *pool, const char *lang,
				const struct tpl_words *fallback);
/* From here on w takes other texts for its keys, but no new keys. */
void tpl_words_seal(struct tpl_words *w);
/* Adds KEY<TAB>TEXT lines; a later line replaces an earlier one of the same key. */
void tpl_words_read(struct tpl_words *w, const char *file, struct slice text,
		    struct tpl_faults *faults);
const char *tpl_words_get(const struct tpl_words *w, const char *key); /* NULL if no such key */
struct slice tpl_words_date(const struct tpl_words *w, struct pool *pool, struct civil when,
			    const char *zone);
/* "2.4 MB", "2,4 MB". */
struct slice tpl_words_size(const struct tpl_words *w, struct pool *pool, int64_t bytes);
/* Whether n takes the singular: 0 does in French, only 1 elsewhere. */
bool tpl_words_singular(const struct tpl_words *w, int64_t n);

#endif
