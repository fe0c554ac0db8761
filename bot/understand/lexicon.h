/*
 * The lexicons, compiled. A row is CLASS<TAB>PATTERN[<TAB>ARGUMENT]; '#' in the first column opens
 * a comment. A pattern is a sequence of:
 *
 *   word        the word, compared without case and accents; a hyphen is the same as a space, and
 *               "2nd" a number and a word, as in a text
 *   word*       any word that begins so
 *   *word       any word that ends so: "*karte" is every card of German
 *   (a b|c)     one of the alternatives
 *   [a|b c]     one of the alternatives or nothing
 *   _           any one word
 *   ..N         at most N words, N from 1 to 8
 *   #           a number
 *   ^ $         the beginning, the end of a sentence
 *
 * A pattern begins with a word or a number, after an optional ^, never with a gap, and never spans
 * two sentences. All patterns of a language are one automaton that reads each token once; its
 * live states are at most its states, so the time is linear in the text whatever the text is.
 */
#ifndef UNDERSTAND_LEXICON_H
#define UNDERSTAND_LEXICON_H

#include "docket/base/asset.h"
#include "words.h"

struct vocab_entry {
	struct slice word; /* folded */
	uint32_t hash;
	uint32_t id, prefix_id, suffix_id; /* 0: not used as such */
	unsigned stop_langs;	/* bit per language in which it is a function word */
	unsigned abbrev_langs;
};
struct vocab {
	struct vocab_entry *at;
	size_t cap, used;
	uint32_t next_id;
	uint64_t prefix_lens, suffix_lens; /* bit n: one of n bytes exists */
};

struct lex_pattern {
	enum lex_class class;
	unsigned line; /* of its file, for --why */
	struct slice arg, file;
	bool bol; /* only at the beginning of a sentence */
};
enum lex_op { OP_WORD, OP_SET, OP_PREFIX, OP_NUMBER, OP_ANY, OP_SPLIT, OP_END, OP_ACCEPT };
struct lex_state {
	enum lex_op op;
	uint32_t a, b; /* WORD: id, next; SET: its place in sets, next; SPLIT: both ways;
			  ACCEPT: pattern */
};
struct lex_begin { /* while it is compiled: a word that a pattern begins with */
	uint32_t id, state, pattern;
};
struct lex_start {
	uint64_t takes; /* see lex_bit */
	uint32_t state; /* behind the first word */
	uint32_t pattern;
};
struct lex_index { /* the words that patterns begin with, by id, the newest pattern first */
	struct lex_start *starts;
	uint32_t *first; /* per id, and for one more: where its starts begin */
	size_t count;	 /* of ids */
};
struct lexicon {
	int lang;
	VEC(struct lex_state) states;
	VEC(struct lex_pattern) patterns;
	VEC(uint32_t) sets; /* of (a|b|c): how many words, then their ids in order */
	VEC(struct lex_begin) begins;
	struct lex_index all, prompts; /* prompts: lex_asks() only */
};

/* The classes of a prompt, all that is looked for in what a mail quotes. */
static inline bool
lex_asks(enum lex_class class)
{
	return class == LEX_PROMPT || class == LEX_PROMPT_LEAD || class == LEX_REVIEW_PROMPT;
}

/*
 * Which token may follow, as far as 64 bits tell: one for each id, shared with others, one for any
 * token, one for the end of the sentence. Where the bits of what follows and those of a pattern have
 * none in common, the pattern ends here without a closer look; nine of ten do.
 */
enum { LEX_BIT_ANY = 62, LEX_BIT_END = 63 };
static inline uint64_t
lex_bit(uint32_t id)
{
	return UINT64_C(1) << id % LEX_BIT_ANY;
}

struct lex_work; /* what a run needs, kept for the next one */

struct understanding {
	struct pool *pool;
	struct pool *build; /* of the compiler: arrays that grow; freed when all is compiled */
	struct lex_work *work; /* one text at a time: an understanding is of one thread */
	struct vocab vocab;
	struct lexicon lex[LANG_DATES_COUNT];
	struct model *whole[2]; /* by enum whole: what a mail does; NULL as below */
	struct model *sentences; /* as model, learnt from replies, too: only `whole` hears it */
	const struct whole_ear *ear; /* whole.h; NULL but while the weights are learnt */
	struct model *told; /* what a clause of a brief tells; NULL as below */
	struct model *items; /* what a clause of feedback is; NULL as below */
	struct model *model; /* model.h; NULL without weights: phrases alone decide */
	VEC(struct {
		struct slice name;
		unsigned required;
	})
	kits;
};

enum { VOCAB_NUMBER = 1, VOCAB_FIRST = 2 }; /* id 1 stands for any number */

int lexicon_add(struct understanding *u, int lang, struct slice file, struct slice text,
		struct err *e);
/* lexicon_index.c: what is looked up first, and arrays of their size; u->build may go then. */
void lexicon_finish(struct understanding *u);
/* "need (en/review.tsv:591)": where a pattern stands. */
struct slice lexicon_rule(const struct lexicon *lex, uint32_t pattern, struct pool *pool);
const struct vocab_entry *vocab_find(const struct vocab *v, const char *word, size_t len,
				     uint32_t hash);
/*
 * fold.c: a folded word that is not known, as the one that was meant, if it shows: "yesss",
 * "apprvoed", "aproved". In place, with room for one letter more; its length then.
 */
size_t vocab_mend(const struct vocab *v, char *word, size_t len);
/*
 * Finds all matches of the patterns in `of`, an index of lex, in d (tokens and sentences done),
 * fills d->match and each sentence's range.
 */
void lexicon_run(const struct lexicon *lex, const struct lex_index *of, struct lex_work *work,
		 struct doc *d);
struct lex_work *lex_work_new(const struct understanding *u); /* goes with u */

#endif
