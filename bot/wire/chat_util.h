/*
 * What the chat adapters share: texts of a platform's JSON (chat_json.h reads it), building a
 * request, what an HTTP status means when the platform says nothing better. Private to bot/wire.
 */
#ifndef BOT_WIRE_CHAT_UTIL_H
#define BOT_WIRE_CHAT_UTIL_H

#include "chat_json.h"

#include "docket/wire/chat.h"

/* Without NUL and the other control characters that no text has; at most CHAT_TEXT_MAX bytes. */
struct slice chat_clean(struct pool *p, struct slice s);
/*
 * The text under key, in pool: clean (no NUL, at most CHAT_TEXT_MAX bytes), empty when it is absent
 * or no text. o may be NULL or anything.
 */
struct slice chat_str(struct pool *p, const json_t *o, const char *key);
/* An id under key, as text, whether it was written as a text or as a whole number. */
struct slice chat_id(struct pool *p, const json_t *o, const char *key);
int64_t chat_num(const json_t *o, const char *key); /* 0 when absent */
/* A member in seconds since 1970 as UTC ms; 0 when absent, or no time that a calendar has. */
int64_t chat_seconds(const json_t *o, const char *key);
bool chat_yes(const json_t *o, const char *key);

/* s, or as much of it as has room for an ellipsis within `max` of a platform's units. */
struct slice chat_cut(struct pool *p, struct slice s, size_t max, enum chat_unit unit);

/* The file that o describes under these keys (NULL: it does not say that), added to ev. */
struct chat_file_keys {
	const char *name, *type, *id, *size;
};
void chat_file_from(struct pool *p, const json_t *o, const struct chat_file_keys *k,
		    struct chat_event *ev);
/* All of a list of them. */
void chat_files_from(struct pool *p, const json_t *list, const struct chat_file_keys *k,
		     struct chat_event *ev);

/* What was written into s, in pool; s is cleared. -1 (ERR_MESSAGE) when it grew beyond its ceiling.
 */
int chat_take(struct pool *p, struct str *s, struct slice *out, struct err *e);
void chat_header(struct pool *p, struct http_out *out, const char *name, struct slice value);
/* "Authorization: SCHEME CREDENTIALS" */
void chat_authorize(struct pool *p, struct http_out *out, const char *scheme, struct slice with);

/*
 * What an HTTP status means by itself: no answer UNKNOWN when the request had left, else RETRY; 429
 * LATER (after Retry-After, else `usual_ms`); 401 REAUTH; 403, 404 and 410 GONE; 408, 425 and 5xx
 * RETRY (LATER where Retry-After is given); 413 TOO_BIG; other 4xx and 3xx REJECTED; 2xx OK. `why`
 * is "WHOSE answered 503"; adapters that know better words put them there.
 */
void chat_judge(struct pool *p, const struct http_result *r, int64_t now, const char *whose,
		struct chat_result *out);

/*
 * How long to wait after a 429, ms, where a platform says it by X-RateLimit-Reset instead of
 * Retry-After: seconds from now, or a date in s or ms (Mattermost says one and does the other).
 */
int64_t chat_wait(const struct http_result *r, int64_t now);

/* The words of a command behind "/docket ", which is another where commands are called otherwise. */
struct slice chat_words(struct slice command);

/* Text whose columns are kept, in a fence of Markdown that the text cannot end. */
void chat_fenced(struct str *out, struct slice text);

/*
 * The card as part m->part of m->parts shows it: the title on the first, fields, context and
 * buttons on the last. Which part it is says its text already: deliver cuts and marks it.
 */
struct chat_card chat_part(const struct chat_message *m);

#endif
