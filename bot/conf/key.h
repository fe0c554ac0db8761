/*
 * A row of a table of keys: where a key stands, what it may hold, its bounds, its default and what
 * it is for. The check, the example file and the manual are all made from the same rows.
 */
#ifndef DOCKET_CONF_KEY_H
#define DOCKET_CONF_KEY_H

#include "docket/base/str.h"

enum key_type {
	KEY_MAP,     /* a mapping; the rows "path.…" say what stands in it */
	KEY_MAPS,    /* a list of such mappings, each an element of a VEC */
	KEY_NAMED,   /* a mapping from words to elements of a VEC that start with const char *name;
			the row "path.*" says what each holds */
	KEY_TEXT,    /* const char *, one line */
	KEY_PATH,    /* const char *, from the folder of the file */
	KEY_TEXTS,   /* VEC(const char *) */
	KEY_CHOICE,  /* const char *, one of words */
	KEY_CHOICES, /* VEC(const char *), each one of words */
	KEY_ENUM,    /* an enum: the number of the word in words */
	KEY_INT,     /* int, min to max */
	KEY_SIZE,    /* int64_t bytes, min to max; KB, MB, GB */
	KEY_REAL,    /* double, min to max */
	KEY_SECRET,  /* as KEY_MAP, with a hint for those who write the password itself */
};

struct key {
	const char *path;
	enum key_type type;
	bool must;   /* always needed, or beside `with` */
	size_t at;   /* offset in the innermost element (KEY_MAPS, KEY_NAMED), else in the whole */
	size_t size; /* bytes of one element: KEY_MAPS, KEY_NAMED */
	const char *words;  /* KEY_CHOICE(S), KEY_ENUM; KEY_NAMED: the keys it may have, in order;
			       KEY_MAPS: an entry, which the example shows instead of every key */
	int64_t min, max;   /* numbers; of lists the number of entries; texts: longest, bytes */
	const char *preset; /* the default as one would write it, or NULL */
	const char *with;   /* makes sense only beside this key of the same mapping, or NULL */
	const char *one_of; /* KEY_MAP(S), KEY_SECRET: exactly one of these words must be in it */
	/* NULL, or what the value must be ("must be a host name"), NULL if it is */
	const char *(*fault)(const char *value);
	const char *noun;   /* what an unknown key in here is called, if not a setting */
	const char *sample; /* what the example file shows; NULL: commented out, with the default */
	const char *prose;  /* for the example and the manual; the first sentence says what it is */
};

/* Rows directly in `path` ("" is the top): iterate with *i from 0. NULL at the end. */
const struct key *key_row(const struct key *keys, size_t count, const char *path, size_t *i);
/* The last word of a row's path. */
const char *key_name(const struct key *k);
/* "a whole number from 1 to 65535", for faults and for people. */
void key_words(const struct key *k, struct str *out);
/* "a, b or c" of blank-separated words, with `mark` before and behind each. */
void key_list(const char *words, const char *mark, struct str *out);
/* `wanted` is one of the blank-separated words. */
bool key_has_word(const char *words, const char *wanted);

#endif
