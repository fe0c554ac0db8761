/*
 * Writes filled blocks as plain text: 72 columns, so that one or two marks of quotation fit into
 * 78; rows of labels aligned; questions with an empty line for the answer.
 */
#include "tpl_tree.h"

#include "docket/base/utf8.h"

#include <uniwidth.h>

enum {
	WIDTH = 72,
	WIDTH_KEPT = 76, /* of quoted lines that are short enough as they are */
	WIDTH_FLOWED = 1 << 30,
	LABEL_MAX = 22,
};

struct writer {
	struct str *out;
	struct str line; /* a cell as one text */
	size_t width;
	size_t label_width;
	const char *label_end;
};

/* How a paragraph is set. */
struct setting {
	struct slice first, rest; /* before its first line and before the others */
	bool keep_lines;	  /* LF ends a line; else it is a space */
};

static void
flatten(struct writer *w, const tpl_cell *cell, bool keep_lines)
{
	const struct tpl_run *run;

	str_reset(&w->line);
	VEC_EACH (run, cell) {
		struct slice rest = run->text, part;

		if (keep_lines && !run->joined) {
			str_add(&w->line, rest);
			continue;
		}
		while (slice_cut(&rest, '\n', &part)) {
			str_add(&w->line, part);
			if (rest.len > 0)
				str_addc(&w->line, ' ');
		}
	}
}

/* A word that can be broken between its characters: ideographs stand without spaces. */
static struct slice
fitting(struct slice word, size_t room)
{
	size_t columns = 0, len = 0;

	while (len < word.len) {
		size_t n;
		uint32_t c = utf8_decode(slice_sub(word, len, word.len), &n);
		int width = uc_width(c, "UTF-8");

		if (width > 0)
			columns += (size_t)width;
		if (columns > room && len > 0)
			break;
		len += n;
	}
	return slice_sub(word, 0, len);
}

static bool
is_wide(struct slice word)
{
	for (size_t i = 0; i < word.len; i++)
		if ((unsigned char)word.data[i] >= 0xE1) /* U+1000 and beyond */
			return true;
	return false;
}

/* One line of the text, which may become several. */
static void
wrap_line(struct writer *w, struct slice line, struct slice *prefix, struct slice rest)
{
	size_t column = utf8_width(*prefix);
	bool fresh = true; /* nothing but the prefix stands in this line */
	struct slice word;

	str_add(w->out, *prefix);
	*prefix = rest;
	while (slice_cut(&line, ' ', &word)) {
		size_t width = utf8_width(word);

		if (word.len == 0)
			continue;
		if (!fresh && column + 1 + width > w->width) {
			str_addc(w->out, '\n');
			str_add(w->out, rest);
			column = utf8_width(rest);
			fresh = true;
		}
		if (!fresh)
			str_addc(w->out, ' ');
		column += !fresh;
		while (column + width > w->width && is_wide(word)) {
			struct slice part = fitting(word, w->width - column);

			if (part.len == word.len)
				break;
			str_add(w->out, part);
			str_addc(w->out, '\n');
			str_add(w->out, rest);
			column = utf8_width(rest);
			word = slice_sub(word, part.len, word.len);
			width = utf8_width(word);
		}
		str_add(w->out, word);
		column += width;
		fresh = false;
	}
	/* No blanks at the end of a line: format=flowed gives them a meaning. */
	while (w->out->len > 0 && w->out->data[w->out->len - 1] == ' ')
		str_cut(w->out, w->out->len - 1);
	str_addc(w->out, '\n');
}

static void
wrap(struct writer *w, const tpl_cell *cell, const struct setting *set)
{
	struct slice prefix = set->first, all, line;

	flatten(w, cell, set->keep_lines);
	all = slice_rtrim(str_slice(&w->line));
	while (slice_cut(&all, '\n', &line)) {
		line = slice_rtrim(line);
		if (!set->keep_lines ||
		    utf8_width(prefix) + utf8_width(line) > (size_t)WIDTH_KEPT) {
			wrap_line(w, line, &prefix, set->rest);
			continue;
		}
		/* Columns that somebody aligned stay aligned. */
		str_add(w->out, line.len > 0 ? prefix : slice_rtrim(prefix));
		str_add(w->out, line);
		str_addc(w->out, '\n');
		prefix = set->rest;
	}
}

/* As it is, each line behind the prefix. */
static void
verbatim(struct writer *w, const tpl_cell *cell)
{
	struct slice all, line;

	flatten(w, cell, true);
	all = slice_rtrim(str_slice(&w->line));
	while (slice_cut(&all, '\n', &line)) {
		line = slice_rtrim(line);
		if (line.len > 0)
			str_adds(w->out, "    ");
		str_add(w->out, line);
		str_addc(w->out, '\n');
	}
}

static void
spaces(struct str *out, size_t n)
{
	while (n-- > 0)
		str_addc(out, ' ');
}

static void
write_row(struct writer *w, const struct tpl_block *b)
{
	struct str prefix, rest;
	struct setting set = {.keep_lines = false};
	size_t width;

	str_init(&prefix, 4096);
	str_init(&rest, 256);
	flatten(w, &b->cells[0], false);
	if (w->line.len > 0)
		str_addf(&prefix, "%s%s", str_cstr(&w->line), w->label_end);
	width = utf8_width(str_slice(&prefix));
	spaces(&prefix, width < w->label_width ? w->label_width - width : 1);
	spaces(&rest, w->label_width);
	set.first = str_slice(&prefix);
	set.rest = str_slice(&rest);
	wrap(w, &b->cells[1], &set);
	set.first = set.rest;
	if (!tpl_fill_blank(&b->cells[2]))
		wrap(w, &b->cells[2], &set);
	str_clear(&prefix);
	str_clear(&rest);
}

/* The column where the values of this table begin: behind its longest label. */
static size_t
label_width(struct writer *w, const struct tpl_filled *f, size_t at)
{
	size_t most = 0;

	if (w->width == WIDTH_FLOWED)
		return 0;

	for (; at < f->blocks.len && f->blocks.at[at].kind == BLOCK_ROW; at++) {
		size_t width;

		flatten(w, &f->blocks.at[at].cells[0], false);
		width = utf8_width(str_slice(&w->line));
		if (width > most && width <= LABEL_MAX)
			most = width;
	}
	return most + utf8_width(slice_of(w->label_end)) + 2;
}

static void
write_numbered(struct writer *w, const struct tpl_block *b)
{
	struct setting set = {.keep_lines = false};
	struct str prefix, rest;

	str_init(&prefix, 256);
	str_init(&rest, 256);
	flatten(w, &b->cells[0], false);
	str_addf(&prefix, "%s. ", str_cstr(&w->line));
	spaces(&rest, prefix.len);
	set.first = str_slice(&prefix);
	set.rest = str_slice(&rest);
	wrap(w, &b->cells[1], &set);
	str_clear(&prefix);
	str_clear(&rest);
}

static void
write_head(struct writer *w, const struct tpl_block *b)
{
	struct setting set = {.keep_lines = false};
	size_t width;

	wrap(w, &b->cells[0], &set);
	width = utf8_width(str_slice(&w->line));
	for (size_t i = 0; i < width && i < WIDTH; i++)
		str_addc(w->out, '-');
	str_addc(w->out, '\n');
}

static void
write_block(struct writer *w, const struct tpl_block *b)
{
	static const struct setting para = {.keep_lines = false};
	static const struct setting item = {{"- ", 2}, {"  ", 2}, false};
	static const struct setting quote = {{"> ", 2}, {"> ", 2}, true};

	switch (b->kind) {
	case BLOCK_HEAD: write_head(w, b); break;
	case BLOCK_ROW: write_row(w, b); break;
	case BLOCK_ASK:
	case BLOCK_NUMBER: write_numbered(w, b); break;
	case BLOCK_ITEM: wrap(w, &b->cells[0], &item); break;
	case BLOCK_QUOTE: wrap(w, &b->cells[0], &quote); break;
	case BLOCK_PRE: verbatim(w, &b->cells[0]); break;
	default: wrap(w, &b->cells[0], &para); break;
	}
}

/* Empty lines between two blocks. */
static int
gap(const struct tpl_block *before, const struct tpl_block *b)
{
	if (before->kind == BLOCK_ASK)
		return 2; /* the first is for the answer */
	if (before->kind == BLOCK_HEAD)
		return 0;
	switch (b->kind) {
	case BLOCK_ROW:
	case BLOCK_NUMBER:
	case BLOCK_ITEM:
	case BLOCK_QUOTE:
	case BLOCK_PRE: return b->kind == before->kind ? 0 : 1;
	default: return 1;
	}
}

void
tpl_text_write(const struct tpl_filled *f, bool flowed, struct str *out)
{
	struct writer w = {
		.out = out, .width = flowed ? WIDTH_FLOWED : WIDTH, .label_end = f->label_end};
	const struct tpl_block *before = NULL, *b;

	str_init(&w.line, out->max);
	VEC_EACH (b, &f->blocks) {
		for (int i = before == NULL ? 0 : gap(before, b); i > 0; i--)
			str_addc(out, '\n');
		if (b->small && (before == NULL || !before->small))
			str_adds(out, "---\n");
		if (b->kind == BLOCK_ROW && (before == NULL || before->kind != BLOCK_ROW))
			w.label_width = label_width(&w, f, (size_t)(b - f->blocks.at));
		write_block(&w, b);
		before = b;
	}
	if (str_failed(&w.line))
		out->failed = true;
	str_clear(&w.line);
}
