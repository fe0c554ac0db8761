/*
 * Compiles a template's source into its tree and checks every name in it. All faults of a file are
 * reported, each at its line and column, so parsing goes on behind one. Which lines are what is
 * decided here; what stands inside a line is tpl_inline.c's.
 */
#include "tpl_parse.h"

#include "docket/base/near.h"
#include "docket/base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

enum { SOURCE_MAX = 64 * 1024 };

void
tpl_parse_fault(struct tpl_faults *f, const char *file, struct slice source, size_t offset,
		struct slice sentence)
{
	struct slice before = slice_sub(source, 0, offset);
	ptrdiff_t start = slice_rindex(before, '\n');
	size_t line = 1, column = 1;
	char where[sizeof(f->first)];

	for (size_t i = 0; i < before.len; i++)
		line += before.data[i] == '\n';
	for (size_t i = (size_t)(start + 1); i < before.len; i++)
		column += (before.data[i] & 0xC0) != 0x80;
	(void)snprintf(where, sizeof(where), "%s:%zu:%zu: %.*s", file, line, column,
		       SLICE_ARG(sentence));
	if (f->count == 0)
		(void)snprintf(f->first, sizeof(f->first), "%s", where);
	f->count++;
	if (f->out != NULL)
		str_addf(f->out, "%s\n", where);
}

void
tpl_parse_said(struct tpl_parser *p, size_t at, const char *format, ...)
{
	char text[240];
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	tpl_parse_fault(p->faults, p->source->file, p->source->text, at, slice_of(text));
}

struct tpl_node *
tpl_parse_node(struct tpl_parser *p, struct tpl_node ***tail, enum tpl_node_kind kind)
{
	struct tpl_node *node = pool_alloc(p->pool, sizeof(*node));

	node->kind = kind;
	**tail = node;
	*tail = &node->next;
	return node;
}

/* One line of the source, without its line end. */
struct line {
	size_t start, end, next;
	struct slice text; /* trimmed at its end */
};

static struct line
line_at(const struct tpl_parser *p, size_t at)
{
	struct slice rest = slice_sub(p->source->text, at, p->source->text.len);
	struct slice all = rest, text = SLICE_NONE;
	struct line l = {.start = at, .next = p->source->text.len};

	if (slice_line(&rest, &text))
		l.next = at + (all.len - rest.len);
	l.text = slice_rtrim(text);
	l.end = at + l.text.len;
	return l;
}

/* Whether the line is one tag that opens, divides or closes a part. */
static bool
is_structure(struct slice line)
{
	struct slice t = slice_trim(line), inside;

	if (!slice_starts(t, "{{") || !slice_ends(t, "}}") || t.len < 4)
		return false;
	inside = slice_trim(slice_sub(t, 2, t.len - 2));
	if (slice_has(inside, "{{") || slice_has(inside, "}}"))
		return false;
	return slice_starts(inside, "#") || slice_starts(inside, "/") || slice_is(inside, "else");
}

static bool
is_indented(struct slice line)
{
	return slice_starts(line, "  ") || slice_starts(line, "\t");
}

static const struct {
	const char *mark;
	enum tpl_block_kind block;
} marks[] = {
	{"#", BLOCK_HEAD},  {"|", BLOCK_ROW},	 {"?", BLOCK_ASK}, {"-", BLOCK_ITEM},
	{">", BLOCK_QUOTE}, {"!", BLOCK_NOTICE}, {"=", BLOCK_PRE},
};

/* The mark a line begins with; *len_out bytes of it, the space behind included. */
static enum tpl_block_kind
mark_of(struct slice line, size_t *len_out)
{
	*len_out = 0;
	if (slice_starts(line, "---")) {
		*len_out = 3;
		return BLOCK_SMALL;
	}
	for (size_t i = 0; i < COUNT(marks); i++)
		if (slice_starts(line, marks[i].mark) &&
		    (line.len == 1 || line.data[1] == ' ' || line.data[1] == '\t')) {
			*len_out = line.len == 1 ? 1 : 2;
			return marks[i].block;
		}
	return BLOCK_PARA;
}

/*
 * Length of the number a line begins with, ". " included: "1. " or a name that is a number,
 * "{{n}}. ". 0 if there is none.
 */
static size_t
number_len(const struct tpl_parser *p, struct slice line)
{
	size_t i = 0;

	while (i < line.len && i < 3 && line.data[i] >= '0' && line.data[i] <= '9')
		i++;
	if (i == 0 && slice_starts(line, "{{")) {
		ptrdiff_t close = slice_find(line, SLICE_LIT("}}"));
		const struct tpl_name *name;

		if (close < 0)
			return 0;
		name = tpl_parse_lookup(p, slice_trim(slice_sub(line, 2, (size_t)close)), NULL);
		i = name != NULL && name->type == TPL_INT ? (size_t)close + 2 : 0;
	}
	return i > 0 && slice_starts(slice_sub(line, i, line.len), ". ") ? i + 2 : 0;
}

/* Where the block that begins with line l ends: further lines may belong to it. */
static size_t
block_end(const struct tpl_parser *p, struct line l, enum tpl_block_kind block, size_t *next_out)
{
	size_t end = l.end, next = l.next;

	while (next < p->source->text.len) {
		struct line more = line_at(p, next);
		size_t mark;

		if (slice_blank(more.text) || is_structure(more.text))
			break;
		if (!is_indented(more.text) &&
		    (block != BLOCK_PARA || mark_of(more.text, &mark) != BLOCK_PARA ||
		     number_len(p, more.text) > 0))
			break;
		end = more.end;
		next = more.next;
	}
	*next_out = next;
	return end;
}

static void
parse_row(struct tpl_parser *p, struct tpl_node *row, size_t at, size_t end)
{
	for (int i = 0;; i++) {
		struct tpl_node *surplus = NULL;
		struct tpl_span span = {at, end, '|'};

		at = tpl_inline(p, i < TPL_CELLS ? &row->cells[i] : &surplus, span);
		if (at >= end) {
			tpl_parse_said(p, end, "a row ends with '|'");
			return;
		}
		at++; /* the | */
		if (slice_blank(slice_sub(p->source->text, at, end))) {
			if (i == 0)
				tpl_parse_said(p, at,
					       "a row has a label and a value: "
					       "| label | value |");
			return;
		}
		if (i + 1 == TPL_CELLS)
			tpl_parse_said(p, at, "a row has a label, a value and a note at most");
	}
}

static size_t
parse_block(struct tpl_parser *p, struct tpl_node ***tail, struct line l)
{
	size_t mark, number = 0, next, end, at;
	enum tpl_block_kind block = mark_of(l.text, &mark);
	struct tpl_node *node;

	if (block == BLOCK_PARA || block == BLOCK_ASK)
		number = number_len(p, slice_sub(l.text, mark, l.text.len));
	if (block == BLOCK_PARA && number > 0)
		block = BLOCK_NUMBER;
	end = block_end(p, l, block, &next);
	at = l.start + mark;
	node = tpl_parse_node(p, tail, NODE_BLOCK);
	node->block = block;
	switch (block) {
	case BLOCK_ASK:
	case BLOCK_NUMBER:
		if (number == 0)
			tpl_parse_said(p, at,
				       "a question begins with its number: ? {{n}}. {{text}}");
		else
			(void)tpl_inline(p, &node->cells[0],
					 (struct tpl_span){at, at + number - 2, '\0'});
		(void)tpl_inline(p, &node->cells[1], (struct tpl_span){at + number, end, '\0'});
		break;
	case BLOCK_ROW: parse_row(p, node, at, end); break;
	case BLOCK_SMALL:
		/* Words behind the line are its first paragraph. */
		if (slice_blank(slice_sub(p->source->text, at, end)))
			break;
		node = tpl_parse_node(p, tail, NODE_BLOCK);
		node->block = BLOCK_PARA;
		(void)tpl_inline(p, &node->cells[0], (struct tpl_span){at, end, '\0'});
		break;
	default: (void)tpl_inline(p, &node->cells[0], (struct tpl_span){at, end, '\0'}); break;
	}
	return next;
}

/*
 * Blocks from p->at up to the tag that closes the part they are in; that tag's kind, or TAG_NAME at
 * the end of the file.
 */
static enum tpl_tag_kind
parse_blocks(struct tpl_parser *p, struct tpl_node **head)
{
	struct tpl_node **tail = head;

	while (p->at < p->source->text.len) {
		struct line l = line_at(p, p->at);
		struct tpl_tag tag;
		size_t first;

		if (slice_blank(l.text)) {
			p->at = l.next;
			continue;
		}
		if (!is_structure(l.text)) {
			p->at = parse_block(p, &tail, l);
			continue;
		}
		first = l.end - slice_ltrim(l.text).len;
		(void)tpl_inline_tag(p, first, l.end, &tag);
		p->at = l.next;
		switch (tag.kind) {
		case TAG_IF:
		case TAG_EACH: {
			struct tpl_node *node = tpl_inline_open(p, &tail, &tag);
			enum tpl_tag_kind closer = parse_blocks(p, &node->body);

			if (closer == TAG_ELSE && tag.kind == TAG_IF)
				closer = parse_blocks(p, &node->other);
			tpl_inline_close(p, &tag, closer);
			break;
		}
		case TAG_ELSE:
		case TAG_END_IF:
		case TAG_END_EACH:
			if (p->depth > 0) {
				p->closed_at = tag.at;
				return tag.kind;
			}
			tpl_parse_said(p, tag.at, "nothing is open that this could close");
			break;
		default: break;
		}
	}
	p->closed_at = p->source->text.len;
	return TAG_NAME;
}

/* "Subject: words" and its like, up to the first empty line. */
static void
parse_header(struct tpl_parser *p, struct tpl *t, struct line l)
{
	static const char *const keys[] = {"Subject", "Head", "Title", "Tone"};
	ptrdiff_t colon = slice_index(l.text, ':');
	struct slice key = slice_sub(l.text, 0, colon < 0 ? 0 : (size_t)colon);
	struct slice value = slice_trim(slice_sub(l.text, key.len + 1, l.text.len));
	struct tpl_span span = {l.end - value.len, l.end, '\0'};

	if (colon < 0) {
		tpl_parse_said(p, l.start,
			       "a template begins with lines such as 'Subject: words', "
			       "then an empty line");
	} else if (slice_is(key, "Subject")) {
		t->subject = NULL;
		(void)tpl_inline(p, &t->subject, span);
	} else if (slice_is(key, "Title")) {
		t->title = NULL;
		(void)tpl_inline(p, &t->title, span);
	} else if (slice_is(key, "Head")) {
		span.stop = '|';
		span.at = tpl_inline(p, &t->head_left, span) + 1;
		span.stop = '\0';
		if (span.at < span.end)
			(void)tpl_inline(p, &t->head_right, span);
	} else if (slice_is(key, "Tone")) {
		t->alarm = slice_is(value, "alarm");
		if (!t->alarm && !slice_is(value, "calm"))
			tpl_parse_said(p, span.at, "'%.*s' is no tone; there are calm and alarm",
				       SLICE_ARG(value));
	} else {
		const char *near = keys[0];

		for (size_t i = 1; i < COUNT(keys); i++)
			if (near_distance(key, slice_of(keys[i])) <
			    near_distance(key, slice_of(near)))
				near = keys[i];
		tpl_parse_said(p, l.start,
			       "'%.*s' is no line a template begins with; the nearest is '%s'",
			       SLICE_ARG(key), near);
	}
}

static bool
check_bytes(struct tpl_parser *p)
{
	struct slice text = p->source->text;
	size_t good = utf8_valid_len(text);
	size_t before = p->faults->count;

	if (text.len > SOURCE_MAX) {
		tpl_parse_said(p, 0, "the file has %zu bytes, the limit is %d", text.len,
			       SOURCE_MAX);
		return false;
	}
	if (good < text.len)
		tpl_parse_said(p, good, "this byte is not UTF-8");
	for (size_t i = 0; i < good; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if ((c < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7F) {
			tpl_parse_said(p, i, "a control character, 0x%02x", c);
			break;
		}
	}
	return p->faults->count == before;
}

struct tpl *
tpl_parse(struct pool *pool, const struct tpl_source *source, struct tpl_faults *faults)
{
	struct tpl_parser p = {.pool = pool, .source = source, .faults = faults};
	struct tpl *t = pool_alloc(pool, sizeof(*t));
	size_t before = faults->count;

	p.scopes[0] = source->kind->names;
	if (!check_bytes(&p))
		return NULL;
	while (p.at < source->text.len) {
		struct line l = line_at(&p, p.at);

		if (slice_blank(l.text))
			break;
		parse_header(&p, t, l);
		p.at = l.next;
	}
	if (t->subject == NULL)
		tpl_parse_said(&p, 0, "the line 'Subject: words' is missing");
	(void)parse_blocks(&p, &t->body);
	if (t->body == NULL && faults->count == before)
		tpl_parse_said(&p, source->text.len, "the mail has no text");
	return faults->count == before ? t : NULL;
}
