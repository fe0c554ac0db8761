/* fuzz: max_len=9000 timeout=10 */
/*
 * Templates and outgoing mails from hostile bytes. The input is cut at NULs: a template's source, a
 * text for every value in it, and what stands in a mail's headers. Whatever it is, what comes out
 * is well-formed UTF-8 without control characters, HTML without a tag of the values', and a mail of
 * 7 bits whose header block ends where it should.
 */
#include "../../bot/compose/tpl_tree.h"
#include "../../bot/compose/tpl_words.h"

#include "docket/base/utf8.h"
#include "docket/compose/mail_out.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool held)
{
	if (!held)
		abort();
}

static void
check_clean(struct slice text)
{
	must(utf8_valid(text));
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];

		must(c >= 0x20 || c == '\n');
		must(c != 0x7F);
	}
}

/* Every value is the same text, so a tag in it would show as <zz. */
static void
fill(struct pool *pool, struct value *v, const struct tpl_name *names, struct slice text, int depth)
{
	for (; names->name != NULL; names++)
		switch (names->type) {
		case TPL_TEXT: value_text(v, names->name, text); break;
		case TPL_INT: value_int(v, names->name, (int64_t)text.len); break;
		case TPL_FLAG: value_flag(v, names->name, text.len % 2); break;
		case TPL_DATE:
			value_date(v, names->name,
				   (struct civil){2026, (int)(text.len % 14), (int)(text.len % 33),
						  (int)(text.len % 25) - 1, 0, 0},
				   "<zz>");
			break;
		case TPL_LIST:
			for (int i = 0; depth < 2 && i < 2; i++)
				fill(pool, value_item(v, names->name), names->items, text,
				     depth + 1);
			break;
		}
}

static struct slice
next(struct slice *rest)
{
	struct slice part = SLICE_NONE;

	(void)slice_cut(rest, '\0', &part);
	return part;
}

static void
render(struct pool *pool, struct slice source, struct slice text, struct slice table)
{
	struct tpl_faults faults = {0};
	struct tpl_words *words = tpl_words_new(pool, "fr", NULL);
	const struct tpl_kind *kind = &tpl_names_kinds[source.len % TPL_KINDS];
	struct tpl_source from = {"x.mail", source, kind};
	struct value *v = value_new(pool);
	struct tpl_filled filled;
	struct str said, out;
	struct tpl *t;

	str_init(&said, 1 << 20);
	str_init(&out, 1 << 24);
	faults.out = &said;
	tpl_words_read(words, "words.tsv", table, &faults);
	faults.count = 0;
	t = tpl_parse(pool, &from, &faults);
	must((t == NULL) == (faults.count > 0));
	if (t != NULL) {
		fill(pool, v, kind->names, text, 0);
		tpl_fill(t, pool, words, v, &filled);
		check_clean(filled.subject);
		must(slice_index(filled.subject, '\n') < 0);
		tpl_text_write(&filled, text.len % 2, &out);
		must(str_failed(&out) || slice_ends(str_slice(&out), "\n") || out.len == 0);
		check_clean(str_slice(&out));
		str_reset(&out);
		tpl_html_write(&filled, "fr", &out);
		check_clean(str_slice(&out));
		must(!slice_has(str_slice(&out), "<zz"));
	}
	str_clear(&said);
	str_clear(&out);
}

static void
write_mail(struct pool *pool, struct slice rest, struct slice text)
{
	struct mail_out m = {.text = text, .html = next(&rest)};
	struct err e = ERR_INIT;
	struct str out;
	size_t start = 0;
	bool body = false;

	m.subject = next(&rest);
	m.from_name = next(&rest);
	m.from_address = next(&rest);
	m.to_name = m.subject;
	m.to_address = next(&rest);
	m.reply_to = next(&rest);
	m.message_id = next(&rest);
	m.in_reply_to = next(&rest);
	m.origin = next(&rest);
	m.lang = next(&rest);
	VEC_ADD(&m.references, pool, m.in_reply_to);
	VEC_ADD(&m.references, pool, next(&rest));
	VEC_ADD(&m.cc, pool, m.to_address);
	m.attach[0].name = next(&rest);
	m.attach[0].type = next(&rest);
	m.attach[0].bytes = rest;
	m.attach_count = rest.len % 2;
	str_init(&out, 1 << 24);
	if (mail_out_write(pool, &m, &out, &e) < 0)
		must(out.len == 0 && e.text[0] != '\0');
	for (size_t i = 0; i < out.len; i++) {
		unsigned char c = (unsigned char)out.data[i];

		must(c < 0x7F && (c >= ' ' || c == '\t' || c == '\r' || c == '\n'));
		if (c == '\r')
			must(out.data[i + 1] == '\n');
		if (c != '\n')
			continue;
		must(i > 0 && out.data[i - 1] == '\r' && i - start <= 999);
		if (!body)
			must(!slice_istarts(slice_make(out.data + start, i - start), "Bcc"));
		body |= i - start == 1;
		start = i + 1;
	}
	str_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = slice_make((const char *)data, size), source, text;
	struct pool *pool = pool_new();

	source = next(&rest);
	text = next(&rest);
	render(pool, source, text, next(&rest));
	write_mail(pool, rest, text);
	pool_free(pool);
	return 0;
}
