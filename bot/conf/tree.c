/*
 * libyaml's documents as struct tree. Two passes: one over the tokens, because the document API
 * resolves anchors silently and would walk any depth; one over the document.
 */
#include "tree.h"

#include "docket/base/utf8.h"

#include <yaml.h>

static int
line_of(yaml_mark_t mark)
{
	return mark.line < INT32_MAX ? (int)mark.line + 1 : INT32_MAX;
}

static int
col_of(yaml_mark_t mark)
{
	return mark.column < INT32_MAX ? (int)mark.column + 1 : INT32_MAX;
}

/* libyaml's words for what people do wrong, and what they should do. */
static const struct {
	const char *theirs, *ours;
} problems[] = {
	{"tab character", "a tab cannot indent here - use spaces"},
	{"mapping values are not allowed",
	 "a ':' too many, or the wrong indentation - quote a text that holds ': '"},
	{"did not find expected key",
	 "this does not line up with the lines above - check indentation and quotes"},
	{"did not find expected '-'", "this does not line up with the '-' above"},
	{"did not find expected ',' or '}'", "a ',' or '}' is missing"},
	{"did not find expected ',' or ']'", "a ',' or ']' is missing"},
	{"could not find expected ':'", "a ':' is missing behind this key"},
	{"block sequence entries are not allowed", "a '-' cannot stand here - start a new line"},
	{"block mapping values are not allowed", "a mapping cannot start here - start a new line"},
	{"unexpected end of stream", "a quotation mark is opened and never closed"},
	{"unexpected document indicator", "a quotation mark is opened and never closed"},
	{"unknown escape character", "no such escape - use single quotes, or write \\\\"},
	{"cannot start any token", "this character cannot start a value - put the text in quotes"},
	{"expected node content", "a value is missing, or a text that needs quotes stands here"},
	{"undefined alias", "aliases (*name) are not used here - write the value itself"},
	{"did not find expected alphabetic", "a text that starts with & or * needs quotes"},
	{"did not find expected <document start>", "this does not belong to the mapping above"},
	{"duplicate %YAML", "write this line once"},
	{"control characters are not allowed", "a control character - delete it"},
};

static const char *
problem_words(const char *theirs)
{
	for (size_t i = 0; i < COUNT(problems); i++)
		if (strstr(theirs, problems[i].theirs) != NULL)
			return problems[i].ours;
	return theirs;
}

/* Place of a byte offset, for faults of libyaml's reader, which has no mark. */
static void
place_of(struct slice text, size_t offset, int *line, int *col)
{
	size_t i = 0, len;

	*line = *col = 1;
	while (i < offset && i < text.len && text.data != NULL) {
		bool end = text.data[i] == '\n';

		(void)utf8_decode(slice_sub(text, i, text.len), &len);
		i += len;
		*line += end;
		*col = end ? 1 : *col + 1;
	}
}

/* The character at a place is a tab: then that is the fault, whatever libyaml calls it. */
static bool
is_tab(struct slice text, int line, int col)
{
	struct slice l = SLICE_NONE;

	for (int i = 0; i < line; i++)
		if (!slice_line(&text, &l))
			return false;
	/* Before a tab in an indentation there are only ASCII blanks. */
	return (size_t)col <= l.len && l.data[col - 1] == '\t' &&
	       slice_blank(slice_sub(l, 0, (size_t)col));
}

static void
add_problem(struct faults *f, const yaml_parser_t *p)
{
	yaml_mark_t mark = p->problem_mark;
	int line = line_of(mark), col = col_of(mark);
	const char *words = p->problem != NULL ? problem_words(p->problem) : "no YAML";

	if (p->error == YAML_MEMORY_ERROR) {
		words = "out of memory";
	} else if (p->error == YAML_READER_ERROR) {
		place_of(f->source, p->problem_offset, &line, &col);
		if (p->problem == NULL || strstr(p->problem, "control") == NULL)
			words = "this is no UTF-8 - save the file as UTF-8";
	} else if (is_tab(f->source, line, col)) {
		words = "a tab cannot indent here - use spaces";
	} else if (p->context != NULL && p->problem != NULL &&
		   ((strstr(p->context, "quoted scalar") != NULL &&
		     strstr(p->problem, "escape") == NULL) ||
		    strstr(p->context, "simple key") != NULL)) {
		/* Where it began says more than where it was noticed. */
		line = line_of(p->context_mark);
		col = col_of(p->context_mark);
	}
	if (p->problem != NULL && p->context_mark.line != mark.line &&
	    strstr(p->problem, "expected ',' or") != NULL)
		fault_add(f, line, col, "%s - the bracket was opened in line %d", words,
			  line_of(p->context_mark));
	else
		fault_add(f, line, col, "%s", words);
}

static bool
begin(yaml_parser_t *p, struct slice text)
{
	if (!yaml_parser_initialize(p))
		return false;
	yaml_parser_set_encoding(p, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(p, (const unsigned char *)text.data, text.len);
	return true;
}

/*
 * Follows the tokens of the first pass and hides every text that stands as a password, or in a list
 * that does. A mapping says where the password is kept: it is no secret.
 */
struct watch {
	struct faults *f;
	bool key;   /* the next scalar is a key */
	bool named; /* that key was a password's */
	int hot;    /* the line of the ':' behind it, until the next key; else 0 */
	bool found; /* its text was seen */
};

static void
watch(struct watch *w, const yaml_token_t *t)
{
	int line = line_of(t->start_mark), last = line_of(t->end_mark);

	switch (t->type) {
	case YAML_KEY_TOKEN:
		w->key = true;
		w->hot = 0;
		break;
	case YAML_SCALAR_TOKEN:
		if (w->key)
			w->named = fault_is_secret(slice_make((const char *)t->data.scalar.value,
							      t->data.scalar.length));
		w->key = false;
		if (w->hot == 0)
			break;
		/* A block text ends where the line behind it starts. */
		if (t->end_mark.column == 0 && last > line)
			last--;
		fault_hide(w->f, line, col_of(t->start_mark), last);
		w->found = true;
		break;
	case YAML_VALUE_TOKEN:
		w->hot = w->named ? line : 0;
		w->named = w->found = false;
		break;
	case YAML_BLOCK_END_TOKEN:
	case YAML_FLOW_SEQUENCE_END_TOKEN:
	case YAML_FLOW_MAPPING_END_TOKEN: w->hot = 0; break;
	case YAML_ANCHOR_TOKEN:
	case YAML_ALIAS_TOKEN:
	case YAML_TAG_TOKEN:
		if (w->hot > 0)
			fault_hide(w->f, line, col_of(t->start_mark), last);
		break;
	default: break;
	}
}

/* Scanning ended in the middle of a password: nobody knows where that ends. */
static void
watch_broke(const struct watch *w)
{
	if (w->hot > 0 && !w->found)
		fault_hide(w->f, w->hot + 1, 1, INT32_MAX);
}

static const char *
name_shown(const struct watch *w, const yaml_char_t *name)
{
	return w->hot > 0 ? "…" : fault_quote(w->f->pool, slice_of((const char *)name));
}

/*
 * First pass. Returns false if the document must not be loaded: without aliases and below the depth
 * limit a document is a tree no larger than its text.
 */
static bool
check_tokens(struct slice text, struct faults *f)
{
	struct watch w = {.f = f};
	yaml_parser_t p;
	bool sane = true, end = false;
	int depth = 0;

	if (!begin(&p, text)) {
		fault_add(f, 1, 1, "out of memory");
		return false;
	}
	while (!end) {
		yaml_token_t t;

		/* A broken token is reported by the second pass. */
		if (!yaml_parser_scan(&p, &t)) {
			watch_broke(&w);
			break;
		}
		int line = line_of(t.start_mark), col = col_of(t.start_mark);

		watch(&w, &t);
		switch (t.type) {
		case YAML_ANCHOR_TOKEN:
			fault_add(
				f, line, col,
				"anchors (&%s) are not used here - quote a text that starts with &",
				name_shown(&w, t.data.anchor.value));
			break;
		case YAML_ALIAS_TOKEN:
			fault_add(f, line, col,
				  "aliases (*%s) are not used here - write the value itself",
				  name_shown(&w, t.data.alias.value));
			sane = false;
			break;
		case YAML_TAG_TOKEN:
			fault_add(f, line, col,
				  "tags (!%s) are not used here - quote a text that starts with !",
				  name_shown(&w, t.data.tag.suffix));
			break;
		case YAML_BLOCK_SEQUENCE_START_TOKEN:
		case YAML_BLOCK_MAPPING_START_TOKEN:
		case YAML_FLOW_SEQUENCE_START_TOKEN:
		case YAML_FLOW_MAPPING_START_TOKEN:
			if (++depth > TREE_DEPTH_MAX) {
				fault_add(f, line, col, "nested more than %d deep", TREE_DEPTH_MAX);
				sane = false;
				end = true;
			}
			break;
		case YAML_BLOCK_END_TOKEN:
		case YAML_FLOW_SEQUENCE_END_TOKEN:
		case YAML_FLOW_MAPPING_END_TOKEN: depth--; break;
		case YAML_STREAM_END_TOKEN: end = true; break;
		default: break;
		}
		yaml_token_delete(&t);
	}
	yaml_parser_delete(&p);
	return sane;
}

static const struct tree *convert(yaml_document_t *d, int index, struct faults *f, int depth);

static bool
is_null(const yaml_node_t *n)
{
	struct slice s = slice_make((const char *)n->data.scalar.value, n->data.scalar.length);

	return n->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	       (s.len == 0 || slice_is(s, "~") || slice_iis(s, "null"));
}

static void
convert_map(yaml_document_t *d, const yaml_node_t *n, struct tree *t, struct faults *f, int depth)
{
	const yaml_node_pair_t *p;

	for (p = n->data.mapping.pairs.start; p < n->data.mapping.pairs.top; p++) {
		const yaml_node_t *k = yaml_document_get_node(d, p->key);
		int line = line_of(k->start_mark), col = col_of(k->start_mark);
		const struct tree_pair *other, *first = NULL;
		struct tree_pair *pair;
		struct slice key;

		if (k->type != YAML_SCALAR_NODE) {
			fault_add(f, line, col, "a key must be a word, not a list or mapping");
			continue;
		}
		if (t->pairs.len == TREE_WIDTH_MAX) {
			fault_add(f, line, col, "more than %d keys in one mapping", TREE_WIDTH_MAX);
			return;
		}
		key = slice_make((const char *)k->data.scalar.value, k->data.scalar.length);
		VEC_EACH (other, &t->pairs)
			if (slice_eq(other->key, key))
				first = other;
		if (first != NULL) {
			fault_add(f, line, col, "'%s' is set twice, first in line %d - keep one",
				  fault_quote(f->pool, key), first->line);
			continue;
		}
		pair = VEC_NEW(&t->pairs, f->pool);
		pair->key = pool_copy(f->pool, key);
		pair->line = line;
		pair->col = col;
		pair->value = convert(d, p->value, f, depth + 1);
	}
}

static void
convert_list(yaml_document_t *d, const yaml_node_t *n, struct tree *t, struct faults *f, int depth)
{
	const yaml_node_item_t *item;

	for (item = n->data.sequence.items.start; item < n->data.sequence.items.top; item++) {
		if (t->items.len == TREE_WIDTH_MAX) {
			fault_add(f, t->line, t->col, "more than %d entries in one list",
				  TREE_WIDTH_MAX);
			return;
		}
		/* NOLINTNEXTLINE(bugprone-sizeof-expression): the elements are pointers */
		VEC_ADD(&t->items, f->pool, convert(d, *item, f, depth + 1));
	}
}

static const struct tree *
convert(yaml_document_t *d, int index, struct faults *f, int depth)
{
	const yaml_node_t *n = yaml_document_get_node(d, index);
	struct tree *t = pool_alloc(f->pool, sizeof(*t));

	if (n == NULL || depth > TREE_DEPTH_MAX)
		return t;
	t->line = line_of(n->start_mark);
	t->col = col_of(n->start_mark);
	switch (n->type) {
	case YAML_SCALAR_NODE:
		if (is_null(n))
			break;
		t->kind = TREE_TEXT;
		t->text = slice_make((const char *)n->data.scalar.value, n->data.scalar.length);
		while (slice_ends(t->text, "\n")) /* of a block text */
			t->text.len--;
		t->text = pool_copy(f->pool, t->text);
		break;
	case YAML_SEQUENCE_NODE:
		t->kind = TREE_LIST;
		convert_list(d, n, t, f, depth);
		break;
	case YAML_MAPPING_NODE:
		t->kind = TREE_MAP;
		convert_map(d, n, t, f, depth);
		break;
	case YAML_NO_NODE:
	default: break;
	}
	return t;
}

/* The root, or NULL after a fault. */
static const struct tree *
read_document(yaml_parser_t *p, struct faults *f)
{
	const struct tree *root = NULL;
	yaml_document_t d;
	yaml_node_t *n;

	if (!yaml_parser_load(p, &d)) {
		add_problem(f, p);
		return NULL;
	}
	n = yaml_document_get_root_node(&d);
	if (n == NULL)
		fault_add(f, 1, 1, "nothing is set in this file");
	else
		root = convert(&d, 1, f, 0);
	yaml_document_delete(&d);
	if (root == NULL)
		return NULL;
	if (!yaml_parser_load(p, &d)) {
		add_problem(f, p);
		return root;
	}
	n = yaml_document_get_root_node(&d);
	if (n != NULL)
		fault_add(f, line_of(d.start_mark), col_of(d.start_mark),
			  "a second document starts here - one file holds one");
	yaml_document_delete(&d);
	return root;
}

int
tree_read(struct slice text, struct faults *f, const struct tree **out)
{
	const struct tree *root;
	yaml_parser_t p;

	if (text.len > TREE_BYTES_MAX) {
		fault_add(f, 1, 1, "%zu bytes, more than the %d such a file may have", text.len,
			  TREE_BYTES_MAX);
		return -1;
	}
	if (slice_starts(text, "\xef\xbb\xbf"))
		text = slice_sub(text, 3, text.len);
	if (text.data == NULL)
		text = SLICE_LIT("");
	f->source = text;
	if (!check_tokens(text, f))
		return -1;
	if (!begin(&p, text)) {
		fault_add(f, 1, 1, "out of memory");
		return -1;
	}
	root = read_document(&p, f);
	yaml_parser_delete(&p);
	if (root == NULL)
		return -1;
	*out = root;
	return 0;
}

const struct tree *
tree_get(const struct tree *t, const char *key)
{
	const struct tree_pair *pair;

	if (t != NULL && t->kind == TREE_MAP)
		VEC_EACH (pair, &t->pairs)
			if (slice_is(pair->key, key))
				return pair->value;
	return NULL;
}

const char *
tree_kind_name(const struct tree *t)
{
	static const char *const names[] = {"nothing", "a text", "a list", "a mapping"};

	return names[t->kind];
}
