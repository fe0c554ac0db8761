/* docket parse: what a mail says, as JSON, as a table of reasons, or one aspect of it in plain. */
#include "docket/cli/verbs.h"

#include <stdio.h>

#include "docket/base/file.h"
#include "docket/base/json.h"
#include "docket/cli/parse_print.h"
#include "reading_tools.h"

enum { OUT_MAX = 256 * 1024 * 1024 };

struct options {
	bool json, why;
	const char *print;
	slice_list own;
	struct pool *pool; /* of own */
	const char **files;
	size_t file_count;
};

static int
print_out(const struct str *out, const char *path)
{
	if (str_failed(out)) {
		fprintf(stderr, "docket parse: %s: the answer is larger than %d MB\n", path,
			OUT_MAX >> 20);
		return 74;
	}
	if (fwrite(str_cstr(out), 1, out->len, stdout) != out->len || fflush(stdout) != 0) {
		fprintf(stderr, "docket parse: standard output cannot be written\n");
		return 74;
	}
	return 0;
}

/* "file" first, then the reading's own keys. */
static void
write_json(const char *path, const struct reading *r, struct str *out)
{
	struct str body;
	struct json j;
	str_init(&body, OUT_MAX);
	reading_write(r, false, &body);
	str_addc(out, '{');
	json_begin(&j, out);
	json_put_cstr(&j, "file", path);
	str_addc(out, ',');
	str_add(out, slice_sub(str_slice(&body), 1, body.len));
	str_addc(out, '\n');
	out->failed = out->failed || str_failed(&body);
	str_clear(&body);
}

static void
why_line(struct str *out, const char *what, const char *value, const struct found *f)
{
	str_addf(out, "%-14s %s", what, value);
	if (f->text.len)
		str_addf(out, "  \"%.*s\"", SLICE_ARG(f->text));
	if (f->end > f->start)
		str_addf(out, "  [%zu..%zu]", f->start, f->end);
	if (f->rule.len)
		str_addf(out, "  (%.*s)", SLICE_ARG(f->rule));
	str_addc(out, '\n');
}

static void
why_fields(const struct reading *r, struct str *out)
{
	for (int f = 0; f < FIELD_COUNT; f++) {
		const struct said_field *s = &r->fields[f];
		char date[32] = "";
		if (!s->given)
			continue;
		if (s->when.known && s->when.hour >= 0)
			snprintf(date, sizeof(date), "%04d-%02d-%02d %02d:%02d",
				 s->when.year % 10000, s->when.month % 100, s->when.day % 100,
				 s->when.hour % 100, s->when.minute % 100);
		else if (s->when.known)
			snprintf(date, sizeof(date), "%04d-%02d-%02d", s->when.year % 10000,
				 s->when.month % 100, s->when.day % 100);
		why_line(out, field_name((enum field)f), date, &s->value);
	}
	for (int f = 0; f < FIELD_COUNT; f++)
		if (r->missing & FIELD_BIT(f))
			str_addf(out, "%-14s missing\n", field_name((enum field)f));
}

static void
why_away(const struct said_away *a, struct str *out)
{
	const struct said_time *const times[] = {&a->from, &a->until, &a->back};
	static const char *const names[] = {"away from", "away until", "back"};
	char text[512];
	str_addf(out, "%-14s yes\n", "out of office");
	for (size_t i = 0; i < COUNT(times); i++) {
		if (!times[i]->words.text.len)
			continue;
		snprintf(text, sizeof(text), "%04d-%02d-%02d", times[i]->when.year % 10000,
			 times[i]->when.month % 100, times[i]->when.day % 100);
		why_line(out, names[i], text, &times[i]->words);
	}
	for (size_t i = 0; i < a->substitutes.len; i++) {
		const struct said_substitute *s = &a->substitutes.at[i];
		snprintf(text, sizeof(text), "%.*s <%.*s>", SLICE_ARG(s->name),
			 SLICE_ARG(s->address));
		why_line(out, "substitute", text, &s->words);
	}
}

static void
write_why(const struct reading *r, struct str *out)
{
	const struct found none = {.start = 0};
	char kit[64];
	str_addf(out, "%-14s %s (%.*s)\n", "class", mail_class_name(r->class),
		 SLICE_ARG(r->class_rule));
	if (r->out_of_office)
		why_away(&r->away, out);
	why_line(out, "lang", slice_cstr(r->lang, kit, sizeof(kit)), &none);
	why_line(out, "intent", intent_name(r->intent), &r->intent_why);
	why_line(out, "verdict", verdict_name(r->verdict), &r->verdict_why);
	if (r->verdict_row.len)
		str_addf(out, "%-14s %.*s\n", "verdict row", SLICE_ARG(r->verdict_row));
	for (size_t i = 0; i < r->acts.len; i++)
		why_line(out, "act", "", &r->acts.at[i]);
	if (r->kit.len)
		why_line(out, "kit", slice_cstr(r->kit, kit, sizeof(kit)), &none);
	if (r->urgent)
		why_line(out, "urgent", "yes", &none);
	if (r->scope)
		why_line(out, "scope", "new work slipped in", &none);
	why_fields(r, out);
	for (size_t i = 0; i < r->vague.len; i++)
		str_addf(out, "%-14s \"%.*s\"\n", "vague", SLICE_ARG(r->vague.at[i]));
	for (size_t i = 0; i < r->items.len; i++)
		why_line(out, "item", item_kind_name(r->items.at[i].kind), &r->items.at[i].quote);
	for (size_t i = 0; i < r->praise.len; i++)
		why_line(out, "praise", "", &r->praise.at[i]);
	for (size_t i = 0; i < r->answers.len; i++)
		str_addf(out, "%-14s %u \"%.*s\"\n", "answer", r->answers.at[i].number,
			 SLICE_ARG(r->answers.at[i].text));
}

static int
parse_files(const struct options *o)
{
	struct understanding *u = NULL;
	struct pool *pool = pool_new();
	struct err e = ERR_INIT;
	struct str out;
	int status = 0;
	str_init(&out, OUT_MAX);
	if (mail_setup(&e) < 0 || reading_tools_open(&u, &e) < 0) {
		status = reading_tools_fail("parse", &e);
		goto out;
	}
	for (size_t i = 0; i < o->file_count; i++) {
		struct reading *r = NULL;
		struct err fault = ERR_INIT;
		if (reading_tools_read(u, pool, o->files[i], &o->own, &r, &fault) < 0) {
			status = reading_tools_fail("parse", &fault);
		} else {
			if (o->why && o->file_count > 1)
				str_addf(&out, "%s%-14s %s\n", i ? "\n" : "", "file", o->files[i]);
			if (o->json)
				write_json(o->files[i], r, &out);
			else
				write_why(r, &out);
			int rc = print_out(&out, o->files[i]);
			status = rc ? rc : status;
		}
		str_reset(&out);
		pool_reset(pool);
	}
out:
	understand_free(u);
	mail_teardown();
	pool_free(pool);
	str_clear(&out);
	return status;
}

static int
print_what(const char *what, const char *path)
{
	struct str raw, out;
	struct err e = ERR_INIT;
	int status = 0;
	str_init(&raw, CLI_MESSAGE_MAX);
	str_init(&out, OUT_MAX);
	if (mail_setup(&e) < 0 || file_read(path, &raw, &e) < 0 ||
	    parse_print(what, str_slice(&raw), &out, &e) < 0)
		status = reading_tools_fail("parse", &e);
	else
		status = print_out(&out, path);
	mail_teardown();
	str_clear(&raw);
	str_clear(&out);
	return status;
}

static int
read_options(struct options *o, int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		struct slice a = slice_of(argv[i]);
		if (slice_is(a, "--json"))
			o->json = true;
		else if (slice_is(a, "--why"))
			o->why = true;
		else if (slice_is(a, "--own") && i + 1 < argc)
			VEC_ADD(&o->own, o->pool, slice_of(argv[++i]));
		else if (slice_is(a, "--print") && i + 1 < argc)
			o->print = argv[++i];
		else if (slice_starts(a, "--"))
			return -1;
		else
			o->files[o->file_count++] = argv[i];
	}
	if (o->print)
		return o->json || o->why || o->file_count > 1 ? -1 : 0;
	return o->json == o->why || !o->file_count ? -1 : 0;
}

int
cli_parse(int argc, char **argv)
{
	struct options o = {.pool = pool_new()};
	int status;
	o.files = pool_array(o.pool, (size_t)argc + 1, sizeof(*o.files));
	if (read_options(&o, argc, argv) < 0) {
		status = cli_usage("parse");
	} else if (o.print) {
		status = print_what(o.print, o.file_count ? o.files[0] : "-");
	} else {
		status = parse_files(&o);
	}
	pool_free(o.pool);
	return status;
}
