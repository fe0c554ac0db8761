/*
 * One text taken apart: tokens, sentences and what the lexicon found in them. Offsets are bytes of
 * the text. Everything is linear in the text and lives in the pool of the message.
 */
#ifndef UNDERSTAND_WORDS_H
#define UNDERSTAND_WORDS_H

#include "docket/understand/reading.h"

enum lex_class {
#define LEX(e, name) LEX_##e,
#include "lexicon.def"
#undef LEX
	LEX_COUNT
};
enum { LANG_EN, LANG_DE, LANG_FR, LANG_ES, LANG_COUNT };
/* Of these only the dates are known: `docket date` reads them, no mail is taken for one. */
enum { LANG_NL = LANG_COUNT, LANG_IT, LANG_PT, LANG_DATES_COUNT };
extern const char *const lang_names[LANG_DATES_COUNT];
int lang_of(struct slice name); /* LANG_EN when unknown */

enum tok_kind { TOK_WORD, TOK_NUMBER, TOK_URL, TOK_ADDR, TOK_EMOJI };
/* What stands between a token and the one before it. */
enum {
	GAP_COMMA = 1,
	GAP_SEMI = 2,
	GAP_COLON = 4,
	GAP_DASH = 8,
	GAP_OPEN = 16,
	GAP_CLOSE = 32,
	GAP_LINE = 64,
	GAP_PARA = 128,
	GAP_QUOTE = 256,
	GAP_STOP = 512,
	GAP_SLASH = 1024,
};
enum { TOK_UPPER = 1, TOK_CAPS = 2, TOK_QUOTED = 4 };
/* No brief is longer than DOC_TEXT_MAX bytes; it bounds time and memory of a hostile mail. */
enum { TOKEN_PREFIXES = 4, WORD_MAX = 48, DOC_TEXT_MAX = 64 * 1024 };

/*
 * 64 KB of real briefs in a row take a hundredth of these steps; what needs more is made to be slow,
 * and further dates in it are not looked for.
 */
enum { DATE_STEPS_MAX = 2000 * 1000 };

struct token {
	const char *folded; /* the word as it is compared, `folded_len` bytes */
	uint32_t start, end;
	uint32_t id;		      /* of the folded word in the vocabulary, 0: unknown */
	uint32_t pre[TOKEN_PREFIXES]; /* ids of beginnings and of an ending that lexicons name */
	uint32_t sent;
	uint32_t hash; /* of the folded word */
	int32_t value; /* of a number, at most 9 digits */
	uint16_t gap;
	char sep; /* the one byte between it and the token before; \1 nothing; 0 anything else */
	uint8_t kind, flags, digits, folded_len;
};

/* A sentence, a list item or a line that stands for itself. */
struct sentence {
	uint32_t tok, tok_end;
	uint32_t match, match_end; /* of doc.match */
	uint32_t start, end;	   /* bytes, bullet left out, closing mark included */
	uint32_t para, line;	   /* running numbers */
	uint32_t number;	   /* of "2." or "2)" before it */
	uint16_t indent;
	bool first_in_line, bullet;
	char close; /* '.', '!', '?', ':' or 0 */
};

struct match {
	enum lex_class class;
	uint32_t pattern;
	uint32_t tok, tok_end;
};

struct lexicon;
struct doc {
	struct pool *pool;
	struct slice text;
	int lang;
	const struct lexicon *lex; /* of the language */
	struct token *tok;
	size_t tok_count;
	struct sentence *sent;
	size_t sent_count;
	struct match *match;
	size_t match_count;
	uint64_t classes[(LEX_COUNT + 63) / 64]; /* bit per class: is there a match of it? */
	size_t *date_steps;			 /* what looking for dates in it has cost so far */
	uint32_t *match_at; /* per token: number of the first match that begins there or later */
	uint32_t *of_class; /* numbers of the matches by class, then as in match */
	uint32_t *class_at; /* per class, and one more: where its own begin in of_class */
};

/* Takes text apart in language `lang`, or in the one it seems to be written in (lang < 0). */
struct doc *doc_new(const struct understanding *u, struct pool *pool, struct slice text, int lang);
/* The same text in another language, or in its own again; d stays as it is. */
struct doc *doc_in(const struct understanding *u, const struct doc *d, int lang);
/* A text that the mail answers: of the lexicon only what asks (lex_asks()) is looked for. */
struct doc *doc_asking(const struct understanding *u, struct pool *pool, struct slice text,
		       int lang);
int doc_language(const struct understanding *u, const struct doc *d, int fallback);
/* That of a text of which nothing else is asked; LANG_EN when its words do not tell. */
int doc_text_language(const struct understanding *u, struct pool *pool, struct slice text);

/* Is there any match of the class? Most questions are about one that a text has nothing of. */
static inline bool
doc_has(const struct doc *d, enum lex_class class)
{
	return d->classes[class / 64] >> class % 64 & 1;
}
/* Where in of_class the first match of the class is that begins at `tok` or later; its last is
 * before class_at[class + 1]. Only if doc_has(). */
uint32_t doc_first(const struct doc *d, enum lex_class class, size_t tok);
/* First match of the class in tokens [from, to), or NULL. */
const struct match *doc_find(const struct doc *d, enum lex_class class, size_t from, size_t to);
const struct match *doc_find_in(const struct doc *d, enum lex_class class,
				const struct sentence *s);
/* A match of the class that begins at token t exactly. The longest. */
const struct match *doc_at(const struct doc *d, enum lex_class class, size_t t);
/* The matches that begin at token t, of any class: from *from to the one returned. */
const struct match *doc_matches(const struct doc *d, size_t t, const struct match **from);
/* Does a match of one of `count` classes begin at token t? */
bool doc_at_any(const struct doc *d, const enum lex_class *classes, size_t count, size_t t);
struct slice match_arg(const struct doc *d, const struct match *m);
struct slice match_rule(const struct doc *d,
			const struct match *m);		/* "approve (en/review.tsv:12)" */
struct slice doc_word(const struct doc *d, size_t tok);	/* as written */
struct slice doc_folded(const struct doc *d, size_t tok); /* as compared, see word_fold */
bool doc_is(const struct doc *d, size_t tok, const char *folded);
/* Text of tokens [from, to), white space runs as one space, with its offsets. */
struct found doc_found(const struct doc *d, size_t from, size_t to, struct slice rule);
struct found doc_found_bytes(const struct doc *d, size_t start, size_t end, struct slice rule);
size_t doc_tok_at(const struct doc *d, size_t offset); /* first token at or behind it */

/* Fills the tokens and sentences of d from its text. */
void text_split(const struct understanding *u, struct doc *d);
/* Folds a word for comparison: lower case, accents and ligatures off. Returns its length. */
size_t word_fold(struct slice word, char out[WORD_MAX]);
uint32_t word_hash(const char *s, size_t len);

#endif
