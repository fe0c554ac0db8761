/*
 * What a clause does, judged from its words by weights that were learnt from the texts in
 * tests/corpus/train/acts (`make model`). It reads clauses no phrase of the lexicons knows; it is
 * one voice beside them, never the only one. Same text, same answer, on every machine: the weights
 * are whole numbers, their sum is exact.
 */
#ifndef UNDERSTAND_MODEL_H
#define UNDERSTAND_MODEL_H

#include "docket/base/asset.h"

#include "words.h"

enum speech {
#define SPEECH(e, name) SPEECH_##e,
#include "model.def"
#undef SPEECH
	SPEECH_COUNT
};
extern const char *const speech_names[SPEECH_COUNT];

/* What a clause of a brief tells: tests/corpus/train/brief/README.md. */
enum told {
#define TOLD(e, name) TOLD_##e,
#include "told.def"
#undef TOLD
	TOLD_COUNT
};
/* The kinds that a set of weights tells apart, in the order of their codes. */
enum { MODEL_KINDS_MAX = 32 }; /* a power of two: added up many at a time */
struct model_kinds {
	const char *const *name;
	size_t count;
};
extern const struct model_kinds speech_kinds, told_kinds;

/*
 * A feature's name says its kind: "w:" a word, "b:" two neighbours, "s:" two with one or two words
 * between, "!:" a word behind a "not", "c:" four letters, "k:" a class of the lexicons, "q:" shape.
 */
enum { FEATURE_MAX = 2 * WORD_MAX + 8 };
/* Its name is "KIND:A" or "KIND:A B"; it is put together only where somebody wants to read it. */
struct feature {
	char kind;
	struct slice a, b; /* b is empty where there is one word only; a has no space in it */
	uint32_t hash;	   /* feature_hash() of them */
	size_t tok, tok_end;
};
typedef void feature_fn(void *arg, const struct feature *f);

/* From the word_hash of the words, so that each word is hashed once; pair: there are two. */
uint32_t feature_hash(char kind, uint32_t a, uint32_t b, bool pair);
size_t feature_name(const struct feature *f, char out[FEATURE_MAX]);
/* "KIND:TEXT", of no token. */
struct feature feature_of(char kind, struct slice text);

/* Whom features are given to. */
struct feature_out {
	feature_fn *fn;
	void *arg;
};
/* Gives "KIND:NAME", or "KIND:NAME WITH" unless that is NULL, of no token. Names are a table's. */
void feature_give(const struct feature_out *o, char kind, const char *name, const char *with);

/* Gives the features of tokens [from, to) one by one to fn. */
typedef void features_fn(const struct doc *d, size_t from, size_t to, feature_fn *fn, void *arg);

/* Calls fn for each feature of tokens [from, to) of one sentence, or of a text taken as one. */
void model_features(const struct doc *d, size_t from, size_t to, feature_fn *fn, void *arg);

/* Only words and neighbours, as features of these two kinds. */
void model_words(const struct doc *d, size_t from, size_t to, char word, char pair,
		 const struct feature_out *o);

struct model;
/* Reads the weights of these kinds (templates/model/acts.tsv). Errors name the line: ERR_CONFIG. */
int model_load(struct pool *pool, const struct asset *file, const struct model_kinds *kinds,
	       struct model **out, struct err *e);

struct model_said {
	float p[MODEL_KINDS_MAX]; /* they add up to 1 */
	int best;		  /* an enum speech, or an enum told */
	float known; /* share of the words that the texts had */
};
/* m may be NULL (no weights): then known is 0 and every p the same. */
void model_read(const struct model *m, const struct doc *d, size_t from, size_t to,
		struct model_said *out);
/* The same with weights that were learnt of other features. */
void model_read_by(const struct model *m, features_fn *features, const struct doc *d, size_t from,
		   size_t to, struct model_said *out);
/* The same of anything that gives features. */
typedef void features_of_fn(const void *of, feature_fn *fn, void *arg);
void model_read_of(const struct model *m, features_of_fn *features, const void *of,
		   struct model_said *out);
/* The sum of p over a set of SPEECH_BITs. */
#define SPEECH_BIT(s) (1u << SPEECH_##s)
float model_sum(const struct model_said *s, unsigned bits);
/* "model: release .97: 'happy with', 'off to print'": the words that spoke most for s. */
struct slice model_why(const struct model *m, const struct doc *d, size_t from, size_t to,
		       enum speech s, struct pool *pool);

#endif
