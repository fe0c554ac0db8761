/*
 * The text side of HTML: a sink for libxml2's push parser that keeps words, lines and marks.
 * What reaches the parser is cut down before (html_feed.c); no tree is built.
 */
#include "html.h"

#include <libxml/HTMLparser.h>

#include "html_feed.h"
#include "style.h"
#include "work.h"

enum { STACK_MAX = 4096, TEXT_MAX = 4 * 1024 * 1024 };

/* What an element does to the text around and in it. */
enum effect {
	FX_BLOCK = 1, /* begins and ends a line */
	FX_PARA = 2,  /* an empty line around it */
	FX_HIDE = 4,  /* nothing in it is shown */
	FX_PRE = 8,   /* white space counts */
	FX_CELL = 16, /* a blank between it and the next */
	FX_VOID = 32, /* has no content */
};

static const struct element {
	const char *name;
	unsigned effect;
} elements[] = {
	{"p", FX_BLOCK | FX_PARA},
	{"div", FX_BLOCK},
	{"br", FX_VOID},
	{"tr", FX_BLOCK},
	{"td", FX_CELL},
	{"th", FX_CELL},
	{"table", FX_BLOCK},
	{"ul", FX_BLOCK | FX_PARA},
	{"ol", FX_BLOCK | FX_PARA},
	{"li", FX_BLOCK},
	{"blockquote", FX_BLOCK | FX_PARA},
	{"pre", FX_BLOCK | FX_PARA | FX_PRE},
	{"h1", FX_BLOCK | FX_PARA},
	{"h2", FX_BLOCK | FX_PARA},
	{"h3", FX_BLOCK | FX_PARA},
	{"h4", FX_BLOCK | FX_PARA},
	{"h5", FX_BLOCK | FX_PARA},
	{"h6", FX_BLOCK | FX_PARA},
	{"hr", FX_BLOCK | FX_VOID},
	{"head", FX_HIDE},
	{"title", FX_HIDE},
	{"style", FX_HIDE},
	{"script", FX_HIDE},
	{"template", FX_HIDE},
	{"noscript", FX_BLOCK},
	{"section", FX_BLOCK},
	{"article", FX_BLOCK},
	{"header", FX_BLOCK},
	{"footer", FX_BLOCK},
	{"center", FX_BLOCK},
	{"address", FX_BLOCK},
	{"dl", FX_BLOCK},
	{"dt", FX_BLOCK},
	{"dd", FX_BLOCK},
	{"form", FX_BLOCK},
	{"fieldset", FX_BLOCK},
	{"select", FX_HIDE},
	{"textarea", FX_HIDE},
	{"object", FX_HIDE},
	{"body", FX_BLOCK},
	{"caption", FX_BLOCK},
};

/* What a class or id says, as mail programs write them. `rest`: the mark runs to the end. */
static const struct hint {
	const char *name;
	enum span_kind kind;
	bool rest, prefix, wrapper;
} hints[] = {
	{"gmail_quote", SPAN_QUOTE, false, false, true},
	{"gmail_quote_container", SPAN_QUOTE, false, false, true},
	{"protonmail_quote", SPAN_QUOTE, false, false, true},
	{"tutanota_quote", SPAN_QUOTE, false, false, false},
	{"zmail_extra", SPAN_QUOTE, false, false, false},
	{"yahoo_quoted", SPAN_QUOTE, false, true, false},
	{"moz-email-headers-table", SPAN_QUOTE, false, false, false},
	{"moz-cite-prefix", SPAN_ATTRIBUTION, false, false, false},
	{"gmail_attr", SPAN_ATTRIBUTION, false, false, false},
	{"reply-intro", SPAN_ATTRIBUTION, false, false, false},
	{"appendonsend", SPAN_QUOTE, true, false, false},
	{"divRplyFwdMsg", SPAN_QUOTE, true, false, false},
	{"divTaggedContent", SPAN_QUOTE, true, false, false},
	{"mail-editor-reference-message-container", SPAN_QUOTE, false, false, false},
	{"ms-outlook-mobile-reference-message", SPAN_QUOTE, false, false, false},
	{"missive_quote", SPAN_QUOTE, false, false, true},
	{"spark_quote", SPAN_QUOTE, false, false, false},
	{"OLK_SRC_BODY_SECTION", SPAN_QUOTE, false, false, false},
	{"stopSpelling", SPAN_QUOTE, true, false, false},
	{"replySplit", SPAN_QUOTE, true, false, false},
	{"isReplyContent", SPAN_QUOTE, false, false, false},
	{"hmmessage_quote", SPAN_QUOTE, false, false, false},
	{"front-blockquote", SPAN_QUOTE, false, false, false},
	{"gmail_signature", SPAN_SIGNATURE, false, true, false},
	{"moz-signature", SPAN_SIGNATURE, false, false, false},
	{"Signature", SPAN_SIGNATURE, false, false, false},
	{"signature", SPAN_SIGNATURE, false, false, false},
	{"ms-outlook-mobile-signature", SPAN_SIGNATURE, false, false, false},
	{"protonmail_signature_block", SPAN_SIGNATURE, false, true, false},
	{"AppleMailSignature", SPAN_SIGNATURE, false, false, false},
	{"yahoo_signature", SPAN_SIGNATURE, false, true, false},
	{"composer_signature", SPAN_SIGNATURE, false, false, false},
	{"front-signature", SPAN_SIGNATURE, false, false, false},
	{"missive_signature", SPAN_SIGNATURE, false, false, false},
	{"mobile-signature", SPAN_SIGNATURE, false, true, false},
	{"tutanota_signature", SPAN_SIGNATURE, false, false, false},
};

struct open_element {
	const struct element *el;
	const struct hint *hint;
	size_t start;	 /* of the text in it */
	size_t first_bq; /* text offset of its first blockquote, SIZE_MAX if none */
	bool hidden, pre, quote;
	bool tiny, pale, backed; /* letters of no size; white ones; on a ground that is not */
};

struct sink {
	struct pool *pool;
	struct str text;
	mark_list *marks;
	struct open_element stack[STACK_MAX];
	size_t depth, beyond;	    /* beyond: elements deeper than the stack */
	size_t inside;		    /* open elements that mark what is in them */
	bool rest;		    /* all from here on is marked already */
	unsigned hidden, pre;	    /* how many open elements hide, or keep blanks */
	bool all;		    /* letters that nobody sees, too */
	unsigned newlines;	    /* wanted before the next word: 0, 1 or 2 */
	bool space, fresh, started; /* fresh: at the start of a line */
};

static const struct element *
element_find(const char *name)
{
	for (size_t i = 0; i < COUNT(elements); i++)
		if (strcmp(elements[i].name, name) == 0)
			return &elements[i];
	return NULL;
}

static const struct hint *
hint_find(struct slice word)
{
	if (slice_starts(word, "x_")) /* Outlook renames what it quotes */
		word = slice_sub(word, 2, word.len);
	for (size_t i = 0; i < COUNT(hints); i++) {
		ptrdiff_t at = hints[i].prefix ? slice_find(word, slice_of(hints[i].name)) : -1;
		if (at >= 0 || slice_is(word, hints[i].name))
			return &hints[i];
	}
	return NULL;
}

static void
want_lines(struct sink *k, unsigned n)
{
	if (k->newlines < n)
		k->newlines = n;
	k->space = false;
}

static void
line_break(struct sink *k)
{
	if (k->hidden)
		return;
	if (k->newlines < 3)
		k->newlines++;
	k->space = false;
}

/* Puts what was put off: line ends, or one blank. */
static void
settle(struct sink *k)
{
	if (k->newlines > 0 && k->started)
		for (unsigned i = 0; i < k->newlines; i++)
			str_addc(&k->text, '\n');
	else if (k->space && k->started && k->newlines == 0)
		str_addc(&k->text, ' ');
	k->newlines = 0;
	k->space = false;
	k->started = true;
}

static bool
is_blank(const char *p, size_t left, size_t *len)
{
	if (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r' || *p == '\f') {
		*len = 1;
		return true;
	}
	if (left >= 2 && p[0] == '\xc2' && p[1] == '\xa0') { /* no-break space */
		*len = 2;
		return true;
	}
	if (left >= 3 && p[0] == '\xe2' && p[1] == '\x80' &&
	    (p[2] == '\x8b' || p[2] == '\x8c' || p[2] == '\x8d')) { /* zero width */
		*len = 3;
		return true;
	}
	return false;
}

static void
add_pre(struct sink *k, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '\r')
			continue;
		if (p[i] == '\n') {
			k->newlines = k->newlines < 2 ? k->newlines + 1 : 2;
			k->space = false;
			continue;
		}
		if (k->newlines > 0 || k->space)
			settle(k);
		k->started = true;
		str_addc(&k->text, p[i]);
	}
}

/* Text that takes no room or has the colour of what is behind it: nobody reads it. */
static bool
unseen(const struct sink *k)
{
	const struct open_element *o = k->depth > 0 ? &k->stack[k->depth - 1] : NULL;

	return o != NULL && !k->all && (o->tiny || (o->pale && !o->backed));
}

static void
on_text(void *arg, const xmlChar *text, int len)
{
	struct sink *k = arg;
	const char *p = (const char *)text;
	size_t n = len > 0 ? (size_t)len : 0, blank;

	message_work += n;
	if (k->hidden || unseen(k))
		return;
	if (k->pre) {
		add_pre(k, p, n);
		return;
	}
	for (size_t i = 0; i < n;) {
		if (is_blank(p + i, n - i, &blank)) {
			if (blank != 3)
				k->space = true;
			i += blank;
			continue;
		}
		size_t from = i;
		while (i < n && !is_blank(p + i, n - i, &blank))
			i++;
		if (k->space || k->newlines > 0 || !k->started)
			settle(k);
		str_add(&k->text, slice_make(p + from, i - from));
	}
}

/* Outlook draws a line above the header block of the mail it quotes. */
static bool
style_rules_off(struct slice style)
{
	return slice_ihas(style, "border-top:solid #e1e1e1") ||
	       slice_ihas(style, "border-top:solid #b5c4df") ||
	       slice_ihas(style, "border-top: 1pt solid rgb(225, 225, 225)") ||
	       slice_ihas(style, "border-top:1pt solid #b5c4df") ||
	       slice_ihas(style, "border-top-color: rgb(225, 225, 225)") ||
	       slice_ihas(style, "border-top:solid #b5c4df 1.0pt");
}

static const struct hint outlook_rule = {"", SPAN_QUOTE, true, false, false};
static const struct hint blockquote = {"", SPAN_QUOTE, false, false, false};

static void
read_attributes(const char *name, const xmlChar **atts, struct open_element *o)
{
	bool bq = strcmp(name, "blockquote") == 0, indent = false;
	struct style_look look = {
		.hidden = o->hidden, .tiny = o->tiny, .pale = o->pale, .backed = o->backed};

	for (; atts && atts[0]; atts += 2, message_work++) {
		const char *key = (const char *)atts[0];
		struct slice v = slice_of((const char *)atts[1]);
		struct slice word;
		if (strcmp(key, "style") == 0) {
			style_read(v, &look);
			if (style_rules_off(v) && !o->hint)
				o->hint = &outlook_rule;
			indent |= slice_ihas(v, "border:none") && slice_ihas(v, "40px");
		} else if (strcmp(key, "hidden") == 0) {
			o->hidden = true;
		} else if (strcmp(key, "bgcolor") == 0) {
			style_ground(v, &look);
		} else if (strcmp(key, "color") == 0 || strcmp(key, "text") == 0) {
			style_colour(v, &look);
		} else if (strcmp(key, "class") == 0 || strcmp(key, "id") == 0) {
			while (!o->hint && slice_cut(&v, ' ', &word))
				o->hint = hint_find(word);
		}
	}
	o->hidden = look.hidden || o->hidden;
	o->tiny = look.tiny;
	o->pale = look.pale;
	o->backed = look.backed;
	o->quote = bq && !indent;
	if (o->quote && !o->hint)
		o->hint = &blockquote;
}

static void
add_mark(struct sink *k, size_t start, size_t end, enum span_kind kind)
{
	if (end > start && k->marks->len < 10000)
		VEC_ADD(k->marks, k->pool, ((struct span){start, end, kind}));
}

static void
on_start(void *arg, const xmlChar *xname, const xmlChar **atts)
{
	struct sink *k = arg;
	const char *name = (const char *)xname;
	const struct element *el = element_find(name);
	unsigned fx = el ? el->effect : 0;
	struct open_element o = {.el = el, .first_bq = SIZE_MAX};

	if (strcmp(name, "br") == 0)
		line_break(k);
	message_work++;
	if (k->depth > 0) { /* inherited */
		o.tiny = k->stack[k->depth - 1].tiny;
		o.pale = k->stack[k->depth - 1].pale;
		o.backed = k->stack[k->depth - 1].backed;
	}
	read_attributes(name, atts, &o);
	o.start = k->text.len;
	o.hidden |= (fx & FX_HIDE) != 0;
	o.pre = (fx & FX_PRE) != 0;
	if (fx & FX_BLOCK && !k->hidden)
		want_lines(k, fx & FX_PARA ? 2 : 1);
	/* those further out have theirs already */
	for (size_t i = k->depth; o.quote && i > 0 && k->stack[i - 1].first_bq == SIZE_MAX;
	     i--, message_work++)
		k->stack[i - 1].first_bq = k->text.len;
	if (k->depth >= STACK_MAX) {
		k->beyond++;
		return;
	}
	k->hidden += o.hidden;
	k->pre += o.pre;
	k->inside += o.hint && !o.hint->rest && !o.hint->wrapper;
	k->stack[k->depth++] = o;
}

static void
close_mark(struct sink *k, const struct open_element *o)
{
	size_t end = k->text.len;

	if (!o->hint)
		return;
	k->inside -= !o->hint->rest && !o->hint->wrapper;
	if (o->hidden || (k->inside > 0 && !o->hint->wrapper && o->hint->kind == SPAN_QUOTE))
		return; /* what holds it is marked */
	if (o->hint->rest && !k->rest) {
		k->rest = true;
		add_mark(k, o->start, SIZE_MAX, o->hint->kind);
	} else if (o->hint->rest)
		return;
	else if (o->hint->wrapper && o->first_bq != SIZE_MAX && !o->quote)
		add_mark(k, o->start, o->first_bq, SPAN_ATTRIBUTION);
	else
		add_mark(k, o->start, end, o->hint->kind);
}

static void
on_end(void *arg, const xmlChar *xname)
{
	struct sink *k = arg;

	(void)xname; /* the parser closes in order */
	if (k->beyond > 0) {
		k->beyond--;
		return;
	}
	if (k->depth == 0)
		return;
	struct open_element o = k->stack[--k->depth];
	unsigned fx = o.el ? o.el->effect : 0;
	k->hidden -= o.hidden;
	k->pre -= o.pre;
	close_mark(k, &o);
	if (fx & FX_BLOCK && !k->hidden)
		want_lines(k, fx & FX_PARA ? 2 : 1);
	if (fx & FX_CELL)
		k->space = true;
}

static void
parser_piece(void *arg, struct slice piece)
{
	htmlParseChunk(arg, piece.data, (int)piece.len, 0);
}

static void
render(struct pool *pool, struct slice html, size_t max, bool all, struct html_text *out)
{
	struct sink *k = pool_alloc(pool, sizeof(*k));
	htmlSAXHandler sax = {0};

	*out = (struct html_text){.cut = html.len > max};
	k->pool = pool;
	k->all = all;
	k->marks = &out->marks;
	str_init(&k->text, TEXT_MAX);
	sax.startElement = on_start;
	sax.endElement = on_end;
	sax.characters = on_text;
	sax.ignorableWhitespace = on_text;
	sax.cdataBlock = on_text;
	htmlParserCtxtPtr parser =
		htmlCreatePushParserCtxt(&sax, k, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	if (parser) {
		htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
						   HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
						   HTML_PARSE_IGNORE_ENC);
		html_feed(html_calm(pool, slice_sub(html, 0, max)), parser_piece, parser);
		htmlParseChunk(parser, NULL, 0, 1);
		if (parser->myDoc)
			xmlFreeDoc(parser->myDoc);
		htmlFreeParserCtxt(parser);
	}
	while (k->depth > 0)
		on_end(k, NULL);
	out->text = pool_copy(pool, str_slice(&k->text));
	for (size_t i = 0; i < out->marks.len; i++)
		if (out->marks.at[i].end > out->text.len)
			out->marks.at[i].end = out->text.len;
	str_clear(&k->text);
}

void
html_render(struct pool *pool, struct slice html, size_t max, struct html_text *out)
{
	render(pool, html, max, false, out);
	if (out->text.len ==
	    0) /* a dark screen's white letters, most likely: better than nothing */
		render(pool, html, max, true, out);
}

bool
html_refers(struct slice html, struct slice cid)
{
	if (cid.len == 0 || html.len == 0)
		return false;
	const char *p = html.data, *end = html.data + html.len;
	while ((p = memmem(p, (size_t)(end - p), cid.data, cid.len)) != NULL) {
		if (p - html.data >= 4 && strncasecmp(p - 4, "cid:", 4) == 0)
			return true;
		p += cid.len;
	}
	return false;
}
