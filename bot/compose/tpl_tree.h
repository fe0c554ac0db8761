/*
 * A compiled template: a tree of blocks (a paragraph, a row, a question …) and, inside them, of
 * words and names. And what filling it gives: a flat list of blocks of cleaned runs of text, from
 * which the plain text and the page are written. Markup is read when a template is compiled and
 * never again, so nothing inside a value can be taken for markup.
 */
#ifndef DOCKET_COMPOSE_TPL_TREE_H
#define DOCKET_COMPOSE_TPL_TREE_H

#include "docket/base/err.h"
#include "docket/base/str.h"
#include "docket/base/vec.h"
#include "docket/compose/value.h"

#include "tpl_names.h"

enum tpl_block_kind {
	BLOCK_PARA,
	BLOCK_HEAD,   /* # */
	BLOCK_ROW,    /* | label | value | note | */
	BLOCK_NUMBER, /* 1. */
	BLOCK_ASK,    /* ? 1. a question with room for its answer */
	BLOCK_ITEM,   /* - */
	BLOCK_QUOTE,  /* > */
	BLOCK_NOTICE, /* ! */
	BLOCK_PRE,    /* = as it is, fixed width */
	BLOCK_SMALL,  /* --- small print from here on */
};

enum tpl_node_kind { NODE_BLOCK, NODE_TEXT, NODE_NAME, NODE_IF, NODE_EACH };
enum tpl_filter { FILTER_NONE, FILTER_DATE, FILTER_PLURAL, FILTER_UPPER, FILTER_WRAP, FILTER_SIZE };
enum { STYLE_BOLD = 1, STYLE_CODE = 2 };
enum { TPL_CELLS = 3, TPL_DEPTH = 8, TPL_SCOPES = 4 };

struct tpl_node {
	enum tpl_node_kind kind;
	enum tpl_block_kind block;
	struct tpl_node *next;
	struct tpl_node *cells[TPL_CELLS]; /* of a block; NUMBER and ASK: number, words */
	struct tpl_node *body, *other;	   /* of if and each */
	struct slice text;		   /* of NODE_TEXT */
	const char *name;		   /* of NAME, IF, EACH */
	unsigned scope; /* 0 the mail's own names, 1 those of the outermost each … */
	unsigned inner; /* of EACH: the scope its elements are */
	enum tpl_filter filter;
	struct slice one, many; /* of plural */
	unsigned style;
};

struct tpl {
	struct tpl_node *subject, *head_left, *head_right, *title, *body;
	bool alarm; /* Tone: alarm */
};

/* One fault a line: FILE:LINE:COL: sentence. */
struct tpl_faults {
	struct str *out; /* may be NULL */
	size_t count;
	char first[300];
};
void tpl_parse_fault(struct tpl_faults *f, const char *file, struct slice source, size_t offset,
		     struct slice sentence);

struct tpl_source {
	const char *file; /* as faults name it */
	struct slice text;
	const struct tpl_kind *kind;
};
/* Compiles into pool; adds what is wrong to faults. NULL if anything is. */
struct tpl *tpl_parse(struct pool *pool, const struct tpl_source *source,
		      struct tpl_faults *faults);

struct tpl_run {
	struct slice text; /* well-formed UTF-8; its only control character is LF */
	unsigned style;
	bool joined; /* |wrap: its line ends are spaces even where they would be kept */
};
typedef VEC(struct tpl_run) tpl_cell;
struct tpl_block {
	enum tpl_block_kind kind;
	bool small;
	tpl_cell cells[TPL_CELLS];
};
struct tpl_filled {
	struct slice subject;  /* one line */
	const char *label_end; /* ":", which the French set apart */
	tpl_cell head_left, head_right, title;
	bool alarm;
	VEC(struct tpl_block) blocks;
};

struct tpl_words; /* of one language */
void tpl_fill(const struct tpl *t, struct pool *pool, const struct tpl_words *words,
	      const struct value *v, struct tpl_filled *out);
/* text without control characters, bidirectional overrides and malformed bytes; LF kept. */
struct slice tpl_fill_clean(struct pool *pool, struct slice text);
bool tpl_fill_blank(const tpl_cell *cell);

/* flowed: paragraphs, rows and questions on one line each, for showing inside another mail. */
void tpl_text_write(const struct tpl_filled *f, bool flowed, struct str *out);
/* lang: for the page's lang attribute, letters and hyphens. */
void tpl_html_write(const struct tpl_filled *f, const char *lang, struct str *out);

#endif
