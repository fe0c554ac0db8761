/*
 * Writes JSON (RFC 8259) into a str. Malformed UTF-8 goes out as U+FFFD. Commas and nesting are
 * kept by the writer; the caller opens, closes and names keys. Reading JSON is jansson's work.
 */
#ifndef DOCKET_BASE_JSON_H
#define DOCKET_BASE_JSON_H

#include "docket/base/str.h"

struct json {
	struct str *out;
	bool comma;
};

void json_begin(struct json *j, struct str *out);
void json_open(struct json *j);
void json_close(struct json *j);
void json_list(struct json *j);
void json_list_end(struct json *j);
void json_key(struct json *j, const char *key);
void json_text(struct json *j, struct slice s);
void json_cstr(struct json *j, const char *s); /* NULL gives null */
void json_int(struct json *j, int64_t n);
void json_bool(struct json *j, bool b);
void json_nil(struct json *j);
void json_raw(struct json *j, struct slice s); /* s is JSON already */
/* key and value in one */
void json_put_text(struct json *j, const char *key, struct slice s);
void json_put_cstr(struct json *j, const char *key, const char *s);
void json_put_int(struct json *j, const char *key, int64_t n);
void json_put_bool(struct json *j, const char *key, bool b);

#endif
