/*
 * Typed reads from the JSON of a reading, every one of which checks: see reading_in.h.
 */
#include "reading_in.h"

#include "docket/base/utf8.h"
#include "names.h"

void
in_refuse(struct in *in, const char *key, const char *why)
{
	if (!in->bad)
		err_set(in->e, ERR_MESSAGE, "reading: \"%s\" %s", key, why);
	in->bad = true;
}

const json_t *
in_value(struct in *in, const json_t *o, const char *key, json_type type)
{
	const json_t *v = in->bad ? NULL : json_object_get(o, key);
	if (!v || json_is_null(v))
		return NULL;
	if (json_typeof(v) != type && !(type == JSON_TRUE && json_is_false(v))) {
		in_refuse(in, key, "has the wrong type");
		return NULL;
	}
	return v;
}

struct slice
in_text_of(struct in *in, const json_t *v, const char *key, size_t max)
{
	struct slice s = slice_make(json_string_value(v), json_string_length(v));
	if (s.len > max) {
		in_refuse(in, key, "is too long");
		return SLICE_NONE;
	}
	if (!utf8_valid(s)) {
		in_refuse(in, key, "is not UTF-8");
		return SLICE_NONE;
	}
	return s.len ? pool_copy(in->pool, s) : SLICE_NONE;
}

struct slice
in_text(struct in *in, const json_t *o, const char *key, size_t max)
{
	const json_t *v = in_value(in, o, key, JSON_STRING);
	return v ? in_text_of(in, v, key, max) : SLICE_NONE;
}

struct slice
in_short(struct in *in, const json_t *o, const char *key)
{
	return in_text(in, o, key, READING_SHORT_MAX);
}

bool
in_bool(struct in *in, const json_t *o, const char *key)
{
	const json_t *v = in_value(in, o, key, JSON_TRUE);
	return json_is_true(v);
}

int64_t
in_int(struct in *in, const json_t *o, const char *key, int64_t min, int64_t max)
{
	const json_t *v = in_value(in, o, key, JSON_INTEGER);
	int64_t n = v ? json_integer_value(v) : min > 0 ? min : 0;
	if (n < min || n > max) {
		in_refuse(in, key, "is out of range");
		return min > 0 ? min : 0;
	}
	return n;
}

int
in_enum(struct in *in, const json_t *o, const char *key, int (*of)(struct slice))
{
	const json_t *v = in_value(in, o, key, JSON_STRING);
	int n = v ? of(slice_make(json_string_value(v), json_string_length(v))) : 0;
	if (n < 0)
		in_refuse(in, key, "has an unknown value");
	return n < 0 ? 0 : n;
}

void
in_hex(struct in *in, const json_t *o, const char *key, char out[65])
{
	const json_t *v = in_value(in, o, key, JSON_STRING);
	struct slice s = v ? slice_make(json_string_value(v), json_string_length(v)) : SLICE_NONE;
	if (s.len && (s.len != 64 || strspn(s.data, "0123456789abcdef") != 64)) {
		in_refuse(in, key, "is no SHA-256");
		return;
	}
	slice_cstr(s, out, 65);
}

const json_t *
in_array(struct in *in, const json_t *o, const char *key, size_t *count)
{
	const json_t *v = in_value(in, o, key, JSON_ARRAY);
	*count = v ? json_array_size(v) : 0;
	if (*count > READING_LIST_MAX) {
		in_refuse(in, key, "has too many entries");
		*count = 0;
	}
	return v;
}

/* Entry i of a list of objects; an empty object when it is something else, which is refused. */
const json_t *
in_entry(struct in *in, const json_t *list, size_t i, const char *key)
{
	const json_t *v = json_array_get(list, i);
	if (!json_is_object(v))
		in_refuse(in, key, "holds something else than objects");
	return v;
}

bool
in_digits(struct slice s, size_t at, size_t n, int *out)
{
	int64_t v;
	if (at + n > s.len || !slice_int(slice_sub(s, at, at + n), &v) || v < 0)
		return false;
	*out = (int)v;
	return true;
}

bool
in_day(struct in *in, const json_t *o, const char *key, int *year, int *month, int *day)
{
	const json_t *v = in_value(in, o, key, JSON_STRING);
	if (!v)
		return false;
	struct slice s = slice_make(json_string_value(v), json_string_length(v));
	if (s.len != 10 || s.data[4] != '-' || s.data[7] != '-' || !in_digits(s, 0, 4, year) ||
	    !in_digits(s, 5, 2, month) || !in_digits(s, 8, 2, day) || *month < 1 || *month > 12 ||
	    !day_exists(*year, *month, *day)) {
		in_refuse(in, key, "is no date");
		return false;
	}
	return true;
}
