/*
 * Typed reads from JSON that somebody else may have written. What is absent or null reads as empty,
 * 0 or false; what is of the wrong type, range, length or encoding is refused. Texts are copied
 * into the pool.
 */
#ifndef UNDERSTAND_READING_IN_H
#define UNDERSTAND_READING_IN_H

#include "docket/base/err.h"
#include "docket/base/pool.h"
#include "docket/base/slice.h"

#include <jansson.h>

/* The first fault makes all later reads give nothing; it is asked for once. */
struct in {
	struct pool *pool;
	struct err *e;
	bool bad;
};

/* Sets *in->e to ERR_MESSAGE with the key's name, unless there was a fault before. */
void in_refuse(struct in *in, const char *key, const char *why);

/* NULL when it is absent, null or refused. JSON_TRUE stands for both booleans. */
const json_t *in_value(struct in *in, const json_t *o, const char *key, json_type type);
/* The text of v, at most max bytes of UTF-8; key is for the fault alone. */
struct slice in_text_of(struct in *in, const json_t *v, const char *key, size_t max);
struct slice in_text(struct in *in, const json_t *o, const char *key, size_t max);
struct slice in_short(struct in *in, const json_t *o, const char *key); /* READING_SHORT_MAX */
bool in_bool(struct in *in, const json_t *o, const char *key);
/* When it is absent or refused: 0, or min where that is above 0. */
int64_t in_int(struct in *in, const json_t *o, const char *key, int64_t min, int64_t max);
/* `of` gives a name's number, or -1 for an unknown one, which is refused. */
int in_enum(struct in *in, const json_t *o, const char *key, int (*of)(struct slice));
/* 64 hexadecimal digits, lower case; out stays as it was when refused. */
void in_hex(struct in *in, const json_t *o, const char *key, char out[65]);
/* *count is 0 when there is none, or more than READING_LIST_MAX entries. */
const json_t *in_array(struct in *in, const json_t *o, const char *key, size_t *count);
/* Entry i of a list of objects; something else is refused, and no object: ask in->bad. */
const json_t *in_entry(struct in *in, const json_t *list, size_t i, const char *key);

/* n digits of s from `at` on. */
bool in_digits(struct slice s, size_t at, size_t n, int *out);
/* A day that exists, as YYYY-MM-DD. False when it is absent or refused. */
bool in_day(struct in *in, const json_t *o, const char *key, int *year, int *month, int *day);

#endif
