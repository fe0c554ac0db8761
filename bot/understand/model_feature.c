/*
 * The features of a clause. The trainer (tests/train/acts.c) calls the same function, so what was
 * learnt and what is looked for cannot part.
 */
#include "model.h"

/* A word as the features know it. */
struct unit {
	char text[WORD_MAX];
	size_t len;
	size_t tok;
	bool comma; /* a mark stands before it */
};

/* Classes that say what kind of word it is, in whichever language: at most 32. */
static const enum lex_class kinds[] = {
	LEX_APPROVE, LEX_REJECT,   LEX_NEGATION, LEX_CONDITION, LEX_WOULD,   LEX_OTHERS,
	LEX_DEFER,   LEX_CONTRAST, LEX_RETRACT,	 LEX_AGAIN,	LEX_FINE,    LEX_FUTURE,
	LEX_PAST,    LEX_REPORT,   LEX_PARTY,	 LEX_LOGISTICS, LEX_SARCASM, LEX_OTHER_OBJECT,
	LEX_CHANGE,  LEX_NEED,	   LEX_TARGET,	 LEX_PRAISE,	LEX_VAGUE,   LEX_NEW_WORK,
	LEX_KEEP,    LEX_PLEASE,   LEX_ASKS,	 LEX_NOT_AGAIN, LEX_PRODUCT, LEX_CLOSING,
};

static void
set_unit(struct unit *u, const char *text)
{
	u->len = strlen(text);
	memcpy(u->text, text, u->len);
}

static void
unit_of(const struct doc *d, size_t from, size_t t, struct unit *u)
{
	const struct token *k = &d->tok[t];
	u->tok = t;
	u->comma = t > from && k->gap & (GAP_COMMA | GAP_SEMI | GAP_DASH | GAP_COLON | GAP_STOP |
					 GAP_OPEN | GAP_CLOSE);
	if (k->kind == TOK_NUMBER) {
		set_unit(u, "#");
	} else if (k->kind == TOK_URL || k->kind == TOK_ADDR) {
		set_unit(u, k->kind == TOK_URL ? "@url" : "@addr");
	} else {
		u->len = word_fold(doc_word(d, t), u->text);
		if (u->len >= 2 && u->len <= 3 && u->text[0] == 'v' && u->text[1] >= '0' &&
		    u->text[1] <= '9')
			set_unit(u, "v#");
		if (u->len > 3 && u->text[u->len - 2] == '\'' && u->text[u->len - 1] == 't') {
			u->text[u->len - 2] = 't'; /* "dont" is written as often */
			u->len--;
		}
	}
	if (!u->len)
		set_unit(u, "@");
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

struct out {
	feature_fn *fn;
	void *arg;
};

static void
emit(const struct out *o, char kind, const struct unit *a, const struct unit *b, size_t tok,
     size_t tok_end)
{
	char buf[FEATURE_MAX];
	size_t n = 0;
	buf[n++] = kind;
	buf[n++] = ':';
	memcpy(buf + n, a->text, a->len);
	n += a->len;
	if (b) {
		buf[n++] = ' ';
		memcpy(buf + n, b->text, b->len);
		n += b->len;
	}
	o->fn(o->arg, slice_make(buf, n), tok, tok_end);
}

/* Letters of a longer word, four at a time, its ends marked: typos and endings leave most as they
 * are. */
static void
emit_letters(const struct out *o, const struct unit *u)
{
	enum { LETTERS = 4, SHORTEST = 4 };
	char word[WORD_MAX + 2];
	if (u->len < SHORTEST || u->text[0] == '@')
		return;
	word[0] = '_';
	memcpy(word + 1, u->text, u->len);
	word[u->len + 1] = '_';
	for (size_t i = 0; i + LETTERS <= u->len + 2; i++) {
		struct unit part = {.len = LETTERS};
		memcpy(part.text, word + i, LETTERS);
		emit(o, 'c', &part, NULL, u->tok, u->tok + 1);
	}
}

/*
 * The kinds of what begins at t, and each pair with a kind that stands before it: "not ...
 * approved", "if ... fine", "change ..., then print". Returns the kinds seen so far.
 */
static uint32_t
emit_kinds(const struct doc *d, size_t t, size_t to, uint32_t seen, const struct out *o)
{
	uint32_t now = 0;
	for (size_t k = 0; k < COUNT(kinds); k++) {
		const struct match *m = doc_at(d, kinds[k], t);
		struct unit kind = {.text = {(char)('A' + k)}, .len = 1};
		if (!m || m->tok_end > to)
			continue;
		struct slice arg = match_arg(d, m);
		emit(o, 'k', &kind, NULL, t, m->tok_end);
		if (arg.len && arg.len < 12) {
			memcpy(kind.text + 1, arg.data, arg.len);
			kind.len += arg.len;
			emit(o, 'k', &kind, NULL, t, m->tok_end);
			kind.len = 1;
		}
		now |= 1u << k;
		for (size_t p = 0; p < COUNT(kinds); p++) {
			struct unit before = {.text = {(char)('A' + p)}, .len = 1};
			if (seen >> p & 1)
				emit(o, 'p', &before, &kind, t, m->tok_end);
		}
	}
	return seen | now;
}

static void
emit_shape(const struct doc *d, size_t from, size_t to, const struct out *o)
{
	static const struct {
		size_t upto;
		const char *name;
	} lengths[] = {{1, "1"}, {2, "2"}, {3, "3"}, {6, "6"}, {12, "12"}, {SIZE_MAX, "more"}};
	const struct sentence *s = &d->sent[d->tok[to - 1].sent];
	struct unit u = {.len = 0};
	size_t k = 0;
	bool quoted = false;
	while (to - from > lengths[k].upto)
		k++;
	set_unit(&u, lengths[k].name);
	emit(o, 'l', &u, NULL, from, from);
	for (size_t t = from; t < to; t++)
		quoted = quoted || d->tok[t].flags & TOK_QUOTED;
	if (quoted) {
		set_unit(&u, "quotes");
		emit(o, 'q', &u, NULL, from, from);
	}
	if (s->close != '?' && s->close != '!')
		return;
	set_unit(&u, s->close == '?' ? "?" : "!");
	emit(o, 'q', &u, NULL, to, to);
}

void
model_features(const struct doc *d, size_t from, size_t to, feature_fn *fn, void *arg)
{
	enum { NOT_REACHES = 5 };
	const struct out o = {fn, arg};
	struct unit u[3] = {{.len = 0}}, end = {.len = 0}, comma = {.len = 0}, name = {.len = 0};
	uint32_t seen = 0;  /* kinds */
	size_t negated = 0; /* words that the last "not" still reaches */
	if (from >= to)
		return;
	set_unit(&comma, ",");
	set_unit(&name, "@name");
	set_unit(&end, "$");
	set_unit(&u[0], "^");
	set_unit(&u[1], "");
	for (size_t t = from; t < to; t++) {
		struct unit now = {.len = 0}, shown;
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
