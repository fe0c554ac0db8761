/* Cards on a terminal; see card_draw.h. */
#include "card_draw.h"

#include "docket/base/utf8.h"

enum {
	WIDTH_LEAST = 24,
	WIDTH_MOST = 100, /* longer lines are hard to read */
	NAME_MOST = 18,	  /* columns of a field's name */
	TEXT_MAX = 256 << 10,
};

#define BOLD   "\033[1m"
#define DIM    "\033[2m"
#define CYAN   "\033[36m"
#define GREEN  "\033[32m"
#define RED    "\033[31m"
#define PLAIN_ "\033[0m"

struct drawing {
	struct str *out;
	const struct card_look *look;
	size_t width, rows; /* width: between the frame's edges */
	bool bare;	    /* nothing but text: a bar at its left is frame enough */
};

/* Letters only: nothing that moves the cursor, and no marks that turn text round. */
static void
safe(struct str *out, struct slice s)
{
	for (size_t i = 0, n; i < s.len; i += n) {
		uint32_t c = utf8_decode(slice_sub(s, i, s.len), &n);
		if (n == 0)
			n = 1;
		if (c == '\t')
			str_adds(out, "    ");
		else if (c == '\n' ||
			 (c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0) &&
			  !(c >= 0x202a && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069)))
			utf8_put(out, c);
	}
}

static void
one_line(struct str *s)
{
	for (size_t i = 0; i < s->len; i++)
		if (s->data[i] == '\n')
			s->data[i] = ' ';
}

static void
paint(struct drawing *d, const char *colour)
{
	if (d->look->colour)
		str_adds(d->out, colour);
}

static void
repeat(struct drawing *d, const char *what, size_t n)
{
	while (n-- > 0)
		str_adds(d->out, what);
}

static const char *
piece(const struct drawing *d, const char *fine, const char *rough)
{
	return d->look->utf8 ? fine : rough;
}

/* An edge of the frame, with words in it. */
static void
edge(struct drawing *d, bool top, struct slice words)
{
	struct str clean;
	str_init(&clean, TEXT_MAX);
	safe(&clean, words);
	one_line(&clean);
	struct slice s = str_slice(&clean);
	while (s.len > 0 && utf8_width(s) > d->width - 2)
		s = utf8_cut(s, s.len - 1);
	size_t used = s.len > 0 ? utf8_width(s) + 2 : 0;
	paint(d, top ? CYAN : DIM);
	str_adds(d->out, top ? piece(d, "╭─", "+-") : piece(d, "╰─", "+-"));
	if (s.len > 0) {
		str_addc(d->out, ' ');
		if (top)
			paint(d, PLAIN_ BOLD);
		str_add(d->out, s);
		if (top)
			paint(d, PLAIN_ CYAN);
		str_addc(d->out, ' ');
	}
	repeat(d, piece(d, "─", "-"), d->width - used);
	str_adds(d->out, top ? piece(d, "─╮", "-+") : piece(d, "─╯", "-+"));
	paint(d, PLAIN_);
	str_addc(d->out, '\n');
	d->rows++;
	str_clear(&clean);
}

static void
row_begin(struct drawing *d)
{
	if (d->look->width == 0)
		return;
	paint(d, DIM);
	str_adds(d->out, piece(d, "│ ", "| "));
	paint(d, PLAIN_);
}

/* used: columns that the row's words took. */
static void
row_end(struct drawing *d, size_t used)
{
	if (d->look->width > 0 && !d->bare) {
		repeat(d, " ", d->width > used ? d->width - used : 0);
		paint(d, DIM);
		str_adds(d->out, piece(d, " │", " |"));
		paint(d, PLAIN_);
	}
	str_addc(d->out, '\n');
	d->rows++;
}

/* How many bytes of s fit into `room` columns; broken at a blank where there is one. */
static size_t
fitting(struct slice s, size_t room, bool keep)
{
	size_t blank = 0, i = 0, used = 0;
	while (i < s.len) {
		size_t n;
		utf8_decode(slice_sub(s, i, s.len), &n);
		if (n == 0)
			n = 1;
		size_t w = utf8_width(slice_sub(s, i, i + n));
		if (used + w > room)
			break;
		used += w;
		if (s.data[i] == ' ')
			blank = i;
		i += n;
	}
	if (i >= s.len)
		return s.len;
	if (s.data[i] == ' ')
		return i;
	return blank > 0 && !keep ? blank : i > 0 ? i : 1;
}

/* One paragraph, its further rows indented. keep: columns stay as they are. */
static void
wrapped(struct drawing *d, struct slice line, size_t indent, bool keep)
{
	bool first = true;
	do {
		size_t room = d->look->width == 0 ? (size_t)-1 : d->width - (first ? 0 : indent);
		size_t n = fitting(line, room, keep), used = first ? 0 : indent;
		struct slice part =
			keep ? slice_sub(line, 0, n) : slice_rtrim(slice_sub(line, 0, n));
		row_begin(d);
		repeat(d, " ", used);
		str_add(d->out, part);
		row_end(d, used + utf8_width(part));
		line = slice_sub(line, n, line.len);
		if (!keep)
			line = slice_ltrim(line);
		first = false;
	} while (line.len > 0);
}

/* Where the further rows of a line begin: behind its bullet, or under a table's second column. */
static size_t
hanging(struct slice line, size_t width)
{
	size_t n = 0;
	while (n < line.len && strchr(" -*", line.data[n]) != NULL)
		n++;
	ptrdiff_t gap = slice_find(slice_sub(line, n, line.len), SLICE_LIT("  "));
	if (gap > 0) {
		size_t at = n + (size_t)gap;
		while (at < line.len && line.data[at] == ' ')
			at++;
		at = utf8_width(slice_sub(line, 0, at));
		if (at < width / 2)
			return at;
	}
	return n < width / 4 ? n : 0;
}

/* keep: where a line fits, its columns stay. A table that does not fit is prose again: better
 * wrapped at words than cut in two. */
static void
paragraphs(struct drawing *d, struct slice s, bool keep)
{
	struct str clean;
	struct slice rest, line;
	str_init(&clean, TEXT_MAX);
	safe(&clean, s);
	rest = str_slice(&clean);
	while (slice_line(&rest, &line)) {
		bool fits = d->look->width == 0 || utf8_width(line) <= d->width;
		wrapped(d, line, hanging(line, d->look->width == 0 ? 0 : d->width), keep && fits);
	}
	str_clear(&clean);
}

/* Title or context without a frame. */
static void
words(struct drawing *d, struct slice s)
{
	if (s.len > 0)
		paragraphs(d, s, true);
}

static void
field(struct drawing *d, const struct chat_field *f, size_t column)
{
	struct str name, value;
	struct slice rest, line;
	str_init(&name, TEXT_MAX);
	str_init(&value, TEXT_MAX);
	safe(&name, f->name);
	safe(&value, f->value);
	rest = str_slice(&value);
	struct slice label = str_slice(&name);
	bool first = true;
	if (d->look->width == 0) {
		str_addf(d->out, "%.*s: ", SLICE_ARG(label));
		for (size_t i = 0; i < rest.len; i++)
			str_addc(d->out, rest.data[i] == '\n' ? ' ' : rest.data[i]);
		str_addc(d->out, '\n');
		d->rows++;
		rest = SLICE_NONE;
	}
	while (rest.len > 0 && slice_line(&rest, &line)) {
		do {
			size_t n = fitting(line, d->width - column, false);
			struct slice part = slice_rtrim(slice_sub(line, 0, n));
			row_begin(d);
			size_t used = first ? utf8_width(label) : 0;
			if (first) {
				paint(d, DIM);
				str_add(d->out, label);
				paint(d, PLAIN_);
			}
			repeat(d, " ", column > used ? column - used : 1);
			str_add(d->out, part);
			row_end(d, (column > used ? column : used + 1) + utf8_width(part));
			line = slice_ltrim(slice_sub(line, n, line.len));
			first = false;
		} while (line.len > 0);
	}
	str_clear(&name);
	str_clear(&value);
}

static void
buttons(struct drawing *d, const struct chat_card *c)
{
	size_t used = 0;
	bool open = false;
	for (size_t i = 0; i < c->button_count; i++) {
		const struct chat_button *b = &c->buttons[i];
		struct str label;
		str_init(&label, TEXT_MAX);
		if (b->url.len > 0) {
			safe(&label, b->label);
			str_adds(&label, ": ");
			safe(&label, b->url);
		} else {
			str_addf(&label, "[%u] ", d->look->first + (unsigned)i);
			safe(&label, b->label);
		}
		one_line(&label);
		size_t w = utf8_width(str_slice(&label));
		if (open && (d->look->width == 0 || used + 3 + w > d->width)) {
			row_end(d, used);
			open = false;
		}
		if (!open) {
			row_begin(d);
			used = 0;
		} else {
			str_adds(d->out, "   ");
			used += 3;
		}
		paint(d, b->style == CHAT_PRIMARY  ? BOLD GREEN
			 : b->style == CHAT_DANGER ? RED
						   : BOLD);
		str_add(d->out, str_slice(&label));
		paint(d, PLAIN_);
		used += w;
		open = true;
		str_clear(&label);
	}
	if (open)
		row_end(d, used);
}

static void
gap(struct drawing *d)
{
	if (d->look->width == 0)
		return;
	row_begin(d);
	row_end(d, 0);
}

size_t
card_draw(struct str *out, const struct chat_card *c, const struct card_look *look)
{
	struct drawing d = {.out = out, .look = look};
	size_t whole = look->width > WIDTH_MOST ? WIDTH_MOST : look->width;
	size_t column = 0;
	if (whole < WIDTH_LEAST)
		whole = WIDTH_LEAST;
	d.width = whole - 4;
	for (size_t i = 0; i < c->field_count; i++) {
		size_t w = utf8_width(c->fields[i].name) + 2;
		column = w > column ? w : column;
	}
	if (column > NAME_MOST)
		column = NAME_MOST;
	d.bare = c->title.len == 0 && c->context.len == 0 && c->field_count == 0 &&
		 c->button_count == 0;
	if (look->width == 0)
		words(&d, c->title);
	else if (!d.bare)
		edge(&d, true, c->title);
	if (!slice_blank(c->text)) /* the first line's indent is part of a table's columns */
		paragraphs(&d, slice_rtrim(c->text), c->code);
	if (c->field_count > 0 && !slice_blank(c->text))
		gap(&d);
	for (size_t i = 0; i < c->field_count; i++)
		field(&d, &c->fields[i], column);
	if (c->button_count > 0 && (c->field_count > 0 || !slice_blank(c->text)))
		gap(&d);
	buttons(&d, c);
	if (look->width == 0)
		words(&d, c->context);
	else if (!d.bare)
		edge(&d, false, c->context);
	return d.rows;
}
