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

/* Small and flat enough to be parsed at all: HTTP_RESPONSE_MAX, CHAT_JSON_DEPTH. */
bool chat_json_bounded(struct slice text);
/*
 * An object or list; NULL with e set (ERR_MESSAGE) on anything else. The caller owns it: json_decref.
 * Of one signed or token-bearing call a key twice is a fault: two readers would see two things, and
 * whoever signs need not be the one who reads. What a team's own server answers when it is asked may
 * hold many people's words, and a poll that fails is repeated: there the last of two counts, so that
 * one odd message does not hold back all others. `whose` is for the sentence: "Telegram".
 */
json_t *chat_json_load(struct slice text, struct err *e);
json_t *chat_json(struct slice body, const char *whose, struct err *e);
/* What stands at a path "a.b.c" of object keys; NULL when it is not there. Borrowed. */
const json_t *chat_json_at(const json_t *o, const char *path);
/* A string or a whole number, as chat_id() of the object that the path leads to. */
struct slice chat_json_text(struct pool *p, const json_t *o, const char *path);

#endif
