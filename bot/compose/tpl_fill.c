/*
 * Fills a compiled template: walks its tree once and leaves a flat list of blocks of cleaned text,
 * from which subject, plain text and page are written. Escaping is left to those who write.
 */
#include "tpl_tree.h"

#include "tpl_words.h"
#include "value_tree.h"

#include "docket/base/utf8.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unicase.h>

enum {
	VALUE_MAX = 32 * 1024, /* bytes shown of any one value: mails are read by people */
	BLOCKS_MAX = 2000,
	SUBJECT_MAX = 220, /* bytes; longer ones are cut by every reader anyway */
};

struct filler {
	struct pool *pool;
	const struct tpl_words *words;
	const struct value *scopes[TPL_SCOPES];
	struct tpl_filled *out;
	bool small;
};

/*
 * What a character becomes: itself, a line end, or nothing. Gone are controls, what turns the
 * direction of the words around it (UAX 9 3.4, 3.6) and the invisible tags of plane 14.
 */
static uint32_t
cleaned(uint32_t c)
{
	if (c == '\t')
		return ' ';
	if (c == '\n' || c == 0x2028 || c == 0x2029 || c == 0x85)
		return '\n';
	if (c < 0x20 || (c >= 0x7F && c < 0xA0))
		return 0;
	if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
		return 0;
	if (c == 0xFEFF || (c >= 0xE0000 && c <= 0xE0FFF) || (c >= 0xFFF9 && c <= 0xFFFB))
		return 0;
	return c;
}

struct slice
tpl_fill_clean(struct pool *pool, struct slice text)
{
	struct slice rest, copy;
	struct str out;
	size_t plain = 0;

	while (plain < text.len &&
	       ((text.data[plain] >= 0x20 && text.data[plain] < 0x7F) || text.data[plain] == '\n'))
		plain++;
	if (plain == text.len)
		return text;
	str_init(&out, text.len * 3);
	str_add(&out, slice_sub(text, 0, plain));
	rest = slice_sub(text, plain, text.len);
	while (rest.len > 0) {
		size_t n;
		uint32_t c = utf8_decode(rest, &n);

		/* CRLF is one line end, and so is a CR alone. */
		if (c == '\r')
			c = slice_starts(rest, "\r\n") ? 0 : '\n';
		c = cleaned(c);
		if (c != 0)
			utf8_put(&out, c);
		rest = slice_sub(rest, n, rest.len);
	}
	copy = pool_copy(pool, str_slice(&out));
	str_clear(&out);
	return copy;
}

bool
tpl_fill_blank(const tpl_cell *cell)
{
	const struct tpl_run *run;

	VEC_EACH (run, cell)
		if (!slice_blank(run->text))
			return false;
	return true;
}

static const struct value_entry *
entry_of(const struct filler *f, const struct tpl_node *node)
{
	const struct value *v = f->scopes[node->scope];

	return v == NULL ? NULL : value_get(v, node->name);
}

static bool
holds(const struct value_entry *entry)
{
	if (entry == NULL)
		return false;
	switch (entry->kind) {
	case VALUE_TEXT: return !slice_blank(entry->text);
	case VALUE_INT:
	case VALUE_FLAG: return entry->number != 0;
	case VALUE_DATE: return entry->when.month > 0;
	case VALUE_LIST: return entry->items.len > 0;
	}
	return false;
}

/* "one" or "many" with each # replaced by the number. */
static struct slice
plural(const struct filler *f, const struct tpl_node *node, int64_t n)
{
	struct slice form = tpl_words_singular(f->words, n) ? node->one : node->many, copy;
	struct str out;

	str_init(&out, VALUE_MAX);
	for (size_t i = 0; i < form.len; i++)
		if (form.data[i] == '#')
			str_addf(&out, "%" PRId64, n);
		else
			str_addc(&out, form.data[i]);
	copy = pool_copy(f->pool, str_slice(&out));
	str_clear(&out);
	return copy;
}

static struct slice
upper(const struct filler *f, struct slice text)
{
	size_t len = 0;
	uint8_t *up = u8_toupper((const uint8_t *)text.data, text.len, NULL, NULL, NULL, &len);
	struct slice copy = text;

	if (up != NULL)
		copy = pool_copy(f->pool, slice_make((const char *)up, len));
	free(up);
	return copy;
}

/* What stands for the name. A value of another type than the table says is shown as what it is. */
static struct slice
shown(const struct filler *f, const struct tpl_node *node, const struct value_entry *entry)
{
	struct slice text;

	switch (entry->kind) {
	case VALUE_INT:
		if (node->filter == FILTER_PLURAL)
			return plural(f, node, entry->number);
		if (node->filter == FILTER_SIZE)
			return tpl_words_size(f->words, f->pool, entry->number);
		return pool_slicef(f->pool, "%" PRId64, entry->number);
	case VALUE_DATE: return tpl_words_date(f->words, f->pool, entry->when, entry->zone);
	case VALUE_TEXT:
		text = utf8_cut(slice_trim(entry->text), VALUE_MAX);
		if (text.len < slice_trim(entry->text).len)
			text = pool_slicef(f->pool, "%.*s \u2026", SLICE_ARG(text));
		text = tpl_fill_clean(f->pool, text);
		return node->filter == FILTER_UPPER ? upper(f, text) : text;
	default: return SLICE_NONE;
	}
}

static void
fill_cell(struct filler *f, const struct tpl_node *node, tpl_cell *cell)
{
	for (; node != NULL; node = node->next) {
		const struct value_entry *entry;
		struct tpl_run run = {.style = node->style};

		if (node->kind == NODE_TEXT) {
			run.text = node->text;
			VEC_ADD(cell, f->pool, run);
			continue;
		}
		entry = entry_of(f, node);
		if (node->kind == NODE_IF) {
			fill_cell(f, holds(entry) ? node->body : node->other, cell);
		} else if (node->kind == NODE_EACH) {
			if (entry == NULL || entry->kind != VALUE_LIST)
				continue;
			for (size_t i = 0; i < entry->items.len && i < BLOCKS_MAX; i++) {
				f->scopes[node->inner] = entry->items.at[i];
				fill_cell(f, node->body, cell);
			}
		} else if (entry != NULL) {
			run.text = shown(f, node, entry);
			run.joined = node->filter == FILTER_WRAP;
			if (run.text.len > 0)
				VEC_ADD(cell, f->pool, run);
		}
	}
}

static void
fill_block(struct filler *f, const struct tpl_node *node)
{
	struct tpl_block block = {.kind = node->block, .small = f->small};
	/* A row without its value, a question without its words are left out, as is an empty line.
	 */
	int must =
		node->block == BLOCK_ROW || node->block == BLOCK_ASK || node->block == BLOCK_NUMBER;

	if (node->block == BLOCK_SMALL) {
		f->small = true;
		return;
	}
	if (f->out->blocks.len >= BLOCKS_MAX)
		return;
	for (int i = 0; i < TPL_CELLS; i++)
		fill_cell(f, node->cells[i], &block.cells[i]);
	if (!tpl_fill_blank(&block.cells[must]))
		VEC_ADD(&f->out->blocks, f->pool, block);
}

static void
fill_blocks(struct filler *f, const struct tpl_node *node)
{
	for (; node != NULL; node = node->next) {
		const struct value_entry *entry;

		if (node->kind == NODE_BLOCK) {
			fill_block(f, node);
			continue;
		}
		entry = entry_of(f, node);
		if (node->kind == NODE_IF) {
			fill_blocks(f, holds(entry) ? node->body : node->other);
		} else if (entry != NULL && entry->kind == VALUE_LIST) {
			for (size_t i = 0; i < entry->items.len && i < BLOCKS_MAX; i++) {
				f->scopes[node->inner] = entry->items.at[i];
				fill_blocks(f, node->body);
			}
		}
	}
}

/* All runs on one line, white space collapsed, cut where no reader shows more. */
static struct slice
one_line(struct pool *pool, const tpl_cell *cell)
{
	const struct tpl_run *run;
	struct slice line;
	struct str out;
	bool cut;

	str_init(&out, SIZE_MAX / 8);
	VEC_EACH (run, cell)
		for (size_t i = 0; i < run->text.len && out.len <= SUBJECT_MAX; i++) {
			char c = run->text.data[i];

			if (c == '\n' || c == ' ')
				c = ' ';
			if (c != ' ' || (out.len > 0 && out.data[out.len - 1] != ' '))
				str_addc(&out, c);
		}
	cut = out.len > SUBJECT_MAX;
	line = slice_rtrim(utf8_cut(str_slice(&out), SUBJECT_MAX));
	line = cut ? pool_slicef(pool, "%.*s\u2026", SLICE_ARG(line)) : pool_copy(pool, line);
	str_clear(&out);
	return line;
}

void
tpl_fill(const struct tpl *t, struct pool *pool, const struct tpl_words *words,
	 const struct value *v, struct tpl_filled *out)
{
	struct filler f = {.pool = pool, .words = words, .scopes = {v}, .out = out};
	tpl_cell subject = {0};

	*out = (struct tpl_filled){.alarm = t->alarm,
				   .label_end = tpl_words_get(words, "label.end")};
	if (out->label_end == NULL)
		out->label_end = ":";
	fill_cell(&f, t->subject, &subject);
	out->subject = one_line(pool, &subject);
	fill_cell(&f, t->head_left, &out->head_left);
	fill_cell(&f, t->head_right, &out->head_right);
	fill_cell(&f, t->title, &out->title);
	fill_blocks(&f, t->body);
}
