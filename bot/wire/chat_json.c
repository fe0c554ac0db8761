/* JSON of strangers: limits first, then jansson, then paths. */
#include "chat_json.h"

#include "docket/wire/http.h"

/* Brackets outside of strings nest at most CHAT_JSON_DEPTH deep. */
static bool
shallow(struct slice s)
{
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
	if (text.len > HTTP_RESPONSE_MAX || !shallow(text)) {
		(void)err_set(e, ERR_MESSAGE, "the JSON is too large or nests too deep");
		return NULL;
	}
	json_t *o = json_loadb(text.len > 0 ? text.data : "", text.len, JSON_REJECT_DUPLICATES,
			       &fault);
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
	const json_t *v = chat_json_at(o, path);
	if (json_is_integer(v))
		return pool_slicef(p, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	return json_is_string(v)
		       ? pool_copy(p, slice_make(json_string_value(v), json_string_length(v)))
		       : SLICE_NONE;
}

bool
chat_json_true(const json_t *o, const char *path)
{
	return json_is_true(chat_json_at(o, path));
}

int64_t
chat_json_int(const json_t *o, const char *path)
{
	return (int64_t)json_integer_value(chat_json_at(o, path));
}
