/*
 * The features of a clause. The trainer (tests/train/acts.c) calls the same function, so what was
 * learnt and what is looked for cannot part.
 */
#include "model.h"

/* A word as the features know it. */
struct unit {
	struct slice text;
	uint32_t hash; /* word_hash of it */
	size_t tok;
	bool comma; /* a mark stands before it */
};

/* Classes that say what kind of word it is, in whichever language: the letters that features know
 * them by, at most 32. */
enum { KIND_FIRST = 'A', KIND_LAST = '^', KIND_COUNT = KIND_LAST - KIND_FIRST + 1 };
static const char kind_of[LEX_COUNT] = {
	[LEX_APPROVE] = 'A', [LEX_REJECT] = 'B',       [LEX_NEGATION] = 'C', [LEX_CONDITION] = 'D',
	[LEX_WOULD] = 'E',   [LEX_OTHERS] = 'F',       [LEX_DEFER] = 'G',    [LEX_CONTRAST] = 'H',
	[LEX_RETRACT] = 'I', [LEX_AGAIN] = 'J',	       [LEX_FINE] = 'K',     [LEX_FUTURE] = 'L',
	[LEX_PAST] = 'M',    [LEX_REPORT] = 'N',       [LEX_PARTY] = 'O',    [LEX_LOGISTICS] = 'P',
	[LEX_SARCASM] = 'Q', [LEX_OTHER_OBJECT] = 'R', [LEX_CHANGE] = 'S',   [LEX_NEED] = 'T',
	[LEX_TARGET] = 'U',  [LEX_PRAISE] = 'V',       [LEX_VAGUE] = 'W',    [LEX_NEW_WORK] = 'X',
	[LEX_KEEP] = 'Y',    [LEX_PLEASE] = 'Z',       [LEX_ASKS] = '[',     [LEX_NOT_AGAIN] = '\\',
	[LEX_PRODUCT] = ']', [LEX_CLOSING] = '^',
};

static void
set_unit(struct unit *u, struct slice text)
{
	u->text = text;
	u->hash = word_hash(text.data, text.len);
}

/* "dont" is written as often as "don't". */
static struct slice
without_apostrophe(struct pool *pool, struct slice word)
{
	struct slice head = slice_sub(word, 0, word.len - 2);
	return pool_slicef(pool, "%.*st", SLICE_ARG(head));
}

static void
unit_of(const struct doc *d, size_t from, size_t t, struct unit *u)
{
	const struct token *k = &d->tok[t];
	struct slice w = doc_folded(d, t);
	u->tok = t;
	u->comma = t > from && k->gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON | GAP_STOP |
					 GAP_OPEN | GAP_CLOSE);
	if (k->kind == TOK_NUMBER) {
		set_unit(u, SLICE_LIT("#"));
	} else if (k->kind == TOK_URL || k->kind == TOK_ADDR) {
		set_unit(u, k->kind == TOK_URL ? SLICE_LIT("@url") : SLICE_LIT("@addr"));
	} else if (!w.len) {
		set_unit(u, SLICE_LIT("@"));
	} else if (w.len >= 2 && w.len <= 3 && w.data[0] == 'v' && w.data[1] >= '0' &&
		   w.data[1] <= '9') {
		set_unit(u, SLICE_LIT("v#"));
	} else if (w.len > 3 && slice_ends(w, "'t")) {
		set_unit(u, without_apostrophe(d->pool, w));
	} else {
		u->text = w;
		u->hash = k->hash;
	}
}

/* A capital inside a sentence names somebody or something; German writes every noun so. */
static bool
names(const struct doc *d, size_t from, size_t t)
{
	const struct token *k = &d->tok[t];
	return t > from && d->lang != LANG_DE && k->kind == TOK_WORD && k->flags & TOK_UPPER &&
	       !(k->flags & TOK_CAPS) && k->end - k->start > 1 && !(k->gap & GAP_STOP) &&
	       doc_word(d, t).data[1] != '\'';
}

/* --- features --- */

uint32_t
feature_hash(char kind, uint32_t a, uint32_t b, bool pair)
{
	const uint32_t odd = 0x9e3779b1u; /* 2^32 by the golden ratio: spreads neighbours */
	uint32_t h = (a ^ (unsigned char)kind) * odd;
	if (pair)
		h = ((h ^ h >> 15) + b) * odd;
	return h ^ h >> 15;
}

size_t
feature_name(const struct feature *f, char out[FEATURE_MAX])
{
	int n = snprintf(out, FEATURE_MAX, "%c:%.*s%s%.*s", f->kind, SLICE_ARG(f->a),
			 f->b.len ? " " : "", SLICE_ARG(f->b));
	return (size_t)n;
}

struct feature
feature_of(char kind, struct slice text)
{
	struct slice a = SLICE_NONE, b = text;
	(void)slice_cut(&b, ' ', &a);
	uint32_t hash =
		feature_hash(kind, word_hash(a.data, a.len), word_hash(b.data, b.len), b.len > 0);
	return (struct feature){.kind = kind, .a = a, .b = b, .hash = hash};
}

void
feature_give(const struct feature_out *o, char kind, const char *name, const char *with)
{
	char text[FEATURE_MAX];
	size_t n = strlen(name);
	memcpy(text, name, n);
	if (with) {
		text[n++] = ' ';
		memcpy(text + n, with, strlen(with));
		n += strlen(with);
	}
	struct feature f = feature_of(kind, slice_make(text, n));
	o->fn(o->arg, &f);
}

static void
emit(const struct feature_out *o, char kind, const struct unit *a, const struct unit *b, size_t tok,
     size_t tok_end)
{
	struct feature f = {.kind = kind, .a = a->text, .tok = tok, .tok_end = tok_end};
	if (b)
		f.b = b->text;
	f.hash = feature_hash(kind, a->hash, b ? b->hash : 0, b != NULL);
	o->fn(o->arg, &f);
}

/* Letters of a longer word, four at a time, its ends marked: typos and endings leave most as they
 * are. */
static void
emit_letters(const struct feature_out *o, const struct unit *u)
{
	enum { LETTERS = 4, SHORTEST = 4 };
	char word[WORD_MAX + 2];
	struct slice text = u->text;
	if (text.len < SHORTEST || text.data[0] == '@')
		return;
	word[0] = '_';
	memcpy(word + 1, text.data, text.len);
	word[text.len + 1] = '_';
	for (size_t i = 0; i + LETTERS <= text.len + 2; i++) {
		struct unit part;
		set_unit(&part, slice_make(word + i, LETTERS));
		emit(o, 'c', &part, NULL, u->tok, u->tok + 1);
	}
}

static void
emit_text(const struct feature_out *o, char kind, struct slice text, size_t tok, size_t tok_end)
{
	struct feature f = feature_of(kind, text);
	f.tok = tok;
	f.tok_end = tok_end;
	o->fn(o->arg, &f);
}

/*
 * The kinds of what begins at t, and each pair with a kind that stands before it: "not ...
 * approved", "if ... fine", "change ..., then print". Returns the kinds seen so far.
 */
static uint32_t
emit_kinds(const struct doc *d, size_t t, size_t to, uint32_t seen, const struct feature_out *o)
{
	const struct match *of[KIND_COUNT] = {NULL}, *m, *end = doc_matches(d, t, &m);
	uint32_t now = 0;
	if (m == end)
		return seen;
	for (; m < end; m++) {
		char k = kind_of[m->class];
		if (k && (!of[k - KIND_FIRST] || m->tok_end > of[k - KIND_FIRST]->tok_end))
			of[k - KIND_FIRST] = m;
	}
	for (int k = 0; k < KIND_COUNT; k++) {
		char text[12] = {(char)(KIND_FIRST + k)};
		if (!of[k] || of[k]->tok_end > to)
			continue;
		struct slice arg = match_arg(d, of[k]);
		emit_text(o, 'k', slice_make(text, 1), t, of[k]->tok_end);
		if (arg.len && arg.len < sizeof(text)) {
			memcpy(text + 1, arg.data, arg.len);
			emit_text(o, 'k', slice_make(text, 1 + arg.len), t, of[k]->tok_end);
		}
		now |= 1u << k;
		for (int p = 0; p < KIND_COUNT; p++) {
			const char pair[] = {(char)(KIND_FIRST + p), ' ', text[0]};
			if (seen >> p & 1)
				emit_text(o, 'p', slice_make(pair, sizeof(pair)), t,
					  of[k]->tok_end);
		}
	}
	return seen | now;
}

static void
emit_shape(const struct doc *d, size_t from, size_t to, const struct feature_out *o)
{
	static const struct {
		size_t upto;
		const char *name;
	} lengths[] = {{1, "1"}, {2, "2"}, {3, "3"}, {6, "6"}, {12, "12"}, {SIZE_MAX, "more"}};
	const struct sentence *s = &d->sent[d->tok[to - 1].sent];
	size_t k = 0;
	bool quoted = false;
	while (to - from > lengths[k].upto)
		k++;
	emit_text(o, 'l', slice_of(lengths[k].name), from, from);
	for (size_t t = from; t < to; t++)
		quoted = quoted || d->tok[t].flags & TOK_QUOTED;
	if (quoted)
		emit_text(o, 'q', SLICE_LIT("quotes"), from, from);
	if (s->close == '?' || s->close == '!')
		emit_text(o, 'q', slice_make(&s->close, 1), to, to);
}

void
model_features(const struct doc *d, size_t from, size_t to, feature_fn *fn, void *arg)
{
	enum { NOT_REACHES = 5 };
	const struct feature_out o = {fn, arg};
	struct unit u[3] = {{.tok = 0}}, end = {.tok = 0}, comma = {.tok = 0}, name = {.tok = 0};
	uint32_t seen = 0;  /* kinds */
	size_t negated = 0; /* words that the last "not" still reaches */
	if (from >= to)
		return;
	set_unit(&comma, SLICE_LIT(","));
	set_unit(&name, SLICE_LIT("@name"));
	set_unit(&end, SLICE_LIT("$"));
	set_unit(&u[0], SLICE_LIT("^"));
	for (size_t t = from; t < to; t++) {
		struct unit now, shown;
		unit_of(d, from, t, &now);
		shown = now;
		if (names(d, from, t)) {
			shown = name;
			shown.tok = t;
			shown.comma = now.comma;
			emit(&o, 'w', &shown, NULL, t, t + 1);
		}
		emit(&o, 'w', &now, NULL, t, t + 1);
		emit_letters(&o, &now);
		emit(&o, 'b', &u[0], &shown, t ? t - 1 : 0, t + 1);
		if (now.comma)
			emit(&o, 'b', &comma, &shown, t, t + 1);
		if (t > from)
			emit(&o, 's', &u[1], &shown, t - 1, t + 1);
		if (t > from + 1)
			emit(&o, 's', &u[2], &shown, t - 2, t + 1);
		if (negated && now.comma)
			negated = 0;
		if (negated) {
			emit(&o, '!', &now, NULL, t, t + 1);
			negated--;
		}
		if (doc_at(d, LEX_NEGATION, t))
			negated = NOT_REACHES;
		seen = emit_kinds(d, t, to, seen, &o);
		u[2] = u[1];
		u[1] = u[0];
		u[0] = shown;
	}
	emit(&o, 'b', &u[0], &end, to - 1, to);
	emit_shape(d, from, to, &o);
}

void
model_words(const struct doc *d, size_t from, size_t to, char word, char pair,
	    const struct feature_out *o)
{
	struct unit before, end;
	set_unit(&before, SLICE_LIT("^"));
	set_unit(&end, SLICE_LIT("$"));
	for (size_t t = from; t < to; t++) {
		struct unit now;
		unit_of(d, from, t, &now);
		emit(o, word, &now, NULL, t, t + 1);
		emit(o, pair, &before, &now, t ? t - 1 : 0, t + 1);
		before = now;
	}
	if (from < to)
		emit(o, pair, &before, &end, to - 1, to);
}
