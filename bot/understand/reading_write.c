/* A reading as JSON: the object of `docket parse --json`, and in full for docket's own processes.
 */
#include "docket/understand/reading.h"

#include "docket/base/json.h"
#include "docket/base/utf8.h"
#include "names.h"

static size_t
capped(size_t n)
{
	return n < READING_LIST_MAX ? n : READING_LIST_MAX;
}

static void
put_short(struct json *j, const char *key, struct slice s)
{
	json_put_text(j, key, utf8_cut(s, READING_SHORT_MAX));
}

static void
put_addr(struct json *j, const struct addr *a)
{
	json_open(j);
	put_short(j, "name", a->name);
	put_short(j, "address", a->mailbox);
	json_close(j);
}

static void
put_addrs(struct json *j, const char *key, const addr_list *list)
{
	json_key(j, key);
	json_list(j);
	for (size_t i = 0; i < capped(list->len); i++)
		put_addr(j, &list->at[i]);
	json_list_end(j);
}

static void
put_list(struct json *j, const char *key, const slice_list *list)
{
	json_key(j, key);
	json_list(j);
	for (size_t i = 0; i < capped(list->len); i++)
		json_text(j, utf8_cut(list->at[i], READING_SHORT_MAX));
	json_list_end(j);
}

static void
put_found(struct json *j, const struct found *f)
{
	json_open(j);
	put_short(j, "text", f->text);
	json_put_int(j, "start", (int64_t)f->start);
	json_put_int(j, "end", (int64_t)f->end);
	put_short(j, "rule", f->rule);
	json_close(j);
}

static void
put_attachments(struct json *j, const struct reading *r, bool full)
{
	json_key(j, "attachments");
	json_list(j);
	for (size_t i = 0; i < capped(r->attachments.len); i++) {
		const struct attachment *a = &r->attachments.at[i];
		json_open(j);
		put_short(j, "name", a->name);
		put_short(j, "type", a->type);
		json_put_int(j, "size", (int64_t)(a->size & INT64_MAX));
		json_put_cstr(j, "sha256", a->sha256);
		json_put_bool(j, "inline", a->is_inline);
		if (full) {
			put_short(j, "cid", a->cid);
			json_put_bool(j, "decoration", a->decoration);
			json_put_bool(j, "has_text", a->has_text);
			if (a->left_out)
				json_put_bool(j, "left_out", true);
		}
		json_close(j);
	}
	json_list_end(j);
}

static void
put_date(struct json *j, const char *key, int year, int month, int day)
{
	char buf[16];
	snprintf(buf, sizeof(buf), "%04d-%02d-%02d", year % 10000, month % 100, day % 100);
	json_put_cstr(j, key, buf);
}

static void
put_fields(struct json *j, const struct reading *r, unsigned hidden)
{
	json_key(j, "fields");
	json_open(j);
	for (int f = 0; f < FIELD_COUNT; f++) {
		const struct said_field *s = &r->fields[f];
		if (!s->given || (hidden & FIELD_BIT(f)))
			continue;
		if (f != FIELD_DEADLINE) {
			put_short(j, field_name((enum field)f), s->value.text);
			continue;
		}
		json_key(j, "deadline");
		json_open(j);
		put_short(j, "text", s->value.text);
		if (s->when.known)
			put_date(j, "date", s->when.year, s->when.month, s->when.day);
		else
			json_put_cstr(j, "date", NULL);
		json_key(j, "time");
		if (s->when.known && s->when.hour >= 0) {
			char buf[16];
			snprintf(buf, sizeof(buf), "%02d:%02d", s->when.hour % 100,
				 s->when.minute % 100);
			json_text(j, slice_of(buf));
		} else {
			json_nil(j);
		}
		json_close(j);
	}
	json_close(j);
}

static void
put_provenance(struct json *j, const struct reading *r, unsigned hidden)
{
	json_key(j, "provenance");
	json_open(j);
	for (int f = 0; f < FIELD_COUNT; f++) {
		const struct found *v = &r->fields[f].value;
		if (!r->fields[f].given || (hidden & FIELD_BIT(f)))
			continue;
		json_key(j, field_name((enum field)f));
		json_open(j);
		json_put_int(j, "start", (int64_t)v->start);
		json_put_int(j, "end", (int64_t)v->end);
		put_short(j, "rule", v->rule);
		json_close(j);
	}
	json_close(j);
}

static void
put_said(struct json *j, const struct reading *r, unsigned hidden)
{
	json_put_cstr(j, "intent", intent_name(r->intent));
	json_put_bool(j, "urgent", r->urgent);
	if (r->kit.len)
		put_short(j, "kit", r->kit);
	else
		json_put_cstr(j, "kit", NULL);
	put_fields(j, r, hidden);
	json_key(j, "extra");
	json_open(j);
	for (size_t i = 0; i < r->extra_count && i < COUNT(r->extra); i++) {
		char name[64];
		put_short(j, slice_cstr(r->extra[i].name, name, sizeof(name)),
			  r->extra[i].value.text);
	}
	json_close(j);
	json_key(j, "missing");
	json_list(j);
	for (int f = 0; f < FIELD_COUNT; f++)
		if (r->missing & FIELD_BIT(f))
			json_cstr(j, field_name((enum field)f));
	json_list_end(j);
	put_list(j, "vague", &r->vague);
	json_put_bool(j, "scope", r->scope);
	json_put_int(j, "requests", r->requests);
	json_put_cstr(j, "verdict", verdict_name(r->verdict));
	put_provenance(j, r, hidden);
}

static void
put_when(struct json *j, const struct when *w)
{
	json_open(j);
	json_put_bool(j, "ambiguous", w->ambiguous);
	json_put_int(j, "alt_month", w->alt_month);
	json_put_int(j, "alt_day", w->alt_day);
	if (w->has_end)
		put_date(j, "end", w->end_year, w->end_month, w->end_day);
	if (w->has_end_time) {
		json_put_int(j, "end_hour", w->end_hour);
		json_put_int(j, "end_minute", w->end_minute);
	}
	json_close(j);
}

static void
put_time(struct json *j, const char *key, const struct said_time *t)
{
	if (!t->words.text.len)
		return;
	json_key(j, key);
	json_open(j);
	put_short(j, "text", t->words.text);
	put_date(j, "date", t->when.year, t->when.month, t->when.day);
	if (t->when.ambiguous)
		json_put_bool(j, "ambiguous", true);
	json_put_int(j, "start", (int64_t)t->words.start);
	json_put_int(j, "end", (int64_t)t->words.end);
	put_short(j, "rule", t->words.rule);
	json_close(j);
}

static void
put_away(struct json *j, const struct said_away *a)
{
	json_key(j, "out_of_office");
	json_open(j);
	put_time(j, "from", &a->from);
	put_time(j, "until", &a->until);
	put_time(j, "back", &a->back);
	json_key(j, "substitutes");
	json_list(j);
	for (size_t i = 0; i < capped(a->substitutes.len); i++) {
		const struct said_substitute *s = &a->substitutes.at[i];
		json_open(j);
		put_short(j, "name", s->name);
		put_short(j, "address", s->address);
		put_short(j, "text", s->words.text);
		json_put_int(j, "start", (int64_t)s->words.start);
		json_put_int(j, "end", (int64_t)s->words.end);
		put_short(j, "rule", s->words.rule);
		json_close(j);
	}
	json_list_end(j);
	json_close(j);
}

static void
put_auth(struct json *j, const struct reading *r)
{
	json_key(j, "auth");
	json_list(j);
	for (size_t i = 0; i < capped(r->auth.len); i++) {
		const struct auth_result *a = &r->auth.at[i];
		json_open(j);
		put_short(j, "server", a->server_id);
		put_short(j, "method", a->method);
		put_short(j, "result", a->result);
		put_short(j, "domain", a->domain);
		json_put_int(j, "block", a->block);
		json_put_int(j, "position", a->position);
		json_close(j);
	}
	json_list_end(j);
}

static void
put_header(struct json *j, const struct reading *r)
{
	put_short(j, "class_rule", r->class_rule);
	json_key(j, "reply_to");
	put_addr(j, &r->reply_to);
	put_addrs(j, "to", &r->to);
	put_addrs(j, "cc", &r->cc);
	put_list(j, "delivered_to", &r->delivered_to);
	put_short(j, "subject_base", r->subject_base);
	put_short(j, "message_id", r->message_id);
	put_list(j, "in_reply_to", &r->in_reply_to);
	put_list(j, "references", &r->references);
	if (r->has_date) {
		json_put_int(j, "date_ms", r->date_ms);
		json_put_int(j, "date_offset", r->date_offset);
	}
	if (r->forward.found) {
		json_key(j, "forward");
		json_open(j);
		json_key(j, "from");
		put_addr(j, &r->forward.from);
		put_addrs(j, "to", &r->forward.to);
		put_addrs(j, "cc", &r->forward.cc);
		put_short(j, "subject", r->forward.subject);
		put_short(j, "date", r->forward.date_text);
		json_put_text(j, "body", r->forward.body);
		json_put_text(j, "message", r->forward.message);
		json_close(j);
	}
	put_auth(j, r);
	json_key(j, "bounce");
	json_open(j);
	put_short(j, "recipient", r->bounce.recipient);
	put_short(j, "status", r->bounce.status);
	put_short(j, "original_id", r->bounce.original_id);
	put_short(j, "reason", r->bounce.reason);
	json_close(j);
	if (r->notice.tool.len > 0) {
		json_key(j, "notice");
		json_open(j);
		put_short(j, "tool", r->notice.tool);
		put_short(j, "person", r->notice.person);
		put_short(j, "key", r->notice.key);
		json_put_text(j, "words", r->notice.words);
		json_close(j);
	}
	put_list(j, "warnings", &r->warnings);
	json_put_cstr(j, "content_sha256", r->content_sha256);
	json_put_cstr(j, "text_sha256", r->text_sha256);
}

static void
put_item_list(struct json *j, const char *key, const struct said_item *at, size_t len)
{
	json_key(j, key);
	json_list(j);
	for (size_t i = 0; i < capped(len); i++) {
		const struct said_item *x = &at[i];
		json_open(j);
		json_put_cstr(j, "kind", item_kind_name(x->kind));
		put_short(j, "target", x->target);
		put_short(j, "summary", x->summary);
		json_key(j, "quote");
		put_found(j, &x->quote);
		put_short(j, "about", x->about);
		json_close(j);
	}
	json_list_end(j);
}

static void
put_items(struct json *j, const struct reading *r)
{
	put_item_list(j, "items", r->items.at, r->items.len);
	put_item_list(j, "maybe", r->maybe.at, r->maybe.len);
	put_item_list(j, "notes", r->notes.at, r->notes.len);
	json_key(j, "praise");
	json_list(j);
	for (size_t i = 0; i < capped(r->praise.len); i++)
		put_found(j, &r->praise.at[i]);
	json_list_end(j);
}

static void
put_rest(struct json *j, const struct reading *r)
{
	put_header(j, r);
	json_key(j, "intent_why");
	put_found(j, &r->intent_why);
	json_key(j, "verdict_why");
	put_found(j, &r->verdict_why);
	json_key(j, "deadline_when");
	put_when(j, &r->fields[FIELD_DEADLINE].when);
	json_put_int(j, "withheld", r->withheld);
	json_put_bool(j, "approver_self", r->fields[FIELD_APPROVER].self);
	json_key(j, "extra_found");
	json_list(j);
	for (size_t i = 0; i < r->extra_count && i < COUNT(r->extra); i++)
		put_found(j, &r->extra[i].value);
	json_list_end(j);
	json_key(j, "jobs");
	json_list(j);
	for (size_t i = 0; i < capped(r->jobs.len); i++) {
		json_open(j);
		put_short(j, "deliverable", r->jobs.at[i].deliverable);
		put_short(j, "kit", r->jobs.at[i].kit);
		json_close(j);
	}
	json_list_end(j);
	json_key(j, "answers");
	json_list(j);
	for (size_t i = 0; i < capped(r->answers.len); i++) {
		json_open(j);
		json_put_int(j, "number", r->answers.at[i].number);
		put_short(j, "question", r->answers.at[i].question);
		put_short(j, "text", r->answers.at[i].text);
		json_close(j);
	}
	json_list_end(j);
	put_items(j, r);
	put_list(j, "commands", &r->commands);
}

void
reading_write(const struct reading *r, bool full, struct str *out)
{
	struct json w, *j = &w;
	json_begin(j, out);
	json_open(j);
	json_put_cstr(j, "class", mail_class_name(r->class));
	put_short(j, "lang", r->lang);
	json_key(j, "from");
	put_addr(j, &r->from);
	put_short(j, "subject", r->subject);
	json_put_text(j, "text", r->text);
	json_put_text(j, "quoted", r->quoted);
	json_put_text(j, "signature", r->signature);
	put_attachments(j, r, full);
	put_said(j, r, full ? 0 : r->withheld);
	if (r->out_of_office)
		put_away(j, &r->away);
	if (full)
		put_rest(j, r);
	json_close(j);
}
