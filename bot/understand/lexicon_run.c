/* Runs a compiled lexicon over a text, each token once, and answers questions about what it found.
 */
#include "lexicon.h"

#include "work.h"

/*
 * Kept between runs, so that a short text costs no half megabyte of zeros: a mark counts only with
 * the stamp of its own run and token.
 */
struct lex_work {
	uint32_t *mark; /* per state: stamp of the token at which it was last added */
	struct live {
		uint32_t state, start; /* the state behind the token that it takes */
	} * cur, *next;
	struct {
		uint32_t stamp, match; /* of the last match, and its place */
	} * last;		       /* per pattern */
	uint32_t stamp;		       /* the newest in use */
	size_t states, patterns;
	struct pool *pool;
};

struct run {
	const struct lexicon *lex;
	const struct lex_index *of;
	struct doc *d;
	struct lex_work *w;
	struct live *cur, *next;
	const struct token *ahead; /* the token behind, in the same sentence, or NULL */
	uint64_t takes;		   /* its bits, see lex_bit */
	uint32_t base;		   /* stamp of the token before the first */
	size_t cur_len, next_len;
	size_t cap; /* of d->match */
};

struct lex_work *
lex_work_new(const struct understanding *u)
{
	struct lex_work *w = pool_alloc(u->pool, sizeof(*w));
	*w = (struct lex_work){.pool = u->pool};
	for (int l = 0; l < LANG_DATES_COUNT; l++) {
		if (w->states < u->lex[l].states.len)
			w->states = u->lex[l].states.len;
		if (w->patterns < u->lex[l].patterns.len)
			w->patterns = u->lex[l].patterns.len;
	}
	return w;
}

/* The arrays are made at the first run: who only holds an understanding does not pay for them. */
static void
work_ready(struct lex_work *w, size_t tokens)
{
	if (!w->mark) {
		w->mark = pool_array(w->pool, w->states + 1, sizeof(*w->mark));
		w->cur = pool_array(w->pool, w->states + 1, sizeof(*w->cur));
		w->next = pool_array(w->pool, w->states + 1, sizeof(*w->next));
		w->last = pool_array(w->pool, w->patterns + 1, sizeof(*w->last));
	}
	if (w->stamp < UINT32_MAX - 1 - (uint32_t)tokens)
		return;
	w->stamp = 0; /* all stamps are used up: begin again */
	memset(w->mark, 0, w->states * sizeof(*w->mark));
	memset(w->last, 0, w->patterns * sizeof(*w->last));
}

static void
accept_match(struct run *r, uint32_t pattern, uint32_t from, uint32_t to)
{
	struct doc *d = r->d;
	if (r->w->last[pattern].stamp > r->base) {
		struct match *m = &d->match[r->w->last[pattern].match];
		if (m->tok == from) {
			m->tok_end = to; /* the longest counts */
			return;
		}
		if (from < m->tok_end)
			return;
	}
	if (d->match_count == r->cap) {
		size_t cap = r->cap ? 2 * r->cap : 64;
		struct match *grown = pool_array(d->pool, cap, sizeof(*grown));
		if (r->cap)
			memcpy(grown, d->match, r->cap * sizeof(*grown));
		d->match = grown;
		r->cap = cap;
	}
	enum lex_class class = r->lex->patterns.at[pattern].class;
	d->match[d->match_count++] = (struct match){class, pattern, from, to};
	d->classes[class / 64] |= UINT64_C(1) << class % 64;
	r->w->last[pattern].stamp = r->base + 1;
	r->w->last[pattern].match = (uint32_t)d->match_count - 1;
}

static bool
set_has(const uint32_t *set, uint32_t id)
{
	uint32_t lo = 1, hi = set[0] + 1;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (set[mid] < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo <= set[0] && set[lo] == id;
}

static bool
state_takes(const struct lexicon *lex, const struct lex_state *s, const struct token *t)
{
	switch (s->op) {
	case OP_SET: return t->id && set_has(&lex->sets.at[s->a], t->id);
	case OP_ANY: return true;
	case OP_NUMBER: return t->kind == TOK_NUMBER;
	case OP_WORD: return t->id == s->a;
	case OP_PREFIX:
		for (size_t k = 0; k < TOKEN_PREFIXES && t->pre[k]; k++)
			if (t->pre[k] == s->a)
				return true;
		return false;
	case OP_SPLIT:
	case OP_END:
	case OP_ACCEPT: break;
	}
	return false;
}

/*
 * Adds state s, reached behind token i, with everything it leads to without reading. A state that
 * the next token does not suit is not kept: most end here.
 */
static void
add_state(struct run *r, uint32_t s, uint32_t from, uint32_t i)
{
	for (;;) {
		const struct lex_state *st = &r->lex->states.at[s];
		if (st->op == OP_ACCEPT) {
			accept_match(r, st->a, from, i + 1);
			return;
		}
		bool reads = st->op != OP_SPLIT && st->op != OP_END;
		if (reads && !(r->ahead && state_takes(r->lex, st, r->ahead)))
			return;
		if (r->w->mark[s] == r->base + i + 1)
			return;
		r->w->mark[s] = r->base + i + 1;
		if (st->op == OP_SPLIT) {
			add_state(r, st->a, from, i);
			s = st->b;
		} else if (st->op == OP_END) {
			if (i + 1 < r->d->tok_count && r->d->tok[i + 1].sent == r->d->tok[i].sent)
				return;
			s = st->b;
		} else {
			r->next[r->next_len].state = st->b;
			r->next[r->next_len++].start = from;
			return;
		}
	}
}

static void
begin_at(struct run *r, uint32_t id, uint32_t i)
{
	bool bol = i == 0 || r->d->tok[i - 1].sent != r->d->tok[i].sent;
	if (!id || id >= r->of->count)
		return;
	const struct lex_start *st = &r->of->starts[r->of->first[id]],
			       *end = &r->of->starts[r->of->first[id + 1]];
	understand_work += (size_t)(end - st);
	for (; st < end; st++)
		if (st->takes & r->takes && (bol || !r->lex->patterns.at[st->pattern].bol))
			add_state(r, st->state, i, i);
}

static uint64_t
bits_of(const struct token *t)
{
	uint64_t bits;
	if (!t)
		return UINT64_C(1) << LEX_BIT_END;
	bits = UINT64_C(1) << LEX_BIT_ANY | lex_bit(t->id);
	for (size_t k = 0; k < TOKEN_PREFIXES && t->pre[k]; k++)
		bits |= lex_bit(t->pre[k]);
	return t->kind == TOK_NUMBER ? bits | lex_bit(VOCAB_NUMBER) : bits;
}

/* By first token, so that what begins at a token is found without a search. */
static void
sort_matches(struct doc *d)
{
	uint32_t *first = pool_array(d->pool, d->tok_count + 2, sizeof(*first));
	struct match *sorted = pool_array(d->pool, d->match_count + 1, sizeof(*sorted));
	for (size_t i = 0; i < d->match_count; i++)
		first[d->match[i].tok + 1]++;
	for (size_t t = 0; t < d->tok_count; t++)
		first[t + 1] += first[t];
	for (size_t i = 0; i < d->match_count; i++)
		sorted[first[d->match[i].tok]++] = d->match[i];
	for (size_t t = d->tok_count; t > 0; t--)
		first[t] = first[t - 1];
	first[0] = 0;
	d->match = sorted;
	d->match_at = first;
}

/* And by class, so that what there is of one is found without looking at the others. */
static void
sort_classes(struct doc *d)
{
	uint32_t *at = pool_array(d->pool, LEX_COUNT + 2, sizeof(*at));
	d->of_class = pool_array(d->pool, d->match_count + 1, sizeof(*d->of_class));
	/* at[class + 1] counts, then is where the next one goes, then where those of class end */
	for (size_t i = 0; i < d->match_count; i++)
		at[d->match[i].class + 2]++;
	for (size_t c = 2; c <= LEX_COUNT; c++)
		at[c + 1] += at[c];
	for (size_t i = 0; i < d->match_count; i++)
		d->of_class[at[d->match[i].class + 1]++] = (uint32_t)i;
	d->class_at = at;
}

void
lexicon_run(const struct lexicon *lex, const struct lex_index *of, struct lex_work *work,
	    struct doc *d)
{
	if (!lex->states.len || !d->tok_count)
		return;
	work_ready(work, d->tok_count);
	struct run r = {.lex = lex,
			.of = of,
			.d = d,
			.w = work,
			.cur = work->cur,
			.next = work->next,
			.base = work->stamp};
	work->stamp += (uint32_t)d->tok_count + 1;
	for (uint32_t i = 0; i < d->tok_count; i++) {
		const struct token *t = &d->tok[i];
		bool last = i + 1 == d->tok_count || t[1].sent != t->sent;
		r.ahead = last ? NULL : t + 1;
		r.takes = bits_of(r.ahead);
		r.next_len = 0;
		understand_work += r.cur_len + 1;
		for (size_t k = 0; k < r.cur_len; k++)
			add_state(&r, r.cur[k].state, r.cur[k].start, i);
		begin_at(&r, t->id, i);
		for (size_t k = 0; k < TOKEN_PREFIXES && t->pre[k]; k++)
			begin_at(&r, t->pre[k], i);
		if (t->kind == TOK_NUMBER)
			begin_at(&r, VOCAB_NUMBER, i);
		struct live *swap = r.cur;
		r.cur = r.next;
		r.next = swap;
		r.cur_len = r.next_len;
	}
	sort_matches(d);
	sort_classes(d);
	size_t m = 0;
	for (uint32_t s = 0; s < d->sent_count; s++) {
		d->sent[s].match = (uint32_t)m;
		while (m < d->match_count && d->tok[d->match[m].tok].sent == s)
			m++;
		d->sent[s].match_end = (uint32_t)m;
	}
}

/* --- questions to the matches --- */

uint32_t
doc_first(const struct doc *d, enum lex_class class, size_t tok)
{
	uint32_t lo = d->class_at[class], hi = d->class_at[class + 1];
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (d->match[d->of_class[mid]].tok < tok)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static const struct match *
find_range(const struct doc *d, enum lex_class class, size_t from, size_t to)
{
	const struct match *best = NULL;
	if (from >= to || !doc_has(d, class))
		return NULL;
	uint32_t first = doc_first(d, class, from), k = first;
	for (; k < d->class_at[class + 1]; k++) {
		const struct match *x = &d->match[d->of_class[k]];
		if (x->tok >= to || (best && x->tok > best->tok))
			break;
		if (x->tok_end <= to && (!best || x->tok_end > best->tok_end))
			best = x;
	}
	understand_work += k - first;
	return best;
}

const struct match *
doc_find(const struct doc *d, enum lex_class class, size_t from, size_t to)
{
	return find_range(d, class, from, to);
}

const struct match *
doc_find_in(const struct doc *d, enum lex_class class, const struct sentence *s)
{
	return find_range(d, class, s->tok, s->tok_end);
}

const struct match *
doc_at(const struct doc *d, enum lex_class class, size_t t)
{
	const struct match *best = NULL;
	if (!doc_has(d, class) || t >= d->tok_count)
		return NULL;
	understand_work += d->match_at[t + 1] - d->match_at[t];
	for (size_t m = d->match_at[t]; m < d->match_at[t + 1]; m++) {
		const struct match *x = &d->match[m];
		if (x->class == class && (!best || x->tok_end > best->tok_end))
			best = x;
	}
	return best;
}

const struct match *
doc_matches(const struct doc *d, size_t t, const struct match **from)
{
	*from = NULL;
	if (t >= d->tok_count || !d->match_at)
		return NULL;
	*from = d->match + d->match_at[t];
	understand_work += d->match_at[t + 1] - d->match_at[t];
	return d->match + d->match_at[t + 1];
}

bool
doc_at_any(const struct doc *d, const enum lex_class *classes, size_t count, size_t t)
{
	for (size_t i = 0; i < count; i++)
		if (doc_at(d, classes[i], t))
			return true;
	return false;
}

struct slice
match_arg(const struct doc *d, const struct match *m)
{
	return d->lex->patterns.at[m->pattern].arg;
}

struct slice
match_rule(const struct doc *d, const struct match *m)
{
	return lexicon_rule(d->lex, m->pattern, d->pool);
}
