/*
 * What people answer docket itself with, in all its languages at once: templates/LANG/lexicon/
 * answers.tsv. A row is CLASS<TAB>PHRASE[<TAB>ARGUMENT] or CLASS<TAB>(PHRASE|PHRASE)[<TAB>ARGUMENT];
 * '#' in the first column opens a comment. These are plain phrases, no patterns as in the lexicons
 * beside them: money and approvals hang on some, and what is plain must not be stretched. ASCII
 * letters are compared without case. A class is looked for as whole words, or anywhere in a text: its
 * comment says so. Anywhere is also inside of a word, unless the phrase has '_' at that end, which
 * stands for a blank.
 */
#ifndef DOCKET_DOMAIN_PHRASES_H
#define DOCKET_DOMAIN_PHRASES_H

#include "docket/base/asset.h"
#include "docket/base/err.h"
#include "docket/base/vec.h"

enum phrase_class {
	/* the word on a review */
	PHRASE_WAIVES_LOOK, /* anywhere: the next version need not be shown */
	PHRASE_CONDITION,   /* anywhere: takes that back, or makes it depend on something */
	PHRASE_DENIES,      /* anywhere. Of the record, not of the work: "wrong" alone may be either */
	PHRASE_VERSION,     /* begins "version 2" */
	/* the answer to a scope note, as words */
	PHRASE_YES, PHRASE_NO,
	PHRASE_COURTESY, /* changes nothing */
	PHRASE_HEDGE,    /* makes a yes none, and may turn a no round */
	/* a choice between two wishes, as words */
	PHRASE_CHOICE, /* what may stand around it */
	/* a member's word on items, as words */
	PHRASE_DONE, PHRASE_NOT_DONE, PHRASE_BESIDE_DONE,
	/* words before a job's number */
	PHRASE_LIKE, PHRASE_UNLIKE,
	/* a vague wish: the words that carry no taste */
	PHRASE_FRAME,
	/* the welcome questions; argument: the field */
	PHRASE_FIELD_LABEL, /* the whole of what stands before a colon */
	PHRASE_FIELD_CUE,   /* anywhere in a sentence that nothing else names */
	PHRASE_NOT_KNOWN,   /* the whole answer */
	PHRASE_COUNT,       /* a word; argument: its number */
	PHRASE_PLACE,       /* a word; argument: its zone */
	PHRASE_AND,         /* before the last of several names */
	PHRASE_CLASSES
};

struct phrase {
	struct slice text; /* '_' is a blank by now */
	const char *arg;   /* "" for none */
};
typedef VEC(struct phrase) phrase_list;
#define PHRASES_FILE "answers.tsv"
struct phrases; /* lives until phrases_free */

/* From all files of that name in `assets` (path to text, as built in). ERR_CONFIG: FILE:LINE. */
int phrases_new(const struct asset *assets, size_t count, struct phrases **out, struct err *e);
void phrases_free(struct phrases *p);

/* In the order of the files. */
const phrase_list *phrases_of(const struct phrases *p, enum phrase_class c);
/* The phrase that the whole of s is, or NULL. */
const struct phrase *phrases_find(const struct phrases *p, enum phrase_class c, struct slice s);
/* Whether one of them stands anywhere in text. */
bool phrases_in(const struct phrases *p, enum phrase_class c, struct slice text);
/* The length of the longest that text begins with, or 0. */
size_t phrases_begin(const struct phrases *p, enum phrase_class c, struct slice text);

#endif
