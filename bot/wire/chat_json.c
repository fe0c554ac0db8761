/* JSON of strangers: limits first, then jansson, then paths. */
#include "chat_json.h"

#include "chat_util.h"

#include "docket/wire/http.h"

bool
chat_json_bounded(struct slice s)
{
	if (s.len > HTTP_RESPONSE_MAX)
		return false;
	int depth = 0;
	bool quoted = false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.data[i];
		if (quoted) {
			if (c == '\\')
				i++;
			else if (c == '"')
				quoted = false;
		} else if (c == '"') {
			quoted = true;
		} else if (c == '{' || c == '[') {
			if (++depth > CHAT_JSON_DEPTH)
				return false;
		} else if (c == '}' || c == ']') {
			depth--;
		}
	}
	return true;
}

/* NUL is let through and cleaned later: one such text must not block what comes with it. */
static json_t *
load(struct slice text, size_t flags, const char *whose, struct err *e)
{
	json_error_t fault;
	json_t *o;
	if (!chat_json_bounded(text)) {
		(void)err_set(e, ERR_MESSAGE, "%s is too large or nests too deep", whose);
		return NULL;
	}
	o = json_loadb(text.len > 0 ? text.data : "", text.len, flags | JSON_ALLOW_NUL, &fault);
	if (o == NULL)
		(void)err_set(e, ERR_MESSAGE, "%s is no JSON (byte %d)", whose, fault.position);
	return o;
}

json_t *
chat_json_load(struct slice text, struct err *e)
{
	return load(text, JSON_REJECT_DUPLICATES, "the JSON", e);
}

json_t *
chat_json(struct slice body, const char *whose, struct err *e)
{
	char sent[64];
	(void)snprintf(sent, sizeof(sent), "what %.40s sent", whose);
	return load(body, 0, sent, e);
}

const json_t *
chat_json_at(const json_t *o, const char *path)
{
	while (o != NULL && *path != '\0') {
		size_t n = strcspn(path, ".");
		o = json_object_getn(o, path, n);
		path += n + (path[n] == '.');
	}
	return o;
}

struct slice
chat_json_text(struct pool *p, const json_t *o, const char *path)
{
	for (const char *dot; (dot = strchr(path, '.')) != NULL; path = dot + 1)
		o = json_object_getn(o, path, (size_t)(dot - path));
	return chat_id(p, o, path);
}
