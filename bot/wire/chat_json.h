/*
 * JSON that strangers send, for the adapters: bounded in size and depth before the parser sees it,
 * then read by paths. Whatever is absent or of another type reads as empty: an adapter asks for
 * what it needs and refuses when that is not there.
 */
#ifndef DOCKET_WIRE_CHAT_JSON_H
#define DOCKET_WIRE_CHAT_JSON_H

#include "docket/base/err.h"
#include "docket/base/pool.h"

#include <jansson.h>

enum {
	CHAT_JSON_DEPTH = 48, /* the deepest card seen nests 20; jansson recurses per level */
};

/* An object or list; NULL with e set (ERR_MESSAGE) on anything else. A key twice is a fault: two
 * readers would see two things. The caller owns it: json_decref. */
json_t *chat_json_load(struct slice text, struct err *e);
/* What stands at a path "a.b.c" of object keys; NULL when it is not there. Borrowed. */
const json_t *chat_json_at(const json_t *o, const char *path);
/* A string, copied into pool; an integer as its decimal digits, because ids come as both. */
struct slice chat_json_text(struct pool *p, const json_t *o, const char *path);
bool chat_json_true(const json_t *o, const char *path);
int64_t chat_json_int(const json_t *o, const char *path); /* 0 when it is none */

#endif
