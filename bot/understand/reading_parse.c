/*
 * A reading back from JSON. The child that wrote it may have been taken over by the mail it read:
 * types, ranges, counts and sizes are checked, unknown keys are passed over.
 */
#include "docket/understand/reading.h"

#include <jansson.h>

#include "docket/base/utf8.h"
#include "names.h"

/* The first fault makes all later reads give nothing; it is asked for once. */
struct in {
	struct pool *pool;
	struct err *e;
	bool bad;
};

static void
refuse(struct in *in, const char *key, const char *why)
{
	if (!in->bad)
		err_set(in->e, ERR_MESSAGE, "reading: \"%s\" %s", key, why);
	in->bad = true;
}

static const json_t *
get(struct in *in, const json_t *o, const char *key, json_type type)
{
	const json_t *v = in->bad ? NULL : json_object_get(o, key);
	if (!v || json_is_null(v))
		return NULL;
	if (json_typeof(v) != type && !(type == JSON_TRUE && json_is_false(v))) {
		refuse(in, key, "has the wrong type");
		return NULL;
	}
	return v;
}

static struct slice
text_of(struct in *in, const json_t *v, const char *key, size_t max)
{
	struct slice s = slice_make(json_string_value(v), json_string_length(v));
	if (s.len > max) {
		refuse(in, key, "is too long");
		return SLICE_NONE;
	}
	if (!utf8_valid(s)) {
		refuse(in, key, "is not UTF-8");
		return SLICE_NONE;
	}
	return s.len ? pool_copy(in->pool, s) : SLICE_NONE;
}

static struct slice
get_text(struct in *in, const json_t *o, const char *key, size_t max)
{
	const json_t *v = get(in, o, key, JSON_STRING);
	return v ? text_of(in, v, key, max) : SLICE_NONE;
}

static struct slice
get_short(struct in *in, const json_t *o, const char *key)
{
	return get_text(in, o, key, READING_SHORT_MAX);
}

static bool
get_bool(struct in *in, const json_t *o, const char *key)
{
	const json_t *v = get(in, o, key, JSON_TRUE);
	return json_is_true(v);
}

static int64_t
get_int(struct in *in, const json_t *o, const char *key, int64_t min, int64_t max)
{
	const json_t *v = get(in, o, key, JSON_INTEGER);
	int64_t n = v ? json_integer_value(v) : min > 0 ? min : 0;
	if (n < min || n > max) {
		refuse(in, key, "is out of range");
		return min > 0 ? min : 0;
	}
	return n;
}

static int
get_enum(struct in *in, const json_t *o, const char *key, int (*of)(struct slice))
{
	const json_t *v = get(in, o, key, JSON_STRING);
	int n = v ? of(slice_make(json_string_value(v), json_string_length(v))) : 0;
	if (n < 0)
		refuse(in, key, "has an unknown value");
	return n < 0 ? 0 : n;
}

static void
get_hex(struct in *in, const json_t *o, const char *key, char out[65])
{
	const json_t *v = get(in, o, key, JSON_STRING);
	struct slice s = v ? slice_make(json_string_value(v), json_string_length(v)) : SLICE_NONE;
	if (s.len && (s.len != 64 || strspn(s.data, "0123456789abcdef") != 64)) {
		refuse(in, key, "is no SHA-256");
		return;
	}
	slice_cstr(s, out, 65);
}

static const json_t *
get_array(struct in *in, const json_t *o, const char *key, size_t *count)
{
	const json_t *v = get(in, o, key, JSON_ARRAY);
	*count = v ? json_array_size(v) : 0;
	if (*count > READING_LIST_MAX) {
		refuse(in, key, "has too many entries");
		*count = 0;
	}
	return v;
}

/* Entry i of a list of objects; an empty object when it is something else, which is refused. */
static const json_t *
entry(struct in *in, const json_t *list, size_t i, const char *key)
{
	const json_t *v = json_array_get(list, i);
	if (!json_is_object(v))
		refuse(in, key, "holds something else than objects");
	return v;
}

static struct addr
addr_in(struct in *in, const json_t *o)
{
	struct addr a = {get_short(in, o, "name"), get_short(in, o, "address")};
	return a;
}

static struct addr
get_addr(struct in *in, const json_t *o, const char *key)
{
	const json_t *v = get(in, o, key, JSON_OBJECT);
	return v ? addr_in(in, v) : (struct addr){0};
}

static void
get_addrs(struct in *in, const json_t *o, const char *key, addr_list *out)
{
	size_t n;
	const json_t *v = get_array(in, o, key, &n);
	for (size_t i = 0; i < n && !in->bad; i++)
		VEC_ADD(out, in->pool, addr_in(in, entry(in, v, i, key)));
}

static void
get_list(struct in *in, const json_t *o, const char *key, slice_list *out)
{
	size_t n;
	const json_t *v = get_array(in, o, key, &n);
	for (size_t i = 0; i < n && !in->bad; i++) {
		const json_t *x = json_array_get(v, i);
		if (!json_is_string(x))
			refuse(in, key, "holds something else than texts");
		else
			VEC_ADD(out, in->pool, text_of(in, x, key, READING_SHORT_MAX));
	}
}

static struct found
found_in(struct in *in, const json_t *o)
{
	struct found f = {get_short(in, o, "text"), (size_t)get_int(in, o, "start", 0, INT32_MAX),
			  (size_t)get_int(in, o, "end", 0, INT32_MAX), get_short(in, o, "rule")};
	if (f.end < f.start)
		refuse(in, "end", "lies before start");
	return f;
}

static struct found
get_found(struct in *in, const json_t *o, const char *key)
{
	const json_t *v = get(in, o, key, JSON_OBJECT);
	return v ? found_in(in, v) : (struct found){0};
}

static bool
digits(struct slice s, size_t at, size_t n, int *out)
{
	int64_t v;
	if (at + n > s.len || !slice_int(slice_sub(s, at, at + n), &v) || v < 0)
		return false;
	*out = (int)v;
	return true;
}

static bool
get_day(struct in *in, const json_t *o, const char *key, int *year, int *month, int *day)
{
	const json_t *v = get(in, o, key, JSON_STRING);
	if (!v)
		return false;
	struct slice s = slice_make(json_string_value(v), json_string_length(v));
	if (s.len != 10 || s.data[4] != '-' || s.data[7] != '-' || !digits(s, 0, 4, year) ||
	    !digits(s, 5, 2, month) || !digits(s, 8, 2, day) || *month < 1 || *month > 12 ||
	    !day_exists(*year, *month, *day)) {
		refuse(in, key, "is no date");
		return false;
	}
	return true;
}

static void
get_deadline(struct in *in, const json_t *o, const json_t *root, struct said_field *f)
{
	const json_t *v = get(in, o, "deadline", JSON_OBJECT);
	struct when *w = &f->when;
	w->hour = -1;
	if (!v)
		return;
	f->given = true;
	f->value.text = get_short(in, v, "text");
	w->known = get_day(in, v, "date", &w->year, &w->month, &w->day);
	const json_t *t = get(in, v, "time", JSON_STRING);
	if (t) {
		struct slice s = slice_make(json_string_value(t), json_string_length(t));
		if (s.len != 5 || s.data[2] != ':' || !digits(s, 0, 2, &w->hour) ||
		    !digits(s, 3, 2, &w->minute) || w->hour > 23 || w->minute > 59) {
			refuse(in, "time", "is no time of day");
			return;
		}
	}
	const json_t *more = get(in, root, "deadline_when", JSON_OBJECT);
	if (!more)
		return;
	w->ambiguous = get_bool(in, more, "ambiguous");
	w->alt_month = (int)get_int(in, more, "alt_month", 0, 12);
	w->alt_day = (int)get_int(in, more, "alt_day", 0, 31);
	w->has_end_time = get(in, more, "end_hour", JSON_INTEGER) != NULL;
	w->end_hour = (int)get_int(in, more, "end_hour", 0, 23);
	w->end_minute = (int)get_int(in, more, "end_minute", 0, 59);
	w->has_end = get_day(in, more, "end", &w->end_year, &w->end_month, &w->end_day);
}

static void
get_fields(struct in *in, const json_t *root, struct reading *r)
{
	const json_t *o = get(in, root, "fields", JSON_OBJECT);
	const json_t *p = get(in, root, "provenance", JSON_OBJECT);
	r->fields[FIELD_DEADLINE].when.hour = -1;
	for (int f = 0; o && f < FIELD_COUNT; f++) {
		struct said_field *s = &r->fields[f];
		const char *name = field_name((enum field)f);
		if (f == FIELD_DEADLINE) {
			get_deadline(in, o, root, s);
		} else if (get(in, o, name, JSON_STRING)) {
			s->given = true;
			s->value.text = get_short(in, o, name);
		}
		const json_t *where = s->given && p ? get(in, p, name, JSON_OBJECT) : NULL;
		if (where) {
			struct slice text = s->value.text;
			s->value = found_in(in, where);
			s->value.text = text;
		}
	}
}

static void
get_extra(struct in *in, const json_t *root, struct reading *r)
{
	const json_t *o = get(in, root, "extra", JSON_OBJECT);
	size_t n;
	const json_t *found = get_array(in, root, "extra_found", &n);
	const char *key;
	json_t *v;
	if (!o)
		return;
	json_object_foreach((json_t *)(uintptr_t)o, key, v)
	{
		if (in->bad || r->extra_count == COUNT(r->extra))
			break;
		if (!json_is_string(v) || strlen(key) > 63) {
			refuse(in, "extra", "holds something else than texts");
			break;
		}
		size_t i = r->extra_count++;
		r->extra[i].name = pool_copy(in->pool, slice_of(key));
		if (i < n)
			r->extra[i].value = found_in(in, entry(in, found, i, "extra_found"));
		r->extra[i].value.text = text_of(in, v, "extra", READING_SHORT_MAX);
	}
}

static void
get_attachments(struct in *in, const json_t *root, struct reading *r)
{
	size_t n;
	const json_t *v = get_array(in, root, "attachments", &n);
	for (size_t i = 0; i < n && !in->bad; i++) {
		const json_t *o = entry(in, v, i, "attachments");
		struct attachment *a = VEC_NEW(&r->attachments, in->pool);
		a->name = get_short(in, o, "name");
		a->type = get_short(in, o, "type");
		a->cid = get_short(in, o, "cid");
		a->size = (uint64_t)get_int(in, o, "size", 0, INT64_MAX);
		get_hex(in, o, "sha256", a->sha256);
		a->is_inline = get_bool(in, o, "inline");
		a->decoration = get_bool(in, o, "decoration");
		a->has_text = get_bool(in, o, "has_text");
	}
}

static void
get_notice(struct in *in, const json_t *root, struct notice *out)
{
	const json_t *o = get(in, root, "notice", JSON_OBJECT);
	if (!o)
		return;
	out->tool = get_short(in, o, "tool");
	out->person = get_short(in, o, "person");
	out->key = get_short(in, o, "key");
	out->words = get_text(in, o, "words", READING_SHORT_MAX * 4);
}

static struct said_time
get_time(struct in *in, const json_t *o, const char *key)
{
	struct said_time t = {.when.hour = -1};
	const json_t *v = get(in, o, key, JSON_OBJECT);
	if (!v)
		return t;
	t.words = found_in(in, v);
	t.when.known = get_day(in, v, "date", &t.when.year, &t.when.month, &t.when.day);
	t.when.ambiguous = get_bool(in, v, "ambiguous");
	return t;
}

static void
get_away(struct in *in, const json_t *root, struct reading *r)
{
	/* readings stored before there was an object say true or false */
	if (!json_is_object(json_object_get(root, "out_of_office"))) {
		r->out_of_office = get_bool(in, root, "out_of_office");
		return;
	}
	const json_t *o = get(in, root, "out_of_office", JSON_OBJECT);
	size_t n;
	if (!o)
		return;
	r->out_of_office = true;
	r->away.from = get_time(in, o, "from");
	r->away.until = get_time(in, o, "until");
	r->away.back = get_time(in, o, "back");
	const json_t *v = get_array(in, o, "substitutes", &n);
	for (size_t i = 0; i < n && !in->bad; i++) {
		const json_t *s = entry(in, v, i, "substitutes");
		struct said_substitute x = {get_short(in, s, "name"), get_short(in, s, "address"),
					    found_in(in, s)};
		VEC_ADD(&r->away.substitutes, in->pool, x);
	}
}

static void
get_header(struct in *in, const json_t *root, struct reading *r, size_t max)
{
	size_t n;
	r->class = (enum mail_class)get_enum(in, root, "class", mail_class_of);
	r->class_rule = get_short(in, root, "class_rule");
	r->from = get_addr(in, root, "from");
	r->reply_to = get_addr(in, root, "reply_to");
	get_addrs(in, root, "to", &r->to);
	get_addrs(in, root, "cc", &r->cc);
	get_list(in, root, "delivered_to", &r->delivered_to);
	r->subject = get_short(in, root, "subject");
	r->subject_base = get_short(in, root, "subject_base");
	r->message_id = get_short(in, root, "message_id");
	get_list(in, root, "in_reply_to", &r->in_reply_to);
	get_list(in, root, "references", &r->references);
	r->has_date = get(in, root, "date_ms", JSON_INTEGER) != NULL;
	r->date_ms = get_int(in, root, "date_ms", INT64_MIN / 4, INT64_MAX / 4);
	r->date_offset = (int)get_int(in, root, "date_offset", -1440, 1440);
	r->text = get_text(in, root, "text", max);
	r->quoted = get_text(in, root, "quoted", max);
	r->signature = get_text(in, root, "signature", max);
	const json_t *f = get(in, root, "forward", JSON_OBJECT);
	if (f) {
		r->forward.found = true;
		r->forward.from = get_addr(in, f, "from");
		get_addrs(in, f, "to", &r->forward.to);
		get_addrs(in, f, "cc", &r->forward.cc);
		r->forward.subject = get_short(in, f, "subject");
		r->forward.date_text = get_short(in, f, "date");
		r->forward.body = get_text(in, f, "body", max);
		r->forward.message = get_text(in, f, "message", max);
	}
	const json_t *v = get_array(in, root, "auth", &n);
	for (size_t i = 0; i < n && !in->bad; i++) {
		const json_t *o = entry(in, v, i, "auth");
		struct auth_result a = {get_short(in, o, "server"),
					get_short(in, o, "method"),
					get_short(in, o, "result"),
					get_short(in, o, "domain"),
					(unsigned)get_int(in, o, "block", 0, INT32_MAX),
					(unsigned)get_int(in, o, "position", 0, INT32_MAX)};
		VEC_ADD(&r->auth, in->pool, a);
	}
	const json_t *b = get(in, root, "bounce", JSON_OBJECT);
	if (b) {
		r->bounce.recipient = get_short(in, b, "recipient");
		r->bounce.status = get_short(in, b, "status");
		r->bounce.original_id = get_short(in, b, "original_id");
		r->bounce.reason = get_short(in, b, "reason");
	}
	get_notice(in, root, &r->notice);
	get_away(in, root, r);
	get_list(in, root, "warnings", &r->warnings);
	get_hex(in, root, "content_sha256", r->content_sha256);
	get_hex(in, root, "text_sha256", r->text_sha256);
	get_attachments(in, root, r);
}

static struct said_item
item_in(struct in *in, const json_t *o)
{
	return (struct said_item){(enum item_kind)get_enum(in, o, "kind", item_kind_of),
				  get_short(in, o, "target"), get_short(in, o, "summary"),
				  get_found(in, o, "quote"), get_short(in, o, "about")};
}

static void
get_lists(struct in *in, const json_t *root, struct reading *r)
{
	size_t n;
	const json_t *v = get_array(in, root, "missing", &n);
	for (size_t i = 0; i < n && !in->bad; i++) {
		const json_t *x = json_array_get(v, i);
		int f = json_is_string(x) ? field_of(slice_of(json_string_value(x))) : -1;
		if (f < 0)
			refuse(in, "missing", "names no field");
		else
			r->missing |= FIELD_BIT(f);
	}
	v = get_array(in, root, "jobs", &n);
	for (size_t i = 0; i < n && !in->bad; i++) {
		const json_t *o = entry(in, v, i, "jobs");
		(void)VEC_NEW(&r->jobs, in->pool);
		r->jobs.at[i].deliverable = get_short(in, o, "deliverable");
		r->jobs.at[i].kit = get_short(in, o, "kit");
	}
	v = get_array(in, root, "answers", &n);
	for (size_t i = 0; i < n && !in->bad; i++) {
		const json_t *o = entry(in, v, i, "answers");
		struct said_answer a = {(unsigned)get_int(in, o, "number", 0, 1000),
					get_short(in, o, "question"), get_short(in, o, "text")};
		VEC_ADD(&r->answers, in->pool, a);
	}
	v = get_array(in, root, "items", &n);
	for (size_t i = 0; i < n && !in->bad; i++)
		VEC_ADD(&r->items, in->pool, item_in(in, entry(in, v, i, "items")));
	v = get_array(in, root, "notes", &n);
	for (size_t i = 0; i < n && !in->bad; i++)
		VEC_ADD(&r->notes, in->pool, item_in(in, entry(in, v, i, "notes")));
	v = get_array(in, root, "praise", &n);
	for (size_t i = 0; i < n && !in->bad; i++)
		VEC_ADD(&r->praise, in->pool, found_in(in, entry(in, v, i, "praise")));
}

static void
get_said(struct in *in, const json_t *root, struct reading *r)
{
	struct slice lang = get_short(in, root, "lang");
	r->lang = lang.len == 2 ? lang : SLICE_LIT("en");
	r->intent = (enum intent)get_enum(in, root, "intent", intent_of);
	r->intent_why = get_found(in, root, "intent_why");
	r->urgent = get_bool(in, root, "urgent");
	r->kit = get_short(in, root, "kit");
	get_fields(in, root, r);
	r->fields[FIELD_APPROVER].self = get_bool(in, root, "approver_self");
	get_extra(in, root, r);
	r->withheld = (unsigned)get_int(in, root, "withheld", 0, FIELD_BIT(FIELD_COUNT) - 1);
	get_list(in, root, "vague", &r->vague);
	r->scope = get_bool(in, root, "scope");
	r->requests = (unsigned)get_int(in, root, "requests", 0, 1000);
	r->verdict = (enum verdict)get_enum(in, root, "verdict", verdict_of);
	r->verdict_why = get_found(in, root, "verdict_why");
	get_lists(in, root, r);
	get_list(in, root, "commands", &r->commands);
}

int
reading_parse(struct pool *pool, struct slice json, struct reading **out, struct err *e)
{
	struct in in = {pool, e, false};
	json_error_t fault;
	json_t *root = json_loadb(json.data ? json.data : "", json.len, JSON_ALLOW_NUL, &fault);
	if (!root)
		return err_set(e, ERR_MESSAGE, "reading: no JSON, %s at byte %d", fault.text,
			       fault.position);
	struct reading *r = pool_alloc(pool, sizeof(*r));
	if (!json_is_object(root))
		refuse(&in, "", "is no object");
	get_header(&in, root, r, json.len);
	get_said(&in, root, r);
	json_decref(root);
	if (in.bad)
		return -1;
	*out = r;
	return 0;
}
