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

json_t *
chat_json_load(struct slice text, struct err *e)
{
	json_error_t fault;
	if (!chat_json_bounded(text)) {
		(void)err_set(e, ERR_MESSAGE, "the JSON is too large or nests too deep");
		return NULL;
	}
	json_t *o = json_loadb(text.len > 0 ? text.data : "", text.len,
			       JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &fault);
	if (o == NULL)
		(void)err_set(e, ERR_MESSAGE, "no JSON: at byte %d", fault.position);
	return o;
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
