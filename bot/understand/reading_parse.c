/*
 * A reading back from JSON. The child that wrote it may have been taken over by the mail it read:
 * types, ranges, counts and sizes are checked, unknown keys are passed over.
 */
#include "docket/understand/reading.h"

#include "names.h"
#include "reading_in.h"

static struct addr
addr_in(struct in *in, const json_t *o)
{
	struct addr a = {in_short(in, o, "name"), in_short(in, o, "address")};
	return a;
}

static struct addr
get_addr(struct in *in, const json_t *o, const char *key)
{
	const json_t *v = in_value(in, o, key, JSON_OBJECT);
	return v ? addr_in(in, v) : (struct addr){0};
}

static void
get_addrs(struct in *in, const json_t *o, const char *key, addr_list *out)
{
	size_t n;
	const json_t *v = in_array(in, o, key, &n);
	for (size_t i = 0; i < n && !in->bad; i++)
		VEC_ADD(out, in->pool, addr_in(in, in_entry(in, v, i, key)));
}

static void
get_list(struct in *in, const json_t *o, const char *key, slice_list *out)
{
	size_t n;
	const json_t *v = in_array(in, o, key, &n);
	for (size_t i = 0; i < n && !in->bad; i++) {
		const json_t *x = json_array_get(v, i);
		if (!json_is_string(x))
			in_refuse(in, key, "holds something else than texts");
		else
			VEC_ADD(out, in->pool, in_text_of(in, x, key, READING_SHORT_MAX));
	}
}

static struct found
found_in(struct in *in, const json_t *o)
{
	struct found f = {in_short(in, o, "text"), (size_t)in_int(in, o, "start", 0, INT32_MAX),
			  (size_t)in_int(in, o, "end", 0, INT32_MAX), in_short(in, o, "rule")};
	if (f.end < f.start)
		in_refuse(in, "end", "lies before start");
	return f;
}

static struct found
get_found(struct in *in, const json_t *o, const char *key)
{
	const json_t *v = in_value(in, o, key, JSON_OBJECT);
	return v ? found_in(in, v) : (struct found){0};
}

static void
get_deadline(struct in *in, const json_t *o, const json_t *root, struct said_field *f)
{
	const json_t *v = in_value(in, o, "deadline", JSON_OBJECT);
	struct when *w = &f->when;
	w->hour = -1;
	if (!v)
		return;
	f->given = true;
	f->value.text = in_short(in, v, "text");
	w->known = in_day(in, v, "date", &w->year, &w->month, &w->day);
	const json_t *t = in_value(in, v, "time", JSON_STRING);
	if (t) {
		struct slice s = slice_make(json_string_value(t), json_string_length(t));
		if (s.len != 5 || s.data[2] != ':' || !in_digits(s, 0, 2, &w->hour) ||
		    !in_digits(s, 3, 2, &w->minute) || w->hour > 23 || w->minute > 59) {
			in_refuse(in, "time", "is no time of day");
			return;
		}
	}
	const json_t *more = in_value(in, root, "deadline_when", JSON_OBJECT);
	if (!more)
		return;
	w->ambiguous = in_bool(in, more, "ambiguous");
	w->alt_month = (int)in_int(in, more, "alt_month", 0, 12);
	w->alt_day = (int)in_int(in, more, "alt_day", 0, 31);
	w->has_end_time = in_value(in, more, "end_hour", JSON_INTEGER) != NULL;
	w->end_hour = (int)in_int(in, more, "end_hour", 0, 23);
	w->end_minute = (int)in_int(in, more, "end_minute", 0, 59);
	w->has_end = in_day(in, more, "end", &w->end_year, &w->end_month, &w->end_day);
}

static void
get_fields(struct in *in, const json_t *root, struct reading *r)
{
	const json_t *o = in_value(in, root, "fields", JSON_OBJECT);
	const json_t *p = in_value(in, root, "provenance", JSON_OBJECT);
	r->fields[FIELD_DEADLINE].when.hour = -1;
	for (int f = 0; o && f < FIELD_COUNT; f++) {
		struct said_field *s = &r->fields[f];
		const char *name = field_name((enum field)f);
		if (f == FIELD_DEADLINE) {
			get_deadline(in, o, root, s);
		} else if (in_value(in, o, name, JSON_STRING)) {
			s->given = true;
			s->value.text = in_short(in, o, name);
		}
		const json_t *where = s->given && p ? in_value(in, p, name, JSON_OBJECT) : NULL;
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
	const json_t *o = in_value(in, root, "extra", JSON_OBJECT);
	size_t n;
	const json_t *found = in_array(in, root, "extra_found", &n);
	const char *key;
	json_t *v;
	if (!o)
		return;
	json_object_foreach((json_t *)(uintptr_t)o, key, v)
	{
		if (in->bad || r->extra_count == COUNT(r->extra))
			break;
		if (!json_is_string(v) || strlen(key) > 63) {
			in_refuse(in, "extra", "holds something else than texts");
			break;
		}
		size_t i = r->extra_count++;
		r->extra[i].name = pool_copy(in->pool, slice_of(key));
		if (i < n)
			r->extra[i].value = found_in(in, in_entry(in, found, i, "extra_found"));
		r->extra[i].value.text = in_text_of(in, v, "extra", READING_SHORT_MAX);
	}
}

static void
get_attachments(struct in *in, const json_t *root, struct reading *r)
{
	size_t n;
	const json_t *v = in_array(in, root, "attachments", &n);
	for (size_t i = 0; i < n && !in->bad; i++) {
		const json_t *o = in_entry(in, v, i, "attachments");
		struct attachment *a = VEC_NEW(&r->attachments, in->pool);
		a->name = in_short(in, o, "name");
		a->type = in_short(in, o, "type");
		a->cid = in_short(in, o, "cid");
		a->size = (uint64_t)in_int(in, o, "size", 0, INT64_MAX);
		in_hex(in, o, "sha256", a->sha256);
		a->is_inline = in_bool(in, o, "inline");
		a->decoration = in_bool(in, o, "decoration");
		a->has_text = in_bool(in, o, "has_text");
		a->left_out = in_bool(in, o, "left_out");
	}
}

static void
get_notice(struct in *in, const json_t *root, struct notice *out)
{
	const json_t *o = in_value(in, root, "notice", JSON_OBJECT);
	if (!o)
		return;
	out->tool = in_short(in, o, "tool");
	out->person = in_short(in, o, "person");
	out->key = in_short(in, o, "key");
	out->words = in_text(in, o, "words", READING_SHORT_MAX * 4);
}

static struct said_time
get_time(struct in *in, const json_t *o, const char *key)
{
	struct said_time t = {.when.hour = -1};
	const json_t *v = in_value(in, o, key, JSON_OBJECT);
	if (!v)
		return t;
	t.words = found_in(in, v);
	t.when.known = in_day(in, v, "date", &t.when.year, &t.when.month, &t.when.day);
	t.when.ambiguous = in_bool(in, v, "ambiguous");
	return t;
}

static void
get_away(struct in *in, const json_t *root, struct reading *r)
{
	/* readings stored before there was an object say true or false */
	if (!json_is_object(json_object_get(root, "out_of_office"))) {
		r->out_of_office = in_bool(in, root, "out_of_office");
		return;
	}
	const json_t *o = in_value(in, root, "out_of_office", JSON_OBJECT);
	size_t n;
	if (!o)
		return;
	r->out_of_office = true;
	r->away.from = get_time(in, o, "from");
	r->away.until = get_time(in, o, "until");
	r->away.back = get_time(in, o, "back");
	const json_t *v = in_array(in, o, "substitutes", &n);
	for (size_t i = 0; i < n && !in->bad; i++) {
		const json_t *s = in_entry(in, v, i, "substitutes");
		struct said_substitute x = {in_short(in, s, "name"), in_short(in, s, "address"),
					    found_in(in, s)};
		VEC_ADD(&r->away.substitutes, in->pool, x);
	}
}

static void
get_header(struct in *in, const json_t *root, struct reading *r, size_t max)
{
	size_t n;
	r->class = (enum mail_class)in_enum(in, root, "class", mail_class_of);
	r->class_rule = in_short(in, root, "class_rule");
	r->from = get_addr(in, root, "from");
	r->reply_to = get_addr(in, root, "reply_to");
	get_addrs(in, root, "to", &r->to);
	get_addrs(in, root, "cc", &r->cc);
	get_list(in, root, "delivered_to", &r->delivered_to);
	r->subject = in_short(in, root, "subject");
	r->subject_base = in_short(in, root, "subject_base");
	r->message_id = in_short(in, root, "message_id");
	get_list(in, root, "in_reply_to", &r->in_reply_to);
	get_list(in, root, "references", &r->references);
	r->has_date = in_value(in, root, "date_ms", JSON_INTEGER) != NULL;
	r->date_ms = in_int(in, root, "date_ms", INT64_MIN / 4, INT64_MAX / 4);
	r->date_offset = (int)in_int(in, root, "date_offset", -1440, 1440);
	r->text = in_text(in, root, "text", max);
	r->quoted = in_text(in, root, "quoted", max);
	r->signature = in_text(in, root, "signature", max);
	const json_t *f = in_value(in, root, "forward", JSON_OBJECT);
	if (f) {
		r->forward.found = true;
		r->forward.from = get_addr(in, f, "from");
		get_addrs(in, f, "to", &r->forward.to);
		get_addrs(in, f, "cc", &r->forward.cc);
		r->forward.subject = in_short(in, f, "subject");
		r->forward.date_text = in_short(in, f, "date");
		r->forward.body = in_text(in, f, "body", max);
		r->forward.message = in_text(in, f, "message", max);
	}
	const json_t *v = in_array(in, root, "auth", &n);
	for (size_t i = 0; i < n && !in->bad; i++) {
		const json_t *o = in_entry(in, v, i, "auth");
		struct auth_result a = {in_short(in, o, "server"),
					in_short(in, o, "method"),
					in_short(in, o, "result"),
					in_short(in, o, "domain"),
					(unsigned)in_int(in, o, "block", 0, INT32_MAX),
					(unsigned)in_int(in, o, "position", 0, INT32_MAX)};
		VEC_ADD(&r->auth, in->pool, a);
	}
	const json_t *b = in_value(in, root, "bounce", JSON_OBJECT);
	if (b) {
		r->bounce.recipient = in_short(in, b, "recipient");
		r->bounce.status = in_short(in, b, "status");
		r->bounce.original_id = in_short(in, b, "original_id");
		r->bounce.reason = in_short(in, b, "reason");
	}
	get_notice(in, root, &r->notice);
	get_away(in, root, r);
	get_list(in, root, "warnings", &r->warnings);
	in_hex(in, root, "content_sha256", r->content_sha256);
	in_hex(in, root, "text_sha256", r->text_sha256);
	get_attachments(in, root, r);
}

static struct said_item
item_in(struct in *in, const json_t *o)
{
	return (struct said_item){.kind = (enum item_kind)in_enum(in, o, "kind", item_kind_of),
				  .target = in_short(in, o, "target"),
				  .summary = in_short(in, o, "summary"),
				  .quote = get_found(in, o, "quote"),
				  .about = in_short(in, o, "about")};
}

static void
get_lists(struct in *in, const json_t *root, struct reading *r)
{
	size_t n;
	const json_t *v = in_array(in, root, "missing", &n);
	for (size_t i = 0; i < n && !in->bad; i++) {
		const json_t *x = json_array_get(v, i);
		int f = json_is_string(x) ? field_of(slice_of(json_string_value(x))) : -1;
		if (f < 0)
			in_refuse(in, "missing", "names no field");
		else
			r->missing |= FIELD_BIT(f);
	}
	v = in_array(in, root, "jobs", &n);
	for (size_t i = 0; i < n && !in->bad; i++) {
		const json_t *o = in_entry(in, v, i, "jobs");
		(void)VEC_NEW(&r->jobs, in->pool);
		r->jobs.at[i].deliverable = in_short(in, o, "deliverable");
		r->jobs.at[i].kit = in_short(in, o, "kit");
	}
	v = in_array(in, root, "answers", &n);
	for (size_t i = 0; i < n && !in->bad; i++) {
		const json_t *o = in_entry(in, v, i, "answers");
		struct said_answer a = {(unsigned)in_int(in, o, "number", 0, 1000),
					in_short(in, o, "question"), in_short(in, o, "text")};
		VEC_ADD(&r->answers, in->pool, a);
	}
	v = in_array(in, root, "items", &n);
	for (size_t i = 0; i < n && !in->bad; i++)
		VEC_ADD(&r->items, in->pool, item_in(in, in_entry(in, v, i, "items")));
	v = in_array(in, root, "maybe", &n);
	for (size_t i = 0; i < n && !in->bad; i++)
		VEC_ADD(&r->maybe, in->pool, item_in(in, in_entry(in, v, i, "maybe")));
	v = in_array(in, root, "notes", &n);
	for (size_t i = 0; i < n && !in->bad; i++)
		VEC_ADD(&r->notes, in->pool, item_in(in, in_entry(in, v, i, "notes")));
	v = in_array(in, root, "praise", &n);
	for (size_t i = 0; i < n && !in->bad; i++)
		VEC_ADD(&r->praise, in->pool, found_in(in, in_entry(in, v, i, "praise")));
}

static void
get_said(struct in *in, const json_t *root, struct reading *r)
{
	struct slice lang = in_short(in, root, "lang");
	r->lang = lang.len == 2 ? lang : SLICE_LIT("en");
	r->intent = (enum intent)in_enum(in, root, "intent", intent_of);
	r->intent_why = get_found(in, root, "intent_why");
	r->urgent = in_bool(in, root, "urgent");
	r->kit = in_short(in, root, "kit");
	get_fields(in, root, r);
	r->fields[FIELD_APPROVER].self = in_bool(in, root, "approver_self");
	get_extra(in, root, r);
	r->withheld = (unsigned)in_int(in, root, "withheld", 0, FIELD_BIT(FIELD_COUNT) - 1);
	get_list(in, root, "vague", &r->vague);
	r->scope = in_bool(in, root, "scope");
	r->requests = (unsigned)in_int(in, root, "requests", 0, 1000);
	r->verdict = (enum verdict)in_enum(in, root, "verdict", verdict_of);
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
		in_refuse(&in, "", "is no object");
	get_header(&in, root, r, json.len);
	get_said(&in, root, r);
	json_decref(root);
	if (in.bad)
		return -1;
	*out = r;
	return 0;
}
