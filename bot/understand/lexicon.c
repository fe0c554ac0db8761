/* Compiles the lexicons. The pattern language is described in lexicon.h. */
#include "lexicon.h"

#include "docket/base/utf8.h"

enum { PATTERN_MAX = 2000, GAP_MAX = 8, NEST_MAX = 6, STATES_MAX = 200000, STARTS_MAX = 300,
       SET_MAX = 256 };

static const char *const class_names[LEX_COUNT] = {
#define LEX(e, name) [LEX_##e] = name,
#include "lexicon.def"
#undef LEX
};

/* --- vocabulary --- */

static void
vocab_grow(struct understanding *u)
{
	struct vocab *v = &u->vocab;
	size_t cap = v->cap ? v->cap * 2 : 4096;
	struct vocab_entry *at = pool_array(u->build, cap, sizeof(*at));
	for (size_t i = 0; i < v->cap; i++) {
		if (!v->at[i].word.data)
			continue;
		size_t k = v->at[i].hash & (cap - 1);
		while (at[k].word.data)
			k = (k + 1) & (cap - 1);
		at[k] = v->at[i];
	}
	v->at = at;
	v->cap = cap;
}

const struct vocab_entry *
vocab_find(const struct vocab *v, const char *word, size_t len, uint32_t hash)
{
	for (size_t k = hash & (v->cap - 1); v->at[k].word.data; k = (k + 1) & (v->cap - 1))
		if (v->at[k].hash == hash && v->at[k].word.len == len &&
		    memcmp(v->at[k].word.data, word, len) == 0)
			return &v->at[k];
	return NULL;
}

static struct vocab_entry *
vocab_take(struct understanding *u, const char *word, size_t len)
{
	struct vocab *v = &u->vocab;
	uint32_t hash = word_hash(word, len);
	if (2 * v->used >= v->cap)
		vocab_grow(u);
	size_t k = hash & (v->cap - 1);
	for (; v->at[k].word.data; k = (k + 1) & (v->cap - 1))
		if (v->at[k].hash == hash && v->at[k].word.len == len &&
		    memcmp(v->at[k].word.data, word, len) == 0)
			return &v->at[k];
	v->at[k] = (struct vocab_entry){.word = pool_copy(u->pool, slice_make(word, len)),
					.hash = hash};
	v->used++;
	return &v->at[k];
}

/* --- patterns --- */

struct parse {
	struct understanding *u;
	struct lexicon *lex;
	struct slice file, short_file; /* "en/review.tsv" */
	struct slice text;	       /* of the pattern */
	size_t at, column;
	unsigned line;
	struct err *e;
	bool bol;
};

static int
fault(struct parse *p, const char *what)
{
	return err_set(p->e, ERR_CONFIG, "%.*s:%u:%zu: %s", SLICE_ARG(p->file), p->line,
		       p->column + p->at, what);
}

/* Adds a state; 0 is never a state's number, so that 0 can mean "to be set". */
static uint32_t
state_new(struct parse *p, enum lex_op op, uint32_t a, uint32_t b)
{
	VEC_ADD(&p->lex->states, p->u->build, ((struct lex_state){op, a, b}));
	return (uint32_t)(p->lex->states.len - 1);
}

static bool
word_byte(char c)
{
	return c && !strchr(" ()[]|*#^$._-", c);
}

static int parse_alternatives(struct parse *p, uint32_t next, unsigned depth, uint32_t *out);

/*
 * A word, possibly several glued by elision ("l'affiche"): the tokenizer cuts behind the
 * apostrophe in the same way. Built from the back, as everything here.
 */
static int
parse_word(struct parse *p, size_t start, size_t end, uint32_t next, uint32_t *out)
{
	struct slice w = slice_sub(p->text, start, end);
	bool prefix = w.len && w.data[w.len - 1] == '*', suffix = w.len && w.data[0] == '*';
	w = slice_sub(w, suffix, w.len - prefix);
	char buf[WORD_MAX];
	size_t len = word_fold(w, buf);
	if (!len)
		return fault(p, "an empty word");
	struct vocab_entry *v = vocab_take(p->u, buf, len);
	if ((prefix || suffix) && len < 3)
		return fault(p, "a prefix needs three letters");
	if (prefix) {
		if (!v->prefix_id)
			v->prefix_id = p->u->vocab.next_id++;
		p->u->vocab.prefix_lens |= UINT64_C(1) << len;
		*out = state_new(p, OP_PREFIX, v->prefix_id, next);
	} else if (suffix) {
		if (!v->suffix_id)
			v->suffix_id = p->u->vocab.next_id++;
		p->u->vocab.suffix_lens |= UINT64_C(1) << len;
		*out = state_new(p, OP_PREFIX, v->suffix_id, next);
	} else {
		if (!v->id)
			v->id = p->u->vocab.next_id++;
		*out = state_new(p, OP_WORD, v->id, next);
	}
	return 0;
}

/* The element that ends at `end` of the pattern; patterns are compiled from back to front. */
struct element {
	size_t start, end;
	char kind; /* w word, ( [ group, _ # $ . */
};
enum { ELEMENTS_MAX = 60 };

static int
split_elements(struct parse *p, size_t end, struct element *el, size_t *count)
{
	size_t n = 0;
	while (p->at < end) {
		char c = p->text.data[p->at];
		size_t start = p->at;
		if (c == ' ' || c == '-') {
			p->at++;
			continue;
		}
		if (n == ELEMENTS_MAX)
			return fault(p, "the pattern has too many words");
		if (c == '(' || c == '[') {
			char shut = c == '(' ? ')' : ']';
			unsigned depth = 0;
			for (; p->at < end; p->at++) {
				char d = p->text.data[p->at];
				if (d == '(' || d == '[')
					depth++;
				else if ((d == ')' || d == ']') && --depth == 0)
					break;
			}
			if (p->at >= end || p->text.data[p->at] != shut)
				return fault(p, "a bracket is not closed");
			p->at++;
			el[n++] = (struct element){start, p->at, c};
		} else if (c == '.') {
			if (p->at + 3 > end || p->text.data[p->at + 1] != '.' ||
			    p->text.data[p->at + 2] < '1' ||
			    p->text.data[p->at + 2] > '0' + GAP_MAX)
				return fault(p, "a gap is written ..1 to ..8");
			p->at += 3;
			el[n++] = (struct element){start, p->at, '.'};
		} else if (c == '_' || c == '#' || c == '$') {
			p->at++;
			el[n++] = (struct element){start, p->at, c};
		} else if (word_byte(c) || c == '*') {
			p->at += c == '*';
			bool number = utf8_is_digit((unsigned char)p->text.data[start]);
			while (p->at < end && word_byte(p->text.data[p->at])) {
				/* "2nd" is a number and a word, as in a text */
				if (number && !utf8_is_digit((unsigned char)p->text.data[p->at]))
					break;
				/* elision: "l'" is a word of its own */
				p->at++;
				if (p->text.data[p->at - 1] == '\'' && p->at - start <= 3 &&
				    p->at < end && word_byte(p->text.data[p->at]) &&
				    p->lex->lang == LANG_FR)
					break;
			}
			if (p->at < end && p->text.data[p->at] == '*')
				p->at++;
			el[n++] = (struct element){start, p->at, 'w'};
		} else {
			return fault(p, "this character has no meaning here");
		}
	}
	*count = n;
	return 0;
}

static int
parse_sequence(struct parse *p, size_t end, uint32_t next, unsigned depth, uint32_t *out)
{
	struct element el[ELEMENTS_MAX];
	size_t count = 0;
	if (depth > NEST_MAX)
		return fault(p, "brackets nested too deep");
	if (split_elements(p, end, el, &count) < 0)
		return -1;
	for (size_t i = count; i-- > 0;) {
		switch (el[i].kind) {
		case 'w':
			p->at = el[i].start;
			if (parse_word(p, el[i].start, el[i].end, next, &next) < 0)
				return -1;
			break;
		case '_': next = state_new(p, OP_ANY, 0, next); break;
		case '#': next = state_new(p, OP_NUMBER, 0, next); break;
		case '$': next = state_new(p, OP_END, 0, next); break;
		case '.': {
			uint32_t beyond = next;
			for (char n = p->text.data[el[i].end - 1]; n > '0'; n--)
				next = state_new(p, OP_SPLIT, state_new(p, OP_ANY, 0, next),
						 beyond);
			break;
		}
		default: {
			struct slice whole = p->text;
			size_t column = p->column;
			uint32_t inner = 0;
			p->text = slice_sub(whole, el[i].start + 1, el[i].end - 1);
			p->column += el[i].start + 1;
			p->at = 0;
			if (parse_alternatives(p, next, depth + 1, &inner) < 0)
				return -1;
			p->text = whole;
			p->column = column;
			next = el[i].kind == '[' ? state_new(p, OP_SPLIT, inner, next) : inner;
		}
		}
	}
	p->at = end;
	*out = next;
	return 0;
}

/* A lone word without marks: such alternatives are one state with a set, not a state each. */
static bool
plain_word(const struct parse *p, struct slice s, char *buf, size_t *len)
{
	s = slice_trim(s);
	for (size_t i = 0; i < s.len; i++)
		if (!word_byte(s.data[i]) || (s.data[i] == '\'' && p->lex->lang == LANG_FR) ||
		    (utf8_is_digit((unsigned char)s.data[0]) &&
		     !utf8_is_digit((unsigned char)s.data[i])))
			return false;
	*len = s.len ? word_fold(s, buf) : 0;
	return *len > 0;
}

/* Ids in order, so that a set is searched by halves. */
static uint32_t
set_new(struct parse *p, uint32_t *ids, size_t count, uint32_t next)
{
	uint32_t at = (uint32_t)p->lex->sets.len;
	for (size_t i = 1; i < count; i++)
		for (size_t k = i; k > 0 && ids[k - 1] > ids[k]; k--) {
			uint32_t swap = ids[k];
			ids[k] = ids[k - 1];
			ids[k - 1] = swap;
		}
	VEC_ADD(&p->lex->sets, p->u->build, (uint32_t)count);
	for (size_t i = 0; i < count; i++)
		VEC_ADD(&p->lex->sets, p->u->build, ids[i]);
	return state_new(p, OP_SET, at, next);
}

static int
parse_alternatives(struct parse *p, uint32_t next, unsigned depth, uint32_t *out)
{
	size_t start = 0, words = 0;
	unsigned nested = 0;
	uint32_t all = 0, ids[SET_MAX];
	for (size_t i = 0; i <= p->text.len; i++) {
		char c = i < p->text.len ? p->text.data[i] : '|';
		p->at = i;
		if (i == p->text.len && nested)
			return fault(p, "a bracket is not closed");
		if ((c == ')' || c == ']') && !nested)
			return fault(p, "a bracket closes that was not opened");
		if (c == '(' || c == '[')
			nested++;
		else if ((c == ')' || c == ']') && nested)
			nested--;
		else if (c == '|' && !nested) {
			uint32_t one = 0;
			p->at = start;
			struct slice alone = slice_sub(p->text, start, i);
			char buf[WORD_MAX];
			size_t len;
			if (slice_blank(alone))
				return fault(p, "an empty alternative");
			if (words < SET_MAX && plain_word(p, alone, buf, &len)) {
				struct vocab_entry *v = vocab_take(p->u, buf, len);
				if (!v->id)
					v->id = p->u->vocab.next_id++;
				ids[words++] = v->id;
				start = i + 1;
				continue;
			}
			if (parse_sequence(p, i, next, depth, &one) < 0)
				return -1;
			all = all ? state_new(p, OP_SPLIT, all, one) : one;
			start = i + 1;
		}
	}
	if (words) {
		uint32_t set = words == 1 ? state_new(p, OP_WORD, ids[0], next)
					  : set_new(p, ids, words, next);
		all = all ? state_new(p, OP_SPLIT, all, set) : set;
	}
	*out = all;
	return 0;
}

static void
add_begin(struct parse *p, uint32_t id, uint32_t state, uint32_t pattern)
{
	VEC_ADD(&p->lex->begins, p->u->build, ((struct lex_begin){id, state, pattern}));
}

/* Notes for every word that can come first in the pattern where to go on behind it. */
static int
index_begins(struct parse *p, uint32_t state, uint32_t pattern, unsigned depth)
{
	struct lexicon *lex = p->lex;
	struct lex_state s = lex->states.at[state];
	if (depth > STARTS_MAX)
		return fault(p, "the pattern has too many beginnings");
	switch (s.op) {
	case OP_SPLIT:
		return index_begins(p, s.a, pattern, depth + 1) < 0
			       ? -1
			       : index_begins(p, s.b, pattern, depth + 1);
	case OP_SET:
		for (uint32_t i = 1; i <= lex->sets.at[s.a]; i++)
			add_begin(p, lex->sets.at[s.a + i], s.b, pattern);
		return 0;
	case OP_WORD:
	case OP_PREFIX: add_begin(p, s.a, s.b, pattern); return 0;
	case OP_NUMBER: add_begin(p, VOCAB_NUMBER, s.b, pattern); return 0;
	case OP_ANY:
	case OP_END:
	case OP_ACCEPT: return fault(p, "the pattern has to begin with a word");
	}
	return 0;
}

static int
add_pattern(struct parse *p, enum lex_class class, struct slice arg)
{
	struct slice whole = p->text;
	bool bol = whole.len && whole.data[0] == '^';
	uint32_t accept, start = 0;
	if (whole.len > PATTERN_MAX)
		return fault(p, "the pattern is too long");
	VEC_ADD(&p->lex->patterns, p->u->build,
		((struct lex_pattern){
			.class = class,
			.line = p->line,
			.arg = pool_copy(p->u->pool, arg),
			.file = p->short_file,
			.bol = bol,
		}));
	uint32_t number = (uint32_t)(p->lex->patterns.len - 1);
	accept = state_new(p, OP_ACCEPT, number, 0);
	if (bol) {
		p->text = slice_sub(whole, 1, whole.len);
		p->column++;
	}
	if (parse_alternatives(p, accept, 0, &start) < 0)
		return -1;
	if (p->lex->states.len > STATES_MAX)
		return fault(p, "the lexicon is too large");
	return index_begins(p, start, number, 0);
}

/* Function words and abbreviations are marks on the vocabulary, not patterns. */
static int
add_words(struct parse *p, enum lex_class class)
{
	struct slice rest = p->text, word;
	while (slice_cut(&rest, ' ', &word)) {
		char buf[WORD_MAX];
		size_t len = word_fold(word, buf);
		if (!len)
			continue;
		struct vocab_entry *v = vocab_take(p->u, buf, len);
		if (!v->id)
			v->id = p->u->vocab.next_id++;
		if (class == LEX_STOP)
			v->stop_langs |= 1u << p->lex->lang;
		else
			v->abbrev_langs |= 1u << p->lex->lang;
	}
	return 0;
}

int
lexicon_add(struct understanding *u, int lang, struct slice file, struct slice text, struct err *e)
{
	struct slice line, cell;
	struct parse p = {.u = u, .lex = &u->lex[lang], .file = file, .e = e};
	p.lex->lang = lang;
	ptrdiff_t slash = slice_rindex(file, '/');
	p.short_file =
		pool_slicef(u->pool, "%s%.*s", lang_names[lang],
			    SLICE_ARG(slice_sub(file, slash < 0 ? 0 : (size_t)slash, file.len)));
	if (!u->vocab.cap) {
		vocab_grow(u);
		u->vocab.next_id = VOCAB_FIRST;
	}
	if (!p.lex->states.len)
		state_new(&p, OP_ACCEPT, 0, 0);
	while (slice_line(&text, &line)) {
		size_t class = 0;
		p.line++;
		p.at = 0;
		p.column = 1;
		if (slice_blank(line) || line.data[0] == '#')
			continue;
		p.text = line;
		slice_cut(&line, '\t', &cell);
		while (class < LEX_COUNT && !slice_is(cell, class_names[class]))
			class ++;
		if (class == LEX_COUNT)
			return fault(&p, "unknown class");
		p.column += cell.len + 1;
		if (!slice_cut(&line, '\t', &cell) || slice_blank(cell))
			return fault(&p, "a pattern is missing");
		p.text = slice_trim(cell);
		if (class == LEX_STOP || class == LEX_ABBREV) {
			if (add_words(&p, (enum lex_class) class) < 0)
				return -1;
		} else if (add_pattern(&p, (enum lex_class) class, slice_trim(line)) < 0) {
			return -1;
		}
	}
	return 0;
}

struct slice
lexicon_rule(const struct lexicon *lex, uint32_t pattern, struct pool *pool)
{
	const struct lex_pattern *p = &lex->patterns.at[pattern];
	return pool_slicef(pool, "%s (%.*s:%u)", class_names[p->class], SLICE_ARG(p->file),
			   p->line);
}
