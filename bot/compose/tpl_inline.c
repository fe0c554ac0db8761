/* What stands inside a line of a template: words, bold and code, names with filters, parts. */
#include "tpl_parse.h"

#include "docket/base/near.h"

#include <stdio.h>

/* The innermost scope that is kept: deeper nesting is a fault already reported. */
static unsigned
innermost(const struct tpl_parser *p)
{
	return p->scope < TPL_SCOPES ? p->scope : TPL_SCOPES - 1;
}

const struct tpl_name *
tpl_parse_lookup(const struct tpl_parser *p, struct slice name, unsigned *scope_out)
{
	for (unsigned scope = innermost(p) + 1; scope-- > 0;) {
		const struct tpl_name *found;

		if (p->scopes[scope] == NULL)
			continue; /* of an #each whose own name was at fault */
		found = tpl_names_find(p->scopes[scope], name);
		if (found != NULL) {
			if (scope_out != NULL)
				*scope_out = scope;
			return found;
		}
	}
	return NULL;
}

/* The name, or NULL with a fault that names the nearest right one. */
static const struct tpl_name *
resolve(struct tpl_parser *p, struct slice name, size_t at, unsigned *scope_out)
{
	const struct tpl_name *found = tpl_parse_lookup(p, name, scope_out);
	const char *near = NULL;
	size_t best = name.len / 2 + 2;
	bool unsure = false;

	if (found != NULL)
		return found;
	for (unsigned scope = innermost(p) + 1; scope-- > 0;) {
		const struct tpl_name *n = p->scopes[scope];

		unsure |= n == NULL;
		for (; n != NULL && n->name != NULL; n++) {
			size_t d = near_distance(name, slice_of(n->name));

			if (d < best) {
				best = d;
				near = n->name;
			}
		}
	}
	if (unsure)
		return NULL; /* it may well be a name of the list that is itself unknown */
	if (near != NULL)
		tpl_parse_said(p, at, "no '%.*s' is given here; the nearest name is '%s'",
			       SLICE_ARG(name), near);
	else
		tpl_parse_said(p, at, "no '%.*s' is given here", SLICE_ARG(name));
	return NULL;
}

static bool
is_name(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.data[i];

		if (!(c >= 'a' && c <= 'z') && c != '_' && !(i > 0 && c >= '0' && c <= '9'))
			return false;
	}
	return s.len > 0;
}

/* "#if name", "/each", "else", "name|filter" between {{ and }}. */
static void
read_inside(struct tpl_parser *p, struct slice inside, struct tpl_tag *out)
{
	const char *base = p->source->text.data;
	struct slice word = inside, rest = SLICE_NONE;
	ptrdiff_t bar = slice_index(inside, '|');

	if (slice_is(inside, "else")) {
		out->kind = TAG_ELSE;
	} else if (slice_is(inside, "/if")) {
		out->kind = TAG_END_IF;
	} else if (slice_is(inside, "/each")) {
		out->kind = TAG_END_EACH;
	} else if (slice_starts(inside, "#if ") || slice_starts(inside, "#each ")) {
		out->kind = inside.data[1] == 'i' ? TAG_IF : TAG_EACH;
		word = slice_ltrim(slice_sub(inside, out->kind == TAG_IF ? 4 : 6, inside.len));
	} else if (slice_starts(inside, "#") || slice_starts(inside, "/")) {
		out->kind = TAG_BAD;
		tpl_parse_said(p, out->at,
			       "'%.*s' is no part; there are #if NAME, else, /if, "
			       "#each NAME and /each",
			       SLICE_ARG(inside));
		return;
	} else {
		out->kind = TAG_NAME;
		if (bar >= 0) {
			word = slice_rtrim(slice_sub(inside, 0, (size_t)bar));
			rest = slice_ltrim(slice_sub(inside, (size_t)bar + 1, inside.len));
			out->filter_at = (size_t)(rest.data - base);
		}
	}
	out->name = word;
	out->filter = rest;
	out->name_at = word.len > 0 ? (size_t)(word.data - base) : out->at;
	if (out->kind > TAG_EACH)
		return;
	if (bar >= 0 && rest.len == 0 && out->kind == TAG_NAME)
		tpl_parse_said(p, out->at, "a filter is missing behind '|'");
	if (!is_name(word)) {
		tpl_parse_said(p, out->name_at,
			       word.len == 0 ? "a name is missing here"
					     : "a name is made of small letters, digits and _");
		out->kind = out->kind == TAG_NAME ? TAG_BAD : out->kind;
		out->name = SLICE_NONE;
	}
}

size_t
tpl_inline_tag(struct tpl_parser *p, size_t at, size_t end, struct tpl_tag *out)
{
	struct slice rest = slice_sub(p->source->text, at + 2, end), line = rest;
	ptrdiff_t newline = slice_index(rest, '\n'), close;

	*out = (struct tpl_tag){.kind = TAG_BAD, .at = at};
	if (newline >= 0)
		line = slice_sub(rest, 0, (size_t)newline);
	close = slice_find(line, SLICE_LIT("}}"));
	if (close < 0) {
		tpl_parse_said(p, at, "'{{' is not closed by '}}' in this line");
		return at + 2;
	}
	read_inside(p, slice_trim(slice_sub(line, 0, (size_t)close)), out);
	return at + 2 + (size_t)close + 2;
}

static void
read_plural(struct tpl_parser *p, struct tpl_node *node, const struct tpl_tag *tag,
	    struct slice arguments)
{
	struct slice one = SLICE_NONE;

	if (!slice_cut(&arguments, ':', &one) || one.len == 0 || arguments.len == 0 ||
	    slice_index(arguments, ':') >= 0) {
		tpl_parse_said(p, tag->filter_at, "plural needs two forms: plural:one:many");
		return;
	}
	node->one = one;
	node->many = arguments;
}

static void
read_filter(struct tpl_parser *p, struct tpl_node *node, const struct tpl_tag *tag,
	    const struct tpl_name *name)
{
	static const struct {
		const char *name;
		enum tpl_filter filter;
		enum tpl_type type;
	} filters[] = {
		{"date", FILTER_DATE, TPL_DATE},   {"plural", FILTER_PLURAL, TPL_INT},
		{"upper", FILTER_UPPER, TPL_TEXT}, {"wrap", FILTER_WRAP, TPL_TEXT},
		{"size", FILTER_SIZE, TPL_INT},
	};
	struct slice rest = tag->filter, word = SLICE_NONE;
	size_t near = 0;

	(void)slice_cut(&rest, ':', &word);
	for (size_t i = 0; i < COUNT(filters); i++) {
		if (near_distance(word, slice_of(filters[i].name)) <
		    near_distance(word, slice_of(filters[near].name)))
			near = i;
		if (!slice_is(word, filters[i].name))
			continue;
		node->filter = filters[i].filter;
		if (name != NULL && name->type != filters[i].type)
			tpl_parse_said(p, tag->filter_at, "%s needs %s; '%s' is %s",
				       filters[i].name, tpl_names_type(filters[i].type), name->name,
				       tpl_names_type(name->type));
		if (filters[i].filter == FILTER_PLURAL)
			read_plural(p, node, tag, rest);
		else if (rest.len > 0)
			tpl_parse_said(p, tag->filter_at, "%s takes nothing behind it",
				       filters[i].name);
		return;
	}
	tpl_parse_said(p, tag->filter_at, "'%.*s' is no filter; the nearest is '%s'",
		       SLICE_ARG(word), filters[near].name);
}

static void
add_name(struct tpl_parser *p, struct tpl_node ***tail, const struct tpl_tag *tag, unsigned style)
{
	struct tpl_node *node = tpl_parse_node(p, tail, NODE_NAME);
	const struct tpl_name *name = resolve(p, tag->name, tag->name_at, &node->scope);

	node->style = style;
	if (name != NULL) {
		node->name = name->name;
		if (name->type == TPL_LIST)
			tpl_parse_said(p, tag->name_at, "'%s' is a list: use {{#each %s}}",
				       name->name, name->name);
		if (name->type == TPL_FLAG)
			tpl_parse_said(p, tag->name_at, "'%s' is a flag: use {{#if %s}}",
				       name->name, name->name);
	}
	if (tag->filter.len > 0)
		read_filter(p, node, tag, name);
}

struct tpl_node *
tpl_inline_open(struct tpl_parser *p, struct tpl_node ***tail, const struct tpl_tag *tag)
{
	bool each = tag->kind == TAG_EACH;
	struct tpl_node *node = tpl_parse_node(p, tail, each ? NODE_EACH : NODE_IF);
	const struct tpl_name *name = NULL;

	if (tag->name.len > 0)
		name = resolve(p, tag->name, tag->name_at, &node->scope);
	if (name != NULL)
		node->name = name->name;
	if (each && name != NULL && name->type != TPL_LIST) {
		tpl_parse_said(p, tag->name_at, "'%s' is %s, and #each needs a list", name->name,
			       tpl_names_type(name->type));
		name = NULL;
	}
	p->depth++;
	if (p->depth > TPL_DEPTH)
		tpl_parse_said(p, tag->at, "parts are nested more than %d deep", TPL_DEPTH);
	if (each) {
		node->inner = ++p->scope;
		if (p->scope < TPL_SCOPES)
			p->scopes[p->scope] = name == NULL ? NULL : name->items;
		else
			tpl_parse_said(p, tag->at, "#each is nested more than %d deep",
				       TPL_SCOPES - 1);
	}
	return node;
}

void
tpl_inline_close(struct tpl_parser *p, const struct tpl_tag *opened, enum tpl_tag_kind by)
{
	bool each = opened->kind == TAG_EACH;

	p->depth--;
	if (each)
		p->scope--;
	if (by == (each ? TAG_END_EACH : TAG_END_IF))
		return;
	if (by == TAG_NAME || by == TAG_BAD)
		tpl_parse_said(p, opened->at, "this is never closed: {{/%s}} is missing",
			       each ? "each" : "if");
	else if (by == TAG_ELSE)
		tpl_parse_said(p, p->closed_at,
			       each ? "#each has no else; put an #if around it"
				    : "this #if had its else before");
	else
		tpl_parse_said(p, p->closed_at, "{{/%s}} is expected here", each ? "each" : "if");
}

/* State of one call of tpl_inline: the words gathered and the style they have. */
struct words {
	struct tpl_parser *p;
	struct tpl_span span;
	size_t at;
	struct str text;
	unsigned style;
};

static void
flush(struct words *w, struct tpl_node ***tail)
{
	struct tpl_node *node;

	if (w->text.len == 0)
		return;
	node = tpl_parse_node(w->p, tail, NODE_TEXT);
	node->text = pool_copy(w->p->pool, str_slice(&w->text));
	node->style = w->style;
	str_reset(&w->text);
}

/* The next character of the words; several where they are one mark or one run of white space. */
static void
take(struct words *w, struct tpl_node ***tail)
{
	struct slice rest = slice_sub(w->p->source->text, w->at, w->span.end);
	char c = rest.data[0];

	if (c == '\n' || c == '\r' || c == '\t') {
		/* A line's end and the next one's indentation are one space. */
		w->at += rest.len - slice_ltrim(rest).len;
		str_addc(&w->text, ' ');
	} else if (c == '\\' && rest.len > 1 && strchr("\\#|?->!=*`{0123456789", rest.data[1])) {
		str_addc(&w->text, rest.data[1]);
		w->at += 2;
	} else if (slice_starts(rest, "**") || c == '`') {
		flush(w, tail);
		w->style ^= c == '`' ? STYLE_CODE : STYLE_BOLD;
		w->at += c == '`' ? 1 : 2;
	} else {
		str_addc(&w->text, c);
		w->at++;
	}
}

/* Up to the end of the span, its stop, or a tag that closes the part begun around it. */
static enum tpl_tag_kind
gather(struct words *w, struct tpl_node **head, bool inner)
{
	struct tpl_node **tail = head;

	while (w->at < w->span.end) {
		struct slice rest = slice_sub(w->p->source->text, w->at, w->span.end);
		struct tpl_tag tag;

		if (w->span.stop != '\0' && rest.data[0] == w->span.stop)
			break;
		if (!slice_starts(rest, "{{")) {
			take(w, &tail);
			continue;
		}
		flush(w, &tail);
		w->at = tpl_inline_tag(w->p, w->at, w->span.end, &tag);
		switch (tag.kind) {
		case TAG_NAME: add_name(w->p, &tail, &tag, w->style); break;
		case TAG_IF:
		case TAG_EACH: {
			struct tpl_node *node = tpl_inline_open(w->p, &tail, &tag);
			enum tpl_tag_kind closer = gather(w, &node->body, true);

			if (closer == TAG_ELSE && tag.kind == TAG_IF)
				closer = gather(w, &node->other, true);
			tpl_inline_close(w->p, &tag, closer);
			break;
		}
		case TAG_ELSE:
		case TAG_END_IF:
		case TAG_END_EACH:
			w->p->closed_at = tag.at;
			if (inner)
				return tag.kind;
			tpl_parse_said(w->p, tag.at,
				       "nothing in this line is open that this could close");
			break;
		default: break;
		}
	}
	flush(w, &tail);
	return TAG_BAD;
}

size_t
tpl_inline(struct tpl_parser *p, struct tpl_node **head, struct tpl_span span)
{
	struct words w = {.p = p, .span = span, .at = span.at};
	struct tpl_node *node;

	while (w.at < span.end && p->source->text.data[w.at] == ' ')
		w.at++;
	str_init(&w.text, p->source->text.len);
	(void)gather(&w, head, false);
	str_clear(&w.text);
	if (w.style != 0)
		tpl_parse_said(p, span.at, "%s is opened here and not closed",
			       w.style & STYLE_CODE ? "`" : "**");
	/* The space before a row's | is not the cell's. */
	for (node = *head; node != NULL; node = node->next)
		if (node->next == NULL && node->kind == NODE_TEXT)
			node->text = slice_rtrim(node->text);
	return w.at;
}
